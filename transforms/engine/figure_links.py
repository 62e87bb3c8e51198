"""Which level each change of a sentence belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from transforms.engine.changes import AND, Change, belongs_to
from transforms.engine.figure import Figure
from transforms.engine.quantity import Quantity

# Between the changes that 分别 deals out: 66%和17.6%, 5%、下降6%.
NEXT = re.compile(
    r"(?:左右|以上)?(?:、 ?|和|与|及|以及|，)(?:增长|上升|提高|增加|下降|减少|降低|回落|上涨|下跌)?(?:约|近|超)?"
)
# 占总数的92%, 完成全年计划的58.7%: which share of something the level before is.
SHARE = re.compile(
    r"(?:左右|以上|以下)?[，,、（(]?(?:约)?(?:占|完成|为)[^，。；]{1,16}?的?(?:比重|比例)?(?:为|达到?|超过|近)?"
)
REACHED = re.compile(
    r"[至到](?:约|近|超过?|突破|逾)?|、(?:约|近|超过?|突破|逾|达到?)?|(?:左右|以上|以下)?[，,](?:总[量数额]|总规模|存量|余额)?(?:已|将)?(?:达到|达|为|增至|增加到|升至|降至|减至|减少到|至|首次突破|突破)(?:了|约|近)?"
)
SAME = re.compile(
    r"[，,、](?:净增|增收|增加|增长|增产|增支|多收|多增|少增|多产|减少|减收|减产|下降|少收|少产)(?:了|约|近)?"
)
RATE_NAMED = re.compile("[，,（(](?:同比|环比)?([升增涨降跌])[幅速](?:为|达到?|约为?|近)?")
MOVED = re.compile(
    "(?:[（(][^（）()，。；]{1,12}[）)])?[，,](?:全年|[按以]?(?:可比|同)口径)?(增产|减产|增收|减收|增支|减支|多收|少收|净增|净减|增加|减少)(?:了|约|近)?"
)
ALL = frozenset("都均皆")
FALLEN = {"减产", "减收", "减支", "少收", "净减", "减少"}
# Between levels and the changes dealt out to them.
DEALT = re.compile("(?:左右|以上)?[，,、]?(?:同比|环比|均|也|全年)?(?:分别|各)?")
# 收入分别为3万元和1万元，扣除价格因素，分别增长5%和6%
ADJUSTED = re.compile("[，,](?:扣除|剔除)[^，。；]{1,16}?(?:因素|影响|后)(?=[，,]?(?:同比|实际)?(?:分别|各))")
DEALING = re.compile("[，,、]?(?:同比|环比|[比较](?:上年|去年)(?:同期)?|均|也)?(?:分别|各)?(?:实际)?")
# 名义增长4.7%，扣除价格因素，实际增长3.0%: the same change once more.
REAL = re.compile(
    "[，,；（(]?(?:扣除|剔除)[^，。；]{0,8}?(?:价格|物价|通胀)[^，。；]{0,4}?(?:因素|影响)?(?:后)?[，,]?(?:实际)?"
)
PULLED = "拉动"
# 同比增长9.7%，两年平均增长5.1%: how fast it has grown by the year is a growth of its own.
YEARLY = re.compile("年均|年平均|[两二三四五六七八九十2-9]年平均")
LONGEST_YEARLY = 4
# 收入58亿元，同比2017年的59亿元减少2%; 产钢1073万吨，比1957年的钢产量535万吨增加一倍
AGAINST = re.compile(
    "[，,（(](?:同比|环比|相比|相?较于?|比)[^，,。；、]{2,14}的[^，。；：、增减升降高低多少大小快慢翻涨跌提]{0,8}$"
)
# 降为17.1%，比上半年26.3%的增幅下降9.2个百分点
BEFORE, OF_RATE = re.compile("[，,（(](?:同比|[比较])[^，。；、]{2,10}$"), re.compile("的(?:增[速幅长]|涨幅|降幅|水平)")
COUNTED = {"项", "个", "家", "户", "种", "类"}
LISTED = re.compile("[、和][^，。；、]{0,12}")
# 高技术制造业投资增长11.5%，民间投资占比提高2.2个百分点; 能源价格下降5%，影响CPI下降约0.34个百分点: of something else than the growth before it.
OF_OTHER = re.compile("占比|比重|份额|影响|(?<![增减升降])[一-鿿](?<![增减升降]长)率")
# No place in an order grows by so much.
LEVELLESS = {"growth", "difference", "rank"}
FULFILLED = re.compile(
    "(?:完成了?[^，。；]{0,12}(?:计划|预算|任务|指标|目标)[^，。；]{0,4}的|超(?:过|出|额完成)?了?[^，。；]{0,8}(?:计划|预算|任务|指标|目标)[^，。；]{0,4})$"
)
# 营收突破1.5万亿元，连续两年增长超过20%: for how long stands between the level and its change.
RUNNING = re.compile("[，,]连续$")
SHUT = re.compile("[^（）()]{0,8}[）)]")
STOP = re.compile("[。；：]")
# 较上年同期（25亿元）增长20%
BESIDE_TIME, CLOSED = re.compile("[比较][^，。；：（）()]{1,12}[（(]$"), {"）", ")"}
LOOSE = 16
REACH = 20


def attach(text: str, figure: Figure, previous: Sequence[Figure], following: Sequence[Quantity]) -> None:
    """Make a figure the change of its level.

    Args:
        text: The joined text.
        figure: The figure.
        previous: Figures before it in its sentence.
        following: The next quantities of the text.
    """
    if not previous:
        return
    if _in_other_unit(text, previous[-1], figure):
        _attach_twin(text, figure, previous)
        return
    if len(previous) > 1 and _in_other_unit(text, previous[-2], previous[-1]):
        previous = previous[:-1]
    if figure.change is not None:
        previous = _outside_brackets(text, previous, figure.change.start)
    change, last = figure.change, previous[-1]
    told = last.level
    if change is None and told is not None and figure.quantity.unit == told.quantity.unit:
        # 比上年增长10.7%，增收389亿元: the same change in other words.
        if SAME.fullmatch(text[last.quantity.end : figure.quantity.start]) is not None:
            figure.level = told
        return
    named = (
        RATE_NAMED.fullmatch(text[last.quantity.end : figure.quantity.start]) if figure.quantity.unit == "%" else None
    )
    if named is not None and (told is not None or (last.kind not in LEVELLESS and last.moved is None)):
        # 较6月末上升113亿美元，升幅为0.35%; 降至245亿元，降幅1.4%
        figure.level = level = told or _before_share(previous) or last
        sign = -1 if named[1] in "降跌" else 1
        figure.change = last.change or Change(figure.quantity.start, sign, "yoy", False)
        if level.moved is None or (level.moved is last and last.quantity.unit == level.quantity.unit):
            level.moved = figure
        return
    if change is None and last.change is None and figure.quantity.unit == last.quantity.unit:
        # 总产量2198万吨，增产46万吨
        moved = MOVED.fullmatch(text[last.quantity.end : figure.quantity.start])
        if moved is not None and last.moved is None:
            figure.change = Change(figure.quantity.start, -1 if moved[1] in FALLEN else 1, "yoy", False)
            figure.level, last.moved = last, figure
            return
    if change is None or change.absolute:
        return
    if PULLED in text[last.quantity.end : figure.quantity.start]:
        # 拉动进出口增长9.6个百分点: what a part adds is a figure of its own.
        return
    if YEARLY.search(text, change.start - LONGEST_YEARLY, change.start + 2) is not None:
        return
    rated = last.level is not None and last.level.change is not None and last.quantity.unit == "pp"
    if (
        last.change is not None
        and (last.quantity.unit == "%" or rated)
        and (change.of_speed or figure.quantity.unit == "pp")
        and OF_OTHER.search(text, last.quantity.end, figure.quantity.start) is None
    ):
        # How a growth rate moved stays with that growth rate.
        rate = _dealt_rate(text, previous, _dealt_out(text, figure.quantity, following)) if change.shared else last
        figure.level = rate.level or rate
        if rate.level is None and rate.moved is None:
            rate.moved = figure
        return
    levels = [other for other in previous if other.level is None and other.kind not in LEVELLESS]
    if figure.quantity.unit == "pp":
        # 两项指标分别提高4个百分点: what is counted has no rate that moves.
        levels = [other for other in levels if other.quantity.unit not in COUNTED]
    if figure.quantity.unit == "%":
        # 总产值完成计划的101%，比上年增长8%: what has grown is what was planned.
        levels = [other for other in levels if not _fulfils(text, other) and not _runs_on(text, other)]
    if not levels:
        return
    if not change.shared and _dealt_silently(text, levels, change, figure.quantity, following):
        figure.change = change = change._replace(shared=True)
    if change.shared:
        goes_on = last.level is not None and NEXT.fullmatch(text[last.quantity.end : figure.quantity.start]) is not None
        waiting = _waiting(text, levels, change, _dealt_out(text, figure.quantity, following), goes_on=goes_on)
        if waiting:
            figure.level, waiting[0].moved = waiting[0], figure
            return
    if last is not levels[0] and _is_base(text, last.quantity):
        # 收入58亿元，同比2017年的59亿元减少2%: what the level is compared with.
        levels = [other for other in levels if other is not last]
        change = figure.change = change._replace(start=levels[-1].quantity.outer_end)
    level = _of_unit(levels, figure.quantity) or _behind_share(text, levels, change, figure.quantity)
    between = text[last.quantity.end : change.start]
    if last.level is level and (len(between.strip("，,、（(")) <= 1 or REAL.fullmatch(between) is not None):
        # 比上年减少25.5亿斤，下降0.9%: the same change in other words; the rate is the one that counts.
        figure.level = level
        if level.moved is last and figure.quantity.unit == "%" and last.quantity.unit == level.quantity.unit:
            level.moved = figure
        return
    if level.moved is None and belongs_to(text, levels[-1].quantity, change):
        figure.level, level.moved = level, figure
        if text[change.start - 1] in ALL:
            # 原煤达到7亿吨，原油达到1亿吨，都比上年增长8%
            for other in levels:
                if other.moved is None and other.quantity.unit == level.quantity.unit:
                    other.moved = figure


def _before_share(previous: Sequence[Figure]) -> Figure | None:
    """The level right before a share that the last figure is of it (进出口7万亿元，占全国的15%，增速达到10%)."""
    if len(previous) == 1 or previous[-1].quantity.unit != "%" or previous[-1].kind != "share":
        return None
    return previous[-2] if previous[-2].quantity.unit != "%" and previous[-2].moved is None else None


def _fulfils(text: str, figure: Figure) -> bool:
    """Whether a figure says how much of a plan is done."""
    start = figure.quantity.outer_start
    return figure.quantity.unit == "%" and FULFILLED.search(text, max(0, start - REACH), start) is not None


def _runs_on(text: str, figure: Figure) -> bool:
    """Whether a figure says for how long something has moved in one direction (连续两年)."""
    start = figure.quantity.outer_start
    return figure.quantity.dimension == "duration" and RUNNING.search(text, max(0, start - REACH), start) is not None


def _outside_brackets(text: str, previous: Sequence[Figure], start: int) -> Sequence[Figure]:
    """The figures before a change without those of a bracket that closes before it (总额389亿元（户均10.5亿元），同比减少17%).

    A bracket with nothing but a figure says the one before it again.
    """
    last = previous[-1].quantity
    if SHUT.match(text, last.end, start) is None:
        return previous
    opened = max(text.rfind(mark, previous[0].quantity.end, last.start) for mark in "（(")
    inner = text[opened + 1 : last.outer_start]
    if opened < 0 or not inner or "）" in inner or ")" in inner:
        return previous
    return [other for other in previous if other.quantity.end <= opened]


def _in_other_unit(text: str, left: Figure, right: Figure) -> bool:
    """Whether the right figure is the left one again, in brackets and in another unit (12310万吨（2462亿斤）)."""
    a, b = left.quantity, right.quantity
    if text[a.end : b.start] not in {"（", "("} or text[b.end : b.end + 1] not in {"）", ")"}:
        return False
    return a.dimension == b.dimension and a.unit != b.unit and a.dimension not in {"count", "ratio"}


def _attach_twin(text: str, figure: Figure, previous: Sequence[Figure]) -> None:
    """Make a change told again in another unit that of its level told again (12310万吨（2462亿斤），减少39万吨（7.7亿斤）)."""
    last = previous[-1]
    if last.level is None or last.change is None:
        return
    twins = (right for left, right in pairwise(previous) if left is last.level and _in_other_unit(text, left, right))
    twin = next(twins, None)
    if twin is not None and twin.moved is None and twin.quantity.unit == figure.quantity.unit:
        figure.change, figure.level, twin.moved = last.change, twin, figure


def _is_base(text: str, quantity: Quantity) -> bool:
    """Whether a figure is only what the one before it is compared with."""
    reach, start = max(0, quantity.start - REACH), quantity.start
    if OF_RATE.match(text, quantity.end) is not None and BEFORE.search(text, reach, start) is not None:
        return True
    bracketed = text[quantity.end : quantity.end + 1] in CLOSED and BESIDE_TIME.search(text, reach, start) is not None
    return bracketed or AGAINST.search(text, reach, start) is not None


def _dealt_silently(
    text: str, levels: Sequence[Figure], change: Change, quantity: Quantity, following: Sequence[Quantity]
) -> bool:
    """Whether as many changes as levels are enumerated, without a word that deals them out (甲3亿元、乙2亿元，同比增长5%、6%; 甲3万人、乙2万人，增加2000人、1000人)."""
    count = _dealt_out(text, quantity, following)
    if count < 2 or len(levels) < count:
        return False
    group = levels[-count:]
    if quantity.unit != "%" and {level.quantity.unit for level in group} != {quantity.unit}:
        return False
    gaps = [text[a.quantity.end : b.quantity.start] for a, b in pairwise(group)]
    waiting = all(level.moved is None for level in group)
    return waiting and all(LISTED.fullmatch(gap) for gap in gaps) and belongs_to(text, group[-1].quantity, change)


def _dealt_rate(text: str, previous: Sequence[Figure], count: int) -> Figure:
    """The first of the last enumerated growth rates that still waits for how it moved (分别增长7%和9%，较一季度分别提升1和2个百分点)."""
    rates = [figure for figure in previous if figure.change is not None and figure.quantity.unit == "%"]
    group = rates[-1:]
    for other in reversed(rates[:-1]):
        if NEXT.fullmatch(text[other.quantity.end : group[0].quantity.start]) is None:
            break
        group.insert(0, other)
    if len(group) < count <= len(rates):
        # 食品增长19%，日用品增长17%，分别加快0.7和2.2个百分点
        group = rates[-count:]
    return next((rate for rate in group if rate.level is None and rate.moved is None), previous[-1])


def _dealt_out(text: str, quantity: Quantity, following: Sequence[Quantity]) -> int:
    """How many changes an enumeration deals out from a quantity on (分别增长5%、6%和7%, 分别增加8平方公里和11个百分点)."""
    count = 1
    for other in following:
        between = text[quantity.end : other.start]
        if NEXT.fullmatch(between) is None or (other.unit != quantity.unit and between[0] not in AND):
            break
        count, quantity = count + 1, other
    return count


def _waiting(text: str, levels: Sequence[Figure], change: Change, count: int, *, goes_on: bool) -> list[Figure]:
    """The levels of the last enumeration that still wait for their change (分别为3亿元和2亿元; 甲3亿元，乙2亿元，分别增长 …).

    Args:
        text: The joined text.
        levels: Levels before the change in its sentence.
        change: The change.
        count: How many changes are dealt out from it on.
        goes_on: Whether it goes on with an enumeration of changes whose levels are found.
    """
    group = [levels[-1]]
    for other in reversed(levels[:-1]):
        if len(text[other.quantity.end : group[0].quantity.start]) > 3:
            break
        group.insert(0, other)
    waiting = [figure for figure in group if figure.moved is None]
    if len(group) > 1 or count == 1:
        near = DEALT.fullmatch(text, group[-1].quantity.end, change.start) is not None
        return waiting if goes_on or near or belongs_to(text, group[-1].quantity, change) else []
    loose = [figure for figure in levels if figure.moved is None][-count:]
    between = [text[a.quantity.end : b.quantity.start] for a, b in pairwise(loose)]
    behind = ADJUSTED.sub("", text[loose[-1].quantity.end : change.start]) if loose else "no level"
    near = goes_on or DEALING.fullmatch(behind) is not None
    together = all(len(gap) <= LOOSE and not STOP.search(gap) for gap in between)
    return loose if len(loose) == count and near and together else []


def _of_unit(levels: Sequence[Figure], quantity: Quantity) -> Figure | None:
    """The level of an amount of change that is in another unit than the last level (项目2万个、投资3亿元，较上年多500个): the last one of that unit."""
    if quantity.unit in {"%", "pp", "倍", levels[-1].quantity.unit}:
        return None
    return next(
        (level for level in reversed(levels) if level.quantity.unit == quantity.unit and level.moved is None), None
    )


def _behind_share(text: str, levels: Sequence[Figure], change: Change, quantity: Quantity) -> Figure:
    """The level of a change: the last one, or the one before it where that only says which share of something it is."""
    level = levels[-1]
    if level.quantity.unit != "%" or quantity.unit == "pp" or len(levels) < 2:
        return level
    whole = levels[-2]
    if SHARE.fullmatch(text[whole.quantity.end : level.quantity.start]) is None or whole.moved is not None:
        return level
    return whole if belongs_to(text, whole.quantity, change) else level
