"""One writer per build folder; the lock dies with its holder."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.errors import LockHeldError

LOCK_NAME = ".lock"
HOLDER_NAME = ".lock.holder"


@contextmanager
def hold_lock(build: Path, *, run_id: str) -> Iterator[None]:
    """Hold the build folder's lock; the operating system frees it when the process dies.

    Args:
        build: The build folder; made when it does not exist.
        run_id: Told to whoever finds the lock held.

    Raises:
        LockHeldError: Another run holds it; the message names its process, host and run.
    """
    build.mkdir(parents=True, exist_ok=True)
    lock = FileLock(build / LOCK_NAME, timeout=0)
    holder = build / HOLDER_NAME
    try:
        lock.acquire()
    except Timeout as error:
        raise LockHeldError(f"another run works on {build}: {read_holder(build)}") from error
    try:
        holder.write_text(json.dumps({"pid": os.getpid(), "host": platform.node(), "run_id": run_id}), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def is_held(build: Path) -> bool:
    """Whether a run is at work: a killed one leaves its name, but not the lock."""
    told = _holder(build)
    if told is None:
        return False
    if told["host"] != platform.node():
        return True
    try:
        os.kill(int(told["pid"]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def read_holder(build: Path) -> str:
    """Who holds the lock, in words."""
    told = _holder(build)
    return f"process {told['pid']} on {told['host']}, run {told['run_id']}" if told else "holder not known"


def _holder(build: Path) -> dict[str, str] | None:
    try:
        told = json.loads((build / HOLDER_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) and told.keys() == {"pid", "host", "run_id"} else None
