"""The marts on the gold of the sample page, on small made-up cases, and their files against the contracts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.gold_page import gold_tables, warehouse_of
from warehouse.contracts import MART_TABLES, TABLES
from warehouse.errors import MartError
from warehouse.marts import build_marts, load_marts

SPAN = {"char_start": 0, "char_end": 1}
PLACE = {"sentence_id": "s1", "article_id": "a1", "document_id": "d1"}


@pytest.fixture(scope="module")
def gold() -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse_of(gold_tables()) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def metric(name: str, value: str | None, **columns: Any) -> dict[str, Any]:
    """A metric of sentence s1 that is its own fact."""
    number = None if value is None else Decimal(value)
    plain = {
        "dimension": "count",
        "qualifier": "exact",
        "kind": "level",
        "status": "actual",
        "period_source": "explicit",
    }
    return {"metric_id": name, "fact_id": name, "surface": name, "value": number, **PLACE, **SPAN, **plain, **columns}


def event(name: str, event_type: str, **columns: Any) -> dict[str, Any]:
    """An event of sentence s1."""
    plain = {
        "event_id": name,
        "event_type": event_type,
        "status": "happened",
        "trigger": "t",
        "trigger_start": 10,
        "trigger_end": 11,
    }
    return {**plain, **PLACE, **SPAN, **columns}


def filler(event_id: str, role: str, text: str, position: int = 0, **columns: Any) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "role": role,
        "position": position,
        "text": text,
        "inferred": False,
        **SPAN,
        **columns,
    }


def entity(name: str, entity_type: str) -> dict[str, Any]:
    return {"entity_id": name, "entity_type": entity_type, "canonical_name": name}


SENTENCE: Mapping[str, Any] = {**PLACE, **SPAN, "block_role": "body", "text": "…"}


@pytest.mark.parametrize("mart", load_marts(), ids=lambda mart: mart.name)
def test_a_mart_states_its_contract(mart: Any) -> None:
    table = TABLES[mart.name]
    assert table.grain.startswith(mart.grain) or mart.grain.startswith(table.grain)
    assert mart.about.endswith(".")
    assert not re.search(r"SELECT \*\s*$", mart.query), "the last SELECT names its columns"


def test_every_mart_is_published_with_its_key(gold: duckdb.DuckDBPyConnection) -> None:
    for name in MART_TABLES:
        key = ", ".join(TABLES[name].key)
        assert rows(gold, f"SELECT {key} FROM {name} GROUP BY {key} HAVING count(*) > 1") == [], name


def test_an_empty_warehouse_has_empty_marts() -> None:
    with warehouse_of({}) as connection:
        assert {name: rows(connection, f"SELECT count(*) FROM {name}")[0][0] for name in MART_TABLES} == dict.fromkeys(
            MART_TABLES, 0
        )


def test_marts_are_rebuilt_in_place() -> None:
    with warehouse_of(gold_tables()) as connection:
        before = rows(connection, "FROM mart_loans")
        build_marts(connection)
        assert rows(connection, "FROM mart_loans") == before


def test_marts_come_after_what_they_read() -> None:
    done: set[str] = set()
    for mart in load_marts():
        assert mart.reads <= done, mart.name
        done.add(mart.name)


def test_marts_that_read_each_other_are_refused(tmp_path: Path) -> None:
    for name, other in (("mart_a", "mart_b"), ("mart_b", "mart_a")):
        text = f"-- name: {name}\n-- about: A.\n-- grain: row\nSELECT * FROM {other}\n"
        (tmp_path / f"{name}.sql").write_text(text, encoding="utf-8")
    with pytest.raises(MartError, match="mart_a"):
        load_marts(tmp_path)


def test_a_mart_without_grain_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mart_a.sql").write_text("-- name: mart_a\n-- about: A.\nSELECT 1\n", encoding="utf-8")
    with pytest.raises(MartError, match="grain"):
        load_marts(tmp_path)


def test_columns_that_differ_from_the_contract_are_refused() -> None:
    with warehouse_of({}) as connection:
        connection.execute("ALTER TABLE events ALTER COLUMN status SET DATA TYPE VARCHAR[] USING [status]")
        with pytest.raises(
            MartError, match=r"mart_event_fillers: expected column status VARCHAR, got status VARCHAR\[\]"
        ):
            build_marts(connection)


def test_the_scheme_of_the_page(gold: duckdb.DuckDBPyConnection) -> None:
    found = gold.execute("FROM mart_financing_schemes").to_arrow_table().to_pylist()
    assert len(found) == 1
    scheme = found[0]
    assert scheme["scheme"] == "政银保(担)评"
    assert (len(scheme["banks"]), len(scheme["insurers"]), len(scheme["appraisers"]), len(scheme["guarantors"])) == (
        3,
        3,
        1,
        1,
    )
    assert scheme["pool_size"] == 30_000_000
    assert (scheme["risk_cap_pct"], scheme["risk_cap_qualifier"]) == (97, "at_most")
    assert (scheme["launch_start"], scheme["launch_end"]) == (dt.date(2017, 11, 1), dt.date(2017, 11, 30))
    assert (scheme["borrower_count"], scheme["loan_amount"]) == (26, 331_160_000)


def test_alliances_founded_and_only_named(gold: duckdb.DuckDBPyConnection) -> None:
    assert rows(gold, "SELECT alliance, founders, status FROM mart_alliances ORDER BY alliance") == [
        ("长三角汽车产业创新联盟", ["嘉苏温三地", "上汽大众"], "happened"),
        ("长三角海洋经济创新发展联盟", [], None),
    ]


def test_products_with_their_actors(gold: duckdb.DuckDBPyConnection) -> None:
    found = rows(gold, "SELECT product FROM mart_products WHERE list_contains(actors, '合作银行')")
    assert {name for (name,) in found} == {"股权质押贷款", "应收账款质押贷款", "合同质押贷款", "票据质押贷款"}


def test_the_network_ties_partners_of_the_scheme(gold: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT target FROM mart_entity_network WHERE event_type = 'risk_sharing' AND source = '河北银行' AND target_role = 'insurer'"
    assert {name for (name,) in rows(gold, query)} == {"平安财险", "人保财险", "太平洋财险"}


def test_the_day_of_the_page(gold: duckdb.DuckDBPyConnection) -> None:
    query = "SELECT document_count, article_count, metric_count, event_count, quote_count FROM mart_daily_volume"
    assert rows(gold, query) == [(1, 7, 51, 76, 11)]


def test_an_implied_value_needs_a_usable_change() -> None:
    changes = [
        metric(
            "fell", "90", indicator="i", subject_entity_ids=["z"], unit="家", change_value=Decimal(-10), change_unit="%"
        ),
        metric(
            "gone", "0", indicator="i", subject_entity_ids=["z"], unit="家", change_value=Decimal(-100), change_unit="%"
        ),
        metric(
            "points", "25", indicator="i", subject_entity_ids=["z"], unit="%", change_value=Decimal(3), change_unit="pp"
        ),
        metric(
            "more", "25", indicator="i", subject_entity_ids=["z"], unit="家", change_value=Decimal(3), change_unit="家"
        ),
        metric(
            "other", "25", indicator="i", subject_entity_ids=["z"], unit="家", change_value=Decimal(3), change_unit="户"
        ),
        metric(
            "vague", None, indicator="i", subject_entity_ids=["z"], unit="家", change_value=Decimal(3), change_unit="%"
        ),
    ]
    with warehouse_of({"metrics": changes, "entities": [entity("z", "LOC.CITY")]}) as connection:
        found = dict(rows(connection, "SELECT metric_id, implied_previous_value FROM mart_region_indicators"))
    # 90 / (1 - 10 %) = 100; 0 / (1 - 100 %) has no answer; 25 % - 3 pp = 22 %; 25 - 3 = 22.
    assert found == {"fell": 100, "gone": None, "points": 22, "more": 22, "other": None, "vague": None}


def test_only_places_are_regions_and_repeats_are_one_row() -> None:
    metrics = [
        metric("m1", "5", fact_id="f", indicator="i", subject_entity_ids=["z"], char_start=0),
        metric(
            "m2",
            "5",
            fact_id="f",
            indicator="i",
            subject_entity_ids=["z"],
            char_start=9,
            change_value=Decimal(1),
            change_unit="%",
        ),
        metric("m3", "7", indicator="i", subject_entity_ids=["firm"]),
        metric("m4", "7", indicator="i", subject_entity_ids=["z"], status="target"),
    ]
    entities = [entity("z", "LOC.CITY"), entity("firm", "ORG.COMPANY")]
    with warehouse_of({"metrics": metrics, "entities": entities}) as connection:
        assert rows(connection, "SELECT metric_id FROM mart_region_indicators") == [("m2",)]


def test_two_loans_of_the_same_amount_to_two_borrowers_stay_two() -> None:
    tables = {
        "entities": [entity("甲公司", "ORG.COMPANY"), entity("乙公司", "ORG.COMPANY")],
        "metrics": [
            metric("m1", "100", unit="CNY", dimension="money"),
            metric("m2", "100", unit="CNY", dimension="money"),
        ],
        "events": [event("e1", "loan", metric_ids=["m1"]), event("e2", "loan", metric_ids=["m2"])],
        "event_roles": [
            filler("e1", "borrower", "甲公司", entity_id="甲公司"),
            filler("e2", "borrower", "乙公司", entity_id="乙公司"),
        ],
    }
    with warehouse_of(tables) as connection:
        assert rows(connection, "SELECT borrowers, amount, average_amount FROM mart_loans ORDER BY borrowers") == [
            (["乙公司"], 100, None),
            (["甲公司"], 100, None),
        ]


def test_a_headline_and_its_body_tell_one_programme() -> None:
    both = {"dimension": "money", "unit": "CNY", "fact_id": "f1"}
    tables = {
        "metrics": [
            metric("m1", "600", **both),
            metric("n1", "3", unit="户", fact_id="f2"),
            metric("m2", "600", **both),
            metric("n2", "3", unit="户", fact_id="f2"),
        ],
        "events": [event("e1", "loan", metric_ids=["m1", "n1"]), event("e2", "loan", metric_ids=["m2", "n2"])],
        "event_roles": [filler("e2", "product", "质押贷款")],
    }
    with warehouse_of(tables) as connection:
        query = "SELECT product, borrower_count, amount, average_amount, mention_count FROM mart_loans"
        assert rows(connection, query) == [("质押贷款", 3, 600, 200, 2)]  # 600 / 3 = 200


def test_a_figure_that_no_event_claims_goes_to_the_nearest_one() -> None:
    tables = {
        "metrics": [metric("free", "5", char_start=30, char_end=31), metric("taken", "6", char_start=32, char_end=33)],
        "events": [
            event("far", "loan", trigger_start=0, trigger_end=2),
            event("near", "incentive", trigger_start=25, trigger_end=27, metric_ids=["taken"]),
            event("relation", "person_title", trigger_start=29, trigger_end=30),
        ],
    }
    with warehouse_of(tables) as connection:
        query = "SELECT event_id, metric_id, linked_by, position FROM mart_event_figures ORDER BY position"
        assert rows(connection, query) == [("near", "taken", "event", 0), ("near", "free", "sentence", 1)]


def test_sizes_go_to_the_funds_that_follow_them() -> None:
    # 5亿元的甲基金、3亿元的乙基金: one event, two funds, two sizes.
    money = {"dimension": "money", "unit": "CNY", "kind": "fund_size"}
    tables = {
        "metrics": [
            metric("m1", "5", char_start=0, char_end=3, **money),
            metric("m2", "3", char_start=8, char_end=11, **money),
        ],
        "events": [event("e1", "fund_setup", metric_ids=["m1", "m2"])],
        "event_roles": [
            filler("e1", "fund", "甲基金", 0, char_start=4, char_end=7),
            filler("e1", "fund", "乙基金", 1, char_start=12, char_end=15),
        ],
    }
    with warehouse_of(tables) as connection:
        assert rows(connection, "SELECT fund, size FROM mart_funds ORDER BY fund") == [("乙基金", 3), ("甲基金", 5)]


def test_sizes_after_their_funds_are_found_too() -> None:
    # 甲基金规模5亿元、乙基金规模3亿元.
    money = {"dimension": "money", "unit": "CNY"}
    tables = {
        "metrics": [
            metric("m1", "5", char_start=5, char_end=8, **money),
            metric("m2", "3", char_start=14, char_end=17, **money),
        ],
        "events": [event("e1", "fund_setup", metric_ids=["m1", "m2"])],
        "event_roles": [
            filler("e1", "fund", "甲基金", 0, char_start=0, char_end=3, metric_id="m1"),
            filler("e1", "fund", "乙基金", 1, char_start=9, char_end=12, metric_id="m2"),
        ],
    }
    with warehouse_of(tables) as connection:
        assert rows(connection, "SELECT fund, size FROM mart_funds ORDER BY fund") == [("乙基金", 3), ("甲基金", 5)]


def test_a_single_incubator_is_no_chain() -> None:
    tables = {"metrics": [metric("m1", "5", indicator="孵化器", unit="家")]}
    with warehouse_of(tables) as connection:
        assert rows(connection, "SELECT count(*) FROM mart_platforms") == [(0,)]


def test_money_raised_in_the_sentence_of_a_roadshow_counts_for_it() -> None:
    money = metric("m1", "12", unit="CNY", dimension="money", char_start=30, char_end=34)
    tables = {
        "metrics": [money, metric("m0", "9", unit="CNY", dimension="money", char_start=2, char_end=4)],
        "events": [
            event("before", "investment", trigger_start=1, trigger_end=2, metric_ids=["m0"]),
            event("held", "gathering"),
            event("together", "cooperation"),
            event("raised", "investment", trigger_start=25, trigger_end=27, metric_ids=["m1"]),
        ],
        "event_roles": [
            filler("held", "name", "某某路演会"),
            filler("together", "object", "某某路演会"),
            filler("together", "party", "甲"),
        ],
    }
    with warehouse_of(tables) as connection:
        query = "SELECT platform, parties, metric_id FROM mart_platforms"
        assert rows(connection, query) == [("某某路演会", ["甲"], "m1")]


def test_a_total_without_parts_has_no_levels() -> None:
    tables = {"metrics": [metric("m1", "5", indicator="创新平台", unit="家")]}
    with warehouse_of(tables) as connection:
        assert rows(connection, "SELECT count(*) FROM mart_platforms") == [(0,)]


def test_an_actual_figure_beside_a_plan_is_no_target() -> None:
    tables = {
        "sentences": [SENTENCE],
        "metrics": [metric("now", "5", unit="家"), metric("then", "9", unit="家", status="target", kind="target")],
        "events": [event("e1", "target", status="target", metric_ids=["now", "then"])],
        "event_roles": [filler("e1", "target", "研发中心")],
    }
    with warehouse_of(tables) as connection:
        assert rows(connection, "SELECT goal, metric_id, value FROM mart_targets") == [("研发中心", "then", 9)]


def test_a_forecast_without_an_event_is_listed() -> None:
    tables = {"sentences": [SENTENCE], "metrics": [metric("m1", "9", indicator="产值", status="forecast", unit="CNY")]}
    with warehouse_of(tables) as connection:
        assert rows(connection, "SELECT status, kind, goal, value FROM mart_targets") == [
            ("forecast", "figure", "产值", 9)
        ]


def test_keywords_set_issues_apart() -> None:
    days = {"d1": dt.date(2018, 12, 3), "d2": dt.date(2018, 12, 4)}
    documents = [
        {"document_id": name, "source_uri": name, "issue_date": day, "text": "…"} for name, day in days.items()
    ]
    words = {"d1": ["贷款", "贷款", "企业", "的"], "d2": ["卫星", "企业"]}
    tokens = [
        {
            "sentence_id": name,
            "document_id": name,
            "position": at,
            "token": word,
            "pos": "uj" if word == "的" else "n",
            **SPAN,
        }
        for name, listed in words.items()
        for at, word in enumerate(listed)
    ]
    with warehouse_of({"documents": documents, "tokens": tokens}) as connection:
        found = rows(
            connection, "SELECT issue, token, place, round(tf_idf, 4) FROM mart_keywords ORDER BY issue, place"
        )
    # 贷款: tf 2/3, idf ln(3/2) + 1 = 1.4055; 企业: in both issues, idf ln(3/3) + 1 = 1.
    assert found == [
        ("2018-12-03", "贷款", 1, 0.937),
        ("2018-12-03", "企业", 2, 0.3333),
        ("2018-12-04", "卫星", 1, 0.7027),
        ("2018-12-04", "企业", 2, 0.5),
    ]


def test_duplicates_are_counted_apart() -> None:
    documents = [
        {"document_id": "d1", "source_uri": "a", "issue_date": dt.date(2018, 12, 3), "char_count": 7, "text": "…"},
        {
            "document_id": "d2",
            "source_uri": "b",
            "issue_date": dt.date(2018, 12, 3),
            "char_count": 7,
            "duplicate_of": "d1",
            "text": "…",
        },
        {"document_id": "d3", "source_uri": "c", "char_count": 5, "text": "…"},
    ]
    with warehouse_of({"documents": documents}) as connection:
        query = (
            "SELECT issue_date, document_count, duplicate_count, char_count FROM mart_daily_volume ORDER BY issue_date"
        )
        assert rows(connection, query) == [(dt.date(2018, 12, 3), 1, 1, 7), (None, 1, 0, 5)]
