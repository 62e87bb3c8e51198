"""Policies, incentives and quotations on the gold of the sample page and on small cases, and the macros for everyday use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from tests.warehouse.gold_page import gold_tables, warehouse_of
from tests.warehouse.test_marts import SENTENCE, SPAN, entity, event, filler, metric, rows


@pytest.fixture(scope="module")
def gold() -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse_of(gold_tables()) as connection:
        yield connection


def test_incentives_of_the_page(gold: duckdb.DuckDBPyConnection) -> None:
    query = (
        "SELECT granters, beneficiary_count, counted, amount, amount_qualifier, status, period_end FROM mart_incentives"
    )
    (_, reward) = rows(gold, query)
    # 6000余万元 for 65家 listed firms as of the end of the year before.
    assert reward == (
        ["石家庄高新区"], Decimal(65), "挂牌上市公司", Decimal(60_000_000), "more_than", "happened", dt.date(2017, 12, 31),
    )  # fmt: skip


def test_an_incentive_without_figures_keeps_its_parties() -> None:
    tables = {
        "sentences": [SENTENCE],
        "entities": [entity("g", "LOC.CITY"), entity("b", "ORG.COMPANY")],
        "events": [event("e", "incentive", status="planned")],
        "event_roles": [
            filler("e", "granter", "某市", entity_id="g"),
            filler("e", "beneficiary", "甲公司", entity_id="b"),
        ],
    }
    with warehouse_of(tables) as connection:
        query = "SELECT granters, beneficiaries, amount, status FROM mart_incentives"
        assert rows(connection, query) == [(["g"], ["b"], None, "planned")]


def test_the_timeline_of_policies_on_the_page(gold: duckdb.DuckDBPyConnection) -> None:
    steps = rows(gold, "SELECT period_start, step, document FROM mart_policies WHERE period_start IS NOT NULL")
    assert [(start.isoformat()[:7], step) for start, step, _ in steps] == [
        ("2009-01", "policy_issue"),
        ("2017-11", "product_launch"),
        ("2017-11", "policy_issue"),
        ("2018-08", "policy_issue"),
        ("2018-08", "incentive"),
    ]


def test_only_incentives_under_a_policy_and_launched_mechanisms_are_steps() -> None:
    tables = {
        "sentences": [SENTENCE],
        "entities": [entity("m", "MECHANISM"), entity("p", "POLICY"), entity("o", "ORG.COMPANY")],
        "events": [
            event("launch", "product_launch"),
            event("gadget", "product_launch", trigger_start=20),
            event("under", "incentive", trigger_start=30),
            event("alone", "incentive", trigger_start=40),
        ],
        "event_roles": [
            filler("launch", "product", "机制", entity_id="m"),
            filler("gadget", "product", "手机"),
            filler("under", "policy", "办法", entity_id="p"),
            filler("alone", "beneficiary", "公司", entity_id="o"),
        ],
    }
    with warehouse_of(tables) as connection:
        assert rows(connection, "SELECT event_id, document FROM mart_policies") == [("launch", "m"), ("under", "p")]


def test_speakers_of_the_page_with_their_offices(gold: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT DISTINCT speaker, organisation, title FROM mart_people_quotes WHERE organisation IS NOT NULL ORDER BY ALL"
    assert rows(gold, query) == [("权衡", "上海社科院", "研究员"), ("陈杰", "上海临港管委会", "党组书记")]


def test_an_office_is_taken_from_the_same_document_only() -> None:
    def said(name: str, document: str) -> dict[str, object]:
        place = {"article_id": f"a{document}", "document_id": document}
        return {
            "quote_id": name,
            "kind": "direct",
            "content": "…",
            "speaker": "王明",
            "speaker_entity_id": "w",
            **place,
            **SPAN,
        }

    tables = {
        "sentences": [SENTENCE],
        "articles": [
            {"article_id": f"a{document}", "document_id": document, "kind": "news", "position": 0, "text": "…", **SPAN}
            for document in ("d1", "d2")
        ],
        "entities": [entity("w", "PER"), entity("o", "ORG.GOV")],
        "events": [event("e", "person_title")],
        "event_roles": [
            filler("e", "person", "王明", entity_id="w"),
            filler("e", "org", "某局", entity_id="o"),
            filler("e", "title", "局长"),
        ],
        "quotes": [said("q1", "d1"), said("q2", "d2")],
    }
    with warehouse_of(tables) as connection:
        query = "SELECT quote_id, organisation, title FROM mart_people_quotes ORDER BY quote_id"
        assert rows(connection, query) == [("q1", "o", "局长"), ("q2", None, None)]


def test_a_span_is_shown_in_its_context(gold: duckdb.DuckDBPyConnection) -> None:
    ((text, shown, first),) = rows(
        gold, "SELECT source_text(document_id, 30, 36), context(document_id, 30, 36, width := 4), context(document_id, 0, 1) FROM documents"
    )  # fmt: skip
    assert f"【{text}】" in shown
    assert len(shown) == 6 + 2 + 2 * 4
    assert first.startswith("【")


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("cny_wan(5000000)", 500),
        ("cny_yi(331160000)", 3.3116),
        ("cny_wan(NULL::DECIMAL(38,9))", None),
        ("in_period(DATE '2018-01-01', DATE '2018-10-31', '2018-01-01', '2018-12-31')", True),
        ("in_period(DATE '2017-12-31', DATE '2018-10-31', '2018-01-01', '2018-12-31')", False),
        ("in_period(NULL, DATE '2018-10-31', '2018-01-01', '2018-12-31')", True),
    ],
)
def test_macros_for_money_and_periods(gold: duckdb.DuckDBPyConnection, call: str, value: object) -> None:
    assert rows(gold, f"SELECT {call}") == [(value,)]


def test_a_figure_of_an_incentive_is_its_amount() -> None:
    tables = {
        "sentences": [SENTENCE],
        "entities": [entity("g", "LOC.CITY")],
        "metrics": [metric("m", "3000000", dimension="money", unit="CNY")],
        "events": [event("e", "incentive", metric_ids=["m"])],
        "event_roles": [filler("e", "granter", "某市", entity_id="g")],
    }
    with warehouse_of(tables) as connection:
        assert rows(connection, "SELECT amount, currency FROM mart_incentives") == [(Decimal(3_000_000), "CNY")]
