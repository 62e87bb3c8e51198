"""From lines to articles: which lines make one paragraph, which head an article, and which belong to none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.engine.head_settings import HEADLINE, INNER
from transforms.engine.lines import BRACKETED, DATELINE, NUMBERED, Line

SIGNED = re.compile(r"[（(](?:[^（）()。，\d]{2,24}|(?:据?本报|据?新华社|据?中新社)[^（）()。，]{2,20}[电讯])[）)]$")
TAIL = re.compile(r"[（(](?:完|记者|新华社|据|本报|摄影|作者|转载|来源|供稿|编辑)[^（）()]{0,40}[）)]$")
ABSTRACT = re.compile(r"[【\[]?(?:摘[ \t\u3000]*要|关键词|关键字|中图分类号)[】\]]?[ \t\u3000]*[:：]?")
BOX_ROLES = {"editor", "department", "phone", "email"}
SHORT_HEAD = 14
COLUMN_MAX = 8


@dataclass(slots=True)
class Paragraph:
    """Lines that are one element of the page.

    Attributes:
        role: Role of the block it becomes.
        lines: Its lines.
        opens: Whether it opens an article, as far as the line model says; None without the model.
    """

    role: str
    lines: list[Line]
    opens: bool | None = None

    @property
    def start(self) -> int:
        """Raw start, markdown mark included."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Raw end."""
        return self.lines[-1].end

    @property
    def text(self) -> str:
        """The lines joined, for decisions only."""
        return self.lines[0].text if len(self.lines) == 1 else "".join(line.text for line in self.lines)


@dataclass(slots=True)
class Unit:
    """An article in the making.

    Attributes:
        kind: Kind of the article, as far as it is known.
        paragraphs: Its elements.
        searched: How many of them have been searched for text.
        has_text: Whether there is text in those.
    """

    kind: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    searched: int = 0
    has_text: bool = False


def join_lines(lines: Sequence[Line]) -> list[Paragraph]:
    """Join the lines of a page whose sentence goes on in the next one.

    A body line that ends without a closing mark goes on, across blank lines as well, unless the next line cannot belong to running text
    (byline, contact, credit) or is a headline before a byline. On a hard-wrapped page a line that fills the width goes on, whatever looks like
    a headline after it. Where the line model has spoken its word counts, except that no sentence ends at a comma.
    """
    paragraphs: list[Paragraph] = []
    for number, line in enumerate(lines):
        last = paragraphs[-1] if paragraphs else None
        if last is not None and _belongs(last, line, lines[number + 1 : number + 2]):
            last.lines.append(line)
            if line.role == "caption":
                last.role = "caption"
        else:
            opens = (line.label in "TB" or (line.level > 0 and line.role == "heading")) if line.label else None
            opens = line.opens or opens
            paragraphs.append(Paragraph(line.role, [line], opens))
    return paragraphs


def _belongs(last: Paragraph, line: Line, following: Sequence[Line]) -> bool:
    previous = last.lines[-1]
    if line.opens or ABSTRACT.match(line.text):
        return False
    if line.runs_on:
        return last.role in {"body", "caption"}
    if line.label == "U" and last.role == "heading" and not line.mark and not last.lines[0].mark:
        # A headline that was wrapped like text; lines of a headline that differ in length are set on purpose.
        return (
            previous.label in "TU"
            and not line.text.startswith("—")
            and abs(len(previous.text) - len(line.text)) <= 1
            and len(line.text) >= 8
        )
    if last.role not in {"body", "caption"} or line.mark or line.role not in {"body", "heading", "caption"}:
        return False
    if line.label:
        torn = previous.text[-1] in "，、" and line.label == "P" and line.role == "body"
        return (line.label == "C" or torn) and not DATELINE.match(line.text)
    return _goes_on(previous, line, following)


def _goes_on(previous: Line, line: Line, following: Sequence[Line]) -> bool:
    """Whether a line goes on with the paragraph, by rule."""
    if not previous.is_open or DATELINE.match(line.text):
        return False
    if line.role == "heading":
        headed = bool(following) and (following[0].role == "byline" or DATELINE.match(following[0].text) is not None)
        return (previous.full or len(previous.text) >= 16) and not headed
    return True


def is_box(paragraph: Paragraph) -> bool:
    """Whether a paragraph belongs to an editorial box."""
    return paragraph.role in BOX_ROLES


