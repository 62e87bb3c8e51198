"""A large run commits and publishes in a process of its own, with the same outcome."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

import flows.publisher
from flows.commit import lake_files
from flows.driver import execute
from flows.plan import STAGES
from flows.publisher import Publisher
from flows.requests import Request
from seeds.load import load_seeds
from tests.benchmarks.corpus import page, write_corpus
from tests.factories import make_table
from warehouse.contracts import MART_TABLES, READABLE_TABLES, TABLES
from warehouse.database import DATABASE, beside_database
from warehouse.errors import GuardError, LakeError, PublishError
from warehouse.lake import commit_run
from warehouse.ledger import StagedBatch, all_staged
from warehouse.preparation import Preparation
from warehouse.publish import publish
from warehouse.reference import reference_tables

PAGES = 4


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_corpus(folder, PAGES * 3_000 / 1_000_000, size=3_000)
    return folder


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every run counts as a large one."""
    monkeypatch.setattr(flows.publisher, "COMPUTED_BYTES", 1)


@pytest.fixture
def request_of(pages: Path, tmp_path: Path) -> Request:
    return Request(sources=(str(pages),), build=tmp_path / "build", batch_bytes=1)


def rows(build: Path) -> Mapping[str, list[Any]]:
    """All rows in the order of the tables, without what names the run."""
    with duckdb.connect(str(build / DATABASE), read_only=True) as connection:
        return {
            name: connection.execute(f"SELECT COLUMNS(c -> c <> 'run_id') FROM {name}").fetchall()
            for name in READABLE_TABLES
            if name not in {"runs", "published"}
        }


