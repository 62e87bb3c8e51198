"""Topics: the subject that the sentences of an article leave to those behind them."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby, islice

from seeds.types import Seeds
from transforms.engine.anaphors import places_of
from transforms.engine.scenes import COPY_ROLES, Antecedents, Mention, Scene, Subject, as_subject, coarse_type
from transforms.engine.subject_heads import LISTED, STOCK_CODE, clause_subjects
from transforms.engine.subjects import NATION

# Banks, offices and schools are none of the firms that 企业 means.
BODY = re.compile(
    r"(?:银行|支行|分行|局|委|部|厅|办|院|大学|学校|协会|中心|政府|管委会|法院|财险|人寿|保险|证券|基金|交易所)$"
)
# Between a firm and its man stands his office.
OFFICE = 14
# So near the start of its sentence a place may be that of a dateline.
DATELINE = 30
# Words that mean a place of the paragraph, looked for before its places are.
POINTING = re.compile("[全我该本](?:[省市区县州旗镇乡]|自治区)|[省市区县州旗镇](?:内|域|级?财政)|[本当]地")
FILED = ("报导", "报道", "专电", "电讯", "综合报导")
THINGS = {"PROJECT", "FUND", "PLATFORM", "PRODUCT", "FIN_PRODUCT", "EVENT"}
PASSING = {"PROJECT", "PRODUCT"}
LEDE = 3
MIN_TOPIC = 3
# A stock code in brackets, looked for before the name that stands before it.
CODE = re.compile(STOCK_CODE)
MANY_LISTED = 5
SHORTEST_NAME = 3
ADMINISTRATIVE = {"LOC.PROVINCE", "LOC.CITY", "LOC.COUNTY", "LOC.DISTRICT"}
REPORT_LEAD = 4
TOPIC_SHARE = 0.25


def topic_of(text: str, scenes: Sequence[Scene]) -> Subject | None:
    """The place or organisation that an article names most; names in headlines count three times."""
    counts: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    for scene in scenes:
        for mention in scene.mentions:
            if (
                mention.entity_type.startswith(("LOC", "ORG"))
                and not mention.entity_type.startswith("ORG.MEDIA")
                and not (mention.start - scene.start <= DATELINE and _in_dateline(text, scene, mention))
            ):
                counts[mention.entity_id] += 3 if scene.role in {"title", "subtitle"} else 1
                first.setdefault(mention.entity_id, mention)
    if not counts:
        return None
    best, count = max(counts.items(), key=lambda item: item[1])
    telling = count >= max(MIN_TOPIC, TOPIC_SHARE * counts.total())
    return as_subject([first[best]]) if telling or len(first) == 1 else _region_of_report(scenes, first)


def _in_dateline(text: str, scene: Scene, mention: Mention) -> bool:
    """Whether a place is only where the report was filed (本报北京1月14日讯)."""
    if text.startswith(FILED, mention.end):
        return True
    wired = text.endswith(("本报", "新华社", "中新社", "本刊", "本台"), scene.start, mention.start)
    return wired and any(0 <= time.start - mention.end <= 1 for time in scene.times[:2])


def _region_of_report(scenes: Sequence[Scene], first: Mapping[str, Mention]) -> Subject | None:
    """The province, city or county that a report of its government names at its beginning."""
    early = scenes[: min(len(scenes), REPORT_LEAD)]
    named = [m for scene in early for m in scene.mentions if m.entity_type in ADMINISTRATIVE and m.entity_id in first]
    if not named or len({m.entity_id for m in named}) > 1:
        return None
    return as_subject([first[named[0].entity_id]])


def _listed(text: str, scenes: Sequence[Scene]) -> Subject | None:
    """The one company that an article names with its stock code, as far as its name is repeated."""
    if not scenes or CODE.search(text, scenes[0].start, scenes[-1].end) is None:
        return None
    start, end = scenes[0].start, scenes[-1].end
    names = {}
    for found in islice(LISTED.finditer(text, start, end), MANY_LISTED):
        for length in range(len(found[1]), SHORTEST_NAME - 1, -1):
            name = found[1][-length:]
            if text.count(name, start, end) > 1:
                names[name] = found.end(1) - length
                break
    if len(names) != 1:
        return None
    ((name, at),) = names.items()
    return Subject(name, (), "ORG", at)


def hand_down(
    text: str, scenes: Sequence[Scene], until: int, block_ids: Sequence[str], page: Mapping[str, Subject], seeds: Seeds
) -> None:
    """Give each sentence of an article the subject that the ones before leave to it.

    The subject of the sentence before in the same paragraph, else the topic of the article, else the last subject; an article about national
    indicators that names no subject is about the country.

    Args:
        text: The joined text.
        scenes: Sentences of the article.
        until: Row of its last sentence with a figure.
        block_ids: Paragraph of each sentence row.
        page: Places of the whole page, for a part of an article that names none.
        seeds: Loaded seeds.
    """
    topic, places = topic_of(text, scenes), {**page, **places_of(scenes)}
    if topic is None or topic.coarse == "LOC":
        topic = _listed(text, scenes) or topic
    whole = text[scenes[0].start : scenes[-1].end] if scenes and topic is None else ""
    national = len(_national(seeds).findall(whole)) >= MIN_TOPIC
    blocks = {block: list(group) for block, group in groupby(scenes, key=lambda scene: block_ids[scene.row])}
    near: Mapping[str, Subject] = places
    last: Subject | None = None
    local: Subject | None = None
    firm: Subject | None = None
    things: Mapping[str, Subject] = {}
    organisation: Subject | None = None
    person: Subject | None = None
    block = None
    for scene in scenes:
        if block_ids[scene.row] != block:
            block, local, firm = block_ids[scene.row], None, None
            here = blocks[block]
            points = POINTING.search(text, here[0].start, here[-1].end) is not None
            near = {**places, **places_of(here, only=True)} if points else places
        scene.inherited, scene.topic = local or topic or last, topic
        scene.antecedents = Antecedents(organisation, person, near, firm, things)
        named = [subject for _, subject in clause_subjects(text, scene, seeds) if subject.coarse != "PER"]
        # An unknown route or product is no topic for the sentences behind.
        lasting = [subject for subject in named if subject.entity_ids or subject.coarse not in PASSING]
        if lasting:
            local = last = lasting[0]
        companies = [mention for mention in scene.mentions if mention.entity_type == "ORG.COMPANY"]
        told = next((subject for subject in reversed(named) if subject.coarse == "ORG"), None)
        if told is None and companies and _of_speaker(scene, companies[-1]):
            told = as_subject(companies[-1:])
        organisation = told or organisation
        firm = told if told is not None and not BODY.search(told.surface) else None
        named_things = {coarse_type(m): as_subject([m]) for m in scene.mentions if coarse_type(m) in THINGS}
        things = {**things, **named_things} if named_things else things
        people = [mention for mention in scene.mentions if mention.entity_type == "PER"]
        person = as_subject(people[-1:]) if people else person
        if scene.row >= until and not national:
            # No figure behind this one asks for a subject.
            break
    _headlines_like_the_lede(text, scenes, seeds)
    if national:
        placed = any(
            subject.coarse == "LOC" and subject.entity_ids
            for scene in scenes
            for _, subject in scene.clause_subjects or ()
        )
        if not placed:
            for scene in scenes:
                scene.inherited = Subject(NATION, (), "LOC")


def _headlines_like_the_lede(text: str, scenes: Sequence[Scene], seeds: Seeds) -> None:
    """Give headlines that nothing leaves a subject to that of the first sentences of the text."""
    bare = [scene for scene in scenes if scene.inherited is None and scene.role in COPY_ROLES]
    if not bare:
        return
    body = islice((scene for scene in scenes if scene.role not in COPY_ROLES), LEDE)
    heads = (subject for scene in body for _, subject in clause_subjects(text, scene, seeds))
    lede = next((subject for subject in heads if subject.coarse in {"LOC", "ORG"}), None)
    for scene in bare:
        scene.inherited = lede


def _of_speaker(scene: Scene, company: Mention) -> bool:
    """Whether a company is named for one of its people (某某公司董事长某某)."""
    return any(m.entity_type == "PER" and 0 <= m.start - company.end <= OFFICE for m in scene.mentions)


@functools.lru_cache(maxsize=4)
def _national(seeds: Seeds) -> re.Pattern[str]:
    return re.compile(
        "|".join(re.escape(term) for term, role in seeds.lexicon("figure_words").rows if role == "national")
    )
