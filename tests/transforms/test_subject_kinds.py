"""Subjects that no list names: what a sentence frames or describes, the things of headings."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from tests.transforms.test_subjects import subjects


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("证券公司上半年经营承压。140家证券公司实现营业收入2059亿元，净资本为2.06万亿元。", "2059亿元", "中国"),
        ("宁海证券业绩回升。数据显示，在已发布预告的14只券商股中，有8家预告净利下滑。", "8家", "中国"),
        ("12家汽车经销商披露年报\n\n宁海股份（600998）净利下降。7家公司营收增长。", "7家", "中国"),
        ("宁海股份（600998）公告称，公司上半年落户企业12家。", "12家", "宁海股份"),
        ("江苏外贸回升。民营企业进出口3000亿元，增长12%。", "3000亿元", "江苏"),
        ("宁海银行公布年报。小微企业贷款余额300亿元，比年初增加20亿元。", "300亿元", "宁海银行"),
    ],
)
def test_the_figures_of_a_kind_of_actors_are_those_of_the_place_else_of_the_country(
    text: str, surface: str, subject: str
) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        # What a frame names, the sentence goes on to tell of.
        ("江苏贷款增长。以建设银行苏州分行为例，该行贷款余额300亿元，户均80万元。", "80万元", "该行"),
        (
            "江苏贷款增长。以建设银行苏州分行为例，截至11月末，名单中，共有1516户获得服务。",
            "1516户",
            "建设银行苏州分行",
        ),
        (
            "宁海股份（600998）盈利。据四川长虹集团有限公司年报显示，公司去年投资3亿元。",
            "3亿元",
            "四川长虹集团有限公司",
        ),
        (
            "江苏发展数字经济。《海宁市数字经济实施方案》提出，到2022年全市数字经济规模达到5000亿元。",
            "5000亿元",
            "海宁市",
        ),
        (
            "高新区项目开工。中海苏阀是阀门行业的首家上市公司，为了扩大产能，公司计划总投资2.31亿元。",
            "2.31亿元",
            "中海苏阀",
        ),
        # A name that what stands before it only describes.
        ("各省公布数据。直辖市重庆常住人口3205万人，面积8万平方公里。", "8万平方公里", "重庆"),
        ("全国骨干工程之一的宁海水库总投资575亿元，线路总长261公里。", "261公里", "宁海水库"),
        ("第四经济大省浙江共有11个百万人口大区，位居第三。", "11个", "浙江"),
        ("江苏土地拍卖收金827亿元。过去一年未在成都拿地的中海地产各斩获3宗地。", "3宗地", "中海地产"),
        # Whom a company's man speaks for, in this sentence and in later ones; an observer speaks of others.
        (
            "江苏外贸回升。四川长虹集团有限公司董事长李春生表示，进口的设备价值1.2亿美元。",
            "1.2亿美元",
            "四川长虹集团有限公司",
        ),
        (
            "江苏外贸回升。江苏出口增长。四川长虹集团董事长李春生出席。\n李春生表示，投资40亿元，建设生产线。",
            "40亿元",
            "四川长虹集团",
        ),
        ("江苏外贸回升。江苏出口增长12%。宁海证券首席分析师李春生表示，设备进口增长20%。", "20%", "江苏"),
        # A university is the school that its page speaks of.
        ("武汉科技大学获奖。学校承担科研项目2000余项，经费年年过亿。", "2000余项", "武汉科技大学"),
        ("武汉科技大学获奖。学校先后与武钢集团、攀钢集团等20余家企业合作。", "20余家", "武汉科技大学"),
        # Where the money goes is in brackets.
        ("浙江外贸回升。浙江IT产品出口增长。向中国（包括香港）出口的产品金额为61亿美元。", "61亿美元", "浙江"),
        # Beside its own figure stands who has those of the next clauses.
        ("海宁置业公布年报；专注电视的四川长虹集团有限公司职工10万人，年产5万台。", "5万台", "四川长虹集团有限公司"),
    ],
)
def test_frames_and_descriptions_lead_up_to_who_has_the_figure(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


def test_a_statistics_office_leaves_its_place_to_figures_that_name_none() -> None:
    text = "上半年经济运行\n\n大庆市统计局\n\n从产业看，第一产业实现增加值47.5亿元，第二产业增加值730.5亿元。\n大庆市统计局通报了情况。"
    assert subjects(text)["730.5亿元"] == "大庆市"


@pytest.mark.parametrize(
    ("page", "surface", "subject"),
    [
        # A thing that the headline names, and the text again by itself.
        (
            "水利晨报　2025年11月7日　星期五　第3版\n\n四川引大济海工程今天启动建设\n\n　　今天，全国骨干水网工程之一的引大济海工程在四川雅安启动建设。工程总投资575亿元，引水线路总长261公里。\n",
            "261公里",
            "引大济海工程",
        ),
        # A technology is told of the country.
        (
            "新能源晨报　2011年8月29日　星期一　第7版\n\n屋顶光伏发电拟增九倍\n\n　　权威人士透露，到2015年，屋顶光伏电站规模为300万千瓦，屋顶光伏产业将成为核心。去年底，屋顶光伏装机规模约30万千瓦。\n",
            "30万千瓦",
            "中国",
        ),
        # A section about a kind of firms leaves the place of the section before.
        (
            "地产观察　2022年4月27日　星期三　第2版\n\n天津首轮土拍收金95亿元\n\n　　天津首轮土拍冷清。天津流拍率升至83%，天津市外贸增长。\n\n"
            "11月房企拿地金额创年内新低\n\n　　12月1日，各大机构纷纷披露数据，融资利率走低，拿地依然较谨慎。利率方面，信用债平均利率为3.8%，相比10月有所下降。\n",
            "3.8%",
            "中国",
        ),
        # What a ministry tells is of what its headline names.
        (
            "财经晨报　2015年12月18日　星期五　第5版\n\n财政部宁海示范项目明年最高奖800万元\n\n　　12月17日，财政部公布了政策。财政部推出30个宁海示范项目。按照规模，新建的奖励300万元。\n",
            "300万元",
            "宁海示范项目",
        ),
        # A section headed by the name of a product; the numbered headings part it.
        (
            "津门晨报　2015年12月16日　星期三　第3版\n\n天津小微企业贷款增速持续高于全国\n\n　　天津发展很快。天津今年前11个月新增贷款3000亿元，天津市外贸增长。\n\n"
            "园保贷\n\n　　为支持企业发展，政府推出“园保贷”政策性信贷产品，缓解企业融资难问题，有效降低了企业的成本。\n\n"
            "1、以支持实体经济为主\n\n　　目前，平均每笔贷款额度368万元，最小贷款额度20万元，用于生产经营。\n",
            "368万元",
            "园保贷",
        ),
    ],
)
def test_headings_name_what_the_figures_are_of(page: str, surface: str, subject: str) -> None:
    table = extract([{"id": "t", "text": page, "issue_date": "2021-06-14"}], seeds=load_seeds(), until="metrics")
    found = {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}
    assert found[surface] == subject


def test_a_headline_that_names_nobody_takes_the_subject_of_its_figure_in_the_text() -> None:
    page = (
        "地产观察　2022年4月27日　星期三　第2版\n\n首轮土拍揽金3002亿元 热度有望提升\n\n"
        "　　天津首轮土拍冷清。天津流拍率升至83%，天津市外贸增长。\n\n　　四川长虹集团有限公司共计揽金约3002亿元，平均溢价率为4.61%。天津依旧冷清。\n"
    )
    table = extract([{"id": "t", "text": page, "issue_date": "2022-04-27"}], seeds=load_seeds(), until="metrics")
    rows = [row for row in table["metrics"].to_pylist() if row["surface"] == "3002亿元"]
    assert [row["subject"] for row in rows] == ["四川长虹集团有限公司"] * 2


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        (
            "软件业利润增长10%\n\n　　本报记者　李明\n\n　　上半年，全国软件业利润总额300亿元。软件业出口额20亿美元。",
            "300亿元",
            "全国",
        ),
        # A part of every economy is none, and neither is an industry whose article is about a place.
        (
            "制造业利润增长10%\n\n　　本报记者　李明\n\n　　上半年，全国制造业利润总额300亿元。制造业出口额20亿美元。",
            "300亿元",
            "全国",
        ),
        ("江苏省软件业增长。江苏省前四月，规模以上软件业营业收入448亿元，成本391亿元。", "391亿元", "江苏省"),
        ("规模以上软件业平稳运行。前四月，规模以上软件业营业收入448亿元，成本391亿元。", "391亿元", "中国"),
        ("工信部数据显示，前四月，规模以上软件业营业收入448亿元。", "448亿元", "中国"),
    ],
)
def test_the_figures_of_an_industry_are_those_of_the_place_else_of_the_country(
    text: str, surface: str, subject: str
) -> None:
    tables = extract([{"id": "t", "text": text, "issue_date": "2022-05-31"}], seeds=load_seeds(), until="metrics")
    found = {row["surface"]: row["subject"] for row in tables["metrics"].to_pylist()}
    assert found[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        (
            "宁海煤业（600998）增产。据统计，排名前10家企业原煤产量合计为15.8亿吨，占53.9%。",
            "53.9%",
            "中国",
        ),
        ("宁海地产（600998）销售增长。去年，百强房企在二线城市的布局占比近六成。", "六成", "中国"),
        ("江苏房地产回暖。去年，百强房企在二线城市的布局占比近六成。", "六成", "江苏"),
    ],
)
def test_what_bounds_a_kind_makes_no_name_of_it(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


def test_the_people_of_a_place_are_not_what_an_article_is_about() -> None:
    page = "温州人再创新高\n\n　　温州人敢闯敢干。去年，在外温州人创办企业3万家。\n\n　　温州市统计局介绍，全市新增企业12万家。"
    table = extract([{"id": "t", "text": page, "issue_date": "2021-06-14"}], seeds=load_seeds(), until="metrics")
    assert {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}["3万家"] == "温州"
