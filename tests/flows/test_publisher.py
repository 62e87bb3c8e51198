"""A large run commits and publishes in a process of its own, with the same outcome."""

from __future__ import annotations

import importlib
import os
import signal
from collections.abc import Callable, Mapping
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
from warehouse.contracts import READABLE_TABLES, TABLES
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


@pytest.mark.usefixtures("large")
def test_tables_are_copied_while_later_stages_are_at_work(request_of: Request, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[set[str]] = []

    class Watched(Publisher):
        def follow(self, *arguments: Any) -> None:
            super().follow(*arguments)
            if len(copied) < len(STAGES) - 1:
                self.answer()
                with duckdb.connect(str(beside_database(request_of.build)), read_only=True) as connection:
                    copied.append({row[0] for row in connection.execute("SHOW TABLES").fetchall()})

    monkeypatch.setattr("flows.driver.Publisher", Watched)
    assert execute(request_of).published
    assert copied[0] == {"documents"}
    assert copied[2] == {"documents", "articles", "blocks", "sentences", "tokens"}


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("many", [False, True])
def test_few_rows_are_made_ready_beside_the_commit_and_spill_elsewhere(
    request_of: Request, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    if many:
        monkeypatch.setattr("warehouse.preparation.ROWS_PER_THREAD", 10)
    spills: dict[str, str] = {}

    def watch(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(connection: duckdb.DuckDBPyConnection, *arguments: Any) -> Any:
            rows = connection.execute("SELECT current_setting('temp_directory')").fetchall()
            spills[name] = str(rows[0][0])
            return function(connection, *arguments)

        return watched

    staged: dict[str, dict[str, StagedBatch]] = {}
    execute(request_of)
    for one in all_staged(request_of.build):
        staged.setdefault(one.stage, {})[one.batch_id] = one
    files = lake_files(staged)
    prepared = Preparation(request_of.build)
    prepared.add(files)
    for module, name in (("preparation", "make_marts"), ("lake", "find_unknown_codes")):
        function = getattr(importlib.import_module(f"warehouse.{module}"), name)
        monkeypatch.setattr(f"warehouse.{module}.{name}", watch(name, function))
    replaced = reference_tables(load_seeds())
    run = make_table(TABLES["runs"], rows=1, run_id="again")
    with prepared.completing({"entity_parts": files["entity_parts"]}, replaced):
        commit_run(request_of.build, files=files, replaced=replaced, run=run, run_id="again", content="x")
    assert prepared.marts == (not many)
    assert len(set(spills.values())) == len(spills) == 2 - many
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
    staged: dict[str, dict[str, StagedBatch]] = {}
    for one in all_staged(request_of.build):
        staged.setdefault(one.stage, {})[one.batch_id] = one
    files = lake_files({"articles": staged["articles"]})
    spoil(files)
    prepared = Preparation(request_of.build)
    prepared.add(lake_files({"documents": staged["documents"]}))
    prepared.add(files)
    assert prepared.failed == (spoil is unreadable)
    publish(request_of.build, content="x", prepared=prepared)
    assert rows(request_of.build) == before
