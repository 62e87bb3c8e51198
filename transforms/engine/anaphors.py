"""Anaphors in the place of a subject: 公司 and 该行 for the last organisation, 全市 and 区内 for the place of the article."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from transforms.engine.class_nouns import BUILT
from transforms.engine.scenes import Antecedents, Mention, Scene, Subject
from transforms.engine.seats import WORDED, seats_in

ORGANISATION = re.compile(
    r"(?:该|本|上述|这家|上市)?公司(?![法债章治高董监股名类型化控及])|(?:该|本|这家)?集团(?![军化])|(?:该|这家)(?:企业|银行|机构|单位|平台|基金|工厂|医院|学校|中心|组织|协会|党|俱乐部|联盟|店)|球队"
    r"|(?:该|我|全)[行院厂校所社局矿站馆店](?![业面会])|全路(?![段程线面])|公司及[一-鿿]{0,4}子公司"
    r"|这[家个所](?:[一-鿿]{1,10}[0-9０-９一二三四五六七八九十百千万多余]{0,6}[一-鿿]{0,8}的)?(?:企业|公司|集团|银行|工厂|医院|学校|机构|农场|商场|酒店)(?![家们])"
)
# 该项目, 这只基金; 项目 alone before its size.
THING = re.compile(
    r"(?:[该本]|这[个项只款座条])(?P<word>项目|工程|基金|平台|产品|活动|赛事)(?![一-鿿]?(?:经理|公司|办|部))|(?:项目|工程)(?=总投资|占地|总建筑|计划总|全长|建成)"
)
# 风险池累计支持企业 …: what pools money acts by its kind.
POOL = re.compile(
    r"(?:(?:贷款)?风险池|资金池|风险补偿(?:金|资金|基金)|(?:担保|引导|产业|母)基金)(?=累计|已|共|先后|承担|代偿|为|规模|总规模)"
)
THINGS = {
    "项目": ("PROJECT",), "工程": ("PROJECT",), "基金": ("FUND",), "平台": ("PLATFORM",), "产品": ("PRODUCT", "FIN_PRODUCT"),
    "活动": ("EVENT",), "赛事": ("EVENT",),
}  # fmt: skip
# 主承销商是某某证券: whom a sentence only tells the part of.
PART_PLAYED = re.compile(
    "(?:承销商|保荐(?:机构|人)|(?:会计师|律师)事务所|(?:评级|评估|审计|中介|托管)机构|(?:管理|受托|托管|发行|中标|招标)人|财务顾问|交易对方|[受转]让方)$"
)
# 企业 alone is the firm of the sentence before, unless it speaks of firms at large.
FIRM = re.compile(r"企业(?![家们数总户单主减和与及、所职退法用可应最入名]|单位|必须|需要|融资难|自筹)")
PLACE = re.compile(
    r"(?:全|我|该|本)(?P<kind>自治区|[省市区县州旗镇乡村国])(?![一-鿿]?(?:长|委|政府|人大|政协)|场|第[0-9一二三四五六七八九十]|前[0-9一二三四五六七八九十列茅]|首位|排名)|(?P<here>当地|本地)"
    r"|(?P<inside>[省市区县州旗镇乡村])(?:内(?![部外])|域内|属(?=国[企有]|企业|高校|医院|公司)|级?财政(?![部厅局所])|集体(?=经济|收入|资产|年|增收|累计))|(?P<own>(?:本|全)[港澳]|全台(?![湾灣]))|(?P<urban>市区(?![级长委政属]))"
)
# First characters of all of these.
ANAPHORIC = frozenset("该本上这公集我全企当球项工风贷资担引产母省市区县州旗镇乡村")
# 省政府拿出1500万元
GOVERNMENT = re.compile(r"(?P<kind>[省市区县州旗镇乡])(?:人民)?(?:政府|财政$)(?=[一-鿿]|$)")
OWN = {"港": "香港", "澳": "澳门", "台": "台湾"}
# Which kinds of places a word may point to; 全区 is a district, a zone or an autonomous region.
KINDS = {
    "省": ("PROVINCE",), "市": ("CITY", "PROVINCE"), "区": ("DISTRICT", "ZONE", "PROVINCE"), "自治区": ("PROVINCE",), "县": ("COUNTY",),
    "州": ("CITY",), "旗": ("COUNTY",), "镇": ("TOWN",), "乡": ("TOWN",), "村": ("TOWN",), "国": ("COUNTRY",),
}  # fmt: skip
SHORTEST_PLACE = 2
# Provinces that 全市 and 全区 mean.
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
REGIONS = ("内蒙古", "广西", "西藏", "宁夏", "新疆")
# 来源：宁夏日报, 宁夏回族自治区统计局: who tells of a region that its paper calls 全区.
OF_REGION = re.compile(
    f"(?P<name>{'|'.join(REGIONS)})(?:日报|[一-鿿]{{0,3}}自治区(?=党委|政府|人民|统计|第|今|去|[0-9]))"
)
# So near the start of its sentence a place may be that of a dateline.
DATELINE = 30
FILED = ("报导", "报道", "专电", "电讯", "综合报导")
WIRE = re.compile("(?:本[报刊台]|[一-鿿]{2,6}[报社网])$")
# 甲省、乙省等省区市
EXAMPLES, LISTING = {"等省", "等市", "等地", "等国"}, frozenset("、和")
COPIES = {"title", "subtitle"}
WHOLE = {"全国", "该国"}
HOME = {"中国", "我国", "中华人民共和国", "中", "中方", "国内"}
MIN_COUNTRY, PREFECTURE = 2, "地区"
# The words that may point to a place of a kind, in the order of `KINDS`.
WORDS = {
    kind: tuple(word for word, kinds in KINDS.items() if kind in kinds)
    for kind in dict.fromkeys(chain(*KINDS.values()))
}


def places_of(text: str, scenes: Sequence[Scene], *, only: bool = False) -> dict[str, Subject]:
    """For each word (省, 市 …) the place of that kind that the sentences name most; names in headlines count three times.

    Args:
        text: The joined text; where a report was filed is no place that it tells of.
        scenes: Sentences of a page, an article or a paragraph.
        only: Whether a word counts only where one place of its kind is named.
    """
    counts: dict[str, int] = {}
    first: dict[str, Mention] = {}
    found: dict[str, Subject] = {}
    several: set[str] = set()
    seats: dict[str, Subject] = {}
    countries: dict[str, Mention] = {}
    for scene in scenes:
        weight = 3 if scene.role in COPIES else 1
        for mention in told_of(text, scene) if scene.told_of is None else scene.told_of:
            _, _, entity_id, entity_type, surface, _ = mention
            if entity_type.startswith("ORG"):
                for kind, name in seats_in(surface):
                    if kind not in seats:
                        seats[kind] = Subject(name, (), "LOC")
                    elif seats[kind].surface != name:
                        several.add(kind)
            elif surface not in WHOLE:
                if entity_id in counts:
                    counts[entity_id] += weight
                    if len(first[entity_id].surface) == 1:
                        # 津 alone does not tell that 天津 is a city.
                        first[entity_id] = mention
                else:
                    counts[entity_id], first[entity_id] = weight, mention
                if entity_type == "LOC.COUNTRY":
                    countries[entity_id] = mention
    for entity_id in sorted(counts, key=counts.__getitem__, reverse=True):
        mention = first[entity_id]
        words = _words_for(mention.entity_type, mention.surface)
        if text.startswith(PREFECTURE, mention.end) and mention.entity_type == "LOC.CITY":
            # 滨州地区 calls itself 全区.
            words = (*words, "区")
        for word in words:
            if word in found:
                several.add(word)
            else:
                found[word] = Subject(mention.surface, (entity_id,), "LOC")
    if only:
        # A seat and a place of that name are one; two places leave the word open.
        return {word: place for word, place in (seats | found).items() if word not in several}
    if scenes and (region := OF_REGION.search(text, scenes[0].start, scenes[-1].end)) is not None:
        # 全区 in what a region tells of itself.
        known = next((place for place in found.values() if place.surface.startswith(region["name"])), None)
        found["区"] = found["自治区"] = known or Subject(region["name"], (), "LOC", region.start("name"))
    abroad = _country(scenes, countries)
    return seats | found | ({"全国": abroad} if abroad is not None else {})


def told_of(text: str, scene: Scene) -> Sequence[Mention]:
    """The places and organisations that a sentence tells of, without the places where reports were filed."""
    if scene.told_of is None:
        told = [
            mention
            for mention in scene.mentions
            if (family := mention.entity_type[:3]) == "ORG"
            or (family == "LOC" and not filed_from(text, scene, mention))
        ]
        scene.told_of = _without_examples(text, told) if len(told) > 1 else told
    return scene.told_of


def _without_examples(text: str, told: list[Mention]) -> list[Mention]:
    """The mentions without places that are only examples (甲省、乙省等省区市, 甲市、乙市等地)."""
    start = -1
    kept: list[Mention] = []
    for mention in reversed(told):
        follows = text[mention.end : mention.end + 2]
        listed = follows in EXAMPLES or (follows[:1] in LISTING and mention.end + 1 == start)
        if listed and mention.entity_type.startswith("LOC"):
            start = mention.start
        else:
            kept.append(mention)
    return kept[::-1]


def filed_from(text: str, scene: Scene, mention: Mention) -> bool:
    """Whether a place is only where the report was filed (本报北京1月14日讯)."""
    if mention.start - scene.start > DATELINE:
        return False
    if text.startswith(FILED, mention.end):
        return True
    if text[mention.end] in "讯电" and mention.start == scene.start:
        # 枣庄讯 今年上半年, 温州电（记者 某某）
        after = mention.end + 1
        return text[after] in "（(：" or any(time.start == after for time in scene.times[:1])
    dated = scene.times and any(0 <= time.start - mention.end <= 1 for time in scene.times[:2])
    return bool(dated) and WIRE.search(text, max(scene.start, mention.start - 8), mention.start) is not None


def _country(scenes: Sequence[Scene], named: Mapping[str, Mention]) -> Subject | None:
    """The one of the countries named that 全国 means in sentences that do not speak of China."""
    if not named or any(mention.surface in HOME for mention in named.values()):
        return None
    counts = Counter(m.entity_id for scene in scenes for m in scene.mentions if m.entity_id in named)
    (entity_id, most), *others = counts.most_common(2)
    if most < MIN_COUNTRY or (others and others[0][1] * 2 > most):
        return None
    return Subject(named[entity_id].surface, (entity_id,), "LOC")


@functools.lru_cache(maxsize=4_000)
def _words_for(entity_type: str, surface: str) -> tuple[str, ...]:
    """The words that may point to a place; one that no list knows is of the kind that its last character tells."""
    if entity_type == "LOC":
        return (surface[-1],) if surface[-1] in WORDED and len(surface) > SHORTEST_PLACE else ()
    return tuple(word for word in WORDS.get(entity_type.partition(".")[2], ()) if _fits(word, entity_type, surface))


def _fits(word: str, entity_type: str, surface: str) -> bool:
    if entity_type == "LOC.TOWN":
        return surface[-1] == word
    if not entity_type.endswith("PROVINCE") or word == "省":
        return not (word == "省" and surface.startswith((*MUNICIPALITIES, *REGIONS)))
    return surface.startswith(MUNICIPALITIES if word == "市" else REGIONS)


def anaphor_at(
    text: str, at: int, end: int, organisation: Subject | None, antecedents: Antecedents, before: Sequence[Mention] = ()
) -> Subject | None:
    """The subject that an anaphor at a place points back to.

    Args:
        text: The joined text.
        at: First character of the clause behind times and openings.
        end: End of the clause.
        organisation: Last organisation before it in the sentence.
        antecedents: What the sentences before leave to it.
        before: Mentions before it in its sentence.
    """
    if text[at : at + 1] not in ANAPHORIC:
        return None
    if (body := GOVERNMENT.match(text, at, end)) is not None:
        return antecedents.places.get(body["kind"]) or Subject(body[0], (), "ORG", at)
    thing = THING.match(text, at, end)
    if thing is not None:
        named = (antecedents.things.get(kind) for kind in THINGS[thing["word"] or "项目"])
        known = next((subject for subject in named if subject is not None), None)
        if known is None and thing["word"] is None:
            # 工程全长5公里, behind a project that only its sentence names.
            known = antecedents.named("项目") or antecedents.named("工程")
        if known is None and text[at] == "该" and thing["word"] in BUILT and text[thing.end()] != "的":
            # 该项目 of which no name is known.
            return Subject(thing[0], (), "PROJECT", at)
        if known is not None or thing["word"] != "基金":
            return known
    pool = POOL.match(text, at, end)
    if pool is not None:
        known = antecedents.things.get("FUND")
        return known if known is not None and known.surface.endswith(pool[0]) else Subject(pool[0], (), "FUND", at)
    if ORGANISATION.match(text, at, end) is not None:
        return organisation or antecedents.organisation
    if FIRM.match(text, at, end) is not None and (firm := antecedents.firm) is not None:
        return firm
    place = PLACE.match(text, at, end)
    return None if place is None else place_of(place, antecedents, before)


def is_pointed_to(subject: Subject) -> bool:
    """Whether 公司 and the like can point back to a subject: to one organisation, and to none that a sentence only tells the part of (主承销商是某某证券)."""
    return subject.coarse == "ORG" and len(subject.entity_ids) <= 1 and PART_PLAYED.search(subject.surface) is None


def place_of(found: re.Match[str], antecedents: Antecedents, before: Sequence[Mention] = ()) -> Subject | None:
    """The place that a match of `PLACE` means; the printed word itself where no place of that kind is named.

    Args:
        found: The match.
        antecedents: What the sentences before leave to its sentence.
        before: Mentions before it in its sentence, which go before the places of the article.
    """
    word = found["kind"] or found["inside"] or ("市" if found["urban"] else "")
    for mention in reversed(before):
        if word in _words_for(mention.entity_type, mention.surface):
            return Subject(mention.surface, (mention.entity_id,), "LOC")
        if mention.surface[0] == "《" and word in (seats := dict(seats_in(mention.surface[1:]))):
            # 《某市实施方案》提出，全市…
            return Subject(seats[word], (), "LOC", mention.start + 1)
    if found["here"]:
        about = antecedents.topic if found["here"] == "本地" else None
        return about if about is not None and about.coarse == "LOC" else _smallest(antecedents.places)
    if found["own"]:
        return Subject(OWN[found["own"][1]], (), "LOC")
    known = antecedents.places.get("全国" if found[0] == "全国" else word)
    if known is not None or found["inside"]:
        return known
    if found["urban"]:
        return Subject(found[0], (), "LOC", found.start())
    return Subject(found[0], (), "LOC", found.start()) if found[0][0] in "全我" and found["kind"] != "国" else None


def _smallest(places: Mapping[str, Subject]) -> Subject | None:
    return next((places[word] for word in ("村", "乡", "镇", "县", "区", "市", "省") if word in places), None)
