"""Mentions to entities: canonical names, aliases of the article, region codes, stable ids."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from seeds.types import Seeds
from transforms.engine.abbreviations import open_note
from transforms.engine.aliases import SAME_BEGINNING, Scope, is_short_of
from transforms.engine.candidates import TAGGED, Candidate, family_of
from transforms.engine.corrections import Corrections, load_corrections
from transforms.engine.entity_parts import POINTING, Mention, Part, parts_of
from transforms.engine.gazetteer import region_type
from transforms.engine.identity import SEPARATOR, hash_keys
from transforms.engine.regions import Regions, load_regions

HAN_BLANK = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
PAIRS = {"“": "”", "《": "》", "‘": "’", "「": "」", "『": "』"}
BRANCH_ENDINGS = ("分行", "支行", "分公司", "营业部")
COMPANY_TYPES = frozenset(
    {"ORG.COMPANY", "ORG.INSURER", "ORG.APPRAISER", "ORG.GUARANTOR", "ORG.SECURITIES", "ORG.FUND"}
)
SHORTENED_TYPES = frozenset({"ORG.UNIVERSITY", "ORG.INSTITUTE", "ORG.ASSOCIATION", "ORG.HOSPITAL"})
# First letters of the types of places and organisations.
PLACE, BODY = "LOC", "ORG"
ORGANISATION_REACH = 24
# None of these stands between a person and the organisation.
PARTING = frozenset("，。；、！？\n")


@dataclass(frozen=True, slots=True)
class Linked:
    """Result of linking a batch."""

    mentions: list[Mention]
    parts: list[Part]
    rejects: list[dict[str, Any]] = field(default_factory=list)


def bare_name(surface: str) -> str:
    """A name without the marks that wrap it whole and without blanks between Chinese characters.

    >>> bare_name("《关于创新的意见》"), bare_name("明 慧")
    ('关于创新的意见', '明慧')
    """
    if surface.isalnum():
        return surface
    name = HAN_BLANK.sub("", surface).strip()
    while len(name) > 2 and PAIRS.get(name[0]) == name[-1]:
        name = name[1:-1]
    return name


def link_mentions(
    text: str,
    candidates: Sequence[Candidate],
    scopes: Sequence[Scope],
    known: Sequence[Candidate],
    *,
    documents: Sequence[int],
    document_ids: Sequence[str],
    seeds: Seeds,
) -> Linked:
    """Give every mention its entity.

    Args:
        text: The joined text.
        candidates: The mentions in text order.
        scopes: The articles in text order.
        known: What the gazetteer found; names the places inside other names.
        documents: Document number of each scope.
        document_ids: Id of each document.
        seeds: Loaded seeds.
    """
    regions = load_regions(seeds)
    inner = {place.start: place for place in known if place.codes}
    known_rules = {rule_id for rule_id in seeds.rules if rule_id.startswith("mentions.known")}
    mentions: list[Mention] = []
    by_document: dict[int, list[Mention]] = {}
    starts = [candidate.start for candidate in candidates]
    at = 0
    for scope, document in zip(scopes, documents, strict=True):
        own = []
        stop = bisect_left(starts, scope.end, at)
        for span in candidates[at:stop]:
            surface = text[span.start : span.end]
            if not surface.isalnum():
                surface = bare_name(surface)
            rule_id = "entities.known" if span.rule_id in known_rules else "entities.name"
            own.append(Mention(span, document, span.entity_type, span.canonical or surface, surface, rule_id=rule_id))
        at = stop
        _name_pointers(own)
        _join_short_forms(own)
        mentions += own
        if own:
            by_document.setdefault(document, []).extend(own)
    corrections = load_corrections(seeds)
    rejects: list[dict[str, Any]] = []
    spans: dict[int, Scope] = {}
    for scope, document in zip(scopes, documents, strict=True):
        spans[document] = Scope(spans.get(document, scope).start, scope.end)
    keys: list[str] = []
    owners: list[Mention] = []
    for number, own in by_document.items():
        _place(own, inner, regions, seeds)
        _people(text, own, document_ids)
        if corrections.entries:
            rejects.extend(_correct(own, corrections, text[spans[number].start : spans[number].end]))
        for mention in own:
            open_to = mention.disambiguator
            if open_to and open_to.startswith("open:"):
                open_to = f"open:{document_ids[number]}"
            keys.append(f"{family_of(mention.entity_type)}{SEPARATOR}{mention.canonical}{SEPARATOR}{open_to}")
        owners += own
    distinct = list(dict.fromkeys(keys))
    ids = dict(zip(distinct, hash_keys("entity", distinct), strict=True))
    for mention, key in zip(owners, keys, strict=True):
        mention.entity_id = ids[key]
    kept = [mention for mention in mentions if mention.canonical]
    return Linked(kept, parts_of(kept), rejects)


def _name_pointers(own: Sequence[Mention]) -> None:
    """An anaphor or deictic without a name of its own takes the last matching mention's."""
    for number, mention in enumerate(own):
        span = mention.span
        if span.kind not in ("anaphor", "deictic") or span.canonical or span.entity_type == "LOC.GROUP":
            continue
        for earlier in reversed(own[:number]):
            if (
                earlier.entity_type == span.entity_type
                and earlier.span.kind not in ("anaphor", "deictic")
                and (not span.codes or earlier.span.codes == span.codes)
            ):
                mention.canonical = earlier.canonical
                mention.rule_id = earlier.rule_id
                break


