"""Verify a build folder: catalog, data files, ledger, published outputs, leftovers."""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import duckdb

from warehouse.catalog import find_damage, is_recorded, sum_path
from warehouse.contracts import PUBLISHED_TABLES
from warehouse.contracts.ddl import name_sql
from warehouse.database import DATABASE
from warehouse.errors import LakeError, WarehouseError
from warehouse.lake import CATALOG, current_snapshot, open_lake
from warehouse.lake_files import DATA, DIGEST_CHARS, LAKE
from warehouse.ledger import MANIFEST, STAGE_FOLDER, read_manifest
from warehouse.location import find_location
from warehouse.publish import PARQUET, SUMS
from warehouse.query import connect
from warehouse.staging import PART_SUFFIX, file_digest

LAKE_FOLDER = CATALOG.parent


class Area(StrEnum):
    """Part of the build folder that a problem lies in; each can be made again from the one before it."""

    STAGE = "stage"
    LAKE = "lake"
    PUBLISHED = "published"
    LEFTOVER = "leftover"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that is not as it was written.

    Attributes:
        area: Where it lies; `leftover` is harmless.
        path: The file or folder.
        detail: What is wrong.
        advice: What to do.
    """

    area: Area
    path: Path
    detail: str
    advice: str


ADVICE = {
    Area.STAGE: "remove the folder {folder} and run again: the batch is computed anew",
    Area.LAKE: "move {lake} away and run again: the lake is made anew from the staged files, older snapshots are lost",
    Area.PUBLISHED: "remove {database} and run again: it is published anew from the lake",
    Area.LEFTOVER: "harmless, left by a killed run; garbage collection removes it",
}


def verify_build(build: Path) -> list[Problem]:
    """Everything that is damaged, missing or left over, in the order in which it can be repaired.

    SHA-256 of every staged, lake and published file is held against what was recorded when it was written; the catalog is checked by
    SQLite; the published tables are held against the lake's newest snapshot row by row.
    """
    return [*_stage(build), *_lake(build), *_published(build), *_leftovers(build)]


def set_aside(build: Path, problems: Sequence[Problem]) -> tuple[Path, ...]:
    """Follow the advice of the problems, so that the next run makes anew what is damaged; the caller holds the lock.

    Returns:
        What was removed; a damaged lake is not removed but renamed, because older snapshots lie in it.
    """
    gone: list[Path] = []
    areas = {problem.area for problem in problems}
    for problem in problems:
        if problem.area is Area.STAGE and problem.path.parent.is_dir():
            shutil.rmtree(problem.path.parent)
            gone.append(problem.path.parent)
    if Area.LAKE in areas and (build / LAKE_FOLDER).is_dir():
        (build / LAKE_FOLDER).rename(build / f".lake-damaged-{uuid.uuid4().hex[:8]}")
        gone.append(build / LAKE_FOLDER)
    if areas & {Area.LAKE, Area.PUBLISHED}:
        (build / DATABASE).unlink(missing_ok=True)
        gone.append(build / DATABASE)
    return tuple(gone)


def _problem(build: Path, area: Area, path: Path, detail: str) -> Problem:
    advice = ADVICE[area].format(folder=path.parent, lake=build / LAKE_FOLDER, database=build / DATABASE)
    return Problem(area=area, path=path, detail=detail, advice=advice)


def _stage(build: Path) -> Iterator[Problem]:
    for path in sorted((find_location(build).root(build) / STAGE_FOLDER).glob(f"*/*/{MANIFEST}")):
        told = read_manifest(path)
        if told is None:
            yield _problem(build, Area.STAGE, path, "the manifest cannot be read")
            continue
        for name, digest in sorted(told["digests"].items()):
            file = path.with_name(f"{name}.parquet")
            if not file.is_file():
                yield _problem(build, Area.STAGE, file, "the file is missing")
            elif file_digest(file) != digest:
                yield _problem(build, Area.STAGE, file, "the file is not what its manifest says (SHA-256)")


def _lake(build: Path) -> Iterator[Problem]:
    catalog = build / CATALOG
    if not catalog.is_file():
        # PostgreSQL verifies its own pages.
        return
    damage = find_damage(catalog)
    if damage:
        yield _problem(build, Area.LAKE, catalog, damage)
        return
    if not is_recorded(catalog):
        detail = "its checksum was not recorded: a run was killed, or a reader stayed open; the next commit records it"
        yield _problem(build, Area.LEFTOVER, sum_path(catalog), detail)
    with closing(sqlite3.connect(catalog, timeout=10)) as connection:
        listed = [Path(row[0]).name for row in connection.execute("SELECT path FROM ducklake_data_file").fetchall()]
    files = {path.name: path for path in (find_location(build).root(build) / DATA).rglob("*.parquet")}
    for name in sorted(set(listed)):
        path = files.get(name, build / DATA / name)
        if not path.is_file():
            yield _problem(build, Area.LAKE, path, "the catalog lists it, but it is missing")
        elif file_digest(path)[:DIGEST_CHARS] not in name:
            yield _problem(build, Area.LAKE, path, "the file is not what its name says (SHA-256)")
    for name in sorted(files.keys() - set(listed)):
        yield _problem(build, Area.LEFTOVER, files[name], "no snapshot needs it")


def _published(build: Path) -> Iterator[Problem]:
    database, sums = build / DATABASE, build / PARQUET / SUMS
    if not database.exists() and not (build / PARQUET).exists():
        return
    if not database.is_file() or not sums.is_file():
        missing = sums if database.is_file() else database
        yield _problem(build, Area.PUBLISHED, missing, "the file is missing")
        return
    for line in sums.read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        path = database if name == DATABASE else build / PARQUET / name
        if not path.is_file():
            yield _problem(build, Area.PUBLISHED, path, "the file is missing")
        elif file_digest(path) != digest:
            yield _problem(build, Area.PUBLISHED, path, f"the file is not what {sums} says (SHA-256)")
            return
    yield from _differences(build)


def _differences(build: Path) -> Iterator[Problem]:
    """Published tables that do not hold the rows of the lake's newest snapshot."""
    database = build / DATABASE
    try:
        with open_lake(build, read_only=True) as lake, connect(database) as published:
            newest = current_snapshot(lake)
            row = published.execute("SELECT snapshot_id FROM published").fetchone()
            if row is None or row[0] != newest:
                detail = f"it holds snapshot {row[0] if row else None}, the lake's newest is {newest}"
                yield _problem(build, Area.PUBLISHED, database, detail)
                return
            for name in PUBLISHED_TABLES:
                query = "SELECT count(*), bit_xor(hash(t)) FROM {} AS t"
                there = lake.execute(query.format(f"{LAKE}.main.{name_sql(name)}")).fetchone()
                if published.execute(query.format(name_sql(name))).fetchone() != there:
                    yield _problem(build, Area.PUBLISHED, database, f"table {name} differs from the lake")
    except LakeError as error:
        yield _problem(build, Area.LAKE, build / CATALOG, str(error))
    except (WarehouseError, duckdb.Error) as error:
        yield _problem(build, Area.PUBLISHED, database, f"it cannot be read: {error}")


def _leftovers(build: Path) -> Iterator[Problem]:
    for path in sorted(build.rglob(f".*{PART_SUFFIX}")):
        yield _problem(build, Area.LEFTOVER, path, "a file that was being written")
