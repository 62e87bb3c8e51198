"""Labelled lines for training the line model, and pages rewritten in today's layout.

The labels: T first line of a headline that opens an article, U further line of it, B text that opens an article without a headline, Y byline,
S section head, P first line of a paragraph, C line that goes on with the paragraph.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Page = Mapping[str, Any]
OPENING = re.compile(r"(本报|据?新华社|据?中新社)[^，。]{0,14}[讯电]")
TEXT_STOP = re.compile(r"[。；]")
REPORTED = re.compile(r"^(?:本报|据?新华社)[^，。（]{0,14}[讯电](?:（?(?:本报)?记者([一-鿿]{2,3})(?:）|报道：))?")
# What stands before the text itself.
FILED = re.compile(
    r"^(?:本报|据?新华社|据?中新社)[^，。（]{0,14}?[讯电](?:（[^）]{0,12}）|(?:本报)?记者[一-鿿、]{2,12}?报道：)?"
)
PHOTOGRAPHER = re.compile(r"（(?:新华社记者|本报记者)?([一-鿿]{2,3})摄）$")
BYLINE_MARKS = ("□ 本报记者 ", "□ ", "本报记者 ", "■ 记者 ", "记者 ", "□本报记者", "文/", "作者：", "□ 本报通讯员 ")
COLUMN_ENDS = (
    "时评",
    "观察",
    "空间",
    "论坛",
    "聚焦",
    "在线",
    "新语",
    "快评",
    "视点",
    "热线",
    "之窗",
    "广角",
    "一线",
    "故事",
)
NUMBERS = ("一、", "二、", "三、", "（一）", "（二）", "1.", "2.")


@dataclass(frozen=True, eq=False)
class LabelledPage:
    """A page's lines and their labels.

    Attributes:
        text: The page.
        starts: First character of each line.
        ends: One past the last.
        labels: Label of each line.
    """

    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    labels: tuple[str, ...]

    def line(self, number: int) -> str:
        """Text of a line."""
        return self.text[self.starts[number] : self.ends[number]]


def _solid(text: str, start: int, end: int) -> list[int]:
    return [at for at in range(start, end) if not text[at].isspace()]


def label_page(page: Page, other: Page) -> LabelledPage:
    """Labels of a page's lines; paragraph starts come from the page with the longer lines.

    Args:
        page: The page to label.
        other: The same page in another layout (or itself).
    """
    text, lines = page["text"], page["lines"]
    whole = len(page["lines"]) <= len(other["lines"])
    paragraphs = _paragraph_starts(page, other)
    bylines = [set[str]() for _ in page["articles"]]
    for line in other["lines"]:
        if line["kind"] == "byline" and line["article"] < len(bylines):
            bylines[line["article"]].add(other["text"][line["start"] : line["end"]])
    labels: list[str] = []
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        content = text[line["start"] : line["end"]].strip()
        if line["kind"] == "title":
            opens = before is None or before["article"] != line["article"]
            label = "U" if not opens else "B" if _is_text(content) else "T"
        elif line["kind"] == "byline" or (whole and content in bylines[line["article"]]):
            label = "Y"
        elif line["article"] in paragraphs and not whole:
            label = "P" if line["start"] in paragraphs[line["article"]] else "C"
        elif whole or before is None or before["kind"] != "body" or text[before["end"] - 1] in "。！？”）":
            label = "P"
        else:
            label = "C"
        labels.append(label)
    starts = np.array([line["start"] for line in lines], dtype=np.int64)
    ends = np.array([line["end"] for line in lines], dtype=np.int64)
    return LabelledPage(text, starts, ends, tuple(_with_heads(text, starts, ends, labels)))


def _is_text(content: str) -> bool:
    return len(content) > 60 or bool(TEXT_STOP.search(content) or OPENING.match(content))


def _paragraph_starts(page: Page, other: Page) -> dict[int, set[int]]:
    """Offsets where a paragraph begins, per article whose two versions have the same characters."""
    starts = {line["start"] for line in other["lines"]}
    found: dict[int, set[int]] = {}
    for number, (here, there) in enumerate(zip(page["articles"], other["articles"], strict=False)):
        mine = _solid(page["text"], here["start"], here["end"])
        theirs = _solid(other["text"], there["start"], there["end"])
        if len(mine) == len(theirs):
            found[number] = {a for a, b in zip(mine, theirs, strict=True) if b in starts}
    return found


def _with_heads(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64], labels: list[str]) -> list[str]:
    """Short lines between paragraphs of one article are section heads."""
    heads = list(labels)
    for number in range(3, len(labels) - 1):
        content = text[starts[number] : ends[number]].strip()
        closed = text[ends[number - 1] - 1] in "。！？…”）"
        long_next = ends[number + 1] - starts[number + 1] > 18
        if (
            labels[number] == labels[number + 1] == "P"
            and labels[number - 1] in "PC"
            and 2 <= len(content) <= 18
            and content[-1] not in "。！？…；：，）”"
            and closed
            and long_next
        ):
            heads[number] = "S"
    return heads


def modernise(page: LabelledPage, chance: random.Random, *, bare: float = 0.0) -> LabelledPage:
    """The page in today's layout: parted by blank lines, with bylines of their own, columns, section heads and paragraphs torn at column ends.

    Args:
        page: A page with one paragraph per line.
        chance: Source of the choices.
        bare: Share of pages whose texts begin at once, without byline and dateline.
    """
    heads = [page.line(at) for at, label in enumerate(page.labels) if label == "S"] or ["新的思路", "加强管理"]
    names = _names(page)
    gap = chance.choice(["\n\n", "\n\n", "\n\n", "\n"])
    with_bylines, with_columns, with_heads = chance.random() < 0.7, chance.random() < 0.5, chance.random() < 0.6
    torn = chance.choice([0.0, 0.08, 0.15])
    at_once = bare > 0 and chance.random() < bare
    lines: list[tuple[str, str]] = []
    if chance.random() < 0.15:
        bodies = [
            page.line(at)
            for at, label in enumerate(page.labels)
            if label == "P" and page.ends[at] - page.starts[at] > 40
        ]
        lines += [(line, "P") for line in bodies[-1:]]
    for number, label in enumerate(page.labels):
        content = page.line(number)
        if label in "TB":
            position = 0
            signed = with_bylines and label == "T" and chance.random() < 0.75
        if label == "T":
            if with_columns and chance.random() < 0.25 and len(content) > 8:
                lines.append((_column(content, chance), "T"))
                label = "U"
            if len(content) > 11 and chance.random() < 0.5:
                middle = chance.randint(5, len(content) - 5)
                content = f"{content[:middle]} {content[middle:]}"
        if label == "Y":
            content, signed = chance.choice(BYLINE_MARKS) + content.removeprefix("本报记者"), False
        if label == "P" and len(content) > 24:
            if at_once and position == 0:
                content, signed = FILED.sub("", content) or content, False
            if signed:
                lines.append((_byline(names, chance), "Y"))
                content, signed = REPORTED.sub("", content) or content, False
            elif with_heads and position in (3, 6) and chance.random() < 0.4:
                lines.append((chance.choice(("", "", *NUMBERS)) + chance.choice(heads), "S"))
            position += 1
        credit = PHOTOGRAPHER.search(content)
        if credit and chance.random() < 0.6:
            content, last = content[: credit.start()], f"新华社发({credit[1]} 摄)"
            lines += [(part, tag) for part, tag in [(content, label), (last, "P")] if part]
            continue
        if label == "P" and len(content) > 60 and chance.random() < torn:
            cut = chance.randint(20, len(content) - 20)
            lines += [(content[:cut], "P"), (content[cut:], "C")]
            continue
        lines.append((content, label))
    return _laid_out(lines, gap, chance)


def rewrap(page: LabelledPage, chance: random.Random) -> LabelledPage:
    """The page hard-wrapped at another width, parted by line feeds or blank lines, paragraphs indented or not.

    Args:
        page: A page with one paragraph per line.
        chance: Source of the choices.
    """
    width, gap = chance.randint(13, 40), chance.choice(["\n", "\n\n"])
    indent, indented_heads = chance.choice(["", "", "\u3000\u3000", "    "]), chance.random() < 0.5
    lines: list[tuple[str, str]] = []
    for number, label in enumerate(page.labels):
        content = page.line(number)
        text = label in "BPC"
        before = indent if text or indented_heads else ""
        first = width - (len(before) if before.isspace() and "\u3000" in before else len(before) // 2)
        rest = {"T": "U", "U": "U"}.get(label, "C" if text else label)
        cuts = [0, *range(first, len(content), width), len(content)] if label not in "Y" else [0, len(content)]
        parts = [content[a:b] for a, b in pairwise(cuts) if content[a:b].strip()]
        lines += [(before + part if at == 0 else part, label if at == 0 else rest) for at, part in enumerate(parts)]
    return _laid_out(lines, gap, chance)


def _names(page: LabelledPage) -> list[str]:
    found = [found[1] for at in range(len(page.labels)) if (found := REPORTED.match(page.line(at))) and found[1]]
    return found or ["王小明", "李雷"]


def _column(title: str, chance: random.Random) -> str:
    at = chance.randint(0, len(title) - 3)
    return title[at : at + 2] + chance.choice(COLUMN_ENDS)


def _byline(names: Sequence[str], chance: random.Random) -> str:
    return chance.choice(BYLINE_MARKS) + " ".join(chance.choice(names) for _ in range(chance.choice([1, 1, 1, 2])))


def _laid_out(lines: Sequence[tuple[str, str]], gap: str, chance: random.Random) -> LabelledPage:
    parts: list[str] = []
    starts: list[int] = []
    at = 0
    for number, (content, label) in enumerate(lines):
        between = gap if number else chance.choice(["", "\n\n"])
        if number and label in "TB" and chance.random() < 0.2:
            between += "\n" * chance.randint(1, 3)
        parts += [between, content]
        starts.append(at + len(between))
        at += len(between) + len(content)
    blanks = np.array([len(content) - len(content.lstrip()) for content, _ in lines], dtype=np.int64)
    lengths = [len(content.strip()) for content, _ in lines]
    first = np.array(starts, dtype=np.int64) + blanks
    return LabelledPage(
        "".join(parts), first, first + np.array(lengths, dtype=np.int64), tuple(tag for _, tag in lines)
    )
