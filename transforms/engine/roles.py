"""Roles inside an article, its kind, its authors, and which article a pull quote repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.engine.layout import COLUMN_MAX, Unit
from transforms.engine.lines import DATELINE

PUNCTUATION = re.compile(r"[\W_]+")
NAME = r"(?:[一-鿿·]{2,4}|[一-鿿][ \u3000][一-鿿])"
REPORTER = re.compile(
    rf"(?:记者|通讯员|评论员|撰稿人|作者|撰文|采写)(?:[:：]|\s)*({NAME}(?:[\s、,，/／]{{1,3}}(?:通讯员|记者)?\s*{NAME}){{0,5}}?)"
    r"\s*(?=[）)报摄文从在昨今\s]|$|[一-鿿]{0,6}[报电讯])"
)
MARKED = re.compile(
    r"^[（(]?[□■◎○●◆▲△☆★]?\s*(?:(?:本报|本刊|本网|本社|新华社|中新社|人民日报|人民网|央视)?(?:首席|特派|实习|见习|特约|资深)?(?:记者|通讯员|评论员|撰稿人|作者|撰文|采写|文[/／：:]))?[:：]?\s*"
)
PHOTOGRAPHER = re.compile(r"(?:^|[（(]|记者|通讯员|[社报]发?|\s)\s*([一-鿿·]{2,4}|[一-鿿] [一-鿿])\s*摄(?![一-鿿])")
SIGNED_BY = re.compile(
    r"(?:作者|记者|撰文|文)[:：/][ \t\u3000]*([一-鿿·]{2,4}(?:[ \t\u3000、,，]+[一-鿿·]{2,4}(?![:：/]))*)"
)
NAME_PART = re.compile(r"[一-鿿·]+")
NOT_NAMES = {"报道", "摄影", "文", "图", "文图", "整理", "通讯员", "记者", "本报记者", "编译"}
SHINGLE = 8
REPEAT = 0.8
SHORTEST_QUOTE, LONGEST_QUOTE = 30, 400


def assign_roles(units: Sequence[Unit]) -> list[Unit]:
    """Give headings their role (column, title, subtitle), split off pull quotes and orphan fragments, and decide each unit's kind."""
    found: list[Unit] = []
    known: list[str] = []
    for unit in units:
        _name_headings(unit)
        found += _split_pull_quotes(unit, known)
    several = len(found) > 1
    for number, unit in enumerate(found):
        unit.kind = _kind(unit, first=number == 0, several=several)
    return found


def _name_headings(unit: Unit) -> None:
    heads = []
    for paragraph in unit.paragraphs:
        if paragraph.role != "heading":
            break
        heads.append(paragraph)
    bylined = any(paragraph.role == "byline" for paragraph in unit.paragraphs[len(heads) : len(heads) + 1])
    if len(heads) > 1 and len(heads[0].text) <= COLUMN_MAX and len(heads[1].text) > len(heads[0].text):
        heads.pop(0).role = "column"
    for place, head in enumerate(heads):
        head.role = "title" if place == 0 or not bylined else "subtitle"
    for paragraph in unit.paragraphs:
        if paragraph.role == "heading":
            paragraph.role = "section_head"


def _split_pull_quotes(unit: Unit, known: list[str]) -> list[Unit]:
    """Paragraphs at the end of a unit that copy what stands before them on the page become units of their own.

    Args:
        unit: The unit; its paragraphs are added to `known`.
        known: Body texts before it on the page, without punctuation.
    """
    quotes = []
    for place, paragraph in enumerate(paragraph for paragraph in unit.paragraphs if paragraph.role == "body"):
        text = PUNCTUATION.sub("", paragraph.text)
        if place and SHORTEST_QUOTE <= len(text) <= LONGEST_QUOTE and _repeats(text, known):
            quotes.append(paragraph)
        known.append(text)
    if not quotes:
        return [unit]
    units: list[Unit] = []
    for paragraph in unit.paragraphs:
        quoted = any(paragraph is quote for quote in quotes)
        if not units or quoted or units[-1].kind == "pull_quote":
            units.append(Unit("pull_quote" if quoted else unit.kind))
        units[-1].paragraphs.append(paragraph)
    for quote in quotes:
        quote.role = "pull_quote"
    return units


def _repeats(text: str, known: Sequence[str]) -> bool:
    """Whether most of a text stands in one of the others; three places of it are looked up before all are."""
    whole = "\n".join(known)
    probes = [text[at : at + SHINGLE] for at in (len(text) // 4, len(text) // 2, 3 * len(text) // 4 - SHINGLE)]
    return any(probe in whole for probe in probes) and _containment(text, whole) >= REPEAT


def _containment(text: str, whole: str) -> float:
    """Share of a text's shingles that occur in another."""
    shingles = {text[at : at + SHINGLE] for at in range(max(1, len(text) - SHINGLE + 1))}
    return sum(shingle in whole for shingle in shingles) / len(shingles)


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


def find_authors(elements: Sequence[tuple[str, str]]) -> list[str]:
    """Names in bylines, datelines, photo credits and editor lines, blanks inside a two-character name removed.

    Args:
        elements: Role and text of the blocks, in order.
    """
    names: list[str] = []
    for role, text in elements:
        if role == "byline":
            names += _names(MARKED.sub("", text).strip("（）() "))
        elif role == "editor":
            names += _names(re.split("[:：]", text, maxsplit=1)[-1])
        elif role == "dateline":
            names += [name for found in SIGNED_BY.finditer(text) for name in _names(found[1])]
        elif role in {"credit", "caption"}:
            names += [name for found in PHOTOGRAPHER.finditer(text) for name in _names(found[1])]
        elif role == "body" and (DATELINE.match(text) or "记者" in text[-24:]):
            for part in (text[:60], text[-24:]) if len(text) > 60 else (text,):
                for found in REPORTER.finditer(part):
                    names += _names(found[1])
    return list(dict.fromkeys(names))


def _names(text: str) -> list[str]:
    parts = [part for part in NAME_PART.findall(text) if part not in NOT_NAMES]
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
    return [name for name in joined if 2 <= len(name) <= 12]


def find_repeats(texts: Sequence[str], kinds: Sequence[str]) -> dict[int, int]:
    """Which unit each pull quote repeats: the one that holds most of its text."""
    plain = [PUNCTUATION.sub("", text) for text in texts]
    found: dict[int, int] = {}
    for number, kind in enumerate(kinds):
        if kind == "pull_quote":
            others = [other for other in range(len(texts)) if kinds[other] != "pull_quote"]
            best = max(others, key=lambda other: _containment(plain[number], plain[other]), default=None)
            if best is not None:
                found[number] = best
    return found
