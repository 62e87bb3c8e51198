"""Who may import whom, read from the source with `ast`."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("flows", "transforms", "seeds", "warehouse")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "build" not in path.parts)
TRANSFORM_LIBRARIES = {
    "ahocorasick_rs",
    "borax",
    "chinese_calendar",
    "dateutil",
    "jieba",
    "numpy",
    "opencc",
    "pyarrow",
    "pypdfium2",
    "rjieba",
    "trafilatura",
    "seeds.types",
    "transforms",
    "warehouse.contracts",
}
IMPURE = {"os", "pathlib", "shutil", "socket", "subprocess", "tempfile", "time", "urllib", "http", "glob", "random"}


def imports(path: Path) -> set[str]:
    """Every module a file imports, function-level imports included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(str(node.module))
    return found


def below(name: str, prefixes: set[str]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_module_imports_only_what_its_layer_may(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    names = imports(path)
    own = {name for name in names if below(name, set(PACKAGES))}
    if layer == "transforms":
        foreign = {name for name in names if name.split(".")[0] not in sys.stdlib_module_names and name != "__future__"}
        assert not {name for name in foreign if not below(name, TRANSFORM_LIBRARIES)}
        assert not {name for name in names if below(name, IMPURE)}
    elif layer == "warehouse":
        assert not {name for name in own if below(name, {"transforms", "flows"})}
        assert below(str(path.parent.relative_to(ROOT)).replace("/", "."), {"warehouse.expectations"}) or not any(
            below(name, {"great_expectations"}) for name in names
        )
    elif layer == "seeds":
        assert not {name for name in own if not below(name, {"seeds"})}
    if layer != "flows":
        assert not any(below(name, {"prefect"}) for name in names)


@pytest.mark.parametrize("leaf", ["seeds/types.py", "warehouse/contracts"])
def test_leaves_import_nothing_else_of_the_product(leaf: str) -> None:
    place = ROOT / leaf
    files = [place] if place.is_file() else sorted(place.glob("*.py"))
    assert files
    package = leaf.removesuffix(".py").replace("/", ".")
    for path in files:
        own = {name for name in imports(path) if below(name, set(PACKAGES))}
        assert not {name for name in own if not below(name, {package})}, path


def test_transforms_neither_open_files_nor_read_the_clock() -> None:
    for path in MODULES:
        if path.relative_to(ROOT).parts[0] != "transforms":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"open", "print", "input"}, f"{path}: {called}"
                assert not called.endswith((".today", ".now", ".utcnow", "read_text", "write_text")), (
                    f"{path}: {called}"
                )


def test_only_settings_read_the_environment() -> None:
    readers = [path for path in MODULES if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))]
    # The language of messages is needed before, and without, what settings import.
    allowed = {ROOT / "flows" / name for name in ("settings.py", "prefect_settings.py", "language.py")}
    assert set(readers) <= allowed


def test_top_level_holds_nothing_unexpected() -> None:
    allowed = {
        "pyproject.toml",
        "flows",
        "transforms",
        "seeds",
        "warehouse",
        "tests",
        "README.md",
        "LICENSE",
        "constraints.txt",
    }
    found = {
        path.name for path in ROOT.iterdir() if not path.name.startswith(".") and not path.name.endswith(".egg-info")
    }
    assert found - {"build", "dist", "venv"} <= allowed
