"""Progress: one clean bar on a terminal, plain log lines otherwise."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flows.driver import Progress
from warehouse.contacts import hidden


@contextmanager
def open_progress() -> Iterator[Progress]:
    """A bar on standard error when that is a terminal, else log lines."""
    logger = logging.getLogger("kechuang")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    if not sys.stderr.isatty():
        handler: logging.Handler = logging.StreamHandler(sys.stderr)
        handler.addFilter(_hide_contacts)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", datefmt="%H:%M:%S"))
        logger.handlers = [handler]
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    logger.handlers = [logging.NullHandler()]
    columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _BarProgress(bar)


def _hide_contacts(record: logging.LogRecord) -> bool:
    record.msg, record.args = hidden(record.getMessage()), ()
    return True


@contextmanager
def show_work(message: str) -> Iterator[None]:
    """Tell on a terminal what is being done while it takes its time; elsewhere stay silent."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(message):
        yield


class _BarProgress(Progress):
    """Progress drawn by rich."""

    def __init__(self, bar: object) -> None:
        from rich.progress import Progress as Bar

        assert isinstance(bar, Bar)
        self.bar = bar
        self.task = bar.add_task("inputs", total=None)

    def start(self, total: int) -> None:
        self.bar.update(self.task, total=total + 1)

    def advance(self, stage: str) -> None:
        self.bar.update(self.task, advance=1, description=stage)

    def finish(self) -> None:
        self.bar.update(self.task, advance=1, description="published")
