"""Import Great Expectations, without the parts of it that a run never uses."""

from __future__ import annotations

import importlib
import importlib.abc
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from warehouse.collection import without_collection

# Charts and statistical tests, which it imports without asking: they load when something first reads them.
DEFERRED = ("altair", "scipy.stats")
# What it can do without, and does where they are not installed: databases and clouds. The guard judges counts in memory.
UNUSED = frozenset({"boto3", "botocore", "google", "pyspark", "snowflake", "sqlalchemy"})


def import_great_expectations() -> Any:
    """The module `great_expectations`, imported once, in half the time that a plain import takes."""
    if "great_expectations" not in sys.modules:
        for name in DEFERRED:
            _defer(name)
        with _without_unused(), without_collection():
            importlib.import_module("great_expectations")
    return sys.modules["great_expectations"]


@contextmanager
def configured_once() -> Iterator[None]:
    """Have each expectation make its configuration once: it is asked for fifty times while one is judged, more than half of the work.

    Expectations may not change meanwhile.
    """
    from great_expectations.expectations.expectation import Expectation

    made: dict[int, tuple[Expectation, Any]] = {}
    plain = Expectation.configuration

    def configuration(expectation: Expectation) -> Any:
        key = id(expectation)
        if key not in made:
            # Kept with it, so that no other expectation gets its number.
            made[key] = expectation, plain.fget(expectation)
        return made[key][1]

    Expectation.configuration = property(configuration)
    try:
        yield
    finally:
        Expectation.configuration = plain


class _Deferred(ModuleType):
    """Stands for a module until one of its names is read; importlib's LazyLoader loads it at the `import` statement in Python 3.11."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def _defer(name: str) -> None:
    if name in sys.modules:
        return
    module = _Deferred(name)
    parent, _, child = name.rpartition(".")
    if parent:
        setattr(importlib.import_module(parent), child, module)
    sys.modules[name] = module


class _NotInstalled(importlib.abc.MetaPathFinder):
    """Finds nothing where one thread asks for a package of `UNUSED`; other threads import what they like."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name.partition(".")[0] in UNUSED and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"{name} is left out", name=name)
        return None


@contextmanager
def _without_unused() -> Iterator[None]:
    finder = _NotInstalled()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
