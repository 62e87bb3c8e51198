"""Time travel: list snapshots, read one, go back to one, and forget old ones."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.contracts.ddl import name_sql
from warehouse.errors import LakeError
from warehouse.lake import (
    CATALOG,
    current_snapshot,
    lake_tables,
    open_lake,
    read_note,
    set_note,
    snapshot_note,
)
from warehouse.lake_files import LAKE, SPILL, SPILL_AHEAD, add_files, content_name, list_files, remove_file
from warehouse.publish import GENERATIONS, drop_old_generations, publish
from warehouse.query import close_off
from warehouse.staging import PART_SUFFIX

AS_OF = "as_of"
# Folder of the lineage that runs leave, one file each, named by the run.
LINEAGE = "lineage"


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One state of the warehouse.

    Attributes:
        snapshot_id: Its number.
        committed_at: When it was committed (UTC).
        message: What made it: a run or a rollback.
        run_id: The run whose state it holds; empty when it was made by nothing this product did.
        content: Digest of what it holds.
    """

    snapshot_id: int
    committed_at: dt.datetime
    message: str
    run_id: str
    content: str


@dataclass(frozen=True, kw_only=True)
class Collected:
    """What garbage collection removed.

    Attributes:
        snapshots: Ids of the forgotten snapshots.
        files: Number of removed files.
        bytes: Their size.
    """

    snapshots: tuple[int, ...]
    files: int
    bytes: int


def list_snapshots(build: Path) -> tuple[Snapshot, ...]:
    """Snapshots that runs and rollbacks made, oldest first.

    Raises:
        LakeError: There is no lake yet.
    """
    with open_lake(build, read_only=True) as connection:
        return _snapshots(connection)


def _snapshots(connection: duckdb.DuckDBPyConnection) -> tuple[Snapshot, ...]:
    rows = connection.execute(
        "SELECT snapshot_id, epoch_us(snapshot_time), commit_message, commit_extra_info "
        f"FROM ducklake_snapshots('{LAKE}') ORDER BY snapshot_id"
    ).fetchall()
    found = []
    for number, micros, message, extra in rows:
        note = read_note(extra)
        if note:
            when = dt.datetime.fromtimestamp(micros / 1e6, dt.UTC)
            found.append(
                Snapshot(
                    snapshot_id=int(number),
                    committed_at=when,
                    message=str(message),
                    run_id=note.get("run_id", ""),
                    content=note.get("content", ""),
                )
            )
    return tuple(found)


def find_snapshot(build: Path, snapshot_id: int) -> Snapshot:
    """The snapshot of that number.

    Raises:
        LakeError: There is none (any more); the message names those there are.
    """
    snapshots = list_snapshots(build)
    for snapshot in snapshots:
        if snapshot.snapshot_id == snapshot_id:
            return snapshot
    known = ", ".join(str(snapshot.snapshot_id) for snapshot in snapshots[-20:])
    raise LakeError(f"no snapshot {snapshot_id}; there are {known or 'none'}")


