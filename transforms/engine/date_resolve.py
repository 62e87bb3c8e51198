"""Resolve matches of the date grammar to closed periods."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from transforms.engine.numerals import WIDE, read_number

YEAR_SHIFT = {
    "今年": 0, "本年": 0, "本年度": 0, "全年": 0, "去年": -1, "上年": -1, "上年度": -1, "上一年": -1, "前年": -2, "大前年": -3, "明年": 1,
    "后年": 2,
}  # fmt: skip
ANAPHORIC = {"当年": 0, "同年": 0, "次年": 1, "翌年": 1}
DAY_SHIFT = {"today": 0, "yesterday": -1, "day_before": -2, "tomorrow": 1, "day_after": 2, "same_day": 0}
MONTH_SHIFT = {"this_month": 0, "last_month": -1, "next_month": 1}
WEEK_SHIFT = {"this_week": 0, "last_week": -1, "next_week": 1}
SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 12)}
REFORM_AND_OPENING = 1978
PLAN_TEN = 2001
Period = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolved expression.

    Attributes:
        kind: Code of `times.kind`.
        start: First day.
        end: Last day.
        basis: Code of `times.basis`.
        year: Year it names, for expressions after it that name none.
    """

    kind: str
    start: dt.date | None
    end: dt.date | None
    basis: str
    year: int | None = None


def number(text: str) -> int:
    """A small number in Arabic or Chinese writing; 元 is one."""
    value = read_number(text.translate(WIDE).replace("元", "一").replace("○", "〇"))
    return int(value) if value is not None else 0


