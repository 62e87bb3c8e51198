"""Anaphors in the place of a subject: 公司 and 该行 for the last organisation, 全市 and 区内 for the place of the article."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from transforms.engine.scenes import Antecedents, Mention, Scene, Subject

ORGANISATION = re.compile(
    r"(?:该|本|上述|这家|上市)?公司(?![法债章治高董监股名类型化控及])|(?:该|本|这家)?集团(?![军化])|(?:该|这家)(?:企业|银行|机构|单位|平台|基金|工厂|医院|学校|中心)"
    r"|(?:该|我|全)[行院厂校所社局矿站馆店](?![业面])|公司及[一-鿿]{0,4}子公司"
    r"|这[家个所](?:[一-鿿]{1,10}[0-9０-９一二三四五六七八九十百千万多余]{0,6}[一-鿿]{0,8}的)?(?:企业|公司|集团|银行|工厂|医院|学校|机构|农场|商场|酒店)(?![家们])"
)
# 企业 alone is the firm of the sentence before, unless it speaks of firms at large.
FIRM = re.compile(r"企业(?![家们数总户单主减和与及、所职退法用可应最入名]|单位|必须|需要|融资难|自筹)")
PLACE = re.compile(
    r"(?:全|我|该|本)(?P<kind>自治区|[省市区县州旗镇乡国])(?![一-鿿]?(?:长|委|政府|人大|政协))|(?P<here>当地|本地)"
    r"|(?P<inside>[省市区县州旗镇])(?:内(?![部外])|域内|级?财政(?![部厅局所]))|(?P<own>(?:本|全)[港澳]|全台(?![湾灣]))"
)
# First characters of all of these.
ANAPHORIC = frozenset("该本上这公集我全企当省市区县州旗镇")
OWN = {"港": "香港", "澳": "澳门", "台": "台湾"}
# The place at the head of a name (海宁市统计局), where the article does not name it by itself.
SEAT = re.compile(r"(?:[一-鿿]{2,4}?(?:省|自治区))?(?P<city>[一-鿿]{2,3}?市)?(?P<part>[一-鿿]{2,4}?[县区旗])?")
# Which kinds of places a word may point to; 全区 is a district, a zone or an autonomous region.
KINDS = {
    "省": ("PROVINCE",), "市": ("CITY", "PROVINCE"), "区": ("DISTRICT", "ZONE", "PROVINCE"), "自治区": ("PROVINCE",), "县": ("COUNTY",),
    "州": ("CITY",), "旗": ("COUNTY",), "镇": ("TOWN",), "乡": ("TOWN",), "国": ("COUNTRY",),
}  # fmt: skip
# Provinces that 全市 and 全区 mean.
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
REGIONS = ("内蒙古", "广西", "西藏", "宁夏", "新疆")
COPIES = {"title", "subtitle"}
WHOLE = {"全国", "该国"}
HOME = {"中国", "我国", "中华人民共和国", "中", "中方", "国内"}
MIN_COUNTRY = 2


def places_of(scenes: Sequence[Scene]) -> dict[str, Subject]:
    """For each word (省, 市 …) the place of that kind that the sentences name most; names in headlines count three times."""
    counts: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    found: dict[str, Subject] = {}
    seats: dict[str, Subject] = {}
    for scene in scenes:
        weight = 3 if scene.role in COPIES else 1
        for mention in scene.mentions:
            if mention.entity_type.startswith("LOC"):
                counts[mention.entity_id] += weight
                first.setdefault(mention.entity_id, mention)
            elif mention.entity_type.startswith("ORG"):
                for name in _seats(mention.surface):
                    seats.setdefault(name[-1], Subject(name, (), "LOC"))
    for entity_id, _ in counts.most_common():
        mention = first[entity_id]
        for word, kinds in KINDS.items():
            if word not in found and mention.entity_type.partition(".")[2] in kinds and _fits(word, mention):
                found[word] = Subject(mention.surface, (entity_id,), "LOC")
    abroad = _country(scenes)
    return seats | found | ({"全国": abroad} if abroad is not None else {})


@functools.lru_cache(maxsize=20_000)
def _seats(name: str) -> tuple[str, ...]:
    """The city and the district or county at the head of a name."""
    found = SEAT.match(name)
    return () if found is None else tuple(filter(None, found.group("city", "part")))


def _country(scenes: Sequence[Scene]) -> Subject | None:
    """The one foreign country that 全国 means in sentences that do not speak of China."""
    named = {
        mention.entity_id: mention
        for scene in scenes
        for mention in scene.mentions
        if mention.entity_type == "LOC.COUNTRY" and mention.surface not in WHOLE
    }
    if not named or any(mention.surface in HOME for mention in named.values()):
        return None
    counts = Counter(m.entity_id for scene in scenes for m in scene.mentions if m.entity_id in named)
    (entity_id, most), *others = counts.most_common(2)
    if most < MIN_COUNTRY or (others and others[0][1] * 2 > most):
        return None
    return Subject(named[entity_id].surface, (entity_id,), "LOC")


def _fits(word: str, mention: Mention) -> bool:
    if not mention.entity_type.endswith("PROVINCE") or word == "省":
        return not (word == "省" and mention.surface.startswith((*MUNICIPALITIES, *REGIONS)))
    return mention.surface.startswith(MUNICIPALITIES if word == "市" else REGIONS)


def anaphor_at(text: str, at: int, end: int, organisation: Subject | None, antecedents: Antecedents) -> Subject | None:
    """The subject that an anaphor at a place points back to.

    Args:
        text: The joined text.
        at: First character of the clause behind times and openings.
        end: End of the clause.
        organisation: Last organisation before it in the sentence.
        antecedents: What the sentences before leave to it.
    """
    if text[at : at + 1] not in ANAPHORIC:
        return None
    if ORGANISATION.match(text, at, end) is not None:
        return organisation or antecedents.organisation
    if antecedents.firm is not None and FIRM.match(text, at, end) is not None:
        return antecedents.firm
    place = PLACE.match(text, at, end)
    return None if place is None else place_of(place, antecedents.places)


def place_of(found: re.Match[str], places: Mapping[str, Subject], before: Sequence[Mention] = ()) -> Subject | None:
    """The place that a match of `PLACE` means; the printed word itself where no place of that kind is named.

    Args:
        found: The match.
        places: What `places_of` found.
        before: Mentions before it in its sentence, which go before the places of the article.
    """
    for mention in reversed(before):
        if mention.entity_type.partition(".")[2] in KINDS.get(found["kind"] or found["inside"] or "", ()) and _fits(
            found["kind"] or found["inside"], mention
        ):
            return Subject(mention.surface, (mention.entity_id,), "LOC")
    if found["here"]:
        return _smallest(places)
    if found["own"]:
        return Subject(OWN[found["own"][1]], (), "LOC")
    known = places.get("全国" if found[0] == "全国" else found["kind"] or found["inside"])
    if known is not None or found["inside"]:
        return known
    return Subject(found[0], (), "LOC", found.start()) if found[0][0] == "全" and found["kind"] != "国" else None


def _smallest(places: Mapping[str, Subject]) -> Subject | None:
    return next((places[word] for word in ("镇", "县", "区", "市", "省") if word in places), None)
