"""What a figure measures, by the ways in which Chinese news tells it."""

from __future__ import annotations

import pytest

from tests.transforms.test_metrics import metrics_of

SHARES = [
    ("面板出货面积约占全球的10%。", "10%", "面板出货面积约占全球"),
    ("该区产值占云州市的1/4。", "1/4", "产值占云州市"),
    ("现有企业800家，占全省的37%。", "37%", "占全省"),
    # What is at the head of a phrase is no share.
    ("占地20亩。", "20亩", "占地"),
    ("其中杂交稻占七成。", "七成", "杂交稻"),
]
RATES = [
    ("1-7月，固定资产投资增长3%，两年平均增长1.7%。", "1.7%", "固定资产投资"),
    ("软件业收入2万亿元，五年年均增长13.1%。", "13.1%", "软件业收入"),
    # An average can be what is measured.
    ("获贷企业386家，户均271万元。", "271万元", "户均"),
    ("接到诉求3516件，日均约502件。", "502件", "日均"),
    ("平均救治时间64分钟。", "64分钟", "平均救治时间"),
]
QUOTED = [
    ("云州“人口首位度”已从2010年的9.17%提升至12%。", "9.17%", "人口首位度"),
    ("全县累计发放“助农贷”2.4亿元。", "2.4亿元", "助农贷"),
    ("今年有521家“育苗计划”试点企业。", "521家", "“育苗计划”试点企业"),
    # Quotation marks that close what someone said name nothing.
    ("他说“好，我们都来”3次。", "3次", None),
]
DEALT = [
    ("电子元件、汽车出口分别增长24%、99.1%。", "24%", "电子元件"),
    ("电子元件、汽车出口分别增长24%、99.1%。", "99.1%", "汽车出口"),
    ("其中出口、进口分别为2万亿元、1.5万亿元。", "2万亿元", "出口"),
    # Regions are whose figures they are.
    ("东部、西部地区投资分别增长8%和4%。", "8%", "投资"),
]
BEHIND = [
    ("返还比例由30%提至50%。", "30%", "返还比例"),
    ("返还比例由30%提至50%。", "50%", "返还比例"),
    ("数字产业总量突破4000亿元大关。", "4000亿元", "数字产业总量"),
    ("基金规模多处于25-100亿元之间。", "25-100亿元", "基金规模"),
    ("所得税按15%征收。", "15%", "所得税"),
    # Nouns that begin alike are counted.
    ("全县有水平井30口。", "30口", "水平井"),
    ("去年引进3个收费站项目。", "3个", "收费站项目"),
    ("共有26家企业入园。", "26家", "企业入园"),
]
ATTRIBUTES = [
    ("占地15亩的温棚是园区的中心。", "15亩", "占地"),
    ("海拔3000米以上的山区。", "3000米", "海拔"),
    ("他最后出资70亿元投资新厂。", "70亿元", "他最后出资"),
    # Where things are counted, they stand behind.
    ("今年出资建设20个项目。", "20个", "项目"),
    ("设立3000万元的资金池。", "3000万元", "资金池"),
]
RANKS = [
    ("2020年全市产值达1.15万亿元，总量位居全省第三，同比增长4%。", "第三", "总量"),
    ("公路总里程突破8000公里，位居全国第五。", "第五", "公路总里程"),
    ("失信名单发布率位居全国第五。", "第五", "失信名单发布率"),
    # Where people live is no rank.
    ("居民收入达到5万元。", "5万元", "居民收入"),
]


@pytest.mark.parametrize(
    ("text", "surface", "indicator"), [*SHARES, *RATES, *QUOTED, *DEALT, *BEHIND, *ATTRIBUTES, *RANKS]
)
def test_a_figure_measures_what_its_sentence_says(text: str, surface: str, indicator: str | None) -> None:
    assert metrics_of(text)[surface]["indicator"] == indicator
