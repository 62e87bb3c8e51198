"""Clauses that end with the name they are about: 债务最高的是某省, 紧随其后的是某市、某市."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.engine.leading_names import PREPOSED, chain_from
from transforms.engine.scenes import Mention, Subject, as_subject

# What is said to be the most, the first or the next, up to the name.
MOST = re.compile(
    "(?:最[高低大小多少快慢强弱长短早晚好差热]|第[0-9０-９一二三四五六七八九十]{1,3}[位名大]?|首位|榜首|之首|居首|居前|靠前|领先|垫底|末位|紧随其后|其次|次之|[前后][0-9０-９一二三四五六七八九十两]{1,2}[位名])"
    "(?:的)?(?:省份|城市|省市|国家|地区|企业|公司|银行)?(?:则)?(?:依次|分别|仍|还|就)?(?P<copula>[是为])?$"
)
ENDS = re.compile("$|[，。；（(：等]|[0-9０-９达约近超]")
AS, AS_MOST = "以", re.compile("[一-鿿]{0,8}为?最[高低大小多少快慢强弱长短]")
OF, LONGEST = "的", 36


def named_last(text: str, inside: Sequence[Mention], at: int, end: int) -> Subject | None:
    """The names at the end of a clause that says of them that they are the most or the next of something, if it is one.

    Args:
        text: The joined text.
        inside: Mentions of the clause that can be a subject.
        at: First character of the clause behind times and openings.
        end: End of the clause.
    """
    if text[at : at + 1] == AS:
        # 以台北县人口为最多
        return next(
            (as_subject([m]) for m in inside if m.start == at + 1 and AS_MOST.fullmatch(text, m.end, end)), None
        )
    if text[at : at + 1] in PREPOSED:
        return None
    for number, mention in enumerate(inside):
        start = mention.start
        if start - at > LONGEST:
            return None
        if text[start - 1 : start] not in {"是", "为", OF}:
            continue
        stop = start - 1 if text[start - 1] == OF else start
        said = MOST.search(text, at, stop)
        if said is None or not (said["copula"] or stop < start):
            continue
        chain = chain_from(text, inside, number)
        if chain[-1].end <= end and ENDS.match(text, chain[-1].end, end) is not None:
            return as_subject(chain)
    return None
