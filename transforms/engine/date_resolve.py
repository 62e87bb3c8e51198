"""Resolve matches of the date grammar to closed periods."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import NamedTuple

from transforms.engine import date_offsets as offsets
from transforms.engine.date_offsets import month_span, number
from transforms.engine.date_parts import day_of, edge_days, half_month, part_of_month, part_of_year
from transforms.engine.date_written import lone, pointed, short_year, written, years
from transforms.engine.resolved import Period, Resolved

YEAR_SHIFT = {
    "今年": 0, "本年": 0, "本年度": 0, "全年": 0, "去年": -1, "上年": -1, "上年度": -1, "上一年": -1, "前年": -2, "大前年": -3, "明年": 1,
    "下一年": 1, "下年": 1, "后年": 2,
}  # fmt: skip
# Years that count from the year a text tells of, not from the day of issue (2023年…，比上年增长).
OF_REPORT = {"全年", "上年", "上年度", "上一年"}
ANAPHORIC = {"当年": 0, "同年": 0, "次年": 1, "翌年": 1}
# 今明两年 and the like: first and last year, counted from the year of issue.
BOTH = {"今": (0, 1), "去": (-1, 0)}
PLAN_TEN = 2001
# Dates in digits: the groups that hold year, month and day.
WRITTEN = {
    "iso": ("iy", "im", "id"), "compact": ("cy", "cm", "cd"), "spaced": ("sy", "sm", "sd"), "twodigit": ("ty", "tm", "td"),
    "dmy": ("dy", "dm", "dd"), "shortdmy": ("sdy", "sdm", "sdd"),
}  # fmt: skip
# A day or month that lies further ahead was the last one: news tells what has been. A date may be announced months before, and
# a time limit (8月底前) is always ahead.
DAYS_AHEAD, MONTHS_AHEAD, HALF_YEAR = 7, 45, 183
# 将于9月开工, 力争8月建成: a month or day to come.
COMING = re.compile("(?:将|拟|计划|预计|力争|确保|定)(?:于|在|到)?$")
# 90年代 alone is of the last century; 二十世纪 began in 1900, as 19 does before 90年代.
CENTURY_SHIFT = {"本": 0, "上": -100}
CENTURIES = {"20": 1900, "二十": 1900, "上": 1900, None: 1900}


class Known(NamedTuple):
    """What the text before an expression tells about it.

    Attributes:
        issue: Day of issue, or None when nothing is known.
        year: Year named last before it in the same paragraph.
        day: Date named last before it in the same sentence.
        dateline: Day on which the item was sent (北京1月13日电), which 今天 and 昨天 count from.
        named: Date named last before it in the same paragraph, for 当天.
        period: Period named last before it in the same paragraph, for 同期.
        headed: Period named in the headline of its article, for 同期 in a paragraph that names none.
        reported: Past year that the headline of its article tells of, for 全年, 上年 and 年末.
    """

    issue: dt.date | None = None
    year: int | None = None
    day: dt.date | None = None
    dateline: dt.date | None = None
    named: dt.date | None = None
    period: Period | None = None
    reported: int | None = None
    headed: Period | None = None


def resolve(found: re.Match[str], words: dict[str, str], known: Known) -> Resolved | None:
    """Resolve one match; None when it is no date after all.

    Args:
        found: Match of `date_grammar.date_pattern`.
        words: Deictic words by printed form.
        known: What the text before it tells.
    """
    core = _core(found, words, known)
    if core is None:
        return None
    shaped = _shape(core, found["open"] or "", found["close"] or "", known.issue)
    if shaped.start is not None and shaped.end is not None and shaped.start > shaped.end:
        # Told to begin after the day of issue, or dates that run backwards.
        return replace(shaped, end=None) if shaped.kind == "since" else None
    return shaped


def _shape(core: Resolved, opened: str, closed: str, issue: dt.date | None) -> Resolved:
    """What the words around an expression make of it (截至, 自 … 以来, 之前)."""
    if not opened and not closed:
        return core
    if closed in {"以来", "至今", "起至今"}:
        return Resolved("since", core.start, issue, core.basis, core.year)
    if opened.startswith("截"):
        return core if core.kind == "as_of" else Resolved("as_of", core.end, core.end, core.basis, core.year)
    inclusive = closed[:1] in {"或", "及"}
    if closed == "前" and core.kind == "range" and core.basis == "explicit":
        # 2020至2025年前 still names where it begins.
        return core
    if closed.endswith("前"):
        end = core.end
        if len(closed) == 2 and not inclusive and core.start is not None:
            end = offsets.add_days(core.start, -1)
        return Resolved("until", None, end, core.basis, core.year)
    if closed.endswith("后"):
        start = core.start
        if not inclusive and core.end is not None and core.start != core.end:
            # 2018年之后 begins when the year is over, 8月1日之后 with the day.
            start = offsets.add_days(core.end, 1)
        return Resolved("since", start, None, core.basis, core.year)
    if closed in {"起", "开始"}:
        return Resolved("since", core.start, None, core.basis, core.year)
    if opened.startswith("自") and not closed:
        return Resolved("since", core.start, None, core.basis, core.year)
    return core


def _core(found: re.Match[str], words: dict[str, str], known: Known) -> Resolved | None:
    if found["dated"]:
        return _dated(found, known)
    if found["alone"]:
        return _alone(found, known)
    if found["years"]:
        first, last = number(found["year1"]), number(found["year2"])
        return Resolved("range", *years(first, last), "explicit", last) if first <= last else None
    for name, (year, month, day) in WRITTEN.items():
        if found[name]:
            return written(found[year], found[month], found[day], known.issue)
    if found["pointed"]:
        return pointed(found)
    if found["inmonth"] or found["monthhalf"]:
        return _in_month(found, known.issue)
    if found["plan"]:
        return _plan(found["plan_no"])
    if found["decade"] or found["hundred"]:
        return _century(found, known.issue)
    if found["lone"]:
        return lone(found, known.issue)
    return _counted(found, words, known)


def _counted(found: re.Match[str], words: dict[str, str], known: Known) -> Resolved | None:
    """Expressions counted from the day of issue."""
    issue = known.issue
    if found["relquarter"]:
        return offsets.quarter(found["rq"].removesuffix("个"), issue)
    if found["weekend"]:
        return offsets.weekend(found["we"], issue)
    if found["weekly"]:
        return offsets.weekday(found["wk"], found["wday"], issue)
    if found["back"]:
        return offsets.back(found, issue)
    if found["ahead_of"]:
        return offsets.ahead(found, issue)
    if found["turn"]:
        return offsets.turn(found, issue)
    if found["both"]:
        if issue is None:
            return Resolved("range", None, None, "relative")
        first, last = BOTH[found["both"][0]]
        last += "三" in found["both"]
        return Resolved("range", *years(issue.year + first, issue.year + last), "relative")
    if found["offset"]:
        return offsets.offset(found, issue)
    if found["since_event"] and found["event"].endswith("改革开放"):
        return Resolved("since", dt.date(offsets.REFORM_AND_OPENING, 1, 1), issue, "relative")
    if found["since_event"]:
        return offsets.come(found["event_no"], "年", issue)
    if found["come"]:
        return offsets.come(found["come_no"], found["come_unit"], issue)
    kind = words[found["word"]]
    if kind == "same_day":
        issue = known.named or known.dateline or issue
    elif kind in offsets.DAY_SHIFT:
        issue = known.dateline or issue
    return offsets.word(found["word"], words, issue)


def _century(found: re.Match[str], issue: dt.date | None) -> Resolved:
    if found["hundred"]:
        first = (number(found["cent"]) - 1) * 100
        return Resolved("range", *years(first, first + 99), "explicit")
    century = int(found["cc"]) * 100 if found["cc"] else CENTURIES.get(found["century"], 2000)
    if found["century"] in CENTURY_SHIFT and issue is not None:
        century = issue.year // 100 * 100 + CENTURY_SHIFT[found["century"]]
    first = century + number(found["decade_no"])
    return Resolved("range", *years(first, first + 9), "explicit")


def _dated(found: re.Match[str], known: Known) -> Resolved | None:
    issue = known.issue
    if found["year"]:
        year, basis = number(found["year"]), "explicit"
    elif found["short"]:
        year, basis = short_year(found["short"], issue), "explicit"
    elif found["relative"] in ANAPHORIC:
        if known.year is None and issue is None:
            return Resolved("year", None, None, "relative")
        base = known.year or (known.period[1].year if known.period and known.period[1] else issue.year)  # type: ignore[union-attr]
        year, basis = base + ANAPHORIC[found["relative"]], "inherited" if known.year is not None else "relative"
    elif issue is not None:
        base = issue.year
        if found["relative"] in OF_REPORT:
            told = known.year or known.reported
            base = told if told and (told < base or found["relative"] == "全年") else base
        year, basis = base + YEAR_SHIFT[found["relative"]], "relative"
    else:
        return Resolved("year", None, None, "relative")
    if not 1 <= year <= 9998:
        return None
    if found["same"]:
        return Resolved("range", *_same_period(year, known), basis)
    if not found["part"]:
        return Resolved("year", *years(year, year), basis, year)
    part = part_of_year(found, "", year)
    return Resolved(part[0], part[1], part[2], basis, year) if part else None


def _same_period(year: int, known: Known) -> Period:
    """The period named before, in another year (去年同期)."""
    first, last = known.period or known.headed or (None, None)
    if first is None or last is None:
        return years(year, year)
    away = 12 * (year - last.year)
    start, end = offsets.add_months(first, away), offsets.add_months(last, away)
    if end is not None and (last + dt.timedelta(days=1)).day == 1:
        end = month_span(end.year, end.month, end.month)[1]
    return start, end


def _alone(found: re.Match[str], known: Known) -> Resolved | None:
    issue = known.issue
    if found["onlyday"] or found["onlydays"]:
        return _only_day(found, known)
    if known.year is not None:
        part = part_of_year(found, "a_", known.year)
        return Resolved(part[0], part[1], part[2], "inherited", None) if part else None
    start, end = found.span()
    due = (
        found.string.startswith("前", end)
        or (found["close"] or "").endswith("前")
        or COMING.search(found.string, max(0, start - 4), start) is not None
    )
    if issue is None:
        part = part_of_year(found, "a_", 2000)
        return Resolved(part[0], None, None, "relative") if part else None
    past = known.reported if found["a_edge"] and not due else None
    part = part_of_year(found, "a_", past or issue.year)
    ahead = HALF_YEAR if part and part[0] == "date" else MONTHS_AHEAD
    if part and part[1] is not None and (part[1] - issue).days > ahead and not found["a_edge"] and not due:
        part = part_of_year(found, "a_", issue.year - 1)
    return Resolved(part[0], part[1], part[2], "relative", None) if part else None


def _only_day(found: re.Match[str], known: Known) -> Resolved | None:
    """A day without its month: of the date before it in the sentence, else of the last such day up to the issue."""
    names = ("od1", "od2") if found["onlydays"] else ("od", "od")
    first, last = (number(found[name]) for name in names)
    if first > last:
        return None
    kind = "date" if first == last else "range"
    if known.day is not None and known.day.day < first:
        start, end = day_of(known.day.year, known.day.month, first), day_of(known.day.year, known.day.month, last)
        return Resolved(kind, start, end, "inherited") if start and end else None
    if known.issue is None:
        return Resolved(kind, None, None, "relative")
    month = known.issue.replace(day=1)
    for _ in range(3):
        start, end = day_of(month.year, month.month, first), day_of(month.year, month.month, last)
        if start and end and (start - known.issue).days <= DAYS_AHEAD:
            return Resolved(kind, start, end, "relative")
        month = offsets.add_months(month, -1) or month
    return None


def _in_month(found: re.Match[str], issue: dt.date | None) -> Resolved | None:
    """A day or part of this, the last or the next month."""
    if issue is None:
        return Resolved("date", None, None, "deictic")
    if found["monthhalf"]:
        return Resolved("range", *half_month(issue.year, issue.month, found["monthhalf"]), "relative")
    side = {"上": -1, "下": 1}.get(found["relmonth"][0], 0)
    month = offsets.add_months(issue.replace(day=1), side)
    if month is None:
        return None
    if found["rday"]:
        day = day_of(month.year, month.month, number(found["rday"]))
        return Resolved("date", day, day, "relative") if day else None
    if found["rthird"]:
        part = part_of_month(month.year, month.month, found["rthird"])
        return Resolved(*part, "relative") if part else None
    if found["rweek"]:
        span = offsets.within_month(month.year, month.month, number(found["rweek"]), found["rweekday"])
    else:
        span = edge_days(month.year, month.month, found["rahead"], found["rbehind"])
    return Resolved("range", *span, "relative") if span else None


def _plan(ordinal: str) -> Resolved:
    """Five-year plans: the tenth began in 2001."""
    first = PLAN_TEN + (number(ordinal) - 10) * 5
    return Resolved("plan_period", dt.date(first, 1, 1), dt.date(first + 4, 12, 31), "explicit")
