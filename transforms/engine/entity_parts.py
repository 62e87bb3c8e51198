"""Mentions with their entities, and entities as their documents show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from transforms.engine.candidates import Candidate

POINTING = frozenset({"anaphor", "deictic", "collective"})


@dataclass(slots=True)
class Mention:
    """A span with the entity it names."""

    span: Candidate
    document: int
    entity_type: str
    canonical: str
    surface: str
    disambiguator: str = ""
    region_code: str | None = None
    region_note: str | None = None
    rule_id: str = "entities.name"
    entity_id: str = ""


class Part(NamedTuple):
    """An entity as one document shows it; columns of `entity_parts`."""

    document: int
    entity_id: str
    entity_type: str
    canonical_name: str
    aliases: tuple[str, ...]
    region_code: str | None
    region_note: str | None
    mention_count: int
    rule_id: str


def parts_of(mentions: Iterable[Mention]) -> list[Part]:
    """The entities of documents from their mentions, in the order in which they are first named."""
    groups: dict[tuple[int, str], list[Mention]] = {}
    for mention in mentions:
        groups.setdefault((mention.document, mention.entity_id), []).append(mention)
    return [_part_of_one(group[0]) if len(group) == 1 else _part(group) for group in groups.values()]


def _part_of_one(mention: Mention) -> Part:
    """An entity that a document names once, as most are."""
    surface, canonical = mention.surface, mention.canonical
    return Part(
        mention.document,
        mention.entity_id,
        mention.entity_type,
        canonical,
        () if surface == canonical or mention.span.kind in POINTING else (surface,),
        mention.region_code,
        mention.region_note,
        1,
        mention.rule_id,
    )


def _part(group: Sequence[Mention]) -> Part:
    head = group[0]
    if head.span.kind != "name":
        head = next((mention for mention in group if mention.span.kind == "name"), head)
    names: set[str] = set()
    code = note = None
    for mention in group:
        if mention.span.kind not in POINTING and mention.surface != head.canonical:
            names.add(mention.surface)
        code, note = code or mention.region_code, note or mention.region_note
    one = _part_of_one(head)
    return one._replace(aliases=tuple(sorted(names)), region_code=code, region_note=note, mention_count=len(group))
