"""Fingerprints: everything the result of a stage on a batch depends on, as one digest."""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.metadata
import importlib.util
from collections.abc import Mapping
from pathlib import Path

from flows.plan import Stage
from warehouse.contracts import TABLES

PACKAGES = ("transforms", "seeds", "warehouse", "flows")
LIBRARIES = ("ahocorasick_rs", "datasketch", "jieba", "numpy", "opencc", "pyarrow", "rjieba")


@functools.cache
def module_closure(module: str) -> frozenset[Path]:
    """Source files of a module and of everything of the product it imports, directly or not.

    Packages count with their `__init__`. Imports inside functions count as well.
    """
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = _source(waiting.pop())
        if path is None or path in found:
            continue
        found.add(path)
        waiting += _product_imports(path)
    return frozenset(found)


@functools.cache
def _source(module: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin else None


@functools.cache
def _product_imports(path: Path) -> tuple[str, ...]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return tuple(name for name in names if name.split(".")[0] in PACKAGES)


@functools.cache
def code_digest(module: str) -> str:
    """Digest of the sources a module is made of, independent of where they lie."""
    parts = sorted(f"{path.name}\t{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in module_closure(module))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@functools.cache
def library_versions() -> tuple[str, ...]:
    """`name==version` of the libraries that shape the results."""
    return tuple(f"{name}=={importlib.metadata.version(name)}" for name in LIBRARIES)


def stage_parts(stage: Stage, seed_digests: Mapping[str, str]) -> dict[str, str]:
    """What a stage is made of, whatever the batch, as `kind:name` to digest or version.

    The kinds are code, seed, contract (of its outputs) and library; a staged batch records them, so that `kechuang plan` can name what
    has changed since.

    Args:
        stage: The stage.
        seed_digests: SHA-256 by seed name, as in `Seeds.digests`.
    """
    seeds = {f"seed:{name}": digest for name, digest in seed_digests.items() if name.startswith(stage.seeds)}
    contracts = {f"contract:{name}": hashlib.sha256(repr(TABLES[name]).encode()).hexdigest() for name in stage.outputs}
    libraries = dict(f"library:{version}".split("==", 1) for version in library_versions())
    return {f"code:{stage.module}": code_digest(stage.module), **seeds, **contracts, **libraries}


def stage_digest(name: str, parts: Mapping[str, str]) -> str:
    """One digest of a stage's parts.

    Args:
        name: Name of the stage.
        parts: As `stage_parts` gives them.
    """
    lines = [name, *(f"{part}\t{digest}" for part, digest in sorted(parts.items()))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def fingerprint(stage_part: str, batch_id: str, input_digests: Mapping[str, str]) -> str:
    """Digest of one stage on one batch.

    Args:
        stage_part: `stage_digest` of the stage.
        batch_id: The batch, which stands for the raw inputs.
        input_digests: SHA-256 of each staged input table; equal bytes upstream leave this unchanged.
    """
    parts = [stage_part, batch_id, *(f"{name}\t{digest}" for name, digest in sorted(input_digests.items()))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def code_version(stage_parts: Mapping[str, str]) -> str:
    """Short version of the whole pipeline, for the `runs` table."""
    return hashlib.sha256("\n".join(sorted(stage_parts.values())).encode()).hexdigest()[:16]
