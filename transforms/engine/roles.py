"""Roles inside an article, its kind, its authors, and which article a pull quote repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from seeds.types import Seeds
from transforms.engine.code_points import codes_of
from transforms.engine.duplicates import word_characters
from transforms.engine.layout import COLUMN_MAX, Unit
from transforms.engine.lines import COLUMN_HEAD, DATELINE
from transforms.engine.matching import matching_form
from transforms.engine.shingles import containments, first_places
from transforms.engine.signatures import is_name, signed_names

PUNCTUATION = re.compile(r"[\W_]+")
NAME = r"(?:[一-鿿·]{2,4}|[一-鿿][ \u3000][一-鿿])"
REPORTER = re.compile(
    rf"(?:记者|通讯员|评论员|撰稿人|作者|撰文|采写)(?:[:：]|\s)*({NAME}(?:[\s、,，/／]{{1,3}}(?:通讯员|记者)?\s*{NAME}){{0,5}}?)"
    r"\s*(?=[）)报摄文从在昨今\s]|$|[一-鿿]{0,6}[报电讯])"
)
# 本报记者 某某《某某日报》（2018年12月03日 第 01 版）: where it was printed.
# Amounts, shares and counts; a byline may tell its day.
FIGURED = re.compile("[0-9０-９](?:[万亿倍％%]|[个家户人名台套吨])")
PRINTED_IN = re.compile(r"《[^《》\n]{2,12}》(?:[（(][^（）()\n]{0,40}[）)])?[ \t\u3000]*$")
MARKED = re.compile(
    r"^[（(]?[□■◎○●◆▲△☆★]?\s*(?:(?:本报|本刊|本网|本社|新华社|中新社|人民日报|人民网|央视)?(?:驻[一-鿿]{1,8}?)?(?:首席|特派|实习|见习|特约|资深)?(?:记者|通讯员|评论员|撰稿人|作者|撰文|采写|文[/／：:]))?[:：]?\s*"
)
PHOTOGRAPHER = re.compile(
    r"(?:^|[（(]|记者|通讯员|[社报]发?|\s)\s*([一-鿿·]{2,4}|[一-鿿] [一-鿿])\s*(?:摄影报道|摄影|摄)(?![一-鿿])"
)
SIGNED_BY = re.compile(
    r"(?:作者|记者|撰文|文)[:：/][ \t\u3000]*([一-鿿·]{2,4}(?:[ \t\u3000、,，]+[一-鿿·]{2,4}(?![:：/]))*)"
)
# Labels of a line about editors, and which of them name people of the paper.
LABELLED = re.compile(r"([一-鿿]{1,8})[ \t\u3000]*[:：]([^:：]*?)(?=[一-鿿]{1,8}[ \t\u3000]*[:：]|$)")
EDITS = re.compile(r"[编辑审校]|版式|版面|统筹|策划|制图|监制|主任|美术|设计")
SIGNED = re.compile(r"[（(]([^（）()]{2,24})[）)]$")
TAKEN_BY = re.compile(r"摄(?:影)?(?:报道)?[）)]$")
REPORTS = re.compile(r"报[道导]$|[专]?电$|讯$")
OFFICE = re.compile(
    r"[一-鿿]{1,16}(?:[省市县区州部局厅院校行会]长|主席|总理|主任|书记|教授|研究员|董事长|总经理|代表|委员|总裁)"
    r"[ \t\u3000]+([一-鿿]{2,4}|[一-鿿][ \u3000][一-鿿])"
    r"|[一-鿿]{2,20}(?:大学|学院|研究所|研究院|书记|[省市县区]长|主席|主任|教授|记者)([一-鿿]{2,3})"
)
COLUMN_END = re.compile(
    r"(?:[时快短锐微]评|观察|论坛|聚焦|在线|视点|之窗|广角|一线|故事|访谈|专栏|专题|热线|笔谈|纵横|漫谈|随笔|连载|评论|风采|人物|来信|信箱"
    r"|空间|新语|新闻|视野|天地|园地)$"
)
SHORT_COLUMN = 6
NOTE_MARK = re.compile(r"[\d*†‡#①②③④⑤⑥⑦⑧⑨¹²³,，]+")
TRADE = re.compile(
    r"(?:[一-鿿\d]{0,8}(?:[报社网台刊经]|新闻|媒体|中国|报道))?(?:特约|特派|实习|见习|首席|资深)?(?:记者|通讯员|研究员)|实习生"
)
NAME_PART = re.compile(r"[一-鿿·]+")
NOT_NAMES = {"报道", "摄影", "文", "图", "文图", "整理", "通讯员", "记者", "本报记者", "编译"}
SHINGLE = 8
REPEAT, REWORDED = 0.8, 0.4
SHORTEST_QUOTE, LONGEST_QUOTE = 30, 400


def assign_roles(units: Sequence[Unit], seeds: Seeds) -> list[Unit]:
    """Give headings their role (column, title, subtitle), split off pull quotes and orphan fragments, and decide each unit's kind.

    Args:
        units: Units of a page.
        seeds: Loaded seeds: parameter `column` of the rule articles.photo_caption.
    """
    pictures = re.compile(str(seeds.rules["articles.photo_caption"].params["column"]))
    found: list[Unit] = []
    known = _PageText(units)
    for unit in units:
        _name_headings(unit, seeds)
        found += _split_pull_quotes(unit, known)
    several = len(found) > 1
    for number, unit in enumerate(found):
        unit.kind = _kind(unit, first=number == 0, several=several)
        heads = [paragraph for paragraph in unit.paragraphs if paragraph.role == "title"]
        if unit.kind == "photo_caption" and len(heads) == 1 and pictures.search(heads[0].text):
            heads[0].role = "column"
    return found


def _name_headings(unit: Unit, seeds: Seeds) -> None:
    first = unit.paragraphs[0]
    if first.role == "byline" and len(unit.paragraphs) > 1 and not _signs(first.text, seeds):
        # Nobody signs before the headline.
        first.role = "heading"
    heads = []
    for paragraph in unit.paragraphs:
        if paragraph.role != "heading":
            break
        heads.append(paragraph)
    bylined = any(paragraph.role == "byline" for paragraph in unit.paragraphs[len(heads) : len(heads) + 1])
    for head in heads[1:]:
        if _signs(head.text, seeds):
            head.role = "byline"
            bylined = True
    heads = [head for head in heads if head.role == "heading"]
    if len(heads) > 1 and _is_column(heads[0].text, heads[1].text):
        heads.pop(0).role = "column"
    top, titled = min((head.lines[0].level for head in heads), default=0), False
    for head in heads:
        over = top > 0 and head.lines[0].level > top
        under = titled and (bylined or head.text.startswith(("—", "副标题", "副题")))
        head.role = "subtitle" if over or under else "title"
        titled = titled or not over
    for paragraph in unit.paragraphs:
        if paragraph.role == "heading":
            paragraph.role = "section_head"


def _is_column(text: str, following: str) -> bool:
    """Whether the first of two headings names a column: short, above a longer one that is no sentence of its own."""
    if COLUMN_HEAD.fullmatch(text):
        return True
    short = len(text) <= COLUMN_MAX and (len(text) <= SHORT_COLUMN or COLUMN_END.search(text) is not None)
    return short and len(following) > len(text) and not re.search(r"[，。]|—$", following)


def _signs(text: str, seeds: Seeds) -> bool:
    """Whether a line names who wrote or spoke: names, notes to them aside, or an office and a name."""
    office = OFFICE.fullmatch(text)
    if office:
        return is_name((office[1] or office[2]).replace(" ", "").replace("\u3000", ""), seeds)
    return (not tells_figures(text) and MARKED.sub("", text) != text) or bool(
        signed_names(NOTE_MARK.sub(" ", text), seeds)
    )


def tells_figures(text: str) -> bool:
    """Whether a line tells figures, as no byline does (●竣工8012万平方米)."""
    return FIGURED.search(text) is not None and "记者" not in text


class _PageText:
    """Body texts of a page without punctuation, and how far they have been read."""

    def __init__(self, units: Sequence[Unit]) -> None:
        bodies = (paragraph for unit in units for paragraph in unit.paragraphs if paragraph.role == "body")
        self.whole = _without_marks("\n".join(paragraph.text for paragraph in bodies))
        self.texts = self.whole.split("\n")
        self.number = self.end = 0
        self.firsts: NDArray[np.int64] | None = None

    def repeats(self) -> bool:
        """Whether most of the next body text stands before it; two places of it are looked up before all are."""
        text, before = self.texts[self.number], self.end
        self.number, self.end = self.number + 1, before + len(text) + 1
        if not SHORTEST_QUOTE <= len(text) <= LONGEST_QUOTE:
            return False
        places = (len(text) // 3, 2 * len(text) // 3 - SHINGLE)
        if self.firsts is None:
            if all(self.whole.find(text[at : at + SHINGLE], 0, before) < 0 for at in places):
                return False
            self.firsts = first_places(self.whole, SHINGLE)
        firsts = self.firsts[before : before + len(text) - SHINGLE + 1]
        if all(firsts[at] + SHINGLE > before for at in places):
            return False
        known = np.unique(firsts)
        return bool(np.count_nonzero(known + SHINGLE <= before) / len(known) >= REPEAT)


def _without_marks(text: str) -> str:
    """The lines of a text without punctuation and blanks."""
    codes = codes_of(text)
    if len(codes) and codes.max() > 0xFFFF:
        return "\n".join(PUNCTUATION.sub("", line) for line in text.split("\n"))
    kept: bytes = codes[word_characters()[codes] | (codes == ord("\n"))].tobytes()
    return kept.decode("utf-32-le", "surrogatepass")


def _split_pull_quotes(unit: Unit, known: _PageText) -> list[Unit]:
    """Paragraphs at the end of a unit that copy what stands before them on the page become units of their own.

    Args:
        unit: The unit, the next one in the order of `known`.
        known: Body texts of the page.
    """
    quotes = []
    for place, paragraph in enumerate(paragraph for paragraph in unit.paragraphs if paragraph.role == "body"):
        repeats = known.repeats()
        if place and repeats:
            quotes.append(paragraph)
    if not quotes:
        return [unit]
    units: list[Unit] = []
    copied = set(map(id, quotes))
    for paragraph in unit.paragraphs:
        quoted = id(paragraph) in copied
        if not units or quoted or units[-1].kind == "pull_quote":
            units.append(Unit("pull_quote" if quoted else unit.kind))
        units[-1].paragraphs.append(paragraph)
    for quote in quotes:
        quote.role = "pull_quote"
    return units


def _kind(unit: Unit, *, first: bool, several: bool) -> str:
    roles = [paragraph.role for paragraph in unit.paragraphs]
    if unit.kind in {"editorial_box", "pull_quote", "rundown"}:
        return unit.kind
    body = [paragraph for paragraph in unit.paragraphs if paragraph.role in {"body", "caption"}]
    if "caption" in roles and len(body) <= 2:
        return "photo_caption"
    headed = "title" in roles or "byline" in roles
    if first and several and not headed and not any(DATELINE.match(paragraph.text) for paragraph in body):
        return "orphan_fragment"
    column = "".join(paragraph.text for paragraph in unit.paragraphs if paragraph.role in {"column", "title", "byline"})
    if re.search(r"评论|时评|社论|短评|锐评|快评|漫谈|杂谈|随笔|新语|话$|论坛|声音|观点|评$", column):
        return "commentary"
    return "news"


def find_authors(elements: Sequence[tuple[str, str]], seeds: Seeds, *, traditional: bool = False) -> list[str]:
    """Names in bylines, datelines, photo credits, editor lines and at the end of the text, blanks inside a two-character name removed.

    Args:
        elements: Role and text of the blocks, in order.
        seeds: Loaded seeds (lexicon of surnames).
        traditional: Whether the page is in traditional characters.
    """
    names: list[str] = []
    texts = [number for number, (role, _) in enumerate(elements) if role in {"body", "caption"}]
    for number, (role, printed) in enumerate(elements):
        text = matching_form(printed) if traditional else printed
        found = [*_authors_of(role, text, seeds), *(_signed(text, seeds) if number in texts[-1:] else ())]
        if found and traditional:
            as_printed = dict(zip(text, printed, strict=True))
            found = ["".join(as_printed.get(char, char) for char in name) for name in found]
        names += found
    return list(dict.fromkeys(names))


def _authors_of(role: str, text: str, seeds: Seeds) -> Iterator[str]:
    if role == "byline":
        text = PRINTED_IN.sub("", text)
        unmarked = MARKED.sub("", text)
        names = signed_names(text, seeds) or _names(unmarked.strip("（）() "))
        if tells_figures(text):
            names = []
        yield from names if unmarked != text else (name for name in names if is_name(name, seeds))
    elif role == "editor":
        for found in LABELLED.finditer(text):
            if EDITS.search(found[1]):
                yield from _names(found[2])
    elif role == "dateline":
        for found in SIGNED_BY.finditer(text):
            yield from _names(found[1])
    if role in {"credit", "caption"} or (role == "body" and TAKEN_BY.search(text)):
        for found in PHOTOGRAPHER.finditer(text):
            yield from _names(found[1])
    if role == "body" and (DATELINE.match(text) or "记者" in text[-24:]):
        for part in (text[:60], text[-24:]) if len(text) > 60 else (text,):
            for found in REPORTER.finditer(part):
                yield from (name for name in _names(found[1]) if is_name(name, seeds))


def _signed(text: str, seeds: Seeds) -> list[str]:
    """Names in brackets at the end of an article's last paragraph."""
    found = SIGNED.search(text)
    return signed_names(found[1], seeds) if found else []


