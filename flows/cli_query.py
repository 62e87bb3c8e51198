"""Commands that read: annotate, sql, status."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows.errors import DataError, UsageError

BuildOption = Annotated[Path | None, typer.Option("--build", help="Folder of all outputs [default: warehouse/build].")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(annotate)
    app.command()(sql)


def annotate(
    source: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="JSON Lines with id, text and optionally issue_date.")
    ] = "-",
    plain: Annotated[bool, typer.Option("--plain", help="Each text is body text, without page layout.")] = False,
) -> None:
    """Extract from texts given as JSON Lines, one JSON line out per line in.

    Example:
        echo '{"id": 1, "text": "前三季度营收2274亿元，同比增长7.1%。"}' | kechuang annotate --plain
    """
    from flows.annotate import annotate as annotate_texts
    from flows.annotate import read_lines, to_json
    from flows.settings import load_settings
    from seeds.load import load_seeds

    if source != "-" and not Path(source).is_file():
        raise UsageError(f"no such file: {source}")
    seeds = load_seeds(models=load_settings().models)
    with contextlib.nullcontext(sys.stdin.buffer) if source == "-" else Path(source).open("rb") as stream:
        for texts in read_lines(stream):
            for row in annotate_texts(texts, seeds=seeds, plain=plain):
                sys.stdout.write(to_json(row) + "\n")


def sql(
    query: Annotated[str, typer.Argument(help="A SELECT over the published warehouse.")],
    build: BuildOption = None,
    form: Annotated[str, typer.Option("--format", help="table, json or csv.")] = "table",
) -> None:
    """Ask the published warehouse, read-only.

    Example:
        kechuang sql "SELECT indicator, value, unit, period_start FROM metrics LIMIT 5"
    """
    from flows.output import FORMS, write_table
    from flows.settings import load_settings
    from warehouse.errors import WarehouseError
    from warehouse.query import open_read_only

    if form not in FORMS:
        raise UsageError(f"--format takes {', '.join(FORMS)}, not {form!r}")
    path = (build or load_settings().build) / "kechuang.duckdb"
    if not path.is_file():
        raise UsageError(f"nothing published at {path} yet; `kechuang run` first")
    with open_read_only(path) as connection:
        try:
            result = connection.execute(query).to_arrow_table()
        except WarehouseError:
            raise
        except Exception as error:
            raise DataError(str(error)) from error
    write_table(result, form=form)
