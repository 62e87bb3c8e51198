"""What 分别 deals out over an enumeration of figures: subjects, indicators and years, one to each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from seeds.types import Seeds
from transforms.engine.figure import Figure
from transforms.engine.indicators import any_word, indicator_before
from transforms.engine.quantity import Quantity
from transforms.engine.scenes import Scene, Subject, Time, clause_start

WORD = "分别"
NEAR = 12
REACH = 80
BETWEEN = re.compile(r"(?:左右|以上)?(?:、|和|与|及|以及|，)\s?(?:约|近|超过?|逾)?")
# 产值、利润同比分别增长: what the enumeration is compared with is no part of it.
COMPARISON = re.compile(r"(?:同比|环比|[比较][^，。；、]{1,8})?$")
ITEM = re.compile("、|以及|和|与|及")


# Parts of a country that are listed one by one.
REGION = re.compile(
    "(?:东部|中部|西部|东北部?|华北|华东|华南|华中|西南|西北|南方|北方|中西部|长三角|珠三角|京津冀|粤港澳大湾区|[一二三四]线)(?:地区|区域|城市群|城市)?"
)
REGIONS = re.compile(f"{REGION.pattern}(?:(?:、|和|与|及|以及){REGION.pattern})+")
FAR = 160
Span = tuple[int, int]
# What is measured of each of the things that are listed before it; a thing with a measure of its own shares none.
MEASURE = re.compile(
    "(?:产量|产值|增加值|零售额|销售额|销售量|销量|收入|支出|利润|利润总额|投资|出口|进口|进出口|余额|占比|比重|量|额|率|价格?|面积|人数|数量|密度|规模|指数|增速|消费|贡献|成本|就业|贷款|存款)$"
)
SHARED_HEAD = re.compile(
    "(?:人均|主营业务|营业|可支配|商品|限上|固定资产|种植|播种|种群|总)*(?:产量|产值|增加值|零售额|销售额|销售量|销量|收入|利润总额|利润|投资额?|出口额?|进口额?|进出口额?|余额|占比|比重|吞吐量|客运量|货运量|周转量|发电量|用电量|消费量|价格|成交量|成交额|面积|人数|数量|密度|规模|指数|覆盖率|普及率|贷款余额|(?<![量值额率])增速|[一-鿿]{2}[量值额]增速)$"
)
SECTOR = re.compile("第[一二三]$")
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Deal:
    """The share of a figure in what 分别 deals out.

    Attributes:
        place: Which of the figures it is, from 0.
        count: How many there are.
        word: Where 分别 stands.
        first: Where the first of the figures begins.
    """

    place: int
    count: int
    word: int
    first: int


def deal_of(text: str, figure: Figure, previous: Sequence[Figure], following: Sequence[Quantity]) -> Deal | None:
    """The share of a figure, if 分别 stands before the enumeration it belongs to.

    Args:
        text: The joined text.
        figure: The figure.
        previous: Figures before it in its sentence.
        following: The next quantities of the text.
    """
    place, first, end = 0, figure.quantity.start, figure.quantity.end
    if text.rfind(WORD, figure.scene.start, first) < 0:
        return None
    for other in reversed(previous):
        if other.level is not None or BETWEEN.fullmatch(text[other.quantity.end : first]) is None:
            break
        place, first = place + 1, other.quantity.start
    word = text.rfind(WORD, max(figure.scene.start, first - REACH), first)
    if word < 0:
        return None
    # 分别于2021年一季度末与2021年年末突破9万亿元和10万亿元: the times between take no room.
    timed = sum(time.end - time.start for time in figure.scene.times_in(word, first))
    if first - word - timed > NEAR:
        return None
    count = place + 1
    for quantity in following:
        if quantity.end > figure.scene.end or BETWEEN.fullmatch(text[end : quantity.start]) is None:
            break
        count, end = count + 1, quantity.end
    return Deal(place, count, word, first) if count > 1 else None


def dealt_subject(text: str, scene: Scene, subject: Subject | None, deal: Deal) -> Subject | None:
    """The one of joint subjects to which a figure belongs (甲、乙分别为3亿元和2亿元; 东部、中部和西部分别为 …)."""
    for listed in reversed(list(REGIONS.finditer(text, max(scene.start, deal.word - FAR), deal.word))):
        parts = list(REGION.finditer(text, *listed.span()))
        if len(parts) == deal.count:
            part = parts[deal.place]
            return Subject(part[0], (), "LOC", part.start())
    if subject is None or len(subject.entity_ids) < 2 or deal.place >= len(subject.entity_ids):
        return subject
    surfaces = subject.surface.split("、")
    if len(surfaces) != len(subject.entity_ids):
        return subject
    return Subject(surfaces[deal.place], (subject.entity_ids[deal.place],), subject.coarse)


def dealt_indicator(text: str, scene: Scene, deal: Deal, seeds: Seeds) -> tuple[Span | None, Span | None]:
    """The one of listed indicators that a figure measures (营业收入、净利润分别为30亿元和2亿元), and the noun that the last one has for all of them (汽车、钢材 | 产量)."""
    listed = _listed_indicators(text, scene, deal, seeds)
    if listed is None:
        return None, None
    own, last = listed[deal.place], listed[-1]
    if SECTOR.search(text, *own) is not None and (sector := text.find("产业", *last)) > 0:
        # 第一、第三产业增加值
        return own, (sector, last[1])
    head = SHARED_HEAD.search(text, *last)
    if head is None or head.start() - last[0] < SHORTEST or MEASURE.search(text, *own) is not None:
        return own, None
    return own, head.span()


def _listed_indicators(text: str, scene: Scene, deal: Deal, seeds: Seeds) -> list[Span] | None:
    """As many indicators as figures are dealt out, listed before 分别; None where there are not so many."""
    begin = clause_start(scene, deal.word)
    stop = COMPARISON.search(text[begin : deal.word]).start() + begin  # type: ignore[union-attr]
    names = [name.span() for name in any_word(seeds, "industry").finditer(text, begin, stop)]
    marks = (mark.span() for mark in ITEM.finditer(text, begin, stop))
    cuts = [mark for mark in marks if not any(start <= mark[0] < end for start, end in names)]
    if len(cuts) + 1 != deal.count:
        return None
    starts, ends = [begin, *(end for _, end in cuts)], [*(start for start, _ in cuts), stop]
    if REGION.fullmatch(text, starts[1], ends[1]) is not None or REGION.fullmatch(text, starts[0], ends[0]) is not None:
        # 东部、中部、西部地区利率分别为 …: regions, which measure nothing.
        return None
    breaks: list[Span] = [(time.start, time.end) for time in scene.times_in(begin, deal.word)]
    breaks += [
        (m.start, m.end) for m in scene.mentions_in(begin, deal.word) if m.entity_type.startswith(("LOC", "ORG"))
    ]
    spans = (indicator_before(text, start, end, breaks, seeds) for start, end in zip(starts, ends, strict=True))
    found = [span for span in spans if span is not None]
    return found if len(found) == deal.count else None


def dealt_time(text: str, scene: Scene, time: Time | None, deal: Deal) -> Time | None:
    """The time of a figure where as many times as figures are listed (2013年、2014年以及2015年1-6月，分别实现 …), or lie in a span of years.

    Args:
        text: The joined text.
        scene: Sentence of the figure.
        time: The time that governs it.
        deal: Its share in what is dealt out.
    """
    for begin, end in ((deal.word, deal.first), (max(scene.start, deal.word - REACH), deal.word)):
        listed = scene.times_in(begin, end)[-deal.count :]
        gaps = [text[a.end : b.start] for a, b in pairwise(listed)]
        if len(listed) == deal.count and all(ITEM.fullmatch(gap) for gap in gaps):
            return listed[deal.place]
    return _dealt_year(time, deal)


def _dealt_year(time: Time | None, deal: Deal) -> Time | None:
    """The year of a figure where as many full years as figures are named (2020年至2022年分别为 …)."""
    if time is None:
        return time
    start, end = time.period
    if start is None or end is None:
        return time
    if (start.month, start.day, end.month, end.day) != (1, 1, 12, 31) or end.year - start.year + 1 != deal.count:
        return time
    year = start.year + deal.place
    return time._replace(period=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
