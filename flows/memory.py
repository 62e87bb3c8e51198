"""Memory that the process has freed, kept for what it allocates next."""

from __future__ import annotations

import functools

import pyarrow as pa

from warehouse.memory import c_function

# Parameters of mallopt(3), and the size below which freed memory stays: a batch needs less.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
KEPT_BYTES = 1 << 30


@functools.cache
def keep_freed_memory() -> bool:
    """Have the C library keep freed memory instead of handing it back, page by page to be cleared and mapped again.

    Stages allocate and free arrays of some megabytes thousands of times; a third of the page faults of a run are theirs. Arrow takes its
    memory from the same place then: an allocator of its own would keep as much again.

    Returns:
        Whether the C library can be told (glibc can).
    """
    mallopt = c_function("mallopt")
    if mallopt is None or not all(mallopt(parameter, KEPT_BYTES) for parameter in (MMAP_THRESHOLD, TRIM_THRESHOLD)):
        return False
    pa.set_memory_pool(pa.system_memory_pool())
    return True