def _join_short_forms(own: Sequence[Mention]) -> None:
    """Shorter forms of a longer name of the article, valid in this article only."""
    first: dict[str, Mention] = {}
    for mention in own:
        if mention.entity_type[:3] == BODY and mention.span.kind not in POINTING:
            first.setdefault(mention.surface, mention)
    # A short form begins like its full name: only names of one beginning are compared.
    alike: dict[str, list[tuple[str, Mention]]] = {}
    for name, mention in first.items():
        alike.setdefault(name[:SAME_BEGINNING], []).append((name, mention))
    target: dict[str, Mention] = {}
    for short, mention in first.items():
        if stem := _group_insurer(short):
            like = [other for name, other in first.items() if name != short and _insurer_stem(name) == stem]
        elif mention.span.rule_id == "mentions.known_organisation":
            continue
        else:
            peers = alike[short[:SAME_BEGINNING]]
            if len(peers) == 1:
                continue
            like = [other for name, other in peers if is_short_of(short, name) and _same_body(mention, other)]
        if len({other.canonical for other in like}) == 1:
            target[short] = like[0]
    for mention in own if target else ():
        if mention.entity_type[:3] == BODY and mention.surface in target:
            full = target[mention.surface]
            mention.canonical, mention.rule_id = full.canonical, full.rule_id
            mention.span = mention.span.moved(kind="alias")


def _group_insurer(name: str) -> str:
    """The group's name in X保险, which stands for its X财险 beside it."""
    return name[:-2] if name.endswith("保险") and len(name) > 3 else ""


def _insurer_stem(name: str) -> str:
    return name[:-2] if name.endswith(("财险", "产险", "寿险", "人寿")) else ""


def _same_body(short: Mention, full: Mention) -> bool:
    """Whether a shorter name can be the longer one's: companies of any kind, or bodies of one type with the same last word."""
    if full.surface.endswith(BRANCH_ENDINGS) != short.surface.endswith(BRANCH_ENDINGS):
        return False
    if short.entity_type in COMPANY_TYPES and full.entity_type in COMPANY_TYPES:
        return True
    return (
        short.entity_type == full.entity_type
        and short.entity_type in SHORTENED_TYPES
        and short.surface[-1] == full.surface[-1]
    )


def _place(own: Sequence[Mention], inner: Mapping[int, Candidate], regions: Regions, seeds: Seeds) -> None:
    """Region codes of places and of the places that names begin with."""
    document = {
        mention.span.codes[0] for mention in own if len(mention.span.codes) == 1 and mention.entity_type[:3] == PLACE
    }
    for number, mention in enumerate(own):
        span = mention.span
        if span.codes and mention.entity_type[:3] == PLACE:
            touching = number > 0 and own[number - 1].span.end == span.start
            before = own[number - 1].region_code if touching else None
            code, note = regions.resolve(span.codes, before=before, document=document)
            mention.region_code, mention.region_note = code, note
            if code is None:
                # Left open: this name of this document, joined with no other document's.
                mention.disambiguator = f"open:{mention.document}:{span.codes[0]}"
                mention.canonical = regions.by_code[span.codes[0]].name
            else:
                mention.disambiguator, mention.canonical = code, regions.by_code[code].name
                mention.entity_type = region_type(mention.canonical, regions.by_code[code].level)
            mention.rule_id = "entities.region"
        elif span.kind == "abbrev" and span.rule_id == TAGGED and not span.canonical:
            mention.disambiguator = f"open:{mention.document}"
            mention.region_note = open_note(mention.surface, seeds)
        elif (
            (place := inner.get(span.start)) is not None
            and place.end < span.end
            and mention.entity_type[:3] in (PLACE, BODY)
        ):
            code, note = regions.resolve(place.codes, before=None, document=document)
            mention.region_code, mention.region_note = code, note


def _people(text: str, own: Sequence[Mention], documents: Sequence[str]) -> None:
    """People by name and organisation; the organisation is the one printed right before name and title."""
    organisation: dict[str, str] = {}
    people = [mention for mention in own if mention.entity_type == "PER"]
    starts = [mention.span.start for mention in own]
    for mention in people:
        window = max(0, mention.span.start - ORGANISATION_REACH)
        for other in map(own.__getitem__, range(bisect_left(starts, window), len(own))):
            if other.span.end > mention.span.start:
                break
            if other.entity_type[:3] == BODY:
                between = text[other.span.end : mention.span.start]
                if PARTING.isdisjoint(between):
                    organisation.setdefault(mention.canonical, other.canonical)
    for mention in people:
        mention.rule_id = "entities.person"
        mention.disambiguator = organisation.get(mention.canonical) or documents[mention.document]


def _correct(mentions: Sequence[Mention], corrections: Corrections, view_text: str) -> list[dict[str, Any]]:
    rejects: list[dict[str, Any]] = []
    for mention in (mention for mention in mentions if mention.canonical in corrections.entries):
        entry = corrections.find(mention.canonical, mention.entity_type, view_text)
        if entry is None:
            continue
        if entry.action == "not_an_entity":
            rejects.append(
                {
                    "document": mention.document,
                    "reason": "not_an_entity",
                    "detail": entry.reason,
                    "surface": mention.surface,
                    "start": mention.span.start,
                    "end": mention.span.end,
                }
            )
            mention.canonical = ""
        else:
            mention.canonical = entry.into
            mention.disambiguator = entry.disambiguator or mention.disambiguator
    return rejects
