"""Known names: regions, places, organisations and terms, found by one compiled matcher."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from seeds.types import Seeds
from transforms.engine.candidates import Candidate
from transforms.engine.lexemes import Lexemes

LEVEL_TYPES = {"province": "LOC.PROVINCE", "city": "LOC.CITY", "county": "LOC.COUNTY"}
DISTRICT_ENDING = "区"
CITY_ENDING = "市"
# A name this long is hardly ever the accidental junction of two words.
FREE_LENGTH = 5
# 兰州市民 and 深圳市场 are words about 兰州 and 深圳.
CITY_FOLLOWERS = ("民", "区", "场", "值", "容", "郊", "价", "辖")
HEADED, LONG = ("市长", "县长", "省长", "区长"), frozenset("安江途沙乐寿春岛白跑期治远城垣丰兴")
SETTLED, CHAINED, OPENING = 5, 0, -1
SHORTEST = 2
COMPANY = "ORG.COMPANY"
OF_MANY = ("部门", "行业", "产业", "企业", "市场", "领域", "系统", "事业", "从业", "工作")
# The people of a place are called after it (温州人, 浙江籍).
PEOPLE = ("人", "籍")
# 香港股市, 苏州企业: words of the dictionary that only speak of a place.
OF_PLACE = (
    *PEOPLE, "股市", "市民", "媒体", "企业", "旅游", "艺人", "同胞", "社会", "经济", "居民", "当局", "各界", "电影", "方言", "商人", "移民", "市场", "楼市", "房价", "物价",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A known name.

    Attributes:
        entity_type: Its type.
        canonical: Its canonical name; empty when the region decides.
        codes: Region codes it may stand for, the highest level first.
        rule_id: Rule that owns it.
        kind: `name`, or `short` for a shortened form.
        chained: Counts only right after a place that contains it, or when its full name stands in the document too.
    """

    entity_type: str
    canonical: str
    codes: tuple[str, ...]
    rule_id: str
    kind: str
    chained: bool = False


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The compiled matcher with one entry per pattern."""

    matcher: ahocorasick_rs.AhoCorasick
    entries: tuple[Entry, ...]
    by_term: Mapping[str, Entry]

    def scan(self, text: str, lexemes: Lexemes) -> list[Candidate]:
        """Candidates for every known name that stands on word edges; chained ones have rank 0, those that only open a longer word rank -1."""
        found = []
        edges = lexemes.edges
        # A phrase of the list of those that hold a name and are none (北京时间) has no type.
        matches = self.matcher.find_matches_as_indexes(text)
        joined = _joined(matches, edges)
        for (number, start, end), whole in zip(matches, joined, strict=True):
            entry = self.entries[number]
            if not entry.entity_type:
                if edges[start] or edges[end]:
                    continue
                whole = False
            if not whole:
                size = end - start
                free = FREE_LENGTH - (edges[start] and not entry.codes)
                loose = size >= free or (size >= 3 and entry.codes and (edges[start] or edges[end]))
                if not loose and entry.codes and not entry.chained and text.startswith(OF_PLACE, end):
                    # 温州 | 人, 香港 | 股市
                    loose = edges[start] and edges[end + (1 if text[end] in PEOPLE else 2)]
                if not loose and size > SHORTEST and edges[start]:
                    # 苏州高新 in 苏州高新区 is no firm, but 苏州 is a place.
                    inner = self._inner(text, start, end, edges)
                    if inner is not None:
                        found.append(inner)
                        continue
                if not loose:
                    # The word that begins here may be a longer name that this one opens (南京 in 南京医科大学).
                    if edges[start] and end - start >= 2 and not entry.chained:
                        found.append(_candidate(entry, start, end, OPENING))
                    continue
            elif entry.entity_type == COMPANY and text.startswith(OF_MANY, end):
                # 重庆水务部门 are of 重庆.
                inner = self._inner(text, start, end, edges)
                if inner is not None:
                    found.append(inner)
                    continue
            rank = CHAINED if entry.chained else SETTLED
            if (
                entry.codes
                and text[end - 1] == CITY_ENDING
                and text[end : end + 1] in CITY_FOLLOWERS
                and end - start > 2
            ):
                end -= 1
            elif entry.codes and text.startswith(HEADED, end - 1) and text[end + 1 : end + 2] not in LONG:
                # 江阴市长 heads 江阴.
                end -= 1
            found.append(_candidate(entry, start, end, rank))
        return found

    def _inner(self, text: str, start: int, end: int, edges: bytes) -> Candidate | None:
        """The longest shorter name that begins where one begins that ends within a word."""
        for stop in range(end - 1, start + SHORTEST - 1, -1):
            entry = self.by_term.get(text[start:stop]) if edges[stop] else None
            if entry is not None and entry.entity_type:
                return _candidate(entry, start, stop, CHAINED if entry.chained else SETTLED)
        return None


def _candidate(entry: Entry, start: int, end: int, rank: int) -> Candidate:
    return Candidate(start, end, entry.entity_type, entry.rule_id, entry.canonical, entry.kind, entry.codes, rank)


def _joined(matches: Sequence[tuple[int, int, int]], edges: bytes) -> list[bool]:
    """For each match, whether the run of matches without a gap that it belongs to lies on word edges (法国巴黎 is one word)."""
    result = [bool(edges[start] and edges[end]) for _, start, end in matches]
    touching = [at for at, (left, right) in enumerate(itertools.pairwise(matches)) if left[2] == right[1]]
    # Runs of touching matches, from the first of a run to the last.
    first = last = -1
    for at in (*touching, len(matches)):
        if at != last:
            if last > first >= 0 and edges[matches[first][1]] and edges[matches[last][2]]:
                result[first : last + 1] = [True] * (last + 1 - first)
            first = at
        last = at + 1
    return result


def region_type(name: str, level: str) -> str:
    """Entity type of a division.

    >>> region_type("嘉定区", "county"), region_type("天长市", "county"), region_type("固安县", "county")
    ('LOC.DISTRICT', 'LOC.CITY', 'LOC.COUNTY')
    """
    if level == "county" and name.endswith(DISTRICT_ENDING):
        return "LOC.DISTRICT"
    if level == "county" and name.endswith(CITY_ENDING):
        return "LOC.CITY"
    return LEVEL_TYPES[level]


@functools.lru_cache(maxsize=2)
def compile_gazetteer(seeds: Seeds) -> Gazetteer:
    """Compile lexicons regions, names_places, names_organisations and names_terms; earlier ones win a shared name."""
    entries: dict[str, Entry] = {}
    plain = words_with(seeds, "plain")
    for term, entry in _regions(seeds):
        known = entries.get(term)
        if known is None:
            entries[term] = entry
        elif known.codes:
            entries[term] = Entry(
                known.entity_type,
                "",
                tuple(dict.fromkeys((*known.codes, *entry.codes))),
                known.rule_id,
                known.kind,
                known.chained and entry.chained,
            )
    for term in plain & set(entries):
        entry = entries[term]
        entries[term] = Entry(entry.entity_type, "", entry.codes, entry.rule_id, entry.kind, True)
    for name, rule_id in (
        ("names_organisations", "mentions.known_organisation"),
        ("names_places", "mentions.known_place"),
        ("names_terms", "mentions.known_term"),
    ):
        for term, entity_type, canonical, *_ in seeds.lexicon(name).rows:
            known = entries.get(term)
            if known is None or known.chained:
                kind = "name" if canonical == term.strip("“”") else "short"
                entries[term] = Entry(entity_type, canonical, (), rule_id, kind)
    for phrase in words_with(seeds, "unnamed"):
        entries.setdefault(phrase, Entry("", "", (), "", ""))
    matcher = ahocorasick_rs.AhoCorasick(tuple(entries), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return Gazetteer(matcher, tuple(entries.values()), entries)


def words_with(seeds: Seeds, use: str) -> frozenset[str]:
    """Words of lexicon names_words for one use."""
    return frozenset(word for word, _ in seeds.lexicon("names_words").where(use=use))


def _regions(seeds: Seeds) -> list[tuple[str, Entry]]:
    full, short = [], []
    order = {"province": 0, "city": 1, "county": 2}
    for code, name, level, _, brief in sorted(seeds.lexicon("regions").rows, key=lambda row: order[row[2]]):
        kind = region_type(name, level)
        # Two-character districts (东区, 城区) are common nouns as well.
        chained = len(name) == 2 and name.endswith(DISTRICT_ENDING)
        full.append((name, Entry(kind, "", (code,), "mentions.region", "name", chained)))
        if brief != name and len(brief) >= 2:
            short.append((brief, Entry(kind, "", (code,), "mentions.region_short", "short", level == "county")))
    # A county's short name never changes what a city's short name says.
    return [*full, *(item for item in short if not item[1].chained), *(item for item in short if item[1].chained)]
