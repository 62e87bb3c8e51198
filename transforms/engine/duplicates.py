"""Exact and near duplicates between documents: marked, never dropped."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of

SHINGLE = 5
# Texts are near duplicates where all values of a band agree. These bands make the fewest errors on both sides of a similarity of 0.8.
BANDS, BAND = 5, 11
SAMPLE = 20_000
MIXER = np.uint64(0x9E3779B97F4A7C15)
# Odd factors and shifts of the permutations; fixed, so that sketches agree between runs.
_DRAWN = np.random.default_rng(5).integers(1, 2**63, size=(BANDS, BAND, 2)).astype(np.uint64)
FACTORS, SHIFTS = _DRAWN[:, :, :1] | np.uint64(1), _DRAWN[:, :, 1:]


def mark_duplicates(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fill `duplicate_of` and `duplicate_kind` of documents, in order of their ids.

    Texts are compared after width folding and without punctuation and blanks: equal ones are `exact`, those whose estimated Jaccard
    similarity of 5-character shingles is at least about 0.8 (MinHash, Broder 1997, in bands: Leskovec et al., Mining of Massive Datasets,
    section 3.4) are `near`.

    Args:
        rows: Mappings with document_id and text.
    """
    marked = [dict(row) for row in rows]
    if len(marked) < 2:
        return marked
    exact: dict[str, str] = {}
    # A library's index of these few lines loads scipy and a client of Redis, which takes longer than to decode ten megabytes.
    index: dict[tuple[int, bytes], list[str]] = {}
    for row in sorted(marked, key=lambda row: str(row["document_id"])):
        codes = _word_codes(row["text"])
        digest = hashlib.blake2b(codes.tobytes(), digest_size=16).hexdigest()
        if digest in exact:
            row.update(duplicate_of=exact[digest], duplicate_kind="exact")
            continue
        exact[digest] = row["document_id"]
        sketch = _sketch(codes[:SAMPLE])
        bands = [(band, sketch[band * BAND : (band + 1) * BAND].tobytes()) for band in range(BANDS)]
        near = min((name for band in bands for name in index.get(band, ())), default=None)
        if near is not None:
            row.update(duplicate_of=near, duplicate_kind="near")
            continue
        for band in bands:
            index.setdefault(band, []).append(row["document_id"])
    return marked


@functools.cache
def word_characters() -> NDArray[np.bool_]:
    """For each code point of the basic plane whether it is a letter, an ideograph or a digit."""
    return np.array([chr(code).isalnum() for code in range(0x10000)])


def _word_codes(text: str) -> NDArray[np.uint32]:
    """Code points of the letters, ideographs and digits of a text, full-width ones folded."""
    codes = codes_of(text)
    codes = np.where((codes >= 0xFF01) & (codes <= 0xFF5E), codes - 0xFEE0, codes)
    return codes[(codes > 0xFFFF) | word_characters()[np.minimum(codes, 0xFFFF)]].astype(np.uint32)


def _sketch(found: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """MinHash of a text's shingles, computed on arrays: hashing shingle by shingle in Python costs more than all of decoding."""
    codes = np.full(max(SHINGLE, len(found)), ord(" "), dtype=np.uint64)
    codes[: len(found)] = found
    shingles = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
    for at in range(SHINGLE):
        shingles = (shingles ^ codes[at : at + len(shingles)]) * MIXER
        shingles ^= shingles >> np.uint64(31)
    values = []
    for factors, shifts in zip(FACTORS, SHIFTS, strict=True):
        # The permutations of a band together: calls cost as much as arithmetic.
        permuted = shingles * factors
        permuted += shifts
        values.append(permuted.min(axis=1))
    return np.concatenate(values) >> np.uint64(32)
