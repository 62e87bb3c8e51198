"""Qualifiers: words beside a numeral that bound it (约, 超过, 以上, 不足 …)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from seeds.types import Seeds

LONGEST = 12
BLANK = re.compile(r"[ \t\u3000$\\]{0,3}")
COMPARED = {
    "大": "more_than", "高": "more_than", "多": "more_than", "低": "less_than", "小": "less_than", "少": "less_than",
}  # fmt: skip
# 最高贷款额度为500万元, 单户最高500万元, 最高补偿200万元 set a bound; 最高达 does not.
CAPPED = re.compile(
    r"最高[^，。；\d]{0,8}(?:额|额度|限额|比例)[为是]$|(?:额度|限额|单[户人家笔]|单个[一-鿿]{1,6}|每[户人家年月次]|给予(?:[^，。；\d最]{1,8})?|予以|发放|提供|享受|获得)最高$|最高(?:将|可)?(?:补偿|奖励?|补助|资助|补贴|支持|获得?|给予)$"
)
# 2万吨余粮 are 2万吨.
SURPLUS = frozenset("粮款额热")
# 在2小时内就可到达, 5公里内; 从1979年到1982年的四年内 is not so.
INSIDE = re.compile("内(?=[，。、；：）就即可能便完合将到给聚有一]|$)")
YUAN = "人民币"
FLOORED = re.compile("(?:每[户人家年月次]|给予|予以|发放|提供|获得)最低$")
CAPPED_ENDS, LONGEST_CAP = frozenset("为是\n高低偿奖励助贴持获得予"), 14
# 最高可贷款80万元, 最高可插秧900株; 最高可达 and 最高可升至 tell what was reached.
CAPABLE = "最高可"
ABLE = re.compile(r"最高可(?!达)(?:(?!每)[一-鿿]){1,8}(?<![至到达为过超近])$")


@dataclass(frozen=True, slots=True)
class _Qualifiers:
    """Words beside a numeral that bound it; those before it are matched backwards, from the numeral on."""

    before: dict[str, str]
    after: dict[str, str]
    backwards: re.Pattern[str]
    forwards: re.Pattern[str]
    ends: frozenset[str]
    firsts: frozenset[str]


# 收入超3亿 and 推出超3000件 are no surplus of trade.
BEFORE_MORE = frozenset(
    ("收入", "投入", "进入", "注入", "输入", "推出", "产出", "卖出", "售出", "输出", "支出", "发出", "付出")
)
PARTS_OF = {
    "约": frozenset("签契合预节制条公邀履违盟失赴续和"),
    "过": frozenset("通经超不"),
    "破": frozenset("侦爆打攻识冲看点勘告道突"),
    "超": frozenset("出入"),
}


@functools.lru_cache(maxsize=4)
def _qualifiers(seeds: Seeds) -> _Qualifiers:
    rows = seeds.lexicon("qualifiers").rows
    before = {t: q for t, place, q in rows if place == "before"}
    after = {t: q for t, place, q in rows if place == "after"}
    # Loosely set text parts the longer ones: 小于 或 等于, < =.
    backwards = sorted((" ?".join(map(re.escape, word[::-1])) for word in before), key=len, reverse=True)
    forwards = sorted(map(re.escape, after), key=len, reverse=True)
    return _Qualifiers(
        before,
        after,
        re.compile("|".join(backwards)),
        re.compile("|".join(forwards)),
        frozenset(word[-1] for word in before),
        frozenset(word[0] for word in after),
    )


def qualify(text: str, start: int, end: int, seeds: Seeds) -> tuple[int, int, str]:
    """Qualifier words beside a span: the place where they begin, where they end, and the qualifier."""
    words = _qualifiers(seeds)
    found, first, last = "exact", start, end
    while start > 0 and text[start - 1] in " $":
        start -= 1
    if text.endswith(YUAN, 0, start):
        # 不超过人民币270亿元
        start -= len(YUAN)
    # Few figures have a word beside them, and one look at its nearest character tells.
    surplus = text[end : end + 1] == "余" and text[end + 1 : end + 2] in SURPLUS
    if text[end : end + 1] in words.firsts and not surplus and (behind := words.forwards.match(text, end)) is not None:
        found, last = words.after[behind[0]], behind.end()
    nearest = text[start - 1 : start]
    if nearest in words.ends:
        ahead = words.backwards.match(text[max(0, start - LONGEST) : start][::-1])
        if ahead is not None:
            word = ahead[0][::-1].replace(" ", "")
            # 通过 is no measure, and 出超 is a surplus.
            if text[start - 2 : start - 1] not in PARTS_OF.get(word, ()) or text[start - 3 : start - 1] in BEFORE_MORE:
                found = words.before[word] if found == "exact" else found
                first = start - ahead.end()
    if nearest == "比" and found == "exact":
        seen = BLANK.match(text, end).end()  # type: ignore[union-attr]
        if text[seen : seen + 1] in COMPARED:
            found, last = COMPARED[text[seen]], seen + 1
    return first, last, found


def cap_of(text: str, start: int) -> str:
    """The bound that the words before a figure make of the amount that is granted (每户最高20万元, 给予最低20万元), else exact."""
    told = text[max(0, start - LONGEST_CAP) : start]
    if CAPABLE in told and ABLE.search(told) is not None:
        return "at_most"
    if told[-1:] not in CAPPED_ENDS:
        return "exact"
    if told[-1:] == "低":
        return "at_least" if FLOORED.search(told) is not None else "exact"
    return "at_most" if CAPPED.search(told) is not None else "exact"


def is_within(text: str, start: int, end: int) -> bool:
    """Whether 内 behind a length of time or of a way makes it the most that it may be (在2小时内就可到达)."""
    return text[end : end + 1] == "内" and text[start - 1] != "的" and INSIDE.match(text, end) is not None
