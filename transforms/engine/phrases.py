"""Who acts: names and noun phrases before a trigger, with the prepositions that govern them."""

from __future__ import annotations

import re

from transforms.engine.anchors import Anchor
from transforms.engine.bare import bare_subject, named_after
from transforms.engine.candidates import family_of
from transforms.engine.offices import offices_before
from transforms.engine.reading import Filler, Group, Reading

COORDINATION = re.compile(r"(?:[、，]|和|与|及|以及|同|会同|联合|携手|还与|[（(][^（）()\n]{1,20}[）)])*")
ETC = re.compile(
    r"等(?:[^，。；：、的]{0,6}?(?:地|省份|省市|城市|国家|企业|单位|部门|机构|公司|银行|院校|高校|方面|人|龙头企业|家))?(?:的?(?:代表|负责人|领导|主要领导|企业家))?|的(?:代表|领导|主要领导|企业家|专家)"
)
LEAD = re.compile(
    r"[\s，]|并且?|而且|同时|此外|另外|其中|但是?|不过|对此|为此|近年来|如今|目前|随后|最后|最终|首先|其次|一方面|另一方面|得知|据了解"
)
VERBAL = re.compile(
    r"[了着《》，。；]|鼓励|支持|推动|促进|搭建|组建|设立|签署|获得|实现|完成|帮助|累计|加快|进行|推进|建设"
)
PREPOSED = frozenset("在从于对向为给按到")
BACK = 4
ACTORS = frozenset({"ORG", "LOC", "PER"})
PLACES = frozenset({"LOC"})
OBJECT_CLASSES = {
    "FUND": "fund",
    "PLATFORM": "platform",
    "PROJECT": "project",
    "POLICY": "policy",
    "WORK": "report",
    "EVENT": "meeting",
    "PRODUCT": "product",
    "FIN_PRODUCT": "product",
    "MECHANISM": "mechanism",
    "DESIGNATION": "title",
    "INDEX": "report",
    "ORG": "organisation",
}


def groups(reading: Reading, start: int, end: int) -> list[Group]:
    """Names in text[start:end] as coordinated groups, each with the preposition that governs it; several rules ask for those of a clause."""
    known = reading.grouped.get((start, end))
    if known is None:
        known = reading.grouped[start, end] = _groups(reading, start, end)
    return known


def _groups(reading: Reading, start: int, end: int) -> list[Group]:
    text = reading.text
    chains: list[list[Anchor]] = []
    for anchor in reading.mentions.within(start, end):
        if family_of(anchor.kind) not in ACTORS and family_of(anchor.kind) not in OBJECT_CLASSES:
            continue
        if chains and anchor.start < chains[-1][-1].end:
            continue
        if chains:
            last = chains[-1][-1]
            gap = text[last.end : anchor.start]
            if not gap and family_of(last.kind) in PLACES:
                # 浙江舟山, 上海某公司: the last name of an adjacent chain is the one that acts.
                chains[-1][-1] = anchor
                continue
            if (
                family_of(anchor.kind) == "PER"
                and 0 < len(gap) <= 10
                and "、" not in gap
                and _office_of(reading, last, anchor)
            ):
                # 某国总统某某: the person acts, not the place or body of the office.
                chains[-1][-1] = anchor
                continue
            if len(gap) <= 24 and COORDINATION.fullmatch(gap) and "，" not in gap:
                chains[-1].append(anchor)
                continue
        chains.append([anchor])
    return [
        Group(
            tuple(Filler(a.start, a.end, a.row, family_of(a.kind)) for a in chain),
            _preposition(reading, chain[0].start, start),
            chain[0].start,
            chain[-1].end,
        )
        for chain in chains
    ]


def _office_of(reading: Reading, body: Anchor, person: Anchor) -> bool:
    """Whether what stands between a body and a person is the person's office there."""
    offices = offices_before(reading.text, body.start, person.start, reading.mentions, seeds=reading.seeds)
    return any(office.start <= body.end + 4 for office in offices)


def _preposition(reading: Reading, at: int, floor: int) -> str:
    """Class of the preposition that ends before an offset; names adjacent before it are skipped."""
    text = reading.text
    before = at
    for anchor in reading.mentions.within(max(floor, at - 30), at):
        if anchor.end == before or (anchor.end < before and not text[anchor.end : before]):
            before = anchor.start
    for word, kind in reading.words.prepositions.get(text[before - 1], ()) if before > floor else ():
        if before - len(word) >= floor and text.startswith(word, before - len(word)):
            return kind
    return ""


def actors(
    reading: Reading, start: int, end: int, *, kinds: frozenset[str] = ACTORS, cited: bool = False
) -> list[Filler]:
    """Who acts in text[start:end], the words before a trigger: subjects, 由-agents and their companions, else a plain noun phrase.

    Args:
        reading: The text and what is known of it.
        start: Start of the clause.
        end: Start of the trigger.
        kinds: Entity types that can act.
        cited: Whether the clause is relative (根据某市出台的…), so that a basis can act too.
    """
    found: list[Filler] = []
    agents: list[Filler] = []
    partners: list[Filler] = []
    for group in groups(reading, start, end):
        people = [item for item in group.items if item.kind in kinds]
        if not people or not acts(reading, group.end, end):
            continue
        people = [_whole_name(reading, people[0], end)] if len(people) == 1 else people
        if group.role == "agent":
            agents += people
        elif agents and group.role == "with":
            partners += people
        elif group.role in {"", "with"} or (cited and group.role == "basis"):
            found += people
    if agents:
        return agents + partners
    if found:
        return found
    phrase = plain_actor(reading, start, end)
    return [phrase] if phrase else []


