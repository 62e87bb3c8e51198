"""From a lake snapshot to what people open: `kechuang.duckdb` and the `parquet/` export, both swapped in atomically."""

from __future__ import annotations

import logging
import shutil
import uuid
from pathlib import Path

import duckdb

from warehouse.contracts import PUBLISHED_TABLES, TABLES, empty_table
from warehouse.database import DATABASE, beside_database, build_whole, drop_target
from warehouse.errors import MartError, PublishError, WarehouseError
from warehouse.lake import current_snapshot, has_lake, open_lake
from warehouse.lake_files import list_files
from warehouse.location import copy_file, find_location
from warehouse.memory import in_bounded_memory
from warehouse.preparation import Preparation
from warehouse.query import connect
from warehouse.staging import PART_SUFFIX, file_digest, flush_folder, point_to, write_parquet
from warehouse.update import Previous, find_previous, update

log = logging.getLogger("kechuang")
PARQUET = "parquet"
GENERATIONS = ".generations"
# SHA-256 of the published files, in the form of `sha256sum`; the database is named as if it lay beside it.
SUMS = "SHA256SUMS"
# Number of the lake's snapshot that an export was made from; the database tells its own in table `published`.
SNAPSHOT = "SNAPSHOT"
KEPT_GENERATIONS = 3


def publish(build: Path, *, content: str, prepared: Preparation | None = None, rows: int | None = None) -> int:
    """Publish the newest snapshot of the lake.

    Args:
        build: The build folder.
        content: Digest of what the snapshot holds, told by `published_state` later.
        prepared: What was copied ahead.
        rows: How many the snapshot has, where it is known.

    Returns:
        The snapshot's id.

    Raises:
        PublishError: The outputs could not be built; the published ones are untouched.
    """
    return in_bounded_memory(lambda memory: _publish(build, content, prepared, rows=rows, memory=memory))


def _publish(build: Path, content: str, prepared: Preparation | None, *, rows: int | None, memory: str) -> int:
    with open_lake(build, read_only=True, memory=memory, rows=rows) as connection:
        snapshot = current_snapshot(connection)
        try:
            database = _build_database(connection, build, snapshot, content, prepared)
            generation = _export_parquet(connection, build, snapshot, database)
            # The database goes last: it tells what is published, so a run killed in between is published again.
            point_to(build / PARQUET, Path(GENERATIONS) / generation.name)
            database.replace(build / DATABASE)
            flush_folder(build)
        except (duckdb.Error, MartError, OSError) as error:
            raise PublishError(
                f"snapshot {snapshot} was not published, the outputs are as they were: {error}"
            ) from error
        drop_old_generations(build)
    return snapshot


def published_state(build: Path) -> tuple[int | None, str | None]:
    """Snapshot and content digest that the published file was built from, or (None, None) where something is missing or damaged."""
    path = build / DATABASE
    if not (path.exists() and (build / PARQUET).exists() and has_lake(build)):
        return None, None
    try:
        with connect(path) as connection:
            row = connection.execute("SELECT snapshot_id, content_digest FROM published").fetchone()
    except (WarehouseError, duckdb.Error):
        return None, None
    return (int(row[0]), str(row[1])) if row else (None, None)


def published_snapshot(build: Path, content: str) -> int | None:
    """The lake's newest snapshot where it, database and export all hold that content, else None.

    A run that was killed between two of its last steps leaves some of them behind or ahead; the content of the database alone would hide
    that from a run which leads back to it.
    """
    snapshot, known = published_state(build)
    if known != content or exported_snapshot(build) != snapshot:
        return None
    with open_lake(build, read_only=True) as connection:
        return snapshot if current_snapshot(connection) == snapshot else None


def exported_snapshot(build: Path) -> int | None:
    """Snapshot that the Parquet export was built from, or None where it does not tell."""
    try:
        return int((build / PARQUET / SNAPSHOT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _build_database(
    connection: duckdb.DuckDBPyConnection, build: Path, snapshot: int, content: str, prepared: Preparation | None
) -> Path:
    beside = beside_database(build)
    if prepared is not None and prepared.files:
        try:
            build_whole(connection, beside, snapshot=snapshot, content=content, keep=prepared.keep)
            return beside
        finally:
            # Another attempt begins from nothing.
            prepared.clear()
    drop_target(connection, beside)
    views = find_location(build).publish == "views"
    previous = None if views else find_previous(build / DATABASE, published_sums(build).get(DATABASE))
    if previous is None or not _updated(connection, beside, previous, snapshot, content):
        build_whole(connection, beside, snapshot=snapshot, content=content, views=views)
    return beside


def _updated(
    connection: duckdb.DuckDBPyConnection, beside: Path, previous: Previous, snapshot: int, content: str
) -> bool:
    try:
        made = update(connection, beside, previous, snapshot=snapshot, content=content)
    except duckdb.OutOfMemoryException:
        raise
    except (duckdb.Error, MartError, OSError) as error:
        log.warning("the published database could not be brought up to date, so it is built anew: %s", error)
        made = False
    if not made:
        drop_target(connection, beside)
    return made


def published_sums(build: Path) -> dict[str, str]:
    """SHA-256 of the published files by their names, empty where nothing is published."""
    try:
        lines = (build / PARQUET / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _export_parquet(connection: duckdb.DuckDBPyConnection, build: Path, snapshot: int, database: Path) -> Path:
    """A generation folder whose files are hard links to the snapshot's Parquet files; whole as soon as it has its name."""
    # Never the name of a generation that is published already: somebody may be reading it.
    generation = build / GENERATIONS / f"{snapshot:08d}-{uuid.uuid4().hex[:8]}"
    beside = build / GENERATIONS / f".{generation.name}{PART_SUFFIX}"
    shutil.rmtree(beside, ignore_errors=True)
    # A file of the lake keeps its name, which no other has, and its content.
    known, sums = published_sums(build), {DATABASE: file_digest(database)}
    for name in PUBLISHED_TABLES:
        folder = beside / name
        folder.mkdir(parents=True)
        files = list_files(connection, name)
        for file in files:
            copy_file(file, folder / file.name)
            told = f"{name}/{file.name}"
            sums[told] = known.get(told) or file_digest(folder / file.name)
        if not files:
            sums[f"{name}/empty.parquet"] = write_parquet(empty_table(TABLES[name]), folder / "empty.parquet")
    (beside / SNAPSHOT).write_text(f"{snapshot}\n", encoding="utf-8")
    sums[SNAPSHOT] = file_digest(beside / SNAPSHOT)
    (beside / SUMS).write_text(
        "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())), encoding="utf-8"
    )
    beside.rename(generation)
    return generation


def drop_old_generations(build: Path, *, keep: int = KEPT_GENERATIONS) -> None:
    """Keep the published generation and the last ones before it, so that a reader that has just listed files can still open them."""
    published = (build / PARQUET).resolve().name
    others = sorted(path for path in (build / GENERATIONS).iterdir() if path.name != published and path.name[0] != ".")
    for path in others[: max(0, len(others) - keep + 1)]:
        shutil.rmtree(path, ignore_errors=True)
