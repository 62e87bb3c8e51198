"""Read-only access to the published warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError


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
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
        yield connection
