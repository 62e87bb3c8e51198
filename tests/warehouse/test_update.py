"""A database that was brought up to date holds what one built anew holds, whatever came, went or changed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from flows.commit import lake_files
from flows.driver import execute
from flows.plan import STAGES
from flows.requests import Request
from seeds.load import load_seeds
from tests.benchmarks.corpus import write_corpus
from tests.factories import make_table
from warehouse.contracts import READABLE_TABLES, TABLES, empty_table
from warehouse.contracts.ddl import quote
from warehouse.database import DATABASE, build_whole
from warehouse.lake import commit_run, current_snapshot, open_lake
from warehouse.ledger import StagedBatch, all_staged, read_staged, seal, write_staged
from warehouse.publish import PARQUET, SUMS, publish
from warehouse.reference import reference_tables
from warehouse.staging import file_digest
from warehouse.update import BY_DOCUMENT

PAGES = 6
PAGE_BYTES = 3_000
STEPS = 5
# A batch's staged results by stage.
Variant = dict[str, StagedBatch]


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Variant, ...]]:
    """Three results for each page: with models, without, and with entities that go by another name and in another region."""
    folder = tmp_path_factory.mktemp("pages")
    write_corpus(folder / "in", PAGES * PAGE_BYTES / 1_000_000, size=PAGE_BYTES)
    found: dict[str, list[Variant]] = {}
    for models in (True, False):
        build = folder / f"models-{models}"
        execute(Request(sources=(str(folder / "in"),), build=build, models=models, batch_bytes=1))
        of_page: dict[str, Variant] = {}
        for staged in all_staged(build):
            of_page.setdefault(staged.batch_id, {})[staged.stage] = staged
        for batch_id, variant in of_page.items():
            found.setdefault(batch_id, []).append(variant)
    return [(*known, renamed(known[0], folder / "renamed", number)) for number, known in enumerate(found.values())]


def renamed(variant: Variant, build: Path, number: int) -> Variant:
    """The same page, whose view of its entities wins over the other pages'."""
    staged = variant["mentions"]
    tables = {name: read_staged(staged, name) for name in (*staged.tables, "checks", "rejects")}
    parts = tables["entity_parts"].to_pylist()
    for part in parts:
        part |= {"confidence": 1.0, "canonical_name": f"{number}{part['canonical_name']}", "region_code": None}
    checks, rejects = tables.pop("checks"), tables.pop("rejects")
    tables["entity_parts"] = pa.Table.from_pylist(parts, schema=tables["entity_parts"].schema)
    written = write_staged(
        build,
        stage=staged.stage,
        batch_id=staged.batch_id,
        fingerprint="renamed",
        tables=tables,
        checks=checks,
        rejects=rejects,
    )
    seal(written)
    return {**variant, "mentions": replace(written, stage="mentions")}


def commit(build: Path, run_id: str, chosen: Mapping[int, Variant]) -> None:
    staged = {stage.name: {str(number): variant[stage.name] for number, variant in chosen.items()} for stage in STAGES}
    replaced = {**reference_tables(load_seeds()), **{name: empty_table(TABLES[name]) for name in ("checks", "rejects")}}
    run = make_table(TABLES["runs"], rows=1, run_id=run_id)
    commit_run(build, files=lake_files(staged), replaced=replaced, run=run, run_id=run_id, content=run_id)
    publish(build, content=run_id)


def build_anew(build: Path, beside: Path) -> Path:
    with open_lake(build, read_only=True) as connection:
        build_whole(connection, beside, snapshot=current_snapshot(connection), content="", views=False)
    return beside


def changed_rows(build: Path) -> int:
    with duckdb.connect(str(build / DATABASE), read_only=True) as connection:
        return int(connection.execute("SELECT changed_rows FROM published").fetchall()[0][0])


def differences(one: Path, other: Path) -> dict[str, int]:
    """By table the number of rows that only one of the files has."""
    with duckdb.connect() as connection:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"ATTACH {quote(str(path))} AS {name} (READ_ONLY)")
        found = {}
        for table in READABLE_TABLES:
            sides = (
                f"FROM one.{table} EXCEPT ALL FROM other.{table}",
                f"FROM other.{table} EXCEPT ALL FROM one.{table}",
            )
            rows = connection.execute(f"SELECT count(*) FROM (({sides[0]}) UNION ALL ({sides[1]}))").fetchall()
            found[table] = int(rows[0][0])
        return {table: rows for table, rows in found.items() if rows}


