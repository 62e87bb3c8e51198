"""Features of lines for the line model, computed for a whole batch at once.

A feature is a number: the hash of what is seen and where. Most are columns (every line has one value per column); the characters of short lines
are bags. No Python runs per character.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.engine.line_classes import CLASSES, DIGIT, NONE, folded_codes
from transforms.engine.line_echoes import LINE_FEED, echo_shares

IntArray = NDArray[np.int64]
BITS = 18
MASK = (1 << BITS) - 1
HEAD, TAIL, NEXT_HEAD, PREVIOUS_TAIL = 12, 10, 8, 5
LONGEST_BAG, SHORTEST_HEAD = 44, 4
# Numbers of the looks that a headline may have: heading, names, in brackets, numbered part, bullet.
HEADING_LOOKS = (1, 12, 13, 14, 15)
RUNS = np.array([20, 40, 80, 120, 180, 260, 400, 600, 900, 1300, 2000, 3500])
LENGTHS = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20, 24, 28, 32, 36, 40, 50, 70, 100, 200])


@dataclass(frozen=True, eq=False)
class LineFeatures:
    """Features of the lines of a batch.

    Attributes:
        columns: One row per line, one feature per column; -1 where there is none.
        bag: Features of the short lines' characters, line after line.
        bag_lines: Line of each entry of `bag`, ascending.
    """

    columns: NDArray[np.int32]
    bag: NDArray[np.int32]
    bag_lines: IntArray

    def __len__(self) -> int:
        return len(self.columns)

    def of_line(self, line: int) -> dict[str, float]:
        """All features of a line and how often it has each."""
        first, last = np.searchsorted(self.bag_lines, [line, line + 1])
        found = np.concatenate([self.columns[line], self.bag[first:last]])
        values, counts = np.unique(found[found >= 0], return_counts=True)
        return {str(value): float(count) for value, count in zip(values.tolist(), counts.tolist(), strict=True)}

    def __iter__(self) -> Iterator[dict[str, float]]:
        return (self.of_line(line) for line in range(len(self)))


def _hash(slot: int, *values: IntArray) -> NDArray[np.int32]:
    state: Any = np.uint64((slot * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF)
    for value in values:
        state = state ^ value.view(np.uint64)
        state *= np.uint64(0x9E3779B97F4A7C15)
        state ^= state >> np.uint64(29)
    found: NDArray[np.int32] = (state & np.uint64(MASK)).astype(np.int32)
    return found


def line_features(text: str, starts: IntArray, ends: IntArray, firsts: IntArray, *, looks: IntArray) -> LineFeatures:
    """Features of the lines of several pages.

    Args:
        text: The pages, one after another.
        starts: First character of each line, ascending.
        ends: One past each line's last character.
        firsts: Number of each page's first line, ascending, beginning with 0.
        looks: What each line looks like to the layout rules, as a number.
    """
    codes, classes = folded_codes(text)
    lengths = ends - starts
    page = np.searchsorted(firsts, np.arange(len(starts)), side="right") - 1
    found = _Columns(starts, ends, page)
    head = _window(codes, starts, ends, HEAD, forward=True)
    tail = _window(codes, starts, ends, TAIL, forward=False)
    _add_shapes(found, codes, classes, text, starts, ends, lengths)
    for by in (-2, -1, 0, 1, 2, 3):
        found.add(f"looks {by}", found.shift(looks, by, -1))
    found.add("looks", found.shift(looks, -1, -1), looks, found.shift(looks, 1, -1))
    found.add("looks ahead", looks, found.shift(looks, 1, -1), found.shift(looks, 2, -1))
    found.add(
        "looks last", looks, classes[ends - 1], found.shift(looks, 1, -1), found.shift(classes[ends - 1], 1, NONE)
    )
    found.add("looks behind", looks, found.shift(looks, -1, -1), found.shift(classes[ends - 1], -1, NONE))
    _add_runs(found, looks, lengths)
    for name, width, block in (("head", HEAD, head), ("tail", TAIL, tail)):
        for size in (1, 2, 3):
            found.add(f"{name}{size}", *(block[:, at] for at in range(size)))
        for at in range(width - 1):
            found.add_bag(f"{name} bag", block[:, at], block[:, at + 1])
    following, previous = found.shift(head, 1), found.shift(tail, -1)
    for at in range(NEXT_HEAD):
        found.add_bag("next head", following[:, at], following[:, at + 1])
    second = found.shift(head, 2)
    for size in (2, 3, 4):
        found.add(f"second head{size}", *(second[:, at] for at in range(size)))
        found.add(f"next head{size}", *(following[:, at] for at in range(size)))
        found.add(f"previous tail{size}", *(previous[:, at] for at in range(size)))
    for at in range(PREVIOUS_TAIL):
        found.add_bag("previous tail", previous[:, at], previous[:, at + 1])
    short = np.flatnonzero(lengths <= LONGEST_BAG)
    bag, bag_lines = _bags(codes, starts, lengths, short)
    # Column by column in memory, as the model takes them.
    return LineFeatures(np.stack(found.columns).T, bag, bag_lines)


def _window(codes: IntArray, starts: IntArray, ends: IntArray, width: int, *, forward: bool) -> IntArray:
    """The first or last characters of each line, 0 beyond the line; the last ones counted from the end."""
    steps = np.arange(width)
    places = starts[:, None] + steps if forward else ends[:, None] - 1 - steps
    inside = (places >= starts[:, None]) & (places < ends[:, None])
    return np.where(inside, codes[np.clip(places, 0, len(codes) - 1)], 0)


class _Columns:
    """Columns in the making; every slot name hashes apart."""

    def __init__(self, starts: IntArray, ends: IntArray, page: IntArray) -> None:
        self.starts, self.ends, self.page = starts, ends, page
        self.columns: list[NDArray[np.int32]] = []
        self.slots: dict[str, int] = {}
        self.moves: dict[int, tuple[IntArray, NDArray[np.bool_]]] = {}

    def add(self, name: str, *values: IntArray) -> None:
        slot = self.slots.setdefault(name, len(self.slots) + 1)
        self.columns.append(_hash(slot, *values))

    def add_bag(self, name: str, first: IntArray, second: IntArray) -> None:
        """A bigram wherever it stands in the window; none where the window is beyond the line."""
        slot = self.slots.setdefault(name, len(self.slots) + 1)
        self.columns.append(np.where(first == 0, np.int32(-1), _hash(slot, first, second)).astype(np.int32))

    def shift(self, values: IntArray, by: int, empty: int = 0) -> IntArray:
        """Values of the line `by` further on, `empty` beyond the page."""
        if by not in self.moves:
            moved = np.arange(len(self.page)) + by
            there = np.clip(moved, 0, len(self.page) - 1)
            self.moves[by] = there, (self.page[there] == self.page) & (moved == there)
        there, same = self.moves[by]
        shaped = same if values.ndim == 1 else same[:, None]
        return np.where(shaped, values[there], empty)


def _add_shapes(
    found: _Columns,
    codes: IntArray,
    classes: IntArray,
    text: str,
    starts: IntArray,
    ends: IntArray,
    lengths: IntArray,
) -> None:
    bucket = np.searchsorted(LENGTHS, lengths, side="right")
    first, last = classes[starts], classes[ends - 1]
    counts = {name: _count(classes == CLASSES[name], starts, ends) for name in ("stop", "comma", "blank")}
    digits = _count(classes == DIGIT, starts, ends)
    inner_stop = counts["stop"] - (last == CLASSES["stop"])
    profile = (
        np.minimum(inner_stop, 1)
        + 2 * np.minimum(counts["comma"], 2)
        + 6 * np.minimum(counts["blank"], 2)
        + 18 * np.minimum(digits, 1)
    )
    # Line feeds between each line and the one before.
    gap = np.minimum(_count(codes == LINE_FEED, np.concatenate([[0], ends[:-1]]), starts), 4)
    ahead, behind = found.shift(lengths, 1, -1), found.shift(lengths, -1, -1)
    wide_ahead = np.maximum.reduce([found.shift(lengths, by, -1) for by in range(1, 6)])
    wide_behind = np.maximum.reduce([found.shift(lengths, -by, -1) for by in range(1, 6)])
    to_ahead, to_behind = np.clip(lengths - wide_ahead, -12, 3), np.clip(lengths - wide_behind, -12, 3)
    last_behind = found.shift(last, -1, NONE)
    found.add("bias", np.zeros_like(lengths))
    for name, value in (
        ("length", bucket),
        ("profile", profile),
        ("gap", gap),
        ("first", first),
        ("last", last),
        ("to ahead", to_ahead),
        ("to behind", to_behind),
    ):
        empty = -1 if value is bucket else NONE
        for by in (-2, -1, 0, 1, 2):
            found.add(f"{name} {by}", found.shift(value, by, empty))
    short_behind = np.clip(behind - wide_behind, -3, 1)
    for name, values in (
        ("length last", (bucket, last)),
        ("length first", (bucket, first)),
        ("ends", (last_behind, last)),
        ("broken", (last_behind, short_behind, first)),
        ("broken wide", (last_behind, short_behind, to_behind, to_ahead)),
        ("between", (last_behind, bucket, last, found.shift(first, 1, NONE))),
        ("widths", (to_ahead, to_behind)),
        ("width change", (np.clip(wide_ahead - wide_behind, -9, 9),)),
        ("equal", (np.clip(lengths - ahead, -4, 4), np.clip(lengths - behind, -4, 4))),
        ("lengths", (found.shift(bucket, -1, -1), bucket, found.shift(bucket, 1, -1))),
        ("gaps", (gap, found.shift(gap, 1, 0))),
        ("profiles", (profile, last, last_behind)),
        ("shape", (bucket, profile, found.shift(profile, 1, -1))),
        ("page end", (np.clip(_from_edge(found.page), 0, 3),)),
    ):
        found.add(name, *values)
    heads = np.flatnonzero((lengths >= SHORTEST_HEAD) & (lengths <= LONGEST_BAG) & (inner_stop == 0))
    ahead_share, behind_share = echo_shares(text, starts, ends, found.page, heads=heads)
    found.add("echo ahead", ahead_share, bucket // 4)
    found.add("echo behind", behind_share, bucket // 4)
    found.add("echo", ahead_share, behind_share)
    found.add("echo behind line", found.shift(ahead_share, -1, -1), found.shift(behind_share, -1, -1), ahead_share)
    found.add("echo ahead line", found.shift(ahead_share, 1, -1), found.shift(behind_share, 1, -1), ahead_share)


def _add_runs(found: _Columns, looks: IntArray, lengths: IntArray) -> None:
    """How much running text stands before, in and after each run of headings, and what the text after it looks like."""
    heads = np.isin(looks, HEADING_LOOKS).astype(np.int64)
    change = np.flatnonzero((np.diff(heads, prepend=-1) != 0) | (np.diff(found.page, prepend=-1) != 0))
    run = np.cumsum(np.bincount(change, minlength=len(looks))) - 1
    sizes = np.searchsorted(RUNS, np.add.reduceat(lengths, change), side="right")
    counts = np.minimum(np.diff(np.append(change, len(looks))), 6)
    pages = found.page[change]

    def beside(values: IntArray, by: int) -> IntArray:
        there = np.clip(run + by, 0, len(change) - 1)
        return np.where((pages[there] == found.page) & (there == run + by), values[there], -1)

    after, before, own = beside(sizes, 1), beside(sizes, -1), sizes[run]
    opener = beside(looks[change], 1)
    place = np.minimum(np.arange(len(looks)) - change[run], 4)
    found.add("run ahead", heads, after, looks)
    found.add("run behind", heads, before, looks)
    found.add("runs", heads, after, before)
    found.add("own run", heads, own, looks)
    found.add("opener", heads, opener, looks)
    found.add("opener length", heads, opener, np.searchsorted(LENGTHS, lengths, side="right"))
    found.add("place in run", heads, place, counts[run], looks)
    found.add("closer", heads, beside(looks[np.append(change[1:], len(looks)) - 1], -1), opener)


def _from_edge(page: IntArray) -> IntArray:
    """How many lines stand before each on its page."""
    change = np.flatnonzero(np.diff(page, prepend=-1))
    return np.arange(len(page)) - np.repeat(change, np.diff(np.append(change, len(page))))


def _count(mask: NDArray[np.bool_], starts: IntArray, ends: IntArray) -> IntArray:
    places = np.flatnonzero(mask)
    return np.searchsorted(places, ends) - np.searchsorted(places, starts)


def _bags(codes: IntArray, starts: IntArray, lengths: IntArray, short: IntArray) -> tuple[NDArray[np.int32], IntArray]:
    """Characters and character pairs of short lines."""
    sizes = lengths[short]
    lines = np.repeat(short, sizes)
    inside = np.arange(len(lines)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    places = starts[lines] + inside
    single = _hash(1001, codes[places])
    paired = inside + 1 < lengths[lines]
    double = _hash(1002, codes[places[paired]], codes[places[paired] + 1])
    bag = np.concatenate([single, double])
    bag_lines = np.concatenate([lines, lines[paired]])
    order = np.argsort(bag_lines, kind="stable")
    return bag[order], bag_lines[order]
