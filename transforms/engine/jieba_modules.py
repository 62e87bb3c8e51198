"""jieba's modules, imported without what they do not need."""

from __future__ import annotations

import importlib.util
import sys
import threading
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

OPTIONAL = "pkg_resources"
_importing = threading.Lock()


def jieba_module(name: str) -> Any:
    """A module of jieba.

    jieba asks setuptools for the place of its files and finds them itself where there is none; to import that takes longer than jieba.

    Args:
        name: Name of the module, as in an import statement.
    """
    with _importing:
        if "jieba" in sys.modules or OPTIONAL in sys.modules:
            return importlib.import_module(name)
        missing: dict[str, ModuleType | None] = {OPTIONAL: None}
        sys.modules.update(missing)  # type: ignore[arg-type]
        try:
            return importlib.import_module(name)
        finally:
            del sys.modules[OPTIONAL]


def jieba_table(package: str, name: str) -> dict[Any, Any]:
    """A table of probabilities of a package of jieba, without the package itself, which may read jieba's whole dictionary when it is imported.

    Args:
        package: Name of the package.
        name: Name of the table's module in it.

    Raises:
        ModuleNotFoundError: The package has no such module.

    >>> sorted(jieba_table("jieba.finalseg", "prob_start"))
    ['B', 'E', 'M', 'S']
    """
    jieba_module("jieba")
    found = importlib.util.find_spec(package)
    spec = PathFinder.find_spec(name, None if found is None else found.submodule_search_locations)
    if found is None or spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"{package} has no module {name}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    table: dict[Any, Any] = module.P
    return table
