"""The part of the day and the clock time behind a date (8日下午3时, 今晚六点到八点)."""

from __future__ import annotations

import datetime as dt
import functools
import re

from seeds.types import Seeds
from transforms.engine.date_offsets import number
from transforms.engine.resolved import Clock, Resolved

HOUR, MINUTE, DAY = 3600, 60, 86400
NOON, MIDNIGHT, LATEST_MORNING = 12, 24, 6
# Parts of the day that a date's own word ends with (今天下午).
NAMED = {"上午": "上午", "下午": "下午"}
DIGIT = "[0-9０-９]"
SMALL = rf"{DIGIT}{{1,2}}|二?十[一二三四五六七八九]?|[一二三四五六七八九两零]"
MINUTES = rf"{DIGIT}{{1,2}}|[二三四五]?十[一二三四五六七八九]?|[零〇]?[一二三四五六七八九]"
# 早稻 and 晚会 are no parts of a day.
NO_PART = "(?![稻熟年会期婚班礼餐报])"
TO = r"(?:[至到]|——|[-—－–~～])"
# 9~11点: the sign behind the second hour is that of both.
O_CLOCK = r"(?:点钟|[点點](?![意建要希体看多左]|以[上下])|(?<!一)时(?![间候代段节刻期]))"
# 8点30开会, 三点零五; 8点30名 counts.
COUNTED = "[0-9０-９%％.．点點时秒刻个名人位家辆台余多来几十百千万亿元岁次艘架条件只头株棵座部份吨公米年天日月度户支队项种批部分吨左]"
CLOSED = r"(?P<closed>(?:之前|以前|之后|以后)|起(?![诉草源点飞步价码家航跑征降火床身义获])|[前后](?=[^一-鿿0-9]|$))"


def _clock_pattern(no: int) -> str:
    """A clock time; its groups carry a number. 三点意见, 一时难以 and 20时代 tell no hour; 8点35 needs no 分, 8时35 does."""
    shared = f"|(?={TO}(?:{SMALL}){O_CLOCK})" if no == 1 else ""
    return rf"""(?:北京时间|当地时间)?(?:
        (?P<hour{no}>{SMALL})(?:{O_CLOCK}|(?<=[^十]一)时(?=许|整|半|{MINUTES}分){shared})
        (?:(?P<minute{no}>{MINUTES})(?:分(?:(?P<second{no}>{MINUTES})秒)?|(?:(?<=[点點]..)|(?<=[点點]...))(?!{COUNTED}))|(?P<half{no}>半)|(?P<quarter{no}>[一二三1-3])刻|整)?
      | (?P<hours{no}>{DIGIT}{{1,2}})[:：](?P<minutes{no}>{DIGIT}{{2}})(?:[:：](?P<seconds{no}>{DIGIT}{{2}}))?(?!{DIGIT})
    )"""


@functools.lru_cache(maxsize=4)
def clock_pattern(seeds: Seeds) -> re.Pattern[str]:
    """Part of the day, clock time, a second one behind a range sign, and what closes them; all may be missing."""
    parts = "|".join(sorted(day_parts(seeds), key=len, reverse=True))
    return re.compile(
        rf"(?:(?:[^\S\n]|T)(?={DIGIT}{{1,2}}[:：]{DIGIT}{{2}}))?(?:的(?=[0-9０-９一二三四五六七八九十])|大约|大概|约)?(?:\s?[（(]?(?:周|星期|礼拜)[一二三四五六日天][）)]?\s?(?=[0-9０-９一二三四五六七八九十]|{parts}))?(?:(?P<part>{parts}){NO_PART})?"
        rf"(?:{_clock_pattern(1)}(?:{TO}(?P<part2>{parts})?{_clock_pattern(2)})?)?{CLOSED}?",
        re.VERBOSE,
    )


@functools.lru_cache(maxsize=4)
def day_parts(seeds: Seeds) -> dict[str, tuple[int, int]]:
    """First and last hour of the parts of a day by their printed form."""
    lexicon = seeds.lexicon("times_dayparts")
    return {term: (int(first), int(last)) for term, first, last in lexicon.rows}


def with_clock(text: str, end: int, limit: int, date: Resolved, seeds: Seeds) -> tuple[Resolved, int]:
    """A single day with the time of day behind it, and the end of both; the same two where there is none.

    Args:
        text: The joined text.
        end: One past the date.
        limit: One past the sentence.
        date: What the date stands for.
        seeds: Loaded seeds; lexicon times_dayparts.
    """
    if date.kind not in {"date", "as_of"} or date.clock or date.start != date.end or text[end - 1] in "初末底中前后":
        return date, end
    named = NAMED.get(text[end - 2 : end]) or (
        "晚" if text[end - 1] in "晚夜" else "早" if text[end - 1] in "早晨" else None
    )
    found = clock_pattern(seeds).match(text, end, limit)
    if found is None or not (found["part"] or found["hour1"] or found["hours1"] or named):
        return date, end
    clock = _clock(found, found["part"] or named, day_parts(seeds))
    if clock is None:
        return date, end
    if not (found["part"] or found["hour1"] or found["hours1"]):
        # 今天下午 alone tells the part; 约 or 的 behind it belongs to what follows.
        return date._replace(clock=clock), end
    closed = found["closed"] or ""
    if found["hour1"] is None and found["hours1"] is None and closed:
        # 8日晚前: the part of the day alone bounds nothing.
        return date._replace(clock=clock), found.start("closed")
    if closed.endswith("前"):
        return date._replace(kind="until", start=None, clock=Clock(None, clock.first, moment=False)), found.end()
    if closed:
        return date._replace(kind="since", end=None, clock=Clock(clock.first, None, moment=False)), found.end()
    return date._replace(clock=clock), found.end()


