"""What stands behind an article and is none of it: pull quotes, pictures' texts, rules and notes of the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.engine.layout import Paragraph, Unit

# 图为 … goes on with a text about the picture; what has a number or a pointer stands beside it.
PICTURE = re.compile(
    r"[▲▼◀►]?[ \t\u3000]*(?:上|下|左|右|大|小)?图[①②③④⑤⑥⑦⑧⑨一二三四\d]*[:：]|[▲▼◀►][ \t\u3000]*[一-鿿]"
)
TAKEN = re.compile(r"(?:摄|供图|制图|摄影报道)[ \t\u3000]*[）)]?$")


def split_asides(units: Sequence[Unit]) -> list[Unit]:
    """Make units of the pull quotes, captions and furniture behind the text of an article.

    Args:
        units: Units of a page, in order.
    """
    return [part for unit in units for part in _split(unit)]


def _split(unit: Unit) -> Iterator[Unit]:
    paragraphs = unit.paragraphs
    if all(paragraph.role == "furniture" for paragraph in paragraphs):
        yield Unit("editorial_box", paragraphs)
        return
    stop = len(paragraphs)
    while stop > 1 and _kind(paragraphs[stop - 1], paragraphs[:stop]) is not None:
        stop -= 1
    if unit.kind != "news" or stop == len(paragraphs):
        yield unit
        return
    yield Unit(unit.kind, paragraphs[:stop])
    last: Unit | None = None
    for paragraph in paragraphs[stop:]:
        kind = _kind(paragraph, paragraphs[:stop])
        if last is None or kind != "editorial_box" or last.kind != kind:
            if last is not None:
                yield last
            last = Unit(kind or unit.kind)
        last.paragraphs.append(paragraph)
    if last is not None:
        yield last


def _kind(paragraph: Paragraph, before: Sequence[Paragraph]) -> str | None:
    """Kind of the unit that a paragraph is by itself behind the given ones, None where it belongs to them."""
    if paragraph.role == "furniture":
        return "editorial_box"
    if paragraph.role == "pull_quote":
        return "pull_quote"
    text = any(other.role == "body" for other in before)
    if paragraph.role == "caption" and text and PICTURE.match(paragraph.lines[0].text) and TAKEN.search(paragraph.text):
        return "photo_caption"
    return None
