"""Heads between texts judged a second time, now that the article before each is known: does a headline or a section head stand there?"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from seeds.types import Seeds
from transforms.engine.head_evidence import BEFORE, BEHIND, evidence
from transforms.engine.head_settings import FLUSH, INNER, PAPER, PLAIN, SHORTEST_TEXT
from transforms.engine.lines import BRACKETED, Line

# The model's word is taken where it is surer than this and the page's setting says nothing.
UNSURE = 2.0
DOUBT = 3.0
# How much heads of one setting tell of each other, and the most that one may tell.
ALIKE, MOST = 0.75, 5.0
# Settings that headlines and section heads may share.
UNTOLD = frozenset({PAPER, FLUSH, PLAIN})
MOST_HEADS, MOST_ABOVE = 3, 10
TEXT, HEADS = {"body", "caption"}, {"heading", "section_head"}


@functools.lru_cache(maxsize=2)
def _params(seeds: Seeds) -> tuple[re.Pattern[str], Mapping[str, float], Mapping[str, float]]:
    params = seeds.rules["articles.news"].params
    return re.compile(str(params["fresh"])), params["evidence"], params["settings"]


def reconsider(
    lines: Sequence[Line], labels: Sequence[str], margins: Sequence[float], text: str, seeds: Seeds
) -> list[str]:
    """Labels of the lines, T or S where a head between two texts was in doubt.

    Args:
        lines: The lines that the model read.
        labels: What it took them for.
        margins: How much better each line's score as a headline is than its best score as something else.
        text: The pages, joined.
        seeds: Loaded seeds: parameters `fresh`, `evidence` and `settings` of the rule articles.news.
    """
    found = list(labels)
    told: dict[int, float] = {}
    opening = seen = 0
    for number in _doubts(lines, margins):
        line = lines[number]
        if line.setting not in {"", INNER} and found[number] not in "TUY" and _heads_page(lines, number):
            found[number] = "T"
        elif line.setting == INNER and found[number] != "Y" and number and found[number - 1] in "TUYS":
            found[number] = "S"
        below = _text_below(lines, number) if _in_doubt(lines, found, number) else None
        if below is not None:
            for at in range(seen, number):
                if found[at] in "TB" or lines[at].page != lines[opening].page:
                    opening = at
            seen = number
            title = lines[opening].text if found[opening] == "T" else ""
            told[number] = _told(lines, opening, title, number, below, margins[number], text, seeds)
            _decide(found, number, opens=told[number] > 0)
    for number, others in _siblings(lines, told):
        _decide(found, number, opens=told[number] + ALIKE * others > 0)
    return found


def _doubts(lines: Sequence[Line], margins: Sequence[float]) -> list[int]:
    """Heads whose setting tells something, or of which the model is not sure."""
    return [
        number
        for number, line in enumerate(lines)
        if line.setting or (line.role in HEADS and abs(margins[number]) < UNSURE)
    ]


def _decide(labels: list[str], number: int, *, opens: bool) -> None:
    if opens and labels[number] not in "TB":
        labels[number] = "T"
    elif not opens and labels[number] == "T":
        labels[number] = "S"


def _siblings(lines: Sequence[Line], told: Mapping[int, float]) -> Iterator[tuple[int, float]]:
    """Heads that share a setting on their page with others, and what is told of those on average: they are alike as a rule."""
    for _, group in groupby((at for at in told if lines[at].setting in UNTOLD), key=lambda at: lines[at].page):
        numbers = list(group)
        if len(numbers) > 1:
            values = [max(-MOST, min(MOST, told[number])) for number in numbers]
            for number, value in zip(numbers, values, strict=True):
                yield number, (sum(values) - value) / (len(values) - 1)


def _told(
    lines: Sequence[Line], opening: int, title: str, number: int, below: int, margin: float, text: str, seeds: Seeds
) -> float:
    """What the model, the setting of a head and the texts before and behind it tell together."""
    fresh, weights, settings = _params(seeds)
    end, setting = lines[number - 1].end, lines[number].setting
    before = text[max(lines[opening].start, end - BEFORE) : end]
    behind = text[lines[below].start : lines[_text_end(lines, below)].end]
    known = settings[setting or "none"] + max(-DOUBT, min(DOUBT, margin))
    if lines[number + 1].role == "byline":
        known += weights["byline"]
    return evidence(title, before, lines[number].text, behind, fresh, weights, known=known, in_full=setting in UNTOLD)


def _heads_page(lines: Sequence[Line], number: int) -> bool:
    """Whether no text and no other head stands before a head on its page."""
    for above in reversed(lines[max(0, number - MOST_ABOVE) : number]):
        if above.page != lines[number].page:
            return True
        if above.role in TEXT or above.role in HEADS:
            return False
    return number <= MOST_ABOVE


def _in_doubt(lines: Sequence[Line], labels: Sequence[str], number: int) -> bool:
    """Whether a line is a head right below a text that has ended."""
    line, above = lines[number], lines[number - 1] if number else None
    if above is None or above.page != line.page or line.level or line.mark or line.opens or labels[number] == "Y":
        return False
    signed = above.role == "byline" and BRACKETED.fullmatch(above.text) is not None
    return labels[number - 1] not in "TU" and (signed or (above.role in TEXT and not above.is_open))


def _text_below(lines: Sequence[Line], number: int) -> int | None:
    """The line that begins the text below a head and at most two further heads."""
    for below in range(number + 1, min(number + 1 + MOST_HEADS, len(lines))):
        if lines[below].page != lines[number].page:
            return None
        if lines[below].role in TEXT and (len(lines[below].text) >= SHORTEST_TEXT or not lines[below].is_open):
            return below
        if lines[below].role not in {"heading", "byline", "credit"}:
            return None
    return None


def _text_end(lines: Sequence[Line], start: int) -> int:
    """The last line of a text, as far as it is looked at."""
    end = start
    while (
        end + 1 < len(lines)
        and lines[end + 1].page == lines[start].page
        and lines[end + 1].role in TEXT
        and lines[end].end - lines[start].start < BEHIND
    ):
        end += 1
    return end
