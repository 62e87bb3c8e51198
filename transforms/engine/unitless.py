"""Numbers that measure without a unit: indices, coefficients and ratios."""

from __future__ import annotations

import re

POINT, NEAR = re.compile("[.．·]"), 36
# 景气指数继续下滑，降到了118.1: a comma may stand between, but no other name.
INDEXED = re.compile(
    r"(?:指数|景气度?|倍差|系数|收入比|中位数|PMI)(?:[^，。；：\n]{0,20}?|[^，。；：\n]{0,24}，(?:但|仍|而|并|已|又|再)*[升降涨跌增减提]?)"
    r"(?:为|是|达到?|至|到|从|由|报|收于|的|处在|高达)了?$"
)


def is_index(text: str, start: int, end: int) -> bool:
    """Whether a decimal stands behind the name of an index or a ratio that has no unit (信用指数为156.65, 收入倍差从2.37缩小到1.94).

    Args:
        text: The joined text.
        start: First character of a numeral without a unit.
        end: One past it.

    >>> is_index("居民消费价格指数为100.7，", 9, 14), is_index("编号为100.7，", 3, 8)
    (True, False)
    """
    if POINT.search(text, start, end) is None:
        return False
    return INDEXED.search(text, max(0, start - NEAR), start) is not None
