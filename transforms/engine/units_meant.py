"""Units that are not printed: what a number without one counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seeds.types import Seeds
from transforms.engine.figure import Figure
from transforms.engine.figure_shares import ENUMERATED
from transforms.engine.indicators import ends_in_word, has_word
from transforms.engine.quantity import Quantity

# Money that no list of units knows.
UNIT_LIKE = re.compile(
    "里拉|比索|盾|铢|克朗|福林|兹罗提|第纳尔|谢克尔|先令|里亚尔|奈拉|图格里克|列弗|列伊|法郎|马克|卢比|卢布|雷亚尔"
)
# 豪掷3.5亿, 融资2亿
SPENT = re.compile(
    "(?:豪掷|斥资|耗资|投资|出资|融资|拨款|拨付|拿出|捐款|募资|增资|注资|砸下?|套现|净赚|营收|亏损|盈利|市值|总价|奖励?|补[贴助])[约近超达]?$"
)
# What is counted in 亿 that is no money.
COUNTED = re.compile(
    "人(?!民币|均|民政府)|[用农]?户|观众|粉丝|网民|受众|次|播放|阅读|点击|下载|件|票(?!房)|条|台|辆|颗|株|亩|吨|斤|千瓦|度|立方|平方|设备|终端|元|神经|细胞|光年|年前|参数|像素|份|篇|步|岁"
)
NEAR = 16
# 人口增量152万
COUNT_OF = re.compile("(?:数量|(?<!人)数|总数|增量|净增量?|增加量|总量|规模)$")
HOUSEHOLDS = re.compile("(?:建档立卡)?(?:贫困|特困|困难|脱贫|低保|养殖|种植|示范|移民|个体|专业|[农住用商牧渔])户")
TIMES_TOLD = re.compile("[人车架艘]次$")
VIEWED = re.compile(
    "(?:浏览|播放|点播|点击|阅读|下载|访问|曝光|搜索|检索|转发|点赞|观看|展示|登录|调用)总?(?:量|次数)$"
)
SUM_OF = re.compile("(?:净增|新增|合计|总?规模)+$")
# 调用量为1000亿；年底跃升至100万亿
RISEN = re.compile("(?:跃升|[增升涨提降跌减][加高长少到至]?|突破|达)[至到]?$")
# 人口增加了110.25万
MOVED = re.compile("(?:分别|总体|整体|累计|同期|年均|净|共|已)*(?:增加|减少|增长|下降|增至|增)了?$")
MOVEMENT = re.compile(
    "(?:同期|年均|每年|平均|人口|净|总|新|共|则|却)*(?:增加|减少|增长|增|减|增量|减量|差距|相差|流入|流出)(?:量|了|额)?"
)
REACH, LONGEST_RISEN = 60, 4
SCALES, LISTING, SHARED_DIMENSIONS, PEOPLE, POPULATION = (
    frozenset("万亿"),
    {"、", "和", "与", "及"},
    {"count", "money", "mass", "area", "length", "volume", "energy", "power"},
    "人",
    "人口",
)


def with_unit_meant(
    text: str, figure: Figure, previous: Sequence[Figure], following: Sequence[Quantity], seeds: Seeds
) -> Quantity:
    """A number without unit in that of what it counts (174万贫困人口, 612万诉讼费), else of its neighbour (分别为55.6万、53.1万辆).

    Args:
        text: The joined text.
        figure: A figure whose indicator is known.
        previous: Figures before it in its sentence.
        following: The next quantities of the text.
        seeds: Lexicon figure_words.
    """
    quantity = figure.quantity
    if quantity.unit is not None or quantity.dimension != "count":
        return quantity
    last = previous[-1].quantity if previous else None
    if (
        figure.indicator is None
        and last is not None
        and last.unit is not None
        and last.dimension == quantity.dimension
        and RISEN.search(text, max(last.end, quantity.outer_start - LONGEST_RISEN), quantity.outer_start) is not None
    ):
        return quantity._replace(unit=last.unit)
    told = _with_unit_of_noun(text, figure, seeds)
    if told.unit is None and (beside := _beside(text, figure, previous, following)) is not None:
        return quantity._replace(
            unit=beside.unit, dimension=beside.dimension, factor=beside.factor, base_unit=beside.base_unit
        )
    return told


def _beside(text: str, figure: Figure, previous: Sequence[Figure], following: Sequence[Quantity]) -> Quantity | None:
    """The neighbour in an enumeration whose unit a number shares, or the one before that tells of people as it does."""
    quantity = figure.quantity
    if text[quantity.end - 1] not in SCALES:
        return None
    moves = figure.indicator is None or MOVEMENT.fullmatch(text, *figure.indicator) is not None
    if figure.indicator is not None and moves:
        begin, end = figure.indicator
        if text.find(POPULATION, max(figure.scene.start, begin - REACH), end) >= 0:
            # 某市常住人口增幅上升，增量从15万…
            return quantity._replace(unit=PEOPLE)
    last = previous[-1].quantity if previous else None
    if last is not None and last.unit is not None and last.dimension in SHARED_DIMENSIONS:
        if ENUMERATED.fullmatch(text[last.end : quantity.start]) is not None:
            return last
        if last.unit == PEOPLE and moves:
            return last
    end = quantity.end
    for after in following:
        if text[end : after.start] not in LISTING:
            break
        if after.unit is not None:
            return after if after.dimension in SHARED_DIMENSIONS else None
        end = after.end
    return None


def _with_unit_of_noun(text: str, figure: Figure, seeds: Seeds) -> Quantity:
    quantity = figure.quantity
    # 近3个亿 is money.
    counted = text[quantity.start : quantity.end].endswith("个亿")
    if counted or SPENT.search(text, max(0, quantity.start - 4), quantity.start):
        return quantity._replace(unit="CNY", dimension="money")
    if figure.indicator is None:
        return quantity._replace(unit="CNY", dimension="money") if _hundreds_of_millions(text, figure) else quantity
    name = text[slice(*figure.indicator)]
    if (times := TIMES_TOLD.search(name)) is not None:
        # 旅游人次达到10万
        return quantity._replace(unit=times[0])
    if VIEWED.search(name) is not None:
        # 浏览量608亿
        return quantity._replace(unit="次")
    # 存款净增150亿, 资金规模5000万, 每年44亿的人才资金
    summed = ends_in_word(SUM_OF.sub("", name), "sum", seeds)
    people = COUNT_OF.sub("", MOVED.sub("", name))
    behind = figure.indicator[0] >= quantity.end
    if (behind and not summed and has_word(name, "people", seeds)) or ends_in_word(people, "people", seeds):
        return quantity._replace(unit="人")
    if figure.indicator[0] < quantity.start and ends_in_word(people, "staffing", seeds):
        # 裁员100万
        return quantity._replace(unit="人")
    if behind and HOUSEHOLDS.match(name) is not None:
        # 5000多贫困户
        return quantity._replace(unit="户")
    if people != name and ends_in_word(people, "household", seeds):
        # 用户数达4.5亿
        return quantity._replace(unit="户")
    # 收入13.5万里拉 is money that no list knows, not yuan.
    told = behind or UNIT_LIKE.match(text, quantity.outer_end) is None
    money = told and (summed or _hundreds_of_millions(text, figure))
    return quantity._replace(unit="CNY", dimension="money") if money else quantity


def _hundreds_of_millions(text: str, figure: Figure) -> bool:
    """Whether a figure is told in 亿 and nothing else that is counted so stands near it (拟投7亿建厂, 产值过百亿)."""
    quantity = figure.quantity
    if text[quantity.end - 1] != "亿":
        return False
    return COUNTED.search(text, max(figure.clause, quantity.start - NEAR), quantity.outer_end + NEAR // 2) is None
