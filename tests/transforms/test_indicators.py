"""What a figure measures, by the ways in which Chinese news tells it."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
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
    ("双方举行了两小时会谈。", "两小时", "会谈"),
    ("工程分为3个阶段。", "3个", "阶段"),
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
NAMELESS = [
    ("失业率6.4%，预期6.5%，前值6.3%。", "6.3%", "失业率"),
    ("开发贷款余额13万亿元，上半年增加6105亿元。", "6105亿元", "开发贷款余额"),
    ("存款余额22万亿元，连续38个月保持两位数增长。", "38个月", "存款余额"),
    ("销售额61亿元，完成率83.1%。", "83.1%", "完成率"),
    ("吸引了1000家参展商和3000家采购商。", "3000家", "采购商"),
    # A rate of growth is told as such.
    ("产值增长4%，实际增长率为3.8%。", "3.8%", "实际增长率"),
]
GROUPS = [
    ("订货量增长的占31%，持平的占49%，下降的占19%。", "19%", "下降的"),
    ("考生中，具有本科以上学历的占81%。", "81%", "具有本科以上学历的"),
    # Whose share it is, not one of a group.
    ("云州的有色金属产量为3万吨。", "3万吨", "有色金属产量"),
]
ONE_CHARACTER = [
    ("全县有109个村、694户农民种植烤烟。", "109个", "村"),
    ("云州辖4个县（市）、29个乡（镇）。", "4个", "县（市）"),
    # The first character of a longer noun.
    ("全市有30家县属企业。", "30家", "县属企业"),
    ("全市有37家国有企业。", "37家", "国有企业"),
]
ONE_CHARACTER += [("院里有6间房，都住满了。", "6间", "房"), ("全村有30口井。", "30口", "井")]
MEASURES = [
    # A rate that stands by itself is that of what was measured before it.
    ("装备业增加值增长9%，增速比全省高1.4个百分点。", "1.4个百分点", "装备业增加值增速"),
    ("装备业增加值增长9%，比同期建材业增加值增速高2.6个百分点。", "2.6个百分点", "装备业增加值增速"),
    ("全省出口增速比全国高2个百分点。", "2个百分点", "出口增速"),
    # Parts of which only the level is told are what the whole is.
    ("全省有湿地公园57个，其中国家级21个、市县级8个。", "8个", "市县级湿地公园"),
    ("今年建设3000套公租房，供应2500套。", "2500套", "公租房"),
    ("举办30场推介活动，1800多人次参加。", "1800多人次", "推介活动"),
    ("晚稻目前收获七成左右。", "七成", "晚稻"),
    ("粮价上涨，但粮食价格指数下降2%。", "2%", "粮食价格指数"),
]
RANKS = [
    ("2020年全市产值达1.15万亿元，总量位居全省第三，同比增长4%。", "第三", "总量"),
    ("公路总里程突破8000公里，位居全国第五。", "第五", "公路总里程"),
    ("失信名单发布率位居全国第五。", "第五", "失信名单发布率"),
    ("云州以399亿元的研发支出排名第一。", "第一", "研发支出排名"),
    # Where people live is no rank.
    ("居民收入达到5万元。", "5万元", "居民收入"),
]

LEFT = [
    ("园区距云州站2公里。", "2公里", "距云州站"),
    ("个人贷款余额2008年也新增了630多亿元。", "630多亿元", "个人贷款余额"),
    ("务工总量持续增加，9月底达到3103万人。", "3103万人", "务工总量"),
    ("债务率最高的是云州，约190%。", "190%", "债务率"),
    ("农村居民人均纯收入，考虑价格因素，实际增长4.3%。", "4.3%", "农村居民人均纯收入"),
    ("在销售金额层面，苏州、无锡分别以3亿元和2亿元领先。", "3亿元", "销售金额"),
    ("投资增速前二名：云州县增长58%，河口县增长36%。", "36%", "投资增速"),
    ("十大伙伴及贸易额分别是：日本，608亿美元；韩国，240亿美元。", "240亿美元", "贸易额"),
    # Words before a colon that name nothing are no heading.
    ("记者获悉：共有30人。", "30人", None),
    # What goes on behind a quotation is no phrase of its own.
    ("从起步到成为有着“钢铁之王”之称的全球最大的厂，云州机械厂仅用了13年。", "13年", None),
]
TOLD_BY_VERBS = [
    ("截至10月底，451人被判处刑罚。", "451人", "被判处刑罚"),
    ("前20家集团中，12家为民营企业。", "12家", "民营企业"),
    ("截至2014年末，累计发放11.7亿元。", "11.7亿元", "累计发放"),
    ("其中政府投资575亿元，占25.7%。", "25.7%", "政府投资"),
    # A verb that says only that there is a figure names nothing.
    ("去年达到30亿元。", "30亿元", None),
]


@pytest.mark.parametrize(
    ("text", "surface", "indicator"),
    [
        *LEFT,
        *TOLD_BY_VERBS,
        *NAMELESS,
        *GROUPS,
        *ONE_CHARACTER,
        *SHARES,
        *RATES,
        *QUOTED,
        *DEALT,
        *BEHIND,
        *ATTRIBUTES,
        *RANKS,
        *MEASURES,
    ],
)
def test_a_figure_measures_what_its_sentence_says(text: str, surface: str, indicator: str | None) -> None:
    assert metrics_of(text)[surface]["indicator"] == indicator


@pytest.mark.parametrize(
    ("second", "surface", "indicator"),
    [
        ("2月份比去年同月增长9%。", "9%", "工业总产值"),
        ("到2023年，已上升至420亿元。", "420亿元", "工业总产值"),
        ("2月份新增企业30家。", "30家", "企业"),
        # Another paragraph is another matter.
        ("\n\n2月份比去年同月增长9%。", "9%", None),
    ],
)
def test_a_sentence_that_names_only_a_time_goes_on_with_what_the_one_before_measured(
    second: str, surface: str, indicator: str | None
) -> None:
    text = f"今年上半年云州工业总产值达到310亿元，发展协调。{second}"
    tables = extract([{"id": "t", "text": text, "issue_date": "2024-07-20"}], seeds=load_seeds(), until="metrics")
    rows = {row["surface"]: row for row in tables["metrics"].to_pylist()}
    assert rows[surface]["indicator"] == indicator
