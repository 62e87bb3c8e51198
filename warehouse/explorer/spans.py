"""From overlapping spans to text pieces that each know which spans cover them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, kw_only=True)
class Span:
    """One row's place in the raw text.

    Attributes:
        row_id: The row.
        layer: What it is, as the style sheet names it (mention, metric, time, event, quote).
        start: First code point.
        end: One past the last code point.
    """

    row_id: str
    layer: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text that the same spans cover from its first to its last character.

    Attributes:
        start: First code point in the raw text.
        text: Its characters.
        spans: The spans that cover it, the shortest first.
        opens: Whether one of them begins here.
    """

    start: int
    text: str
    spans: tuple[Span, ...] = ()
    opens: bool = False


def cut(text: str, spans: Iterable[Span], *, start: int = 0) -> Iterator[Piece]:
    """Cut a text at every border of a span.

    Args:
        text: The characters from `start` on.
        spans: Spans in code points of the whole text; those outside are left out, those that cross a border are clipped.
        start: Code point of the whole text that `text` begins at.

    Yields:
        Pieces in order; joined, their texts are `text` again.

    >>> spans = [Span(row_id="a", layer="event", start=0, end=4), Span(row_id="b", layer="metric", start=2, end=6)]
    >>> [(piece.text, [span.row_id for span in piece.spans]) for piece in cut("获得贷款十万", spans)]
    [('获得', ['a']), ('贷款', ['a', 'b']), ('十万', ['b'])]
    """
    end = start + len(text)
    inside = sorted(
        (span for span in spans if span.start < end and span.end > start), key=lambda span: (span.start, span.end)
    )
    borders = {start, end}
    for span in inside:
        borders.add(max(span.start, start))
        borders.add(min(span.end, end))
    begun, open_spans = 0, list[Span]()
    for left, right in pairwise(sorted(borders)):
        open_spans = [span for span in open_spans if span.end > left]
        opened = begun
        while begun < len(inside) and max(inside[begun].start, start) <= left:
            open_spans.append(inside[begun])
            begun += 1
        covering = tuple(sorted(open_spans, key=lambda span: (span.end - span.start, span.row_id)))
        yield Piece(
            start=left, text=text[left - start : right - start], spans=covering, opens=begun > opened and bool(covering)
        )


@dataclass(frozen=True)
class CleanText:
    """A repaired text and the way from raw code points into it.

    Attributes:
        text: The repaired text.
        start: Raw code point of its first character.
        cuts: Flat pairs (clean offset, count) as in `blocks.cuts`.
    """

    text: str
    start: int
    cuts: Sequence[int] = ()

    def offset(self, raw: int) -> int:
        """Clean offset of a raw code point; one that was cut out gives the offset of what follows it.

        >>> CleanText("新产品", 10, [2, 1]).offset(13)
        2
        """
        passed = raw - self.start
        removed = before = 0
        for at, count in zip(self.cuts[::2], self.cuts[1::2], strict=True):
            removed += min(count, max(0, passed - at - before))
            before += count
        return max(0, min(passed - removed, len(self.text)))

    def clip(self, spans: Iterable[Span]) -> list[Span]:
        """The spans in clean offsets, without those that have nothing here."""
        moved = (
            Span(row_id=span.row_id, layer=span.layer, start=self.offset(span.start), end=self.offset(span.end))
            for span in spans
        )
        return [span for span in moved if span.start < span.end]
