"""Snapshots can be listed, read, gone back to and forgotten, and nothing kept is lost by it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.factories import make_table
from tests.warehouse.test_lake import codes, commit, documents, stage
from warehouse.contracts import TABLES
from warehouse.errors import LakeError
from warehouse.history import collect_garbage, list_snapshots, open_snapshot, rollback
from warehouse.lake import commit_run, open_lake
from warehouse.lake_files import SPILL, SPILL_AHEAD, list_files
from warehouse.publish import published_state


def ids(*numbers: int) -> list[str]:
    return [f"doc_{number:016x}" for number in numbers]


def count_at(build: Path, snapshot: int) -> int:
    with open_snapshot(build, snapshot) as connection:
        row = connection.execute("SELECT count(*) FROM documents").fetchone()
    assert row is not None
    return int(row[0])


def test_snapshots_are_listed_with_their_runs(tmp_path: Path) -> None:
    first = stage(tmp_path, "a", "1")
    one = commit(tmp_path, "r1", first)
    two = commit(tmp_path, "r2", first, stage(tmp_path, "b", "2", "3"))
    listed = list_snapshots(tmp_path)
    assert [snapshot.snapshot_id for snapshot in listed] == [one, two]
    assert [snapshot.run_id for snapshot in listed] == ["r1", "r2"]
    assert count_at(tmp_path, one) == 1
    assert count_at(tmp_path, two) == 3


def test_rollback_brings_an_older_state_back_and_a_run_leads_forward_again(tmp_path: Path) -> None:
    first, second = stage(tmp_path, "a", "1"), stage(tmp_path, "b", "2", "3")
    one = commit(tmp_path, "r1", first)
    commit(tmp_path, "r2", second)
    back = rollback(tmp_path, one)
    assert documents(tmp_path) == ids(1)
    assert published_state(tmp_path)[0] == back
    assert list_snapshots(tmp_path)[-1].run_id == "r1"
    commit(tmp_path, "r3", second)
    assert documents(tmp_path) == ids(2, 3)


def test_garbage_collection_keeps_what_a_kept_snapshot_needs(tmp_path: Path) -> None:
    first, second = stage(tmp_path, "a", "1"), stage(tmp_path, "b", "2", "3")
    one = commit(tmp_path, "r1", first)
    two = commit(tmp_path, "r2", second)
    # The same files again: they were registered, removed, and registered once more.
    three = commit(tmp_path, "r3", first)
    collected = collect_garbage(tmp_path, keep=2)
    assert one in collected.snapshots
    assert collected.files > 0
    assert collected.bytes > 0
    assert count_at(tmp_path, two) == 2
    assert count_at(tmp_path, three) == 1
    assert [snapshot.snapshot_id for snapshot in list_snapshots(tmp_path)] == [two, three]
    with pytest.raises(LakeError, match=f"no snapshot {one}; there are {two}, {three}"):
        rollback(tmp_path, one)
    assert collect_garbage(tmp_path, keep=2).files == 0


def test_garbage_collection_after_a_rollback_keeps_the_state_that_came_back(tmp_path: Path) -> None:
    one = commit(tmp_path, "r1", stage(tmp_path, "a", "1"))
    commit(tmp_path, "r2", stage(tmp_path, "b", "2"))
    back = rollback(tmp_path, one)
    collect_garbage(tmp_path, keep=1)
    assert count_at(tmp_path, back) == 1
    assert documents(tmp_path) == ids(1)


def test_garbage_collection_removes_what_a_killed_run_left(tmp_path: Path) -> None:
    commit(tmp_path, "r1", stage(tmp_path, "a", "1"))
    orphan = tmp_path / "lake" / "data" / "main" / "documents" / "all-x-0.tag.parquet"
    orphan.write_bytes(b"never registered")
    half = tmp_path / "stage" / "all" / "a" / ".documents.parquet.1.part"
    half.write_bytes(b"half")
    spilt = [tmp_path / name / "duckdb_temp_block-1.block" for name in (SPILL, SPILL_AHEAD)]
    for path in spilt:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"spilt")
    assert collect_garbage(tmp_path, keep=1).files >= 2
    assert not orphan.exists()
    assert not half.exists()
    assert not any(path.exists() for path in spilt)
    assert documents(tmp_path) == ids(1)


def test_at_least_one_snapshot_is_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        collect_garbage(tmp_path, keep=0)


def test_the_lake_can_be_moved(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    one = commit(here, "r1", stage(here, "a", "1"))
    here.rename(there)
    assert count_at(there, one) == 1
    assert documents(there) == ids(1)
    two = commit(there, "r2", stage(there, "b", "2"))
    assert two > one


def test_a_state_that_is_committed_already_is_not_committed_twice(tmp_path: Path) -> None:
    staged = stage(tmp_path, "a", "1")
    files = {"documents": {"all-a-0.parquet": staged.path("documents")}}
    run = make_table(TABLES["runs"], rows=1)

    def again(content: str) -> int:
        return commit_run(tmp_path, files=files, replaced=codes(), run=run, run_id="r", content=content)

    first = again("same")
    assert again("same") == first
    assert again("other") > first


def test_every_file_of_the_lake_has_its_digest_in_its_name(tmp_path: Path) -> None:
    commit(tmp_path, "r1", stage(tmp_path, "a", "1"))
    with open_lake(tmp_path, read_only=True) as connection:
        files = [path for name in ("documents", "entities", "runs") for path in list_files(connection, name)]
    assert len(files) == 3
    for path in files:
        assert hashlib.sha256(path.read_bytes()).hexdigest()[:16] in path.name
