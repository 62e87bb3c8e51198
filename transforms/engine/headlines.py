"""Things that a headline names and its article names again: projects, platforms, funds and events that no list and no tagger knows."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from seeds.types import Seeds
from transforms.engine.indicators import names_indicator
from transforms.engine.scenes import NATIONS, Scene, Subject
from transforms.engine.seats import NATIONAL

CLASSES = {"project": "PROJECT", "platform": "PLATFORM", "fund": "FUND", "meeting": "EVENT"}
HEADINGS = {"title", "subtitle", "section_head"}
SHORTEST, LONGEST = 4, 14
SHORTEST_OPENING, LONGEST_OPENING, VARIOUS = 3, 8, 3
# “十四五” is a time.
QUOTED = re.compile(r"“(?P<name>(?!二?[一二三四五六七八九十]{1,2}五”)[^“”\s]{3,10})”")
# 1-4月规上电子信息制造业增加值…: the industry that a headline tells of; what stands before it only bounds it.
BOUND = re.compile("(?:规模以上|规上|限额以上)")
INDUSTRY = re.compile(
    rf"(?:全国|我国|中国|{BOUND.pattern})*(?P<name>(?!第|{BOUND.pattern})[一-鿿]{{1,10}}?(?:制造业|加工业|服务业|零售业|餐饮业|运输业|行业|产业|工业|(?<![就企创毕开营专作商失事停行产农工职待副物渔林牧])业))(?![一-鿿]?企业|[链园带化绩务主态内界余者户]|增加值占)"
)
# Parts of every economy have their figures with its place.
SECTORS = re.compile(
    "(?:先进|高端|传统|现代|生产性|生活性|支柱|主导|优势|重点|新兴|战略性新兴|未来|特色|装备|高技术|高新技术)?(?:制造业|服务业|行业|产业|工业|建筑业|采矿业|零售业|房地产业|农业)"
)
# 汽车产业, 全年工业: what a place has.
OF_PLACES = re.compile("产业$|(?<!化)工业$|^(?:实现|完成|力争)")
NO_INDUSTRY = re.compile(
    "特别|尤其|其中|各类|力争|实现|完成|同期|[比较的了在与及对将为占从让使]|支持|推动|促进|推进|加快|聚焦|发展|做[大强]|培育"
)
# 皮革、毛皮及其制品业, 石油、煤炭及其他燃料加工业: as the statistics call them.
LISTED_INDUSTRY = re.compile(
    r"(?P<name>[一-鿿]{1,5}(?:、[一-鿿]{1,6}){1,3}(?:(?:和|及|与)[一-鿿]{1,10}?)?(?:制品业|制造业|加工业|采选业|供应业|服务业|开采业))(?![一-鿿]?企业|链|园|带|化)"
)
NAMED_AGAIN = 2
MANY_INDUSTRIES = 3
# What is told of an industry right behind its name.
TELLS = re.compile(
    "占|[一-鿿]{0,4}(?:产值|增加值|利润|营收|收入|产量|出口|进口|投资|景气|指数|价格|增速|用工|订单|产能)|仍|则|继续|持续|同比|增长|下降|实现|完成|扭转|达"
)
LONGEST_INDUSTRY = 6
# No name begins or goes on so.
BREAKS = re.compile(
    "^(?:建成|竣工|完成|新建|新增|实现|投资|投入|推进|启动|开工|签约)|[\\s，。、：；！？的了在于与和及对将为是今昨年月日“”《》（）()]|首[个条座]|重[大点]|[0-9０-９]"
)
BEFORE = frozenset("，。、；：的是为个项座条批“《（(　 \n")


@functools.lru_cache(maxsize=4)
def _heads(seeds: Seeds) -> tuple[re.Pattern[str], dict[str, str]]:
    coarse = {
        head: CLASSES[kind] for head, kind in seeds.lexicon("events_heads").rows if kind in CLASSES and len(head) >= 2
    }
    return re.compile("|".join(map(re.escape, sorted(coarse, key=len, reverse=True)))), coarse


def headed(text: str, scenes: Sequence[Scene], seeds: Seeds) -> list[Subject]:
    """The things that the headings of an article name and its text names again, longest first.

    Args:
        text: The joined text.
        scenes: Sentences of the article.
        seeds: Lexicon events_heads.
    """
    headings = [scene for scene in scenes if scene.role in HEADINGS]
    body = next((scene.start for scene in scenes if scene.role not in HEADINGS), None)
    if body is None or not headings:
        return []
    stop, (heads, coarse) = scenes[-1].end, _heads(seeds)
    found: dict[str, Subject] = {}
    for scene in headings:
        for head in heads.finditer(text, scene.start, scene.end):
            name = _again(text, scene, head.end(), head.end() - head.start(), max(body, scene.end), stop)
            if name is not None:
                found.setdefault(name, Subject(name, (), coarse[head[0]]))
        for quoted in QUOTED.finditer(text, scene.start, scene.end):
            if text.find(quoted[0], max(body, scene.end), stop) >= 0:
                found.setdefault(quoted["name"], Subject(quoted["name"], (), "PROJECT"))
        industry = _industry(text, scene, max(body, scene.end), stop) if scene.role == "title" else None
        if industry is not None:
            found.setdefault(industry, Subject(industry, (), "GROUP"))
    return sorted(found.values(), key=lambda subject: -len(subject.surface))


def _again(text: str, scene: Scene, end: int, head: int, body: int, stop: int) -> str | None:
    """The longest words that end at a place of a heading and that the text behind it prints again."""
    floor = max([scene.start, end - LONGEST, *(m.end for m in scene.mentions if m.end < end - head)])
    for start in range(floor, end - max(SHORTEST, head + 1) + 1):
        name = text[start:end]
        if BREAKS.search(name) is None and _stands(text, name, body, stop):
            return name
    return None


def _industry(text: str, title: Scene, body: int, stop: int) -> str | None:
    """The industry that opens a headline without a place and that the text names again and again."""
    if any(m.entity_type.startswith("LOC") and m.surface not in NATIONS for m in title.mentions):
        return None
    start = next((time.end for time in title.times if time.start <= title.start < time.end), title.start)
    found = INDUSTRY.match(text, start, title.end)
    if found is None or SECTORS.fullmatch(found["name"]) or NO_INDUSTRY.search(found["name"]):
        return None
    return found["name"] if text.count(found["name"], body, stop) >= NAMED_AGAIN else None


def tells_of_industries(text: str, scenes: Sequence[Scene]) -> bool:
    """Whether an article names industry after industry, whose figures it then tells.

    Args:
        text: The joined text.
        scenes: Sentences of the article.
    """
    found = (match["name"][-LONGEST_INDUSTRY:] for match in INDUSTRY.finditer(text, scenes[0].start, scenes[-1].end))
    names = {name for name in found if not SECTORS.fullmatch(name) and not NO_INDUSTRY.search(name)}
    return len(names) >= MANY_INDUSTRIES


def begins_with(text: str, at: int, things: Sequence[Subject]) -> Subject | None:
    """The one of some things of headings that a text names at a place, an industry also behind what bounds it."""
    for thing in things:
        if text.startswith(thing.surface, at):
            return thing._replace(start=at)
        bound = BOUND.match(text, at) if thing.coarse == "GROUP" else None
        if bound is not None and text.startswith(thing.surface, bound.end()):
            return thing._replace(start=bound.end())
    return None


def industry_at(text: str, at: int, end: int, scene: Scene) -> Subject | None:
    """The industry at a place whose own figures are told (规模以上电子信息制造业实现营业收入 …), unless its article is about a place.

    Args:
        text: The joined text.
        at: First character of the clause behind times, openings and the country.
        end: End of the clause.
        scene: Sentence of the clause.
    """
    found = LISTED_INDUSTRY.match(text, at, end) or INDUSTRY.match(text, at, end)
    if found is None or SECTORS.fullmatch(found["name"]):
        return None
    if found.re is INDUSTRY and NO_INDUSTRY.search(found["name"].replace("及其", "")):
        return None
    topic = scene.antecedents.topic
    if topic is not None and topic.coarse == "LOC" and topic.surface not in NATIONS:
        return None
    if any(NATIONAL.match(m.surface) for m in scene.mentions_in(scene.start, at)):
        # 工信部数据显示，…: the figures of the country.
        return None
    known = BOUND.match(text, at) is not None or scene.antecedents.repeats(found["name"])
    if not known and (OF_PLACES.search(found["name"]) or TELLS.match(text, found.end()) is None):
        return None
    if not (known or scene.antecedents.of_industries):
        return None
    return Subject(found["name"], (), "GROUP", found.start("name"))


def _stands(text: str, name: str, body: int, stop: int) -> bool:
    """Whether a text prints some words by themselves, not as the end of a longer name."""
    at = text.find(name, body, stop)
    while at >= 0 and text[at - 1] not in BEFORE:
        at = text.find(name, at + 1, stop)
    return at >= 0


def opening_of_headline(text: str, scenes: Sequence[Scene]) -> Subject | None:
    """The words that open the headline of an article and begin various phrases of its text (屋顶光伏发电…: 屋顶光伏电站, 屋顶光伏产业).

    Args:
        text: The joined text.
        scenes: Sentences of the article.
    """
    stop = scenes[-1].end
    for title in islice((scene for scene in scenes if scene.role == "title"), 2):
        if title.mentions_in(title.start, title.start + 1):
            continue
        for length in range(LONGEST_OPENING, SHORTEST_OPENING - 1, -1):
            name = text[title.start : title.start + length]
            if BREAKS.search(name) is not None or names_indicator(name):
                continue
            if len(set(_behind_each(text, name, title.end, stop - 1))) >= VARIOUS:
                return Subject(name, (), "GROUP", title.start)
    return None


def _behind_each(text: str, name: str, start: int, stop: int) -> Iterator[str]:
    """The character behind each place where a stretch of text prints some words."""
    at = text.find(name, start, stop)
    while at >= 0:
        end = at + len(name)
        yield text[end]
        at = text.find(name, end, stop)
