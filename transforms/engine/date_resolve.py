"""Resolve matches of the date grammar to closed periods."""

from __future__ import annotations

import datetime as dt
import re

from transforms.engine import date_offsets as offsets
from transforms.engine.date_context import (
    Known,
    in_month,
    last_year,
    look_back,
    month_edge,
    offset_from,
    quarter_told,
    reported_period,
    same_period,
    seasons,
    told_month,
)
from transforms.engine.date_eras import begun, century, era_year, plan
from transforms.engine.date_grammar import DateWords
from transforms.engine.date_offsets import month_span, number
from transforms.engine.date_parts import day_of, nth_of_year, part_of_year, tail_of_year
from transforms.engine.date_unyeared import festive, without_year
from transforms.engine.date_written import lone, pointed, short_year, written, years
from transforms.engine.resolved import Resolved

YEAR_SHIFT = {
    "今年": 0, "本年": 0, "本年度": 0, "全年": 0, "去年": -1, "上年": -1, "上年度": -1, "上一年": -1, "前年": -2, "大前年": -3, "上一年度": -1,
    "上一个年度": -1, "明年": 1, "下一年": 1, "下年": 1, "下一年度": 1, "下一个年度": 1, "后年": 2, "大后年": 3,
}  # fmt: skip
# Years that count from the year a text tells of, not from the day of issue (2023年…，比上年增长).
PLAN_YEARS = 5
OF_REPORT = {"全年", "本年", "本年度", "上年", "上年度", "上一年", "上一年度", "上一个年度"}
# 同期，… and 湖南同期增长: the period told of before, as 在此期间; 去年同期, 历史同期 and 比同期 are others.
SAME = re.compile(
    r"(?<=[。；，\n \u3000])同期(?=[，,内])|(?<=[。；\n\u3000])同期(?=的?[一-鿿]{2,12}?(?:增[速幅长]|降幅|为|达到?[0-9]))|(?<![年月度届史往近比较于过占超应])同期(?=(?:累计|净|共)?(?:增|减|下降|上升|提高|流[出入]))|(?!同期)."
)
SHORT_LEAD, DATED = 2, re.compile("[年月季日]")
ANAPHORIC = {"当年": 0, "同年": 0, "次年": 1, "翌年": 1}
# How many days back the day of 当天 may have been told in a paragraph before.
LATELY = 31
# Groups of expressions that hold both ends.
FROM_TO = ("years", "months", "days", "a_months", "a_days", "onlydays")
# 今明两年, 明后天: first and last year or day, counted from that of issue.
BOTH = {"今": (0, 1), "去": (-1, 0), "昨": (-1, 0), "明": (1, 2)}
# 自1月1日起施行: of a rule in force no last day is known.
IN_FORCE = re.compile("(?:正式)?(?:施行|执行|实施|实行|生效|适用)")
# Dates in digits: the groups that hold year, month and day.
WRITTEN = {
    "iso": ("iy", "im", "id"), "compact": ("cy", "cm", "cd"), "spaced": ("sy", "sm", "sd"), "twodigit": ("ty", "tm", "td"),
    "dmy": ("dy", "dm", "dd"), "shortdmy": ("sdy", "sdm", "sdd"),
}  # fmt: skip


def resolve(found: re.Match[str], words: DateWords, known: Known) -> Resolved | None:
    """Resolve one match; None when it is no date after all.

    Args:
        found: Match of `date_grammar.date_pattern`.
        words: Words of time by printed form.
        known: What the text before it tells.
    """
    core = _core(found, words, known)
    if core is None:
        return None
    if found["open"] and not found["close"] and any(found[name] for name in FROM_TO):
        # 自6月14日至9月19日 ends as well.
        return core
    shaped = _shape(core, found["open"] or "", found["close"] or "", known.issue)
    if shaped.onward and IN_FORCE.match(found.string, found.end()) is not None:
        return shaped._replace(end=None, onward=False)
    if shaped.start is not None and shaped.end is not None and shaped.start > shaped.end:
        # Told to begin after the day of issue, or dates that run backwards.
        return shaped._replace(end=None, onward=False) if shaped.kind == "since" else None
    return shaped


