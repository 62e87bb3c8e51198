"""Subjects by the part that names play: whom a word stands for, who only announces, causes or takes part, and what is no name at all."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from seeds.load import load_seeds


def subjects(text: str) -> dict[str, str | None]:
    table = extract([{"id": "t", "text": text, "issue_date": "2021-06-14"}], seeds=load_seeds(), until="metrics")
    return {row["surface"]: row["subject"] for row in table["metrics"].to_pylist()}


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        # Whom a word stands for.
        ("投递员许建国是劳动模范。小许用了8年时间，走遍了全城。", "8年", "小许"),
        ("石桥乡后营村党员刘增发从报上得到信息，投资3万多元建起了养殖场。", "3万多元", "刘增发"),
        ("受审的河南省鹤壁市原市长朱振山，任职期间收受财物23万元。", "23万元", "朱振山"),
        ("创业板一哥温氏股份累计购买理财产品128亿元。", "128亿元", "温氏股份"),
        ("案发后，安某退还村民12万元。", "12万元", "安某"),
        # Who only announces, causes or takes part.
        ("剑桥科技公告，公司计划减持股份不超过147万股。", "147万股", "剑桥科技"),
        ("业绩未达标，这直接导致百洋股份计提2亿元的商誉减值。", "2亿元", "百洋股份"),
        (
            "红十字总会成立多年。中国红十字总会从所属孝感、沈阳救灾中心调出价值26万元的棉被。",
            "26万元",
            "中国红十字总会",
        ),
        ("财联社11月12日丨精测电子（300567.SZ）公布，公司近日接到股东通知，解除质押214万股。", "214万股", "精测电子"),
        ("农行河南省分行改革。到11月底，省农行存款余额527亿元。", "527亿元", "农行河南省分行"),
        # Organs of no place, the centre and what is built by the country.
        ("检察机关办理案件1万多起，人民法院审结案件1.2万起。", "1.2万起", "中国"),
        ("中央已下拨1000万元用于救灾。", "1000万元", "中国"),
        # A government alone is that of the country named last.
        ("马来西亚政府上月公布了紧缩计划。政府将今年的预算削减18%。", "18%", "马来西亚"),
        # Places inside words of the dictionary.
        ("香港股市上升了7.4%。", "7.4%", "香港"),
        ("安徽省滁州地区行动早，全区兴办示范小区319个。", "319个", "滁州"),
        (
            "（滁州日报记者王小明）兴宁市等地增长较快。前三季度，我市实现生产总值606亿元。",
            "606亿元",
            "滁州市",
        ),
        ("梅州市增速比全国7.4%、全省7.6%平均水平分别高0.3、0.1个百分点。", "7.4%", "中国"),
        ("潍柴动力增长。561家深市数字经济领域公司实现营收1.43万亿元。", "1.43万亿元", "深市"),
        # Which line, which fair, and what is a part of a zone or the country only.
        ("深圳地铁16号线开通运营，地铁全长29.2公里。", "29.2公里", "深圳地铁16号线"),
        (
            "第十届中国国际文化产业博览交易会开幕。本届文博会共计3402家企业参展。",
            "3402家",
            "第十届中国国际文化产业博览交易会",
        ),
        ("开发区是主战场，行政面积171平方公里，核心区面积27平方公里。", "27平方公里", "开发区"),
        (
            "全国新设企业706万户。\n\n东部地区新设企业388万户。\n\n结构不断优化。第一产业新设企业28万户。",
            "28万户",
            "全国",
        ),
    ],
)
def test_a_figure_belongs_to_whom_the_words_before_it_stand_for(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("若按银行股票市值衡量，有8家是合并的结果。", "8家"),
        ("股票回购（1151亿元）和公募基金（800亿元）。", "1151亿元"),
        (
            "●竣工8012万平方米\n●建成住房105万套\n本报讯记者王小明报道：住房建设成绩突出，竣工面积8012万平方米。",
            "105万套",
        ),
    ],
)
def test_conditions_brackets_and_lines_of_figures_name_nobody(text: str, surface: str) -> None:
    assert subjects(text)[surface] is None
