"""List what sources hold: files, folders, globs and archives, in a fixed order, each input with its SHA-256."""

from __future__ import annotations

import glob
import hashlib
import json
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from flows.archives import ARCHIVE_ERRORS, ArchiveLimits, is_archive, read_members
from flows.dated import fixed_part, named_from
from flows.errors import UsageError
from flows.language import told
from warehouse.location import is_remote, place

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
Reject = dict[str, object]


class SourceError(UsageError):
    """A source is missing, empty or of no use."""


@dataclass(frozen=True)
class Input:
    """One file, or one member of an archive, to read.

    Attributes:
        source_uri: Path below the source it was found in, with the folders of its day (see `flows.dated`), the member of an archive
            after `!`; unique in a listing.
        content_name: The same without regard to other sources; it enters the document ids and is the same on every machine.
        path: The file or archive.
        media_type: By the suffix.
        size: Bytes.
        mtime_ns: When the file was last changed.
        member: Path inside the archive, empty for a file.
        digest: SHA-256 of the content that was listed; empty where it is not known.
        part: Which of how many parts of a large file; None for all of it.
    """

    source_uri: str
    content_name: str
    path: Path
    media_type: str
    size: int
    mtime_ns: int = 0
    member: str = ""
    digest: str = ""
    part: tuple[int, int] | None = None


@dataclass(frozen=True)
class Listing:
    """Inputs, and reject rows of what was left out."""

    inputs: tuple[Input, ...]
    rejects: tuple[Reject, ...]


def list_inputs(
    sources: Sequence[str], *, max_bytes: int = 200_000_000, limits: ArchiveLimits | None = None
) -> Listing:
    """List the inputs of the given sources in a fixed order.

    Args:
        sources: Files, folders (read with everything below them), glob patterns and archives.
        max_bytes: Larger files are rejected.
        limits: What archives may hold.

    Raises:
        SourceError: A source does not exist or matches nothing, or there is nothing to read in all of them.
    """
    found: list[Input] = []
    rejects: list[Reject] = []
    seen: set[Path] = set()
    for source in sources:
        files = list(_files(source))
        if not files:
            raise SourceError(told("nothing to read in {source}", source=source))
        for root, path in files:
            # Sources may overlap: a file is read once.
            if path.absolute() in seen:
                continue
            seen.add(path.absolute())
            _list_file(root, path, max_bytes, limits or ArchiveLimits(), found, rejects)
    kept = _distinct(found, rejects)
    if not kept:
        first = f": {rejects[0]['detail']}" if rejects else ""
        raise SourceError(told("none of the {count} files found can be read", count=len(rejects)) + first)
    return Listing(tuple(kept), tuple(rejects))


def _list_file(
    root: Path,
    path: Path,
    max_bytes: int,
    limits: ArchiveLimits,
    found: list[Input],
    rejects: list[Reject],
) -> None:
    item = _input(root, path)
    reason = _refusal(root, path, item, max_bytes)
    if reason is not None:
        rejects.append(reject(item.source_uri, *reason))
        return
    try:
        if is_archive(path):
            found.extend(_list_archive(item, limits, rejects))
        else:
            found.append(replace(item, digest=_digest(path)))
    except ARCHIVE_ERRORS as error:
        rejects.append(reject(item.source_uri, "damaged_archive", f"{item.source_uri}: {error}"))
    except OSError as error:
        rejects.append(reject(item.source_uri, "unreadable", f"{item.source_uri}: {error.strerror or error}"))


def _list_archive(archive: Input, limits: ArchiveLimits, rejects: list[Reject]) -> Iterator[Input]:
    for member in read_members(archive.path, limits):
        name = f"{archive.source_uri}!{_printable(member.name)}"
        media_type = MEDIA_TYPES.get(PurePosixPath(member.name).suffix.lower(), "")
        if member.payload is None:
            rejects.append(reject(name, member.reason, f"{name}: {member.detail}"))
        elif not media_type:
            rejects.append(reject(name, "unknown_suffix", f"{name}: not one of {', '.join(MEDIA_TYPES)}"))
        elif not member.payload:
            rejects.append(reject(name, "empty_file", f"{name}: the file is empty"))
        else:
            yield replace(
                archive,
                source_uri=name,
                content_name=name,
                media_type=media_type,
                size=len(member.payload),
                member=member.name,
                digest=hashlib.sha256(member.payload).hexdigest(),
            )


