"""Dates counted from the day of issue: so many days ago, last Friday, the coming quarter."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re

from transforms.engine.numerals import WIDE, read_number
from transforms.engine.resolved import Resolved

DAY_SHIFT = {"today": 0, "yesterday": -1, "day_before": -2, "tomorrow": 1, "day_after": 2, "same_day": 0, "third_day": 3, "third_day_before": -3, "fourth_day": 4, "fourth_day_before": -4}  # fmt: skip
MONTH_SHIFT = {"this_month": 0, "last_month": -1, "next_month": 1, "month_before_last": -2, "month_after_next": 2}
WEEK_SHIFT = {"this_week": 0, "last_week": -1, "next_week": 1, "week_before_last": -2, "week_after_next": 2}
SIDE_SHIFT = {"上上": -2, "上": -1, "上一": -1, "本": 0, "当": 0, "这": 0, "下": 1, "下一": 1, "下下": 2}
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
DAYS = {"天", "日"}
# 两三年 and 几年 tell no number.
UNKNOWN = re.compile("[几数]十?|十几|[一二两三四五六七八][二三四五六七八九]")
REFORM_AND_OPENING = 1978


@functools.lru_cache(maxsize=10_000)
def number(text: str) -> int:
    """A small number in Arabic or Chinese writing; 元 and 首 are one.

    >>> number("十二"), number("元"), number("２３")
    (12, 1, 23)
    """
    text = text.translate(WIDE).replace("元", "一").replace("首", "一").replace("○", "〇")
    value = read_number(text if text.isascii() else text.replace("0", "〇"))
    return int(value) if value is not None else 0


def month_span(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    """First and last day of some months of a year."""
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def add_months(day: dt.date, count: int) -> dt.date | None:
    """The same day some months away, or the last day of that month; None outside the calendar.

    >>> add_months(dt.date(2021, 1, 31), 1)
    datetime.date(2021, 2, 28)
    """
    months = day.year * 12 + day.month - 1 + count
    if not 12 <= months <= 9998 * 12:
        return None
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_days(day: dt.date, count: int) -> dt.date | None:
    """A day some days away; None outside the calendar."""
    try:
        return day + dt.timedelta(days=count)
    except OverflowError:
        return None


def shift(day: dt.date, count: int, unit: str) -> dt.date | None:
    """A day so many years, quarters, months, weeks or days away."""
    if unit == "年":
        return add_months(day, 12 * count)
    if "季" in unit:
        return add_months(day, 3 * count)
    if "月" in unit:
        return add_months(day, count)
    if len(unit) > 1 and unit[-1] == "日":
        return add_workdays(day, count)
    return add_days(day, count * (7 if unit[-1] in "周期" else 1))


def week_of(issue: dt.date, weeks: int) -> dt.date:
    """Monday of a week counted from the week of issue."""
    return issue - dt.timedelta(days=issue.weekday() - 7 * weeks)


# 由过去的7天缩短到1天: what was before, and no time.
FORMERLY = re.compile("[^，。；]{0,4}?(?:缩|减|降|压|增|提|延|升|扩|变|精简)[一-鿿]{0,2}[至到为成]")


def back(found: re.Match[str], issue: dt.date | None) -> Resolved | None:
    """近三年, 过去十年, 前两天: up to the day of issue (前: up to the day before)."""
    start = found.start("back")
    if found.string[start - 1 : start] in {"从", "由"} and FORMERLY.match(found.string, found.end()):
        return None
    if issue is None or UNKNOWN.fullmatch(found["back_no"]):
        return Resolved("vague", None, issue, "vague")
    if found["back_no"] == "半":
        half_ago = add_months(issue, -6) if found["back_unit"] == "年" else add_days(issue, -15)
        return Resolved("range", half_ago, issue, "relative")
    count, unit = number(found["back_no"]), found["back_unit"]
    if unit == "年" and found["back_word"] == "过去" and count == 1 and issue.month == 1:
        # At the turn of the year the past year is the calendar year.
        return Resolved("year", dt.date(issue.year - 1, 1, 1), dt.date(issue.year - 1, 12, 31), "relative")
    if unit in {"年", "个季度"}:
        return Resolved("range", add_months(issue, -(12 if unit == "年" else 3) * count), issue, "relative")
    last = issue - dt.timedelta(days=found["back_word"] == "前")
    # 这两天 holds today.
    count -= found["back_word"] == "这" and unit in DAYS
    return Resolved("range", shift(issue, -count, unit), last, "relative")


def come(count: str, unit: str, issue: dt.date | None, *, half: bool = False) -> Resolved:
    """30年来, 三年半以来: since so long ago."""
    if issue is None or UNKNOWN.fullmatch(count) or ("半" in count and len(count) > 1):
        return Resolved("vague", None, issue, "vague")
    if count == "半" and unit in {"年", "个月"}:
        return Resolved("since", add_months(issue, -6) if unit == "年" else add_days(issue, -15), issue, "relative")
    if half and unit == "年":
        there = add_months(issue, -12 * number(count) - 6)
        return Resolved("since", there and there.replace(day=1), issue, "relative")
    return Resolved("since", shift(issue, -number(count), unit), issue, "relative")


def ahead(found: re.Match[str], issue: dt.date | None) -> Resolved:
    """未来三年, 今后五年: from the day of issue on."""
    if issue is None or UNKNOWN.fullmatch(found["ahead_no"]):
        return Resolved("vague", issue, None, "vague")
    if found["ahead_no"] == "半":
        half = add_months(issue, 6) if found["ahead_unit"] == "年" else add_days(issue, 15)
        return Resolved("range", issue, half and add_days(half, -1), "relative")
    # 未来三至五年 ends when the longer time is over.
    end = shift(issue, number(found["ahead_to"] or found["ahead_no"]), found["ahead_unit"])
    # 未来三天 are the three days after today; of longer units today is the first day, and the last one that before its return.
    if found["ahead_unit"] in DAYS:
        return Resolved("range", add_days(issue, 1), end, "relative")
    return Resolved("range", issue, end and add_days(end, -1), "relative")


def hours(found: re.Match[str], issue: dt.date | None) -> Resolved:
    """过去24小时, 未来72小时: the days that they reach into."""
    if issue is None:
        return Resolved("range", None, None, "relative")
    days = -(-number(found["hours_no"]) // 24)
    if found["hours_word"] in {"过去", "最近"}:
        return Resolved("range", add_days(issue, -days), issue, "relative")
    return Resolved("range", issue, add_days(issue, days), "relative")


def turn(found: re.Match[str], issue: dt.date | None) -> Resolved | None:
    """上两周, 下三个月: whole weeks or months before and after this one; 后三天: from tomorrow on."""
    if issue is None:
        return Resolved("range", None, None, "relative")
    count, unit, side = number(found["turn_no"]), found["turn_unit"], found["turn_word"]
    tomorrow = add_days(issue, 1)
    if side == "后" and tomorrow is not None:
        end = shift(tomorrow, count, unit)
        return Resolved("range", tomorrow, end and add_days(end, -1), "relative")
    first = _first_of(issue, unit)
    edge = shift(first, -count if side == "上" else 1, unit)
    beyond = edge and shift(edge, count, unit)
    return Resolved("range", edge, beyond and add_days(beyond, -1), "relative") if edge else None


def _first_of(day: dt.date, unit: str) -> dt.date:
    """First day of the year, quarter, month or week around a day."""
    if unit == "年":
        return day.replace(month=1, day=1)
    if "季" in unit:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if "月" in unit:
        return day.replace(day=1)
    return day if unit in DAYS else week_of(day, 0)


def add_workdays(day: dt.date, count: int) -> dt.date | None:
    """The working day so many away, Saturdays and Sundays left out; public holidays are not known."""
    weeks, rest = divmod(abs(count), 5)
    sign = 1 if count > 0 else -1
    there = add_days(day, 7 * weeks * sign)
    while rest and there is not None:
        there = add_days(there, sign)
        rest -= there is not None and there.weekday() < 5
    return there


def offset(found: re.Match[str], issue: dt.date | None) -> Resolved | None:
    """三年前 is that year, 两个月后 that month, 五天前 that day; 之前 and 之后 are that and everything before and after."""
    if issue is None:
        return Resolved("vague", None, None, "vague")
    unit, side = found["off_unit"], found["off_side"]
    if UNKNOWN.fullmatch(found["off_no"]) or found["off_more"] or "多" in unit or found["off_no"][-1] in "多余几":
        if found["off_today"] and side[-1] == "后":
            # 二十多年后的今天: what it counts from is not told, but it ends at the issue.
            return Resolved("date", issue, issue, "deictic")
        return Resolved("vague", None, None, "vague")
    count = read_number(found["off_no"].translate(WIDE))
    if count is None:
        return None
    if found["off_half"] or unit == "个半月":
        count += read_number("半") or 0
    sign = -1 if side[-1] == "前" else 1
    if unit == "年" and count % 1:
        there, grain = add_months(issue, sign * int(12 * count)), "月"
    elif count % 1:
        there, grain = add_days(issue, sign * int(30 * count if "月" in unit else 7 * count)), "日"
    else:
        there, grain = shift(issue, sign * int(count), unit), unit
    if there is None:
        return None
    if found["off_today"]:
        return Resolved("date", there, there, "relative")
    first, last = _around(there, grain)
    if side in {"之前", "以前"}:
        # 两天之前 is two days ago or earlier.
        return Resolved("until", None, last, "relative")
    if side in {"之后", "以后"}:
        return Resolved("since", first, None, "relative")
    kind = "year" if grain == "年" else "month" if first != last else "date"
    return Resolved(kind, first, last, "relative")


def _around(day: dt.date, unit: str) -> tuple[dt.date, dt.date]:
    """The year, month or day that a count in some unit points at."""
    if unit == "年":
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    if "月" in unit or "季" in unit:
        return month_span(day.year, day.month, day.month)
    return day, day


def quarter(side: str, issue: dt.date | None) -> Resolved:
    """本季度, 上季度, 下季度."""
    if issue is None:
        return Resolved("quarter", None, None, "relative")
    months = issue.year * 12 + (issue.month - 1) // 3 * 3 + 3 * SIDE_SHIFT[side]
    first = months % 12 + 1
    return Resolved("quarter", *month_span(months // 12, first, first + 2), "relative")


def weekday(side: str | None, name: str, issue: dt.date | None) -> Resolved:
    """A day of the week: of the week named, else the last one up to the day of issue."""
    if issue is None:
        return Resolved("date", None, None, "deictic")
    day = week_of(issue, SIDE_SHIFT[side] if side else 0) + dt.timedelta(days=WEEKDAYS[name])
    if side is None and day > issue:
        day -= dt.timedelta(days=7)
    return Resolved("date", day, day, "deictic")


def noted(found: re.Match[str], issue: dt.date | None) -> Resolved:
    """昨（14）日: the day of the month that stands in brackets, nearest to the one the word points at."""
    if issue is None:
        return Resolved("date", None, None, "deictic")
    told = issue + dt.timedelta(days={"昨": -1, "今": 0, "明": 1}[found["noted_word"]])
    months = (add_months(told.replace(day=1), shift) or told for shift in (0, -1, 1))
    wanted = number(found["noted_day"])
    days = [
        month.replace(day=wanted)
        for month in months
        if 1 <= wanted <= month_span(month.year, month.month, month.month)[1].day
    ]
    day = min(days, key=lambda there: abs((there - told).days)) if days else told
    return Resolved("date", day, day, "deictic")


def weekend(side: str, issue: dt.date | None) -> Resolved:
    """Saturday and Sunday of a week (上周末)."""
    if issue is None:
        return Resolved("range", None, None, "deictic")
    saturday = week_of(issue, SIDE_SHIFT[side]) + dt.timedelta(days=5)
    return Resolved("range", saturday, saturday + dt.timedelta(days=1), "deictic")


def within_month(year: int, month: int, ordinal: int, name: str | None) -> tuple[dt.date, dt.date] | None:
    """The n-th week (counted from the first Monday) or n-th weekday of a month."""
    first = dt.date(year, month, 1)
    target = WEEKDAYS[name] if name else 0
    day = first + dt.timedelta(days=(target - first.weekday()) % 7 + 7 * (ordinal - 1))
    return (day, day) if name else (day, day + dt.timedelta(days=6))


def last_weekday(year: int, month: int, name: str) -> tuple[dt.date, dt.date]:
    """The last such weekday of a month."""
    last = month_span(year, month, month)[1]
    day = last - dt.timedelta(days=(last.weekday() - WEEKDAYS[name]) % 7)
    return day, day


def word(term: str, words: dict[str, str], issue: dt.date | None) -> Resolved:
    """A deictic word of the lexicon (目前, 昨天, 上周)."""
    kind = words[term]
    if kind == "as_of":
        return Resolved("as_of", issue, issue, "deictic")
    if kind in {"recent", "era"}:
        return Resolved("vague", None, issue, "vague")
    if kind == "set" or issue is None:
        return Resolved("set" if kind == "set" else "date", None, None, "deictic")
    if kind in DAY_SHIFT:
        day = issue + dt.timedelta(days=DAY_SHIFT[kind])
        return Resolved("date", day, day, "deictic")
    if kind in MONTH_SHIFT:
        there = add_months(issue.replace(day=1), MONTH_SHIFT[kind]) or issue
        return Resolved("month", *month_span(there.year, there.month, there.month), "deictic")
    if kind == "this_year":
        return Resolved("range", dt.date(issue.year, 1, 1), dt.date(issue.year, 12, 31), "deictic")
    monday = week_of(issue, WEEK_SHIFT[kind])
    return Resolved("range", monday, monday + dt.timedelta(days=6), "deictic")
