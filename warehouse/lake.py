"""DuckLake: every run is one snapshot of all tables; a SQLite catalog and Parquet files below `lake/`."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.contracts import TABLES, Table
from warehouse.contracts.ddl import comments, create_table, name_sql, quote
from warehouse.errors import LakeError
from warehouse.staging import write_parquet

EXTENSIONS = ("sqlite_scanner", "ducklake")
LAKE = "lake"
CATALOG = Path("lake") / "catalog.sqlite"
DATA = Path("lake") / "data"
CORE_SQL = Path(__file__).parent / "models" / "core"


def load_extensions(connection: duckdb.DuckDBPyConnection, names: Sequence[str] = EXTENSIONS) -> None:
    """Load DuckDB extensions from their wheels, or install them the ordinary way where a wheel is absent.

    Raises:
        LakeError: Neither a wheel nor a network.
    """
    for name in names:
        spec = importlib.util.find_spec(f"duckdb_extension_{name}")
        files = sorted(Path(spec.origin).parent.rglob("*.duckdb_extension")) if spec and spec.origin else []
        try:
            if files:
                connection.execute(f"LOAD {quote(str(files[-1]))}")
            else:
                connection.execute(f"INSTALL {name}; LOAD {name}")
        except duckdb.Error as error:
            raise LakeError(
                f"DuckDB extension {name} cannot be loaded: install the package duckdb-extension-{name.replace('_', '-')} "
                f"of DuckDB's version ({duckdb.__version__}), or run once with a network ({error})"
            ) from error


@contextmanager
def open_lake(build: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the lake attached as `lake`.

    Args:
        build: The build folder.
        read_only: Whether to attach without the right to write; readers do not hinder a writer.

    Raises:
        LakeError: There is no lake to read, or it cannot be opened.
    """
    catalog = build / CATALOG
    if read_only and not catalog.is_file():
        raise LakeError(f"no lake at {catalog} yet")
    (build / DATA).mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        load_extensions(connection)
        option = ", READ_ONLY" if read_only else ""
        target = quote(f"ducklake:sqlite:{catalog.resolve()}")
        data = quote(f"{(build / DATA).resolve()}/")
        try:
            connection.execute(
                f"ATTACH {target} AS {LAKE} (DATA_PATH {data}, OVERRIDE_DATA_PATH true, DATA_INLINING_ROW_LIMIT 0{option})"
            )
        except duckdb.Error as error:
            raise LakeError(f"the lake at {catalog} cannot be opened: {error}") from error
        yield connection


def data_file_name(stage: str, batch_id: str, digest: str) -> str:
    """Name of a staged table's file in the lake: stage, batch and content."""
    return f"{stage}-{batch_id}-{digest[:16]}.parquet"


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
) -> int:
    """Make the given state of the corpus the newest snapshot, in one transaction.

    Args:
        build: The build folder.
        files: For each table that the stages write, the staged file of each batch by its name in the lake. Files the lake has already
            stay as they are, new ones are added, others are removed.
        replaced: Tables that are rewritten whole (reference tables, checks, rejects).
        run: One row of table `runs`, appended.
        run_id: The run, which names the files of the rewritten tables.

    Returns:
        The snapshot's id.

    Raises:
        LakeError: The transaction failed; the lake is as it was.
    """
    with open_lake(build) as connection:
        try:
            connection.execute("BEGIN")
            known = {
                row[0]
                for row in connection.execute(
                    f"SELECT table_name FROM duckdb_tables() WHERE database_name = '{LAKE}'"
                ).fetchall()
            }
            for table in lake_tables():
                if table.name not in known:
                    connection.execute(create_table(table, schema=f"{LAKE}.main."))
                    for comment in comments(table, schema=f"{LAKE}.main."):
                        connection.execute(comment)
            for name, wanted in files.items():
                _replace_files(connection, build, name, wanted)
            for name, rows in replaced.items():
                _rewrite(connection, build, name, rows, run_id)
            _add_table(connection, build, "runs", run, f"runs-{run_id}.parquet")
            for path in sorted(CORE_SQL.glob("*.sql")):
                _derive(connection, path)
            connection.execute("COMMIT")
        except (duckdb.Error, OSError) as error:
            raise LakeError(f"run {run_id} was not committed, the lake is as it was: {error}") from error
        return current_snapshot(connection)


def current_snapshot(connection: duckdb.DuckDBPyConnection) -> int:
    """Id of the newest snapshot."""
    row = connection.execute(f"SELECT max(snapshot_id) FROM ducklake_snapshots('{LAKE}')").fetchone()
    return int(row[0]) if row else 0


def _table_folder(build: Path, name: str) -> Path:
    return build / DATA / "main" / name


def _replace_files(connection: duckdb.DuckDBPyConnection, build: Path, name: str, wanted: Mapping[str, Path]) -> None:
    present = {
        Path(row[0]).name: row[0]
        for row in connection.execute(f"SELECT data_file FROM ducklake_list_files('{LAKE}', '{name}')").fetchall()
    }
    for gone in sorted(present.keys() - wanted.keys()):
        connection.execute(f"DELETE FROM {LAKE}.main.{name_sql(name)} WHERE filename = {quote(present[gone])}")
    folder = _table_folder(build, name)
    for new in sorted(wanted.keys() - present.keys()):
        _place(wanted[new], folder / new)
        _register(connection, name, folder / new)


def _place(source: Path, target: Path) -> None:
    """A staged file under its name in the lake: a hard link, or a copy where the file system has none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        return
    beside = target.with_name(f".{target.name}.part")
    beside.unlink(missing_ok=True)
    try:
        os.link(source, beside)
    except OSError:
        shutil.copyfile(source, beside)
    beside.replace(target)


def _register(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    if pq.read_metadata(path).num_rows:
        connection.execute(f"CALL ducklake_add_data_files('{LAKE}', '{name}', {quote(str(path.resolve()))})")


def _add_table(connection: duckdb.DuckDBPyConnection, build: Path, name: str, rows: pa.Table, file_name: str) -> None:
    path = _table_folder(build, name) / file_name
    write_parquet(rows, path)
    _register(connection, name, path)


def _rewrite(connection: duckdb.DuckDBPyConnection, build: Path, name: str, rows: pa.Table, run_id: str) -> None:
    connection.execute(f"DELETE FROM {LAKE}.main.{name_sql(name)}")
    _add_table(connection, build, name, rows, f"{name}-{run_id}.parquet")


def _derive(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    connection.execute(f"DELETE FROM {LAKE}.main.{name_sql(path.stem)}")
    connection.execute(f"INSERT INTO {LAKE}.main.{name_sql(path.stem)} BY NAME {path.read_text(encoding='utf-8')}")
