"""What events are read from: the joined text with its marks, names, times and figures, and the word lists around them."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from seeds.types import Seeds
from transforms.engine.anchors import Anchors, spans_in
from transforms.engine.clauses import Marks


class Filler(NamedTuple):
    """A phrase that can fill a role; a plain tuple because a page tries hundreds.

    Attributes:
        start: First offset in the joined text.
        end: One past the last offset.
        mention: Row of the mention it is, or -1.
        kind: Class of thing (`events_heads`) of an object, or coarse entity type of an actor.
        metric: Row of the metric that counts or sizes it, or -1.
        inferred: Whether it is not printed beside the trigger.
    """

    start: int
    end: int
    mention: int = -1
    kind: str = ""
    metric: int = -1
    inferred: bool = False


class Group(NamedTuple):
    """Coordinated names and the preposition before them ("" for a subject)."""

    items: tuple[Filler, ...]
    role: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Words:
    """Compiled word lists of `events_heads` and `events_words`."""

    heads: AhoCorasick
    head_class: dict[str, tuple[str, ...]]
    prepositions: Mapping[str, Sequence[tuple[str, str]]]
    adverbs: re.Pattern[str]
    actors: re.Pattern[str]
    planned: re.Pattern[str]
    decided: re.Pattern[str]
    joint: re.Pattern[str]


@functools.lru_cache(maxsize=2)
def words(seeds: Seeds) -> Words:
    """Compile the word lists of the seeds."""
    classes: dict[str, tuple[str, ...]] = {}
    for head, kind in seeds.lexicon("events_heads").rows:
        classes[head] = (*classes.get(head, ()), kind)
    by_class: dict[str, list[str]] = {}
    for word, kind in seeds.lexicon("events_words").rows:
        by_class.setdefault(kind, []).append(word)
    prepositions = [
        (word, kind)
        for kind in ("agent", "with", "place", "receiver", "source", "basis")
        for word in by_class.get(kind, [])
    ]
    by_end: dict[str, list[tuple[str, str]]] = {}
    for word, kind in sorted(prepositions, key=lambda pair: -len(pair[0])):
        by_end.setdefault(word[-1], []).append((word, kind))
    return Words(
        # Hundreds of words: an alternation would try one after the other.
        heads=AhoCorasick(list(classes), matchkind=MatchKind.LeftmostLongest),
        head_class=classes,
        prepositions=by_end,
        adverbs=_alternation(by_class["adverb"]),
        actors=_alternation(by_class["actor"]),
        planned=_alternation(by_class["planned"]),
        decided=_alternation(by_class["decided"]),
        joint=_alternation(by_class["joint"]),
    )


def _alternation(terms: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))


@dataclass(frozen=True, eq=False)
class Reading:
    """Everything that is known about a joined text before events are sought.

    Attributes:
        text: Sentences joined by line feeds.
        marks: Its marks.
        mentions: Named entities, kind = entity type.
        times: Time expressions, kind = kind.
        metrics: Measured values, kind = dimension.
        statuses: Status of each metric row.
        indicators: Bounds of the printed indicator by metric row.
        article_starts: Offsets where articles begin, ascending.
        seeds: Loaded seeds.
        grouped: Groups of names by the bounds they were asked for.
    """

    text: str
    marks: Marks
    mentions: Anchors
    times: Anchors
    metrics: Anchors
    statuses: Sequence[str]
    indicators: Mapping[int, tuple[int, int]]
    article_starts: Sequence[int]
    seeds: Seeds
    grouped: dict[tuple[int, int], list[Group]] = field(default_factory=dict)

    def heads(self, start: int, end: int) -> list[tuple[int, int]]:
        """Spans of the listed last words of things in text[start:end], as `spans_in` tells them."""
        return spans_in(self.words.heads, self.text, start, end)

    @functools.cached_property
    def words(self) -> Words:
        """Compiled word lists."""
        return words(self.seeds)

    def article_start(self, at: int) -> int:
        """Where the article that holds an offset begins: nothing before it says who is meant."""
        return self.article_starts[bisect_right(self.article_starts, at) - 1]
