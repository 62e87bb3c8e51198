"""What is acted upon: titles, names and noun phrases of a wanted class."""

from __future__ import annotations

import re

from transforms.engine.anchors import Anchor
from transforms.engine.candidates import family_of
from transforms.engine.phrases import OBJECT_CLASSES, groups
from transforms.engine.reading import Filler, Reading

TITLE = re.compile(r"《[^《》\n]{2,80}》")
QUOTED = re.compile(r"“[^“”\n]{1,30}”")
ITEM_END = re.compile(
    r"$|[、，。；：！？）)”\n（(]|和|与|及|以及|并|等|在|于|由|来|以(?!及)|用|为|向|对|从|将|已|也|是|开|落|正|获|于|[\d０-９两数多几]"
)
COUNTED = re.compile(
    r"(?:了|过|起|出|其|该|此|首(?:个|家|批|条|座|款|只|支|期|场|部|项|份|套|次)|(?:一|两|三|多|几|数|上百|数十|[0-9０-９.,，]+[余多]?[万亿]?|[一二三四五六七八九十百千万]+[余多]?)(?:个|家|条|座|项|种|批|款|只|支|所|名|份|场|次|套|台|部|期|类|处|栋|辆|艘|架|系列)|一系列|全球首|全国首|国内首|新一代|新的|自己|自己的|本|全新|相关|有关|各类|各种|大批|一批)+"
)
ADVERB_AFTER = re.compile(
    r"日前|近日|今[天日]|昨[天日晚]|当[天日]|目前|刚刚?|全部|全面|如期|顺利|隆重|成功|陆续|相继|先后|即将|终于|首次|均|都|又|还|再次|最近|最终|率先|同步|联合|同时|于|分别|共同|已经?|可|能|宣布|计划|有望|完成|实现|打算"
)
LEADING_VERB = re.compile(r"(?:实现|完成|推动|推进|加快|启动|确保|促进|支持|鼓励|开展|全线|进行)+(?=[一-龥]{2})")
TITLED = frozenset({"policy", "report", "agreement"})
LONGEST_ITEM = 36
REACH = 320


def objects(reading: Reading, start: int, end: int, classes: frozenset[str]) -> list[Filler]:
    """Things of the wanted classes in text[start:end], coordinated ones each by itself.

    A thing is a title in 《 》, a name, or a noun phrase whose last word is listed in `events_heads`.
    """
    text = reading.text
    found: list[Filler] = []
    end = min(end, start + REACH)
    at = start
    for first, last in _candidates(reading, start, end, classes):
        if last <= at or (found and first - at > LONGEST_ITEM):
            continue
        if text[first] == "《":
            filler = _title(reading, first, last)
            if filler.kind not in classes and not (filler.kind == "title_unknown" and classes & TITLED):
                continue
        else:
            covering = reading.mentions.covering(first, last)
            whole = covering is not None and (text[covering.start] in "“「『" or _ends_item(reading, covering.end, end))
            if covering is not None and whole and covering.start >= start and covering.end <= end:
                filler = Filler(covering.start, covering.end, covering.row)
            elif _ends_item(reading, last, end):
                begin = _item_start(reading, at, first)
                filler = Filler(begin, last + (text[last : last + 1] == "”" and "“" in text[begin:last]))
            else:
                continue
            kind = _class_of(reading, filler, covering, classes)
            if not kind or not 2 <= filler.end - filler.start <= LONGEST_ITEM or filler.start < at:
                continue
            if text[filler.start] == "等" and filler.mention < 0:
                listed = [g for g in groups(reading, start, filler.start) if g.end == filler.start]
                found += [item._replace(kind=kind) for item in (listed[-1].items if listed else ())]
                at = filler.end
                break
            filler = Filler(
                filler.start, filler.end, filler.mention, kind, _metric_before(reading, start, filler.start)
            )
        found.append(filler)
        at = filler.end
        while text[at : at + 1] in {"（", "("} and 0 < text.find("）" if text[at] == "（" else ")", at) - at < 30:
            at = text.find("）" if text[at] == "（" else ")", at) + 1
        if text[at : at + 1] not in {"、", "和", "与", "及", "以"}:
            break
    return found


