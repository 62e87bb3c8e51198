"""Lines of pages and what each looks like by itself."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, zip_longest

from seeds.types import Seeds
from transforms.engine.clauses import BRACKETED_DATELINE
from transforms.engine.repair import ENTITY, TAG
from transforms.engine.signatures import signed_names

UNPRINTED = re.compile(rf"{TAG}|{ENTITY}")
# First characters of a tag or a blank written as an entity, by the last ones.
OPENED = {">": "<", ";": "&"}
OPENS = frozenset(OPENED.values())
PARAGRAPH_TAG = re.compile(r"<(?:br|/p|/div|/h[1-6]|/li|/td|/tr)\b[^<>\n]{0,20}>", re.IGNORECASE)
MARKDOWN_HEAD = re.compile(r"(#{1,6})[ \t]*(?=\S)")
# 19980101-01-003-002: day, page, article and paragraph of a corpus of newspapers, right before the text.
LINE_ID = re.compile(r"(?P<article>(?:19|20)[0-9]{6}-[0-9]{2}-[0-9]{3})-[0-9]{3}(?:/m)?[ \t]*(?=[^\s-])")
LIST_MARK = re.compile(r"[-*+•·][ \t]+(?=[^-*+•·\s])")
DATELINE = re.compile(
    rf"{BRACKETED_DATELINE}"
    r"|[（(]?(?:本报|据?新华社|据?中新社|本刊|本台|据?人民网|据?央视网?|据?中国新闻网|[一-鿿]{2,6}[网社])[^。，\n]{0,24}?(?:讯|电|消息|报道)(?![一-鿿]{0,3}[称指示])|[一-鿿]{2,8}\s?(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日[电讯]"
)
NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十百\d]{1,4}[章节条]|\d{1,2}(?:\.\d{1,2}){0,3}(?![\d年月日％%至到～~—–-])[、.\s]?)"
)
# Numbering that only sections have.
SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十百\d]{1,4}[章节条]|\d{1,2}(?:\.\d{1,2}){1,3}(?![\d％%万亿元])|\d{1,2}[、．]"
)
# How speeches begin; lists of sources; and where the rest of a text stands.
SALUTATION = re.compile(
    r"(?:尊敬的|各位|亲爱的|女士们|先生们|同志们|同胞们|朋友们|代表们|编辑同志|[一-鿿]{2,4}同志[:：])[^。，\n]{0,30}[：:]?"
)
SOURCE_ENTRY = re.compile(r"\[\d{1,3}\]")
JUMP = re.compile(r"[（(【]?(?:下转|上接|紧接|转|接)[^（）()。\n]{0,8}版[^（）()。\n]{0,10}[）)】]?")
# A column's name between brackets, and who speaks in an interview.
COLUMN_HEAD = re.compile(r"[【［\[〔][^【】［］\[\]〔〕。，]{2,12}[】］\]〕]")
SPEAKER = re.compile(r"(?:问|答|记者|主持人|主播|网友)[：:]")
BRACKETED = re.compile(r"[（(][^（）()]{1,40}[）)]")
TERMINAL = "。！？!?…；;：:”’」』）)》】"
SENTENCE_MARK = re.compile(r"[。！？；]")
HAN = re.compile(r"[一-鿿]")
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
INVISIBLE = "\ufeff\u200b\xad"
MAX_HEADING = 45
# Columns of a hard-wrapped page, and how many full lines make one.
NARROWEST, WIDEST, FEWEST_FULL = 12, 80, 6
FEWEST_FLUSH = 4
# A line of this length that ends in a colon introduces what follows; a shorter one heads it.
LONG_COLON = 12


@dataclass(slots=True)
class Line:
    """A line, or the part of a line between paragraph tags.

    Attributes:
        start: First character that is no blank and no tag, in the text of all pages.
        end: One past the last such character.
        text: The characters between, tags included.
        page: Number of the page.
        role: What the line looks like by itself: a role of the layout rules, heading or body.
        mark: Length of a markdown heading, a list mark or a line's id before the text.
        level: Number of `#` of a heading.
        full: Whether the line fills the width of a hard-wrapped page.
        indented: Whether blanks stand before it.
        runs_on: Whether the page's indentation says that it goes on with the paragraph above.
        label: Label of the line model, empty without it.
        opens: Whether a mark says that it opens a unit.
        setting: How the page sets it among its heads, empty where that tells nothing.
    """

    start: int
    end: int
    text: str
    page: int
    role: str = "body"
    mark: int = 0
    level: int = 0
    full: bool = False
    indented: bool = False
    runs_on: bool = False
    label: str = ""
    opens: bool = False
    setting: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the sentence goes on after the line."""
        return self.text[-1] not in TERMINAL and not self.text.endswith(("摄", "供图", "."))