def _shape(core: Resolved, opened: str, closed: str, issue: dt.date | None) -> Resolved:
    """What the words around an expression make of it (截至, 自 … 以来, 之前)."""
    if (
        (not opened and not closed)
        or ((core.basis == "vague" or core.kind == "plan_period") and closed in {"起", "开始"})
        or (core.kind == "since" and not closed)
    ):
        return core
    if closed.endswith(("来", "至今")):
        return Resolved("since", core.start, issue, core.basis, core.year)
    if opened.startswith("截"):
        return core if core.kind == "as_of" else Resolved("as_of", core.end, core.end, core.basis, core.year)
    if closed in {"或更早", "或更晚"}:
        early = closed == "或更早"
        return Resolved(
            "until" if early else "since",
            None if early else core.start,
            core.end if early else None,
            core.basis,
            core.year,
        )
    inclusive = closed[:1] in {"或", "及"}
    if closed == "前" and core.kind == "range" and core.basis == "explicit":
        # 2020至2025年前 still names where it begins.
        return core
    if closed.endswith("前"):
        end = core.end
        if len(closed) == 2 and not inclusive and core.start is not None and core.kind != "as_of":
            # 年底之前 still holds the end of the year.
            end = offsets.add_days(core.start, -1)
        return Resolved("until", None, end, core.basis, core.year, through=inclusive and end is not None)
    if closed.endswith("后"):
        start = core.start
        if not inclusive and core.end is not None and core.start != core.end:
            # 2018年之后 begins when the year is over, 8月1日之后 with the day.
            start = offsets.add_days(core.end, 1)
        return Resolved("since", start, None, core.basis, core.year)
    if closed in {"起", "开始"} or (opened.startswith("自") and not closed):
        return Resolved("since", core.start, issue, core.basis, core.year, onward=core.start is not None)
    return core


def _core(found: re.Match[str], words: DateWords, known: Known) -> Resolved | None:
    # What most expressions are comes first; one is only ever one of all these.
    if found["dated"]:
        return _dated(found, words, known)
    if found["alone"]:
        return without_year(found, words, known)
    if found["word"]:
        return _worded(found, words, known)
    if found["years"]:
        first, last = number(found["year1"]), number(found["year2"])
        return Resolved("range", *years(first, last), "explicit", last) if first <= last else None
    for name, (year, month, day) in WRITTEN.items():
        if found[name]:
            return written(found[year], found[month], found[day], known.issue)
    if found["pointed"]:
        return pointed(found)
    if found["seasons"]:
        return seasons(found, known.issue)
    if found["inmonth"] or found["monthhalf"]:
        return in_month(found, known.issue)
    if count := found["plan_no"] or found["plan_count"]:
        parts = (found["plan_part"], found["plan_nth_part"])
        period = plan(count, end="末" in parts)
        # “十四五”以来
        return Resolved("since", period.start, known.issue, "explicit") if "以来" in parts and known.issue else period
    if found["reign"]:
        return Resolved("range", *years(*words.eras[found["reign_name"]]), "explicit")
    if event := found["begun"] or found["unnamed"]:
        return begun(event, words.epochs, known.issue)
    if found["report"]:
        return reported_period(found, known)
    if found["decade"] or found["hundred"]:
        return century(found, known.issue)
    if found["lone"]:
        return lone(found, known.issue)
    return _counted(found, known)


def _counted(found: re.Match[str], known: Known) -> Resolved | None:
    """Expressions counted from the day of issue."""
    issue = known.issue
    if found["relquarter"]:
        return quarter_told(found["rq"], known) or offsets.quarter(found["rq"].removesuffix("个"), issue)
    if found["hours"]:
        return offsets.hours(found, issue)
    if found["noted"]:
        return offsets.noted(found, issue)
    if found["month_edge"]:
        return month_edge(found["month_edge"], known)
    if found["each"]:
        return Resolved("set", None, None, "deictic")
    if found["weekend"]:
        return offsets.weekend(found["we"], issue)
    if found["weekly"]:
        return offsets.weekday(found["wk"], found["wday"], issue)
    if found["back"]:
        return look_back(found, known) or offsets.back(found, issue)
    if found["ahead_of"]:
        return offsets.ahead(found, issue)
    if found["turn"]:
        return offsets.turn(found, issue)
    if found["both"]:
        if issue is None:
            return Resolved("range", None, None, "relative")
        first, last = BOTH[found["both"][0]]
        last += "三" in found["both"]
        if found["both_days"]:
            return Resolved("range", offsets.add_days(issue, first), offsets.add_days(issue, last), "relative")
        return Resolved("range", *years(issue.year + first, issue.year + last), "relative")
    if found["offset"]:
        return offset_from(found, known)
    if found["since_event"] and found["event"].endswith("改革开放"):
        return Resolved("since", dt.date(offsets.REFORM_AND_OPENING, 1, 1), issue, "relative")
    if found["since_event"]:
        return offsets.come(found["event_no"], "年", issue)
    if found["come_in"] and known.plan is not None and number(found["come_no"]) == PLAN_YEARS:
        return Resolved("plan_period", *known.plan, "inherited")
    if found["come"]:
        ago = offsets.come(found["come_no"], found["come_unit"], issue, half=bool(found["come_half"]))
        return look_back(found, known) or (None if found["come_in"] else ago)
    return None


