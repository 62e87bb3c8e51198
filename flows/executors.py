"""The executor that batches fan out over."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import ParamSpec, TypeVar

from flows.errors import DataError, UsageError
from flows.language import told
from flows.own_process import own_process
from flows.settings import inherited

P = ParamSpec("P")
T = TypeVar("T")
# Windows has no fork.
FORKED = "forkserver" in multiprocessing.get_all_start_methods()
# Module that the process imports from which workers are forked.
WARM = "flows.warm"
SCHEDULER_SECONDS = 20
# A batch whose worker died is tried on others; one that kills worker after worker fails the run.
BATCH_RETRIES = 2


@contextmanager
def open_executor(workers: int, *, dask: str = "") -> Iterator[Executor | None]:
    """The executor that batches fan out over; None works in this process.

    Args:
        workers: Number of processes.
        dask: Address of a Dask scheduler, or `local` for a cluster of `workers` processes; empty for a process pool.

    Raises:
        DataError: A worker process died, as it does when the machine runs out of memory.
        UsageError: Dask is not installed, or there is no scheduler at the address.
    """
    if dask:
        with _dask_executor(dask, workers) as executor:
            yield executor
        return
    if workers == 1:
        yield None
        return
    # Prefect runs threads, and a child of a process with threads may hang: they are forked from one without.
    context = get_context("forkserver" if FORKED else "spawn")
    pool = _Workers(max_workers=workers, mp_context=context, initializer=prepare_worker)
    try:
        yield pool
    except BrokenProcessPool as error:
        raise DataError(
            told(
                "a worker process died, most likely for want of memory; nothing was published. Use fewer --workers or a smaller KECHUANG_BATCH_BYTES"
            )
        ) from error
    except BaseException:
        # Nobody waits for what the workers still do.
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _dask_executor(address: str, workers: int) -> Iterator[Executor]:
    """Dask's own `concurrent.futures` executor; the scheduler gives a dead worker's batches to another one."""
    try:
        from distributed import Client, LocalCluster
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise UsageError(told("--dask needs the extra `scale`: pip install 'kechuang[scale]'")) from error
    with ExitStack() as stack:
        if address == "local":
            # One batch at a time in each process: the stages hold the interpreter's lock.
            address = stack.enter_context(
                LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
            ).scheduler_address
        try:
            client = stack.enter_context(Client(address, timeout=SCHEDULER_SECONDS))
        except (OSError, ValueError) as error:
            raise UsageError(
                told("no Dask scheduler answers at {address}: {error}", address=address, error=error)
            ) from error
        # The same batch may be computed again, after its rejects were fixed, say.
        try:
            yield client.get_executor(pure=False, retries=BATCH_RETRIES)
        except KilledWorker as error:
            raise DataError(
                told("worker after worker died over one batch, nothing was published: {error}", error=error)
            ) from error


class _Workers(ProcessPoolExecutor):
    """Worker processes, the first of which starts with the first work."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As of every executor.

        Raises:
            BrokenProcessPool: A worker could not be started, or died.
        """
        try:
            open_server()
            return super().submit(fn, *args, **kwargs)
        except (EOFError, OSError) as error:
            raise BrokenProcessPool(f"no worker could be started: {error!r}") from error


def open_server() -> None:
    """Start the process that workers are forked from, unless it runs or there is no fork; it loads what they need while its caller goes on."""
    if not FORKED:
        return
    from multiprocessing.forkserver import ensure_running, set_forkserver_preload

    set_forkserver_preload([WARM])
    # A folder `flows` where the user works is not ours.
    with inherited("PYTHONSAFEPATH", "1"):
        ensure_running()


def prepare_worker() -> None:
    """Leave Ctrl-C to the parent, and die with it: a worker of a killed run would wait for work for ever."""
    own_process()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_die_with, args=(parent.sentinel,), daemon=True).start()


def _die_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
