"""Figures that nothing else is said of: those of the place that an article calls its own, else of the country that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from seeds.types import Seeds
from transforms.engine.anaphors import places_of
from transforms.engine.article_topics import national_words
from transforms.engine.scenes import NATIONS, Scene, Subject
from transforms.engine.seats import THE_COUNTRY
from transforms.engine.subject_heads import each_clause_subject

COUNTRY = {*NATIONS, "国家"}
MIN_NATIONAL = 3
# 我市 in an article that does not name the city.
OWN = re.compile("我(?P<kind>[省市区县州旗])(?![一-鿿]?(?:长|委))")
# 全市 in an article that names neither the city nor the country.
WHOLE = re.compile(
    "全(?P<kind>[省市区县州旗])(?![一-鿿]?(?:长|委)|[场域间块民第前首排各]|[一-鿿]{0,10}(?:会议|大会|座谈会|工作会))"
)
ABROAD = re.compile("全国|我国|中国")
# Who speaks of trades and markets without a place speaks of those of the country.
NATIONAL = re.compile("全国|我国|国内|国家|中国|全行业|行业|业景气|业增加值")


def at_large(text: str, scenes: Sequence[Scene], page: Mapping[str, Subject]) -> Subject | None:
    """What an article is about that names no place, no organisation and no thing as its subject.

    Args:
        text: The joined text.
        scenes: Sentences of the article.
        page: The places of its page, that of its paper under 我市 and the like.
    """
    start, end = scenes[0].start, scenes[-1].end
    own = OWN.search(text, start, end) or local(text, scenes)
    if own is not None:
        # The places of other articles on the page need not be this one.
        return places_of(text, scenes).get(own["kind"]) or page.get(own[0]) or Subject(own[0], (), "LOC", own.start())
    if NATIONAL.search(text, start, end) is None:
        return None
    # 国内 and 国家 in an article about another country.
    return places_of(text, scenes).get("全国", THE_COUNTRY)


def local(text: str, scenes: Sequence[Scene]) -> re.Match[str] | None:
    """Where an article first speaks of 全市 and the like that never speaks of the country."""
    start, end = scenes[0].start, scenes[-1].end
    return None if ABROAD.search(text, start, end) is not None else WHOLE.search(text, start, end)


def heads_of(text: str, scenes: Iterable[Scene], seeds: Seeds) -> Iterator[Subject]:
    """The subjects at the heads of the clauses of some sentences."""
    for scene in scenes:
        yield from each_clause_subject(text, scene, seeds)


def names_no_place(text: str, scenes: Iterable[Scene], seeds: Seeds) -> bool:
    """Whether no clause has a known place but the country at its head."""
    return not any(
        head.coarse == "LOC" and head.entity_ids and head.surface not in COUNTRY
        for head in heads_of(text, scenes, seeds)
    )


def prints_again(text: str, scenes: Sequence[Scene], name: str) -> bool:
    """Whether a name is printed more than once."""
    start, end = scenes[0].start, scenes[-1].end
    first = text.find(name, start, end)
    return first >= 0 and text.find(name, first + 1, end) >= 0


def tells_national_figures(text: str, scenes: Sequence[Scene], seeds: Seeds) -> bool:
    """Whether an article names several indicators that only a country has, and no city or province that is told of as 全市 or 全省."""
    whole = text[scenes[0].start : scenes[-1].end]
    return len(national_words(seeds).findall(whole)) >= MIN_NATIONAL and local(text, scenes) is None
