"""How much of a text another one holds, by the runs of characters in it; in a time that grows with the texts, not with their pairs."""

from __future__ import annotations

from collections.abc import Sequence

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of


def _shingles(text: str, size: int) -> set[str]:
    """A text's parts of `size` characters, or the text where it has no more."""
    return {text[at : at + size] for at in range(max(1, len(text) - size + 1))}


def containments(texts: Sequence[str], wholes: Sequence[str], size: int) -> NDArray[np.float64]:
    """Share of each text's (row) shingles that occur in each of the others (column), found in one walk over those."""
    parts = [_shingles(text, size) for text in texts]
    holders: dict[str, list[int]] = {}
    for row, shingles in enumerate(parts):
        for shingle in shingles:
            holders.setdefault(shingle, []).append(row)
    counts = np.zeros((len(texts), len(wholes)))
    # An empty text occurs everywhere.
    counts[holders.pop("", [])] = 1
    known = list(holders)
    hits = ahocorasick_rs.AhoCorasick(known).find_matches_as_indexes("\n".join(wholes), overlapping=True)
    places = np.array(hits, dtype=np.int64).reshape(-1, 3)
    ends = np.cumsum([len(whole) + 1 for whole in wholes])
    pairs = np.unique(places[:, 0] * len(wholes) + np.searchsorted(ends, places[:, 1], side="right"))
    for number, column in zip((pairs // len(wholes)).tolist(), (pairs % len(wholes)).tolist(), strict=True):
        counts[holders[known[number]], column] += 1
    counts /= np.array([[len(shingles)] for shingles in parts])
    return counts


def first_places(text: str, size: int) -> NDArray[np.int64]:
    """For each place of a text the first one that the same `size` characters stand at, which 64 bits of a hash tell apart."""
    codes = codes_of(text)
    count = len(codes) - size + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(size):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + codes[at : at + count]
    order = np.argsort(hashes)
    ordered = hashes[order]
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[:count])
    firsts = np.empty(count, dtype=np.int64)
    firsts[order] = np.repeat(np.minimum.reduceat(order, begins), np.diff(np.append(begins, count)))
    return firsts
