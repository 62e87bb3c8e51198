"""DuckLake: every run is one snapshot of all tables; a SQLite catalog and Parquet files below `lake/`."""

from __future__ import annotations

import importlib.util
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.catalog import writing
from warehouse.contracts import TABLES, Kind, Table, arrow_schema, conform
from warehouse.contracts.ddl import SQL_TYPES, comments, create_table, name_sql, quote
from warehouse.derived import derive_entities
from warehouse.errors import GuardError, LakeError
from warehouse.lake_files import (
    DATA,
    LAKE,
    SPILL,
    Merged,
    add_table,
    replace_files,
)
from warehouse.location import ON_THIS_DISK, Location, find_location, full_name
from warehouse.memory import in_bounded_memory, limit_threads, release_unused
from warehouse.query import draw_no_bar
from warehouse.reference import find_unknown_codes

EXTENSIONS = ON_THIS_DISK.extensions
UNSIGNED: dict[str, str | bool | int | float | list[str]] = {
    "allow_unsigned_extensions": True,
    "autoload_known_extensions": False,
}
CATALOG = Path("lake") / "catalog.sqlite"
# How DuckDB spells a type in its catalog, where that is not how the DDL spells it.
SQL_TYPE_NAMES = {Kind.TIMESTAMP: "TIMESTAMP WITH TIME ZONE"}
# In a snapshot's note: by name of a merged file the names of the files that went into it.
MERGED = "merged"


def connect(extensions: Sequence[str] = EXTENSIONS) -> duckdb.DuckDBPyConnection:
    """A connection that has DuckDB extensions loaded from their wheels, or installed the ordinary way where a wheel is absent.

    Raises:
        LakeError: Neither a wheel nor a network.
    """
    wheels = {name: file for name in extensions for file in _in_wheel(name)}
    # What pip has installed is as trustworthy as DuckDB itself; its signatures take longer to check than a page to commit.
    trusted = len(wheels) == len(extensions)
    connection = duckdb.connect(config=UNSIGNED if trusted else {})
    for name in extensions:
        try:
            connection.execute(f"LOAD {quote(str(wheels[name]))}" if name in wheels else f"INSTALL {name}; LOAD {name}")
        except duckdb.Error as error:
            connection.close()
            raise LakeError(
                f"DuckDB extension {name} cannot be loaded: install the package duckdb-extension-{name.replace('_', '-')} "
                f"of DuckDB's version ({duckdb.__version__}), or run once with a network ({error})"
            ) from error
    return connection


def _in_wheel(name: str) -> list[Path]:
    """File of an extension that came as a Python package, if it did."""
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    return sorted(Path(spec.origin).parent.rglob("*.duckdb_extension"))[-1:] if spec and spec.origin else []


