"""Bearers: the mentions of a sentence that can be whose figure it is."""

from __future__ import annotations

import functools
import re

from transforms.engine.scenes import Heads, Mention

TYPES = (
    "ORG",
    "LOC",
    "FUND",
    "PLATFORM",
    "PROJECT",
    "FIN_PRODUCT",
    "MECHANISM",
    "PRODUCT",
    "PER",
    "INDEX",
    "WORK",
    "EVENT",
)
# 港股, 美元 and 中资 speak of no place.
PARTS_OF_WORDS = frozenset("股元资資企商币幣籍式外")
OVERSEAS = {"港澳台", "港澳", "台港澳"}
# 长江经济带 is a strategy that has figures as a place has.
BELTS = ("带", "圈", "区", "群", "走廊")
# The caption of a figure in another language is no name.
MOST_BLANKS = 6
# The tagger takes such a word for a name.
NAMELESS = {
    "公司", "集团", "企业", "银行", "学校", "医院", "机构", "上市公司", "协会", "学会", "商会", "联合会", "基金会", "研究院", "研究所", "合作社", "农场", "工厂", "部门", "单位",
}  # fmt: skip
# 专项债, 小额信用贷款: kinds of products, whose figures are those of the place or the bank.
PLAIN_PRODUCT = re.compile("[一-鿿]+(?:贷款|融资|债券?|保险|责任险|意外险|票据|融资券|租赁|金融|理财产品)")
# 公募基金, 固收类基金
PLAIN_FUND = re.compile(
    "[买卖投]?(?:[A-Za-z]+|[公私]募|(?:主动)?权益|固收|债券|股票|混合|指数|货币|原油|次新|[开封][放闭]式|[一-鿿]{1,4}[类型])+(?:FOF)?基金"
)
# What these name is when something was so, not whose figure it is.
HISTORIC = re.compile(
    "(?:战争|大战|[一二冷]战|长征|危机|运动|革命|起义|事变|地震|[一二三四五六七八九十]大|改革开放|工作会议|两会)$"
)


@functools.lru_cache(maxsize=4_000)
def bears(entity_type: str, surface: str) -> bool:
    """Whether a mention can be a subject: one that is only a class of bodies or of products, or a time in history, cannot."""
    if not entity_type.startswith(TYPES):
        return entity_type == "STRATEGY" and surface.endswith(BELTS)
    plain = entity_type == "FIN_PRODUCT" and PLAIN_PRODUCT.fullmatch(surface) is not None
    plain = plain or (entity_type.endswith("FUND") and PLAIN_FUND.fullmatch(surface) is not None)
    historic = entity_type == "EVENT.NAME" and HISTORIC.search(surface) is not None
    return not (plain or historic or surface in NAMELESS or surface.count(" ") > MOST_BLANKS)


def is_part(text: str, place: Mention) -> bool:
    """Whether a name is only a part of a word, as names of one character can be and what investors come from (中资, 港澳台商)."""
    if len(place.surface) == 1:
        return text[place.end : place.end + 1] in PARTS_OF_WORDS
    return place.surface in OVERSEAS and text.startswith("商", place.end)


def next_bearers(text: str, heads: Heads, start: int, end: int) -> list[Mention]:
    """The mentions inside the next clause of a sentence that can be a subject."""
    known, at = heads.bearers, heads.passed
    count = len(known)
    while at < count and known[at].start < start:
        at += 1
    heads.passed = at
    inside = []
    while at < count and (mention := known[at]).start < end:
        last = mention.end
        if last <= end and not is_part(text, mention):
            inside.append(mention)
        at += 1
    return inside