def read_lines(text: str, page_starts: Sequence[int], seeds: Seeds) -> list[Line]:
    """Lines that hold something, in order.

    Args:
        text: The pages, joined by line feeds.
        page_starts: Offset of each page in `text`, ascending.
        seeds: Loaded seeds (rules of the area layout).
    """
    spans: Iterable[tuple[int, int]] = (found.span() for found in LINE.finditer(text))
    if "<" in text:
        spans = (part for start, end in spans for part in _parts(text, start, end))
    lines = [
        _line(text, start, end, bisect_right(page_starts, start) - 1)
        for start, end in (_trim(text, *span) for span in spans)
        if start < end
    ]
    _mark_full(lines)
    _mark_running(text, lines)
    _assign_looks(lines, seeds)
    if "#" in text:
        _rank_heads(lines)
    return lines


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The line, split at paragraph tags."""
    if text.find("<", start, end) < 0:
        return [(start, end)]
    cuts = [found.span() for found in PARAGRAPH_TAG.finditer(text, start, end)]
    edges = [start, *(at for cut in cuts for at in cut), end]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    if start < end and "一" <= text[start] <= "龥" and "\u3001" <= text[end - 1] <= "龥":
        # As most lines begin and end: with an ideograph, and with one or its punctuation.
        return start, end
    while start < end:
        if text[start].isspace() or text[start] in INVISIBLE:
            start += 1
        elif text[start] in OPENS and (tag := UNPRINTED.match(text, start, end)):
            start = tag.end()
        else:
            break
    while start < end:
        if text[end - 1].isspace() or text[end - 1] in INVISIBLE:
            end -= 1
        elif (
            text[end - 1] in OPENED
            and (at := text.rfind(OPENED[text[end - 1]], max(start, end - 203), end)) >= start
            and UNPRINTED.fullmatch(text, at, end)
        ):
            end = at
        else:
            break
    return start, end


def _line(text: str, start: int, end: int, page: int) -> Line:
    if text[start] == "#" and (mark := MARKDOWN_HEAD.match(text, start, end)):
        return Line(start, end, text[mark.end() : end], page, "heading", mark.end() - start, len(mark[1]))
    if text[start] in "12" and (mark := LINE_ID.match(text, start, end)):
        return Line(start, end, text[mark.end() : end], page, mark=mark.end() - start)
    if text[start] in "-*+•·" and (mark := LIST_MARK.match(text, start, end)):
        return Line(start, end, text[mark.end() : end], page, "list_item", mark.end() - start)
    return Line(start, end, text[start:end], page)


def _mark_full(lines: Sequence[Line]) -> None:
    """On hard-wrapped pages many of the longer lines have (nearly) the same length, most of them inside a sentence: they are full."""
    long: dict[int, list[Line]] = {}
    for line in lines:
        if len(line.text) >= NARROWEST:
            long.setdefault(line.page, []).append(line)
    for found in long.values():
        (width, _), *_ = Counter(len(line.text) for line in found).most_common(1)
        full = [line for line in found if abs(len(line.text) - width) <= 1]
        torn = sum(line.is_open for line in full)
        if len(full) >= FEWEST_FULL and width <= WIDEST and len(full) * 3 >= len(found) and torn * 2 >= len(full):
            for line in full:
                line.full = True


def _mark_running(text: str, lines: Sequence[Line]) -> None:
    """On hard-wrapped pages whose paragraphs are indented the lines that are not go on with the one above.

    On other pages the lines without indentation are headlines: hardly one of them follows a line whose sentence is open.
    """
    for line in lines:
        line.indented = line.start > 0 and text[line.start - 1] in " \t\u3000"
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        flush = [number for number in range(1, len(page)) if not page[number].indented]
        torn = sum(page[number - 1].is_open and len(page[number - 1].text) >= NARROWEST for number in flush)
        if len(flush) >= FEWEST_FLUSH and torn * 5 >= len(flush) * 4 and any(line.indented for line in page):
            # Where few lines stand apart, those do not go on; some pages print an empty line behind each.
            apart = {number for number in flush if text.count("\n", page[number - 1].end, page[number].start) > 1}
            apart = apart if len(apart) * 4 < len(flush) else set()
            first = next(number for number, line in enumerate(page) if line.indented)
            for number in flush:
                above = page[number - 1]
                # Above the first paragraph the head of the page and a headline stand, or the end of a text from elsewhere.
                long = above.full if number < first else len(above.text) >= NARROWEST
                page[number].runs_on = long and number not in apart and not _is_between(page, number)


def _is_between(page: Sequence[Line], number: int) -> bool:
    """Whether a line stands between the end of a paragraph and the beginning of another.

    The paragraph's last line does not fill its width, or the line itself neither fills it nor ends a sentence.
    """
    above, line, below = page[number - 1], page[number], page[number + 1] if number + 1 < len(page) else None
    ended = not above.is_open and not (above.full and (line.full or not line.is_open))
    return ended and below is not None and below.indented


@functools.lru_cache(maxsize=2)
def _looks(seeds: Seeds) -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """Role, longest line and pattern of each layout rule; it begins with the line feed before the line, which the engine skips to."""
    return tuple(
        (str(rule.params["role"]), int(rule.params["longest"]), re.compile(f"\n(?:{rule.pattern})$", re.MULTILINE))
        for rule in seeds.area("layout")
        if rule.pattern
    )


def _assign_looks(lines: Sequence[Line], seeds: Seeds) -> None:
    """Give every line the role it looks like; each rule scans the lines that are short enough for it once."""
    by_length = sorted((line for line in lines if not line.mark), key=lambda line: len(line.text))
    lengths = [len(line.text) for line in by_length]
    joined, starts = _joined(by_length)
    joined = f"\n{joined}"
    for role, longest, pattern in reversed(_looks(seeds)):
        for found in pattern.finditer(joined, 0, starts[bisect_right(lengths, longest)]):
            at = bisect_right(starts, found.start()) - 1
            if found.end() - found.start() - 1 == lengths[at]:
                by_length[at].role = role
    caption = seeds.rules["layout.caption"].params
    needed = re.compile(f"[{re.escape(str(caption['needs']))}]")
    pictured = [line for line in lines if needed.search(line.text)]
    joined, starts = _joined(pictured)
    for found in re.compile(str(caption["search"]), re.MULTILINE).finditer(joined):
        line = pictured[bisect_right(starts, found.end() - 1) - 1]
        if line.role == "body":
            line.role = "caption"
    before = ""
    for line, following in zip_longest(lines, lines[1:]):
        if (
            line.role == "body"
            and line.text[0] in "（("
            and BRACKETED.fullmatch(line.text)
            and signed_names(line.text, seeds)
        ):
            line.role = "byline"
        # Text begins after a byline, and a comma there is one of a torn sentence; a line that runs on needs text before it.
        torn = (before == "byline" and "，" in line.text) or (following is not None and following.runs_on)
        if line.role == "body" and _heads(line) and not torn:
            line.role = "heading"
        before = line.role


def _rank_heads(lines: Sequence[Line]) -> None:
    """Markdown headings: one right above a deeper one names a part of the page; below a page's only title they head sections."""
    tops: dict[int, list[int]] = {}
    for number, line in enumerate(lines):
        if line.level:
            tops.setdefault(line.page, []).append(number)
    for heads in tops.values():
        top = min(lines[number].level for number in heads)
        titles = [number for number in heads if lines[number].level == top]
        alone = len(titles) == 1 and len(heads) > 1 and not _above_head(lines, titles[0])
        for number in heads:
            if _above_head(lines, number):
                lines[number].role = "department"
            elif alone and lines[number].level > top and number > titles[0]:
                lines[number].role = "section_head"


def _above_head(lines: Sequence[Line], number: int) -> bool:
    after = lines[number + 1] if number + 1 < len(lines) else None
    return after is not None and after.page == lines[number].page and after.level > lines[number].level


def _joined(lines: Sequence[Line]) -> tuple[str, list[int]]:
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    return "\n".join(line.text for line in lines), starts


def _heads(line: Line) -> bool:
    content = line.text
    return (
        len(content) <= MAX_HEADING
        and not line.full
        and not line.runs_on
        and content[-1] not in "，、,—"
        and not (content[-1] in "：:" and (len(content) >= LONG_COLON or content.startswith("图片")))
        and content.count("“") == content.count("”")
        and (content[0] not in "（(" or BRACKETED.fullmatch(content) is None)
        and HAN.search(content) is not None
        and SENTENCE_MARK.search(content) is None
        and DATELINE.match(content) is None
        and SALUTATION.fullmatch(content) is None
        and SOURCE_ENTRY.match(content) is None
        and JUMP.fullmatch(content) is None
        and SPEAKER.match(content) is None
    )
