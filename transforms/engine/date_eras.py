"""Spans of many years: centuries and decades with their parts, five-year plans."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from transforms.engine.date_offsets import number
from transforms.engine.date_written import years
from transforms.engine.resolved import Resolved

# The tenth plan began in 2001.
PLAN_TEN = 2001
# 1953 to 1957 and 1958 to 1962; the third plan began in 1966.
LAST_EARLY = 2
# 90年代 alone is of the last century; 二十世纪 began in 1900, as 19 does before 90年代.
CENTURY_SHIFT = {"本": 0, "上": -100, "下": 100}
LAST_CENTURY = 1900
# First and last year of a part, by its first character: thirds of a decade, and what is told of a century.
DECADE_PARTS = {
    "初": (0, 2),
    "早": (0, 2),
    "中": (3, 6),
    "末": (7, 9),
    "后": (7, 9),
    "中后期": (5, 9),
    "中前期": (2, 5),
}
CENTURY_PARTS = {
    "初": (0, 9), "早": (0, 29), "上": (0, 49), "前": (0, 49), "中": (40, 60), "中后期": (50, 99), "下": (50, 99), "后半叶": (50, 99),
    "后半期": (50, 99), "后": (70, 99), "末": (90, 99),
}  # fmt: skip


def century(found: re.Match[str], issue: dt.date | None) -> Resolved:
    """20世纪, 上世纪末, 90年代, 二十世纪九十年代初."""
    if found["hundred"]:
        first = (number(found["cent"]) - 1) * 100 if found["cent"] else _side(found["cent_side"], issue)
        begin, end = _of_century(found["cent_part"])
        return Resolved("range" if found["cent_part"] else "century", *years(first + begin, first + end), "explicit")
    told = found["century"]
    if found["cc"]:
        start = int(found["cc"]) * 100
    elif told in CENTURY_SHIFT:
        start = _side(told, issue)
    else:
        start = (number(told) - 1) * 100 if told else LAST_CENTURY
    last = start + number(found["decade_no"])
    # 七八十年代, 80、90年代
    earlier = found["decade_from"]
    first = start + number(earlier if len(earlier) > 1 else f"{earlier}十") if earlier else last
    part = found["decade_part"]
    begin, end = DECADE_PARTS.get(part, DECADE_PARTS[part[0]]) if part else (0, 9)
    return Resolved("range", *years(first + begin, last + end), "explicit")


def _of_century(part: str | None) -> tuple[int, int]:
    """First and last year of a part of a century; the longest name that is known counts."""
    if part is None:
        return 0, 99
    return CENTURY_PARTS.get(part) or CENTURY_PARTS[part[0]]


def _side(side: str, issue: dt.date | None) -> int:
    """First year of this, the last or the next century; without a day of issue this one is the 21st."""
    return (issue.year // 100 * 100 if issue is not None else 2000) + CENTURY_SHIFT[side]


def era_year(era: str, ordinal: str, eras: Mapping[str, tuple[int, int]]) -> int | None:
    """Year of a reign (光绪二十六年, 民国元年); None where it did not last that long.

    >>> era_year("民国", "三十八", {"民国": (1912, 2100)})
    1949
    """
    first, last = eras[era]
    year = first - 1 + number(ordinal.replace("廿", "二十").replace("卅", "三十"))
    return year if first <= year <= last else None


def plan(ordinal: str, *, end: bool = False) -> Resolved:
    """Five-year plans, or the last day of one (“十四五”末): the tenth began in 2001, the first two were three years early."""
    count = number(ordinal)
    first = PLAN_TEN + (count - 10) * 5 - (3 if count <= LAST_EARLY else 0)
    if end:
        return Resolved("as_of", dt.date(first + 4, 12, 31), dt.date(first + 4, 12, 31), "explicit")
    return Resolved("plan_period", dt.date(first, 1, 1), dt.date(first + 4, 12, 31), "explicit")


def begun(event: str, epochs: Mapping[str, dt.date], issue: dt.date | None) -> Resolved:
    """改革开放以来, 自公司成立以来: from a day that everybody knows, or from one not told."""
    day = next((day for name, day in epochs.items() if name in event), None)
    return Resolved("since", day, issue, "relative" if day else "vague")
