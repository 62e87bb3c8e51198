"""Names that no list and no tagger knows: the bare words where a sentence must name who acts or what is bought."""

from __future__ import annotations

import re
from collections.abc import Collection

from transforms.engine.reading import Filler, Reading

LEAD = re.compile(
    r"[\s，,]|(?:并且?|而且?|同时|此外|另外|其中|但是?|不过|对此|为此|近年来|如今|目前|随后|最后|最终|首先|其次|据了解|据悉|早在|此前|其后|由于|因为?|如|若|当年|当时|原)(?![一-龥]?(?:集团|公司))"
)
# 公司控股股东某某: the name stands behind what it is to the firm.
STANDING_WORDS = r"(?:公司|其|该公司|上市公司)?(?:的)?(?:控股股东|第[一二三]大股东|大股东|股东|实际控制人|实控人|全资子公司|控股子公司|子公司|下属公司|一致行动人)(?:之一)?"
STANDING = re.compile(STANDING_WORDS + "(?=[^，。；及和将拟于等股与]{2})")
STANDING_FIRST = frozenset("公其该上的控第大股实全子下一")
FOLLOWS = re.compile(
    r"$|[（(以在于向对从与同和及为将拟]|通过|作价|减持|增持|质押|解禁|已|曾|又|再|还|也|均|分别|共同|联合|正式|成功|宣布|计划|决定|完成|斥资|出资|累计|就|先后|突然|正在|即将|有意|同意|自|因|由|首次|此次|本次|大举|高溢价|全资|顺利|连续|合计|发布|公告|发公告|表示|称|披露|获|所|被|再度"
)
NO_NAME = re.compile(
    r"[的了着过吗呢？“”《》\d％%]|一般不|通常|往往|期间|大幅|刚刚|一次性|预期|终止|股吧|[一二三四]季度|择机|集中竞价|所持|呈现|判决|裁决|(?:部分|质押|公司|流通|回购|交易)股份$|^[、.\-—(\[笔]|^(?:规定|显示|包括|剔除|私自|重要股东|大宗交易|原因|信息|公布|质权人|未详细|持|由于|另有|任意|改为|鉴于|另有|退出|行董事|会作出|考虑|首次|终于|决定|无法|滚动|中报|三季报|减持|增持|合计|持公司|获悉)|^(?:[我你他她它这那该此其本某各每有是不没要会应可能如若即使让把被将从向对在于与和及并也还就才又再都已最更很太而但或所为以因由据按经至到通过随着根据按照关于]|什么|怎么|如何|记者|今|昨|明|去|前|后|上|下|目前|日前|近|同|双方|两|三|一|多|几|数|第|进一步|积极|大力|全面|加快|推动|促进|支持|鼓励|加强|投资者|股东|消息|数据|资料|报告|市场|资金|业内|未来|期间|报告期|当期|本期|同期|当年|当日|若干|部分|全部|相关|有关|截至|截止|累计|合计|共同|完成|实现|(?:控股股东|大股东|第[一二三]大股东|全资子公司|控股子公司|实际控制人)$|联合|先后|正式|分别|经过|面对|为了|宣布|作为|受益|受[^托])|(?:时|后|中|内|间|前|里|上|下|年|月|日|元|股|份|等|方式|价格|金额|比例|进行|实施|开展|发生|存在|涉及|协议|公告|事项|计划|方案|议案)$"
)
STAKE = re.compile(
    r"\s*(?:[\d.]+[%％]|\d[\d.,]*[万亿]?股|部分|剩余|其余|全部|少数|多数|所持|持有|控股)*(?:的)?(?:股权|股份|股票|资产|业务|控股权|控制权|权益|股本)"
)
ENDS = re.compile(
    r"[，,。；;：:、\n（(]|$|的|并|以|与|和|后|时|之|案|事宜|计划|方案|议案|项目|股权|股份|股票|资产|业务|控股权|控制权|一事"
)
# Only firms and persons do such things.
DEALING = re.compile(r"减持|增持|质押|持有|收购(?![点站网资量价粮棉总均])|认购|转让|受让|回购|增资|套现|募资|竞得|举牌")
NO_DEALER = re.compile(
    r"^(?:成立|设立|发行|知识产权|专利|商标|股权|应收账款|存货|仓单|拟|将|占|较|比|引导|非公开|公开|公司|企业|董事会|股票|完成后|使用|采用|采取|涉及|需|须|可|其|由|双方|合计|仅|约|超)|(?:[与和及并或权]|董事会|机构|成果|技术|合同|土地)$"
)
SHORTEST, LONGEST = 2, 16
# 某某昨公布, 某某12日晚间公告.
ANNOUNCING = re.compile(
    r"(?P<name>[一-鿿A-Za-z]{2,10}?)(?:昨[日天晚]?|今[日天]|日前|近日|[0-9]{1,2}日(?:晚间?)?)?(?:公布|宣布|公告|披露)"
)
BODY = re.compile("[局处部署会院府厅委办室所庭]$")
LONGEST_TAIL = 8
SHORT_TAIL = 5
NO_FIRM = re.compile(
    "数据|普查|企业|行业|工业|经济|产业|居民|城镇|农村|地区|部门|国资|全[省市]|市场|外贸|民营|规模|公司|选手|队|人民|政府"
)
LONGEST_OBJECT = 20


