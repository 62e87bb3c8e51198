"""Sentence ends, clause bounds and quotation marks of a joined text, found in one pass."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transforms.engine.code_points import codes_of

OPENERS = {"“": "”", "「": "」", "『": "』"}
CLOSERS = frozenset(OPENERS.values())
# 【本报讯】, 【记者某某台北报导】
BRACKETED_DATELINE = r"【[^】\n]{0,16}(?:讯|电|报[道导]|消息)】"
# 本报北京1月14日讯记者某某报道：, 新华社南京5月4日电（记者某某）: what follows is the first sentence.
DATELINE = re.compile(
    rf"^{BRACKETED_DATELINE}\s*"
    r"|^[△▲▼●○◆◇■□★☆*#\s]*(?:据)?(?:本报|本刊|本台|本社|新华社|中新社|中新网|新华网|人民网|央视网|央视|中国证券网|[一-龥]{2,6}(?:社|网|报|通讯社))[^\n，。；“”：:]{0,20}?(?:电|讯|消息(?!人士|灵|称|来源|面))(?:\s*[（(][^（）()\n]{2,30}[）)])?(?:\s*(?:记者|通讯员)[^，。；\n：:]{2,30}?报道)?[：:*\s]*",
    re.MULTILINE,
)
STOPS = frozenset("。！？!?\n")
# A page without punctuation must not make every look-up walk the whole page.
LONGEST_SENTENCE = 1200
LONGEST_CLAUSE = 500
BREAKS = frozenset("，；：;,:")
LINE_FEED = 10
# What a character is, by code point: a comma or colon in half width ends nothing between digits.
BREAK, STOP, HALF_WIDTH, PAIRED = 1, 2, 3, 4
KIND_OF = np.zeros(0x10000, dtype=np.uint8)
for kind, chars in ((BREAK, BREAKS - {",", ":"}), (STOP, STOPS), (HALF_WIDTH, ",:"), (PAIRED, '“”"「」『』《》（）()')):
    KIND_OF[[ord(char) for char in chars]] = kind


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a text's clauses, sentences and quotations end.

    Attributes:
        stops: Offsets of sentence-final marks (and line feeds) outside quotation marks and titles, ascending.
        breaks: Offsets of clause marks (comma, semicolon, colon) outside quotation marks, titles and brackets, ascending.
        opens: Offsets of opening quotation marks that have a partner, ascending.
        closes: Offsets of their partners.
    """

    stops: list[int]
    breaks: list[int]
    opens: list[int]
    closes: list[int]

    def sentence(self, at: int) -> tuple[int, int]:
        """Bounds of the sentence around an offset, without its final mark; at most `LONGEST_SENTENCE` to either side."""
        stops = self.stops
        index = bisect_left(stops, at)
        start = stops[index - 1] + 1 if index else 0
        end = stops[index] if index < len(stops) else stops[-1] if stops else at
        first, last = at - LONGEST_SENTENCE, at + LONGEST_SENTENCE
        return start if start > first else first, end if end < last else last

    def clause_start(self, at: int, floor: int) -> int:
        """Start of the clause that holds an offset, not before `floor`."""
        index = bisect_left(self.breaks, at)
        return max(floor, at - LONGEST_CLAUSE, self.breaks[index - 1] + 1 if index else 0)

    def clause_end(self, at: int, ceiling: int) -> int:
        """End of the clause that holds an offset, not after `ceiling`."""
        index = bisect_left(self.breaks, at)
        return min(ceiling, at + LONGEST_CLAUSE, self.breaks[index] if index < len(self.breaks) else ceiling)

    def quotation(self, at: int) -> tuple[int, int] | None:
        """Offsets of the marks of the innermost quotation that holds an offset, or None."""
        index = bisect_right(self.opens, at) - 1
        while index >= 0 and at - self.opens[index] < 4000:
            if self.closes[index] > at > self.opens[index]:
                return self.opens[index], self.closes[index]
            index -= 1
            if index >= 0 and self.closes[index] < at:
                # Quotations do not overlap, so only an enclosing one can still hold it.
                break
        return None

    def opened_at(self, at: int) -> int | None:
        """Offset of the partner of the opening mark at an offset."""
        index = bisect_left(self.opens, at)
        return self.closes[index] if index < len(self.opens) and self.opens[index] == at else None


