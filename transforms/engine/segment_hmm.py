"""jieba.finalseg's hidden Markov model over all unknown runs of a batch at once."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from transforms.engine.jieba_modules import jieba_module

STATES = "BEMS"  # in the order in which jieba breaks ties: the later letter wins
# From which two states each state may be reached, the winner of a tie last.
SOURCES = ((1, 3), (0, 2), (0, 2), (1, 3))
HAN_FIRST, HAN_COUNT = 0x4E00, 0x9FD5 - 0x4E00 + 1
Floats = NDArray[np.float64]


@functools.lru_cache(maxsize=1)
def _model() -> tuple[Floats, Floats, Floats]:
    """Start, transition and emission log probabilities; -3.14e100 stands for impossible, as in jieba."""
    finalseg = jieba_module("jieba.finalseg")

    impossible = finalseg.MIN_FLOAT
    start = np.array([finalseg.start_P[state] for state in STATES])
    moves = np.array([[finalseg.trans_P[a].get(b, impossible) for b in STATES] for a in STATES])
    emissions = np.full((HAN_COUNT, len(STATES)), impossible)
    for column, state in enumerate(STATES):
        for character, value in finalseg.emit_P[state].items():
            if 0 <= ord(character) - HAN_FIRST < HAN_COUNT:
                emissions[ord(character) - HAN_FIRST, column] = value
    return start, moves, emissions


def cut_runs(codes: NDArray[np.uint32], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether a token starts at each character.

    The sums are formed in jieba's order and in double precision and ties are broken as there, so the result is the same to the bit.

    Args:
        codes: Code points U+4E00 to U+9FD5 of runs laid end to end.
        starts: Number of the first character of each run.
    """
    begins = np.zeros(len(codes), dtype=np.bool_)
    if not len(codes):
        return begins
    start, moves, table = _model()
    emissions = table[codes.astype(np.int64) - HAN_FIRST]
    lengths = np.diff(np.append(starts, len(codes)))
    order = np.argsort(-lengths, kind="stable")
    first, lengths = starts[order], lengths[order]
    alive = np.searchsorted(-lengths, -np.arange(1, int(lengths[0]) + 1), side="right")
    score = start + emissions[first]
    back: list[NDArray[np.int8]] = [np.zeros((len(first), 4), dtype=np.int8)]
    state = np.zeros(len(first), dtype=np.int64)
    for step in range(1, len(alive)):
        count, before = int(alive[step]), int(alive[step - 1])
        state[count:before] = _last(score[count:before])
        score, came = _advance(score[:count], moves, emissions[first[:count] + step])
        back.append(came)
    state[: alive[-1]] = _last(score)
    states = np.zeros(len(codes), dtype=np.int64)
    for step in range(len(alive) - 1, -1, -1):
        count = int(alive[step])
        states[first[:count] + step] = state[:count]
        state[:count] = back[step][np.arange(count), state[:count]]
    # A token begins at B and S, and after every E and S.
    begins[(states == 0) | (states == 3)] = True
    closed = np.flatnonzero((states[:-1] == 1) | (states[:-1] == 3)) + 1
    begins[closed] = True
    begins[starts] = True
    return begins


def _last(score: Floats) -> NDArray[np.int64]:
    """State at the end of a run: E or S."""
    return np.where(score[:, 3] >= score[:, 1], 3, 1)


def _advance(score: Floats, moves: Floats, emissions: Floats) -> tuple[Floats, NDArray[np.int8]]:
    result = np.empty_like(score)
    came = np.empty(score.shape, dtype=np.int8)
    for state, (low, high) in enumerate(SOURCES):
        by_low = score[:, low] + moves[low, state] + emissions[:, state]
        by_high = score[:, high] + moves[high, state] + emissions[:, state]
        take = by_high >= by_low
        came[:, state] = np.where(take, high, low)
        result[:, state] = np.where(take, by_high, by_low)
    return result, came
