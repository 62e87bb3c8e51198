"""`kechuang plan` foretells what a run does, and names what has changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from flows.cli import run
from flows.driver import execute
from flows.plan import STAGES
from flows.preview import Action, explain, preview_run, summarise
from flows.requests import Request
from seeds.load import SEEDS_DIR
from warehouse.ledger import MANIFEST

PAGE = next((SEEDS_DIR / "pages").glob("*.txt"))


@pytest.fixture(scope="module")
def request_done(tmp_path_factory: pytest.TempPathFactory) -> Request:
    request = Request(sources=(str(PAGE),), build=tmp_path_factory.mktemp("build"), models=False)
    before = preview_run(request)
    assert {step.action for step in before.steps} == {Action.COMPUTE}
    assert {step.reasons for step in before.steps} == {(("input", "new"),)}
    assert execute(request).computed == len(before.steps)
    return request


def test_a_finished_run_has_nothing_to_compute(request_done: Request) -> None:
    preview = preview_run(request_done)
    assert [step.action for step in preview.steps] == [Action.REUSE] * len(STAGES)
    assert (preview.inputs, preview.batches, preview.dropped) == (1, 1, 0)


def test_models_switched_on_concern_the_stages_that_read_them(request_done: Request) -> None:
    request = replace(request_done, models=True)
    rows = {row["stage"]: row for row in summarise(preview_run(request))}
    (articles,) = (step for step in preview_run(request).steps if step.stage == "articles")
    assert articles.action is Action.COMPUTE
    assert articles.reasons == (("seed", "models/lines"),)
    assert rows["documents"]["reuse"] == 1
    assert rows["tokens"]["depends"] == 1
    assert {"kind": "upstream", "name": "articles", "batches": 1} in rows["tokens"]["reasons"]  # type: ignore[operator]


def test_another_corpus_is_new_and_the_old_batch_is_gone(request_done: Request, tmp_path: Path) -> None:
    page = tmp_path / "other.txt"
    page.write_text("某市科技局昨日发布消息。", encoding="utf-8")
    preview = preview_run(replace(request_done, sources=(str(page),)))
    assert preview.dropped == 1
    assert {step.action for step in preview.steps} == {Action.COMPUTE}


def test_a_lost_file_is_computed_again(request_done: Request) -> None:
    (lost,) = request_done.build.glob("stage/times/*/times.parquet")
    kept = lost.read_bytes()
    lost.unlink()
    try:
        (times,) = (step for step in preview_run(request_done).steps if step.stage == "times")
    finally:
        lost.write_bytes(kept)
    assert times.reasons == (("result", "missing"),)


def test_planning_writes_nothing(request_done: Request) -> None:
    def contents() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in request_done.build.rglob("*")}

    before = contents()
    preview_run(request_done)
    assert contents() == before


def test_every_part_of_a_fingerprint_can_be_a_reason(request_done: Request) -> None:
    (manifest,) = request_done.build.glob(f"stage/metrics/*/{MANIFEST}")
    parts = json.loads(manifest.read_text())["parts"]
    assert {name.partition(":")[0] for name in parts} == {"code", "seed", "contract", "library"}
    for name in parts:
        kind, _, what = name.partition(":")
        assert explain(parts, {**parts, name: "other"}, {}, {}) == ((kind, what),)


def test_the_command_says_it_to_people_and_programs(request_done: Request, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["plan", str(PAGE), "--build", str(request_done.build), "--issue-date", "2020-01-01"]
    assert run(arguments) == 0
    told = capsys.readouterr().out
    assert "1 inputs in 1 batches" in told
    assert "new input" in told
    assert run([*arguments, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [row["stage"] for row in report["stages"]] == [stage.name for stage in STAGES]
    assert all(row["compute"] == 1 for row in report["stages"])
