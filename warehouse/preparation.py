"""Tables of the file under construction that are copied while a run is still at work on the stages after them.

Where the lake turns out to hold just these files when it is committed, publishing finds half of its work done.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from warehouse.contracts import PUBLISHED_TABLES, TABLES
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
from warehouse.lake_files import SPILL, content_name, count_rows, list_files, select_from
from warehouse.memory import MEMORY
from warehouse.query import draw_no_bar

log = logging.getLogger("kechuang")


@dataclass
class Preparation:
    """What lies in the file under construction already.

    Attributes:
        build: The build folder.
        files: By table the names that its files will have in the lake, in the lake's order.
        failed: Whether something went wrong, and the file is to be built from nothing.
    """

    build: Path
    files: dict[str, list[str]] = field(default_factory=dict)
    failed: bool = False

    def add(self, files: Mapping[str, Mapping[str, Path]]) -> None:
        """Copy tables, each whole.

        Args:
            files: For each table its staged files by their names in the lake.
        """
        beside = beside_database(self.build)
        with duckdb.connect() as connection:
            draw_no_bar(connection)
            connection.execute(f"SET memory_limit = '{MEMORY}'")
            connection.execute(f"SET temp_directory = {quote(str((self.build / SPILL).resolve()))}")
            try:
                if not self.files:
                    drop_target(connection, beside)
                attach_target(connection, beside)
                connection.execute("BEGIN")
                for name in PUBLISHED_TABLES:
                    if files.get(name):
                        self._copy(connection, name, files[name])
                connection.execute("COMMIT")
                close_target(connection, beside)
            except (duckdb.Error, OSError) as error:
                log.info("tables were not copied ahead: %s", error)
                self.drop()

    def _copy(self, connection: duckdb.DuckDBPyConnection, name: str, files: Mapping[str, Path]) -> None:
        # The lake lists no file without rows.
        order = sorted(key for key, path in files.items() if count_rows(path))
        if not order:
            return
        copy_table(connection, TABLES[name], select_from(TABLES[name], [files[key] for key in order]))
        self.files[name] = order

    def keep(self, connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
        """Names of the tables that are what the lake holds; the others leave the file, which is attached."""
        kept = set()
        for name, order in self.files.items():
            if [content_name(path) for path in list_files(connection, name)] == order:
                kept.add(name)
            else:
                connection.execute(f"DROP TABLE {TARGET}.main.{name_sql(name)}")
        return frozenset(kept)

    def drop(self) -> None:
        """Give up what was copied."""
        self.files, self.failed = {}, True
        remove_unfinished(beside_database(self.build))
