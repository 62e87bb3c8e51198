"""The pages of the documentation, and what their code blocks ask to be done."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / ".github" / "docs"
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / ".github").rglob("*.md")),
    *sorted((ROOT / "seeds" / "models").glob("*.md")),
]
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CREATE = re.compile(r"Create `(?P<path>[^`]+)`.*:")
APPEND = re.compile(r"Add to `(?P<path>[^`]+)`.*:")
INSERT = re.compile(r"In `(?P<path>[^`]+)`, (?P<where>above|below) `(?P<line>[^`]+)`, add:")


@dataclass(frozen=True, kw_only=True)
class Block:
    """A code block of a page.

    Attributes:
        language: As given behind the fence.
        body: Its lines.
        above: The last line of text before it, which says what to do with it.
        start: Offset of the body in the page.
    """

    language: str
    body: str
    above: str
    start: int


def blocks(text: str) -> Iterator[Block]:
    """Code blocks of a page in order."""
    for found in FENCE.finditer(text):
        before = [line for line in text[: found.start()].splitlines() if line.strip()]
        yield Block(
            language=found["language"],
            body=found["body"],
            above=before[-1] if before else "",
            start=found.start("body"),
        )


def follow(block: Block, folder: Path) -> Path | None:
    """Do with a block of code what the line above it says; return the file that changed.

    Raises:
        AssertionError: The page wants to create a file that exists, or names a line that the file does not hold once.
    """
    if made := CREATE.search(block.above):
        path = folder / made["path"]
        assert not path.exists(), f"{made['path']} exists"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.body, encoding="utf-8")
        return path
    if added := APPEND.search(block.above):
        path = folder / added["path"]
        old = path.read_text(encoding="utf-8")
        path.write_text(old.rstrip("\n") + "\n" + block.body, encoding="utf-8")
        return path
    if placed := INSERT.search(block.above):
        path = folder / placed["path"]
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        at = [number for number, line in enumerate(lines) if line.strip() == placed["line"].strip()]
        assert len(at) == 1, f"{placed['path']} holds {placed['line']!r} {len(at)} times"
        lines.insert(at[0] + (placed["where"] == "below"), block.body)
        path.write_text("".join(lines), encoding="utf-8")
        return path
    return None


def copy_repository(folder: Path) -> Path:
    """A copy of the repository's own files."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder
