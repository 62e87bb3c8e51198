"""What secures a debt: shares and other things pledged to a lender, and guarantees given for a borrower."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.engine.accounts import HYPOTHETICAL, Found, Role, bounds, build, receivers, subjects
from transforms.engine.bare import bare_object, bare_subject
from transforms.engine.phrases import groups
from transforms.engine.reading import Filler, Reading

# What is sought in whole texts begins each alternative with a letter: the engine then skips from one such letter to the next.
PLEDGED = r"(?:登记)?(?=给|予|于|至|了|其|所|公司|[，,。；\n]|$|\d|[^，,。；、贷融回比率\n]{0,12}?(?:股(?:份|权|票)|[万亿]股|流通股))"
PLEDGE = re.compile(
    "|".join(f"{word[0]}(?<!解除{word[0]})(?<![解未被].){word[1]}{PLEDGED}" for word in ("质押", "抵押"))
)
COLLATERAL = re.compile(
    r"(?:公司)?(?:限售|流通|[AH])*(?:股份|股权|股票|流通股|限售股)|(?<=[万亿\d])股(?!东|价|市)|房产|土地使用权|专利权?|商标权?|著作权|应收账款|存货|设备|机器设备"
)
PLEDGEE = re.compile(r"质押方为|质权人[为是：:]|质押给|质押予|质押于|质押至|抵押给|抵押予|抵押于")
CREDIT = re.compile(r"贷款|授信|融资额度")
LIABLE = r"(?=[^，,。；\n、]{0,10}?(?:担保(?!物|品|公司|机构|人)|保证责任))"
GUARANTEE = re.compile(
    r"提供(?:了)?(?=[^，,。；！？\n、]{0,24}?(?:担保|连带责任保证|反担保)(?!物|品|公司|机构|人|额度|业务|方式))"
    rf"|承担{LIABLE}|做{LIABLE}|作{LIABLE}"
)
DEBTOR = re.compile(
    r"为(?:其)?(?:(?:全资|控股|下属|参股)*(?:子公司|孙公司))?([^，,。；！？\n为]{2,30}?)(?=向|在|申请|的|\d|融资|贷款|借款|发行|综合授信|提供|做|作|承担)"
)
BANK = re.compile(r"银行|支行|分行|信用社|信托|农商行")


def pledge_events(reading: Reading) -> Iterator[Found]:
    """Pledges and guarantees of a joined text, as loans with collateral or guarantor."""
    yield from _pledges(reading)
    yield from _guarantees(reading)


def _pledges(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in PLEDGE.finditer(text):
        if reading.marks.quotation(match.start()) or reading.mentions.covering(match.start(), match.end()):
            continue
        sentence, clause, close, stop = bounds(reading, match.start(), match.end())
        secured = text[max(clause, match.start() - 2) : match.start()].endswith(("作", "为"))
        if CREDIT.search(text, clause, stop if secured else close) or HYPOTHETICAL.search(text, clause, match.start()):
            continue
        collateral = max(COLLATERAL.finditer(text, clause, match.start()), key=re.Match.start, default=None)
        collateral = COLLATERAL.search(text, match.end(), close) or collateral
        if collateral is None:
            continue
        lenders = _pledgees(reading, match.start(), stop) or receivers(reading, clause, match.start())[:1]
        owners = [
            p
            for p in subjects(reading, sentence, clause, match.start(), bare=True)
            if p.kind != "LOC"
            and all(p.start != x.start for x in lenders)
            and not (p.start < collateral.end() and p.end > collateral.start())
        ]
        if not owners or not (lenders or any(p.mention >= 0 for p in owners) or reading.metrics.within(clause, close)):
            continue
        roles = [Role("borrower", p) for p in owners[:2]] + [Role("lender", p) for p in lenders]
        roles.append(Role("collateral", Filler(*collateral.span())))
        yield build(reading, "loan", "events.pledge", match.start(), match.end(), roles)


def _pledgees(reading: Reading, start: int, stop: int) -> list[Filler]:
    """Who takes the pledge: named after 质押给 or 质权人为."""
    found = PLEDGEE.search(reading.text, start, min(stop, start + 80))
    if found is None:
        return []
    close = reading.marks.clause_end(found.end(), stop)
    near = [g for g in groups(reading, found.end(), close) if g.start - found.end() <= 4]
    if near:
        return [i for i in near[0].items if i.kind == "ORG"]
    unknown = bare_object(reading, found.end(), close)
    return [unknown] if unknown is not None else []


def _guarantees(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in GUARANTEE.finditer(text):
        if reading.marks.quotation(match.start()) or reading.mentions.covering(match.start(), match.end()):
            continue
        sentence, clause, _, _ = bounds(reading, match.start(), match.end())
        if HYPOTHETICAL.search(text, clause, match.start()):
            continue
        debtor = next(iter(DEBTOR.finditer(text, clause, match.end())), None)
        end = debtor.start() if debtor is not None else match.start()
        borrowers = receivers(reading, clause, match.start())[:3]
        if not borrowers and debtor is not None:
            unknown = bare_object(reading, debtor.start(1), debtor.end(1))
            borrowers = [unknown] if unknown is not None else []
        agents = [i for g in groups(reading, clause, match.start()) if g.role == "agent" for i in g.items]
        guarantors = agents or subjects(reading, sentence, clause, end, bare=True)
        if not agents and (
            own := re.compile(r"由([^，,。；\n]{2,20}?)(?=为|向|提供)").search(text, clause, match.end())
        ):
            unknown = bare_subject(reading, own.start(1), own.end(1))
            guarantors = [unknown] if unknown is not None else guarantors
        lenders = [
            i
            for g in groups(reading, clause, match.start())
            for i in g.items
            if i.kind == "ORG" and BANK.search(text, i.start, i.end)
        ]
        used = {p.start for p in (*borrowers, *lenders)}
        guarantors = [p for p in guarantors if p.start not in used and p.kind != "LOC"]
        borrowers = [p for p in borrowers if all(p.start != x.start for x in lenders)]
        if not guarantors or not (borrowers or any(p.mention >= 0 for p in guarantors)):
            continue
        roles = [Role("guarantor", p) for p in guarantors[:3]] + [Role("borrower", p) for p in borrowers]
        roles += [Role("lender", p) for p in lenders[:2]]
        yield build(reading, "loan", "events.guarantee", match.start(), match.end(), roles)
