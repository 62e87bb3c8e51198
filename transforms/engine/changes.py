"""Changes: which figure says how another one moved, by how much and against what."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from seeds.types import Seeds
from transforms.engine.quantities import Quantity

WINDOW = 40
# Between a level and its change stands little more than a comma and the comparison.
GAP = re.compile(
    r"(?:左右|以上|以下|以内)?(?:[一-鿿]{0,2}|，占[^，。；]{0,16})[，,、；（(]?\s?(?:按可比(?:价格?|口径)(?:计算)?|扣除价格因素|不变价|名义|实际|日均)?[，,]?"
)
AGAINST_OTHERS = re.compile(
    r"(?:比|较|高于|低于|快于|慢于|高出|领先)[^，。；]{0,10}(?:全国|全省|全市|全区|平均|行业|同业|整体|大盘|预期|目标|计划|对照|传统|普通|常规|其他|水平)"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that tells a movement.

    Attributes:
        start: First character of the words that introduce it.
        sign: 1 or -1.
        against: yoy, mom, qoq, since or other.
        absolute: Whether it compares with something else than an earlier period.
    """

    start: int
    sign: int
    against: str
    absolute: bool


@functools.lru_cache(maxsize=4)
def _pattern(seeds: Seeds) -> re.Pattern[str]:
    """Comparison, up to a few characters, direction; it ends right before the figure or its qualifier."""
    rows = seeds.lexicon("change_words").rows

    def words(kind: str) -> str:
        found = sorted((term for term, role, _ in rows if role == kind), key=len, reverse=True)
        return "|".join(map(re.escape, found))

    return re.compile(
        rf"(?:(?P<against>{words('against')})(?:[^，。；、\d]{{0,12}}?))?"
        rf"(?P<direction>{words('direction')})(?:了|约|近|超过|超|逾|达到|达|到|为|幅度为|幅度达|率为|率达|至)?\s?$"
        rf"|(?P<bare>{words('against')})(?:幅|速|率)?(?:为|达)?\s?$"
    )


@functools.lru_cache(maxsize=4)
def _meanings(seeds: Seeds) -> dict[str, str]:
    return {term: meaning for term, _, meaning in seeds.lexicon("change_words").rows}


def change_of(text: str, quantity: Quantity, floor: int, seeds: Seeds) -> Change | None:
    """The movement a quantity tells, if the words before it say so.

    Args:
        text: The joined text.
        quantity: A measured quantity.
        floor: First character of the sentence.
        seeds: Lexicon change_words.
    """
    end = quantity.before if quantity.before >= 0 else quantity.start
    begin = max(floor, end - WINDOW)
    window = text[begin:end]
    # Only the clause counts, and a figure inside it cuts it.
    cut = max(window.rfind(mark) for mark in "，。；：")
    found = _pattern(seeds).search(window, cut + 1)
    if found is None:
        return None
    meanings = _meanings(seeds)
    against = found["against"] or found["bare"]
    direction = found["direction"]
    if against is None and quantity.unit not in {"%", "pp"}:
        return None
    if direction is not None and direction.endswith(("到", "至")) and quantity.unit not in {"%", "pp"}:
        return None
    sign = -1 if direction is not None and meanings[direction] == "down" else 1
    others = AGAINST_OTHERS.search(window, cut + 1) is not None
    if others and against is not None:
        others = meanings[against] not in {"yoy", "mom", "qoq"} or against in {"比", "较"}
    kind = meanings[against] if against else "yoy"
    start = begin + found.start()
    number = quantity.number
    if number is not None and number < 0:
        sign = 1
    return Change(start, sign, "other" if others else kind, others)


def belongs_to(text: str, level: Quantity, change: Change) -> bool:
    """Whether a change follows its level closely enough to be that level's change."""
    between = text[level.end : change.start]
    return len(between) <= 30 and GAP.fullmatch(between) is not None
