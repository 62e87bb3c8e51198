"""Corrections of entities: what people found wrong, each with its reason and with what it expects to find."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from seeds.types import SeedError, Seeds

ACTIONS = frozenset({"rename", "merge", "split", "not_an_entity"})
KEYS = frozenset({"action", "names", "family", "into", "where", "reason", "expect", "example", "status"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction.

    Attributes:
        action: `rename` and `merge` (names become `into`), `split` (the name becomes `into` in documents that print `where`), or
            `not_an_entity` (its mentions are turned away).
        names: Canonical names it applies to.
        family: Type family it applies to: PER, LOC, ORG …
        into: The canonical name it makes.
        where: Words of the documents that a split applies to.
        reason: Why.
        expect: Entity type that the extraction gives without it; with another type it does not apply.
        example: A text that it changes.
    """

    action: str
    names: tuple[str, ...]
    family: str
    into: str
    where: str
    reason: str
    expect: str
    example: str

    @property
    def disambiguator(self) -> str:
        """What keeps a split entity apart from its namesakes."""
        return self.where if self.action == "split" else ""


@dataclass(frozen=True, slots=True)
class Corrections:
    """All open corrections by canonical name."""

    entries: Mapping[str, tuple[Correction, ...]]

    def find(self, name: str, entity_type: str, text: str) -> Correction | None:
        """The correction of an entity in a document with that text, if there is one."""
        for entry in self.entries.get(name, ()):
            if entity_type.partition(".")[0] != entry.family or entity_type != entry.expect:
                continue
            if entry.action != "split" or entry.where in text:
                return entry
        return None


@functools.lru_cache(maxsize=2)
def load_corrections(seeds: Seeds) -> Corrections:
    """Read `[[correction]]` entries of seeds/corrections.

    Raises:
        SeedError: An entry lacks a key its action needs; the message names file and entry.
    """
    entries: dict[str, list[Correction]] = {}
    for file, content in seeds.corrections.items():
        for number, raw in enumerate(content.get("correction", []), start=1):
            entry = _read(raw, f"corrections/{file}.toml: correction {number}")
            if raw.get("status", "open") == "open":
                for name in entry.names:
                    entries.setdefault(name, []).append(entry)
    return Corrections({name: tuple(found) for name, found in entries.items()})


def _read(raw: Mapping[str, object], where: str) -> Correction:
    if unknown := set(raw) - KEYS:
        raise SeedError(f"{where}: unknown keys {sorted(unknown)}")
    action = str(raw.get("action", ""))
    if action not in ACTIONS:
        raise SeedError(f"{where}: action {action!r} is none of {sorted(ACTIONS)}")
    names = raw.get("names")
    if not isinstance(names, list) or not names:
        raise SeedError(f"{where}: needs `names`")
    needed = {"family", "reason", "expect", "example"} | ({"into"} if action != "not_an_entity" else set())
    needed |= {"where"} if action == "split" else set()
    if missing := sorted(key for key in needed if not raw.get(key)):
        raise SeedError(f"{where}: {action} needs {', '.join(missing)}")
    return Correction(
        action=action,
        names=tuple(str(name) for name in names),
        family=str(raw["family"]),
        into=str(raw.get("into", "")),
        where=str(raw.get("where", "")),
        reason=str(raw["reason"]),
        expect=str(raw["expect"]),
        example=str(raw["example"]),
    )
