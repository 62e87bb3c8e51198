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

from transforms.engine.segment_hmm import cut_runs
from transforms.engine.segment_tags import RunTagger

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
UserWords = tuple[tuple[str, int | None, str | None], ...]

HAN_FIRST, HAN_LAST = 0x4E00, 0x9FD5
# The characters of jieba's blocks beside Han; everything else is a token of its own.
BLOCK_ASCII = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+#&._%-"
NOT_BLOCK = re.compile(r"[^\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]")
# jieba.finalseg's pieces of what is not Han.
PIECES = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
# jieba.posseg's blocks do without these two.
NOT_IN_TAGGER_BLOCK = "%-"
UNKNOWN_TAG = "x"


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
class Segmenter:
    """A dictionary ready to cut with.

    Attributes:
        route: Most probable words of a text of blocks and line feeds.
        words: Tag of every dictionary word, as an index into the tags of `runs`.
        runs: Tagger of unknown runs.
    """

    route: Callable[[str], Sequence[str]]
    words: dict[str, int]
    runs: RunTagger

    def segment(self, texts: Sequence[str]) -> Segments:
        """Cut texts; no token crosses from one into the next.

        A token's tag is the one that jieba.posseg gives to the token covering its first character: the same token, save where
        posseg cuts an unknown run differently from the tokenizer.
        """
        joined = "\n".join(texts) + "\n"
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        breaks = np.cumsum(lengths + 1) - 1 if len(texts) else np.zeros(1, dtype=np.int64)
        block = _BLOCK[np.minimum(codes, 0xFFFF)]
        starts, tag_at = self._routed(joined, codes, block)
        singles = block & starts & np.append(starts[1:], True)
        cut = starts.copy()
        self._cut_buffers(joined, codes, singles, cut)
        self._tag_buffers(joined, codes, singles, tag_at)
        # jieba keeps a carriage return with its line feed.
        pairs = np.flatnonzero((codes[:-1] == 13) & (codes[1:] == 10)) + 1
        cut[pairs[~np.isin(pairs, breaks)]] = False
        inner = np.ones(len(codes), dtype=np.bool_)
        inner[breaks] = False
        kept = np.flatnonzero(cut & inner)
        tags = tag_at[kept]
        return Segments(starts=kept - np.searchsorted(breaks, kept), tags=tags, names=tuple(self.runs.names))

    def _routed(self, joined: str, codes: NDArray[np.uint32], block: Flags) -> tuple[Flags, Ints]:
        """Where dictionary words start, and the tag at each character."""
        words = self.route(NOT_BLOCK.sub("\n", joined))
        lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
        first = np.cumsum(lengths) - lengths
        starts = np.zeros(len(codes), dtype=np.bool_)
        starts[first] = True
        known, unknown = self.words, self.runs.index(UNKNOWN_TAG)
        tags = np.fromiter((known.get(word, -1) for word in words), dtype=np.int64, count=len(words))
        # The library joins what jieba has as single characters at this point: Latin runs, blanks.
        loose = (lengths > 1) & (tags < 0)
        starts[np.repeat(loose, lengths)] = True
        tag_at = np.repeat(np.where(tags < 0, unknown, tags), lengths)
        # A loose run's characters have tags of their own.
        for at in _positions(first[loose], lengths[loose]).tolist():
            tag_at[at] = known.get(joined[at], unknown)
        tag_at[~block] = unknown
        return starts, tag_at

    def _cut_buffers(self, joined: str, codes: NDArray[np.uint32], singles: Flags, cut: Flags) -> None:
        """Recut runs of single characters as jieba.finalseg does; update the flags in `cut`."""
        first, last = _unknown(joined, singles, self.words)
        inside = _marked(first, last, len(codes))
        cut[inside] = False
        han = _HAN[np.minimum(codes, 0xFFFF)]
        cut[first] = True
        begins, ends = _runs(inside & han, first)
        cut[begins] = True
        positions = _positions(begins, ends - begins)
        sizes = ends - begins
        cut[positions] |= cut_runs(codes[positions], np.cumsum(sizes) - sizes)
        begins, ends = _runs(inside & ~han, first)
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            at = begin
            for piece in PIECES.split(joined[begin:end]):
                if piece:
                    cut[at] = True
                    at += len(piece)

    def _tag_buffers(self, joined: str, codes: NDArray[np.uint32], singles: Flags, tag_at: Ints) -> None:
        """Tag runs of single characters as jieba.posseg does; update `tag_at`."""
        barred = np.isin(codes, [ord(character) for character in NOT_IN_TAGGER_BLOCK])
        tag_at[singles & barred] = self.runs.index(UNKNOWN_TAG)
        first, last = _unknown(joined, singles & ~barred, self.words)
        inside = _marked(first, last, len(codes))
        han = _HAN[np.minimum(codes, 0xFFFF)]
        for flags, tag in ((inside & han, self.runs.tag_han), (inside & ~han, self.runs.tag_other)):
            begins, ends = _runs(flags, first)
            runs = [joined[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
            tag_at[_positions(begins, ends - begins)] = tag(runs)


def _classes(characters: str) -> Flags:
    table = np.zeros(0x10000, dtype=np.bool_)
    table[HAN_FIRST : HAN_LAST + 1] = True
    table[[ord(character) for character in characters]] = True
    return table


_HAN: Flags = _classes("")
_BLOCK: Flags = _classes(BLOCK_ASCII)


def _runs(flags: Flags, splits: Ints) -> tuple[Ints, Ints]:
    """Start and end of each run of true flags; a run also ends before each position of `splits`."""
    begins = flags.copy()
    begins[1:] &= ~flags[:-1]
    begins[splits] |= flags[splits]
    starts = np.flatnonzero(begins)
    over = flags.copy()
    over[:-1] &= ~flags[1:] | begins[1:]
    return starts, np.flatnonzero(over) + 1


def _unknown(joined: str, singles: Flags, words: dict[str, int]) -> tuple[Ints, Ints]:
    """Start and end of runs of two or more single characters that are no dictionary word."""
    begins, ends = _runs(singles, np.zeros(0, dtype=np.int64))
    long = ends - begins > 1
    begins, ends = begins[long], ends[long]
    known = [joined[b:e] in words for b, e in zip(begins.tolist(), ends.tolist(), strict=True)]
    unknown = ~np.array(known, dtype=np.bool_)
    return begins[unknown], ends[unknown]


def _marked(begins: Ints, ends: Ints, size: int) -> Flags:
    steps = np.zeros(size + 1, dtype=np.int8)
    steps[begins] += 1
    steps[ends] -= 1
    return np.cumsum(steps[:-1], dtype=np.int8).astype(np.bool_)


def _positions(begins: Ints, lengths: Ints) -> Ints:
    """All positions of spans, span by span."""
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    places: Ints = np.arange(total) + np.repeat(begins - before, lengths)
    return places


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
    runs = RunTagger(sorted({*tags.values(), UNKNOWN_TAG}))
    words = {word: runs.index(tag) for word, tag in tags.items()}
    route = _compiled_route(entries) if compiled else functools.partial(_jieba_route, tokenizer or private_tokenizer())
    return Segmenter(route=route, words=words, runs=runs)


def private_tokenizer() -> Any:
    """A jieba tokenizer that no other code shares, made without a cache file and without a word on stderr."""
    import jieba

    logging.getLogger("jieba").setLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


@functools.lru_cache(maxsize=1)
def _dictionary_tags() -> dict[str, str]:
    """Tag of each word of jieba's dictionary."""
    import jieba

    logging.getLogger("jieba").setLevel(logging.ERROR)
    with jieba.Tokenizer().get_dict_file() as lines:
        cells = lines.read().decode("utf-8").split()
    return dict(zip(cells[::3], cells[2::3], strict=True))


def _compiled_route(entries: Sequence[tuple[str, int, str]]) -> Callable[[str], Sequence[str]]:
    import rjieba

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
