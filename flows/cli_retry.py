"""The command that works on rejected rows once more."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from flows.cli_options import BuildOption
from flows.language import told

REJECTED = "SELECT stage, reason FROM rejects WHERE detail NOT LIKE '%the row was kept'"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(retry)


def retry(
    build: BuildOption = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes that work on batches.")] = None,
) -> None:
    """Read again what was rejected, after a permission, a file or a rule was mended, and publish what has changed.

    Example:
        kechuang retry
    """
    from flows.cli_run import stoppable_run
    from flows.requests import recall_request
    from flows.settings import load_settings

    settings = load_settings()
    folder = build or settings.build
    request = recall_request(folder, workers=workers or settings.workers)
    before = _rejected(folder)
    if not before:
        sys.stdout.write(told("Nothing was rejected; there is nothing to try again.") + "\n")
        return
    stoppable_run(request, direct=True)
    after = _rejected(folder)
    sys.stdout.write(told("{before} rejected before, {after} now.", before=before.total(), after=after.total()) + "\n")
    for stage, reason in sorted(before | after):
        key = (stage, reason)
        counts = told("{before} before, {after} now", before=before[key], after=after[key])
        sys.stdout.write(f"  {stage}: {reason}: {counts}\n")


def _rejected(build: Path) -> Counter[tuple[str, str]]:
    from flows.status import published_database
    from warehouse.query import open_read_only

    with open_read_only(published_database(build)) as connection:
        return Counter((str(stage), str(reason)) for stage, reason in connection.execute(REJECTED).fetchall())
