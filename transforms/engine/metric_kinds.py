"""Kind and status of a figure, from its unit and the words of its clause."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from seeds.types import Seeds
from transforms.engine.figure import Figure
from transforms.engine.figure_clues import (
    BEHIND,
    CAPPING,
    CAPS,
    FINISHED,
    LONGEST_CAP,
    NEAR_PRICE,
    PLANS,
    POOLED,
    PRICED,
    RIGHT_BEHIND,
    SUMMED,
    unsettled_words,
)
from transforms.engine.indicators import has_word
from transforms.engine.left_statuses import left_status
from transforms.engine.scenes import LONGEST_CLAUSE, Scene

# Here and below every alternative begins with a character of its own, which the engine skips to. Plans; 将 and 计划 as parts of other words are none, nor is 将 before what is disposed of (将成果推介到…).
NAMED_PLANS = (
    "培养",
    "培训",
    "研培",
    "研发",
    "科技",
    "行动",
    "人才",
    "火炬",
    "星火",
    "扶持",
    "专项",
    "倍增",
    "领航",
    "合作",
)
PLANNED = re.compile(
    r"拟(?<![虚模比]拟)(?!合|态)|"
    + "|".join(
        f"{word}(?<!{'计划)(?<!'.join(NAMED_PLANS)}计划)(?!单列|经济|生育|项目|》|内|的|金|”|建设了|最低)"
        for word in PLANS
    )
    + r"|总投资(?:约|额)?$|将(?<![即行麻]将)(?!近|士|军|其|该|来|领|这|它|他|企|约?$|(?:筹集|募集|征集|收缴|节约|节省|节余|获得|所得)的)(?![^，。；]{2,20}?(?:提高|提升|缩短|降低|增加|减少|压缩|扩大|延长|刷新)了)(?![^，。；]{2,30}?(?:推介到|推荐给|推向|转让给|出售给|卖给|质押给|捐赠?给|交给|送到|送给|发放给|作为|纳入|列入|分为|定为|称为|更名为|视为|评为|用于|改造成|转化为|[销运输发寄]往|销售到|出口到|输送到|卖到|搬到))"
)
# 袭击了100多个目标
STRUCK = re.compile("袭击|打击|空袭|轰炸|摧毁|击中|打掉")
RULED = re.compile(r"应当|不得|规定，|按照规定|可(?:享受|获得?|给予|申请)|给予[^，。；]{0,12}(?:补助|奖励|补贴)?$")
# 对上市企业，给予500万元奖励: what a policy grants to all that are such; what has been granted is told with 已 or 了.
REWARDED = re.compile(
    r"(?:^|[。；：\n])[^。；：\n]{0,6}对[^。；：\n已了]{2,60}?(?:给予|奖励|补助|补贴|资助)[^，。；已了]{0,16}$"
)
AWARD = re.compile(
    "[0-9０-９.一二三四五六七八九十百千]+[万亿]?元(?:/[一-鿿])?(?:人民币)?(?:的)?(?:一次性|资金|经费)?(?:奖励|补助|补贴|资助|支持|扶持|奖补|[，。；])"
)
# 限额以上单位 is no limit.
CAPPED = re.compile(rf"(?:{'|'.join(CAPS)})(?!以[上下])[^，。；]{{0,10}}$")
TO_COME = re.compile(
    rf"预计[^。；]{{0,16}}(?:{'|'.join(FINISHED)})|{'|'.join(f'{word}(?:后|之后)' for word in FINISHED)}|届时"
)
AIMED = re.compile(r"[^，。；]{0,16}(?:的)?(?:目标|任务目标)(?!企业|市场|群体|客户)")
DONE = re.compile(
    r"(?:完成|达到?|占|为)[^，。；]{0,12}(?:目标|计划|任务|预算)(?:任务|数|额)?(?:[0-9][^，。；]{0,12})?的$"
)
# 比第一个五年计划规定的指标多六十万吨
OVER_PLAN = re.compile("(?:比|较|超过)[^，。；]{0,20}(?:计划|预算|规划)[^，。；]{0,8}(?:[多高少低快]|超)")
BY_YEAR = re.compile(r"到(?:20\d\d|本世纪)")
# 增速达到19.8%, 实现9.2%的增长
RATED = re.compile("(?:增速|增幅|增长率|涨幅|降幅|跌幅)[^，。；、占]{0,4}?(?:分别)?(?:达到?|为|超过?|近|约)?$")
GROWN = ("的同比增", "的环比增", "的同比降", "的增长", "的增幅", "的增速", "的涨幅", "的降幅")
# What has come already (预计到港的货轮已有20%被取消).
ALREADY = re.compile("已(?:有|经|达)?[^，。；]{0,4}$")
# What is put somewhere else (将12类农村资产纳入平台).
DISPOSED = re.compile("[^，。；]{1,20}?(?:纳入|列入|作为|用于|改造成|转化为|整合为|推介给|推向)(?!将)")
STOCK = re.compile(r"(?:余额|存量|保有量|总量|总数|在册|现有|拥有)")


@functools.lru_cache(maxsize=4)
def _unsettled(seeds: Seeds) -> re.Pattern[str]:
    """Looked for first, for it is quicker than all that follows."""
    return re.compile("|".join(map(re.escape, unsettled_words(seeds))))


def status_of(text: str, figure: Figure, previous: Sequence[Figure], clause: str, seeds: Seeds) -> str:
    """Code of `metrics.status`: what is planned, aimed at or foretold never passes as actual.

    Args:
        text: The joined text.
        figure: The figure.
        previous: Figures before it in its sentence, nearest last.
        clause: What its clause tells before it.
        seeds: Lexicon figure_words.
    """
    lead = figure.scene.lead
    if lead is not None and "目标" in text[lead.start : lead.end]:
        return "target"
    if DONE.search(clause) is not None:
        # 完成全年目标的63%
        return "actual"
    told = _told_status(text, figure.scene, clause, figure.quantity.start, seeds)
    return left_status(text, figure, previous, seeds) if told == "actual" else told


def _told_status(text: str, scene: Scene, clause: str, start: int, seeds: Seeds) -> str:
    """What the words around a figure tell of its status."""
    begin = start - LONGEST_CLAUSE if start - LONGEST_CLAUSE > scene.start else scene.start
    if _unsettled(seeds).search(text, begin, start + BEHIND) is None:
        return "actual"
    head = text[begin:start]
    if has_word(clause, "target", seeds) or ("目标" in head and "：" in head):
        return "target"
    follows = text[start : min(scene.end, start + BEHIND)]
    if "目标" in follows and AIMED.match(follows) and STRUCK.search(clause) is None:
        return "target"
    if has_word(clause, "forecast", seeds) and ALREADY.search(clause) is None:
        return "forecast"
    planned = PLANNED.search(OVER_PLAN.sub("", clause))
    if planned is not None and not (planned[0] == "将" and DISPOSED.match(text, start) is not None):
        return "planned"
    if RULED.search(clause) and CAPPED.search(clause):
        return "rule"
    if "对" in head and AWARD.match(follows) and REWARDED.search(head) is not None:
        return "rule"
    ahead = TO_COME.search(head)
    if ahead is not None:
        return "forecast" if ahead[0].startswith("预计") else "planned"
    governing = head[max(0, len(head) - 60) :]
    if BY_YEAR.search(governing) and has_word(governing, "target", seeds):
        return "target"
    return "actual"


def kind_of(text: str, figure: Figure, clause: str, clues: int, seeds: Seeds) -> str:
    """Code of `metrics.kind` of a figure of known status, after what its clause tells before it.

    Args:
        text: The joined text.
        figure: The figure.
        clause: What its clause tells before it.
        clues: What may stand near it.
        seeds: Lexicon figure_words.
    """
    quantity, status = figure.quantity, figure.status
    match quantity.dimension:
        case "rank":
            return "rank"
        case "duration":
            return "term" if has_word(clause[-8:] + _behind(text, figure)[:4], "term", seeds) else "duration"
        case "multiple":
            return "multiple"
        case _ if quantity.dimension == "price" or (clues & PRICED and has_word(clause[-NEAR_PRICE:], "price", seeds)):
            return "price"
        case _ if status == "target":
            return "target"
        case _ if quantity.qualifier == "at_most" or (clues & CAPPING and CAPPED.search(clause[-LONGEST_CAP:])):
            return "cap"
        case "money" if clues & POOLED and has_word(_behind(text, figure), "fund", seeds):
            return "fund_size"
        case "ratio":
            return "growth" if RATED.search(clause) or _behind(text, figure).startswith(GROWN) else "share"
        case _:
            summed = clues & SUMMED and has_word(clause, "cumulative", seeds) and not STOCK.search(clause)
            return "cumulative" if summed else "level"


def _behind(text: str, figure: Figure) -> str:
    """What the clause tells right behind a figure."""
    return text[figure.quantity.end : min(figure.scene.end, figure.quantity.end + RIGHT_BEHIND)].partition("，")[0]
