"""Names that a surer rule found once, wherever else their document prints them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from transforms.engine.candidates import TAGGED, Candidate, family_of
from transforms.engine.code_points import codes_of
from transforms.engine.lexemes import Lexemes
from transforms.engine.segment_runs import marked
from transforms.engine.spans import TextView

REPEATING = frozenset({"PER", "ORG", "LOC", "PLATFORM", "MECHANISM", "FIN_PRODUCT", "EVENT", "PROJECT", "FUND"})
SURE_PEOPLE = frozenset(
    {
        "mentions.person_title",
        "mentions.person_speech",
        "mentions.person_byline",
        "mentions.person_reporter",
        "mentions.person_foreign",
        "mentions.crf",
    }
)
FOUND_BY_FORM = frozenset(
    {
        "mentions.suffix",
        "mentions.town_defined",
        "mentions.head",
        "mentions.abbreviation",
        "mentions.defined_short",
        "mentions.stock_code",
        "mentions.crf",
        "mentions.listed_name",
        "mentions.quoted_mechanism",
        "mentions.quoted_plan",
        "mentions.quoted_product",
    }
)
WRAPPING = str.maketrans("", "", "“”")


# A name given in so many words wins over the parts of it that other rules find.
GIVEN = frozenset({"mentions.defined_short", "mentions.stock_code", "mentions.quoted_plan"})
PAIRS = 1 << 20
SHORTEST_WHOLE = 4


def find_repeats(text: str, lexemes: Lexemes, chosen: Sequence[Candidate], view: TextView) -> Iterator[Candidate]:
    """Further places of names that were recognised by their context or form.

    Args:
        text: The joined text.
        lexemes: Its words.
        chosen: Names found so far, in text order.
        view: Tells which document a place belongs to.
    """
    positions, ends = [candidate.start for candidate in chosen], [candidate.end for candidate in chosen]
    documents = view.documents[view.rows(positions)].tolist()
    first: dict[tuple[str, int], Candidate] = {}
    given = set()
    for candidate, document in zip(chosen, documents, strict=True):
        entity_type = candidate.entity_type
        if candidate.rule_id not in (SURE_PEOPLE if entity_type == "PER" else FOUND_BY_FORM):
            continue
        surface = text[candidate.start : candidate.end]
        if not surface.isalnum():
            surface = surface.translate(WRAPPING)
        if len(surface) < 2 or family_of(entity_type) not in REPEATING:
            continue
        if first.setdefault((surface, document), candidate) is candidate and candidate.rule_id in GIVEN:
            given.add(surface)
    # 中科 of 中科微至, 鹏城 of 鹏城微纳: where the tagger or the byname of a place cuts a name that its document prints in full elsewhere.
    cut_short = {
        c.start: c.end for c in chosen if c.end - c.start < SHORTEST_WHOLE and (c.rule_id == TAGGED or _byname(text, c))
    }
    longer = _opened(text, cut_short, [surface for surface, _ in first])
    inside = marked(np.array(positions, dtype=np.int64), np.array(ends, dtype=np.int64), len(text)).tobytes()
    names = _outside(text, inside, list(dict.fromkeys(surface for surface, _ in first)), given | longer)
    if not names:
        return
    matcher = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    hits = [
        hit
        for hit in matcher.find_matches_as_indexes(text)
        if not inside[hit[1]]
        or (
            (names[hit[0]] in given or cut_short.get(hit[1], hit[2]) < hit[2])
            and not _holds(hit[1], hit[2], chosen, positions)
        )
    ]
    if not hits:
        return
    where = view.documents[view.rows([start for _, start, _ in hits])].tolist()
    for (number, start, end), document in zip(hits, where, strict=True):
        source = first.get((names[number], document))
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
            rank=6 if source.rule_id in GIVEN or cut_short.get(start, end) < end else 3,
        )


def _byname(text: str, candidate: Candidate) -> bool:
    """Whether a place is called by another name than its own (鹏城 of 深圳)."""
    canonical = candidate.canonical
    return candidate.entity_type.startswith("LOC") and canonical is not None and text[candidate.start] not in canonical


def _opened(text: str, cut_short: Mapping[int, int], names: Iterable[str]) -> set[str]:
    """The names that begin with one that is cut short somewhere."""
    openings = {text[start:end] for start, end in cut_short.items()}
    whole = (name for name in names if len(name) >= SHORTEST_WHOLE)
    return {name for name in whole if any(name[:length] in openings for length in range(1, SHORTEST_WHOLE))}


def _outside(text: str, inside: bytes, names: Sequence[str], given: Set[str]) -> list[str]:
    """The names of two and more characters that may begin outside of those found, and all given ones.

    Most names begin nowhere else as their first two characters tell; to look for the others takes a third of the time.
    """
    outside = np.flatnonzero(np.frombuffer(inside, dtype=np.uint8)[:-1] == 0)
    begun = np.zeros(PAIRS, dtype=np.bool_)
    begun[_pairs(text).take(outside)] = True
    first = begun[_pairs("".join(name[:2] for name in names))[::2]]
    return [name for name, may in zip(names, first.tolist(), strict=True) if may or name in given]


def _pairs(text: str) -> NDArray[np.uint32]:
    """A number below `PAIRS`, a power of two, for each character and the one behind it; few pairs share one."""
    codes = codes_of(text)
    return (codes[:-1] * np.uint32(40_503) + codes[1:]) & np.uint32(PAIRS - 1)


def _holds(start: int, end: int, chosen: Sequence[Candidate], positions: Sequence[int]) -> bool:
    """Whether the name that holds the offset holds all up to the end."""
    return end <= chosen[bisect_left(positions, start + 1) - 1].end
