"""The table that no stage writes: entities, summed up over all documents."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.contracts import TABLES, conform
from warehouse.contracts.ddl import quote
from warehouse.lake_files import LAKE, add_files, streamed

ENTITIES = TABLES["entities"]
SQL = Path(__file__).parent / "models" / "core" / "entities.sql"
# Rows that are in memory at a time.
DERIVED_ROWS = 100_000
# Documents' views of entities that are summed up at once, and how often their table is read at most.
SLICE_ROWS = 250_000
MAX_SLICES = 64


def entity_queries(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Queries that give the entities one slice after the other, in the order of their ids.

    DuckDB holds the lists of names that it puts together whatever the limit of its memory; a slice is small.
    """
    row = connection.execute(f"SELECT count(*) FROM {LAKE}.main.entity_parts").fetchone()
    slices = min(1 + (row[0] if row else 0) // SLICE_ROWS, MAX_SLICES)
    # After its prefix an id is a hash in hexadecimal digits: equal ranges have about as many ids.
    edges = ["", *(f"ent_{256 * place // slices:02x}" for place in range(1, slices)), "ent_~"]
    sql = SQL.read_text(encoding="utf-8")
    return [sql.replace("$first", quote(first)).replace("$past", quote(past)) for first, past in pairwise(edges)]


def derive_entities(connection: duckdb.DuckDBPyConnection, build: Path) -> None:
    """Compute the entities of the lake anew; a query cannot see a table and replace it in one go, so the rows wait in a file."""
    tables = (
        conform(pa.Table.from_batches([rows]), ENTITIES)
        for query in entity_queries(connection)
        for rows in connection.execute(query).to_arrow_reader(DERIVED_ROWS)
    )
    with streamed(build, ENTITIES.name, tables) as source:
        connection.execute(f"DELETE FROM {LAKE}.main.{ENTITIES.name}")
        add_files(connection, build, ENTITIES.name, source)
