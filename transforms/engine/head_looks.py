"""What is looked for near the places of a text: one look rules out that a clause has a subject at its head, or a figure a word for its place."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import chain

from seeds.types import Seeds
from transforms.engine.acting_nouns import LONGEST as LONGEST_ACTING
from transforms.engine.acting_nouns import acting_ends
from transforms.engine.anaphors import ANAPHORIC
from transforms.engine.bare import STANDING_FIRST
from transforms.engine.class_nouns import FIRSTS
from transforms.engine.indicators import figure_words
from transforms.engine.looks import Sought, words_within
from transforms.engine.printed_names import LONGEST_PRINTED, LONGEST_SOURCE, SOURCES
from transforms.engine.subject_phrases import HELD_ENDS, LOOKED_AT, WHICH_FIRST

# Behind these the subject may begin a character or two before the place, inside quotation marks, or nowhere (在某某的支持下).
BEFORE = frozenset("该本我这家个“在")
# How far ahead words for a place (全市, 当地, 区内) are looked for.
LONGEST_SCOPE = 48
# So far a clause is looked through for what only firms and persons do.
FAR = 40
LONGEST_DATELINE, LONGEST_LEAD, LONGEST_LISTED, LONGEST_INDUSTRY = 40, 24, 9, 18
# First characters of what is pointed to, a source, a neighbour, a country, the world, a listed part of a body and a zone.
HEADING = (
    "".join(STANDING_FIRST | FIRSTS | WHICH_FIRST | ANAPHORIC)
    + "他她咱后根按依东西南北毗紧邻濒与同和国全世我咱中央经高省市区县州"
)


def _groups(bodies: Sought, corporate: tuple[Sought, Sought]) -> tuple[tuple[Sought, ...], ...]:
    """What is looked for, in the order of the bits below: `bodies` is where names of bodies that act can end, `corporate` what firms tell of."""
    return (
        (
            Sought("全我该本当", "自省市县区州旗镇乡村国地港澳台", LONGEST_SCOPE),
            Sought("省市区县州旗镇乡村", "内域级财集", LONGEST_SCOPE),
        ),
        (Sought("讯电消", "", LONGEST_DATELINE),),
        words_within(SOURCES, LONGEST_SOURCE),
        corporate,
        (Sought(HEADING),),
        (Sought("之", "一", LONGEST_LEAD),),
        (Sought("".join(HELD_ENDS), "的", LOOKED_AT),),
        # Routes, indices, things called 号, what is defined, what has a limit.
        (
            Sought("运高铁大水电机油气煤地号班", "河铁路速桥库站场田矿线列", 16),
            Sought("指综成恒国道纳", "数指", 16),
            Sought("港是", "", 16),
            Sought("作", "为", 16),
            Sought("号", "", 8),
            Sought("最", "", LOOKED_AT),
        ),
        (Sought("（(", "", LONGEST_LISTED),),
        (Sought("就企创毕开营专作商失事停农职待副物渔林牧", "业", LONGEST_INDUSTRY, but=True),),
        # Names by their last word.
        (
            Sought("省市县区州", "场民级区委长内值人", 4, but_second=True),
            Sought("治", "区", 6),
            Sought("镇乡村", "位地是下辖幅总现共拥距", 7),
            Sought("A", "股", LOOKED_AT),
            Sought("银公集股证大医", "行司团份券学院", LONGEST_PRINTED),
        ),
        (bodies,),
        words_within(("公布", "宣布", "公告", "披露"), 24),
        (Sought("减增质持收认转受回套募竞举", "持押有购让资现得牌", FAR),),
    )


def _bits() -> Iterator[int]:
    """The bits of each group."""
    first = 0
    for group in _groups(Sought(""), (Sought(""), Sought(""))):
        yield ((1 << len(group)) - 1) << first
        first += len(group)


# Words for a place; where a report was filed; who tells; what firms tell of; the first character of a head; 之一的; who holds or makes something; things by their last word; stock
# codes; industries; names by their last word, and those of bodies that act; what firms announce; what only firms and persons do.
POINTED, FILED, TOLD_BY, CORPORATE, HEAD, PARTLY, HELD, THING, CODED, INDUSTRY, PRINTED, ACTING, ANNOUNCED, DEED = (
    _bits()
)
HEADED = HEAD | PARTLY | HELD | THING | CODED | INDUSTRY | PRINTED | ACTING | ANNOUNCED | DEED


@functools.lru_cache(maxsize=4)
def sought_ahead(seeds: Seeds) -> tuple[Sought, ...]:
    """What is looked for, one bit each.

    Args:
        seeds: Lexicons names_suffixes, names_heads and figure_words.
    """
    last, behind = acting_ends(seeds)
    corporate = words_within(figure_words(seeds, "corporate"), FAR)
    return tuple(chain.from_iterable(_groups(Sought(last, behind, LONGEST_ACTING + 1), corporate)))


def may_head(text: str, near: int, at: int, end: int, *, first: bool) -> bool:
    """Whether a clause without a known name may have a subject at its head.

    Not what the article has headings for, nor a product of a maker named before it: those are as quickly found as ruled out.

    Args:
        text: The joined text.
        near: Bits of what stands near the first character.
        at: First character of the clause behind times and openings.
        end: End of the clause.
        first: Whether no clause before it in the sentence has a subject.
    """
    near &= HEADED
    if near and (first or near != DEED):
        return True
    return text[at - 1] in BEFORE or (first and end - at > FAR)
