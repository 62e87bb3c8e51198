"""jieba's modules, imported without what they do not need."""

from __future__ import annotations

import importlib
import sys
import threading
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
