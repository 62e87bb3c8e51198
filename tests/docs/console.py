"""Console blocks of pages: run their commands, compare what they print; `python -m tests.docs.console PAGE…` prints it anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.docs.pages import blocks, copy_repository, follow

# What differs from run to run, and what it is compared as.
VARYING = (
    (re.compile(r"\b([a-z]{3})_[0-9a-f]{16}\b"), r"\1_0123456789abcdef"),
    (re.compile(r"\b\d{8}T\d{6}Z-[0-9a-f]{8}\b"), "20200101T000000Z-01234567"),
    (re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00\b"), "2020-01-01 00:00:00+00"),
    (re.compile(r"\b\d+\.\d s\b"), "1.0 s"),
    (re.compile(r"\b\d+\.\d MB\b"), "1.0 MB"),
    (re.compile(r"\bcode [0-9a-f]{16}\b"), "code 0123456789abcdef"),
)
ANYTHING = "…"


@dataclass(frozen=True)
class Command:
    """A command of a console block and the output that the page shows below it."""

    line: str
    shown: str


def commands(body: str) -> Iterator[Command]:
    """Commands of a console block: lines after `$ `, continued by lines after `> `.

    >>> list(commands("$ echo a \\\\\\n> b\\na b\\n"))
    [Command(line='echo a \\\\\\nb', shown='a b\\n')]
    """
    line, shown = "", ""
    for text in body.splitlines():
        if text.startswith("$ "):
            if line:
                yield Command(line, shown)
            line, shown = text[2:], ""
        elif text.startswith("> ") and not shown:
            line += "\n" + text[2:]
        else:
            shown += text + "\n"
    if line:
        yield Command(line, shown)


def plain(text: str) -> list[str]:
    """Lines of an output without what differs from run to run, and without blanks at the ends."""
    for pattern, same in VARYING:
        text = pattern.sub(same, text)
    return [line.rstrip() for line in text.rstrip().splitlines()]


def agrees(shown: str, printed: str) -> bool:
    """Whether an output is the one shown; a line `…` of what is shown stands for any lines.

    >>> agrees("a\\n…\\nd\\n", "a\\nb\\nc\\nd\\n"), agrees("a\\n", "a\\nb\\n")
    (True, False)
    """
    lines = [r"(?:[^\n]*\n)*" if line == ANYTHING else re.escape(line + "\n") for line in plain(shown)]
    return re.fullmatch("".join(lines), "".join(f"{line}\n" for line in plain(printed))) is not None


def environment(repository: Path, build: Path | None = None) -> dict[str, str]:
    """Environment in which `kechuang` is the code of a repository."""
    tools = repository / ".tools"
    tools.mkdir(exist_ok=True)
    command = tools / "kechuang"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flows.cli "$@"\n')
    command.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KECHUANG_", "PREFECT_"))}
    path = os.pathsep.join([str(tools), str(Path(sys.executable).parent), kept.get("PATH", "")])
    own = {"PATH": path, "PYTHONPATH": str(repository), "KECHUANG_LANG": "en", "COLUMNS": "120"}
    return {**kept, **own, **({"KECHUANG_BUILD": str(build)} if build else {})}


def perform(line: str, *, folder: Path, env: dict[str, str]) -> str:
    """Run a command in bash and return its standard output.

    Raises:
        AssertionError: It failed.
    """
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def renewed(page: Path) -> str:
    """The page with the outputs that its commands print now, except those that still agree."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = copy_repository(Path(name))
        env = environment(folder)
        for block in list(blocks(text)):
            if block.language != "console":
                follow(block, folder)
                continue
            body = "".join(_renewed(command, folder, env) for command in commands(block.body))
            text = text.replace(block.body, body)
    return text


def _renewed(command: Command, folder: Path, env: dict[str, str]) -> str:
    printed = perform(command.line, folder=folder, env=env)
    kept = (
        command.shown
        if agrees(command.shown, printed)
        else "\n".join(line.rstrip() for line in printed.rstrip().splitlines())
    )
    first, *rest = command.line.split("\n")
    return (
        "\n".join([f"$ {first}", *(f"> {line}" for line in rest)])
        + "\n"
        + kept
        + ("" if kept.endswith("\n") or not kept else "\n")
    )


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        changed = Path(argument)
        changed.write_text(renewed(changed), encoding="utf-8")