def _worded(found: re.Match[str], words: DateWords, known: Known) -> Resolved | None:
    """Deictic words (目前, 次日, 同期)."""
    issue = known.issue
    kind = words.kinds[found["word"]]
    if found["word"] == "当月" and (month := told_month(known)):
        return Resolved("month", *month_span(month.year, month.month, month.month), "deictic")
    if kind in {"told_day", "next_day"}:
        # 同日 is the day told of and 次日 the next one; where none was told of, they tell no day.
        told = known.named or known.earlier
        day = told and offsets.add_days(told, int(kind == "next_day"))
        return Resolved("date", day, day, "deictic") if day else None
    if kind == "same_period":
        same = SAME.match(found.string, found.start())
        period = known.period or known.headed
        sentence = found.string[found.string.rfind("。", 0, found.start()) + 1 : found.start()]
        if same and same[0] == "同期" and len(sentence) > SHORT_LEAD and not DATED.search(sentence):
            # 湖南同期增长: of the time that its sentence tells.
            return None
        return Resolved("range", *period, "inherited") if same and period is not None else None
    if kind == "same_day":
        lately = known.earlier if known.earlier and issue and 0 <= (issue - known.earlier).days <= LATELY else None
        issue = known.named or known.dateline or lately or issue
    elif kind in offsets.DAY_SHIFT:
        issue = known.dateline or issue
    return offsets.word(found["word"], words.kinds, issue)


def _dated(found: re.Match[str], words: DateWords, known: Known) -> Resolved | None:
    issue = known.issue
    if found["year"]:
        year, basis = number(found["year"]), "explicit"
    elif found["ad"]:
        if found["bc"]:
            return Resolved("year", None, None, "explicit")
        year, basis = number(found["ad"]), "explicit"
    elif found["era"]:
        told = era_year(found["era"], found["era_no"], words.eras)
        if told is None:
            return None
        year, basis = told, "explicit"
    elif found["short"]:
        year, basis = short_year(found["short"], issue), "explicit"
    elif found["relative"] in ANAPHORIC:
        if known.year is None and known.told is None and issue is None:
            return Resolved("year", None, None, "relative")
        base = known.year or known.told or (known.period[1].year if known.period and known.period[1] else issue.year)  # type: ignore[union-attr]
        year, basis = base + ANAPHORIC[found["relative"]], "inherited" if known.year or known.told else "relative"
    elif issue is not None:
        base = issue.year
        if found["relative"] in OF_REPORT:
            told = known.year or known.reported or last_year(found, known)
            base = told if told and (told < base or found["relative"] == "全年") else base
        year, basis = base + YEAR_SHIFT[found["relative"]], "relative"
    else:
        return Resolved("year", None, None, "relative")
    if not 1 <= year <= 9998:
        return None
    if found["same"]:
        return Resolved("range", *same_period(year, known), basis)
    if found["today"]:
        day = day_of(year, issue.month, issue.day) if issue else None
        return Resolved("date", day, day, basis)
    if found["nth"]:
        part = nth_of_year(year, number(found["nth_no"]), weeks=bool(found["nth_week"]), name=found["nth_weekday"])
        return Resolved(part[0], part[1], part[2], basis, year) if part else None
    if found["tail"]:
        part = tail_of_year(year, number(found["tail_no"]), found["tail_unit"])
        return Resolved(part[0], part[1], part[2], basis, year) if part else None
    if make := festive(found, "", words):
        named = make(year)
        # Of years that the lunar calendar is not known for, the year is all that can be told.
        return Resolved(*named, basis, year) if named else Resolved("year", *years(year, year), basis, year)
    if not found["part"] or found["whole"]:
        return Resolved("year", *years(year, year), basis, year)
    part = part_of_year(found, "", year)
    return Resolved(part[0], part[1], part[2], basis, year) if part else None
