"""Spans in which no numeral counts: links, names, document numbers, words with a numeral in them."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from seeds.types import Seeds


@dataclass(frozen=True, slots=True)
class Blocked:
    """Spans in which no numeral counts, ascending and disjoint."""

    starts: list[int]
    spans: list[tuple[int, int, str, str]]

    def at(self, start: int, end: int) -> tuple[int, int, str, str] | None:
        """The blocked span that a span touches."""
        place = bisect_right(self.starts, start)
        if place and start < self.spans[place - 1][1]:
            return self.spans[place - 1] if self.starts[place - 1] < end else None
        if place < len(self.starts) and self.starts[place] < end:
            return self.spans[place]
        return None


# Every blocked span begins with one of these, or with a word joined to digits; most characters of a text are ruled out by one look.
BEGINS = r"(?=[A-Za-z0-9０-９①-⑳〔［\[【（(第首图表附专《“\"〇零一二两三四五六七八九十百千万]|[一-鿿]{1,2}[\-－—][0-9])"


@functools.lru_cache(maxsize=4)
def patterns(seeds: Seeds, *, begins: str = BEGINS, only: frozenset[str] | None = None) -> re.Pattern[str]:
    """All patterns of the area `blocked`, or some of them, as one."""
    rules = [rule for rule in seeds.area("blocked") if rule.pattern and (only is None or rule.rule_id in only)]
    either = "|".join(f"(?P<{rule.rule_id.partition('.')[2]}>{rule.pattern})" for rule in rules)
    return re.compile(f"{begins}(?:{either})")


@functools.lru_cache(maxsize=4)
def _words(seeds: Seeds) -> tuple[AhoCorasick, dict[str, str]]:
    kinds = seeds.lexicon("numeral_words").mapping("term", "kind")
    return AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest), kinds


def find_blocked(text: str, seeds: Seeds, *, only: frozenset[str] | None = None) -> Blocked:
    """Links, contacts, document numbers, names, ordinals and the like, by the rules of the area `blocked` or by some of them."""
    spans = []
    for found in patterns(seeds, begins=BEGINS if only is None else "", only=only).finditer(text):
        name = str(found.lastgroup)
        rule = seeds.rules[f"blocked.{name}"]
        spans.append((found.start(), found.end(), str(rule.params["disposition"]), rule.rule_id))
    return Blocked([span[0] for span in spans], spans)


def find_words(text: str, seeds: Seeds) -> Blocked:
    """Words and idioms with a Chinese numeral that count nothing."""
    matcher, kinds = _words(seeds)
    spans = [
        (start, end, kinds[text[start:end]], "blocked.word") for _, start, end in matcher.find_matches_as_indexes(text)
    ]
    return Blocked([span[0] for span in spans], spans)
