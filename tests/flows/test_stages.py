"""With several processes batches go on to their next stages by themselves, and no further than their guards let them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import flows.driver
import flows.runner
from flows.driver import execute
from flows.plan import STAGES
from flows.requests import Request
from tests.benchmarks.corpus import write_corpus
from warehouse.errors import GuardError
from warehouse.expectations import Audit, audit
from warehouse.ledger import all_staged

PAGES = 4
SECONDS = 120


class Workers(ThreadPoolExecutor):
    """Real batches in two threads, whose order can be told: `wait_for` holds a stage batch back until another one has begun."""

    def __init__(self) -> None:
        super().__init__(max_workers=2)
        self.begun: list[tuple[str, str]] = []
        self.seen: dict[str, threading.Event] = {stage.name: threading.Event() for stage in STAGES}
        self.held = ""
        self.lock = threading.Lock()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Future[Any]:
        (work,) = arguments

        def run() -> Any:
            self.begun.append((work.stage, work.batch.batch_id))
            self.seen[work.stage].set()
            if work.stage == self.held == STAGES[0].name and len(self.begun) == 1:
                assert self.seen[STAGES[1].name].wait(SECONDS), "all batches waited for the slowest"
            # The stages share what a process keeps in memory.
            with self.lock:
                return function(work, **options)

        return super().submit(run)


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Workers:
    made = Workers()

    @contextmanager
    def opened(*_: object, **__: object) -> Iterator[Workers]:
        with made:
            yield made

    monkeypatch.setattr(flows.driver, "open_executor", opened)
    return made


@pytest.fixture
def request_of(tmp_path: Path) -> Request:
    write_corpus(tmp_path / "in", PAGES * 3_000 / 1_000_000, size=3_000)
    return Request(sources=(str(tmp_path / "in"),), build=tmp_path / "build", batch_bytes=1, workers=2)


def test_a_batch_goes_on_while_another_is_still_in_the_stage_before(workers: Workers, request_of: Request) -> None:
    workers.held = STAGES[0].name
    summary = execute(request_of)
    assert summary.published
    assert summary.computed == len(workers.begun) == len(set(workers.begun)) == PAGES * len(STAGES)


@pytest.mark.usefixtures("workers")
def test_what_is_there_is_not_computed_again(request_of: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    execute(request_of)
    gone = [staged for staged in all_staged(request_of.build) if staged.stage in {"articles", "events"}]
    for staged in gone[:1] + gone[-1:]:
        (staged.folder / "manifest.json").unlink()
    again = Workers()
    monkeypatch.setattr(flows.driver, "open_executor", lambda *_, **__: again)
    summary = execute(request_of)
    assert sorted(stage for stage, _ in again.begun) == ["articles", "events"]
    assert (summary.computed, summary.published) == (2, False)


def test_a_batch_that_fails_its_guard_goes_no_further(
    workers: Workers, request_of: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[str] = []

    def strict(stage: str, batch_id: str, *arguments: Any, **options: Any) -> Audit:
        if stage == "articles" and not failed:
            failed.append(batch_id)
        if (stage, failed) == ("articles", [batch_id]):
            # One row less was read than was staged.
            options["staged"] = {name: rows + 1 for name, rows in options["staged"].items()}
        return audit(stage, batch_id, *arguments, **options)

    monkeypatch.setattr(flows.runner, "audit", strict)
    with pytest.raises(GuardError, match="stage articles was stopped"):
        execute(request_of)
    assert [stage for stage, batch_id in workers.begun if batch_id in failed] == ["documents", "articles"]
    assert {staged.stage for staged in all_staged(request_of.build)} == {"documents"}
    assert not (request_of.build / "kechuang.duckdb").exists()


def test_an_error_in_a_later_stage_is_told_there(
    workers: Workers, request_of: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = flows.runner.write_staged

    def full(*arguments: Any, **options: Any) -> Any:
        if options["stage"] == "tokens":
            raise OSError(28, "No space left on device")
        return whole(*arguments, **options)

    monkeypatch.setattr(flows.runner, "write_staged", full)
    reached: list[str] = []

    def step(name: str, function: Callable[..., Any], _retries: int) -> Callable[..., Any]:
        reached.append(name)
        return function

    with pytest.raises(OSError, match="No space left"):
        execute(request_of, step=step)
    assert reached[-1] == "tokens"
    assert {staged.stage for staged in all_staged(request_of.build)} == {"documents", "articles"}
