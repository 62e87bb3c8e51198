"""The file under construction, filled while a run is still at work: with tables of finished stages, and with the rest during the commit.

Where the lake turns out to hold just these rows when it is committed, publishing finds its work done.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.contracts import MART_TABLES, PUBLISHED_TABLES, TABLES, conform
from warehouse.contracts.ddl import name_sql, quote
from warehouse.database import (
    TARGET,
    attach_target,
    beside_database,
    close_target,
    copy_table,
    drop_target,
    make_marts,
    remove_unfinished,
)
from warehouse.errors import MartError
from warehouse.lake import CORE_SQL
from warehouse.lake_files import LAKE, SPILL, content_name, count_rows, list_files, select_from
from warehouse.memory import MEMORY, ROWS_PER_THREAD, limit_threads
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
        replaced: Tables that are rewritten whole.
        marts: Whether the marts are there.
        failed: Whether something went wrong, and the file is to be built from nothing.
    """

    build: Path
    files: dict[str, list[str]] = field(default_factory=dict)
    rows: int = 0
    derived: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    marts: bool = False
    failed: bool = False

    def add(self, files: Mapping[str, Mapping[str, Path]]) -> None:
        """Copy tables, each whole.

        Args:
            files: For each table its staged files by their names in the lake.
        """
        with self._open() as connection:
            # The other processors are the stages'.
            limit_threads(connection, 0)
            connection.execute("BEGIN")
            for name in PUBLISHED_TABLES:
                if files.get(name):
                    copy_table(connection, TABLES[name], self._read(name, files[name]))
            connection.execute("COMMIT")

    def complete(self, files: Mapping[str, Mapping[str, Path]], replaced: Mapping[str, pa.Table]) -> None:
        """Make what the lake will derive from internal tables or be handed whole, and the marts.

        Args:
            files: For each internal table its staged files by their names in the lake.
            replaced: Tables that are rewritten whole.
        """
        with self._open() as connection:
            limit_threads(connection, self.rows)
            # What the queries call the lake is, before there is one, its files to be.
            connection.execute(f"ATTACH ':memory:' AS {LAKE}")
            for name, of in files.items():
                connection.execute(f"CREATE VIEW {LAKE}.main.{name_sql(name)} AS {self._read(name, of)}")
            connection.execute("BEGIN")
            for path in sorted(CORE_SQL.glob("*.sql")):
                copy_table(connection, TABLES[path.stem], path.read_text(encoding="utf-8"))
                self.derived.append(path.stem)
            for name, rows in replaced.items():
                connection.register("replaced", conform(rows, TABLES[name]))
                copy_table(connection, TABLES[name], "FROM replaced")
                self.replaced.append(name)
            # Joins are planned by statistics, which tables have once they are committed.
            connection.execute("COMMIT; BEGIN")
            make_marts(connection)
            connection.execute("COMMIT")
            self.marts = True

    @contextmanager
    def completing(self, files: Mapping[str, Mapping[str, Path]], replaced: Mapping[str, pa.Table]) -> Iterator[None]:
        """`complete` while something else is done; where there are many rows all processors and the memory are left to that."""
        if self.failed or not self.files or self.rows > ROWS_PER_THREAD:
            yield
            return
        with ThreadPoolExecutor(max_workers=1) as beside:
            completed = beside.submit(self.complete, files, replaced)
            yield
            completed.result()

    def keep(self, connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
        """Names of the tables that are what the lake holds, and of the marts when all are; other tables leave the file, which is attached."""
        other = {name for name, order in self.files.items() if _names(connection, name) != order}
        if not other.issubset(PUBLISHED_TABLES):
            other.update(self.derived)
        other.update(name for name in self.replaced if _differing_rows(connection, name))
        there = {*self.files, *self.derived, *self.replaced}.intersection(PUBLISHED_TABLES)
        for name in there & other:
            connection.execute(f"DROP TABLE {TARGET}.main.{name_sql(name)}")
        return frozenset((there - other).union(MART_TABLES if self.marts and not other else ()))

    def drop(self) -> None:
        """Give up what was copied."""
        self.clear()
        self.failed = True
        remove_unfinished(beside_database(self.build))

    def clear(self) -> None:
        """Forget what was copied."""
        self.files, self.rows, self.derived, self.replaced, self.marts = {}, 0, [], [], False

    @contextmanager
    def _open(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to the file; where something fails, all that was copied is given up."""
        beside = beside_database(self.build)
        with duckdb.connect() as connection:
            draw_no_bar(connection)
            connection.execute(f"SET memory_limit = '{MEMORY}'")
            # A folder of its own: two databases that spill into one overwrite each other's files.
            connection.execute(f"SET temp_directory = {quote(f'{(self.build / SPILL).resolve()}_ahead')}")
            try:
                if not self.files:
                    drop_target(connection, beside)
                attach_target(connection, beside)
                yield connection
                close_target(connection, beside)
            except (duckdb.Error, MartError, OSError) as error:
                log.info("tables were not copied ahead: %s", error)
                self.drop()

    def _read(self, name: str, files: Mapping[str, Path]) -> str:
        """Query of a table's staged files, which are noted."""
        # The lake lists no file without rows.
        rows = {key: count for key, path in sorted(files.items()) if (count := count_rows(path))}
        self.files[name] = list(rows)
        self.rows += sum(rows.values())
        return select_from(TABLES[name], [files[key] for key in rows or sorted(files)])


def _names(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Names of the lake's files of a table."""
    return [content_name(path) for path in list_files(connection, name)]


def _differing_rows(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """How many rows of a table only the lake or only the file under construction has."""
    ours, theirs = (f"FROM {place}.main.{name_sql(name)}" for place in (TARGET, LAKE))
    query = f"SELECT count(*) FROM (({ours} EXCEPT ALL {theirs}) UNION ALL ({theirs} EXCEPT ALL {ours}))"
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
