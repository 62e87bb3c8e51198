"""Fingerprints: everything the result of a stage on a batch depends on, as one digest."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
import re
from collections.abc import Mapping
from pathlib import Path

from flows.plan import Stage
from warehouse.contracts import TABLES

PACKAGES = ("transforms", "seeds", "warehouse", "flows")
# `import a.b`, or `from a.b import c` with its names, in one line or in brackets.
IMPORT = re.compile(
    rf"^[ \t]*(?:import|from)[ \t]+(?P<module>(?:{'|'.join(PACKAGES)})\b[\w.]*)(?:[ \t]+import[ \t]*(?P<names>\([^)]*\)|[^\n]*))?",
    re.MULTILINE,
)
IMPORTED = re.compile(r"(?<![\w.])(?!as\b)[A-Za-z_]\w*")
LIBRARIES = (
    "ahocorasick_rs",
    "borax",
    "chinesecalendar",
    "jieba",
    "numpy",
    "opencc",
    "pyarrow",
    "python-dateutil",
    "rjieba",
)


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
    """File of a module of the product; found by its path, because asking the import system would import its parents."""
    package, *below = module.split(".")
    base = _folder(package).joinpath(*below)
    found = (path for path in (base / "__init__.py", base.with_suffix(".py")) if path.is_file())
    return next(found, None)


@functools.cache
def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"no package {package}")
    return Path(spec.origin).parent


@functools.cache
def _product_imports(path: Path) -> tuple[str, ...]:
    """Modules and names that a file imports from the product; one that a text merely spells does no harm, and to parse costs ten times."""
    names: list[str] = []
    for found in IMPORT.finditer(path.read_text(encoding="utf-8")):
        module, listed = found["module"], found["names"]
        names.append(module)
        names += [f"{module}.{name}" for name in IMPORTED.findall(listed or "")]
    return tuple(names)


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
        seed_digests: SHA-256 by seed name, as in `digest_seeds`.
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
