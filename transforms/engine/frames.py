"""Frames: which event a trigger names, given the thing beside it, and who fills its roles."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from seeds.types import Seeds
from transforms.engine.phrases import acting, actors, groups
from transforms.engine.reading import Filler, Reading
from transforms.engine.speakers import coarse
from transforms.engine.things import objects

AFTER = re.compile(r"(?:了|过|起|出|着|起了|出了)?")
RELATIVE = re.compile(r"(?:了|过)?的")
PREDICATE = re.compile(
    r"[，。；：！？\n]|提出|明确|显示|要求|指出|规定|认为|强调|将(?=[^“]{2})|已(?=[^“])|是|均|都|在(?=[^线职校])"
)
INTRANSITIVE = re.compile(r"$|[，。；：！？、\n）)”]|于|在|暨|后|的(?:消息|当天|同时|基础)")
HYPOTHETICAL = re.compile(
    r"鼓励|支持(?!下)|引导|推动|促进|允许|可以|如果|若|应当|应该|不得|禁止|需要|希望|建议|呼吁|倡导|号召|避免|防止|无法|难以|没有|未能|旨在|以便|能够"
)
CALLED_OFF = re.compile(r"终止|取消|放弃|停止|撤销|中止|否认|未能|没有|不再|拒绝|撤回|尚未|从未|并未|暂缓|推迟")
VAGUE = frozenset({"各地", "各方", "多地", "地方", "企业", "全国", "各级", "有关部门", "相关部门"})
SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Role:
    """A filled role."""

    role: str
    filler: Filler


@dataclass(frozen=True, slots=True)
class Found:
    """An event in the joined text.

    Attributes:
        event_type: Type code.
        rule: Rule that found it.
        status: Status code.
        start: First offset of the trigger.
        end: One past the trigger.
        roles: Its filled roles.
        metrics: Rows of the metrics that belong to it.
        time: Row of the time expression that dates it, or -1.
    """

    event_type: str
    rule: str
    status: str
    start: int
    end: int
    roles: tuple[Role, ...]
    metrics: tuple[int, ...] = ()
    time: int = -1


@dataclass(frozen=True, slots=True)
class Frame:
    """How one kind of event is worded, from `params` of its rule in rules/events.toml."""

    event_type: str
    rule: str
    triggers: frozenset[str]
    classes: frozenset[str]
    agent: str
    thing: str
    place: str = ""
    receiver: str = ""
    split: bool = True
    named: bool = False


@functools.lru_cache(maxsize=2)
def frames(seeds: Seeds) -> tuple[Frame, ...]:
    """The frames declared in rules/events.toml, in file order."""
    found = []
    for rule in seeds.area("events"):
        p = rule.params
        if "triggers" not in p:
            continue
        found.append(
            Frame(
                event_type=p["type"],
                rule=rule.rule_id,
                triggers=frozenset(p["triggers"]),
                classes=frozenset(p["classes"]),
                agent=p["agent"],
                thing=p["thing"],
                place=p.get("place", ""),
                receiver=p.get("receiver", ""),
                split=p.get("split", True),
                named=p.get("named", False),
            )
        )
    return tuple(found)


@functools.lru_cache(maxsize=2)
def _triggers(seeds: Seeds) -> tuple[AhoCorasick, tuple[str, ...], dict[str, frozenset[str]]]:
    groups_of: dict[str, frozenset[str]] = {}
    for word, group in seeds.lexicon("events_triggers").rows:
        groups_of[word] = groups_of.get(word, frozenset()) | {group}
    terms = tuple(groups_of)
    return AhoCorasick(terms, matchkind=MatchKind.LeftmostLongest), terms, groups_of


def framed_events(reading: Reading) -> Iterator[Found]:
    """Events whose trigger takes a thing as object, or has it as subject."""
    matcher, terms, groups_of = _triggers(reading.seeds)
    known = frames(reading.seeds)
    for index, start, end in matcher.find_matches_as_indexes(reading.text):
        names = groups_of[terms[index]]
        if "none" in names:
            continue
        fitting = [frame for frame in known if frame.triggers & names]
        quoted = reading.marks.quotation(start)
        if fitting and quoted in (None, (start - 1, end)):
            yield from _at_trigger(reading, start, end, fitting)


def _at_trigger(reading: Reading, start: int, end: int, fitting: list[Frame]) -> Iterator[Found]:
    text, marks = reading.text, reading.marks
    if reading.mentions.covering(start, end) is not None:
        return
    sentence, stop = marks.sentence(start)
    clause, close = marks.clause_start(start, sentence), marks.clause_end(end, stop)
    if HYPOTHETICAL.search(text, clause, start):
        return
    wanted = frozenset().union(*(frame.classes for frame in fitting))
    relative = RELATIVE.match(text, end)
    things: list[Filler] = []
    if relative is not None:
        zone = relative.end()
        cut = PREDICATE.search(text, zone, close)
        things = objects(reading, zone, close if cut is None else max(cut.start(), zone), wanted)
        if not things:
            things = objects(reading, zone, close, wanted)[:1]
    else:
        zone = AFTER.match(text, end).end()  # type: ignore[union-attr]
        things = objects(reading, zone, close, wanted)
        if things and _another_verb(reading, zone, things[0].start):
            things = []
    subject_first = False
    if not things and INTRANSITIVE.match(text, end, max(close, end)):
        things = _last_things(reading, clause, start, wanted)
        subject_first = bool(things)
        if not things and text[clause:start].strip() == "" and clause > sentence:
            earlier = marks.clause_start(clause - 1, sentence)
            things = _last_things(reading, earlier, clause - 1, wanted)
            subject_first = bool(things)
    if not things:
        return
    by_frame: dict[str, list[Filler]] = {}
    for thing in things:
        for frame in fitting:
            sized = frame.event_type == "project" and reading.metrics.within(clause, close)
            if frame.named and not sized and not _own_name(text, thing):
                continue
            if thing.kind in frame.classes or (
                thing.kind == "title_unknown" and frame.classes & {"policy", "report", "agreement"}
            ):
                by_frame.setdefault(frame.rule, []).append(thing)
                break
    for frame in fitting:
        if frame.rule in by_frame:
            order = "before" if subject_first else "relative" if relative is not None else "after"
            yield from _fill(reading, frame, start, end, by_frame[frame.rule], sentence, clause, close, order)


def nearest(reading: Reading, agents: list[Filler], start: int) -> list[Filler]:
    """Of the names before a relative clause (…出席某机构在某地举行的会议) the ones that belong to its verb."""
    text = reading.text
    kept: list[Filler] = []
    for agent in sorted(agents, key=lambda filler: -filler.start):
        follows = kept[-1].start if kept else start
        between = text[agent.end : follows]
        if kept and len(between) > 2:
            break
        if not kept and re.search(r"[，。；是]|出席|参加|率", between):
            break
        kept.append(agent)
    return kept[::-1]


def _own_name(text: str, thing: Filler) -> bool:
    return thing.mention >= 0 or text[thing.start] in "《“"


def _another_verb(reading: Reading, start: int, thing: int) -> bool:
    """Whether the thing belongs to a later verb of the clause: 成立 after 推动 …"""
    return any(
        word in reading.text[start:thing]
        for word in ("推动", "促进", "帮助", "支持", "鼓励", "解决", "用于", "以便", "助力", "为了", "负责")
    )


def _last_things(reading: Reading, start: int, end: int, wanted: frozenset[str]) -> list[Filler]:
    """Things before a trigger: the last coordinated ones of the zone."""
    at, last = start, []
    while at < end:
        found = objects(reading, at, end, wanted)
        if not found:
            break
        last = found
        at = found[-1].end
    if last and end - last[-1].end <= (34 if last[-1].mention >= 0 else 14):
        return last
    return []


def _fill(
    reading: Reading,
    frame: Frame,
    start: int,
    end: int,
    things: list[Filler],
    sentence: int,
    clause: int,
    close: int,
    order: str,
) -> Iterator[Found]:
    text = reading.text
    named = _own_name(text, things[0])
    if order == "before":
        agents = [a for a in actors(reading, clause, things[0].start) if a.kind != "LOC"]
        agents += [a for a in actors(reading, things[-1].end, start) if a.mention >= 0 and a.kind != "LOC"]
    elif named or frame.event_type == "project":
        agents = acting(reading, sentence, clause, start, cited=order == "relative")
        if order == "relative":
            agents = nearest(reading, agents, start)
    else:
        agents = actors(reading, clause, start, cited=order == "relative")
    agents = [a for a in agents if not any(t.start <= a.start < t.end for t in things)]
    if not named and any(text[a.start : a.end] in VAGUE for a in agents):
        return
    if not named and frame.event_type == "policy_issue" and things[0].end - things[0].start < SHORTEST_NAME:
        return
    places = place_fillers(reading, clause, close, things) if frame.place else []
    agents = [a for a in agents if not any(p.start == a.start for p in places)]
    built = order == "before" and frame.event_type == "project" and things[0].end - things[0].start >= SHORTEST_NAME
    bare = not agents and not named and not built
    if bare and (not places or frame.event_type in {"establishment", "fund_setup"}):
        # A thing without a name that nobody founds, builds or offers is a turn of phrase.
        return
    status = status_of(reading, start, sentence, clause)
    time = time_of(reading, sentence, start, close)
    figures = tuple(a.row for a in reading.metrics.within(clause, close))
    extra: list[Role] = [Role(frame.place, p) for p in places[:2]]
    if frame.receiver:
        extra += [Role(frame.receiver, r) for r in receivers(reading, clause, close)]
    joint = reading.words.joint.search(text, clause, end) is not None or "发起" in text[max(clause, start - 2) : end]
    generic = len(things) == 1 and things[0].mention < 0 and frame.event_type == "establishment"
    if generic and len(agents) > 1 and not joint:
        sets = [([agent], things) for agent in agents]
    elif frame.split:
        sets = [(agents, [thing]) for thing in things]
    else:
        sets = [(agents, things)]
    for who, what in sets:
        roles = [Role(frame.agent, a) for a in who] + [Role(frame.thing, t) for t in what] + extra
        sized = [t.metric for t in what if t.metric >= 0]
        yield Found(frame.event_type, frame.rule, status, start, end, tuple(roles), tuple(sized) or figures, time)


def place_fillers(reading: Reading, start: int, end: int, things: list[Filler]) -> list[Filler]:
    """Places after 在 or 于 in a clause."""
    return [
        item
        for group in groups(reading, start, end)
        if group.role == "place" and reading.text[group.end : group.end + 1] != "的"
        for item in group.items
        if item.kind == "LOC" and not any(t.start <= item.start < t.end for t in things)
    ]


def receivers(reading: Reading, start: int, end: int) -> list[Filler]:
    """Names after 对, 向, 为 or 给 in a clause."""
    return [
        item
        for group in groups(reading, start, end)
        if group.role == "receiver"
        for item in group.items
        if item.kind in {"ORG", "LOC", "PER"}
    ]


def called_off(text: str, start: int) -> bool:
    """Whether the words right before a trigger say that it did not happen."""
    return CALLED_OFF.search(text, max(0, start - 8), start) is not None


def status_of(reading: Reading, start: int, sentence: int, clause: int) -> str:
    """Planned, decided or happened, by the words before a trigger."""
    text, lists = reading.text, reading.words
    floor = max(clause, start - 14)
    near = text[floor:start]
    for name in reading.mentions.within(clause, start):
        # 计划 or 将 inside a name says nothing about the event.
        if name.end > floor and coarse(name.kind) == "ORG":
            near = near.replace(text[max(name.start, floor) : name.end], "　")
    if lists.planned.search(near) and not re.search(r"已|了", near[-3:]):
        return "planned"
    if lists.decided.search(text, sentence, start):
        return "decided"
    return "happened"


def time_of(reading: Reading, sentence: int, start: int, close: int) -> int:
    """The time that dates an event: the last one before its trigger in the sentence, else one right after it."""
    before = [a for a in reading.times.within(sentence, start) if a.kind not in {"duration", "set"}]
    if before:
        return before[-1].row
    after = [a for a in reading.times.within(start, close) if a.kind not in {"duration", "set"}]
    return after[0].row if after else -1
