"""Large text files are collections of pages: they are read as several documents, each cut off at an empty line.

A text of a hundred megabytes as one document would need gigabytes of memory and keep one process busy while others wait. The cut depends on
the file alone, so the documents and their ids are the same on every machine and at every batch size.
"""

from __future__ import annotations

import re

# No newspaper page comes near it.
PART_BYTES = 4_000_000
TEXT_TYPES = frozenset({"text/plain", "text/markdown"})
# Two bytes per character: a line feed is no single byte there.
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
EMPTY_LINES = re.compile(rb"\n[ \t\r]*\n\s*")
LINE_END = re.compile(rb"\n")
# How far beyond the even cut an empty line is looked for.
REACH = 200_000


def count_parts(size: int, media_type: str) -> int:
    """Into how many documents a file is cut.

    >>> count_parts(20_000, "text/plain"), count_parts(9_000_000, "text/plain"), count_parts(9_000_000, "text/html")
    (1, 3, 1)
    """
    return max(1, -(-size // PART_BYTES)) if media_type in TEXT_TYPES else 1


def cut_part(payload: bytes, number: int, count: int) -> bytes:
    """Part `number` of `count`; all parts together are the payload.

    Cut at the first empty line behind an even share, or at a line's end where none is near. Chinese encodings have no byte of a line feed
    inside a character, except UTF-16, which is left whole as part 0.
    """
    if payload.startswith(WIDE_MARKS):
        return payload if number == 0 else b""
    return payload[_cut(payload, number, count) : _cut(payload, number + 1, count)]


def _cut(payload: bytes, number: int, count: int) -> int:
    if number in {0, count}:
        return len(payload) * (number == count)
    even = len(payload) * number // count
    found = EMPTY_LINES.search(payload, even, even + REACH) or LINE_END.search(payload, even)
    return found.end() if found else len(payload)
