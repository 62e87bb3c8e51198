"""Names that a surer rule found once, wherever else their document prints them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import ahocorasick_rs

from transforms.engine.candidates import Candidate, covered
from transforms.engine.lexemes import Lexemes
from transforms.engine.spans import TextView

REPEATING = frozenset({"PER", "ORG", "LOC", "PLATFORM", "MECHANISM", "FIN_PRODUCT", "EVENT", "PROJECT", "FUND"})
SURE_PEOPLE = frozenset(
    {
        "mentions.person_title",
        "mentions.person_speech",
        "mentions.person_byline",
        "mentions.person_foreign",
        "mentions.crf",
    }
)
FOUND_BY_FORM = frozenset(
    {
        "mentions.suffix",
        "mentions.head",
        "mentions.abbreviation",
        "mentions.defined_short",
        "mentions.stock_code",
        "mentions.crf",
        "mentions.quoted_mechanism",
        "mentions.quoted_product",
    }
)
WRAPPING = str.maketrans("", "", "“”")


# A name given in so many words wins over the parts of it that other rules find.
GIVEN = frozenset({"mentions.defined_short", "mentions.stock_code"})


def find_repeats(text: str, lexemes: Lexemes, chosen: Sequence[Candidate], view: TextView) -> Iterator[Candidate]:
    """Further places of names that were recognised by their context or form.

    Args:
        text: The joined text.
        lexemes: Its words.
        chosen: Names found so far, in text order.
        view: Tells which document a place belongs to.
    """
    if not chosen:
        return
    documents = view.documents[view.rows([candidate.start for candidate in chosen])].tolist()
    patterns: dict[str, dict[int, Candidate]] = {}
    for candidate, document in zip(chosen, documents, strict=True):
        if candidate.entity_type == "PER":
            repeats = candidate.rule_id in SURE_PEOPLE
        else:
            repeats = candidate.rule_id in FOUND_BY_FORM and candidate.family in REPEATING
        if not repeats:
            continue
        surface = text[candidate.start : candidate.end]
        if not surface.isalnum():
            surface = surface.translate(WRAPPING)
        if len(surface) >= 2:
            patterns.setdefault(surface, {}).setdefault(document, candidate)
    if not patterns:
        return
    names = tuple(patterns)
    matcher = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    positions = [candidate.start for candidate in chosen]
    inside = covered(len(text), ((candidate.start, candidate.end) for candidate in chosen))
    given = {surface for surface, by_document in patterns.items() for c in by_document.values() if c.rule_id in GIVEN}
    hits = [
        hit
        for hit in matcher.find_matches_as_indexes(text)
        if not inside[hit[1]] or (names[hit[0]] in given and not _holds(hit[1], hit[2], chosen, positions))
    ]
    if not hits:
        return
    where = view.documents[view.rows([start for _, start, _ in hits])].tolist()
    for (number, start, end), document in zip(hits, where, strict=True):
        source = patterns[names[number]].get(document)
        if source is None:
            continue
        person = source.entity_type == "PER"
        if end - start < 4 and not (lexemes.edges[start] or lexemes.edges[end]):
            continue
        yield Candidate(
            start=start,
            end=end,
            entity_type=source.entity_type,
            rule_id="mentions.person_repeat" if person else "mentions.repeat",
            canonical=source.canonical,
            kind=source.kind,
            rank=6 if source.rule_id in GIVEN else 3,
        )


def _holds(start: int, end: int, chosen: Sequence[Candidate], positions: Sequence[int]) -> bool:
    """Whether the name that holds the offset holds all up to the end."""
    return end <= chosen[bisect_left(positions, start + 1) - 1].end
