"""Runs of characters in a batch, as flags and positions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

HAN_FIRST, HAN_LAST = 0x4E00, 0x9FD5
# The characters of jieba's blocks beside Han; everything else is a token of its own.
BLOCK_ASCII = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#&._%-"


def classes(characters: str, *, han: bool = True) -> Flags:
    """Whether a code point of the basic plane is one of these characters, or Han."""
    table = np.zeros(0x10000, dtype=np.bool_)
    table[HAN_FIRST : HAN_LAST + 1] = han
    table[[ord(character) for character in characters]] = True
    return table


HAN: Flags = classes("")
BLOCK: Flags = classes(BLOCK_ASCII)
ALNUM: Flags = classes("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
FIGURES: Flags = classes("0123456789.")


def runs_of(flags: Flags, splits: Ints) -> tuple[Ints, Ints]:
    """Start and end of each run of true flags; a run also ends before each position of `splits`."""
    begins = flags.copy()
    begins[1:] &= ~flags[:-1]
    begins[splits] |= flags[splits]
    starts = np.flatnonzero(begins)
    over = flags.copy()
    over[:-1] &= ~flags[1:] | begins[1:]
    return starts, np.flatnonzero(over) + 1


def marked(begins: Ints, ends: Ints, size: int) -> Flags:
    """Which of so many characters lie in one of the spans."""
    steps = np.zeros(size + 1, dtype=np.int8)
    steps[begins] += 1
    steps[ends] -= 1
    return np.cumsum(steps[:-1], dtype=np.int8).astype(np.bool_)


def holding(begins: Ints, ends: Ints, flags: Flags) -> tuple[Ints, Ints]:
    """Start and end of those spans that hold a flag."""
    places = np.flatnonzero(flags)
    some = np.searchsorted(places, ends) > np.searchsorted(places, begins)
    return begins[some], ends[some]


def positions_of(begins: Ints, lengths: Ints) -> Ints:
    """All positions of spans, span by span."""
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    places: Ints = np.arange(total) + np.repeat(begins - before, lengths)
    return places
