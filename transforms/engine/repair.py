"""Repair: join what line breaks and stray blanks have torn, keeping the way back to the raw characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

# A blank between two Chinese characters or marks is layout, not language; between words of a headline it parts phrases.
INNER_BLANK = re.compile(r"(?<=[一-鿿，。；：！？、（）《》“”])[ \t\u3000\xa0]+(?=[一-鿿，。；：！？、（）《》“”])")
TAG = re.compile(r"<[a-zA-Z/!][^<>\n]{0,200}>")


def clean_slice(text: str, pieces: Sequence[tuple[int, int]], *, blanks: bool) -> tuple[int, int, str, list[int]]:
    """The clean text of a block made of pieces of the raw text.

    Args:
        text: Raw text of the document.
        pieces: Ascending, disjoint raw spans (the block's lines without the blanks around them).
        blanks: Whether blanks inside Chinese text go as well (body text), or stay (headlines, where they part phrases).

    Returns:
        Raw start, raw end, clean text, and cuts: flat pairs (clean offset, number of raw characters removed before it).

    >>> clean_slice("同比增 \\n\\n长 7%", [(0, 3), (6, 10)], blanks=True)
    (0, 10, '同比增长 7%', [3, 3])
    """
    kept: list[tuple[int, int]] = []
    for start, end in pieces:
        at = start
        gaps = [found.span() for found in TAG.finditer(text, start, end)] if "<" in text[start:end] else []
        if blanks:
            gaps += [found.span() for found in INNER_BLANK.finditer(text, start, end)]
        for gap_start, gap_end in sorted(gaps):
            if gap_start > at:
                kept.append((at, gap_start))
            at = max(at, gap_end)
        if end > at:
            kept.append((at, end))
    parts, cuts, length = [], [], 0
    for number, (start, end) in enumerate(kept):
        if number and start > kept[number - 1][1]:
            cuts += [length, start - kept[number - 1][1]]
        parts.append(text[start:end])
        length += end - start
    return kept[0][0], kept[-1][1], "".join(parts), cuts
