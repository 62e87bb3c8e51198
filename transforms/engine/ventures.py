"""What is undertaken together: investments, money raised, cooperation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.engine.accounts import Found, Role, bounds, build, firm_meant, receivers, status_of, subjects
from transforms.engine.bare import STAKE, bare_object, bare_subject
from transforms.engine.candidates import family_of
from transforms.engine.phrases import actors, earlier_actors, groups
from transforms.engine.reading import Filler, Reading
from transforms.engine.things import objects

OF_SHARES = r"(?=[^，。；！？\n]{0,40}?(?:股权|股份|股票|控股权|\d股|万股|亿股))"
# What is sought in whole texts begins each alternative with a letter: the engine then skips from one such letter to the next.
BUY = re.compile(
    r"收购(?!方|案|事项|要约|标的)|并购(?!基金|贷款|重组)|入股|增资|注资|参股|认购|战略投资|领投|跟投|增持(?!计划|股份数|比例)|投资(?=了|入股|\d|约|近|超|逾|总额|建设)|斥资|出资|受让"
    rf"|购买{OF_SHARES}|买入{OF_SHARES}|购入{OF_SHARES}"
)
GIVES = frozenset({"增资", "注资", "投资", "入股", "参股", "战略投资", "出资"})
OF_FIRMS = frozenset({"收购", "并购", "入股", "增资", "参股", "增持"})
COMPLETED = re.compile(
    r"(?:完成|获得|获|宣布)(?:了)?对([^，。；]{2,30}?)的[^，。；]{0,10}?(?:投资|收购|并购|增资|注资)"
)
OWNED = re.compile(r"的|持有|所持|旗下|拥有|对|向")
RAISE = re.compile(
    r"(?:完成|获得|获|宣布完成|筹集|募集|争取)(?=[^，。；！？\n]{0,30}?(?:融资|投资)(?!产品|难|租赁|者|额|总额))"
)
REFILL = re.compile(r"(?:补充|增加|充实)(?:核心)?资本金?")
OWN_SUBJECT = re.compile(r"([A-Za-z一-龥·]{2,12}?)(?:近日|日前|已|正式|今日|成功)*")
LED = re.compile(r"(?:联合)?(?:领投|跟投)")
TRANSFER = re.compile(r"(?:转让|出售|划转|转予|转|卖)(?:给|予|至)(?:了)?")
HANDED = re.compile(r"的|持有|所持|旗下|将|把|其")
HELD = re.compile(r"(?:所)?(?:持有?|拥有|旗下|控股股东|股东)")
TOGETHER = r"合(?<!合合)作(?=$|[，。；、！？\n]|开展|利用|建设|共建|推进|推动|打造|研发|成立|组建|项目|举办|，)"
COOPERATE = re.compile(
    rf"{'|'.join(word + TOGETHER for word in ('深度', '战略', '全面', '密切', '开展', '深化', '加强', '达成', '展开', ''))}"
    r"|携手(?=[^，。；\n]{2,30})|共建(?=[^，。；\n]{2,30})|对接合作"
)
COOPERATION_OBJECT = re.compile(r"(?:利用|召开|开展|共建|推进|打造|建设|举办|开发|研发|支持设立|推出|启动)")


def venture_events(reading: Reading) -> Iterator[Found]:
    """Investments and cooperations of a joined text."""
    yield from _investments(reading)
    yield from _completed(reading)
    yield from _transfers(reading)
    yield from _cooperations(reading)


def _investments(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in BUY.finditer(text):
        if reading.marks.quotation(match.start()) or reading.mentions.covering(match.start(), match.end()):
            continue
        sentence, clause, close, _ = bounds(reading, match.start(), match.end())
        bought = _bought(reading, match, sentence, clause, close)
        passive = [
            g for g in groups(reading, clause, match.start()) if g.role == "agent" and text[g.start - 1] in "被获遭"
        ]
        if passive and (not bought or passive[0].end == match.start()):
            before = passive[0].start - 1
            targets = [i for g in groups(reading, clause, before) if g.role == "" for i in g.items if i.kind == "ORG"]
            targets = targets or [i for i in earlier_actors(reading, sentence, clause) if i.kind == "ORG"]
            targets = targets or [i for i in [bare_subject(reading, clause, before)] if i is not None]
            roles = [Role("investor", i) for i in passive[0].items] + [Role("investee", i) for i in targets[:1]]
            if targets:
                yield build(reading, "investment", "events.investment", match.start(), match.end(), roles)
            continue
        others = {p.start for p in bought} | {p.start for p in receivers(reading, clause, match.start())}
        investors = [
            p
            for p in subjects(reading, sentence, clause, match.start(), bare=bool(bought))
            if p.start not in others and p.kind in {"ORG", "PER", "LOC"}
        ]
        known = any(p.mention >= 0 for p in (*investors, *bought)) or STAKE.search(text, match.end(), close)
        if bought and investors and known:
            roles = [Role("investor", p) for p in investors[:4]] + [Role("investee", i) for i in bought]
            yield build(reading, "investment", "events.investment", match.start(), match.end(), roles)
    for match in REFILL.finditer(text):
        sentence, clause, close, _ = bounds(reading, match.start(), match.end())
        banks = [
            a
            for a in reading.mentions.within(clause, match.start())
            if family_of(a.kind) == "ORG" and a.end >= match.start() - 1
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
            if family_of(a.kind) == "ORG" and LED.match(text, a.end) and all(a.start != i.start for i in lead)
        ]
        raised = [p for p in raised if p.kind != "LOC" and all(p.start != i.start for i in lead)]
        raised = [p for p in raised if p.mention >= 0 or "轮" in text[match.end() : close]]
        roles = [Role("investee", p) for p in raised[:1]] + [Role("investor", i) for i in lead[:5]]
        if raised:
            yield build(reading, "investment", "events.investment_raised", match.start(), match.end(), roles)


def _completed(reading: Reading) -> Iterator[Found]:
    """Investments told as done: 完成对某公司的首轮投资."""
    text = reading.text
    for match in COMPLETED.finditer(text):
        if reading.marks.quotation(match.start()):
            continue
        sentence, clause, _, _ = bounds(reading, match.start(), match.end())
        target = reading.mentions.covering(*match.span(1))
        investee = (
            Filler(target.start, target.end, target.row, "ORG")
            if target is not None and target.start >= match.start()
            else bare_object(reading, *match.span(1))
        )
        investors = subjects(reading, sentence, clause, match.start(), bare=True)
        if not investors:
            investors = [
                Filler(a.start, a.end, a.row, "ORG")
                for a in reading.mentions.within(clause, match.start())
                if family_of(a.kind) == "FUND"
            ]
        if investee is not None and investors:
            roles = [Role("investor", p) for p in investors[:4]] + [Role("investee", investee)]
            yield build(reading, "investment", "events.investment", match.start(), match.end(), roles)


def _transfers(reading: Reading) -> Iterator[Found]:
    """Stakes handed over: the buyer stands after 转让给, what is bought before the stake."""
    text = reading.text
    for match in TRANSFER.finditer(text):
        if reading.marks.quotation(match.start()) or reading.mentions.covering(match.start(), match.end()):
            continue
        sentence, clause, close, _ = bounds(reading, match.start(), match.end())
        buyers = [g for g in groups(reading, match.end(), close) if g.start - match.end() <= 3][:1]
        who = [i for g in buyers for i in g.items if i.kind in {"ORG", "PER", "LOC"}]
        if not who and (unknown := bare_object(reading, match.end(), close)) is not None:
            who = [unknown]
        stake = max(STAKE.finditer(text, clause, match.start()), key=re.Match.start, default=None)
        if not who or stake is None:
            continue
        front = (stake.start(), match.start())
        named = [a for a in reading.mentions.within(clause, front[0]) if family_of(a.kind) == "ORG"]
        owned: Filler | None = None
        if named and front[0] - named[-1].end <= 2:
            owned = Filler(named[-1].start, named[-1].end, named[-1].row, "ORG")
        else:
            cut = max((m.end() for m in HANDED.finditer(text, clause, front[0])), default=clause)
            if (unknown := bare_object(reading, cut, close)) is not None and unknown.end >= front[0] - 1:
                owned = firm_meant(reading, unknown, sentence)
        if owned is not None:
            roles = [Role("investor", p) for p in who[:3]] + [Role("investee", owned)]
            yield build(reading, "investment", "events.share_transfer", match.start(), match.end(), roles)


def _bought(reading: Reading, match: re.Match[str], sentence: int, clause: int, close: int) -> list[Filler]:
    """What money goes into: who stands after 对 or 向 of a verb of giving, the name before a stake, the names after the verb."""
    text = reading.text
    for_whom = receivers(reading, clause, match.start())
    if for_whom and match[0] in GIVES:
        return for_whom[:1]
    stake = STAKE.search(text, match.end(), close)
    end = stake.start() if stake is not None else close
    named = [g for g in groups(reading, match.end(), end) if g.items[-1].kind in {"ORG", "PROJECT"}]
    if stake is not None:
        last = named[-1] if named else None
        if last is not None and end - last.end <= 2:
            return [i for i in last.items if i.kind in {"ORG", "PROJECT"}]
        cut = max((m.end() for m in OWNED.finditer(text, match.end(), end)), default=match.end())
        unknown = bare_object(reading, cut, close)
        if unknown is not None and unknown.end >= end - 1:
            return [firm_meant(reading, unknown, sentence)]
    free = [g for g in named if not HELD.match(text, g.end)] or named
    if free:
        return [i for i in free[0].items if i.kind in {"ORG", "PROJECT"}]
    if match[0] in {"投资", "斥资"}:
        return objects(reading, match.end(), close, frozenset({"project"}))[:1]
    if match[0] in OF_FIRMS and (unknown := bare_object(reading, match.end(), close)) is not None:
        return [firm_meant(reading, unknown, sentence)]
    return []


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
            if family_of(anchor.kind) in {"PLATFORM", "PROJECT", "EVENT", "PRODUCT", "FIN_PRODUCT", "MECHANISM"}:
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
