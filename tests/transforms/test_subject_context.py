"""Subjects that a sentence is left by its headings, its neighbours and what it compares."""

from __future__ import annotations

import pytest

from tests.transforms.test_subject_defaults import page, subjects_of
from tests.transforms.test_subjects import subjects

MARKET = "全国房地产市场回暖。全国投资增长，全国销售平稳。"
PROVINCES = "北京完成投资233亿元，增长5%；上海完成投资379亿元，下降2%；辽宁完成投资88亿元，天津投资持平。"


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        # What the provinces together report is the country's.
        ("韩国累计确诊82例。2月19日，31个省（自治区、直辖市）和新疆生产建设兵团新增病例394例。", "394例", "中国"),
        # A route between two places, one of many listed ones, an airport.
        ("汶川至九寨沟高速全长359公里，建成后成都4小时可达。", "359公里", "汶川至九寨沟高速"),
        ("四川交通会议召开。四川省雅康、汶马、绵九等4条高速公路将开工。", "4条", "四川省"),
        ("交通改善。今年九黄机场旅客吞吐量达180万人次。", "180万人次", "九黄机场"),
        # Sizes one after the other are of what is named behind them.
        ("面积仅40平方公里、人口不足4万的江苏扬州市杭集镇，是牙刷之乡。", "40平方公里", "杭集镇"),
        # Whose share of the whole it is stands behind it.
        ("浙江慈溪，被誉为家电之都，全球约60%的小家电产自这里。", "60%", "慈溪"),
        ("浙江慈溪产业兴旺，全国三成的插座产自浙江慈溪。", "三成", "慈溪"),
        # Behind a dash stands who is called so.
        (
            "走进辽宁首家制造业“独角兽”企业——沈阳海微飞轮股份有限公司调试车间，转速达每分钟4.1万转。",
            "4.1万转",
            "沈阳海微飞轮股份有限公司",
        ),
        # Who only observes or speaks for a firm has no figures of his own.
        ("宁波经济向好。东吴证券认为，今年上半年股基日均成交额为1.06万亿元。", "1.06万亿元", "宁波"),
        (
            "陕西云海科技有限公司开发了储氢技术。公司董事长王斌算了一笔账：“传统储运成本约23.3元。”",
            "23.3元",
            "陕西云海科技有限公司",
        ),
        # 业绩 is no industry, 对应 no preposition, 市政府投资项目 a kind of projects.
        ("宁波海天集团发布年报。自营投资业绩向好，公司交易性金融资产达到472.5亿元。", "472.5亿元", "宁波海天集团"),
        ("中环股份成本占收入比重为80.1%，隆基股份对应数据为67.7%。", "67.7%", "隆基股份"),
        ("深圳公布计划。今年，深圳安排市政府投资项目522个。", "522个", "深圳"),
        # Who speaks for himself, and who for the place that he governs.
        ("泉塘县种植业发展快。“我种了10亩小麦，去年卖了3万元。”村民王大明说。", "3万元", "王大明"),
        ("星河动力航天公司落户。“我们出台了38项产业政策。”北京市委常委王小明说。", "38项", "北京市"),
        ("星河动力航天公司落户。余杭区区长王小明表示：“我们出台了38项产业政策。”", "38项", "余杭区"),
        # What something is called or compared with stands before its name.
        ("江苏省的县达标21个。而水热条件优于河南和山东的安徽省，目前只有1个达标。", "1个", "安徽省"),
        ("江苏省发展快。作为江苏省重要的工业城市，昆山市集聚机构430家。全年产值5000亿元。", "5000亿元", "昆山市"),
        # Of four firms three are told; a meeting decides about others.
        ("苏州新上市的4家公司中有3家——国芯科技、纳芯微、长光华芯登陆科创板。", "4家", "苏州"),
        ("中关村改革。党的二十届三中全会《决定》提出先用后付。目前使用成果达440项。", "440项", "中关村"),
        # A market where firms are listed has no figures of theirs, unless it is what is told of.
        ("华兴科技公司发展快，员工300人。公司在科创板上市，募集资金10亿元。", "10亿元", "华兴科技公司"),
        ("苏州创新活跃。苏州科创板上市公司达38家。", "38家", "苏州"),
        ("科创板开市三年。目前，科创板上市公司达500家。", "500家", "科创板"),
        # 市属 is of the city, and an average age of no person; a name in marks behind its sizes.
        ("苏州市发展快。工业园区作用突出，市属国企利润增长11.1%。", "11.1%", "苏州市"),
        ("苏州市发展快。张桂花老人受到慰问。人均预期寿命达到82.58岁。", "82.58岁", "苏州市"),
        ("河谷中，一座总长约400米、宽约50米的“白鹤滩水电站”正在施工。", "400米", "白鹤滩水电站"),
        # What somebody has built is listed, and 本地 is the place told of.
        ("郑州发展汽车产业。围绕汽车产业，郑州建成企业技术中心、整车试验中心等技术平台16家。", "16家", "郑州"),
        ("郑州发展汽车产业。郑州建成产业园。郑州在中牟县布局。零部件本地配套率达65%。", "65%", "郑州"),
    ],
)  # fmt: skip
def test_who_has_a_figure_is_told_by_what_stands_around_it(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


def test_places_set_side_by_side_are_not_what_an_article_is_about() -> None:
    text = page(
        "房地产投资平稳增长", f"{MARKET}{PROVINCES}综合指数回升到98.5点。", f"如{PROVINCES}商品房均价为2000元。"
    )
    found = subjects_of(text)
    assert (found["98.5点"], found["379亿元"], found["2000元"]) == ("全国", "上海", "全国")


def test_a_line_that_is_only_the_name_of_a_place_heads_what_is_below_it() -> None:
    text = (
        "眼镜之都\n\n丹阳有眼镜企业1600家。丹阳年产镜架一亿副。丹阳镜片畅销。\n\n"
        "◆浙江慈溪市\n\n产出全球约六成小家电\n\n慈溪从家庭作坊起步。家电企业有2000多家。\n\n"
        "◆湖南邵东市\n\n打火机产量占全球七成\n\n从小镇起步，邵东市已形成产业带。年产量超百亿只。"
    )
    found = subjects_of(text)
    assert (found["六成"], found["2000多家"], found["七成"], found["百亿只"]) == (
        "慈溪",
        "慈溪",
        "邵东市",
        "邵东市",
    )
