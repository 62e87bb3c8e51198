"""Indicators: the printed name of what a figure measures, before it or after it."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from seeds.types import Seeds

LONGEST_BEFORE = 40
LONGEST_AFTER = 16
LEAD_AFTER = re.compile(r"[的 $]|规模的|左右|以上|以下|目标")
COUNT_MARK = re.compile(
    r"(?:总量|总数|数量|数|规模|总额|余额|面积|产量|收入|增加值|总值|投资|利润|比重|占比|率|额|量|值|价|指数)$"
)


@functools.lru_cache(maxsize=4)
def _words(seeds: Seeds) -> dict[str, tuple[str, ...]]:
    """Figure words by role, longest first."""
    found: dict[str, list[str]] = {}
    for term, role in seeds.lexicon("figure_words").rows:
        found.setdefault(role, []).append(term)
    return {role: tuple(sorted(terms, key=len, reverse=True)) for role, terms in found.items()}


def has_word(text: str, role: str, seeds: Seeds) -> bool:
    """Whether a text holds a figure word of that role."""
    return any(term in text for term in _words(seeds)[role])


def indicator_before(
    text: str, floor: int, end: int, breaks: Sequence[tuple[int, int]], seeds: Seeds
) -> tuple[int, int] | None:
    """Span of the noun phrase between the last mark, figure or time and the figure, verbs at its edges left out.

    Args:
        text: The joined text.
        floor: First character that may belong to it (sentence start, or end of the figure before).
        end: Where the figure or its qualifier begins.
        breaks: Spans (times, subjects) that no indicator crosses.
        seeds: Lexicon figure_words.
    """
    begin = max(floor, end - LONGEST_BEFORE)
    for stop in _words(seeds)["stop"]:
        begin = max(begin, text.rfind(stop, begin, end) + 1)
    for start, stop_at in breaks:
        if start < end and stop_at > begin and stop_at <= end:
            begin = max(begin, stop_at)
    words = _words(seeds)
    moved = True
    while moved and begin < end:
        moved = False
        while end > begin and text[end - 1] in " $":
            end -= 1
        for verb in words["verb"]:
            if text.endswith(verb, begin, end) and end - len(verb) >= begin:
                end, moved = end - len(verb), True
                break
        for lead in words["lead"]:
            if text.startswith(lead, begin, end):
                begin, moved = begin + len(lead), True
                break
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return (begin, end) if end - begin >= 2 else None


def indicator_after(text: str, start: int, ceiling: int, seeds: Seeds) -> tuple[int, int] | None:
    """Span of the noun that a figure counts: what follows it up to a mark or a verb.

    Args:
        text: The joined text.
        start: One past the figure and its qualifier.
        ceiling: End of the sentence.
        seeds: Lexicon figure_words.
    """
    end = min(ceiling, start + LONGEST_AFTER)
    for stop in _words(seeds)["stop"]:
        at = text.find(stop, start, end)
        end = at if at >= 0 else end
    while start < end and (found := LEAD_AFTER.match(text, start, end)) is not None and found.end() > start:
        start = found.end()
    for verb in _words(seeds)["verb"]:
        if len(verb) > 1:
            at = text.find(verb, start + 1, end)
            end = at if at >= 0 else end
    digit = re.search(r"[0-9０-９]", text[start:end])
    if digit is not None:
        end = start + digit.start()
    return (start, end) if end - start >= 2 else None


def names_indicator(phrase: str) -> bool:
    """Whether a phrase ends as indicators do (总量, 增加值, 占比 …)."""
    return COUNT_MARK.search(phrase) is not None
