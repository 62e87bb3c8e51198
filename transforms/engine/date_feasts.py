"""Festivals, solar terms and days of the lunar calendar (国庆假期, 去年中秋, 农历正月十五)."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from borax.calendars.lunardate import LCalendars, LunarDate, TermUtils
from chinese_calendar.constants import holidays, workdays
from dateutil.easter import easter

from transforms.engine.date_offsets import number, within_month
from transforms.engine.resolved import Resolved

NAMED_MONTHS = {"正": 1, "冬": 11, "腊": 12}
WEEKDAY_NAMES = {"sunday": "日", "thursday": "四"}
# 甲戌年: the sixty names of years.
CYCLE_YEAR = "(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)?"
LUNAR = re.compile(
    rf"(?:农历|阴历|旧历)?{CYCLE_YEAR}(?:(?P<year>[^年]{{4}})年)?(?P<leap>闰)?(?P<month>[^年月]{{1,2}})月(?P<day>[^日号]+)?[日号]?"
)
# How far the days off may lie from the festival itself, and how long a solar term lasts.
HOLIDAY_REACH, TERM_DAYS = 10, 15
FRIDAY = 4
# Of two years the one of issue is meant unless the other is this much nearer.
OTHER_YEAR = 30
Named = tuple[str, dt.date, dt.date]


class Festival(NamedTuple):
    """A day that comes back every year.

    Attributes:
        calendar: Code of `times_festivals.calendar`.
        month: Month of that calendar; 0 for solar terms and the days around Easter.
        day: Day of the month, which of the weekdays, the name of the solar term, or how far from Easter.
        days: Days off where the calendar of days off does not tell.
        holiday: Its name in the calendar of days off, or "-".
    """

    calendar: str
    month: int
    day: str
    days: int
    holiday: str


def festival(name: str, span: str | None, year: int, festivals: Mapping[str, Festival]) -> Named | None:
    """Kind and period of a festival in a year; with 假期, 期间 and the like its days off.

    Args:
        name: Printed name.
        span: What says that more than the day is meant (假期, 时节), or None.
        year: Calendar year.
        festivals: Festivals by name.
    """
    feast = festivals[name]
    try:
        day = _day_of(feast, year)
    except ValueError:  # outside the years that the lunar calendar is known for
        return None
    if span is None or (feast.days == 1 and feast.calendar != "term"):
        return "date", day, day
    if feast.days == 1:
        return "range", day, day + dt.timedelta(days=TERM_DAYS - 1)
    off = [there for there in _days_off()[feast.holiday] if abs((there - day).days) <= HOLIDAY_REACH]
    return (
        ("range", *_with_weekend(off[0], off[-1])) if off else ("range", day, day + dt.timedelta(days=feast.days - 1))
    )


def _with_weekend(first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """Days off with the Saturdays and Sundays beside them that are worked on nowhere else."""
    while (before := first - dt.timedelta(days=1)).weekday() > FRIDAY and before not in workdays:
        first = before
    while (behind := last + dt.timedelta(days=1)).weekday() > FRIDAY and behind not in workdays:
        last = behind
    return first, last


@functools.lru_cache(maxsize=4096)
def lunar_date(text: str, year: int) -> Named | None:
    """Kind and period of a day or month of the lunar calendar (正月十五, 农历闰四月); a year inside it is meant instead.

    >>> lunar_date("八月十五", 2018)[1]
    datetime.date(2018, 9, 24)
    """
    found = LUNAR.fullmatch(text)
    if found is None:
        return None
    year = number(found["year"]) if found["year"] else year
    month = NAMED_MONTHS.get(found["month"]) or number(found["month"])
    leap = int(found["leap"] is not None)
    day = number(found["day"].removeprefix("初").replace("廿", "二十").replace("十十", "十")) if found["day"] else None
    try:
        start = LunarDate(year, month, day or 1, leap).to_solar_date()
        length = 1 if day else LCalendars.ndays(year, month, leap)
    except ValueError:
        return None
    return "range" if length > 1 else "date", start, start + dt.timedelta(days=length - 1)


def unyeared(make: Callable[[int], Named | None], year: int | None, issue: dt.date | None) -> Resolved:
    """What a festival or lunar date without its year means: in the year told of, else the one near the day of issue.

    Args:
        make: Kind and period for a year.
        year: Year named before it in the paragraph.
        issue: Day of issue.
    """
    if year is not None:
        named = make(year)
        return Resolved(*named, "inherited") if named else Resolved("date", None, None, "inherited")
    if issue is None:
        return Resolved("date", None, None, "relative")
    choices = [(named, shift) for shift in (0, -1, 1) if (named := make(issue.year + shift))]
    if not choices:
        return Resolved("date", None, None, "relative")
    named, _ = min(choices, key=lambda choice: abs((choice[0][1] - issue).days) + (OTHER_YEAR if choice[1] else 0))
    return Resolved(*named, "relative")


def _day_of(feast: Festival, year: int) -> dt.date:
    """The day in a calendar year; ValueError outside the years that the calendar is known for."""
    if feast.calendar == "solar":
        return dt.date(year, feast.month, int(feast.day))
    if feast.calendar == "term":
        day: dt.date = TermUtils.nth_term_day(year, term_name=feast.day)
        return day
    if feast.calendar == "easter":
        sunday: dt.date = easter(year)
        return sunday + dt.timedelta(days=int(feast.day))
    if feast.calendar == "lunar":
        # The last month of a lunar year lies in the calendar year behind it. Day 0 is the eve of the first.
        days = [_lunar_day(there, feast.month, int(feast.day)) for there in (year, year - 1)]
        return next((day for day in days if day.year == year), days[0])
    span = within_month(year, feast.month, int(feast.day), WEEKDAY_NAMES[feast.calendar])
    if span is None:
        raise ValueError(feast)
    return span[0]


@functools.lru_cache(maxsize=4096)
def _lunar_day(year: int, month: int, day: int) -> dt.date:
    first: dt.date = LunarDate(year, month, 1).to_solar_date()
    return first + dt.timedelta(days=day - 1)


@functools.cache
def _days_off() -> Mapping[str, list[dt.date]]:
    """Days off of the state's holidays by their name, in order."""
    found = defaultdict(list)
    for day in sorted(holidays):
        found[holidays[day]].append(day)
    return found
