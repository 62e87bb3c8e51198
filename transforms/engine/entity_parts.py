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
        key = (mention.document, mention.entity_id)
        group = groups.get(key)
        if group is None:
            groups[key] = [mention]
        else:
            group.append(mention)
    return [_part(group) for group in groups.values()]


def _part(group: Sequence[Mention]) -> Part:
    head = group[0]
    if len(group) == 1:
        # Most entities of a document are named once.
        known = head.surface == head.canonical or head.span.kind in POINTING
        return _part_of(head, () if known else (head.surface,), head.region_code, head.region_note, 1)
    if head.span.kind != "name":
        head = next((mention for mention in group if mention.span.kind == "name"), head)
    names: set[str] = set()
    code = note = None
    for mention in group:
        if mention.span.kind not in POINTING and mention.surface != head.canonical:
            names.add(mention.surface)
        code, note = code or mention.region_code, note or mention.region_note
    return _part_of(head, tuple(sorted(names)), code, note, len(group))


def _part_of(head: Mention, aliases: tuple[str, ...], code: str | None, note: str | None, count: int) -> Part:
    return Part(
        head.document,
        head.entity_id,
        head.entity_type,
        head.canonical,
        aliases,
        code,
        note,
        count,
        head.rule_id,
    )
