"""Queries over whole documents find figures that contradict each other, and nothing where they agree."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.driver import execute
from flows.requests import Request
from warehouse.contracts import TABLES
from warehouse.expectations.rules import ASSERTIONS, expectations_of

PAGE = """全省经济运行情况

本报讯 记者从省统计局获悉，2018年全省货物进出口总额1200亿元，同比增长20%。2017年全省货物进出口总额{trade}。

2018年全市粮食总产量{grain}，其中小麦40万吨、玉米30万吨。

当天，交通银行、招商银行、民生银行、光大银行等{open}家银行到会。昨天，工商银行、中国银行、浦发银行{closed}家银行签约。北京、上海等12个城市入选。

2018年末全市贷款余额为{loans}。参加活动的有{people}人。
"""
SOUND = {"trade": "1000亿元", "grain": "70万吨", "open": "4", "closed": "3", "loans": "35亿元", "people": "12"}


def failing(folder: Path, **figures: str) -> dict[str, int]:
    """Failed checks of a run on the page with those figures, each with its number of rows."""
    page = folder / "page.txt"
    page.write_text(PAGE.format(**{**SOUND, **figures}), encoding="utf-8")
    summary = execute(Request(sources=(str(page),), build=folder / "build", issue_date="2019-03-01"))
    return {expectation: rows for _, _, expectation, rows in summary.failed_checks}


def test_figures_that_agree_break_no_assertion(tmp_path: Path) -> None:
    assert failing(tmp_path) == {}


@pytest.mark.parametrize(
    ("figures", "assertion", "surfaces"),
    [
        ({"trade": "900亿元"}, "implied_previous_value", ["1200亿元"]),
        ({"grain": "60万吨"}, "parts_within_whole", ["60万吨"]),
        ({"open": "5"}, "claimed_count_matches_list", ["5家"]),
        ({"open": "3"}, "claimed_count_matches_list", ["3家"]),
        ({"closed": "2"}, "claimed_count_matches_list", ["2家"]),
        ({"closed": "6"}, "claimed_count_matches_list", ["6家"]),
        ({"loans": "35万吨"}, "unit_plausibility", ["35万吨"]),
        ({"people": "12.5"}, "unit_plausibility", ["12.5人"]),
    ],
)
def test_a_contradiction_is_told_with_its_figure_and_stops_nothing(
    tmp_path: Path, figures: dict[str, str], assertion: str, surfaces: list[str]
) -> None:
    assert failing(tmp_path, **figures) == {assertion: len(surfaces)}
    with duckdb.connect(str(tmp_path / "build" / "kechuang.duckdb"), read_only=True) as connection:
        told = connection.execute(
            "SELECT surface, detail FROM rejects WHERE reason = ?", [f"warning: metrics.{assertion}"]
        ).fetchall()
        kept = connection.execute("SELECT list(surface) FROM metrics").fetchone()
    assert [surface for surface, _ in told] == surfaces
    assert all(detail.endswith("the row was kept") for _, detail in told)
    assert kept is not None
    assert set(surfaces) <= set(kept[0])


def test_every_assertion_is_an_expectation_of_its_table() -> None:
    names = {rule.name for rule in expectations_of(TABLES["metrics"])}
    files = {path.stem for path in ASSERTIONS.glob("*.sql")}
    assert files
    assert files <= names
