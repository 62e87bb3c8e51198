"""Schedules, overlaps, failures and backfills on a real Prefect server that the tests start on the loopback address."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

import transforms.times
from flows.settings import load_settings
from seeds.load import SEEDS_DIR
from tests.flows.prefect_server import (
    FINAL,
    ROOT,
    api,
    client,
    deployment_of,
    environment,
    runs_of,
    serve,
    served_log,
    wait_for,
)
from transforms.outcome import Outcome

pytestmark = pytest.mark.slow
__all__ = ["api", "client", "environment"]


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    """Alerts that arrived at a real web server."""
    arrived: list[dict[str, str]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            arrived.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("KECHUANG_ON_FAILURE_URL", f"http://127.0.0.1:{server.server_port}/hook")
        load_settings.cache_clear()
        yield arrived
        server.shutdown()
    load_settings.cache_clear()


@pytest.fixture
def served(api: str, environment: dict[str, str], tmp_path: Path, client: Any) -> Iterator[tuple[Any, Path]]:
    """`kechuang schedule` at work, every minute; the deployment and its build folder."""
    build = tmp_path / "build"
    with serve(build, SEEDS_DIR / "pages", environment, name="every-minute", cron="* * * * *") as process:

        def deployment() -> Any:
            assert process.poll() is None, served_log(build).read_text()
            return deployment_of(client, "every-minute", build)

        yield wait_for(deployment), build


def test_the_schedule_fires_and_overlapping_runs_do_not_pile_up(served: tuple[Any, Path], client: Any) -> None:
    deployment, build = served
    assert deployment.concurrency_options.collision_strategy == "CANCEL_NEW"
    assert [str(one.schedule.timezone) for one in deployment.schedules] == ["Asia/Shanghai"]
    for _ in range(3):
        client.create_flow_run_from_deployment(deployment.id)

    def ended() -> list[Any]:
        now = dt.datetime.now(dt.UTC)
        due = [one for one in runs_of(client, deployment.id) if one.expected_start_time <= now]
        fired = [one for one in due if one.auto_scheduled and one.state_type in FINAL]
        asked = [one for one in due if not one.auto_scheduled]
        return due if fired and all(one.state_type in FINAL for one in asked) else []

    runs = [one for one in wait_for(ended) if one.state_type in FINAL]
    states = [str(one.state_type.value) for one in runs]
    assert set(states) <= {"COMPLETED", "CANCELLED"}, [(one.name, one.state) for one in runs]
    assert states.count("CANCELLED") >= 2
    worked = sorted((one.start_time, one.end_time) for one in runs if one.state_type == "COMPLETED")
    assert worked
    assert all(end <= start for (_, end), (start, _) in pairwise(worked))
    with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (1,)


def broken(*tables: Any, **seeds: Any) -> Any:
    """The times of the real stage, their ends moved before their starts."""
    import pyarrow as pa

    outcome = REAL(*tables, **seeds)
    field = outcome.table.schema.field("char_end")
    at = outcome.table.column_names.index("char_end")
    moved = outcome.table.set_column(at, field, pa.array([0] * outcome.table.num_rows, field.type))
    return Outcome({"times": moved}, outcome.rejects)


REAL = transforms.times.resolve_times


def test_a_failing_guard_marks_the_run_failed_and_is_told(
    client: Any, webhook: list[dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.deploy import scheduled_run

    note = tmp_path / "note"
    script = tmp_path / "tell.py"
    script.write_text(f"import sys, pathlib; pathlib.Path({str(note)!r}).write_text(sys.stdin.read())")
    monkeypatch.setenv("KECHUANG_ON_FAILURE_COMMAND", f"{sys.executable} {script}")
    load_settings.cache_clear()
    monkeypatch.setattr(transforms.times, "resolve_times", broken)
    build = tmp_path / "build"
    state = scheduled_run([str(SEEDS_DIR / "pages")], str(build), return_state=True)
    known = client.read_flow_run(state.state_details.flow_run_id)
    assert known.state_type == "FAILED"
    assert "stage times was stopped by its guard; nothing was published" in known.state.message
    assert "times: " in known.state.message
    assert not (build / "kechuang.duckdb").exists()
    (alert,) = webhook
    assert alert["flow_run"] == str(known.id)
    assert alert["state"] == "Failed"
    for told in (alert["message"], note.read_text()):
        assert "stage times was stopped by its guard" in told
        assert "char_end" in told or "span" in told


def test_an_alert_that_cannot_be_sent_leaves_the_failure_as_it_is(
    client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.deploy import scheduled_run

    monkeypatch.setenv("KECHUANG_ON_FAILURE_URL", "http://127.0.0.1:9/nobody")
    monkeypatch.setenv("KECHUANG_ON_FAILURE_COMMAND", "no-such-command")
    load_settings.cache_clear()
    state = scheduled_run([str(tmp_path / "nowhere")], str(tmp_path / "build"), return_state=True)
    load_settings.cache_clear()
    assert state.is_failed()
    assert "no such file or folder" in str(state.message)


def test_a_backfill_publishes_the_days_that_have_pages(client: Any, tmp_path: Path) -> None:
    from flows.deploy import backfill_run

    pages = tmp_path / "in"
    (page,) = (SEEDS_DIR / "pages").glob("*.txt")
    for day in ("2018-12-03", "2018-12-05"):
        (pages / day).mkdir(parents=True)
        shutil.copy(page, pages / day / "page.txt")
    later = "本报讯 今年前三季度，全县实现地区生产总值190.7亿元，同比增长7.1%。\n"
    (pages / "2018-12-05" / "page.txt").write_text(later, encoding="utf-8")
    build = tmp_path / "build"
    state = backfill_run(
        dt.date(2018, 12, 2), dt.date(2018, 12, 5), [str(pages / "{date}")], str(build), return_state=True
    )
    assert state.is_completed()
    with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as connection:
        texts = {text for (text,) in connection.execute("SELECT text FROM documents").fetchall()}
    assert texts == {page.read_text(encoding="utf-8"), later}
    state = backfill_run(
        dt.date(2019, 1, 1), dt.date(2019, 1, 2), [str(pages / "{date}")], str(build), return_state=True
    )
    assert state.is_failed()
    assert "no day from 2019-01-01 to 2019-01-02 has pages" in str(state.message)


def test_the_work_pool_s_deployments_are_as_written(api: str, environment: dict[str, str], client: Any) -> None:
    for words in (
        ["work-pool", "create", "kechuang", "--type", "process"],
        ["--no-prompt", "deploy", "--all", "--prefect-file", "flows/prefect.yaml"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "prefect", *words],
            env=environment, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    pooled = {one.name: one for one in client.read_deployments() if one.work_pool_name == "kechuang"}
    assert set(pooled) == {"daily", "backfill"}
    for one in pooled.values():
        assert one.global_concurrency_limit.limit == 1
        assert one.concurrency_options.collision_strategy == "CANCEL_NEW"
    (daily,) = pooled["daily"].schedules
    assert (daily.schedule.cron, daily.schedule.timezone) == ("0 6 * * *", "Asia/Shanghai")
