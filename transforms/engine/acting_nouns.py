"""Bodies, zones, platforms and gatherings that no list and no tagger knows, at the head of a clause in which they act."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from seeds.types import Seeds
from transforms.engine.bare import NO_NAME
from transforms.engine.candidates import family_of
from transforms.engine.indicators import has_word
from transforms.engine.printed_names import SOURCE, WORDY
from transforms.engine.scenes import Mention, Subject

# Types whose last words nearly always end a name.
SUFFIXED = frozenset(
    ("ORG.ASSOCIATION", "ORG.INSTITUTE", "ORG.ALLIANCE", "ORG.EXCHANGE", "ORG.MILITARY", "LOC.ZONE", "LOC.PORT", "PLATFORM", "EVENT.NAME")
)  # fmt: skip
MORE = ("控股", "电网", "部门", "力量", "战区", "部队", "股东")
# 网联清算平台共处理, 国家农业开发园区，占地: what stands behind one that acts.
BEHIND = (
    "，|,|将|已|曾|一度|虽|仍|也|还|则|又|再|均|都|共|累计|合计|先后|分别|继续|持续|预计|计划|拟|在|于|自|从|由|对|向|为|以"
    "|通过|根据|围绕|依托|位于|地处|占地|统筹|调集|出动|派出|首次|正式|今年|去年"
)
# 经济开发区亩均税收达到 …: the zones of a place as a class.
ZONES = re.compile("(?:经济技术开发区|经济开发区|高新技术产业开发区|高新技术开发区)(?![内里建的管委、和与])")
KINDS = re.compile(
    r"^(?:配合|协助|强制|要求|责成|命令|国有|民营|外资|合资|相对|绝对|各|全|本|该|多|两|三|国内|国外|省内|市内|区内|相关|有关|其他|其它|一些|部分|大型|中小|传统|新型|知名)"
)
SHORTEST, LONGEST = 4, 14


@functools.lru_cache(maxsize=4)
def _heads(seeds: Seeds) -> tuple[re.Pattern[str], dict[str, str]]:
    """Names by their last word, and the type of each last word."""
    types: dict[str, str] = {}
    for lexicon in ("names_suffixes", "names_heads"):
        for head, kind, _ in seeds.lexicon(lexicon).rows:
            if kind in SUFFIXED and len(head) >= 2:
                types[head] = kind
    types |= dict.fromkeys(MORE, "ORG")
    words = "|".join(map(re.escape, sorted(types, key=len, reverse=True)))
    return (
        re.compile(rf"(?P<name>[一-鿿A-Za-z0-9]{{1,{LONGEST - 2}}}?(?P<head>{words}))(?={BEHIND})"),
        types,
    )


@functools.lru_cache(maxsize=4)
def acting_ends(seeds: Seeds) -> tuple[str, str]:
    """The last characters of such names, and the first ones of what stands behind them."""
    return "".join({head[-1] for head in _heads(seeds)[1]}), "".join({word[0] for word in BEHIND.split("|")})


@functools.lru_cache(maxsize=4)
def _ends(seeds: Seeds) -> re.Pattern[str]:
    """The two characters where such a name can end, looked for first, for they are quicker."""
    return re.compile("[{}][{}]".format(*acting_ends(seeds)))


def acting_noun(text: str, at: int, end: int, inside: Sequence[Mention], seeds: Seeds) -> Subject | None:
    """The body, zone, platform or gathering that a clause begins with and that acts in it, by its last word.

    Args:
        text: The joined text.
        at: First character of the clause behind times and openings.
        end: End of the clause.
        inside: Mentions of the clause; one at its head names who acts.
        seeds: Lexicons names_suffixes, names_heads and figure_words.
    """
    if text[at + 1 : at + 2] in "济新" and (zones := ZONES.match(text, at, end)) is not None:
        return Subject(zones[0], (), "LOC", at)
    if _ends(seeds).search(text, at + SHORTEST - 1, at + LONGEST + 1) is None:
        return None
    pattern, types = _heads(seeds)
    found = pattern.match(text, at, end + 1)
    if found is None or len(found["name"]) < SHORTEST or found.end("name") > end:
        return None
    name = found["name"]
    if any(mention.start <= at + 1 < mention.end for mention in inside):
        return None
    if (
        NO_NAME.search(name.removesuffix("控股"))
        or WORDY.search(name)
        or KINDS.match(name)
        or has_word(name, "inner", seeds)
    ):
        return None
    if SOURCE.match(text, found.end("name"), end) is not None:
        return None
    return Subject(name, (), family_of(types[found["head"]]), at)
