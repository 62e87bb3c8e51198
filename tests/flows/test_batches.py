"""Batches are bounded in size, the same everywhere, and change where inputs change."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from flows.batches import Batch, form_batches
from flows.driver import execute
from flows.requests import Request
from flows.sources import list_inputs, read_inputs
from flows.text_parts import PART_BYTES, count_parts, cut_part
from tests.benchmarks.corpus import page
from warehouse.query import open_read_only

ROWS = 10


def batches_of(folder: Path, limit: int) -> list[Batch]:
    listing = list_inputs([str(folder)])
    return form_batches(listing.inputs, limit=limit)


def texts(batches: list[Batch]) -> list[str]:
    return [
        bytes(payload).decode()
        for batch in batches
        for payload in read_inputs(batch.inputs)[0].column("payload").to_pylist()
    ]


def test_an_added_page_changes_one_batch(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number:03}.txt").write_text(f"第{number}版" * 20, encoding="utf-8")
    before = batches_of(tmp_path, 4000)
    (tmp_path / "100a.txt").write_text("新的一版" * 20, encoding="utf-8")
    after = batches_of(tmp_path, 4000)
    assert all(batch.size <= 4000 for batch in after)
    kept = {batch.batch_id for batch in before} & {batch.batch_id for batch in after}
    assert len(before) - len(kept) <= 2


@pytest.fixture(params=["jsonl", "csv", "parquet"])
def table_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    rows = [{"text": f"第{number}条，" + "新闻" * 40, "title": f"题{number}"} for number in range(ROWS)]
    path = tmp_path / f"news.{request.param}"
    if request.param == "jsonl":
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    elif request.param == "csv":
        pa.csv.write_csv(pa.Table.from_pylist(rows), path)
    else:
        pq.write_table(pa.Table.from_pylist(rows), path, compression="none", use_dictionary=False)
    return path


def test_a_large_table_is_cut_into_batches_of_its_rows(table_file: Path) -> None:
    whole = batches_of(table_file.parent, 1_000_000)
    limit = -(-table_file.stat().st_size // 4)
    parts = batches_of(table_file.parent, limit)
    assert (len(whole), len(parts)) == (1, 4)
    assert len({batch.batch_id for batch in parts}) == len(parts)
    assert max(batch.size for batch in parts) <= limit
    assert len(texts(whole)) == ROWS
    assert Counter(texts(parts)) == Counter(texts(whole))
    assert parts == batches_of(table_file.parent, limit)


def test_rows_without_a_text_are_rejected_once(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(['{"text": "正文"}', "{}"] * 50), encoding="utf-8")
    read = [read_inputs(batch.inputs) for batch in batches_of(tmp_path, 200)]
    assert len(read) > 3
    assert sum(rows.num_rows for rows, _ in read) == 50
    assert sum(rejects.num_rows for _, rejects in read) == 50


def test_a_table_that_cannot_be_read_is_rejected_once(tmp_path: Path) -> None:
    (tmp_path / "news.parquet").write_bytes(b"no table" * 100)
    read = [read_inputs(batch.inputs) for batch in batches_of(tmp_path, 200)]
    assert len(read) == 4
    assert sum(rejects.num_rows for _, rejects in read) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_large_text_is_cut_at_empty_lines(tmp_path: Path, encoding: str) -> None:
    pages = [f"第{number}版\n\n" + "科技创新与产业升级。" * 3000 + "\n\n" for number in range(120)]
    payload = "".join(pages).encode(encoding)
    path = tmp_path / "year.txt"
    path.write_bytes(payload)
    batches = batches_of(tmp_path, 1_000_000)
    assert len(batches) == count_parts(len(payload), "text/plain") > 1
    assert batches == batches_of(tmp_path, 1_000_000)
    read = [read_inputs(batch.inputs)[0] for batch in batches]
    parts = [row for rows in read for row in rows.select(["content_name", "payload"]).to_pylist()]
    assert b"".join(row["payload"] for row in parts) == payload
    if encoding == "utf-16":
        assert len(parts) == 1
        return
    assert [row["content_name"] for row in parts] == [f"year.txt#{number}" for number in range(len(batches))]
    for row in parts:
        text = row["payload"].decode(encoding)
        assert text.endswith("\n\n")
        assert len(row["payload"]) < PART_BYTES + 200_000
    # Its documents are the same whatever the size of batches.
    assert [one.content_name for batch in batches_of(tmp_path, 50_000_000) for one in batch.inputs] == [
        "year.txt"
    ] * len(batches)


@pytest.mark.parametrize("payload", [b"", b"\n" * 50, b"x" * 99, b"a\n\nb\n" * 30, b"a\r\n\r\n" * 9])
@pytest.mark.parametrize("count", [1, 2, 7])
def test_the_parts_of_a_text_are_the_text(payload: bytes, count: int) -> None:
    assert b"".join(cut_part(payload, number, count) for number in range(count)) == payload


def test_what_is_found_does_not_depend_on_the_cut(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    rows = [json.dumps({"text": page(number)[1]}, ensure_ascii=False) for number in range(4)]
    (tmp_path / "pages" / "news.jsonl").write_text("\n".join(rows), encoding="utf-8")
    found = {}
    for limit in (10_000_000, 20_000):
        build = tmp_path / str(limit)
        summary = execute(Request(sources=(str(tmp_path / "pages"),), build=build, batch_bytes=limit))
        with open_read_only(build / "kechuang.duckdb") as connection:
            found[summary.batches > 1] = [
                connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
                for name in ("documents", "articles", "sentences", "entities", "metrics", "events", "mart_keywords")
            ]
    assert found[True] == found[False]
