"""Repair: join what line breaks and stray blanks have torn, keeping the way back to the raw characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from transforms.engine.code_points import codes_of

IntArray = NDArray[np.int64]
# A blank between two Chinese characters or marks is layout, not language; so is one blank between a digit and a Chinese character.
# Between words of a headline a blank parts phrases.
TAG = r"<[a-zA-Z/!][^<>\n\r\v\f\x1c-\x1e\x85\u2028\u2029]{0,200}>"
GAP = rf"(?:[ \t\u3000\xa0]|{TAG})+"
HAN = r"[一-鿿，。；：！？、（）《》“”]"
INNER_BLANK = re.compile(rf"(?<={HAN}){GAP}(?={HAN})|(?<=[一-鿿])[ \xa0](?=[0-9])|(?<=[0-9%]) (?=[一-鿿])")
# Where a gap may begin: trying the whole pattern at every character costs five times as much.
GAP_START = re.compile(r"[ \t\u3000\xa0<]")
# Names after the word for who they are: the blanks between them part the names.
SIGNATURE = re.compile(
    r"(?:记者|通讯员|作者|撰稿|编辑|摄影|記者|通訊員|撰稿|編輯|攝影)[ \t\u3000\xa0][^，。；：\n（）()]{0,24}"
)
# Of &amp; the mark that it stands for stays.
ENTITY = r"&(?:nbsp|e[nm]sp|thinsp|[lr][ds]quo|quot|middot|zwnj|zwj|shy|#160|#3[49]|#8203|#822[01]);|(?<=&)amp;"
MARKUP = re.compile(rf"{TAG}|{ENTITY}|[\ufeff\u200b\xad]+")
MARKUP_STARTS = "<&\ufeff\u200b\xad"
# A figure that a scanner took for a formula: $ 2 5 . 8 \% $, 0.2亿 $\mathrm { h m } ^ { 2 }$. Of powers only those of ten
# (5.07 \times 10^{8}) are figures; indices and footnote marks stay as they are.
FORMULA = re.compile(
    r"(?:(?<=[一-鿿，。；：、（）“”])[ \t]+)?(?<![a-zA-Z])\$(?=[^$\n]*[0-9a-zA-Z])(?![ {]*[\^_])(?![^$\n]*(?:[1-9]|(?<!1)(?<!1 )0|(?<!times)(?<!times )1 ?0) *\^)"
    r"(?:[0-9 .,%+\-–—~/:<>=()（）\[\]{}^]|\\[%#&~ ]|\\(?:mathrm|mathbf|mathsf|text|rm|bf|sim|times)(?![a-zA-Z])|(?<![a-zA-Z])[a-zA-Z]{1,3}(?![a-zA-Z]))"
    r"{1,120}\$(?![0-9])(?:[ \t]+(?=[一-鿿，。；：、（）“”]))?"
)
FORMULA_MARKS = re.compile(
    r"\\(?:mathrm|mathbf|mathsf|text|rm|bf)(?![a-zA-Z])|\\(?=[%#& ~])|(?<!\\)~|(?<!10)(?<!10 )(?<!1 0)(?<!1 0 )\^|[ \t{}$]"
)
BRACE, BRACE_END, FORMULA_END = (
    re.compile("[{}]"),
    re.compile(r"(?: *\[[0-9 ,\-]{1,12}\])? *\}"),
    re.compile(r"[ }]*\$"),
)
BRACE_BEFORE, LONGEST_COMMAND = re.compile(r"(?:\\[a-z]+ *)?\{[ ~]*$"), 24


@dataclass(frozen=True, eq=False)
class CleanBlocks:
    """Clean texts of many blocks and the way back.

    Attributes:
        text: Clean texts joined by line feeds.
        starts: Offset in `text` of each block.
        ends: One past each block's last character in `text`.
        raw_starts: First raw character of each block.
        raw_ends: One past its last raw character.
        cut_at: Offsets in `text` before which raw characters were removed, ascending.
        cut_size: How many.
    """

    text: str
    starts: IntArray
    ends: IntArray
    raw_starts: IntArray
    raw_ends: IntArray
    cut_at: IntArray
    cut_size: IntArray

    def raw_spans(
        self, blocks: IntArray, starts: IntArray, ends: IntArray
    ) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Raw starts and ends of spans of `text`, and the first and last of the cuts strictly inside each."""
        total = np.concatenate([[0], np.cumsum(self.cut_size)])
        before = total[np.searchsorted(self.cut_at, self.starts[blocks], side="right")]
        first, last = (np.searchsorted(self.cut_at, places, side="right") for places in (starts, ends - 1))
        shift = self.raw_starts[blocks] - self.starts[blocks] - before
        return starts + shift + total[first], ends + shift + total[last], first, last


