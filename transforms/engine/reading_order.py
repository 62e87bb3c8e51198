"""The order in which the text runs of a printed page are read: down each column, not across the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# Rows of a column at least; and how often the file must jump across a gutter before its own order is mistrusted.
FEWEST_ROWS, FEWEST_JUMPS = 3, 4
# Width of a column of text, in heights of a line.
NARROWEST = 7


@dataclass(frozen=True)
class Run:
    """Characters on one line, as the file sets them.

    Attributes:
        left: Left edge in points.
        bottom: Lower edge, counted from the foot of the page.
        right: Right edge.
        top: Upper edge.
        text: The characters.
    """

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        """Height of the line."""
        return self.top - self.bottom


def jumps_across(runs: Sequence[Run]) -> bool:
    """Whether the file sets line by line across columns: it jumps again and again to the right on the same line.

    The cells of a table are narrower than columns of text, and stay in their rows.
    """
    jumps = sum(
        _same_line(before, after)
        and after.left - before.right > before.height
        and min(before.right - before.left, after.right - after.left) > NARROWEST * before.height
        for before, after in pairwise(runs)
    )
    return jumps >= FEWEST_JUMPS


def _same_line(one: Run, other: Run) -> bool:
    return abs(one.bottom - other.bottom) < max(one.height, other.height) / 2


def read_columns(runs: Sequence[Run]) -> list[list[Run]]:
    """Lines of the page in reading order, each a list of its runs.

    Rows from the top are taken as they are until those below them part into columns; these are read one after another (recursive X-Y cut,
    Nagy and Seth 1984).
    """
    rows = _rows(runs)
    found: list[list[Run]] = []
    at = 0
    while at < len(rows):
        stop, gutter = _columns_from(rows, at)
        if gutter is None:
            found.append(rows[at])
            at += 1
            continue
        band = [run for row in rows[at:stop] for run in row]
        found += read_columns([run for run in band if run.right <= gutter])
        found += read_columns([run for run in band if run.right > gutter])
        at = stop
    return found


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs on one line, from left to right; lines from the top."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-run.bottom, run.left)):
        if rows and _same_line(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run.left) for row in rows]


def _columns_from(rows: Sequence[Sequence[Run]], at: int) -> tuple[int, float | None]:
    """The end of the longest band of rows from `at` on that a gutter divides, and the gutter's place."""
    for stop in range(len(rows), at + FEWEST_ROWS - 1, -1):
        band = [run for row in rows[at:stop] for run in row]
        # Both columns must reach the first row, else a headline above one of them would be read with it.
        gutter = _gutter(band)
        if gutter is not None and any(run.right > gutter for run in rows[at]):
            return stop, gutter
    return at, None


def _gutter(band: Sequence[Run]) -> float | None:
    """Place of the first blank strip from top to bottom that has a column on either side."""
    spans = sorted((run.left, run.right) for run in band)
    width = min(run.height for run in band) * 0.8
    edge = spans[0][1]
    for number, (left, right) in enumerate(spans[1:], start=1):
        if left - edge >= width and number >= FEWEST_ROWS and len(spans) - number >= FEWEST_ROWS:
            return (left + edge) / 2
        edge = max(edge, right)
    return None
