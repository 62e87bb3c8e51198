"""When runs fall due, and which sources a range of days has; decisions only, nothing is started here."""

from __future__ import annotations

import asyncio
import datetime as dt
import glob
from collections.abc import Sequence
from pathlib import Path

from flows.errors import UsageError
from flows.language import told
from warehouse.location import is_url


def next_times(cron: str, timezone: str, *, start: dt.datetime, count: int = 3) -> list[dt.datetime]:
    """The next times of a schedule, reckoned by the code of Prefect's scheduler.

    Args:
        cron: Cron expression of five fields.
        timezone: IANA name of the time zone.
        start: Aware time from which on.
        count: How many.

    Raises:
        UsageError: The expression or the zone is not known.
    """
    from zoneinfo import ZoneInfo

    from prefect.server.schemas.schedules import CronSchedule

    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, KeyError) as error:
        raise UsageError(
            told("--timezone takes a name such as Asia/Shanghai, not {timezone!r}", timezone=timezone)
        ) from error
    try:
        schedule = CronSchedule(cron=cron, timezone=timezone)
        times = asyncio.run(schedule.get_dates(count, start=start))
    except ValueError as error:
        raise UsageError(told('--cron takes five fields such as "0 6 * * *", not {cron!r}', cron=cron)) from error
    if not times:
        raise UsageError(told("--cron {cron!r} never falls due", cron=cron))
    return [dt.datetime.fromisoformat(time.isoformat()).astimezone(ZoneInfo(timezone)) for time in times]


def expand_days(pattern: str, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """The pattern filled in for each day.

    Args:
        pattern: Source with `{date}` (YYYY-MM-DD) or a format such as `{date:%Y%m%d}`.
        first: First day.
        last: Last day, included.

    Raises:
        UsageError: The range is empty or the pattern names no day.

    >>> expand_days("in/{date:%Y%m%d}/*", dt.date(2020, 2, 29), dt.date(2020, 3, 1)).values()
    dict_values(['in/20200229/*', 'in/20200301/*'])
    """
    if last < first:
        raise UsageError(told("--to {last} comes before --from {first}", first=first, last=last))
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    try:
        filled = {day: pattern.format(date=day) for day in days}
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise UsageError(told("{pattern!r} is no pattern: use {{date}} or {{date:%Y%m%d}}", pattern=pattern)) from error
    if "{date" not in pattern:
        raise UsageError(told("{pattern!r} names no day: put {{date}} in it", pattern=pattern))
    return filled


def sources_of_days(patterns: Sequence[str], first: dt.date, last: dt.date) -> tuple[list[str], list[dt.date]]:
    """Sources that exist in a range of days, and the days that have none.

    Raises:
        UsageError: See `expand_days`; or no day has a source.
    """
    filled = [expand_days(pattern, first, last) for pattern in patterns]
    found: list[str] = []
    missing: list[dt.date] = []
    for day in filled[0]:
        there = [one[day] for one in filled if _exists(one[day])]
        found += there
        if not there:
            missing.append(day)
    if not found:
        raise UsageError(told("no day from {first} to {last} has pages", first=first, last=last))
    return found, missing


def _exists(source: str) -> bool:
    # An object store is not asked here: the run does that.
    return is_url(source) or Path(source).exists() or bool(glob.glob(source, recursive=True))  # noqa: PTH207  may be absolute
