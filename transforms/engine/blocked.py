"""Spans in which no numeral counts: links, names, document numbers, words with a numeral in them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
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


# Every blocked span begins with a character of this set, which the engine skips to, and what stands from it on rules most of them out: nearly all
# digits are those of numbers behind which no span goes on.
BEGINS = re.compile(
    r"[A-Za-z0-9０-９①-⑳〔［\[【（(第首图表附专《“\"一二三四五六七八九两十百千万$](?:"
    r"(?<=[A-Za-z①-⑳〔［\[【（(第首附专《一二三四五六七八九两十百$])|(?<=[图表])(?=\s?[0-9])|(?<=[“\"])(?=[一二三四五六七八九十两])|(?<=[千万])(?<![0-9].)"
    r"|(?<=[0-9０-９])(?:(?<=(?m:^).)|(?=[0-9]{6}|[0-9０-９.]{0,63}+(?:[A-Za-z_+\-－—~～至@:：∶比时点强千英期（(）) ]|[年星]级|年期|[百千]?[万亿]元?级|米(?:[A-Z决预半自蛙仰蝶混接跨短长障个])|年[一-鿿]{0,4}(?:计划|行动|规划)|[0-9一二三四五六七八九十百]{0,4}周))))"
)
# Or with one or two ideographs joined to digits (东风-41). Nearly any place may begin such a name, so it is looked for from its stroke.
STROKE = re.compile(r"[\-－—](?=[0-9])(?<=[一-鿿].)")
COUNTRIES = frozenset({"全国", "我国", "各国", "两国", "中国", "美国", "该国"})


@functools.lru_cache(maxsize=4)
def patterns(seeds: Seeds, *, only: frozenset[str] | None = None) -> re.Pattern[str]:
    """All patterns of the area `blocked`, or some of them, as one."""
    rules = [rule for rule in seeds.area("blocked") if rule.pattern and (only is None or rule.rule_id in only)]
    return re.compile("|".join(f"(?P<{rule.rule_id.partition('.')[2]}>{rule.pattern})" for rule in rules))


@functools.lru_cache(maxsize=4)
def _words(seeds: Seeds) -> tuple[AhoCorasick, tuple[str, ...]]:
    kinds = seeds.lexicon("numeral_words").mapping("term", "kind")
    return AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest), tuple(kinds.values())


def find_blocked(
    text: str, seeds: Seeds, *, only: frozenset[str] | None = None, begins: re.Pattern[str] = BEGINS
) -> list[Span]:
    """Links, contacts, document numbers, names, ordinals and the like, from left to right and without overlaps.

    Args:
        text: The joined text.
        seeds: Loaded seeds (rules of the area blocked).
        only: Codes of the rules that are asked for, if not all of them.
        begins: What spans of these rules begin with.
    """
    starts = [found.start() for found in begins.finditer(text)]
    if only is None:
        starts += [stroke.start() - back for stroke in STROKE.finditer(text) for back in (2, 1)]
        starts.sort()
    pattern, end = patterns(seeds, only=only), 0
    spans = []
    for start in starts:
        if start >= end and (found := pattern.match(text, start)) is not None:
            end = found.end()
            rule = seeds.rules[f"blocked.{found.lastgroup}"]
            spans.append((start, end, str(rule.params["disposition"]), rule.rule_id))
    return spans


@functools.lru_cache(maxsize=4)
def _whole_words(seeds: Seeds) -> frozenset[str]:
    """Words of two characters whose last one begins no other word: those for a movement (增长, 提高) and for countries."""
    return COUNTRIES | frozenset(
        term for term, role, _ in seeds.lexicon("change_words").rows if role == "direction" and len(term) == 2
    )


def find_words(text: str, seeds: Seeds) -> list[Span]:
    """Words and idioms with a Chinese numeral that count nothing; 增长 | 三成 holds no 长三, 全国 | 三成 no 国三."""
    (matcher, kinds), whole_words = _words(seeds), _whole_words(seeds)
    return [
        (start, end, kinds[word], "blocked.word")
        for word, start, end in matcher.find_matches_as_indexes(text)
        if text[start - 1 : start + 1] not in whole_words
    ]
