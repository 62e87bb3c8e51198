"""Exact and near duplicates between documents: marked, never dropped."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from datasketch import MinHash

SHINGLE = 5
PERMUTATIONS = 64
NEAR = 0.8
SAMPLE = 20_000
MIXER = np.uint64(0x9E3779B97F4A7C15)
# Odd factors and shifts of the permutations; fixed, so that sketches agree between runs.
PERMUTED = [
    (np.uint64(factor | 1), np.uint64(shift))
    for factor, shift in np.random.default_rng(5).integers(1, 2**63, size=(PERMUTATIONS, 2)).tolist()
]


def mark_duplicates(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Fill `duplicate_of` and `duplicate_kind` of documents, in order of their ids.

    Texts are compared after width folding and without punctuation and blanks: equal ones are `exact`, those whose estimated Jaccard
    similarity of 5-character shingles is at least 0.8 (MinHash, Broder 1997) are `near`.

    Args:
        rows: Mappings with document_id and text.
    """
    marked = [dict(row) for row in rows]
    if len(marked) < 2:
        return marked
    # It loads scipy and a client of Redis, for half a second: only where texts are compared.
    from datasketch import MinHashLSH

    exact: dict[str, str] = {}
    index = MinHashLSH(threshold=NEAR, num_perm=PERMUTATIONS)
    for row in sorted(marked, key=lambda row: str(row["document_id"])):
        codes = _word_codes(row["text"])
        digest = hashlib.blake2b(codes.tobytes(), digest_size=16).hexdigest()
        if digest in exact:
            row.update(duplicate_of=exact[digest], duplicate_kind="exact")
            continue
        exact[digest] = row["document_id"]
        sketch = _sketch(codes[:SAMPLE])
        near = sorted(index.query(sketch))
        if near:
            row.update(duplicate_of=near[0], duplicate_kind="near")
        else:
            index.insert(row["document_id"], sketch)
    return marked


@functools.cache
def _words() -> NDArray[np.bool_]:
    """For each code point of the basic plane whether it is a letter, an ideograph or a digit."""
    return np.array([chr(code).isalnum() for code in range(0x10000)])


def _word_codes(text: str) -> NDArray[np.uint32]:
    """Code points of the letters, ideographs and digits of a text, full-width ones folded."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = np.where((codes >= 0xFF01) & (codes <= 0xFF5E), codes - 0xFEE0, codes)
    return codes[(codes > 0xFFFF) | _words()[np.minimum(codes, 0xFFFF)]].astype(np.uint32)


@functools.cache
def _permutations() -> NDArray[np.uint64]:
    """datasketch's own permutations, made once: every sketch would make them anew."""
    from datasketch import MinHash

    return np.asarray(MinHash(num_perm=PERMUTATIONS, scheme="legacy").permutations)


def _sketch(found: NDArray[np.uint32]) -> MinHash:
    """MinHash of a text's shingles, computed on arrays: hashing shingle by shingle in Python costs more than all of decoding."""
    from datasketch import MinHash

    codes = np.pad(found, (0, max(0, SHINGLE - len(found))), constant_values=ord(" ")).astype(np.uint64)
    shingles = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
    for at in range(SHINGLE):
        shingles = (shingles ^ codes[at : at + len(shingles)]) * MIXER
        shingles ^= shingles >> np.uint64(31)
    values = np.array([(shingles * factor + shift).min() for factor, shift in PERMUTED], dtype=np.uint64)
    return MinHash(
        num_perm=PERMUTATIONS, hashvalues=values >> np.uint64(32), permutations=_permutations(), scheme="legacy"
    )
