"""Dates and periods are found whole and resolved against the day of issue."""

from __future__ import annotations

import re
import time

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from transforms.engine.date_grammar import date_pattern

SEEDS = load_seeds(models=False)


def times(text: str, issue: str | None = "2021-06-14") -> list[tuple[str, str | None, str | None]]:
    table = extract([{"id": "t", "text": text, "issue_date": issue}], seeds=SEEDS, plain=True, until="times")["times"]
    days = [table.column(name).to_pylist() for name in ("surface", "period_start", "period_end")]
    return [(s, a and a.isoformat(), b and b.isoformat()) for s, a, b in zip(*days, strict=True)]


@pytest.mark.parametrize(
    ("text", "surface", "start", "end"),
    [
        ("会议于2018年3月5日召开。", "2018年3月5日", "2018-03-05", "2018-03-05"),
        ("系统在20240307上线。", "20240307", "2024-03-07", "2024-03-07"),
        ("２０１８年３月的报告。", "２０１８年３月", "2018-03-01", "2018-03-31"),
        ("98年4月建厂。", "98年4月", "1998-04-01", "1998-04-30"),
        ("07年第三季度回升。", "07年第三季度", "2007-07-01", "2007-09-30"),
        ("2005年首月下降。", "2005年首月", "2005-01-01", "2005-01-31"),
        ("今年１至４月份增长。", "今年１至４月份", "2021-01-01", "2021-04-30"),
        ("2017年5月至2018年4月完成。", "2017年5月至2018年4月", "2017-05-01", "2018-04-30"),
        ("2015年和2018年之间翻番。", "2015年和2018年之间", "2015-01-01", "2018-12-31"),
        ("前年11月到去年3月停产。", "前年11月到去年3月", "2019-11-01", "2020-03-31"),
        ("去年到现在没有停工。", "去年到现在", "2020-01-01", "2021-06-14"),
        ("“六五”期间建成。", "“六五”期间", "1981-01-01", "1985-12-31"),
        ("记者11日获悉。", "11日", "2021-06-11", "2021-06-11"),
        ("记者30日获悉。", "30日", "2021-05-30", "2021-05-30"),
        ("13日早上8时40分到达。", "13日早上8时40分", "2021-06-13", "2021-06-13"),
        ("今天（6月14日）上午开幕。", "今天（6月14日）上午", "2021-06-14", "2021-06-14"),
        ("本月15日开工。", "本月15日", "2021-06-15", "2021-06-15"),
        ("上个月下旬投产。", "上个月下旬", "2021-05-21", "2021-05-31"),
        ("上季度盈利。", "上季度", "2021-01-01", "2021-03-31"),
        ("下周六开赛。", "下周六", "2021-06-26", "2021-06-26"),
        ("上周星期三到这周二放假。", "上周星期三到这周二", "2021-06-09", "2021-06-15"),
        ("6月第二周放假。", "6月第二周", "2021-06-14", "2021-06-20"),
        ("三年前成立。", "三年前", "2018-01-01", "2018-12-31"),
        ("两个月后交付。", "两个月后", "2021-08-01", "2021-08-31"),
        ("10年来变化很大。", "10年来", "2011-06-14", "2021-06-14"),
        ("今后五年将翻番。", "今后五年", "2021-06-14", "2026-06-14"),
        ("今明两年继续。", "今明两年", "2021-01-01", "2022-12-31"),
        ("2018年以前没有。", "2018年以前", None, "2017-12-31"),
        ("2018年之后才有。", "2018年之后", "2019-01-01", None),
        ("自2017年以来增长。", "自2017年以来", "2017-01-01", "2021-06-14"),
        ("自去年9月起实行。", "自去年9月起", "2020-09-01", None),
        ("截至6月底止。", "截至6月底止", "2021-06-30", "2021-06-30"),
        ("18世纪的建筑。", "18世纪", "1700-01-01", "1799-12-31"),
    ],
)
def test_resolves(text: str, surface: str, start: str | None, end: str | None) -> None:
    assert times(text) == [(surface, start, end)]


def test_the_same_period_is_the_one_before_in_another_year() -> None:
    found = times("今年1至4月增长5%，去年同期下降3%。")
    assert found[1] == ("去年同期", "2020-01-01", "2020-04-30")


def test_days_of_an_item_count_from_its_dateline() -> None:
    found = times("新华社北京6月11日电 今天上午开幕，昨天彩排。", "2021-06-14")
    assert [row[1] for row in found] == ["2021-06-11", "2021-06-11", "2021-06-10"]


def test_a_year_that_is_only_compared_with_is_not_inherited() -> None:
    assert times("今年产量比2012年增长，3月产量最高。")[-1] == ("3月", "2021-03-01", "2021-03-31")


def test_a_beginning_after_the_day_of_issue_leaves_the_end_open() -> None:
    assert times("自2030年以来。") == [("自2030年以来", "2030-01-01", None)]
    assert times("办法自2024年9月1日起施行。", "2024-08-24") == [("自2024年9月1日起", "2024-09-01", None)]


def test_what_has_begun_runs_to_the_day_of_issue_but_a_rule_stays_in_force() -> None:
    assert times("自2024年1月1日以来增长。", "2024-08-24")[0][1:] == ("2024-01-01", "2024-08-24")
    assert times("办法自2024年1月1日起施行。", "2024-08-24")[0][1:] == ("2024-01-01", None)


@pytest.mark.parametrize(
    "text",
    [
        "用了13年。",
        "设备1705台。",
        "五日内办结。",
        "3日游很热。",
        "一周五天。",
        "半月谈发表文章。",
        "2月30日。",
        "今日头条总部。",
    ],
)
def test_lengths_of_time_and_names_are_no_dates(text: str) -> None:
    assert not times(text)


def test_nothing_is_resolved_against_an_unknown_day() -> None:
    assert times("昨天下雨。", None) == [("昨天", None, None)]


def seconds(pattern: re.Pattern[str], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        started = time.process_time()
        sum(1 for _ in pattern.finditer(text))
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "十",
        "1月",
        "2018年",
        "前",
        "3日至",
        "第一",
        "近三年",
        "“十",
        "上",
        "今年",
        "20世纪",
        "周",
        "1-1-",
        "零",
        "自",
        "半",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    pattern = date_pattern(SEEDS)
    small, large = unit * (25_000 // len(unit)), unit * (100_000 // len(unit))
    assert seconds(pattern, large) < 10 * max(seconds(pattern, small), 0.005)
