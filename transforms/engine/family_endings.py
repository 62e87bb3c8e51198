"""Telling last words of names, by the family of what they name."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seeds.types import Seeds
from transforms.engine.candidates import family_of
from transforms.engine.name_walk import compile_endings

FAMILIES = frozenset({"PER", "LOC", "ORG"})


@dataclass(frozen=True, slots=True)
class FamilyEndings:
    """Telling last words of names of one family.

    Attributes:
        types: The type that each says.
        sizes: Lengths of those that end in two characters, and of those of one, the longest first.
    """

    types: Mapping[str, str]
    sizes: Mapping[str, Sequence[int]]


@functools.lru_cache(maxsize=2)
def family_endings(seeds: Seeds) -> Mapping[str, FamilyEndings]:
    """The telling last words of each family that is tagged."""
    found = {}
    for family in FAMILIES:
        types = {e.text: e.entity_type for e in compile_endings(seeds).endings if family_of(e.entity_type) == family}
        sizes: dict[str, set[int]] = {}
        for text in types:
            sizes.setdefault(text[-2:], set()).add(len(text))
        found[family] = FamilyEndings(types, {last: sorted(own, reverse=True) for last, own in sizes.items()})
    return found


def type_by_ending(name: str, endings: FamilyEndings) -> str:
    """Type that the longest telling last word of a name says, empty when it has none."""
    longest, types = len(name) - 1, endings.types
    for size in endings.sizes.get(name[-2:], ()):
        if size <= longest and (entity_type := types.get(name[-size:])):
            return entity_type
    return types.get(name[-1], "") if longest else ""


def is_place(name: str, endings: Mapping[str, FamilyEndings]) -> bool:
    """Whether the last word of a name says that it is a place and no organisation."""
    return bool(type_by_ending(name, endings["LOC"])) and not type_by_ending(name, endings["ORG"])
