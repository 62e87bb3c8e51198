"""Units that hold others: rundowns of headlines, and containers of brief items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile, zip_longest

from seeds.types import Seeds
from transforms.engine.items import MARK
from transforms.engine.layout import Paragraph, Unit
from transforms.engine.lines import DATELINE, NUMBERED, Line

BLANK = re.compile(r"\s+")
PAGE_REFERENCE = re.compile(r"(?:[A-Z]?\d{1,3}[ \u3000]*版|[Pp]\d{1,3}|第[一二三四五六七八九十\d]{1,3}版)[）)]?$")
HEADS = {"heading", "section_head"}
LONGEST_HEAD, LONGEST_ITEM = 24, 60
# How a text begins that goes on with the item above.
GOES_ON = re.compile("同日|同时|此外|其中|对此|据介绍|[该这]")
FEWEST_ITEMS, MOST_ITEMS = 2, 60
# A name of a column above texts behind marks; a text that is an item.
LONGEST_NAME, LONGEST_BRIEF = 8, 240


def mark_rundowns(lines: Sequence[Line], seeds: Seeds) -> None:
    """Give the role list_item to the headlines announced below the words for it.

    Args:
        lines: Lines of the batch with their looks.
        seeds: Loaded seeds: pattern of the rule articles.rundown.
    """
    announced = _announced(seeds)
    for number, line in enumerate(lines):
        if len(line.text) <= LONGEST_HEAD and announced.fullmatch("".join(line.text.split())):
            after = [other for other in lines[number + 1 : number + 1 + MOST_ITEMS] if other.page == line.page]
            following = takewhile(lambda pair: _is_item(*pair), zip_longest(after, after[1:]))
            items = [item for item, _ in following if item is not None]
            if len(items) >= FEWEST_ITEMS:
                line.role = "heading"
                for item in items:
                    item.role = "list_item"


def _announced(seeds: Seeds) -> re.Pattern[str]:
    return re.compile(str(seeds.rules["articles.rundown"].pattern))


def _is_item(line: Line | None, after: Line | None) -> bool:
    if line is None:
        return False
    text = line.text
    if line.level or len(text) > LONGEST_ITEM or DATELINE.match(text):
        return False
    marked = line.role == "list_item" or NUMBERED.match(text) is not None or MARK.match(text) is not None
    # A headline without a mark is one of the list unless its own text stands below it.
    bare = line.role == "heading" and (after is None or after.role in {"heading", "furniture", "editor", "department"})
    return marked or bare or text[-1] in "；;" or PAGE_REFERENCE.search(text) is not None


def split_containers(units: Sequence[Unit], seeds: Seeds) -> list[Unit]:
    """Set rundowns apart, and make every item of a brief container a unit.

    Args:
        units: Units of a page.
        seeds: Loaded seeds: pattern of the rule articles.rundown, parameter `briefs` of the rule articles.news.
    """
    announced = _announced(seeds)
    briefs = re.compile(str(seeds.rules["articles.news"].params["briefs"]))
    found: list[Unit] = []
    for unit in units:
        first = unit.paragraphs[0].text
        if len(first) <= LONGEST_HEAD and announced.fullmatch(BLANK.sub("", first)):
            found += _split_rundown(unit)
        elif unit.kind == "news" and len(first) <= LONGEST_HEAD and briefs.search(BLANK.sub("", first)):
            found += _split_briefs(unit)
        elif unit.kind == "news" and _are_marked(unit.paragraphs):
            found += _split_texts(unit)
        else:
            found.append(unit)
    return found


def _split_rundown(unit: Unit) -> Iterator[Unit]:
    """The announced headlines, and what follows them."""
    items = len(list(takewhile(lambda paragraph: paragraph.role == "list_item", unit.paragraphs[1:])))
    if items < FEWEST_ITEMS:
        yield unit
        return
    announced, rest = unit.paragraphs[: items + 1], unit.paragraphs[items + 1 :]
    announced[0].role = "heading"
    yield Unit("rundown", announced)
    if rest:
        if rest[0].role in HEADS:
            rest[0].role = "heading"
        yield Unit("news", rest)


def _split_briefs(unit: Unit) -> Iterator[Unit]:
    """The container's own lines, then each item: a short head and the text below it."""
    paragraphs = unit.paragraphs
    heads = [
        at
        for at in range(1, len(paragraphs) - 1)
        if _is_head(paragraphs[at]) and paragraphs[at + 1].role == "body" and not _is_head(paragraphs[at + 1])
    ]
    if len(heads) < FEWEST_ITEMS:
        yield from _split_texts(unit)
        return
    paragraphs[0].role = "heading"
    yield Unit("news", paragraphs[: heads[0]])
    for start, stop in zip(heads, [*heads[1:], len(paragraphs)], strict=True):
        paragraphs[start].role = "heading"
        yield Unit("news", paragraphs[start:stop])


def _split_texts(unit: Unit) -> Iterator[Unit]:
    """The container's head, then each of the short texts below it; the unit itself where anything else stands below it."""
    head, *texts = unit.paragraphs
    named = head.role in HEADS and len(BLANK.sub("", head.text)) <= LONGEST_NAME
    if not named or not texts or not all(map(_is_brief, texts)):
        yield unit
        return
    head.role = "department"
    yield Unit("editorial_box", [head])
    item = Unit("news")
    for text in texts:
        if item.paragraphs and not GOES_ON.match(text.text):
            yield item
            item = Unit("news")
        item.paragraphs.append(text)
    yield item


def _is_brief(paragraph: Paragraph) -> bool:
    return paragraph.role == "body" and len(paragraph.text) <= LONGEST_BRIEF and not paragraph.lines[-1].is_open


def _are_marked(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether at least two texts, each behind a mark, are all that stands below a head."""
    return (
        len(paragraphs) > FEWEST_ITEMS
        and paragraphs[0].role in HEADS
        and all(paragraph.role == "body" and MARK.match(paragraph.text) is not None for paragraph in paragraphs[1:])
    )


def _is_head(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        paragraph.role in {*HEADS, "body"}
        and len(paragraph.lines) == 1
        and len(text) <= LONGEST_ITEM
        and "。" not in text
        and text[-1] not in "，、；：:"
        and not DATELINE.match(text)
    )
