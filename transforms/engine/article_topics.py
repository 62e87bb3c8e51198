"""What an article is about: the place, organisation or company that its headlines and sentences name."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from itertools import islice, pairwise

from seeds.types import Seeds
from transforms.engine.anaphors import filed_from, places_of, told_of
from transforms.engine.bearers import is_part
from transforms.engine.clause_openings import NUMBERED
from transforms.engine.kinds import group_in
from transforms.engine.leading_names import STOCK_CODE
from transforms.engine.scenes import NATIONS, Mention, Scene, Subject, as_subject, coarse_type
from transforms.engine.seats import NATIONAL, SITTING, THE_COUNTRY, is_office, place_in
from transforms.engine.subject_heads import LISTED, each_clause_subject
from transforms.engine.subject_phrases import BEFALLEN

# Banks, offices and schools are none of the firms that 企业 means.
BODY = re.compile(
    r"(?:银行|支行|分行|局|委|部|厅|办|院|大学|学校|协会|中心|政府|管委会|法院|财险|人寿|保险|证券|基金|交易所)$"
)
# Words that mean a place of the paragraph, looked for before its places are.
POINTING = re.compile("[全我该本](?:[省市区县州旗镇乡村]|自治区)|[省市区县州旗镇乡村](?:内|域|级?财政|集体)|[本当]地")
# 建成后将新增 …: of what is built.
BUILT = re.compile("(?:项目|工程|全部|全线|全面|整体)*(?:建成|投产|竣工|完工|达产|通车|投用|投运)[一-鿿]{0,2}后")
MIN_TOPIC = 3
LONGEST_PLACE_LINE = 16
# A stock code in brackets, looked for before the name that stands before it.
CODE = re.compile(STOCK_CODE)
MANY_LISTED, MANY_HEADS = 5, 3
SHORTEST_NAME = 3
# 甲省完成 …；乙省完成 …；丙省 …: so many places of a kind in one sentence are compared.
MANY_COMPARED = 4
ADMINISTRATIVE = {"LOC.PROVINCE", "LOC.CITY", "LOC.COUNTY", "LOC.DISTRICT"}
REPORT_LEAD = 4
# 在某某县第十六届人民代表大会第四次会议上, 某某县人民政府县长
CONGRESS = re.compile(
    rf"(?:^|在|[^一-鿿])(?P<place>(?:(?![在日月年])[一-鿿]){{1,8}}?[省市县区州旗])(?:{SITTING}人民代表大会|人民政府代?[省市县区州旗]长)"
)
SECTION_ROLES = {"title", "section_head"}
# 园保贷: a heading that is nothing but the name of a thing.
ONLY_NAME = re.compile(r"\s*“?(?P<name>[一-鿿A-Za-z]{2,10})”?\s*$")
# Behind these a place is only touched.
PASSING = ("受", "因", "由于", "对", "从", "向", "与", "比", "较", "被", "往", "赴", "至", "到", "除", "如", "及", "、", "来自")  # fmt: skip
# 增速居全国第2位, 占全国的一半, 走在全国前列: a country that a place is measured by.
MEASURING = ("居", "列", "占")
RANKED = re.compile("前[列茅]|前?第?[0-9０-９一二三四五六七八九十]{1,3}[强位名]|首位|榜首")
HEADLINE = 3
NOTES = ("注：", "注:", "备注", "说明：")
THINGS = {"PROJECT", "FUND", "PLATFORM", "PRODUCT", "FIN_PRODUCT", "EVENT"}
# 该项目 means none of these.
PLANS = ("计划", "计划”", "行动", "行动”")
# 中国轻工业联合会: its figures are those of its trade in the whole country.
TRADE_BODY = re.compile("(?:中国|全国)[一-鿿]{2,12}(?:协会|联合会|商会|信息中心)$")
TOPIC_SHARE, DOMINANT = 0.25, 5
# A place that the first sentence names may be named a little less.
LEDE_SHARE = 0.2


def topic_of(text: str, scenes: Sequence[Scene]) -> Subject | None:
    """The place whose congress a report is told to, else the organisation, the company with its stock code or the place that an article is about."""
    early = scenes[: 2 * REPORT_LEAD]
    told = early and CONGRESS.search(text, early[0].start, early[-1].end) is not None
    told_to = next(filter(None, (CONGRESS.search(text, s.start, s.end) for s in early)), None) if told else None
    if told_to is not None:
        return Subject(told_to["place"], (), "LOC", told_to.start("place"))
    topic = _most_named(text, scenes)
    if (
        topic is not None
        and topic.coarse == "ORG"
        and (NATIONAL.match(topic.surface) or TRADE_BODY.match(topic.surface))
    ):
        named = sum(m.entity_type in ADMINISTRATIVE for scene in scenes for m in scene.mentions)
        if named < MIN_TOPIC:
            # What a ministry, the central bank or the federation of a trade reports is the country's.
            return THE_COUNTRY
    return _listed(text, scenes) or topic if topic is None or topic.coarse == "LOC" else topic


@functools.lru_cache(maxsize=4_000)
def _can_be_topic(entity_type: str, surface: str) -> bool:
    """Whether an article may be about a name: no paper, no office of an unnamed place, no single character (港股, 美债)."""
    return len(surface) > 1 and not (entity_type.startswith("ORG.MEDIA") or is_office(surface))


def _most_named(text: str, scenes: Sequence[Scene]) -> Subject | None:
    """The place or organisation that an article names most; names in headlines count three times."""
    counts: dict[str, int] = {}
    first: dict[str, Mention] = {}
    for scene in scenes:
        weight = HEADLINE if scene.role in {"title", "subtitle"} else 1
        outer, ends = "", -1
        told = told_of(text, scene) if scene.told_of is None else scene.told_of
        compared = compared_kinds(told) if weight == 1 else ()
        for mention in told:
            start, end, entity_id, entity_type, surface, _ = mention
            if entity_type in compared or is_part(text, mention):
                continue
            if start == ends and entity_type in ADMINISTRATIVE:
                # 山东滕州市 tells of the smaller one.
                counts[outer] -= weight
            if not _can_be_topic(entity_type, surface) or (surface in NATIONS and _measures(text, start, end)):
                continue
            if entity_type.startswith("ORG") and filed_from(text, scene, mention):
                continue
            if entity_id in counts:
                counts[entity_id] += weight
            else:
                counts[entity_id], first[entity_id] = weight, mention
            if entity_type in ADMINISTRATIVE:
                outer, ends = entity_id, end
    first = {entity_id: mention for entity_id, mention in first.items() if counts[entity_id]}
    if not first:
        return None
    best = max(counts, key=counts.__getitem__)
    count = counts[best]
    opens = first[best].surface not in NATIONS and first[best].start < scenes[0].end and count > MIN_TOPIC
    telling = count >= max(MIN_TOPIC, (LEDE_SHARE if opens else TOPIC_SHARE) * sum(counts.values()))
    # Named again and again, and twice as often as anything else.
    second = max((other for one, other in counts.items() if one != best), default=0)
    telling = telling or (count >= DOMINANT and count >= 2 * second)
    if telling or (len(first) == 1 and not (count == 1 and _in_passing(text, first[best]))):
        return _tells_of(first[best])
    return _region_of_report(scenes, first) or _headed(scenes, counts, first)


def compared_kinds(told: Sequence[Mention], *, many: int = MANY_COMPARED) -> Sequence[str]:
    """The kinds of places of which a sentence names so many that it is about none of them (甲省完成 …；乙省完成 …；…)."""
    if len(told) < many:
        return ()
    names: dict[str, set[str]] = {}
    for mention in told:
        if mention.entity_type in ADMINISTRATIVE:
            names.setdefault(mention.entity_type, set()).add(mention.entity_id)
    return [entity_type for entity_type, ids in names.items() if len(ids) >= many]


def _measures(text: str, start: int, end: int) -> bool:
    """Whether a country is only what a place is measured by."""
    return text.endswith(MEASURING, 0, start) or RANKED.match(text, end) is not None


def _in_passing(text: str, place: Mention) -> bool:
    """Whether a place is named only as a cause, a partner or an example (受日本地震影响)."""
    if not place.entity_type.startswith("LOC"):
        return False
    return text.endswith(PASSING, 0, place.start) or BEFALLEN.match(text, place.end) is not None


def _tells_of(mention: Mention) -> Subject:
    """A name as a topic: a body of government that names its place tells of the place."""
    seat = place_in(mention.surface) if mention.entity_type == "ORG.GOV" else None
    return as_subject([mention]) if seat is None else Subject(seat, (), "LOC")


def section_topics(text: str, scenes: Sequence[Scene]) -> list[Subject | None]:
    """For each sentence what the heading of its section names and the section names again: a place, an organisation or a thing.

    Args:
        text: The joined text.
        scenes: Sentences of the article; a numbered heading parts the section before it.
    """
    heads = [number for number, scene in enumerate(scenes) if scene.role in SECTION_ROLES or _only_names(text, scene)]
    topics: list[Subject | None] = [None] * len(scenes)
    whole: Subject | None = None
    # What the heading right above names, where another one follows it at once (◆某省某市 / 产出全球约六成家电).
    above: Subject | None = None
    stops = [*heads[1:], len(scenes), len(scenes)]
    for number, stop, next_stop in zip(heads, stops, stops[1:], strict=False):
        heading, doubled = scenes[number], stop == number + 1
        if heading.role == "title":
            whole = _quoted_again(text, scenes, number, len(scenes))
            topics[number:stop] = [whole] * (stop - number)
            above = None
            continue
        named = [m for m in heading.mentions if m.entity_type[:3] in {"LOC", "ORG"}]
        # 某省猪价跟着全国走: the country is what a place is measured by.
        named = [m for m in named if m.surface not in NATIONS] or named
        behind = scenes[number + 1 : next_stop if doubled else stop] if named else ()
        inside = {m.entity_id for scene in behind for m in scene.mentions}
        found = next((_tells_of(m) for m in reversed(named) if m.entity_id in inside), None)
        found = found or _quoted_again(text, scenes, number, stop) or above
        above = found if doubled else None
        if NUMBERED.match(text, heading.start, heading.end) is None:
            found = found or group_in(text, heading)
            whole = found
        topics[number:stop] = [found or whole] * (stop - number)
    return topics


def _only_names(text: str, scene: Scene) -> bool:
    """Whether a short line of the text is nothing but the name of a place (◆某省某市), a heading whatever its looks."""
    mentions = scene.mentions
    if not mentions or scene.end - scene.start > LONGEST_PLACE_LINE or mentions[-1].entity_type[:3] != "LOC":
        return False
    between = text[scene.start : mentions[0].start] + text[mentions[-1].end : scene.end]
    joined = all(a.end == b.start for a, b in pairwise(mentions))
    return joined and not any(map(str.isalnum, between))


def _quoted_again(text: str, scenes: Sequence[Scene], number: int, stop: int) -> Subject | None:
    """The thing that a heading only names and that the sentences up to a stop print in quotation marks."""
    heading = scenes[number]
    bare = ONLY_NAME.match(text, heading.start, heading.end) if stop > number + 1 else None
    if bare is None or f"“{bare['name']}”" not in text[scenes[number + 1].start : scenes[stop - 1].end]:
        return None
    return Subject(bare["name"], (), "PROJECT", bare.start("name"))


def _headed(scenes: Sequence[Scene], counts: Mapping[str, int], first: Mapping[str, Mention]) -> Subject | None:
    """The only place or organisation of the headline, where the text names it again."""
    named = [m.entity_id for scene in scenes if scene.role == "title" for m in scene.mentions if m.entity_id in first]
    only = named[0] if len(set(named)) == 1 else None
    return as_subject([first[only]]) if only is not None and counts[only] > HEADLINE else None


def _region_of_report(scenes: Sequence[Scene], first: Mapping[str, Mention]) -> Subject | None:
    """The province, city or county that a report of its government names at its beginning."""
    early = scenes[: min(len(scenes), REPORT_LEAD)]
    named = [
        m
        for scene in early
        for m in scene.mentions
        if m.entity_type in ADMINISTRATIVE and m.entity_id in first and len(m.surface) > 1
    ]
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


@functools.lru_cache(maxsize=4)
def national_words(seeds: Seeds) -> re.Pattern[str]:
    """The indicators that only a country has (lexicon figure_words)."""
    return re.compile(
        "|".join(re.escape(term) for term, role in seeds.lexicon("figure_words").rows if role == "national")
    )


def lists_subjects(text: str, scene: Scene, seeds: Seeds) -> bool:
    """Whether a sentence only lists several subjects behind a colon (…分别是：甲国，…；乙国，…；丙国，…)."""
    first = scene.heads.found[0][0] if scene.heads is not None and scene.heads.found else scene.start
    if first == scene.start or text[first - 1] not in "：:":
        return False
    return len({head.surface for head in each_clause_subject(text, scene, seeds)}) >= MANY_HEADS


def recent_places(text: str, before: Sequence[Scene], places: Mapping[str, Subject]) -> Mapping[str, Subject]:
    """The only place of a kind that some sentences name, where the place most named in the article is far."""
    before = [scene for scene in before if not text.startswith(NOTES, scene.start)]
    named = {mention.entity_id for scene in before for mention in scene.mentions}
    far = {word for word, place in places.items() if named.isdisjoint(place.entity_ids)}
    recent = places_of(text, before) if far else {}
    return {word: place for word, place in recent.items() if word in far and place.entity_ids}


def people_before(scenes: Sequence[Scene]) -> list[Subject | None]:
    """For each sentence the last person named before it."""
    people: list[Subject | None] = [None]
    for scene in scenes:
        named = [mention for mention in scene.mentions if mention.entity_type == "PER"]
        people.append(as_subject(named[-1:]) if named else people[-1])
    return people


def things_before(scenes: Sequence[Scene]) -> list[Mapping[str, Subject]]:
    """For each sentence the last things named before it."""
    things: list[Mapping[str, Subject]] = [{}]
    for scene in scenes:
        named = _things_in(scene)
        things.append({**things[-1], **named} if named else things[-1])
    return things


def _things_in(scene: Scene) -> dict[str, Subject]:
    """The last project, fund, platform, product and event that a sentence names, by coarse type."""
    return {
        coarse: as_subject([mention])
        for mention in scene.mentions
        if (coarse := coarse_type(mention)) in THINGS and not mention.surface.endswith(PLANS)
    }
