"""What a figure says: change, indicator, subject, period, status, parts and ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from flows.annotate import extract
from seeds.load import load_seeds


def tables_of(text: str, *, day: str = "2024-03-20") -> dict[str, list[dict[str, Any]]]:
    tables = extract([{"id": "t", "text": text, "issue_date": day}], seeds=load_seeds(), plain=True, until="metrics")
    return {name: tables[name].to_pylist() for name in ("metrics", "numerals", "facts")}


def metrics_of(text: str) -> dict[str, dict[str, Any]]:
    return {row["surface"]: row for row in tables_of(text)["metrics"]}


def test_a_change_is_a_field_of_its_level_also_across_a_line_break() -> None:
    rows = metrics_of("2023年该市地区生产总值完成190.7亿元，同比增\n长10.8%。")
    assert list(rows) == ["190.7亿元"]
    row = rows["190.7亿元"]
    assert (row["change_type"], row["change_value"], row["change_unit"]) == ("yoy", Decimal("10.8"), "%")
    assert row["indicator"] == "地区生产总值"


@pytest.mark.parametrize(
    ("text", "value"),
    [("用电量下降3.2%。", "-3.2"), ("用电量增长3.2%。", "3.2"), ("用电量同比减少3.2%。", "-3.2")],
)
def test_a_bare_growth_is_a_signed_row_of_its_own(text: str, value: str) -> None:
    row = metrics_of(text)["3.2%"]
    assert (row["kind"], row["value"]) == ("growth", Decimal(value))


def test_a_difference_against_others_is_no_change() -> None:
    rows = metrics_of("去年出口额达50亿元，同比增长8%，高于全国1.1个百分点。")
    assert rows["50亿元"]["change_value"] == 8
    assert rows["1.1个百分点"]["kind"] == "difference"


def test_the_rate_of_another_industry_at_the_same_time_is_no_earlier_one() -> None:
    rows = metrics_of("软件业收入增长7%，增速比一季度低2.5个百分点，比同期工业收入增速低2.7个百分点。")
    assert rows["7%"]["change_value"] == Decimal("-2.5")
    assert (rows["2.7个百分点"]["kind"], rows["2.7个百分点"]["indicator"]) == ("difference", "软件业收入增速")
    assert "0.4个百分点" not in metrics_of("软件业收入增长8.7%，比同期高0.4个百分点。")


@pytest.mark.parametrize(
    ("text", "surface", "change"),
    [
        ("实现生产总值5136亿元，按可比价格计算同比增长4.4%。", "5136亿元", "4.4"),
        ("实现生产总值5136亿元，按不变价格计算，同比增长4.4%。", "5136亿元", "4.4"),
        ("消费的贡献率提高5个百分点至52%。", "52%", "5"),
        ("投资收益429亿元，相较于去年同期减少268亿元。", "429亿元", "-26800000000"),
        ("贷款余额达995亿元，这一数字比上年末增加203亿元。", "995亿元", "20300000000"),
        # What those that are counted did, and a share, are no changes.
        ("五家企业产量增长超10%。", "五家", None),
        ("提前清算的产品有174只，占比高达89.2%。", "174只", None),
        ("总产值达到628亿元（按不变价格计算），超过年度计划4.1%，比上年增长6.9%。", "628亿元", "6.9"),
        ("全省汽车企业营收突破1.5万亿元，连续两年增长20%以上。", "1.5万亿元", "20"),
        ("下半年出口增长速度降为17.1%，比上半年26.3%的增幅下降9.2个百分点。", "17.1%", "-9.2"),
    ],
)
def test_a_change_is_told_of_the_level_before_it(text: str, surface: str, change: str | None) -> None:
    value = metrics_of(text)[surface]["change_value"]
    assert value == (None if change is None else Decimal(change))


def test_changes_are_dealt_out_in_order() -> None:
    rows = metrics_of("出口和进口分别为3亿元和2亿元，同比分别增长5%、下降6%。")
    assert [row["change_value"] for row in rows.values()] == [Decimal(5), Decimal(-6)]


def test_parts_point_to_their_whole() -> None:
    rows = metrics_of("平台达到219家，其中国家级94家，省级90家；另有基金3只。")
    whole = rows["219家"]["metric_id"]
    assert rows["94家"]["part_of_metric_id"] == rows["90家"]["part_of_metric_id"] == whole
    assert rows["3只"]["part_of_metric_id"] is None


def test_a_time_governs_its_sentence_and_no_other() -> None:
    rows = metrics_of("2022年，产值为8亿元；利润1亿元。员工300人。")
    assert rows["1亿元"]["period_source"] == "inherited"
    assert str(rows["1亿元"]["period_start"]) == "2022-01-01"
    assert rows["300人"]["period_source"] == "default"
    assert str(rows["300人"]["period_end"]) == "2024-03-20"


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("粮食总产量2198.3万吨，增产46.4万吨，增长2.2%。", "2198.3万吨", "2.2"),
        ("粮食总产量2198.3万吨，增产46.4万吨。", "2198.3万吨", "464000"),
        ("粮食总产量2198.3万吨，减产46.4万吨。", "2198.3万吨", "-464000"),
        ("波罗的海干散货指数收于3039点，周跌7.9%。", "3039点", "-7.9"),
    ],
)
def test_what_is_gained_or_lost_moves_the_level_before_it(text: str, surface: str, value: str) -> None:
    rows = metrics_of(text)
    assert list(rows) == [surface]
    assert rows[surface]["change_value"] == Decimal(value)


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("现金流量净额为-4560万元。", "-4560万元", "-45600000", "CNY"),
        ("最低气温为-5℃。", "-5℃", "-5", "摄氏度"),
        ("自然增长率为-0.99‰。", "-0.99‰", "-0.099", "%"),
        ("去年存款净增一百五十亿", "一百五十亿", "15000000000", "CNY"),
        ("全国人口十二亿。", "十二亿", "1200000000", "人"),
        ("贷款1兆1,520亿元。", "1兆1,520亿元", "1152000000000", "CNY"),
        ("产值达1.1兆元。", "1.1兆元", "1100000000000", "CNY"),
        ("他以43秒70夺冠。", "43秒70", "43.7", "秒"),
        ("她跳出6米07的成绩。", "6米07", "6.07", "米"),
        ("2006年，全区gdp103亿元。", "103亿元", "10300000000", "CNY"),
    ],
)
def test_signs_and_scales_are_read_whole(text: str, surface: str, value: str, unit: str) -> None:
    row = metrics_of(text)[surface]
    assert (row["value"], row["unit"]) == (Decimal(value), unit)


def test_the_same_period_of_a_year_before_holds_for_its_own_clause() -> None:
    rows = metrics_of("上半年净利润3120万元，上年同期亏损1875万元；现金流量净额为-4560万元。")
    assert str(rows["1875万元"]["period_end"]) == "2023-06-30"
    assert str(rows["-4560万元"]["period_start"]) == "2024-01-01"


def test_a_surplus_is_exact_and_a_fall_below_is_a_bound() -> None:
    assert metrics_of("出超40.1亿美元。")["40.1亿美元"]["qualifier"] == "exact"
    assert metrics_of("指数跌破3000点。")["3000点"]["qualifier"] == "less_than"


def test_how_long_nothing_was_like_it_governs_no_figure() -> None:
    row = metrics_of("10月出口290亿元，比重创近13年新高，对美国出口42亿元。")["42亿元"]
    assert str(row["period_start"]) == "2023-10-01"


def test_a_value_taken_from_two_years_has_two_periods() -> None:
    rows = metrics_of("就业人数由2022年的45.2万人增加到2023年的50.1万人。")
    assert [row["period_start"].year for row in rows.values()] == [2022, 2023]
    assert {row["indicator"] for row in rows.values()} == {"就业人数"}


def test_a_century_dates_no_figure() -> None:
    rows = metrics_of("面向２１世纪，江宁县投入5亿元建设学校。")
    assert rows["5亿元"]["period_source"] == "default"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("力争今年产量达到100万吨。", "target"),
        ("预计今年产量达到100万吨。", "forecast"),
        ("拟采购原料100万吨。", "planned"),
        ("去年产量达到100万吨。", "actual"),
    ],
)
def test_targets_plans_and_forecasts_never_pass_as_actual(text: str, status: str) -> None:
    assert metrics_of(text)["100万吨"]["status"] == status


@pytest.mark.parametrize(
    ("text", "surface", "status"),
    [
        # The clause or the figure before tells of a forecast, an aim or a plan.
        ("公司预计，前三季度净利润为5亿元。", "5亿元", "forecast"),
        ("预计今年总产量82万吨，产值42亿元。", "42亿元", "forecast"),
        ("力争产值达到215亿元，财政收入达到13亿元。", "13亿元", "target"),
        ("规划提出，到2030年，要培育企业1500家、冠军企业20家。", "20家", "target"),
        ("公司拟回购股份，金额不低于1亿元且不超过2亿元。", "2亿元", "planned"),
        # What lies ahead is not actual yet.
        ("2026年，当地新建学校120所。", "120所", "planned"),
        ("未来三年新建学校120所。", "120所", "planned"),
        ("企业将3000多种产品销往120个国家。", "3000多种", "actual"),
        ("企业将3000多种产品销往120个国家。", "120个", "actual"),
        ("她将自己保持的纪录提高了4秒。", "4秒", "actual"),
        ("新入选国家培养计划的人才409名。", "409名", "actual"),
        ("军队袭击了100多个武装目标。", "100多个", "actual"),
        ("合江高新区规划建设了10多个园区。", "10多个", "actual"),
        ("产量比第一个五年计划规定的指标多60万吨。", "60万吨", "actual"),
        ("对上市企业，给予500万元奖励。", "500万元", "rule"),
        ("前三季度净利同比预增65%。", "65%", "forecast"),
        ("企业将生产3000多种产品。", "3000多种", "planned"),
        # What has been done of an aim is, and what already stands there.
        ("新增就业6万人，完成全年目标的75%。", "75%", "actual"),
        ("预计产量达到82万吨，目前库存12万吨。", "12万吨", "actual"),
        ("项目总投资45亿元，年用电30万千瓦时。", "30万千瓦时", "actual"),
        ("合江区还将完善设施，建成健身广场5个，举办演出60场。", "60场", "planned"),
        ("年内计划完成投资86亿元，开复工项目25个。", "25个", "actual"),
        ("7月预计到港的货轮已有20%被取消。", "20%", "actual"),
        ("建成住房112套，占年度计划170套的66%。", "66%", "actual"),
        ("全区将土地经营权等12类农村资产纳入平台。", "12类", "actual"),
    ],
)
def test_what_is_said_before_a_figure_tells_its_status(text: str, surface: str, status: str) -> None:
    assert metrics_of(text)[surface]["status"] == status


def test_every_numeral_is_in_the_ledger_with_its_metric() -> None:
    tables = tables_of("2023年，5G用户达8亿户，同比增长20%，居世界第一。")
    ledger = {row["surface"]: row for row in tables["numerals"]}
    level = next(row for row in tables["metrics"] if row["surface"] == "8亿户")
    (change,) = (row for row in tables["numerals"] if row["disposition"] == "change")
    assert change["surface"].startswith("20")
    assert change["metric_id"] == ledger["8亿"]["metric_id"] == level["metric_id"]
    assert ledger["2023"]["disposition"] == "time"
    assert ledger["5"]["disposition"] not in {"metric", "change"}


def test_large_values_keep_nine_decimals_and_huge_ones_are_rejected() -> None:
    row = metrics_of("发电量9.29万亿千瓦时。")["9.29万亿千瓦时"]
    assert row["base_value"] is not None
    outcome = extract([{"id": "t", "text": f"共{'9' * 40}元。"}], seeds=load_seeds(), plain=True, until="metrics")
    assert outcome["metrics"].num_rows == 0
    assert outcome["numerals"].num_rows == 1


def test_repeats_are_one_fact_and_disagreeing_periods_are_flagged() -> None:
    tables = tables_of("2022年，26家企业获得贷款3.3116亿元。2023年，26家企业获得贷款3.3116亿元。")
    assert len(tables["facts"]) == 2
    assert {fact["mention_count"] for fact in tables["facts"]} == {2}
    assert not any(fact["agrees"] for fact in tables["facts"])


def test_equal_values_of_different_things_are_two_facts() -> None:
    tables = tables_of("平台达到219家，其中国家级94家，省级94家。")
    assert len(tables["facts"]) == 3


def test_rates_of_different_things_are_different_facts_and_a_repeated_one_is_one() -> None:
    tables = tables_of("收入增长7.1%，增速全省第一；支出增长9.2%，增速全省第一。")
    assert [fact["mention_count"] for fact in tables["facts"]] == [1] * len(tables["metrics"])
    tables = tables_of("云州财政收入居全省第一。据介绍，财政收入居全省第一。")
    assert [fact["mention_count"] for fact in tables["facts"]] == [2]


@pytest.mark.parametrize("text", ["比分推荐：3/0。", "主场让半一盘。"])
def test_what_reads_as_no_number_measures_nothing(text: str) -> None:
    assert metrics_of(text) == {}


@pytest.mark.parametrize(
    ("text", "surface", "indicator"),
    [
        ("平均救治时间由2016年的92分钟缩短到64分钟。", "92分钟", "平均救治时间"),
        ("平均救治时间由2016年的92分钟缩短到64分钟。", "64分钟", "平均救治时间"),
        ("钢材平均售价却由年初的三千四百元跌到六月末的二千八百五十元。", "二千八百五十元", "钢材平均售价"),
        ("集团目前在保余额201.5亿元。", "201.5亿元", "在保余额"),
        ("目前在建项目12个，投资3亿元。", "12个", "在建项目"),
        ("全区共有共产党员3万名，并购金额5亿元。", "3万名", "共产党员"),
        ("全区共有共产党员3万名，并购金额5亿元。", "5亿元", "并购金额"),
        ("企业共获得贷款2亿元，还款额1亿元。", "1亿元", "还款额"),
    ],
)
def test_what_a_figure_became_is_what_it_was(text: str, surface: str, indicator: str) -> None:
    assert metrics_of(text)[surface]["indicator"] == indicator


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("建成区由2008年的2.6平方公里扩大到7.8平方公里。上半年引进项目19个。", "19个"),
        ("今年上半年订单是去年同期的2.4倍，缴纳税款7300万元。", "7300万元"),
    ],
)
def test_what_a_figure_is_measured_by_and_where_it_began_date_nothing_behind_them(text: str, surface: str) -> None:
    rows = {row["surface"]: row for row in tables_of(text, day="2012-07-18")["metrics"]}
    assert str(rows[surface]["period_start"]) == "2012-01-01"


@pytest.mark.parametrize(
    ("text", "surface", "start", "end"),
    [
        ("截至2015年11月末，各项贷款自2009年以来再次突破3000亿元。", "3000亿元", "2015-11-30", "2015-11-30"),
        ("2013年、2014年以及2015年1-6月，分别实现收入12亿元、14亿元、6亿元。", "14亿元", "2014-01-01", "2014-12-31"),
        ("2013年、2014年以及2015年1-6月，分别实现收入12亿元、14亿元、6亿元。", "6亿元", "2015-01-01", "2015-06-30"),
        ("屋顶发电“十二五”拟增九倍。", "九倍", "2011-01-01", "2015-12-31"),
    ],
)
def test_listed_times_are_dealt_out_and_what_is_done_again_keeps_its_time(
    text: str, surface: str, start: str, end: str
) -> None:
    row = metrics_of(text)[surface]
    assert (str(row["period_start"]), str(row["period_end"])) == (start, end)


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("城市居民消费价格指数为100.7，有所上涨。", "100.7", "100.7", None),
        ("城乡收入倍差从2.37缩小到1.94。", "1.94", "1.94", None),
        ("人口增量为152.67万。", "152.67万", "1526700", "人"),
        ("首期绿化投入近3个亿。", "3个亿", "300000000", "CNY"),
        ("项目最高奖励800万。", "800万", "8000000", "CNY"),
        # Bare 亿 are yuan, unless people or things are counted so.
        ("爱心集团拟投7亿新建养殖场。", "7亿", "700000000", "CNY"),
        ("今年园区产值必须过百亿。", "百亿", "10000000000", "CNY"),
        ("全国网民超过9亿。", "9亿", "900000000", "人"),
        ("视频播放超过9亿。", "9亿", "900000000", None),
    ],
)
def test_what_has_no_unit_is_an_index_or_in_that_of_its_noun(text: str, surface: str, value: str, unit: str) -> None:
    row = metrics_of(text)[surface]
    assert (row["value"], row["unit"]) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["教育部举办2026届毕业生招聘会。", "价格呈现“四升三降一平”格局。", "编号为100.7的房间。"]
)
def test_years_of_classes_and_counts_of_ups_and_downs_measure_nothing(text: str) -> None:
    assert metrics_of(text) == {}


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("居民收入达到3万元，农民收入达到1万元，扣除价格因素，分别增长9.6%和6.2%。", {"3万元": "9.6", "1万元": "6.2"}),
        ("公司实现净利润21亿元，剔除无同比数据公司后，同比增长21.8%。", {"21亿元": "21.8"}),
        ("江州生产总值增长5.2%、约4.4万亿元，收入增长8.2%、突破6000亿元。", {"4.4万亿元": "5.2", "6000亿元": "8.2"}),
        ("江州生产总值增长5.2%、6.1%。", {}),
    ],
)
def test_a_change_finds_its_level_behind_what_is_left_out_of_it_and_before_it(
    text: str, changes: dict[str, str]
) -> None:
    rows = metrics_of(text).items()
    found = {name: row["change_value"] for name, row in rows if row["change_value"] is not None}
    assert found == {name: Decimal(value) for name, value in changes.items()}


def test_about_may_stand_before_the_verb_of_a_figure() -> None:
    assert metrics_of("上交所约融资2640亿元，深交所约有100家公司。")["2640亿元"]["qualifier"] == "approx"


@pytest.mark.parametrize("end", ["来自江苏", "该公司", "与“江苏", "的南京大学", "（南京", "等江苏省", "他", "5"])
def test_a_text_may_end_with_a_name_or_anything_else(end: str) -> None:
    assert metrics_of(f"全市产值3亿元，{end}")["3亿元"]["unit"] == "CNY"
