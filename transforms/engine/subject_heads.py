"""Heads: the subject at the head of each clause of a sentence."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from seeds.types import Seeds
from transforms.engine.anaphors import PLACE, anaphor_at, place_of, place_of_committee, seat_of
from transforms.engine.bare import STANDING, STANDING_FIRST, acting_name, announcing_name, firm_named_after
from transforms.engine.clauses import DATELINE
from transforms.engine.indicators import has_word
from transforms.engine.printed_names import COUNTED, SOURCE, behind_standing, printed_name
from transforms.engine.scenes import Heads, Mention, Scene, Subject, as_subject, coarse_type
from transforms.engine.subject_phrases import (
    DISASTER,
    event_or_route,
    held_end,
    product_of,
    thing_at,
)
from transforms.engine.subject_tails import bearer, locates, person_before, speaks

TYPES = (
    "ORG",
    "LOC",
    "FUND",
    "PLATFORM",
    "PROJECT",
    "FIN_PRODUCT",
    "MECHANISM",
    "PRODUCT",
    "PER",
    "INDEX",
    "WORK",
    "EVENT",
)
JOINED = re.compile(r"\s?(?:、|和|与|及|以及|，)\s?$")
SPEAKING = re.compile(r"[^，。；：]{0,10}?(?:说|表示|认为|指出|称|强调|告诉|预计|预测|提出|要求|坦言|直言|：)")
# 某某股份（002986）: the name before a stock code.
STOCK_CODE = r"[（(](?:[一-鿿]{0,4}[：:]\s?)?(?:SH|SZ|HK|BJ)?\s?[.：:]?[0-9]{4,6}"
CODED = re.compile(STOCK_CODE)
# 内房股某某置业（3366）: what a firm is, before its name.
LONGEST_CALLING = 6
LISTED = re.compile(
    r"([一-鿿A-Za-z＊*]{2,8})" + STOCK_CODE + r"(?:[.．](?:SH|SZ|HK|BJ))?(?:[，,、][^（）()]{0,20})?[）)]"
)
FIGURE = re.compile(r"[0-9０-９两%]")
# 从某国引进, 以某地为例: such a name only opens the clause.
LED_BY = frozenset("从到至以由")
# These announce their own figures.
FIRMS = {"ORG.COMPANY", "ORG.BANK", "ORG.INSURER"}
LONGEST_LIST = 20
MARKS_BEFORE = "“”‘’《（(、●○▲△■□◆◇★☆"
# Looked for first, for it is quicker: what a listed or printed name must hold.
BRACKET, LONGEST_LISTED = re.compile("[（(]"), 9
# 今年73岁的某某: the age only leads up to the person.
AGED, LONGEST_AGE = re.compile("(?:现年|年仅|年近|年过)?[0-9０-９一二三四五六七八九十]{1,3}多?岁的"), 8
# 【本报讯】, 【香港讯】
HEADED = re.compile("【[^】\n]{2,16}】")
# 港股, 美元 and 中资 speak of no place.
PARTS_OF_WORDS = frozenset("股元资資企商币幣籍式")
# What a dateline must hold.
FILED, LONGEST_DATELINE = re.compile("讯|电|消息"), 40
# 总投资45亿元的某某工程: its size stands before it.
SIZES = ("总投资", "投资", "注册资本", "注册资金", "市值", "估值", "总建筑面积", "占地")
NATIONS = ("我国", "全国", "中国")


@functools.lru_cache(maxsize=4)
def _openings(seeds: Seeds) -> tuple[re.Pattern[str], frozenset[str]]:
    """What may stand before a subject, and the first characters of it other than blanks."""
    words = sorted(
        (term for term, role in seeds.lexicon("figure_words").rows if role == "opening"), key=len, reverse=True
    )
    return re.compile(rf"(?:[\s{MARKS_BEFORE}]|{'|'.join(map(re.escape, words))})*"), frozenset(
        [*MARKS_BEFORE, *(word[0] for word in words)]
    )


def chain_from(text: str, mentions: Sequence[Mention], at: int) -> list[Mention]:
    """The names that stand side by side from a mention on: the last link of a chain of places, all of an enumeration."""
    kept = [mentions[at]]
    for follower in mentions[at + 1 : at + LONGEST_LIST]:
        last = kept[-1]
        between = text[last.end : follower.start]
        if last.surface in NATIONS and follower.entity_type == "LOC.SITE":
            break
        if not between and coarse_type(last) == "LOC" and coarse_type(follower) in {"LOC", "ORG"}:
            kept[-1] = follower
        elif (
            len(between) <= 3
            and JOINED.fullmatch(between)
            and coarse_type(follower) == coarse_type(last)
            and between.strip() != "，"
        ):
            kept.append(follower)
        else:
            break
    return kept


def clauses_of(scene: Scene, since: int) -> Iterator[tuple[int, int]]:
    """Bounds of the clauses of a sentence from the start of one of them on."""
    start, marks = since, scene.marks
    for number in range(bisect_left(marks, start), len(marks)):
        at = marks[number]
        if at > start:
            yield start, at
        start = at + 1
    if start < scene.end:
        yield start, scene.end


@functools.lru_cache(maxsize=1000)
def _bears(entity_type: str) -> bool:
    """Whether mentions of a type can be a subject."""
    return entity_type.startswith(TYPES)


def _bearers(text: str, heads: Heads, start: int, end: int) -> list[Mention]:
    """The mentions inside the next clause of a sentence that can be a subject."""
    known, at = heads.bearers, heads.passed
    while at < len(known) and known[at].start < start:
        at += 1
    heads.passed = at
    inside = []
    while at < len(known) and known[at].start < end:
        last = known[at].end
        # Only a name of one character can be a part of a word.
        if last <= end and not (len(known[at].surface) == 1 and text[last : last + 1] in PARTS_OF_WORDS):
            inside.append(known[at])
        at += 1
    return inside


def _head_subject(text: str, scene: Scene, heads: Heads, start: int, end: int, seeds: Seeds) -> Subject | None:
    """The subject at the head of a clause, behind times, openings and an introducing verb."""
    at, (openings, firsts) = start, _openings(seeds)
    if start == scene.start and FILED.search(text, start, start + LONGEST_DATELINE) is not None:
        dateline = DATELINE.match(text, start, end)
        at = start if dateline is None else dateline.end()
    if text[at : at + 1] == "【" and (headed := HEADED.match(text, at, end)) is not None:
        at = headed.end()
    times = scene.times_in(start, end) if scene.times else []
    moved = True
    while moved:
        moved = False
        opening = text[at : at + 1]
        if (opening in firsts or opening.isspace()) and (skipped := openings.match(text, at, end)) is not None:
            moved = skipped.end() > at
            at = skipped.end()
        if not times:
            break
        for time in times:
            if time.start <= at < time.end and time.end <= end:
                at, moved = time.end, True
    if text.find("岁", at, at + LONGEST_AGE) > 0 and (aged := AGED.match(text, at, end)) is not None:
        at = aged.end()
    inside = _bearers(text, heads, start, end)
    held = held_end(text, at - (text[at - 1 : at] == "由"), end)
    if held is not None:
        named = next((m for m in inside if m.start == held), None)
        thing = event_or_route(text, held, end, seeds) or (None if named is None else as_subject([named]))
        if thing is not None:
            return thing
    standing = STANDING.match(text, at, end) if text[at : at + 1] in STANDING_FIRST else None
    at = at if standing is None else standing.end()
    for number, mention in enumerate(inside):
        if mention.end <= at:
            # Where the report was filed.
            continue
        lead = text[at : mention.start]
        listed = len(lead) <= LONGEST_CALLING and mention.entity_type in FIRMS and CODED.match(text, mention.end)
        if (
            mention.start > at
            and not listed
            and not (
                lead.endswith("的")
                and len(lead) <= 12
                and (lead.startswith(SIZES) or not FIGURE.search(lead))
                and not has_word(lead, "inner", seeds)
            )
        ):
            break
        if text[mention.start - 1 : mention.start] in LED_BY and mention.start > start:
            return None
        if mention.entity_type.startswith("EVENT") and DISASTER.search(mention.surface) is not None:
            return None
        if mention.surface[0] == "全" and (whole := PLACE.match(text, mention.start)) and whole["kind"] != "国":
            # 全省大中型水库 is no name.
            return place_of(whole, scene.antecedents, scene.mentions_in(scene.start, mention.start))
        if text[mention.start - 1] == "“" and "”" not in text[mention.start : mention.end + 1]:
            # “中欧班列”: a place inside a name in quotation marks.
            return None
        if mention.entity_type.startswith("ORG") and COUNTED.fullmatch(text, mention.end, end) is not None:
            return None
        chain = chain_from(text, inside, number)
        last = inside.index(chain[-1])
        if len(chain) == 1 and (behind := bearer(text, inside, last, end)) != last:
            chain = chain_from(text, inside, behind)
        seat = seat_of(chain[0], scene.antecedents) if chain[0].entity_type == "ORG.GOV" else None
        if any(m.entity_type == "PER" for m in inside[inside.index(chain[-1]) :]) and speaks(text, chain[-1].end, end):
            return seat
        if coarse_type(chain[0]) == "PER" and SPEAKING.match(text, chain[-1].end, end):
            return None
        if chain[0].surface == "全国" and "全国" in scene.antecedents.places:
            return scene.antecedents.places["全国"]
        if len(chain) == 1 and (place := place_of_committee(chain[0], scene)) is not None:
            return place
        source = SOURCE.match(text, chain[-1].end, end)
        own = chain[0].entity_type in FIRMS and source is not None and source[0].endswith(("公布", "发布"))
        if text.startswith(("：", ":"), chain[-1].end) and chain[0].entity_type == "ORG.GOV":
            # ●市人社局：… tells of its place, else of itself.
            return seat or as_subject(chain)
        if chain[0].entity_type.startswith("ORG.MEDIA") or (source is not None and not own):
            return seat
        after = chain[-1].end
        stands = text[after : after + 1] in STANDING_FIRST and STANDING.match(text, after, end) is not None
        if stands and (dealer := acting_name(text, after, end)) is not None:
            return Subject(text[slice(*dealer)], (), "PER", dealer[0])
        if (
            len(chain) == 1
            and chain[0].entity_type.startswith("LOC")
            and has_word(text[chain[0].end : end], "corporate", seeds)
        ):
            stops = {time.start for time in scene.times_in(chain[0].end, end)}
            firm = firm_named_after(text, chain[0].start, chain[0].end, end, stops)
            if firm is not None and not has_word(text[chain[0].end : firm[1]], "corporate", seeds):
                return Subject(text[slice(*firm)], (), "ORG", firm[0])
        if len(chain) == 1 and (bare := behind_standing(chain[0])) is not None:
            return bare
        made = chain[-1].entity_type == "ORG.COMPANY" and product_of(text, chain[0].start, chain[-1].end, end, seeds)
        return made or as_subject(chain)
    if inside and inside[0].start <= at and any(m.start <= at < m.end for m in inside):
        return None
    # 该 and 这家 are also openings.
    back = at - (text[at - 1 : at] in {"该", "本", "我", "这"} and at > start)
    back = at - 2 if text[max(start, at - 2) : at] in {"这家", "这个"} else back
    thing = event_or_route(text, back, end, seeds) if back != at else None
    thing = thing or thing_at(text, scene, at, end, seeds)
    if thing is not None:
        return thing
    listed = LISTED.match(text, at, end) if BRACKET.search(text, at, at + LONGEST_LISTED) else None
    if listed is not None:
        named = next((m for m in inside if m.end == listed.end(1)), None)
        return Subject(listed[1], (), "ORG", listed.start(1)) if named is None else as_subject([named])
    if text[at : at + 1] in {"他", "她"} and not SPEAKING.match(text, at + 1, end):
        return person_before(text, scene, at)
    found = anaphor_at(text, back, end, heads.organisation, scene.antecedents)
    if found is None and back != at:
        found = anaphor_at(text, at, end, heads.organisation, scene.antecedents)
    if found is None and (standing is not None or not heads.found):
        acting = acting_name(text, at, end)
        if acting is not None and (not inside or inside[0].start >= acting[1]):
            return Subject(text[slice(*acting)], (), "ORG", acting[0])
    found = found or printed_name(text, at, end, seeds)
    if found is None and not inside and not heads.found and has_word(text[at:end], "corporate", seeds):
        told = announcing_name(text, at, end)
        return None if told is None else Subject(text[slice(*told)], (), "ORG", told[0])
    return found


def clause_subjects(text: str, scene: Scene, seeds: Seeds, *, until: int) -> list[tuple[int, Subject]]:
    """Clauses of a sentence that have a subject at their head, with it: all that begin up to a place, and those read before."""
    heads = _heads_of(scene)
    if heads.read <= until:
        for start, end in clauses_of(scene, heads.read):
            if start > until:
                break
            _read_clause(text, scene, heads, start, end, seeds)
    return heads.found


def each_clause_subject(text: str, scene: Scene, seeds: Seeds) -> Iterator[Subject]:
    """The subjects at the heads of the clauses of a sentence, in order; clauses are read as they are asked for."""
    heads = _heads_of(scene)
    yield from [subject for _, subject in heads.found]
    for start, end in clauses_of(scene, heads.read):
        known = len(heads.found)
        _read_clause(text, scene, heads, start, end, seeds)
        yield from [subject for _, subject in heads.found[known:]]


def _heads_of(scene: Scene) -> Heads:
    if scene.heads is None:
        scene.heads = Heads(scene.start, [mention for mention in scene.mentions if _bears(mention.entity_type)])
    return scene.heads


def _read_clause(text: str, scene: Scene, heads: Heads, start: int, end: int, seeds: Seeds) -> None:
    """Add the subject at the head of the next clause of a sentence, if it has one."""
    subject = _head_subject(text, scene, heads, start, end, seeds)
    heads.read = end + 1
    if subject is not None and not (heads.organisation is not None and locates(text, scene, start, end, subject)):
        heads.found.append((start, subject))
        heads.organisation = subject if subject.coarse == "ORG" else heads.organisation
