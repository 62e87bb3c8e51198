"""Offsets: one string for a whole batch, and the way back to the characters on the page."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import ArrayLike, NDArray

from transforms.engine.matching import is_traditional, matching_form
from transforms.engine.repair import formula_span
from transforms.engine.segment_runs import positions_of

IntArray = NDArray[np.int64]
BLANKS = re.compile(r"\s+")
LINE_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def surface_of(text: str, start: int, end: int) -> str:
    r"""The slice with line breaks and the blanks beside them taken out.

    >>> surface_of("同比增 \n\n长7.1%", 0, 11)
    '同比增长7.1%'
    """
    return BLANKS.sub(_drop_breaks, text[start:end])


def _drop_breaks(run: re.Match[str]) -> str:
    # One pass over each run of blanks keeps this linear on pages of blanks.
    return "" if LINE_BREAKS.search(run[0]) else run[0]


@dataclass(frozen=True, eq=False)
class TextView:
    """The clean texts of a table's rows as one string, joined by line feeds.

    Attributes:
        text: The joined string; scan it once per batch. Rows of documents in traditional characters are in simplified ones, of the same length.
        printed: The joined string as printed; slices of it are output.
        starts: Offset in `text` of each row, ascending.
        ends: One past each row's last character in `text`.
        raw_starts: `char_start` of each row.
        documents: Document number of each row (index into `raw_texts`).
        raw_texts: Raw text of each document.
        cut_at: Offsets in `text` of all cuts, ascending.
        cut_total: Raw characters removed up to and including each cut, with a leading 0.
    """

    text: str
    printed: str
    starts: IntArray
    ends: IntArray
    raw_starts: IntArray
    documents: IntArray
    raw_texts: tuple[str, ...]
    cut_at: IntArray
    cut_total: IntArray

    @classmethod
    def of(cls, table: pa.Table, documents: pa.Table) -> TextView:
        """View a table with columns document_id, text, char_start and cuts (sentences, blocks).

        Args:
            table: The rows to view; their texts hold no line feed.
            documents: Columns document_id and text of (at least) their documents.
        """
        texts = table.column("text").to_pylist()
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        starts = np.zeros(len(texts), dtype=np.int64)
        np.cumsum(lengths[:-1] + 1, out=starts[1:])
        lists = table.column("cuts").combine_chunks()
        pairs = lists.flatten().to_numpy(zero_copy_only=False).astype(np.int64).reshape(-1, 2)
        pair_counts = np.diff(lists.offsets.to_numpy().astype(np.int64)) // 2
        cut_rows = np.repeat(np.arange(len(texts)), pair_counts)
        raw_texts = tuple(documents.column("text").to_pylist())
        names = documents.column("document_id").combine_chunks()
        numbers = pc.index_in(table.column("document_id").cast(names.type), value_set=names)
        row_documents = numbers.to_numpy().astype(np.int64)
        printed = "\n".join(texts)
        return cls(
            text=_matched(printed, texts, row_documents.tolist(), raw_texts),
            printed=printed,
            starts=starts,
            ends=starts + lengths,
            raw_starts=table.column("char_start").to_numpy().astype(np.int64),
            documents=row_documents,
            raw_texts=raw_texts,
            cut_at=starts[cut_rows] + pairs[:, 0],
            cut_total=np.concatenate([[0], np.cumsum(pairs[:, 1])]).astype(np.int64),
        )

    def rows(self, positions: ArrayLike) -> IntArray:
        """Row number that holds each offset of `text`."""
        return self._row_at.take(np.asarray(positions, dtype=np.int64)).astype(np.int64)

    @functools.cached_property
    def _row_at(self) -> NDArray[np.int32]:
        """Row number of each offset of `text` and of its end; a search for each takes ten times as long."""
        return np.repeat(np.arange(len(self.starts), dtype=np.int32), np.diff(self.starts, append=len(self.text) + 1))

    def raw(self, starts: ArrayLike, ends: ArrayLike, *, rows: IntArray | None = None) -> tuple[IntArray, IntArray]:
        """Raw (char_start, char_end) of spans of `text`; a span lies inside one row and is not empty.

        Args:
            starts: Their starts.
            ends: Their ends.
            rows: Row of each span where that is known.
        """
        first, last = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64) - 1
        moved = self._moved[self.rows(first) if rows is None else rows]
        return first + moved + self._removed(first), last + moved + self._removed(last) + 1

    def raw_figures(
        self, starts: ArrayLike, ends: ArrayLike, *, rows: IntArray | None = None
    ) -> tuple[IntArray, IntArray]:
        """As `raw`, of figures: one whose unit stands in a scanner's formula ends with it (3亿 $\\mathrm { k g }$)."""
        raw_start, raw_end = self.raw(starts, ends, rows=rows)
        if not any("$" in text for text in self.raw_texts):
            return raw_start, raw_end
        first, stop = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
        owners = self.rows(first) if rows is None else rows
        # What ends its row ends where that does.
        for at in np.flatnonzero((raw_end - raw_start != stop - first) & (stop < self.ends[owners])).tolist():
            text = self.raw_texts[self.documents[owners[at]]]
            raw_start[at], raw_end[at] = formula_span(text, int(raw_start[at]), int(raw_end[at]))
        return raw_start, raw_end

    def _removed(self, positions: IntArray) -> IntArray:
        """Raw characters removed before each offset of `text`."""
        return self._removed_at.take(positions).astype(np.int64)

    @functools.cached_property
    def _removed_at(self) -> NDArray[np.int32]:
        """Raw characters removed before each offset of `text` and its end."""
        sizes = np.zeros(len(self.text) + 1, dtype=np.int32)
        np.add.at(sizes, self.cut_at, np.diff(self.cut_total))
        return np.cumsum(sizes, dtype=np.int32)

    @functools.cached_property
    def _moved(self) -> IntArray:
        """For each row what leads from an offset of `text` to the raw one, the characters removed before it apart."""
        return self.raw_starts - self.starts - self.cut_total[np.searchsorted(self.cut_at, self.starts, side="left")]

    def clean_spans(self, rows: ArrayLike, char_starts: ArrayLike, char_ends: ArrayLike) -> tuple[list[int], list[int]]:
        """Offsets in `text` of raw spans of rows; the inverse of `raw`."""
        owners = np.asarray(rows, dtype=np.int64)
        starts, ends = (np.asarray(column, dtype=np.int64) for column in (char_starts, char_ends))
        cut_rows = self.rows(self.cut_at)
        first = np.searchsorted(self.cut_at, self.starts)
        # Raw offset, inside its row, at which each cut begins.
        cut_raw = self.cut_at - self.starts[cut_rows] + self.cut_total[:-1] - self.cut_total[first[cut_rows]]
        keys = (cut_rows << 32) + cut_raw
        cleaned = []
        for raw in (starts, ends):
            relative = raw - self.raw_starts[owners]
            passed = np.searchsorted(keys, (owners << 32) + relative)
            inside = passed > first[owners]
            last = np.where(inside, passed - 1, 0)
            removed = self.cut_total[passed] - self.cut_total[first[owners]]
            if len(keys):
                # A place within a cut has only a part of it behind it.
                size = self.cut_total[last + 1] - self.cut_total[last]
                removed -= np.where(inside, np.maximum(0, cut_raw[last] + size - relative), 0)
            cleaned.append((self.starts[owners] + relative - removed).tolist())
        return cleaned[0], cleaned[1]

    def surfaces(
        self, starts: ArrayLike, ends: ArrayLike, *, raw: tuple[IntArray, IntArray] | None = None
    ) -> list[str]:
        """Surface of each span: the raw slice, line breaks and the blanks beside them taken out.

        Args:
            starts: Their starts.
            ends: Their ends.
            raw: What `raw` says of them where that is known.
        """
        first, last = np.asarray(starts, dtype=np.int64), np.asarray(ends, dtype=np.int64)
        raw_start, raw_end = self.raw(first, last) if raw is None else raw
        text = self.printed
        found = [text[start:end] for start, end in zip(first.tolist(), last.tolist(), strict=True)]
        cut = np.flatnonzero((raw_end - raw_start) != (last - first))
        for at, document in zip(cut.tolist(), self.documents[self.rows(first[cut])].tolist(), strict=True):
            found[at] = surface_of(self.raw_texts[document], int(raw_start[at]), int(raw_end[at]))
        return found

    def blanks_inside(self, starts: Sequence[int], ends: Sequence[int]) -> dict[int, list[int]]:
        """Offsets before which the page has a blank that is no line break, inside spans; by the start of the span that has some."""
        first, last = (
            np.searchsorted(self.cut_at, starts, side="right"),
            np.searchsorted(self.cut_at, ends, side="left"),
        )
        some = np.flatnonzero(last > first)
        counts = last[some] - first[some]
        cuts = self.cut_at[positions_of(first[some], counts)]
        rows = self.rows(cuts)
        before, behind = self.raw(cuts - 1, cuts, rows=rows)[1], self.raw(cuts, cuts + 1, rows=rows)[0]
        blanks: dict[int, list[int]] = {}
        for span, cut, document, low, high in zip(
            *(column.tolist() for column in (np.repeat(some, counts), cuts, self.documents[rows], before, behind)),
            strict=True,
        ):
            gap = self.raw_texts[document][low:high]
            if gap.isspace() and not LINE_BREAKS.search(gap):
                blanks.setdefault(span, []).append(cut)
        return {starts[span]: own for span, own in blanks.items()}


def _matched(printed: str, texts: Sequence[str], rows: Sequence[int], raw_texts: Sequence[str]) -> str:
    """The joined texts, those of documents in traditional characters simplified."""
    traditional = {number for number, text in enumerate(raw_texts) if is_traditional(text)}
    if not traditional:
        return printed
    return "\n".join(matching_form(text) if row in traditional else text for text, row in zip(texts, rows, strict=True))