def clean_blocks(
    text: str, piece_starts: ArrayLike, piece_ends: ArrayLike, piece_blocks: ArrayLike, *, spaced: ArrayLike
) -> CleanBlocks:
    """Clean texts of blocks made of pieces of a raw text.

    Args:
        text: Raw text.
        piece_starts: Raw starts of the pieces (a block's lines without the blanks around them), ascending and disjoint.
        piece_ends: Raw ends of the pieces.
        piece_blocks: Number of the block each piece belongs to, 0, 0, 1, 2, 2 …
        spaced: For each block, whether blanks inside Chinese text stay (headlines, where they part phrases).
    """
    first, last = np.asarray(piece_starts, dtype=np.int64), np.asarray(piece_ends, dtype=np.int64)
    owners, stay = np.asarray(piece_blocks, dtype=np.int64), np.asarray(spaced, dtype=np.bool_)
    edge = np.zeros(len(text) + 1, dtype=np.int32)
    edge[first] += 1
    edge[last] -= 1
    keep = np.cumsum(edge)[:-1] > 0
    # Block of each place from the first piece on: that of the last piece that has begun.
    block_at = np.repeat(owners, np.diff(first, append=len(text)))
    opening = int(first[0]) if len(first) else len(text)
    signed = np.zeros(len(text), dtype=np.bool_)
    for found in SIGNATURE.finditer(text):
        signed[found.start() : found.end()] = True
    for place in GAP_START.finditer(text):
        gap = INNER_BLANK.match(text, place.start())
        if gap is None:
            continue
        start, end = gap.span()
        if start >= opening and not signed[start] and not stay[block_at[start - opening]]:
            keep[start:end] = False
    if any(char in text for char in MARKUP_STARTS):
        for found in MARKUP.finditer(text):
            keep[found.start() : found.end()] = False
    for start, end in formula_marks(text):
        keep[start:end] = False
    raw = np.flatnonzero(keep)
    block_of = block_at[raw - opening]
    new_block = np.flatnonzero(np.diff(block_of, prepend=-1))
    number = np.arange(len(stay))
    stops = np.append(new_block[1:], len(raw))[: len(stay)]
    step = np.diff(raw, prepend=-1) - 1
    step[new_block] = 0
    cut = np.flatnonzero(step)
    codes = codes_of(text)[raw]
    joined = np.insert(codes, new_block[1:], 10).astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    return CleanBlocks(
        text=joined,
        starts=new_block + number,
        ends=stops + number,
        raw_starts=raw[new_block],
        raw_ends=raw[stops - 1] + 1,
        cut_at=cut + block_of[cut],
        cut_size=step[cut],
    )


def formula_marks(text: str) -> Iterator[tuple[int, int]]:
    """Spans of what sets off figures that a scanner took for formulas, and of the blanks in them.

    >>> "".join("占比 $2 5 . 8$"[start:end] for start, end in formula_marks("占比 $2 5 . 8$"))
    ' $   $'
    """
    if "$" in text:
        for formula in FORMULA.finditer(text):
            for mark in FORMULA_MARKS.finditer(text, *formula.span()):
                yield mark.span()


def formula_span(text: str, start: int, end: int) -> tuple[int, int]:
    """A raw span with the braces and the formula that begin or end inside it and go on right beside it.

    >>> formula_span(r"50亿 $\\mathrm { k g }$ 。", 0, 18)
    (0, 21)
    """
    depth = 0
    for mark in BRACE.findall(text, start, end):
        if mark == "{":
            depth += 1
        elif depth:
            depth -= 1
        elif opened := BRACE_BEFORE.search(text, max(0, start - LONGEST_COMMAND), start):
            start = opened.start()
    for _ in range(depth):
        brace = BRACE_END.match(text, end)
        end = end if brace is None else brace.end()
    closing = FORMULA_END.match(text, end) if text.count("$", start, end) % 2 else None
    return start, end if closing is None else closing.end()


def clean_slice(text: str, pieces: Sequence[tuple[int, int]], *, blanks: bool) -> tuple[int, int, str, list[int]]:
    """The clean text of one block.

    Args:
        text: Raw text of the document.
        pieces: Ascending, disjoint raw spans.
        blanks: Whether blanks inside Chinese text go.

    Returns:
        Raw start, raw end, clean text, and cuts: flat pairs (clean offset, number of raw characters removed before it).

    >>> clean_slice("同比增 \\n\\n长 7%", [(0, 3), (6, 10)], blanks=True)
    (0, 10, '同比增长7%', [3, 3, 4, 1])
    """
    starts, ends = [start for start, _ in pieces], [end for _, end in pieces]
    found = clean_blocks(text, starts, ends, [0] * len(pieces), spaced=[not blanks])
    cuts = np.stack([found.cut_at, found.cut_size], axis=1).ravel().tolist()
    return int(found.raw_starts[0]), int(found.raw_ends[0]), found.text, cuts
