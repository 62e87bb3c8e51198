"""jieba.posseg's tags of the runs that its dictionary does not know, all runs of a batch at once.

posseg's hidden Markov model has 256 states (place in the word, tag). A character allows about ten of them and a state may follow about
twenty others, so the arrays below hold just these: every addition is one that posseg makes, in its order, in double precision.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
State = tuple[str, str]

# posseg's pieces of what is not Han.
PIECES = re.compile(r"([.0-9]+|[a-zA-Z0-9]+)")
# Runs remembered from batch to batch: a bound on memory.
REMEMBERED = 20_000
# Runs decoded together.
TOGETHER = 4096


@dataclass(frozen=True, eq=False)
class _Model:
    """posseg's tables: for each character its states, for each state those it may follow.

    Attributes:
        states: Sorted, so that the later one wins a tie, as in posseg.
        start: Log probability of each state at the start of a run.
        first: Where the states of each character begin in `state`, by code point.
        count: How many it has; 0 for a character that posseg does not know.
        state: States of the characters, one after the other.
        emission: Log probability of the character in that state.
        sources_first: Where the sources of each state begin in `source`.
        sources_count: How many it has.
        source: States that may come before.
        move: Log probability of going from there.
    """

    states: tuple[State, ...]
    start: Floats
    first: Ints
    count: Ints
    state: Ints
    emission: Floats
    sources_first: Ints
    sources_count: Ints
    source: Ints
    move: Floats


@functools.lru_cache(maxsize=1)
def _model() -> _Model:
    from jieba import posseg
    from jieba.finalseg import MIN_FLOAT

    states = tuple(sorted(posseg.trans_P))
    number = {state: index for index, state in enumerate(states)}
    first, count = np.zeros(0x10000, dtype=np.int64), np.zeros(0x10000, dtype=np.int64)
    state: list[int] = []
    emission: list[float] = []
    for character, allowed in posseg.char_state_tab_P.items():
        first[ord(character)], count[ord(character)] = len(state), len(allowed)
        state.extend(number[name] for name in allowed)
        emission.extend(posseg.emit_P[name].get(character, MIN_FLOAT) for name in allowed)
    moves = sorted(
        (number[after], number[before], value)
        for before, follow in posseg.trans_P.items()
        for after, value in follow.items()
    )
    targets = np.array([move[0] for move in moves])
    sources_first = np.searchsorted(targets, np.arange(len(states) + 1))
    return _Model(
        states=states,
        start=np.array([posseg.start_P[name] for name in states]),
        first=first,
        count=count,
        state=np.array(state),
        emission=np.array(emission),
        sources_first=sources_first[:-1],
        sources_count=np.diff(sources_first),
        source=np.array([move[1] for move in moves]),
        move=np.array([move[2] for move in moves]),
    )


class RunTagger:
    """Tags runs of characters as posseg does.

    Attributes:
        names: Tags; grows when a run brings a tag that no dictionary word has.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self._indexes = {name: index for index, name in enumerate(self.names)}
        self._known: dict[str, list[int]] = {}

    def index(self, name: str) -> int:
        """Number of a tag."""
        index = self._indexes.get(name)
        if index is None:
            index = self._indexes[name] = len(self.names)
            self.names.append(name)
        return index

    def tag_han(self, runs: Sequence[str]) -> list[int]:
        """Tags of the characters of runs of Han characters, run by run."""
        if len(self._known) > REMEMBERED:
            self._known = {}
        known = self._known
        fresh = sorted({run for run in runs if run not in known}, key=lambda run: (-len(run), run))
        for at in range(0, len(fresh), TOGETHER):
            some = fresh[at : at + TOGETHER]
            for run, states in zip(some, best_states(some), strict=True):
                known[run] = [self.index(tag) for tag in _closing_tags(states)]
        return [tag for run in runs for tag in known[run]]

    def tag_other(self, runs: Iterable[str]) -> list[int]:
        """Tags of the characters of runs without Han characters, run by run."""
        tags: list[int] = []
        for run in runs:
            for piece in PIECES.split(run):
                if piece:
                    tag = "m" if piece[0] in ".0123456789" else "eng" if piece[0].isalnum() else "x"
                    tags.extend([self.index(tag)] * len(piece))
        return tags