def contents(path: Path, tables: Mapping[str, Any] | None = None) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        for table in tables or READABLE_TABLES:
            yield table, connection.execute(f"FROM {table}").fetchall()


@pytest.mark.parametrize(("seed", "share"), [(1, 100), (2, 0.5)])
def test_an_updated_database_is_one_built_anew(
    seed: int, share: float, variants: list[tuple[Variant, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.update.WHOLE_FROM", share)
    chance = random.Random(seed)
    chosen = {number: variants[number][0] for number in range(PAGES // 2)}
    commit(tmp_path, "first", chosen)
    updates = 0
    for step in range(STEPS):
        for number in chance.sample(range(PAGES), chance.choice((1, 1, 2, 3))):
            variant = chance.choice([*variants[number], None])
            chosen.pop(number, None)
            if variant is not None:
                chosen[number] = variant
        commit(tmp_path, f"step {step}", chosen)
        updates += changed_rows(tmp_path) > 0
        anew = build_anew(tmp_path, tmp_path / f"anew-{step}.duckdb")
        assert differences(tmp_path / DATABASE, anew) == {}
        # Rows stand in the order of the lake, so that the latest pages come last.
        assert dict(contents(tmp_path / DATABASE, BY_DOCUMENT)) == dict(contents(anew, BY_DOCUMENT))
    assert updates


@pytest.fixture
def two_states(variants: list[tuple[Variant, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build of all pages but one, whose next commit brings that one."""
    monkeypatch.setattr("warehouse.update.WHOLE_FROM", 100)
    commit(tmp_path, "first", {number: variants[number][0] for number in range(1, PAGES)})
    return tmp_path


def bring_the_last(build: Path, variants: list[tuple[Variant, ...]]) -> int:
    """Rows that were changed, 0 where the file was built anew."""
    commit(build, "last", {number: variants[number][0] for number in range(PAGES)})
    assert differences(build / DATABASE, build_anew(build, build / "anew.duckdb")) == {}
    return changed_rows(build)


def test_only_what_has_changed_is_written(two_states: Path, variants: list[tuple[Variant, ...]]) -> None:
    new = sum(rows for one in variants[0][0].values() for name, rows in one.rows.items() if name in BY_DOCUMENT)
    assert bring_the_last(two_states, variants) == new


def test_a_file_that_is_not_what_was_published_is_built_anew(
    two_states: Path, variants: list[tuple[Variant, ...]]
) -> None:
    with duckdb.connect(str(two_states / DATABASE)) as connection:
        connection.execute("DELETE FROM sentences")
    assert bring_the_last(two_states, variants) == 0


def test_a_file_made_by_another_recipe_is_built_anew(
    two_states: Path, variants: list[tuple[Variant, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.update.recipe_digest", lambda: "of a later release")
    assert bring_the_last(two_states, variants) == 0


def test_a_file_of_another_lake_is_built_anew(two_states: Path, variants: list[tuple[Variant, ...]]) -> None:
    (two_states / "lake").rename(two_states / "gone")
    commit(two_states, "other", {0: variants[0][0]})
    assert changed_rows(two_states) == 0
    assert bring_the_last(two_states, variants) > 0


def test_a_file_of_which_much_has_changed_is_built_anew(
    two_states: Path, variants: list[tuple[Variant, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.update.WHOLE_FROM", 0.01)
    assert bring_the_last(two_states, variants) == 0


def test_documents_that_two_files_tell_of_are_not_taken_apart(
    two_states: Path, variants: list[tuple[Variant, ...]]
) -> None:
    first = {number: variants[number][0] for number in range(1, PAGES)}
    commit(two_states, "twice", {**first, PAGES: variants[1][1]})
    assert changed_rows(two_states) > 0
    commit(two_states, "once", first)
    assert changed_rows(two_states) == 0
    assert differences(two_states / DATABASE, build_anew(two_states, two_states / "anew.duckdb")) == {}


def test_the_recorded_sums_are_those_of_the_files(two_states: Path, variants: list[tuple[Variant, ...]]) -> None:
    bring_the_last(two_states, variants)
    lines = (two_states / PARQUET / SUMS).read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    files = {path.relative_to(two_states / PARQUET).as_posix() for path in (two_states / PARQUET).rglob("*.parquet")}
    assert files < told.keys()
    for name, digest in told.items():
        folder = two_states if name == DATABASE else two_states / PARQUET
        assert file_digest((folder / name).resolve()) == digest
