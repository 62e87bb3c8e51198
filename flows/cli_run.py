"""Commands that write: run; and status, which tells what was written."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli_options import BuildOption, IssueDateOption, JsonOption, SourcesArgument, TaggerOption, iso_day
from flows.errors import StoppedError, UsageError
from flows.language import told
from warehouse.collection import without_collection

if TYPE_CHECKING:
    from flows.driver import Progress
    from flows.requests import Request
    from flows.summary import Summary


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(run)
    app.command()(status)


def run(
    sources: SourcesArgument = None,
    build: BuildOption = None,
    issue_date: IssueDateOption = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes that work on batches.")] = None,
    direct: Annotated[bool, typer.Option("--direct", help="Run the same graph without Prefect.")] = False,
    tagger: TaggerOption = None,
    dask: Annotated[
        str, typer.Option("--dask", metavar="tcp://HOST:PORT|local", help="Let a Dask cluster work on batches.")
    ] = "",
    storage: Annotated[
        str | None, typer.Option("--storage", metavar="s3://…", help="Where staged files and the lake's data lie.")
    ] = None,
    catalog: Annotated[
        str | None, typer.Option("--catalog", metavar="postgres:…", help="Where the lake's catalog lies.")
    ] = None,
    publish: Annotated[
        str | None,
        typer.Option("--publish", metavar="copies|views", help="Whether the published file holds the core tables."),
    ] = None,
) -> None:
    """Run the pipeline over pages and publish the warehouse.

    Example:
        kechuang run seeds/pages --issue-date 2018-12-03
    """
    from flows.requests import make_request

    request = make_request(
        sources or (),
        build=build,
        issue_date=iso_day(issue_date),
        workers=workers,
        tagger=tagger,
        dask=dask,
        storage=storage,
        catalog=catalog,
        publish=publish,
    )
    stoppable_run(request, direct=direct)


def stoppable_run(request: Request, *, direct: bool) -> None:
    """Run with progress, end on signals, and tell what came out.

    Raises:
        StoppedError: Ctrl-C or SIGTERM ended it.
    """
    from flows.failures import UNTOUCHED
    from flows.interrupt import find_interruption, stop_on_signals
    from flows.progress import open_progress
    from flows.summary import describe

    try:
        with stop_on_signals(), open_progress() as progress:
            summary = _run(request, progress, direct=direct)
    except BaseException as error:
        stop = find_interruption(error)
        if stop is None:
            raise
        raise StoppedError(f"{stop}. {told(UNTOUCHED)}", stop.exit_code) from stop
    sys.stdout.write(describe(summary, request.build))


def _run(request: Request, progress: Progress, *, direct: bool) -> Summary:
    if direct:
        with without_collection():
            from flows.driver import execute
        return execute(request, progress=progress)
    from flows.pipeline import kechuang_flow
    from flows.temporary_server import start_temporary_server

    start_temporary_server()
    try:
        return kechuang_flow(request, progress)
    except RuntimeError as error:
        if "reach API" not in str(error):
            raise
        raise UsageError(
            told(
                "no Prefect server answers ({error}): start it, unset PREFECT_API_URL, or run with --direct",
                error=error,
            )
        ) from error


def status(build: BuildOption = None, as_json: JsonOption = False) -> None:
    """Tell what is published and what the last run did.

    Example:
        kechuang status
    """
    from flows.settings import load_settings
    from flows.status import describe_status, read_status

    state = read_status(build or load_settings().build)
    if as_json:
        sys.stdout.write(json.dumps(state, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(describe_status(state))
