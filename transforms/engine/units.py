"""Units: find the longest printed unit at a place.

Not `pint`: most units here are Chinese classifiers and market measures that no registry knows, values stay exact decimals, and one factor to
the base unit per row of seeds/units is all the conversion that is needed.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from typing import NamedTuple

from seeds.types import Seeds, Unit

BEFORE_CURRENCY = {
    "人民币": "CNY", "港币": "HKD", "美元": "USD", "美金": "USD", "新台币": "TWD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY",
    "¥": "CNY", "￥": "CNY", "RMB": "CNY", "US$": "USD", "$": "USD", "＄": "USD", "HK$": "HKD", "€": "EUR", "£": "GBP",
}  # fmt: skip
LONGEST_BEFORE = max(map(len, BEFORE_CURRENCY))
BEFORE_ENDS = frozenset(word[-1] for word in BEFORE_CURRENCY)
Reading = tuple[Unit, re.Pattern[str] | None]

# 块 counts what is made and sold in pieces (集成电路产量9亿块); elsewhere, without a noun behind it, it is money.
PIECES = re.compile(r"(?:产量|生产|[年月日]产|出货|销[量售]|[进出]口|库存|采购)[^，。；：、！？每价\d]{0,10}$")
NEAR_PIECES = 14

PER = {"/", "／", "每"}
SCALES = {"万", "亿"}
OPENING, CLOSING = {"（", "("}, {"）", ")"}


class FoundUnit(NamedTuple):
    """A unit at a place.

    Attributes:
        unit: Canonical spelling; of a quotient both parts, joined by `/`.
        dimension: Its dimension.
        end: One past its last character.
        scale: Multiplier into the value.
        factor: Multiplier to the base unit, if it has one.
        base_unit: The base unit, if it has one.
    """

    unit: str
    dimension: str
    end: int
    scale: Decimal
    factor: Decimal | None = None
    base_unit: str | None = None


@functools.lru_cache(maxsize=4)
def _table(seeds: Seeds) -> tuple[dict[str, tuple[Reading, ...]], dict[str, tuple[int, ...]]]:
    """Units by printed form, the readings that depend on what follows first; and by first characters, two and one, the lengths to try, longest first."""
    table: dict[str, tuple[Reading, ...]] = {}
    lengths: dict[str, set[int]] = {}
    for unit in sorted(seeds.units, key=lambda unit: not unit.only_before):
        reading = (unit, re.compile(unit.only_before) if unit.only_before else None)
        for surface in unit.surfaces:
            table[surface] = (*table.get(surface, ()), reading)
            lengths.setdefault(surface[:2], set()).add(len(surface))
    for start in lengths:
        # One character alone is a unit before whatever stands behind it.
        lengths[start] |= lengths.get(start[0], set())
    return table, {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


def unit_at(text: str, at: int, seeds: Seeds) -> FoundUnit | None:
    """The longest unit that starts at a place; `元/吨` and the like are one unit."""
    table, lengths = _table(seeds)
    found = _longest(text, at, table, lengths)
    if found is None:
        return None
    unit, end = found
    # 387公斤每亩 is written as it is said.
    if text[end : end + 1] in PER:
        scaled = text[end + 1 : end + 2] in SCALES
        below = _longest(text, end + 1 + scaled, table, lengths)
        if below is not None:
            dimension = "price" if unit.dimension == "money" else "rate"
            # 吨标准煤/万元 keeps the printed scale.
            per = text[end + 1 : below[1]] if scaled else below[0].unit
            return FoundUnit(f"{unit.unit}/{per}", dimension, below[1], unit.scale)
    if unit.dimension == "count" and text[end : end + 1] in OPENING:
        other, end = _other_classifier(text, end, table, lengths)
        return FoundUnit(unit.unit + other, unit.dimension, end, unit.scale)
    return FoundUnit(unit.unit, unit.dimension, end, unit.scale, unit.factor, unit.base_unit)


def _other_classifier(
    text: str, end: int, table: dict[str, tuple[Reading, ...]], lengths: dict[str, tuple[int, ...]]
) -> tuple[str, int]:
    """A second classifier in brackets behind the first and one past it (7万套（间）), else nothing and the end of the first."""
    other = _longest(text, end + 1, table, lengths)
    if other is None or other[0].dimension != "count" or text[other[1] : other[1] + 1] not in CLOSING:
        return "", end
    return f"（{other[0].unit}）", other[1] + 1


def _longest(
    text: str, at: int, table: dict[str, tuple[Reading, ...]], lengths: dict[str, tuple[int, ...]]
) -> tuple[Unit, int] | None:
    for length in lengths.get(text[at : at + 2]) or lengths.get(text[at : at + 1], ()):
        end = at + length
        for unit, follows in table.get(text[at:end], ()):
            if end <= len(text) and (follows is None or follows.match(text, end) is not None):
                return unit, end
    return None


def currency_before(text: str, at: int) -> str | None:
    """Currency printed right before a number (港币, ¥, US$), if any."""
    if text[at - 1 : at] not in BEFORE_ENDS:
        return None
    for length in range(LONGEST_BEFORE, 0, -1):
        if at >= length and text[at - length : at] in BEFORE_CURRENCY:
            return BEFORE_CURRENCY[text[at - length : at]]
    return None


def pieces_or_money(text: str, start: int, end: int, unit: FoundUnit, seeds: Seeds) -> FoundUnit:
    """What a unit of Chinese money is: pieces of what is made, or money of the currency beside the numeral (港币三元, 三万元欧元).

    Args:
        text: The joined text.
        start: First character of the numeral.
        end: One past it.
        unit: The unit behind it.
        seeds: Loaded seeds.
    """
    if text[end : unit.end] == "块" and PIECES.search(text, max(0, start - NEAR_PIECES), start) is not None:
        return unit._replace(unit="块", dimension="count")
    currency = currency_before(text, start)
    if currency is not None:
        return unit._replace(unit=currency)
    second = unit_at(text, unit.end, seeds)
    if second is not None and second.dimension == "money" and second.scale == 1:
        return unit._replace(unit=second.unit, end=second.end)
    return unit
