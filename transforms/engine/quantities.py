"""Quantities: numerals with unit and qualifier, and for every other numeral the reason why it measures nothing."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal

from ahocorasick_rs import AhoCorasick, MatchKind

from seeds.types import Seeds
from transforms.engine.numerals import WIDE, Numeral, read_number, scan_numerals
from transforms.engine.units import FoundUnit, currency_before, unit_at

BLANK = re.compile(r"[ \t\u3000$\\]{0,3}")
RANGE_SIGN = re.compile(r"\s?(?:[-—–~～－至到]|——|---?)\s?")
RANKED = re.compile(
    r"(?:排名|排在|排|列|位列|位居|居|名列|跃居|跃升至|升至|占据|稳居|高居|夺得|获得|蝉联)(?:[一-鿿]{0,6}?)第([0-9一二三四五六七八九十]{1,3})(?:[名位](?![次])|(?=[，。；、！]|$))"
)
# After 一 these still measure: 一亿元, 一公里.
MEASURED_AFTER_ONE = {"money", "ratio", "length", "area", "volume", "mass", "energy", "power"}
# Units of one character that are as often a part of a word (一方, 一块, 一角).
WORDY_UNITS = frozenset("方里块角毛分担卡度成折")
WORDY_CLASSIFIERS = frozenset("分班门对段道点期届强首面口")
# 最高贷款额度为500万元 sets a bound; 最高达 does not.
CAPPED = re.compile(r"最高[^，。；\d]{0,8}(?:额|额度|限额|比例)[为是]$")
LONGEST_QUALIFIER = 5


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral and what it means.

    Attributes:
        start: First character of the surface (numeral, scale, inner 余/多, unit).
        end: One past the surface.
        numeral_start: First character of the numeral.
        numeral_end: One past the numeral.
        form: number, percent, ordinal, range, fraction or vague.
        value: Value with scale and unit scale multiplied in; None for ranges and vague ones.
        value_min: Lower bound.
        value_max: Upper bound.
        number: The bare numeral.
        unit: Canonical unit, or None.
        dimension: Its dimension, or None.
        factor: Multiplier to the base unit, or None.
        base_unit: The base unit, or None.
        qualifier: exact, approx, more_than, less_than, at_least, at_most, range or vague.
        disposition: None for a measured value, else a code of the contract.
        reason: Why it measures nothing.
        rule_id: The rule.
        before: First character of a qualifier before it, or `start`.
        after: One past a qualifier behind it, or `end`.
    """

    start: int
    end: int
    numeral_start: int
    numeral_end: int
    form: str
    value: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    number: Decimal | None
    unit: str | None = None
    dimension: str | None = None
    factor: Decimal | None = None
    base_unit: str | None = None
    qualifier: str = "exact"
    disposition: str | None = None
    reason: str | None = None
    rule_id: str = "quantities.unit"
    before: int = -1
    after: int = -1


@dataclass(frozen=True, slots=True)
class Blocked:
    """Spans in which no numeral counts, ascending and disjoint."""

    starts: list[int]
    spans: list[tuple[int, int, str, str]]

    def at(self, start: int, end: int) -> tuple[int, int, str, str] | None:
        """The blocked span that a span touches."""
        place = bisect_right(self.starts, start) - 1
        for candidate in self.spans[max(0, place) : place + 2]:
            if candidate[0] < end and start < candidate[1]:
                return candidate
        return None


@functools.lru_cache(maxsize=4)
def _patterns(seeds: Seeds) -> re.Pattern[str]:
    rules = [rule for rule in seeds.area("blocked") if rule.pattern]
    return re.compile("|".join(f"(?P<{rule.rule_id.partition('.')[2]}>{rule.pattern})" for rule in rules))


@functools.lru_cache(maxsize=4)
def _words(seeds: Seeds) -> tuple[AhoCorasick, dict[str, str]]:
    kinds = seeds.lexicon("numeral_words").mapping("term", "kind")
    return AhoCorasick(list(kinds), matchkind=MatchKind.LeftmostLongest), kinds


@functools.lru_cache(maxsize=4)
def _qualifiers(seeds: Seeds) -> tuple[dict[str, str], dict[str, str]]:
    rows = seeds.lexicon("qualifiers").rows
    return {t: q for t, place, q in rows if place == "before"}, {t: q for t, place, q in rows if place == "after"}


def find_blocked(text: str, seeds: Seeds) -> Blocked:
    """Links, contacts, document numbers, names, ordinals and the like, by the rules of the area `blocked`."""
    spans = []
    for found in _patterns(seeds).finditer(text):
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


