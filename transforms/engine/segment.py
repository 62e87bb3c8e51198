"""jieba's tokens and tags for whole batches: the same ones, several times faster.

jieba cuts in three steps: split the text into blocks, find the most probable chain of dictionary words in each, and give runs
of single characters to a hidden Markov model. Here rjieba does the second step for a whole batch in one call (jieba itself
where rjieba is missing), and the model labels all runs of a batch together. Sources: jieba 0.42.1, `jieba/__init__.py`
(`cut`, `__cut_DAG`), `jieba/finalseg` and `jieba/posseg`.
"""

from __future__ import annotations

import functools
import importlib.util
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.engine.jieba_modules import jieba_module
from transforms.engine.segment_hmm import cut_runs
from transforms.engine.segment_runs import BLOCK, HAN, Flags, Ints, marked, positions_of, runs_of
from transforms.engine.segment_tags import RunTagger
from transforms.engine.segment_words import WordPlaces, WordTable

UserWords = tuple[tuple[str, int | None, str | None], ...]

NOT_BLOCK = re.compile(r"[^\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]")
# jieba.finalseg's pieces of what is not Han.
PIECES = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
# jieba.posseg's blocks do without these two.
NOT_IN_TAGGER_BLOCK = "%-"
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
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        breaks = np.cumsum(lengths + 1) - 1 if len(texts) else np.zeros(1, dtype=np.int64)
        block = BLOCK[np.minimum(codes, 0xFFFF)]
        return cls(joined, codes, breaks, block, WordPlaces.of(table, np.where(block, codes, LINE_FEED)))

    @property
    def routable(self) -> str:
        """The text with a line feed for everything outside the blocks."""
        return NOT_BLOCK.sub("\n", self.joined)

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
        first, lengths, tags = self._routed(page)
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
        words = self.route(page.routable)
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        first = np.cumsum(lengths) - lengths
        # Of the longer words only those can be none that do not begin with an ideograph.
        loose = (lengths > 1) & ~HAN[np.minimum(page.codes[first], 0xFFFF)]
        loose[loose] = ~page.words.known(first[loose], (first + lengths)[loose])
        starts, singles = _started(page, first, lengths, loose)
        kept = self._kept(page, starts, singles)
        return kept - page.breaks_before(kept)

    def _routed(self, page: _Page) -> tuple[Ints, Ints, Ints]:
        """Start, length and tag of each word; tag -1 is none."""
        words = self.route(page.routable)
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        first = np.cumsum(lengths) - lengths
        return first, lengths, page.words.tags(first, lengths)

    def _kept(self, page: _Page, starts: Flags, singles: Flags) -> Ints:
        """Where tokens start, line feeds between texts counted."""
        cut = starts.copy()
        self._cut_buffers(page, singles, cut)
        # jieba keeps a carriage return with its line feed.
        pairs = np.flatnonzero((page.codes[:-1] == 13) & (page.codes[1:] == 10)) + 1
        cut[pairs[~np.isin(pairs, page.breaks)]] = False
        cut[page.breaks] = False
        return np.flatnonzero(cut)

    def _cut_buffers(self, page: _Page, singles: Flags, cut: Flags) -> None:
        """Recut runs of single characters as jieba.finalseg does; update the flags in `cut`."""
        joined, codes = page.joined, page.codes
        first, last = page.unknown_runs(singles)
        inside = marked(first, last, len(codes))
        cut[inside] = False
        han = HAN[np.minimum(codes, 0xFFFF)]
        cut[first] = True
        begins, ends = runs_of(inside & han, first)
        cut[begins] = True
        positions = positions_of(begins, ends - begins)
        sizes = ends - begins
        cut[positions] |= cut_runs(codes[positions], np.cumsum(sizes) - sizes)
        begins, ends = runs_of(inside & ~han, first)
        cut[begins] = True
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            at, run = begin, joined[begin:end]
            for piece in () if run.isalnum() else PIECES.split(run):
                if piece:
                    cut[at] = True
                    at += len(piece)

    def _tag_buffers(self, page: _Page, singles: Flags, tag_at: Ints) -> None:
        """Tag runs of single characters as jieba.posseg does; update `tag_at`."""
        joined, codes = page.joined, page.codes
        barred = np.isin(codes, [ord(character) for character in NOT_IN_TAGGER_BLOCK])
        tag_at[singles & barred] = self.runs.index(UNKNOWN_TAG)
        first, last = page.unknown_runs(singles & ~barred)
        inside = marked(first, last, len(codes))
        han = HAN[np.minimum(codes, 0xFFFF)]
        for flags, tag in ((inside & han, self.runs.tag_han), (inside & ~han, self.runs.tag_other)):
            begins, ends = runs_of(flags, first)
            runs = [joined[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
            tag_at[positions_of(begins, ends - begins)] = tag(runs)


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
    tags = dict(_dictionary_tags())
    plain = all(frequency is not None for _, frequency, _ in user_words)
    tokenizer = None if compiled and plain else private_tokenizer()
    entries: list[tuple[str, int, str]] = []
    for word, frequency, tag in user_words:
        if tokenizer is not None:
            tokenizer.add_word(word, frequency, tag)
            frequency = tokenizer.FREQ[word]
        entries.append((word, frequency or 0, tag or ""))
        if tag:
            tags[word] = tag
        else:
            tags.setdefault(word, UNKNOWN_TAG)
    runs = RunTagger({*tags.values(), UNKNOWN_TAG})
    words = WordTable.of(tags, runs.indexes(tags.values()))
    route = _compiled_route(entries) if compiled else functools.partial(_jieba_route, tokenizer or private_tokenizer())
    return Segmenter(route=route, words=words, runs=runs)


def private_tokenizer() -> Any:
    """A jieba tokenizer that no other code shares, made without a cache file and without a word on stderr."""
    jieba = jieba_module("jieba")

    logging.getLogger("jieba").setLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


@functools.lru_cache(maxsize=1)
def _dictionary_tags() -> dict[str, str]:
    """Tag of each word of jieba's dictionary."""
    jieba = jieba_module("jieba")

    logging.getLogger("jieba").setLevel(logging.ERROR)
    with jieba.Tokenizer().get_dict_file() as lines:
        cells = lines.read().decode("utf-8").split()
    return dict(zip(cells[::3], cells[2::3], strict=True))


def _compiled_route(entries: Sequence[tuple[str, int, str]]) -> Callable[[str], Sequence[str]]:
    import rjieba

    if not entries:
        # Without words of one's own the library's dictionary, which it loads once, is the one.
        return functools.partial(rjieba.cut, hmm=False)
    cutter = rjieba.Jieba()
    for word, frequency, tag in entries:
        cutter.add_word(word, frequency, tag)

    def route(text: str) -> Sequence[str]:
        words: Sequence[str] = cutter.cut(text, False)
        return words

    return route


def _jieba_route(tokenizer: Any, text: str) -> Sequence[str]:
    """The same words from jieba, block by block."""
    words: list[str] = []
    for block in re.split(r"(\n+)", text):
        if block.startswith("\n"):
            words.extend(block)
            continue
        chain: dict[int, tuple[float, int]] = {}
        tokenizer.calc(block, tokenizer.get_DAG(block), chain)
        at = 0
        while at < len(block):
            after = chain[at][1] + 1
            words.append(block[at:after])
            at = after
    return words
