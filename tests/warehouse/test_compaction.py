"""Small files become large ones, and everything that knew the small ones goes on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from flows.driver import execute
from flows.requests import Request
from tests.factories import make_table
from tests.warehouse.test_history import count_at, ids
from tests.warehouse.test_lake import commit, documents, stage
from warehouse.compaction import group_files, merge_files
from warehouse.contracts import TABLES
from warehouse.doctor import verify_build
from warehouse.history import collect_garbage, list_snapshots, rollback
from warehouse.lake import open_lake
from warehouse.lake_files import LAKE, add_files, list_files
from warehouse.publish import published_state
from warehouse.staging import read_parquet, write_parquet


def document_files(build: Path) -> list[str]:
    with open_lake(build, read_only=True) as connection:
        return sorted(path.name for path in list_files(connection, "documents"))


def test_merged_files_hold_the_same_rows_and_are_published(tmp_path: Path) -> None:
    staged = [stage(tmp_path, "a", "1", "2"), stage(tmp_path, "b", "3"), stage(tmp_path, "c", "4")]
    one = commit(tmp_path, "r1", *staged)
    assert merge_files(tmp_path) > 2
    (merged,) = document_files(tmp_path)
    assert merged.startswith("merged-documents-")
    assert documents(tmp_path) == ids(1, 2, 3, 4)
    assert count_at(tmp_path, one) == 4
    newest = list_snapshots(tmp_path)[-1]
    assert published_state(tmp_path)[0] == newest.snapshot_id
    assert newest.run_id == "r1"
    assert [path.name for path in (tmp_path / "parquet" / "documents").iterdir()] == [merged]
    (exported,) = (tmp_path / "parquet" / "documents").iterdir()
    assert read_parquet(exported, name="documents").num_rows == 4
    assert merge_files(tmp_path) == 0
    assert verify_build(tmp_path) == []


def test_a_run_over_the_same_pages_has_nothing_to_do_after_a_merge(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "pages" / name).mkdir(parents=True)
        (tmp_path / "pages" / name / "2018-12-03.txt").write_text(f"科技局{name}投入3000万元。\n", encoding="utf-8")
    request = Request(sources=(str(tmp_path / "pages"),), build=tmp_path / "build", batch_bytes=10)
    assert execute(request).batches == 2
    assert merge_files(tmp_path / "build") > 2
    again = execute(request)
    assert (again.computed, again.published) == (0, False)


def test_a_later_run_keeps_merged_files_until_one_of_their_batches_changes(tmp_path: Path) -> None:
    first, second, third = stage(tmp_path, "a", "1"), stage(tmp_path, "b", "2"), stage(tmp_path, "c", "3")
    commit(tmp_path, "r1", first, second)
    merge_files(tmp_path)
    (merged,) = document_files(tmp_path)
    commit(tmp_path, "r2", first, second, third)
    assert merged in document_files(tmp_path)
    assert len(document_files(tmp_path)) == 2
    assert documents(tmp_path) == ids(1, 2, 3)
    # Merged again, the file of files is taken apart once a batch is gone.
    merge_files(tmp_path)
    assert len(document_files(tmp_path)) == 1
    commit(tmp_path, "r3", first, third)
    assert documents(tmp_path) == ids(1, 3)
    assert [name.split("-")[0] for name in document_files(tmp_path)] == ["all", "all"]


def test_a_merged_state_can_be_gone_back_to_and_its_small_files_be_forgotten(tmp_path: Path) -> None:
    first, second = stage(tmp_path, "a", "1"), stage(tmp_path, "b", "2")
    commit(tmp_path, "r1", first, second)
    merge_files(tmp_path)
    merged = list_snapshots(tmp_path)[-1].snapshot_id
    commit(tmp_path, "r2", first)
    assert documents(tmp_path) == ids(1)
    rollback(tmp_path, merged)
    assert documents(tmp_path) == ids(1, 2)
    collect_garbage(tmp_path, keep=1)
    commit(tmp_path, "r3", first, second, stage(tmp_path, "c", "3"))
    assert documents(tmp_path) == ids(1, 2, 3)
    assert any(name.startswith("merged-") for name in document_files(tmp_path))


def test_groups_are_of_small_files_and_not_too_large(tmp_path: Path) -> None:
    files = []
    for name, size in {"a": 10, "b": 10, "big": 500, "c": 10, "d": 10, "e": 10}.items():
        files.append(tmp_path / name)
        files[-1].write_bytes(b"x" * size)
    groups = list(group_files(files, small=100, large=25))
    assert [[path.name for path in group] for group in groups] == [["a", "b"], ["c", "d"]]


def test_a_question_about_a_day_reads_only_the_files_of_that_time(tmp_path: Path) -> None:
    """Why tables are not partitioned by month: the lake knows each file's first and last day, and takes no file of two months into a partition."""
    days = [dt.date(2018, 12, 3), dt.date(2019, 3, 4)]
    with open_lake(tmp_path) as connection:
        connection.execute(f"CREATE TABLE {LAKE}.main.articles (article_id VARCHAR, issue_date DATE)")
        for number, day in enumerate(days):
            table = make_table(TABLES["articles"], rows=3, issue_date=day).select(["article_id", "issue_date"])
            write_parquet(table, tmp_path / f"{number}.parquet")
            add_files(connection, tmp_path, "articles", {f"articles-{number}": tmp_path / f"{number}.parquet"})
        plan = connection.execute(
            f"EXPLAIN ANALYZE SELECT count(article_id) FROM {LAKE}.main.articles WHERE issue_date = DATE '2019-03-04'"
        ).fetchall()
        assert "Total Files Read: 1" in plan[0][1]
        table = make_table(TABLES["articles"], rows=3, issue_date=days[0]).select(["article_id", "issue_date"])
        both = write_parquet(table, tmp_path / "both.parquet")
        assert both
        connection.execute(f"ALTER TABLE {LAKE}.main.articles SET PARTITIONED BY (year(issue_date), month(issue_date))")
        with pytest.raises(duckdb.Error, match="partition"):
            add_files(connection, tmp_path, "articles", {"both": tmp_path / "both.parquet"})
