"""What holds for every catalogue of messages."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def read_catalogue(source: Path) -> dict[str, str]:
    """Messages of a `.po` file and their translations."""
    with source.open("rb") as stream:
        return {str(message.id): str(message.string) for message in read_po(stream) if message.id}


def assert_compiled(source: Path, *, domain: str) -> None:
    """The `.mo` file beside a `.po` file is the one that it compiles to."""
    with source.open("rb") as stream:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(stream))
    again = f"run: pybabel compile -d {source.parents[2]} -D {domain}"
    assert source.with_suffix(".mo").read_bytes() == compiled.getvalue(), again
