"""The questions, asked of the gold of the sample page and of an empty warehouse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.gold_page import ISSUE, gold_tables, warehouse_of
from warehouse.errors import QuestionError
from warehouse.questions import ask, find_question, list_questions

NAMES = tuple(question.name for question in list_questions())
ZONE = "石家庄高新区"
JANUARY, SEPTEMBER_30, OCTOBER_31 = dt.date(2018, 1, 1), dt.date(2018, 9, 30), dt.date(2018, 10, 31)
LAST_YEAR = dt.date(2017, 12, 31)


@pytest.fixture(scope="module")
def gold() -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse_of(gold_tables()) as connection:
        yield connection


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse_of({}) as connection:
        yield connection


def answer(connection: duckdb.DuckDBPyConnection, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """Rows of the answer, the document left out, only the given columns if any are given."""
    table = ask(connection, name).drop_columns(["document_id"])
    chosen = table.select(list(columns)) if columns else table
    return [tuple(row.values()) for row in chosen.to_pylist()]


def test_there_are_fifteen_questions_in_both_languages() -> None:
    questions = list_questions()
    assert [question.number for question in questions] == list(range(1, 16))
    assert len(set(NAMES)) == len(NAMES)
    for question in questions:
        assert question.english.endswith("?")
        assert question.chinese.endswith("？")


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_warehouse_answers_nothing(empty: duckdb.DuckDBPyConnection, name: str) -> None:
    assert ask(empty, name).num_rows == 0


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_says_which_document_it_is_from(gold: duckdb.DuckDBPyConnection, name: str) -> None:
    table = ask(gold, name)
    assert table.num_rows > 0
    assert "document_id" in table.column_names


@pytest.mark.parametrize("name", NAMES)
def test_no_question_or_mart_names_anything_of_a_page(name: str) -> None:
    tables = gold_tables()
    printed = {
        entity["canonical_name"]
        for entity in tables["entities"]
        if entity["entity_type"].split(".")[0] in {"ORG", "LOC", "PER"}
    }
    query = find_question(name).query
    assert [entity for entity in printed if entity in query] == []


def test_no_mart_names_anything_of_a_page() -> None:
    from warehouse.marts import load_marts

    entities = gold_tables()["entities"]
    printed = {
        e["canonical_name"]
        for e in entities
        if e["entity_type"].split(".")[0] in {"ORG", "LOC", "PER", "FUND", "POLICY"}
    }
    for mart in load_marts():
        assert [name for name in printed if name in mart.query] == [], mart.name


def test_a_question_is_found_by_name_and_by_number() -> None:
    assert find_question("2") == find_question("zone_gdp") == find_question("02_zone_gdp")
    with pytest.raises(QuestionError, match="loan_programmes"):
        find_question("no_such_question")


def test_a_database_without_marts_cannot_answer() -> None:
    with duckdb.connect() as connection, pytest.raises(QuestionError, match="cannot answer 'zone_gdp'"):
        ask(connection, "zone_gdp")


def test_a_question_without_its_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "01_half.sql").write_text("-- question: Why?\nSELECT 1\n", encoding="utf-8")
    with pytest.raises(QuestionError, match="01_half"):
        list_questions(tmp_path)


def test_loans_in_total(gold: duckdb.DuckDBPyConnection) -> None:
    # 33116万 / 26 = 1273.6923…万; printed in the lede, the body (since 2017) and the pull quote.
    assert answer(gold, "loan_programmes") == [
        ("知识产权质押贷款", 26, "exact", 3.3116, "exact", 1273.69, dt.date(2017, 1, 1), ISSUE, 3)
    ]


def test_gdp_of_the_zone(gold: duckdb.DuckDBPyConnection) -> None:
    assert answer(gold, "zone_gdp") == [(ZONE, "LOC.ZONE", JANUARY, SEPTEMBER_30, 190.7, Decimal("10.8"), "%")]


def test_figures_from_january_to_october(gold: duckdb.DuckDBPyConnection) -> None:
    rows = answer(gold, "year_to_month", "indicator", "period_start", "period_end", "value", "growth")
    assert rows == [
        ("营业收入", JANUARY, OCTOBER_31, Decimal(2274 * 10**8), Decimal("7.1")),
        ("固定资产投资", JANUARY, OCTOBER_31, Decimal(1693 * 10**7), Decimal("7.2")),
        ("规模以上高新技术产业增加值", JANUARY, OCTOBER_31, Decimal(103 * 10**8), Decimal("19.1")),
    ]


def test_values_of_the_year_before(gold: duckdb.DuckDBPyConnection) -> None:
    rows = answer(gold, "previous_values", "indicator", "implied_previous_value")
    assert [(indicator, round(value / 10**8, 2)) for indicator, value in rows] == [
        ("地区生产总值", Decimal("172.11")),  # 190.7 / (1 + 10.8 %) = 172.1119
        ("营业收入", Decimal("2123.25")),  # 2274 / (1 + 7.1 %) = 2123.2493
        ("固定资产投资", Decimal("157.93")),  # 169.3 / (1 + 7.2 %) = 157.9291
        ("规模以上高新技术产业增加值", Decimal("86.48")),  # 103 / (1 + 19.1 %) = 86.4819
    ]


def test_platforms_by_level(gold: duckdb.DuckDBPyConnection) -> None:
    # 219 - 94 - 94 = 31 are not listed.
    assert answer(gold, "platform_levels", "level", "number") == [
        (None, 219),
        ("国家级", 94),
        ("省级", 94),
        ("unlisted", 31),
    ]


def test_incubation_chain(gold: duckdb.DuckDBPyConnection) -> None:
    assert answer(gold, "incubation_chain", "owner", "stage", "printed", "number", "qualifier") == [
        (ZONE, "众创空间", "众创空间", 30, "exact"),
        (ZONE, "孵化器", "孵化器", 17, "exact"),
        (ZONE, "加速器", "加速器", 4, "exact"),
        (ZONE, "园区", "专业园区", None, "vague"),
    ]


def test_who_is_missing_where(gold: duckdb.DuckDBPyConnection) -> None:
    # Branches: 北京, 河北, 农业, 华夏, 兴业; scheme: 北京, 河北, 农业. Insurers: 平安, 人保, 太平洋; units: 人保, 太平洋 (as 太平洋保险).
    assert set(answer(gold, "partners_missing", "gap", "name")) == {
        ("branch_without_scheme", "华夏银行"),
        ("branch_without_scheme", "兴业银行"),
        ("scheme_without_unit", "平安财险"),
    }


def test_pool_cap_and_funds(gold: duckdb.DuckDBPyConnection) -> None:
    wan = 10**4
    assert answer(gold, "pool_and_funds", "line", "name", "value", "unit", "qualifier") == [
        ("pool", "风险补偿资金池", Decimal(3000 * wan), "CNY", "exact"),
        ("cap", "政银保(担)评", Decimal(97), "%", "at_most"),
        ("fund", "母基金", Decimal(500_000 * wan), "CNY", "exact"),
        ("fund", "新药基金", Decimal(100_000 * wan), "CNY", "exact"),
        ("fund", "中小企业发展基金", Decimal(10_000 * wan), "CNY", "exact"),
        ("fund", "天使基金", Decimal(3500 * wan), "CNY", "exact"),
        ("sum_of_funds", None, Decimal(613_500 * wan), "CNY", None),  # 50 + 10 + 1 + 0.35 = 61.35亿
        ("funds_listed", None, Decimal(4), None, None),
        ("funds_claimed", None, Decimal(5), "只", None),
    ]


def test_loan_of_the_named_borrower(gold: duckdb.DuckDBPyConnection) -> None:
    columns = ("borrowers", "amount", "term", "term_unit", "product", "collateral", "lenders", "appraisers", "insurers")
    assert answer(gold, "named_loans", *columns) == [
        (
            ["河北天地智慧医疗器械设备公司"],
            Decimal(5_000_000),
            Decimal(2),
            "年",
            "流动资金贷款",
            ["著作权、实用新型"],
            ["北京银行"],
            ["连城资产评估有限公司"],
            ["保险公司"],
        )
    ]


def test_listed_firms_and_rewards(gold: duckdb.DuckDBPyConnection) -> None:
    assert answer(gold, "rewards") == [([ZONE], ["区内挂牌上市公司"], 65, 6000.0, "more_than", LAST_YEAR)]


def test_money_raised_through_roadshows(gold: duckdb.DuckDBPyConnection) -> None:
    assert answer(gold, "roadshows") == [
        ("京津冀科技企业投融资路演会", [ZONE, "北京创投会"], 30, "more_than", 12.0, ISSUE)
    ]


def test_timeline_of_the_scheme(gold: duckdb.DuckDBPyConnection) -> None:
    rows = answer(gold, "scheme_timeline", "period_start", "step", "document")
    assert rows == [
        (dt.date(2009, 1, 1), "policy_issue", "知识产权质押贷款"),
        (dt.date(2017, 11, 1), "product_launch", "政银保(担)评"),
        (dt.date(2017, 11, 1), "policy_issue", "进一步深化知识产权质押融资改革工作方案"),
        (dt.date(2018, 8, 1), "policy_issue", "石家庄高新区关于鼓励金融机构聚集发展的政策"),
        (dt.date(2018, 8, 1), "incentive", "石家庄高新区关于鼓励金融机构聚集发展的政策"),
        (None, "risk_sharing", "政银保(担)评"),
        (None, "policy_issue", None),
    ]


def test_voucher_platform(gold: duckdb.DuckDBPyConnection) -> None:
    # 三地 are the hosts of the event told before: 嘉定区 with 苏州 and 温州.
    places = ["嘉定区", "苏州市", "温州市"]
    assert answer(gold, "voucher_platforms") == [
        ("长三角科技“双创券”服务平台", "decided", places, "高校院所、检验检测机构", 130, "家"),
        ("长三角科技“双创券”服务平台", "decided", places, "大型仪器设备", 1705, "台"),
    ]


def test_who_said_what(gold: duckdb.DuckDBPyConnection) -> None:
    rows = answer(gold, "who_said_what", "speaker", "organisation", "title", "kind")
    assert len(rows) == 11
    assert ("陈杰", "上海临港管委会", "党组书记", "indirect") in rows
    assert ("权衡", "上海社科院", "研究员", "indirect") in rows
    assert ("一线干部", None, None, "direct") in rows
    assert rows.count(("习近平", None, "总书记", "direct")) == 2


def test_what_has_not_happened_and_what_is_not_exact(gold: duckdb.DuckDBPyConnection) -> None:
    rows = answer(gold, "open_and_vague", "list", "how", "what", "value", "value_min", "value_max")
    ahead = [(how, what, value) for name, how, what, value, _, _ in rows if name == "not_yet"]
    assert ahead == [
        ("planned", "提出要组建专门机构", None),
        ("planned", "提出要组建专门机构", None),
        ("planned", "提出要组建专门机构", None),
        ("planned", "海洋战略性新兴产业示范园", None),
        ("planned", "合作", None),
        ("target", "国内首批5G正式商用地区", None),
        ("target", "芯片研发中心", Decimal(5)),
        ("decided", "长三角科技“双创券”服务平台", None),
    ]
    figures = [(how, what.split()[0], low, high) for name, how, what, _, low, high in rows if name == "not_exact"]
    assert figures == [
        ("vague", "若干个", None, None),
        ("more_than", "2000多家", Decimal(2000), None),
        ("at_most", "97%", None, Decimal(97)),
        ("more_than", "6000余万元", Decimal(60_000_000), None),
        ("more_than", "3000余家", Decimal(3000), None),
        ("more_than", "30余家", Decimal(30), None),
        ("approx", "1/4", None, None),
    ]