def _closing_tags(states: Sequence[State]) -> list[str]:
    """Tag at each character: that of the character which closes its token."""
    tags: list[str] = []
    for at, (part, tag) in enumerate(states):
        if part in "ES":
            tags.extend([tag] * (at + 1 - len(tags)))
    if len(tags) < len(states):
        tags.extend([states[len(tags)][1]] * (len(states) - len(tags)))
    return tags


def best_states(runs: Sequence[str]) -> list[Sequence[State]]:
    """posseg's states of each run's characters.

    Args:
        runs: Not empty, the longest first.
    """
    model = _model()
    lengths = np.array([len(run) for run in runs])
    codes = np.frombuffer("".join(runs).encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    first = np.cumsum(lengths) - lengths
    alive = np.searchsorted(-lengths, -np.arange(1, int(lengths[0]) + 1), side="right")
    # Runs for which posseg leaves its tables are left to posseg itself: an unknown character, or a character none of
    # whose states may follow.
    odd = np.logical_or.reduceat(model.count[codes] == 0, first)
    row, place = _spread(model.first[codes[first]], model.count[codes[first]])
    score = np.full((len(runs), len(model.states)), -np.inf)
    score[row, model.state[place]] = model.start[model.state[place]] + model.emission[place]
    back = [np.zeros(score.shape, dtype=np.uint8)]
    final = np.zeros(len(runs), dtype=np.int64)
    for step in range(1, len(alive)):
        count, before = int(alive[step]), int(alive[step - 1])
        final[count:before] = _best(score[count:before])
        score, came = _advance(score[:count], codes[first[:count] + step], model)
        odd[:count] |= ~np.isfinite(score).any(axis=1)
        back.append(came)
    final[: alive[-1]] = _best(score)
    chosen = np.zeros(len(codes), dtype=np.int64)
    for step in range(len(alive) - 1, -1, -1):
        count = int(alive[step])
        chosen[first[:count] + step] = final[:count]
        final[:count] = back[step][np.arange(count), final[:count]]
    states = [model.states[number] for number in chosen.tolist()]
    return [
        _by_posseg(run) if strange else states[at : at + len(run)]
        for run, strange, at in zip(runs, odd.tolist(), first.tolist(), strict=True)
    ]


def _advance(score: Floats, codes: Ints, model: _Model) -> tuple[Floats, NDArray[np.uint8]]:
    """Score of each state one character on, and the state each came from."""
    row, place = _spread(model.first[codes], model.count[codes])
    state = model.state[place]
    followed = model.sources_count[state] > 0
    row, place, state = row[followed], place[followed], state[followed]
    result = np.full((len(codes), len(model.states)), -np.inf)
    came = np.zeros(result.shape, dtype=np.uint8)
    if not len(row):
        return result, came
    arrival, move = _spread(model.sources_first[state], model.sources_count[state])
    source = model.source[move]
    values = score[row[arrival], source] + model.move[move] + model.emission[place][arrival]
    edges = np.cumsum(model.sources_count[state]) - model.sources_count[state]
    best = np.maximum.reduceat(values, edges)
    last = np.maximum.reduceat(np.where(values == best[arrival], np.arange(len(values)), -1), edges)
    result[row, state] = best
    came[row, state] = source[last]
    return result, came


def _spread(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Owner and position of every entry of slices given by their starts and lengths."""
    owner = np.repeat(np.arange(len(first)), count)
    return owner, np.arange(len(owner)) + np.repeat(first - (np.cumsum(count) - count), count)


def _best(score: Floats) -> Ints:
    """Best state of each row; the last one of equals."""
    best: Ints = score.shape[1] - 1 - score[:, ::-1].argmax(axis=1)
    return best


def _by_posseg(run: str) -> Sequence[State]:
    from jieba import posseg

    tables: tuple[Mapping[object, object], ...] = (posseg.start_P, posseg.trans_P, posseg.emit_P)
    _, states = posseg.viterbi(run, posseg.char_state_tab_P, *tables)
    found: Sequence[State] = states
    return found
