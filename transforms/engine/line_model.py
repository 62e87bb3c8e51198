"""The line model: what every line of a page is, from the weights of a linear-chain CRF."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seeds.types import ModelArrays
from transforms.engine.line_features import BITS, LineFeatures
from transforms.engine.viterbi import viterbi

# T headline that opens an article, U its further lines, B text that opens an article without a headline, Y byline, S section head,
# P first line of a paragraph, C line that goes on with the paragraph.
LABELS = ("T", "U", "B", "Y", "S", "P", "C")
WIDTH = 8
# Lines scored together: few enough that their scores stay in the processor's cache.
TOGETHER = 2048
LABEL_BYTES = np.frombuffer("".join(LABELS).encode("ascii"), dtype=np.uint8)


def score_lines(features: LineFeatures, model: ModelArrays) -> NDArray[np.float32]:
    """Score of every label for every line, before transitions.

    Args:
        features: Features of the lines.
        model: Arrays `features` (ascending) and `weights` (features by labels).
    """
    dense = _weights(model)
    scores = np.zeros((len(features), WIDTH), dtype=np.float32)
    columns = np.ascontiguousarray(features.columns.T)
    for at in range(0, len(features), TOGETHER):
        block = scores[at : at + TOGETHER]
        taken = np.empty_like(block)
        for values in columns[:, at : at + TOGETHER]:
            np.take(dense, values, axis=0, out=taken, mode="wrap")
            block += taken
    if len(features.bag):
        change = np.flatnonzero(np.diff(features.bag_lines, prepend=-1))
        scores[features.bag_lines[change]] += np.add.reduceat(dense.take(features.bag, axis=0), change, axis=0)
    return scores[:, : len(LABELS)].copy()


_known: list[tuple[ModelArrays, NDArray[np.float32]]] = []


def _weights(model: ModelArrays) -> NDArray[np.float32]:
    """Weights by number of the feature, those of the last model remembered.

    Rows of eight numbers lie within one line of the cache; the last one is zero and stands for a column without a feature (-1).
    """
    if not _known or _known[0][0] is not model:
        dense = np.zeros(((1 << BITS) + 1, WIDTH), dtype=np.float32)
        dense[model["features"], : len(LABELS)] = model["weights"]
        _known[:] = [(model, dense)]
    return _known[0][1]


def best_labels(scores: NDArray[np.float32], model: ModelArrays, firsts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The best labels as ASCII codes.

    Args:
        scores: From `score_lines`, with what the rules add.
        model: Array `transitions`.
        firsts: First line of each page.
    """
    return LABEL_BYTES[viterbi(scores, model["transitions"].astype(np.float32), firsts)]
