"""Orchestration: plan, runner, Prefect flow and the command line; from Python `run_pipeline` and `connect`.

Importing this package loads nothing else: the names below come from `flows.api` when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.api import RunResult, connect, run_pipeline

__all__ = ["RunResult", "connect", "run_pipeline"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from flows import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
