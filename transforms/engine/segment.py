"""jieba's tokens and tags for whole batches: the same ones, several times faster.

jieba cuts in three steps: split the text into blocks, find the most probable chain of dictionary words in each, and give runs
of single characters to a hidden Markov model. Here rjieba does the second step for a whole batch in one call (jieba itself
where rjieba is missing), and the model labels all runs of a batch together. Sources: jieba 0.42.1, `jieba/__init__.py`
(`cut`, `__cut_DAG`), `jieba/finalseg` and `jieba/posseg`.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of
from transforms.engine.segment_hmm import cut_runs
from transforms.engine.segment_routes import compiled_route, dictionary, jieba_route, private_tokenizer
from transforms.engine.segment_runs import (
    ALNUM,
    BLOCK,
    FIGURES,
    HAN,
    Flags,
    Ints,
    classes,
    holding,
    marked,
    positions_of,
    runs_of,
)
from transforms.engine.segment_tags import FIGURE_TAG, RunTagger
from transforms.engine.segment_words import HashedWords, WordPlaces, WordTable

UserWords = tuple[tuple[str, int | None, str | None], ...]

# jieba.finalseg's pieces of what is not Han.
PIECES = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
# jieba.posseg's blocks do without these two.
NOT_IN_TAGGER_BLOCK = classes("%-", han=False)
UNKNOWN_TAG = "x"
LINE_FEED = np.uint32(10)


@dataclass(frozen=True, eq=False)
class Segments:
    """Tokens of texts that stand end to end.

    Attributes:
        starts: Character number of each token's first character, ascending; tokens leave no gap.
        tags: Index into `names` of each token's tag.
        names: Tags.
    """

    starts: Ints
    tags: Ints
    names: tuple[str, ...]

    def between(self, first: int, last: int) -> Segments:
        """The tokens of the characters `first` to `last`, which are whole texts, counted from `first`."""
        low, high = np.searchsorted(self.starts, (first, last)).tolist()
        return Segments(self.starts[low:high] - first, self.tags[low:high], self.names)


@dataclass(frozen=True, eq=False)
class _Page:
    """Texts joined by line feeds.

    Attributes:
        joined: The texts, each with a line feed behind it.
        codes: Its code points.
        breaks: Positions of these line feeds.
        block: Whether a character belongs to jieba's blocks.
        words: The dictionary's words in its blocks.
    """

    joined: str
    codes: NDArray[np.uint32]
    breaks: Ints
    block: Flags
    words: WordPlaces

    @classmethod
    def of(cls, texts: Sequence[str], table: WordTable) -> _Page:
        joined = "\n".join(texts) + "\n"
        codes = codes_of(joined)
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        breaks = np.cumsum(lengths + 1) - 1 if len(texts) else np.zeros(1, dtype=np.int64)
        block = BLOCK[np.minimum(codes, 0xFFFF)]
        return cls(joined, codes, breaks, block, WordPlaces.of(table, np.where(block, codes, LINE_FEED)))

    @property
    def routable(self) -> str:
        """The text with a line feed for everything outside the blocks."""
        return self.words.codes.tobytes().decode("utf-32-le")

    def breaks_before(self, places: Ints) -> Ints:
        """How many of the line feeds between texts stand before each place, which is none of them."""
        flags = np.zeros(len(self.codes), dtype=np.int64)
        flags[self.breaks] = 1
        return np.cumsum(flags).take(places)

    def unknown_runs(self, singles: Flags) -> tuple[Ints, Ints]:
        """Start and end of runs of two or more single characters of blocks that are no dictionary word."""
        begins, ends = runs_of(singles, np.zeros(0, dtype=np.int64))
        long = ends - begins > 1
        begins, ends = begins[long], ends[long]
        unknown = ~self.words.known(begins, ends)
        return begins[unknown], ends[unknown]


@dataclass(frozen=True, eq=False)
class Segmenter:
    """A dictionary ready to cut with.

    Attributes:
        route: Most probable words of a text of blocks and line feeds.
        words: Tag of every dictionary word, as an index into the tags of `runs`.
        runs: Tagger of unknown runs.
    """

    route: Callable[[str], Sequence[str]]
    words: WordTable
    runs: RunTagger

    def segment(self, texts: Sequence[str]) -> Segments:
        """Cut texts and tag the tokens; no token crosses from one text into the next.

        A token's tag is the one that jieba.posseg gives to the token covering its first character: the same token, save where
        posseg cuts an unknown run differently from the tokenizer.
        """
        page = _Page.of(texts, self.words)
        first, lengths = self._routed(page)
        tags = page.words.tags(first, lengths)
        unknown = self.runs.index(UNKNOWN_TAG)
        # The library joins what jieba has as single characters at this point: Latin runs, blanks.
        loose = (lengths > 1) & (tags < 0)
        tag_at = np.repeat(np.where(tags < 0, unknown, tags), lengths)
        # A loose run's characters have tags of their own.
        places = positions_of(first[loose], lengths[loose])
        alone = page.words.tags(places, np.ones_like(places))
        tag_at[places] = np.where(alone < 0, unknown, alone)
        tag_at[~page.block] = unknown
        starts, singles = _started(page, first, lengths, loose)
        self._tag_buffers(page, singles, tag_at)
        kept = self._kept(page, starts, singles)
        return Segments(starts=kept - page.breaks_before(kept), tags=tag_at[kept], names=tuple(self.runs.names))

    def cut(self, texts: Sequence[str]) -> Ints:
        """Character number of each token's first character, as in `segment`, without the tags."""
        page = _Page.of(texts, self.words)
        first, lengths = self._routed(page)
        # Of the longer words only those can be none that do not begin with an ideograph.
        loose = (lengths > 1) & ~HAN[page.words.codes[first]]
        loose[loose] = ~page.words.known(first[loose], (first + lengths)[loose])
        starts, singles = _started(page, first, lengths, loose)
        kept = self._kept(page, starts, singles)
        return kept - page.breaks_before(kept)

    def _routed(self, page: _Page) -> tuple[Ints, Ints]:
        """Start and length of each word."""
        words = self.route(page.routable)
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        return np.cumsum(lengths) - lengths, lengths

    def _kept(self, page: _Page, starts: Flags, singles: Flags) -> Ints:
        """Where tokens start, line feeds between texts counted."""
        cut = starts.copy()
        self._cut_buffers(page, singles, cut)
        # jieba keeps a carriage return with its line feed.
        pairs = np.flatnonzero((page.codes[:-1] == 13) & (page.codes[1:] == 10)) + 1
        cut[pairs] = False
        cut[page.breaks] = False
        return np.flatnonzero(cut)

    def _cut_buffers(self, page: _Page, singles: Flags, cut: Flags) -> None:
        """Recut runs of single characters as jieba.finalseg does; update the flags in `cut`."""
        joined, codes, plane = page.joined, page.codes, page.words.codes
        first, last = page.unknown_runs(singles)
        inside = marked(first, last, len(codes))
        cut[inside] = False
        han = HAN[plane]
        cut[first] = True
        begins, ends = runs_of(inside & han, first)
        cut[begins] = True
        positions = positions_of(begins, ends - begins)
        sizes = ends - begins
        cut[positions] |= cut_runs(codes[positions], np.cumsum(sizes) - sizes)
        other = inside & ~han
        begins, ends = runs_of(other, first)
        cut[begins] = True
        begins, ends = holding(begins, ends, other & ~ALNUM[plane])
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            at = begin
            for piece in PIECES.split(joined[begin:end]):
                if piece:
                    cut[at] = True
                    at += len(piece)

    def _tag_buffers(self, page: _Page, singles: Flags, tag_at: Ints) -> None:
        """Tag runs of single characters as jieba.posseg does; update `tag_at`."""
        joined, plane = page.joined, page.words.codes
        barred = NOT_IN_TAGGER_BLOCK[plane]
        tag_at[singles & barred] = self.runs.index(UNKNOWN_TAG)
        first, last = page.unknown_runs(singles & ~barred)
        inside = marked(first, last, len(plane))
        han = HAN[plane]
        begins, ends = runs_of(inside & han, first)
        tag_at[positions_of(begins, ends - begins)] = self.runs.tag_han(_slices(joined, begins, ends))
        other = inside & ~han
        tag_at[other] = self.runs.index(FIGURE_TAG)
        begins, ends = holding(*runs_of(other, first), other & ~FIGURES[plane])
        tag_at[positions_of(begins, ends - begins)] = self.runs.tag_other(_slices(joined, begins, ends))


