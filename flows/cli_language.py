"""The help of all commands in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from flows.language import told

EXAMPLE = "Example:"


def translated(app: typer.Typer) -> Any:
    """The application as a click command whose help is in the reader's language."""
    command = typer.main.get_command(app)
    for part in walk(command):
        if part.help:
            part.help = _translate(part.help)
    return command


def walk(command: Any) -> Iterator[Any]:
    """A command, its options and arguments, and the same of all its subcommands."""
    yield command
    yield from (parameter for parameter in command.params if hasattr(parameter, "help"))
    for part in getattr(command, "commands", {}).values():
        yield from walk(part)


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