def scan_quantities(text: str, seeds: Seeds) -> list[Quantity]:
    """Every numeral of a text, measured or with the reason why not; sorted and without overlaps.

    Args:
        text: The joined text of a batch.
        seeds: Loaded seeds (units, lexicons qualifiers and numeral_words, rules of the areas quantities and blocked).
    """
    blocked, words = find_blocked(text, seeds), find_words(text, seeds)
    found: list[Quantity] = []
    ranks = {match.start(1) - 1: match for match in RANKED.finditer(text)}
    for numeral in scan_numerals(text):
        if found and numeral.start < found[-1].end:
            continue
        quantity = _read(text, numeral, blocked, words, ranks, seeds)
        joined = _as_range(text, found[-1], quantity) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(quantity)
    return found


def _read(
    text: str, numeral: Numeral, blocked: Blocked, words: Blocked, ranks: dict[int, re.Match[str]], seeds: Seeds
) -> Quantity:
    start, end = numeral.start, numeral.end
    rank = ranks.get(start - 1)
    if rank is not None:
        return _rank(rank)
    hit = blocked.at(start, end)
    if hit is not None:
        return _refused(numeral, hit[2], hit[3], hit[3])
    if not numeral.arabic:
        word = words.at(start, end)
        if word is not None and word[0] <= start and word[1] >= end and (word[1] - word[0]) > (end - start):
            return _refused(numeral, word[2], "part of a word", "blocked.word")
    if end < len(text) and text[end : end + 1] == "\n" and not numeral.scaled and numeral.form != "fraction":
        return _refused(numeral, "lexical", "no unit", "quantities.bare")
    unit = unit_at(text, BLANK.match(text, end).end(), seeds)  # type: ignore[union-attr]
    if unit is None or (unit.dimension == "count" and text[end : end + 1].isspace()):
        return _without_unit(text, numeral, seeds)
    return _with_unit(text, numeral, unit, seeds)


def _refused(numeral: Numeral, disposition: str, reason: str, rule_id: str) -> Quantity:
    form = "ordinal" if disposition == "ordinal" else numeral.form
    return Quantity(
        numeral.start, numeral.end, numeral.start, numeral.end, form, numeral.value, numeral.low, numeral.high, numeral.value,
        disposition=disposition, reason=reason, rule_id=rule_id,
    )  # fmt: skip


def _rank(found: re.Match[str]) -> Quantity:
    value = read_number(found[1].translate(WIDE))
    start, end = found.start(1) - 1, found.end(1)
    return Quantity(
        start, end, start, end, "ordinal", value, value, value, value, "名", "rank", rule_id="quantities.rank"
    )  # fmt: skip


def _without_unit(text: str, numeral: Numeral, seeds: Seeds) -> Quantity:
    currency = currency_before(text, numeral.start)
    if currency is not None and numeral.value is not None:
        unit = FoundUnit(currency, "money", numeral.end, Decimal(1))
        return _measured(text, numeral, unit, numeral.end, seeds, "quantities.unit")
    if numeral.form == "fraction":
        unit = FoundUnit("%", "ratio", numeral.end, Decimal(1))
        return _measured(text, numeral, unit, numeral.end, seeds, "quantities.ratio")
    if numeral.arabic and numeral.scaled and numeral.form == "number":
        return _measured(text, numeral, None, numeral.end, seeds, "quantities.bare")
    return _refused(numeral, "vague" if numeral.form == "vague" else "lexical", "no unit", "quantities.bare")


def _with_unit(text: str, numeral: Numeral, unit: FoundUnit, seeds: Seeds) -> Quantity:
    surface = text[numeral.start : numeral.end]
    if surface == "一" and (unit.dimension not in MEASURED_AFTER_ONE or text[numeral.end : unit.end] in WORDY_UNITS):
        return _refused(numeral, "lexical", "一 as an article", "quantities.unit")
    if not numeral.arabic and unit.dimension == "count" and unit.unit in WORDY_CLASSIFIERS:
        return _refused(numeral, "lexical", "part of a word", "quantities.unit")
    if (
        unit.dimension == "duration"
        and unit.unit in {"日", "月"}
        and text[unit.end - 1] in "日月"
        and not numeral.scaled
    ):
        return _refused(numeral, "time", "a date", "quantities.unit")
    if unit.unit == "里" and text[numeral.end] == "里":
        return _refused(numeral, "lexical", "里 as a place word", "quantities.unit")
    rule = "quantities.ratio" if unit.dimension in {"ratio", "multiple"} else "quantities.unit"
    return _measured(text, numeral, unit, unit.end, seeds, rule)


