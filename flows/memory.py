"""Memory that the process has freed, kept for what it allocates next."""

from __future__ import annotations

import functools

import pyarrow as pa

from warehouse.c_library import c_function
from warehouse.memory import release_unused, resident

# Parameters of mallopt(3), and the size below which freed memory stays: a batch needs less.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
KEPT_BYTES = 1 << 30
# What a process may hold before it gives back what it has freed, and how much more a stage may leave than its first batch left.
HELD_BYTES = 500_000_000
GROWTH = 1.03
# The stage of the batch before, and what its first batch of those one after the other has left; 0 until that is known.
_left: dict[str, int] = {}


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


def give_back(stage: str) -> None:
    """Before a batch, give back what has been freed, unless batches of the same stage left it and leave no more: this one takes it up again."""
    held = resident() or 0
    if stage not in _left:
        _left.clear()
        _left[stage] = 0
        release_unused(above=HELD_BYTES)
    elif not _left[stage]:
        _left[stage] = held
    elif held > _left[stage] * GROWTH:
        release_unused(above=HELD_BYTES)
