"""Damage is found wherever it lies, and what the advice says brings everything back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.test_lake import commit, documents, stage
from warehouse.doctor import Area, set_aside, verify_build
from warehouse.lake import commit_run
from warehouse.ledger import find_staged


def areas(build: Path) -> set[Area]:
    return {problem.area for problem in verify_build(build)}


def flip(path: Path, at: int) -> None:
    payload = bytearray(path.read_bytes())
    payload[at] ^= 0xFF
    path.write_bytes(payload)


@pytest.fixture
def build(tmp_path: Path) -> Path:
    commit(tmp_path, "r1", stage(tmp_path, "a", *map(str, range(1, 40))))
    return tmp_path


def test_a_sound_build_has_no_problems(build: Path) -> None:
    assert verify_build(build) == []
    assert verify_build(build / "nothing here") == []


def test_a_damaged_staged_file_is_found_with_the_lake_file_that_shares_its_bytes(build: Path) -> None:
    flip(build / "stage" / "all" / "a" / "documents.parquet", 100)
    assert areas(build) == {Area.STAGE, Area.LAKE, Area.PUBLISHED}


@pytest.mark.parametrize("area", [Area.STAGE, Area.LAKE, Area.PUBLISHED])
def test_following_the_advice_brings_everything_back(build: Path, area: Area) -> None:
    victims = {
        Area.STAGE: build / "stage" / "all" / "a" / "manifest.json",
        Area.LAKE: next((build / "lake" / "data" / "main" / "entities").glob("*.parquet")),
        Area.PUBLISHED: build / "kechuang.duckdb",
    }
    victims[area].write_bytes(b"damaged")
    problems = verify_build(build)
    assert area in {problem.area for problem in problems}
    assert all(problem.advice for problem in problems)
    set_aside(build, problems)
    assert find_staged(build, stage="all", batch_id="a") is None or area is not Area.STAGE
    commit(build, "r1", stage(build, "a", *map(str, range(1, 40))))
    assert verify_build(build) == []
    assert len(documents(build)) == 39


def test_missing_files_are_found(build: Path) -> None:
    next((build / "lake" / "data" / "main" / "documents").glob("*.parquet")).unlink()
    (build / "stage" / "all" / "a" / "documents.parquet").unlink()
    told = {problem.area: problem.detail for problem in verify_build(build)}
    assert "missing" in told[Area.STAGE]
    assert "missing" in told[Area.LAKE]


def test_a_commit_that_was_not_published_is_found(build: Path) -> None:
    from tests.factories import make_table
    from warehouse.contracts import TABLES

    run = make_table(TABLES["runs"], rows=1, run_id="r2")
    commit_run(build, files={}, replaced={}, run=run, run_id="r2")
    (problem,) = verify_build(build)
    assert problem.area is Area.PUBLISHED
    assert "the lake's newest is" in problem.detail


def test_leftovers_are_told_apart_from_damage(build: Path) -> None:
    (build / "lake" / "data" / "main" / "documents" / "x.1.parquet").write_bytes(b"x")
    (build / ".kechuang.duckdb.part").write_bytes(b"x")
    assert areas(build) == {Area.LEFTOVER}


@pytest.mark.reliability
@pytest.mark.parametrize("name", ["stage/all/a/documents.parquet", "kechuang.duckdb", "lake/data/main/entities"])
def test_every_flipped_byte_is_found(build: Path, name: str) -> None:
    path = build / name
    path = next(path.glob("*.parquet")) if path.is_dir() else path
    size = path.stat().st_size
    for at in range(0, size, max(1, size // 20)):
        flip(path, at)
        assert areas(build) - {Area.LEFTOVER}, at
        flip(path, at)
    assert verify_build(build) == []
