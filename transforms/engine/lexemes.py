"""Words and tags of a whole batch of text, as boundaries for names; not the tokens table."""

from __future__ import annotations

import functools
from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import rjieba
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of, pieces_of
from transforms.engine.segment import LINE_FEED, Segments, segmenter
from transforms.engine.segment_runs import HAN, Ints, classes, holding, marked
from transforms.engine.segment_words import PLANE, WordPlaces, WordTable

# Tags of words that the dictionary does not have, remembered from batch to batch: a bound on memory.
REMEMBERED = 50_000
# The ideographs begin here; below and behind them every character that is no word of the dictionary has the tag of its class.
HAN_FIRST, HAN_BEHIND = 0x3400, 0xA000
# Each of these is a word of its own, whatever stands beside it.
MARKS = classes("，。、；：？！“”‘’（）《》〈〉【】「」『』…—·\n", han=False)
PLAIN = HAN | MARKS


@dataclass(frozen=True, slots=True)
class Lexemes:
    """Words of the joined text, end to end.

    Attributes:
        words: The words.
        tags: jieba's part-of-speech tag of each word.
        starts: Offset of each word, ascending, with the text's length at the end.
        edges: 1 at every offset where a word starts or the text ends.
        numbers: Number of the word that holds each offset; behind the text, the number of words.
        tag_names: All tags.
        tag_numbers: Tag of each word, as an index into `tag_names`.
        unlisted: Numbers of the words of two and more characters that the dictionary does not have.
    """

    words: Sequence[str]
    tags: Sequence[str]
    starts: Sequence[int]
    edges: bytes
    numbers: Sequence[int]
    tag_names: tuple[str, ...]
    tag_numbers: Ints
    unlisted: frozenset[int]

    def at(self, offset: int) -> int:
        """Number of the word that holds the offset, 0 to the text's length."""
        return self.numbers[offset]

    def first(self, offset: int) -> int:
        """Number of the first word that starts at the offset or later."""
        return self.numbers[offset] + (not self.edges[offset])

    def tagged(self, tags: Collection[str]) -> list[int]:
        """Numbers of the words that have one of these tags, ascending."""
        wanted = np.array([name in tags for name in self.tag_names], dtype=np.bool_)
        found: list[int] = np.flatnonzero(wanted.take(self.tag_numbers)).tolist()
        return found

    def fits(self, start: int, end: int) -> bool:
        """Whether both ends of a span lie on word edges."""
        return bool(self.edges[start] and self.edges[end])


def read_lexemes(text: str, segments: Segments | None = None) -> Lexemes:
    """The words that rjieba cuts a text into.

    Args:
        text: The text, in lines.
        segments: Tokens of its lines by jieba's dictionary alone, if they are known.

    >>> read_lexemes("上海和北京").words
    ['上海', '和', '北京']
    """
    codes = np.minimum(codes_of(text), PLANE - 1)
    edges = _edges(text, codes, segments or segmenter().segment(text.split("\n")))
    starts = np.flatnonzero(edges)
    numbers = np.cumsum(edges, dtype=np.int32) - 1
    words = pieces_of(text, starts)
    names, tags, unlisted = _tags(text, codes, words, starts)
    return Lexemes(
        words=words,
        tags=np.array(names, dtype=object).take(tags).tolist(),
        starts=array("q", starts.tobytes()),
        edges=edges.tobytes(),
        numbers=array("i", numbers.astype(np.intc).tobytes()),
        tag_names=names,
        tag_numbers=tags,
        unlisted=frozenset(unlisted[np.diff(starts)[unlisted] > 1].tolist()),
    )


def _edges(text: str, codes: NDArray[np.uint32], segments: Segments) -> NDArray[np.uint8]:
    """1 at every offset where a word starts or the text ends.

    Between marks rjieba cuts ideographs where jieba does; where anything else stands between two marks, rjieba is asked.
    """
    breaks = codes == LINE_FEED
    edges = np.zeros(len(text) + 1, dtype=np.uint8)
    edges[np.flatnonzero(~breaks)[segments.starts]] = 1
    edges[:-1][breaks] = edges[1:][breaks] = edges[-1] = 1
    marks = np.append(np.flatnonzero(MARKS.take(codes)), len(text))
    begins, ends = holding(np.append(0, marks[:-1] + 1), marks, ~PLAIN.take(codes))
    parts = [text[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
    words = rjieba.cut("\n".join(parts)) if parts else []
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    # Where the words and the parts start when the parts stand in lines.
    first, lines = np.cumsum(lengths) - lengths, np.cumsum(ends - begins + 1) - (ends - begins + 1)
    edges[:-1][marked(begins, ends, len(text))] = 0
    edges[first + (begins - lines)[np.searchsorted(lines, first, side="right") - 1]] = 1
    return edges


def _tags(
    text: str, codes: NDArray[np.uint32], words: Sequence[str], starts: Ints
) -> tuple[tuple[str, ...], Ints, Ints]:
    """All tags, the number of the one that rjieba gives to each word: the dictionary's, or else one that depends on the word alone; and which words those are.

    Args:
        text: The text.
        codes: Its code points.
        words: Its words.
        starts: Their starts, and the text's length.
    """
    table, names = _tagged_words()
    tags = WordPlaces.of(table, codes).tags(starts[:-1], np.diff(starts))
    unknown = np.flatnonzero(tags < 0)
    tags[unknown] = _tags_of_unknown([words[number] for number in unknown.tolist()], starts[unknown], text, names)
    return names, tags, unknown


@functools.lru_cache(maxsize=1)
def _tagged_words() -> tuple[WordTable, tuple[str, ...]]:
    """The dictionary with the tags of single characters that it does not have, and the names of its tags."""
    words, names = segmenter().words, segmenter().runs.names
    codes = np.arange(PLANE)
    alone = (words.singles < 0) & ((codes < HAN_FIRST) | (codes >= HAN_BEHIND))
    singles = np.where(alone, names.index("x"), words.singles)
    for tag, characters in (("m", "0123456789"), ("eng", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")):
        own = [ord(character) for character in characters]
        singles[own] = np.where(alone[own], names.index(tag), singles[own])
    return WordTable(words.keys, words.tags, singles), tuple(names)


# Index of the tag of each.
_remembered: dict[str, int] = {}


def _tags_of_unknown(words: Sequence[str], starts: Ints, text: str, names: Sequence[str]) -> list[int]:
    """Tags, as indexes into `names`, of words of a text that the dictionary does not have."""
    known = _remembered
    if len(known) > REMEMBERED:
        known.clear()
    fresh = {word: None for word in dict.fromkeys(words) if word not in known}
    if fresh:
        told = dict(rjieba.tag("\n".join(fresh)))
        if cut := fresh.keys() - told.keys():
            # By itself a word may be cut further: its line tells.
            places = {word: start for word, start in zip(words, starts.tolist(), strict=True) if word in cut}
            told |= rjieba.tag("\n".join(_line(text, start) for start in sorted(places.values())))
        numbers = {name: number for number, name in enumerate(names)}
        known.update((word, numbers[told[word]]) for word in fresh)
    return [known[word] for word in words]


def _line(text: str, offset: int) -> str:
    """The line that holds the offset."""
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : None if end < 0 else end]
