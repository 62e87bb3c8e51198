"""Lineage of runs: events that OpenLineage's classes and rules accept, and that tell what the warehouse holds."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pytest
from openlineage.client import facet_v2

from flows import RunResult, run_pipeline
from flows.errors import DataError
from flows.plan import STAGES
from seeds.load import SEEDS_DIR
from tests.flows.command import call
from warehouse.contracts import PUBLISHED_TABLES, TABLES
from warehouse.history import collect_garbage

Event = dict[str, Any]
STEPS = [*(stage.name for stage in STAGES), "publish"]
# The library's class of each facet: it takes the fields of the specification and no others.
FACETS = {
    "tags": facet_v2.tags_run.TagsRunFacet,
    "parent": facet_v2.parent_run.ParentRunFacet,
    "errorMessage": facet_v2.error_message_run.ErrorMessageRunFacet,
    "jobType": facet_v2.job_type_job.JobTypeJobFacet,
    "schema": facet_v2.schema_dataset.SchemaDatasetFacet,
    "version": facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet,
    "inputStatistics": facet_v2.input_statistics_input_dataset.InputStatisticsInputDatasetFacet,
    "outputStatistics": facet_v2.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet,
}


def read_events(build: Path, run_id: str) -> list[Event]:
    lines = (build / "lineage" / f"{run_id}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    return run_pipeline(SEEDS_DIR / "pages", build=tmp_path_factory.mktemp("lineage"), models=False)


@pytest.fixture(scope="module")
def events(result: RunResult) -> list[Event]:
    return read_events(result.build, result.run_id)


def assert_valid(event: Event) -> None:
    """What the specification requires of a run event."""
    assert event["eventType"] in {"START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"}
    assert dt.datetime.fromisoformat(event["eventTime"]).tzinfo is not None
    assert urlsplit(event["producer"]).scheme
    assert event["schemaURL"].startswith("https://openlineage.io/spec/")
    uuid.UUID(event["run"]["runId"])
    datasets = [*event["inputs"], *event["outputs"]]
    for named in [event["job"], *datasets]:
        assert named["namespace"]
        assert named["name"]
    holders = [event["run"], event["job"], *datasets]
    for holder in holders:
        for kind in ("facets", "inputFacets", "outputFacets"):
            for name, facet in holder.get(kind, {}).items():
                fields = dict(facet)
                assert urlsplit(fields.pop("_producer")).scheme
                assert fields.pop("_schemaURL").startswith("https://openlineage.io/spec/facets/")
                FACETS[name](**fields)


def test_every_event_fulfils_the_specification(events: list[Event]) -> None:
    assert len(events) == 2 * (len(STEPS) + 1)
    for event in events:
        assert_valid(event)
    times = [event["eventTime"] for event in events]
    assert times == sorted(times)


def test_each_run_starts_and_completes_once_below_its_parent(events: list[Event]) -> None:
    runs: dict[str, list[Event]] = {}
    for event in events:
        runs.setdefault(event["run"]["runId"], []).append(event)
    assert [[event["eventType"] for event in of] for of in runs.values()] == [["START", "COMPLETE"]] * len(runs)
    assert [of[0]["job"]["name"] for of in runs.values()] == ["kechuang", *(f"kechuang.{step}" for step in STEPS)]
    whole, *steps = runs
    for step in steps:
        parent = runs[step][0]["run"]["facets"]["parent"]
        assert parent["run"]["runId"] == whole
        assert (parent["job"]["namespace"], parent["job"]["name"]) == ("kechuang", "kechuang")


def test_stages_read_the_versions_that_stages_before_them_wrote(events: list[Event]) -> None:
    written: dict[str, tuple[str, int]] = {}
    for event in events:
        for read in event["inputs"]:
            if "version" in read["facets"]:
                rows = read["inputFacets"]["inputStatistics"]["rowCount"]
                assert written[read["name"]] == (read["facets"]["version"]["datasetVersion"], rows)
        for wrote in event["outputs"]:
            rows = wrote["outputFacets"]["outputStatistics"]["rowCount"]
            written[wrote["name"]] = (wrote["facets"]["version"]["datasetVersion"], rows)
    graph = {
        event["job"]["name"].removeprefix("kechuang."): {Path(read["name"]).stem for read in event["inputs"]}
        for event in events
    }
    for stage in STAGES[1:]:
        assert graph[stage.name] == set(stage.inputs)
    assert graph["documents"] == {"pages"}


def test_published_tables_carry_snapshot_rows_columns_and_place(events: list[Event], result: RunResult) -> None:
    (publish,) = [e for e in events if e["job"]["name"] == "kechuang.publish" and e["eventType"] == "COMPLETE"]
    outputs = {Path(wrote["name"]).name: wrote for wrote in publish["outputs"]}
    assert set(outputs) == set(PUBLISHED_TABLES)
    with duckdb.connect(str(result.database), read_only=True) as connection:
        for name, wrote in outputs.items():
            assert wrote["namespace"] == "file"
            assert Path(wrote["name"]).is_dir()
            assert wrote["facets"]["version"]["datasetVersion"] == str(result.snapshot_id)
            (rows,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone() or (None,)
            assert wrote["outputFacets"]["outputStatistics"]["rowCount"] == rows
            columns = [(column["name"], column["description"]) for column in wrote["facets"]["schema"]["fields"]]
            assert columns == [(column.name, column.about) for column in TABLES[name].columns]
    tags = {tag["key"]: tag["value"] for tag in publish["run"]["facets"]["tags"]["tags"]}
    assert tags == {"run_id": result.run_id, "snapshot_id": str(result.snapshot_id), "batches": "1"}


def test_a_run_with_nothing_to_do_leaves_no_lineage(result: RunResult) -> None:
    again = run_pipeline(SEEDS_DIR / "pages", build=result.build, models=False)
    assert not again.published
    assert [path.stem for path in (result.build / "lineage").iterdir()] == [result.run_id]


def test_a_failed_run_tells_where_and_why(tmp_path: Path) -> None:
    zeros = tmp_path / "zeros.txt"
    zeros.write_bytes(bytes(1000))
    with pytest.raises(DataError):
        run_pipeline(zeros, build=tmp_path / "build", models=False)
    (path,) = (tmp_path / "build" / "lineage").iterdir()
    events = read_events(tmp_path / "build", path.stem)
    for event in events:
        assert_valid(event)
    assert [(event["job"]["name"], event["eventType"]) for event in events] == [
        ("kechuang", "START"),
        ("kechuang.documents", "START"),
        ("kechuang.documents", "FAIL"),
        ("kechuang", "FAIL"),
    ]
    for event in events[2:]:
        assert "no input could be read" in event["run"]["facets"]["errorMessage"]["message"]
        assert event["outputs"] == []


def test_a_mistake_before_the_first_stage_leaves_no_lineage(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="no such file or folder"):
        run_pipeline(tmp_path / "nowhere", build=tmp_path / "build")
    assert not (tmp_path / "build" / "lineage").exists()


def test_lineage_goes_with_its_snapshots(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    runs = []
    for number in (1, 2, 3):
        page.write_text(f"今年一季度，全市新增企业{number}00家。", encoding="utf-8")
        runs.append(run_pipeline(page, build=tmp_path / "build", models=False).run_id)
    collect_garbage(tmp_path / "build", keep=2)
    assert {path.stem for path in (tmp_path / "build" / "lineage").iterdir()} == set(sorted(runs)[1:])


@pytest.fixture
def server() -> Iterator[tuple[str, list[Event]]]:
    """A lineage server on loopback, and the events that it was sent."""
    received: list[Event] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.path == "/api/v1/lineage"
            received.append(json.loads(body))
            self.send_response(201)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}", received
    listening.shutdown()
    thread.join()
    listening.server_close()


def told(event: Event) -> tuple[object, ...]:
    """What an event says, without the tags that the client adds when it sends."""
    return tuple(event[name] for name in ("eventTime", "eventType", "job", "inputs", "outputs"))


def run_with_server(url: str, build: Path) -> subprocess.CompletedProcess[str]:
    return call(
        "run", "--direct", "--build", str(build), environment={"OPENLINEAGE_URL": url, "KECHUANG_MODELS": "off"}
    )


def test_events_are_sent_to_a_server_too(server: tuple[str, list[Event]], tmp_path: Path) -> None:
    url, received = server
    done = run_with_server(url, tmp_path)
    assert done.returncode == 0, done.stderr
    (path,) = (tmp_path / "lineage").iterdir()
    assert [told(event) for event in received] == [told(event) for event in read_events(tmp_path, path.stem)]


def test_a_server_that_is_away_fails_no_run(tmp_path: Path) -> None:
    done = run_with_server("http://127.0.0.1:9", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "lineage was not sent" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "lineage").iterdir())
