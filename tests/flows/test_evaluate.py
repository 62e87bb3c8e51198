"""`kechuang evaluate`: gold against itself is perfect, and every kind of mistake costs what it should."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from flows.cli import run
from flows.errors import DataError, UsageError
from flows.evaluate import SAMPLE_GOLD, evaluate, gold_folders
from flows.scorer import Score
from tests.warehouse.gold_page import gold_tables, warehouse_of

PARTS = ("metric span", "time span", "mention span", "mention span and type", "event", "event role", "quote")


@pytest.fixture
def gold() -> duckdb.DuckDBPyConnection:
    return warehouse_of(gold_tables())


def scores(connection: duckdb.DuckDBPyConnection) -> dict[str, Score]:
    return evaluate(connection, [SAMPLE_GOLD])


def test_gold_against_itself_is_perfect(gold: duckdb.DuckDBPyConnection) -> None:
    found = scores(gold)
    # The helper writes no rows of `times`, and only metrics whose period the contract can express.
    for name in ("metric span", "metric value", "metric unit", "event", "event role", "quote"):
        assert found[name].recall == 1, name
    assert found["metric span"].precision == 1
    assert found["quote"].precision == 1
    assert found["mention span"].precision == 1
    assert found["mention span and type"] == found["mention span"]


def test_a_lost_metric_costs_recall_and_an_invented_one_precision(gold: duckdb.DuckDBPyConnection) -> None:
    before = scores(gold)["metric span"]
    gold.execute("DELETE FROM metrics WHERE metric_id = 'm02'")
    lost = scores(gold)["metric span"]
    assert (lost.hit, lost.need, lost.precision) == (before.hit - 1, before.need, 1)
    gold.execute("UPDATE metrics SET char_start = 0, char_end = 1 WHERE metric_id = 'm01'")
    moved = scores(gold)["metric span"]
    assert (moved.hit, moved.right, moved.found) == (before.hit - 2, before.right - 2, before.found - 1)


def test_a_wrong_value_or_unit_is_seen(gold: duckdb.DuckDBPyConnection) -> None:
    before = scores(gold)
    gold.execute("UPDATE metrics SET value = value + 1, unit = '个' WHERE metric_id = 'm02'")
    after = scores(gold)
    assert after["metric span"] == before["metric span"]
    assert after["metric value"].hit == before["metric value"].hit - 1
    assert after["metric unit"].hit == before["metric unit"].hit - 1


def test_a_wrong_type_counts_against_type_only(gold: duckdb.DuckDBPyConnection) -> None:
    before = scores(gold)
    gold.execute("UPDATE mentions SET entity_type = 'MISC' WHERE entity_id = 'sany'")
    after = scores(gold)
    assert after["mention span"] == before["mention span"]
    assert after["mention span and type"].hit == before["mention span and type"].hit - 1
    assert after["mention span and type"].found == before["mention span and type"].found
    assert after["mention span and type"].right == before["mention span and type"].right - 1


def test_a_wrong_speaker_is_seen(gold: duckdb.DuckDBPyConnection) -> None:
    before = scores(gold)["quote speaker"]
    gold.execute("UPDATE quotes SET speaker = '某人' WHERE quote_id = 'q01'")
    assert scores(gold)["quote speaker"].hit == before.hit - 1


def test_a_page_that_is_not_there_is_told(gold: duckdb.DuckDBPyConnection) -> None:
    gold.execute("UPDATE documents SET text = text || '。'")
    with pytest.raises(DataError, match="not in the warehouse"):
        scores(gold)


def test_a_folder_without_gold_is_a_user_mistake(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"doc\.json"):
        gold_folders([tmp_path])
    assert gold_folders([SAMPLE_GOLD.parent]) == [SAMPLE_GOLD]


def test_malformed_gold_names_its_folder(gold: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "doc.json").write_text((SAMPLE_GOLD / "doc.json").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "metrics.jsonl").write_text('{"start": 1}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="malformed gold"):
        evaluate(gold, [tmp_path])


def test_the_sample_run_is_scored_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", "--direct", "--build", str(tmp_path)]) == 0
    capsys.readouterr()
    assert run(["evaluate", "--build", str(tmp_path), "--json"]) == 0
    rows = {row["score"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert set(PARTS) <= rows.keys()
    # A floor far below what the product does; it shows that gold and warehouse are compared at all.
    for name in PARTS:
        assert rows[name]["f1"] > 0.5, rows[name]
    assert run(["docs", "metrics"]) == 0
    assert "indicator" in capsys.readouterr().out
