"""Ctrl-C and SIGTERM end a run within seconds; nothing is torn and no process stays behind."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.reliability.tools import (
    end,
    run_to_end,
    see_everywhere,
    session_members,
    start_run,
    wait_for_line,
    write_pages,
)

pytestmark = pytest.mark.reliability
# Generous, because machines are shared; the point is that a hanging run does not pass.
SECONDS = 30


def wait_until_alone(process: object, seconds: float = SECONDS) -> list[str]:
    """Processes of the session that are still there after that time."""
    until = time.monotonic() + seconds
    while (left := session_members(process)) and time.monotonic() < until:  # type: ignore[arg-type]
        time.sleep(0.1)
    return left


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished build, to be copied."""
    folder = tmp_path_factory.mktemp("signals")
    run_to_end(folder / "build", write_pages(folder / "pages", edition=1))
    return folder / "build"


@pytest.mark.parametrize(
    ("options", "told", "number", "code"),
    [
        (("--direct",), "stage tokens", signal.SIGINT, 130),
        (("--direct",), "stage events", signal.SIGTERM, 143),
        (("--direct", "--workers", "2"), "stage documents", signal.SIGINT, 130),
        (("--direct", "--workers", "2"), "stage documents", signal.SIGTERM, 143),
        ((), "stage articles", signal.SIGINT, 130),
        ((), "stage articles", signal.SIGTERM, 143),
    ],
)
def test_a_signal_ends_a_run_within_seconds(
    tmp_path: Path, old: Path, options: tuple[str, ...], told: str, number: signal.Signals, code: int
) -> None:
    build = tmp_path / "build"
    shutil.copytree(old, build, symlinks=True)
    before = see_everywhere(build)
    new = write_pages(tmp_path / "new", edition=2)
    run = start_run(build, new, *options)
    wait_for_line(run, told)
    # Ctrl-C goes to everything that belongs to the terminal, SIGTERM to the run alone.
    (os.killpg if number is signal.SIGINT else os.kill)(run.pid, number)
    message = end(run)
    assert run.returncode == code
    assert f"stopped by {number.name}" in message
    assert "Traceback" not in message
    assert wait_until_alone(run) == []
    assert see_everywhere(build) == before
    again = run_to_end(build, new)
    assert "stage documents: 0 batches computed" in again
    assert see_everywhere(build) != before


@pytest.mark.parametrize("options", [("--direct", "--workers", "2"), ()], ids=["worker processes", "temporary server"])
def test_no_process_outlives_a_killed_run(tmp_path: Path, options: tuple[str, ...]) -> None:
    run = start_run(tmp_path / "build", write_pages(tmp_path / "pages", edition=1), *options)
    wait_for_line(run, "stage documents")
    assert len(session_members(run)) >= 2
    run.kill()
    end(run)
    assert wait_until_alone(run) == []


def test_a_signal_before_the_server_is_up_ends_the_run(tmp_path: Path) -> None:
    run = start_run(tmp_path / "build", write_pages(tmp_path / "pages", edition=1))
    time.sleep(3)
    run.send_signal(signal.SIGTERM)
    message = end(run)
    assert run.returncode in {143, -signal.SIGTERM}  # the latter while Python is still starting
    assert "Traceback" not in message
    assert wait_until_alone(run) == []
