"""Commands that hand published rows on: export and diff."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows import completion
from flows.cli_options import BuildOption, ContactsOption, JsonOption
from flows.language import told


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(export)
    app.command()(diff)


def export(
    tables: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TABLE]...", help="Tables and marts (default: all).", autocompletion=completion.tables),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path("export"),
    form: Annotated[
        str, typer.Option("--format", help="parquet, csv or jsonl.", autocompletion=completion.export_forms)
    ] = "parquet",
    build: BuildOption = None,
    show_contacts: ContactsOption = False,
) -> None:
    """Copy published tables to files, one per table.

    Example:
        kechuang export metrics quotes --format csv --out /tmp/kechuang-export
    """
    from flows.export import export_tables
    from flows.progress import show_work
    from flows.status import published_database
    from warehouse.query import open_read_only

    with show_work(told("Writing tables …")), open_read_only(published_database(build)) as connection:
        written = export_tables(connection, tables or (), out, form=form, show_contacts=show_contacts)
    for name, rows in written.items():
        sys.stdout.write(f"  {name:<24} {rows:>10,}\n")
    sys.stdout.write(told("Written to {out}", out=out) + "\n")


def diff(
    old: Annotated[Path, typer.Argument(help="Build folder or published database.")],
    new: Annotated[Path, typer.Argument(help="Another one.")],
    table: Annotated[
        str | None,
        typer.Option("--table", help="Show rows won and lost of this table.", autocompletion=completion.tables),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="The most rows of each kind.")] = 20,
    as_json: JsonOption = False,
    show_contacts: ContactsOption = False,
) -> None:
    """Show which rows a change of pages, rules or corrections has won, lost and changed.

    Example:
        kechuang diff $KECHUANG_BUILD $KECHUANG_BUILD
        kechuang diff $KECHUANG_BUILD $KECHUANG_BUILD/kechuang.duckdb --table mentions
    """
    import pyarrow as pa

    from flows.output import write_table
    from warehouse.compare import compare, examples

    before, after = _database(old), _database(new)
    if table is not None:
        rows = pa.Table.from_pylist(examples(before, after, table, limit=limit))
        write_table(rows, form="json" if as_json else "table", show_contacts=show_contacts)
        return
    for row in compare(before, after):
        if as_json:
            sys.stdout.write(json.dumps(dataclasses.asdict(row)) + "\n")
        else:
            counts = told(
                "{won:>8,} won {lost:>8,} lost {changed:>8,} changed", won=row.won, lost=row.lost, changed=row.changed
            )
            sys.stdout.write(f"  {row.table:<16} {counts}\n")


def _database(path: Path) -> Path:
    from flows.errors import UsageError
    from flows.status import published_database

    if path.is_dir():
        return published_database(path)
    if not path.is_file():
        raise UsageError(told("no such build folder or database: {path}", path=path))
    return path
