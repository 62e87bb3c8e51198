"""Exact and near duplicates between documents: marked, never dropped."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
from datasketch import MinHash, MinHashLSH

NOT_TEXT = re.compile(r"[\W_]+")
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
    exact: dict[str, str] = {}
    index = MinHashLSH(threshold=NEAR, num_perm=PERMUTATIONS)
    for row in sorted(marked, key=lambda row: str(row["document_id"])):
        text = NOT_TEXT.sub("", unicodedata.normalize("NFKC", row["text"]))
        digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        if digest in exact:
            row.update(duplicate_of=exact[digest], duplicate_kind="exact")
            continue
        exact[digest] = row["document_id"]
        sketch = _sketch(text[:SAMPLE])
        near = sorted(index.query(sketch))
        if near:
            row.update(duplicate_of=near[0], duplicate_kind="near")
        else:
            index.insert(row["document_id"], sketch)
    return marked


def _sketch(text: str) -> MinHash:
    """MinHash of a text's shingles, computed on arrays: hashing shingle by shingle in Python costs more than all of decoding."""
    codes = np.frombuffer(text.ljust(SHINGLE).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    shingles = np.zeros(len(codes) - SHINGLE + 1, dtype=np.uint64)
    for at in range(SHINGLE):
        shingles = (shingles ^ codes[at : at + len(shingles)]) * MIXER
        shingles ^= shingles >> np.uint64(31)
    values = np.array([(shingles * factor + shift).min() for factor, shift in PERMUTED], dtype=np.uint64)
    return MinHash(num_perm=PERMUTATIONS, hashvalues=values >> np.uint64(32), scheme="legacy")
