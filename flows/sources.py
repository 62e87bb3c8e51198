"""Where pages come from: list the inputs (see `flows.listing`) and read them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from flows.archives import ARCHIVE_ERRORS, ArchiveLimits, read_members
from flows.listing import Input, Listing, Reject, SourceError, list_inputs, reject
from flows.tables_in import TABLE_TYPES, read_rows
from flows.text_parts import cut_part
from transforms.outcome import REJECT_SCHEMA, reject_table
from warehouse.contracts import TABLES, arrow_schema, conform
from warehouse.location import is_remote

__all__ = ["Input", "Listing", "SourceError", "list_inputs", "read_inputs"]
READ_ATTEMPTS = 3
# Reason of an input that was another when it was read than when it was listed; what becomes of it is not final.
CHANGED = "changed_while_read"


class ChangingError(OSError):
    """A file is being written to."""


def read_inputs(
    inputs: Sequence[Input], *, option_date: str | None = None, limits: ArchiveLimits | None = None
) -> tuple[pa.Table, pa.Table]:
    """Read the inputs.

    Args:
        inputs: Listed inputs.
        option_date: Issue date given by the caller (ISO).
        limits: What archives may hold.

    Returns:
        Contract table `raw_files` (one row per file, or per row of a table), and rejects of files that could not be read.
    """
    rows: list[dict[str, object]] = []
    rejects: list[Reject] = []
    for path, group in groupby(inputs, key=lambda item: item.path):
        items = list(group)
        try:
            payloads = (
                _read_archive(path, items, limits or ArchiveLimits()) if items[0].member else [_read_stable(path)]
            )
        except ChangingError as error:
            rejects += [reject(item.source_uri, CHANGED, f"{item.source_uri}: {error}") for item in items]
            continue
        except (OSError, *ARCHIVE_ERRORS) as error:
            rejects += [reject(item.source_uri, "unreadable", f"{item.source_uri}: {error}") for item in items]
            continue
        for item, payload in zip(items, payloads, strict=True):
            if payload is None:
                rejects.append(reject(item.source_uri, "unreadable", f"{item.source_uri}: no longer in the archive"))
            elif item.digest and hashlib.sha256(payload).hexdigest() != item.digest:
                # The batch is named after the listed content; another one must not go by its name.
                detail = "the file has changed since it was listed; the next run reads it"
                rejects.append(reject(item.source_uri, CHANGED, f"{item.source_uri}: {detail}"))
            elif item.media_type in TABLE_TYPES:
                _add_table_rows(item, payload, rows, rejects)
            elif item.part is not None:
                text = cut_part(payload, *item.part)
                if text.strip():
                    rows.append(_row(item, text, suffix=f"#{item.part[0]}"))
            else:
                rows.append(_row(item, payload))
    table = pa.Table.from_pylist(
        [{**row, "option_date": None} for row in rows], schema=arrow_schema(TABLES["raw_files"])
    )
    if option_date is not None:
        at = table.schema.get_field_index("option_date")
        table = table.set_column(
            at, "option_date", pa.array([option_date] * table.num_rows, pa.string()).cast(pa.date32())
        )
    return conform(table, TABLES["raw_files"]), reject_table(rejects).cast(REJECT_SCHEMA)


def _read_archive(path: Path, items: Sequence[Input], limits: ArchiveLimits) -> list[bytes | None]:
    wanted = {item.member for item in items}
    payloads = {member.name: member.payload for member in read_members(path, limits, only=wanted)}
    return [payloads.get(item.member) for item in items]


def _read_stable(path: Path) -> bytes:
    """The bytes of a file that did not change while it was read; raise ChangingError when it keeps changing."""
    if is_remote(path):
        # An object is replaced as a whole, never while it is read.
        return path.read_bytes()
    for _ in range(READ_ATTEMPTS):
        before = path.stat()
        payload = path.read_bytes()
        after = path.stat()
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size) and len(payload) == after.st_size:
            return payload
    raise ChangingError("the file changes while it is read; the next run reads it")


def _row(
    item: Input, payload: bytes, *, suffix: str = "", media_type: str | None = None, **metadata: str | None
) -> dict[str, object]:
    return {
        "source_uri": item.source_uri + suffix,
        "content_name": item.content_name + suffix,
        "payload": payload,
        "media_type": media_type or item.media_type,
        "metadata_title": metadata.get("title"),
        "metadata_date": metadata.get("date"),
        "metadata_source": metadata.get("source"),
    }


def _add_table_rows(item: Input, payload: bytes, rows: list[dict[str, object]], rejects: list[Reject]) -> None:
    """One raw file per row with a text; rows without one are rejected."""
    try:
        for row in read_rows(payload, item.media_type, item.part):
            name = f"{item.source_uri}#{row.number}"
            if row.text is None:
                rejects.append(reject(name, "no_text", f"{name}: {row.detail}"))
            else:
                text = row.text.encode("utf-8")
                rows.append(_row(item, text, suffix=f"#{row.number}", media_type="text/plain", **row.metadata))
    except (ValueError, RecursionError, pa.ArrowException) as error:
        # Every part of the file finds so; one tells it.
        if item.part is None or item.part[0] == 0:
            rejects.append(reject(item.source_uri, "unreadable", f"{item.source_uri}: {error}"))
