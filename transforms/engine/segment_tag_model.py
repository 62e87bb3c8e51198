"""The tables of jieba.posseg's hidden Markov model, which has 256 states (place in the word, tag), as arrays."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transforms.engine.jieba_modules import jieba_module, jieba_table

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
State = tuple[str, str]

# Bits of a state's number.
STATE_BITS = 8
# A state with more sources than this is one that begins a word.
NEAR = 2


@dataclass(frozen=True, eq=False)
class TagModel:
    """posseg's tables: for each character its states, for each state those it may follow.

    Attributes:
        states: Sorted, so that the later one wins a tie, as in posseg.
        start: Log probability of each state at the start of a run.
        first: Where the states of each character begin in `state`, by code point; all states for a character that posseg does not know.
        count: How many it has.
        state: States of the characters, one after the other, ascending for each.
        emission: Log probability of the character in that state.
        sources_first: Where the sources of each state begin in `source`.
        sources_count: How many it has.
        source: States that may come before.
        move: Log probability of going from there.
        moves: The same as a matrix [from, to], -inf where there is no way.
        begins: Whether a state has many sources.
        ends: Whether a state is a source of one of these.
        tags: Tags of the states, sorted.
        tag: Tag of each state, as an index into `tags`.
        closes: Whether a state closes a word.
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
    moves: Floats
    begins: NDArray[np.bool_]
    ends: NDArray[np.bool_]
    tags: tuple[str, ...]
    tag: NDArray[np.uint8]
    closes: NDArray[np.bool_]


@functools.lru_cache(maxsize=1)
def tag_model() -> TagModel:
    """The tables, from the library's own."""
    names = ("char_state_tab", "prob_start", "prob_trans", "prob_emit")
    listed, start_of, follow_of, emissions_of = (jieba_table("jieba.posseg", name) for name in names)
    least: float = jieba_module("jieba.finalseg").MIN_FLOAT

    states = tuple(sorted(follow_of))
    number = {state: index for index, state in enumerate(states)}
    flat = itertools.chain.from_iterable
    # The states of each character, ascending.
    characters = np.array([ord(character) for character in listed])
    counts = np.array([len(allowed) for allowed in listed.values()])
    of_listed = np.fromiter(map(number.__getitem__, flat(listed.values())), dtype=np.int64)
    of_listed = np.sort(np.repeat(np.arange(len(listed)) << STATE_BITS, counts) + of_listed) & (1 << STATE_BITS) - 1
    # The probabilities, looked up by character and state.
    codes = np.fromiter(map(ord, flat(emissions_of.values())), dtype=np.int64)
    of_state = np.repeat([number[name] for name in emissions_of], [len(table) for table in emissions_of.values()])
    values = np.fromiter(flat(table.values() for table in emissions_of.values()), dtype=np.float64)
    keys, wanted = (codes << STATE_BITS) + of_state, (np.repeat(characters, counts) << STATE_BITS) + of_listed
    order = np.argsort(keys)
    found = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
    emission = np.where(keys[found] == wanted, values[found], least)
    first = np.zeros(0x10000, dtype=np.int64)
    count = np.full(0x10000, len(states))
    first[characters], count[characters] = len(states) + np.cumsum(counts) - counts, counts
    # A character may have probabilities and yet no list of states: any is allowed then.
    unlisted = np.setdiff1d(codes, characters)
    anywhere = np.full((len(unlisted), len(states)), least)
    own = np.isin(codes, unlisted)
    anywhere[np.searchsorted(unlisted, codes[own]), of_state[own]] = values[own]
    first[unlisted] = len(states) + len(of_listed) + np.arange(len(unlisted)) * len(states)
    steps = sorted(
        (number[after], number[before], value)
        for before, follow in follow_of.items()
        for after, value in follow.items()
    )
    targets = np.array([step[0] for step in steps])
    source, move = np.array([step[1] for step in steps]), np.array([step[2] for step in steps])
    moves = np.full((len(states), len(states)), -np.inf)
    moves[source, targets] = move
    begins = np.bincount(targets, minlength=len(states)) > NEAR
    tags = tuple(sorted({tag for _, tag in states}))
    sources_first = np.searchsorted(targets, np.arange(len(states) + 1))
    return TagModel(
        states=states,
        start=np.array([start_of[name] for name in states]),
        first=first,
        count=count,
        state=np.concatenate([np.arange(len(states)), of_listed, np.tile(np.arange(len(states)), len(unlisted))]),
        emission=np.concatenate([np.full(len(states), least), emission, anywhere.ravel()]),
        sources_first=sources_first[:-1],
        sources_count=np.diff(sources_first),
        source=source,
        move=move,
        moves=moves,
        begins=begins,
        ends=np.isfinite(moves[:, begins]).any(axis=1),
        tags=tags,
        tag=np.array([tags.index(tag) for _, tag in states], dtype=np.uint8),
        closes=np.array([part in "ES" for part, _ in states]),
    )
