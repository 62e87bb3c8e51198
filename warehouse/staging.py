"""Staged Parquet: how tables are written between the stages and into the lake."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.contracts import TABLES, ContractError, arrow_schema, conform
from warehouse.errors import StagedFileError
from warehouse.location import is_remote

ROW_GROUP = 1_000_000
# Rows held in memory while a file is written piece by piece.
GROUP_BYTES = 64_000_000
# Files and folders under construction end like this and start with a dot.
PART_SUFFIX = ".part"


def write_parquet(table: pa.Table, path: Path) -> str:
    """Write a table so that a crash leaves either no file or a whole one.

    Returns:
        SHA-256 of the file.
    """
    payload, digest = encode_parquet(table)
    write_atomic(path, payload)
    return digest


def encode_parquet(table: pa.Table) -> tuple[pa.Buffer, str]:
    """A table as Parquet bytes and their SHA-256; the same table gives the same bytes.

    zstd level 1, page checksums, delta encoding of the integer columns (offsets grow by little).
    """
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, row_group_size=ROW_GROUP, **_encoding(table.schema))
    payload = sink.getvalue()
    return payload, hashlib.sha256(payload).hexdigest()


def _encoding(schema: pa.Schema) -> dict[str, Any]:
    delta = [field.name for field in schema if pa.types.is_integer(field.type)]
    plain = [field.name for field in schema if field.name not in delta and not pa.types.is_nested(field.type)]
    return {
        "compression": "zstd",
        "compression_level": 1,
        "use_dictionary": plain,
        "column_encoding": dict.fromkeys(delta, "DELTA_BINARY_PACKED"),
        "write_page_checksum": True,
        "store_schema": True,
    }


def stream_parquet(tables: Iterable[pa.Table], schema: pa.Schema, path: Path) -> None:
    """Write tables of one schema as one local file, a row group at a time, so that never all of them are in memory.

    Args:
        tables: The tables, in order.
        schema: Their schema.
        path: A file under construction; the caller names it when it is whole.
    """
    waiting: list[pa.Table] = []
    with pq.ParquetWriter(path, schema, **_encoding(schema)) as writer:
        for table in tables:
            waiting.append(table)
            if sum(one.num_rows for one in waiting) >= ROW_GROUP or sum(one.nbytes for one in waiting) >= GROUP_BYTES:
                writer.write_table(pa.concat_tables(waiting).combine_chunks(), row_group_size=ROW_GROUP)
                waiting = []
        if waiting:
            writer.write_table(pa.concat_tables(waiting).combine_chunks(), row_group_size=ROW_GROUP)


def write_atomic(path: Path, payload: bytes | pa.Buffer) -> None:
    """Write beside, flush to disk, and move into place; object storage shows whole objects only."""
    write_together(path.parent, {path.name: payload})


def write_together(folder: Path, payloads: Mapping[str, bytes | pa.Buffer]) -> None:
    """`write_atomic` for files of one folder, by their names; none has its name before all are on the disk.

    They are flushed side by side: a disk takes hardly longer for all of them than for one, and nothing else is done meanwhile.
    """
    if is_remote(folder):
        for name, payload in payloads.items():
            (folder / name).write_bytes(bytes(payload))
        return
    folder.mkdir(parents=True, exist_ok=True)
    beside = {name: folder / f".{name}.{os.getpid()}{PART_SUFFIX}" for name in payloads}
    try:
        with ExitStack() as opened:
            numbers = []
            for name, payload in payloads.items():
                handle = opened.enter_context(beside[name].open("wb"))
                handle.write(payload)
                handle.flush()
                numbers.append(handle.fileno())
            if len(numbers) == 1:
                os.fsync(numbers[0])
            else:
                list(opened.enter_context(ThreadPoolExecutor(len(numbers))).map(os.fsync, numbers))
        for name, path in beside.items():
            path.replace(folder / name)
        flush_folder(folder)
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """Make a rename in the folder last beyond a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def point_to(link: Path, folder: Path) -> None:
    """Make `link` a symbolic link to a folder in one step.

    Args:
        link: The link; an older one is replaced.
        folder: What it leads to, relative to the folder of the link.
    """
    beside = link.with_name(f".{link.name}{PART_SUFFIX}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(folder, target_is_directory=True)
    beside.replace(link)


def begin_version(link: Path, versions: Path) -> Path:
    """A new hidden folder for the next version of what `link` leads to.

    Args:
        link: The link that people open.
        versions: Folder of all versions, on the same disk.
    """
    beside = versions / f".{link.name}-{uuid.uuid4().hex[:8]}{PART_SUFFIX}"
    beside.mkdir(parents=True)
    return beside


def swap_version(beside: Path, link: Path, *, keep: int) -> None:
    """Show a folder that `begin_version` made and that is whole now, in one step.

    Args:
        beside: The folder; it loses the dot and the suffix that mark it as unfinished.
        link: The link that people open.
        keep: How many versions stay, for those who are reading an older one.
    """
    versions = beside.parent
    version = versions / beside.name.removeprefix(".").removesuffix(PART_SUFFIX)
    beside.rename(version)
    if link.is_dir() and not link.is_symlink():
        # An older release wrote a plain folder; it becomes the first version.
        link.rename(versions / f"{link.name}-{uuid.uuid4().hex[:8]}")
    point_to(link, version.relative_to(link.parent))
    others = [path for path in versions.iterdir() if path.name[:-9] == link.name and path.name != version.name]
    for path in sorted(others, key=lambda path: path.stat().st_mtime)[: max(0, len(others) - keep + 1)]:
        shutil.rmtree(path, ignore_errors=True)


def read_parquet(path: Path, *, name: str, digest: str | None = None, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a staged table and hold it against its contract, page checksums verified.

    Args:
        path: The file.
        name: Table of the contract.
        digest: SHA-256 the file must have; page checksums do not cover the footer.
        columns: Columns to read; None means all.

    Raises:
        StagedFileError: The file is missing, damaged, or its schema has drifted; the message names table, column and both types.
    """
    try:
        payload = path.read_bytes()
        if digest is not None and hashlib.sha256(payload).hexdigest() != digest:
            raise StagedFileError(f"{path}: the file is not what its manifest says; remove its folder and run again")
        # Threads and a data set around one small file cost more than they save, and every worker reads at the same time.
        with pq.ParquetFile(pa.BufferReader(payload), page_checksum_verification=True) as file:
            table = file.read(columns=columns, use_threads=False)
        _require_types(table, name)
        return conform(table, TABLES[name]) if columns is None else table.select(columns)
    except ContractError as error:
        raise StagedFileError(f"{path}: {error}") from error
    except (OSError, pa.ArrowException) as error:
        raise StagedFileError(f"{path}: table {name} cannot be read ({error})") from error


def _require_types(table: pa.Table, name: str) -> None:
    """Raise ContractError where a column has another type: the file was written as the contract says, so it has drifted."""
    for field in arrow_schema(TABLES[name]):
        if field.name in table.column_names and table.schema.field(field.name).type != field.type:
            got = table.schema.field(field.name).type
            raise ContractError(f"table {name}, column {field.name}: expected {field.type}, got {got}")


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
