"""省政府, 市人社局: bodies that are named by the level of their place only, and the place of the article that they belong to."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import ahocorasick_rs

from seeds.types import Seeds
from transforms.engine.aliases import Scope
from transforms.engine.candidates import Candidate
from transforms.engine.lexemes import Lexemes
from transforms.engine.name_walk import NAME_TAGS, compile_endings
from transforms.engine.regions import Regions, load_regions

RULE_ID = "mentions.local_body"
BODY_TYPE = "ORG.GOV"
# Which places may be meant.
LEVELS: Mapping[str, tuple[str, ...]] = {
    "省": ("LOC.PROVINCE",),
    "市": ("LOC.CITY", "LOC.PROVINCE"),
    "县": ("LOC.COUNTY", "LOC.CITY"),
    "区": ("LOC.DISTRICT", "LOC.PROVINCE"),
    "州": ("LOC.CITY",),
}
# These are of the whole country.
NATIONAL = ("外交部", "国防部", "国会", "议会", "央行", "中央银行", "使馆", "领事馆")
# 各省政府 are many, 全市法院 too.
MANY_TAGS = frozenset("rm")
MANY = ("全", "各", "该", "本", "跨", "地")
# Whoever heads the body is named by his title.
TITLES = ("书记", "副书记", "常委", "主任", "副主任", "主席", "副主席", "局长", "副局长", "委员", "代表", "长")


@dataclass(frozen=True, slots=True)
class LocalBodies:
    """The words, each with its level before it, compiled."""

    matcher: ahocorasick_rs.AhoCorasick
    words: tuple[str, ...]


@functools.lru_cache(maxsize=2)
def compile_bodies(seeds: Seeds) -> LocalBodies:
    """Last words of the names of local bodies of lexicon names_suffixes, each behind each level."""
    bodies = {"委宣传部", "委组织部", "委政法委", "委常委会", "财政"}
    for ending in compile_endings(seeds).endings:
        if ending.entity_type == BODY_TYPE and not ending.text.endswith(NATIONAL):
            bodies.add(ending.text[1:] if ending.text[0] in LEVELS else ending.text)
    words = tuple(level + body for level in LEVELS for body in sorted(bodies) if body[0] not in LEVELS)
    matcher = ahocorasick_rs.AhoCorasick(
        words,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.DFA,
    )
    return LocalBodies(matcher, words)


def find_local_bodies(
    text: str, lexemes: Lexemes, chosen: Sequence[Candidate], scopes: Sequence[Scope], *, seeds: Seeds
) -> Iterator[Candidate]:
    """Bodies named by their level, with the name of the place that the article names before them, or else first.

    Args:
        text: The joined text.
        lexemes: Its words.
        chosen: Names found so far, in text order.
        scopes: The articles in text order.
        seeds: Loaded seeds.
    """
    bodies, regions = compile_bodies(seeds), load_regions(seeds)
    scope_ends = [scope.end for scope in scopes]
    starts = [candidate.start for candidate in chosen]
    for number, start, end in bodies.matcher.find_matches_as_indexes(text):
        if not lexemes.edges[start] or not lexemes.edges[end] or text.startswith(TITLES, end):
            continue
        if start and _goes_on(lexemes, lexemes.at(start - 1)):
            continue
        at = bisect_left(scope_ends, end)
        if at == len(scopes) or scopes[at].start > start:
            continue
        types = LEVELS[text[start]]
        first, here, last = (bisect_left(starts, place) for place in (scopes[at].start, start, scopes[at].end))
        near = (*range(here - 1, first - 1, -1), *range(here, last))
        target = next((chosen[each] for each in near if chosen[each].entity_type in types), None)
        if target is not None:
            place = _full(text, target, text[start], regions)
            canonical = place + bodies.words[number][1:]
            yield Candidate(start, end, BODY_TYPE, RULE_ID, canonical=canonical, kind="short")


def _goes_on(lexemes: Lexemes, before: int) -> bool:
    """Whether the word before the level is part of a longer name (楚江 | 省政府), or tells of many."""
    word, tag = lexemes.words[before], lexemes.tags[before]
    return (
        tag in MANY_TAGS
        or word in MANY
        or (tag != "x" and (tag in NAME_TAGS - {"n", "f", "vn", "k"} or before in lexemes.unlisted))
    )


def _full(text: str, target: Candidate, level: str, regions: Regions) -> str:
    """The full name of a place, that of its level at its end."""
    if len(target.codes) == 1:
        return regions.by_code[target.codes[0]].name
    name = target.canonical or text[target.start : target.end]
    return name if name.endswith((level, "自治区", "市")) else name + level