def _whole_name(reading: Reading, filler: Filler, end: int) -> Filler:
    """A name that goes on as a longer noun phrase (某国驻华使团) is that phrase."""
    text, lists = reading.text, reading.words
    if filler.end >= end or filler.kind == "PER":
        return filler
    for first, last in reading.heads(filler.end, min(end, filler.end + 14)):
        if "organisation" not in lists.head_class[text[first:last]]:
            continue
        rest = text[last:end]
        dated = any(anchor.start == last for anchor in reading.times.within(last, end))
        between = text[filler.end : first]
        if (
            (not rest or dated or lists.adverbs.match(rest))
            and not VERBAL.search(between)
            and not lists.adverbs.search(between)
        ):
            return Filler(filler.start, last, kind="ORG")
    return filler


def acts(reading: Reading, at: int, end: int) -> bool:
    """Whether the words after a name leave it the actor: no possessive, no longer name."""
    if at >= end or ETC.match(reading.text, at, end):
        return True
    return reading.text[at] not in "的所旗下内市区县省"


def acting(
    reading: Reading,
    sentence: int,
    clause: int,
    start: int,
    *,
    kinds: frozenset[str] = ACTORS,
    cited: bool = False,
    bare: bool = False,
) -> list[Filler]:
    """Who acts before a trigger: in its clause, and the governing subject of an earlier clause where that is missing.

    Args:
        reading: The text and what is known of it.
        sentence: Start of the sentence.
        clause: Start of the clause.
        start: Start of the trigger.
        kinds: Entity types that can act.
        cited: Whether a basis can act too, as for `actors`.
        bare: Whether the trigger is sure enough of its subject that words no list knows are taken for it.
    """
    found = actors(reading, clause, start, kinds=kinds, cited=cited)
    if bare:
        found = [named_after(reading, f, start) if f.kind == "LOC" and f.start >= clause else f for f in found]
    if not found and bare and (unknown := bare_subject(reading, clause, start)) is not None:
        return [unknown]
    if not found:
        earlier = earlier_actors(reading, sentence, clause, kinds=kinds)
        if not earlier and bare and clause > sentence:
            unknown = bare_subject(reading, sentence, reading.marks.clause_end(sentence, clause))
            return [unknown] if unknown is not None else []
        return earlier
    first = min(found, key=lambda filler: filler.start)
    if _preposition(reading, first.start, clause) == "with" and first.start - clause <= 6:
        own = [
            a for a in earlier_actors(reading, sentence, clause, kinds=kinds) if all(a.start != f.start for f in found)
        ]
        return own + found
    return found


def earlier_actors(reading: Reading, sentence: int, clause: int, *, kinds: frozenset[str] = ACTORS) -> list[Filler]:
    """Subject of the clauses before, nearest first: a subject governs its sentence."""
    end = clause - 1
    cited: list[Filler] = []
    for _ in range(BACK):
        if end <= sentence:
            break
        begin = reading.marks.clause_start(end, sentence)
        for group in reversed(groups(reading, begin, end)):
            people = [item for item in group.items if item.kind in kinds]
            if not people or not acts(reading, group.end, end):
                continue
            if group.end == end and reading.text[group.start - 1 : group.start] == "的" and group.start > begin:
                # 某某联合组建的团队，…: the head of the relative clause is the subject.
                return people
            if group.role in {"", "with"} and group.start - begin <= 14:
                return people
            if group.role == "basis" and not cited:
                cited = people
        if (plain := plain_actor(reading, begin, end)) is not None:
            return [plain]
        end = begin - 1
    return cited


def plain_actor(reading: Reading, start: int, end: int) -> Filler | None:
    """A noun phrase without a name that can act (政府, 26家企业, 某人所在的企业), at the start of a clause."""
    text, lists = reading.text, reading.words
    begin = start
    while (lead := LEAD.match(text, begin, end)) is not None:
        begin = lead.end()
    for anchor in reading.times.within(begin, end):
        if anchor.start == begin:
            begin = anchor.end
            if text[begin : begin + 1] in "，,":
                begin += 1
    if (adverb := lists.adverbs.match(text, begin, end)) is not None:
        begin = adverb.end()
    if text.startswith("有", begin):
        begin += 1
    for match in lists.actors.finditer(text, begin, end):
        stop = match.end()
        rest = text[stop:end]
        dated = any(anchor.start == stop for anchor in reading.times.within(stop, end))
        if rest and not dated and not lists.adverbs.match(rest) and not ETC.match(rest):
            continue
        inside = list(lists.adverbs.finditer(text, begin, match.start()))
        if inside and inside[-1][0] in PREPOSED and "的" not in text[inside[-1].end() : stop]:
            return None
        if inside and "的" not in text[inside[-1].end() : stop]:
            begin = inside[-1].end()
        while begin < stop and (
            counted := re.compile(r"(?:共|只|仅|已|还)?有(?=[\d０-９一二两三多])|据").match(text, begin, stop)
        ):
            begin = counted.end()
        phrase = text[begin:stop]
        if 2 <= len(phrase) <= 24 and not VERBAL.search(phrase):
            return Filler(begin, stop, kind="ORG", metric=_metric_inside(reading, begin, stop))
        return None
    return None


def _metric_inside(reading: Reading, start: int, end: int) -> int:
    inside = reading.metrics.within(start, end)
    return inside[0].row if inside else -1