def _ends_item(reading: Reading, at: int, end: int) -> bool:
    """Whether a noun phrase can end at an offset: a mark, a preposition, an adverb or a date follows."""
    text = reading.text
    if at >= end or ITEM_END.match(text, at, end) or ADVERB_AFTER.match(text, at, end):
        return True
    return any(anchor.start == at for anchor in reading.times.within(at, end))


def _candidates(reading: Reading, start: int, end: int, classes: frozenset[str]) -> list[tuple[int, int]]:
    """Spans that can be (the end of) a thing: titles, names of the wanted classes, listed last words."""
    opened = reading.text.find("《", start, end)
    spans = {match.span() for match in TITLE.finditer(reading.text, opened, end)} if opened >= 0 else set()
    titled = sorted(spans)
    heads = reading.heads(start, end)
    spans.update([span for span in heads if not any(a <= span[0] < b for a, b in titled)] if titled else heads)
    spans.update(
        (anchor.start, anchor.end)
        for anchor in reading.mentions.within(start, end)
        if OBJECT_CLASSES.get(family_of(anchor.kind)) in classes and not any(a <= anchor.start < b for a, b in titled)
    )
    return sorted(spans)


def _title(reading: Reading, start: int, end: int) -> Filler:
    """A title in 《 》 with its class by its last word."""
    covering = reading.mentions.covering(start + 1, end - 1)
    bare = re.sub(r"[（(][^（）()]*[）)]$|[\d年—-]+$", "", reading.text[start + 1 : end - 1])
    kind = {"POLICY": "policy", "WORK": "report"}.get(family_of(covering.kind) if covering else "", "title_unknown")
    for length in range(min(6, len(bare)), 0, -1):
        known = reading.words.head_class.get(bare[-length:], ())
        chosen = next((k for k in ("policy", "report", "agreement") if k in known), None)
        if chosen:
            kind = chosen
            break
    return Filler(start, end, covering.row if covering else -1, kind)


def _class_of(reading: Reading, filler: Filler, covering: Anchor | None, classes: frozenset[str]) -> str:
    """Class of a thing: by the type of its name, else by its last word; "" when none of the wanted ones."""
    if covering is not None and filler.mention >= 0:
        own = OBJECT_CLASSES.get(family_of(covering.kind), "")
        if own in classes:
            return own
        if family_of(covering.kind) in {"PER"}:
            return ""
    tail = reading.text[filler.start : filler.end].rstrip("”")
    for length in range(min(8, len(tail)), 0, -1):
        known = reading.words.head_class.get(tail[-length:])
        if known:
            return next((kind for kind in known if kind in classes), "")
    return ""


def _item_start(reading: Reading, floor: int, head: int) -> int:
    """Where a noun phrase begins: after the last 的 or list mark and after counts, but never inside a name or “ ”."""
    text = reading.text
    begin = max(floor, head - LONGEST_ITEM)
    for at in range(head - 1, begin - 1, -1):
        if text[at] in "的、，。；：！？—\n）)了":
            begin = at + 1
            break
        if text[at] in "和与及" and head - at > 2:
            begin = at + 1
            break
    for quoted in QUOTED.finditer(text, max(floor, begin - 32), head + 1):
        if quoted.start() < begin < quoted.end():
            begin = quoted.start()
    for anchor in reading.mentions.within(max(floor, begin - 30), head):
        if anchor.start < begin < anchor.end:
            begin = anchor.start
    for metric in reading.metrics.within(begin, head):
        if metric.end <= head and metric.start <= begin + 2:
            begin = metric.end
    if (verb := LEADING_VERB.match(text, begin, head)) is not None:
        begin = verb.end()
    if (counted := COUNTED.match(text, begin, head + 1)) is not None and counted.end() <= head:
        begin = counted.end()
    return begin


def _metric_before(reading: Reading, floor: int, start: int) -> int:
    """The metric that counts or sizes a thing, directly before it."""
    near = reading.metrics.within(max(floor, start - 20), start)
    if near and re.fullmatch(r"的?|(?:规模|资金)?的|左右的?|以上的?", reading.text[near[-1].end : start]):
        return near[-1].row
    return -1
