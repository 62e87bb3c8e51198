"""Offices printed beside a person's name: organisation and title, several when they are coordinated."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from seeds.types import Seeds
from transforms.engine.anchors import Anchor, Anchors, spans_in
from transforms.engine.candidates import family_of

BREAK = re.compile("[，。；：！？、“”《》（）()\n□的】【]")
JOINT = re.compile(r"(?:、|和|兼任?|及|暨|与|，)(?:原|前|现任|现|时任)?$")
INNER_JOINT = re.compile(r"(?:和|兼任?|暨|及|与)(?:原|前|现任)?")
FORMER = re.compile(r"^(?:原|前|现任|时任|现年[\d０-９]+岁的?)")
QUALIFIERS = re.compile(
    r"(?:执行|常务|名誉|首席|高级|资深|特聘|助理|代理?|副|总|前|原|第一|党组|党委|主管|责任|主任|特派|特约|美术|轮值|新闻)+"
)
BODY_END = re.compile(
    r"(?:会议|委员会|协会|学会|商会|联合会|[部局厅院社报台校厂行所馆队团委署司站]|公司|集团|大学|中学|小学|中心|银行|办公室|政府|合作社|基地|研究院|医院|平台|俱乐部|证券|基金|资本|股份|科技)$"
)
REACH = 24
LONGEST_BODY = 16
OFFICES = 4


class Office(NamedTuple):
    """An office of a person.

    Attributes:
        start: First offset of the title.
        end: One past the title.
        kind: office, trade or honorific, by its last word.
        body: Offsets of the organisation (or country, region) and the row of its mention (-1 without one), if printed.
    """

    start: int
    end: int
    kind: str
    body: tuple[int, int, int] | None


@dataclass(frozen=True, eq=False)
class _Titles:
    """The titles of the lexicon.

    Attributes:
        matcher: Finds them; hundreds of words, which an alternation would try one after the other.
        kinds: Kind of each.
        by_end: The titles by their last character.
        firsts: The first characters of all.
        longest: Length of the longest.
    """

    matcher: AhoCorasick
    kinds: dict[str, str]
    by_end: dict[str, tuple[str, ...]]
    firsts: frozenset[str]
    longest: int

    def spans(self, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The titles in text[start:end], as `spans_in` tells them."""
        return spans_in(self.matcher, text, start, end)


@functools.lru_cache(maxsize=2)
def _titles(seeds: Seeds) -> _Titles:
    kinds = seeds.lexicon("speech_titles").mapping("title", "kind")
    by_end: dict[str, tuple[str, ...]] = {}
    for title in kinds:
        by_end[title[-1]] = (*by_end.get(title[-1], ()), title)
    matcher = AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest)
    return _Titles(matcher, kinds, by_end, frozenset(title[0] for title in kinds), max(map(len, kinds)))


def offices_before(text: str, floor: int, name_start: int, mentions: Anchors, *, seeds: Seeds) -> list[Office]:
    """Offices printed directly before a person's name, the nearest first; one without an organisation has that of the one before it.

    Args:
        text: The joined text.
        floor: Where to stop looking.
        name_start: First offset of the name.
        mentions: Named entities.
        seeds: Loaded seeds.
    """
    found: list[Office] = []
    at = name_start
    while len(found) < OFFICES:
        while at > floor and text[at - 1] in " 　：:":
            at -= 1
        office = _office(text, floor, at, mentions, seeds)
        if office is None:
            break
        found.append(office)
        front = min(office.start, office.body[0]) if office.body else office.start
        joint = JOINT.search(text, max(floor, front - 4), front)
        if joint is None:
            break
        at = joint.start()
    shared: tuple[int, int, int] | None = None
    for index in range(len(found) - 1, -1, -1):
        office = found[index]
        if office.body is None and shared is not None:
            found[index] = Office(office.start, office.end, office.kind, shared)
        shared = found[index].body
    return found


def _office(text: str, floor: int, at: int, mentions: Anchors, seeds: Seeds) -> Office | None:
    """The office that ends at an offset."""
    titles = _titles(seeds)
    if not text.endswith(titles.by_end.get(text[at - 1 : at], ()), max(floor, 0), at):
        return None
    lowest = min(at, max(floor, at - REACH))
    last = BREAK.search(text[lowest:at][::-1])
    start = lowest if last is None else at - last.start()
    body: Anchor | None = None
    place: Anchor | None = None
    for anchor in mentions.within(max(floor, start - 40), at):
        kind = family_of(anchor.kind)
        if kind == "ORG" and anchor.end >= start:
            body = anchor
        elif kind == "LOC" and anchor.start >= start:
            place = anchor
    begin = body.end if body else start
    joined = False
    for joint in INNER_JOINT.finditer(text, begin, at):
        before = titles.spans(text, begin, joint.start())
        if before and before[-1][1] == joint.start():
            # 国务院副总理兼外长: the nearest office begins behind the joint.
            begin, body, joined = joint.end(), None, True
    found = titles.spans(text, begin, at)
    if not found or found[-1][1] != at:
        return None
    kind = titles.kinds[text[slice(*found[-1])]]
    if body is not None:
        return Office(begin, at, kind, (body.start, body.end, body.row))
    first = _title_start(text, begin, found)
    if (
        place is not None
        and begin <= place.start
        and place.end <= first
        and kind == "office"
        and first - place.end <= 4
    ):
        return Office(place.end, at, kind, (place.start, place.end, place.row))
    if joined and not BODY_END.search(text[begin:first]):
        return Office(begin, at, kind, None)
    if (former := FORMER.match(text[begin:first])) is not None:
        begin += former.end()
    if 3 <= first - begin <= LONGEST_BODY and BODY_END.search(text[begin:first]):
        return Office(first, at, kind, (begin, first, -1))
    return Office(first, at, kind, None)


def _title_start(text: str, start: int, titles: list[tuple[int, int]]) -> int:
    """Without an organisation the title starts at its last word of office and what qualifies it (执行主编, 副市长)."""
    first = titles[-1][0]
    for begin, end in reversed(titles[:-1]):
        if end == first:
            first = begin
    qualifiers = list(QUALIFIERS.finditer(text, start, first))
    return max(start, qualifiers[-1].start() if qualifiers and qualifiers[-1].end() == first else first)


def office_after(text: str, name_end: int, *, seeds: Seeds) -> tuple[int, int, str]:
    """Title printed directly after a person's name and its kind (start == end when there is none)."""
    titles = _titles(seeds)
    found = (
        titles.spans(text, name_end, name_end + titles.longest)
        if text[name_end : name_end + 1] in titles.firsts
        else []
    )
    if not found or found[0][0] != name_end:
        return name_end, name_end, ""
    return *found[0], titles.kinds[text[slice(*found[0])]]
