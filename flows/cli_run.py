"""Commands that write: run; and status, which tells what was written."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import StoppedError, UsageError

if TYPE_CHECKING:
    from flows.driver import Progress, Request
    from flows.summary import Summary

SAMPLE = Path(__file__).parent.parent / "seeds" / "pages"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(run)
    app.command()(status)


def run(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="Files, folders, globs or archives [default: the sample page]."),
    ] = None,
    build: Annotated[
        Path | None, typer.Option("--build", help="Folder of all outputs [default: warehouse/build].")
    ] = None,
    issue_date: Annotated[
        str | None, typer.Option("--issue-date", metavar="YYYY-MM-DD", help="Issue date of every input.")
    ] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes that work on batches.")] = None,
    direct: Annotated[bool, typer.Option("--direct", help="Run the same graph without Prefect.")] = False,
) -> None:
    """Run the pipeline over pages and publish the warehouse.

    Example:
        kechuang run seeds/pages --issue-date 2018-12-03
    """
    from flows.driver import Request
    from flows.failures import UNTOUCHED
    from flows.interrupt import Interrupted, stop_on_signals
    from flows.progress import open_progress
    from flows.settings import load_settings
    from flows.summary import describe

    settings = load_settings()
    request = Request(
        sources=tuple(sources or [str(SAMPLE)]),
        build=build or settings.build,
        issue_date=_iso(issue_date),
        workers=workers or settings.workers,
        models=settings.models,
        batch_bytes=settings.batch_bytes,
    )
    try:
        with stop_on_signals(), open_progress() as progress:
            summary = _run(request, progress, direct=direct)
    except Interrupted as stop:
        raise StoppedError(f"{stop}. {UNTOUCHED}", stop.exit_code) from stop
    sys.stdout.write(describe(summary, request.build))


def _run(request: Request, progress: Progress, *, direct: bool) -> Summary:
    if direct:
        from flows.driver import execute

        return execute(request, progress=progress)
    from flows.pipeline import kechuang_flow
    from flows.temporary_server import start_temporary_server

    start_temporary_server()
    return kechuang_flow(request, progress)


def _iso(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"--issue-date takes a day as YYYY-MM-DD, not {text!r}") from error


def status(
    build: Annotated[
        Path | None, typer.Option("--build", help="Folder of all outputs [default: warehouse/build].")
    ] = None,
) -> None:
    """Tell what is published and what the last run did.

    Example:
        kechuang status
    """
    from flows.settings import load_settings
    from flows.status import describe_status

    sys.stdout.write(describe_status(build or load_settings().build))
