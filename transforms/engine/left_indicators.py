"""Indicators of figures beside which none stands: left to them by a phrase, a clause or a figure before, or told by a verb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from seeds.types import Seeds
from transforms.engine.figure import Figure
from transforms.engine.indicators import any_word, ends_in_word, indicator_before, names_indicator
from transforms.engine.scenes import Time

Span = tuple[int, int]
# 3月份比上年同月增长8%, 到2015年，已升至17%: what stands at the head of a sentence that goes on with the figure before.
GROWN = re.compile("[\\s，,]*(?:[又也则]|同比|环比)?")
REACHED = re.compile(
    "[到至]?[\\s，,]*(?:[又也则已将]|已经|进一步)*(?:提高|上升|下降|提升|增加|减少|增长|降低|扩大|缩小|[升降增减达])[到至]"
)
# 该指标, 这一比例已: what a figure before measures.
POINTER, LONGEST_POINTER = (
    "(?:这一?|该|上述|此)[个项]?(?:指标|数字|数据|数值|比例|比重|占比)(?:已经?|[将又则])*",
    3,
)
POINTING = re.compile(f"{POINTER}$")
LONGEST_DISTANCE = 18
LONGEST_GAP = 14
LONGEST_CLAUSE = 40
CLAUSES_BACK = 3
LONGEST_HEADING = 30
LONGEST_VERB = 8
LONGEST_AFTER = 16
SHORTEST = 2
# Roles of the figure words that hold verbs.
VERBS = ("verb", "inner", "lead")
# 距云州站2公里
DISTANCE = re.compile(r"距离?[^，。；：、（）()\d]{2,14}?(?=(?:仅|只有|大?约|不到|不足|有)*$)")
# 存款余额2008年也新增了: a time and words that name nothing stand between the phrase and the figure.
BETWEEN = re.compile(r"[（(，、：；]")
MARK = re.compile("[，。；：！？\n]")
CLAUSE_MARK = re.compile("[，；。！？\n]")
# 债务率最低的是甲省，约48%; 务工总量持续增加，达到3000万人: where what is measured ends and what is said of it begins.
STATE = re.compile(
    "则?相对|则(?=[较更])|[为以]?最[高低多少大小快慢强弱长短好]|居首|居于|持续|出现|稳步|明显|显著|不断|继续|再创|创下|创出|创了|超越|较[高低多少大小快慢]|有所|大幅|急剧|迅速|快速|仍然|依然|呈|(?<![人户日月年平亩])均|"
    "涨势|走势|增势|表现|(?:增长|下降|下滑|下跌|提高|提升|增加|减少|上升|上涨|回落|回升|攀升|扩大|缩小)(?![速率值幅量额点面])|[又也]?特别|[又也]?很"
)
# 考虑价格因素，受天气影响，以近五年数据看: clauses that only say how or why.
SET_APART = re.compile(
    "(?:其中|而|但|且|另外|此外)?(?:考虑|扣除|剔除|受|由于|随着|因|按|以|从|据|根据|截至|为|若|如果|虽|尽管|不论|对于|通过|经|在)"
)
# 在销售金额层面，甲公司以3亿元 …; 销售面积榜方面
ASPECT = re.compile("(?:层面|方面|上看|来看|看)$")
ASPECT_LEAD = re.compile("(?:[在从就按](?!业))")
# 投资增速前三名：甲市增长3%，乙市增长2%; 十大伙伴及贸易额分别是：
HEADING_TAIL = re.compile("(?:前[一二三四五六七八九十\\d]+[名位强]|排名|情况|分别[是为]|如下|依次[是为]|分布|名单)+$")
JOINT = re.compile("[及和与、]")
# 有着“…”之称的全球最大的厂: what stands behind a quotation is no phrase of its own.
REST = "之"
RATIOS = {"ratio", "multiple"}
# What says only that there is a figure.
LIGHT_WORDS = (
    "也|已经?|又|还|再|仍|依然|继续|仅|只|共|约|近|超过?|达到?|突破|逾|为|是|有|至|到|的|了|占|均|将|拟|可|可以|可能|能|能够|要|需|应|实际|基本|分别|"
    "相当于|不低于|不少于|不超过|不足|不到|高达|多达|保持在?|维持在?|稳定在?|完成|实现|获得|取得|拥有|历时|连续|处于|位于|增至|降至|升至|以|由|从|按|于|就|都|却|向|对|把|被|每|各|其|该|这|全|最|大约|左右|其中|共有|只有|合计|总计|共计|折合|约合|人民币|预计|计划|力争|确保|超出|低于|高于|目前|现有|名|元|个|在|安排|相较于?|较之"
)
LIGHT = re.compile(f"(?:{LIGHT_WORDS})+")
# 下达救灾资金9亿元。其中，安排4亿元支持某省
OF_WHICH = re.compile("其中[，,]?(?:安排|拨付|用于|拿出|投入|使用)")
# 占比最大的是手续费净收入，为24亿元
MOST = re.compile("最[高低大小多少快慢]的(?:是|为)([^，。；：、]{2,16})，(?:约|达到?|共|分别)?为?$")
POINTED = re.compile(f"{POINTER}(?:{LIGHT_WORDS})*$")
# 预期6.5%, 前值6.5%, 上半年增加3亿元: words that only say how a figure stands to another.
NAMELESS = re.compile(
    f"(?:{LIGHT_WORDS}"
    "|[按以](?:可比|不变|现行)(?:价格?|口径)(?:计算)?|同口径"
    "|供应|收获|参加|参与|交付|开工|竣工|[新改扩再]建|再新建|明显|显著|大幅|远远?|"
    "刚?(?:投产|成立|创建|起步|建立|建成|开业|上市|创办)(?:时|初期|之初|当初|当年)|上涨|上升|下跌|回落|攀升|再次|相继|陆续|先后|累计|规划|预期|平均水平|平均值|前值|过去|年度|增加|提高|减少|增长|下降|[剧激猛暴骤陡]增|锐减|[骤剧]减|骤降|发展|首次|历史性|同比|环比|净增|一举|平均|基础上|但|而|处|相比)+"
)
VERB_LEAD = re.compile(
    "(?:[他她它]们?|我们?|也|已经?|又|还|再|仅|只|共|将|拟|可|可以|能|能够|要|需|应|分别|先后|陆续|均|都|却|就|曾|并|的|了|该|预计|计划)+"
)
VERB_TAIL = re.compile("(?:了|约|近|超过?|达到?|共|为|逾|的|不低于|不超过|不足|不到|高达|多达|到|至|有|是|在)+$")
# 451人被判处刑罚, 12家为中国企业, 4000万元用于再就业: what those that are counted do or are.
DONE = re.compile("(?:[为是](?!期)|用于|已|均|都|先后|将)*")
# 投入300万元用于修路
FOR = "用于"
JOINED = {"参加", "参与", "参赛", "参会", "参展"}
STOP = re.compile("[，。；：！？、（）()“”《》\n\\d]")
HAN = re.compile("[一-鿿]")


class Setting(NamedTuple):
    """What stands before a figure.

    Attributes:
        edge: Where the words of the figure itself begin.
        floor: First character behind the figure before, or of the sentence.
        times: Times shortly before it.
        breaks: Spans that no indicator crosses.
    """

    edge: int
    floor: int
    times: Sequence[Time]
    breaks: Sequence[Span]


def left_indicator(
    text: str,
    figure: Figure,
    previous: Sequence[Figure],
    *,
    setting: Setting,
    seeds: Seeds,
) -> Span | None:
    """Span of what a figure measures that names it neither right before nor right behind itself, or None.

    Args:
        text: The joined text.
        figure: The figure.
        previous: Figures before it in its sentence, nearest last.
        setting: What stands before it.
        seeds: Lexicon figure_words.
    """
    edge, floor, _, breaks = setting
    if (apart := DISTANCE.search(text, max(floor, edge - LONGEST_DISTANCE), edge)) is not None:
        return apart.span()
    done = _done(text, figure, seeds)
    if done is not None and previous and text[slice(*done)] in JOINED:
        # 举办12场活动，800人参加: what they take part in says more than that they do.
        done = (previous[-1].level or previous[-1]).indicator or done
    spent = text.startswith(FOR, figure.quantity.outer_end)
    return (
        _of_heading(text, figure, edge, breaks, seeds)
        or (_verb(text, floor, edge, breaks, seeds) if spent else None)
        or done
        or _of_figure(text, figure, previous)
        or _verb(text, floor, edge, breaks, seeds)
    )


def near_indicator(text: str, setting: Setting, seeds: Seeds) -> Span | None:
    """What the words between the figure before and a figure tell, though not right before it."""
    edge, floor, times, breaks = setting
    most = MOST.search(text, floor, edge)
    if most is not None and names_indicator(most[1]):
        return most.span(1)
    return _before_time(text, floor, edge, times, breaks, seeds) or _of_clause(text, floor, edge, breaks, seeds)


def _before_time(
    text: str, floor: int, edge: int, times: Sequence[Time], breaks: Sequence[Span], seeds: Seeds
) -> Span | None:
    """The phrase before a time behind which only verbs follow (存款余额2008年也新增了630亿元)."""
    end = edge
    for time in reversed(times):
        if time.end > end or time.start <= floor:
            continue
        if end - time.end > LONGEST_GAP or BETWEEN.search(text, time.end, end) is not None:
            return None
        between = indicator_before(text, time.end, end, (), seeds) if end - time.end >= SHORTEST else None
        if between is not None and NAMELESS.fullmatch(text, *between) is None:
            return None
        if (found := indicator_before(text, floor, time.start, breaks, seeds)) is not None:
            return found
        end = time.start
    return None


def _of_clause(text: str, floor: int, edge: int, breaks: Sequence[Span], seeds: Seeds) -> Span | None:
    """What a clause before is about, where it tells no figure (务工总量持续增加，达到3000万人)."""
    marks = [mark.start() for mark in CLAUSE_MARK.finditer(text, max(floor, edge - 3 * LONGEST_CLAUSE), edge)]
    for number in range(len(marks) - 1, max(-1, len(marks) - 1 - CLAUSES_BACK), -1):
        end = marks[number]
        if text[end] in "。！？\n":
            return None
        begin = max(floor, marks[number - 1] + 1 if number else floor, end - LONGEST_CLAUSE)
        aspect = ASPECT.search(text, begin, end)
        state = STATE.search(text, begin + SHORTEST, end) if end - begin > SHORTEST else None
        if aspect is not None:
            lead = ASPECT_LEAD.match(text, begin)
            stop = aspect.start()
            found = indicator_before(text, begin if lead is None else lead.end(), stop, breaks, seeds)
            if found is not None and names_indicator(text[slice(*found)].removesuffix("榜")):
                return found
            continue
        if SET_APART.match(text, begin, end) is not None:
            continue
        stop = end if state is None else state.start()
        found = indicator_before(text, begin, stop, breaks, seeds)
        if found is None:
            continue
        if text[found[0]] == REST:
            return None
        if state is not None or names_indicator(text[slice(*found)]):
            return found
    return None


def _of_heading(text: str, figure: Figure, edge: int, breaks: Sequence[Span], seeds: Seeds) -> Span | None:
    """What the words before the colon of a list name (投资增速前三名：甲市增长3%，…)."""
    colon = text.rfind("：", figure.scene.start, edge)
    if colon < 0:
        return None
    begin = max(figure.scene.start, colon - LONGEST_HEADING)
    tail = HEADING_TAIL.search(text, begin, colon)
    stop = colon if tail is None else tail.start()
    inner = [(start, end) for start, end in breaks if end <= stop]
    times = [(time.start, time.end) for time in figure.scene.times_in(begin, stop)]
    found = indicator_before(text, begin, stop, [*inner, *times], seeds)
    if found is None or (tail is None and not names_indicator(text[slice(*found)])):
        return None
    joints = list(JOINT.finditer(text, *found))
    if joints and found[1] - joints[-1].end() >= SHORTEST:
        found = joints[-1].end(), found[1]
    return found if names_indicator(text[slice(*found)]) or tail is not None else None


def _done(text: str, figure: Figure, seeds: Seeds) -> Span | None:
    """What those that a figure counts do (451人被判处刑罚)."""
    start = figure.quantity.outer_end
    if figure.change is not None or figure.quantity.dimension == "rank":
        return None
    begun = DONE.match(text, start)
    start = start if begun is None else begun.end()
    stop = STOP.search(text, start, min(figure.scene.end, start + LONGEST_AFTER))
    end = min(figure.scene.end, start + LONGEST_AFTER) if stop is None else stop.start()
    if (
        end - start < SHORTEST
        or HAN.match(text, start) is None
        or text[start] == "的"
        or any_word(seeds, "led").match(text, start)
    ):
        return None
    return start, end


def _of_figure(text: str, figure: Figure, previous: Sequence[Figure]) -> Span | None:
    """The indicator of the figure before."""
    if not previous:
        return None
    last = previous[-1].level or previous[-1]
    gap = text[previous[-1].quantity.outer_end : figure.quantity.outer_start]
    same = (
        last.quantity.unit == figure.quantity.unit or figure.quantity.dimension in RATIOS or figure.change is not None
    )
    told = STOP.sub("", gap)
    return last.indicator if same or not told or LIGHT.fullmatch(told) is not None else None


def _verb(text: str, floor: int, edge: int, breaks: Sequence[Span], seeds: Seeds) -> Span | None:
    """The verb before a figure, where no noun says what it measures (累计发放11亿元, 4年来投入10亿元)."""
    begin = max(floor, edge - LONGEST_VERB)
    for mark in STOP.finditer(text, begin, edge):
        begin = mark.end()
    for start, end in breaks:
        if start < edge and begin < end <= edge:
            begin = end
    if (lead := VERB_LEAD.match(text, begin, edge)) is not None:
        begin = lead.end()
    tail = VERB_TAIL.search(text, begin, edge)
    end = edge if tail is None else tail.start()
    if end - begin < SHORTEST or LIGHT.fullmatch(text, begin, end) or NAMELESS.fullmatch(text, begin, end):
        return None
    told = text[begin:end]
    return (begin, end) if any(ends_in_word(told, role, seeds) for role in VERBS) else None


def lend_indicators(text: str, figures: Sequence[Figure], paragraphs: Sequence[int]) -> None:
    """Give a figure before which its sentence names but a time what the figure before it in the paragraph measures.

    Args:
        text: The joined text.
        figures: All figures, in order of the text.
        paragraphs: Number of the block of each sentence row.
    """
    lent = False
    for before, figure in pairwise(figures):
        scene, last = figure.scene, before.level or before
        same, lent = before.scene is scene and lent, False
        if figure.indicator is not None or figure.level is not None or last.indicator is None:
            continue
        if paragraphs[before.scene.row] == paragraphs[scene.row] and (
            _resumes(text, figure, last) if before.scene is not scene else same and figure.change is not None
        ):
            figure.indicator, figure.left, lent = last.indicator, True, True


def _resumes(text: str, figure: Figure, last: Figure) -> bool:
    """Whether only a time stands before a growth or a level that was reached, at the head of its sentence."""
    scene, change = figure.scene, figure.change
    edge = figure.quantity.outer_start if change is None else change.start
    times = scene.times_in(scene.start, edge)
    alike = last.quantity.unit == figure.quantity.unit
    if alike and (
        OF_WHICH.fullmatch(text, scene.start, edge) is not None
        or POINTED.search(text, max(scene.start, edge - LONGEST_CLAUSE), edge) is not None
    ):
        return True
    if not times:
        return False
    at, told = scene.start, ""
    for time in times:
        told, at = told + text[at : time.start], time.end
    told += text[at:edge]
    if change is not None:
        return GROWN.fullmatch(told) is not None
    return alike and REACHED.fullmatch(told) is not None
