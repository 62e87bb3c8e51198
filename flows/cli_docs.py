"""Commands that explain and judge: docs and evaluate."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from flows import completion
from flows.cli_options import BuildOption, JsonOption
from flows.errors import UsageError
from flows.language import told


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(docs)
    app.command()(evaluate)


def docs(
    table: Annotated[
        str | None,
        typer.Argument(metavar="[TABLE]", help="Explain this table's columns.", autocompletion=completion.tables),
    ] = None,
    build: BuildOption = None,
    write: Annotated[
        bool, typer.Option("--write", help="Generate warehouse/DICTIONARY.md anew from the contracts.")
    ] = False,
    show: Annotated[bool, typer.Option("--open", help="Open the last run's Data Docs in the browser.")] = False,
) -> None:
    """Explain tables and columns, and say where documentation and Data Docs lie.

    Example:
        kechuang docs
        kechuang docs metrics
    """
    from flows.settings import load_settings
    from flows.summary import data_docs_page
    from warehouse.contracts.dictionary import PATH, dictionary, section

    if table is not None:
        sys.stdout.write(section(_known(table)))
        return
    if write:
        PATH.write_text(dictionary(), encoding="utf-8")
    data_docs = data_docs_page(build or load_settings().build).absolute()
    if show:
        _open(data_docs)
    root = PATH.parent.parent
    guides = sorted((root / ".github" / "docs").glob("*.md"))
    models = sorted((root / "seeds" / "models").glob("*.md"))
    for title, paths in (
        (told("Data dictionary"), [PATH]),
        (told("Guides"), guides),
        (told("Model cards"), models),
        (told("Data Docs of the last run"), [data_docs] if data_docs.is_file() else []),
    ):
        sys.stdout.write("".join([f"{title}:\n", *(f"  {path}\n" for path in paths)]))


def _known(table: str) -> str:
    from warehouse.contracts import READABLE_TABLES

    if table not in READABLE_TABLES:
        known = ", ".join(READABLE_TABLES)
        raise UsageError(told("no table {table!r}; there are: {known}", table=table, known=known))
    return table


def _open(page: Path) -> None:
    import webbrowser

    if not page.is_file():
        raise UsageError(told("no Data Docs at {path} yet; `kechuang run` first", path=page))
    webbrowser.open(page.as_uri())


def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[GOLD]...", help="Folders of gold pages (default: the sample page's)."),
    ] = None,
    build: BuildOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score the published warehouse against hand-made gold: precision, recall and F1 of what was read.

    Example:
        kechuang evaluate
        kechuang evaluate seeds/gold --json
    """
    from flows.evaluate import SAMPLE_GOLD, as_rows, gold_folders
    from flows.evaluate import evaluate as score
    from flows.status import published_database
    from warehouse.query import open_read_only

    folders = gold_folders(gold or [SAMPLE_GOLD])
    with open_read_only(published_database(build)) as connection:
        rows = as_rows(score(connection, folders))
    if as_json:
        sys.stdout.write("".join(json.dumps(row) + "\n" for row in rows))
        return
    sys.stdout.write(f"{'':<22} {'R':>6} {'P':>6} {'F1':>6}\n")
    for row in rows:
        shares = " ".join(_percent(row[name]) for name in ("recall", "precision", "f1"))
        sys.stdout.write(f"{row['score']:<22} {shares}   {row['hit']}/{row['need']}\n")


def _percent(share: object) -> str:
    return f"{100 * share:6.1f}" if isinstance(share, float) else f"{'-':>6}"
