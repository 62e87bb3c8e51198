"""Names that end in a telling word: walk left from 公司, 高新区, 质押贷款 … to where the name begins."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick_rs

from seeds.types import Seeds
from transforms.engine.candidates import Candidate, family_of
from transforms.engine.editions import EVENT, with_edition
from transforms.engine.lexemes import Lexemes

# Who learns something from somebody stands before 从.
TOLD = ("记者", "笔者", "昨日", "昨天", "今天", "近日", "日前")
COMPANY, EXCHANGE = "ORG.COMPANY", "ORG.EXCHANGE"
MAX_LENGTH = 30
LONGEST_HOST = 5
QUOTES = {"”": "“", "』": "『", "」": "「", "’": "‘"}
BRACKETS = {")": "(", "）": "（"}
CLOSING = QUOTES | BRACKETS
BRAND_TAGS = frozenset({"nz", "nr", "nrt", "nrfg", "nt", "ns", "eng", "zg", "g"})
NAME_TAGS = frozenset({"n", "vn", "nz", "nr", "nrt", "nrfg", "nt", "ns", "ng", "j", "b", "eng", "zg", "g", "an", "a", "ag", "k", "h", "s", "l", "i", "x", "vg", "f"})  # fmt: skip
PRODUCT_TAGS = frozenset({"n", "vn", "nz", "b", "j", "an", "ns", "nr", "nt", "nrt", "h"})
# With these any word belongs to the name of a body, a place or the like; what a mark is decides by itself.
PLAIN_TAGS = NAME_TAGS - {"x"}
PLACE_FAMILY = "LOC"
INDUSTRIES = frozenset({"能源", "新能源", "新材料", "汽车", "电子", "生物", "医药", "科技", "装备", "材料"})
TRADED = frozenset({"出口", "进口", "进出口"})
OF_INDUSTRY = (
    "产业", "消费", "行业", "生产", "领域", "市场", "结构", "供应", "利用", "发展", "设施", "装备", "发电", "并网", "装机", "企业", "项目", "经济",
    "产品", "技术", "制造", "出口", "进口", "销售", "产量", "销量", "增加值", "产值",
)  # fmt: skip
ROADS = {"公路", "高速公路", "铁路", "高铁"}
NATIONAL = frozenset({"全国", "全省", "全市", "全军", "全区"})
# What the dictionary does not have is cut by odds alone; with these a sentence goes on.
STEM = re.compile(
    "(?!中[老缅越俄蒙美欧日韩英法德印巴哈泰澳非朝柬]$)(?![占其这那更共从由以将在是比较各该本尽走开与和对及有为被把向就也都还个名按经仍而次每位项家只])(?!.*[一二三四五六七八九十两该且的了着以需在])[一-鿿]{2,4}"
)
LEADING, DAYS = frozenset("在以由于对与若"), {"押日", "易日", "近日", "次日", "同日", "当日", "首日", "售日"}
FUND = "FUND"
PRODUCT_NEEDS = frozenset({"noun", "noun2", "state", "self"})


@dataclass(frozen=True, slots=True)
class Ending:
    """A telling word: the type of the name it ends and what must stand before it."""

    text: str
    entity_type: str
    need: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class NameEndings:
    """Compiled endings and the words that steer the walk; `common` holds those that are no name's own."""

    matcher: ahocorasick_rs.AhoCorasick
    endings: tuple[Ending, ...]
    stop: frozenset[str]
    keep: frozenset[str]
    generic: frozenset[str]
    product: frozenset[str]
    titles: frozenset[str]
    common: frozenset[str]
    unnamed: frozenset[str]


