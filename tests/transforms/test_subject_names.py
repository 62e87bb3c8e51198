"""Subjects by names that no list and no tagger knows: bodies that act, what is built, names alone above a text."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from tests.transforms.test_subjects import subjects


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("江苏消费回暖。清明假期，云汇清算平台共处理交易金额172亿元，增长48%。", "172亿元", "云汇清算平台"),
        ("江苏农业丰收。位于长江岸边的滨江农业开发园区，占地近万亩，每年提供良种1200万公斤。", "1200万公斤", "滨江农业开发园区"),
        ("江苏抗洪抢险。铁路部门将开行临时列车247列，增长8%。", "247列", "铁路部门"),
        ("江苏健身设施增加。未来五年，国家将支持建设体育公园2000个。", "2000个", "国家"),
        ("江苏企业走向海外。中通国际在柬埔寨开通网点50个，日均处理包裹3万件。", "3万件", "中通国际"),
        ("中国国家铁路集团发送旅客增长。今年，全路动车组发送旅客16亿人次。", "16亿人次", "中国国家铁路集团"),
        ("江苏健身设施增加。国家级体育公园达到2000个。", "2000个", "江苏"),
        ("国际货运增长。6月份，中欧班列累计开行1719列，发送货物18万标箱。", "18万标箱", "中欧班列"),
        ("江苏运输繁忙。1月至10月，国家铁路货物发送量完成26亿吨。", "26亿吨", "国家铁路"),
        ("江苏车企回暖。东辰联合控股虽然收入下降，仍投入资金247万元。", "247万元", "东辰联合控股"),
        # A name that begins with a deed, or runs into a known one.
        ("江苏调整结构。继而市经委确定247家企业。", "247家", "江苏"),
        ("江苏交通改善。该线始于苏州市，全长247公里。", "247公里", "江苏"),
        ("江苏科研活跃。挂牌南京大学研究院，启动建设247个平台。", "247个", "江苏"),
        # Where something lies or comes from, what was meant by a deed, and what is measured against the world.
        ("江苏茶园广布。江苏北部三省交界处，宜林茶园面积247亩。", "247亩", "江苏"),
        ("江苏经济向好。江苏企业列入县财政预算，设立基金247万元。", "247万元", "江苏"),
        ("江苏办展。江苏消费论坛开幕，来自全球30多个国家的247名嘉宾参加。", "247名", "江苏消费论坛"),
        ("云汇股份扩产。云汇股份国内占有率37%，全球市场占有率247%。", "247%", "云汇股份"),
        ("江苏路网加密。江苏公路通车里程达到247公里。", "247公里", "江苏"),
        ("江苏规范地名。行政区划管理加强，规范命名地名247条。", "247条", "江苏"),
        ("江苏保险扩面。医保和新农合支付比例提高，惠及247人。", "247人", "江苏"),
        ("江苏农业丰收。江苏日照充足，年平均气温18.3摄氏度。", "18.3摄氏度", "江苏"),
        ("股市回暖。A股非金融上市公司负债49亿元。", "49亿元", "A股"),
        ("江苏用电增长。江苏用电量突破10亿千瓦时，相当于浙江用电量的247倍。", "247倍", "江苏"),
        ("据国家统计局统计，2015年我省专利权质押金额247亿元。", "247亿元", "我省"),
        ("江苏科研活跃。全国重点实验室从15家增加到247家。", "247家", "江苏"),
        ("上半年，经开区工业增加值增长24.7%，居全市第一。", "24.7%", "经开区"),
        ("四川绵竹至茂县的绵茂公路通车，公路全长247公里。", "247公里", "绵茂公路"),
        ("江苏经济向好。江苏完成重点项目投资247亿元。", "247亿元", "江苏"),
        ("江苏节约资金。江苏节约资金10亿元，比原投资计划减少了24.7%。", "24.7%", "江苏"),
        ("江苏抗疫。同时紧急启动方舱医院建设，目前已启用247所方舱医院。", "247所", "江苏"),
        # With whom something was signed, who covers losses, the federation of a trade, and how many the country has.
        ("江苏扩大合作。全省实现贸易额24亿元。与陕西、广西等省区市签订项目247个。", "247个", "江苏"),
        ("江苏金融活跃。江苏试点扩大，风险补偿基金规模达到3亿元，累计发放贷款247亿元。", "247亿元", "江苏"),
        ("记者从中国轻工业联合会获悉，一季度，规模以上轻工企业营收247亿元。", "247亿元", "中国"),
        ("江苏科创活跃。江苏入围全国首批247家试点。", "247家", "中国"),
        ("江苏工业回升。江苏工业利润增长16%，低于全国（24.7%）。", "24.7%", "中国"),
        ("江苏创投活跃。江苏宣布设立247亿元的产业母基金。", "247亿元", "江苏"),
        # Many of a kind, a source of figures, and words that no head ends.
        ("江苏经济向好。各产业园区将新增企业247家。", "247家", "江苏"),
        ("江苏经济向好。有关部门将投入资金247万元。", "247万元", "江苏"),
        ("江苏经济向好。交易平台建设共投入资金247万元。", "247万元", "江苏"),
    ],
)  # fmt: skip
def test_a_body_that_acts_at_the_head_of_a_clause_has_its_figures(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("全国骨干工程之一的宁海水库在四川开工。水库总投资575亿元。建成后将新增灌溉面积179万亩。", "179万亩", "宁海水库"),
        ("四川水利提速。四川完成投资575亿元。建成后将新增灌溉面积179万亩。", "179万亩", "四川"),
        ("江西招商。南昌高新区项目将投资300亿元。该项目规划面积50平方公里。", "50平方公里", "南昌高新区项目"),
        ("江西招商。在赣州举行开工仪式的南昌立新玻璃有限公司节能门窗生产项目占地53亩，项目建成后，年产值2亿元。", "2亿元", "南昌立新玻璃有限公司节能门窗生产项目"),
        ("江西招商。正在实施的“圆织生产线扩能项目”占地40亩，项目分两期建设，年产值1亿元。", "1亿元", "圆织生产线扩能项目"),
        ("江西招商。江西设立科技成果转化基金。李建国介绍，基金首期规模为30亿元。", "30亿元", "科技成果转化基金"),
    ],
)  # fmt: skip
def test_what_is_built_goes_on_to_have_the_figures_of_its_paragraph(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("泉州金融创新。小额信用贷款占比由12%提高到20%。", "20%", "泉州"),
        ("泉州金融创新。“园区e贷”户均贷款368万元，最高500万元。", "500万元", "“园区e贷”"),
    ],
)
def test_a_kind_of_product_is_no_subject_but_a_named_one_is(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


def test_a_headline_that_is_only_a_name_leaves_it_to_its_text() -> None:
    page = (
        "园保贷\n\n　　四川省经信委联合各产业园区推出“园保贷”政策性信贷产品，形成风险补偿资金池，为企业融资。\n\n"
        "　　目前平均每笔贷款额度368万元。\n\n出口回升\n\n　　四川省今年出口回升，形势喜人，各地干劲十足，企业订单充足。\n"
    )
    table = extract([{"id": "t", "text": page, "issue_date": "2021-06-14"}], seeds=load_seeds(), until="metrics")
    assert {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}["368万元"] == "园保贷"


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("海宁市建立首个小微金融服务平台，上线一千个产品，平台已注册企业11万家，放款391亿元。", "391亿元", "小微金融服务平台"),
        ("海宁市建立平台，平台已注册企业11万家。", "11万家", "海宁市"),
        ("海宁市公募基金回暖。FOF基金收益达9.4%，涨幅居前。", "9.4%", "海宁市"),
    ],
)  # fmt: skip
def test_what_somebody_has_set_up_is_meant_by_its_kind(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject
