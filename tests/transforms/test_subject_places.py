"""Subjects that are places: how a page calls them, and which of listed ones a figure is of."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from tests.transforms.test_subjects import subjects


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        # The page names the place only in its short form, the body only in its full one.
        ("浙江招商引资会议召开。浙江省商务厅介绍，全省引进项目500个。", "500个", "浙江"),
        ("深圳经济稳步增长。深圳市统计局公布的数据显示，上半年，全市工业增加值增长8.3%。", "8.3%", "深圳"),
        # A page that prints the full name goes on to use it.
        ("浙江省扩大开放。浙江省商务厅介绍，全省引进项目500个。", "500个", "浙江省"),
        # A page that names the place nowhere else has what its body is called by.
        ("会议召开。四川省统计局发布消息，去年全省工业增加值增长21.2%。", "21.2%", "四川省"),
    ],
)
def test_a_place_that_only_a_body_is_named_after_is_called_as_the_page_calls_it(
    text: str, surface: str, subject: str
) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        # Regions that no list names, one by one, also in the next clause; as many as figures, or none.
        ("我国东部、中部和西部地区贷款利率分别为5.05%、5.40%和5.41%。", "5.40%", "中部"),
        (
            "我国东部、中部和西部地区贷款利率分别为5.05%、5.40%和5.41%；存款利率分别为1.05%、1.40%和1.42%。",
            "1.42%",
            "西部地区",
        ),
        ("江苏金融平稳。江苏在东部、中部和西部地区的贷款利率分别为5.05%、5.40%。", "5.40%", "江苏"),
        # Another place that a figure is compared by, and one that it is described with.
        ("郑州人口增长。郑州以1260万人力压武汉的1232万人，位居第一。", "1232万人", "武汉"),
        ("郑州人口增长。郑州人口从武汉的1232万人中增长。", "1232万人", "郑州"),
        ("上海造船业发展。四川长虹集团有限公司这个成立不到五年的企业打入十强。", "五年", "四川长虹集团有限公司"),
        ("空气质量改善。京津冀及周边地区优良天数比例为63.5%，浓度为51微克。", "63.5%", "京津冀及周边地区"),
        ("四川长虹集团有限公司销量达93万台，在全球总销量中占了两成。", "两成", "四川长虹集团有限公司"),
        # 市区 is the city of the article, else what is printed.
        ("宁波楼市回暖。据宁波市房管局数据，7月市区新建商品住宅成交1863套。", "1863套", "宁波市"),
        ("楼市回暖。据统计，7月市区新建商品住宅成交1863套，二手房成交2475套。", "2475套", "市区"),
        ("浙江扩大开放。浙江引进项目多。经济开发区亩均税收达到37万元，亩均增加值180万元。", "180万元", "经济开发区"),
        ("浙江扩大开放。浙江引进项目多。经济开发区建设投入37万元，增加值180万元。", "180万元", "浙江"),
        # What lies around a place, what it publishes, and who gives it money.
        ("海宁县位于浙江省北部，东连上海市、西邻桐乡市，总面积700平方公里，辖8个镇。", "8个", "海宁县"),
        ("海宁县位于浙江省北部，与上海市接壤，总面积700平方公里，辖8个镇。", "8个", "海宁县"),
        ("滕州市公布上半年经济数据，实现生产总值400亿元。", "400亿元", "滕州市"),
        (
            "山东华宇机械有限公司成立。公司去年获得深圳创新投资集团有限公司投资2亿元，收入12亿元。",
            "12亿元",
            "山东华宇机械有限公司",
        ),
    ],
)
def test_of_several_places_the_figure_is_of_the_one_that_bears_it(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("page", "surface", "subject"),
    [
        # The smaller place of a headline, not the larger one before it nor where the report was filed.
        ("山东滕州市上半年农业增长\n\n　　枣庄讯　今年上半年，粮食产量达到40万吨。农产品出口3亿元。", "3亿元", "滕州市"),
        # Whose people are named.
        ("全市参保人数破百万\n\n　　截至去年底，全市参保人数达到105万人，每两位绍兴人中就有一位。\n\n　　全市缴费3亿元。", "3亿元", "绍兴"),
        # A place that is only a cause is not what the article is about; one at the head of a clause is.
        ("重点行业运行情况\n\n　　一季度，钢铁产量2.1亿吨。受日本地震影响，有色金属涨价。\n\n　　化肥产量1500万吨。", "1500万吨", "中国"),
        ("重点行业运行情况\n\n　　一季度，浙江省水产品产量2.1亿吨，各地丰收。\n\n　　化肥产量1500万吨。", "1500万吨", "浙江省"),
    ],
)  # fmt: skip
def test_the_place_of_an_article_is_the_smallest_one_it_tells_of(page: str, surface: str, subject: str | None) -> None:
    table = extract([{"id": "t", "text": page, "issue_date": "2021-06-14"}], seeds=load_seeds(), until="metrics")
    assert {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        # What happened in history bears no figure, and what the state's purse gives is the country's.
        (
            "工作回顾\n\n改革开放取得重大成就。国内生产总值47万亿元，公共财政收入10万亿元，城镇新增就业1221万人。\n",
            "47万亿元",
            "中国",
        ),
        ("利率下降\n\n最新一期贷款市场报价利率（LPR）出炉，1年期降至3%，存款准备金率为7%。\n", "7%", "中国"),
        # A place at the head of a clause has the figures of such a page.
        ("工作回顾\n\n江苏财政平稳。国内生产总值4万亿元，赤字率2%，城镇新增就业21万人。\n", "21万人", "江苏"),
    ],
)
def test_a_page_of_national_figures_that_names_no_place_is_about_the_country(
    text: str, surface: str, subject: str
) -> None:
    assert subjects(text)[surface] == subject
