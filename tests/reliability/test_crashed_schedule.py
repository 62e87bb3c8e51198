"""A scheduled run whose process dies is marked crashed and keeps no later run from its work."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.flows.prefect_server import api, client, deployment_of, environment, runs_of, serve, wait_for
from tests.reliability.tools import tell, write_pages
from warehouse.lock import HOLDER_NAME

pytestmark = pytest.mark.reliability
__all__ = ["api", "client", "environment"]
NAME = "crashing"
PAGES = 6


SETTINGS = {
    "KECHUANG_MODELS": "off",
    "KECHUANG_BATCH_BYTES": "1",
    # A sign of life every 30 seconds.
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
}


def schedule(
    build: Path, pages: Path, environment: dict[str, str]
) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    """A schedule whose runs others ask for."""
    return serve(build, pages, {**environment, **SETTINGS}, name=NAME, cron="0 0 1 1 *")


def process_at_work(build: Path) -> int:
    """Process of the run that holds the lock, once it has finished a batch of its first stage; 0 before."""
    if not any((build / "stage" / "documents").glob("*/manifest.json")):
        return 0
    try:
        return int(json.loads((build / HOLDER_NAME).read_text(encoding="utf-8"))["pid"])
    except (OSError, ValueError):
        return 0


def state_of(client: Any, run: Any, *wanted: str) -> str:
    """The run's state once it is one of those; empty before."""
    state = str(client.read_flow_run(run.id).state_type.value)
    return state if state in wanted else ""


def count_documents(build: Path) -> object:
    return tell(build, "SELECT count(*) FROM documents")[0][0]


def test_a_killed_run_is_marked_crashed_and_the_next_one_works(
    client: Any, environment: dict[str, str], tmp_path: Path
) -> None:
    build, pages = tmp_path / "build", write_pages(tmp_path / "pages", edition=1, count=PAGES)
    with schedule(build, pages, environment) as server:
        deployment = wait_for(lambda: deployment_of(client, NAME, build))
        first = client.create_flow_run_from_deployment(deployment.id)
        run = wait_for(lambda: process_at_work(build))
        assert run != server.pid
        os.kill(run, signal.SIGKILL)
        # The process that started it reports its death.
        assert wait_for(lambda: state_of(client, first, "CRASHED", "COMPLETED", "FAILED")) == "CRASHED"
        assert not (build / "kechuang.duckdb").exists()
        # Its lock is still lying there, and its place at the server is free.
        assert (build / HOLDER_NAME).exists()
        second = client.create_flow_run_from_deployment(deployment.id)
        assert wait_for(lambda: state_of(client, second, "CANCELLED", "FAILED", "CRASHED", "COMPLETED")) == "COMPLETED"
    assert count_documents(build) == PAGES
    assert {str(one.state_type.value) for one in runs_of(client, deployment.id)} <= {
        "CRASHED",
        "COMPLETED",
        "SCHEDULED",
    }


def test_a_run_that_died_with_all_that_could_report_it_is_marked_crashed_by_the_server(
    client: Any, environment: dict[str, str], tmp_path: Path
) -> None:
    """As when the machine fails: the run and the process that serves the schedule are gone at once."""
    build, pages = tmp_path / "build", write_pages(tmp_path / "pages", edition=1, count=PAGES)
    with schedule(build, pages, environment) as server:
        deployment = wait_for(lambda: deployment_of(client, NAME, build))
        first = client.create_flow_run_from_deployment(deployment.id)
        run = wait_for(lambda: process_at_work(build))
        os.killpg(server.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(run, signal.SIGKILL)
    assert state_of(client, first, "RUNNING")
    with schedule(build, pages, environment):
        assert wait_for(lambda: state_of(client, first, "CRASHED", "COMPLETED", "FAILED"), 400) == "CRASHED"
        assert "no sign of life" in client.read_flow_run(first.id).state.message
        second = client.create_flow_run_from_deployment(deployment.id)
        assert wait_for(lambda: state_of(client, second, "CANCELLED", "FAILED", "CRASHED", "COMPLETED")) == "COMPLETED"
    assert count_documents(build) == PAGES
