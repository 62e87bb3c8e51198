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
    text_at = next((at for at, paragraph in enumerate(paragraphs) if paragraph.role == "body"), len(paragraphs))
    stop = len(paragraphs)
    while stop > 1 and _kind(paragraphs[stop - 1], below_text=text_at < stop - 1) is not None:
        stop -= 1
    if unit.kind != "news" or stop == len(paragraphs):
        yield unit
        return
    yield Unit(unit.kind, paragraphs[:stop])
    last: Unit | None = None
    for paragraph in paragraphs[stop:]:
        kind = _kind(paragraph, below_text=text_at < stop)
        if last is None or kind != "editorial_box" or last.kind != kind:
            if last is not None:
                yield last
            last = Unit(kind or unit.kind)
        last.paragraphs.append(paragraph)
    if last is not None:
        yield last


def _kind(paragraph: Paragraph, *, below_text: bool) -> str | None:
    """Kind of the unit that a paragraph is by itself, below text or not; None where it belongs to what stands before it."""
    if paragraph.role == "furniture":
        return "editorial_box"
    if paragraph.role == "pull_quote":
        return "pull_quote"
    picture = paragraph.role == "caption" and PICTURE.match(paragraph.lines[0].text) and TAKEN.search(paragraph.text)
    return "photo_caption" if picture and below_text else None
