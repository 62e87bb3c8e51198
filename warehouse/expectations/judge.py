"""Great Expectations in a process of its own, which judges one stage while the next ones are worked on.

Its import alone takes as long as a page's eight stages; here neither that nor its memory is the run's.
"""

from __future__ import annotations

import logging
from pathlib import Path

import pyarrow as pa

from warehouse.errors import GuardError, WarehouseError
from warehouse.expectations.audit import has_critical
from warehouse.helper import Helper, answer_calls
from warehouse.staging import swap_version

DOCS_FOLDER = "data_docs"
DOCS_VERSIONS = ".data_docs"
KEPT_DOCS = 2
DIED = "the process of Great Expectations died, most likely for want of memory; nothing was published"


class Judge(Helper):
    """The run's judge; its process starts when the first stage has something to do, so an unchanged corpus never pays for it.

    A stage without a critical count goes on at once and is judged meanwhile, all before anything is committed; one with such a count waits
    for its verdict.
    """

    def __init__(self) -> None:
        super().__init__(__name__, GuardError(DIED))

    def judge(self, stage: str, checks: pa.Table) -> None:
        """Hand a stage's checks over, see `Gate.judge`.

        Raises:
            GuardError: A critical expectation failed, in this stage or in one that was handed over before.
        """
        self.ask("judge", stage, checks)
        if has_critical(checks):
            self.settle()

    def settle(self) -> None:
        """Wait for every verdict.

        Raises:
            GuardError: A critical expectation failed.
        """
        while self.awaited:
            self.answer()

    def write_docs(self, build: Path) -> None:
        """Wait for every verdict and begin to write the Data Docs of what was judged.

        Raises:
            GuardError: A critical expectation failed.
        """
        if self.is_open:
            self.settle()
            self.ask("write_data_docs", build)

    def show_docs(self, build: Path) -> None:
        """Show the Data Docs that `write_docs` began, in place of those of the last run, in one step."""
        if self.awaited:
            swap_version(self.answer(), build / DOCS_FOLDER, keep=KEPT_DOCS)


class _Raised(logging.Handler):
    """Raises the errors that Great Expectations logs and passes over, such as a page of its documents that could not be written."""

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[1] if record.exc_info else None
        raise GuardError(f"the guard itself failed: {cause or record.getMessage()}") from cause


def serve() -> None:
    """Answer the calls of `Gate` methods of a run."""
    log = logging.getLogger("great_expectations")
    log.addHandler(_Raised(level=logging.ERROR))
    log.propagate = False
    answer_calls(_gate, _failure)


def _gate() -> object:
    from warehouse.expectations.gate import Gate

    return Gate()


def _failure(error: Exception) -> Exception:
    if isinstance(error, WarehouseError):
        return error
    return GuardError(f"the guard itself failed: {type(error).__name__}: {error}")
