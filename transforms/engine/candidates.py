"""Spans that may be names, and the choice of the longest flat ones among them."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

# Rule of the trained tagger.
TAGGED = "mentions.crf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span of the joined text that may name something.

    Attributes:
        start: First offset in the joined text.
        end: One past the last offset.
        entity_type: Code of `entity_types`.
        rule_id: Rule or model that proposes it.
        canonical: Canonical name where the rule knows it, else empty.
        kind: Code of `mentions.mention_kind`.
        codes: GB/T 2260 codes that the name may stand for.
        rank: Higher ranks win whatever their length; within a rank the longest span wins.
    """

    start: int
    end: int
    entity_type: str
    rule_id: str
    canonical: str = ""
    kind: str = "name"
    codes: tuple[str, ...] = ()
    rank: int = 5

    @property
    def family(self) -> str:
        """The part of the type before the dot."""
        return self.entity_type.partition(".")[0]

    def moved(self, **changes: object) -> Candidate:
        """A copy with other values."""
        return replace(self, **changes)  # type: ignore[arg-type]


def _order(candidate: Candidate) -> tuple[int, int, int, int, bool, str, str]:
    # A finer type says more than a bare family (ORG) on the same span, and a rule says more than the tagger.
    plain = int("." not in candidate.entity_type)
    return (
        -candidate.rank,
        candidate.start - candidate.end,
        candidate.start,
        plain,
        candidate.rule_id == TAGGED,
        candidate.rule_id,
        candidate.entity_type,
    )


def choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates to keep: no two overlap, better ranks first, then the longest, in text order.

    Args:
        candidates: Proposals of all rules.

    >>> short = Candidate(start=0, end=2, entity_type="LOC.CITY", rule_id="a.b")
    >>> longer = Candidate(start=0, end=4, entity_type="ORG.BANK", rule_id="a.c")
    >>> [kept.entity_type for kept in choose([short, longer])]
    ['ORG.BANK']
    """
    kept: list[Candidate] = []
    crowd: list[Candidate] = []
    reach = -1
    for candidate in sorted(candidates, key=_start):
        if candidate.start >= reach:
            kept.extend(_settle(crowd) if len(crowd) > 1 else crowd)
            crowd = []
        crowd.append(candidate)
        reach = max(reach, candidate.end)
    kept.extend(_settle(crowd) if len(crowd) > 1 else crowd)
    return kept


_start = operator.attrgetter("start")


def _settle(crowd: Sequence[Candidate]) -> list[Candidate]:
    """The ones to keep of candidates, in order of their starts, that overlap one way or another."""
    first = crowd[0].start
    taken = bytearray(max(candidate.end for candidate in crowd) - first)
    kept: list[Candidate] = []
    for candidate in sorted(crowd, key=_order):
        start, end = candidate.start - first, candidate.end - first
        if 1 in taken[start:end]:
            continue
        taken[start:end] = b"\x01" * (end - start)
        kept.append(candidate)
    kept.sort(key=_start)
    return kept
