"""The place that a paper, or the section of it that a page is, is named after: what 我市 and 全市 mean in articles that name none."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from transforms.engine.anaphors import KINDS, places_of
from transforms.engine.scenes import Scene, Subject

# 某某县报 at the head of a page: whose county 全县 is in an article that names none.
MASTHEAD = re.compile(r"[《\s]*(?P<place>[一-鿿]{1,6}?(?P<kind>[省市县区州旗]))报(?![一-鿿])")
# 某某日报 is of the city, the province or the county that the page calls so.
PAPER = "(?:[日晚早晨商]|都市)报"
DAILY = re.compile(rf"[《\s]*(?P<place>[一-鿿]{{2,4}}?){PAPER}(?![一-鿿])")
PAGE_OF = re.compile(
    "(?:版|[^一-鿿]|^)(?P<place>(?:(?!版)[一-鿿]){2,4}?)(?:财经|新闻|要闻|经济|时政|民生|城事|都市|综合)(?=\\s*$|[^一-鿿])",
    re.MULTILINE,
)
CREDITED, CITY_NAMES = re.compile(f"{PAPER}社?(?:记者|通讯员|讯)"), (3, 2)
HEAD_LINES, OURS, CITY = 3, "我", "市"


def places_of_page(text: str, scenes: Sequence[Scene], cities: Collection[str]) -> dict[str, Subject]:
    """`places_of` a page; the place that its paper is named after goes before those of single articles.

    Args:
        text: The joined text.
        scenes: Sentences of the page.
        cities: Short names of cities.
    """
    return places_of(text, scenes) | place_of_paper(text, scenes, cities)


def place_of_paper(text: str, scenes: Sequence[Scene], cities: Collection[str]) -> dict[str, Subject]:
    """The place that the paper of a page or its section is named after, by the word for it, behind 我 as well (我市)."""
    named = _named_after(text, scenes, cities)
    return named | {OURS + kind: place for kind, place in named.items()}


def _named_after(text: str, scenes: Sequence[Scene], cities: Collection[str]) -> dict[str, Subject]:
    lines = [scene for scene in scenes[:HEAD_LINES] if scene.role == "furniture"]
    heads = (MASTHEAD.match(text, scene.start, scene.end) for scene in lines)
    named = {head["kind"]: Subject(head["place"], (), "LOC", head.start("place")) for head in heads if head is not None}
    for head in filter(None, (DAILY.match(text, scene.start, scene.end) for scene in lines if not named)):
        for kind in KINDS:
            at = text.find(head["place"] + kind, scenes[0].start, scenes[-1].end)
            if at >= 0:
                named[kind] = Subject(head["place"] + kind, (), "LOC", at)
    if not named and scenes and text.find(OURS + CITY, scenes[0].start, scenes[-1].end) >= 0:
        # 某某日报记者某某 writes of 我市.
        for credit in CREDITED.finditer(text, scenes[0].start, scenes[-1].end):
            names = (text[credit.start() - length : credit.start()] for length in CITY_NAMES)
            city = next((name for name in names if name in cities), None)
            if city is not None:
                named[CITY] = Subject(city + CITY, (), "LOC")
                break
    for line in lines if not named else ():
        of_city = PAGE_OF.search(text, line.start, line.end)
        if of_city is not None and of_city["place"] in cities:
            # 第2版 武汉财经
            named[CITY] = Subject(of_city["place"], (), "LOC", of_city.start("place"))
    return named
