"""Firms of a list (武钢、重钢、涟钢等企业): what stands between two of them is one too."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set

from transforms.engine.candidates import Candidate
from transforms.engine.lexemes import Lexemes

RULE_ID = "mentions.listed_name"
FIRMS = frozenset({"ORG.COMPANY", "ORG.BANK", "ORG.INSURER", "ORG.SECURITIES", "ORG.FUND", "ORG.GUARANTOR"})
MARK = "、"
# Before the last of a list, and behind it.
LAST = ("以及", "和", "及", "与")
NAME = r"[一-鿿A-Za-z][一-鿿A-Za-z0-9·]{1,11}?"
COUNT = r"(?:(?:这|共|合计)?[0-9０-９两三四五六七八九十百]{1,4}[余多]?(?:家|所|只))"
AHEAD = re.compile(rf"(?P<name>{NAME})(?=[、，。；：）\n]|以及|[和及与等]|{COUNT}|\Z)")
BEHIND = re.compile(r"(?P<name>[一-鿿A-Za-z][一-鿿A-Za-z0-9·]{1,9})\Z")
CLOSED = re.compile(
    rf"(?:等|{COUNT})[^，。；：、\n]{{0,8}}?(?:公司|企业|银行|险企|券商|机构|房企|车企|药企|钢企|品牌|集团|股东|巨头)"
)
LONGEST = 12
# No name has one of these words in it.
SENTENCE_TAGS = frozenset({"p", "c", "d", "r", "u", "uj", "ul", "uz", "y", "m", "t", "x", "q"})
OWN_TAGS = frozenset({"nz", "nt", "nr", "nrt", "nrfg", "ns", "eng", "j"})
NEEDED, SHORT = 2, 2


def find_listed(text: str, lexemes: Lexemes, chosen: Sequence[Candidate], *, common: Set[str]) -> Iterator[Candidate]:
    """Names in lists of which two others, or one and the word that closes the list, are known to be firms.

    Args:
        text: The joined text.
        lexemes: Its words.
        chosen: Names found so far, in text order.
        common: Words that name nothing on their own.
    """
    reach = -1
    starts = [candidate.start for candidate in chosen]
    for number, candidate in enumerate(chosen):
        if candidate.end <= reach or candidate.entity_type not in FIRMS:
            continue
        if text[candidate.end : candidate.end + 1] != MARK and text[candidate.start - 1 : candidate.start] != MARK:
            continue
        found, known, end = _ahead(text, lexemes, chosen, starts, number, common)
        before = list(_before(text, lexemes, chosen, starts, number, common))
        reach = end
        if (found or before) and (known >= NEEDED or CLOSED.match(text, end)):
            for first, last in (*before, *found):
                yield candidate.moved(
                    start=first, end=last, rule_id=RULE_ID, canonical="", kind="name", codes=(), rank=6
                )


def _ahead(
    text: str, lexemes: Lexemes, chosen: Sequence[Candidate], starts: Sequence[int], number: int, common: Set[str]
) -> tuple[list[tuple[int, int]], int, int]:
    """Unknown names behind a firm in its list, how many known firms the list has from it on, and where it ends."""
    found: list[tuple[int, int]] = []
    known, at = 1, chosen[number].end
    while at < len(text):
        joint = MARK if text[at] == MARK else next((word for word in LAST if text.startswith(word, at)), "")
        if not joint:
            break
        start = at + len(joint)
        place = bisect_left(starts, start)
        if place < len(chosen) and chosen[place].start == start and chosen[place].entity_type in FIRMS:
            known, at = known + 1, chosen[place].end
            continue
        match = AHEAD.match(text, start, start + LONGEST + 5)
        if match is None or not is_own(lexemes, start, match.end(), common):
            break
        if place < len(chosen) and chosen[place].start == start and chosen[place].end >= match.end():
            # A name of another kind.
            break
        if place < len(chosen) and chosen[place].start < match.end() < chosen[place].end:
            break
        found.append((start, match.end()))
        at = match.end()
    return found, known, at


def _before(
    text: str, lexemes: Lexemes, chosen: Sequence[Candidate], starts: Sequence[int], number: int, common: Set[str]
) -> Iterator[tuple[int, int]]:
    """Unknown names before a firm in its list, each behind a mark."""
    at = chosen[number].start
    while at and text[at - 1] == MARK:
        end = at - 1
        start = max(text.rfind(mark, max(0, end - LONGEST), end) for mark in "、：")
        if start < 0 or BEHIND.match(text, start + 1, end) is None or not is_own(lexemes, start + 1, end, common):
            return
        place = bisect_left(starts, end) - 1
        if place >= 0 and chosen[place].end >= end and chosen[place].start <= start + 1:
            # A name of another kind.
            return
        yield start + 1, end
        at = start + 1


def is_own(lexemes: Lexemes, start: int, end: int, common: Set[str]) -> bool:
    """Whether words of a text read like a name of its own: on their edges, none of a sentence, and one that is no common word.

    Two characters that are words by themselves (兴 | 和) are a name that the dictionary does not have.
    """
    if not lexemes.fits(start, end):
        return False
    numbers = range(lexemes.at(start), lexemes.at(end - 1) + 1)
    words, tags = lexemes.words, lexemes.tags
    if len(numbers) == end - start == SHORT:
        return True
    if any(tags[number] in SENTENCE_TAGS and (len(words[number]) == 1 or tags[number] != "d") for number in numbers):
        return False
    return any(
        (number in lexemes.unlisted or tags[number] in OWN_TAGS or tags[number] == "d") and words[number] not in common
        for number in numbers
    )
