"""Names that sign a text: apart, spelled out with blanks, or run together as old pages print them."""

from __future__ import annotations

import functools
import re

from seeds.types import Seeds

NOT_OF_NAMES = re.compile(r"[^一-鿿· \t\u3000\xa0、,，/／:：]")
PART = re.compile(r"[一-鿿·]+")
MOST_NAMES = 6
LONGEST = 40
# Cost of a name by its length (surname included): three characters are the rule, two or four less usual.
LENGTH_COST = {2: 3, 3: 1, 4: 4}
RARE_COST = 4
NOT_NAMES = re.compile(
    r"本报|本刊|本网|新华社|中新社|特约|首席|实习|见习|记者|通讯员|摄影|报道|撰文|撰稿|采访|采写|综合|整理|编译|作者|供稿|[文图摄]"
)


@functools.lru_cache(maxsize=2)
def _surnames(seeds: Seeds) -> dict[str, int]:
    """Cost of each surname."""
    return {surname: RARE_COST if use == "rare" else 0 for surname, use in seeds.lexicon("names_surnames").rows}


def split_names(run: str, seeds: Seeds) -> list[str]:
    """The names that a run of characters without blanks consists of; empty where it is no run of names.

    Args:
        run: Chinese characters.
        seeds: Loaded seeds (lexicon names_surnames).
    """
    if "·" in run:
        return [run] if len(run) >= 3 else []
    surnames = _surnames(seeds)
    if run[:1] not in surnames and run[:2] not in surnames:
        # As most runs: no name begins it.
        return []
    best: dict[int, tuple[int, tuple[str, ...]]] = {0: (0, ())}
    for at in range(len(run)):
        if at not in best:
            continue
        cost, names = best[at]
        surname = surnames.get(run[at], surnames.get(run[at : at + 2]))
        if surname is None or len(names) == MOST_NAMES:
            continue
        for length, extra in LENGTH_COST.items():
            if at + length > len(run) or (length == 4 and run[at : at + 2] not in surnames):
                continue
            total = cost + surname + extra
            if at + length not in best or total < best[at + length][0]:
                best[at + length] = (total, (*names, run[at : at + length]))
    return list(best[len(run)][1]) if len(run) in best else []


def is_name(text: str, seeds: Seeds) -> bool:
    """Whether a text is one person's name, as far as its surname tells."""
    return "·" in text or len(split_names(text, seeds)) == 1


def signed_names(text: str, seeds: Seeds) -> list[str]:
    """Names that make up a short text, words for their trade left out; empty where there is anything else.

    Args:
        text: A line, or what stands in brackets at the end of a paragraph.
        seeds: Loaded seeds.
    """
    content = text.strip("（）() \t\u3000□■◎○●◆▲△☆★/／:：")
    if not 2 <= len(content) <= LONGEST or NOT_OF_NAMES.search(content):
        return []
    found: list[str] = []
    spelled = ""
    for part in PART.findall(NOT_NAMES.sub(" ", content)):
        if len(part) == 1:
            spelled += part
            if len(spelled) < 2:
                continue
            part, spelled = spelled, ""
        names = split_names(part, seeds)
        if not names:
            return []
        found += names
    return found if not spelled else []
