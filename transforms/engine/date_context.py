"""Expressions that mean something only beside what the text told before them (11日, 月底, 去年同期, 报告期内)."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from transforms.engine import date_offsets as offsets
from transforms.engine.date_offsets import SIDE_SHIFT, month_span, number
from transforms.engine.date_parts import SEASONS, day_of, edge_days, half_month, part_of_month
from transforms.engine.date_written import years
from transforms.engine.resolved import Period, Resolved

# A day that lies further ahead was the last one: news tells what has been.
DAYS_AHEAD = 7
DATELINE = re.compile("专?[电讯]")
# 将于9月开工, 力争8月建成: a month or day to come.
COMING = re.compile("(?:将|拟|计划|预计|力争|确保|定)(?:于|在|到)?$")
# 确保毕业生年底就业率达到…, 到年底将…: an aim, told before or behind the end of the year.
AIMED = re.compile("(?:[将拟要]|计划|预计|力争|争取|确保|有望|目标)[^，。；：\n]{0,12}$|(?:^|[，。；：\n])到$")
AIM = re.compile("[^。；\n]{0,8}?(?:[将拟要]|计划|预计|力争|争取|确保|有望)")
# Up to this month papers report on the year before.
LAST_REPORTS = 4
# Up to this month counties publish what they have counted for it.
LAST_COUNTS = 6
# Until then what a whole year has come to is that of the year before.
LAST_TOLD = 2
MEASURED_BY = {"比", "较", "由", "从"}
# 2015年的亚军, 2015年最新数据: a year of what stands behind it.
ATTRIBUTE = re.compile("的|最新|[^，。；：\\n]{0,6}(?:数据|报告|名单|公报|榜单?)")
# Words that may stand before 三天后 without being what it counts from.
UNBOUND, HAN = frozenset("在于将到至约即从自而但则拟是为并也就需要可会应或和及与达近时前多余"), re.compile("[一-鿿]")
# 五年来, told early in a year: no more than these many years, those before the one of issue.
LONGEST_TERM, LOOKING_BACK = 10, {"过去", "这"}
# 前三年共增加20万吨，而1956年…; 前三年平均每年增长5%.
BESIDE = re.compile(
    "[^。；\n]{0,40}?(?:[，,；]而(?P<year>[0-9０-９]{4}|[一二][〇○零一二三四五六七八九]{3})年|年均|平均每年|每年平均|年平均)"
)
# Reports tell of a quarter at least.
SHORTEST_REPORT = 80


class Known(NamedTuple):
    """What the text before an expression tells about it.

    Attributes:
        issue: Day of issue, or None when nothing is known.
        year: Year named last before it in the same paragraph.
        day: Date named last before it in the same sentence.
        dateline: Day on which the item was sent (北京1月13日电), which 今天 and 昨天 count from.
        named: Date named last before it in the same paragraph, for 当天.
        period: Period named last before it in the same paragraph, for 同期.
        told: Year named last in a paragraph before it of the same article, for 同年.
        loose: How the year was named, if not as when something was: by a "word" alone (去年) or with a "month" (去年1月), or as an "attribute" (2015年的数据).
        faded: It was, in a sentence before.
        earlier: Date named last in a paragraph before it of the same article, for 同日.
        headed: Period named in the headline of its article, for 同期 in a paragraph that names none.
        reported: Past year that its article reports on by its headline or in so many words, for 全年, 上年 and 年末.
        plan: Five-year plan named last before it in the same article, for 五年内.
        closed: Its article is of the first months of a year and tells of the year before, for 全年, 年末 and 五年来.
    """

    issue: dt.date | None = None
    year: int | None = None
    day: dt.date | None = None
    dateline: dt.date | None = None
    named: dt.date | None = None
    period: Period | None = None
    reported: int | None = None
    headed: Period | None = None
    earlier: dt.date | None = None
    told: int | None = None
    loose: str = ""
    faded: bool = False
    plan: Period | None = None
    closed: bool = False


def same_period(year: int, known: Known) -> Period:
    """The period named before, in another year (去年同期)."""
    first, last = known.period or known.headed or (None, None)
    if first is None or last is None:
        return years(year, year)
    away = 12 * (year - last.year)
    start, end = offsets.add_months(first, away), offsets.add_months(last, away)
    if end is not None and (last + dt.timedelta(days=1)).day == 1:
        end = month_span(end.year, end.month, end.month)[1]
    return start, end


def reported_period(found: re.Match[str], known: Known) -> Resolved | None:
    """报告期内: the half year, quarter or year told of before; None where there was none."""
    for first, last in filter(None, (known.period, known.headed)):
        if first is not None and last is not None and (last - first).days >= SHORTEST_REPORT:
            if found["report_end"]:
                return Resolved("as_of", last, last, "inherited")
            return Resolved("range", first, last, "inherited")
    return None


def quarter_told(side: str, known: Known) -> Resolved | None:
    """本季度 in what tells of the figures of a quarter: that quarter; None where none was told of before."""
    for first, last in filter(None, (known.period, known.headed)) if side == "本" else ():
        if first is not None and last is not None and (first.month % 3, first.day) == (1, 1):
            span = month_span(first.year, first.month, first.month + 2)
            if span == (first, last):
                return Resolved("quarter", first, last, "inherited")
    return None


def aimed(found: re.Match[str]) -> bool:
    """Whether a time is told as that of an aim, before or behind it (确保上半年完成…, 上半年力争…)."""
    start = found.start()
    before = AIMED.search(found.string, max(0, start - 16), start)
    return before is not None or AIM.match(found.string, found.end()) is not None


def has_been(found: re.Match[str], start: int) -> bool:
    """Whether the edge of a year told in January is of the year before: its end, or the beginning that something is measured by."""
    edge = (found["a_edge"] or "")[-1:]
    if edge in {"底", "末", "终"}:
        return not aimed(found)
    return edge == "初" and found.string[max(0, start - 1) : start] in MEASURED_BY


def reports_on_last_year(found: re.Match[str], known: Known) -> bool:
    """Whether the edge of a year (年末) is told in January, or early in a year behind a paragraph that told of the year before."""
    issue = known.issue
    if issue is None or issue.month == 1:
        return issue is not None
    told = issue.month <= LAST_REPORTS and known.told == issue.year - 1
    return bool(found["a_edge"]) and (told or (known.closed and found["a_edge"].endswith("末")))


def coming(found: re.Match[str]) -> bool:
    """Whether a month or day is told as one to come (将于9月开工)."""
    start = found.start()
    return COMING.search(found.string, max(0, start - 4), start) is not None


def look_back(found: re.Match[str], known: Known) -> Resolved | None:
    """Whole years that are over by the last year told of; None where they end on the day of issue.

    五年来 and 过去五年 told with the figures of last year early in a year, 五年累计 in any text of those months, 前三年 set against the year behind it
    (前三年共增加20万吨，而1956年…) or told with a yearly average, which ends with the year before the issue. 这一年 is the year named before it.
    """
    kind = "come" if found["come"] else "back"
    if known.issue is None or found[f"{kind}_unit"] != "年" or found["come_half"]:
        return None
    if offsets.UNKNOWN.fullmatch(found[f"{kind}_no"]) or "半" in found[f"{kind}_no"]:
        return None
    year = known.issue.year
    if kind == "back" and found["back_word"] == "这" and found["back_no"] == "一" and known.year is not None:
        return Resolved("year", *years(known.year, known.year), "inherited")
    if kind == "back" and found["back_word"] == "前":
        told = BESIDE.match(found.string, found.end())
        if told is None:
            return None
        year = number(told["year"]) if told["year"] else year
    elif (
        known.issue.month > LAST_REPORTS
        or not (known.closed or _summed_up(found))
        or (kind == "back" and found["back_word"] not in LOOKING_BACK)
    ):
        return None
    count = number(found[f"{kind}_no"])
    return Resolved("range", *years(year - count, year - 1), "relative") if year and count <= LONGEST_TERM else None


def _summed_up(found: re.Match[str]) -> bool:
    """Whether years are told with what they add up to (五年累计, 五年建成), without a word for how long ago they began."""
    return found["come"] is not None and found["come"].endswith("年")


def last_year(found: re.Match[str], known: Known) -> int | None:
    """The year before that of issue, where 全年 told early in a year is of it: no aim, in the first weeks or in an article that tells of it."""
    issue = known.issue
    if issue is None or issue.month > LAST_COUNTS or found["relative"] != "全年":
        return None
    if aimed(found):
        return None
    return issue.year - 1 if issue.month <= LAST_TOLD or known.closed else None


def told_month(known: Known) -> dt.date | None:
    """First day of the month that the paragraph told of last, if it told of one only."""
    first, last = known.period or (None, None)
    if first is None or last is None or first.day != 1 or (first.year, first.month) != (last.year, last.month):
        return None
    return first


def month_edge(edge: str, known: Known) -> Resolved | None:
    """月底, 月初: of the month told of, else of the month of issue."""
    month = told_month(known) or known.issue
    if month is None:
        return Resolved("as_of", None, None, "relative")
    part = part_of_month(month.year, month.month, None if edge == "月内" else edge)
    return Resolved(*part, "relative") if part else None


def only_day(found: re.Match[str], known: Known) -> Resolved | None:
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


def in_month(found: re.Match[str], issue: dt.date | None) -> Resolved | None:
    """A day or part of this, the last or the next month."""
    if issue is None:
        return Resolved("date", None, None, "deictic")
    if found["monthhalf"]:
        return Resolved("range", *half_month(issue.year, issue.month, found["monthhalf"]), "relative")
    side = SIDE_SHIFT.get(found["relmonth"].removesuffix("月").removesuffix("个"), 0)
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
        span = edge_days(month.year, month.month, found["rahead"], found["rbehind"], weeks=bool(found["rbehind_weeks"]))
    return Resolved("range", *span, "relative") if span else None


def seasons(found: re.Match[str], issue: dt.date | None) -> Resolved:
    """今春, 去冬今春."""
    if issue is None:
        return Resolved("season", None, None, "relative")
    # 今冬 in January began the year before.
    began = found["season_year"] == "去" or (found["season1"] == "冬" and issue.month < SEASONS["春"][0])
    first = issue.year - began
    start, end = month_span(first, *SEASONS[found["season1"]])
    if found["season2"]:
        end = month_span(issue.year + (found["season_year2"] == "明"), *SEASONS[found["season2"]])[1]
    return Resolved("season", start, end, "relative")


def offset_from(found: re.Match[str], known: Known) -> Resolved | None:
    """三天后: counted from the day told of before it where that has passed at the day of issue (6月6日上市，8天后过会), else from the issue.

    What it follows without a mark is an event of its own day (回归两个月后).
    """
    told = known.named
    if told is not None and known.issue is not None and found["off_side"].endswith("后") and told < known.issue:
        resolved = offsets.offset(found, told)
        if resolved is not None and resolved.start is not None and resolved.start <= known.issue:
            return resolved
    before = found.string[found.start() - 1 : found.start()] if found.start() else ""
    if found["off_side"].endswith("后") and HAN.match(before) and before not in UNBOUND:
        return Resolved("vague", None, None, "vague")
    return offsets.offset(found, known.issue)
