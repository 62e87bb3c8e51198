"""Names that the trained taggers find, as candidates beside those of the rules."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

import ahocorasick_rs

from seeds.types import ModelArrays, Seeds, Tagger
from transforms.engine.candidates import TAGGED, Candidate, choose, covered, family_of
from transforms.engine.family_endings import family_endings, is_place, type_by_ending
from transforms.engine.gazetteer import PEOPLE
from transforms.engine.lexemes import Lexemes
from transforms.engine.name_walk import DAYS, compile_endings
from transforms.engine.people import compile_names
from transforms.engine.segment import Segments
from transforms.engine.spans import TextView
from transforms.engine.tagged_parts import parted
from transforms.engine.tagged_spans import PARTY_OPENS, REGIONS, ends_place_before, is_trade, settled, with_party
from transforms.engine.tagged_told import longer_places, told_names, told_of

MODEL = "ner"
# The part trained on news decides people, places and organisations, the one trained on company news which of them are firms.
PARTS = ("news", "firms")
FIRM = "firm"
COARSE: Mapping[str, str] = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", FIRM: "ORG"}
SURE, SURE_FIRM = 0.5, 0.9
# So many characters more may make a place a phrase that is no name.
LONGEST_MORE = 4
DATING = frozenset("年月日")
# “沈单七号”玉米种子: goods, not a person.
KIND_OF_GOODS = re.compile("[0-9０-９一二三四五六七八九十]{0,4}(?:号(?![召称])|[牌型])")
# 安某, 张某某
UNNAMED, LONGEST_UNNAMED = "某", 3
# A dateline's 深圳报道 has the shape of a person's name.
REPORTED = ("报道", "报导", "摄影", "摄")
LONGEST_TITLE = 6
# These act for their company and are none by themselves.
GOVERNING = {"董事会", "董事會", "监事会", "股东会", "股东大会"}
TOGETHER = "联合"
PARTNER = re.compile(f"[一-鿿]{{1,4}}[省市县区州旗镇乡]{TOGETHER}(?=[一-鿿]{{4}})")
MARKS = {"“": "”", "《": "》", "「": "」", "『": "』", "（": "）", "(": ")"}
CLOSING, SENTENCE_ENDS = frozenset(MARKS.values()), frozenset("。！？；")
CLASS = re.compile("[一二三四五六七八九十]大[一-鿿]{2}")
# What kind of place a tagged name of three characters or more says it is.
PLACE_TYPES = {
    "省": "LOC.PROVINCE", "市": "LOC.CITY", "县": "LOC.COUNTY", "镇": "LOC.TOWN", "乡": "LOC.TOWN", "村": "LOC.TOWN",
}  # fmt: skip
SHORTEST_PLACE, COUNTRYSIDE = 3, frozenset("镇乡村")


def find_tagged(
    text: str,
    starts: Sequence[int],
    ends: Sequence[int],
    lexemes: Lexemes,
    known: Sequence[Candidate],
    *,
    view: TextView,
    segments: Segments,
    seeds: Seeds,
) -> list[Candidate]:
    """Candidates of the tagger that is plugged in or else of model `ner`; none when models are off.

    Args:
        text: The joined text.
        starts: Start of each sentence in it.
        ends: End of each sentence.
        lexemes: Its words.
        known: Gazetteer candidates; a tagged place that is a chain of them is left to them.
        view: Tells which document a place belongs to, and where the page has blanks.
        segments: Tokens of the sentences by jieba's dictionary alone.
        seeds: Loaded seeds.
    """
    if seeds.tagger is not None:
        spans = _plugged(text, starts, ends, seeds.tagger)
    elif (model := seeds.models.get(MODEL)) is not None:
        spans = _spans(text, starts, ends, model, segments)
    else:
        return []
    firms = sorted([(start, end) for start, end, label, score in spans if label == FIRM and score >= SURE_FIRM])
    in_firm, whole_firms = covered(len(text), firms), set(firms)
    places = {
        candidate.start: candidate
        for candidate in known
        if candidate.rank > 0 and family_of(candidate.entity_type) == "LOC"
    }
    rules, titles, documents = compile_endings(seeds), compile_names(seeds).titles, view.documents
    endings, stop = family_endings(seeds), rules.stop
    stop_openers = {word[0] for word in stop}
    in_titles = _pairs_in_titles(seeds)
    found: list[Candidate] = []
    no_names: list[tuple[int, int]] = []
    sure = [span for span in spans if span[2] in COARSE and span[3] >= (SURE_FIRM if span[2] == FIRM else SURE)]
    parts = parted(
        sure,
        text,
        lexemes,
        titles,
        in_titles=in_titles,
        generic=rules.generic | stop,
        known={name.start: name.end for name in known if name.rank > 0},
        bodies={name.start: name.end for name in known if name.rank > 0 and family_of(name.entity_type) == "ORG"},
        told=told_of(text, sure, starts, documents),
        blanks=view.blanks_inside([span[0] for span in sure], [span[1] for span in sure]),
    )
    for start, end, label, _ in parts:
        coarse = COARSE[label]
        if label == FIRM and text[end - 1] in COUNTRYSIDE and start in places and places[start].end < end - 1:
            # 长汀县中复村 is no firm.
            coarse, start = "LOC", places[start].end
        inner = text[start:end]
        if inner in rules.generic:
            continue
        if not SENTENCE_ENDS.isdisjoint(inner):
            # 他说：“…订单。”公司副董事长某某: a name begins behind the sentence before it.
            start += 1 + max(map(inner.rfind, SENTENCE_ENDS))
            start = _behind_mark(text, start, end)
            inner = text[start:end]
            if start >= end or inner in stop or inner in rules.generic:
                continue
        if "】" in inner:
            # 台北報導】某某銀行: no name reaches out of a dateline in brackets, and none ends with one.
            end -= text[end - 1] == "】"
            start = text.rfind("】", start, end) + 1 or start
            if start >= end:
                continue
        if label != FIRM and in_firm[start] and (start, end) not in whole_firms and _is_part(start, end, firms):
            # 亨通光 is no person where the part trained on company news reads 亨通光电.
            continue
        start = _behind_mark(text, start, end)
        # 1月 | 舜宇光学, 质押日 | 某某科技
        dated = text[start - 1 : start].isdecimal() or text[start - 1 : start + 1] in DAYS
        start += text[start : start + 1] in DATING and dated
        if start >= end:
            continue
        first = _with_marks(text, start, end) if text[start - 1 : start] in MARKS else start
        if text[end - 1 : end + 1] in in_titles:
            end = _before_title(text, start, end, titles)
        start = _after_words(first, end, lexemes, stop) if coarse == "ORG" and text[first] in stop_openers else first
        if coarse == "ORG":
            if text[start:end] in GOVERNING or text[start:end] in stop:
                continue
            start = _behind_partner(text, start, end, places) if TOGETHER in inner else start
            end = with_party(text, end) if text[end - 1] == PARTY_OPENS else end
        if (
            start in places
            and coarse != "PER"
            and _is_chain(start, end, places, single=coarse == "LOC" or label == FIRM)
        ):
            # No firm is called 湖南省株洲市天元区 either.
            continue
        if "）" in inner and "）" in text[start : end - 1] and "（" not in text[start:end]:
            # 本报讯（记者 某某）某某银行: who reports stands in brackets before the name.
            start = text.rindex("）", start, end - 1) + 1
        if coarse == "ORG" and text[end : end + 1] == "长" and not lexemes.edges[end]:
            # 国防部 | 长
            continue
        ended = None if coarse == "PER" else settled(text, start, end, organisation=coarse == "ORG", lexemes=lexemes)
        if ended is None and coarse != "PER":
            no_names.append((start, end))
            continue
        end = ended or end
        if coarse == "LOC" and end - start >= SHORTEST_PLACE and text[end - 1] in PEOPLE:
            # 温州 | 人
            end -= 1
        if text.endswith(REGIONS[0], start, end) and (
            code := _provinces(seeds).get(text[start : end - len(REGIONS[0])])
        ):
            # 新疆地区 is 新疆.
            end -= len(REGIONS[0])
            found.append(Candidate(start, end, "LOC.PROVINCE", "mentions.region_short", kind="short", codes=(code,)))
            continue
        if found and found[-1].end == start and ends_place_before(text, start, end):
            # 长坝 | 镇花桥村 is 长坝镇 | 花桥村.
            found[-1], start = found[-1].moved(end=start + 1, entity_type=PLACE_TYPES[text[start]]), start + 1
        if coarse != "PER" and start in places:
            split = places[start].end
            if CLASS.match(text, split, end) is not None or text[split:end] in stop or is_trade(text, split, end):
                # 武汉五大商业集团 are many; 甘肃聚力打好… names the place alone, and so does 青海农业增加值.
                continue
            if (
                split < end
                and text[split:end] not in REGIONS
                and (coarse == "LOC" or is_place(text[start:end], endings))
            ):
                # 祁东县 | 归阳工业园: a place and what lies in it are two.
                word = lexemes.words[lexemes.at(split)]
                coarse = "LOC"
                start = split if end - split > SHORTEST_PLACE - 1 and word not in rules.common else start
        while coarse == "PER" and end - start < LONGEST_UNNAMED and text.startswith(UNNAMED, end):
            end += 1
        name = text[start:end]
        if coarse == "PER" and (name.endswith(REPORTED) or KIND_OF_GOODS.match(text, end) is not None):
            continue
        if (name[0].isascii() and _cuts_word(text, start)) or (name[-1].isascii() and _cuts_word(text, end)):
            continue
        if coarse == "ORG" and name in rules.generic:
            # 公司的一期项目
            continue
        if name in rules.unnamed or (len(name) == 1 and lexemes.words[lexemes.at(start)] in rules.unnamed):
            # 奥 of 奥运, 夏粮
            continue
        if coarse != "PER" and any(text[first:last] in rules.unnamed for first, last in _around(start, end)):
            # 北京 | 时间, 中国 | 驰名商标, 中 | 欧 | 班列
            continue
        entity_type = type_by_ending(name, endings[coarse]) or coarse
        if coarse == "LOC" and name.endswith("乡村") and len(name) > SHORTEST_PLACE:
            # 宜居乡村
            continue
        if entity_type == "LOC" and len(name) >= SHORTEST_PLACE:
            entity_type = PLACE_TYPES.get(name[-1], "LOC")
        if entity_type == coarse and label == FIRM:
            entity_type = "ORG.COMPANY"
        found.append(Candidate(start, end, entity_type, TAGGED))
    # What is no name at one place of a document is none at another; other documents of the batch are no evidence.
    refused = set(told_names(text, no_names, starts, documents))
    bare = {name for _, name in refused}
    doubtful = [at for at, n in enumerate(found) if text[n.start : n.end] in bare and family_of(n.entity_type) != "PER"]
    told = told_names(text, [found[at] for at in doubtful], starts, documents)
    for at in reversed([at for at, own in zip(doubtful, told, strict=True) if own in refused]):
        del found[at]
    return choose(longer_places(found, text, starts, documents))


@functools.lru_cache(maxsize=2)
def _provinces(seeds: Seeds) -> dict[str, str]:
    """Codes of the provinces by their short names."""
    return {short: code for code, _, level, _, short in seeds.lexicon("regions").rows if level == "province"}


@functools.lru_cache(maxsize=2)
def _pairs_in_titles(seeds: Seeds) -> frozenset[str]:
    """Each two characters that stand side by side in a title: only between such a span may end within one."""
    return frozenset(title[at : at + 2] for title in compile_names(seeds).title_words for at in range(len(title) - 1))


def _is_part(start: int, end: int, firms: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the flat spans holds the span, which is none of them."""
    at = bisect_left(firms, (start + 1, 0)) - 1
    return at >= 0 and firms[at][1] >= end


