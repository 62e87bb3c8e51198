"""Small files of the lake merged into large ones: queries over hundreds of files are slower than over a few.

DuckLake's own `ducklake_merge_adjacent_files` is not used: it also rewrites what older snapshots read, and where files come from several
runs it adds a column of its own to the merged file, which then is no longer of the contract and can neither be exported nor restored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.errors import LakeError
from warehouse.lake import MERGED, current_snapshot, lake_tables, open_lake, set_note, snapshot_note
from warehouse.lake_files import (
    Merged,
    add_files,
    content_name,
    list_files,
    remove_file,
    streamed,
)
from warehouse.publish import publish
from warehouse.staging import read_parquet

SMALL_BYTES = 32_000_000
LARGE_BYTES = 256_000_000
# Only what the stages write comes in many files; the other tables are rewritten whole by every run.
LAYERS = frozenset({"core", "internal"})


def merge_files(build: Path, *, small: int = SMALL_BYTES, large: int = LARGE_BYTES) -> int:
    """Merge the small files of the newest snapshot, as a new snapshot of the same content, and publish it; the caller holds the lock.

    Older snapshots keep their files until they are forgotten. The next run knows what went into a merged file and leaves it alone, unless
    one of its batches has changed.

    Args:
        build: The build folder.
        small: Files of fewer bytes are merged.
        large: A merged file has at most about as many bytes.

    Returns:
        Number of files that went into larger ones.

    Raises:
        LakeError: The transaction failed; the lake is as it was.
        PublishError: The snapshot was committed but could not be published; the next run does it.
    """
    gone = 0
    with open_lake(build) as connection:
        note = snapshot_note(connection, current_snapshot(connection))
        merged: Merged = dict(note.get(MERGED, {}))
        try:
            connection.execute("BEGIN")
            for table in lake_tables():
                if table.layer in LAYERS:
                    for group in group_files(list_files(connection, table.name), small=small, large=large):
                        _merge(connection, build, table.name, group, merged)
                        gone += len(group)
            if gone:
                set_note(connection, f"merge of {gone} files", {**note, MERGED: merged})
            connection.execute("COMMIT" if gone else "ROLLBACK")
        except (duckdb.Error, OSError, pa.ArrowException) as error:
            raise LakeError(f"the files were not merged, the lake is as it was: {error}") from error
    if gone:
        publish(build, content=str(note.get("content", "")))
    return gone


def group_files(files: Sequence[Path], *, small: int, large: int) -> Iterator[list[Path]]:
    """Groups of two or more small files, in order of their names, that together are not too large."""
    group: list[Path] = []
    size = 0
    for file in sorted(files, key=lambda path: path.name):
        bytes_here = file.stat().st_size
        if bytes_here >= small:
            continue
        if size + bytes_here > large:
            if len(group) > 1:
                yield group
            group, size = [], 0
        group.append(file)
        size += bytes_here
    if len(group) > 1:
        yield group


def _merge(
    connection: duckdb.DuckDBPyConnection, build: Path, name: str, group: Sequence[Path], merged: Merged
) -> None:
    members: list[str] = []
    for file in group:
        key = content_name(file)
        members += merged.pop(key, [key])
    with streamed(build, name, (read_parquet(file, name=name) for file in group), prefix="merged-") as source:
        for file in group:
            remove_file(connection, name, file)
        add_files(connection, build, name, source)
        (stem,) = source
    merged[f"{stem}.parquet"] = sorted(members)
