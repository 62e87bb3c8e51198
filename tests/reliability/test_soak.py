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
from warehouse.history import collect_garbage

pytestmark = pytest.mark.reliability
RUNS = int(os.environ.get("KECHUANG_SOAK_RUNS", "200"))
KEPT_SNAPSHOTS = 10


def resident_megabytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def test_figures_stay_bounded_over_many_runs(tmp_path: Path) -> None:
    pages, build = tmp_path / "pages", tmp_path / "build"
    pages.mkdir()
    figures = []
    for number in range(RUNS):
        text = ARTICLE.format(number=100 + number, month=1 + number % 12, edition=number % 9, count=2 + number % 7)
        (pages / f"page{number:04d}.txt").write_text(text, encoding="utf-8")
        request = Request(sources=(str(pages),), build=build, models=False, batch_bytes=8_000)
        began = time.process_time()
        summary = execute(request)
        spent = time.process_time() - began
        assert summary.published
        if number % 20 == 19:
            collect_garbage(build, keep=KEPT_SNAPSHOTS)
        gc.collect()
        catalog = sum(path.stat().st_size for path in (build / "lake").glob("catalog.sqlite*"))
        files = len(list(Path("/proc/self/fd").iterdir()))
        figures.append((resident_megabytes(), files, catalog, spent))
    part = max(2, RUNS // 5)
    # The first run loads what stays loaded.
    early, late = figures[1 : part + 1], figures[-part:]
    memory, files, catalog, spent = (
        (statistics.median(row[column] for row in early), statistics.median(row[column] for row in late))
        for column in range(4)
    )
    print(f"memory {memory} MB, open files {files}, catalog {catalog} bytes, processor seconds {spent}")
    assert memory[1] < memory[0] * 1.5 + 100
    assert files[1] <= files[0] + 10
    assert catalog[1] < catalog[0] * 4 + 4_000_000
    assert spent[1] < spent[0] * 3
