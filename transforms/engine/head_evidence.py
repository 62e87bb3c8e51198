"""What the texts before and behind a head say about it: a headline begins something else, a section head goes on with the article."""

from __future__ import annotations

import re
from collections.abc import Mapping

from transforms.engine.lines import SECTION

PAIRS, TRIPLES = re.compile(r"(?=([一-鿿]{2}))"), re.compile(r"(?=([一-鿿]{3}))")
FIGURE = re.compile(r"[\d％%]")
BEFORE, BEHIND, NEAR = 1000, 300, 200
SHORT, MANY = 6, 2
# Of a headline's pairs of characters those of a text about something else come back by chance.
USUAL_RETURN = 0.3


def evidence(
    title: str,
    before: str,
    head: str,
    behind: str,
    fresh: re.Pattern[str],
    weights: Mapping[str, float],
    *,
    known: float = 0.0,
    in_full: bool = True,
) -> float:
    """How much more the texts around a head look like two articles than like one, in the model's units; 0 where they look like either.

    Args:
        title: Headline of the article before the head, empty where it has none.
        before: Text of that article.
        head: The head.
        behind: Text behind the head.
        fresh: How the first sentences of articles begin.
        weights: Of a short head, one with a figure, one with a part's number; of a text behind it that begins afresh and one before it that is
            signed; of the shares of the article's headline and of the head itself that the texts have in common; of new words in the text behind.
        known: What is known besides and is added.
        in_full: Whether the sum is wanted, not its sign only: the new words are then looked for as well where they cannot turn it.
    """
    behind, before = behind[:BEHIND], before[-BEFORE:]
    own, titled = set(PAIRS.findall(head)), set(PAIRS.findall(title))
    told = (
        known
        + weights["usual"]
        + weights["short"] * (len(head) <= SHORT)
        + weights["figure"] * (FIGURE.search(head) is not None)
        + weights["part"] * (SECTION.match(head) is not None)
        + weights["fresh"] * (fresh.match(behind) is not None)
        + weights["signed"] * before.rstrip().endswith(("）", ")"))
        + weights["title_behind"] * (_share(titled, behind) if titled else USUAL_RETURN)
        + weights["head_behind"] * _share(own, behind)
        + weights["head_before"] * _share(own, before)
    )
    decides = told <= 0 < told + weights["new_words"]
    return told + weights["new_words"] * ((in_full or decides) and _is_new(before, behind[:NEAR]))


def _share(pairs: set[str], text: str) -> float:
    return len([pair for pair in pairs if pair in text]) / max(len(pairs), 1)


def _is_new(before: str, behind: str) -> bool:
    """Whether hardly any three characters of a text stand in the one before."""
    known: set[str] = set()
    for found in TRIPLES.finditer(behind):
        if found[1] in before:
            known.add(found[1])
            if len(known) == MANY:
                return False
    return True