def _around(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Bounds of the phrases that may hold a place and are no name; one of a single character may stand inside of them."""
    for more in range(1, LONGEST_MORE + 1):
        yield start, end + more
    if end - start == 1:
        yield start - 1, end + 2


def _cuts_word(text: str, at: int) -> bool:
    """Whether an end of a span lies inside a word of Latin letters (a name stops at none)."""
    if not 0 < at < len(text):
        return False
    pair = text[at - 1 : at + 1]
    return pair.isascii() and pair.isalpha()


def _after_words(start: int, end: int, lexemes: Lexemes, stop: frozenset[str]) -> int:
    """Start of a span without the words that end a name to the left (全资子公司 | 合肥…公司)."""
    while lexemes.edges[start]:
        word = lexemes.words[lexemes.at(start)]
        if len(word) < 2 or word not in stop or end - start - len(word) < 3:
            break
        start += len(word)
    return start


def _behind_mark(text: str, start: int, end: int) -> int:
    """Start of a span without the closing mark that it begins with (”某某公司)."""
    return start + (start < end and text[start] in CLOSING)


def _with_marks(text: str, start: int, end: int) -> int:
    """Start of a span behind one of the marks, with that mark if its name opens with it (“海豚”科考队)."""
    inner, mark = text[start:end], text[start - 1]
    return start - 1 if inner.count(MARKS[mark]) > inner.count(mark) else start


def _before_title(text: str, start: int, end: int, titles: ahocorasick_rs.AhoCorasick) -> int:
    """End of a span that leaves to a title the word that the title begins with (管委会 | 党组书记)."""
    low, high = max(start + 2, end - LONGEST_TITLE), min(len(text), end + LONGEST_TITLE)
    for _, begin, stop in titles.find_matches_as_indexes(text[low:high]):
        if low + begin + 1 < end < low + stop:
            return low + begin
    return end


def _behind_partner(text: str, start: int, end: int, places: Mapping[int, Candidate]) -> int:
    """Start of a span without the place that acts together with the body (某县联合某银行推出)."""
    found = PARTNER.match(text, start, end)
    if found is None:
        return start
    return found.end() if found.end() in places or text.startswith(text[start : start + 2], found.end()) else start


def _plugged(
    text: str, starts: Sequence[int], ends: Sequence[int], tagger: Tagger
) -> list[tuple[int, int, str, float]]:
    """Spans of the joined text that a tagger finds, by the family of their types."""
    texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    return [
        (start + span.start, start + span.end, family_of(span.label), span.score)
        for start, spans in zip(starts, tagger(texts), strict=True)
        for span in sorted(spans)
    ]


def _spans(
    text: str, starts: Sequence[int], ends: Sequence[int], model: ModelArrays, segments: Segments
) -> list[tuple[int, int, str, float]]:
    from transforms.engine.tagger import tag_entities

    texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    found = tag_entities(texts, model, names=PARTS, segments=segments)
    return [
        (starts[row] + start, starts[row] + end, label, score)
        for row, start, end, label, score in zip(
            found.rows.tolist(),
            found.starts.tolist(),
            found.ends.tolist(),
            found.labels,
            found.scores.tolist(),
            strict=True,
        )
    ]


def _is_chain(start: int, end: int, places: Mapping[int, Candidate], *, single: bool) -> bool:
    """Whether known places (or a single one) cover the span end to end (浙江舟山): each is a mention of its own."""
    at, count = start, 0
    while at < end and at in places:
        at, count = places[at].end, count + 1
    return at == end and count > 1 - single
