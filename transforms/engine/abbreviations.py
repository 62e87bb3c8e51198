"""Names of one character: which country or province 中, 美, 沪 stand for, and whose surname stands alone (周总理)."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from seeds.types import Seeds
from transforms.engine.candidates import TAGGED, Candidate

AMBIGUOUS = "ambiguous abbreviation: "


@functools.lru_cache(maxsize=2)
def load_abbreviations(seeds: Seeds) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """Lexicon names_abbreviations: (entity type, canonical name, region code) of each reading of a character."""
    readings: dict[str, list[tuple[str, str, str]]] = {}
    for character, entity_type, canonical, code in seeds.lexicon("names_abbreviations").rows:
        readings.setdefault(character, []).append((entity_type, canonical, code))
    return {character: tuple(found) for character, found in readings.items()}


def explain_short(text: str, chosen: Sequence[Candidate], documents: Sequence[int], *, seeds: Seeds) -> list[Candidate]:
    """Give the tagged names of one character what they stand for.

    An abbreviation with several readings takes the one that its document names in full, or the only one of the kind of the
    abbreviation beside it (中苏, 苏浙); otherwise it stays as it is printed, and linking leaves it open. A surname takes the only
    name of its document that begins with it.

    Args:
        text: The joined text.
        chosen: Names in text order.
        documents: Document of each name.
        seeds: Loaded seeds.
    """
    result = list(chosen)
    short = [at for at, name in enumerate(chosen) if name.end - name.start == 1 and name.rule_id == TAGGED]
    if not short:
        return result
    table = load_abbreviations(seeds)
    concerned = {documents[number] for number in short}
    named: set[tuple[int, str]] = set()
    people: dict[tuple[int, str], set[str]] = {}
    for candidate, document in zip(chosen, documents, strict=True):
        if document not in concerned or candidate.end - candidate.start < 2:
            continue
        if candidate.entity_type == "PER":
            name = text[candidate.start : candidate.end]
            people.setdefault((document, name[0]), set()).add(candidate.canonical or name)
        elif candidate.family == "LOC":
            named.update((document, key) for key in (candidate.canonical, *candidate.codes[:1]) if key)
    for number in short:
        candidate, document = chosen[number], documents[number]
        name = text[candidate.start : candidate.end]
        if candidate.entity_type == "PER":
            full = people.get((document, name), set())
            result[number] = candidate.moved(kind="short", canonical=next(iter(full)) if len(full) == 1 else "")
        elif candidate.family == "LOC" and name in table:
            readings = table[name]
            if len(readings) > 1:
                full_names = [r for r in readings if (document, r[1]) in named or (document, r[2]) in named]
                beside = _kinds_beside(text, chosen, number, table)
                alike = [r for r in readings if r[0] in beside]
                readings = tuple(full_names if len(full_names) == 1 else alike)
            result[number] = _read(candidate, readings)
        else:
            result[number] = candidate.moved(kind="abbrev")
    return result


def _kinds_beside(
    text: str, chosen: Sequence[Candidate], number: int, table: Mapping[str, tuple[tuple[str, str, str], ...]]
) -> set[str]:
    """Types of the unambiguous abbreviations that touch a name."""
    kinds = set()
    for other in (number - 1, number + 1):
        if 0 <= other < len(chosen):
            left, right = sorted((chosen[number], chosen[other]), key=lambda candidate: candidate.start)
            readings = table.get(text[chosen[other].start : chosen[other].end], ())
            if left.end == right.start and len(readings) == 1:
                kinds.add(readings[0][0])
    return kinds


def _read(candidate: Candidate, readings: Sequence[tuple[str, str, str]]) -> Candidate:
    if len(readings) != 1:
        return candidate.moved(kind="abbrev")
    entity_type, canonical, code = readings[0]
    return candidate.moved(
        kind="abbrev", entity_type=entity_type, canonical="" if code else canonical, codes=(code,) if code else ()
    )


def open_note(surface: str, seeds: Seeds) -> str:
    """Why an abbreviation stays open."""
    return AMBIGUOUS + "、".join(canonical for _, canonical, _ in load_abbreviations(seeds).get(surface, ()))
