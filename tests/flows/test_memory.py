"""Freed memory stays with the process, and nothing waits to be freed."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

FAULTS = """
import resource
import sys

import numpy as np

from flows.memory import keep_freed_memory

if sys.argv[1] == "kept":
    assert keep_freed_memory()
np.ones(6_000_000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    np.ones(6_000_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library has no mallopt")
def test_arrays_reuse_the_memory_of_freed_ones() -> None:
    faults = {
        how: int(subprocess.run([sys.executable, "-c", FAULTS, how], capture_output=True, check=True, text=True).stdout)
        for how in ("kept", "handed back")
    }
    assert faults["kept"] * 10 < faults["handed back"]


HELD = """
import sys

import numpy as np

from flows.memory import keep_freed_memory
from warehouse.memory import release_unused, resident

assert keep_freed_memory()
np.ones(50_000_000)
release_unused(above=int(sys.argv[1]))
print(resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library has no malloc_trim")
def test_only_a_process_that_holds_much_gives_back_what_it_has_freed() -> None:
    few, many = (
        int(subprocess.run([sys.executable, "-c", HELD, above], capture_output=True, check=True, text=True).stdout)
        for above in ("100000000", "100000000000")
    )
    assert few + 300_000_000 < many


BATCHES = """
import numpy as np

from flows.memory import give_back, keep_freed_memory
from warehouse.memory import resident

assert keep_freed_memory()
for stage in ("tokens", "tokens", "tokens", "mentions"):
    give_back(stage)
    print(resident())
    np.ones(100_000_000)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library has no malloc_trim")
def test_a_stage_keeps_for_its_next_batch_what_the_last_one_has_freed() -> None:
    done = subprocess.run([sys.executable, "-c", BATCHES], capture_output=True, check=True, text=True)
    begun, second, third, other = map(int, done.stdout.split())
    assert second > begun + 700_000_000
    assert third > begun + 700_000_000
    assert other < begun + 100_000_000


# In a process of its own: what else runs beside a test, such as Prefect's threads, leaves garbage of its own.
GARBAGE = """
import gc

from flows.annotate import extract
from flows.taggers import seeds_of
from warehouse.collection import without_collection

PAGE = "2018年，某市高新区企业增至1200家，同比增长5.3%。其中，外企30家。该市还设立了科技园，投资5亿元。李明表示：“今年要引进10家。”"
seeds = seeds_of(models=True)
extract([{"id": "0", "text": PAGE}], seeds=seeds)
gc.collect()
with without_collection():
    extract([{"id": "0", "text": PAGE}], seeds=seeds)
    print(gc.collect())
"""


def test_stages_leave_no_garbage_that_python_would_have_to_look_for() -> None:
    done = subprocess.run([sys.executable, "-c", GARBAGE], capture_output=True, check=True, text=True)
    assert int(done.stdout) == 0
