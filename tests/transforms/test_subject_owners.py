"""Whose figure it is where the name stands last, in a list, among others, or behind what its bearer is."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from tests.transforms.test_subjects import subjects


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("云南省政府债务最高，约9054亿元。目前债务总额最低的是青海，约1239亿元。", "1239亿元", "青海"),
        ("云南债务最高，约9054亿元。紧随其后的是湖北、湖南，债务规模均超8000亿元。", "8000亿元", "湖北、湖南"),
        ("上半年，广东（5951亿元）、江苏（5690亿元）和浙江（3622亿元）位居前列。", "3622亿元", "浙江"),
        ("数据显示，去年增速最快的海南，为9.5%。", "9.5%", "海南"),
        # Who only plays a part in what a firm does is not the firm that is meant, and neither are two.
        (
            "大山智能2021年3月2日在上交所上市，联席主承销商是中信证券股份有限公司。公司募集资金8亿元。",
            "8亿元",
            "大山智能",
        ),
        (
            "大山智能2021年3月2日在上交所上市。其中中信证券和海通证券获得承销费2亿元。公司募集资金8亿元。",
            "8亿元",
            "大山智能",
        ),
        # How much of a line lies somewhere, and how long it takes, belongs to the line.
        ("京沪高铁起于北京。山东段全长150公里，设桥梁20座。", "20座", "京沪高铁"),
        ("京沪高铁昨天开通。济南到上海只要4小时。", "4小时", "京沪高铁"),
        ("江苏境内高速公路车流量20万辆。", "20万辆", "江苏"),
        ("再看中国太平，上半年公司保费增长3%，新华保险营业收入8亿元。", "3%", "中国太平"),
        ("数据显示，增速最高的为贵州，约12%。", "12%", "贵州"),
        ("山东产量占全国三成，排名第二的是河南，产量300万吨。", "300万吨", "河南"),
        # Where something is done or whom it is told of is not what is said to be the most.
        ("湖北发展旅游。在海拔最高的神农架，湖北投资3亿元。", "3亿元", "湖北"),
        ("湖北发展旅游。湖北投入的是国债资金，达3亿元。", "3亿元", "湖北"),
    ],
)
def test_a_clause_may_end_with_the_name_that_it_is_about(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("上半年，杭州、宁波、绍兴产值分别为1200亿元、700亿元、450亿元。", "700亿元", "宁波"),
        ("上半年，杭州、宁波、绍兴产值合计2350亿元。", "2350亿元", "杭州、宁波、绍兴"),
        ("上半年，杭州与杭州海关联合检查，杭州产值2350亿元。", "2350亿元", "杭州"),
        ("浙江有8家企业上市，销售排名前20强里江苏有5家。", "5家", "江苏"),
        ("云南省政府债务率为98%。", "98%", "云南省"),
        ("云南省政府采购额为13579万元。", "13579万元", "云南省"),
        # What another figure is set against is the other one's.
        ("新疆人均收入18355元，仅为全国居民人均收入23821元的77%。", "23821元", "全国"),
        ("新疆人均收入18355元，仅为全国居民人均收入23821元的77%。", "77%", "新疆"),
        ("新疆旅游资源分为18个亚类，与全国31个亚类相比，较为完整。", "31个", "全国"),
        ("除格鲁吉亚（人均水资源量15832立方米）外，当地缺水。", "15832立方米", "格鲁吉亚"),
        ("多国缺水严重，如沙特阿拉伯，人均水资源量仅76立方米。", "76立方米", "沙特阿拉伯"),
        # What somebody has set up is listed, not the one who has it.
        ("河北省建立北京理工大学唐山研究院等3家平台，新建重点单位42家。", "3家", "河北省"),
        ("一季度，内地居民6954万人次、港澳台居民5911万人次。", "5911万人次", None),
        # Behind a semicolon a county's deeds go on.
        ("沂南县发展旅游。沂南县景区多。东海旅游开发有限公司收入192万元；稳步推进7个景区建设。", "7个", "沂南县"),
        # Who is made to pay, who is only counted, and who speaks of the firm behind.
        ("荷兰恩智浦公司的收购失败，又让高通支付了20亿美元的分手费。", "20亿美元", "高通"),
        (
            "雄安新区建设提速。雄安新区投资大。中国石油、中国石化、中国移动3家央企总部稳定运营，首批4所高校建设。",
            "4所",
            "雄安新区",
        ),
        (
            "“公司年产2000台电堆，产值约3亿元。”陕西旭氢时代科技有限公司总经理王建国介绍。",
            "3亿元",
            "陕西旭氢时代科技有限公司",
        ),
        ("塞北管理区地处北部，风景优美。全区总面积227平方公里，耕地16万亩。", "16万亩", "塞北管理区"),
        # A project bears the name of who builds it, and its whole name is its own.
        (
            "东海塑业有限公司成套生产线扩能项目占地53亩，计划总投资1.2亿元，建成后年产值达2亿元。",
            "53亩",
            "东海塑业有限公司成套生产线扩能项目",
        ),
        (
            "东海塑业有限公司成套生产线扩能项目占地53亩，计划总投资1.2亿元，建成后年产值达2亿元。",
            "2亿元",
            "东海塑业有限公司成套生产线扩能项目",
        ),
        ("浙江省重点建设项目总投资1.2亿元。", "1.2亿元", "浙江省"),
        # What is left behind in a comparison has no figure of it.
        ("巴西市场汽车销量增长，超过德国位居世界第四位。", "第四位", "巴西"),
        ("云南边贸兴旺。云南国境线长450公里，占中缅边境线的22.3%。", "22.3%", "云南"),
    ],
)
def test_a_list_and_one_among_others_have_their_figures(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("继宁海股份被罚7.3亿元，私募明星王建国被罚2600万元。", "2600万元", "王建国"),
        ("宁海股份被罚7.3亿元，股票跌停后王建国的公司被罚2600万元。", "2600万元", "宁海股份"),
    ],
)
def test_who_a_person_is_stands_before_the_name(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


def test_a_place_that_no_list_knows_is_meant_by_its_last_word() -> None:
    text = "青云州资源丰富。青云州西邻缅甸，国土面积1.5万平方公里。全州人口54万人，全省第一的是矿产，产值3亿元。"
    table = extract(
        [{"id": "t", "text": text, "issue_date": "2021-06-14"}], seeds=load_seeds(), plain=True, until="metrics"
    )
    rows = {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}
    assert (rows["1.5万平方公里"], rows["54万人"]) == ("青云州", "青云州")


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        (
            "浙江外贸回升。“我们在曼谷增加了2000名员工，还储备了500多台车。”宁海股份泰国品牌经理刘建国介绍，生意很好。",
            "500多台",
            "宁海股份",
        ),
        ("浙江外贸回升。宁海股份经理刘建国说：“我们增加了2000名员工。”", "2000名", "宁海股份"),
        # An analyst speaks of others.
        ("浙江外贸回升。“我们认为出口将达2000亿元。”宁海证券分析师刘建国介绍。", "2000亿元", "浙江"),
    ],
)
def test_who_says_we_speaks_for_a_firm(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("宁海股份召开会议，由此拉开该项目的序幕。3年里，该项目200余人投入工作，开展50余组实验。", "50余组", "该项目"),
        ("江西招商。南昌高新区项目将投资300亿元。该项目面积50平方公里。", "50平方公里", "南昌高新区项目"),
    ],
)
def test_an_unnamed_project_stands_for_itself(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject
