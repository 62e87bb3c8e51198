"""jieba.posseg's tags of the runs that its dictionary does not know, all runs of a batch at once.

posseg's hidden Markov model has 256 states (place in the word, tag). A character allows some thirty of them. Within a word a state follows
one or two others, where a word begins it may follow all that end one; of these only the ones that the character before allows are looked at.
Every addition is one that posseg makes, in its order, in double precision.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of
from transforms.engine.jieba_modules import jieba_module
from transforms.engine.segment_tag_model import Floats, Ints, TagModel, tag_model

# posseg's pieces of what is not Han.
PIECES = re.compile(r"([.0-9]+|[a-zA-Z0-9]+)")
# Its tags of figures, Latin letters and everything else.
FIGURE_TAG = "m"
OTHER_TAGS = (FIGURE_TAG, "eng", "x")
# Runs remembered from batch to batch: a bound on memory.
REMEMBERED = 50_000
# Runs decoded together: few enough for their scores to stay in the processor's cache.
TOGETHER = 512


# Tags of the characters of runs, as indexes into the model's tags: the same whatever words a user adds.
_remembered: dict[str, bytes] = {}


def forget_runs() -> None:
    """Empty the memory, as when it is full."""
    _remembered.clear()


class RunTagger:
    """Tags runs of characters as posseg does.

    Attributes:
        names: Tags; those that posseg has besides the dictionary's among them.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted({*names, *tag_model().tags, *OTHER_TAGS})
        self._indexes = {name: index for index, name in enumerate(self.names)}
        self._own = np.array([self._indexes[tag] for tag in tag_model().tags])

    def index(self, name: str) -> int:
        """Number of a tag.

        Raises:
            KeyError: No word and no state has it.
        """
        return self._indexes[name]

    def indexes(self, names: Collection[str]) -> Ints:
        """Numbers of tags, each the tag of a word or a state."""
        return np.fromiter(map(self._indexes.__getitem__, names), dtype=np.int64, count=len(names))

    def tag_han(self, runs: Sequence[str]) -> Ints:
        """Tags of the characters of runs of Han characters, run by run."""
        known = _remembered
        if len(known) > REMEMBERED:
            forget_runs()
        fresh = sorted(set(runs).difference(known))
        fresh.sort(key=len, reverse=True)
        for at in range(0, len(fresh), TOGETHER):
            some = fresh[at : at + TOGETHER]
            known.update(zip(some, _closing_tags(best_states(some), some), strict=True))
        tags: Ints = self._own[np.frombuffer(b"".join([known[run] for run in runs]), dtype=np.uint8)]
        return tags

    def tag_other(self, runs: Iterable[str]) -> list[int]:
        """Tags of the characters of runs without Han characters, run by run."""
        tags: list[int] = []
        figure, latin, other = map(self.index, OTHER_TAGS)
        for run in runs:
            for piece in PIECES.split(run):
                if piece:
                    tag = figure if piece[0] in ".0123456789" else latin if piece[0].isalnum() else other
                    tags.extend([tag] * len(piece))
        return tags


def _closing_tags(states: Ints, runs: Sequence[str]) -> list[bytes]:
    """Tag at each character of each run: that of the character which closes its token, or of the token's first where none does."""
    model = tag_model()
    lengths = np.array([len(run) for run in runs])
    ends = np.cumsum(lengths)
    index = np.arange(len(states))
    closing = np.where(model.closes[states], index, len(states))
    closer = np.minimum.accumulate(closing[::-1])[::-1]
    begins = np.repeat(ends - lengths, lengths)
    left_open = closer >= np.repeat(ends, lengths)
    # One past the last character that closes a token, or the run's first.
    closed = np.maximum.accumulate(np.where(model.closes[states], index + 1, 0))
    closer = np.where(left_open, np.maximum(closed, begins), closer)
    tags = model.tag[states[closer]].tobytes()
    return [tags[end - length : end] for end, length in zip(ends.tolist(), lengths.tolist(), strict=True)]


