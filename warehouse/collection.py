"""Python's search for cycles of references, left out where millions of objects are made and hardly a cycle among them."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_changing = threading.Lock()
# One entry for each `without_collection` at work, in whatever thread: whether the search went on before it, as it can for the first only.
_before: list[bool] = []


@contextmanager
def without_collection() -> Iterator[None]:
    """Leave out the search; also a decorator. Each pass walks over every living object.

    Where several threads leave it out, it comes back when the last of them is done.
    """
    with _changing:
        _before.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _changing:
            if _before.pop():
                gc.enable()


def spare_living() -> None:
    """Have the search pass over what lives now: it stays as long as the process, and in a forked one a pass would copy its memory."""
    # The youngest are the garbage, if any: all that was made while the search was left out.
    gc.collect(0)
    gc.freeze()
