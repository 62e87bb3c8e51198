"""Clusters of words that stand beside the same words, learned from plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from transforms.engine.key_table import word_hashes
from transforms.engine.tagger import segment_plain
from transforms.engine.tagger_context import GRAINS
from transforms.engine.tagger_features import text_features, word_ends

# Clusters of each grain, and how often a word must occur to have one.
SIZES, LEAST = (50, 200, 800), 4
# Words that count as neighbours, how far away, and dimensions of the words' vectors.
NEIGHBOURS, REACH, DIMENSIONS = 8000, (-2, -1, 1, 2), 100
TOGETHER, TURNS = 4000, 15
Ints = NDArray[np.int64]
Vectors = NDArray[np.float32]


def learn_clusters(texts: Sequence[str]) -> dict[str, NDArray[np.uint64] | NDArray[np.uint16]]:
    """Arrays `words` (C,) and `numbers` (C, grains) for `tagger_context.Clusters`.

    Words are points by their positive pointwise mutual information with the frequent words around them, cut down to a few dimensions
    by singular values, and grouped by spherical k-means.
    """
    words, sentences = _words(sorted(set(texts)))
    known, of, counts = np.unique(words, return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")[: int((counts >= LEAST).sum())]
    rank = np.full(len(known), -1)
    rank[order] = np.arange(len(order))
    points = _points(rank[of], sentences, len(order))
    weights = np.log1p(counts[order]).astype(np.float32)
    sizes = [min(size, len(order)) for size in SIZES]
    numbers = np.stack([_group(points, size, weights) for size in sizes], axis=1)
    return {"words": known[order], "numbers": numbers.reshape(-1, GRAINS).astype(np.uint16)}


def _words(texts: Sequence[str]) -> tuple[NDArray[np.uint64], Ints]:
    """Hashes of all tokens, and the sentence of each."""
    hashes, owners = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    for at in range(0, len(texts), TOGETHER):
        some = texts[at : at + TOGETHER]
        segments = segment_plain(some)
        features = text_features(some, segments)
        first, last = word_ends(segments, len(features.places))
        hashes.append(word_hashes(features.keys["char"][features.places], first, last))
        owners.append(at + np.searchsorted(features.starts, first, side="right"))
    return np.concatenate(hashes), np.concatenate(owners)


def _points(words: Ints, sentences: Ints, count: int) -> Vectors:
    """Unit vectors of the words 0 to count, by the words beside them."""
    from scipy import sparse
    from scipy.sparse.linalg import svds

    near = min(count, NEIGHBOURS)
    rows, columns = [], []
    for number, distance in enumerate(REACH):
        other = np.roll(words, -distance)
        beside = (np.roll(sentences, -distance) == sentences) & (words >= 0) & (other >= 0) & (other < near)
        rows.append(words[beside])
        columns.append(other[beside] + near * number)
    row, column = np.concatenate(rows), np.concatenate(columns)
    shape = (count, near * len(REACH))
    pairs = sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape).tocoo()
    # Rare neighbours would stand for themselves alone: the usual smoothing of their frequency.
    frequency = np.bincount(pairs.col, pairs.data, minlength=shape[1]) ** 0.75
    expected = np.bincount(pairs.row, pairs.data, minlength=count)[pairs.row] * (frequency / frequency.sum())[pairs.col]
    information = np.log(pairs.data / expected)
    told = information > 0
    matrix = sparse.csr_array((information[told].astype(np.float32), (pairs.row[told], pairs.col[told])), shape=shape)
    left, values, _ = svds(matrix, k=min(DIMENSIONS, count - 1), rng=np.random.default_rng(0))
    found = left * np.sqrt(values)
    points: Vectors = (found / (np.linalg.norm(found, axis=1, keepdims=True) + 1e-9)).astype(np.float32)
    return points


def _group(points: Vectors, size: int, weights: Vectors) -> Ints:
    """Cluster of each point by spherical k-means."""
    chance = np.random.default_rng(0)
    chosen = chance.choice(len(points), size, replace=False, p=weights.astype(float) / weights.astype(float).sum())
    centres = points[chosen].copy()
    of = np.zeros(len(points), dtype=np.int64)
    for _ in range(TURNS):
        of = np.concatenate(
            [(points[at : at + TOGETHER] @ centres.T).argmax(axis=1) for at in range(0, len(points), TOGETHER)]
        )
        centres = np.zeros_like(centres)
        np.add.at(centres, of, points * weights[:, None])
        centres /= np.linalg.norm(centres, axis=1, keepdims=True) + 1e-9
    return of
