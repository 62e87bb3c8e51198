"""Status of figures whose own clause says nothing of it: left to them by the words or the figure before in their sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from seeds.types import Seeds
from transforms.engine.figure import Figure
from transforms.engine.indicators import has_word
from transforms.engine.scenes import LONGEST_CLAUSE

UNSETTLED = frozenset({"planned", "target", "forecast"})
# What tells of how things are or were ends what is only planned.
SETTLED = re.compile(
    "已|目前|现[有在]|去年|上年|此前|截[至止]|累计|原[有来]|当前|如今|[。！？\n]|完成[^，。；]{0,2}$|完成了|实现了|达到了|不过|其实|实际|开复工|(?:开工|复工|完工|竣工|投产|到位|完成|支付|入统)率"
)
# 总投资4亿元, 规划面积12平方公里, 将股权质押: what is told so may well be there; what stands behind it is.
WEAK = re.compile("总投资|规划|将[^，。；]{0,24}(?:转让|质押|上调|下调|[升降提减]至)|于[^，。；]{2,12}将")
# 提出，到2025年 …; 交易对方承诺，…: who says this tells of what is aimed at.
AIMING = re.compile("(?:提出|承诺|要求|明确|部署|确保|规划|计划|纲要|方案)[^，。；：]{0,10}[，：]")
# 公司拟回购股份，金额不低于1亿元
INTENDED = re.compile(
    "(?<![虚模比草])拟(?![合态定])[^，。；]{1,16}[，,]|(?:拟|计划(?![的经单])|将于)[^，。；]{2,24}[，,](?:总?金额|总?投资|规模|价格|建设)|(?:还将|下一步[，,]?)[^，。；]{2,24}[，,]"
)
PLAN, YEAR, DONE = (
    "plan_period",
    366,
    re.compile("已|了|目前|截[至止]|以来|[。；]|完成|获得|去年|今年|[0-9]月|年均|共有"),
)
# 去年将产量提高到5万吨
MOVED_TO = re.compile(
    "将[一-鿿]{1,10}?(?:提高|提升|增加|扩大|降低|减少|缩短|压减|缩减|上调|下调|[提升增降减缩])[至到]$"
)
AHEAD = ("未来", "今后", "接下来")
TO_YEAR = re.compile("到(?:20\\d\\d|本世纪|“)")


def left_status(text: str, figure: Figure, previous: Sequence[Figure], seeds: Seeds) -> str:
    """Code of `metrics.status` of a figure of whose plan or aim the words before it in its sentence tell.

    Args:
        text: The joined text.
        figure: A figure whose clause tells no plan, aim or forecast.
        previous: Figures before it in its sentence, nearest last.
        seeds: Lexicon figure_words.
    """
    start = figure.quantity.start
    last = previous[-1] if previous else None
    begin = max(figure.scene.start, start - LONGEST_CLAUSE, last.quantity.end if last is not None else 0)
    between = text[begin:start]
    if SETTLED.search(between) is not None:
        return "actual"
    if has_word(between, "forecast", seeds):
        return "forecast"
    if has_word(between, "target", seeds) or (AIMING.search(between) and TO_YEAR.search(between)):
        return "target"
    if INTENDED.search(between) is not None:
        return "planned"
    if last is None or last.status not in UNSETTLED:
        return "actual"
    if (
        last.status == "planned"
        and WEAK.search(text, max(last.scene.start, last.clause), last.quantity.start) is not None
    ):
        return "actual"
    if "；" in between and (figure.time is None or figure.time is not last.time):
        return "actual"
    dated = figure.scene.times_in(begin, start)
    if dated and figure.time is not last.time and TO_YEAR.search(between) is None:
        return "actual"
    return last.status


def status_by_period(text: str, figure: Figure, start: dt.date | None, issue: dt.date | None) -> str:
    """Status of a figure, which is not actual yet where its period begins behind the day of issue or lies ahead of it.

    Args:
        text: The joined text.
        figure: The figure.
        start: First day of its period.
        issue: Day of issue.
    """
    time = figure.time
    if figure.status == "planned" and time is not None and issue is not None:
        ended, at = time.period[1], figure.quantity.outer_start
        past = (
            ended is not None
            and ended < issue
            and MOVED_TO.search(text, max(figure.scene.start, at - LONGEST_CLAUSE), at) is not None
        )
        return "actual" if past else "planned"
    if figure.status != "actual" or time is None or start is None or issue is None:
        return figure.status
    if time.kind == PLAN and (aimed := time.period[1]) is not None and (aimed - issue).days > YEAR:
        # “十四五”期间引进项目500个, told years before its end.
        return "actual" if DONE.search(text, time.end, figure.quantity.start) is not None else "target"
    if start <= issue and not text.startswith(AHEAD, time.start):
        return figure.status
    return "target" if TO_YEAR.match(text, time.start - 1) or TO_YEAR.match(text, time.start) else "planned"
