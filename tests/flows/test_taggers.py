"""A tagger of another package takes the place of the shipped model's."""

from __future__ import annotations

import importlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from flows import taggers
from flows.cli import run
from flows.settings import load_settings
from seeds.load import load_seeds

# What a package for jieba's own tagger would hold.
PACKAGE = """
from jieba import posseg

LABELS = {"nr": "PER", "ns": "LOC", "nt": "ORG"}


def find_names(texts):
    for text in texts:
        at, spans = 0, []
        for word, tag in posseg.lcut(text):
            if tag in LABELS:
                spans.append((at, at + len(word), LABELS[tag]))
            at += len(word)
        yield spans


def breaks(texts):
    raise RuntimeError("no model file")


def reaches_out(texts):
    return [[(0, len(text) + 1, "PER")] for text in texts]


def answers_one(texts):
    return [[]]
"""
ENTRY_POINTS = "[kechuang.taggers]\nposseg = posseg_tagger:find_names\n"
PAGE = "王小明来到石家庄市\n\n　　本报讯　记者李志强报道，张海燕昨天在石家庄市说，河北大学增长了7.1%。\n"


def forget() -> None:
    for cached in (taggers.find_tagger, taggers.tagger_digest, taggers.seeds_of, load_settings):
        cached.cache_clear()


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Installs the package in some version where Python finds it."""
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(str(site))

    def put(version: str) -> None:
        info = f"posseg_tagger-{version}.dist-info"
        files = {
            "posseg_tagger.py": PACKAGE,
            f"{info}/METADATA": f"Metadata-Version: 2.1\nName: posseg-tagger\nVersion: {version}\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{info}/entry_points.txt": ENTRY_POINTS,
            f"{info}/RECORD": "",
        }
        wheel = tmp_path / f"posseg_tagger-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        shutil.rmtree(site, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(site)]
        subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
        importlib.invalidate_caches()
        forget()

    yield put
    sys.modules.pop("posseg_tagger", None)
    forget()


def mentions(build: Path) -> set[tuple[str, str, str]]:
    with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as connection:
        return set(connection.execute("SELECT surface, entity_type, rule_id FROM mentions").fetchall())


def test_an_installed_tagger_finds_the_names_of_a_run_and_its_version_counts(
    install: Callable[[str], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install("1.0")
    page, build = tmp_path / "page.txt", tmp_path / "build"
    page.write_text(PAGE, encoding="utf-8")
    arguments = ["run", str(page), "--build", str(build), "--issue-date", "2019-03-01", "--direct"]
    assert run([*arguments, "--tagger", "posseg"]) == 0
    found = mentions(build)
    assert ("河北大学", "ORG.UNIVERSITY", "mentions.crf") in found or (
        "河北大学",
        "ORG.UNIVERSITY",
        "mentions.suffix",
    ) in found
    assert any(surface == "张海燕" and kind == "PER" for surface, kind, _ in found)
    # The model's spans are out: nothing is asked of it.
    (seeds,) = {taggers.seeds_of(models=True, tagger="posseg")}
    assert seeds.tagger is not None
    capsys.readouterr()
    assert run(["plan", str(page), "--build", str(build), "--issue-date", "2019-03-01", "--tagger", "posseg"]) == 0
    assert compute_counts(capsys.readouterr().out)["mentions"] == 0
    # The shipped model, and a newer version of the tagger, make the stage stale, and only this one by itself.
    assert run(["plan", str(page), "--build", str(build), "--issue-date", "2019-03-01"]) == 0
    assert compute_counts(capsys.readouterr().out)["mentions"] == 1
    install("1.1")
    assert run(["plan", str(page), "--build", str(build), "--issue-date", "2019-03-01", "--tagger", "posseg"]) == 0
    counts = compute_counts(capsys.readouterr().out)
    assert (counts["mentions"], counts["tokens"], counts["times"]) == (1, 0, 0)


def compute_counts(plan: str) -> dict[str, int]:
    rows = [line.split() for line in plan.splitlines()[1:] if line.startswith("  ") and not line.startswith("   ")]
    return {row[0]: int(row[1]) for row in rows}


def test_annotate_gives_what_a_tagger_finds(
    install: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    install("1.0")
    line = json.dumps({"id": 1, "text": "张海燕去了石家庄市\n王小明没有去"})
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    assert run(["annotate", "--tagger", "posseg"]) == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert [(m["surface"], m["entity_type"], m["char_start"]) for m in row["mentions"]] == [
        ("张海燕", "PER", 0),
        ("石家庄市", "LOC", 5),
        ("王小明", "PER", 10),
    ]


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("hanlp", 2, "no tagger 'hanlp' is installed; there are: posseg"),
        ("posseg_tagger:nothing", 2, "cannot be loaded"),
        ("no_such_module:find", 2, "cannot be loaded"),
        ("posseg_tagger:breaks", 1, "failed: RuntimeError('no model file')"),
        ("posseg_tagger:reaches_out", 1, "outside of"),
        ("posseg_tagger:answers_one", 1, "answered 1 texts of"),
    ],
)
def test_a_tagger_that_is_missing_or_wrong_is_told_in_a_line(
    install: Callable[[str], None], tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, code: int, told: str
) -> None:
    install("1.0")
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    assert run(["run", str(page), "--build", str(tmp_path / "build"), "--direct", "--tagger", name]) == code
    complaint = capsys.readouterr().err
    assert told in complaint
    assert "Traceback" not in complaint


def test_without_a_name_no_tagger_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taggers, "installed_taggers", lambda: pytest.fail("looked"))
    forget()
    assert taggers.seeds_of(models=True) is load_seeds(models=True)
    assert not any(name.startswith("tagger/") for name in taggers.digests_of(models=True))
