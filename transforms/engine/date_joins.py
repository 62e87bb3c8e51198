"""Neighbouring date expressions that are one, and the part of the day behind a date."""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.engine.date_offsets import add_months, month_span
from transforms.engine.date_resolve import Known
from transforms.engine.resolved import Resolved

JOINT = re.compile(r"\s?(?:至|到|——|--?|[—－–~～]|(?P<pair>[和与]))\s?")
PAIRED = re.compile(r"之间|间|期间")
CLOSED = re.compile(r"止|为止")
SPANS = {"date", "month", "quarter", "year", "range", "as_of", "season"}
DAY_PART = re.compile(
    r"(?:凌晨|清晨|早晨|早上|早间|上午|中午|午间|下午|午后|傍晚|晚上|晚间|夜间|深夜|夜里|[早晚](?![稻熟年会期婚])|(?=[0-9０-９]))?"
    r"(?:(?:北京时间|当地时间)?[0-9０-９]{1,2}(?:时(?:[0-9０-９]{1,2}分|半|整)?(?![间候代段节])|[:：][0-9０-９]{2}(?![0-9０-９])))?"
)
OPENED, SHUT = "（(", "）)"


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
    if (
        between
        and between in OPENED
        and text[end : end + 1] in SHUT
        and left.basis == "deictic"
        and right.kind == "date"
    ):
        return replace(right, year=right.year), end + 1
    if left.kind not in SPANS | {"since"} or left.start is None or right.end is None or right.kind not in SPANS:
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
    if left.start > right.end:
        right = _next_year(right)
    if right.end is None or left.start > right.end:
        return None
    kind = "since" if right.kind == "as_of" and right.basis == "deictic" else "range"
    return Resolved(kind, left.start, right.end, left.basis, right.year or left.year), end


def _next_year(date: Resolved) -> Resolved:
    """A day or month without its own year, in the next one: 10月至5月 ends in the year after it began."""
    if date.kind not in {"date", "month"} or date.year is not None or date.basis != "relative":
        return date
    if date.start is None or date.end is None or (date.kind == "month" and date.start.day != 1):
        return date
    start, end = add_months(date.start, 12), add_months(date.end, 12)
    if date.kind == "month" and start is not None:
        end = month_span(start.year, start.month, start.month)[1]
    return replace(date, start=start, end=end)


def day_part(text: str, end: int, limit: int, date: Resolved) -> int:
    """End of a date with the part of the day or the time of day behind it (8日下午3时)."""
    if (
        date.kind not in {"date", "as_of"}
        or date.start is None
        or date.start != date.end
        or text[end - 1] in "初末底中"
    ):
        return end
    part = DAY_PART.match(text, end, limit)
    return part.end() if part is not None else end


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
    return known._replace(year=year, day=day, named=named, period=period)
