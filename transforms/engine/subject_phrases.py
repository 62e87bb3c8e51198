"""Subjects that no list names: the event, the route or the product at the head of a clause, by its last word."""

from __future__ import annotations

import functools
import re

from seeds.types import Seeds
from transforms.engine.scenes import Scene, Subject

# 本届博览会, 第十七届某某博览会, 此次比赛.
WHICH = (
    r"(?:第[0-9０-９一二三四五六七八九十百]{1,5}[届次]|首届|[本这该历上]届|[本这此]次|[0-9０-９]{4}年?(?=[一-鿿]{2}))"
)
WHICH_FIRST = frozenset("第首本这该历上此0123456789０１２３４５６７８９")
# What a route ends with, looked for first, for it is quicker.
ROUTE_END, LONGEST_ROUTE = re.compile("运河|高铁|铁路|高速|大桥|水库|电站|机场|油田|气田|煤矿|港|地铁"), 16
# 平原运河, 某某至某某段: what is built and named, with the name before it.
ROUTE = re.compile(
    r"(?![这该此本两三四几多各一全新旧老另])[一-鿿]{2,6}?(?:运河|高铁|铁路|高速公路|高速|大桥|水库|水电站|核电站|机场|油田|气田|煤矿|港|地铁[0-9０-９一二三四五六七八九十]{1,3}号线)"
    r"(?:[一-鿿]{2,4}至[一-鿿]{2,4}段)?(?=[，,]|全长|线路|总|年|今|去|已|将|累计|完成|共|设计|于|也|又|在|自|首|日|单)"
)
# 某某挖掘机从…: what a maker makes acts by itself before a preposition.
MADE_ENDS = re.compile(r"(?:从|由|在|以|自|凭借|已|首次|正式|率先|成功)")
LONGEST_EVENT = 18
LONGEST_MADE = 8
SHORT = 2
REACH = 120
NO_EVENT = re.compile("[的在了于和与]")


@functools.lru_cache(maxsize=4)
def _heads(seeds: Seeds) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Events with their number, and the last words of products."""

    def words(wanted: str) -> str:
        found = [head for head, kind in seeds.lexicon("events_heads").rows if kind == wanted and len(head) >= 2]
        return "|".join(map(re.escape, sorted(found, key=len, reverse=True)))

    return (
        re.compile(
            rf"{WHICH}[一-鿿A-Za-z·（）()“”]{{0,{LONGEST_EVENT}}}?(?:{words('meeting')})(?![一-鿿]?(?:会|长|委))"
        ),
        re.compile(rf"[一-鿿A-Za-z0-9·-]{{0,{LONGEST_MADE}}}?(?:{words('product')}|机|车|器)(?={MADE_ENDS.pattern})"),
    )


def event_or_route(text: str, at: int, end: int, seeds: Seeds) -> Subject | None:
    """The event or the route at a place.

    Args:
        text: The joined text.
        at: First character of the clause behind times and openings.
        end: End of the clause.
        seeds: Lexicon events_heads.
    """
    event = _heads(seeds)[0].match(text, at, end) if text[at : at + 1] in WHICH_FIRST else None
    if event is not None and NO_EVENT.search(event[0]) is None:
        return Subject(event[0], (), "EVENT", at)
    route = ROUTE.match(text, at, end) if ROUTE_END.search(text, at, min(end, at + LONGEST_ROUTE)) else None
    return None if route is None else Subject(route[0], (), "PROJECT", at)


def product_of(text: str, start: int, at: int, end: int, seeds: Seeds) -> Subject | None:
    """The product whose maker is named from `start` to `at`, where it goes on as one (某某挖掘机从…)."""
    made = _heads(seeds)[1].match(text, at, end)
    return None if made is None else Subject(text[start : made.end()], (), "PRODUCT", start)


def product_of_short(text: str, scene: Scene, at: int, end: int, seeds: Seeds) -> Subject | None:
    """The product at a place that begins with the short form of a maker named before it in the sentence."""
    if not scene.mentions or scene.mentions[0].start >= at:
        return None
    for maker in reversed(scene.mentions_in(max(scene.start, at - REACH), at)):
        short = maker.surface[:SHORT]
        if maker.entity_type == "ORG.COMPANY" and len(maker.surface) > SHORT and text.startswith(short, at):
            return product_of(text, at, at + SHORT, end, seeds)
    return None
