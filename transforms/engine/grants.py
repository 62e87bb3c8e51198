"""What is granted: rewards, subsidies, tax cuts, titles and recognitions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.engine.accounts import Found, Role, bounds, build, receivers, status_of, subjects
from transforms.engine.candidates import family_of
from transforms.engine.phrases import actors, earlier_actors, groups
from transforms.engine.reading import Filler, Reading
from transforms.engine.things import objects

# What is sought in whole texts begins each alternative with a letter: the engine then skips from one such letter to the next.
AID = r"(?=[^，。；！？\n]{0,24}?(?:奖励|补贴|补助|资助|奖补|奖金|扶持资金|补偿|津贴))"
PAID = r"(?!标准|金额|总额|政策|资金不)(?=[^，。；！？\n、的]{0,14}?\d)"
FUNDS = r"(?=[^，。；！？\n]{0,24}?(?:补贴|补助|奖补|奖励|扶持|专项)资金)"
GIVEN = re.compile(
    "|".join(
        [
            *(word + AID for word in ("给予", "发放", "提供", "予以", "兑现", "下拨", "拨付", "补发")),
            *(f"{word[0]}(?<![和与或、的].){word[1]}{PAID}" for word in ("奖励", "奖补", "补贴", "补助", "资助")),
            *(word + FUNDS for word in ("预安排", "安排", "下达", "拨付", "统筹安排", "兑付")),
        ]
    )
)
RECEIVED = re.compile(
    r"(?:获得|取得|拿到|领到|享受到?|获|收到)(?=[^，。；！？\n]{0,24}?(?:奖励|补贴|补助|资助|奖补资金|奖金|扶持资金|退税|津贴))"
)
TAX = re.compile(r"(?:减税降费|减税|减免|退税|免征|减征|返还)(?=[^，。；！？\n]{0,16}?\d)")
YEARLY_INPUT = re.compile(r"每年(?:投入|安排|拿出)(?=[^，。；]{0,14}?元)")
FOR_WHOM = re.compile(
    r"(?:对|向|给|为)([^，。；！？\n]{2,40}?)(?=给予|予以|发放|提供|奖励|补贴|补助|资助|减税|减免|退税|兑现)"
)
DIRECTLY = re.compile(r"([^，。；\d]{2,24}?)(?:最高|一次性|每[人年家户]|共计|累计)*(?=\d)")
TOTAL = re.compile(r"(?:资金|金额|总额)")
FOR_COUNTED = re.compile(
    r"(?<=[，。；])([^，。；\d]{2,16}?(?:公司|企业|单位|机构|农户|学生|人才|家庭|商户))(?:已|达|有|共|为|数)*(?=\d)"
)
POLICY = re.compile(r"(?:根据|按照|依据|按)([^，。；！？\n]{2,60}?)(?=，|出台|规定|的规定)")
NAMED = "认定为|评为|评选为|授予|命名为|列为|列入|确定为|选为|纳入|认证为|批复为|批准为|授牌|誉为|确认为|遴选为"
AWARD = re.compile(
    rf"{NAMED}|被(?:{NAMED})"
    r"|入选|获评|荣获|荣膺|获批|跻身|摘得|斩获|喜获|获颁|获得(?=[^，。；]{0,30}?(?:称号|奖|资质|牌照|认证))|获(?=[^，。；得]{2,24}?(?:称号|奖)(?:$|[，。；、]))"
)
APPROVED = re.compile(r"(?:批准|批复|核准)(?:设立|建设|成立)?的")
ONLY = re.compile(r"(?:唯一|首个|首家|第一个|第一家|首批)(?:一[家个座])?(?:的)?(?!专业)")
CLASSES = frozenset({"title", "project", "organisation", "platform", "report", "policy"})
SCHEME = re.compile(r"(?:了)?(?:\d[\d.]*[万亿]*元)?(?:的)?([^，。；的\d]{2,20}?(?:补贴|补助|奖补|奖励|扶持|专项))资金")
MONEY = "money"


def grant_events(reading: Reading) -> Iterator[Found]:
    """Incentives and designations of a joined text."""
    yield from _incentives(reading)
    yield from _designations(reading)


def _incentives(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for pattern, given in ((GIVEN, True), (TAX, True), (YEARLY_INPUT, True), (RECEIVED, False)):
        for match in pattern.finditer(text):
            if reading.marks.quotation(match.start()) or reading.mentions.covering(match.start(), match.end()):
                continue
            sentence, clause, close, _ = bounds(reading, match.start(), match.end())
            figures = tuple(a.row for a in reading.metrics.within(clause, close) if a.kind in {MONEY, "ratio", "price"})
            whom = FOR_WHOM.search(text, clause, match.end())
            status = "happened"
            roles: list[Role] = []
            if given:
                if whom is None and not figures:
                    continue
                total = TOTAL.match(text, match.end()) is not None
                front = clause if whom is None else whom.start()
                people = actors(reading, clause, front) or earlier_actors(reading, sentence, clause)
                roles += [Role("granter", p) for p in people[:3]]
                direct = DIRECTLY.match(text, match.end()) if whom is None and not total else None
                counted = FOR_COUNTED.search(text, sentence, clause) if total else None
                if counted is not None:
                    roles.append(Role("beneficiary", _exact(reading, *counted.span(1))))
                if direct is not None and not any(
                    a.start < direct.end(1) for a in reading.metrics.within(match.end(), direct.end(1))
                ):
                    roles.append(Role("beneficiary", _exact(reading, *direct.span(1))))
                if whom is not None:
                    roles.append(Role("beneficiary", _exact(reading, *whom.span(1))))
                if (not figures and "已" not in text[clause : match.start()]) or match[0].startswith("每年"):
                    status = "in_force"
            else:
                people = subjects(reading, sentence, clause, match.start())
                roles += [Role("beneficiary", p) for p in people[:3]]
            roles += _policy(reading, sentence, match.start())
            if (scheme := SCHEME.match(text, match.end())) is not None:
                roles.append(Role("policy", Filler(*scheme.span(1))))
                if not any(r.role == "granter" and r.filler.mention >= 0 for r in roles):
                    continue
            if roles and any(r.role in {"granter", "beneficiary"} for r in roles):
                planned = status_of(reading, match.start(), sentence, clause)
                yield build(
                    reading,
                    "incentive",
                    "events.incentive",
                    match.start(),
                    match.end(),
                    roles,
                    status=status if planned == "happened" else planned,
                    metrics=figures,
                )


def _exact(reading: Reading, start: int, end: int) -> Filler:
    """A phrase, as the mention it is when it is one."""
    covering = reading.mentions.covering(start, end)
    if covering is not None and (covering.start, covering.end) == (start, end):
        return Filler(start, end, covering.row, family_of(covering.kind))
    return Filler(start, end)


def _policy(reading: Reading, start: int, end: int) -> list[Role]:
    text = reading.text
    for match in re.finditer(r"《[^《》\n]{2,80}》", text[start:end]):
        at = start + match.start()
        covering = reading.mentions.covering(at + 1, at + 2)
        return [Role("policy", Filler(at, start + match.end(), covering.row if covering else -1))]
    if (match2 := POLICY.search(text, start, end)) is not None and len(match2[1]) <= 20:
        return [Role("policy", _exact(reading, *match2.span(1)))]
    return []


def _designations(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in AWARD.finditer(text):
        if reading.marks.quotation(match.start()) or reading.mentions.covering(match.start(), match.end()):
            continue
        sentence, clause, close, _ = bounds(reading, match.start(), match.end())
        titles = objects(reading, match.end(), close, CLASSES)
        if not titles:
            continue
        by = [i for g in groups(reading, clause, match.start()) if g.role == "agent" for i in g.items]
        people = [p for p in subjects(reading, sentence, clause, match.start()) if all(p.start != b.start for b in by)]
        if not people:
            people = earlier_actors(reading, sentence, clause)
        if "授予" in match[0]:
            by, people = people, list(receivers(reading, clause, close))
        if not people:
            continue
        for title in titles:
            if title.kind != "title" and title.mention < 0:
                continue
            roles = [Role("grantor", b) for b in by] + [Role("holder", p) for p in people[:6]] + [Role("title", title)]
            yield build(reading, "designation", "events.designation", match.start(), match.end(), roles)
    for match in APPROVED.finditer(text):
        sentence, clause, close, _ = bounds(reading, match.start(), match.end())
        titles = objects(reading, match.end(), close, CLASSES)
        by = [i for g in groups(reading, clause, match.start()) if g.role == "agent" for i in g.items]
        holders = [
            p
            for p in (earlier_actors(reading, sentence, clause) or actors(reading, clause, match.start()))
            if all(p.start != b.start for b in by)
        ]
        if titles and by and holders:
            roles = (
                [Role("grantor", b) for b in by] + [Role("holder", p) for p in holders[:1]] + [Role("title", titles[0])]
            )
            yield build(reading, "designation", "events.designation", match.start(), match.end(), roles)
    for match in ONLY.finditer(text):
        sentence, clause, close, _ = bounds(reading, match.start(), match.end())
        link = re.compile(r"(?:是|为|成为)(?=[^，。；]{0,14}$)").search(text, clause, match.start())
        if link is None:
            continue
        titles = objects(reading, match.end(), close, frozenset({"title"}))
        holders = subjects(reading, sentence, clause, link.start())
        scope = [a for a in reading.mentions.within(link.end(), match.start()) if family_of(a.kind) == "LOC"]
        for title in titles:
            if holders:
                roles = [Role("holder", holders[0]), Role("title", title)]
                roles += [Role("scope", Filler(a.start, a.end, a.row)) for a in scope[-1:]]
                yield build(reading, "designation", "events.designation_only", match.start(), match.end(), roles)
