"""What DuckDB may hold beside the stages."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from warehouse.errors import WarehouseError

# What DuckDB may hold while it commits, or builds the published file; a run stays below a gibibyte so.
MEMORY = "384MB"


def in_bounded_memory(work: Callable[[str], int], memory: str) -> int:
    """Work with a limit of what DuckDB may hold, or without one where a query can neither fit nor spill: better a large process than no output."""
    try:
        return work(memory)
    except (WarehouseError, duckdb.Error) as error:
        if not _lacked_memory(error):
            raise
    return work("")


def _lacked_memory(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, duckdb.OutOfMemoryException):
        error = error.__cause__
    return error is not None
