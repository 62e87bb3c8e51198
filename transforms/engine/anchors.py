"""Rows with raw spans (mentions, times, metrics) as sorted places in a joined text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ahocorasick_rs import AhoCorasick

from transforms.engine.spans import IntArray, TextView


class Anchor(NamedTuple):
    """A row of another table, placed in the joined text; a plain tuple because a page has thousands.

    Attributes:
        start: First offset in `TextView.text`.
        end: One past the last offset.
        kind: What the caller distinguishes: entity type of a mention, dimension of a metric, kind of a time.
        row: Row number in its own table.
    """

    start: int
    end: int
    kind: str
    row: int


@dataclass(frozen=True, slots=True)
class Anchors:
    """Anchors in text order, with fast access by place."""

    items: Sequence[Anchor]
    starts: Sequence[int]

    def within(self, start: int, end: int) -> list[Anchor]:
        """Anchors that lie inside [start, end)."""
        starts = self.starts
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] >= end:
            return []
        return [item for item in self.items[first : bisect_left(starts, end, first)] if item[1] <= end]

    def covering(self, start: int, end: int) -> Anchor | None:
        """The anchor that holds [start, end) and more or exactly that, if there is one."""
        behind = bisect_right(self.starts, start)
        for item in reversed(self.items[behind - 3 if behind > 3 else 0 : behind]):
            if item.end >= end:
                return item
        return None


def locate_rows(table: pa.Table, view: TextView, holders: pa.Table) -> IntArray:
    """Row number in `holders` (sentences or blocks) of each row of `table`, by document and raw span; -1 where none holds it."""
    if not table.num_rows or not holders.num_rows:
        return np.full(table.num_rows, -1, dtype=np.int64)
    numbered = holders.column("document_id").combine_chunks().dictionary_encode()
    holder_docs = numbered.indices.to_numpy().astype(np.int64)
    found = pc.index_in(table.column("document_id"), value_set=numbered.dictionary).fill_null(-1)
    docs = found.to_numpy().astype(np.int64)
    starts = table.column("char_start").to_numpy().astype(np.int64)
    ends = table.column("char_end").to_numpy().astype(np.int64)
    holder_keys = (holder_docs << 32) + view.raw_starts
    order = np.argsort(holder_keys, kind="stable")
    at = np.searchsorted(holder_keys[order], (docs << 32) + starts, side="right") - 1
    rows = order[np.maximum(at, 0)]
    holder_ends = holders.column("char_end").to_numpy().astype(np.int64)
    good = (at >= 0) & (holder_docs[rows] == docs) & (starts < holder_ends[rows]) & (ends <= holder_ends[rows])
    return np.where(good, rows, -1)


def place(table: pa.Table, kinds: Sequence[str], view: TextView, holders: pa.Table) -> Anchors:
    """Anchors of a table's raw spans in the joined clean text.

    Args:
        table: Columns document_id, char_start, char_end.
        kinds: The kind of each row.
        view: View of `holders`.
        holders: The table behind the view (sentences or blocks).
    """
    rows, starts, ends = clean_spans(table, view, holders)
    steps = np.diff(starts)
    if ((steps < 0) | ((steps == 0) & (np.diff(ends) > 0))).any():
        order = np.lexsort((-ends, starts))
        rows, starts, ends = rows[order], starts[order], ends[order]
    row, first = rows.tolist(), starts.tolist()
    placed = zip(first, ends.tolist(), map(kinds.__getitem__, row), row, strict=True)
    return Anchors(list(map(Anchor._make, placed)), first)


def clean_spans(table: pa.Table, view: TextView, holders: pa.Table) -> tuple[IntArray, IntArray, IntArray]:
    """Row, start and end in the joined clean text of those raw spans of a table that one of the holders holds.

    Args:
        table: Columns document_id, char_start, char_end.
        view: View of `holders`.
        holders: The table behind the view (sentences or blocks).
    """
    rows = locate_rows(table, view, holders)
    kept = np.flatnonzero(rows >= 0)
    if not len(kept):
        return kept, kept, kept
    starts, ends = (table.column(name).to_numpy().astype(np.int64)[kept] for name in ("char_start", "char_end"))
    clean_starts, clean_ends = _clean(view, rows[kept], starts), _clean(view, rows[kept], ends - 1) + 1
    some = clean_ends > clean_starts
    return kept[some], clean_starts[some], clean_ends[some]


def _clean(view: TextView, rows: IntArray, raw: IntArray) -> IntArray:
    """Offsets in the joined text of raw offsets inside given rows; a removed character stands for the next kept one."""
    cut_rows = view.rows(view.cut_at)
    before_row = view.cut_total[np.searchsorted(view.cut_at, view.starts[cut_rows], side="left")]
    # Raw offset (inside its row) of the first character kept after each cut.
    resumed = view.cut_at - view.starts[cut_rows] + view.cut_total[1:] - before_row
    relative = raw - view.raw_starts[rows]
    passed = np.searchsorted((cut_rows << 32) + resumed, (rows << 32) + relative, side="right")
    first = np.searchsorted(view.cut_at, view.starts[rows], side="left")
    removed = view.cut_total[passed] - view.cut_total[first]
    found: IntArray = view.starts[rows] + relative - removed
    return found


def spans_in(matcher: AhoCorasick, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where listed words stand in text[start:end]; of those that overlap the first, and the longest of these.

    Args:
        matcher: Finds the leftmost and longest.
        text: The joined text.
        start: First character of the stretch.
        end: One past it.
    """
    return [(start + first, start + last) for _, first, last in matcher.find_matches_as_indexes(text[start:end])]
