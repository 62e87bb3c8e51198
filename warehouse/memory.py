"""What DuckDB may hold beside the stages."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pyarrow as pa

from warehouse.errors import WarehouseError

# What DuckDB may hold while it commits, or builds the published file.
MEMORY = "384MB"


def in_bounded_memory(work: Callable[[str], int]) -> int:
    """Work with a limit of what DuckDB may hold, or without one where a query can neither fit nor spill: better a large process than no output.

    Args:
        work: Gets the limit, empty for none, and may be called again from the start.
    """
    # Arrow keeps what the stages have freed.
    pa.default_memory_pool().release_unused()
    try:
        return work(MEMORY)
    except (WarehouseError, duckdb.Error) as error:
        if not _lacked_memory(error):
            raise
    return work("")


def _lacked_memory(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, duckdb.OutOfMemoryException):
        error = error.__cause__
    return error is not None