def _names(text: str) -> list[str]:
    parts = [
        part for part in NAME_PART.findall(TRADE.sub(" ", text)) if part not in NOT_NAMES and not REPORTS.search(part)
    ]
    joined: list[str] = []
    spelled: list[str] = []
    for part in parts:
        if len(part) == 1:
            spelled.append(part)
            if len(spelled) == 2:
                joined.append("".join(spelled))
                spelled = []
        else:
            joined.append(part)
    return [name for name in joined if 2 <= len(name) <= (12 if "·" in name else 4)]


def find_repeats(texts: Sequence[str], kinds: Sequence[str]) -> dict[int, int]:
    """Which unit each pull quote repeats: the one that holds most of it, word for word or at least in its words."""
    quotes = [number for number, kind in enumerate(kinds) if kind == "pull_quote"]
    others = [number for number, kind in enumerate(kinds) if kind not in {"pull_quote", "editorial_box"}]
    if not quotes or not others:
        return {}
    quoted, wholes = ([PUNCTUATION.sub("", texts[number]) for number in numbers] for numbers in (quotes, others))
    exact, loose = (containments(quoted, wholes, size) for size in (SHINGLE, 2))
    found: dict[int, int] = {}
    for row, number in enumerate(quotes):
        most = np.flatnonzero(exact[row] == exact[row].max())
        best = most[loose[row, most].argmax()]
        if exact[row, best] > 0 or loose[row, best] >= REWORDED:
            found[number] = others[best]
    return found
