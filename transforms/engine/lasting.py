"""Lasting subjects: which subject of a sentence holds for the sentences behind it that name none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from seeds.types import Seeds
from transforms.engine.article_topics import MANY_HEADS, compared_kinds, lists_subjects
from transforms.engine.scenes import NATIONS, Scene, Subject
from transforms.engine.subject_heads import each_clause_subject

PASSING = {"PROJECT", "PRODUCT"}
# 某某公司玻璃及门窗生产项目: what follows tells of it.
BUILDING, FULL = ("项目", "工程"), 10
LANDMARKS = {"LOC.NATURAL", "LOC.SITE"}
# What is built, and what no list knows.
WORKS, BUILT = {"LOC", "LOC.SITE"}, ("工程", "枢纽", "水库", "大坝", "电站")
# 某某投资等多家知名机构, 甲省、乙省等主要出口地区
EXAMPLE = re.compile(
    "等[一-鿿]{0,6}(?:地区|省份|省市|城市|国家)|等(?:[多数几]|[0-9０-９]{2,}|[一二三四五六七八九十百千]{1,4}余?)[多余]?[家个只支所]"
)
OFFICE = "部门"
# 东部地区: one of the parts that the figures of the country are told by.
PART_OF_COUNTRY = re.compile("(?:东部|中部|西部|东北|中西部|沿海|内陆|沿边)(?:地区|省份)?")
# 某某证券的首席分析师某某: who only speaks of others.
OBSERVER = re.compile("的?[一-鿿]{0,8}?(?:分析师|经济学家|策略师|研究员|交易员|[院所系]教授|专家|发言人)")


def lasting_subject(
    text: str, scene: Scene, topic: Subject | None, seeds: Seeds, *, opens: bool, repeats: Callable[[str], bool]
) -> Subject | None:
    """The first subject of a sentence other than persons; an unknown route or product is no topic for the sentences behind.

    Args:
        text: The joined text.
        scene: The sentence.
        topic: What its article is about.
        seeds: Loaded seeds.
        opens: Whether it is the first of its paragraph.
        repeats: Tells whether the article prints a name more than once.
    """
    # 其中，某市 …；某县 …: parts of what the sentence before is about.
    heads = () if text.startswith("其中", scene.start) else each_clause_subject(text, scene, seeds)
    for head in heads:
        if lists_subjects(text, scene, seeds) or is_compared(scene, head):
            return None
        if scene.role == "title":
            passing = not head.entity_ids or head.coarse not in {"LOC", "ORG"}
        else:
            unknown = head.coarse in PASSING and not (len(head.surface) >= FULL and head.surface.endswith(BUILDING))
            passing = unknown if not head.entity_ids else is_site(scene, head, topic)
            passing = passing or is_example(text, scene, head) or is_observer(text, scene, head)
        if topic is not None and topic.surface in NATIONS and not passing:
            passing = is_work(text, scene, head) or (not opens and is_touched(head, repeats))
        if head.coarse != "PER" and not passing and PART_OF_COUNTRY.fullmatch(head.surface) is None:
            return head
    return None


def stands_for(nearer: Subject, about: Subject, repeats: Callable[[str], bool]) -> bool:
    """Whether a subject takes the place of a topic that is far: one of its kind, for a country one that is named again."""
    if not nearer.entity_ids or nearer.coarse != about.coarse:
        return False
    return about.surface not in NATIONS or repeats(nearer.surface)


def first_named(scenes: Sequence[Scene]) -> dict[str, tuple[int, str]]:
    """Where each entity is named first in some sentences, and its type there."""
    mentions = (mention for scene in reversed(scenes) for mention in reversed(scene.mentions))
    return {mention.entity_id: (mention.start, mention.entity_type) for mention in mentions}


def is_landmark(subject: Subject, named: Mapping[str, tuple[int, str]]) -> bool:
    """Whether a subject is a lake, a mountain or a building, of which paragraphs that name a place no more do not go on to tell.

    Args:
        subject: The subject.
        named: Result of `first_named`.
    """
    return min((named[one] for one in subject.entity_ids if one in named), default=(0, ""))[1] in LANDMARKS


def is_compared(scene: Scene, head: Subject) -> bool:
    """Whether a subject is one of several places that a sentence sets side by side."""
    kinds = compared_kinds(scene.mentions, many=MANY_HEADS) if head.coarse == "LOC" else ()
    return any(m.entity_type in kinds for m in scene.mentions if m.entity_id in head.entity_ids)


def is_touched(head: Subject, repeats: Callable[[str], bool]) -> bool:
    """Whether what is told of the whole country names a place but once."""
    return head.coarse == "LOC" and head.surface not in NATIONS and not repeats(head.surface)


def is_site(scene: Scene, head: Subject, topic: Subject | None) -> bool:
    """Whether a subject is a building or a road of a place that the article is about: what follows tells of the place again."""
    if head.coarse != "LOC" or topic is None or topic.coarse != "LOC":
        return False
    sites = {mention.entity_id for mention in scene.mentions if mention.entity_type == "LOC.SITE"}
    return not sites.isdisjoint(head.entity_ids) and not sites.intersection(topic.entity_ids)


def is_work(text: str, scene: Scene, head: Subject) -> bool:
    """Whether a subject is a dam, a road or the like, in what is told of the whole country."""
    if head.coarse not in {"PROJECT", "LOC"}:
        return False
    named = [mention for mention in scene.mentions if mention.entity_id in head.entity_ids]
    return head.coarse == "PROJECT" or any(m.entity_type in WORKS or text.startswith(BUILT, m.end) for m in named)


def is_example(text: str, scene: Scene, head: Subject) -> bool:
    """Whether a subject is one of several that are not named (某某投资等多家机构): what follows tells of them no more."""
    named = (mention for mention in scene.mentions if mention.entity_id in head.entity_ids)
    return any(EXAMPLE.match(text, mention.end) is not None for mention in named)


def is_observer(text: str, scene: Scene, head: Subject) -> bool:
    """Whether a subject is only the body of one who speaks of others (某某证券首席分析师), or an office that has no name (交通部门): what follows is not told of it."""
    if head.coarse != "ORG":
        return False
    if head.surface.endswith(OFFICE):
        return True
    named = (mention for mention in scene.mentions if mention.entity_id in head.entity_ids)
    return any(OBSERVER.match(text, mention.end) is not None for mention in named)
