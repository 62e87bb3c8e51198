"""Numbers that measure without a unit: indices, coefficients and ratios."""

from __future__ import annotations

import re

POINT, NEAR = re.compile("[.．·]"), 36
# A whole number is one only where the clause ends with it and the index stands close before it (价格指数为407，).
MARKS = frozenset("，。；、,;）)")
WHOLE = re.compile("[0-9０-９]{2,5}")
INDEX_BESIDE = re.compile(r"(?:指数|景气度)(?:环比|同比|继续|已|仅|[升降涨跌])*(?:为|是|达到?|至|到|报|收于|高达)了?$")
# 景气指数继续下滑，降到了118.1: a comma may stand between, but no other name.
INDEXED = re.compile(
    r"(?:指数|景气度?|倍差|系数|收入比|中位数|PMI)(?:[^，。；：\n]{0,20}?|[^，。；：\n]{0,24}，(?:但|仍|而|并|已|又|再)*[升降涨跌增减提]?)"
    r"(?:为|是|达到?|至|到|从|由|报|收于|的|处在|高达)了?$"
)


def is_index(text: str, start: int, end: int) -> bool:
    """Whether a number stands behind the name of an index or a ratio that has no unit (信用指数为156.65, 收入倍差从2.37缩小到1.94).

    Args:
        text: The joined text.
        start: First character of a numeral without a unit.
        end: One past it.

    >>> is_index("居民消费价格指数为100.7，", 9, 14), is_index("编号为100.7，", 3, 8)
    (True, False)
    >>> is_index("商品指数为407，", 5, 8), is_index("指数为407个", 3, 6)
    (True, False)
    """
    if POINT.search(text, start, end) is None:
        alone = WHOLE.fullmatch(text, start, end) is not None and text[end : end + 1] in MARKS
        return alone and INDEX_BESIDE.search(text, max(0, start - NEAR), start) is not None
    return INDEXED.search(text, max(0, start - NEAR), start) is not None
