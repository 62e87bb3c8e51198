"""What ties figures together: levels and changes, shared qualifiers, units of nouns, and the currency of a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from flows.annotate import extract
from seeds.load import load_seeds

SEEDS = load_seeds(models=False)


def metrics(text: str, *, plain: bool = True) -> dict[str, dict[str, Any]]:
    item = {"id": "t", "text": text, "issue_date": "2021-06-14"}
    table = extract([item], seeds=SEEDS, plain=plain, until="metrics")["metrics"]
    return {row["surface"]: row for row in table.to_pylist()}


@pytest.mark.parametrize(
    ("text", "surface", "change", "unit"),
    [
        ("去年，全市出口增长12%，达到35亿元。", "35亿元", "12", "%"),
        ("净息差环比回升3个基点至1.79%。", "1.79%", "3", "bp"),
        ("全县粮食产量比上年增加3万吨，达到120万吨。", "120万吨", "30000", "吨"),
        ("城镇居民收入下降7%，为7750元。", "7750元", "-7", "%"),
        ("棉花总产量增加35万吨，达到260万吨。", "260万吨", "350000", "吨"),
        ("外汇储备规模为320亿美元，较6月末上升11亿美元，升幅为3.5%。", "320亿美元", "3.5", "%"),
        ("销售额降至245亿元，降幅1.4%。", "245亿元", "-1.4", "%"),
        ("全省出口农产品1138亿元，出口值创历史新高，同比增长13.7%。", "1138亿元", "13.7", "%"),
        ("特困人口减少2万人，降至11万人。", "11万人", "-20000", "人"),
    ],
)
def test_a_growth_right_before_its_level_is_the_change_of_that_level(
    text: str, surface: str, change: str, unit: str
) -> None:
    (row,) = metrics(text).values()
    assert (row["surface"], row["change_value"], row["change_unit"]) == (surface, Decimal(change), unit)
    assert row["indicator"] in text.partition("，达")[0]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("上半年新车销量同比增长94.5%，累计销量约为14.57万辆。", {"14.57万辆": "94.5"}),
        ("组装业务实现了同比14.35%的增长，营收为233亿元。", {"233亿元": "14.35"}),
        ("出口增长5%，进口达到30亿元。", {"5%": None, "30亿元": None}),
        ("原煤达到7亿吨，原油达到1亿吨，都比上年增长8%。", {"7亿吨": "8", "1亿吨": "8"}),
        ("民企进出口7.05万亿元，占全国的15%，增速达到10.7%。", {"7.05万亿元": "10.7", "15%": None}),
        (
            "总产值突破1万亿元，在1979到1983年平均每年递增7.9%的基础上，比上年增长14.2%。",
            {"1万亿元": "14.2", "7.9%": None},
        ),
        ("户均人口为3.34人，比2010年第六次全国人口普查的3.94人减少0.6人。", {"3.34人": "-0.6", "3.94人": None}),
        # What stands in brackets is only compared with.
        ("全市实现营收30亿元，较上年同期（25亿元）增长20%。", {"30亿元": "20", "25亿元": None}),
    ],
)
def test_a_growth_goes_to_the_level_that_has_grown(text: str, changes: dict[str, str | None]) -> None:
    found = {surface: row["change_value"] for surface, row in metrics(text).items()}
    assert found == {surface: change if change is None else Decimal(change) for surface, change in changes.items()}


def test_changes_in_two_units_are_dealt_out_to_the_levels_of_these() -> None:
    rows = metrics("建成区面积161.5平方公里、城镇化率59.5%，分别比2006年增加81.5平方公里和11.5个百分点。")
    assert [(row["surface"], str(row["change_value"])[:4], row["change_unit"]) for row in rows.values()] == [
        ("161.5平方公里", "81.5", "平方公里"),
        ("59.5%", "11.5", "pp"),
    ]


def test_growths_dealt_out_before_their_levels_are_each_one_s() -> None:
    rows = metrics("生产总值、财政收入、固定资产投资分别增长14.1%、22.1%和26.8%，达4270亿元、500.36亿元和1573亿元。")
    assert [(row["surface"], str(row["change_value"])[:4], row["indicator"]) for row in rows.values()] == [
        ("4270亿元", "14.1", "生产总值"),
        ("500.36亿元", "22.1", "财政收入"),
        ("1573亿元", "26.8", "固定资产投资"),
    ]
    rows = metrics("生产总值、财政收入分别增长14.1%和22.1%，达到4270亿元。")
    assert (str(rows["14.1%"]["value"])[:4], str(rows["4270亿元"]["change_value"])[:4]) == ("14.1", "22.1")


def test_an_amount_gained_before_the_figure_of_something_else_stays_a_metric() -> None:
    assert set(metrics("棉花产量增加3吨，而油料达到5吨。")) == {"3吨", "5吨"}


def test_of_an_amount_and_a_rate_that_tell_one_change_the_rate_is_kept() -> None:
    (row,) = metrics("夏粮产量可达一千二百亿斤,比去年增产五十多亿斤,增长4%以上。").values()
    assert (row["surface"], row["change_value"], row["change_unit"]) == ("一千二百亿斤", 4, "%")


def test_real_growths_dealt_out_behind_what_they_leave_out_go_to_their_levels() -> None:
    rows = metrics("城镇居民收入8310元，农村居民纯收入2470元，扣除物价因素，分别实际增长6.1%和5.2%。")
    assert {surface: row["change_value"] for surface, row in rows.items()} == {
        "8310元": Decimal("6.1"),
        "2470元": Decimal("5.2"),
    }


def test_a_growth_before_another_figure_stays_a_metric_of_its_own() -> None:
    rows = metrics("全市出口增长12%，其中汽车出口为35亿元。")
    assert set(rows) == {"12%", "35亿元"}
    assert rows["35亿元"]["change_value"] is None


def test_a_change_passes_over_the_share_of_its_level() -> None:
    rows = metrics("全市完成投资30亿元，占全年计划的62%，同比增长12%。")
    assert rows["30亿元"]["change_value"] == 12
    assert rows["62%"]["change_value"] is None


def test_a_change_of_a_share_in_points_stays_with_the_share() -> None:
    rows = metrics("全市完成投资30亿元，占全年计划的62%，同比提高3个百分点。")
    assert rows["30亿元"]["change_value"] is None
    assert (rows["62%"]["change_value"], rows["62%"]["change_unit"]) == (3, "pp")


def test_below_zero_is_the_sign_of_a_temperature() -> None:
    found = metrics("最低气温为零下12.5℃，冷库保持在零下二十度，零下的温度不变。")
    assert {name: row["value"] for name, row in found.items()} == {"零下12.5℃": Decimal("-12.5"), "零下二十度": -20}


def test_points_are_no_change_of_what_is_counted() -> None:
    found = metrics("相较国家标准，两项指标分别提高4个百分点和1.5个百分点。")
    assert found["两项"]["change_value"] is None
    assert {"4个百分点", "1.5个百分点"} <= found.keys()


def test_a_change_told_twice_is_one_change() -> None:
    (row,) = metrics("全市税收完成4047亿元，比上年增长10.7%，增收389亿元。").values()
    assert (row["surface"], row["change_value"]) == ("4047亿元", Decimal("10.7"))


def test_changes_dealt_out_go_to_the_levels_in_their_order() -> None:
    rows = metrics("总卡量达到780万张，直接消费额120亿元，分别比去年增长66%和17.6%。")
    assert {surface: row["change_value"] for surface, row in rows.items()} == {
        "780万张": Decimal(66),
        "120亿元": Decimal("17.6"),
    }


def test_a_qualifier_before_an_enumeration_that_is_dealt_out_holds_for_all_of_it() -> None:
    rows = metrics("净利润分别不低于5000万元、6500万元和8000万元。")
    assert {row["qualifier"] for row in rows.values()} == {"at_least"}
    assert rows["8000万元"]["value_min"] == 80000000
    assert rows["8000万元"]["value_max"] is None


def test_a_share_said_to_be_about_so_much_is_approximate() -> None:
    rows = metrics("公司上月裁员1万人，约占员工总数的5%，占技术人员的8%。")
    assert {surface: row["qualifier"] for surface, row in rows.items()} == {
        "1万人": "exact",
        "5%": "approx",
        "8%": "exact",
    }


def test_a_headline_without_a_subject_has_that_of_the_same_figure_in_the_text() -> None:
    page = "新增贷款4.27亿元\n\n据湖南省统计局介绍，年末成绩不错。\n海宁市银行业今年新增贷款4.27亿元，为历年最多，贷款户数达到1200户，其中企业860户。"
    table = extract([{"id": "t", "text": page, "issue_date": "2021-06-14"}], seeds=SEEDS, until="metrics")["metrics"]
    assert {row["subject"] for row in table.to_pylist() if row["surface"] == "4.27亿元"} == {"海宁市"}


def test_a_qualifier_of_one_figure_is_not_shared_without_being_dealt_out() -> None:
    rows = metrics("收入超过5000万元、6500万元贷款已还清。")
    assert rows["6500万元"]["qualifier"] == "exact"


@pytest.mark.parametrize(
    ("text", "surface", "unit", "dimension"),
    [
        ("去年又有174万贫困人口脱贫。", "174万", "人", "count"),
        ("这起官司的诉讼费612万。", "612万", "CNY", "money"),
        ("演出的门票收入13.5万第纳尔。", "13.5万", None, "count"),
        ("路上用了1个多小时。", "1个多小时", "小时", "duration"),
        ("平台用户增至70万。", "70万", None, "count"),
        ("移动电话用户数达3.2亿。", "3.2亿", "户", "count"),
        ("全国网民规模达8.9亿。", "8.9亿", "人", "count"),
        ("上网人数已达3亿。", "3亿", "人", "count"),
        ("公司计划裁员20万。", "20万", "人", "count"),
        ("全年新增就业30万。", "30万", "人", "count"),
        ("帮扶超过68万监测对象。", "68万", "人", "count"),
        ("省里拨款3000万支持学校。", "3000万", "CNY", "money"),
        ("资金规模达5000万。", "5000万", "CNY", "money"),
        ("基金数量达3万。", "3万", None, "count"),
        ("银行向电厂提供60亿授信额度。", "60亿", "CNY", "money"),
        ("市里每年投入44亿的人才资金。", "44亿", "CNY", "money"),
        ("为2400多万贫困家庭学生免费发书。", "2400多万", "人", "count"),
        ("村里的旅游人次保守估计有10万。", "10万", "人次", "count"),
        ("全州还有5000多贫困户住在茅屋里。", "5000多", "户", "count"),
    ],
)
def test_a_bare_number_has_the_unit_of_what_it_counts(text: str, surface: str, unit: str, dimension: str) -> None:
    row = metrics(text)[surface]
    assert (row["unit"], row["dimension"]) == (unit, dimension)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("地產商以18.8億元投得啟德一幅住宅地。", "HKD"),
        ("光通訊廠公布7月合併營收12.35億元，年增31.2%。", "TWD"),
        ("澳門今年旅遊收入達12億元。", "MOP"),
        ("地產商以人民幣18.8億元投得啟德一幅住宅地。", "CNY"),
        ("香港一家公司以18.8亿元投得启德一幅住宅地。", "CNY"),
    ],
)
def test_bare_yuan_on_a_traditional_page_is_the_money_of_its_place(text: str, unit: str) -> None:
    (row, *_) = metrics(text).values()
    assert row["unit"] == unit


def test_yuan_behind_renminbi_in_the_same_paragraph_is_renminbi_in_hong_kong() -> None:
    page = (
        "恒康公布，香港發售後首十個月銷售額約498.6億元人民幣。單計10月，銷售額61.3億元。\n\n恒康於香港成交8,230萬元。\n"
    )
    rows = extract([{"id": "t", "text": page, "issue_date": "2019-11-15"}], seeds=SEEDS, plain=False, until="metrics")
    units = {row["surface"]: row["unit"] for row in rows["metrics"].to_pylist()}
    assert units == {"498.6億元人民幣": "CNY", "61.3億元": "CNY", "8,230萬元": "HKD"}


def test_each_brief_of_a_page_has_its_own_money() -> None:
    rows = metrics(
        "金管局數據顯示，6月底本港按揭貸款餘額為11,230億元。\n長城壽險於台中設立分公司，資本額5億元。", plain=False
    )
    assert {surface: row["unit"] for surface, row in rows.items()} == {"11,230億元": "HKD", "5億元": "TWD"}


def test_changes_dealt_out_reach_levels_of_long_names() -> None:
    rows = metrics("本市居民6954万人次、邻近城市居民5911万人次、外籍人员1307万人次，同比分别上升72%、100%和305%。")
    assert [rows[level]["change_value"] for level in ("6954万人次", "5911万人次", "1307万人次")] == [72, 100, 305]


def test_an_amount_of_change_belongs_to_the_level_of_its_unit() -> None:
    rows = metrics("新开工项目1.76万个、投资规模7208亿元，较去年同期多3707个。")
    assert (rows["1.76万个"]["change_value"], rows["7208亿元"]["change_value"]) == (3707, None)


def test_amounts_of_change_enumerated_as_their_levels_are_dealt_out_without_a_word() -> None:
    rows = metrics("养老、失业保险参保人数分别为10.5亿人、2.4亿人，同比增加2430万人、849万人。")
    assert {surface: row["change_value"] for surface, row in rows.items()} == {
        "10.5亿人": 24300000,
        "2.4亿人": 8490000,
    }


@pytest.mark.parametrize(
    ("text", "surface", "qualifier"),
    [
        ("游客超过全省入境游客的94%。", "94%", "more_than"),
        ("总量不足全国水资源总量的十分之一。", "十分之一", "less_than"),
        ("速度超过了同行平均水平的1.3倍。", "1.3倍", "more_than"),
        ("销售额约占全球38%的份额。", "38%", "approx"),
        ("示范区创造了约全省8%的税收。", "8%", "approx"),
        ("通过这种方式完成任务的60%。", "60%", "exact"),
        ("增长超过5%的企业占全部的60%。", "60%", "exact"),
    ],
)
def test_a_bound_before_what_a_share_is_of_is_one_of_the_share(text: str, surface: str, qualifier: str) -> None:
    assert metrics(text)[surface]["qualifier"] == qualifier


def test_an_amount_told_again_in_another_unit_has_its_change_told_again_in_that_unit() -> None:
    rows = metrics(
        "夏粮总产量为12310万吨（2462亿斤），比上年减少39万吨（7.7亿斤）；早稻3132万吨（626亿斤），减少204万吨（41亿斤）。"
    )
    assert {surface: row["change_value"] for surface, row in rows.items()} == {
        "12310万吨": -390000,
        "2462亿斤": -770000000,
        "3132万吨": -2040000,
        "626亿斤": -4100000000,
    }


def test_what_grew_from_one_amount_to_another_does_not_lie_between_them() -> None:
    rows = metrics("2007至2017年间，公司的营业收入从2.2亿到163.6亿，票价从10元到20元不等。")
    assert {surface: (row["value"], row["unit"]) for surface, row in rows.items()} == {
        "2.2亿": (220000000, "CNY"),
        "163.6亿": (16360000000, "CNY"),
        "10元到20元": (None, "CNY"),
    }


def test_neither_a_rate_of_exchange_nor_a_good_income_is_something_else() -> None:
    rows = metrics("旅游收入超2.9亿泰铢（1元人民币约合5泰铢）。")
    assert {surface: row["qualifier"] for surface, row in rows.items()} == {"2.9亿泰铢": "more_than", "5泰铢": "approx"}


def test_a_change_told_as_a_range_is_its_smaller_end() -> None:
    row = metrics("公司预计净利润为1.4亿元-1.8亿元，同比增长50%-90%。")["1.4亿元-1.8亿元"]
    assert (row["change_type"], row["change_value"]) == ("yoy", 50)


def test_a_place_in_an_order_has_no_growth() -> None:
    rows = metrics("研发支出增长率排名第二，增长20.6%。")
    assert (rows["第二"]["change_value"], rows["20.6%"]["kind"]) == (None, "growth")


def test_an_average_of_its_own_is_no_change_of_the_level_before() -> None:
    rows = metrics("垦区投入资金31.2亿元，年均投入比1994年增长155%。")
    assert (rows["31.2亿元"]["change_value"], rows["155%"]["kind"]) == (None, "growth")


def test_what_a_level_is_compared_with_has_no_change_of_its_own() -> None:
    rows = metrics("今年产钢1073万吨，比1957年的钢产量535万吨增加一倍。")
    assert {row["surface"]: row["change_value"] for row in rows.values()} == {"1073万吨": 1, "535万吨": None}
    assert str(rows["535万吨"]["period_start"]) == "1957-01-01"
    rows = metrics("2018年四季度，公司收入58亿美元，同比2017年四季度的59亿美元减少2%。")
    assert {surface: row["change_value"] for surface, row in rows.items()} == {"58亿美元": -2, "59亿美元": None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # How fast something has grown by the year is a growth of its own, not the level's change.
        ("零售额2.67万亿元，同比增长12.1%，两年平均增长5.2%。", {"2.67万亿元": "12.1", "5.2%": None}),
        ("软件业收入1.3万亿元，五年年均增长17%。", {"1.3万亿元": None, "17%": None}),
        ("投入累计近3万亿元，年均增幅超过23%。", {"3万亿元": None, "23%": None}),
        ("争取转移支付413.7亿元、同口径增长5.6%。", {"413.7亿元": "5.6"}),
        ("财政收入达到371亿元，按可比口径增加24亿元。", {"371亿元": "2400000000"}),
        ("农业贷款余额8.98万亿元，全年增加909亿元。", {"8.98万亿元": "90900000000"}),
        (
            "农业、渔业贷款余额分别为9万亿元和8万亿元，全年分别增加3万亿元和1万亿元。",
            {"9万亿元": "3000000000000", "8万亿元": "1000000000000"},
        ),
        # A blank of the print stands in the list.
        (
            "甲地、乙地利率分别为5.40%、 5.44%，同比分别下降0.11个、 0.22个百分点。",
            {"5.40%": "-0.11", "5.44%": "-0.22"},
        ),
        # A bracket, or a place in an order, stands between.
        ("资本总额389亿元（户均10.5亿元），同比减少17%。", {"389亿元": "-17", "10.5亿元": None}),
        ("质押金额11.67亿元，位居全国第四位，同比增长58%。", {"11.67亿元": "58", "第四位": None}),
        ("零售额超过10万亿元(100241亿元)，同比增长16.8%。", {"10万亿元": None, "100241亿元": "16.8"}),
        (
            "食品销售额增长19.1%，日用品销售额增长17.9%，分别比去年同期加快0.7个和2.2个百分点。",
            {"19.1%": "0.7", "17.9%": "2.2"},
        ),
        # How much of a plan is done does not grow.
        ("工业总产值完成了原定计划的101%，比1954年增长8%。", {"101%": None, "8%": None}),
        ("现价总量为1149亿元，比初步核算数增加了5567亿元。", {"1149亿元": None, "5567亿元": None}),
        # 年增加值 is no 年增.
        ("装备业2025年增加值3亿元，比上年增长10.2%。", {"3亿元": "10.2"}),
        # A share, and what something adds to, are others than the growth before them.
        ("设备投资增长11.5%，民间投资占比提高2.2个百分点。", {"11.5%": None, "2.2个百分点": None}),
        ("能源价格下降5.0%，影响CPI同比下降约0.34个百分点。", {"5.0%": None, "0.34个百分点": None}),
        ("工业增加值增长5%，增速比上月加快0.2个百分点。", {"5%": "0.2"}),
        ("净资产为300亿元，较2019年6月30日上升4%。", {"300亿元": "4"}),
        ("会员收入为1.7亿元，相较去年同期的9000万元同比增长88.9%。", {"1.7亿元": "88.9", "9000万元": None}),
        ("通货膨胀率为12%，大大低于政府预计的17.5%的限额。", {"12%": None, "17.5%": None}),
        ("利润占规上工业的比重达到31.2%，较1—3月份提高6个百分点。", {"31.2%": "6"}),
        ("门店增加12%至约300家，会员减少5%至超过8万名。", {"300家": "12", "8万名": "-5"}),
    ],
)
def test_a_change_is_that_of_the_level_it_moved(text: str, expected: dict[str, str | None]) -> None:
    found = {surface: row["change_value"] for surface, row in metrics(text).items()}
    assert found == {surface: None if value is None else Decimal(value) for surface, value in expected.items()}


@pytest.mark.parametrize(
    ("text", "surface", "qualifier"),
    [
        ("保障标准不低于全县城镇家庭上年人均可支配收入的60%。", "60%", "at_least"),
        ("航班量约为2019年的76.6%。", "76.6%", "approx"),
        ("公司募资不超过人民币270亿元。", "270亿元", "at_most"),
        ("单个研发项目最高支持500万元。", "500万元", "at_most"),
        ("给予发布方最高100万元支持。", "100万元", "at_most"),
    ],
)
def test_a_bound_holds_over_what_stands_between(text: str, surface: str, qualifier: str) -> None:
    row = metrics(text)[surface]
    assert (row["qualifier"], row["value"] is not None and row["value"] > 0) == (qualifier, True)
