"""Entities summed up slice by slice are those summed up at once."""

from __future__ import annotations

import hashlib

import duckdb
import pytest

from tests.factories import make_table
from warehouse import derived
from warehouse.contracts import TABLES
from warehouse.derived import entity_queries


@pytest.fixture
def lake() -> duckdb.DuckDBPyConnection:
    """Three documents' views of each of 200 entities, as a table of what the queries call the lake."""
    ids = [f"ent_{hashlib.blake2b(str(place % 200).encode(), digest_size=8).hexdigest()}" for place in range(600)]
    parts = make_table(
        TABLES["entity_parts"],
        rows=len(ids),
        document_id=[f"doc_{place // 200:016x}" for place in range(600)],
        entity_id=ids,
        mention_count=1,
        aliases=[[f"名{place}"] for place in range(600)],
    )
    connection = duckdb.connect()
    connection.register("parts", parts)
    connection.execute("ATTACH ':memory:' AS lake; CREATE TABLE lake.main.entity_parts AS FROM parts")
    return connection


@pytest.mark.parametrize("slice_rows", [1, 7, 100, 599])
def test_slices_together_are_the_whole(
    lake: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, slice_rows: int
) -> None:
    (whole,) = entity_queries(lake)
    wanted = lake.execute(whole).fetchall()
    monkeypatch.setattr(derived, "SLICE_ROWS", slice_rows)
    queries = entity_queries(lake)
    assert 1 < len(queries) <= derived.MAX_SLICES
    assert [row for query in queries for row in lake.execute(query).fetchall()] == wanted
    assert len(wanted) == 200
    assert {len(row[3]) for row in wanted} == {3}  # aliases of three documents
