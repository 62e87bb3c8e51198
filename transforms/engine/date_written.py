"""Dates and years written in digits only (2008.03-2009, 09-01, 98)."""

from __future__ import annotations

import datetime as dt
import re

from transforms.engine.date_offsets import month_span, number
from transforms.engine.date_parts import day_of
from transforms.engine.numerals import WIDE
from transforms.engine.resolved import Resolved

# Without a day of issue two digits up to this are of the present century.
PIVOT = 30
DECADE = 10


def written(year: str, month: str, day: str, issue: dt.date | None) -> Resolved | None:
    """A date in digits; where the second number is no month, it is the day."""
    first, second = int(month), int(day)
    if first > 12:
        first, second = second, first
    found = day_of(short_year(year, issue) if len(year) == 2 else int(year), first, second)
    return Resolved("date", found, found, "explicit", found.year) if found else None


def pointed(found: re.Match[str]) -> Resolved | None:
    """Months and years in digits with a range sign between them (2008.03-2009)."""
    first, _ = month_span(int(found["py1"]), *[int(found["pm1"])] * 2)
    last_month = int(found["pm2"] or 12)
    _, last = month_span(int(found["py2"]), last_month, last_month)
    return Resolved("range", first, last, "explicit", last.year) if first <= last else None


def lone(found: re.Match[str], issue: dt.date | None) -> Resolved | None:
    """A line that is nothing but month and day, or a year in two digits, in the year or century of issue."""
    if issue is None:
        return None
    if found["lone_ym"]:
        told, only = int(found["lone_ym"][:4]), int(found["lone_ym"][5:])
        return Resolved("month", *month_span(told, only, only), "explicit", told)
    if found["lone_year"]:
        year = short_year(found["lone_year"], issue)
        return Resolved("year", *years(year, year), "relative", year)
    month, day = found["lone_month"] or found["lone_m"], found["lone_day"] or found["lone_d"]
    there = day_of(issue.year, int(month), int(day))
    return Resolved("date", there, there, "relative") if there else None


def years(first: int, last: int) -> tuple[dt.date, dt.date]:
    """First and last day of some years."""
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def short_year(text: str, issue: dt.date | None) -> int:
    """98 is 1998; years up to a decade after the issue are of its century.

    >>> short_year("98", dt.date(2021, 1, 1)), short_year("70", dt.date(1965, 1, 1)), short_year("九八", None)
    (1998, 1970, 1998)
    """
    digits = text.translate(WIDE)
    value = int(digits) if digits.isdecimal() and digits.isascii() else number(f"一九{text}") % 100
    if issue is None:
        return (2000 if value <= PIVOT else 1900) + value
    year = issue.year // 100 * 100 + value
    return year if year <= issue.year + DECADE else year - 100