def _slices(text: str, begins: Ints, ends: Ints) -> list[str]:
    return [text[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]


def _started(page: _Page, first: Ints, lengths: Ints, loose: Flags) -> tuple[Flags, Flags]:
    """Where words start, the characters of loose runs each by itself, and which characters of blocks stand alone."""
    starts = np.zeros(len(page.codes), dtype=np.bool_)
    starts[first] = True
    starts[np.repeat(loose, lengths)] = True
    return starts, page.block & starts & np.append(starts[1:], True)


@functools.lru_cache(maxsize=2)
def segmenter(user_words: UserWords = (), *, compiled: bool | None = None) -> Segmenter:
    """A segmenter with jieba's dictionary and words of one's own.

    Args:
        user_words: Word, frequency (None: as jieba suggests) and tag (None: none) of each.
        compiled: Whether to use rjieba; by default if it is installed.
    """
    if compiled is None:
        compiled = importlib.util.find_spec("rjieba") is not None
    words, tags = dictionary()
    plain = all(frequency is not None for _, frequency, _ in user_words)
    tokenizer = None if compiled and plain else private_tokenizer()
    entries: list[tuple[str, int, str]] = []
    for word, frequency, tag in user_words:
        if tokenizer is not None:
            tokenizer.add_word(word, frequency, tag)
            frequency = tokenizer.FREQ[word]
        entries.append((word, frequency or 0, tag or ""))
    own = [(word, tag or UNKNOWN_TAG) for word, _, tag in user_words if tag or not _holds(words, word)]
    names = [*tags.dictionary.to_pylist(), *(tag for _, tag in own)]
    runs = RunTagger({*names, UNKNOWN_TAG})
    numbers = np.append(tags.indices.to_numpy(), np.arange(len(tags.dictionary), len(names)))
    lists = [_hashed_dictionary(), *([HashedWords.of(pa.array([word for word, _ in own], pa.string()))] if own else [])]
    table = WordTable.of(lists, runs.indexes(names)[numbers])
    route = compiled_route(entries) if compiled else functools.partial(jieba_route, tokenizer or private_tokenizer())
    return Segmenter(route=route, words=table, runs=runs)


@functools.lru_cache(maxsize=1)
def _hashed_dictionary() -> HashedWords:
    """jieba's words, hashed once for the tables with words of one's own and without."""
    return HashedWords.of(dictionary()[0])


def _holds(words: pa.StringArray, word: str) -> bool:
    return bool(pc.any(pc.equal(words, word)).as_py())
