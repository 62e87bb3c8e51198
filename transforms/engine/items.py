"""Items behind a mark (▲ △ ●): briefs that follow each other, each a unit of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from seeds.types import Seeds
from transforms.engine.lines import Line

MARK = re.compile(r"([▲△▼▽●○◎◆◇■□★☆※▶►])[ \t\u3000]*(?=\S)")
BLANK = re.compile(r"\s+")
FEWEST_ITEMS = 2
ROWS_BELOW = 3
SHORTEST_BRIEF, LONGEST_CONTAINER = 15, 16


def mark_items(lines: Sequence[Line], seeds: Seeds) -> None:
    """Let every brief behind a mark open a unit, and take the heading above the first one for their container.

    Marks also stand before the points of a list inside an article. They open briefs where a line for briefs (简讯) stands above them, or where
    at least two of them are headlines with text of their own below; then all lines of the page with that mark are briefs.

    Args:
        lines: Lines of the batch with their looks.
        seeds: Loaded seeds: parameter `briefs` of the rule articles.news.
    """
    briefs = re.compile(str(seeds.rules["articles.news"].params["briefs"]))
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        marked: dict[str, list[int]] = {}
        for number, line in enumerate(page):
            mark = MARK.match(line.text)
            if mark and not line.mark and line.role in {"body", "heading", "list_item"}:
                marked.setdefault(mark[1], []).append(number)
        for numbers in marked.values():
            if len(numbers) >= FEWEST_ITEMS and _are_briefs(page, numbers, briefs):
                _open(page, numbers)


def _are_briefs(page: Sequence[Line], numbers: Sequence[int], briefs: re.Pattern[str]) -> bool:
    above = page[numbers[0] - 1] if numbers[0] else None
    if above is not None and _contains(above) and briefs.search(BLANK.sub("", above.text)):
        return True
    headed = [number for number in numbers if page[number].role == "heading" and _has_text(page, number)]
    return len(headed) >= FEWEST_ITEMS


def _contains(line: Line) -> bool:
    return line.role in {"heading", "department"} and len(line.text) <= LONGEST_CONTAINER


def _has_text(page: Sequence[Line], number: int) -> bool:
    """Whether text stands below a line that is shorter than the lines of that text: else both are parts of one torn sentence."""
    after = page[number + 1] if number + 1 < len(page) else None
    if after is None or after.role != "body" or MARK.match(after.text):
        return False
    widest = max(len(line.text) for line in page[number + 1 : number + 1 + ROWS_BELOW])
    return len(page[number].text) * 5 < widest * 4


def _open(page: Sequence[Line], numbers: Sequence[int]) -> None:
    for number in numbers:
        line = page[number]
        if line.role == "heading" or len(line.text) >= SHORTEST_BRIEF:
            found = MARK.match(line.text)
            line.mark = found.end() if found else 0
            line.text = line.text[line.mark :]
            line.opens = True
            line.role = "heading" if line.role == "heading" and _has_text(page, number) else "body"
            above = page[number - 1] if number else None
            if above is not None and not above.opens and _contains(above):
                above.role = "department"
