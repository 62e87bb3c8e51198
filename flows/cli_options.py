"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows import completion
from flows.days import read_day
from flows.errors import UsageError
from flows.language import told

BuildOption = Annotated[Path | None, typer.Option("--build", help="Folder of all outputs (default: warehouse/build).")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON for programs instead of text for people.")]
FormOption = Annotated[str, typer.Option("--format", help="table, json or csv.", autocompletion=completion.forms)]
ContactsOption = Annotated[
    bool,
    typer.Option(
        "--show-contacts", help="Show phone numbers, mail addresses and identity numbers, which are hidden otherwise."
    ),
]
IssueDateOption = Annotated[
    str | None, typer.Option("--issue-date", metavar="YYYY-MM-DD", help="Issue date of every input.")
]
TaggerOption = Annotated[
    str | None,
    typer.Option(
        "--tagger",
        metavar="NAME",
        help="Tagger of another package in place of the shipped one: an entry point or module:function.",
    ),
]
SourcesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOURCE]...", help="Files, folders, globs or archives (default: the sample page)."),
]


def iso_day(text: str | None) -> str | None:
    """The day as ISO text, or None for None.

    Raises:
        UsageError: The text is no day as YYYY-MM-DD.
    """
    return None if text is None else read_day(text, option="--issue-date").isoformat()


def checked_form(form: str, *, as_json: bool = False) -> str:
    """The output format; `--json` is short for `--format json`.

    Raises:
        UsageError: There is no such format.
    """
    from flows.output import FORMS

    if form not in FORMS:
        raise UsageError(told("--format takes {forms}, not {form!r}", forms=", ".join(FORMS), form=form))
    return "json" if as_json else form
