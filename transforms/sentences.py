"""Blocks to sentences; quotation marks and brackets hold a sentence together."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from transforms.engine.code_points import codes_of

IntArray = NDArray[np.int64]
END = re.compile(r"[。！？!?…]+[”’」』）)》】]*")
# An ASCII mark inside a word or link (a?b=1) ends nothing.
IN_WORD = re.compile(r"[!?](?=[A-Za-z0-9])")
CLOSED = re.compile(
    r"“[^“”\n]{0,600}”|「[^「」\n]{0,600}」|『[^『』\n]{0,600}』|（[^（）\n]{0,300}）|\([^()\n]{0,300}\)|《[^《》\n]{0,200}》"
)

# Blank or not, by code point; the last entry stands for all further characters.
BLANK = np.array([chr(code).isspace() for code in range(0x3002)])


def split_blocks(
    text: str, starts: ArrayLike, ends: ArrayLike, *, whole: ArrayLike
) -> tuple[IntArray, IntArray, IntArray]:
    """Spans of the sentences of all blocks, blanks around them left out.

    A sentence ends at 。！？ or …, with the closing marks behind it, but not inside a pair of quotation marks, brackets or title marks: what
    follows a quotation is often its attribution.

    Args:
        text: Clean texts of the blocks, joined by line feeds.
        starts: Offset of each block.
        ends: One past each block's last character.
        whole: Whether a block is one sentence whatever stands in it (headlines, bylines).

    Returns:
        Block, start and end of each sentence.
    """
    first, last = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
    undivided = np.asarray(whole, dtype=np.bool_)
    held = np.array([found.span() for found in CLOSED.finditer(text)], dtype=np.int64).reshape(-1, 2)
    marks = np.array([found.span() for found in END.finditer(text)], dtype=np.int64).reshape(-1, 2)
    inside = np.searchsorted(held[:, 0], marks[:, 0], side="left") - 1
    free = (
        (inside < 0) | (held[np.maximum(inside, 0), 1] <= marks[:, 0]) if len(held) else np.ones(len(marks), np.bool_)
    )
    blocks = np.searchsorted(first, marks[:, 0], side="right") - 1
    free &= ~undivided[blocks] if len(undivided) else free
    free &= ~np.isin(marks[:, 0], [found.start() for found in IN_WORD.finditer(text)])
    stops = np.unique(np.concatenate([marks[free, 1], last]))
    owner = np.searchsorted(first, stops - 1, side="right") - 1
    begins = np.maximum(np.concatenate([[0], stops[:-1]]) if len(stops) else stops, first[owner])
    return _trimmed(text, owner, begins, stops)


def _trimmed(text: str, owner: IntArray, starts: IntArray, ends: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    codes = codes_of(text)
    solid = np.flatnonzero(~BLANK[np.minimum(codes, len(BLANK) - 1)])
    first = np.searchsorted(solid, starts, side="left")
    last = np.searchsorted(solid, ends, side="left") - 1
    kept = first <= last
    return owner[kept], solid[first[kept]], solid[last[kept]] + 1


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one text.

    >>> list(split_sentences("他说：“好。行！”大家笑了。散会！"))
    [(0, 14), (14, 17)]
    """
    _, starts, ends = split_blocks(text, [0], [len(text)], whole=[False])
    return zip(starts.tolist(), ends.tolist(), strict=True)