def bare_subject(reading: Reading, start: int, end: int) -> Filler | None:
    """The words that open a clause and must name who acts, up to the first adverb, preposition or figure before the trigger.

    Args:
        reading: The text and what is known of it.
        start: Start of the clause.
        end: Start of the trigger.
    """
    text = reading.text
    begin = _after_lead(reading, start, end)
    limit = min(end, begin + LONGEST)
    for anchor in (*reading.metrics.within(begin, end), *reading.times.within(begin, end)):
        limit = min(limit, anchor.start)
    stop = next((at for at in range(begin + SHORTEST, limit + 1) if at == end or _follows(reading, at, limit, end)), -1)
    if stop < 0 or NO_NAME.search(text[begin:stop]):
        return None
    return Filler(begin, stop, kind="ORG")


def acting_name(text: str, at: int, end: int) -> tuple[int, int] | None:
    """Span of the words at the head of a clause of dealing in shares that must name the dealer (某某再通过大宗交易减持).

    Args:
        text: The joined text.
        at: First character of the clause behind times and openings.
        end: End of the clause.
    """
    standing = STANDING.match(text, at, end) if text[at : at + 1] in STANDING_FIRST else None
    begin = at if standing is None else standing.end()
    deal = DEALING.search(text, begin, end)
    if deal is None:
        return None
    limit = min(deal.start(), begin + LONGEST)
    for stop in range(begin + SHORTEST, limit + 1):
        if stop == deal.start() or FOLLOWS.match(text, stop, end) is not None:
            name = text[begin:stop]
            return None if NO_NAME.search(name) or NO_DEALER.search(name) else (begin, stop)
    return None


def announcing_name(text: str, at: int, end: int) -> tuple[int, int] | None:
    """Span of the words at the head of a clause that announce figures (某某昨公布1月营收), if they can be a firm."""
    found = ANNOUNCING.match(text, at, end)
    if found is None or NO_NAME.search(found["name"]) or NO_FIRM.search(found["name"]) or BODY.search(found["name"]):
        return None
    return found.span("name")


def firm_named_after(text: str, place: int, at: int, end: int, stops: Collection[int]) -> tuple[int, int] | None:
    """Span of the firm whose name begins with a place (宁波某某12月5日收盘价), by the words that may follow a firm's name.

    Args:
        text: The joined text.
        place: First character of the place.
        at: One past it.
        end: End of the clause.
        stops: Where times begin.
    """
    if at >= end or FOLLOWS.match(text, at, end) is not None or text[at] in "市省县区州内各的、，":
        return None
    for stop in range(at + SHORTEST, min(end, at + SHORT_TAIL) + 1):
        if stop in stops or FOLLOWS.match(text, stop, end) is not None:
            name = text[at:stop]
            return None if NO_NAME.search(name) or NO_FIRM.search(name) else (place, stop)
    return None


def _after_lead(reading: Reading, start: int, end: int) -> int:
    """Where a clause begins once connectives and dates at its head are passed."""
    begin = start
    moved = True
    while moved and begin < end:
        moved = False
        if (lead := LEAD.match(reading.text, begin, end)) is not None:
            begin, moved = lead.end(), True
        for anchor in reading.times.within(begin, end):
            if anchor.start == begin:
                begin, moved = anchor.end, True
                break
    standing = STANDING.match(reading.text, begin, end)
    return standing.end() if standing is not None else begin


def _follows(reading: Reading, at: int, limit: int, end: int) -> bool:
    """Whether a name can end at an offset: an adverb, a preposition, a stock code or the cut follows."""
    return at == limit or FOLLOWS.match(reading.text, at, end) is not None


def named_after(reading: Reading, place: Filler, end: int) -> Filler:
    """The unknown firm whose name begins with a place (宁波某某将…), or the place itself where an adverb or verb follows it.

    Args:
        reading: The text and what is known of it.
        place: A place that seems to act.
        end: Start of the trigger.
    """
    text, adverbs = reading.text, reading.words.adverbs
    begin = place.end
    if (
        begin >= end
        or FOLLOWS.match(text, begin, end)
        or adverbs.match(text, begin, end)
        or text[begin] in "市省县区州内各"
    ):
        return place
    for at in range(begin + SHORTEST, min(end, begin + LONGEST_TAIL) + 1):
        if at == end or FOLLOWS.match(text, at, end):
            return place if NO_NAME.search(text[begin:at]) else Filler(place.start, at, kind="ORG")
    return place


def bare_object(reading: Reading, start: int, end: int) -> Filler | None:
    """The words after a verb of buying that must name what is bought, up to the stake or the end of the clause."""
    text = reading.text
    begin = start
    for anchor in reading.metrics.within(start, end):
        if anchor.start <= begin + 2:
            begin = anchor.end
    while text[begin : begin + 1] in ("的", "了", "过", " ") and begin < end:
        begin += 1
    limit = min(end, begin + LONGEST_OBJECT)
    for anchor in reading.metrics.within(begin, end):
        limit = min(limit, anchor.start)
    for at in range(begin + SHORTEST, limit + 1):
        if at == limit or STAKE.match(text, at, end) or ENDS.match(text, at, limit):
            break
    else:
        return None
    if at - begin < SHORTEST or at - begin >= LONGEST_OBJECT or NO_NAME.search(text[begin:at]):
        return None
    return Filler(begin, at, kind="ORG")
