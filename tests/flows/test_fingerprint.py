"""A stage is stale when something it depends on changes, and only then."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flows.fingerprint import (
    PACKAGES,
    _product_imports,
    code_digest,
    fingerprint,
    module_closure,
    stage_digest,
    stage_parts,
)
from flows.plan import PRODUCERS, SOURCE_TABLE, STAGES, Stage
from seeds.load import digest_seeds
from warehouse.contracts import TABLES

ROOT = Path(__file__).parents[2]


def test_every_input_of_a_stage_is_made_by_an_earlier_one() -> None:
    made = {SOURCE_TABLE}
    for stage in STAGES:
        assert set(stage.inputs) <= made, stage.name
        made |= set(stage.outputs)
    assert {name for name, table in TABLES.items() if table.layer == "core"} - {"entities"} <= made


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_the_declared_seeds_of_a_stage_exist(stage: Stage) -> None:
    # A tagger of another package is among the seeds where one is named.
    names = [*digest_seeds(), "tagger/name"]
    for prefix in stage.seeds:
        assert any(name.startswith(prefix) for name in names), prefix


def digest_of(stage: Stage, names: dict[str, str]) -> str:
    return stage_digest(stage.name, stage_parts(stage, names))


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_stage_digest_follows_its_own_seeds_only(stage: Stage) -> None:
    names = digest_seeds()
    base = digest_of(stage, names)
    for name in names:
        changed = digest_of(stage, {**names, name: "changed"}) != base
        assert changed == name.startswith(stage.seeds), name


def test_code_digest_covers_what_a_module_imports() -> None:
    files = {path.name for path in module_closure("transforms.plain")}
    assert {"plain.py", "identity.py", "spans.py", "outcome.py", "types.py"} <= files
    assert code_digest("transforms.plain") != code_digest("transforms.outcome")


def imports_as_parsed(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return {name for name in names if name.split(".")[0] in PACKAGES}


def test_every_import_of_the_product_is_found() -> None:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            assert imports_as_parsed(path) <= set(_product_imports(path)), path


def test_imports_are_read_in_every_form(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        "import seeds.load\nimport numpy\n\ndef f():\n    from warehouse.lock import (\n        hold_lock,\n        other as one,\n    )\n"
        "from seedsman import x\nfrom flows import plan, batches\n"
    )
    found = set(_product_imports(path))
    assert {
        "seeds.load",
        "warehouse.lock",
        "warehouse.lock.hold_lock",
        "warehouse.lock.other",
        "flows.plan",
        "flows.batches",
    } <= found
    assert not any(name.startswith(("numpy", "seedsman")) for name in found)


def test_producers_name_one_stage_per_table() -> None:
    assert len(PRODUCERS) == sum(len(stage.outputs) for stage in STAGES)


def test_a_fingerprint_changes_with_each_part() -> None:
    base = fingerprint("stage", "batch", {"sentences": "a"})
    assert base == fingerprint("stage", "batch", {"sentences": "a"})
    others = {
        fingerprint("other", "batch", {"sentences": "a"}),
        fingerprint("stage", "b", {"sentences": "a"}),
        fingerprint("stage", "batch", {"sentences": "b"}),
    }
    assert len(others | {base}) == 4
