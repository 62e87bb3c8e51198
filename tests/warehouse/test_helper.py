"""A process beside the run: it answers in turn, tells of failures, and dies with the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from warehouse.errors import PublishError
from warehouse.helper import Helper, answer_calls

SECONDS = 60


class Answers:
    """What the process of these tests can do."""

    def half(self, number: int) -> float:
        """A number's half, printed as well."""
        print("no answer")
        return number / 2

    def sleep(self) -> None:
        """Be at work for longer than any test."""
        time.sleep(1_000)


def serve() -> None:
    answer_calls(Answers, lambda error: PublishError(f"told: {error}"))


def helper() -> Helper:
    return Helper(__name__, PublishError("gone"))


def test_calls_are_answered_in_turn_and_failures_raised() -> None:
    with closing(helper()) as process:
        for argument in (4, "four", 10):
            process.ask("half", argument)
        assert process.answer() == 2
        with pytest.raises(PublishError, match="told: unsupported operand"):
            process.answer()
        assert process.answer() == 5
        assert process.awaited == 0


def test_long_calls_do_not_wait_for_the_process() -> None:
    with closing(helper()) as process:
        process.ask("sleep")
        process.ask("half", b"x" * 10_000_000)
        assert process.awaited == 2


def test_a_process_that_dies_is_told() -> None:
    with closing(helper()) as process:
        process.ask("sleep")
        assert process._process is not None
        process._process.kill()
        with pytest.raises(PublishError, match="gone"):
            process.answer()


def test_it_dies_with_the_run_in_the_midst_of_its_work() -> None:
    script = (
        "import time\nfrom tests.warehouse.test_helper import helper\n"
        "process = helper()\nprocess.ask('half', 2)\nprocess.answer()\nprocess.ask('sleep')\n"
        "print(process._process.pid, flush=True)\ntime.sleep(1_000)\n"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", script], cwd=root, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        pid = int(run.stdout.readline())
        os.kill(run.pid, signal.SIGKILL)
    deadline = time.monotonic() + SECONDS
    while _state(pid) != "Z":
        assert time.monotonic() < deadline, "it outlives the run"
        time.sleep(0.05)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"
