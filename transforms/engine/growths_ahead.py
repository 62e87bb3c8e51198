"""Growths told before their levels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.engine.figure import Figure
from transforms.engine.figure_links import REACHED
from transforms.engine.figure_shares import ENUMERATED
from transforms.engine.indicators import names_indicator
from transforms.engine.quantity import Quantity

# 销量同比增长94.5%，累计销量约为14.57万辆; 业务实现了14.35%的增长，营收为233亿元
NAMED = re.compile(
    r"(?:左右|以上|以下)?(?P<noun_of>的(?:增长|增幅|增速))?[，,](?:累计|全年|当年|总|共)?(?P<noun>[一-鿿]{2,6}?)(?:约?为|已?达到?|已?突破)(?:了|约|近)?"
)


def lead_up(text: str, figure: Figure, previous: Sequence[Figure], following: Sequence[Quantity]) -> None:
    """Make a growth before a figure its change (比上年增加3万吨，达到120万吨; 分别增长14%和22%，达4亿元和5亿元).

    Args:
        text: The joined text.
        figure: The figure.
        previous: Figures before it in its sentence.
        following: The next quantities of the text.
    """
    if not previous or figure.change is not None or figure.moved is not None:
        return
    last = previous[-1]
    dealer = last.moved or last
    shared = dealer.kind == "growth" and dealer.change is not None and dealer.change.shared
    growth = _dealt(text, figure, previous, following) if shared else None
    growth = growth or (last if _leads_up(text, last, figure) else None)
    if growth is not None:
        growth.level, figure.moved = figure, growth
        figure.indicator, figure.subject = growth.indicator or figure.indicator, growth.subject or figure.subject
    elif _names_level(text, last, figure):
        last.level, figure.moved = figure, last


def _leads_up(text: str, last: Figure, figure: Figure) -> bool:
    """Whether the figure right before one is a growth that leads up to it."""
    return _is_open(last, figure) and REACHED.fullmatch(text[last.quantity.end : figure.quantity.start]) is not None


def _is_open(last: Figure, figure: Figure) -> bool:
    """Whether the figure right before one is a growth of no level that may be the one's."""
    change, unit = last.change, figure.quantity.unit
    if last.level is not None or change is None or change.absolute or last.kind != "growth" or last.moved is not None:
        return False
    # 贡献率提高5个百分点至52%
    points = last.quantity.unit in {"pp", "bp"} and unit == "%"
    return points or (last.quantity.unit in {"%", unit} and unit not in {"%", "pp", "倍"})


def _names_level(text: str, last: Figure, figure: Figure) -> bool:
    """Whether the clause behind a growth tells the level of what has grown, by its name or as what a trade has earned."""
    found = NAMED.fullmatch(text, last.quantity.end, figure.quantity.start) if _is_open(last, figure) else None
    if found is None or last.indicator is None:
        return False
    grown = text[slice(*last.indicator)]
    return grown.endswith(found["noun"]) or (found["noun_of"] is not None and not names_indicator(grown))


def _dealt(text: str, figure: Figure, previous: Sequence[Figure], following: Sequence[Quantity]) -> Figure | None:
    """The growth that 分别 deals out to a figure behind the growths, where as many levels stand there as growths before them."""
    levels = [figure]
    while len(levels) <= len(previous) and (other := previous[-len(levels)]).moved is not None:
        if ENUMERATED.fullmatch(text[other.quantity.end : levels[0].quantity.start]) is None:
            return None
        levels.insert(0, other)
    growths: list[Figure] = []
    for other in reversed(previous[: len(previous) - len(levels) + 1]):
        behind = levels[0] if not growths else growths[0]
        between = REACHED if not growths else ENUMERATED
        if other.kind != "growth" or between.fullmatch(text[other.quantity.end : behind.quantity.start]) is None:
            break
        growths.insert(0, other)
    count, end = len(levels), figure.quantity.end
    for quantity in following:
        if quantity.unit == "%" or ENUMERATED.fullmatch(text[end : quantity.start]) is None:
            break
        count, end = count + 1, quantity.end
    own = growths[len(levels) - 1] if 1 < len(growths) == count else None
    return own if own is not None and own.level is None else None
