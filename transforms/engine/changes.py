"""Changes: which figure says how another one moved, by how much and against what."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from seeds.types import Seeds
from transforms.engine.quantities import Quantity

WINDOW, LONGEST_BEFORE = 40, 12
RELATIVE = {"%", "pp", "bp", "倍"}
LONGEST_GAP = 40
# Between a level and its change stands little more than a comma and the comparison.
GAP = re.compile(
    r"(?:左右|以上|以下|以内)?[）)]?(?:，在[^，。；]{2,30}基础上)?(?:[，、]?[（(][^（）()。；]{0,16}[）)])?(?:[一-鿿]{0,4}|[，、](?:占|完成|超|连续)[^，。；]{0,16})[，,、；：（(]?\s?"
    r"(?:这一?数[字据值]|该数[字据值])?(?:，?(?:[位稳高]?居|位列|列|排名?)[^，。；]{0,8}?第[0-9一二三四五六七八九十]{1,3}位?，)?(?:[一-鿿]{0,4}再?创[^，。；]{0,10}(?:新高|新低|纪录|记录|水平)，)?(?:其中)?(?:(?:按照?|以)?(?:可比|不变|现行)(?:价格?|口径|汇率)(?:计算)?|(?:扣除|剔除)[^，。；]{1,16}?(?:因素|影响|后)|可比|同口径|名义|实际|日均|[全当]?周|单日|当日|按[周月年])?[，,]?[都均皆]?"
)
OWN_AVERAGE = re.compile("[年月日人户]均[一-鿿]{2,6}?[比较](?![一-鿿]{0,2}期)")
AGAINST_OTHERS = re.compile(
    r"(?:比|较|高于|低于|快于|慢于|高出|领先|超出|跑赢)[^，。；]{0,10}?(?:常年|历史|全国|全省|全市|全区|平均|行业|同业|整体|大盘|预期|初步|核算数|快报数|目标|计划|对照|传统|普通|常规|其他|水平|标准|普通|往常)|(?:与|同)[^，。；]{0,10}相比"
)
OVER_OTHERS = {"高", "低", "快", "慢"}
COMPARED_WITH = re.compile("[比较]([^，。；]{1,24})$")
BARE = {"比", "较"}
TIMED = re.compile("[年月季初末周日前]|(?<!同)期|上半|下半|以往|原来|之前|此前|当时")
EARLIER = re.compile(r"(?:比|较|高于|低于|快于|慢于)(?:[12１２]\d{3}年|上年|去年|前年|上个?月|上季)")
# 比同期工业增加值增速高6.7个百分点: another rate of the same time.
OTHERS_RATE = re.compile("^[比较]同期[^，。；]{2,}?(?:增速|增幅|涨幅|降幅|跌幅)")
# With these a change in another unit goes on (8平方公里和11个百分点).
AND = frozenset("和与及以")
FOLLOWS = re.compile(r"(?:左右|以上|以下|以内)?(?:、 ?|和|与|及|以及|，)(?:约|近|超)?")
# 增速比一季度加快0.5个百分点: how a change itself moved.
SPEED = re.compile(r"(?:增速|增幅|降幅|涨幅|跌幅)[^，。；]{0,14}$")
OVER = "高于|高出|快于|领先|优于|超出|跑赢|低于|慢于|落后于|跑输"
MARK = re.compile("[，。；：]")
# 降低造价10%, 提高工效30%: what moves stands between the verb and the figure.
MOVES = re.compile(
    "(?:^|[^的率额量度])(?P<word>降低|减少|缩减|压缩|压减|削减|节约|节省|缩短|下调|提高|提升|增加|上调)了?(?P<noun>[一-鿿]{2,10})$"
)
NO_OBJECT = "[占到至了为达比]|幅度|分别|超过"
# By points a rate moves (下调存款准备金率0.25个百分点), by percent none does.
NOT_MOVED = {"pp": re.compile(NO_OBJECT), "%": re.compile(f"{NO_OBJECT}|[的率]|速度|[值额量近约各]$")}
LESSENING = re.compile("[降减压削节缩]|下调")
RATE_OF = re.compile("[一-鿿]{0,8}(?:[产销]?量|产值|价格?|收入|利润|净利|营收|增速|业绩|投资|出口|进口|支出)")
TO_LEVEL = re.compile(r"(?:到|至|为)$")
# 增加3万吨，达到120万吨: from a change to the level that it has led to.
LED_TO = re.compile(
    r"(?:左右|以上)?[，,](?:总[量数额]|总规模|存量|余额)?(?:已|将)?(?:达到|达|增至|增加到|升至|上升到|降至|下降到|降到|减至|减少到|首次突破|突破)(?:了|约|近)?"
)
LONGEST_LEADING = 16
GAINED = {"年增", "月增", "季增"}
# 余额为3亿元和2亿元，全年分别增加1000万元和500万元: levels that wait for what they have moved by.
ENUMERATED = re.compile(
    r"[0-9０-９.．]+[万亿]*[一-鿿]{1,3}[、和及][^，。；、和]{0,8}?[0-9０-９.．]+[万亿]*[一-鿿]{1,3}(?:左右|以上)?[，,]$"
)


# 比2010年普查的3.94人减少0.6人
BASE_AMOUNT = re.compile(
    r"[比较][^，。；]{2,24}的[0-9０-９.．]+[万亿]{0,2}[一-鿿]{1,3}(?:增加|减少|上升|提高|下降|降低)了?$"
)


class Change(NamedTuple):
    """A figure that tells a movement; a plain tuple because a page has many.

    Attributes:
        start: First character of the words that introduce it.
        sign: 1 or -1.
        against: yoy, mom, qoq, since or other.
        absolute: Whether it compares with something else than an earlier period.
        shared: Whether 分别 deals it out to several levels.
        of_speed: Whether it tells how a growth rate moved.
        moved: Length of the words right before the figure that say what moves (降低造价10%), 0 where they stand before the verb.
    """

    start: int
    sign: int
    against: str
    absolute: bool
    shared: bool = False
    of_speed: bool = False
    moved: int = 0


@functools.lru_cache(maxsize=4)
def _pattern(seeds: Seeds) -> re.Pattern[str]:
    """Comparison, up to a few characters, direction; it ends right before the figure or its qualifier."""
    rows = seeds.lexicon("change_words").rows

    def words(kind: str, *, bare: bool = False) -> str:
        # 比 alone, without a direction behind it, is the end of 比率 or 占比.
        found = sorted((term for term, role, _ in rows if role == kind and len(term) > bare), key=len, reverse=True)
        # 年增5% compares, 2025年增加值 does not.
        return "|".join(re.escape(word) + ("(?![加长量幅产收资速])" if word in GAINED else "") for word in found)

    return re.compile(
        rf"(?:相?(?<![可占])(?P<against>{words('against')})(?:(?:[^，。；、\d]|[12１２]\d{{3}}年|(?:\d{{1,2}}[\-—–－~～至到])?\d{{1,2}}[月日]){{0,14}}?))?"
        rf"(?P<direction>{words('direction')})(?:了|约|近|超过|超|逾|分别为|分别|各|达到|达|到|为|幅度为|幅度达|率为|率达|速度为|至)?\s?$"
        rf"|(?<!不)(?P<over>{OVER})(?:[^，。；、\d]{{1,8}}、)?[^，。；、（(\d]{{1,16}}$"
        rf"|(?P<bare>{words('against', bare=True)})(?:幅|速|率)?(?:为|达)?\s?$"
    )


def moving_words(seeds: Seeds) -> list[str]:
    """The words without one of which nothing moves."""
    rows = seeds.lexicon("change_words").rows
    words = [term for term, role, _ in rows if role == "direction" or (role == "against" and len(term) > 1)]
    return [*words, *OVER.split("|")]


@functools.lru_cache(maxsize=4)
def _hint(seeds: Seeds) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, moving_words(seeds))))


@functools.lru_cache(maxsize=4)
def _meanings(seeds: Seeds) -> dict[str, str]:
    return {term: meaning for term, _, meaning in seeds.lexicon("change_words").rows}


def change_of(
    text: str, quantity: Quantity, floor: int, seeds: Seeds, *, after: Quantity | None = None
) -> Change | None:
    """The movement a quantity tells, if the words before it say so.

    Args:
        text: The joined text.
        quantity: A measured quantity.
        floor: First character of the sentence.
        after: The quantity behind it.
        seeds: Lexicon change_words.
    """
    end = quantity.outer_start
    begin = end - WINDOW if end - WINDOW > floor else floor
    # Most figures tell no movement: one word of it must stand there.
    if _hint(seeds).search(text, begin, end) is None:
        return None
    # Only the clause counts, and a figure inside it cuts it.
    window = text[begin:end]
    behind = MARK.search(window[::-1])
    cut = len(window) if behind is None else behind.start()
    found = _movement(window[len(window) - cut :], seeds)
    if found is None:
        return _of_object(window[len(window) - cut :], quantity)
    clause, start = found.string, end - cut + found.start()
    if found["over"]:
        if clause.rstrip().endswith("的"):
            # 低于政府预计的17.5%: what it is compared with.
            return None
        beneath = found["over"].startswith(("低", "慢", "落后", "跑输"))
        earlier = EARLIER.match(found[0]) is not None
        shared = clause[: found.start()].endswith("分别")
        return Change(start, -1 if beneath else 1, "yoy" if earlier else "other", not earlier, shared)
    meanings = _meanings(seeds)
    against = found["against"] or found["bare"]
    direction = found["direction"]
    if against is None and quantity.unit == "%" and direction in OVER_OTHERS:
        # 占比高达89%
        return None
    if against is None and quantity.unit not in RELATIVE:
        based = BASE_AMOUNT.search(text, begin, end) is not None
        dealt = based or (
            "分别" in clause and ENUMERATED.search(text, max(floor, begin - WINDOW), end - cut) is not None
        )
        if not dealt and not _leads_to(text, quantity, after):
            return None
    # 增加到70多种 is the level reached, 增长到 with a rate as well.
    told = clause.rstrip()
    if direction is not None and TO_LEVEL.search(told) and not told.endswith(("度为", "率为", "别为", "速为", "幅为")):
        return None
    sign = -1 if direction is not None and meanings[direction] == "down" else 1
    kind = meanings[against] if against else "yoy"
    others = _with_others(clause, quantity, found, kind)
    before = "" if behind is None else window[: len(window) - cut - 1]
    if against is None and "环比" in before[-LONGEST_BEFORE:]:
        kind = "mom"
    if quantity.number is not None and quantity.number < 0:
        sign = 1
    return Change(
        start,
        sign,
        "other" if others else kind,
        others,
        "分别" in found[0] or clause[: found.start()].removesuffix("实际").endswith("分别"),
        bool(SPEED.search(clause)) and quantity.unit == "pp",
    )


def _of_object(clause: str, quantity: Quantity) -> Change | None:
    """The movement of what stands between a verb and its rate (降低造价10%)."""
    unlike = NOT_MOVED.get(quantity.unit or "")
    found = None if unlike is None else MOVES.search(clause)
    if unlike is None or found is None or unlike.search(found["noun"]) is not None:
        return None
    sign = -1 if LESSENING.match(found["word"]) is not None else 1
    return Change(quantity.outer_start, sign, "yoy", False, moved=len(found["noun"]))


def _leads_to(text: str, quantity: Quantity, level: Quantity | None) -> bool:
    """Whether a quantity says how the level behind it was reached (增加3万吨，达到120万吨)."""
    if level is None or quantity.unit != level.unit or level.start - quantity.end > LONGEST_LEADING:
        return False
    return LED_TO.fullmatch(text, quantity.end, level.start) is not None


def _with_others(clause: str, quantity: Quantity, found: re.Match[str], kind: str) -> bool:
    """Whether a movement compares with something else than an earlier time."""
    against = found["against"] or found["bare"]
    if quantity.unit == "pp" and against is None and found["direction"] in OVER_OTHERS:
        # 增速分别比同期工业、高技术制造业高7.5个和4.5个百分点
        told_of = COMPARED_WITH.search(clause, 0, found.start())
        return told_of is not None and not TIMED.search(told_of[1])
    if quantity.unit == "pp" and against in BARE and not TIMED.search(clause[found.start() :]):
        # 比规上工业增速高5个百分点 compares two rates of one time.
        return True
    if quantity.unit == "pp" and OTHERS_RATE.match(found[0]) is not None:
        return True
    if against is not None and against not in BARE and kind in {"yoy", "mom", "qoq"}:
        return False
    return AGAINST_OTHERS.search(clause) is not None and EARLIER.search(clause) is None


@functools.lru_cache(maxsize=4_000)
def _movement(clause: str, seeds: Seeds) -> re.Match[str] | None:
    """The words right before a figure that tell a movement, in what its clause tells before it; the same come again and again."""
    return _pattern(seeds).search(clause) if _hint(seeds).search(clause) is not None else None


def continued(text: str, before: Quantity, quantity: Quantity, shared: Change, own: Change | None) -> Change | None:
    """The change of a figure that goes on with an enumeration of changes (分别增长5%和6%, 分别增长5%、下降6%).

    Args:
        text: The joined text.
        before: Quantity of the enumerated change before it.
        quantity: The quantity.
        shared: The change before it.
        own: What the words before the quantity say by themselves.
    """
    first = own.start if own is not None else quantity.outer_start
    between = text[before.end : first]
    if FOLLOWS.fullmatch(between) is None or (before.unit != quantity.unit and between[0] not in AND):
        return own
    if own is None:
        return shared._replace(start=quantity.start)
    return own._replace(against=shared.against, shared=True)


def belongs_to(text: str, level: Quantity, change: Change) -> bool:
    """Whether a change follows its level closely enough to be that level's change."""
    between = text[level.end : change.start]
    if OWN_AVERAGE.match(text, change.start) is not None:
        # 投入31亿元，年均投入比1994年增长155%
        return False
    if level.dimension == "duration" and not between:
        # 产业规模10年增加10倍
        return False
    if level.dimension == "count" and RATE_OF.fullmatch(between) is not None:
        # 五家企业产量增长超10%: what those that are counted did.
        return False
    return len(between) <= LONGEST_GAP and GAP.fullmatch(between) is not None
