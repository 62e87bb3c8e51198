"""The file under construction, filled while a run is still at work: with tables of finished stages and the marts made of them.

Where the lake turns out to hold just these rows when it is committed, publishing finds its work done.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from warehouse.contracts import PUBLISHED_TABLES, READABLE_TABLES, TABLES
from warehouse.contracts.ddl import name_sql, quote
from warehouse.database import (
    TARGET,
    attach_target,
    beside_database,
    close_target,
    copy_table,
    drop_target,
    remove_unfinished,
)
from warehouse.derived import ENTITIES, entity_queries
from warehouse.errors import MartError
from warehouse.lake_files import LAKE, SPILL_AHEAD, content_name, count_rows, list_files, select_from
from warehouse.marts import build_mart, load_marts, tables_of
from warehouse.memory import MEMORY, limit_threads
from warehouse.query import draw_no_bar

log = logging.getLogger("kechuang")


@dataclass
class Preparation:
    """What lies in the file under construction already.

    Attributes:
        build: The build folder.
        files: By table, copied or read, the names that its files will have in the lake, in the lake's order.
        rows: Rows of these tables.
        derived: Tables derived from internal ones, all of which were read.
        marts: Marts that are there.
        failed: Whether something went wrong, and the file is to be built from nothing.
    """

    build: Path
    files: dict[str, list[str]] = field(default_factory=dict)
    rows: int = 0
    derived: list[str] = field(default_factory=list)
    marts: list[str] = field(default_factory=list)
    failed: bool = False
    _beside: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1), repr=False)
    _begun: list[Future[None]] = field(default_factory=list, repr=False)

    def add_beside(self, files: Mapping[str, Mapping[str, Path]]) -> None:
        """`add` in a thread of its own, after what was begun before."""
        self._begun.append(self._beside.submit(self.add, files))

    def settle(self, *, few: int | None = None) -> None:
        """Wait until all that was begun is done.

        Args:
            few: Do not wait where there are at most so many rows.
        """
        if few is None or self.rows > few:
            for begun in self._begun:
                begun.result()
            self._begun.clear()

    def add(self, files: Mapping[str, Mapping[str, Path]]) -> None:
        """Copy tables, each whole, derive what is derived from them, and make the marts for which that was missing.

        Args:
            files: For each table its staged files by their names in the lake.
        """
        if self.failed:
            return
        try:
            self._add(files)
        except (duckdb.Error, MartError, OSError) as error:
            log.info("tables were not copied ahead: %s", error)
            self.drop()

    def _add(self, files: Mapping[str, Mapping[str, Path]]) -> None:
        internal = [name for name, of in files.items() if of and name not in PUBLISHED_TABLES]
        beside = beside_database(self.build)
        with duckdb.connect() as connection:
            draw_no_bar(connection)
            connection.execute(f"SET memory_limit = '{MEMORY}'")
            connection.execute(f"SET temp_directory = {quote(str((self.build / SPILL_AHEAD).resolve()))}")
            # The other processors are the stages'.
            limit_threads(connection, 0)
            if not self.files:
                drop_target(connection, beside)
            attach_target(connection, beside)
            # What the queries call the lake is, before there is one, its files to be.
            connection.execute(f"ATTACH ':memory:' AS {LAKE}")
            for name in internal:
                connection.execute(f"CREATE VIEW {LAKE}.main.{name_sql(name)} AS {self._read(name, files[name])}")
            connection.execute("BEGIN")
            for name in PUBLISHED_TABLES:
                if files.get(name):
                    copy_table(connection, TABLES[name], self._read(name, files[name]))
            if internal:
                copy_table(connection, ENTITIES, *entity_queries(connection))
                self.derived.append(ENTITIES.name)
            # Joins are planned by statistics, which tables have once they are committed.
            connection.execute("COMMIT; BEGIN")
            for mart in load_marts():
                there = {*self.files, *self.derived, *self.marts}
                if mart.name not in self.marts and tables_of(mart) <= there:
                    build_mart(connection, mart)
                    self.marts.append(mart.name)
            connection.execute("COMMIT")
            close_target(connection, beside)

    def keep(self, connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
        """Names of the tables that are what the lake holds, and of the marts when all are; other tables leave the file, which is attached."""
        other = {
            name for name, order in self.files.items() if list(map(content_name, list_files(connection, name))) != order
        }
        if not other.issubset(PUBLISHED_TABLES):
            other.update(self.derived)
        if other:
            other.update(self.marts)
        there = {*self.files, *self.derived, *self.marts}.intersection(READABLE_TABLES)
        for name in there & other:
            connection.execute(f"DROP TABLE {TARGET}.main.{name_sql(name)}")
        return frozenset(there - other)

    def drop(self) -> None:
        """Give up what was copied."""
        self.clear()
        self.failed = True
        remove_unfinished(beside_database(self.build))

    def clear(self) -> None:
        """Forget what was copied."""
        self.files, self.rows, self.derived, self.marts = {}, 0, [], []

    def _read(self, name: str, files: Mapping[str, Path]) -> str:
        """Query of a table's staged files, which are noted."""
        # The lake lists no file without rows.
        rows = {key: count for key, path in sorted(files.items()) if (count := count_rows(path))}
        self.files[name] = list(rows)
        self.rows += sum(rows.values())
        return select_from(TABLES[name], [files[key] for key in rows or sorted(files)])