def month_span(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    """First and last day of some months of a year."""
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def resolve(
    found: re.Match[str], words: dict[str, str], issue: dt.date | None, near_year: int | None
) -> Resolved | None:
    """Resolve one match; None when it is no date after all.

    Args:
        found: Match of `date_grammar.date_pattern`.
        words: Deictic words by printed form.
        issue: Day of issue, or None when nothing is known.
        near_year: Year named last before it in the same paragraph.
    """
    core = _core(found, words, issue, near_year)
    if core is None:
        return None
    opened, closed = found["open"] or "", found["close"] or ""
    if closed in {"以来", "至今"} or (opened in {"自", "自从", "从"} and closed in {"起", "开始", "至今"}):
        # What starts after the day of issue is still open at its end.
        ahead = core.start is not None and issue is not None and core.start > issue
        return Resolved("since", core.start, None if ahead else issue, core.basis, core.year)
    if opened.startswith("截") and core.kind not in {"as_of"}:
        return Resolved("as_of", core.end, core.end, core.basis, core.year)
    if opened in {"自", "自从", "从"} and not closed:
        return Resolved("since", core.start, core.end, core.basis, core.year) if opened.startswith("自") else core
    if closed in {"之前", "以前"}:
        return Resolved("until", None, core.end, core.basis, core.year)
    if closed in {"之后", "以后", "起", "开始"}:
        return Resolved("since", core.start, None, core.basis, core.year)
    return core


def _core(found: re.Match[str], words: dict[str, str], issue: dt.date | None, near_year: int | None) -> Resolved | None:
    if found["years"]:
        first, last = number(found["year1"]), number(found["year2"])
        return (
            Resolved("range", dt.date(first, 1, 1), dt.date(last, 12, 31), "explicit", last) if first <= last else None
        )
    if found["iso"]:
        day = _day(int(found["iy"]), int(found["im"]), int(found["id"]))
        return Resolved("date", day, day, "explicit", day.year) if day else None
    if found["dated"]:
        return _dated(found, issue, near_year)
    if found["alone"]:
        return _alone(found, issue, near_year)
    if found["plan"]:
        return _plan(found["plan_no"])
    if found["back"]:
        return _back(found, issue)
    if found["since_event"]:
        started = (
            dt.date(REFORM_AND_OPENING, 1, 1)
            if found["event"].endswith("改革开放")
            else _years_back(issue, number(found["event_no"]))
        )
        return Resolved("since", started, issue, "relative")
    if found["decade"]:
        century = {"20": 1900, "二十": 1900, "上": 1900}.get(found["century"], 2000)
        first = century + number(found["decade_no"])
        return Resolved("range", dt.date(first, 1, 1), dt.date(first + 9, 12, 31), "explicit")
    return _word(found["word"], words, issue)


def _dated(found: re.Match[str], issue: dt.date | None, near_year: int | None) -> Resolved | None:
    if found["year"]:
        year, basis = number(found["year"]), "explicit"
    elif found["relative"] in ANAPHORIC:
        if near_year is None and issue is None:
            return Resolved("year", None, None, "relative")
        base = near_year if near_year is not None else issue.year  # type: ignore[union-attr]
        year, basis = base + ANAPHORIC[found["relative"]], "inherited" if near_year is not None else "relative"
    elif issue is not None:
        base = near_year if found["relative"] == "全年" and near_year else issue.year
        year, basis = base + YEAR_SHIFT[found["relative"]], "relative"
    else:
        return Resolved("year", None, None, "relative")
    if not 1 <= year <= 9998:
        return None
    if not found["part"]:
        return Resolved("year", dt.date(year, 1, 1), dt.date(year, 12, 31), basis, year)
    part = _part(found, "", year)
    return Resolved(part[0], part[1], part[2], basis, year) if part else None


def _alone(found: re.Match[str], issue: dt.date | None, near_year: int | None) -> Resolved | None:
    if near_year is not None:
        part = _part(found, "a_", near_year)
        return Resolved(part[0], part[1], part[2], "inherited", None) if part else None
    if issue is None:
        part = _part(found, "a_", 2000)
        return Resolved(part[0], None, None, "relative") if part else None
    part = _part(found, "a_", issue.year)
    # A month that lies ahead was last year's: news tells what has been.
    if part and part[1] is not None and (part[1] - issue).days > 45 and not found["a_edge"]:
        part = _part(found, "a_", issue.year - 1)
    return Resolved(part[0], part[1], part[2], "relative", None) if part else None


def _part(found: re.Match[str], prefix: str, year: int) -> tuple[str, dt.date | None, dt.date | None] | None:
    """Kind and period of the part of a year."""

    def group(name: str) -> str | None:
        return found[prefix + name]

    if group("months"):
        first, last = number(group("month1") or ""), number(group("month2") or "")
        return ("range", *month_span(year, first, last)) if first <= last else None
    if group("days"):
        month = number(group("dmonth") or "")
        start = _day(year, month, number(group("day1") or ""))
        end = _day(year, number(group("dmonth2") or "") or month, number(group("day2") or ""))
        return ("range", start, end) if start and end and start <= end else None
    if group("date"):
        day = _day(year, number(group("month") or ""), number(group("day") or ""))
        return ("date", day, day) if day else None
    if group("onemonth"):
        return _month(year, number(group("only") or ""), group("third"))
    if group("firstmonths"):
        last = number(group("fm") or "")
        return ("range", *month_span(year, 1, last)) if 1 <= last <= 12 else None
    if group("firstquarters"):
        return ("range", *month_span(year, 1, 3 * number(group("fq") or "")))
    if group("quarter"):
        quarter = number(group("q") or "")
        return ("quarter", *month_span(year, 3 * quarter - 2, 3 * quarter))
    if group("half"):
        return ("range", *month_span(year, *((1, 6) if (group("half") or "")[0] == "上" else (7, 12))))
    if group("season"):
        return ("season", *month_span(year, *SEASONS[(group("season") or "")[0]]))
    edge = (group("edge") or "")[-1]
    if edge in "底末终":
        return "as_of", dt.date(year, 12, 31), dt.date(year, 12, 31)
    return ("as_of", dt.date(year, 1, 1), dt.date(year, 1, 1)) if edge == "初" else ("season", *month_span(year, 5, 7))


def _month(year: int, month: int, third: str | None) -> tuple[str, dt.date | None, dt.date | None] | None:
    if not 1 <= month <= 12:
        return None
    first, last = month_span(year, month, month)
    if third is None:
        return "month", first, last
    if third in {"底", "末"}:
        return "as_of", last, last
    if third == "初":
        return "range", first, first.replace(day=10)
    days = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last.day), "中": (11, 20)}[third]
    return "range", first.replace(day=days[0]), first.replace(day=days[1])


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _plan(ordinal: str) -> Resolved:
    """Five-year plans: the tenth began in 2001."""
    first = PLAN_TEN + (number(ordinal) - 10) * 5
    return Resolved("plan_period", dt.date(first, 1, 1), dt.date(first + 4, 12, 31), "explicit")


def _back(found: re.Match[str], issue: dt.date | None) -> Resolved:
    if issue is None or found["back_no"] in {"几", "数"}:
        return Resolved("vague", None, issue, "vague")
    count, unit = number(found["back_no"]), found["back_unit"]
    if unit == "年":
        return Resolved("range", _years_back(issue, count), issue, "relative")
    days = {"天": 1, "日": 1, "周": 7}.get(unit, 30) * count
    return Resolved("range", issue - dt.timedelta(days=days), issue, "relative")


def _years_back(issue: dt.date | None, count: int) -> dt.date | None:
    return dt.date(issue.year - count, 1, 1) if issue is not None and issue.year > count else None


def _word(word: str, words: dict[str, str], issue: dt.date | None) -> Resolved:
    kind = words[word]
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
        months = issue.year * 12 + issue.month - 1 + MONTH_SHIFT[kind]
        first, last = month_span(months // 12, months % 12 + 1, months % 12 + 1)
        return Resolved("month", first, last, "deictic")
    monday = issue - dt.timedelta(days=issue.weekday() - 7 * WEEK_SHIFT[kind])
    return Resolved("range", monday, monday + dt.timedelta(days=6), "deictic")
