"""What is looked for near the places of a text: one look rules out that a clause has a subject at its head, or a figure a word for its place."""

from __future__ import annotations

import functools

from seeds.types import Seeds
from transforms.engine.acting_nouns import acting_ends
from transforms.engine.anaphors import ANAPHORIC
from transforms.engine.bare import STANDING_FIRST
from transforms.engine.class_nouns import FIRSTS
from transforms.engine.looks import Sought
from transforms.engine.scenes import Scene
from transforms.engine.subject_phrases import HELD_ENDS, LOOKED_AT, WHICH_FIRST

# Behind these the subject may begin a character or two before the place, or inside quotation marks.
BEFORE = frozenset("该本我这家个“")
# Bits of words for a place (全市, 当地, 区内), and how far ahead they are looked for.
POINTED, LONGEST_SCOPE = 0b11, 48
# So far a clause is looked through for what only firms and persons do.
FAR = 40
# First characters of what is pointed to, a source, a neighbour, a country, the world, a listed part of a body and a zone.
HEADING = (
    "".join(STANDING_FIRST | FIRSTS | WHICH_FIRST | ANAPHORIC)
    + "他她后根按依东西南北毗紧邻濒与同和国全世我中央经高省市区县州"
)


@functools.lru_cache(maxsize=4)
def sought_ahead(seeds: Seeds) -> tuple[Sought, ...]:
    """Words for a place, and what a subject that no list names has near its head; the last one is what only firms and persons do.

    Args:
        seeds: Lexicons names_suffixes and names_heads.
    """
    last, behind = acting_ends(seeds)
    return (
        Sought("全我该本当", "自省市区县州旗镇乡村国地港澳台", LONGEST_SCOPE),
        Sought("省市区县州旗镇乡村", "内域级财集", LONGEST_SCOPE),
        Sought(HEADING),
        # 之一的, and who holds or makes something.
        Sought("之", "一", 24),
        Sought("".join(HELD_ENDS), "的", LOOKED_AT),
        # Routes, indices, things called 号, what is defined, what has a limit.
        Sought("运高铁大水电机油气煤地号", "河铁路速桥库站场田矿线", 16),
        Sought("指综成恒国道纳", "数指", 16),
        Sought("港是", "", 16),
        Sought("作", "为", 16),
        Sought("号", "", 8),
        Sought("最", "", LOOKED_AT),
        # A stock code.
        Sought("（(", "", 9),
        # Industries.
        Sought("就企创毕开营专作商失事停农职待副物渔林牧", "业", 18, but=True),
        # Names by their last word.
        Sought("省市县区州", "场民级区委长内值人", 4, but_second=True),
        Sought("治", "区", 6),
        Sought("镇乡村", "位地是下辖幅总现共拥距", 7),
        Sought("银公集股证大医", "行司团份券学院", 18),
        Sought(last, behind, 15),
        # What firms announce.
        Sought("公宣披", "布告露", 24),
        Sought("减增质持收认转受回套募竞举", "持押有购让资现得牌", FAR),
    )


@functools.lru_cache(maxsize=4)
def _deed(seeds: Seeds) -> int:
    """Bit of what only firms and persons do."""
    return 1 << (len(sought_ahead(seeds)) - 1)


def may_head(text: str, scene: Scene, at: int, end: int, seeds: Seeds, *, first: bool) -> bool:
    """Whether a clause without a known name may have a subject at its head.

    Not what the article has headings for, nor a product of a maker named before it: those are as quickly found as ruled out.

    Args:
        text: The joined text.
        scene: Sentence of the clause, with what `sought_ahead` says.
        at: First character of the clause behind times and openings.
        end: End of the clause.
        seeds: Lexicons names_suffixes and names_heads.
        first: Whether no clause before it in the sentence has a subject.
    """
    near = scene.looks[at] & ~POINTED
    if not near:
        return text[at - 1] in BEFORE or (first and end - at > FAR)
    return first or near != _deed(seeds) or text[at - 1] in BEFORE
