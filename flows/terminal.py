"""What the terminal can show, and what it hands over: text that is not Unicode in either direction."""

from __future__ import annotations

import codecs
import io
import sys

from flows.errors import UsageError
from flows.language import told

ESCAPED = "kechuang.escaped"


def escape(error: UnicodeError) -> tuple[str, int]:
    r"""What stands for characters that an encoding lacks: escapes as in JSON, so that JSON stays true.

    >>> "[\"é\U0001f44d\"]".encode("ascii", ESCAPED)
    b'["\\u00e9\\ud83d\\udc4d"]'
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{high:02x}{low:02x}" for high, low in zip(units[::2], units[1::2], strict=True)), error.end


codecs.register_error(ESCAPED, escape)


def show_everything() -> None:
    """Let standard output and errors escape what their encoding lacks, instead of failing over it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ESCAPED)


def checked_text(text: str, *, option: str) -> str:
    """An argument that is text, not a path.

    Raises:
        UsageError: It holds bytes that are no text in the terminal's encoding.
    """
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UsageError(told("{option} is not text in this terminal's encoding", option=option)) from error
    return text