def read_marks(text: str) -> Marks:
    """Find all marks of a text; a quotation ends with its line at the latest.

    Lines without quotation marks, titles and brackets, which most are, are read as arrays.

    >>> marks = read_marks("他说：“好。走吧。”大家笑了。")
    >>> marks.stops, marks.opens, marks.closes
    ([14, 15], [3], [9])
    """
    codes = codes_of(text)
    kinds = KIND_OF[np.minimum(codes, len(KIND_OF) - 1)]
    places = np.flatnonzero(kinds)
    kinds = kinds[places]
    feeds = codes[places] == LINE_FEED
    # Where each line ends, and in which line each mark stands.
    lines, line = np.append(places[feeds], len(text)), np.cumsum(feeds) - feeds
    holds_pairs = np.zeros(len(lines) + 1, dtype=np.bool_)
    holds_pairs[line[kinds == PAIRED]] = True
    paired, plain = np.flatnonzero(holds_pairs), ~holds_pairs[line]
    stops: list[int] = []
    breaks: list[int] = places[plain & (kinds == BREAK)].tolist()
    breaks += [at for at in places[plain & (kinds == HALF_WIDTH)].tolist() if not _between_digits(text, at)]
    pairs: list[tuple[int, int]] = []
    known, first, behind = kinds.tolist(), np.searchsorted(line, paired), np.searchsorted(line, paired, side="right")
    at = places.tolist()
    for begin, stop, close in zip(first.tolist(), behind.tolist(), lines[paired].tolist(), strict=True):
        _read_pairs(text, at[begin:stop], known[begin:stop], close, stops, breaks, pairs)
    end = len(text)
    stops += [line.end() - 1 for line in DATELINE.finditer(text) if line.end() < end]
    stops.append(end)
    stopping = np.zeros(end + 1, dtype=np.bool_)
    stopping[places[plain & (kinds == STOP)]] = stopping[stops] = True
    breaks.sort()
    pairs.sort()
    return Marks(
        np.flatnonzero(stopping).tolist(), breaks, [start for start, _ in pairs], [close for _, close in pairs]
    )


def _read_pairs(
    text: str,
    places: Sequence[int],
    kinds: Sequence[int],
    end: int,
    stops: list[int],
    breaks: list[int],
    pairs: list[tuple[int, int]],
) -> None:
    """Add the marks of one line, its line feed included: those inside quotation marks, titles and brackets end nothing."""
    open_at: list[tuple[int, str]] = []
    depth = titles = 0
    for at, kind in zip(places, kinds, strict=True):
        char = text[at]
        if kind == STOP:
            if char == "\n" or not open_at:
                stops.append(at)
            if char != "\n" and not open_at:
                titles = depth = 0
        elif kind == BREAK or (kind == HALF_WIDTH and not _between_digits(text, at)):
            if not (open_at or titles or depth):
                breaks.append(at)
        elif char == '"':
            if open_at and open_at[-1][1] == '"':
                pairs.append((open_at.pop()[0], at))
            else:
                open_at.append((at, '"'))
        elif char in OPENERS:
            open_at.append((at, OPENERS[char]))
        elif char in CLOSERS:
            while open_at:
                start, closer = open_at.pop()
                if closer == char:
                    pairs.append((start, at))
                    break
        elif char == "《":
            titles += 1
        elif char == "》":
            titles = max(0, titles - 1)
        elif char in "（(":
            depth += 1
        elif char in "）)":
            depth = max(0, depth - 1)
    # An unclosed mark is a paragraph that goes on speaking: the quotation runs to the line's end.
    pairs += [(start, end) for start, _ in open_at[:1]]


def _between_digits(text: str, at: int) -> bool:
    return text[at - 1 : at].isdecimal() and text[at + 1 : at + 2].isdecimal()