def test_the_outcome_is_that_of_a_small_run(
    request_of: Request, tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Request(sources=(str(pages),), build=tmp_path / "small", batch_bytes=1)
    with_small = execute(small)
    monkeypatch.setattr(flows.publisher, "COMPUTED_BYTES", 1)
    with_large = execute(request_of)
    assert (with_large.rows, with_large.checks) == (with_small.rows, with_small.checks)
    assert rows(request_of.build) == rows(small.build)
    assert not beside_database(request_of.build).exists()
    assert not execute(request_of).published


EXPECTED = {
    0: {"documents"},
    1: {"documents", "articles", "blocks", "sentences"},
    2: {"documents", "articles", "blocks", "sentences", "tokens", "mart_keywords"},
}


def tables_once_there(path: Path, expected: set[str]) -> set[str]:
    """Tables of the file under construction, at the latest after a minute."""
    found: set[str] = set()
    # Who opens the file itself keeps the run from writing to it.
    seen = path.with_name("seen.duckdb")
    for _ in range(600):
        with suppress(duckdb.Error, OSError):
            shutil.copyfile(path, seen)
            with duckdb.connect(str(seen), read_only=True) as connection:
                found = {row[0] for row in connection.execute("SHOW TABLES").fetchall()}
        if found >= expected:
            break
        time.sleep(0.1)
    return found


@pytest.mark.usefixtures("large")
def test_tables_are_copied_while_later_stages_are_at_work(request_of: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[set[str]] = []

    class Watched(Publisher):
        def follow(self, *arguments: Any) -> None:
            super().follow(*arguments)
            if len(copied) < len(STAGES) - 1:
                copied.append(tables_once_there(beside_database(request_of.build), EXPECTED.get(len(copied), set())))

    monkeypatch.setattr("flows.driver.Publisher", Watched)
    assert execute(request_of).published
    assert {number: copied[number] for number in EXPECTED} == EXPECTED


def staged_of(build: Path) -> Mapping[str, Mapping[str, StagedBatch]]:
    staged: dict[str, dict[str, StagedBatch]] = {}
    for one in all_staged(build):
        staged.setdefault(one.stage, {})[one.batch_id] = one
    return staged


def test_marts_are_made_once_their_tables_are_there_and_spill_elsewhere(
    request_of: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    spills: dict[str, str] = {}

    def watch(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(connection: duckdb.DuckDBPyConnection, *arguments: Any) -> Any:
            rows = connection.execute("SELECT current_setting('temp_directory')").fetchall()
            spills[name] = str(rows[0][0])
            return function(connection, *arguments)

        return watched

    execute(request_of)
    staged = staged_of(request_of.build)
    for module, name in (("preparation", "build_mart"), ("lake", "find_unknown_codes")):
        function = getattr(importlib.import_module(f"warehouse.{module}"), name)
        monkeypatch.setattr(f"warehouse.{module}.{name}", watch(name, function))
    prepared = Preparation(request_of.build)
    made = []
    for stage in STAGES:
        prepared.add_beside(lake_files({stage.name: staged[stage.name]}))
        # Zero rows are few; as soon as there are more it is waited for them.
        prepared.settle(few=0 if prepared.rows else None)
        made.append(set(prepared.marts))
    assert made[1] == set()
    assert made[2] == {"mart_keywords"}
    assert made[-1] == set(MART_TABLES)
    run = make_table(TABLES["runs"], rows=1, run_id="again")
    replaced = reference_tables(load_seeds())
    commit_run(request_of.build, files=lake_files(staged), replaced=replaced, run=run, run_id="again", content="x")
    assert len(set(spills.values())) == len(spills) == 2
    prepared.drop()


@pytest.mark.usefixtures("large")
def test_a_page_more_is_published_from_what_was(request_of: Request, tmp_path: Path, pages: Path) -> None:
    execute(request_of)
    more = tmp_path / "more"
    more.mkdir()
    (more / "added.txt").write_text(page(10_000_000)[1], encoding="utf-8")
    both = Request(sources=(str(pages), str(more)), build=request_of.build, batch_bytes=1)
    anew = Request(sources=(str(pages), str(more)), build=tmp_path / "anew", batch_bytes=1)
    assert execute(both).published
    execute(anew)
    found, wanted = rows(both.build), rows(anew.build)
    assert {name: sorted(map(repr, of)) for name, of in found.items() if name != "checks"} == {
        name: sorted(map(repr, of)) for name, of in wanted.items() if name != "checks"
    }


@pytest.mark.usefixtures("large")
def test_a_process_that_dies_leaves_what_is_published(request_of: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying(Publisher):
        def finish(self, **arguments: Any) -> Any:
            assert self._process is not None
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            return super().finish(**arguments)

    with monkeypatch.context() as patch:
        patch.setattr("flows.driver.Publisher", Dying)
        with pytest.raises(PublishError, match="run again"):
            execute(request_of)
    assert not (request_of.build / DATABASE).exists()
    assert not beside_database(request_of.build).exists()
    summary = execute(request_of)
    assert (summary.published, summary.computed) == (True, 0)


@pytest.mark.usefixtures("large")
def test_a_run_that_its_guard_stops_leaves_nothing_half_made(
    request_of: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise GuardError("stopped")

    monkeypatch.setattr("flows.driver.Judge.write_docs", stopped)
    with pytest.raises(GuardError, match="stopped"):
        execute(request_of)
    assert not list(request_of.build.glob(f".{DATABASE}*"))


@pytest.mark.usefixtures("large")
def test_a_failure_there_is_the_run_s_failure(request_of: Request) -> None:
    (request_of.build / "lake").mkdir(parents=True)
    (request_of.build / "lake" / "catalog.sqlite").write_bytes(b"no database " * 1_000)
    with pytest.raises(LakeError):
        execute(request_of)


def changed(files: dict[str, dict[str, Path]]) -> None:
    """The last file of the table is another one than the lake will hold."""
    for known in files.values():
        known.pop(sorted(known)[-1])


def unreadable(files: dict[str, dict[str, Path]]) -> None:
    files["sentences"] = {key: path.parent / "gone.parquet" for key, path in files["sentences"].items()}


@pytest.mark.parametrize("spoil", [changed, unreadable])
def test_what_was_copied_ahead_and_is_not_what_the_lake_holds_is_copied_again(
    request_of: Request, spoil: Callable[[dict[str, dict[str, Path]]], None]
) -> None:
    execute(request_of)
    before = rows(request_of.build)
    staged = staged_of(request_of.build)
    files = lake_files({"articles": staged["articles"]})
    spoil(files)
    prepared = Preparation(request_of.build)
    prepared.add(lake_files({"documents": staged["documents"]}))
    prepared.add(files)
    assert prepared.failed == (spoil is unreadable)
    publish(request_of.build, content="x", prepared=prepared)
    assert rows(request_of.build) == before
