"""The whole main job on the sample page, as a user runs it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

import flows.driver
from flows.cli import run
from flows.plan import STAGES
from flows.requests import Request
from seeds.load import SEEDS_DIR, load_seeds
from warehouse.contracts import CORE_TABLES

PAGES = SEEDS_DIR / "pages"
GOLD = SEEDS_DIR / "gold" / "seed_page"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    assert run(["run", "--direct", "--issue-date", "2018-12-03", "--build", str(folder)]) == 0
    return folder


@pytest.fixture
def ask(build: Path) -> Callable[[str], list[tuple[object, ...]]]:
    def asked(query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()

    return asked


Ask = Callable[[str], list[tuple[object, ...]]]


def gold(name: str) -> list[dict[str, object]]:
    return [
        json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def test_every_table_has_rows(ask: Ask) -> None:
    empty = [name for name in CORE_TABLES if ask(f"SELECT count(*) FROM {name}") == [(0,)]]
    assert empty == []


def test_the_articles_are_those_of_the_page(ask: Ask) -> None:
    found = set(ask("SELECT char_start, char_end FROM articles"))
    assert found == {(article["start"], article["end"]) for article in gold("articles")}


@pytest.mark.parametrize("name", ["mentions", "times", "metrics", "numerals"])
def test_every_surface_is_the_slice_it_points_at(ask: Ask, name: str) -> None:
    query = rf"""
        SELECT count(*) FROM {name} JOIN documents USING (document_id)
        WHERE {name}.surface <> regexp_replace(substr(text, char_start + 1, char_end - char_start), '\s*\n\s*', '', 'g')
    """
    assert ask(query) == [(0,)]


def test_every_rule_id_is_explained(ask: Ask) -> None:
    for name in CORE_TABLES:
        columns = {row[0] for row in ask(f"SELECT column_name FROM duckdb_columns() WHERE table_name = '{name}'")}
        if "rule_id" in columns:
            assert ask(f"SELECT DISTINCT rule_id FROM {name} ANTI JOIN rules USING (rule_id)") == [], name


def test_metrics_are_found_as_printed(ask: Ask) -> None:
    found = set(ask("SELECT char_start, char_end FROM metrics"))
    wanted = {(row["start"], row["end"]) for row in gold("metrics") if row["tier"] == 1}
    optional = {(row["start"], row["end"]) for row in gold("metrics") if row["tier"] == 2}
    hits = len(found & wanted)
    assert hits / len(wanted) >= 0.97
    assert hits / len(found - optional) >= 0.97


def test_numbers_that_measure_nothing_stay_out(ask: Ask) -> None:
    found = ask("SELECT char_start, char_end FROM metrics")
    for row in gold("non_metrics"):
        assert not [span for span in found if span[0] < row["end"] and row["start"] < span[1]], row  # type: ignore[operator]


def test_every_check_is_recorded_and_none_critical_failed(ask: Ask) -> None:
    assert ask("SELECT count(*) > 200 FROM checks") == [(True,)]
    assert ask("SELECT * FROM checks WHERE NOT success AND severity = 'critical'") == []


def test_outputs_lie_where_the_readme_says(build: Path) -> None:
    assert (build / "data_docs" / "index.html").is_file()
    assert list((build / "parquet" / "metrics").glob("*.parquet"))
    assert (build / "lake" / "catalog.sqlite").is_file()


def test_a_second_run_recomputes_and_publishes_nothing(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (build / "kechuang.duckdb").stat()
    assert run(["run", "--direct", "--issue-date", "2018-12-03", "--build", str(build)]) == 0
    assert "Nothing changed" in capsys.readouterr().out
    after = (build / "kechuang.duckdb").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_bad_input_leaves_the_published_outputs_alone(
    build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (build / "kechuang.duckdb").read_bytes()
    bad = tmp_path / "bad.txt"
    bad.write_bytes("新闻".encode()[:-1])
    assert run(["run", "--direct", str(bad), "--build", str(build)]) == 1
    assert "no input could be read" in capsys.readouterr().err
    assert (build / "kechuang.duckdb").read_bytes() == before


def test_an_unreadable_page_among_others_is_a_reject(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    shutil.copytree(PAGES, pages)
    (pages / "cut.txt").write_bytes("新闻".encode()[:-1])
    (pages / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    build = tmp_path / "build"
    assert run(["run", "--direct", str(pages), "--build", str(build)]) == 0
    with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "SELECT stage, reason FROM rejects WHERE reason NOT LIKE 'warning: %' ORDER BY 1"
        ).fetchall()
    assert rows == [("documents", "truncated"), ("inputs", "unknown_suffix")]


def test_a_changed_lexicon_recomputes_only_what_depends_on_it(
    build: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = flows.driver.digests_of

    def changed(**options: Any) -> dict[str, str]:
        return {**real(**options), "lexicon/speech_verbs": "changed"}

    monkeypatch.setattr(flows.driver, "digests_of", changed)
    load_seeds.cache_clear()
    request = Request(sources=(str(PAGES),), build=build, issue_date="2018-12-03")
    summary = flows.driver.execute(request)
    # Quotes read the verbs of speech; metrics declare every lexicon; events read who speaks, not how. Equal bytes stop it there.
    assert summary.computed == 2
    assert summary.reused == len(STAGES) - 2
