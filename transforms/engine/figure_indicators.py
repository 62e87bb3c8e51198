"""The indicator of a figure: the name of what it measures, told beside it or left to it by what stands before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seeds.types import Seeds
from transforms.engine.figure import Figure
from transforms.engine.indicators import MARK, figure_words, indicator_after, indicator_before, names_indicator
from transforms.engine.left_indicators import (
    LONGEST_POINTER,
    NAMELESS,
    POINTING,
    Setting,
    Span,
    left_indicator,
    near_indicator,
)
from transforms.engine.quantity import Quantity
from transforms.engine.scenes import Time
from transforms.engine.units_meant import UNIT_LIKE

LOOK_AROUND = 60
LONG_PHRASE = 12
LONGEST_AVERAGE = 6
RATE = re.compile("(?:增长|下降|上升|上涨)(?:率|速度|幅度)")
LONGEST_GROUP = 18
LONGEST_RANKING = 18
AGAIN = {"当月", "当天", "当日", "当年"}
BEHIND = {"", "的", *AGAIN}
LONGEST_BEHIND = 2
# 占地15亩的温棚, 海拔3000米的山区, 投资3亿元建设: the word before says what it measures, whatever stands behind.
ATTRIBUTE = re.compile(
    "(?:占地|海拔|载重|[总净自毛]重|[全总]长|[年月日亩单][产销]|方圆|直径|降水|降雨|身高|造价|总价|投资|出资|注资|增资|融资|募资|投入|耗资|斥资|面积|功率|排量|装机|年限|工期|车程|射程|航程|时速|储量|库容)[约近超达逾]?$"
)
# 总量居全国第二, 增速排全省第四: the place in an order of what stands before.
RANKING = re.compile(
    "(?:分别|均|继续|连续|历史性|首次|开始|将|仍|已)*(?:[位高稳跃]?居|位列|名列|排名?|排在|列|升至|上升至|跃升至|升到|蝉联|保持在?|(?<=[速量模值额率幅积])(?=均?(?:全[国省市州县区球]|世界|亚洲|在?华[东南西北中])$))[^，。；：、]{0,12}$"
)
RANK = re.compile("排名|排行|位次|名次")
SPEED = re.compile("增速|增幅|涨幅|降幅|跌幅")
COMPARED = re.compile("(?:分别|均|也|还)*(?:[比较](?![重例率值价])|高于|高出|快于|领先|优于|低于|慢于|落后)")
# 占全社会用电量比重, 拉动进口增长5个百分点
SHARE, ADDED = "占", "拉动"
JOINING = {"和", "与", "及", "以及", "、"}
COLON = {"：", ":"}
LISTED = "等"
NAMES = ("LOC", "ORG", "PRODUCT")
ORIGIN = re.compile("却?[由从]")
# 两年平均增长, 年均增长: how a rate is told, not what it measures.
AVERAGE = re.compile(
    "(?:[一二两三四五六七八九十]年)?(?:年平?均|平均(?:每年)?|月均|逐年|每年|实际|名义)$|(?<![第0-9])(?:[一二两三四五六七八九十]|[2-9]|[1-9][0-9])年$"
)
# 交通量总计563万辆次，日均187.6万辆次
AVERAGES = {"日均", "周均", "月均", "年均", "人均", "户均", "亩均", "单日", "平均每天", "平均每日", "平均每月", "平均每年"}  # fmt: skip
# 产值将达邻县的2倍, 约为全国平均水平的12倍
COMPARING = {"multiple", "ratio"}
OTHERS_LEVEL = re.compile("(?:平均水平|平均值|平均数|水平)?的$")
# 总产量在1979年丰收的基础上增长19.5%
BASED, LONGEST_BASE = re.compile("在[^，。；：]{1,20}基础上(?:又|再)?$"), 26
# 认为下降的占19%, 具有本科学历的占八成: those of a group that are alike.
GROUP = re.compile(
    r"(?:其中|认为|预计|而|但|表示)*([^，。；、：（）()“”\s\d]{1,14}的)(?:只|约|仅|各|就|近|大约)*(?:占|有)(?:[约近了到]|超过?|达到?)*$"
)
# 缩短到, 跌到, 提高至: from one figure to the next.
BECAME = re.compile("[一-鿿]{1,4}?(?:到|至|为)了?")


def indicator_of(text: str, figure: Figure, previous: Sequence[Figure], seeds: Seeds) -> Span | None:
    """Span of the printed name of what a figure measures, or None.

    Args:
        text: The joined text.
        figure: The figure.
        previous: Figures before it in its sentence, nearest last.
        seeds: Lexicon figure_words.
    """
    if previous and _changed_to(text, previous[-1], figure):
        return (previous[-1].level or previous[-1]).indicator
    quantity, scene = figure.quantity, figure.scene
    if figure.change is not None and figure.change.moved:
        return figure.change.start - figure.change.moved, figure.change.start
    setting = _setting(text, figure, previous)
    compared = figure.change is not None and figure.change.absolute and quantity.unit == "pp"
    if compared and (speed := _compared_speed(text, figure, setting, seeds)) is not None:
        return speed
    edge, floor, times, breaks = setting
    again = text[edge - 2 if edge - 2 > scene.start else scene.start : edge] in AGAIN
    before = None if again else indicator_before(text, floor, edge, breaks, seeds)
    if before is not None and NAMELESS.fullmatch(text, *before) is not None:
        before = None
    if before is not None and previous and _counted_by(text, previous[-1], before, edge):
        before = None
    before = _group(text, floor, quantity.outer_start) or before
    after = None
    # 信贷、租赁等八百余个产品: what is listed before a count is of what stands behind it.
    listed = quantity.dimension == "count" and text[edge - 1 : edge] == LISTED
    named = (
        not listed
        and before is not None
        and (
            names_indicator(text[slice(*before)])
            or (
                (quantity.dimension != "count" or quantity.unit is None) and ATTRIBUTE.search(text, *before) is not None
            )
        )
    )
    # 以年均3%的能源消费增速: nothing but the average stands before the rate.
    change = figure.change
    level = change is None or AVERAGE.fullmatch(text, change.start, quantity.outer_start) is not None
    if level and not named and UNIT_LIKE.match(text, quantity.outer_end) is None:
        counted = quantity.dimension == "count" and quantity.unit is not None
        after = indicator_after(text, quantity.outer_end, scene.end, seeds, counted=counted)
    if before is not None and after is not None:
        # 已有26家企业, 97%风险, 3000万元的资金池: what is counted stands right behind; 软件著作权29项 has nothing there.
        before = after
    if before is None and text[edge - 1 : edge] in COLON:
        # 资产总额：10423万元
        before = indicator_before(text, floor, edge - 1, breaks, seeds)
    behind = _behind_time(text, times, floor, edge, breaks, seeds) if before is None and times else None
    # 平均时间由2016年的92分钟缩短到64分钟: neither says what it measures right before or behind itself.
    found = before or (behind if behind is not None and ORIGIN.match(text, behind[1]) else after or behind)
    if found is None:
        found = near_indicator(text, setting, seeds)
    if found is not None and _points_back(text, found, floor):
        found = None
    # What a figure of a list behind a colon has from there is no sign of whose figure it is.
    if found is None and previous and not previous[-1].left:
        last = previous[-1]
        between = text[last.quantity.end : quantity.start]
        listed = len(between) <= LONG_PHRASE
        again = between in {"至", "到"} or quantity.dimension == "rank"
        if figure.change is not None or again or (listed and last.quantity.unit == quantity.unit):
            found = (last.level or last).indicator
    return found


def _counted_by(text: str, last: Figure, phrase: Span, edge: int) -> bool:
    """Whether a phrase before a figure is what the figure before that one counts (2.5万个常住人口和1.5万个流动人口)."""
    counts = last.indicator is not None and last.indicator[0] >= last.quantity.end and last.indicator[0] == phrase[0]
    return counts and text[phrase[1] : edge] in JOINING


def _compared_with(text: str, quantity: Quantity, setting: Setting, seeds: Seeds) -> Span | None:
    """What is so many times that of another (产值将达邻县的2倍), or such a part of an average (能耗为全国平均水平的一半)."""
    if quantity.dimension not in COMPARING:
        return None
    edge, floor, _, breaks = setting
    level = OTHERS_LEVEL.search(text, max(floor, edge - LONGEST_AVERAGE), edge)
    if level is None or (quantity.dimension == "ratio" and level[0] == "的"):
        return None
    other = next((start for start, end in breaks if end == level.start() and start > floor), None)
    return None if other is None else indicator_before(text, floor, other, [b for b in breaks if b[0] < other], seeds)


def _compared_speed(text: str, figure: Figure, setting: Setting, seeds: Seeds) -> Span | None:
    """The rate that a difference in points compares with another one (出口增速比全省高2个百分点, 比同期工业增速低3.4个百分点)."""
    speed = SPEED.search(text, figure.clause, figure.quantity.start)
    if speed is None or speed.end() >= figure.quantity.outer_start:
        return None
    compared = COMPARED.search(text, max(setting.floor, figure.clause), figure.quantity.start)
    if compared is None or speed.start() > compared.start():
        return speed.span()
    own = indicator_before(text, max(setting.floor, figure.clause), compared.start(), setting.breaks, seeds)
    return speed.span() if own is None or SPEED.search(text, *own) is None else own


def of_measure(text: str, figure: Figure, previous: Sequence[Figure], seeds: Seeds) -> tuple[Span | None, Span | None]:
    """The indicator of a figure, and the rate or share of it that is meant.

    A rate that stands by itself is that of what the figure before measures (增加值增长8%，增速比全省高1个百分点).
    """
    if figure.indicator is not None and figure.quantity.unit == "pp" and text.endswith(ADDED, 0, figure.indicator[0]):
        # 拉动进口增长5.4个百分点: what a part adds to the whole.
        return (figure.indicator[0] - len(ADDED), figure.indicator[1]), None
    if figure.indicator is None or not previous:
        return figure.indicator, None
    if previous[-1].ending is not None and previous[-1].indicator == figure.indicator:
        # 占比重从40%提升到60%
        return figure.indicator, previous[-1].ending if _changed_to(text, previous[-1], figure) else None
    last = previous[-1].level or previous[-1]
    if text[figure.indicator[0]] == SHARE and text[figure.indicator[0] - 1] in "，、" and last.scene is figure.scene:
        # 第二产业用电量66366亿千瓦时，占全社会用电量比重约64%
        near = figure.indicator[0] - previous[-1].quantity.end <= LONG_PHRASE
        name = last.indicator is not None and not text.startswith(SHARE, last.indicator[0])
        return (last.indicator, figure.indicator) if near and name else (figure.indicator, None)
    phrase = text[slice(*figure.indicator)]
    averaged = phrase in AVERAGES and last.quantity.unit == figure.quantity.unit
    if not averaged and phrase not in figure_words(seeds, "rate"):
        return figure.indicator, None
    return (figure.indicator, None) if last.indicator is None else (last.indicator, figure.indicator)


def left_to(text: str, figure: Figure, previous: Sequence[Figure], seeds: Seeds) -> Span | None:
    """Span of what is left to a figure beside which no indicator stands: takes what `indicator_of` takes."""
    setting = _setting(text, figure, previous)
    compared = _compared_with(text, figure.quantity, setting, seeds)
    left = compared or left_indicator(text, figure, previous, setting=setting, seeds=seeds)
    return None if left is not None and _points_back(text, left, figure.scene.start) else left


def _points_back(text: str, phrase: Span, floor: int) -> bool:
    """Whether a phrase only points to what a figure before measures (这一比例)."""
    return POINTING.search(text, max(floor, phrase[0] - LONGEST_POINTER), phrase[1]) is not None


def _setting(text: str, figure: Figure, previous: Sequence[Figure]) -> Setting:
    """Where the words of a figure begin and how far its indicator can reach."""
    quantity, scene = figure.quantity, figure.scene
    edge = quantity.outer_start
    if figure.change is not None:
        edge = figure.change.start
        if (rate := RATE.match(text, edge, quantity.start)) is not None:
            # 实际增长率为3.8%
            edge = rate.end()
        based = BASED.search(text, max(scene.start, edge - LONGEST_BASE), edge)
        edge = edge if based is None else based.start()
        average = AVERAGE.search(text, max(scene.start, edge - LONGEST_AVERAGE), edge)
        edge = edge if average is None else average.start()
    elif quantity.dimension == "rank":
        ranking = RANKING.search(text, max(scene.start, edge - LONGEST_RANKING), edge)
        named = None if ranking is None else RANK.search(text, *ranking.span())
        # 研发支出排名第一 tells the rank itself.
        edge = edge if ranking is None else ranking.start() if named is None else named.end()
    floor = previous[-1].quantity.outer_end if previous else scene.start
    floor = floor if floor < edge else edge
    reach = edge - LOOK_AROUND if edge - LOOK_AROUND > scene.start else scene.start
    times = scene.times_in(reach, edge)
    near = scene.mentions_in(reach, edge)
    # Start and end are the first two of what times and mentions hold.
    breaks = [time[:2] for time in times] if times else []
    breaks += [mention[:2] for mention in near if mention.entity_type.startswith(NAMES)] if near else ()
    return Setting(edge, floor, times, breaks)


def _group(text: str, floor: int, edge: int) -> Span | None:
    """Those of a group that a share or a number counts (下降的占19%)."""
    begin = max(floor, edge - LONGEST_GROUP)
    told = text[begin:edge]
    if "的" not in told or not ("占" in told or "有" in told):
        return None
    for mark in MARK.finditer(text, begin, edge):
        begin = mark.end()
    found = GROUP.match(text, begin, edge)
    return None if found is None else found.span(1)


def _changed_to(text: str, origin: Figure, figure: Figure) -> bool:
    """Whether a figure is what another one became (由年初的 … 跌到六月末的 …)."""
    start, end = origin.quantity.end, figure.quantity.start
    if origin.quantity.unit != figure.quantity.unit or end - start > LONG_PHRASE:
        return False
    for time in figure.scene.times_in(start, end):
        end = min(end, time.start)
    return BECAME.fullmatch(text, start, end) is not None


def _behind_time(
    text: str, times: Sequence[Time], floor: int, edge: int, breaks: Sequence[tuple[int, int]], seeds: Seeds
) -> Span | None:
    """The phrase before a time that stands right before the figure (就业人数由2022年的45.2万人)."""
    for time in times:
        # 增加值8月当月增长8.9%: 当月 only says the month again.
        if edge - time.end <= LONGEST_BEHIND and text[time.end : edge] in BEHIND:
            return indicator_before(text, floor, time.start, breaks, seeds)
    return None
