"""Members of `.zip`, `.tar`, `.tar.gz` archives: which are read, which are refused, and their bytes."""

from __future__ import annotations

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
CHUNK = 1 << 20
ARCHIVE_ERRORS = (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class ArchiveLimits:
    """What an archive may hold.

    Attributes:
        members: Number of members.
        ratio: Bytes of a member (zip) or of all members (tar) per byte of the archive.
        member_bytes: Bytes of one member.
    """

    members: int = 100_000
    ratio: int = 200
    member_bytes: int = 200_000_000


@dataclass(frozen=True)
class Member:
    """A member, with its bytes or the reason it is refused.

    Attributes:
        name: Path inside the archive.
        payload: Its bytes; None when it is refused.
        reason: Short code, empty when it is read.
        detail: The reason in words.
    """

    name: str
    payload: bytes | None = None
    reason: str = ""
    detail: str = ""


def is_archive(path: Path) -> bool:
    """Whether the name is that of an archive."""
    return path.name.lower().endswith(SUFFIXES)


def read_members(path: Path, limits: ArchiveLimits, *, only: Collection[str] | None = None) -> Iterator[Member]:
    """The members of an archive, in its order; folders and hidden members are left out.

    Args:
        path: The archive.
        limits: What it may hold.
        only: Names of the members to read; None for all.

    Raises:
        zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error: It is damaged.
        OSError: It cannot be read.
    """
    members = _zip_members(path, limits, only) if zipfile.is_zipfile(path) else _tar_members(path, limits, only)
    for number, member in enumerate(members, start=1):
        if number > limits.members:
            yield Member(
                member.name, None, "too_many_members", f"more than {limits.members} members; the rest is not read"
            )
            return
        yield member


def _refused(name: str) -> Member | None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\")) or ".." in parts or (parts and parts[0].endswith(":")):
        return Member(name, None, "member_out_of_archive", "the member's path leads out of the archive")
    return None


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)


def _zip_members(path: Path, limits: ArchiveLimits, only: Collection[str] | None) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = _zip_name(info)
            if info.is_dir() or _hidden(name) or (only is not None and name not in only):
                continue
            refused = _refused(name)
            if refused is not None:
                yield refused
            elif stat.S_ISLNK(info.external_attr >> 16):
                yield Member(name, None, "not_a_file", "the member is a link")
            elif info.flag_bits & 1:
                yield Member(name, None, "encrypted", "the member is encrypted")
            elif info.file_size > limits.member_bytes or info.file_size > limits.ratio * max(info.compress_size, 100):
                yield Member(name, None, "too_large", f"{info.file_size} bytes out of {info.compress_size}")
            else:
                with archive.open(info) as handle:
                    payload = handle.read(info.file_size + 1)
                yield _sized(name, payload, info.file_size)


def _sized(name: str, payload: bytes, size: int) -> Member:
    if len(payload) != size:
        return Member(name, None, "damaged_member", f"the member says {size} bytes and has {len(payload)}")
    return Member(name, payload)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The member's name; names without the UTF-8 mark are GBK on Chinese systems, and zipfile reads them as code page 437."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _tar_members(path: Path, limits: ArchiveLimits, only: Collection[str] | None) -> Iterator[Member]:
    budget = limits.ratio * max(path.stat().st_size, 1000)
    with tarfile.open(path, "r:*") as archive:
        for info in archive:
            if info.isdir() or _hidden(info.name):
                continue
            budget -= info.size
            if budget < 0:
                yield Member(
                    info.name, None, "too_large", f"the archive unpacks to more than {limits.ratio} times its size"
                )
                return
            if only is not None and info.name not in only:
                continue
            refused = _refused(info.name)
            handle = archive.extractfile(info) if refused is None and info.isreg() else None
            if refused is not None:
                yield refused
            elif handle is None:
                yield Member(info.name, None, "not_a_file", "the member is a link or a device")
            elif info.size > limits.member_bytes:
                yield Member(info.name, None, "too_large", f"{info.size} bytes")
            else:
                yield _sized(info.name, handle.read(info.size + 1), info.size)
