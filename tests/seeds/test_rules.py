"""Every rule finds what its examples say, and nothing in its counter-examples."""

from __future__ import annotations

import functools

import pyarrow as pa
import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from seeds.types import Rule
from tests.factories import make_table
from transforms.documents import decode_documents
from warehouse.contracts import TABLES

SEEDS = load_seeds()
PAGE_AREAS = {"articles", "blocks", "sentences", "documents"}


@functools.lru_cache(maxsize=4096)
def tables_of(text: str, plain: bool) -> dict[str, pa.Table]:
    return extract([{"id": "example", "text": text, "issue_date": "2018-12-03"}], seeds=SEEDS, plain=plain)


def decoded(text: str) -> set[str]:
    """Texts of the documents made of the text's bytes."""
    raw = make_table(TABLES["raw_files"], rows=1, payload=text.encode(), media_type="text/plain", option_date=None)
    return set(decode_documents(raw, seeds=SEEDS).table.column("text").to_pylist())


def found(rule: Rule, text: str) -> set[str]:
    """Surfaces of the rows that the rule made of the text, read as running text and as a page."""
    if rule.params.get("raw"):
        return decoded(text)
    surfaces: set[str] = set()
    for plain in (True, False) if rule.area in PAGE_AREAS or rule.params.get("page") else (True,):
        tables = tables_of(text, plain)
        for table in tables.values():
            if "rule_id" not in table.column_names:
                continue
            for row in table.to_pylist():
                if row["rule_id"] == rule.rule_id:
                    surfaces.add(
                        str(
                            row.get("surface")
                            or row.get("trigger")
                            or row.get("content")
                            or row.get("text")
                            or row.get("canonical_name")
                        )
                    )
    return surfaces


@pytest.mark.parametrize(
    ("rule", "text", "surface"),
    [
        pytest.param(rule, text, surface, id=f"{rule.rule_id}-{number}")
        for rule in SEEDS.rules.values()
        for number, (text, surface) in enumerate(rule.matches)
    ],
)
def test_rule_finds_its_example(rule: Rule, text: str, surface: str) -> None:
    assert surface in found(rule, text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        pytest.param(rule, text, id=f"{rule.rule_id}-{number}")
        for rule in SEEDS.rules.values()
        for number, text in enumerate(rule.rejects)
    ],
)
def test_rule_leaves_its_counter_example_alone(rule: Rule, text: str) -> None:
    assert not found(rule, text)
