"""Spans in which no numeral counts: links, names, document numbers, words with a numeral in them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from seeds.types import Seeds

# Start, end, disposition and rule of a stretch of text.
Span = tuple[int, int, str, str]
AnySpan = TypeVar("AnySpan", bound=tuple[Any, ...])
Touched = Callable[[int, int], AnySpan | None]


def walk(spans: Sequence[AnySpan]) -> Touched[AnySpan]:
    """Tell the span (start, end and more) that a place touches, for places asked for in the order of the text.

    Args:
        spans: Ascending and disjoint.
    """
    at, count = 0, len(spans)

    def touched(start: int, end: int) -> AnySpan | None:
        nonlocal at
        while at < count and spans[at][1] <= start:
            at += 1
        return spans[at] if at < count and spans[at][0] < end else None

    return touched


# Every blocked span begins with one of these; most characters of a text are ruled out by one look, and by another one most digits: those of numbers
# behind which no span goes on.
BEGINS = r"(?=[A-Za-z0-9０-９①-⑳〔［\[【（(第首图表附专《“\"〇零一二两三四五六七八九十百千万])(?![0-9]{1,9}(?:\.[0-9]{1,9})?[%％月日个家万亿多余])"
# Or with one or two ideographs joined to digits (东风-41). Nearly any place may begin such a name, so it is looked for from its stroke.
STROKE = re.compile(r"[\-－—](?=[0-9])(?<=[一-鿿].)")


@functools.lru_cache(maxsize=4)
def patterns(seeds: Seeds, *, begins: str = BEGINS, only: frozenset[str] | None = None) -> re.Pattern[str]:
    """All patterns of the area `blocked`, or some of them, as one."""
    rules = [rule for rule in seeds.area("blocked") if rule.pattern and (only is None or rule.rule_id in only)]
    either = "|".join(f"(?P<{rule.rule_id.partition('.')[2]}>{rule.pattern})" for rule in rules)
    return re.compile(f"{begins}(?:{either})")


@functools.lru_cache(maxsize=4)
def _words(seeds: Seeds) -> tuple[AhoCorasick, tuple[str, ...]]:
    kinds = seeds.lexicon("numeral_words").mapping("term", "kind")
    return AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest), tuple(kinds.values())


def find_blocked(text: str, seeds: Seeds, *, only: frozenset[str] | None = None) -> list[Span]:
    """Links, contacts, document numbers, names, ordinals and the like, by the rules of the area `blocked` or by some of them."""
    matches = _all(text, seeds) if only is None else patterns(seeds, begins="", only=only).finditer(text)
    spans = []
    for found in matches:
        name = str(found.lastgroup)
        rule = seeds.rules[f"blocked.{name}"]
        spans.append((found.start(), found.end(), str(rule.params["disposition"]), rule.rule_id))
    return spans


def _all(text: str, seeds: Seeds) -> Iterator[re.Match[str]]:
    """Matches of all patterns from left to right, as one search for the whole pattern would find them."""
    begun, anywhere = patterns(seeds), patterns(seeds, begins="")
    at, found = 0, begun.search(text)
    for stroke in STROKE.finditer(text):
        for start in (stroke.start() - 2, stroke.start() - 1):
            while found is not None and found.start() <= start:
                yield found
                at = found.end()
                found = begun.search(text, at)
            if start < at or (name := anywhere.match(text, start)) is None:
                continue
            yield name
            at = name.end()
            if found is not None and found.start() < at:
                found = begun.search(text, at)
    while found is not None:
        yield found
        found = begun.search(text, found.end())


def find_words(text: str, seeds: Seeds) -> list[Span]:
    """Words and idioms with a Chinese numeral that count nothing."""
    matcher, kinds = _words(seeds)
    return [(start, end, kinds[word], "blocked.word") for word, start, end in matcher.find_matches_as_indexes(text)]