@functools.lru_cache(maxsize=2)
def compile_endings(seeds: Seeds) -> NameEndings:
    """Compile lexicons names_suffixes, names_heads and names_words."""
    endings = {
        row[0]: Ending(row[0], row[1], row[2], "mentions.suffix") for row in seeds.lexicon("names_suffixes").rows
    }
    for row in seeds.lexicon("names_heads").rows:
        endings.setdefault(row[0], Ending(row[0], row[1], row[2], "mentions.head"))
    words: dict[str, set[str]] = {}
    for word, use in seeds.lexicon("names_words").rows:
        words.setdefault(use, set()).add(word)
    return NameEndings(
        matcher=ahocorasick_rs.AhoCorasick(tuple(endings), implementation=ahocorasick_rs.Implementation.DFA),
        endings=tuple(endings.values()),
        stop=frozenset(words["stop"]),
        keep=frozenset(words["keep"]),
        generic=frozenset(words["generic"]),
        product=frozenset(words["product"]),
        common=frozenset(words["generic"] | words["keep"]),
        unnamed=frozenset(words["unnamed"]),
        titles=frozenset(seeds.lexicon("names_titles").column("title")),
    )


def find_by_ending(text: str, lexemes: Lexemes, known: Iterable[Candidate], *, seeds: Seeds) -> list[Candidate]:
    """Candidates that end in a telling word.

    Args:
        text: The joined text.
        lexemes: Its words.
        known: Gazetteer candidates, opening ones too; a place or organisation among them can begin a name.
        seeds: Loaded seeds.
    """
    rules = compile_endings(seeds)
    places: dict[int, Candidate] = {}
    for candidate in known:
        if candidate.rank != 0 and family_of(candidate.entity_type) in ("LOC", "ORG"):
            places[candidate.start] = candidate
    found = []
    # Of several endings at one place the longest says the most.
    longest: dict[int, tuple[int, int]] = {}
    edges, titles = lexemes.edges, rules.titles
    for number, start, end in rules.matcher.find_matches_as_indexes(text, overlapping=True):
        # jieba joins an ending with the title after it (银行行长).
        if (edges[end] or text[end : end + 2] in titles or text[end : end + 3] in titles) and (
            end not in longest or start < longest[end][1]
        ):
            longest[end] = (number, start)
    for end, (number, start) in longest.items():
        ending = rules.endings[number]
        if ending.need == "stem" and (lexemes.numbers[start] - 1 not in lexemes.unlisted or not edges[start]):
            continue
        if (ending.text in INDUSTRIES or ending.need == "stem") and text.startswith(OF_INDUSTRY, end):
            # 锂电新能源产业 and 一次能源消费 are no firms.
            continue
        begin = _walk(text, lexemes, start, ending, places, rules)
        if (
            begin is not None
            and ending.entity_type == COMPANY
            and any(places[at].entity_type == EXCHANGE for at in range(begin, start) if at in places)
        ):
            # 某市科创板上市公司 are many.
            continue
        alone = begin in places and places[begin].end == start
        if begin is not None and ending.text in ROADS and (alone or text[begin:start] in NATIONAL):
            # 西藏公路, 全省高速公路: all roads of a place.
            continue
        if begin is not None and text[begin] in "（()）":
            # 街道（乡镇）养老服务中心: what stands in brackets is of what is before them.
            continue
        if begin is not None and (begin < start or ending.need == "self") and text[begin:end] not in rules.unnamed:
            found.append(Candidate(begin, end, ending.entity_type, ending.rule_id))
    return found


