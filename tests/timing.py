"""CPU time of work, for tests of how it grows; a wall clock tells nothing on shared machines."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object], *, runs: int = 2) -> float:
    """CPU time of the best of some runs of `work`, in seconds."""
    best = float("inf")
    # The collector would walk over what other tests left.
    gc.disable()
    try:
        for _ in range(runs):
            started = time.process_time()
            work()
            best = min(best, time.process_time() - started)
    finally:
        gc.enable()
    return best
