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
LABEL_BYTES = np.frombuffer("".join(LABELS).encode("ascii"), dtype=np.uint8)


def score_lines(features: LineFeatures, model: ModelArrays) -> NDArray[np.float32]:
    """Score of every label for every line, before transitions.

    Args:
        features: Features of the lines.
        model: Arrays `features` (ascending) and `weights` (features by labels).
    """
    dense = np.zeros(((1 << BITS) + 1, len(LABELS)), dtype=np.float32)
    dense[model["features"]] = model["weights"]
    scores = np.zeros((len(features), len(LABELS)), dtype=np.float32)
    # The last row is zero: it stands for a column without a feature (-1).
    for values in features.columns.T:
        scores += dense[values]
    if len(features.bag):
        change = np.flatnonzero(np.diff(features.bag_lines, prepend=-1))
        scores[features.bag_lines[change]] += np.add.reduceat(dense[features.bag], change, axis=0)
    return scores


def best_labels(scores: NDArray[np.float32], model: ModelArrays, firsts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The best labels as ASCII codes.

    Args:
        scores: From `score_lines`, with what the rules add.
        model: Array `transitions`.
        firsts: First line of each page.
    """
    return LABEL_BYTES[viterbi(scores, model["transitions"].astype(np.float32), firsts)]