def group_units(paragraphs: Sequence[Paragraph]) -> list[Unit]:
    """Group paragraphs into articles.

    A run of headings opens an article when a byline or dateline follows, when it opens the page or follows a closed article, or when it is too long
    for a section head; a body paragraph with its own dateline opens an article without a headline.
    """
    units: list[Unit] = []
    at = 0
    while at < len(paragraphs):
        paragraph = paragraphs[at]
        current = units[-1] if units else None
        if is_box(paragraph):
            _open_or_extend(units, "editorial_box").paragraphs.append(paragraph)
            at += 1
        elif paragraph.role == "heading":
            stop = at
            while stop < len(paragraphs) and paragraphs[stop].role == "heading":
                stop += 1
            run, nexts = paragraphs[at:stop], paragraphs[stop : stop + 3]
            if nexts and is_box(nexts[0]) and len(run) == 1 and len(run[0].text) <= SHORT_HEAD:
                _open_or_extend(units, "editorial_box").paragraphs += run
            else:
                at = _place_headings(units, run, nexts, at)
                continue
            at = stop
        elif paragraph.role == "furniture" and (current is None or current.kind == "editorial_box"):
            _open_or_extend(units, "editorial_box").paragraphs.append(paragraph)
            at += 1
        else:
            if current is None or current.kind == "editorial_box" or _opens_without_headline(current, paragraph):
                units.append(Unit("news"))
            units[-1].paragraphs.append(paragraph)
            at += 1
    return units


def _place_headings(units: list[Unit], run: Sequence[Paragraph], nexts: Sequence[Paragraph], at: int) -> int:
    """Put a run of headings into the article they belong to; return the place after them."""
    current = units[-1] if units else None
    if run[0].opens is None:
        if current is None or current.kind == "editorial_box" or _opens_article(current, run, nexts):
            units.append(Unit("news", list(run)))
            return at + len(run)
        for head in run:
            head.role = "section_head"
        current.paragraphs += run
        return at + len(run)
    below_text = current is not None and _has_body(current)
    for place, head in enumerate(run):
        # A deeper heading right above the headline opens its article.
        over = place > 0 and run[place - 1].lines[0].level > head.lines[0].level > 0
        if (head.opens and not over) or not units or units[-1].kind == "editorial_box":
            units.append(Unit("news"))
            below_text = False
        elif below_text:
            head.role = "section_head"
        units[-1].paragraphs.append(head)
    return at + len(run)


def _open_or_extend(units: list[Unit], kind: str) -> Unit:
    if not units or units[-1].kind != kind:
        units.append(Unit(kind))
    return units[-1]


def _has_body(unit: Unit) -> bool:
    """Whether the unit holds text; what was searched before is not searched again."""
    while not unit.has_text and unit.searched < len(unit.paragraphs):
        unit.has_text = unit.paragraphs[unit.searched].role in {"body", "caption"}
        unit.searched += 1
    return unit.has_text


def _is_closed(unit: Unit) -> bool:
    """Whether the article's last paragraph ends as articles do: a signature, a source, a credit."""
    last = unit.paragraphs[-1]
    return last.role in {"credit", "link", "byline"} or bool(
        TAIL.search(last.text) or (last.role == "body" and SIGNED.search(last.text))
    )


def _opens_article(current: Unit, run: Sequence[Paragraph], nexts: Sequence[Paragraph]) -> bool:
    if not _has_body(current) or run[0].lines[0].setting == INNER:
        return False
    if run[0].lines[0].setting == HEADLINE:
        return True
    if run[0].lines[0].level:
        return not NUMBERED.match(run[0].text)
    if any(paragraph.role == "byline" for paragraph in nexts[:1]):
        return True
    if nexts and (DATELINE.match(nexts[0].text) or nexts[0].role == "caption"):
        return True
    if NUMBERED.match(run[0].text):
        return False
    if _is_closed(current):
        return True
    longest = max(len(paragraph.text) for paragraph in run)
    return longest > SHORT_HEAD or len(run) > 1


def _opens_without_headline(current: Unit, paragraph: Paragraph) -> bool:
    if paragraph.opens is not None:
        return paragraph.opens
    if not _has_body(current) or paragraph.role not in {"body", "caption"}:
        return False
    if not DATELINE.match(paragraph.text) or BRACKETED.fullmatch(paragraph.text):
        return False
    # Under one headline several agencies may report; below a signature a dateline begins something else.
    return current.paragraphs[0].role != "heading" or _is_closed(current)
