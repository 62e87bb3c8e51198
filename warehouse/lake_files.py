"""The Parquet files of the lake's tables: list, add and remove them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.contracts import TABLES, Table, arrow_schema, conform
from warehouse.contracts.ddl import name_sql, quote
from warehouse.location import copy_file, find_location, full_name, place
from warehouse.staging import PART_SUFFIX, encode_parquet, file_digest, stream_parquet, write_atomic

LAKE = "lake"
DATA = Path("lake") / "data"
SPILL = ".spill"
# Of the database that is filled ahead: two that spill into one folder overwrite each other's files.
SPILL_AHEAD = ".spill_ahead"
# Digits of the SHA-256 in the name of every file of the lake.
DIGEST_CHARS = 16
# By name of a merged file the names of the files that went into it.
Merged = dict[str, list[str]]


def data_file_name(stage: str, batch_id: str, digest: str) -> str:
    """Name of a staged table's content in the lake: stage, batch and content; the file itself carries a tag besides."""
    return f"{stage}-{batch_id}-{digest[:DIGEST_CHARS]}.parquet"


def list_files(connection: duckdb.DuckDBPyConnection, name: str, snapshot: int | None = None) -> list[Path]:
    """Parquet files of a table in a snapshot, the newest by default."""
    version = "" if snapshot is None else f", snapshot_version => {snapshot}"
    rows = connection.execute(f"SELECT data_file FROM ducklake_list_files('{LAKE}', '{name}'{version})").fetchall()
    return [place(row[0]) for row in rows]


def content_name(path: Path) -> str:
    """Name of a lake file without its tag.

    >>> content_name(Path("tokens-b1-0123.5e1f.parquet"))
    'tokens-b1-0123.parquet'
    """
    return f"{path.name.split('.', 1)[0]}.parquet"


def replace_files(
    connection: duckdb.DuckDBPyConnection, build: Path, name: str, wanted: Mapping[str, Path], merged: Merged
) -> None:
    """Add what is wanted and not there, remove what is there and not wanted.

    A merged file stays as long as all that went into it is wanted; else it goes, also from `merged`, and what is still wanted comes back.
    """
    present: dict[str, Path] = {}
    for path in list_files(connection, name):
        key = content_name(path)
        members = merged.get(key, [key])
        if wanted.keys() >= set(members):
            present |= dict.fromkeys(members, path)
        else:
            merged.pop(key, None)
            remove_file(connection, name, path)
    new = sorted(wanted.keys() - present.keys())
    add_files(connection, build, name, {key.removesuffix(".parquet"): wanted[key] for key in new})


def name_files(paths: Iterable[Path]) -> str:
    """Files as a list in SQL."""
    return f"[{', '.join(quote(full_name(path)) for path in paths)}]"


def rows_of(paths: Iterable[Path]) -> str:
    """Rows of files as a relation in SQL."""
    return f"read_parquet({name_files(paths)})"


def select_from(table: Table, paths: Iterable[Path]) -> str:
    """Query of a table's columns over some of its files."""
    return f"SELECT {', '.join(name_sql(column.name) for column in table.columns)} FROM {rows_of(paths)}"


def count_rows(path: Path) -> int:
    """Number of rows of a Parquet file."""
    with path.open("rb") as handle:
        return int(pq.read_metadata(handle).num_rows)


def remove_file(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """Take all rows of one file out of a table; older snapshots keep it."""
    connection.execute(f"DELETE FROM {LAKE}.main.{name_sql(name)} WHERE filename = {quote(str(path))}")


def add_files(connection: duckdb.DuckDBPyConnection, build: Path, name: str, sources: Mapping[str, Path]) -> None:
    """Link (or copy) Parquet files into the lake and register them; a file without rows is not registered.

    Every registration gets a file of its own: the lake deletes the file of an expired snapshot, even if a younger one names it again.

    Args:
        connection: The lake.
        build: The build folder.
        name: The table.
        sources: Files by the stem of their name in the lake.
    """
    added: list[Path] = []
    for stem, source in sources.items():
        if not count_rows(source):
            continue
        added.append(_new_path(build, name, stem))
        copy_file(source, added[-1])
    _register(connection, name, added)


def add_table(connection: duckdb.DuckDBPyConnection, build: Path, name: str, rows: pa.Table) -> None:
    """Write rows as a file of the lake and register it; no rows, no file."""
    if rows.num_rows:
        payload, digest = encode_parquet(conform(rows, TABLES[name]))
        path = _new_path(build, name, f"{name}-{digest[:DIGEST_CHARS]}")
        write_atomic(path, payload)
        _register(connection, name, [path])


def _new_path(build: Path, name: str, stem: str) -> Path:
    return find_location(build).root(build) / DATA / "main" / name / f"{stem}.{uuid.uuid4().hex[:12]}.parquet"


def _register(connection: duckdb.DuckDBPyConnection, name: str, paths: Sequence[Path]) -> None:
    """Make files part of a table; one call for all, because each one asks the catalog anew."""
    if paths:
        connection.execute(f"CALL ducklake_add_data_files('{LAKE}', '{name}', {name_files(paths)})")


@contextmanager
def streamed(build: Path, name: str, tables: Iterable[pa.Table], *, prefix: str = "") -> Iterator[dict[str, Path]]:
    """Rows of a table written to a temporary file, as a source for `add_files`; the stem of its name tells the content.

    Args:
        build: The build folder.
        name: The table.
        tables: Its rows, piece by piece.
        prefix: What the stem begins with.
    """
    with temporary_file(build) as beside:
        stream_parquet(tables, arrow_schema(TABLES[name]), beside)
        yield {f"{prefix}{name}-{file_digest(beside)[:DIGEST_CHARS]}": beside}


@contextmanager
def temporary_file(build: Path) -> Iterator[Path]:
    """Name of a file on this disk that is gone afterwards."""
    folder = build / SPILL
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{uuid.uuid4().hex}{PART_SUFFIX}"
    try:
        yield beside
    finally:
        beside.unlink(missing_ok=True)
