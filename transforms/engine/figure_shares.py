"""What figures of a sentence share: a bound told before what they are shares of, and the whole that they are parts of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.engine.figure import Figure
from transforms.engine.quantity import Quantity, bounds_of

# Shares, ages and lengths of time are no sums of parts; neither are balances and averages.
UNDIVIDED = {"ratio", "duration", "age", "rank", "multiple", "price", "rate", "temperature"}
NO_PART = re.compile(r"顺差|逆差|差额|人均|平均|日均|最[大高低小]")
ENUMERATED = re.compile(r"(?:、|和|与|及|以及|，)")
SHARED = {"at_least", "at_most", "more_than", "less_than", "approx"}
# 约占总数的5%, 超过全省总量的一半, 不足全国的十分之一: a bound told before what the share is of; its group names the qualifier.
BOUND_AHEAD = re.compile(
    r"(?P<approx>[约近])(?:(?:占|为|相当于)(?:[^，。；、]{1,16}的|(?<=占)[^，。；、\d%％]{1,8})|全[国省市县区球州]的?)$"
    r"|(?:(?P<more_than>超过)了?|(?P<less_than>不足|不到)|(?P<at_least>不低于|不少于)|(?P<at_most>不高于|不超过))[^，。；、\d%％]{1,24}的$"
)
LONGEST_BOUND = 30
# 公园60个，其中国家级9个、市县级20个: parts of which only the level is told are what the whole is.
LEVELS = re.compile("(?:国家|世界|国际|省|市|县|区|州|部|厅|乡|镇|村|校|院|[、和及])+级")
REACH = 20


def with_shared_qualifier(text: str, previous: Sequence[Figure], quantity: Quantity) -> Quantity:
    """A quantity with the qualifier told before what it is a share of (约占总数的5%), or that 分别 shares over an enumeration (分别不低于5000万元、6500万元和8000万元)."""
    if quantity.qualifier != "exact" or quantity.value is None:
        return quantity
    start = quantity.start
    share = quantity.dimension in {"ratio", "multiple"}
    told = BOUND_AHEAD.search(text, max(0, start - LONGEST_BOUND), start) if share else None
    if told is not None and told.lastgroup is not None:
        low, high = bounds_of(quantity.value, told.lastgroup)
        return quantity._replace(qualifier=told.lastgroup, value_min=low, value_max=high)
    if not previous:
        return quantity
    last = previous[-1].quantity
    if (
        last.qualifier not in SHARED
        or last.unit != quantity.unit
        or ENUMERATED.fullmatch(text[last.end : quantity.start]) is None
    ):
        return quantity
    if "分别" not in text[max(previous[-1].scene.start, last.start - REACH) : last.start]:
        return quantity
    low, high = bounds_of(quantity.value, last.qualifier)
    return quantity._replace(qualifier=last.qualifier, value_min=low, value_max=high)


def link_whole(text: str, figure: Figure, previous: Sequence[Figure]) -> None:
    """Link a part to its whole: behind 其中, and the further parts up to a semicolon."""
    if not previous:
        return
    unit = figure.quantity.unit
    name = "" if figure.indicator is None else text[slice(*figure.indicator)]
    if figure.quantity.dimension in UNDIVIDED or NO_PART.search(name):
        return
    for other in reversed(previous):
        if other.level is not None or other.quantity.unit != unit or other.kind in {"growth", "difference"}:
            continue
        between = text[other.quantity.end : figure.quantity.start]
        if "其中" in between or "包括" in between:
            figure.whole = other
            break
        if other.whole is not None and "；" not in between and "。" not in between:
            figure.whole = other.whole
            break
    if figure.whole is not None and LEVELS.fullmatch(name) is not None:
        figure.ending = figure.whole.indicator
