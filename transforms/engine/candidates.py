"""Spans that may be names, and the choice of the longest flat ones among them."""

from __future__ import annotations

import functools
import operator
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

# Rule of the trained tagger.
TAGGED = "mentions.crf"


class Candidate(NamedTuple):
    """A span of the joined text that may name something; a tuple, for a batch makes tens of thousands of them.

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
        return family_of(self.entity_type)

    def moved(self, **changes: object) -> Candidate:
        """A copy with other values."""
        return self._replace(**changes)  # type: ignore[arg-type]


@functools.lru_cache(maxsize=1_000)
def family_of(entity_type: str) -> str:
    """The part of a type before the dot.

    >>> family_of("ORG.BANK"), family_of("ORG")
    ('ORG', 'ORG')
    """
    return entity_type.partition(".")[0]


def covered(size: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """1 at each of so many places that one of the spans holds, and 0 elsewhere and behind them."""
    inside = bytearray(size + 1)
    for start, end in spans:
        if end - start == 1:
            inside[start] = 1
        else:
            inside[start:end] = b"\x01" * (end - start)
    return inside


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
    ordered = sorted(candidates, key=_start)
    kept: list[Candidate] = []
    first, reach = 0, -1
    for number, candidate in enumerate(ordered):
        if candidate.start >= reach:
            size = number - first
            if size == 1:
                kept.append(ordered[first])
            elif size == 2:
                # Most crowds: two readings of a name.
                kept.append(_best(ordered[first:number]))
            elif size:
                kept += _settle(ordered[first:number])
            first = number
        if candidate.end > reach:
            reach = candidate.end
    kept += _settle(ordered[first:])
    return kept


def choose_beside(chosen: list[Candidate], others: Iterable[Candidate]) -> list[Candidate]:
    """What `choose` keeps of names that it chose before and of some more.

    Args:
        chosen: Names in text order of which no two overlap.
        others: Further proposals, few of them.

    >>> name = Candidate(start=3, end=5, entity_type="ORG.BANK", rule_id="a.b")
    >>> choose_beside([name], [name.moved(end=6), name.moved(start=8, end=9)]) == [name.moved(end=6), name.moved(start=8, end=9)]
    True
    """
    waiting = sorted(others, key=_start)
    kept: list[Candidate] = []
    at = number = 0
    while number < len(waiting):
        first, reach = number, waiting[number].end
        low = bisect_right(chosen, waiting[number].start, lo=at, key=_end)
        high, number = low, number + 1
        while True:
            if high < len(chosen) and chosen[high].start < reach:
                reach, high = max(reach, chosen[high].end), high + 1
            elif number < len(waiting) and waiting[number].start < reach:
                reach, number = max(reach, waiting[number].end), number + 1
            else:
                break
        kept += chosen[at:low]
        kept += _settle(sorted((*chosen[low:high], *waiting[first:number]), key=_start))
        at = high
    return [*kept, *chosen[at:]]


_start: Callable[[Candidate], int]
_end: Callable[[Candidate], int]
_start, _end = operator.itemgetter(0), operator.itemgetter(1)


def _best(crowd: Sequence[Candidate]) -> Candidate:
    """The first in their order of candidates that stand by their starts; it is told in full only of those that share a span."""
    best = crowd[0]
    for other in crowd[1:]:
        more = other.rank - best.rank or (other.end - other.start) - (best.end - best.start)
        if more > 0 or (not more and other.start == best.start and _order(other) < _order(best)):
            best = other
    return best


def _settle(crowd: Sequence[Candidate]) -> Sequence[Candidate]:
    """The ones to keep of candidates, in order of their starts, that overlap one way or another."""
    if len(crowd) < 2:
        return crowd
    best = _best(crowd)
    # Mostly the best one leaves no room for the others.
    start, end = best.start, best.end
    crowd = [each for each in crowd if each.end <= start or each.start >= end]
    if not crowd:
        return (best,)
    first = min(best.start, crowd[0].start)
    taken = bytearray(max(best.end, *(each.end for each in crowd)) - first)
    kept: list[Candidate] = []
    for candidate in (best, *sorted(crowd, key=_order)):
        start, end = candidate.start - first, candidate.end - first
        if 1 in taken[start:end]:
            continue
        taken[start:end] = b"\x01" * (end - start)
        kept.append(candidate)
    kept.sort(key=_start)
    return kept
