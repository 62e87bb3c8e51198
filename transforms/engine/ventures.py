"""What is undertaken together: investments, money raised, cooperation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.engine.accounts import bounds, build, subjects
from transforms.engine.frames import Found, Role, receivers, status_of
from transforms.engine.phrases import actors, earlier_actors, groups
from transforms.engine.reading import Filler, Reading
from transforms.engine.speakers import coarse
from transforms.engine.things import objects

BUY = re.compile(
    r"收购|并购|入股|增资|注资|参股|认购|战略投资|领投|跟投|增持|投资(?=了|入股|\d|约|近|超|逾|总额|建设)|斥资|出资|受让"
)
RAISE = re.compile(
    r"(?:完成|获得|获|宣布完成|筹集|募集|争取)(?=[^，。；！？\n]{0,30}?(?:融资|投资)(?!产品|难|租赁|者|额|总额))"
)
REFILL = re.compile(r"(?:补充|增加|充实)(?:核心)?资本金?")
OWN_SUBJECT = re.compile(r"([A-Za-z一-龥·]{2,12}?)(?:近日|日前|已|正式|今日|成功)*")
LED = re.compile(r"(?:联合)?(?:领投|跟投)")
STAKE = re.compile(r"[\d.]*%?(?:的)?(?:部分|剩余|全部)?(?:股权|股份|股票|资产|业务|控股权|控制权)")
HELD = re.compile(r"(?:所)?(?:持有?|拥有|旗下|控股股东|股东)")
COOPERATE = re.compile(
    r"(?:深度|战略|全面|密切|开展|深化|加强|达成|展开|密切)?(?<!合)合作(?=$|[，。；、！？\n]|开展|利用|建设|共建|推进|推动|打造|研发|成立|组建|项目|举办|，)|携手(?=[^，。；\n]{2,30})|共建(?=[^，。；\n]{2,30})|对接合作"
)
COOPERATION_OBJECT = re.compile(r"(?:利用|召开|开展|共建|推进|打造|建设|举办|开发|研发|支持设立|推出|启动)")


def venture_events(reading: Reading) -> Iterator[Found]:
    """Investments and cooperations of a joined text."""
    yield from _investments(reading)
    yield from _cooperations(reading)


def _investments(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in BUY.finditer(text):
        if reading.marks.quotation(match.start()) or reading.mentions.covering(match.start(), match.end()):
            continue
        sentence, clause, close, _ = bounds(reading, match.start(), match.end())
        investors = [
            p
            for p in subjects(reading, sentence, clause, match.start())
            if p.mention >= 0 and p.kind in {"ORG", "PER", "LOC"}
        ]
        after = [a for a in reading.mentions.within(match.end(), close) if coarse(a.kind) in {"ORG", "PROJECT"}]
        passive = [g for g in groups(reading, clause, match.start()) if g.role == "agent" and text[g.start - 1] == "被"]
        if passive:
            bought = [
                i for g in groups(reading, clause, passive[0].start) if g.role == "" for i in g.items if i.kind == "ORG"
            ]
            bought = bought or [i for i in earlier_actors(reading, sentence, clause) if i.kind == "ORG"]
            if bought:
                roles = [Role("investor", i) for i in passive[0].items] + [Role("investee", i) for i in bought[:1]]
                yield build(reading, "investment", "events.investment", match.start(), match.end(), roles)
            continue
        for_whom = receivers(reading, clause, match.start())
        if for_whom:
            investees = for_whom[:1]
            investors = [p for p in investors if p.start != for_whom[0].start]
        elif after:
            owned = (
                [a for a in after if STAKE.match(text, a.end)]
                or [a for a in after if not HELD.match(text, a.end)]
                or after
            )
            investees = [Filler(owned[0].start, owned[0].end, owned[0].row, "ORG")]
        else:
            investees = (
                objects(reading, match.end(), close, frozenset({"project"}))[:1] if match[0] in {"投资", "斥资"} else []
            )
        if investors and investees:
            roles = [Role("investor", p) for p in investors[:4]] + [Role("investee", i) for i in investees]
            yield build(reading, "investment", "events.investment", match.start(), match.end(), roles)
    for match in REFILL.finditer(text):
        sentence, clause, close, _ = bounds(reading, match.start(), match.end())
        banks = [
            a
            for a in reading.mentions.within(clause, match.start())
            if coarse(a.kind) == "ORG" and a.end >= match.start() - 1
        ]
        if banks:
            roles = [Role("investee", Filler(banks[-1].start, banks[-1].end, banks[-1].row, "ORG"))]
            front = [p for p in subjects(reading, sentence, clause, banks[-1].start) if p.start != banks[-1].start]
            yield build(
                reading,
                "investment",
                "events.investment",
                match.start(),
                match.end(),
                [Role("investor", p) for p in front[:1]] + roles,
                status=status_of(reading, clause, sentence, sentence),
            )
    for match in RAISE.finditer(text):
        if reading.marks.quotation(match.start()):
            continue
        sentence, clause, close, stop = bounds(reading, match.start(), match.end())
        figures = [a.row for a in reading.metrics.within(match.end(), close) if a.kind == "money"]
        if not figures and not re.compile(r"[^，。；]{0,8}轮").match(text, match.end()):
            continue
        raised = actors(reading, clause, match.start())
        own = OWN_SUBJECT.fullmatch(text, clause, match.start())
        if not raised and own is not None:
            raised = [Filler(*own.span(1), kind="ORG")]
        elif not raised:
            raised = subjects(reading, sentence, clause, match.start())
        lead = [
            i
            for g in groups(reading, match.end(), stop)
            if g.role in {"agent", "source"}
            for i in g.items
            if i.kind == "ORG"
        ]
        lead += [
            Filler(a.start, a.end, a.row, "ORG")
            for a in reading.mentions.within(sentence, stop)
            if coarse(a.kind) == "ORG" and LED.match(text, a.end) and all(a.start != i.start for i in lead)
        ]
        raised = [p for p in raised if p.kind != "LOC" and all(p.start != i.start for i in lead)]
        raised = [p for p in raised if p.mention >= 0 or "轮" in text[match.end() : close]]
        roles = [Role("investee", p) for p in raised[:1]] + [Role("investor", i) for i in lead[:5]]
        if raised:
            yield build(reading, "investment", "events.investment_raised", match.start(), match.end(), roles)


def _cooperations(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in COOPERATE.finditer(text):
        if reading.marks.quotation(match.start()) or reading.mentions.covering(match.start(), match.end()):
            continue
        sentence, clause, close, stop = bounds(reading, match.start(), match.end())
        found = [g for g in groups(reading, clause, match.start()) if g.role in {"", "with", "agent"}]
        partners = [i for g in found for i in g.items if i.kind in {"ORG", "LOC", "PER"}]
        if not partners or not any(g.role == "with" or len(g.items) > 1 for g in found):
            continue
        if found[0].role == "with" and len(found) == 1:
            own = earlier_actors(reading, sentence, clause)
            partners = [p for p in own if all(p.start != q.start for q in partners)] + partners
        roles = [Role("party", p) for p in partners]
        reach = close if close >= stop else min(stop, reading.marks.clause_end(close + 1, stop))
        verb = COOPERATION_OBJECT.search(text, match.end(), reach)
        begin = verb.end() if verb else match.end()
        for anchor in reading.mentions.within(begin, reach):
            if coarse(anchor.kind) in {"PLATFORM", "PROJECT", "EVENT", "PRODUCT", "FIN_PRODUCT", "MECHANISM"}:
                roles.append(Role("object", Filler(anchor.start, anchor.end, anchor.row)))
                break
        else:
            things = (
                objects(reading, begin, reach, frozenset({"project", "platform", "meeting", "product"}))
                if verb or match[0] == "共建"
                else []
            )
            roles += [Role("object", t) for t in things[:1]]
        yield build(reading, "cooperation", "events.cooperation", match.start(), match.end(), roles)
