"""How a page sets its heads: without indentation above text that is indented, or indented like the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from transforms.engine.lines import DATELINE, Line

# Settings: the page's headlines and nothing else stand so; headlines and section heads may, on a page of a paper and on others; heads inside
# articles do; nothing is indented on a page of a paper.
HEADLINE, PAPER, FLUSH, INNER, PLAIN = "headline", "paper", "flush", "inner", "plain"
# The head of a paper's page, which holds several articles as a rule.
PAGE_HEAD = re.compile(r"星期|周[一二三四五六日]|版")
PAGE_HEAD_LINES = 5
SHORTEST_TEXT, LONGEST_HEAD, LONGEST_CALL = 20, 60, 40
CALLS = re.compile(r"[^。：]*[！？!?][^。：]*(?<![，、；,;—])")
FEWEST_TEXTS = 3
# A headline may ask or call out; what ends otherwise is running text.
NO_HEAD_END = "。，、；：,;:—"


def mark_settings(lines: Sequence[Line]) -> None:
    """Tell of each head how it is set, on pages whose paragraphs are indented and whose first headline is not, and on pages of papers.

    Where some heads are indented as the text is and others are not, those that are not are headlines and the others head parts of an article.
    Where none is indented, the setting does not tell headlines from section heads, but both from text; so they get the role heading. On the
    page of a paper where nothing is indented, a head between texts may be either; one above a dateline is told by that.

    Args:
        lines: Lines of the batch with their looks.
    """
    telling = {line.page for line in lines if line.indented or line.role == "furniture"}
    if telling:
        for _, group in groupby((line for line in lines if line.page in telling), key=attrgetter("page")):
            page = list(group)
            paper = any(line.role == "furniture" and PAGE_HEAD.search(line.text) for line in page[:PAGE_HEAD_LINES])
            if any(line.indented for line in page):
                _mark_indented(page, paper=paper)
            elif paper:
                _mark_plain(page)


def _mark_plain(page: Sequence[Line]) -> None:
    for number, line in enumerate(page[1:-1], start=1):
        above, below = page[number - 1], page[number + 1]
        called = line.role == "body" and len(line.text) <= LONGEST_CALL and CALLS.fullmatch(line.text) is not None
        if (line.role == "heading" or called) and (_is_text(below) or below.role == "byline"):
            between = above.role == "body" and not (above.is_open or DATELINE.match(below.text))
            if between or above.role == "furniture":
                line.setting = PLAIN


def _mark_indented(page: Sequence[Line], *, paper: bool) -> None:
    texts = [line for number, line in enumerate(page) if _is_text(line) and _begins(page, number)]
    indented = sum(line.indented for line in texts)
    first = next((line for line in page if line.role in {"heading", "body"} and not line.runs_on), None)
    if indented < FEWEST_TEXTS or indented * 5 < len(texts) * 4 or first is None or first.indented:
        return
    heads = [number for number, line in enumerate(page) if _may_head(line) and _begins(page, number)]
    flush = [page[number] for number in heads if not page[number].indented]
    inner = [
        page[number]
        for number in heads
        if page[number].indented and page[number].role == "heading" and _above_text(page, number)
    ]
    for line in flush:
        line.role, line.setting = "heading", HEADLINE if inner else PAPER if paper else FLUSH
    for line in inner:
        line.setting = INNER
    for above, line in pairwise(page):
        if above.setting and line.indented and line.role == "heading":
            line.setting = INNER


def _is_text(line: Line) -> bool:
    return line.role == "body" and len(line.text) >= SHORTEST_TEXT and not line.runs_on


def _begins(page: Sequence[Line], number: int) -> bool:
    """Whether a line begins something: the sentence before it has ended, or a head or a byline stands before it."""
    above = page[number - 1] if number else None
    return above is None or above.role != "body" or not above.is_open or _may_head(above)


def _may_head(line: Line) -> bool:
    return line.role == "heading" or (
        line.role == "body"
        and len(line.text) <= LONGEST_HEAD
        and not (line.full or line.runs_on or line.indented or line.mark)
        and "。" not in line.text
        and line.text[-1] not in NO_HEAD_END
    )


def _above_text(page: Sequence[Line], number: int) -> bool:
    """Whether text stands before and behind a head."""
    after = page[number + 1] if number + 1 < len(page) else None
    return after is not None and number > 0 and page[number - 1].role == "body" and _is_text(after)
