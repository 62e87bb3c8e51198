"""Read-only access to the published warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from warehouse.contracts.ddl import quote
from warehouse.errors import WarehouseError

ATTACHED = "kechuang"
READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


def draw_no_bar(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep DuckDB from drawing bars over the output of whoever calls from a prompt."""
    # A notebook that could draw none, for want of a package, refuses the setting.
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar = false")


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection of its own, in which the published database is attached read-only and its tables go by their plain names.

    DuckDB hands one instance to all connections of a process to the same path, so a plain connect after a publish reads the replaced file
    for as long as anybody holds a connection to it; an attached file is opened anew. Its cursors do not know the plain names.

    Raises:
        WarehouseError: The file is no database that this DuckDB can open.
    """
    connection = duckdb.connect()
    try:
        draw_no_bar(connection)
        connection.execute(f"ATTACH {quote(str(path))} AS {ATTACHED} (READ_ONLY)")
        connection.execute(f"USE {ATTACHED}")
        # Large sorts spill beside the database, not where the process was started.
        connection.execute(f"SET temp_directory = {quote(f'{path}.tmp')}")
    except duckdb.Error as error:
        connection.close()
        raise WarehouseError(f"{path} cannot be opened: {error}") from error
    return connection


@contextmanager
def open_read_only(path: Path, *, allow_external: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can neither write nor, unless allowed, read other files or load extensions.

    Args:
        path: The published database.
        allow_external: Leave access to other files and the configuration open.

    Raises:
        WarehouseError: The file is no database that this DuckDB can open.
    """
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(f"{path} cannot be opened: {error}") from error
    with connection:
        if not allow_external:
            close_off(connection)
        yield connection


def close_off(connection: duckdb.DuckDBPyConnection, *, folder: Path | None = None) -> None:
    """Take away access to files, extensions and settings, for good.

    Args:
        connection: A connection that has opened what it needs.
        folder: Folder whose files stay within reach.
    """
    if folder is not None:
        connection.execute(f"SET allowed_directories = [{quote(f'{folder.resolve()}/')}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def require_select(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Raise unless the query only reads: where a folder stays within reach, COPY could write into it.

    Raises:
        WarehouseError: A statement is something else than a SELECT or EXPLAIN.
        duckdb.Error: The query cannot be parsed.
    """
    for statement in connection.extract_statements(query):
        if statement.type not in READING:
            raise WarehouseError(f"only SELECT is allowed here, not {statement.type.name}")
