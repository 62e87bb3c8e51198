"""What is aimed at, reached or set out for: targets, milestones, expeditions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.engine.accounts import Found, Role, bounds, build, subjects
from transforms.engine.candidates import family_of
from transforms.engine.phrases import groups
from transforms.engine.reading import Filler, Reading
from transforms.engine.things import objects

TARGET = re.compile(
    r"预期目标|目标(?:是|为|建立|打造|建成|到)?|力争|争取|确保实现|计划到(?=\d{4}|“)|到(?=20[2-9]\d年[^，。；]{0,4}，)"
)
BECOME = re.compile(
    r"成为(?=[^，。；！？\n]{0,30}?(?:最大|第一|首[个家位座条款台艘批例]|唯一|最早|最高|最多|领先|首批|之一|冠军|龙头))"
)
RANK = re.compile(
    r"(?:跃居|位居|位列|排名|居|跻身|稳居|升至|跃升至|荣登|列)(?=(?:全国|全球|世界|全省|全市|国内|亚洲|行业|同行业|国际|榜首|首位|第[一二三四五六七八九十\d])[^，。；]{0,10}(?:第[一二三四五六七八九十\d]+|首位|前[列茅]|榜首|前[一二三四五六七八九十\d]+)?)"
)
RECORD = re.compile(r"(?:创下|创造|刷新|打破|创)(?:了)?(?=[^，。；！？\n]{0,20}?(?:纪录|新高|新低|历史))")
COUNTED = re.compile(r"(?:或|超过?|世界纪录|历史)*(?:\d|[是在的，。]|最多)")
OVERTAKE = re.compile(r"(?:超过|赶超|反超|超越)(?=[^，。；\d]{2,20})")
# What is sought in whole texts begins each alternative with a letter: the engine then skips from one such letter to the next.
PRIZE = r"(?:了)?(?=[^，。；！？\n\d]{0,12}?(?:第一|首)[个枚块座项][^，。；\n]{0,14}?(?:冠军|金牌|奖牌|奖杯))"
DEBUT = r"(?=[^，。；！？\n]{0,14}?(?:首飞|首航|首发|首秀|零的突破|首次|突破|首单|首笔))"
FIRST = re.compile(
    "|".join(
        [
            *(word + PRIZE for word in ("夺得", "夺取", "夺下", "摘得", "赢得", "获得", "拿下", "斩获")),
            *(word + DEBUT for word in ("实现", "完成", "迎来")),
        ]
    )
)
DEPART = re.compile(r"启程|启航|起航|出征|发射升空|成功发射|升空|开赴|远航")
CRAFT = re.compile(
    r"(?:由[^，。；]{2,20}?的)?([^，。；的在]{2,18}?(?:飞船|卫星|火箭|探测器|编队|舰队|科考船|考察船|航母|客机|班列|空间站))"
)
PORT = re.compile(r"发射中心|发射场|基地|港口?|码头|机场|车站|站$")
FROM_PORT = re.compile(r"[在从于由]([^，。；在从于由]{2,14}?(?:发射中心|发射场|基地|港|码头|机场|车站))")
TOWARD = re.compile(r"(?:前往|赶赴|奔赴|飞往|驶往|开往|赴|驶向|飞向)")
PURPOSE = re.compile(r"(?:开展|执行|进行|参加|展开|从事|承担)")
NOT_AIMED = frozenset("任责导引管考价群客公股市企用资")
WHOLE = re.compile(r"(?<=[，。；：\n ])(?:全[省市区县州国]|我[国省市区县])")
GOVERNS = ("", "是", "全", "将", "经", "省", "市", "坚", "实", "国", "已", "在", "发")
OPENING = 400
PLANS = re.compile(r"内容包括|提出|明确|目标|规划|计划")
HOLDERS = frozenset({"ORG", "LOC", "PER", "PRODUCT", "PROJECT", "PLATFORM"})
TITLE = re.compile(r"《[^《》\n]{2,80}》")


def aims(reading: Reading) -> Iterator[Found]:
    """All events of this module."""
    yield from _targets(reading)
    yield from _milestones(reading)
    yield from _expeditions(reading)


def _targets(reading: Reading) -> Iterator[Found]:
    text = reading.text
    seen: set[int] = set()
    for match in TARGET.finditer(text):
        sentence, _, _, stop = bounds(reading, match.start(), match.end())
        if reading.marks.quotation(match.start()) or text[match.end() : match.end() + 1] in NOT_AIMED:
            continue
        actor = _actor(reading, sentence, match.start(), stop)
        documents = _plan(reading, sentence, match.start())
        for metric in reading.metrics.within(
            sentence if match[0] == "目标" and text[match.start() - 1 : match.start()] == "的" else match.end(), stop
        ):
            dated = match[0] == "到" and reading.statuses[metric.row] in {"planned", "actual"}
            aimed = dated or reading.statuses[metric.row] == "target"
            indicator = reading.indicators.get(metric.row)
            if metric.row in seen or not aimed or indicator is None:
                continue
            seen.add(metric.row)
            named = text[slice(*indicator)].removesuffix("目标").removesuffix("预期")
            if not named:
                continue
            aim = Filler(indicator[0], indicator[0] + len(named), metric=metric.row)
            roles = [*actor, Role("target", aim), *documents]
            yield build(
                reading,
                "target",
                "events.target",
                match.start(),
                match.end(),
                roles,
                status="target",
                metrics=(metric.row,),
            )


def _plan(reading: Reading, sentence: int, start: int) -> list[Role]:
    """The last document in 《 》 before a place in its sentence."""
    roles = []
    for title in list(TITLE.finditer(reading.text, sentence, start))[-1:]:
        known = reading.mentions.covering(title.start() + 1, title.start() + 2)
        roles.append(Role("document", Filler(*title.span(), mention=known.row if known else -1)))
    return roles


def _actor(reading: Reading, sentence: int, start: int, stop: int) -> list[Role]:
    for group in groups(reading, sentence, start):
        people = [i for i in group.items if i.kind in {"ORG", "LOC"}]
        if people and group.role in {"", "with", "agent"}:
            return [Role("actor", p) for p in people[:2]]
    whole = WHOLE.search(reading.text, sentence, stop)
    if whole is not None:
        return [Role("actor", Filler(*whole.span(), kind="LOC"))]
    floor = reading.article_start(start)
    for anchor in reading.mentions.within(floor, max(floor, min(start, floor + OPENING))):
        if family_of(anchor.kind) == "LOC" and reading.text[anchor.end : anchor.end + 1] in GOVERNS:
            # A report of a region's government aims for the region that it opens with.
            return [Role("actor", Filler(anchor.start, anchor.end, anchor.row, "LOC", inferred=True))]
    return []


def _milestones(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for pattern, wants_name in ((BECOME, False), (RANK, False), (RECORD, False), (FIRST, False), (OVERTAKE, True)):
        for match in pattern.finditer(text):
            if reading.marks.quotation(match.start()) or reading.mentions.covering(match.start(), match.end()):
                continue
            sentence, clause, close, _ = bounds(reading, match.start(), match.end())
            who = subjects(reading, sentence, clause, match.start(), kinds=HOLDERS)[:1]
            after = match.end()
            inner = reading.mentions.within(after, close)
            if inner and inner[0].start == after and pattern is RECORD and not any(w.start >= clause for w in who):
                # 创下了某机场的新纪录: the record is that of the name it begins with.
                who = [Filler(inner[0].start, inner[0].end, inner[0].row, family_of(inner[0].kind))]
                after = inner[0].end
            if pattern is RECORD and COUNTED.match(text, after):
                continue
            if not who or status_blocked(text[clause : match.start()]):
                continue
            if wants_name:
                beaten = [
                    a
                    for a in reading.mentions.within(match.end(), close)
                    if family_of(a.kind) in {"ORG", "LOC", "PRODUCT"}
                ]
                if not beaten or beaten[0].start - match.end() > 2 or "平均" in text[beaten[0].end : beaten[0].end + 6]:
                    continue
                roles = [Role("subject", who[0])]
            else:
                begin, end = _achievement(reading, after, close)
                plan = _plan(reading, sentence, match.start()) if pattern is BECOME else []
                if plan and PLANS.search(text, plan[0].filler.end, match.start()):
                    # What a plan says is to become is aimed at, not reached.
                    end = min(end, text.find("、", begin) if "、" in text[begin:end] else end)
                    roles = [Role("actor", who[0]), Role("target", Filler(begin, end)), *plan]
                    yield build(reading, "target", "events.target", match.start(), match.end(), roles, status="target")
                    continue
                roles = [Role("subject", who[0]), Role("achievement", Filler(begin, end))]
            yield build(reading, "milestone", "events.milestone", match.start(), match.end(), roles)


def status_blocked(before: str) -> bool:
    """Whether a milestone is only hoped for."""
    return re.search(r"力争|争取|有望|目标|努力|将|打造|致力|希望|旨在|推动", before) is not None


def _achievement(reading: Reading, start: int, close: int) -> tuple[int, int]:
    """The words that say what was reached; an epithet in quotation marks before 的 is left out."""
    text = reading.text
    begin = start
    if (epithet := re.compile(r"(?:有着|有)?“[^“”\n]{1,20}”[之美]称的").match(text, start, close)) is not None:
        begin = epithet.end()
    return begin, close


def _expeditions(reading: Reading) -> Iterator[Found]:
    text = reading.text
    for match in DEPART.finditer(text):
        if reading.marks.quotation(match.start()) or reading.mentions.covering(match.start(), match.end()):
            continue
        sentence, clause, _, stop = bounds(reading, match.start(), match.end())
        origins = [
            i
            for g in groups(reading, sentence, match.start())
            for i in g.items
            if (g.role == "source" and g.start >= clause) or (g.role == "place" and PORT.search(text, i.start, i.end))
        ]
        if not origins and (port := FROM_PORT.search(text, sentence, match.start())) is not None:
            origins = [Filler(*port.span(1), kind="LOC")]
        who = [
            p for p in subjects(reading, sentence, clause, match.start()) if all(p.start != o.start for o in origins)
        ]
        if not who and (craft := CRAFT.match(text, clause, match.start())) is not None:
            who = [Filler(*craft.span(1))]
        roles = [Role("actor", p) for p in who[:3]] + [Role("origin", o) for o in origins[:1]]
        toward = TOWARD.search(text, match.end(), stop)
        if toward is not None:
            places = [a for a in reading.mentions.within(toward.end(), stop) if family_of(a.kind) == "LOC"]
            if places and places[0].start - toward.end() <= 2:
                roles.append(Role("destination", Filler(places[0].start, places[0].end, places[0].row)))
        purpose = PURPOSE.search(text, toward.end() if toward else match.end(), stop)
        if purpose is not None:
            close = reading.marks.clause_end(purpose.end(), stop)
            things = objects(reading, purpose.end(), close, frozenset({"project", "meeting", "product"}))
            end = things[0].end if things else close
            if 2 <= end - purpose.end() <= 24:
                roles.append(Role("purpose", Filler(purpose.end(), end)))
        if who:
            done = re.search(r"成功|顺利|圆满", text[clause : match.start()]) is not None
            yield build(
                reading,
                "expedition",
                "events.expedition",
                match.start(),
                match.end(),
                roles,
                status="happened" if done else "",
            )
