"""Build the analysts' database file from a snapshot of the lake: core tables, reference tables, macros, marts, comments."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from warehouse.contracts import MART_TABLES, PUBLISHED_TABLES, TABLES, Table
from warehouse.contracts.ddl import comments, create_table, name_sql, quote
from warehouse.lake_files import LAKE, list_files, select_from
from warehouse.marts import build_marts, load_marts
from warehouse.staging import PART_SUFFIX

DATABASE = "kechuang.duckdb"
MACROS = Path(__file__).parent / "models" / "macros"
# The oldest release whose readers can open the file.
STORAGE_VERSION = "v1.4.0"
TARGET = "target"
# Running text: what DuckDB would choose takes up to six times as long and is larger.
PACKED = {name: {"text": "zstd"} for name in ("documents", "articles", "blocks", "sentences")}
# Raised when the file is made in another way than its SQL tells.
EDITION = 1


@functools.cache
def recipe_digest() -> str:
    """Digest of what the file is made by; one that another recipe made is not brought up to date but built anew."""
    parts = [
        duckdb.__version__,
        STORAGE_VERSION,
        str(EDITION),
        *(path.read_text(encoding="utf-8") for path in _macros()),
    ]
    parts += [line for table in TABLES.values() for line in (_create(table), *comments(table))]
    parts += [f"{mart.name} {mart.within_document} {mart.query}" for mart in load_marts()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def beside_database(build: Path) -> Path:
    """The file under construction."""
    return build / f".{DATABASE}{PART_SUFFIX}"


def build_whole(
    connection: duckdb.DuckDBPyConnection,
    beside: Path,
    *,
    snapshot: int,
    content: str,
    views: bool = False,
    keep: Callable[[duckdb.DuckDBPyConnection], frozenset[str]] = lambda _: frozenset(),
) -> None:
    """Make the file.

    Args:
        connection: The lake.
        beside: The file, which does not exist yet or holds what `keep` knows of.
        snapshot: The lake's newest snapshot.
        content: Digest of what it holds.
        views: Whether core tables are views over the lake's files.
        keep: Tells which tables the file has already.
    """
    attach_target(connection, beside)
    # One transaction: a commit, and so a flush to disk, per statement would cost more than the statements.
    connection.execute("BEGIN")
    kept = keep(connection)
    for name in PUBLISHED_TABLES:
        if name in kept:
            continue
        files = list_files(connection, name) if views and TABLES[name].layer == "core" else []
        if files:
            _view(connection, TABLES[name], files)
        else:
            copy_table(connection, TABLES[name])
    # Joins are planned by statistics, which tables have once they are committed.
    connection.execute("COMMIT; BEGIN")
    for path in _macros():
        connection.execute(path.read_text(encoding="utf-8"))
    if not kept.issuperset(MART_TABLES):
        build_marts(connection)
    tell_state(connection, snapshot=snapshot, content=content, changed=0)
    connection.execute("COMMIT")
    close_target(connection, beside)


def attach_target(connection: duckdb.DuckDBPyConnection, beside: Path) -> None:
    """Open the file under construction and work in it; without a log, because one that was not finished is thrown away."""
    connection.execute(
        f"ATTACH {quote(str(beside))} AS {TARGET} (STORAGE_VERSION '{STORAGE_VERSION}', RECOVERY_MODE 'no_wal_writes')"
    )
    connection.execute(f"USE {TARGET}.main")
    # It costs a quarter of the copy to try, and another method is smaller on these tables.
    connection.execute("SET disabled_compression_methods = 'fsst'")


def close_target(connection: duckdb.DuckDBPyConnection, beside: Path) -> None:
    """Bring everything into the file and onto the disk."""
    connection.execute("USE memory.main")
    connection.execute(f"CHECKPOINT {TARGET}")
    connection.execute(f"DETACH {TARGET}")
    with beside.open("rb") as handle:
        os.fsync(handle.fileno())


def drop_target(connection: duckdb.DuckDBPyConnection, beside: Path) -> None:
    """Give up the file under construction."""
    with suppress(duckdb.TransactionException):
        connection.execute("ROLLBACK")
    connection.execute(f"USE memory.main; DETACH DATABASE IF EXISTS {TARGET}")
    remove_unfinished(beside)


def remove_unfinished(beside: Path) -> None:
    """Remove the file under construction and its log."""
    for leftover in (beside, beside.with_name(f"{beside.name}.wal")):
        leftover.unlink(missing_ok=True)


def copy_table(connection: duckdb.DuckDBPyConnection, table: Table, *queries: str) -> None:
    """Make the rows of queries, or of the table of the lake, a table of the file."""
    connection.execute(_create(table))
    for rows in queries or [f"SELECT * FROM {LAKE}.main.{name_sql(table.name)}"]:
        connection.execute(f"INSERT INTO {name_sql(table.name)} BY NAME {rows}")
    connection.execute(";".join(comments(table)))


def _create(table: Table) -> str:
    return create_table(table, packed=PACKED.get(table.name, {}))


def tell_state(connection: duckdb.DuckDBPyConnection, *, snapshot: int, content: str, changed: int) -> None:
    """Write table `published`: what the file was made from, and how many rows have changed since it was last built whole."""
    connection.execute(
        f"CREATE OR REPLACE TABLE published AS SELECT {snapshot}::INTEGER AS snapshot_id, {quote(content)} AS content_digest, "
        f"{quote(recipe_digest())} AS recipe_digest, {changed}::BIGINT AS changed_rows"
    )
    connection.execute("COMMENT ON TABLE published IS 'Snapshot of the lake that this file was built from.'")


def _macros() -> list[Path]:
    return sorted(MACROS.glob("*.sql"))


def _view(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]) -> None:
    """A view over the lake's files, which stay until their snapshot is forgotten: no second copy, and slower queries."""
    connection.execute(f"CREATE VIEW {name_sql(table.name)} AS {select_from(table, files)}")
    connection.execute(";".join(comments(table, kind="VIEW")))
