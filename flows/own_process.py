"""Processes that are the product's own: in them it may leave out what a program that calls it may need."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from flows.pattern_cache import cache_file, use_compiled_patterns
from warehouse.c_library import c_function
from warehouse.collection import spare_living

UNUSED = "pandas"
# A parameter of mallopt(3).
ARENAS = -8
COLLECTION = "collection"
# What is still to be left out, in a process of our own.
_own: set[str] = set()


def own_process() -> None:
    """Declare that nobody else's code runs in this process.

    Before it has any thread, all of them are given one arena of memory: with one for each, what the thread that writes a batch has freed would not be
    there for the thread that computes the next.
    """
    if not is_own():
        _remember_character_sets()
        use_compiled_patterns(cache_file())
    _own.update((UNUSED, COLLECTION))
    if mallopt := c_function("mallopt"):
        mallopt(ARENAS, 1)


def is_own() -> bool:
    """Whether this process has been declared to be our own."""
    return COLLECTION in _own


def _remember_character_sets() -> None:
    """Have `re` work out each set of characters once.

    The grammars name some sets of ideographs again and again (5,550 sets, of which 1,500 differ): two thirds of the time that sets take, which is a
    quarter of what everything compiled at a first page takes. Where `re` has no such function its own way stays.
    """
    try:
        from re import _compiler  # type: ignore[attr-defined]

        work_out: Callable[..., Any] = _compiler._optimize_charset
    except (ImportError, AttributeError):
        return
    known: dict[tuple[Any, ...], Any] = {}

    @functools.wraps(work_out)
    def remembered(charset: Sequence[Any], *ignoring_case: Any) -> Any:
        if any(ignoring_case):
            return work_out(charset, *ignoring_case)
        key = tuple(charset)
        if key not in known:
            known[key] = work_out(charset)
        return known[key]

    _compiler._optimize_charset = remembered


@functools.cache
def keep_compiled(stage: str) -> None:
    """In a process of our own, once per stage, have Python not look for garbage in what the stage has loaded and compiled at its first batch."""
    if is_own():
        spare_living()


def leave_pandas_out() -> None:
    """Have Arrow do without pandas in a process of our own.

    Arrow imports pandas to look at the first list that it is given, if it can; no stage uses it, and it takes 0.2 s and 45 MB. Once it could
    not, Arrow does not ask again (and its tables have no `to_pandas` in this process); other code may import pandas as before.
    """
    if UNUSED not in _own:
        return
    _own.discard(UNUSED)
    if UNUSED in sys.modules:
        return
    import pyarrow as pa

    barrier = _Barrier()
    sys.meta_path.insert(0, barrier)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(barrier)


class _Barrier(MetaPathFinder):
    """Finds no pandas."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Say that there is no pandas, and nothing about other modules."""
        if fullname == UNUSED:
            raise ModuleNotFoundError(f"{UNUSED} is left out")
        return None
