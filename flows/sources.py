"""Where pages come from: list the inputs of files, folders and globs, and read them."""

from __future__ import annotations

import csv
import glob
import hashlib
import io
import json
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from flows.errors import UsageError
from transforms.outcome import REJECT_SCHEMA, reject_table
from warehouse.contracts import TABLES, arrow_schema, conform

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".htm": "text/html",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
    ".csv": "text/csv",
    ".parquet": "application/parquet",
}
TABLE_TYPES = {"application/jsonl", "text/csv", "application/parquet"}
READ_ATTEMPTS = 3
Reject = dict[str, object]


class SourceError(UsageError):
    """A source is missing, empty or of no use."""


@dataclass(frozen=True)
class Input:
    """One file to read.

    Attributes:
        source_uri: Path below the source it was found in, preceded by the source's own name.
        content_name: Path below the source; it enters the document ids and is the same on every machine.
        path: The file.
        media_type: By its suffix.
        size: Bytes.
    """

    source_uri: str
    content_name: str
    path: Path
    media_type: str
    size: int


@dataclass(frozen=True)
class Listing:
    """Inputs with their SHA-256, and reject rows of what was left out."""

    inputs: tuple[Input, ...]
    digests: tuple[str, ...]
    rejects: tuple[Reject, ...]


def list_inputs(sources: Sequence[str], *, max_bytes: int = 200_000_000) -> Listing:
    """List the inputs of the given sources in a fixed order.

    Args:
        sources: Files, folders (read with everything below them) and glob patterns.
        max_bytes: Larger files are rejected.

    Raises:
        SourceError: A source does not exist or matches nothing, or there is nothing to read in all of them.
    """
    inputs: dict[str, tuple[Input, str]] = {}
    rejects: list[Reject] = []
    for source in sources:
        found = list(_files(source))
        if not found:
            raise SourceError(f"nothing to read in {source}")
        for root, path in found:
            item = _input(root, path)
            reason = _refusal(root, path, item, max_bytes)
            if reason is None:
                try:
                    inputs[item.source_uri] = (item, _digest(path))
                    continue
                except OSError as error:
                    reason = ("unreadable", str(error.strerror or error))
            rejects.append(
                {"reason": reason[0], "detail": reason[1], "payload": json.dumps({"source_uri": item.source_uri})}
            )
    if not inputs:
        first = f": {rejects[0]['detail']}" if rejects else ""
        raise SourceError(f"none of the {len(rejects)} files found can be read{first}")
    ordered = [inputs[name] for name in sorted(inputs)]
    return Listing(tuple(item for item, _ in ordered), tuple(digest for _, digest in ordered), tuple(rejects))


def _files(source: str) -> Iterator[tuple[Path, Path]]:
    """Pairs (root, file); the root is the folder the file's name is told relative to."""
    path = Path(source)
    if path.is_dir():
        yield from ((path, file) for file in sorted(path.rglob("*")) if not file.is_dir() and not _hidden(file, path))
    elif path.exists() or path.is_symlink():
        yield path.parent, path
    elif glob.has_magic(source):
        names = sorted(glob.glob(source, recursive=True))  # noqa: PTH207  patterns may be absolute
        yield from ((Path(name).parent, Path(name)) for name in names if not Path(name).is_dir())
    else:
        raise SourceError(f"no such file or folder: {source}")


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


def _input(root: Path, path: Path) -> Input:
    name = path.relative_to(root).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    size = path.lstat().st_size
    return Input(
        source_uri=name,
        content_name=name,
        path=path,
        media_type=MEDIA_TYPES.get(path.suffix.lower(), ""),
        size=size,
    )


def _refusal(root: Path, path: Path, item: Input, max_bytes: int) -> tuple[str, str] | None:
    """Reason and detail of a file that is not read, None for one that is."""
    name = item.source_uri
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "broken_link", f"{name}: the link leads nowhere or in a circle"
    if path.is_symlink() and not target.is_relative_to(root.resolve()):
        return "link_out_of_source", f"{name}: the link leads out of the source"
    mode = target.stat()
    if not stat.S_ISREG(mode.st_mode):
        return "not_a_file", f"{name}: neither a file nor a folder"
    if not item.media_type:
        return "unknown_suffix", f"{name}: the suffix {path.suffix or '(none)'} is none of {', '.join(MEDIA_TYPES)}"
    if mode.st_size == 0:
        return "empty_file", f"{name}: the file is empty"
    if mode.st_size > max_bytes:
        return "too_large", f"{name}: {mode.st_size} bytes, the limit is {max_bytes}"
    return None


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def read_inputs(inputs: Sequence[Input], *, option_date: str | None = None) -> tuple[pa.Table, pa.Table]:
    """Read the inputs.

    Args:
        inputs: Listed inputs.
        option_date: Issue date given by the caller (ISO).

    Returns:
        Contract table `raw_files` (one row per file, or per row of a table), and rejects of files that could not be read.
    """
    rows: list[dict[str, object]] = []
    rejects: list[Reject] = []
    for item in inputs:
        try:
            payload = _read_stable(item.path)
            rows += _table_rows(item, payload) if item.media_type in TABLE_TYPES else [_row(item, payload)]
        except (OSError, ValueError, pa.ArrowException) as error:
            rejects.append(
                {
                    "reason": "unreadable",
                    "detail": f"{item.source_uri}: {error}",
                    "payload": json.dumps({"source_uri": item.source_uri}),
                }
            )
    table = pa.Table.from_pylist(
        [{**row, "option_date": None} for row in rows], schema=arrow_schema(TABLES["raw_files"])
    )
    if option_date is not None:
        at = table.schema.get_field_index("option_date")
        table = table.set_column(
            at, "option_date", pa.array([option_date] * table.num_rows, pa.string()).cast(pa.date32())
        )
    return conform(table, TABLES["raw_files"]), reject_table(rejects).cast(REJECT_SCHEMA)


def _read_stable(path: Path) -> bytes:
    """The bytes of a file that did not change while it was read; raise OSError when it keeps changing."""
    for _ in range(READ_ATTEMPTS):
        before = path.stat()
        payload = path.read_bytes()
        after = path.stat()
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size) and len(payload) == after.st_size:
            return payload
    raise OSError("the file changes while it is read")


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


def _table_rows(item: Input, payload: bytes) -> list[dict[str, object]]:
    """One raw file per row of a table with a `text` column; title, date and source are taken where they are columns."""
    rows: Iterator[dict[str, object]]
    if item.media_type == "application/jsonl":
        rows = (json.loads(line) for line in payload.decode("utf-8-sig").splitlines() if line.strip())
    elif item.media_type == "text/csv":
        rows = iter(csv.DictReader(io.StringIO(payload.decode("utf-8-sig"))))
    else:
        import pyarrow.parquet as pq

        rows = iter(pq.read_table(pa.BufferReader(payload)).to_pylist())
    found = []
    for number, row in enumerate(rows):
        text = row.get("text")
        if not isinstance(text, str):
            raise ValueError(f"row {number}: no text column `text`")
        metadata = {key: str(row[key]) if row.get(key) else None for key in ("title", "date", "source")}
        found.append(
            _row(item, text.encode("utf-8", "replace"), suffix=f"#{number}", media_type="text/plain", **metadata)
        )
    return found
