"""The Prefect flow, on a real temporary server."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.pipeline import kechuang_flow
from flows.plan import STAGES
from flows.requests import Request
from flows.sources import SourceError
from seeds.load import SEEDS_DIR

pytestmark = pytest.mark.usefixtures("prefect_server")


def test_the_flow_publishes_and_leaves_artifacts(tmp_path: Path) -> None:
    from prefect.client.orchestration import get_client

    summary = kechuang_flow(Request(sources=(str(SEEDS_DIR / "pages"),), build=tmp_path, issue_date="2018-12-03"))
    assert summary.published
    assert summary.computed == len(STAGES)
    assert (tmp_path / "kechuang.duckdb").is_file()
    with get_client(sync_client=True) as client:
        artifacts = {artifact.key for artifact in client.read_artifacts()}
        tasks = [run.name.rsplit("-", 1)[0] for run in client.read_task_runs()]
    assert artifacts == {"kechuang-checks", "kechuang-run", "kechuang-data-docs"}
    assert {"list inputs", "documents", "metrics", "events", "publish"} <= set(tasks)


def test_a_failing_flow_run_is_marked_failed_with_a_readable_message(tmp_path: Path) -> None:
    state = kechuang_flow(Request(sources=("nowhere",), build=tmp_path), return_state=True)
    assert state.is_failed()
    assert "no such file or folder: nowhere" in str(state.message)
    with pytest.raises(SourceError):
        kechuang_flow(Request(sources=("nowhere",), build=tmp_path))
