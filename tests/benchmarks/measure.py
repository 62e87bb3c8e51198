"""What the benchmarks measure with: processor time, texts and their size."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.benchmarks.corpus import pages
from warehouse.collection import without_collection


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call, without garbage collection, as in the runner."""
    gc.collect()
    with without_collection():
        begun = time.process_time()
        work()
        return time.process_time() - begun


def texts_of(names: Sequence[str], megabytes: float) -> list[str]:
    """Texts of files, or about so many megabytes of varied generated news where none is named."""
    if names:
        return [Path(name).read_text(encoding="utf-8") for name in names]
    return [text for _, text in pages(megabytes)]


def size_of(texts: Iterable[str]) -> float:
    """Megabytes of UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6
