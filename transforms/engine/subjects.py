"""Subjects: the organisation or place a figure belongs to, found at the head of its clause or inherited."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from seeds.types import Seeds
from transforms.engine.anaphors import PLACE, anaphor_at, place_of
from transforms.engine.indicators import has_word
from transforms.engine.scenes import Mention, Scene, Subject
from transforms.engine.subject_tails import bearer, person_of_age, speaks

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
# A source is no subject: 国家统计局数据显示.
SOURCE = re.compile(r"[^，。；：]{0,8}?(?:数据|统计|介绍|消息|报道|发布|公布|显示|透露|获悉|了解到|日电|讯)")
SPEAKING = re.compile(r"[^，。；：]{0,10}?(?:说|表示|认为|指出|称|强调|告诉|预计|预测|提出|要求|坦言|直言|：)")
# What stands before a name that is compared with, addressed or only touched.
GOVERNED = re.compile(
    r"(?:占|比|较|高于|低于|优于|快于|慢于|到|向|往|从|对|与|同|和|跟|给|为|被|将|把|给予|面向|集聚了|来自|支持|服务)$"
)
PRINTED = re.compile(
    r"(?:我国|全国|中国)(?![一-鿿]{0,4}(?:队|银行|公司|集团|协会|大学|研究|工程院|科学院|人民|石油|移动|电信|联通|证监|气象|铁路|消费者协会))|[一-鿿]{2,3}(?:省|自治区|(?<![上城超都股门夜楼车])市|县|(?<![地社园校景灾战])区|州)(?![场民级区委长内值人])"
    r"|[一-鿿A-Za-z]{2,14}?(?:银行|公司|集团|股份|证券|大学|医院)(?![家业们])"
)
# 某某股份（002986）: the name before a stock code.
LISTED = re.compile(
    r"([一-鿿A-Za-z＊*]{2,8})[（(](?:[一-鿿]{0,4}[：:]\s?)?(?:SH|SZ|HK|BJ)?\s?[.：:]?[0-9]{4,6}(?:[.．](?:SH|SZ|HK|BJ))?(?:[，,、][^（）()]{0,20})?[）)]"
)
SHARES = re.compile(r"的?(?:股权|股份|出资额)")
FIGURE = re.compile(r"[0-9０-９两%]")
WORDY = re.compile(
    r"[的从向与为对被把将由占其及了第]|归属|继续|保持|成为|属于|全[省市县区]|^(?:是|有|在|于|使|让|令|办|建|自治区|加快|推动|支持|促进|推进|引进|组建|成立|鼓励|帮助|通过)"
)
EXISTS = re.compile(r"(?:目前|截至目前|迄今|现)?[，,]?(?:共|总共|累计|已|已累计|已有|共有|有|现有|其中)")
# 从某国引进, 以某地为例: such a name only opens the clause.
LED_BY = frozenset("从到至以由")
MARKS = re.compile("[，；：、和与]")
# 全市 stands so close before the indicator.
SCOPE = 6
LONGEST_LIST = 20
REACH = 80
NATION = "中国"
NATIONS = ("我国", "全国", "中国")
PROVINCES = ("省份", "省区市", "个省")


@functools.lru_cache(maxsize=4)
def _openings(seeds: Seeds) -> re.Pattern[str]:
    words = sorted(
        (term for term, role in seeds.lexicon("figure_words").rows if role == "opening"), key=len, reverse=True
    )
    return re.compile(rf"(?:[\s“”‘’《（(、]|{'|'.join(map(re.escape, words))})*")


def _coarse(mention: Mention) -> str:
    return mention.entity_type.partition(".")[0]


def as_subject(mentions: Sequence[Mention]) -> Subject:
    """Mentions as one, possibly joint, subject."""
    ids = tuple(dict.fromkeys(mention.entity_id for mention in mentions))
    return Subject("、".join(dict.fromkeys(mention.surface for mention in mentions)), ids, _coarse(mentions[0]))


def chain_from(text: str, mentions: Sequence[Mention], at: int) -> list[Mention]:
    """The names that stand side by side from a mention on: the last link of a chain of places, all of an enumeration."""
    kept = [mentions[at]]
    for follower in mentions[at + 1 : at + LONGEST_LIST]:
        last = kept[-1]
        between = text[last.end : follower.start]
        if last.surface in NATIONS and follower.entity_type == "LOC.SITE":
            break
        if not between and _coarse(last) == "LOC" and _coarse(follower) in {"LOC", "ORG"}:
            kept[-1] = follower
        elif (
            len(between) <= 3
            and JOINED.fullmatch(between)
            and _coarse(follower) == _coarse(last)
            and between.strip() != "，"
        ):
            kept.append(follower)
        else:
            break
    return kept


def _clauses(scene: Scene) -> Iterable[tuple[int, int]]:
    start = scene.start
    for at in scene.marks:
        if at > start:
            yield start, at
        start = at + 1
    if start < scene.end:
        yield start, scene.end


def _head_subject(
    text: str, scene: Scene, start: int, end: int, organisation: Subject | None, seeds: Seeds
) -> Subject | None:
    """The subject at the head of a clause, behind times, openings and an introducing verb."""
    at, openings = start, _openings(seeds)
    moved = True
    while moved:
        moved = False
        skipped = openings.match(text, at, end)
        if skipped is not None and skipped.end() > at:
            at, moved = skipped.end(), True
        for time in scene.times_in(start, end):
            if time.start <= at < time.end and time.end <= end:
                at, moved = time.end, True
    inside = [m for m in scene.mentions_in(start, end) if m.end <= end and m.entity_type.startswith(TYPES)]
    for number, mention in enumerate(inside):
        lead = text[at : mention.start]
        if mention.start > at and not (
            lead.endswith("的") and len(lead) <= 12 and not FIGURE.search(lead) and not has_word(lead, "inner", seeds)
        ):
            break
        if text[mention.start - 1 : mention.start] in LED_BY and mention.start > start:
            return None
        chain = chain_from(text, inside, number)
        last = inside.index(chain[-1])
        if len(chain) == 1 and (behind := bearer(text, inside, last, end)) != last:
            chain = chain_from(text, inside, behind)
        if any(m.entity_type == "PER" for m in inside[inside.index(chain[-1]) :]) and speaks(text, chain[-1].end, end):
            return None
        if _coarse(chain[0]) == "PER" and SPEAKING.match(text, chain[-1].end, end):
            return None
        if chain[0].surface == "全国" and "全国" in scene.antecedents.places:
            return scene.antecedents.places["全国"]
        if chain[0].entity_type.startswith("ORG.MEDIA") or SOURCE.match(text, chain[-1].end, end):
            return None
        return as_subject(chain)
    if any(m.start <= at < m.end for m in inside):
        return None
    listed = LISTED.match(text, at, end)
    if listed is not None:
        return Subject(listed[1], (), "ORG", listed.start(1))
    # 该 is also an opening.
    back = at - (text[at - 1 : at] in {"该", "本", "我", "这"} and at > start)
    found = anaphor_at(text, back, end, organisation, scene.antecedents)
    return found or anaphor_at(text, at, end, organisation, scene.antecedents) or _printed(text, at, end, seeds)


def _printed(text: str, at: int, end: int, seeds: Seeds) -> Subject | None:
    """A name that no list knows, by its last word."""
    printed = PRINTED.match(text, at, end)
    if printed is None or SOURCE.match(text, printed.end(), end):
        return None
    if has_word(printed[0], "inner", seeds) or WORDY.search(printed[0]):
        return None
    return Subject(printed[0], (), "LOC" if printed[0][-1] in "国省市县区州" else "ORG", at)


def clause_subjects(text: str, scene: Scene, seeds: Seeds) -> list[tuple[int, Subject]]:
    """Clauses of a sentence that have a subject at their head, with it."""
    if scene.clause_subjects is None:
        scene.clause_subjects = []
        organisation = None
        for start, end in _clauses(scene):
            subject = _head_subject(text, scene, start, end, organisation, seeds)
            if subject is not None:
                scene.clause_subjects.append((start, subject))
                organisation = subject if subject.coarse == "ORG" else organisation
    return scene.clause_subjects


def subject_of(
    text: str,
    scene: Scene,
    start: int,
    end: int,
    dimension: str | None,
    indicator: tuple[int, int] | None,
    seeds: Seeds,
) -> Subject | None:
    """Whose figure it is.

    Args:
        text: The joined text.
        scene: Sentence of the figure.
        start: First character of the figure.
        end: One past it.
        dimension: Its dimension; ages are those of persons.
        indicator: Span of its indicator.
        seeds: Lexicon figure_words.
    """
    for mention in scene.mentions_in(end, end + 5):
        if (
            mention.entity_type.startswith("FUND")
            and 0 <= mention.start - end <= 4
            and "，" not in text[end : mention.start]
        ):
            return as_subject([mention])
    if dimension == "age":
        return person_of_age(text, scene, start, end) or scene.antecedents.person
    owner = _owner(text, scene, start, indicator) or _held(text, scene, start, end)
    if owner is not None:
        return owner
    heads = clause_subjects(text, scene, seeds)
    known = bisect_right(heads, start, key=lambda head: head[0])
    for clause, subject in reversed(heads[max(0, known - LONGEST_LIST) : known]):
        if not (subject.coarse == "PER" and clause < start - 40):
            return subject
    if indicator is not None and text.startswith(PROVINCES, indicator[0]):
        return Subject(NATION, (), "LOC")
    if scene.topic is not None and scene.topic.coarse == "LOC" and _exists(text, scene, start):
        return scene.topic
    return scene.inherited


def _held(text: str, scene: Scene, start: int, end: int) -> Subject | None:
    """The company whose shares are counted (收购某公司51%股权)."""
    if SHARES.match(text, end) is None:
        return None
    before = scene.mentions_in(max(scene.start, start - REACH), start)
    return as_subject(before[-1:]) if before and before[-1].end == start and _coarse(before[-1]) == "ORG" else None


def _exists(text: str, scene: Scene, start: int) -> bool:
    """Whether the sentence only says that something is there (共有26家企业): then the place of the article has it."""
    if scene.exists_from is None:
        found = (at for at, end in _clauses(scene) if _says_there_is(text, scene, at, end))
        scene.exists_from = next(found, scene.end)
    return scene.exists_from <= start


def _says_there_is(text: str, scene: Scene, at: int, end: int) -> bool:
    for time in scene.times_in(at, end):
        if time.start <= at < time.end:
            at = time.end
    return EXISTS.match(text, at, end) is not None


def _owner(text: str, scene: Scene, start: int, indicator: tuple[int, int] | None) -> Subject | None:
    """A name right before the indicator (我国2020年知识产权质押融资), or the listed bodies of 某局等28个部门."""
    near = scene.mentions_in(max(scene.start, start - REACH), start)
    scoped = _scoped(text, scene, start, indicator)
    if scoped is not None:
        return scoped
    for number, mention in enumerate(near):
        if mention.end > start:
            break
        if _coarse(mention) not in {"LOC", "ORG", "PRODUCT"} or text.endswith(NATIONS, scene.start, mention.start):
            continue
        chain = chain_from(text, near, number)
        if text[chain[-1].end : start] == "等" and _coarse(mention) == "ORG":
            return as_subject(chain)
        if indicator is None or not mention.end <= indicator[0] <= start or indicator[1] > start:
            continue
        gap = text[mention.end : indicator[0]]
        inner = [time for time in scene.times_in(mention.end, indicator[0]) if time.end <= indicator[0]]
        bare = len(gap) - sum(time.end - time.start for time in inner)
        if (
            bare <= 1
            and gap[-1:] in {"", "的", *(t.surface[-1] for t in inner)}
            and not GOVERNED.search(text, max(scene.start, mention.start - 4), mention.start)
        ):
            return as_subject([mention])
    return None


def _scoped(text: str, scene: Scene, start: int, indicator: tuple[int, int] | None) -> Subject | None:
    """The place that 全省, 区内 and the like name at the head of what is counted."""
    if indicator is None or indicator[0] > start:
        return None
    begin = max(scene.start, indicator[0] - SCOPE)
    found = next(reversed(list(PLACE.finditer(text, begin, indicator[1]))), None)
    if found is None or GOVERNED.search(text, max(scene.start, found.start() - 4), found.start()):
        return None
    if not indicator[0] - 1 <= found.end() <= indicator[1] - 2 or MARKS.search(text, found.end(), indicator[1]):
        return None
    return place_of(found, scene.antecedents.places, scene.mentions_in(scene.start, found.start()))
