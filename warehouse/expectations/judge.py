"""Great Expectations in a process of its own, which judges one stage while the next ones are worked on.

Its import alone takes as long as a page's eight stages; here neither that nor its memory is the run's.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse.errors import GuardError, WarehouseError
from warehouse.expectations.audit import has_critical
from warehouse.staging import swap_version

DOCS_FOLDER = "data_docs"
DOCS_VERSIONS = ".data_docs"
KEPT_DOCS = 2
# A worker of a pool would import the caller's main module anew, which a script of three lines does not expect.
PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from warehouse.expectations.judge import serve; serve()"


class Judge:
    """The run's judge; its process starts when the first stage has something to do, so an unchanged corpus never pays for it.

    A stage without a critical count goes on at once and is judged meanwhile, all before anything is committed; one with such a count waits
    for its verdict.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._awaited = 0

    def open(self) -> None:
        """Start the process, unless it runs already."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, *sys.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )

    def judge(self, stage: str, checks: pa.Table) -> None:
        """Hand a stage's checks over, see `Gate.judge`.

        Raises:
            GuardError: A critical expectation failed, in this stage or in one that was handed over before.
        """
        self._ask("judge", stage, checks)
        if has_critical(checks):
            self.settle()

    def settle(self) -> None:
        """Wait for every verdict.

        Raises:
            GuardError: A critical expectation failed.
        """
        while self._awaited:
            self._answer()

    def write_docs(self, build: Path) -> None:
        """Wait for every verdict and begin to write the Data Docs of what was judged.

        Raises:
            GuardError: A critical expectation failed.
        """
        if self._process is not None:
            self.settle()
            self._ask("write_data_docs", build)

    def show_docs(self, build: Path) -> None:
        """Show the Data Docs that `write_docs` began, in place of those of the last run, in one step."""
        if self._awaited:
            swap_version(self._answer(), build / DOCS_FOLDER, keep=KEPT_DOCS)

    def close(self) -> None:
        """End the process; what it has not answered is given up."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, method: str, *arguments: Any) -> None:
        self.open()
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            pickle.dump((method, arguments), self._process.stdin)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._died() from error
        self._awaited += 1

    def _answer(self) -> Any:
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            found = pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError) as error:
            raise self._died() from error
        self._awaited -= 1
        if isinstance(found, BaseException):
            raise found
        return found

    def _died(self) -> WarehouseError:
        self._awaited = 0
        return GuardError(
            "the process of Great Expectations died, most likely for want of memory; nothing was published"
        )


class _Raised(logging.Handler):
    """Raises the errors that Great Expectations logs and passes over, such as a page of its documents that could not be written."""

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[1] if record.exc_info else None
        raise GuardError(f"the guard itself failed: {cause or record.getMessage()}") from cause


def serve() -> None:
    """Answer, one after the other, the calls of `Gate` methods on standard input until it ends, as it does when the run dies."""
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(2, 1)
    # Ctrl-C reaches the whole group; the run decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    log = logging.getLogger("great_expectations")
    log.addHandler(_Raised(level=logging.ERROR))
    log.propagate = False
    from warehouse.expectations.gate import Gate

    gate = Gate()
    while True:
        try:
            method, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = getattr(gate, method)(*arguments)
        except WarehouseError as error:
            answer = error
        except Exception as error:
            answer = GuardError(f"the guard itself failed: {type(error).__name__}: {error}")
        pickle.dump(answer, answers)
        answers.flush()
