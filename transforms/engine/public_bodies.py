"""Bodies of a place in the place of a subject: what is told of its committee, its government's debts or its banks is told of the place."""

from __future__ import annotations

import re

from transforms.engine.anaphors import GOVERNMENT
from transforms.engine.scenes import Mention, Scene, Subject
from transforms.engine.seats import OFFICE_FIRST, SITTING, is_office, seat_of

COMMITTEE = re.compile(
    r"(?:共青)?团?(?P<place>[一-鿿]{0,4}?)(?P<kind>[省市区县州旗镇乡])委(?:、?(?P=kind)(?:人民)?政府)?"
)
# 某某县第十六届人民代表大会
CONGRESS = re.compile(rf"(?P<place>[一-鿿]{{1,8}}?[省市县区州旗]){SITTING}(?:人民代表大会|人大|政协)")
# 某省政府债务: a figure of the place.
DEBTS = ("债务", "性债务", "隐性债务", "负债", "性基金", "债券", "采购额", "采购规模", "一般债", "专项债")
# 某省银行部门, 省农行
SECTOR, LEVELS, SHORTEST_PLACE = re.compile("部门|系统|业(?![绩务态主])"), frozenset("省市县区"), 2


def banks_of(text: str, bank: Mention, scene: Scene) -> Subject | None:
    """The place whose banks are told of as one (某省银行部门), or the branch that 省农行 means."""
    place = bank.surface.removesuffix("银行")
    if len(place) >= SHORTEST_PLACE and place != bank.surface and SECTOR.match(text, bank.end) is not None:
        return Subject(place, (), "LOC", bank.start)
    return scene.antecedents.named("分行") if text[bank.start - 1 : bank.start] in LEVELS else None


def debtor(text: str, mention: Mention, scene: Scene) -> Subject | None:
    """The place whose government has the debts or makes the purchases that are told right behind its name (某省政府债务)."""
    governs = mention.entity_type == "ORG.GOV" and mention.surface.endswith("政府")
    return seat_of(mention, scene.antecedents) if governs and text.startswith(DEBTS, mention.end) else None


def is_bare(mention: Mention) -> bool:
    """Whether a body of government is named by the level of its place only (市政府, 省财政厅)."""
    surface = mention.surface
    return mention.entity_type == "ORG.GOV" and (
        is_office(surface)
        or GOVERNMENT.fullmatch(surface) is not None
        or (surface[0] in OFFICE_FIRST and surface[1:] == "委")
    )


def place_of_committee(mention: Mention, scene: Scene) -> Subject | None:
    """The place that a party committee stands for in what is told of it (某市委, 县委)."""
    congress = CONGRESS.match(mention.surface)
    if congress is not None:
        return Subject(congress["place"], (), "LOC", mention.start)
    found = COMMITTEE.fullmatch(mention.surface) if mention.surface.endswith(("委", "政府")) else None
    if found is None:
        bare = GOVERNMENT.fullmatch(mention.surface)
        return None if bare is None else scene.antecedents.places.get(bare["kind"])
    for place in scene.antecedents.places.values():
        if found["place"] and place.surface.startswith(found["place"]):
            return place
    return (
        Subject(found["place"] + found["kind"], (), "LOC")
        if found["place"]
        else scene.antecedents.places.get(found["kind"])
    )
