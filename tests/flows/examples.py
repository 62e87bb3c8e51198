"""The examples that commands show in their help."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

# The product's name where it is the command of a shell line.
COMMAND = re.compile(r"(?<![\w./-])kechuang (?=[a-z])")


def lines_of(command: Callable[..., Any]) -> list[str]:
    """The example lines of one command."""
    _, found, example = (command.__doc__ or "").partition("Example:")
    assert found, f"{command} shows no example"
    return [line.strip() for line in example.strip().splitlines() if COMMAND.search(line)]


def command_names(application: typer.Typer) -> list[str]:
    """Names of the commands of an application, without its groups."""
    return [
        command.name or command.callback.__name__ for command in application.registered_commands if command.callback
    ]


def examples_of(application: typer.Typer) -> list[str]:
    return [
        line for command in application.registered_commands if command.callback for line in lines_of(command.callback)
    ]


def arguments_of(command: Callable[..., Any], **values: Path) -> list[str]:
    """The arguments of a command's only example, with paths in place of the words in capitals."""
    (line,) = lines_of(command)
    for word, path in values.items():
        assert word in line
        line = line.replace(word, str(path))
    program, *arguments = shlex.split(line)
    assert program == "kechuang"
    return arguments
