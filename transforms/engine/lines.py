"""Lines of a page and what each looks like by itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from seeds.types import Seeds

TAG = re.compile(r"<[a-zA-Z/!][^<>\n]{0,200}>")
PARAGRAPH_TAG = re.compile(r"<(?:br|/p|/div|/h[1-6]|/li)\b[^<>\n]{0,20}>", re.IGNORECASE)
MARKDOWN_HEAD = re.compile(r"#{1,6}\s*(?=\S)")
NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十百\d]{1,4}[章节条]|\d{1,2}(?:\.\d{1,2}){0,3}(?![\d年月日％%])[、.\s]?)"
)
TERMINAL = "。！？!?…；;：:”’」』）)》】"
SENTENCE_MARK = re.compile(r"[。！？；]")
HAN = re.compile(r"[一-鿿]")
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
MAX_HEADING = 45


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or the part of a line between paragraph tags.

    Attributes:
        start: First character that is no blank and no tag.
        end: One past the last such character.
        text: The characters between, tags included.
        role: What the line looks like by itself: byline, editor, department, phone, email, credit, caption, link, rule, heading or body.
        mark: Length of a markdown heading mark before the text.
        full: Whether the line fills the width of a hard-wrapped page.
    """

    start: int
    end: int
    text: str
    role: str
    mark: int = 0
    full: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the sentence goes on after the line."""
        return self.text[-1] not in TERMINAL


def read_lines(text: str, seeds: Seeds) -> list[Line]:
    """Lines of a page that hold something, in order."""
    spans = [span for found in LINE.finditer(text) for span in _parts(text, found.start(), found.end())]
    trimmed = [span for span in (_trim(text, a, b) for a, b in spans) if span[0] < span[1]]
    width = _wrap_width([b - a for a, b in trimmed])
    return [_line(text, a, b, width, seeds) for a, b in trimmed]


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The line, split at paragraph tags."""
    if "<" not in text[start:end]:
        return [(start, end)]
    cuts = [found.span() for found in PARAGRAPH_TAG.finditer(text, start, end)]
    edges = [start, *(at for cut in cuts for at in cut), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end:
        if text[start].isspace() or text[start] in "\ufeff\u200b":
            start += 1
        elif text[start] == "<" and (tag := TAG.match(text, start, end)):
            start = tag.end()
        else:
            break
    while start < end:
        if text[end - 1].isspace() or text[end - 1] in "\ufeff\u200b":
            end -= 1
        elif (
            text[end - 1] == ">"
            and (at := text.rfind("<", max(start, end - 200), end)) >= start
            and TAG.fullmatch(text, at, end)
        ):
            end = at
        else:
            break
    return start, end


def _wrap_width(lengths: list[int]) -> int | None:
    """Width of a hard-wrapped page: many of the longer lines have (nearly) the same length."""
    long = [length for length in lengths if length >= 12]
    if len(long) < 6:
        return None
    width, _ = Counter(long).most_common(1)[0]
    near = sum(abs(length - width) <= 1 for length in long)
    return width if near * 3 >= len(long) and width <= 80 else None


def _line(text: str, start: int, end: int, width: int | None, seeds: Seeds) -> Line:
    mark = MARKDOWN_HEAD.match(text, start, end)
    first = mark.end() if mark else start
    content = text[first:end]
    full = width is not None and width - 1 <= len(content) <= width + 1
    return Line(start, end, content, "heading" if mark else _role(content, full, seeds), first - start, full)


def _role(content: str, full: bool, seeds: Seeds) -> str:
    for rule in seeds.area("layout"):
        if rule.pattern and len(content) <= int(rule.params.get("longest", 60)) and re.fullmatch(rule.pattern, content):
            return str(rule.params["role"])
    if re.search(str(seeds.rules["layout.caption"].params["search"]), content):
        return "caption"
    if len(content) > MAX_HEADING or full or not HAN.search(content) or SENTENCE_MARK.search(content):
        return "body"
    return "body" if content[-1] in "，、,—" else "heading"
