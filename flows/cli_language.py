"""The help of all commands in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from flows.language import load_language, told

EXAMPLE = "Example:"
FRAME = (
    "ARGUMENTS_PANEL_TITLE",
    "COMMANDS_PANEL_TITLE",
    "DEFAULT_STRING",
    "ERRORS_PANEL_TITLE",
    "OPTIONS_PANEL_TITLE",
    "REQUIRED_LONG_STRING",
    "RICH_HELP",
)


def translated(app: typer.Typer) -> Any:
    """The application as a click command whose help is in the reader's language."""
    command = typer.main.get_command(app)
    if load_language() == "en":
        return command
    _translate_frame()
    for part in walk(command):
        if part.help:
            part.help = _translate(part.help)
    return command


def _translate_frame() -> None:
    """The words that typer sets around helps and usage errors."""
    from typer import rich_utils

    for name in FRAME:
        setattr(rich_utils, name, told(getattr(rich_utils, name)))


def walk(command: Any, parent: typer.Context | None = None) -> Iterator[Any]:
    """A command, its options and arguments, and the same of all its subcommands."""
    # How help is asked for is inherited from the command above.
    context = typer.Context(command, parent=parent, **command.context_settings)
    yield command
    yield command.get_help_option(context)
    yield from (parameter for parameter in command.params if hasattr(parameter, "help"))
    for part in getattr(command, "commands", {}).values():
        yield from walk(part, context)


def summary_of(text: str) -> str:
    """A help text without its examples, on one line; the key of the catalogue.

    >>> summary_of('''Tell what is
    ... published.
    ...
    ... Example:
    ...     kechuang status''')
    'Tell what is published.'
    """
    return " ".join(text.partition(EXAMPLE)[0].split())


def _translate(text: str) -> str:
    message = summary_of(text)
    if told(message) == message:
        return text
    _, found, examples = text.partition(EXAMPLE)
    return told(message) + (f"\n\n{told(EXAMPLE)}{examples}" if found else "")
