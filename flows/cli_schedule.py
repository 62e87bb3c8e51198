"""Commands for runs at set times and over ranges of days: schedule, backfill."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Annotated

import typer

from flows.cli_options import BuildOption, SourcesArgument
from flows.days import read_day
from flows.errors import UsageError
from flows.language import told


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(schedule)
    app.command()(backfill)


def schedule(
    sources: SourcesArgument = None,
    cron: Annotated[str, typer.Option("--cron", help="When to run: minute, hour, day, month, weekday.")] = "0 6 * * *",
    timezone: Annotated[str, typer.Option("--timezone", help="IANA time zone of the cron fields.")] = "Asia/Shanghai",
    build: BuildOption = None,
    name: Annotated[str, typer.Option("--name", help="Name of the deployment.")] = "daily",
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes of a run.")] = None,
    on_failure_url: Annotated[
        str, typer.Option("--on-failure-url", metavar="URL", help="POST a failed run to it as JSON.")
    ] = "",
    on_failure_command: Annotated[
        str, typer.Option("--on-failure-command", metavar="CMD", help="Give it a failed run as JSON on its input.")
    ] = "",
    check: Annotated[bool, typer.Option("--check", help="Print the next three times and end.")] = False,
) -> None:
    """Run the pipeline at set times, served by this process under a Prefect server.

    Example:
        kechuang schedule --cron "0 6 * * *" --timezone Asia/Shanghai seeds/pages --check
    """
    from flows.prefect_settings import pass_on_hooks, prepare_environment
    from flows.settings import load_settings

    prepare_environment(timeout=load_settings().timeout)
    from flows.schedule import next_times

    if on_failure_url and not on_failure_url.startswith(("http://", "https://")):
        raise UsageError(told("--on-failure-url takes an http or https URL, not {url!r}", url=on_failure_url))
    times = next_times(cron, timezone, start=dt.datetime.now(dt.UTC))
    sys.stdout.write("".join(f"{time.isoformat(timespec='minutes')}\n" for time in times))
    sys.stdout.flush()
    if check:
        return
    pass_on_hooks(url=on_failure_url, command=on_failure_command)
    from prefect.settings import get_current_settings

    if not get_current_settings().api.url:
        raise UsageError(
            told("a schedule needs a Prefect server: `prefect server start`, then set PREFECT_API_URL to its address")
        )
    from flows.deploy import serve_schedule
    from flows.requests import make_request

    request = make_request(sources or (), build=build, workers=workers)
    serve_schedule(
        name=name,
        cron=cron,
        timezone=timezone,
        sources=list(request.sources),
        build=request.build,
        workers=request.workers,
    )


def backfill(
    patterns: Annotated[list[str], typer.Argument(metavar="PATTERN...", help="Sources with {date} or {date:%Y%m%d}.")],
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="First day.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="Last day, included.")],
    build: BuildOption = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes that work on batches.")] = None,
    direct: Annotated[bool, typer.Option("--direct", help="Run without Prefect.")] = False,
) -> None:
    """Run once over the pages of a range of days and publish them as one snapshot.

    Example:
        D=$(mktemp -d) && cp seeds/pages/*.txt $D/2018-12-03.txt && kechuang backfill --from 2018-12-01 --to 2018-12-03 "$D/{date}.txt" --direct
    """
    from flows.cli_run import stoppable_run
    from flows.requests import make_request
    from flows.schedule import sources_of_days

    sources, missing = sources_of_days(patterns, read_day(first, option="--from"), read_day(last, option="--to"))
    if missing:
        days = ", ".join(map(str, missing[:10])) + (" …" if len(missing) > 10 else "")
        sys.stderr.write(told("{count} days without pages: {days}", count=len(missing), days=days) + "\n")
    stoppable_run(make_request(sources, build=build, workers=workers), direct=direct)