def _distinct(found: Sequence[Input], rejects: list[Reject]) -> list[Input]:
    """Inputs with names of their own, in order: files of the same name from two sources get the folder's name before theirs."""
    kept: dict[str, Input] = {}
    contents: set[tuple[str, str]] = set()
    for item in sorted(found, key=lambda one: (one.source_uri, one.path.as_posix())):
        if (item.content_name, item.digest) in contents:
            detail = f"{item.source_uri}: another source has the same name and content"
            rejects.append(reject(item.source_uri, "same_input", detail))
            continue
        contents.add((item.content_name, item.digest))
        if item.source_uri in kept:
            folder = _printable(item.path.absolute().parts[-2 - item.source_uri.partition("!")[0].count("/")])
            item = replace(item, source_uri=_free_name(f"{folder}/{item.source_uri}", kept))
        kept[item.source_uri] = item
    return [kept[name] for name in sorted(kept)]


def _free_name(name: str, taken: Mapping[str, Input]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}~{number}", number + 1
    return free


def _files(source: str) -> Iterator[tuple[Path, Path]]:
    """Pairs (root, file); the root is the folder the file's name is told relative to."""
    if "://" in source and not source.partition("://")[2].strip("/"):
        raise SourceError(told("{source} names no bucket", source=source))
    path = place(source)
    if is_remote(path):
        yield from _remote_files(source, path)
    elif path.is_dir():
        yield from ((path, file) for file in sorted(path.rglob("*")) if not file.is_dir() and not _hidden(file, path))
    elif path.exists() or path.is_symlink():
        yield path.parent, path
    elif glob.has_magic(source):
        root = fixed_part(path)
        names = sorted(glob.glob(source, recursive=True))  # noqa: PTH207  patterns may be absolute
        yield from ((root, Path(name)) for name in names if not Path(name).is_dir())
    else:
        raise SourceError(told("no such file or folder: {source}", source=source))


def _remote_files(source: str, path: Path) -> Iterator[tuple[Path, Path]]:
    """Pairs (root, file) on object storage: a folder, a file, or a pattern below the last folder without magic."""
    if glob.has_magic(source):
        whole = PurePosixPath(source.partition("://")[2])
        fixed = fixed_part(whole)
        root = place(f"s3://{fixed}")
        yield from ((root, file) for file in sorted(root.glob(str(whole.relative_to(fixed))), key=str))
    elif path.is_dir():
        yield from (
            (path, file) for file in sorted(path.rglob("*"), key=str) if not file.is_dir() and not _hidden(file, path)
        )
    elif path.exists():
        yield path.parent, path
    else:
        raise SourceError(told("no such file or folder: {source}", source=source))


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


def _printable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _input(root: Path, path: Path) -> Input:
    whole = path if is_remote(path) else path.absolute()
    name = _printable(whole.relative_to(named_from(root)).as_posix())
    # Object storage knows no links.
    mode = path.stat() if is_remote(path) else path.lstat()
    return Input(
        source_uri=name,
        content_name=name,
        path=path,
        media_type=MEDIA_TYPES.get(path.suffix.lower(), ""),
        size=mode.st_size,
        mtime_ns=int(mode.st_mtime * 1e9) if is_remote(path) else mode.st_mtime_ns,
    )


def _refusal(root: Path, path: Path, item: Input, max_bytes: int) -> tuple[str, str] | None:
    """Reason and detail of a file that is not read, None for one that is."""
    name = item.source_uri
    if is_remote(path):
        return _refusal_by_size(path, item, item.size, max_bytes)
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "broken_link", f"{name}: the link leads nowhere or in a circle"
    # A folder on the way may be a link as well; the source itself may be one.
    if not target.is_relative_to(root.resolve()):
        return "link_out_of_source", f"{name}: the link leads out of the source"
    mode = target.stat()
    if not stat.S_ISREG(mode.st_mode):
        return "not_a_file", f"{name}: neither a file nor a folder"
    return _refusal_by_size(path, item, mode.st_size, max_bytes)


def _refusal_by_size(path: Path, item: Input, size: int, max_bytes: int) -> tuple[str, str] | None:
    name = item.source_uri
    if is_archive(path) and is_remote(path):
        return "remote_archive", f"{name}: archives are read from folders, not from object storage; unpack it there"
    if not item.media_type and not is_archive(path):
        return "unknown_suffix", f"{name}: the suffix {path.suffix or '(none)'} is none of {', '.join(MEDIA_TYPES)}"
    if size == 0:
        return "empty_file", f"{name}: the file is empty"
    if size > max_bytes:
        return "too_large", f"{name}: {size} bytes, the limit is {max_bytes}"
    return None


def reject(source_uri: str, reason: str, detail: str) -> Reject:
    """A reject row of an input that is not read."""
    return {
        "reason": reason,
        "detail": detail,
        "payload": json.dumps({"source_uri": source_uri}, ensure_ascii=False),
    }


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
