"""The questions of analysts, asked of what a run makes of the sample page; the answers were read off the page by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.driver import execute
from flows.requests import Request
from seeds.load import SEEDS_DIR
from warehouse.database import DATABASE
from warehouse.query import open_read_only
from warehouse.questions import ask, list_questions

ANSWERS: dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]] = {
    "loan_programmes": (("borrowers", "amount_yi"), [(26, 3.3116)]),
    "zone_gdp": (("region", "gdp_yi", "growth"), [("石家庄高新区", 190.7, Decimal("10.8"))]),
    "year_to_month": (
        ("indicator", "value", "growth"),
        [
            ("营业收入", Decimal("227400000000"), Decimal("7.1")),
            ("固定资产投资", Decimal("16930000000"), Decimal("7.2")),
            ("规模以上高新技术产业增加值", Decimal("10300000000"), Decimal("19.1")),
        ],
    ),
    # 190.7 / 1.108, 2274 / 1.071, 169.3 / 1.072, 103 / 1.191 in 亿元
    "previous_values": (
        ("implied_previous_value",),
        [(Decimal("17211191335.74"),), (Decimal("212324929971.99"),), (Decimal("15792910447.76"),), (Decimal("8648194794.29"),)],
    ),
    "platform_levels": (("level", "number"), [(None, 219), ("国家级", 94), ("省级", 94), ("unlisted", 31)]),
    "incubation_chain": (("stage", "number"), [("众创空间", 30), ("孵化器", 17), ("加速器", 4), ("园区", None)]),
    "partners_missing": (
        ("gap", "name"),
        [("branch_without_scheme", "兴业银行"), ("branch_without_scheme", "华夏银行"), ("scheme_without_unit", "平安财险")],
    ),
    "pool_and_funds": (
        ("line", "value"),
        [
            ("pool", Decimal(30_000_000)),
            ("cap", Decimal(97)),
            ("fund", Decimal(5_000_000_000)),
            ("fund", Decimal(1_000_000_000)),
            ("fund", Decimal(100_000_000)),
            ("fund", Decimal(35_000_000)),
            ("sum_of_funds", Decimal(6_135_000_000)),
            ("funds_listed", Decimal(4)),
            ("funds_claimed", Decimal(5)),
        ],
    ),
    "named_loans": (
        ("amount", "term", "lenders", "appraisers"),
        [(Decimal(5_000_000), Decimal(2), ["北京银行"], ["连城资产评估有限公司"])],
    ),
    "rewards": (("number", "amount_wan", "amount_qualifier"), [(65, 6000.0, "more_than")]),
    "roadshows": (("firms", "amount_yi"), [(30, 12.0)]),
    "voucher_platforms": (("counted", "number"), [("检验检测机构", 130), ("大型仪器设备", 1705)]),
}  # fmt: skip
# Answers with long lists: what they must hold.
HELD: dict[str, tuple[str, set[str]]] = {
    "scheme_timeline": (
        "document",
        {"进一步深化知识产权质押融资改革工作方案", "石家庄高新区关于鼓励金融机构聚集发展的政策"},
    ),
    "who_said_what": ("speaker", {"习近平", "一线干部", "陈杰", "权衡"}),
    "open_and_vague": ("list", {"not_yet", "not_exact"}),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = tmp_path_factory.mktemp("answers")
    execute(Request(sources=(str(SEEDS_DIR / "pages"),), build=build, issue_date="2018-12-03"))
    return build / DATABASE


def answer(database: Path, name: str) -> list[dict[str, Any]]:
    with open_read_only(database) as connection:
        return ask(connection, name).to_pylist()


def test_every_question_has_an_answer_here() -> None:
    assert {question.name for question in list_questions()} == {*ANSWERS, *HELD}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_run_answers(database: Path, name: str) -> None:
    columns, expected = ANSWERS[name]
    assert [tuple(row[column] for column in columns) for row in answer(database, name)] == expected


@pytest.mark.parametrize("name", HELD)
def test_the_run_lists(database: Path, name: str) -> None:
    column, expected = HELD[name]
    assert expected <= {row[column] for row in answer(database, name)}