def _measured(text: str, numeral: Numeral, unit: FoundUnit | None, end: int, seeds: Seeds, rule_id: str) -> Quantity:
    scale = unit.scale if unit is not None else Decimal(1)
    value = None if numeral.value is None else numeral.value * scale
    low = None if numeral.low is None else numeral.low * scale
    high = None if numeral.high is None else numeral.high * scale
    if (
        unit is not None
        and value is not None
        and text[end : end + 1] == "半"
        and unit.unit in {"%", "年", "岁", "天", "倍", "小时"}
    ):
        value, end = value + scale / 2, end + 1
    start, more = numeral.start, numeral.more
    if end < len(text) and text[end] in "多余" and value is not None and unit is not None and unit.dimension != "ratio":
        more, end = True, end + 1
    before, after, qualifier = _qualify(text, start, end, seeds)
    if qualifier == "exact" and CAPPED.search(text[max(0, start - 14) : start]):
        qualifier = "at_most"
    if numeral.form == "vague":
        qualifier = "vague"
    elif numeral.form == "range":
        qualifier = "range"
    elif more:
        qualifier = "more_than"
    form = "percent" if unit is not None and unit.dimension == "ratio" else numeral.form
    bounds = _bounds(value, qualifier) if value is not None else (low, high)
    return Quantity(
        start, end, numeral.start, numeral.end, form, value, *bounds, numeral.value,
        unit.unit if unit is not None else None, unit.dimension if unit is not None else "count",
        unit.factor if unit is not None else None, unit.base_unit if unit is not None else None,
        qualifier, rule_id=rule_id, before=before, after=after,
    )  # fmt: skip


def _bounds(value: Decimal, qualifier: str) -> tuple[Decimal | None, Decimal | None]:
    if qualifier in {"more_than", "at_least"}:
        return value, None
    if qualifier in {"less_than", "at_most"}:
        return None, value
    return (value, value) if qualifier == "exact" else (None, None)


def _qualify(text: str, start: int, end: int, seeds: Seeds) -> tuple[int, int, str]:
    """Qualifier words beside a span: the place where they begin, where they end, and the qualifier."""
    before, after = _qualifiers(seeds)
    found, first, last = "exact", start, end
    while start > 0 and text[start - 1] in " $":
        start -= 1
    for length in range(LONGEST_QUALIFIER + 1, 0, -1):
        word = text[end : end + length]
        if word in after and len(word) == length:
            found, last = after[word], end + length
            break
    for length in range(LONGEST_QUALIFIER, 0, -1):
        word = text[max(0, start - length) : start]
        if word in before and len(word) == length and not (word == "过" and text[start - 2 : start - 1] in "通经超不"):
            if found == "exact":
                found = before[word]
            first = start - length
            break
    return first, last, found


def _as_range(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    """Two quantities around a range sign as one, if they are."""
    if right.disposition is not None or right.value is None or left.number is None or left.value is None:
        return None
    if left.disposition not in {None, "lexical"} or left.form not in {"number", "percent"}:
        return None
    sign = RANGE_SIGN.match(text, left.end)
    if (
        sign is None
        or sign.end() != right.numeral_start
        or (sign[0] in "到至" and left.disposition is not None and left.unit)
    ):
        return None
    if left.disposition is None and (left.unit or right.unit) != right.unit:
        return None
    low = left.value
    if left.disposition is not None or left.unit is None:
        shared = right.value / right.number if right.number else Decimal(1)
        scaled_right = text[right.numeral_start : right.numeral_end].rstrip("余多几")
        scale = next((s for s in ("万亿", "亿", "万", "千", "百") if scaled_right.endswith(s)), "")
        own = text[left.numeral_start : left.numeral_end]
        times = read_number(f"一{scale}") if scale and not any(s in own for s in "万亿千百") else Decimal(1)
        low = left.number * shared * (times or 1)
    if right.dimension in {"duration"} and right.unit in {"年", "月", "日"} and left.number > 1000:
        return None
    return replace(
        right, start=left.start, numeral_start=left.numeral_start, form="range", value=None, value_min=low, value_max=right.value,
        qualifier="range", rule_id="quantities.range", before=left.before if left.before >= 0 else left.start,
    )  # fmt: skip
