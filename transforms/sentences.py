"""Blocks to sentences; quotation marks and brackets hold a sentence together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

END = re.compile(r"[。！？!?…]+[”’」』）)》】]*|\n")
CLOSED = re.compile(
    r"“[^“”\n]{0,600}”|「[^「」\n]{0,600}」|『[^『』\n]{0,600}』|（[^（）\n]{0,300}）|\([^()\n]{0,300}\)|《[^《》\n]{0,200}》"
)


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a block's clean text, blanks around them left out.

    A sentence ends at 。！？ or …, with the closing marks behind it, but not inside a pair of quotation marks, brackets or title marks: what
    follows a quotation is often its attribution.

    >>> list(split_sentences("他说：“好。行！”大家笑了。散会！"))
    [(0, 13), (13, 16)]
    """
    held = [found.span() for found in CLOSED.finditer(text)]
    at = start = 0
    for found in END.finditer(text):
        while at < len(held) and held[at][1] <= found.start():
            at += 1
        if at < len(held) and held[at][0] < found.start() < held[at][1]:
            continue
        if _decimal(text, found.start()):
            continue
        yield from _trimmed(text, start, found.end())
        start = found.end()
    yield from _trimmed(text, start, len(text))


def _decimal(text: str, at: int) -> bool:
    """Whether an ASCII mark stands inside a word or link (a?b=1), where it ends nothing."""
    return text[at] in "!?" and at + 1 < len(text) and text[at + 1].isascii() and text[at + 1].isalnum()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def raw_span(char_start: int, cuts: Sequence[int], start: int, end: int) -> tuple[int, int, list[int]]:
    """Raw span and own cuts of a part of a block.

    Args:
        char_start: Raw start of the block.
        cuts: Cuts of the block.
        start: Clean start of the part.
        end: Clean end of the part.
    """
    first, last = char_start + start, char_start + end - 1
    own: list[int] = []
    for at, removed in zip(cuts[::2], cuts[1::2], strict=True):
        if at <= start:
            first += removed
        if at <= end - 1:
            last += removed
        if start < at < end:
            own += [at - start, removed]
    return first, last + 1, own