@contextmanager
def open_snapshot(
    build: Path, snapshot_id: int, *, allow_external: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose current schema is the lake as of a snapshot; the lake is attached read-only.

    Args:
        build: The build folder.
        snapshot_id: The snapshot.
        allow_external: Leave access to files outside the lake and the configuration open.

    Raises:
        LakeError: There is no such snapshot.
    """
    find_snapshot(build, snapshot_id)
    with open_lake(build, read_only=True) as connection:
        connection.execute(f"CREATE SCHEMA {AS_OF}; USE memory.{AS_OF}")
        for table in lake_tables():
            source = f"{LAKE}.main.{name_sql(table.name)} AT (VERSION => {snapshot_id})"
            connection.execute(f"CREATE VIEW {name_sql(table.name)} AS SELECT * FROM {source}")
        if not allow_external:
            close_off(connection, folder=build / CATALOG.parent)
        yield connection


def rollback(build: Path, snapshot_id: int) -> int:
    """Make an older state the newest snapshot again, and publish it; the caller holds the lock.

    Nothing is lost: the states in between stay listed, and a run over the current corpus leads forward again.

    Returns:
        Id of the new snapshot.

    Raises:
        LakeError: There is no such snapshot, or the tables had other columns then.
        PublishError: The state was committed but could not be published; `publish` or the next run does it.
    """
    wanted = find_snapshot(build, snapshot_id)
    with open_lake(build) as connection:
        try:
            connection.execute("BEGIN")
            for table in lake_tables():
                _restore(connection, build, table.name, snapshot_id)
            note = {**snapshot_note(connection, snapshot_id), "rollback_of": snapshot_id}
            set_note(connection, f"rollback to {snapshot_id}", note)
            connection.execute("COMMIT")
        except (duckdb.Error, OSError) as error:
            raise LakeError(f"no rollback to {snapshot_id}, the lake is as it was: {error}") from error
    return publish(build, content=wanted.content)


def _restore(connection: duckdb.DuckDBPyConnection, build: Path, name: str, snapshot_id: int) -> None:
    then = {path.name: path for path in list_files(connection, name, snapshot_id)}
    now = {path.name: path for path in list_files(connection, name)}
    for gone in sorted(now.keys() - then.keys()):
        remove_file(connection, name, now[gone])
    back = sorted(then.keys() - now.keys())
    add_files(connection, build, name, {content_name(then[key]).removesuffix(".parquet"): then[key] for key in back})


def collect_garbage(build: Path, *, keep: int) -> Collected:
    """Forget all but the newest snapshots, and remove the files nothing kept needs; the caller holds the lock.

    Args:
        build: The build folder.
        keep: How many snapshots stay readable; the newest, which is the published one, always does.

    Raises:
        LakeError: The catalog could not be changed.
        ValueError: `keep` is less than one.
    """
    if keep < 1:
        raise ValueError(f"at least one snapshot must be kept, not {keep}")
    before = _inventory(build)
    with open_lake(build) as connection:
        newest = current_snapshot(connection)
        kept = _snapshots(connection)[-keep:]
        oldest = min([newest, *(snapshot.snapshot_id for snapshot in kept)])
        rows = connection.execute(
            f"SELECT snapshot_id FROM ducklake_snapshots('{LAKE}') WHERE snapshot_id < ? ORDER BY 1", [oldest]
        ).fetchall()
        gone = tuple(int(row[0]) for row in rows)
        try:
            if gone:
                listed = ", ".join(map(str, gone))
                connection.execute(f"CALL ducklake_expire_snapshots('{LAKE}', versions => [{listed}])")
            connection.execute(f"CALL ducklake_cleanup_old_files('{LAKE}', cleanup_all => true)")
            connection.execute(f"CALL ducklake_delete_orphaned_files('{LAKE}', cleanup_all => true)")
        except duckdb.Error as error:
            raise LakeError(f"old snapshots could not be removed: {error}") from error
    _drop_lineage(build, kept)
    _sweep(build)
    after = _inventory(build)
    removed = before.keys() - after.keys()
    return Collected(snapshots=gone, files=len(removed), bytes=sum(before[path] for path in removed))


def _drop_lineage(build: Path, kept: Sequence[Snapshot]) -> None:
    """Remove the lineage of runs before the oldest kept one; run ids sort by time."""
    oldest = min((snapshot.run_id for snapshot in kept if snapshot.run_id), default="")
    for path in (build / LINEAGE).glob("*.jsonl"):
        if path.stem < oldest:
            path.unlink(missing_ok=True)


def _sweep(build: Path) -> None:
    """Remove what killed runs left beside the files they were writing, and all but the newest generations."""
    for spill in (SPILL, SPILL_AHEAD):
        shutil.rmtree(build / spill, ignore_errors=True)
    for path in build.rglob(f".*{PART_SUFFIX}"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if (build / GENERATIONS).is_dir():
        drop_old_generations(build)


def _inventory(build: Path) -> dict[Path, int]:
    """Every file but the catalog's log and checksum, which come and go with each connection."""
    return {
        path: path.lstat().st_size
        for path in build.rglob("*")
        if (path.is_file() or path.is_symlink()) and not path.name.startswith(f"{CATALOG.name}")
    }
