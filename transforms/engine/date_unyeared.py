"""Months, days, quarters and festivals that print no year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from transforms.engine.date_context import DATELINE, Known, aimed, coming, has_been, only_day, reports_on_last_year
from transforms.engine.date_feasts import Named, festival, lunar_date, unyeared
from transforms.engine.date_grammar import DateWords
from transforms.engine.date_parts import part_of_year
from transforms.engine.resolved import Resolved

# A month that lies further ahead was the last one: news tells what has been. A date may be announced months before, and
# a time limit (8月底前) is always ahead.
MONTHS_AHEAD, HALF_YEAR = 80, 183
# Up to this month those of the year before are told.
FIRST_WEEKS = 2
# So many days back a month is what has just been.
JUST, YEAR = 45, 366


def festive(found: re.Match[str], prefix: str, words: DateWords) -> Callable[[int], Named | None] | None:
    """What makes a period of a festival or lunar date for a year; None where the match is neither."""
    if lunar := found[prefix + "lunar"]:
        return lambda year: lunar_date(lunar, year)
    name, span = found[prefix + "feast_day"] or found[prefix + "feast_name"], found[prefix + "feast_span"]
    name = name and name.strip('“”"')
    return (lambda year: festival(name, span, year, words.festivals)) if name else None


def without_year(found: re.Match[str], words: DateWords, known: Known) -> Resolved | None:
    """A month, day, quarter or festival that prints no year: of the year told of before it, else of that of issue or the one beside it."""
    issue = known.issue
    if found["onlyday"] or found["onlydays"]:
        return only_day(found, known)
    if make := festive(found, "a_", words):
        return unyeared(make, known.year, known.issue)
    start, end = found.span()
    # 新华社雅加达1月9日电 is of the day of issue, whatever year the item told of.
    if known.year is not None and not (found["a_date"] and DATELINE.match(found.string, end)):
        part = part_of_year(found, "a_", known.year)
        if issue is None or part is None or part[2] is None or part[2] >= issue:
            return Resolved(part[0], part[1], part[2], "inherited", None) if part else None
        again = known.loose == "month" and part[1:3] == known.period
        # 去年收入14万元。受4月冻害影响: behind a full stop 去年 holds no more for what has been this year, nor 上年1月 for 1月.
        free = known.loose == "word" or again or (found["open"] or "").startswith("截")
        here = part_of_year(found, "a_", issue.year) if known.faded and (free or known.loose == "attribute") else None
        if here is not None and here[2] is not None and 0 <= (issue - here[2]).days <= (YEAR if free else JUST):
            # 2008年的基金…。1月份上涨6%: what was told of a year holds no more for what has just been.
            return Resolved(here[0], here[1], here[2], "relative", None)
        if not coming(found):
            return Resolved(part[0], part[1], part[2], "inherited", None)
    due = found.string.startswith("前", end) or (found["close"] or "").endswith("前") or coming(found)
    if issue is None:
        part = part_of_year(found, "a_", 2000)
        return Resolved(part[0], None, None, "relative") if part else None
    past = known.reported if found["a_edge"] and not due else None
    if past is None and reports_on_last_year(found, known) and not due and has_been(found, start):
        past = issue.year - 1
    part = part_of_year(found, "a_", past or issue.year)
    ahead = HALF_YEAR if part and part[0] == "date" else MONTHS_AHEAD
    if part and part[1] is not None and (part[1] - issue).days > ahead and not found["a_edge"] and not due:
        part = part_of_year(found, "a_", issue.year - 1)
    elif part and part[2] is not None and (part[2] - issue).days > ahead and _looks_back(found, issue, due=due):
        # 1月至11月 and 上半年, told in January.
        part = part_of_year(found, "a_", issue.year - 1)
    elif part and part[1] is not None and part[1] > issue and (found["close"] or "").endswith(("以来", "至今")):
        # 下半年以来, told in June.
        part = part_of_year(found, "a_", issue.year - 1)
    elif part and part[2] is not None and (issue - part[2]).days > HALF_YEAR and due and not past:
        # 将于1月开工, told in November.
        part = part_of_year(found, "a_", issue.year + 1)
    return Resolved(part[0], part[1], part[2], "relative", None) if part else None


def _looks_back(found: re.Match[str], issue: dt.date, *, due: bool) -> bool:
    """Whether months that are hardly begun are those of the year before: told in the first weeks, as no aim."""
    return issue.month <= FIRST_WEEKS and not due and not aimed(found)
