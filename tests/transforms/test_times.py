"""Dates and periods are found whole and resolved against the day of issue."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.annotate import extract
from seeds.load import SEEDS_DIR, load_seeds
from transforms.engine.date_grammar import date_pattern

SEEDS = load_seeds(models=False)


def times(text: str, issue: str | None = "2021-06-14") -> list[tuple[str, str | None, str | None]]:
    table = extract([{"id": "t", "text": text, "issue_date": issue}], seeds=SEEDS, plain=True, until="times")["times"]
    days = [table.column(name).to_pylist() for name in ("surface", "period_start", "period_end")]
    return [(s, a and a.isoformat(), b and b.isoformat()) for s, a, b in zip(*days, strict=True)]


RESOLVED = [
    ("会议于2018年3月5日召开。", "2018年3月5日", "2018-03-05", "2018-03-05"),
    ("系统在20240307上线。", "20240307", "2024-03-07", "2024-03-07"),
    ("２０１８年３月的报告。", "２０１８年３月", "2018-03-01", "2018-03-31"),
    ("98年4月建厂。", "98年4月", "1998-04-01", "1998-04-30"),
    ("07年第三季度回升。", "07年第三季度", "2007-07-01", "2007-09-30"),
    ("2005年首月下降。", "2005年首月", "2005-01-01", "2005-01-31"),
    ("自５０年代开始，改种水稻。", "自５０年代开始", "1950-01-01", None),
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
    ("今年的产量不低。", "今年", "2021-01-01", "2021-12-31"),
    ("自从2018年", "自从2018年", "2018-01-01", None),
    ("工期从10月至5月。", "从10月至5月", "2020-10-01", "2021-05-31"),
    ("去年10月至今年5月停产。", "去年10月至今年5月", "2020-10-01", "2021-05-31"),
    ("12月到次年2月停航。", "12月到次年2月", "2020-12-01", "2021-02-28"),
    ("4月的最后一个星期五放假。", "4月的最后一个星期五", "2021-04-30", "2021-04-30"),
    ("任职于1998.9-2003.7。", "1998.9-2003.7", "1998-09-01", "2003-07-31"),
    ("2016Q2盈利。", "2016Q2", "2016-04-01", "2016-06-30"),
    ("2023H1预盈。", "2023H1", "2023-01-01", "2023-06-30"),
    ("1/2/2020签署。", "1/2/2020", "2020-02-01", "2020-02-01"),
    ("上周末开幕。", "上周末", "2021-06-12", "2021-06-13"),
    ("本世纪20年代末期。", "本世纪20年代末期", "2020-01-01", "2029-12-31"),
    ("1840年爆发。", "1840年", "1840-01-01", "1840-12-31"),
    ("一八九三年生于此。", "一八九三年", "1893-01-01", "1893-12-31"),
    ("展期10/1/2017-11/2/2017。", "10/1/2017-11/2/2017", "2017-01-10", "2017-02-11"),
    ("13.5.2015签署。", "13.5.2015", "2015-05-13", "2015-05-13"),
    ("05/05/89签署。", "05/05/89", "1989-05-05", "1989-05-05"),
    ("10/25/2017签署。", "10/25/2017", "2017-10-25", "2017-10-25"),
    ("更新于2022 11 23。", "2022 11 23", "2022-11-23", "2022-11-23"),
    ("到期日12-11-10，", "12-11-10", "2012-11-10", "2012-11-10"),
    ("休市1月3至2月10。", "1月3至2月10", "2021-01-03", "2021-02-10"),
    ("2020至2025年前完成。", "2020至2025年前", "2020-01-01", "2025-12-31"),
    ("90年代下海。", "90年代", "1990-01-01", "1999-12-31"),
    ("2010年代兴起。", "2010年代", "2010-01-01", "2019-12-31"),
    ("近半年回升。", "近半年", "2020-12-14", "2021-06-14"),
    ("截至8日15时，新增3例。", "截至8日15时", "2021-06-08", "2021-06-08"),
    ("8日0时至24时新增5例。", "8日0时至24时", "2021-06-08", "2021-06-08"),
    ("7月1日零时起执行新票价。", "7月1日零时起", "2021-07-01", None),
    ("2019年8月6日之后发货。", "2019年8月6日之后", "2019-08-06", None),
    ("2016年之后2020年之前投产。", "2016年之后2020年之前", "2017-01-01", "2019-12-31"),
    ("两天之前出发。", "两天之前", None, "2021-06-12"),
    ("5个交易日之后复牌。", "5个交易日之后", "2021-06-21", None),
    ("10个工作日后公布。", "10个工作日后", "2021-06-28", "2021-06-28"),
    ("未来三天有雨。", "未来三天", "2021-06-15", "2021-06-17"),
    ("上两周下跌。", "上两周", "2021-05-31", "2021-06-13"),
    ("下三个月回升。", "下三个月", "2021-07-01", "2021-09-30"),
    ("后3天降温。", "后3天", "2021-06-15", "2021-06-17"),
    ("全天成交8000亿元。", "全天", "2021-06-14", "2021-06-14"),
    ("上星期开工。", "上星期", "2021-06-07", "2021-06-13"),
    ("下下个季度交付。", "下下个季度", "2021-10-01", "2021-12-31"),
    ("12月月底前完成。", "12月月底前", None, "2021-12-31"),
    ("9月10日开幕。", "9月10日", "2021-09-10", "2021-09-10"),
    ("6月11日、12日，全市有雨。", "6月11日、12日", "2021-06-11", "2021-06-12"),
    ("6月14日（星期一）开会。", "6月14日", "2021-06-14", "2021-06-14"),
    ("1789-01-29立。", "1789-01-29", "1789-01-29", "1789-01-29"),
    ("09-01", "09-01", "2021-09-01", "2021-09-01"),
    ("6·30", "6·30", "2021-06-30", "2021-06-30"),
    ("24年", "24年", "2024-01-01", "2024-12-31"),
    ("二〇一八年 三月 五日施行。", "二〇一八年 三月 五日", "2018-03-05", "2018-03-05"),
]
EXAMPLES = [text for text, *_ in RESOLVED]
ALPHABET = sorted(set("".join(EXAMPLES)) | set("近过去最这几数半周星礼拜多未来今后接下来改革开放建国成立"))


@pytest.mark.parametrize(("text", "surface", "start", "end"), RESOLVED)
def test_resolves(text: str, surface: str, start: str | None, end: str | None) -> None:
    assert times(text) == [(surface, start, end)]


def test_a_report_tells_of_the_year_in_its_headline() -> None:
    page = "2020年江宁市统计公报\n\n全年粮食总产量20万吨，比上年增长2%。\n\n年末常住人口90万人。\n\n今年6月发布。\n"
    rows = extract([{"id": "t", "text": page, "issue_date": "2021-06-14"}], seeds=SEEDS, plain=False, until="times")
    found = rows["times"].select(["surface", "period_start"]).to_pylist()
    assert [(row["surface"], str(row["period_start"])) for row in found] == [
        ("2020年", "2020-01-01"),
        ("全年", "2020-01-01"),
        ("上年", "2019-01-01"),
        ("年末", "2020-12-31"),
        ("今年6月", "2021-06-01"),
    ]


def test_what_is_to_come_lies_ahead() -> None:
    assert times("工程将于9月底前开工。") == [("9月底前", None, "2021-09-30")]
    assert times("预计10月投产。") == [("10月", "2021-10-01", "2021-10-31")]
    assert times("10月投产。") == [("10月", "2020-10-01", "2020-10-31")]


CLOCKS = [
    ("会议昨日下午三点开始。", "昨日下午三点", "15:00", "2021-06-13T15:00/2021-06-13T16:00"),
    ("今晚8点半开赛。", "今晚8点半", "20:30", "2021-06-14T20:30/2021-06-14T20:31"),
    ("今早7点一刻出发。", "今早7点一刻", "07:15", "2021-06-14T07:15/2021-06-14T07:16"),
    ("6月8日23:05:30到达。", "6月8日23:05:30", "23:05:30", "2021-06-08T23:05:30/2021-06-08T23:05:31"),
    ("明天上午9:30-11:30开会。", "明天上午9:30-11:30", "09:30/11:30", "2021-06-15T09:30/2021-06-15T11:30"),
    ("昨晚10点到12点停电。", "昨晚10点到12点", "22:00/24:00", "2021-06-13T22:00/2021-06-14T00:00"),
    ("6月1日4点和6月3日9点之间停电。", "6月1日4点和6月3日9点之间", "04:00/09:00", "2021-06-01T04:00/2021-06-03T09:00"),
    ("今天晚上八点之前交卷。", "今天晚上八点之前", "../20:00", "../2021-06-14T20:00"),
    ("8日早间公告。", "8日早间", "08:00/12:00", "2021-06-08T08:00/2021-06-08T12:00"),
]


@pytest.mark.parametrize(("text", "surface", "clock", "interval"), CLOCKS)
def test_a_time_of_day_is_told_to_the_minute(text: str, surface: str, clock: str, interval: str) -> None:
    table = extract([{"id": "t", "text": text, "issue_date": "2021-06-14"}], seeds=SEEDS, plain=True, until="times")[
        "times"
    ]
    row = table.select(["surface", "time_of_day", "duration"]).to_pylist()
    assert row == [{"surface": surface, "time_of_day": clock, "duration": interval}]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("今天三点意见要落实。", "今天"),
        ("6月8日一时无法通车。", "6月8日"),
        ("今天20时代的歌。", "今天"),
        ("8日早稻开镰。", "8日"),
    ],
)
def test_what_only_looks_like_a_clock_time_stays_outside(text: str, surface: str) -> None:
    assert [row[0] for row in times(text)] == [surface]


def test_days_with_figures_of_their_own_stay_apart() -> None:
    assert [row[0] for row in times("6月10日、11日分别下降3%、4%。")] == ["6月10日", "11日"]


def test_the_same_period_is_the_one_before_in_another_year() -> None:
    found = times("今年1至4月增长5%，去年同期下降3%。")
    assert found[1] == ("去年同期", "2020-01-01", "2020-04-30")


def test_this_century_is_that_of_the_issue() -> None:
    assert times("本世纪70年代引进。", "1998-01-15")[0][1:] == ("1970-01-01", "1979-12-31")
    assert times("上世纪70年代引进。", "2018-01-15")[0][1:] == ("1970-01-01", "1979-12-31")


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
        "12-11-10",
        "2022 11 23 ",
        "1/2/2020",
        "2008.03-",
        "1月3至",
        "2016Q",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    pattern = date_pattern(SEEDS)
    small, large = unit * (25_000 // len(unit)), unit * (100_000 // len(unit))
    assert seconds(pattern, large) < 10 * max(seconds(pattern, small), 0.005)


def test_the_look_ahead_hides_no_date() -> None:
    page = "\n".join(path.read_text(encoding="utf-8") for path in (SEEDS_DIR / "pages").glob("*.txt"))
    page += "\n".join(text for rule in SEEDS.area("times") for text, _ in rule.matches) + "\n" + "\n".join(EXAMPLES)
    quick, slow = (date_pattern(SEEDS, look=look) for look in (True, False))
    assert [found.span() for found in quick.finditer(page)] == [found.span() for found in slow.finditer(page)]


@given(st.text(st.sampled_from(ALPHABET), max_size=40))
def test_the_look_ahead_hides_no_date_of_any_text(text: str) -> None:
    quick, slow = (date_pattern(SEEDS, look=look) for look in (True, False))
    assert [found.span() for found in quick.finditer(text)] == [found.span() for found in slow.finditer(text)]
