"""Seats: the place that the name of a public body tells, and the bodies whose figures are those of the country."""

from __future__ import annotations

import functools
import re

from transforms.engine.scenes import Antecedents, Mention, Subject

# The words that end the name of a place.
WORDED = frozenset("省市县区州旗镇乡村")
GOVERNS, SHORTEST_COUNTRY = "政府", 2
OF_KIND = re.compile(
    "[省市县区州](?:[一-鿿]{1,8}[局委厅办部处]|人大(?:常委会)?|政协|[一-鿿]{0,4}(?:代表大会|常委会|法院|检察院))$"
)
OFFICE_FIRST = frozenset("省市县区州")
# Ministries tell the figures of the country.
NATION = "中国"
THE_COUNTRY = Subject(NATION, (), "LOC")
NATIONAL = re.compile(
    "国家(?!电网|能源集团|开发银行|[一-鿿]{1,10}(?:公司|集团|银行|大学|公园|实验室|队)$)|国务院|党中央|中共中央|全国人大|全国政协|中央(?:组织|宣传|统战|网信|政法|财经|农村工作|军民融合)[一-鿿]{0,8}(?:部|委|办|小组)"
    "|(?:人力资源和?社会保障|工业和信息化|应急管理|生态环境|文化和旅游|住房和城乡建设|退役军人事务)部|国家防总|自然资源部|住建部|(?:海关|税务|市场监管|金融监管|体育|广电)总局|海关总署|央行"
    "|(?:中央政府|(?:中央|国家)财政|(?:财政|商务|农业|农业农村|工信|教育|科技|人社|民政|交通|交通运输|公安|水利|司法|铁道|卫生|建设|劳动)部|(?:中国)?人民银行|外汇(?:管理)?局|(?:卫健|国资|发改)委|(?:银保监|证监|银监|保监)会)(?=$|、)"
)
# 某某县第十六届人民代表大会: which congress it is.
SITTING = "第[一二三四五六七八九十百零〇]{1,5}届"
# The place at the head of a name (海宁市统计局), where the article does not name it by itself.
SEAT = re.compile(
    r"(?P<whole>[一-鿿]{2,4}?(?:省|自治区))?(?P<city>[一-鿿]{2,3}?(?<![两三四五六七八九十各多全本该我上])市)?(?P<part>[一-鿿]{2,4}?[县区旗])?(?P<town>[一-鿿]{2,4}?(?:(?<!城)镇|(?<![城家同])乡|(?<![农乡])村))?"
)
# 农业发展银行陕西省分行: the place of a branch stands before it.
BRANCH = re.compile(
    r"(?:银行|公司|集团|保险|农行|工行|建行|中行|人行)(?P<place>[一-鿿]{2,8}[省市县区])(?:分行|支行|分公司|支公司|中心支行)$"
)
# 中共某某县委
PARTY = "中共"


@functools.lru_cache(maxsize=4_000)
def seats_in(name: str) -> tuple[tuple[str, str], ...]:
    """The province, the city, the district or county and the town or village at the head of a name, each behind the word that ends it."""
    name = name.removeprefix(PARTY)
    branch = BRANCH.search(name)
    found = SEAT.match(name) if branch is None else SEAT.fullmatch(branch["place"])
    seats = () if found is None else found.group("whole", "city", "part", "town")
    return tuple((kind_of(seat), seat) for seat in seats if seat)


def kind_of(name: str) -> str:
    """The word that ends the name of a place."""
    return "自治区" if name.endswith("自治区") else name[-1]


def is_office(surface: str) -> bool:
    """Whether a name is an office of some province, city or county that it does not name (市统计局): a source, no topic."""
    return surface[0] in OFFICE_FIRST and OF_KIND.match(surface) is not None


def seat_of(body: Mention, antecedents: Antecedents) -> Subject | None:
    """The place whose figures a public body tells (某市统计局介绍, 省林业厅, 美国商务部公布).

    Args:
        body: A body of government.
        antecedents: What the sentences before leave to its sentence.
    """
    if NATIONAL.match(body.surface) is not None:
        return THE_COUNTRY
    name = place_in(body.surface)
    if name is not None:
        known = antecedents.places.get(kind_of(name))
        return known if known is not None and name.startswith(known.surface) else Subject(name, (), "LOC")
    named = body.surface.removesuffix(GOVERNS)
    if named != body.surface and len(named) > SHORTEST_COUNTRY and named[-1] not in WORDED:
        # 马来西亚政府
        return Subject(named, (), "LOC", body.start)
    country = antecedents.places.get("国")
    if country is not None and body.surface.startswith(country.surface):
        return country
    return antecedents.places.get(body.surface[0]) if is_office(body.surface) else None


def place_in(name: str) -> str | None:
    """The smallest province, city, district or county at the head of a name, if it names one."""
    seat = SEAT.match(name)
    return None if seat is None else next(filter(None, (seat["part"], seat["city"], seat["whole"])), None)
