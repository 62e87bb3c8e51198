"""From a lake snapshot to what people open: `kechuang.duckdb` and the `parquet/` export, both swapped in atomically."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb

from warehouse.contracts import PUBLISHED_TABLES, TABLES, empty_table
from warehouse.contracts.ddl import comments, create_table, name_sql, quote
from warehouse.errors import PublishError
from warehouse.lake import LAKE, current_snapshot, open_lake
from warehouse.staging import write_parquet

DATABASE = "kechuang.duckdb"
PARQUET = "parquet"
GENERATIONS = ".generations"
KEPT_GENERATIONS = 3
MACROS = Path(__file__).parent / "models" / "macros"
# The oldest release whose readers can open the file.
STORAGE_VERSION = "v1.4.0"


def publish(build: Path, *, content: str) -> int:
    """Publish the newest snapshot of the lake.

    Args:
        build: The build folder.
        content: Digest of what the snapshot holds, told by `published_state` later.

    Returns:
        The snapshot's id.

    Raises:
        PublishError: The outputs could not be built; the published ones are untouched.
    """
    with open_lake(build, read_only=True) as connection:
        snapshot = current_snapshot(connection)
        try:
            generation = _export_parquet(connection, build, snapshot)
            database = _build_database(connection, build, snapshot, content)
            database.replace(build / DATABASE)
            _point_to(build / PARQUET, generation)
        except (duckdb.Error, OSError) as error:
            raise PublishError(
                f"snapshot {snapshot} was not published, the outputs are as they were: {error}"
            ) from error
        _drop_old_generations(build, generation)
    return snapshot


def published_state(build: Path) -> tuple[int | None, str | None]:
    """Snapshot and content digest that the published file was built from, or (None, None)."""
    path = build / DATABASE
    if not path.is_file() or not (build / PARQUET).is_dir():
        return None, None
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute("SELECT snapshot_id, content_digest FROM published").fetchone()
    return (int(row[0]), str(row[1])) if row else (None, None)


def _build_database(connection: duckdb.DuckDBPyConnection, build: Path, snapshot: int, content: str) -> Path:
    beside = build / f".{DATABASE}.part"
    for leftover in (beside, beside.with_name(beside.name + ".wal")):
        leftover.unlink(missing_ok=True)
    connection.execute(f"ATTACH {quote(str(beside))} AS target (STORAGE_VERSION '{STORAGE_VERSION}')")
    connection.execute("USE target.main")
    for name in PUBLISHED_TABLES:
        table = TABLES[name]
        connection.execute(create_table(table))
        connection.execute(f"INSERT INTO {name_sql(name)} BY NAME SELECT * FROM {LAKE}.main.{name_sql(name)}")
        for comment in comments(table):
            connection.execute(comment)
    for path in sorted(MACROS.glob("*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))
    connection.execute(
        f"CREATE TABLE published AS SELECT {snapshot}::INTEGER AS snapshot_id, {quote(content)} AS content_digest"
    )
    connection.execute("COMMENT ON TABLE published IS 'Snapshot of the lake that this file was built from.'")
    connection.execute("USE memory.main")
    connection.execute("CHECKPOINT target")
    connection.execute("DETACH target")
    _flush(beside)
    return beside


def _flush(path: Path) -> None:
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def _export_parquet(connection: duckdb.DuckDBPyConnection, build: Path, snapshot: int) -> Path:
    """A generation folder whose files are hard links to the snapshot's Parquet files."""
    generation = build / GENERATIONS / f"{snapshot:08d}"
    shutil.rmtree(generation, ignore_errors=True)
    for name in PUBLISHED_TABLES:
        folder = generation / name
        folder.mkdir(parents=True)
        files = connection.execute(f"SELECT data_file FROM ducklake_list_files('{LAKE}', '{name}')").fetchall()
        for (file,) in files:
            _link(Path(file), folder / Path(file).name)
        if not files:
            write_parquet(empty_table(TABLES[name]), folder / "empty.parquet")
    return generation


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _point_to(link: Path, generation: Path) -> None:
    """Make `link` a symbolic link to the generation in one step."""
    beside = link.with_name(f".{link.name}.part")
    beside.unlink(missing_ok=True)
    beside.symlink_to(Path(GENERATIONS) / generation.name, target_is_directory=True)
    beside.replace(link)


def _drop_old_generations(build: Path, newest: Path) -> None:
    """Keep the last generations, so that a reader that has just listed the files of one can still open them."""
    others = sorted(path for path in (build / GENERATIONS).iterdir() if path != newest)
    for path in others[: max(0, len(others) - KEPT_GENERATIONS + 1)]:
        shutil.rmtree(path, ignore_errors=True)
