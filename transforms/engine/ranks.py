"""Places in an order that are printed as such (居全省第三, 排名第19名, 保持首位)."""

from __future__ import annotations

import re
from decimal import Decimal

from transforms.engine.numerals import WIDE, read_number
from transforms.engine.quantity import Quantity

ONE = Decimal(1)
RANKED = re.compile(
    r"(?:排名|排在|排|列|位列|位居|居|名列|跃居|跃升至|升至|占据|稳居|高居|夺得|获得|蝉联|提升到|提升至|上升到|上升至|跃升到|跃进到|跃至|前进到|前移至|攀升[到至]|升到|[降滑跌退][到至]|[从由](?=[一-鿿]{0,4}(?:全[国省市州县区球]|世界|亚洲)[一-鿿]{0,4}第[0-9０-９一二三四五六七八九十]{1,3}[名位]?[提上跃升降前退]))(?:[一-鿿、]{0,12}?)(?:第(?P<no>[0-9０-９一二三四五六七八九十]{1,3})(?:(?P<place>[名位])(?![次])|(?=[，。；、！]|$|[提上跃]升|[升降]|[城省县国](?![一-鿿])))|(?P<first>首位)(?=[，。；、！的\n]|$))"
    r"|(?<!第)第(?P<of>[0-9一二三四五六七八九十]{1,3})(?P<whose>[名位])(?:(?=的[一-鿿A-Z])|(?<=[名位][、和]第.[名位])|(?<=[名位][、和]第..[名位]))|(?<=[速量模值额率幅积])均?(?:全[国省市州县区球]|世界|亚洲|在?华[东南西北中])第(?P<bare>[0-9一二三四五六七八九十]{1,3})(?=[，。；、！]|$)|保持(?:在|了)?(?:[一-鿿]{0,10}?)(?P<kept>首位)(?=[，。；、！的\n]|$)"
)
RANK_NAMES = ("no", "first", "of", "bare", "kept")
# What a line with a rank holds.
RANKING = re.compile("第|首位")


def find_ranks(text: str) -> dict[int, re.Match[str]]:
    """Every rank of a text, by the place of its numeral; only lines that hold a word of one are searched.

    >>> [found.group() for found in find_ranks("增幅居全省第三，总量排名第19名").values()]
    ['居全省第三', '排名第19名']
    """
    ranks: dict[int, re.Match[str]] = {}
    end = 0
    for word in RANKING.finditer(text):
        if word.start() < end:
            continue
        begin, end = text.rfind("\n", 0, word.start()) + 1, text.find("\n", word.start())
        end = len(text) if end < 0 else end
        # So far beyond the line that the pattern sees its line feed, and takes the line's end for that of no text.
        for found in RANKED.finditer(text, begin, end + 2):
            ranks[max(found.start(name) for name in RANK_NAMES)] = found
    return ranks


def rank_of(found: re.Match[str]) -> Quantity:
    """A place in an order as a quantity; its unit is the classifier it is printed with."""
    number = found["no"] or found["of"] or found["bare"]
    value = ONE if number is None else read_number(number.translate(WIDE))
    at = max(found.start(name) for name in RANK_NAMES)
    start, end = at - (number is not None), found.end()
    numeral_end = end - (found["place"] is not None or found["whose"] is not None)
    unit = found["place"] or found["whose"] or ("名" if number is not None else "位")
    return Quantity(
        start, end, start, numeral_end, "ordinal", value, value, value, value, unit, "rank", rule_id="quantities.rank"
    )  # fmt: skip
