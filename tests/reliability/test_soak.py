"""Many small runs over a growing folder in one process: nothing may grow but the data."""

from __future__ import annotations

import gc
import os
import statistics
import time
from pathlib import Path

import pytest

from flows.driver import execute
from flows.requests import Request
from tests.reliability.tools import ARTICLE
from warehouse.history import collect_garbage, list_snapshots

pytestmark = pytest.mark.reliability
# KECHUANG_SOAK_RUNS=200 is the long form; what grows with every run shows in the short one too.
RUNS = int(os.environ.get("KECHUANG_SOAK_RUNS", "60"))
KEPT_SNAPSHOTS = 10
# Runs whose median is compared.
PART = max(2, RUNS // 5)


def resident_megabytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def catalog_bytes(build: Path) -> int:
    return sum(path.stat().st_size for path in (build / "lake").glob("catalog.sqlite*"))


def write_page(pages: Path, number: int) -> None:
    text = ARTICLE.format(number=100 + number, month=1 + number % 12, edition=number % 9, count=2 + number % 7)
    (pages / f"page{number:04d}.txt").write_text(text, encoding="utf-8")


def spend(pages: Path, build: Path) -> float:
    """Processor seconds of a run that has something to publish."""
    began = time.process_time()
    summary = execute(Request(sources=(str(pages),), build=build, models=False, batch_bytes=8_000))
    assert summary.published
    return time.process_time() - began


def test_figures_stay_bounded_over_many_runs(tmp_path: Path) -> None:
    pages, build = tmp_path / "pages", tmp_path / "build"
    pages.mkdir()
    memory, files, seconds = [], [], []
    for number in range(RUNS):
        write_page(pages, number)
        seconds.append(spend(pages, build))
        if number % 20 == 19:
            collect_garbage(build, keep=KEPT_SNAPSHOTS)
            assert len(list_snapshots(build)) == KEPT_SNAPSHOTS
        gc.collect()
        memory.append(resident_megabytes())
        files.append(len(list(Path("/proc/self/fd").iterdir())))
    # The first run loads what stays loaded.
    before, after = (
        [statistics.median(row[part]) for row in (memory, files, seconds)]
        for part in (slice(1, PART + 1), slice(-PART, None))
    )
    print(f"megabytes, open files, processor seconds: {before} at first, {after} at last")
    assert after[0] < before[0] * 1.25 + 50
    assert after[1] <= before[1] + 2

    # What is left of the growth is the data's: a build without a past needs as much for the same pages.
    collect_garbage(build, keep=1)
    fresh = tmp_path / "fresh"
    spend(pages, fresh)
    past, none = [], []
    for number in range(3):
        write_page(pages, RUNS + number)
        past.append(spend(pages, build))
        none.append(spend(pages, fresh))
    sizes = catalog_bytes(build), catalog_bytes(fresh)
    print(f"with a past and without: processor seconds {min(past)}, {min(none)}; bytes of the catalog {sizes}")
    assert min(past) < 1.4 * min(none)
    assert sizes[0] < 3 * sizes[1]
