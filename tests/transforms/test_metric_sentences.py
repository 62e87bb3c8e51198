"""Invented news sentences with every figure they state, scored as a whole."""

from __future__ import annotations

import functools
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.annotate import extract
from seeds.load import SEEDS_DIR, load_seeds

GOLD = Path(SEEDS_DIR) / "gold" / "metric_sentences.jsonl"
MINIMUM_SPAN_F1 = 0.97
MINIMUM_RECORD = 0.95
MINIMUM_FIELD = 0.97
FIELDS = ("value", "unit", "qualifier", "status", "kind", "period", "change", "indicator", "subject", "part")


@functools.cache
def sentences() -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


@functools.cache
def found() -> dict[str, dict[tuple[int, int], dict[str, Any]]]:
    tables = extract(sentences(), seeds=load_seeds(), plain=True, until="metrics")
    names = dict(
        zip(*(tables["documents"].column(name).to_pylist() for name in ("document_id", "source_uri")), strict=True)
    )
    rows: dict[str, dict[tuple[int, int], dict[str, Any]]] = {item["id"]: {} for item in sentences()}
    for row in tables["metrics"].to_pylist():
        rows[names[row["document_id"]]][row["char_start"], row["char_end"]] = row
    return rows


def is_right(name: str, gold: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether one field of a row is what the gold says; a field that the gold leaves open is right."""
    match name:
        case "value":
            return bool(gold.get("any_value") or row["value"] == Decimal(gold["value"]))
        case "period":
            if gold["period"] == "any":
                return True
            printed = [str(row["period_start"]), str(row["period_end"])]
            return bool(row["period_source"] == "default" if gold["period"] is None else printed == gold["period"])
        case "change":
            change = gold["change"]
            if change is None:
                return row["change_value"] is None
            kept = (row["change_type"], row["change_value"], row["change_unit"])
            return kept == (change["type"], Decimal(change["value"]), change["unit"])
        case "indicator":
            wanted, name_of_row = gold.get("indicator"), row["indicator"] or ""
            return bool(wanted is None or (name_of_row and (wanted in name_of_row or name_of_row in wanted)))
        case "part":
            return bool((row["part_of_metric_id"] is not None) == gold.get("part", False))
        case _:
            return bool(name not in gold or row[name] == gold[name])


def wrong_fields() -> list[tuple[str, str, str]]:
    return [
        (item["id"], gold["surface"], name)
        for item in sentences()
        for gold in item["metrics"]
        if (row := found()[item["id"]].get((gold["char_start"], gold["char_end"]))) is not None
        for name in FIELDS
        if not is_right(name, gold, row)
    ]


def test_the_gold_is_large_and_its_spans_are_its_surfaces() -> None:
    assert len(sentences()) >= 190
    assert sum("subject" in gold for item in sentences() for gold in item["metrics"]) >= 60
    for item in sentences():
        for gold in item["metrics"]:
            assert item["text"][gold["char_start"] : gold["char_end"]] == gold["surface"]


def test_spans_are_found_and_nothing_else() -> None:
    wanted = {(i["id"], g["char_start"], g["char_end"]) for i in sentences() for g in i["metrics"]}
    got = {(name, *span) for name, rows in found().items() for span in rows}
    score = 2 * len(wanted & got) / (len(wanted) + len(got))
    assert score >= MINIMUM_SPAN_F1, (sorted(wanted - got), sorted(got - wanted))


def test_records_are_right_in_every_field() -> None:
    total = sum(len(item["metrics"]) for item in sentences())
    missed = sum((g["char_start"], g["char_end"]) not in found()[i["id"]] for i in sentences() for g in i["metrics"])
    broken = {(name, surface) for name, surface, _ in wrong_fields()}
    assert 1 - (len(broken) + missed) / total >= MINIMUM_RECORD, wrong_fields()


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_right_almost_everywhere(field: str) -> None:
    total = sum(len(item["metrics"]) for item in sentences())
    wrong = [(name, surface) for name, surface, name_of_field in wrong_fields() if name_of_field == field]
    assert 1 - len(wrong) / total >= MINIMUM_FIELD, wrong