def _clock(found: re.Match[str], part: str | None, parts: dict[str, tuple[int, int]]) -> Clock | None:
    """Seconds of the day; None where the numbers are no clock time."""
    if found["hour1"] is None and found["hours1"] is None:
        first, last = parts[part] if part else (0, MIDNIGHT)
        return Clock(first * HOUR, last * HOUR, moment=False)
    begin = _moment(found, 1, part, parts)
    if begin is None:
        return None
    if found["hour2"] is None and found["hours2"] is None:
        return Clock(*begin, moment=True)
    close = _moment(found, 2, found["part2"] or part, parts)
    if close is None:
        return None
    after = close[0] if close[0] > begin[0] else close[0] + NOON * HOUR
    return Clock(begin[0], after, moment=False, both=True) if after > begin[0] else None


def _moment(
    found: re.Match[str], place: int, part: str | None, parts: dict[str, tuple[int, int]]
) -> tuple[int, int] | None:
    """First second of a clock time and the one behind what it names: an hour, a minute or a second."""
    hour, minute, second = (
        found[f"{name}{place}"] or found[f"{name}s{place}"] for name in ("hour", "minute", "second")
    )
    hours = number(hour)
    minutes = (
        number(minute) if minute else 30 if found[f"half{place}"] else 15 * number(found[f"quarter{place}"] or "零")
    )
    seconds = number(second) if second else 0
    if hours > MIDNIGHT or minutes >= 60 or seconds >= 60:
        return None
    if part and hours <= NOON:
        hours = _of_part(hours, parts[part])
    start = hours * HOUR + minutes * MINUTE + seconds
    exact = bool(minute) or bool(found[f"half{place}"]) or bool(found[f"quarter{place}"])
    return start, start + (1 if second else MINUTE if exact else HOUR)


def _of_part(hour: int, part: tuple[int, int]) -> int:
    """An hour up to twelve in a part of the day: 下午3时 is 15, 晚上12点 is midnight, 夜里2点 stays."""
    first, last = part
    if last == MIDNIGHT:
        return hour + NOON if hour >= LATEST_MORNING or hour > first else hour
    if first < NOON:
        return hour + NOON if hour + NOON <= last else hour % NOON if first == 0 else hour
    return hour + NOON if hour < NOON else hour


def span_of(left: Resolved, right: Resolved) -> Clock | None:
    """Clock of a span of two days that have one or none; the end of a moment is when it begins."""
    if left.clock is None and right.clock is None:
        return None
    first = left.clock.first if left.clock else 0
    last = DAY if right.clock is None else right.clock.first if right.clock.moment else right.clock.last
    return Clock(first, last, moment=False)


def time_of_day(clock: Clock | None) -> str | None:
    """Clock time as text: 15:00 for a moment, 10:00/12:00 for a span, ../20:00 for a limit.

    >>> time_of_day(Clock(36000, 43200, moment=False)), time_of_day(Clock(72000, 75600, moment=True))
    ('10:00/12:00', '20:00')
    """
    if clock is None:
        return None
    first, last = (".." if at is None else _hms(at) for at in (clock.first, clock.last))
    return first if clock.moment else f"{first}/{last}"


def _hms(seconds: int) -> str:
    hours, rest = divmod(seconds, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def interval(date: Resolved) -> str | None:
    """ISO 8601 interval of an expression with a time of day, that goes on, or that counts its last day in; None for others and without a day.

    A bound with a time of day is an instant, where the end is exclusive; a bound that is a day holds all of it (ISO 8601-2, EDTF).

    >>> day = dt.date(2016, 11, 7)
    >>> interval(Resolved("date", day, day, "deictic", clock=Clock(64800, 68400, moment=True)))
    '2016-11-07T18:00/2016-11-07T19:00'
    """
    clock = date.clock
    if date.onward and clock is None:
        return f"{_instant(date.start, 0)}/.."
    if date.through and clock is None and date.end is not None:
        return f"../{date.end}"
    if clock is None or (date.start is None and date.end is None):
        return None
    return f"{_instant(date.start, clock.first)}/{_instant(date.end, clock.last)}"


def _instant(day: dt.date | None, seconds: int | None) -> str:
    """A day and its second in ISO 8601, or .. where the side is open."""
    if day is None or seconds is None:
        return ".."
    moment = dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=seconds)
    return moment.isoformat(timespec="minutes" if not seconds % MINUTE else "seconds")
