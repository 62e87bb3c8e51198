"""How much of a possible headline comes back in the text around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of

IntArray = NDArray[np.int64]
WINDOW = 260
LINE_FEED = 10


def echo_shares(
    text: str, starts: IntArray, ends: IntArray, page: IntArray, *, heads: IntArray
) -> tuple[IntArray, IntArray]:
    """Fifths of a possible headline's character pairs that come back in the text of its page after and before it; -1 for other lines.

    The pairs of the whole text are sorted by pair and place once; whether one stands in a window is then one look-up.

    Args:
        text: The pages, one after another.
        starts: First character of each line, ascending.
        ends: One past each line's last character.
        page: Page of each line, counted from 0.
        heads: Lines that may be headlines, ascending, each of at least two characters.
    """
    ahead, behind = np.full(len(starts), -1), np.full(len(starts), -1)
    if not len(heads):
        return ahead, behind
    edges = np.flatnonzero(np.diff(page, prepend=-1, append=page[-1] + 1))
    first, last = starts[heads], ends[heads]
    before = np.maximum(first - WINDOW, starts[edges[:-1]][page[heads]])
    after = np.minimum(last + WINDOW, ends[edges[1:] - 1][page[heads]])
    codes = codes_of(text)
    solid = codes != LINE_FEED
    passed = np.concatenate([[0], np.cumsum(solid)])
    pairs = _pairs(codes[solid])
    bits = len(pairs).bit_length()
    known = np.sort((pairs << bits) + np.arange(len(pairs)))
    sizes = last - first - 1
    owner = np.repeat(np.arange(len(heads)), sizes)
    wanted = pairs[passed[first][owner] + np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)] << bits
    # Look-ups in order stay in the processor's cache.
    order = np.argsort(wanted)
    wanted, owner = wanted[order], owner[order]
    for shares, low, high in ((ahead, passed[last], passed[after]), (behind, passed[before], passed[first])):
        floor = wanted + low[owner]
        found = known[np.minimum(np.searchsorted(known, floor), len(known) - 1)]
        inside = (found >= floor) & (found < wanted + high[owner] - 1)
        shares[heads] = 5 * np.bincount(owner, weights=inside, minlength=len(heads)).astype(np.int64) // sizes
    return ahead, behind


def _pairs(codes: NDArray[np.uint32]) -> IntArray:
    """A number for each character and the one behind it, small because only the characters that occur are counted."""
    occurs = np.zeros(int(codes.max()) + 1, dtype=np.bool_)
    occurs[codes] = True
    number = np.cumsum(occurs)[codes] - 1
    found: IntArray = number[:-1] * np.count_nonzero(occurs) + number[1:]
    return found
