"""Loans, and schemes that share their risk."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.engine.accounts import HYPOTHETICAL, Found, Role, bounds, build, receivers, subjects
from transforms.engine.candidates import family_of
from transforms.engine.phrases import earlier_actors, groups
from transforms.engine.reading import Filler, Reading

LOAN_TAKEN = re.compile(r"(?:获得|取得|拿到|申请到|获批|获取|获)(?=[^，。；！？\n]{0,40}?(?:贷款|授信))")
LOAN_GIVEN = re.compile(r"(?:发放|投放|提供|授予|放款|给予)(?=[^，。；！？\n]{0,24}?(?:贷款|授信|信贷支持))")
LOAN_TOTAL = re.compile(r"贷款(?=(?:新增额|发放额|累计|投放额)[^，。；]{0,12}?\d)")
PRODUCT = re.compile(r"[^，。；、：的了为以\d\s亿万元笔家余多]{0,14}(?:贷款|授信)")
COUNT = re.compile(
    r"(?:[\d０-９一二两三四五六七八九十百千万]+[余多]?(?:件|项|个|套|块|处|宗|台|辆)|其|名下|所有的|自有|合法)+的?"
)
COLLATERAL = re.compile(
    r"(?:以|用(?!新)|将|凭)([^，。；以将]{2,24}?)(?:作为|作|为|进行)?(?:质押物?|抵押物?|担保物?|质押担保)"
)
SHARE_RISK = re.compile(
    r"风险共担|风险分担|共担风险|分担[^，。；]{0,14}?风险|共同承担[^，。；]{0,8}风险|担保模式|保险模式|风险补偿机制|进行担保"
)
BUILDS = re.compile(r"构建|建立|形成|推出|探索|签订|实行|开展|对|提供|创新")
HELPERS = (
    ("ORG.BANK", "lender", re.compile(r"[一-龥]{2,6}银行")),
    ("ORG.INSURER", "insurer", re.compile(r"保险公司|保险机构|财险|人寿|太平洋保险")),
    ("ORG.APPRAISER", "appraiser", re.compile(r"评估(?:公司|机构|有限公司)")),
    ("ORG.GUARANTOR", "guarantor", re.compile(r"担保(?:公司|机构|有限公司)")),
)


def credit_events(reading: Reading) -> Iterator[Found]:
    """Loans and shared risks of a joined text."""
    yield from _loans(reading)
    yield from _shared_risks(reading)


def _helpers(reading: Reading, start: int, end: int, *, bank: str) -> list[Role]:
    """Banks, insurers, appraisers and guarantors named in a stretch, each in its own role."""
    roles: list[Role] = []
    text = reading.text
    for anchor in reading.mentions.within(start, end):
        if family_of(anchor.kind) != "ORG":
            continue
        name = text[anchor.start : anchor.end]
        for kind, role, suffix in HELPERS:
            if (
                anchor.kind == kind
                or (anchor.kind.count(".") == 0 and suffix.search(name))
                or (role != "lender" and suffix.search(name))
            ):
                roles.append(
                    Role(bank if role == "lender" else role, Filler(anchor.start, anchor.end, anchor.row, "ORG"))
                )
                break
    filled = {role.role for role in roles}
    for _, role, suffix in HELPERS:
        match = None if role == "lender" or role in filled else suffix.search(text, start, end)
        if match is None or text[match.end() : match.end() + 1] in {"的", "、"}:
            continue
        if reading.mentions.covering(*match.span()) is None:
            roles.append(Role(role, Filler(*match.span())))
    return roles


def _loans(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for pattern, taken in ((LOAN_TAKEN, True), (LOAN_GIVEN, False)):
        for match in pattern.finditer(text):
            if reading.marks.quotation(match.start()):
                continue
            sentence, clause, close, _ = bounds(reading, match.start(), match.end())
            product = _product(reading, match.end(), close)
            people = subjects(reading, sentence, clause, match.start())
            roles: list[Role] = []
            if taken:
                lenders = [i for g in groups(reading, clause, match.start()) if g.role == "source" for i in g.items]
                borrowers = [p for p in people if all(p.start != lender.start for lender in lenders)]
                roles += [Role("borrower", b) for b in borrowers[:3]] + [Role("lender", lender) for lender in lenders]
            else:
                roles += [Role("lender", p) for p in people[:4] if _can_lend(reading, p)]
                roles += [Role("borrower", r) for r in receivers(reading, clause, match.start())]
            named = {role.filler.start for role in roles}
            roles += [
                r
                for r in _helpers(reading, sentence, match.start(), bank="lender")
                if r.filler.start not in named and (r.role != "lender" or not any(x.role == "lender" for x in roles))
            ]
            if product is not None:
                roles.append(Role("product", product))
            roles += _collateral(reading, sentence, close)
            figures = tuple(a.row for a in reading.metrics.within(clause, _next_total(reading, close)))
            known = any(
                r.role in {"borrower", "lender"} and (r.filler.mention >= 0 or r.filler.metric >= 0) for r in roles
            )
            if HYPOTHETICAL.search(text, clause, match.start()):
                continue
            if roles and (figures or (known and taken) or (any(r.role == "borrower" for r in roles) and not taken)):
                yield build(reading, "loan", "events.loan", match.start(), match.end(), roles, metrics=figures)
    for match in LOAN_TOTAL.finditer(text):
        covering = reading.mentions.covering(match.start(), match.end())
        if covering is not None and covering.end == match.end():
            filler = Filler(covering.start, covering.end, covering.row, "product")
            yield build(reading, "loan", "events.loan_total", match.start(), match.end(), [Role("product", filler)])


def _next_total(reading: Reading, close: int) -> int:
    """A following clause that gives the sum (贷款额共计…) belongs to the loan."""
    if re.compile(r"，(?:贷款|授信)(?:金?额|总额|余额)").match(reading.text, close):
        return reading.marks.clause_end(close + 1, reading.marks.sentence(close)[1])
    return close


def _can_lend(reading: Reading, filler: Filler) -> bool:
    return (
        re.search(
            r"银行|农商行|信用社|分行|支行|公司|金融|机构|国开行|基金|政府|财政",
            reading.text[filler.start : filler.end],
        )
        is not None
    )


def _product(reading: Reading, start: int, close: int) -> Filler | None:
    for anchor in reading.mentions.within(start, close):
        if family_of(anchor.kind) == "FIN_PRODUCT":
            return Filler(anchor.start, anchor.end, anchor.row, "product")
    match = PRODUCT.search(reading.text, start, close)
    if match is None:
        return None
    begin = match.start()
    for metric in reading.metrics.within(begin, match.end()):
        begin = max(begin, metric.end)
    return Filler(begin, match.end(), kind="product") if match.end() - begin >= 2 else None


def _collateral(reading: Reading, start: int, end: int) -> list[Role]:
    match = COLLATERAL.search(reading.text, start, end)
    if match is None:
        return []
    begin = match.start(1)
    if (counted := COUNT.match(reading.text, begin, match.end(1))) is not None and counted.end() < match.end(1):
        begin = counted.end()
    return [Role("collateral", Filler(begin, match.end(1)))]


def _shared_risks(reading: Reading) -> Iterator[Found]:
    text = reading.text
    done: set[int] = set()
    for match in SHARE_RISK.finditer(text):
        sentence, clause, _close, stop = bounds(reading, match.start(), match.end())
        if (
            sentence in done
            or reading.marks.quotation(match.start())
            or text[match.end() : match.end() + 2] in {"的建", "模式"}
        ):
            continue
        verb = next((v for v in BUILDS.finditer(text, sentence, match.end())), None)
        helpers = _helpers(reading, sentence, stop, bank="bank")
        mechanisms = [a for a in reading.mentions.within(sentence, stop) if family_of(a.kind) in {"MECHANISM"}]
        if verb is None or verb[0] == "推出" or not (helpers or mechanisms) or (len(helpers) < 2 and not mechanisms):
            continue
        used = {h.filler.start for h in helpers}
        first = [p for p in subjects(reading, sentence, clause, match.start()) if p.start not in used]
        if not first:
            first = [p for p in earlier_actors(reading, sentence, clause) if p.start not in used]
        roles = [Role("initiator", p) for p in first[:1]] + helpers
        done.add(sentence)
        if len(helpers) >= 2 or not mechanisms:
            roles += [Role("mechanism", Filler(a.start, a.end, a.row)) for a in mechanisms[:1]]
            yield build(reading, "risk_sharing", "events.risk_sharing", match.start(), match.end(), roles)
        else:
            for anchor in mechanisms:
                yield build(
                    reading,
                    "risk_sharing",
                    "events.risk_sharing",
                    match.start(),
                    match.end(),
                    [*roles, Role("mechanism", Filler(anchor.start, anchor.end, anchor.row))],
                )
