"""Neighbouring date expressions that are one."""

from __future__ import annotations

import datetime as dt
import re

from transforms.engine.date_clock import span_of
from transforms.engine.date_context import Known
from transforms.engine.date_offsets import WEEKDAYS, add_days, add_months, month_span
from transforms.engine.resolved import Resolved

JOINT = re.compile(r"\s?(?:至|到|——|--?|[—－–~～]|(?P<pair>[和与]))\s?")
PAIRED = re.compile(r"之间|间(?!隔)|期间")
CLOSED = re.compile(r"止|为止")
WEEKDAY = re.compile("(?:周|星期|礼拜)(?P<name>[一二三四五六日天])")
OF_WEEK = re.compile("(?:周|星期|礼拜)[一二三四五六日天]$")
ASIDE = re.compile(r"\s{0,4}|[，,]")
LIST_MARK = re.compile("[、，,]")
ONLY_DAY = re.compile("[0-9０-９一二三四五六七八九十]{1,3}两?[日号]")
TO_DAY = re.compile(rf"(?:{JOINT.pattern})(?:{ONLY_DAY.pattern})")
# 10日、11日分别下降3%、4%: each day has its own figure.
APART = re.compile(
    "分别|各|先后|依次|[、，,]?(?:[0-9０-９]{1,2}[日号][、，,])*[0-9０-９]{1,2}[日号](?:分别|各|先后|依次)"
)
DATED = {"as_of", "date", "month", "quarter", "range", "season"}
SPANS = {"plan_period", "century", "date", "month", "quarter", "year", "range", "as_of", "season"}
SAME = {"month": ("当月",), "date": ("当天", "当日")}
OPENED, SHUT = "（(", "）)"
LOOSE = {"year": "word", "month": "month"}


def join(
    text: str, left_end: int, left: Resolved, start: int, end: int, right: Resolved
) -> tuple[Resolved, int] | None:
    """Two expressions as one: from … to …, or a day with its date in brackets.

    Args:
        text: The joined text.
        left_end: One past the first expression.
        left: What it stands for.
        start: First character of the second.
        end: One past it.
        right: What it stands for.

    Returns:
        The joint meaning and the end of the joint span.
    """
    between = text[left_end:start]
    if left.kind == "since" and right.kind == "until" and not between and left.end is None and left.start and right.end:
        # 2010年之后2018年之前
        return (
            (Resolved("range", left.start, right.end, left.basis, right.year), end) if left.start <= right.end else None
        )
    if (
        left.kind == "set"
        and between in {"", "的"}
        and right.kind in DATED
        and right.basis in {"relative", "inherited"}
    ):
        # 每年9月, 每月15日 come back.
        return left, end
    if LIST_MARK.fullmatch(between) and _next_day(text, left, start, end, right):
        return left._replace(kind="range", end=right.end), end
    if (
        between
        and between in OPENED
        and text[end : end + 1] in SHUT
        and left.basis == "deictic"
        and right.kind == "date"
    ):
        return right._replace(year=right.year), end + 1
    undated = _undated(left) and _undated(right)
    if left.kind not in SPANS | {"since"} or right.kind not in SPANS:
        return None
    if not undated and (left.start is None or right.end is None):
        return None
    sign = JOINT.fullmatch(between)
    if between and sign is None:
        return None
    if not between and not (left.kind == "since" and right.basis == "deictic"):
        return None
    if sign is not None and sign["pair"]:
        closing = PAIRED.match(text, end)
        if closing is None:
            return None
        end = closing.end()
    elif (shut := CLOSED.match(text, end)) is not None:
        end = shut.end()
    if undated or left.start is None:
        return Resolved("range", None, None, left.basis), end
    if (
        right.basis == "deictic"
        and WEEKDAY.fullmatch(text, start, end)
        and OF_WEEK.search(text, max(0, left_end - 4), left_end)
    ):
        right = _same_week(left.start, text[end - 1])
    if right.end is not None and left.start > right.end:
        right = _next_year(right)
    if right.end is None or left.start > right.end:
        return None
    kind = "since" if right.kind == "as_of" and right.basis == "deictic" else "range"
    return Resolved(kind, left.start, right.end, left.basis, right.year or left.year, span_of(left, right)), end


def _undated(date: Resolved) -> bool:
    """Whether an expression waits for the day of issue, which is not known."""
    return date.start is None and date.end is None and date.basis in {"relative", "deictic"}


def repeats(text: str, left: Resolved, left_end: int, start: int, end: int) -> bool:
    """Whether an expression says the one before it again: its day of the week (6月14日 星期一, 6月14日（星期一）), 6月份当月, 春节当天."""
    if left_end == start and text[start:end] in SAME.get(left.kind, ()):
        return True
    found = WEEKDAY.fullmatch(text, start, end)
    if found is None or left.kind != "date" or left.start is None or left.start != left.end:
        return False
    between = text[left_end:start]
    if between and between in OPENED:
        return text[end : end + 1] in SHUT
    return ASIDE.fullmatch(between) is not None and WEEKDAYS[found["name"]] == left.start.weekday()


def _next_day(text: str, left: Resolved, start: int, end: int, right: Resolved) -> bool:
    """Whether a day without its month goes on where the days before it end (9月10日、11日、12日)."""
    if left.kind not in {"date", "range"} or left.end is None or right.kind != "date" or right.clock or left.clock:
        return False
    if not ONLY_DAY.fullmatch(text, start, end) or APART.match(text, end):
        return False
    return right.start == add_days(left.end, 1)


def _same_week(first: dt.date, name: str) -> Resolved:
    """The day that ends a span in the week of its first (下周一至周三); of the next one where it would lie before it."""
    day = first + dt.timedelta(days=(WEEKDAYS[name] - first.weekday()) % 7)
    return Resolved("date", day, day, "deictic")


def _next_year(date: Resolved) -> Resolved:
    """A day or month without its own year, in the next one: 10月至5月 ends in the year after it began."""
    if date.kind not in {"date", "month"} or date.year is not None or date.basis != "relative":
        return date
    if date.start is None or date.end is None or (date.kind == "month" and date.start.day != 1):
        return date
    start, end = add_months(date.start, 12), add_months(date.end, 12)
    if date.kind == "month" and start is not None:
        end = month_span(start.year, start.month, start.month)[1]
    return date._replace(start=start, end=end)


def after(known: Known, resolved: Resolved, *, compared: bool) -> Known:
    """What is known behind an expression; one that is only compared with tells nothing."""
    if compared:
        return known
    year = resolved.year or known.year
    day = (
        resolved.start
        if resolved.kind == "date" and resolved.basis in {"explicit", "inherited", "relative"}
        else known.day
    )
    whole = resolved.kind in {"range", "month", "quarter", "year"} and resolved.basis != "vague"
    period = (resolved.start, resolved.end) if whole else known.period
    named = resolved.start if resolved.kind == "date" and resolved.start is not None else known.named
    same = (year, day, named, period) == (known.year, known.day, known.named, known.period)
    if same and not (known.loose and resolved.year):
        return known
    if not resolved.year:
        return known._replace(day=day, named=named, period=period)
    # 去年收入…, 上年1月份为春节月份
    loose = LOOSE.get(resolved.kind, "") if resolved.basis == "relative" else ""
    return known._replace(year=year, day=day, named=named, period=period, loose=loose, faded=False)
