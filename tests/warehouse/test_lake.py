"""Stage, commit, publish: readers see the whole run or none of it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from tests.factories import make_table
from warehouse.contracts import PUBLISHED_TABLES, TABLES, arrow_schema, empty_table
from warehouse.errors import GuardError, LakeError, LockHeldError, StagedFileError, WarehouseError
from warehouse.lake import commit_run, open_lake
from warehouse.lake_files import data_file_name, list_files
from warehouse.ledger import StagedBatch, drop_stale, find_staged, read_staged, seal, write_staged
from warehouse.lock import hold_lock
from warehouse.publish import publish, published_state
from warehouse.query import open_read_only
from warehouse.staging import read_parquet, write_parquet


def stage(build: Path, batch: str, *names: str) -> StagedBatch:
    """One staged batch with documents of the given ids and an entity part for each."""
    ids = [f"doc_{int(name):016x}" for name in names]
    size = len(names)
    tables = {
        "documents": make_table(TABLES["documents"], rows=size, document_id=ids, text="页"),
        "entity_parts": make_table(
            TABLES["entity_parts"],
            rows=size,
            document_id=ids,
            entity_id="ent_000000000000000a",
            canonical_name="某公司",
            mention_count=2,
            aliases=[["甲"]] * size,
        ),
    }
    staged = write_staged(
        build,
        stage="all",
        batch_id=batch,
        fingerprint="f",
        tables=tables,
        checks=empty_table(TABLES["checks"]),
        rejects=empty_table(TABLES["rejects"]),
    )
    seal(staged)
    return staged


def codes() -> dict[str, pa.Table]:
    """Reference tables that explain the codes of the other rows."""
    return {name: make_table(TABLES[name], rows=50) for name in ("rules", "entity_types")}


def commit(build: Path, run_id: str, *batches: StagedBatch) -> int:
    run = make_table(TABLES["runs"], rows=1, run_id=run_id, finished_at=dt.datetime.now(dt.UTC))
    files = {
        name: {data_file_name("all", one.batch_id, one.digests[name]): one.path(name) for one in batches}
        for name in ("documents", "entity_parts")
    }
    replaced = {name: empty_table(TABLES[name]) for name in ("checks", "rejects")}
    replaced |= codes()
    commit_run(build, files=files, replaced=replaced, run=run, run_id=run_id, content=run_id)
    return publish(build, content=run_id)


def documents(build: Path) -> list[str]:
    with open_read_only(build / "kechuang.duckdb") as connection:
        return [row[0] for row in connection.execute("SELECT document_id FROM documents ORDER BY 1").fetchall()]


def test_codes_that_no_reference_table_explains_are_not_committed(tmp_path: Path) -> None:
    known = commit(tmp_path, "r1", stage(tmp_path, "a", "1"))
    staged = stage(tmp_path, "b", "2", "3")
    files = {"documents": {data_file_name("all", "b", staged.digests["documents"]): staged.path("documents")}}
    run = make_table(TABLES["runs"], rows=1)
    words = r"table documents, column rule_id \(VARCHAR\): not among rules.rule_id \(VARCHAR\): 'rule_id 1' \(1 rows\)$"
    with pytest.raises(GuardError, match=words):
        commit_run(tmp_path, files=files, replaced={"rules": make_table(TABLES["rules"], rows=1)}, run=run, run_id="r2")
    with open_lake(tmp_path, read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM lake.documents").fetchone() == (1,)
        assert connection.execute("SELECT max(snapshot_id) FROM ducklake_snapshots('lake')").fetchone() == (known,)


def test_many_runs_leave_one_file_of_runs(tmp_path: Path) -> None:
    for number in range(3):
        commit(tmp_path, f"r{number}", stage(tmp_path, "a", str(number)))
    with open_lake(tmp_path, read_only=True) as connection:
        assert connection.execute("SELECT run_id FROM lake.runs ORDER BY 1").fetchall() == [("r0",), ("r1",), ("r2",)]
        assert len(list_files(connection, "runs")) == 1


def test_a_table_with_other_rows_than_were_staged_is_not_committed(tmp_path: Path) -> None:
    first, second = stage(tmp_path, "a", "1"), stage(tmp_path, "b", "2", "3")
    files = {"documents": {data_file_name("all", "a", first.digests["documents"]): first.path("documents")}}
    run = make_table(TABLES["runs"], rows=1)
    rows = first.rows["documents"] + second.rows["documents"]
    with pytest.raises(GuardError, match="table documents: 3 rows staged, 1 would be in the lake"):
        commit_run(tmp_path, files=files, replaced=codes(), run=run, run_id="r", expected={"documents": rows})
    with open_lake(tmp_path, read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'documents'").fetchone() == (
            0,
        )


def test_a_second_run_replaces_exactly_the_changed_batches(tmp_path: Path) -> None:
    first, second = stage(tmp_path, "a", "1", "2"), stage(tmp_path, "b", "3")
    one = commit(tmp_path, "r1", first, second)
    assert len(documents(tmp_path)) == 3
    third = stage(tmp_path, "c", "4")
    two = commit(tmp_path, "r2", first, third)
    assert documents(tmp_path) == [f"doc_{n:016x}" for n in (1, 2, 4)]
    assert two > one
    assert published_state(tmp_path) == (two, "r2")
    with open_lake(tmp_path, read_only=True) as lake:
        then = lake.execute(f"SELECT count(*) FROM lake.documents AT (VERSION => {one})").fetchone()
    assert then == (3,)


def test_entities_are_summed_over_documents(tmp_path: Path) -> None:
    commit(tmp_path, "r1", stage(tmp_path, "a", "1", "2"), stage(tmp_path, "b", "3"))
    with open_read_only(tmp_path / "kechuang.duckdb") as connection:
        rows = connection.execute(
            "SELECT canonical_name, aliases, mention_count, document_count FROM entities"
        ).fetchall()
    assert rows == [("某公司", ["甲"], 6, 3)]  # 3 documents with 2 mentions each


def test_the_published_file_and_the_parquet_export_say_the_same(tmp_path: Path) -> None:
    commit(tmp_path, "r1", stage(tmp_path, "a", "1", "2"))
    with duckdb.connect(str(tmp_path / "kechuang.duckdb"), read_only=True) as connection:
        for name in PUBLISHED_TABLES:
            table = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
            exported = ds.dataset(tmp_path / "parquet" / name, format="parquet")
            assert table == (exported.count_rows(),), name
            assert [field.name for field in exported.schema] == [field.name for field in arrow_schema(TABLES[name])], (
                name
            )
        comment = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'documents' AND column_name = 'text'"
        ).fetchone()
    assert comment is not None
    assert comment[0] == TABLES["documents"].column("text").about


def test_macros_work_without_any_extension(tmp_path: Path) -> None:
    commit(tmp_path, "r1", stage(tmp_path, "a", "1"))
    with open_read_only(tmp_path / "kechuang.duckdb") as connection:
        row = connection.execute(
            "SELECT source_text(document_id, 0, 1), cny_yi(331160000), in_period(DATE '2018-01-01', DATE '2018-10-31', '2018-01-01', '2018-12-31') FROM documents"
        ).fetchone()
    assert row == ("页", 3.3116, True)


def test_an_open_reader_keeps_its_snapshot(tmp_path: Path) -> None:
    first = stage(tmp_path, "a", "1")
    commit(tmp_path, "r1", first)
    code = """
        import duckdb, sys
        connection = duckdb.connect(sys.argv[1], read_only=True)
        print(connection.execute("SELECT count(*) FROM documents").fetchone()[0], flush=True)
        sys.stdin.readline()
        print(connection.execute("SELECT count(*) FROM documents").fetchone()[0], flush=True)
    """
    reader = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path / "kechuang.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "1\n"
    commit(tmp_path, "r2", first, stage(tmp_path, "b", "2", "3"))
    told, _ = reader.communicate("\n", timeout=60)
    assert told == "1\n"
    assert len(documents(tmp_path)) == 3


def test_readers_can_neither_write_nor_read_other_files(tmp_path: Path) -> None:
    commit(tmp_path, "r1", stage(tmp_path, "a", "1"))
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n", encoding="utf-8")
    with open_read_only(tmp_path / "kechuang.duckdb") as connection:
        for query in (
            "DELETE FROM documents",
            f"SELECT * FROM '{other}'",
            "SET enable_external_access = true",
            f"COPY documents TO '{other}'",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query)
    assert other.read_text(encoding="utf-8") == "a\n1\n"


def test_a_failed_commit_leaves_the_lake_as_it_was(tmp_path: Path) -> None:
    first = stage(tmp_path, "a", "1")
    commit(tmp_path, "r1", first)
    second = stage(tmp_path, "b", "2")
    second.path("documents").write_bytes(b"not parquet")
    with pytest.raises(LakeError, match="the lake is as it was"):
        commit(tmp_path, "r2", first, second)
    assert len(documents(tmp_path)) == 1
    assert commit(tmp_path, "r3", first, stage(tmp_path, "c", "3")) > 1
    assert len(documents(tmp_path)) == 2


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    table = make_table(TABLES["metrics"], rows=50)
    assert write_parquet(table, tmp_path / "a.parquet") == write_parquet(table, tmp_path / "b.parquet")


def test_a_batch_is_done_only_once_sealed(tmp_path: Path) -> None:
    empty = empty_table(TABLES["checks"]), empty_table(TABLES["rejects"])
    staged = write_staged(
        tmp_path, stage="s", batch_id="b", fingerprint="f", tables={}, checks=empty[0], rejects=empty[1]
    )
    assert find_staged(tmp_path, stage="s", batch_id="b", fingerprint="f") is None
    seal(staged)
    assert find_staged(tmp_path, stage="s", batch_id="b", fingerprint="f") == staged
    assert find_staged(tmp_path, stage="s", batch_id="b", fingerprint="other") is None
    assert drop_stale(tmp_path, keep=frozenset()) == 1
    assert find_staged(tmp_path, stage="s", batch_id="b") is None


def test_a_batch_computed_twice_stays_sealed(tmp_path: Path) -> None:
    first = stage(tmp_path, "a", "1", "2")
    seal(first)
    assert stage(tmp_path, "a", "1", "2") == first
    assert find_staged(tmp_path, stage=first.stage, batch_id="a") == first
    # Another result takes its place.
    other = stage(tmp_path, "a", "3")
    assert find_staged(tmp_path, stage=first.stage, batch_id="a") == other


def test_a_flipped_byte_in_a_staged_file_is_noticed(tmp_path: Path) -> None:
    staged = stage(tmp_path, "a", *map(str, range(1, 200)))
    path = staged.path("documents")
    payload = bytearray(path.read_bytes())
    unnoticed = []
    for at in range(4, len(payload) - 4, max(1, len(payload) // 60)):
        flipped = bytearray(payload)
        flipped[at] ^= 0xFF
        path.write_bytes(flipped)
        try:
            read_staged(staged, "documents")
        except StagedFileError:
            continue
        unnoticed.append(at)
    assert unnoticed == []


def test_a_drifted_file_names_table_column_and_types(tmp_path: Path) -> None:
    table = make_table(TABLES["documents"], rows=1)
    at = table.schema.get_field_index("char_count")
    path = tmp_path / "documents.parquet"
    write_parquet(table.set_column(at, "char_count", pa.array(["many"])), path)
    with pytest.raises(StagedFileError, match="table documents, column char_count: expected int32, got string"):
        read_parquet(path, name="documents")


def test_one_writer_and_a_dead_holder_does_not_block(tmp_path: Path) -> None:
    code = "import sys, time; from pathlib import Path; from warehouse.lock import hold_lock\nwith hold_lock(Path(sys.argv[1]), run_id='first'):\n    print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with (
        pytest.raises(LockHeldError, match=rf"process {holder.pid} on .*, run first"),
        hold_lock(tmp_path, run_id="second"),
    ):
        pass
    holder.kill()
    holder.wait()
    with hold_lock(tmp_path, run_id="third"):
        pass


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "kechuang.duckdb"
    path.write_text("no database", encoding="utf-8")
    with pytest.raises(WarehouseError, match="cannot be opened"), open_read_only(path):
        pass


def test_there_is_no_lake_before_the_first_run(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="no lake"), open_lake(tmp_path, read_only=True):
        pass


def test_what_does_not_fit_into_the_allowed_memory_is_published_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.memory.MEMORY", "1MB")
    commit(tmp_path, "r1", stage(tmp_path, "a", "1", "2"))
    assert len(documents(tmp_path)) == 2
