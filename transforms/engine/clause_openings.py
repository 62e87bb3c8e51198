"""What stands before the subject of a clause: datelines, times, openings and the age of a person."""

from __future__ import annotations

import functools
import re

from seeds.types import Seeds
from transforms.engine.clauses import DATELINE
from transforms.engine.head_looks import FILED
from transforms.engine.scenes import Scene

# The last code point that is a blank.
LAST_BLANK = 0x3000
MARKS_BEFORE = "“”‘’《（(、●○▲△■□◆◇★☆"
# 12、欧元区…, （3）…: the number of an item.
NUMBERED = re.compile(
    r"\s*(?:[0-9０-９]{1,2}[、.．](?![0-9０-９])|[（(][0-9０-９一二三四五六七八九十]{1,3}[）)]|[①-⑳]|[一二三四五六七八九十]{1,3}、)\s*"
)
# 如某国，人均水资源量76立方米; 如果, 如何 and 如今 name nobody.
SUCH_AS = "如(?![果何此今下期同前上意])"
NUMBERING = frozenset("0123456789０１２３４５６７８９（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳一二三四五六七八九十")
# 【本报讯】, 【香港讯】
HEADED = re.compile("【[^】\n]{2,16}】")
# 位于某县的某某园区: where it lies only leads up to it.
LOCATED, LOCATING = re.compile(r"(?:位于|地处|坐落在|坐落于|落户)[^，。；：]{2,18}?的"), frozenset("位地坐落")
# 今年73岁的某某: the age only leads up to the person.
AGED = re.compile("(?:现年|年仅|年近|年过)?[0-9０-９一二三四五六七八九十]{1,3}多?岁的")
AGING = frozenset("现年0123456789０１２３４５６７８９一二三四五六七八九十")


@functools.lru_cache(maxsize=4)
def _openings(seeds: Seeds) -> tuple[re.Pattern[str], frozenset[str]]:
    """What may stand before a subject, and the first characters of it."""
    words = sorted(
        (term for term, role in seeds.lexicon("figure_words").rows if role == "opening"), key=len, reverse=True
    )
    blanks = filter(str.isspace, map(chr, range(LAST_BLANK + 1)))
    return re.compile(rf"(?:[\s{MARKS_BEFORE}]|{SUCH_AS}|{'|'.join(map(re.escape, words))})*"), frozenset(
        [*MARKS_BEFORE, SUCH_AS[0], *(word[0] for word in words), *blanks, "【", *LOCATING, *AGING]
    )


def behind_openings(text: str, scene: Scene, start: int, end: int, seeds: Seeds) -> int:
    """Where the subject of a clause may begin.

    Args:
        text: The joined text.
        scene: Sentence of the clause.
        start: First character of the clause.
        end: One past its last.
        seeds: Lexicon figure_words.
    """
    at, (openings, firsts) = start, _openings(seeds)
    if start > scene.start and text[start] not in firsts and start not in scene.time_starts:
        # So most clauses begin that are not the first of their sentence.
        return start
    if start == scene.start:
        if scene.looks[start] & FILED:
            dateline = DATELINE.match(text, start, end)
            at = start if dateline is None else dateline.end()
        mark = text[at : at + 1]
        if (mark in NUMBERING or mark.isspace()) and (numbered := NUMBERED.match(text, at, end)) is not None:
            at = numbered.end()
    if text.startswith("【", at) and (headed := HEADED.match(text, at, end)) is not None:
        at = headed.end()
    times = scene.times_in(start, end) if scene.times else ()
    passed = -1
    while passed < at:
        passed, first = at, text[at : at + 1]
        if first in firsts and (skipped := openings.match(text, at, end)) is not None:
            at = skipped.end()
        for time in times:
            if time.start <= at < time.end <= end:
                at = time.end
    lead = at - 2 if text.startswith("位于", at - 2) else at
    if (lead < at or first in LOCATING) and (located := LOCATED.match(text, lead, end)) is not None:
        at = located.end()
        first = text[at : at + 1]
    if first in AGING and (aged := AGED.match(text, at, end)) is not None:
        at = aged.end()
    return at
