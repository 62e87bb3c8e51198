"""Relations: who holds an office, what lies where, what belongs to whom, who develops what."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from transforms.engine.accounts import Found, Role
from transforms.engine.anchors import Anchor
from transforms.engine.candidates import family_of
from transforms.engine.offices import office_after, offices_before
from transforms.engine.reading import Filler, Reading
from transforms.engine.speakers import PERSON
from transforms.engine.things import objects

# What is sought in whole texts begins each alternative with a letter: the engine then skips from one such letter to the next.
SEAT = re.compile(r"总部(?:设在|位于|坐落于|在)|注册地(?:为|在|位于)?|位(?<![定地]位)于|坐落于|坐落在")
SUB_FIRMS = "子公司|孙公司|附属公司|下属公司|下属企业"
SUBSIDIARY = re.compile(
    "|".join(f"{held}(?:{SUB_FIRMS})" for held in ("全资(?:控股)?", "控股", "参股", "境外", "境内"))
    + rf"|{SUB_FIRMS}|的(?:(?:全资|控股|全资控股|参股|境外|境内)?(?:{SUB_FIRMS}))"
    r"|旗下(?:的)?(?:全资|控股)?(?:子公司|公司|企业|平台|品牌)?"
)
BELONGS = re.compile(r"(?:隶属于?|系|是|为)(?=[^，。]{2,30}(?:的)?(?:全资|控股)?子公司)")
DEVELOPER = re.compile(r"的(?:研发者|开发者|研制者|制造商|生产商|运营商)")
MADE = "|".join(
    word + "(?:生产)?(?=的|出|了)的?[出了]?" for word in ("研发", "研制", "开发", "研制开发", "设计制造", "打造")
)
DEVELOPS = re.compile(
    rf"{MADE}|{'|'.join(f'{how}(?:{MADE})' for how in ('自主', '联合', '成功', '独立', '共同', '牵头'))}"
)
REPORTS = re.compile(r"记者|通讯员")
OWN_MEDIA = re.compile(r"本[报刊网台社]")
REACH = 120
PHOTOGRAPHER = re.compile(r"\s*摄(?![一-龥])")
THINGS = frozenset({"product", "project", "platform"})


def relations(reading: Reading) -> Iterator[Found]:
    """All relations of a joined text."""
    yield from _person_titles(reading)
    yield from _adjacent_places(reading)
    yield from _seats(reading)
    yield from _subsidiaries(reading)
    yield from _developers(reading)


def _as_filler(anchor: Anchor) -> Filler:
    return Filler(anchor.start, anchor.end, anchor.row, family_of(anchor.kind))


def _person_titles(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for anchor in reading.mentions.items:
        if family_of(anchor.kind) != PERSON:
            continue
        floor = max(reading.marks.sentence(anchor.start)[0], anchor.start - REACH)
        offices = offices_before(text, floor, anchor.start, reading.mentions, seeds=reading.seeds)
        if not offices:
            start, end, kind = office_after(text, anchor.end, seeds=reading.seeds)
            if start < end and kind == "office":
                yield _titled(anchor, None, start, end)
            elif (shot := PHOTOGRAPHER.match(text, anchor.end)) is not None:
                media = [a for a in reading.mentions.within(floor, anchor.start) if family_of(a.kind) == "ORG"]
                body = _as_filler(media[-1]) if media else _own_media(text, floor, anchor.start)
                yield _titled(anchor, body, shot.end() - 1, shot.end())
        for office in offices:
            body = None
            if office.body is not None:
                body = Filler(*office.body[:2], mention=office.body[2], kind="ORG")
            elif REPORTS.search(text, office.start, office.end):
                media = [a for a in reading.mentions.within(floor, office.start) if a.kind == "ORG.MEDIA"]
                body = _as_filler(media[0]) if media else _own_media(text, floor, office.start)
            if office.kind == "office" or (office.kind == "trade" and body is not None):
                yield _titled(anchor, body, office.start, office.end)


def _own_media(text: str, start: int, end: int) -> Filler | None:
    """本报 or the like in a stretch of text."""
    found = OWN_MEDIA.search(text, start, end)
    return Filler(*found.span()) if found else None


def _titled(person: Anchor, body: Filler | None, start: int, end: int) -> Found:
    roles = (
        Role("person", _as_filler(person)),
        *((Role("org", body),) if body else ()),
        Role("title", Filler(start, end)),
    )
    return Found("person_title", "events.person_title", "happened", start, end, roles)


def _adjacent_places(reading: Reading) -> Iterator[Found]:
    """上海|临港: a place name directly before another one contains it."""
    pairs = itertools.pairwise(reading.mentions.items)
    for outer, inner in [pair for pair in pairs if pair[0].end == pair[1].start]:
        if (
            family_of(outer.kind) == family_of(inner.kind) == "LOC"
            and reading.text[inner.start] not in "一二三四五六七八九十两"
        ):
            roles = (Role("inner", _as_filler(inner)), Role("outer", _as_filler(outer)))
            yield Found("located_in", "events.located_in_adjacent", "happened", outer.start, inner.end, roles)


def _seats(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in SEAT.finditer(text):
        sentence, stop = reading.marks.sentence(match.start())
        clause = reading.marks.clause_start(match.start(), sentence)
        places = [
            a for a in reading.mentions.within(match.end(), min(stop, match.end() + 30)) if family_of(a.kind) == "LOC"
        ]
        if not places or places[0].start - match.end() > 2:
            continue
        outer = places[0]
        for place in places[1:]:
            if place.start == outer.end:
                outer = place
        inner: Anchor | None = None
        before = [
            a
            for a in reading.mentions.within(clause, match.start())
            if family_of(a.kind) in {"ORG", "PROJECT", "PLATFORM", "LOC"}
        ]
        if before:
            inner = before[-1]
        elif (linked := re.compile(r"的").match(text, outer.end, stop)) is not None:
            behind = [
                a for a in reading.mentions.within(linked.end(), stop) if family_of(a.kind) in {"ORG", "LOC", "PROJECT"}
            ]
            # 上海某公司: the place before the name is part of the chain, the name is what lies there.
            inner = next((a for a in behind if a.start - linked.end() <= 4), None)
        if inner is not None:
            roles = (Role("inner", _as_filler(inner)), Role("outer", _as_filler(outer)))
            yield Found("located_in", "events.located_in", "happened", match.start(), match.end(), roles)


def _subsidiaries(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in SUBSIDIARY.finditer(text):
        parents = [
            a
            for a in reading.mentions.within(max(0, match.start() - 40), match.start())
            if a.end == match.start() and family_of(a.kind) == "ORG"
        ]
        children = [
            a
            for a in reading.mentions.within(match.end(), match.end() + 40)
            if a.start - match.end() <= 1 and family_of(a.kind) == "ORG"
        ]
        if parents and children:
            roles = (Role("child", _as_filler(children[0])), Role("parent", _as_filler(parents[-1])))
            yield Found("subsidiary_of", "events.subsidiary_of", "happened", match.start(), match.end(), roles)
            continue
        sentence, _ = reading.marks.sentence(match.start())
        clause = reading.marks.clause_start(match.start(), sentence)
        link = BELONGS.search(text, clause, match.end())
        if parents and link is not None and link.end() <= parents[-1].start:
            subjects = [a for a in reading.mentions.within(clause, link.start()) if family_of(a.kind) == "ORG"]
            if subjects:
                roles = (Role("child", _as_filler(subjects[-1])), Role("parent", _as_filler(parents[-1])))
                yield Found("subsidiary_of", "events.subsidiary_of", "happened", match.start(), match.end(), roles)


def _developers(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in DEVELOPER.finditer(text):
        sentence, stop = reading.marks.sentence(match.start())
        clause = reading.marks.clause_start(match.start(), sentence)
        lead = re.compile(r"(?:作为|是|为)(?:这些|这|该|此|全球|国内|中国|我国)?").search(text, clause, match.start())
        behind = [
            a for a in reading.mentions.within(match.end(), min(stop, match.end() + 60)) if family_of(a.kind) == "ORG"
        ]
        front = [a for a in reading.mentions.within(clause, match.start()) if family_of(a.kind) == "ORG"]
        who = front[0] if front and lead and front[0].end <= lead.start() else behind[0] if behind else None
        if who is None or lead is None or match.start() - lead.end() < 2:
            continue
        roles = (Role("org", _as_filler(who)), Role("thing", Filler(lead.end(), match.start())))
        yield Found("develops", "events.develops", "happened", match.start() + 1, match.end(), roles)
    for match in DEVELOPS.finditer(text):
        sentence, stop = reading.marks.sentence(match.start())
        clause = reading.marks.clause_start(match.start(), sentence)
        close = reading.marks.clause_end(match.end(), stop)
        who = next(
            (
                a
                for a in reversed(reading.mentions.within(max(clause, match.start() - 24), match.start()))
                if family_of(a.kind) == "ORG"
            ),
            None,
        )
        things = objects(reading, match.end(), close, THINGS)
        if who is None or not things or who.end < match.start() - 8:
            continue
        roles = (Role("org", _as_filler(who)), Role("thing", things[0]))
        yield Found("develops", "events.develops", "happened", match.start(), match.end(), roles)
