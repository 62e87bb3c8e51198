"""Clues: which words that bear on a figure can stand near it, told for all figures at once; what they rule out need not be read."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from seeds.types import Seeds
from transforms.engine.changes import WINDOW, moving_words
from transforms.engine.code_points import codes_of
from transforms.engine.deals import WORD
from transforms.engine.indicators import figure_words
from transforms.engine.looks import Beginnings
from transforms.engine.quantity import Quantity
from transforms.engine.scenes import LONGEST_CLAUSE, MARKING, Scene

MOVED, UNSETTLED, DEALT, PRICED, CAPPING, POOLED, SUMMED = (1 << number for number in range(7))
ANYWHERE = 1 << 30
# Words of plans.
PLANS = ("计划", "规划", "准备", "打算", "筹备", "筹建")
CAPS, LONGEST_CAP = ("最高", "最多", "上限", "封顶", "限额", "不超过"), 13
# What a project will yield once it is finished stands in the clauses behind.
FINISHED = ("建成", "投产", "达产", "竣工", "完工", "投用")
# So far behind a figure its aim, before it its price, right behind it its fund may stand.
BEHIND, NEAR_PRICE, RIGHT_BEHIND = 24, 10, 12


def unsettled_words(seeds: Seeds) -> list[str]:
    """The words without one of which a figure is actual."""
    words = {"目标", "拟", "将", "给予", *PLANS, "总投资", *CAPS, *FINISHED, "届时"}
    return [*sorted(words), *figure_words(seeds, "target"), *figure_words(seeds, "forecast")]


class Clue(NamedTuple):
    """Words near a figure.

    Attributes:
        words: The words.
        before: So far before the figure and its qualifier one can begin, inside its sentence.
        behind: So far behind the end of the figure.
    """

    words: Sequence[str]
    before: int
    behind: int = 0


@functools.lru_cache(maxsize=4)
def _clues(seeds: Seeds) -> tuple[Clue, ...]:
    """The clues, in the order of their bits."""
    return (
        Clue(moving_words(seeds), WINDOW),
        Clue(unsettled_words(seeds), LONGEST_CLAUSE, BEHIND),
        Clue((WORD,), ANYWHERE),
        Clue(figure_words(seeds, "price"), NEAR_PRICE),
        Clue(CAPS, LONGEST_CAP),
        Clue(figure_words(seeds, "fund"), 0, RIGHT_BEHIND),
        Clue(figure_words(seeds, "cumulative"), LONGEST_CLAUSE),
    )


@functools.lru_cache(maxsize=4)
def _beginnings(seeds: Seeds) -> Beginnings:
    """The beginnings of the words of the clues."""
    return Beginnings.of([clue.words for clue in _clues(seeds)])


class Surroundings(NamedTuple):
    """What stands around figures, one value for each.

    Attributes:
        clauses: First character of its clause.
        clues: Bits of the words that may stand near it: a set one may be wrong, another one is not.
    """

    clauses: list[int]
    clues: list[int]


def surroundings_of(text: str, measured: Sequence[tuple[Quantity, Scene]], seeds: Seeds) -> Surroundings:
    """What stands around figures.

    Args:
        text: The joined text.
        measured: Quantities with their sentences.
        seeds: Lexicons change_words and figure_words.
    """
    codes = codes_of(text)
    floors, outers, starts, ends = (
        np.array(column, dtype=np.int64)
        for column in (
            [scene.start for _, scene in measured],
            [quantity.outer_start for quantity, _ in measured],
            [quantity.start for quantity, _ in measured],
            [quantity.end for quantity, _ in measured],
        )
    )
    marks = np.append(-1, np.flatnonzero(MARKING.take(codes, mode="clip")))
    clauses = marks[np.searchsorted(marks, starts) - 1] + 1
    places, lists = _beginnings(seeds).places(codes)
    told = np.zeros(len(measured), dtype=np.int64)
    for number, clue in enumerate(_clues(seeds)):
        words = np.append(-1, places[lists & np.uint32(1 << number) != 0])
        last = words[np.searchsorted(words, ends + clue.behind) - 1]
        told |= (last >= np.maximum(outers - clue.before, floors)).astype(np.int64) << number
    return Surroundings(np.maximum(np.maximum(clauses, floors), starts - LONGEST_CLAUSE).tolist(), told.tolist())