def _walk(
    text: str, lexemes: Lexemes, start: int, ending: Ending, places: dict[int, Candidate], rules: NameEndings
) -> int | None:
    """Offset where the name begins, or None when nothing before the ending makes a name."""
    number = lexemes.numbers[start]
    words, tags, starts, stop, unlisted = lexemes.words, lexemes.tags, lexemes.starts, rules.stop, lexemes.unlisted
    # The ending may be the tail of a longer word (北京大学 is one word): the word's head is part of the name.
    head = start - starts[number]
    if ending.need == "stem" and (number if head else number - 1) not in unlisted:
        # Before most words for a trade stands a word of the dictionary, and no name of a firm.
        return None
    steps: list[int] = [number] if head else []
    floor = start - MAX_LENGTH
    current = number - 1
    before_product = ending.need in PRODUCT_NEEDS
    passes, plain = (_passes_before_product, frozenset[str]()) if before_product else (_passes, PLAIN_TAGS)
    while current >= 0 and starts[current] >= floor:
        word = words[current]
        if word in stop:
            break
        if word in CLOSING:
            opened = CLOSING[word]
            at = text.rfind(opened, max(0, starts[current] - 14), starts[current])
            inner = text[at + 1 : starts[current]]
            if at < 0 or not inner or any(mark in inner for mark in "，。；、\n”"):
                break
            if word in BRACKETS and (len(inner) > 6 or "记者" in inner or "通讯员" in inner):
                break
            current = lexemes.at(at)
            steps.append(current)
            current -= 1
            continue
        stem = current in unlisted and not before_product and _is_stem(word, rules)
        if steps and stem:
            # 广西 | 立大 | 节能玻璃有限公司: behind a place such a word is the own part of a firm's name.
            stem = ending.need == "legal" and current > 0 and starts[current - 1] in places
        if not (stem or tags[current] in plain or passes(word, tags[current], ending, rules)) or (
            word == "大" and current and words[current - 1].startswith("第")
        ):
            # 欧洲第三大银行 is no name.
            break
        steps.append(current)
        current -= 1
    if not steps:
        begin = start if ending.need == "self" and lexemes.edges[start] else None
        if ending.entity_type != EVENT:
            return begin
    else:
        open_left = current < 0 or tags[current] == "x" or words[current] in ("\n", "□")
        begin = _begin(text, lexemes, steps, ending, places, rules, open_left=open_left, start=start)
    if ending.entity_type == EVENT:
        begin = with_edition(text, begin, start)
        if begin and text[begin] == "第":
            # 成都 | 第31届世界大学生夏季运动会
            before = range(begin - LONGEST_HOST, begin)
            begin = next((at for at in before if at in places and places[at].end == begin), begin)
    if begin is None:
        return None
    # 记者从江岭某某局获悉 is not of 从江, and 在浒岭 no place.
    told = text[begin] == "从" and text.startswith(TOLD, begin - 2)
    led = text[begin] in LEADING and lexemes.numbers[begin] in unlisted
    # 质押日 | 某某制药
    led = led or (text[begin] == "日" and text[begin - 1 : begin + 1] in DAYS)
    return begin + 1 if told or led else begin


def _passes(word: str, tag: str, ending: Ending, rules: NameEndings) -> bool:
    """Whether a word can belong to the name of a body, a place or the like."""
    if tag == "x":
        return word in "·&-—+"
    if tag in NAME_TAGS or word in rules.keep:
        return True
    return (tag == "v" and ending.entity_type == "POLICY") or (tag == "m" and word.startswith("第"))


def _passes_before_product(word: str, tag: str, ending: Ending, rules: NameEndings) -> bool:
    """Whether a word can belong to the name of a product."""
    if word in TRADED:
        # 某省出口机电产品 is no name.
        return False
    return (
        word in rules.product
        or (tag in PRODUCT_TAGS and not word.isspace())
        or (ending.need in ("noun2", "state") and (word in rules.keep or tag == "a"))
        or (ending.entity_type == FUND and word in rules.keep)
    )


def _is_brand(number: int, steps: list[int], lexemes: Lexemes, start: int) -> bool:
    """Whether a word is a name of its own: tagged as one and not a single character or the head of the ending's own word."""
    word, tag = lexemes.words[number], lexemes.tags[number]
    if word in ("“", "（", "("):
        return True
    if lexemes.starts[number] <= start < lexemes.starts[number] + len(word):
        return tag in ("nt", "nz") and start - lexemes.starts[number] >= 2
    if number == steps[0] and number in lexemes.unlisted and STEM.fullmatch(word):
        return True
    alone = len(word) == 1 and not (number + 1 in steps and len(lexemes.words[number + 1]) == 1)
    return tag in BRAND_TAGS and (not alone or tag == "eng")