def best_states(runs: Sequence[str]) -> Ints:
    """posseg's states of the runs' characters, run by run, as indexes into the model's states.

    Args:
        runs: Not empty, the longest first.
    """
    model = tag_model()
    lengths = np.array([len(run) for run in runs])
    codes = codes_of("".join(runs)).astype(np.int64)
    first = np.cumsum(lengths) - lengths
    alive = np.searchsorted(-lengths, -np.arange(1, int(lengths[0]) + 1), side="right")
    # Runs for which posseg leaves its tables are left to posseg itself: a character none of whose states may follow.
    odd = np.zeros(len(runs), dtype=np.bool_)
    row, place = _spread(model.first[codes[first]], model.count[codes[first]])
    score = np.full((len(runs), len(model.states)), -np.inf)
    score[row, model.state[place]] = model.start[model.state[place]] + model.emission[place]
    back = [np.zeros(score.shape, dtype=np.uint8)]
    final = np.zeros(len(runs), dtype=np.int64)
    for step in range(1, len(alive)):
        count, before = int(alive[step]), int(alive[step - 1])
        final[count:before] = _best(score[count:before])
        now = first[:count] + step
        score, came = _advance(score[:count], codes[now - 1], codes[now], model)
        odd[:count] |= ~np.isfinite(score).any(axis=1)
        back.append(came)
    final[: alive[-1]] = _best(score)
    chosen = np.zeros(len(codes), dtype=np.int64)
    for step in range(len(alive) - 1, -1, -1):
        count = int(alive[step])
        chosen[first[:count] + step] = final[:count]
        final[:count] = back[step][np.arange(count), final[:count]]
    for number in np.flatnonzero(odd).tolist():
        at = int(first[number])
        chosen[at : at + len(runs[number])] = _by_posseg(runs[number])
    return chosen


def _advance(score: Floats, before: Ints, codes: Ints, model: TagModel) -> tuple[Floats, NDArray[np.uint8]]:
    """Score of each state one character on, and the state each came from."""
    row, place = _spread(model.first[codes], model.count[codes])
    state = model.state[place]
    result = np.full((len(codes), len(model.states)), -np.inf)
    came = np.zeros(result.shape, dtype=np.uint8)
    inner = ~model.begins[state] & (model.sources_count[state] > 0)
    if inner.any():
        mine, at = state[inner], row[inner]
        arrival, move = _spread(model.sources_first[mine], model.sources_count[mine])
        source = model.source[move]
        values = score[at[arrival], source] + model.move[move] + model.emission[place[inner]][arrival]
        _settle(result, came, values, source, model.sources_count[mine], at, mine)
    # What ended before, row by row.
    ended, source_place = _spread(model.first[before], model.count[before])
    source = model.state[source_place]
    arrived = score[ended, source]
    alive = model.ends[source] & np.isfinite(arrived)
    ended, source, arrived = ended[alive], source[alive], arrived[alive]
    counts = np.bincount(ended, minlength=len(codes))
    outer = model.begins[state] & (counts[row] > 0)
    if outer.any():
        mine, at = state[outer], row[outer]
        arrival, chosen = _spread((np.cumsum(counts) - counts)[at], counts[at])
        from_ = source[chosen]
        values = arrived[chosen] + model.moves[from_, mine[arrival]] + model.emission[place[outer]][arrival]
        _settle(result, came, values, from_, counts[at], at, mine)
    return result, came


def _settle(
    result: Floats, came: NDArray[np.uint8], values: Floats, source: Ints, counts: Ints, row: Ints, state: Ints
) -> None:
    """Write the best value of each state and where it came from; the last one of equals, for sources are ascending."""
    owner_edges = np.cumsum(counts) - counts
    best = np.maximum.reduceat(values, owner_edges)
    equal = np.where(values == np.repeat(best, counts), source, 0)
    result[row, state] = best
    came[row, state] = np.maximum.reduceat(equal, owner_edges)


def _spread(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Owner and position of every entry of slices given by their starts and lengths."""
    owner = np.repeat(np.arange(len(first)), count)
    return owner, np.arange(len(owner)) + np.repeat(first - (np.cumsum(count) - count), count)


def _best(score: Floats) -> Ints:
    """Best state of each row; the last one of equals."""
    best: Ints = score.shape[1] - 1 - score[:, ::-1].argmax(axis=1)
    return best


def _by_posseg(run: str) -> list[int]:
    posseg = jieba_module("jieba.posseg")

    tables: tuple[Mapping[object, object], ...] = (posseg.start_P, posseg.trans_P, posseg.emit_P)
    _, states = posseg.viterbi(run, posseg.char_state_tab_P, *tables)
    return [tag_model().states.index(state) for state in states]
