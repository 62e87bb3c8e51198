"""Front matter: the head of a Markdown file that tells about it between two rules (title: …, date: …)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from transforms.engine.lines import Line

RULE, LONGEST = "---", 60
KEY = re.compile(r"[A-Za-z][A-Za-z_\-]{1,24}:(?:[ \t].*)?")
TITLE = re.compile(r"title:[ \t]+[\"'“]?(?P<title>[^\"'”]+)")


def mark_front_matter(lines: Sequence[Line]) -> None:
    """Make furniture of front matter; where no heading stands below it, its title is the headline.

    Args:
        lines: Lines of the pages, in order, with the roles that they look like.
    """
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        close = next((at for at, line in enumerate(page[1 : LONGEST + 1], start=1) if line.text == RULE), 0)
        inside = page[1:close]
        if page[0].text != RULE or not inside or KEY.fullmatch(inside[0].text) is None:
            continue
        headed = any(line.level for line in page)
        for line in page[: close + 1]:
            line.role, line.mark, line.level = "furniture", 0, 0
            title = None if headed else TITLE.match(line.text)
            if title is not None:
                line.end, line.mark = line.start + title.end("title"), title.start("title")
                line.role, line.text = "heading", title["title"]
