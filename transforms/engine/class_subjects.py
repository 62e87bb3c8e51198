"""Kinds of bodies and trades, which bear no figure: 大型商业银行本外币资产 is a figure of the place or the country that is told of."""

from __future__ import annotations

import functools
import re

from seeds.types import Seeds
from transforms.engine.scenes import Subject

# Last words of kinds of bodies.
HEADS = "公司|银行|企业|机构|集团|产业|行业|业|基金|医院|学校|院校|高校|大学|[券厂销营应造发务备]商|[房车药险央国民外]企|平台|板块"
# Counties and villages of a kind, and what is only now built.
PLACES = re.compile(
    "(?:国家级?|省级?|市级?|重点|扶贫开发|深度)*(?:贫困|扶贫|脱贫|产粮大?|百强|经济强|民族|边境)[省市县区州镇乡村户]|分?行业|(?:高速|普速|城际|重载|电气化)?铁路|(?:高速|等级|高等级|农村|普通)?公路|高铁|民航|(?:新建|改建|扩建|续建|在建|新修|新改建).+"
)
# Courts and other organs of no place.
ORGAN = "(?:人民)?法院|(?:人民)?检察院|(?:[一-鿿]{2}){1,2}机关"
ORGANS = re.compile(f"(?:(?:全国|各级|各地|地方|基层)的?)*(?:{ORGAN}|(?:农村)?信用社|农信社)(?:和(?:{ORGAN}))?")
# 北交所上市公司, 沪深两市上市公司: the figures of the exchange.
LISTED_ON = re.compile(
    "(?P<board>科创板|创业板|北交所|新三板|北京证券交易所|上交所|深交所|港交所|沪深两市|沪深交易所)上市公司"
)
# A fund that is called by its kind only is one of its own.
COARSE = frozenset({"ORG", "GROUP", "LOC"})
GROUP, SITE = "GROUP", "LOC"


@functools.lru_cache(maxsize=4)
def _classes(seeds: Seeds) -> tuple[re.Pattern[str], frozenset[str]]:
    """What is said of bodies at large, by words that name nothing, and names that happen to be made of such words."""
    generic = (word for word, _ in seeds.lexicon("names_words").where(use="generic"))
    words = "|".join(map(re.escape, sorted(generic, key=len, reverse=True)))
    named = frozenset(term for term, *_ in seeds.lexicon("names_organisations").rows)
    return re.compile(f"(?:(?:{words})的?、?)+(?:{HEADS})"), named


@functools.lru_cache(maxsize=4_000)
def _is_class(surface: str, coarse: str, seeds: Seeds) -> bool:
    if PLACES.fullmatch(surface) is not None:
        return True
    pattern, named = _classes(seeds)
    if coarse == SITE or surface in named:
        return False
    return pattern.fullmatch(surface) is not None or ORGANS.fullmatch(surface) is not None


def exchange_of(subject: Subject) -> Subject | None:
    """The exchange or board whose listed companies a subject means."""
    found = LISTED_ON.fullmatch(subject.surface)
    return None if found is None else Subject(found["board"], (), "ORG", subject.start)


def is_class(subject: Subject, seeds: Seeds) -> bool:
    """Whether a subject is a kind of bodies, a trade or a kind of places, no name.

    Args:
        subject: The subject.
        seeds: Lexicons names_words and names_organisations.
    """
    if subject.coarse == GROUP:
        return True
    return subject.coarse in COARSE and _is_class(subject.surface, subject.coarse, seeds)
