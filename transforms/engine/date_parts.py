"""Months, quarters, days and other parts of a year, read from matches of the date grammar."""

from __future__ import annotations

import datetime as dt
import re

from transforms.engine.date_offsets import WEEKDAYS, last_weekday, month_span, number, within_month

# Months or quarters of a list: quarters may stand without a sign (一二季度).
NAMES = re.compile("[0-9０-９]+|十[一二]?|[一二三四五六七八九]")
# 9、10两个月: how many they are is no further month.
TOGETHER = re.compile("(?:两个?|[三四五六]个)月")
SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 12)}


def edge_days(
    year: int, month: int, first: str | None, last: str | None, *, weeks: bool = False
) -> tuple[dt.date, dt.date] | None:
    """The first or last days of a month, or its last weeks."""
    start, end = month_span(year, month, month)
    count = number(first or last or "") * (7 if weeks else 1)
    if not 1 <= count <= end.day:
        return None
    return (start, start.replace(day=count)) if first else (end.replace(day=end.day - count + 1), end)


def half_month(year: int, month: int, side: str) -> tuple[dt.date, dt.date]:
    """The first or second half of a month."""
    first, last = month_span(year, month, month)
    return (first, first.replace(day=15)) if side[0] == "上" else (first.replace(day=16), last)


def part_of_year(found: re.Match[str], prefix: str, year: int) -> tuple[str, dt.date | None, dt.date | None] | None:
    """Kind and period of the part of a year."""

    def group(name: str) -> str | None:
        return found[prefix + name]

    if group("months"):
        first, last = number(group("month1") or ""), number(group("month2") or "")
        return "range", month_span(year, first, first)[0], month_span(year + (first > last), last, last)[1]
    if group("adjacent"):
        first, last = (number(name) for name in group("months_pair") or "")
        return "range", month_span(year, first, first)[0], month_span(year, last, last)[1]
    if listed := group("listed") or group("listedquarters"):
        first, *_, last = (number(name) for name in NAMES.findall(TOGETHER.split(listed.removeprefix("第"))[0]))
        if group("listedquarters"):
            first, last = 3 * first - 2, 3 * last
        return "range", month_span(year, first, first)[0], month_span(year, last, last)[1]
    if group("days"):
        month = number(group("dmonth") or "")
        start = day_of(year, month, number(group("day1") or ""))
        end = day_of(year, number(group("dmonth2") or "") or month, number(group("day2") or ""))
        return ("range", start, end) if start and end and start <= end else None
    if group("date"):
        day = day_of(year, number(group("month") or ""), number(group("day") or ""))
        return ("date", day, day) if day else None
    if group("spelt"):
        day = day_of(year, number(group("smonth") or ""), number(group("sday") or ""))
        return ("date", day, day) if day else None
    if group("onemonth"):
        month = number(group("only") or "")
        if group("within") and 1 <= month <= 12:
            if group("week"):
                span = within_month(year, month, number(group("week") or ""), group("weekday"))
            elif weekday := group("lastday"):
                span = last_weekday(year, month, weekday)
            elif half := group("halfmonth"):
                span = half_month(year, month, half)
            else:
                span = edge_days(year, month, group("ahead"), group("behind"), weeks=bool(group("behind_weeks")))
            return ("range", *span) if span else None
        return part_of_month(year, month, group("third"))
    if group("ordmonth"):
        month = 1 if group("firstmonth") else number(group("om") or "")
        return part_of_month(year, month, None)
    if group("firstmonths"):
        last = number(group("fm") or "")
        return ("range", *month_span(year, 1, last)) if 1 <= last <= 12 else None
    if group("firstquarters"):
        return ("range", *month_span(year, 1, 3 * number(group("fq") or "")))
    if group("quarter"):
        quarter = number(group("q") or group("q2") or group("q3") or "一")
        return part_of_quarter(year, 3 * quarter - 2, group("quarter_edge"))
    if group("half"):
        start, end = month_span(
            year, *((1, 6) if (group("half") or "")[0] == "上" or group("half") == "H1" else (7, 12))
        )
        return ("as_of", end, end) if group("half_edge") else ("range", start, end)
    if group("season"):
        return ("season", *month_span(year, *SEASONS[(group("season") or "")[0]]))
    edge = (group("edge") or "")[-1]
    if edge in "底末终":
        return "as_of", dt.date(year, 12, 31), dt.date(year, 12, 31)
    return ("as_of", dt.date(year, 1, 1), dt.date(year, 1, 1)) if edge == "初" else ("season", *month_span(year, 5, 7))


def part_of_quarter(year: int, first: int, edge: str | None) -> tuple[str, dt.date | None, dt.date | None]:
    """A quarter, its last day (末, 底) or its first month (初)."""
    start, end = month_span(year, first, first + 2)
    if edge is None:
        return "quarter", start, end
    return ("range", *month_span(year, first, first)) if edge == "初" else ("as_of", end, end)


def tail_of_year(year: int, count: int, unit: str) -> tuple[str, dt.date, dt.date] | None:
    """The last days, weeks, months or quarters of a year."""
    last = dt.date(year, 12, 31)
    if "月" in unit or "季" in unit:
        months = count * (3 if "季" in unit else 1)
        return ("range", *month_span(year, 13 - months, 12)) if 1 <= months <= 12 else None
    days = count if unit in {"天", "日"} else 7 * count
    kind = "date" if days == 1 else "range"
    return (kind, last - dt.timedelta(days=days - 1), last) if 1 <= days <= last.timetuple().tm_yday else None


def nth_of_year(
    year: int, ordinal: int, *, weeks: bool, name: str | None = None
) -> tuple[str, dt.date | None, dt.date | None] | None:
    """The n-th week (as ISO 8601 counts), day or such day of the week of a year."""
    try:
        if name:
            first = dt.date(year, 1, 1)
            day = first + dt.timedelta(days=(WEEKDAYS[name] - first.weekday()) % 7 + 7 * (ordinal - 1))
            return ("date", day, day) if ordinal and day.year == year else None
        if weeks:
            return "range", dt.date.fromisocalendar(year, ordinal, 1), dt.date.fromisocalendar(year, ordinal, 7)
        day = dt.date(year, 1, 1) + dt.timedelta(days=ordinal - 1)
    except ValueError:
        return None
    return ("date", day, day) if ordinal and day.year == year else None


def part_of_month(year: int, month: int, third: str | None) -> tuple[str, dt.date | None, dt.date | None] | None:
    """A month, a third of it or its edge."""
    if not 1 <= month <= 12:
        return None
    first, last = month_span(year, month, month)
    if third is None:
        return "month", first, last
    if third[-1] in "底末":
        return "as_of", last, last
    if third[-1] == "初":
        return "range", first, first.replace(day=10)
    days = {
        "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last.day), "中": (11, 20), "上中旬": (1, 20), "中上旬": (1, 20), "中下旬": (11, last.day),
    }[third.replace("、", "").replace("和", "")]  # fmt: skip
    return "range", first.replace(day=days[0]), first.replace(day=days[1])


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """A day, or None where the calendar has none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
