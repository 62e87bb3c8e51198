"""Marks of a text: lines read as arrays have the marks that reading mark by mark finds."""

from __future__ import annotations

import random

import pytest

from transforms.engine.clauses import KIND_OF, _read_pairs, read_marks

MARKS = '“”"「」『』《》（）()，。；：！？!?;\n…,:1a\U0001f600'


@pytest.mark.parametrize(
    ("text", "stops", "breaks"),
    [
        ("甲，乙。丙", [3, 5], [1]),
        ("共29,970元,丙", [10], [8]),
        ("（甲，乙）丙，丁", [8], [6]),
        ("《甲，乙》丙，丁", [8], [6]),
        ("时间8:30：甲\n乙", [8, 10], [6]),
        ("", [0], []),
    ],
)
def test_marks_between_digits_and_inside_brackets_and_titles_end_nothing(
    text: str, stops: list[int], breaks: list[int]
) -> None:
    """29,970 and 8:30 are one figure each, and a comma in brackets ends no clause outside them."""
    marks = read_marks(text)
    assert (marks.stops, marks.breaks) == (stops, breaks)


def test_plain_lines_are_read_as_lines_with_quotations_are() -> None:
    """Random lines of all marks, read as a whole and line by line."""
    letters = random.Random(3)
    for _ in range(400):
        text = "".join(letters.choices(MARKS, k=letters.randint(0, 30)))
        stops: list[int] = []
        breaks: list[int] = []
        pairs: list[tuple[int, int]] = []
        begin = 0
        for line in text.split("\n"):
            end = begin + len(line)
            kinds = [int(KIND_OF[min(ord(char), len(KIND_OF) - 1)]) for char in text[begin : end + 1]]
            places = [number for number, kind in enumerate(kinds) if kind]
            _read_pairs(text, [begin + at for at in places], [kinds[at] for at in places], end, stops, breaks, pairs)
            begin = end + 1
        marks = read_marks(text)
        assert marks.stops == sorted({*stops, len(text)})
        assert marks.breaks == breaks
        assert list(zip(marks.opens, marks.closes, strict=True)) == sorted(pairs)
