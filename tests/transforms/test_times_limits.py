"""What is no date, what no day of issue resolves, and how the time to read dates grows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.load import SEEDS_DIR
from tests.timing import cpu_seconds
from tests.transforms.test_times import RESOLVED, SEEDS, times
from transforms.engine.date_grammar import date_pattern, find_dates

EXAMPLES = [text for text, *_ in RESOLVED]
ALPHABET = sorted(set("".join(EXAMPLES)) | set("近过去最这几数半周星礼拜多未来今后接下来改革开放建国成立"))


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
        "近半年报齐发。",
        "光明日报总编辑出席。",
        "共2018.03-2019.05万元。",
        "有1600年的历史。",
        "8强3-5落败。",
        "3-5",
        "全天候值守，全天24小时营业。",
        "比分09-01领先。",
        "网上三天售罄。",
        "乘10号、11号线。",
        "探明天然气储量丰富。",
        "工程投产后年产三千吨。",
        "这说明年轻人多。",
        "春节联欢晚会开播。",
        "国庆70周年阅兵。",
        "复活节岛的石像。",
        "五一路十一中学。",
        "王立春说。",
        "雨水偏多。",
        "参观清明上河图。",
        "第三天第二周。",
        "每个星期五开放。",
        "每周一次。",
        "21世纪海上丝绸之路建设。",
        "《20世纪的巴黎》出版。",
        "半个世纪以来变化很大。",
        "月内５次停电。",
        "有1700年前的历史。",
        "老人周一至周五锻炼。",
        "10年初见成效。",
        "扩大现有产能。",
        "现有产能不足。",
        "区位独特，现有干线7条。",
        "过夜游客人次年均增长8.5%。",
        "5年底薪。",
        "编号12018上半年。",
        "康熙来了。",
        "自古以来如此。",
        "报告期内增长。",
        "近6小时的手术。",
        "较计划提前38天。",
        "今日四版。",
        "用了三个季度。",
        "七八年才建成。",
        "次日离开。",
        "改值提前5个月公布。",
        "两年中发展很快。",
        "不同年代的油画。",
        "当日本军国主义抬头时。",
        "体味一下周总理的话。",
        "在青少年中开展活动。",
        "年终奖翻倍。",
        "半年内到期。",
        "盼着这一天。",
        "经过近两年艰苦努力。",
        "近10年的时间。",
        "先忧后天下之忧。",
        "日本年轻人不买。",
        "全天然食品。",
        "每日经济新闻报道。",
        "沉寂了大半年后复出。",
        "自治共和国独立以来。",
        "春去秋来。",
        "同日离开。",
        "完成全年目标的六成。",
        "完成全年销售任务。",
        "三个月内完成。",
    ],
)
def test_lengths_of_time_and_names_are_no_dates(text: str) -> None:
    assert not times(text)


@pytest.mark.parametrize("issue", ["0001-01-01", "9999-12-31"])
def test_a_day_that_no_paper_has_counts_as_unknown(issue: str) -> None:
    text = "上周下雨，去年农历三月开工，未来两天降温，三年前建成。"
    assert {row[1:] for row in times(text, issue)} == {(None, None)}


def test_nothing_is_resolved_against_an_unknown_day() -> None:
    assert times("昨天下雨。", None) == [("昨天", None, None)]


def seconds(text: str) -> float:
    return cpu_seconds(lambda: sum(1 for _ in find_dates(text, SEEDS)))


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
        "12-11-10",
        "2022 11 23 ",
        "1/2/2020",
        "2008.03-",
        "1月3至",
        "2016Q",
        "自成立",
        "2018年成立",
        "农历",
        "五月初",
        "国庆",
        "“五一”",
        "民国",
        "昨（",
        "下周一至",
        "第1",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    small, large = unit * (25_000 // len(unit)), unit * (100_000 // len(unit))
    assert seconds(large) < 10 * max(seconds(small), 0.005)


def test_the_look_ahead_hides_no_date() -> None:
    page = "\n".join(path.read_text(encoding="utf-8") for path in (SEEDS_DIR / "pages").glob("*.txt"))
    page += "\n".join(text for rule in SEEDS.area("times") for text, _ in rule.matches) + "\n" + "\n".join(EXAMPLES)
    slow = date_pattern(SEEDS, look=False).finditer(page)
    assert [found.span() for found in find_dates(page, SEEDS)] == [found.span() for found in slow]


@given(st.text(st.sampled_from(ALPHABET), max_size=40))
def test_the_look_ahead_hides_no_date_of_any_text(text: str) -> None:
    slow = date_pattern(SEEDS, look=False).finditer(text)
    assert [found.span() for found in find_dates(text, SEEDS)] == [found.span() for found in slow]
