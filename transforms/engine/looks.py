"""Looks: which of some characters and pairs of characters stand near each place of a text, for all its places in a few array operations.

One look at a number then rules out what takes a pattern a search.
"""

from __future__ import annotations

import functools
from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from transforms.engine.segment_runs import classes

Bits = NDArray[np.uint32]
LAST = 0xFFFF


class Sought(NamedTuple):
    """What is looked for.

    Attributes:
        first: A character.
        second: What stands right behind it; empty for anything.
        reach: Within how many characters from a place on the first one stands.
        but: Whether the first one is any character but these.
        but_second: Whether the second one is.
    """

    first: str
    second: str = ""
    reach: int = 1
    but: bool = False
    but_second: bool = False


def words_within(words: Sequence[str], reach: int) -> tuple[Sought, Sought]:
    """Some words within reach: longer ones by their first two characters, which others that mix these have as well, and those of one character.

    >>> [sought[:2] for sought in words_within(["股价", "市值", "讯"], 9)]
    [('股市', '价值'), ('讯', '')]
    """
    longer = [word for word in words if len(word) > 1]
    first, second = ("".join(dict.fromkeys(word[place] for word in longer)) for place in (0, 1))
    return Sought(first, second, reach), Sought("".join(word for word in words if len(word) == 1), "", reach)


@functools.lru_cache(maxsize=8)
def _tables(sought: tuple[Sought, ...]) -> tuple[Bits, Bits]:
    """By code point of the basic plane the bits of what it can be the first and the second character of."""
    first, second = np.zeros(LAST + 1, dtype=np.uint32), np.zeros(LAST + 1, dtype=np.uint32)
    for number, one in enumerate(sought):
        first[classes(one.first, han=False) ^ one.but] |= np.uint32(1 << number)
        second[classes(one.second, han=False) ^ (one.but_second or not one.second)] |= np.uint32(1 << number)
    return first, second


def looks_of(codes: NDArray[np.uint32], sought: tuple[Sought, ...]) -> array[int]:
    """For each place of a text, and its end, one bit for each thing sought, from the lowest on: whether it stands within reach.

    Args:
        codes: Code points of the text.
        sought: At most 32 things.

    >>> looks_of(np.array([ord(char) for char in "一二三四"], dtype=np.uint32), (Sought("三"), Sought("二", "三", 2))).tolist()
    [2, 2, 1, 0, 0]
    """
    first, second = _tables(sought)
    known = np.minimum(np.append(codes, np.uint32(0)), LAST)
    found = first.take(known)
    found[:-1] &= second.take(known[1:])
    found[-1] = 0
    near, covered = np.zeros_like(found), 1
    for reach in sorted({one.reach for one in sought}):
        while covered < reach:
            step = min(covered, reach - covered)
            found[:-step] |= found[step:]
            covered += step
        near |= found & np.uint32(sum(1 << number for number, one in enumerate(sought) if one.reach == reach))
    looks = array("I")
    looks.frombytes(near.tobytes())
    return looks


class Beginnings(NamedTuple):
    """The first two characters of some lists of words.

    Attributes:
        first: By code point the number of a first character, or 0.
        second: By code point the number of a second character, or 0.
        lists: By these two numbers one bit for each list with a word that begins so.
    """

    first: NDArray[np.uint16]
    second: NDArray[np.uint16]
    lists: Bits

    @classmethod
    def of(cls, lists: Sequence[Sequence[str]]) -> Beginnings:
        """The beginnings of at most 32 lists."""
        tables = []
        for place in (0, 1):
            table = np.zeros(LAST + 1, dtype=np.uint16)
            characters = {ord(word[place]) for words in lists for word in words if len(word) > place}
            table[sorted(characters)] = range(1, len(characters) + 1)
            tables.append(table)
        first, second = tables
        bits = np.zeros((int(first.max()) + 1, int(second.max()) + 1), dtype=np.uint32)
        for number, words in enumerate(lists):
            for word in words:
                bits[first[ord(word[0])], second[ord(word[1])] if len(word) > 1 else slice(None)] |= np.uint32(
                    1 << number
                )
        return cls(first, second, bits)

    def places(self, codes: NDArray[np.uint32]) -> tuple[NDArray[np.int64], Bits]:
        """Where a word may begin in a text, ascending, and the bits of the lists it may be of.

        Args:
            codes: Code points of the text.

        >>> places, bits = Beginnings.of([("增长", "增"), ("增长率",)]).places(np.array([22686, 38271, 22686], dtype=np.uint32))
        >>> places.tolist(), bits.tolist()
        ([0, 2], [3, 1])
        """
        known = np.minimum(np.append(codes, np.uint32(0)), LAST)
        first = self.first.take(known)
        places = np.flatnonzero(first != 0)
        bits = self.lists[first[places], self.second.take(known[places + 1])]
        met = bits != 0
        return places[met], bits[met]
