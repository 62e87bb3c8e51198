"""Bring the published database up to a newer snapshot: what has not changed is copied as it is, only the rest is written anew.

A document's rows come and go together, so of a table only the rows of the files that came or went are touched. Rows of a mart are made
from one document and from the names of its entities (`within: document` in its header), or the mart is made whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.contracts import CORE_TABLES, PUBLISHED_TABLES, TABLES
from warehouse.contracts.ddl import name_sql
from warehouse.database import TARGET, attach_target, close_target, copy_table, recipe_digest, tell_state
from warehouse.errors import WarehouseError
from warehouse.lake import snapshot_note
from warehouse.lake_files import LAKE, content_name, count_rows, list_files, rows_of, select_from
from warehouse.marts import build_mart, build_marts, load_marts, tables_of
from warehouse.query import connect
from warehouse.staging import file_digest

# Beyond this share of changed rows (or documents) a table (or the marts, or the file) is built whole: deleted rows leave holes.
WHOLE_FROM = 0.25
PARTS = "entity_parts"
ENTITIES = "entities"
# Tables whose rows belong to documents, and the column that tells whose they are.
DOCUMENT, EVENT = "document_id", "event_id"
BY_DOCUMENT: dict[str, str] = {
    name: DOCUMENT if DOCUMENT in TABLES[name] else EVENT for name in CORE_TABLES if name != ENTITIES
}
# What a mart may know of an entity: all else changes with every document that names it.
NAMING = ("entity_type", "canonical_name", "region_code")
# Where documents name entities: table and an expression that yields the ids.
NAMED_IN = (
    ("mentions", "entity_id"),
    ("event_roles", "entity_id"),
    ("quotes", "speaker_entity_id"),
    ("metrics", "unnest(subject_entity_ids)"),
)
# Schema, in memory, of the changed documents' part of every table.
PART = "part"


@dataclass(frozen=True, kw_only=True)
class Previous:
    """The file that is published.

    Attributes:
        path: Where it is.
        snapshot: The snapshot it holds.
        content: Digest of what that snapshot holds.
        changed: Rows that have changed since it was built whole.
        digest: SHA-256 that it must have.
        rows: Rows of each table whose rows belong to documents.
    """

    path: Path
    snapshot: int
    content: str
    changed: int
    digest: str
    rows: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Change:
    """Files of one table that went and came between two snapshots."""

    gone: tuple[Path, ...]
    new: tuple[Path, ...]

    @property
    def rows(self) -> int:
        """Rows that went or came."""
        return sum(map(count_rows, (*self.gone, *self.new)))

    @property
    def growth(self) -> int:
        """How many rows more there are."""
        return sum(map(count_rows, self.new)) - sum(map(count_rows, self.gone))

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


def find_previous(path: Path, digest: str | None) -> Previous | None:
    """The published file, if today's recipe made it.

    Args:
        path: The published database.
        digest: SHA-256 that was recorded when it was published.
    """
    if digest is None or not path.is_file():
        return None
    try:
        with connect(path) as connection:
            row = connection.execute(
                "SELECT snapshot_id, content_digest, changed_rows FROM published WHERE recipe_digest = ?",
                [recipe_digest()],
            ).fetchone()
            rows = {name: _count(connection, name) for name in BY_DOCUMENT}
    except (WarehouseError, duckdb.Error):
        # Damaged, or published by an older release.
        return None
    if row is None:
        return None
    return Previous(path=path, snapshot=int(row[0]), content=str(row[1]), changed=int(row[2]), digest=digest, rows=rows)


def update(
    connection: duckdb.DuckDBPyConnection, beside: Path, previous: Previous, *, snapshot: int, content: str
) -> bool:
    """Make the file from the published one.

    Args:
        connection: The lake.
        beside: The file, which does not exist yet.
        previous: The published one.
        snapshot: The lake's newest snapshot.
        content: Digest of what it holds.

    Returns:
        Whether it was made; if not, it has to be built whole.
    """
    if previous.snapshot == snapshot or snapshot_note(connection, previous.snapshot).get("content") != previous.content:
        # Forgotten, or a snapshot of another lake that goes by the same number.
        return False
    changes = {name: _change(connection, name, previous.snapshot) for name in (*PUBLISHED_TABLES, PARTS)}
    changed = previous.changed + sum(changes[name].rows for name in BY_DOCUMENT)
    if changed > WHOLE_FROM * sum(previous.rows.values()) or file_digest(previous.path) != previous.digest:
        return False
    shutil.copyfile(previous.path, beside)
    attach_target(connection, beside)
    # To merge what deleted rows leave thin costs more than the rows themselves; the file is built whole when they are many.
    connection.execute("SET max_vacuum_tasks = 0")
    _remember_renamed(connection, changes[PARTS])
    connection.execute("BEGIN")
    for name in PUBLISHED_TABLES:
        if name in BY_DOCUMENT and changes[name].rows <= WHOLE_FROM * previous.rows[name]:
            _replace_rows(connection, name, changes[name])
        elif changes[name]:
            connection.execute(f"DROP TABLE {name_sql(name)}")
            copy_table(connection, TABLES[name])
    connection.execute("COMMIT")
    if any(_count(connection, name) != rows + changes[name].growth for name, rows in previous.rows.items()):
        # Two files tell of one document: whose rows are whose cannot be told.
        return False
    _list_documents(connection, changes)
    _update_marts(connection)
    tell_state(connection, snapshot=snapshot, content=content, changed=changed)
    close_target(connection, beside)
    return True


def _change(connection: duckdb.DuckDBPyConnection, name: str, before: int) -> Change:
    old = {content_name(path): path for path in list_files(connection, name, before)}
    now = {content_name(path): path for path in list_files(connection, name)}
    gone = tuple(path for key, path in old.items() if key not in now)
    return Change(gone=gone, new=tuple(path for key, path in now.items() if key not in old))


def _replace_rows(connection: duckdb.DuckDBPyConnection, name: str, change: Change) -> None:
    if change.gone:
        key = BY_DOCUMENT[name]
        connection.execute(f"DELETE FROM {name_sql(name)} WHERE {key} IN (SELECT {key} FROM {rows_of(change.gone)})")
    if change.new:
        connection.execute(f"INSERT INTO {name_sql(name)} BY NAME {select_from(TABLES[name], change.new)}")


def _remember_renamed(connection: duckdb.DuckDBPyConnection, parts: Change) -> None:
    """Temporary table `renamed`: entities that marts will know otherwise than today; no other documents than the changed ones can cause it."""
    connection.execute("CREATE OR REPLACE TEMP TABLE renamed (entity_id VARCHAR)")
    if parts:
        told = ", ".join(("entity_id", *NAMING))
        old, new = (
            f"SELECT {told} FROM {place} WHERE entity_id IN (SELECT entity_id FROM {rows_of((*parts.gone, *parts.new))})"
            for place in (f"{TARGET}.main.{ENTITIES}", f"{LAKE}.main.{ENTITIES}")
        )
        connection.execute(
            f"INSERT INTO renamed WITH o AS ({old}), n AS ({new}) "
            "SELECT entity_id FROM ((FROM o EXCEPT FROM n) UNION (FROM n EXCEPT FROM o))"
        )


def _list_documents(connection: duckdb.DuckDBPyConnection, changes: Mapping[str, Change]) -> None:
    """Temporary table `changed_documents`: documents whose rows have changed, or that name an entity which has."""
    rows = [(name, rows_of((*changes[name].gone, *changes[name].new))) for name in BY_DOCUMENT if changes[name]]
    for name, entity in NAMED_IN:
        naming = f"SELECT {BY_DOCUMENT[name]}, {entity} AS entity_id FROM {name}"
        rows.append((name, f"({naming}) WHERE entity_id IN (FROM renamed)"))
    documents = " UNION ".join(_documents_of(name, source) for name, source in rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE changed_documents AS {documents}")


def _documents_of(name: str, source: str) -> str:
    """Query of the documents that rows of a table belong to."""
    found = f"SELECT {BY_DOCUMENT[name]} FROM {source}"
    return found if BY_DOCUMENT[name] == DOCUMENT else f"SELECT {DOCUMENT} FROM events WHERE {EVENT} IN ({found})"


def _update_marts(connection: duckdb.DuckDBPyConnection) -> None:
    if _count(connection, "changed_documents") > WHOLE_FROM * _count(connection, "documents"):
        connection.execute("BEGIN")
        build_marts(connection)
        connection.execute("COMMIT")
        return
    marts = load_marts()
    local = [mart for mart in marts if mart.within_document]
    # A transaction writes to one database only, so the rows wait in memory.
    connection.execute(f"DROP SCHEMA IF EXISTS memory.{PART} CASCADE; CREATE SCHEMA memory.{PART}")
    columns = ", ".join(("entity_id", *NAMING))
    connection.execute(f"CREATE VIEW memory.{PART}.{ENTITIES} AS SELECT {columns} FROM {TARGET}.main.{ENTITIES}")
    for name in BY_DOCUMENT:
        if any(name in tables_of(mart) for mart in local):
            connection.execute(
                f"CREATE TABLE memory.{PART}.{name} AS SELECT * FROM {TARGET}.main.{name} WHERE {_is_changed(name)}"
            )
    connection.execute(f"SET search_path = 'memory.{PART},{TARGET}.main'")
    for mart in local:
        build_mart(connection, mart, schema=f"memory.{PART}.")
    connection.execute(f"USE {TARGET}.main; BEGIN")
    for mart in marts:
        if mart.within_document:
            connection.execute(f"DELETE FROM {mart.name} WHERE {_is_changed(DOCUMENT)}")
            connection.execute(f"INSERT INTO {mart.name} SELECT * FROM memory.{PART}.{mart.name}")
        else:
            build_mart(connection, mart)
    connection.execute(f"COMMIT; DROP SCHEMA memory.{PART} CASCADE")


def _is_changed(name: str) -> str:
    """Condition on a row of a table that belongs to documents, or of a mart."""
    within = f"{DOCUMENT} IN (FROM temp.changed_documents)"
    if BY_DOCUMENT.get(name, DOCUMENT) == DOCUMENT:
        return within
    return f"{EVENT} IN (SELECT {EVENT} FROM {TARGET}.main.events WHERE {within})"


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {name_sql(name)}").fetchone()
    return int(row[0]) if row else 0
