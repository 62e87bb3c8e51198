"""What a part of the tagger may see beyond the text: clusters of words found in like company, and the labels of another part."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from transforms.engine.key_table import Keys, KeyTable, mix, word_hashes
from transforms.engine.segment import Segments
from transforms.engine.tagger_features import Features, word_ends, word_parts

# Clusters in three grains, the coarsest first.
GRAINS = 3
LABELS_SEEN: tuple[tuple[str, int], ...] = (
    *(("seen", offset) for offset in (-1, 0, 1)),
    *((kind, 0) for kind in ("seen_around", "seen_char", "seen_word")),
)
CLUSTERS_SEEN: tuple[tuple[str, int], ...] = tuple(
    (f"cluster{side}{grain}", 0) for grain in range(GRAINS) for side in ("", "_before", "_after")
)


@dataclass(frozen=True, eq=False)
class Clusters:
    """Clusters of words.

    Attributes:
        words: Their hashes.
        numbers: Cluster of each word in each grain, shape (words, GRAINS).
    """

    words: KeyTable
    numbers: NDArray[np.uint16]


def with_labels(features: Features, labels: NDArray[np.int64]) -> Features:
    """Features with the labels that another part gives the same characters."""
    seen = np.zeros(len(features.keys["char"]), dtype=np.uint64)
    seen[features.places] = labels.astype(np.uint64) + np.uint64(1)
    keys = {
        "seen": seen,
        "seen_around": mix(seen, np.roll(seen, 1), np.roll(seen, -1)),
        "seen_char": mix(seen, features.keys["char"]),
        "seen_word": mix(seen, features.keys["word"]),
    }
    return replace(features, keys=features.keys.beside(keys))


def with_clusters(features: Features, segments: Segments, clusters: Clusters) -> Features:
    """Features with the clusters of the word a character stands in and of its neighbours; cluster 1 holds all other words."""
    first, last = word_ends(segments, len(features.places))
    found = clusters.words.numbers(word_hashes(features.keys["char"][features.places], first, last))
    of, part = word_parts(first, last, len(features.places))
    opening = np.isin(first, features.starts)
    closing = np.append(opening[1:], True)
    keys: dict[str, Keys] = {}
    for grain in range(GRAINS):
        own = np.ones(len(first), dtype=np.uint64)
        own[found > 0] = clusters.numbers[found[found > 0] - 1, grain].astype(np.uint64) + np.uint64(2)
        before, after = np.roll(own, 1), np.roll(own, -1)
        before[opening[: len(first)]] = after[closing[: len(first)]] = 0
        for side, values in (("", own), ("_before", before), ("_after", after)):
            keys[f"cluster{side}{grain}"] = spread = np.zeros(len(features.keys["char"]), dtype=np.uint64)
            spread[features.places] = mix(mix(values)[of], part)
    return replace(features, keys=features.keys.beside(keys))
