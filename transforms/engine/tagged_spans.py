"""Where a tagged name ends: at a word's edge, before an unclosed bracket or quotation mark, behind the letter of a share class."""

from __future__ import annotations

import re

from transforms.engine.lexemes import Lexemes

BRACKET = re.compile("[（(“]")
CLOSERS = {"（": "）", "(": ")", "“": "”"}
# 南玻A and 京东方A: the class of the share belongs to the name.
SHARE_CLASS = re.compile("[AB](?![A-Za-z0-9.])")
IDEOGRAPH = re.compile("[一-鿿]")
# 深圳GDP measures a place.
MEASURE = re.compile("GDP|CPI|PPI|PMI")
# 江岭地区
REGIONS = ("地区", "林区", "矿区")
# What a place that no list knows is called as well, the longest first.
EXTENDING = (
    "工业园区",
    "产业园区",
    "科技园区",
    "开发区",
    "工业园",
    "产业园",
    "科技园",
    *REGIONS,
    "园区",
    "片区",
    "基地",
    "新城",
    "平原",
    "沙漠",
    "沙地",
    "草原",
    "水库",
)
EXTENDING_FIRST = frozenset(word[0] for word in EXTENDING)
# 镇 and 乡 begin no name.
TOWN_WORDS = frozenset("镇乡")
# 江苏省出口机电产品: what a place does is no part of a name.
ACTS = re.compile(
    "[一-鿿]{2,6}[省市区县](?:出口|进口|进出口|实现|完成|累计|新增|共有|现有|拥有|设立|成立|发起|组建|建立|推出|出台|启动)"
)
# 新创建全国法治政府建设示范地区
BEGUN = re.compile("新?(?:创建|创成)|新(?:建成|增|认定|开工)")
# Institutes of these are called 所.
ACADEMIES, INSTITUTE = ("中科院", "中国科学院", "中国农科院", "农科院", "社科院", "中国社科院"), "所"
# Behind a place stands what a body is, not any noun.
PLACED, IDLE = frozenset("省市县"), re.compile("[^部局厅委院校社会处行团队馆站台网报店所厂司]$")
# 夏粮亩产 is a figure's name.
YIELDS = ("亩产", "单产", "总产", "产量", "产值", "增加值")
# 江岭机械化 is what goes on there.
PROCESSES = (
    "机械化", "现代化", "信息化", "产业化", "城镇化", "工业化", "数字化", "智能化", "市场化", "国际化", "一体化",
)  # fmt: skip
UNNAMED = (*YIELDS, *PROCESSES)
COUNTED = re.compile("[0-9０-９]+[余多万]*[台列个家名辆条艘架座户人]|(?:班列|专列|列车)$")
# 海南生猪价格 is that of goods.
COMMODITY = ("价格", "收购价", "均价", "价每", "出栏", "存栏", "产业", "种植", "养殖", "行业", "市场")
# What a place has besides its firms, and what is told of a trade rather than of a firm.
TRADES = (
    "农业", "工业", "制造业", "服务业", "建筑业", "渔业", "林业", "畜牧业", "养殖业", "种植业", "旅游业", "零售业", "餐饮业", "物流业", "金融业",
    "产业", "行业", "经济", "外贸", "农机", "楼市",
)  # fmt: skip
OF_TRADE = (*COMMODITY, "企业", "出口", "进口", "产量", "增加值", "总收入", "接待", "人次")
# What these begin with.
COMMODITY_OPENERS = frozenset(word[0] for word in COMMODITY)
# 某某汽车收报2.15元: what a share closed at.
CLOSED_AT = "收报"
# 某某科技报68.35元: what a share costs, not the name of a paper.
QUOTED_AT = re.compile("报[0-9０-９]")
# With this a name of a branch begins.
PARTY_OPENS = "党"
PARTY = re.compile("支部(?:委员会)?|总支|委员会|委|组")
LONG_WORD = 3
# 某某科技报68元: 科技报 is no word there.
QUOTED = "报"


def settled(text: str, start: int, end: int, *, organisation: bool, lexemes: Lexemes) -> int | None:
    """End of a tagged span as its words and marks have it; None when the span is no name.

    Args:
        text: The joined text.
        start: First character of the span.
        end: One past its last character.
        organisation: Whether it was tagged as one.
        lexemes: Words of the text.
    """
    name = text[start:end]
    if (
        organisation
        and (
            ACTS.match(name) is not None
            or BEGUN.match(name) is not None
            or name.endswith(UNNAMED)
            # There is a P in each of the measures.
            or ("P" in name and MEASURE.search(name) is not None)
            or (text[end : end + 1] in COMMODITY_OPENERS and text.startswith(COMMODITY, end))
        )
    ):
        return None
    if organisation and (cut := COUNTED.search(text, start + 2, end)) is not None:
        # 洋浦港 | 63台场桥, 西安国际港站 | 班列
        return cut.start()
    if organisation and text[end - 1] == QUOTED and QUOTED_AT.match(text, end - 1) is not None:
        end -= 1
    opened = None if name.isalnum() else BRACKET.search(text, start + 1, end)
    if opened is not None and text.find(CLOSERS[opened[0]], opened.end(), end) < 0:
        end = opened.start()
    if text[end - 1] == CLOSED_AT[0] and end - start > len(CLOSED_AT) and text.startswith(CLOSED_AT, end - 1):
        return end - 1
    if not organisation and text[end : end + 1] in EXTENDING_FIRST:
        # 江岭地区, 琶岭园区
        more = next((word for word in EXTENDING if text.startswith(word, end)), "")
        if more:
            return end + len(more)
    if organisation and text[end : end + 1] == INSTITUTE and name.startswith(ACADEMIES) and name[-1] not in "院所":
        # 中科院某某 | 所
        return end + 1
    if lexemes.edges[end]:
        last = lexemes.at(end - 1)
        goods = organisation and lexemes.tags[last] in {"n", "nz"} and IDLE.search(name) is not None
        if goods and text[lexemes.starts[last] - 1] in PLACED and lexemes.starts[last] > start:
            # 江苏省 | 金属矿: goods of a place.
            return None
        lettered = organisation and SHARE_CLASS.match(text, end) is not None
        return end + 1 if lettered and IDEOGRAPH.match(text, end - 1) is not None else end
    number = lexemes.at(end)
    word, begins = lexemes.words[number], lexemes.starts[number]
    if begins == start and lexemes.tags[number] == "n" and not organisation:
        # 太阳 of 太阳能, 铁海 of 铁海联运
        return None
    whole = (
        number not in lexemes.unlisted
        and len(word) >= LONG_WORD
        and begins + len(word) == end + 1
        and begins >= start
        and text[end] != QUOTED
    )
    # 晶澳太阳 | 能 ends with its word.
    return end + 1 if whole else end


def is_trade(text: str, start: int, end: int) -> bool:
    """Whether what stands behind a place in a tagged span is one of its trades (广东 | 制造业), by its own end or by what is told of it."""
    return text.endswith(TRADES, start, end) or (end - start > 1 and text.startswith(OF_TRADE, end))


def with_party(text: str, end: int) -> int:
    """End of a span that stops inside the name of a party branch (某村党 | 支部)."""
    found = PARTY.match(text, end) if text[end - 1] == PARTY_OPENS else None
    return end if found is None else found.end()


def ends_place_before(text: str, start: int, end: int) -> bool:
    """Whether the first character of a span is the last one of the place right before it."""
    return text[start] in TOWN_WORDS and end - start > len(CLOSED_AT)
