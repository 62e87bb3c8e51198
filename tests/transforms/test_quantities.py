"""Numerals with units and qualifiers measure; names, idioms and ordinals do not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.annotate import extract
from seeds.load import SEEDS_DIR, load_seeds
from tests.timing import cpu_seconds
from transforms.engine.blocked import find_blocked, patterns
from transforms.engine.quantities import ledger_form, scan_quantities
from transforms.engine.quantity import Quantity

SEEDS = load_seeds()


def measured(text: str) -> list[Quantity]:
    return [quantity for quantity in scan_quantities(text, SEEDS) if quantity.disposition is None]


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("股市上升了26·32点。", "26·32点", "26.32", "点"),
        ("融资港币两千九百六十元。", "两千九百六十元", "2960", "HKD"),
        ("售价三万元欧元。", "三万元欧元", "30000", "EUR"),
        ("每斤五块六。", "五块六", "5.6", "CNY"),
        ("供热量5024万吉焦。", "5024万吉焦", "50240000", "吉焦"),
        ("找零三千三百八十元五角八分。", "三千三百八十元五角八分", "3380.58", "CNY"),
        ("发电一百千瓦。", "一百千瓦", "100", "千瓦"),
        ("重二十五千克。", "二十五千克", "25", "千克"),
        ("重3kg。", "3kg", "3", "公斤"),
        ("面积3654平方千米。", "3654平方千米", "3654", "平方千米"),
        ("产钢一○七○万吨。", "一○七○万吨", "10700000", "吨"),
        ("容积零点七零五立方公尺。", "零点七零五立方公尺", "0.705", "立方米"),
        ("建成9MWp电站。", "9MWp", "9", "兆瓦"),
        ("1000亿头部企业。", "1000亿", "100000000000", None),
        ("收益为3%和-23.7%。", "-23.7%", "-23.7", "%"),
        ("全书二○○页。", "二○○页", "200", "页"),
        ("黄金二两。", "二两", "2", "两"),
        ("矿区东西长三十余里，南北宽八里。", "三十余里", "30", "里"),
        ("农民手中尚有2万吨余粮。", "2万吨", "20000", "吨"),
        ("拆除2.7万锭，浇筑混凝土300方。", "2.7万锭", "27000", "锭"),
        ("煤层深八丈，薄处九尺。", "八丈", "8", "丈"),
        ("全长两米半。", "两米半", "2.5", "米"),
        ("重3斤5两。", "3斤5两", "35", "两"),
        ("商品打七五折前打八折。", "八折", "80", "%"),
        ("共有三十五家企业。", "三十五家", "35", "家"),
        ("历时两个半月。", "两个半月", "2.5", "个月"),
        ("刑期3年零5个月。", "3年零5个月", "41", "个月"),
        ("用时2小时零5分钟。", "2小时零5分钟", "125", "分钟"),
        ("全程1小时28分。", "1小时28分", "88", "分钟"),
        ("用时三小时零两分钟。", "三小时零两分钟", "182", "分钟"),
        ("判处有期徒刑一年六个月。", "一年六个月", "18", "个月"),
        ("刑期三年零两个月。", "三年零两个月", "38", "个月"),
        ("拘役三个月零十五天。", "三个月零十五天", "105", "天"),
        ("历时两年三个月零五天。", "两年三个月零五天", "825", "天"),
        ("历时一年零一天。", "一年零一天", "366", "天"),
        ("历时两天又一个月。", "两天又一个月", "32", "天"),
        ("还剩8天20时。", "8天20时", "212", "小时"),
        ("占三分之一。", "三分之一", "33.3333", "%"),
        ("跌幅为-10%。", "-10%", "-10", "%"),
        ("今年打对折。", "对折", "50", "%"),
        ("全场半折起售。", "半折", "50", "%"),
        ("份额占七成六。", "七成六", "76", "%"),
        ("月薪15k元。", "15k元", "15000", "CNY"),
        ("罚款2万兰特。", "2万兰特", "20000", "ZAR"),
        ("每月捐1000铢。", "1000铢", "1000", "THB"),
        ("收到五百多封来信。", "五百多封", "500", "封"),
        ("全书一百二十万字。", "一百二十万字", "1200000", "字"),
        ("打井350眼。", "350眼", "350", "眼"),
        ("新建安置房3.4万套（间）。", "3.4万套（间）", "34000", "套（间）"),
        ("芯片产量62亿块，增长3%。", "62亿块", "6200000000", "块"),
        ("去年出口面板38亿块。", "38亿块", "3800000000", "块"),
        ("手机涨了300块。", "300块", "300", "CNY"),
        ("销售每件50块。", "50块", "50", "CNY"),
        ("举办公益课80堂。", "80堂", "80", "堂"),
        ("全院有300多医务人员。", "300多", "300", None),
        ("九百余万市民参与。", "九百余万", "9000000", None),
        # 担保 holds no 担, 集团 no 集, 大关 no 大.
        ("收获稻谷80亿担。", "80亿担", "8000000000", "担"),
        ("完成80亿担保余额。", "80亿", "8000000000", None),
        ("突破千亿大关。", "千亿", "100000000000", None),
        ("增速全省第一；规模全国第四。", "第四", "4", "名"),
        # An index behind a comma, where nothing else is named between.
        ("景气指数继续下滑，降到了118.1。", "118.1", "118.1", None),
        # How long something went on is measured; 十年增长一倍 is not.
        ("景气指数连续2个月下降。", "2个月", "2", "个月"),
    ],
)
def test_measures(text: str, surface: str, value: str, unit: str | None) -> None:
    found = {text[quantity.start : quantity.end]: quantity for quantity in measured(text)}
    assert surface in found, found
    assert (found[surface].value, found[surface].unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("一代人的记忆。", []),
        ("标价从几千元到十几万元不等。", ["几千元", "十几万元"]),
        ("吸引数十余家企业，投资几十多亿元。", ["数十余家", "几十多亿元"]),
        ("一亩增产100多斤，一公斤卖20元。", ["100多斤", "20元"]),
        ("培养10万人才，疏散3万人员。", ["10万", "3万"]),
        ("首年期交保费达812亿元。", ["812亿元"]),
        ("一年两次。", ["两次"]),
        ("一年12个月都在外。", ["12个月"]),
        ("一个月三天休息。", ["一个月", "三天"]),
        ("连续三天20时停电。", ["三天"]),
        ("用了3天20时30分到达。", ["3天"]),
    ],
)
def test_a_rate_or_a_time_of_day_is_no_sum_of_times(text: str, surfaces: list[str]) -> None:
    assert [text[quantity.start : quantity.end] for quantity in measured(text)] == surfaces


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("投资一百二十到一百五十万元。", "1200000", "1500000"),
        ("售价两到三仟澳元。", "2000", "3000"),
        ("身高1.6~3.9米。", "1.6", "3.9"),
        ("需要1万元--5万元。", "10000", "50000"),
        ("需要3天——8天。", "3", "8"),
        ("增长30%至40%。", "30", "40"),
        ("贷款不少于10万元不超过20万元。", "100000", "200000"),
        ("人数在500到1万人之间。", "500", "10000"),
        ("成本下降5%至2%。", "2", "5"),
        ("月薪10~15k元。", "10000", "15000"),
    ],
)
def test_joins_ranges(text: str, low: str, high: str) -> None:
    (quantity,) = measured(text)
    assert (quantity.qualifier, quantity.value_min, quantity.value_max) == ("range", Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "qualifier", "low", "high"),
    [
        ("超过30家。", "more_than", 30, None),
        ("收入破30家。", "more_than", 30, None),
        ("警方侦破30家。", "exact", 30, 30),
        ("30余家。", "more_than", 30, None),
        ("30家以上。", "at_least", 30, None),
        ("不低于30家。", "at_least", 30, None),
        ("30家（含）以上。", "at_least", 30, None),
        ("至多30家。", "at_most", None, 30),
        ("不足30家。", "less_than", None, 30),
        ("约30家。", "approx", None, None),
        ("30家左右。", "approx", None, None),
        ("有30家。", "exact", 30, 30),
        ("单户最高30万元。", "at_most", None, 300000),
        ("最高可奖励30万元。", "at_most", None, 300000),
        ("最高达30万元。", "exact", 300000, 300000),
        ("全程最高30元。", "exact", 30, 30),
        ("团队给予最高30元资助。", "at_most", None, 30),
        ("每年推出超30件新款。", "more_than", 30, None),
    ],
)
def test_qualifiers_set_bounds(text: str, qualifier: str, low: int | None, high: int | None) -> None:
    (quantity,) = measured(text)
    assert (quantity.qualifier, quantity.value_min, quantity.value_max) == (qualifier, low, high)


@pytest.mark.parametrize(
    "text",
    [
 "三方签署协议。", "打造500亿级产业群。", "三大球运动会举行。", "她在女子200米决赛中夺冠。", "万元生产总值用水量下降。",
        "1年期品种上调。", "县乡村三级站点建成。", "申万一级行业增长。", "扣除两桶油后增长。", "建成千斤区。", "百亿方大气田投产。",
        "每炼一吨铁都要用煤。", "农民四处打工。", "守住“三条红线”。", "打通“最后一公里”。", "二次充电电池畅销。",
                "推动5G落地。", "三一重工发布新品。", "长三角一体化。", "一带一路建设。", "九死一生。", "科技是第一生产力。", "五角大楼表示。", "进一步扩大开放。",
        "一方面要创新。", "四位一体格局。", "三省一市合作。", "成为首批试点。", "首届展会举行。", "国发〔2015〕71号文件。", "这是公认的[12]。", "运-20首飞。",
        "会议于19:30开始。", "庆祝建院70周年。", "请拨打13812345678。", "这是唯一一家。", "“十四五”规划收官。", "8月30日召开。",
        "中建三局项目部。", "19980113-09-004-002本报记者报道。", "地处北纬41°。", "百度上榜。", "画面为1080P。", "坚持四项基本原则。", "建设双千兆网络。", "另一半人走了。", "详见表3。", "如图2所示。",
        "“教育”二字不轻。", "热线9816具体介绍。", "360集团发布。", "十年增长迅速。", "两年间变化很大。", "他在全国第一小学。", "八十多来兮。", "为了多少万多少万的进项。",
    ],
)  # fmt: skip
def test_names_idioms_and_contacts_measure_nothing(text: str) -> None:
    assert not measured(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("拨打幺二三零六。", ("number", Decimal(12306))),
        ("八千 三百 五十 万元。", ("number", Decimal(83500000))),
        ("增长7.1%。", ("percent", Decimal("7.1"))),
        ("占四分之一。", ("fraction", Decimal("0.25"))),
        ("投资3万元。", ("number", Decimal(30000))),
        ("每斤5角。", ("number", Decimal(5))),
        ("第三次会议。", ("ordinal", Decimal(3))),
        ("超过30家。", ("range", None)),
        ("30余家。", ("range", None)),
        ("薪资5k-20k。", ("range", None)),
        ("排在第十和第十五之间。", ("range", None)),
        ("年龄比三十大不少。", ("range", None)),
        ("小于 或 等于100。", ("range", None)),
        ("得分 >= 60。", ("range", None)),
    ],
)
def test_the_ledger_holds_the_numeral_itself(text: str, expected: tuple[str, Decimal | None]) -> None:
    (quantity,) = scan_quantities(text, SEEDS)
    assert ledger_form(quantity)[:2] == expected


@pytest.mark.parametrize(
    "text", ["建立四级联动机制。", "他是亚洲第一位女船长。", "央企二三级公司布局。", "申报3星级农家乐。"]
)
def test_levels_of_bodies_and_firsts_are_no_measures(text: str) -> None:
    assert not measured(text)


def test_the_numeral_of_a_rank_ends_before_its_place_word() -> None:
    text = "列世界百强机场第93位。"
    quantity = scan_quantities(text, SEEDS)[-1]
    assert (text[quantity.start : quantity.end], text[quantity.numeral_start : quantity.numeral_end]) == (
        "第93位",
        "第93",
    )


def test_every_digit_is_accounted_for() -> None:
    text = "2018年，3家企业用5G完成12.5亿元，占四分之一，电话(010)12345678，详见国发〔2015〕71号。"
    covered = {at for quantity in scan_quantities(text, SEEDS) for at in range(quantity.start, quantity.end)}
    assert not [text[at:] for at, char in enumerate(text) if char.isdecimal() and at not in covered]


def test_what_blocked_spans_begin_with_hides_none() -> None:
    page = "\n".join(path.read_text(encoding="utf-8") for path in (SEEDS_DIR / "pages").glob("*.txt"))
    page += "\n".join(text for rule in SEEDS.area("blocked") for text, _ in rule.matches)
    page += "东风-41和东风-5A列队，神舟—9飞天，中-1、歼—20"
    page += "\n12.5%和3.2万家，7日12个\n3月4日40012345678个、010-12345678万"
    slow = patterns(SEEDS).finditer(page)
    assert [span[:2] for span in find_blocked(page, SEEDS)] == [found.span() for found in slow]


def seconds(text: str) -> float:
    return cpu_seconds(lambda: scan_quantities(text, SEEDS))


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "约",
        "1元",
        "1元到",
        "一块",
        "A1",
        "-1",
        "《",
        "第",
        "1、",
        "(1",
        "十五",
        "超过1",
        "元角分",
        "3:",
        "一 ",
        "百 ",
        "1·",
        "2-",
        "数",
        "三分之",
        "每1",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    small, large = unit * (25_000 // len(unit)), unit * (100_000 // len(unit))
    assert seconds(large) < 10 * max(seconds(small), 0.005)


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [("同比提高一点二个百分点。", "一点二个百分点", "1.2"), ("吸引三点五万人参观。", "三点五万人", "35000")],
)
def test_a_spoken_decimal_is_no_time_of_day(text: str, surface: str, value: str) -> None:
    found = {text[quantity.start : quantity.end]: quantity for quantity in measured(text)}
    assert found[surface].value == Decimal(value)


def test_blanks_inside_a_numeral_of_scanned_text_part_nothing() -> None:
    rows = extract([{"id": "a", "text": "共计两千 四 百 五十元。"}], seeds=SEEDS, plain=True, until="metrics")[
        "metrics"
    ]
    assert rows.select(["surface", "value"]).to_pylist() == [
        {"surface": "两千 四 百 五十元", "value": Decimal("2450.000000000")}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "老人住进四人间，隔壁是2人间。",
        "参加十九大后，学习“十九大”精神，实现“两个一百年”奋斗目标。",
        "推进“八大工程”和“五大攻坚任务”。",
        "每万人口配一名医生。",
    ],
)
def test_numbers_in_names_of_rooms_meetings_and_programmes_measure_nothing(text: str) -> None:
    assert measured(text) == []


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("每小时最高可插秧900株。", "at_most"),
        ("每户最高可贷款80万元。", "at_most"),
        ("每年最高15万元补助。", "at_most"),
        ("可给予最低20万元资助。", "at_least"),
        ("汽车在2小时内就可到达。", "at_most"),
        ("园区周边5公里内，道路畅通。", "at_most"),
        ("在过去的四年内，产值增长。", "exact"),
        ("气温最高可达38摄氏度。", "exact"),
        ("气温最高可升至38摄氏度。", "exact"),
    ],
)
def test_what_can_be_done_at_most_is_a_bound(text: str, qualifier: str) -> None:
    (quantity,) = measured(text)
    assert quantity.qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        ("占比 $3 7 . 2 \\%$ 。", "3 7 . 2 \\%", "37.2", "%"),
        ("投资$ 4 . 5 $亿元。", "4 . 5 $亿元", "450000000", "CNY"),
        ("售价$100-$200。", "100", "100", "USD"),
    ],
)
def test_a_figure_that_a_scanner_took_for_a_formula_is_read_in_plain_text_too(
    text: str, surface: str, value: str, unit: str
) -> None:
    row = extract([{"id": "a", "text": text}], seeds=SEEDS, plain=True, until="metrics")["metrics"].to_pylist()[0]
    assert (row["surface"], row["value"], row["unit"]) == (surface, Decimal(value), unit)
    assert text[row["char_start"] : row["char_end"]] == surface


@pytest.mark.parametrize(
    ("text", "surface", "value", "unit"),
    [
        # A verb's last character and the numeral behind it make no word (长三, 高一, 加一倍).
        ("客流增长三成。", "三成", "30", "%"),
        ("时间延长三倍。", "三倍", "3", "倍"),
        ("产量提高一倍。", "一倍", "1", "倍"),
        ("产量增加三倍。", "三倍", "3", "倍"),
        ("占出货量的一半以上。", "一半", "50", "%"),
        ("比重降至一半。", "一半", "50", "%"),
        ("半数以上员工在当地。", "半数", "50", "%"),
        ("算力规模达5.1万P。", "5.1万P", "51000", "PFLOPS"),
        ("淘汰老船一艘/216客位。", "216客位", "216", "客位"),
        ("企业代表160多人参加。", "160多人", "160", "人"),
        ("我国由去年的世界第九位跃进到第七位。", "第九位", "9", "位"),
        ("我国由去年的世界第九位跃进到第七位。", "第七位", "7", "位"),
        ("名次位列第八城。", "第八", "8", "名"),
        ("总量位居第３名。", "第３名", "3", "名"),
        ("户均面积达到７２·７平方米。", "７２·７平方米", "72.7", "平方米"),
        ("飞轮每分钟4.1万转。", "4.1万转", "41000", "转"),
    ],
)
def test_shares_ranks_and_units_beside_words_of_the_same_characters(
    text: str, surface: str, value: str, unit: str
) -> None:
    found = {text[quantity.start : quantity.end]: quantity for quantity in measured(text)}
    assert (found[surface].value, found[surface].unit) == (Decimal(value), unit)
