"""Best label sequences of linear-chain models, many sequences at once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Sequences decoded together: calls cost more than arithmetic, and the scores of a step should stay in the processor's cache.
TOGETHER = 8192
# Positions whose scores are turned together from rows into columns, in the processor's cache.
TURNED = 4096
# Of fewer sequences the steps from all labels are taken in one operation, and the best label is asked for: calls cost more than arithmetic.
FEW = 400


def viterbi(
    emissions: NDArray[np.float32], transitions: NDArray[np.float32], starts: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Highest-scoring label of every position; ties go to the lower label.

    Args:
        emissions: Score of each label at each position, shape (n, L), or of each but the first, whose score is 0; sequences stand end to end.
        transitions: Score of label j after label i at [i, j], shape (L, L).
        starts: Row of the first position of each sequence, ascending, the first one 0; empty sequences are allowed.

    Returns:
        Label of each position, shape (n,).

    >>> viterbi(np.float32([[0, 1], [1, 0.5], [2, 0]]), np.float32([[0, 0], [-9, 0]]), np.array([0, 2])).tolist()
    [1, 1, 0]
    """
    (best,) = decode(emissions, [(slice(None), transitions)], starts)
    return best


def decode(
    emissions: NDArray[np.float32],
    models: Sequence[tuple[slice, NDArray[np.float32]]],
    starts: NDArray[np.int64],
) -> list[NDArray[np.int64]]:
    """Highest-scoring labels of several models, as `viterbi` finds those of each.

    The sequences are ordered by length and stepped through together, position by position, so the work is a few array
    operations per position of the longest sequence whatever the number of sequences.

    Args:
        emissions: Score of each label of all models at each position; of a model's first label it may be left out and is 0.
        models: Columns of the labels of each model, and its transitions.
        starts: Row of the first position of each sequence.
    """
    total = len(emissions)
    best = [np.zeros(total, dtype=np.int64) for _ in models]
    if not total:
        return best
    lengths = np.diff(np.append(starts, total))
    order = np.argsort(-lengths, kind="stable")
    order = order[lengths[order] > 0]
    for at in range(0, len(order), TOGETHER):
        some = order[at : at + TOGETHER]
        _decode(emissions, models, starts[some], lengths[some], best)
    return best


def _decode(
    emissions: NDArray[np.float32],
    models: Sequence[tuple[slice, NDArray[np.float32]]],
    first: NDArray[np.int64],
    lengths: NDArray[np.int64],
    best: Sequence[NDArray[np.int64]],
) -> None:
    """Label the sequences that begin at rows `first`, longest first, and write the labels into `best`."""
    # alive[t] sequences are longer than t; they are the leading ones.
    alive = np.searchsorted(-lengths, -np.arange(1, int(lengths[0]) + 1), side="right")
    ends = np.cumsum(alive)
    begins = ends - alive
    # Positions step by step: those of one step stand side by side.
    places = np.repeat(np.arange(len(alive)), alive)
    places += first[np.arange(len(places)) - begins[places]]
    # Labels run down and sequences across, so that every operation works on contiguous memory. No back pointers are kept:
    # the way back needs one per position, which is cheaper to find again than L of them are to store.
    scores = [np.zeros((len(transitions), len(places)), dtype=np.float32) for _, transitions in models]
    for at in range(0, len(places), TURNED):
        turned = emissions.take(places[at : at + TURNED], axis=0).T
        for (columns, _), own in zip(models, scores, strict=True):
            told = turned[columns]
            own[len(own) - len(told) :, at : at + TURNED] = told
    for (_, transitions), own, labels in zip(models, scores, best, strict=True):
        labels[places] = _best_path(own, transitions, begins.tolist(), ends.tolist())


def _best_path(
    scores: NDArray[np.float32], transitions: NDArray[np.float32], begins: Sequence[int], ends: Sequence[int]
) -> NDArray[np.int64]:
    """Labels of positions that stand step by step; their scores are added up in place."""
    steps = [scores[:, begin:end] for begin, end in zip(begins, ends, strict=True)]
    for before, step in itertools.pairwise(steps):
        step += _advance(before[:, : step.shape[1]], transitions)
    labels = np.empty(scores.shape[1], dtype=np.int64)
    chosen = np.zeros(0, dtype=np.int64)
    for begin, step in zip(begins[::-1], steps[::-1], strict=True):
        count = len(chosen)
        label = labels[begin : begin + step.shape[1]]
        label[count:] = _best_labels(step[:, count:])
        if count:
            step[:, :count] += transitions.take(chosen, axis=1)
            label[:count] = _best_labels(step[:, :count])
        chosen = label
    return labels


def _best_labels(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The label (row) of the best score in each column, the lower one of equals; NumPy's own search walks down the columns one by one."""
    found: NDArray[np.int64]
    if scores.shape[1] < FEW:
        found = scores.argmax(axis=0)
        return found
    best = (scores == scores.max(axis=0)).view(np.uint8)
    best *= np.arange(len(scores), 0, -1, dtype=np.uint8)[:, None]
    found = len(scores) - best.max(axis=0).astype(np.int64)
    return found


def _advance(score: NDArray[np.float32], transitions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Score of each label one position on, without its emission."""
    if score.shape[1] < FEW:
        together: NDArray[np.float32] = (score[:, None] + transitions[:, :, None]).max(axis=0)
        return together
    result: NDArray[np.float32] = score[0] + transitions[0][:, None]
    reached = np.empty_like(result)
    for source in range(1, len(transitions)):
        np.add(score[source], transitions[source][:, None], out=reached)
        np.maximum(result, reached, out=result)
    return result
