"""The checksum of the lake's catalog: SQLite finds broken pages, but not a changed letter in a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from warehouse.errors import LakeError
from warehouse.staging import file_digest, write_atomic

SUM_SUFFIX = ".sha256"
WRITING = "being written"


@contextmanager
def writing(catalog: Path) -> Iterator[None]:
    """Around every change of the catalog: verify its checksum before, record the new one after.

    Raises:
        LakeError: The catalog is not what was recorded; nothing was written to it.
    """
    if catalog.is_file():
        damage = find_damage(catalog)
        if damage:
            raise LakeError(f"{catalog}: {damage}; `kechuang doctor` says what to do")
    beside = sum_path(catalog)
    write_atomic(beside, f"{WRITING}\n".encode())
    try:
        yield
    finally:
        if catalog.is_file() and _settle(catalog):
            write_atomic(beside, f"{file_digest(catalog)}\n".encode())


def sum_path(catalog: Path) -> Path:
    """Where the checksum lies."""
    return catalog.with_name(catalog.name + SUM_SUFFIX)


def is_recorded(catalog: Path) -> bool:
    """Whether there is a checksum to hold the catalog against; a killed run, or a reader that stayed open, leaves none."""
    return _recorded(catalog) != WRITING


def find_damage(catalog: Path) -> str:
    """What is wrong with the catalog, empty when nothing is."""
    recorded = _recorded(catalog)
    if recorded not in {WRITING, file_digest(catalog)}:
        return "the catalog is not what was recorded (SHA-256)"
    try:
        with closing(sqlite3.connect(catalog, timeout=10)) as connection:
            verdict = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.Error as error:
        return f"the catalog is damaged: {error}"
    return "" if verdict == "ok" else f"the catalog is damaged: {verdict}"


def _recorded(catalog: Path) -> str:
    """The recorded digest; `WRITING` when there is none."""
    try:
        return sum_path(catalog).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return WRITING
    except UnicodeDecodeError:
        return "unreadable"


def _settle(catalog: Path) -> bool:
    """Bring everything from SQLite's log into the file; an open reader may keep that from happening."""
    try:
        with closing(sqlite3.connect(catalog, timeout=0)) as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error:
        return False
    return not busy
