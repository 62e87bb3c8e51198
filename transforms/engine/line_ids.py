"""Lines that begin with their id in a corpus of newspapers: the id tells where an article begins."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.engine.lines import LINE_ID, Line

OPENING = "TB"
HEADLINE, BODY, PARAGRAPH = "T", "B", "P"


def mark_articles(lines: Sequence[Line], text: str) -> None:
    """Have an article open where the id of the lines passes to another one, and nowhere else.

    Args:
        lines: Lines of the batch, with the labels of the line model where there is one.
        text: The pages, joined.
    """
    last, page = "", -1
    for line in lines:
        found = LINE_ID.match(text, line.start, line.end) if line.mark and not line.level else None
        if found is None:
            continue
        line.opens = (line.page, found["article"]) != (page, last)
        page, last = line.page, found["article"]
        if not line.label:
            continue
        if line.opens and line.label not in OPENING:
            line.label = HEADLINE if line.role == "heading" else BODY
        elif not line.opens and line.label in OPENING:
            line.label = PARAGRAPH
            line.role = "section_head" if line.role == "heading" else line.role
