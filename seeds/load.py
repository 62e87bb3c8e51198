"""Load and validate the seeds folder; every malformed entry raises `SeedError` with its file."""

from __future__ import annotations

import functools
import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np

from seeds.types import Lexicon, ModelArrays, Rule, SeedError, Seeds, Unit

SEEDS_DIR = Path(__file__).parent
RULE_ID = re.compile(r"[a-z_]+\.[a-z0-9_]+")
RULE_KEYS = {"id", "about", "confidence", "pattern", "params", "matches", "rejects"}
UNIT_KEYS = {"unit", "dimension", "surfaces", "factor", "base_unit", "scale", "only_before", "about", "examples"}


@functools.lru_cache(maxsize=4)
def load_seeds(root: Path = SEEDS_DIR, *, models: bool = True) -> Seeds:
    """Read all seeds below `root`.

    Args:
        root: The seeds folder.
        models: Whether to load the model files; everything works without them.

    Raises:
        SeedError: A file is malformed or an entry breaks its schema.
    """
    return Seeds(
        rules={rule.rule_id: rule for rule in _rules(root)},
        lexicons={lexicon.name: lexicon for lexicon in _lexicons(root)},
        units=tuple(_units(root)),
        models={path.stem: read_model(path) for path in sorted((root / "models").glob("*.npz"))} if models else {},
        corrections={path.stem: _toml(path, root) for path in sorted((root / "corrections").glob("*.toml"))},
    )


def digest_seeds(root: Path = SEEDS_DIR, *, models: bool = True) -> dict[str, str]:
    """SHA-256 per seed name, the name being the path below `root` without suffix."""
    folders = ("rules", "lexicon", "units", "corrections", *(("models",) if models else ()))
    files = [
        path
        for folder in folders
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in {".toml", ".tsv", ".npz"}
    ]
    return {
        path.relative_to(root).with_suffix("").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def _toml(path: Path, root: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedError(f"{path.relative_to(root)}: {error}") from error


def _rules(root: Path) -> Iterator[Rule]:
    seen: dict[str, str] = {}
    for path in sorted((root / "rules").glob("*.toml")):
        name = path.relative_to(root).as_posix()
        for entry in _toml(path, root).get("rule", []):
            rule = _rule(entry, name)
            if rule.rule_id in seen:
                raise SeedError(f"{name}: rule {rule.rule_id} is declared in {seen[rule.rule_id]} already")
            seen[rule.rule_id] = name
            yield rule


def _rule(entry: Mapping[str, Any], path: str) -> Rule:
    rule_id = str(entry.get("id", ""))
    where = f"{path}: rule {rule_id or '(without id)'}"
    if not RULE_ID.fullmatch(rule_id):
        raise SeedError(f"{where}: the id must look like area.name")
    if unknown := set(entry) - RULE_KEYS:
        raise SeedError(f"{where}: unknown keys {sorted(unknown)}")
    matches = tuple((str(text), str(surface)) for text, surface in entry.get("matches", []))
    rejects = tuple(str(text) for text in entry.get("rejects", []))
    if not matches or not rejects:
        raise SeedError(f"{where}: needs examples in both `matches` and `rejects`")
    confidence = entry.get("confidence")
    if not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise SeedError(f"{where}: confidence must be a number from 0 to 1")
    if not entry.get("about"):
        raise SeedError(f"{where}: `about` is missing")
    pattern = entry.get("pattern")
    if pattern is not None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise SeedError(f"{where}: pattern does not compile: {error}") from error
    return Rule(
        rule_id=rule_id,
        about=str(entry["about"]),
        confidence=float(confidence),
        matches=matches,
        rejects=rejects,
        pattern=pattern,
        params=entry.get("params", {}),
        path=path,
    )


def _lexicons(root: Path) -> Iterator[Lexicon]:
    schema_path = root / "lexicon" / "SCHEMA.toml"
    schema = _toml(schema_path, root) if schema_path.exists() else {}
    for path in sorted((root / "lexicon").glob("*.tsv")):
        if path.stem not in schema:
            raise SeedError(f"lexicon/{path.name}: not declared in lexicon/SCHEMA.toml")
        yield _lexicon(path, schema[path.stem])


def _lexicon(path: Path, schema: Mapping[str, Any]) -> Lexicon:
    columns = tuple(schema["columns"])
    allowed: Mapping[str, list[str]] = schema.get("values", {})
    unique = tuple(schema.get("unique", columns[:1]))
    rows: list[tuple[str, ...]] = []
    seen: dict[tuple[str, ...], int] = {}
    header: tuple[str, ...] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        if header is None:
            header = cells
            if header != columns:
                raise SeedError(f"lexicon/{path.name}, line {number}: header {header}, schema says {columns}")
            continue
        if len(cells) != len(columns) or not cells[0].strip():
            raise SeedError(f"lexicon/{path.name}, line {number}: needs {len(columns)} cells, the first not empty")
        for name, value in zip(columns, cells, strict=True):
            if name in allowed and value not in allowed[name]:
                raise SeedError(f"lexicon/{path.name}, line {number}: {name} {value!r} is none of {allowed[name]}")
        key = tuple(cells[columns.index(name)] for name in unique)
        if key in seen:
            raise SeedError(f"lexicon/{path.name}, line {number}: {key} stands in line {seen[key]} already")
        seen[key] = number
        rows.append(cells)
    if header is None:
        raise SeedError(f"lexicon/{path.name}: no header line")
    return Lexicon(name=path.stem, about=str(schema["about"]), columns=columns, rows=tuple(rows))


def _units(root: Path) -> Iterator[Unit]:
    for path in sorted((root / "units").glob("*.toml")):
        name = path.relative_to(root).as_posix()
        for entry in _toml(path, root).get("unit", []):
            yield _unit(entry, name)


def _unit(entry: Mapping[str, Any], path: str) -> Unit:
    where = f"{path}: unit {entry.get('unit', '(without name)')}"
    if unknown := set(entry) - UNIT_KEYS:
        raise SeedError(f"{where}: unknown keys {sorted(unknown)}")
    if not entry.get("unit") or not entry.get("dimension") or not entry.get("surfaces"):
        raise SeedError(f"{where}: needs unit, dimension and surfaces")
    try:
        factor = Decimal(str(entry["factor"])) if "factor" in entry else None
        scale = Decimal(str(entry.get("scale", "1")))
    except InvalidOperation as error:
        raise SeedError(f"{where}: factor and scale are decimal numbers") from error
    if (factor is None) != ("base_unit" not in entry):
        raise SeedError(f"{where}: factor and base_unit go together")
    return Unit(
        unit=str(entry["unit"]),
        dimension=str(entry["dimension"]),
        surfaces=tuple(entry["surfaces"]),
        factor=factor,
        base_unit=entry.get("base_unit"),
        scale=scale,
        only_before=str(entry.get("only_before", "")),
        about=str(entry.get("about", "")),
        examples=tuple((str(text), str(result)) for text, result in entry.get("examples", [])),
        path=path,
    )


def read_model(path: Path) -> ModelArrays:
    """Arrays of a model file; raise SeedError when it is none."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (ValueError, OSError) as error:
        raise SeedError(f"models/{path.name}: {error}") from error
