"""Short forms, anaphors and sets: what they point to inside their article, never beyond it."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import ahocorasick_rs

from transforms.engine.candidates import Candidate
from transforms.engine.lexemes import Lexemes
from transforms.engine.name_readings import touches

ZONE_NAMES = ("高新区", "经开区", "开发区", "新区", "自贸区", "保税区", "工业园", "产业园", "科技园", "示范区", "园区")
BODY = "管委会"
ZONE_WORD = re.compile(f"(?P<zone>{'|'.join(ZONE_NAMES)})(?P<body>{BODY})?|{BODY}")
NOT_BEFORE = re.compile(r"(?:国家级|省级|市级|各|个|家|级|类|等|全国|首批|自主创新|创新|示范|试验|国家|该|此|新)$")
ANAPHOR = re.compile(r"该(?P<head>公司|集团|企业|银行|行|校|院|所|局|厂|协会|机构|市|县|省|区|镇|村|国)")
DEICTIC = re.compile(
    r"(?P<nation>我国|全国(?!人口普查|经济普查|农业普查|国土调查|人大|人民|政协|性|各|工商|总|妇联|劳|青|两会|股|代表|优秀|先进|统一|重点))|(?P<local>当地)|(?P<zone>区内|园区内)"
)
SET = re.compile(
    r"(?P<initials>[\u4e00-\u9fff]{0,4})(?P<count>[两二三四五六])(?P<unit>地|市|省|县|区|国)(?![级以上均共人区政委法])"
)
REGION_SET = re.compile(r"[两二三四五六]省[一二两]市")
COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
# For each kind of these patterns the words of which one is in all that it matches; zones and pointers begin with one.
ZONES, POINTERS, SETS = range(3)
ANCHORS: Mapping[str, int] = {
    **dict.fromkeys((*ZONE_NAMES, BODY), ZONES),
    **dict.fromkeys(("该", "我国", "全国", "当地", "区内", "园区内"), POINTERS),
    **dict.fromkeys((count + unit for count in COUNTS for unit in "地市省县区国"), SETS),
}
# 某某的份额与某某接近，该公司…: a name behind one of these is not whom the sentence is about.
GOVERNING, SENTENCE_END, NEAREST = frozenset("与同和跟向对比较被给"), re.compile("[。！？\n]"), 4
ANAPHOR_TYPES = {
    "银行": ("ORG.BANK",), "行": ("ORG.BANK",), "校": ("ORG.UNIVERSITY", "ORG.SCHOOL"), "院": ("ORG.UNIVERSITY", "ORG.INSTITUTE", "ORG.HOSPITAL"),
    "所": ("ORG.INSTITUTE", "ORG.EXCHANGE"), "局": ("ORG.GOV",), "协会": ("ORG.ASSOCIATION",), "市": ("LOC.CITY",), "县": ("LOC.COUNTY",),
    "省": ("LOC.PROVINCE",), "区": ("LOC.DISTRICT", "LOC.ZONE"), "镇": ("LOC.TOWN",), "村": ("LOC.TOWN",), "国": ("LOC.COUNTRY",),
    "公司": ("ORG.COMPANY", "ORG.INSURER", "ORG.SECURITIES", "ORG.FUND", "ORG.APPRAISER", "ORG.GUARANTOR"), "集团": ("ORG.COMPANY",),
    "企业": ("ORG.COMPANY",), "厂": ("ORG.COMPANY",), "机构": ("ORG.INSTITUTE", "ORG.ASSOCIATION", "ORG.INTL"),
}  # fmt: skip
# 该区 may be a region that the land is divided into (黄淮南片).
REGIONS = ("mentions.region_defined",)
CHINA = "中国"
# 小许, 老李: how somebody is called whose full name has so many characters.
CALLED, FULL_NAME = "小老", (2, 3)


@dataclass(frozen=True, slots=True)
class Scope:
    """The stretch of the joined text that one article covers."""

    start: int
    end: int


# Characters that a short form and its full name begin with.
SAME_BEGINNING = 2


def is_short_of(short: str, full: str) -> bool:
    """Whether a name reads like a shorter form of another: its characters in order, the same beginning.

    >>> is_short_of("信达评估公司", "信达资产评估有限公司")
    True
    >>> is_short_of("湖南银行", "海南银行")
    False
    """
    if not SAME_BEGINNING <= len(short) < len(full) or short[:SAME_BEGINNING] != full[:SAME_BEGINNING]:
        return False
    rest = iter(full)
    return all(character in rest for character in short)


@functools.cache
def _anchors() -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(tuple(ANCHORS))


def anchored(text: str, scopes: Sequence[Scope]) -> Iterator[tuple[Scope, dict[int, list[int]]]]:
    """The scopes in which a pattern may match, and where words of each kind of pattern begin: a search for words is quicker than the patterns.

    Args:
        text: The joined text.
        scopes: The articles in text order.
    """
    starts = [scope.start for scope in scopes]
    kinds = tuple(ANCHORS.values())
    found: dict[int, dict[int, list[int]]] = {}
    for number, start, _ in _anchors().find_matches_as_indexes(text, overlapping=True):
        found.setdefault(bisect_right(starts, start) - 1, {}).setdefault(kinds[number], []).append(start)
    for number in sorted(found):
        yield scopes[number], found[number]


def _matches(pattern: re.Pattern[str], text: str, places: Iterable[int], end: int) -> Iterator[re.Match[str]]:
    """Matches of a pattern that begins at one of the places, none within another."""
    reach = 0
    for place in sorted(set(places)):
        if place >= reach and (match := pattern.match(text, place, end)):
            reach = match.end()
            yield match


def find_zone_aliases(
    text: str, scope: Scope, places: Iterable[int], chosen: Sequence[Candidate], lexemes: Lexemes
) -> Iterator[Candidate]:
    """高新区, 管委会 … for a zone named in full in the article; they begin at the places."""
    zones = [c for c in chosen if c.entity_type == "LOC.ZONE"]
    bodies = [c for c in chosen if c.entity_type == "ORG.GOV" and text[c.start : c.end].endswith("管委会")]
    # A body that is named by its zone only (高新区管委会) takes the zone's full name; the bare 管委会 then is that body.
    own_body = ""
    spans = [(c.start, c.end) for c in chosen]
    for match in _matches(ZONE_WORD, text, places, scope.end):
        zone, body = match["zone"], match["body"]
        if NOT_BEFORE.search(text, max(scope.start, match.start() - 4), match.start()):
            continue
        if len(match[0]) < 3 and not lexemes.edges[match.start()]:
            continue
        if touches(match.start(), match.start() + 1, spans):
            continue
        if zone:
            full = _ending_with(text, zones, zone)
            if not full:
                continue
            canonical = full + (body or "")
            if body:
                own_body = canonical
            yield Candidate(
                start=match.start(),
                end=match.end(),
                entity_type="ORG.GOV" if body else "LOC.ZONE",
                rule_id="mentions.alias",
                canonical=canonical,
                kind="alias",
            )
        elif own_body or len({text[c.start : c.end] for c in bodies}) == 1:
            yield Candidate(
                start=match.start(),
                end=match.end(),
                entity_type="ORG.GOV",
                rule_id="mentions.alias",
                canonical=own_body or text[bodies[0].start : bodies[0].end],
                kind="alias",
            )


def _ending_with(text: str, names: Sequence[Candidate], ending: str) -> str:
    full = {c.canonical or text[c.start : c.end] for c in names if text[c.start : c.end].endswith(ending)}
    full.discard(ending)
    return full.pop() if len(full) == 1 else ""


def _leading(text: str, meant: Iterator[Candidate]) -> Candidate | None:
    """The nearest name; where a preposition governs it (与某某接近), the one before it in the same sentence, if any."""
    near = list(islice(meant, NEAREST))
    found = next((name for name in near if text[name.start - 1 : name.start] not in GOVERNING), None)
    if found is None or SENTENCE_END.search(text, found.end, near[0].start) is not None:
        return near[0] if near else None
    return found


def find_pointers(text: str, scope: Scope, places: Sequence[int], chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """Anaphors and deictics, which begin at the places, with the name of the mention they point to.

    Words that point to nothing in their article are left out.
    """
    starts = [c.start for c in chosen]
    for match in _matches(ANAPHOR, text, places, scope.end):
        wanted = ANAPHOR_TYPES[match["head"]]
        before = range(bisect_left(starts, match.start()) - 1, -1, -1)
        rules = REGIONS if match["head"] == "区" else ()
        meant = (
            c
            for c in map(chosen.__getitem__, before)
            if c.end <= match.start()
            and (
                c.entity_type in wanted
                or c.rule_id in rules
                or (c.entity_type == "ORG" and text[c.end - 1] == match["head"])
            )
        )
        target = _leading(text, meant)
        if target is not None:
            yield _pointer(match, target, "mentions.anaphor", "anaphor")
    for match in _matches(DEICTIC, text, places, scope.end):
        if match["nation"]:
            yield Candidate(
                start=match.start(),
                end=match.end(),
                entity_type="LOC.COUNTRY",
                rule_id="mentions.deictic",
                canonical=CHINA,
                kind="deictic",
            )
            continue
        zone_only = bool(match["zone"])
        target = next(
            (
                c
                for c in reversed(chosen)
                if c.end <= match.start()
                and (
                    c.entity_type == "LOC.ZONE"
                    if zone_only
                    else c.entity_type
                    in ("LOC.PROVINCE", "LOC.CITY", "LOC.COUNTY", "LOC.DISTRICT", "LOC.TOWN", "LOC.COUNTRY")
                )
            ),
            None,
        )
        if target is not None:
            yield _pointer(match, target, "mentions.deictic", "deictic")


def find_called(
    text: str, scopes: Sequence[Scope], chosen: Sequence[Candidate], lexemes: Lexemes
) -> Iterator[Candidate]:
    """小许 and 老李 for the one person of that surname who is named in full before in the article."""
    starts = [scope.start for scope in scopes]
    named: dict[tuple[int, str], dict[str, Candidate]] = {}
    for person in chosen:
        if person.entity_type == "PER" and person.end - person.start in FULL_NAME and text[person.start] not in CALLED:
            key = bisect_right(starts, person.start) - 1, text[person.start]
            named.setdefault(key, {}).setdefault(text[person.start : person.end], person)
    for (number, surname), persons in named.items():
        if len(persons) > 1:
            continue
        (person,) = persons.values()
        for called in CALLED:
            at = text.find(called + surname, person.end, scopes[number].end)
            while at >= 0:
                if lexemes.edges[at] and lexemes.edges[at + 2]:
                    full = person.canonical or text[person.start : person.end]
                    yield Candidate(at, at + 2, "PER", "mentions.alias", canonical=full, kind="alias")
                at = text.find(called + surname, at + 2, scopes[number].end)


def _pointer(match: re.Match[str], target: Candidate, rule_id: str, kind: str) -> Candidate:
    return Candidate(
        start=match.start(),
        end=match.end(),
        entity_type=target.entity_type,
        rule_id=rule_id,
        canonical=target.canonical,
        kind=kind,
        codes=target.codes,
    )


def find_sets(text: str, scope: Scope, chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """嘉苏温三地, 三地: sets whose members are the places printed before; 三省一市 for the region of the article."""
    places = [
        c
        for c in chosen
        if c.family == "LOC"
        and c.entity_type in ("LOC.PROVINCE", "LOC.CITY", "LOC.COUNTY", "LOC.DISTRICT", "LOC.COUNTRY", "LOC.ZONE")
    ]
    names: dict[int, str] = {}
    found: list[tuple[int, int, int]] = []
    for match in SET.finditer(text, scope.start, scope.end):
        count = COUNTS[match["count"]]
        initials = match["initials"][-count:]
        members = {text[c.start] for c in places if c.end <= match.start()}
        if len(initials) == count and set(initials) <= members:
            start = match.start("count") - count
            found.append((start, match.end(), count))
            names.setdefault(count, text[start : match.end()])
        elif match["unit"] == "地" and sum(c.end <= match.start() for c in places) >= count:
            found.append((match.start("count"), match.end(), count))
    for start, end, count in found:
        if count not in names:
            continue
        yield Candidate(
            start=start,
            end=end,
            entity_type="LOC.GROUP",
            rule_id="mentions.collective",
            canonical=names[count],
            kind="collective" if end - start > 2 else "anaphor",
        )
    regions = {c.canonical for c in chosen if c.entity_type == "LOC.REGION"}
    if len(regions) == 1:
        for match in REGION_SET.finditer(text, scope.start, scope.end):
            yield Candidate(
                start=match.start(),
                end=match.end(),
                entity_type="LOC.REGION",
                rule_id="mentions.collective",
                canonical=next(iter(regions)),
                kind="collective",
            )
