"""The executor that batches fan out over."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import wait

from flows.errors import DataError


@contextmanager
def open_executor(workers: int) -> Iterator[Executor | None]:
    """The executor that batches fan out over; None works in this process.

    Args:
        workers: Number of processes.

    Raises:
        DataError: A worker process died, as it does when the machine runs out of memory.
    """
    if workers == 1:
        yield None
        return
    # Prefect runs threads, and a forked child of a threaded process may hang: spawn.
    pool = ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn"), initializer=prepare_worker)
    try:
        yield pool
    except BrokenProcessPool as error:
        raise DataError(
            "a worker process died, most likely for want of memory; nothing was published. Use fewer --workers or a smaller KECHUANG_BATCH_BYTES"
        ) from error
    except BaseException:
        # Nobody waits for what the workers still do.
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def prepare_worker() -> None:
    """Leave Ctrl-C to the parent, and die with it: a worker of a killed run would wait for work for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_die_with, args=(parent.sentinel,), daemon=True).start()


def _die_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
