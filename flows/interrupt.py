"""Stop on Ctrl-C and SIGTERM: within seconds, and with the exit code that a shell expects."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
# Reporting to a Prefect server and ending worker processes may hang; whatever is on disk is whole at any moment, so leaving is safe.
GRACE_SECONDS = 8.0
# Numbers of the signals that have come while `stop_on_signals` watches.
_told: list[int] = []
# What it does on a signal.
_watching: list[Callable[[int, FrameType | None], None]] = []


class Interrupted(KeyboardInterrupt):
    """The process was told to stop; caught where a run begins, see `flows.errors.StoppedError`.

    Attributes:
        exit_code: 128 plus the signal's number: 130 for Ctrl-C, 143 for SIGTERM.
    """

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}")
        self.exit_code = 128 + number


def raise_if_stopped() -> None:
    """Raise again what a signal has raised: Python drops it where a weak reference's callback or a finalizer was at work.

    Raises:
        Interrupted: A signal has come.
    """
    if _told:
        raise Interrupted(_told[0])


def watch_again() -> None:
    """Take SIGTERM back inside a flow, for whose time Prefect takes it: what Prefect raises is lost where Python drops it, and nobody raises it again."""
    if _watching and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _watching[0])


def find_interruption(error: BaseException | None) -> Interrupted | None:
    """The signal that led to an error: Prefect fails in another way when one meets it while it begins a task."""
    while error is not None and not isinstance(error, Interrupted):
        error = error.__cause__ or error.__context__
    return error


@contextmanager
def stop_on_signals(grace: float = GRACE_SECONDS) -> Iterator[None]:
    """Raise `Interrupted` in the main thread on SIGINT and SIGTERM, and leave the hard way when that takes longer than `grace` seconds.

    Args:
        grace: Seconds between the signal and the hard exit.
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        leaving = threading.Timer(grace, os._exit, (128 + number,))
        leaving.daemon = True
        leaving.start()
        _told.append(number)
        raise Interrupted(number)

    before = {number: signal.signal(number, stop) for number in SIGNALS}
    _watching.append(stop)
    try:
        yield
    finally:
        _watching.clear()
        _told.clear()
        for number, handler in before.items():
            signal.signal(number, handler)
