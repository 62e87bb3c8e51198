"""What the text around a time and the day of issue tell of it."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from tests.transforms.test_times import SEEDS, times


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


def test_the_end_of_the_year_told_in_january_has_been() -> None:
    assert times("企业由年初的530家增加到年末的750家。", "1998-01-05") == [
        ("年初", "1997-01-01", "1997-01-01"),
        ("年末", "1997-12-31", "1997-12-31"),
    ]
    assert times("今冬气温偏高。", "1998-01-07") == [("今冬", "1997-12-01", "1997-12-31")]
    assert times("预计年底完成。", "1998-01-07") == [("年底", "1998-12-31", "1998-12-31")]


def test_the_whole_year_told_in_january_has_been() -> None:
    assert times("全年工商税收增收。", "1998-01-10") == [("全年", "1997-01-01", "1997-12-31")]
    assert times("全年将完成投资。", "1998-01-10") == [("全年", "1998-01-01", "1998-12-31")]
    assert times("全年完成投资。", "1998-05-10") == [("全年", "1998-01-01", "1998-12-31")]
    page = "江宁回顾\n\n1997年，江宁县经济平稳。\n\n全年安置职工600多人。\n"
    rows = extract([{"id": "t", "text": page, "issue_date": "1998-03-06"}], seeds=SEEDS, plain=False, until="times")
    assert [str(day) for day in rows["times"].column("period_start").to_pylist()] == ["1997-01-01", "1997-01-01"]


def test_a_look_back_holds_for_the_parts_of_the_report_behind_it() -> None:
    page = "一、2006年工作回顾\n\n经济平稳增长，各项事业取得新进展。\n\n来源：江口日报\n\n加大“三农”工作力度\n\n全年粮食产量达到4万吨，实现增产。\n"
    rows = extract([{"id": "t", "text": page, "issue_date": "2007-03-05"}], seeds=SEEDS, plain=False, until="times")
    found = [str(row["period_start"]) for row in rows["times"].to_pylist() if row["surface"] == "全年"]
    assert found == ["2006-01-01"]


def test_the_end_of_the_year_told_in_a_report_on_the_year_before_is_its_end() -> None:
    page = "回顾\n\n2005年，经济平稳。\n\n年末外汇储备增加。\n\n年底将完成工程。\n"
    rows = extract([{"id": "t", "text": page, "issue_date": "2006-03-05"}], seeds=SEEDS, plain=False, until="times")
    found = [(row["surface"], str(row["period_end"])) for row in rows["times"].to_pylist()]
    assert found == [("2005年", "2005-12-31"), ("年末", "2005-12-31"), ("年底", "2006-12-31")]


def test_a_year_that_a_figure_is_measured_by_dates_nothing_behind_it() -> None:
    text = "2011年，收入增速为1985年以来最高；全年增加1680元。安排资金1713亿元，是2010年的2.2倍，全年建成432万套。"
    assert [found for found in times(text, "2012-03-05") if found[0] == "全年"] == [
        ("全年", "2011-01-01", "2011-12-31"),
        ("全年", "2011-01-01", "2011-12-31"),
    ]
    assert times("在提高质量的基础上年均增长7%。", "2012-03-05") == []


def test_a_year_named_by_a_word_alone_does_not_hold_behind_the_full_stop_for_what_has_been() -> None:
    for text, months in (
        ("去年收入14万元。受4月冻害影响减产。", ["2017-01-01", "2018-04-01"]),
        ("去年收入14万元。12月结账。", ["2017-01-01", "2017-12-01"]),
        ("去年3月开工。4月封顶。", ["2017-03-01", "2017-04-01"]),
    ):
        rows = extract([{"id": "t", "text": text, "issue_date": "2018-10-25"}], seeds=SEEDS, plain=True, until="times")
        assert [str(day) for day in rows["times"].column("period_start").to_pylist()] == months
    assert times("去年收入14万元，4月受冻害。", "2018-10-25")[-1] == ("4月", "2017-04-01", "2017-04-30")
    assert times("工业在上年高位增长的基础上，上半年继续增长。", "2018-10-25")[-1] == (
        "上半年",
        "2018-01-01",
        "2018-06-30",
    )


def test_a_year_of_a_thing_does_not_date_a_later_day_of_report() -> None:
    text = "公司披露2015年最新债务数据。截至1月19日，债务10亿元。"
    assert times(text, "2016-02-10")[-1] == ("截至1月19日", "2016-01-19", "2016-01-19")
    text = "去年的亚军成绩10分。截至1月底，参赛20人。"
    assert times(text, "2016-02-10")[-1] == ("截至1月底", "2016-01-31", "2016-01-31")
    text = "公司2015年停产。截至1月19日，债务10亿元。"
    assert times(text, "2016-02-10")[-1] == ("截至1月19日", "2015-01-19", "2015-01-19")


def test_a_dateline_is_of_the_day_of_issue() -> None:
    assert times("1996年亏损。（本报华盛顿1月7日电）", "1998-01-09")[-1] == ("1月7日", "1998-01-07", "1998-01-07")


def test_what_follows_an_event_is_counted_from_its_unknown_day() -> None:
    assert times("佛像在被盗4年后追回。") == [("4年后", None, None)]
    assert times("工程将于两个月后建成。") == [("两个月后", "2021-08-01", "2021-08-31")]


def test_the_same_year_is_the_one_told_of_in_a_paragraph_before() -> None:
    page = (
        "江宁旧案\n\n1996年春季，江宁县发生一起案件，警方随即立案侦查。\n\n同年6月27日，法院开庭审理，7月29日宣判。\n"
    )
    rows = extract([{"id": "t", "text": page, "issue_date": "1998-01-06"}], seeds=SEEDS, plain=False, until="times")
    found = rows["times"].select(["surface", "period_start"]).to_pylist()
    assert [(row["surface"], str(row["period_start"])) for row in found] == [
        ("1996年春季", "1996-03-01"),
        ("同年6月27日", "1996-06-27"),
        ("7月29日", "1996-07-29"),
    ]


def test_what_is_to_come_lies_ahead() -> None:
    assert times("工程将于9月底前开工。") == [("9月底前", None, "2021-09-30")]
    assert times("预计10月投产。") == [("10月", "2021-10-01", "2021-10-31")]
    assert times("10月投产。") == [("10月", "2020-10-01", "2020-10-31")]
    assert times("2017年立项，工程将于9月下旬开工。", "2021-09-07")[-1] == ("9月下旬", "2021-09-21", "2021-09-30")
    assert times("工程将于1月15日开工。", "2021-11-07") == [("1月15日", "2022-01-15", "2022-01-15")]
    assert times("力争1月底前建成。", "2021-12-20") == [("1月底前", None, "2022-01-31")]
    assert times("1月15日开工。", "2021-11-07") == [("1月15日", "2021-01-15", "2021-01-15")]


def test_a_span_is_one_expression_without_a_day_of_issue_too() -> None:
    assert times("去年10月至今年5月停产。", None) == [("去年10月至今年5月", None, None)]
    assert times("1月15日4时和2月3日9时之间停电。", None) == [("1月15日4时和2月3日9时之间", None, None)]
    assert [row[0] for row in times("昨天和今天下雨。", None)] == ["昨天", "今天"]


def test_days_with_figures_of_their_own_stay_apart() -> None:
    assert [row[0] for row in times("6月10日、11日分别下降3%、4%。")] == ["6月10日", "11日"]
    assert [row[0] for row in times("5、6月份分别增产3%、4%。")] == ["6月份"]


def test_a_list_of_months_is_one_period_only_where_they_follow_each_other() -> None:
    assert times("5、10月份增产。") == [("10月份", "2020-10-01", "2020-10-31")]
    assert times("产量为2.5、6月份增产。")[-1] == ("6月份", "2021-06-01", "2021-06-30")


@pytest.mark.parametrize("text", ["每周三五次。", "每周五天工作。", "每周日均三万吨。", "每周一歌播出。"])
def test_so_often_a_week_is_no_day_of_the_week(text: str) -> None:
    assert [row[0] for row in times(text)] == ["每周"]


def test_the_same_period_is_the_one_before_in_another_year() -> None:
    found = times("今年1至4月增长5%，去年同期下降3%。")
    assert found[1] == ("去年同期", "2020-01-01", "2020-04-30")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("公司上半年营收5亿元，上年同期4亿元。报告期内，研发投入1亿元。", ("报告期内", "2021-01-01", "2021-06-30")),
        ("公司上半年营收5亿元。报告期末，资产9亿元。", ("报告期末", "2021-06-30", "2021-06-30")),
        ("5月份用电2亿千瓦时，当月增长3%。", ("当月", "2021-05-01", "2021-05-31")),
        ("6月4日报价4000点。同日指数收高。", ("同日", "2021-06-04", "2021-06-04")),
        ("6月4日公司上市，8天后过会。", ("8天后", "2021-06-12", "2021-06-12")),
        ("6月4日公司上市，3年后盈利。", ("3年后", "2024-01-01", "2024-12-31")),
        ("5月份生猪出栏下降，月末存栏3万头。", ("月末", "2021-05-31", "2021-05-31")),
    ],
)
def test_a_period_told_of_before_goes_on(text: str, last: tuple[str, str, str]) -> None:
    assert times(text)[-1] == last


@pytest.mark.parametrize(
    ("text", "surface"), [("5月份当月用电2亿千瓦时。", "5月份"), ("今年元旦当天开业。", "今年元旦")]
)
def test_what_says_a_period_again_is_no_time_of_its_own(text: str, surface: str) -> None:
    assert [row[0] for row in times(text)] == [surface]


def test_a_festival_without_its_year_is_the_one_near_the_day_of_issue() -> None:
    assert times("春节期间加班。", "2018-12-03") == [("春节期间", "2019-02-04", "2019-02-10")]
    assert times("圣诞节促销。", "2013-02-12") == [("圣诞节", "2012-12-25", "2012-12-25")]
    assert times("2019年增产，春节停工。")[-1] == ("春节", "2019-02-05", "2019-02-05")
    assert times("春节停工。", None) == [("春节", None, None)]


def test_a_lunar_date_outside_its_calendar_is_in_its_year() -> None:
    assert times("1850年正月初一攻城。") == [("1850年正月初一", "1850-01-01", "1850-12-31")]


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


def test_times_of_a_text_that_its_page_takes_over_are_counted_from_its_own_day() -> None:
    page = (
        "江口财经　2025年11月20日　星期四　第4版\n\n江口前10个月收入增长\n\n发布时间:2015-12-07　来源:江口日报\n\n　　今年前10个月，收入增长10%，企业明显增加。\n\n"
        "南岭发布金融数据\n\n　　本报讯（记者王小明）今年前10个月，贷款增长5%，银行明显增加。\n"
    )
    rows = extract([{"id": "t", "text": page, "issue_date": "2025-11-20"}], seeds=SEEDS, plain=False, until="times")
    found = [str(row["period_start"]) for row in rows["times"].to_pylist() if row["surface"] == "今年前10个月"]
    assert found == ["2015-01-01", "2025-01-01"]


@pytest.mark.parametrize(
    ("text", "surface", "period"),
    [
        ("1987年进出口总额达到827亿美元。五年来，对外开放不断扩大。", "五年来", ("1983-01-01", "1987-12-31")),
        ("五年间全国使用国外贷款153亿美元。1987年好于往年。", "五年间", ("1983-01-01", "1987-12-31")),
        ("过去五年，成绩很大。1987年又有发展。", "过去五年", ("1983-01-01", "1987-12-31")),
        ("1987年很好。五年内国务院颁布了法规。", "五年内", ("1983-01-01", "1987-12-31")),
        ("五年来，对外开放不断扩大。", "五年来", ("1983-03-25", "1988-03-25")),
        ("1987年很好。近五年引进了设备。", "近五年", ("1983-03-25", "1988-03-25")),
        ("1987年很好。二十年来变化很大。", "二十年来", ("1968-03-25", "1988-03-25")),
    ],
)
def test_beside_last_year_s_figures_a_look_back_ends_with_that_year(
    text: str, surface: str, period: tuple[str, str]
) -> None:
    assert (surface, *period) in times(text, "1988-03-25")


def test_where_something_rose_from_is_not_the_year_told_of() -> None:
    text = "2004年，进出口增长35%，由上年居世界第四位上升为第三位。全年新增就业980万人。"
    assert times(text, "2005-03-05")[-1] == ("全年", "2004-01-01", "2004-12-31")


@pytest.mark.parametrize(
    ("text", "surface", "period"),
    [
        # Set against the year behind it, or told with a yearly average.
        ("钢产量前三年共增加20万吨，而１９５６年就增加了15万吨。", "前三年", ("1953-01-01", "1955-12-31")),
        ("前四年能源消费平均每年增长1.9%。", "前四年", ("1953-01-01", "1956-12-31")),
        ("前三年共增加20万吨。", "前三年", ("1954-06-26", "1957-06-26")),
        ("1956年这一年就增加了15万吨。", "这一年", ("1956-01-01", "1956-12-31")),
        ("市场主体很多，五年增加七成。", "五年", ("1952-06-26", "1957-06-26")),
    ],
)
def test_whole_years_before_the_one_told_of(text: str, surface: str, period: tuple[str, str]) -> None:
    assert (surface, *period) in times(text, "1957-06-26")


def test_a_report_to_a_congress_looks_back_on_whole_years() -> None:
    text = "各位代表！五年来，我们推进改革。"
    assert times(text, "2026-02-03")[0] == ("五年来", "2021-01-01", "2025-12-31")
    assert times(text, "2026-06-03")[0] == ("五年来", "2021-06-03", "2026-06-03")