def _is_stem(word: str, rules: NameEndings) -> bool:
    """Whether a word that the dictionary does not have reads like the own part of a name (兴合, not 由赫 or 其原)."""
    return word not in rules.common and STEM.fullmatch(word) is not None


def _counts(word: str) -> bool:
    return word == "首届" or (word.startswith("第") and word.endswith("届"))


def _begin(
    text: str,
    lexemes: Lexemes,
    steps: list[int],
    ending: Ending,
    places: dict[int, Candidate],
    rules: NameEndings,
    *,
    open_left: bool,
    start: int,
) -> int | None:
    words, starts, need = lexemes.words, lexemes.starts, ending.need
    order = steps[::-1]
    if need in ("noun", "noun2", "self"):
        while order and words[order[0]] in rules.generic and words[order[0]] not in rules.product:
            order = order[1:]
        if need == "self":
            return starts[order[0]] if order else start
        return starts[order[0]] if len(order) >= (1 if need == "noun" else 2) else None
    if need == "state":
        for number in order:
            if words[number] in ("国家", "全国", "国家级", "省级", "中国"):
                return starts[number]
        return None
    if need == "stem":
        # 兴合 | 医药: what no dictionary has is the name of a firm before a word for its trade.
        own = steps[0]
        if own not in lexemes.unlisted or starts[own] >= start or not _is_stem(words[own], rules):
            return None
        place = places.get(starts[steps[1]]) if len(steps) > 1 else None
        return place.start if place is not None and place.end == starts[own] else starts[own]
    named = [at for number in order if (at := starts[number]) in places]
    if need == "adjacent":
        return next((at for at in named if places[at].end == start), None)
    if named and ending.entity_type.startswith(PLACE_FAMILY):
        # Place chains are split: the name begins at the last place, or after it when it has a word of its own.
        last = named[-1]
        after = next((number for number in order if starts[number] >= places[last].end), None)
        own = after is not None and _is_specific(after, lexemes, places, rules)
        return starts[after] if after is not None and own else last
    if named:
        first_place, known = named[0], places[named[0]]
        if need == "place":
            at = lexemes.numbers[first_place]
            if ending.entity_type == "EVENT.NAME" and starts[order[0]] != first_place and _counts(words[at - 1]):
                return starts[at - 1]
            return first_place
        if known.end > start or (known.end < start and text.endswith(ending.text, known.start, known.end)):
            # 某某汽车销售汽车: the known name ends in the same word, which only tells here what it sells.
            return None
        # In 酒泉市新能源 the word that ends the name is none of its own.
        last_word = lexemes.at(start)
        bare = family_of(known.entity_type) == PLACE_FAMILY
        for number in order if bare else ():
            if (
                starts[number] >= known.end
                and _is_specific(number, lexemes, places, rules)
                and (number != last_word or _is_brand(number, steps, lexemes, start))
            ):
                bare = False
                break
        return None if bare and not (need == "legal" and known.end < start) else first_place
    brand, specific = None, False
    for number in order:
        if words[number] not in rules.common:
            specific = True
            if _is_brand(number, steps, lexemes, start):
                brand = number
                break
    if need == "place" and brand is None and words[order[0]] in NATIONAL:
        # 全国农业工作会议 is a name, 全国港口 are all that there are.
        return None if family_of(ending.entity_type) == PLACE_FAMILY else starts[order[0]]
    if brand is not None:
        return starts[brand]
    if need == "legal" and open_left and specific:
        return starts[order[0]]
    return None


def _is_specific(number: int, lexemes: Lexemes, places: dict[int, Candidate], rules: NameEndings) -> bool:
    """Whether a word belongs to one name only: no common word and no place."""
    known = places.get(lexemes.starts[number])
    return lexemes.words[number] not in rules.common and (known is None or family_of(known.entity_type) != PLACE_FAMILY)
