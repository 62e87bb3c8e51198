"""Frames: which event a trigger names, given the thing beside it, and who fills its roles."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from seeds.types import Seeds
from transforms.engine.accounts import HYPOTHETICAL, Found, Role, place_fillers, receivers, status_of, time_of
from transforms.engine.bare import bare_subject
from transforms.engine.phrases import acting, actors, groups
from transforms.engine.reading import Filler, Reading
from transforms.engine.things import objects

AFTER = re.compile(r"(?:了|过|起|出|着|起了|出了)?")
RELATIVE = re.compile(r"(?:了|过)?的")
PREDICATE = re.compile(
    r"[，。；：！？\n]|提出|明确|显示|要求|指出|规定|认为|强调|将(?=[^“]{2})|已(?=[^“])|是|均|都|在(?=[^线职校])"
)
INTRANSITIVE = re.compile(r"$|[，。；：！？、\n）)”]|于|在|暨|后|的(?:消息|当天|同时|基础)")
APPROVING = re.compile(r"(?:正式|联合|同意)?(?:批准|核准|批复|授权|同意|推荐|认可|认定)")
PARTNER = re.compile(
    r"(?<!参)(?:与|同|和)([^，。；：、与和（）()“”《》\n]{2,24}?)(?:等[^，。；]{0,8})?(?:(?:已|正式|共同|联合|分别|再次|近日|日前|昨天|昨日|今天|当天|现场|就|在|于|线上)[^，。；]{0,20})?$"
)
VAGUE = frozenset({"各地", "各方", "多地", "地方", "企业", "全国", "各级", "有关部门", "相关部门"})
SHORTEST_NAME = 4


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
    titled: bool = False


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
                titled=p.get("titled", False),
            )
        )
    return tuple(found)


@functools.lru_cache(maxsize=2)
def _triggers(seeds: Seeds) -> tuple[AhoCorasick, tuple[tuple[tuple[Frame, ...], frozenset[str]], ...]]:
    """The words that can name an event, and the frames of each with the classes of things that they are about."""
    groups_of: dict[str, frozenset[str]] = {}
    for word, group in seeds.lexicon("events_triggers").rows:
        groups_of[word] = groups_of.get(word, frozenset()) | {group}
    terms = tuple(groups_of)
    fitting = [
        tuple(frame for frame in frames(seeds) if frame.triggers & names and "none" not in names)
        for names in groups_of.values()
    ]
    wanted = [frozenset().union(*(frame.classes for frame in some)) for some in fitting]
    matcher = AhoCorasick(terms, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return matcher, tuple(zip(fitting, wanted, strict=True))


def framed_events(reading: Reading) -> Iterator[Found]:
    """Events whose trigger takes a thing as object, or has it as subject."""
    matcher, frames_of = _triggers(reading.seeds)
    for index, start, end in matcher.find_matches_as_indexes(reading.text):
        fitting, wanted = frames_of[index]
        if fitting and reading.marks.quotation(start) in (None, (start - 1, end)):
            yield from _at_trigger(reading, start, end, fitting, wanted)


def _at_trigger(
    reading: Reading, start: int, end: int, fitting: tuple[Frame, ...], wanted: frozenset[str]
) -> Iterator[Found]:
    text, marks = reading.text, reading.marks
    if reading.mentions.covering(start, end) is not None:
        return
    sentence, stop = marks.sentence(start)
    clause, close = marks.clause_start(start, sentence), marks.clause_end(end, stop)
    if HYPOTHETICAL.search(text, clause, start):
        return
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
        things = _last_things(reading, clause, _passive(reading, clause, start), wanted)
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
            if frame.titled and text[thing.start] != "《":
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


def _passive(reading: Reading, clause: int, start: int) -> int:
    """Where the agent of a passive begins (该基金由某某等发起设立): the thing stands before it; else the trigger."""
    agents = [g for g in groups(reading, clause, start) if g.role == "agent" and reading.text[g.start - 1] == "由"]
    return agents[0].start - 1 if agents and agents[0].start - 1 > clause + 1 else start


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
    if last and end - last[-1].end <= (48 if last[-1].mention >= 0 else 14):
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
    if frame.event_type == "agreement" and order == "after":
        agents = _parties(reading, sentence, clause, start, agents)
    agents = [a for a in agents if not any(t.start <= a.start < t.end for t in things)]
    if not named and any(text[a.start : a.end] in VAGUE for a in agents):
        return
    if not named and frame.event_type == "policy_issue" and things[0].end - things[0].start < SHORTEST_NAME:
        return
    places = place_fillers(reading, clause, close, things) if frame.place else []
    agents = [a for a in agents if not any(p.start == a.start for p in places)]
    agents = [a for a in agents if not APPROVING.match(text, a.end)]
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


def _parties(reading: Reading, sentence: int, clause: int, start: int, known: list[Filler]) -> list[Filler]:
    """Who signs: the known names and, before and after 与, words that no list knows."""
    text = reading.text
    found = list(known)
    partner = PARTNER.search(text, clause, start)
    if partner is None:
        if not found and (unknown := bare_subject(reading, clause, start)) is not None:
            found = [unknown]
        return found
    if not any(partner.start() <= f.start < start for f in found):
        begin = partner.start(1)
        for metric in reading.metrics.within(begin, partner.end(1)):
            if metric.start == begin:
                begin = metric.end
        if partner.end(1) - begin >= 2:
            found.append(Filler(begin, partner.end(1), kind="ORG"))
    if all(f.start > partner.start() for f in found):
        front = bare_subject(reading, clause, partner.start()) if partner.start() - clause >= 2 else None
        earlier = [front] if front is not None else acting(reading, sentence, clause, partner.start(), bare=True)
        found = [f for f in earlier if all(f.start != g.start for g in found)] + found
    return found