@contextmanager
def open_lake(
    build: Path, *, read_only: bool = False, memory: str = "", rows: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the lake attached as `lake`.

    Args:
        build: The build folder.
        read_only: Whether to attach without the right to write; readers do not hinder a writer.
        memory: What DuckDB may hold, the rest goes to the spill folder; empty for its own limit, four fifths of the machine.
        rows: How many there are, where it is known: few are not worth many threads.

    Raises:
        LakeError: There is no lake to read, or it cannot be opened.
    """
    catalog, location = build / CATALOG, find_location(build)
    if read_only and not has_lake(build):
        raise LakeError(f"no lake at {catalog} yet")
    if not read_only:
        (location.root(build) / DATA).mkdir(parents=True, exist_ok=True)
        catalog.parent.mkdir(parents=True, exist_ok=True)
    # The checksum is recorded once the connection is closed.
    unguarded = read_only or bool(location.catalog)
    with nullcontext() if unguarded else writing(catalog), connect(location.extensions) as connection:
        if location.storage:
            connection.execute(location.secret())
        draw_no_bar(connection)
        if memory:
            connection.execute(f"SET memory_limit = '{memory}'")
        if rows is not None:
            limit_threads(connection, rows)
        connection.execute(f"SET temp_directory = {quote(str((build / SPILL).resolve()))}")
        try:
            _attach(connection, build, location, read_only=read_only)
        except duckdb.Error as error:
            raise LakeError(f"the lake at {location.catalog or catalog} cannot be opened: {error}") from error
        yield connection


def has_lake(build: Path) -> bool:
    """Whether there is a lake; one in PostgreSQL is there once a run has settled on it."""
    return bool(find_location(build).catalog) or (build / CATALOG).is_file()


def _attach(connection: duckdb.DuckDBPyConnection, build: Path, location: Location, *, read_only: bool) -> None:
    catalog = (build / CATALOG).resolve()
    options = [
        f"DATA_PATH {quote(f'{full_name(location.root(build) / DATA)}/')}",
        "OVERRIDE_DATA_PATH true",
        "DATA_INLINING_ROW_LIMIT 0",
        # Readers keep their state while a writer commits; in SQLite's default mode one open reader stops every commit.
        *(["READ_ONLY"] if read_only else [] if location.catalog else ["META_JOURNAL_MODE 'WAL'"]),
    ]
    source = location.catalog or f"sqlite:{catalog}"
    statement = f"ATTACH {quote(f'ducklake:{source}')} AS {LAKE} ({', '.join(options)})"
    try:
        connection.execute(statement)
    except duckdb.Error:
        if location.catalog or not catalog.with_name(f"{catalog.name}-journal").exists():
            raise
        # A writer was killed in mid-commit; only a connection that may write can undo what it left.
        with closing(sqlite3.connect(catalog, timeout=10)) as undo:
            undo.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.execute(statement)


def lake_tables() -> tuple[Table, ...]:
    """Tables that live in the lake: all but the raw input."""
    return tuple(
        table
        for table in TABLES.values()
        if table.layer in {"core", "internal", "reference", "audit"} and table.name != "raw_files"
    )


def commit_run(
    build: Path,
    *,
    files: Mapping[str, Mapping[str, Path]],
    replaced: Mapping[str, pa.Table],
    run: pa.Table,
    run_id: str,
    content: str = "",
    expected: Mapping[str, int] | None = None,
) -> int:
    """Make the given state of the corpus the newest snapshot, in one transaction.

    Args:
        build: The build folder.
        files: For each table that the stages write, the staged file of each batch by its name in the lake. Files the lake has already
            stay as they are, new ones are added, others are removed.
        replaced: Tables that are rewritten whole (reference tables, checks, rejects).
        run: One row of table `runs`, added to those of earlier runs.
        run_id: The run, told in the snapshot's message.
        content: Digest of what the snapshot will hold. When the newest snapshot has it already, because a run died between commit and
            publish, nothing is committed.
        expected: Rows that each of these tables must have before anything is committed.

    Returns:
        The snapshot's id.

    Raises:
        LakeError: The transaction failed; the lake is as it was.
        GuardError: The snapshot would hold codes that no reference table explains, or other rows than were staged; the lake is as it was.
    """
    return in_bounded_memory(
        lambda memory: _commit(build, files, replaced, run, run_id, content, expected or {}, memory=memory)
    )


def _commit(
    build: Path,
    files: Mapping[str, Mapping[str, Path]],
    replaced: Mapping[str, pa.Table],
    run: pa.Table,
    run_id: str,
    content: str,
    expected: Mapping[str, int],
    *,
    memory: str,
) -> int:
    with open_lake(build, memory=memory, rows=sum(expected.values())) as connection:
        newest = current_snapshot(connection)
        note = snapshot_note(connection, newest)
        if content and note.get("content") == content:
            return newest
        merged: Merged = dict(note.get(MERGED, {}))
        try:
            connection.execute("BEGIN")
            kept_runs = _match_contract(connection)
            for name, wanted in files.items():
                replace_files(connection, build, name, wanted, merged)
            for name, rows in replaced.items():
                connection.execute(f"DELETE FROM {LAKE}.main.{name_sql(name)}")
                add_table(connection, build, name, rows)
            # One file, however many runs there have been.
            past = connection.execute(f"SELECT * FROM {LAKE}.main.runs").to_arrow_table()
            connection.execute(f"DELETE FROM {LAKE}.main.runs")
            runs = [conform(rows, TABLES["runs"]) for rows in (*kept_runs, past, run)]
            add_table(connection, build, "runs", pa.concat_tables(runs))
            derive_entities(connection, build)
            release_unused()
            wrong = [*find_unknown_codes(connection, f"{LAKE}.main"), *_differing_counts(connection, expected)]
            if wrong:
                raise GuardError("\n  ".join([f"run {run_id} was not committed, the lake is as it was:", *wrong]))
            set_note(connection, f"run {run_id}", {"content": content, "run_id": run_id, MERGED: merged})
            connection.execute("COMMIT")
        except (duckdb.Error, OSError, pa.ArrowException) as error:
            raise LakeError(f"run {run_id} was not committed, the lake is as it was: {error}") from error
        return current_snapshot(connection)


def _differing_counts(connection: duckdb.DuckDBPyConnection, expected: Mapping[str, int]) -> list[str]:
    wrong = []
    for name, rows in expected.items():
        row = connection.execute(f"SELECT count(*) FROM {LAKE}.main.{name_sql(name)}").fetchone()
        if row is None or row[0] != rows:
            wrong.append(f"table {name}: {rows} rows staged, {row[0] if row else 0} would be in the lake")
    return wrong


def set_note(connection: duckdb.DuckDBPyConnection, message: str, note: Mapping[str, object]) -> None:
    """Attach a message and a note to the snapshot that the open transaction will make."""
    told = json.dumps(note, sort_keys=True)
    connection.execute(f"CALL {LAKE}.set_commit_message('kechuang', {quote(message)}, extra_info => {quote(told)})")


def snapshot_note(connection: duckdb.DuckDBPyConnection, snapshot: int) -> dict[str, Any]:
    """The note of a snapshot, empty when it has none."""
    # With a parameter DuckDB would import pandas, to see whether it is one of its values.
    row = connection.execute(
        f"SELECT commit_extra_info FROM ducklake_snapshots('{LAKE}') WHERE snapshot_id = {int(snapshot)}"
    ).fetchone()
    return read_note(row[0] if row else None)


def read_note(told: str | None) -> dict[str, Any]:
    """A note as `set_note` wrote it; empty when there is none."""
    return dict(json.loads(told)) if told else {}


def current_snapshot(connection: duckdb.DuckDBPyConnection) -> int:
    """Id of the newest snapshot."""
    row = connection.execute(f"SELECT max(snapshot_id) FROM ducklake_snapshots('{LAKE}')").fetchone()
    return int(row[0]) if row else 0


def _match_contract(connection: duckdb.DuckDBPyConnection) -> list[pa.Table]:
    """Create the tables; one whose columns are no longer the contract's is made anew (its batches are all recomputed then).

    Returns:
        Rows of `runs` to be written again, because no batch brings them back.
    """
    kept: list[pa.Table] = []
    there: dict[str, list[tuple[str, str, bool]]] = {}
    listed = connection.execute(
        "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() "
        f"WHERE database_name = {quote(LAKE)} ORDER BY table_name, column_index"
    )
    for table_name, *column in listed.fetchall():
        there.setdefault(table_name, []).append(tuple(column))
    for table in lake_tables():
        name = f"{LAKE}.main.{name_sql(table.name)}"
        have = there.get(table.name, [])
        want = [
            (column.name, SQL_TYPE_NAMES.get(column.kind, SQL_TYPES[column.kind]), column.null)
            for column in table.columns
        ]
        if have == want:
            continue
        if have:
            known = {row[0] for row in have}
            if table.name == "runs" and all(column.null or column.name in known for column in table.columns):
                rows = connection.execute(f"SELECT * FROM {name}").to_arrow_table().to_pylist()
                schema = arrow_schema(table)
                kept.append(
                    pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in rows], schema=schema)
                )
            connection.execute(f"DROP TABLE {name}")
        connection.execute(create_table(table, schema=f"{LAKE}.main."))
        connection.execute(";".join(comments(table, schema=f"{LAKE}.main.")))
    return kept
