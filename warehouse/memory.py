"""What DuckDB may hold beside the stages, and how many threads it may use."""

from __future__ import annotations

import mmap
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.c_library import c_function
from warehouse.errors import WarehouseError

# What DuckDB may hold while it commits, or builds the published file.
MEMORY = "384MB"
# Threads that share fewer rows than these cost more processor time than they save.
ROWS_PER_THREAD = 5_000_000
# Sizes of the process in pages, on Linux.
STATUS = Path("/proc/self/statm")


def release_unused(*, above: int = 0) -> None:
    """Give back to the system what has been freed: Arrow and the C library keep it, in ever more pieces from batch to batch.

    Args:
        above: Only where the process holds more bytes than these; what is given back must be cleared and mapped again page by page.
    """
    if (resident() or above) < above:
        return
    pa.default_memory_pool().release_unused()
    if trim := c_function("malloc_trim"):
        trim(0)


def resident() -> int | None:
    """Bytes that the process holds in memory, where the system tells."""
    try:
        return int(STATUS.read_text().split()[1]) * mmap.PAGESIZE
    except (OSError, IndexError, ValueError):
        return None


def limit_threads(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Have DuckDB use no more threads than so many rows, of all tables together, are worth."""
    row = connection.execute("SELECT current_setting('threads')").fetchone()
    if row is not None:
        connection.execute(f"SET threads = {min(int(row[0]), 1 + rows // ROWS_PER_THREAD)}")


def in_bounded_memory(work: Callable[[str], int]) -> int:
    """Work with a limit of what DuckDB may hold, or without one where a query can neither fit nor spill: better a large process than no output.

    Args:
        work: Gets the limit, empty for none, and may be called again from the start.
    """
    release_unused()
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
