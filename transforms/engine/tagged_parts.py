"""Tagged spans that run over more than one name: their parts, without the words that are no part of any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set

import ahocorasick_rs

from transforms.engine.lexemes import Lexemes

Tagged = tuple[int, int, str, float]
PERSON = "PER"
# Two names in one span: the first of these are no part of one, the others are of many (环境与资源保护委员会).
# 某市某局联合某银行: both are named where the second one is known.
SURELY_JOINS, JOINS, ANY_JOINS = re.compile("跟|会同"), re.compile("[与及和]|联合"), re.compile("[跟与及和]|会同|联合")
TOGETHER = "联合"
# 国家工信部 is the body; what several bodies set up for a time has no name of its own.
STATE, TEAM = "国家", re.compile("联合(?:调研|工作|检查|督查|督导|调查|课题)组")
SHORTEST = 2
# A dateline's last word.
REPORTED = ("报道", "报导", "摄影", "摄", "日讯", "报讯", "专讯", "日电", "专电")
# 以琶洲 | 园区, 某市科创委 | 对: of a sentence, not of a name.
LEADING, TRAILING = frozenset("以在据由从与对向经若"), frozenset("对和与跟及将已在拟为是称获把被向由从")
# Whatever an unlisted abbreviation is cut into (科创 | 委对).
BODY_ENDS = frozenset("局委厅部会院办署")
# What somebody owns is not called after these: 某某股份旗下四家子公司.
OWNED = ("旗下", "下属", "附属", "所属", "全资子公司", "控股子公司", "参股公司", "子公司", "上市公司")
OWNED_FIRST, ANY_OWNED, LONGEST_OWNED = re.compile("[旗下附所全控参子上]"), re.compile("|".join(OWNED)), 5
# 西邻某国, 南接某市: where something lies.
SIDES, LYING = frozenset("东西南北"), re.compile("[东西南北]{1,2}[部面侧]?[与接邻临靠连濒依毗隔]{1,2}")
ROUTE = re.compile("高铁|铁路|高速公路|高速")
# 某某口岸累计 | 通行, 国家铁路 | 煤炭, 某某公司 | 首席经济学家: what is done or carried and who speaks for it is no part of a name.
ACTED = re.compile(
    "共(?:监管|验放|查验|办理|完成|实现|处理|接待|发送)|(?<=铁路)(?:煤炭|货物|旅客|电煤)|累计|同比|环比|合计|共计|(?<=[一-鿿]{4})公告(?![网栏牌办])|(?:(?:首席|资深|高级)[一-鿿]{0,4})?(?:分析师|经济学家|策略师|研究员)(?!论坛|协会|学会|年会)"
)
# 中央财政救灾资金, 夏粮早稻 are no bodies.
NO_BODIES = (
    "资金", "专款", "经费", "补贴", "补助", "利润", "营收", "收入", "夏粮", "秋粮", "早稻", "中稻", "晚稻", "小麦", "玉米", "大豆", "棉花", "油料", "生猪",
)  # fmt: skip
ADDRESS = re.compile(r"[A-Za-z0-9]\.[a-z]{2,}/")
# 490辆出租车, 1192名省: how many there are.
COUNTED = re.compile(r"\d+(?:\.\d+)?(?:[名辆台个家项只人次批余多万亿年月日号]|$)")
# With its title 国防部长 names who heads the body, and 某某公司董秘 who works there.
HEADS, LONGEST_TITLE = "长", 6


def parted(
    spans: Sequence[Tagged],
    text: str,
    lexemes: Lexemes,
    titles: ahocorasick_rs.AhoCorasick,
    *,
    in_titles: Set[str],
    generic: Set[str],
    known: Mapping[int, int],
    bodies: Mapping[int, int],
    told: Callable[[int, str], bool],
    blanks: Mapping[int, Sequence[int]],
) -> Iterator[Tagged]:
    """The spans; those that hold more than a name by their parts.

    Args:
        spans: Start, end, label and score of each.
        text: The joined text.
        lexemes: Its words.
        titles: Words for office and rank.
        in_titles: Each two characters that stand side by side in one.
        generic: Words that name nothing on their own.
        known: End of each organisation and place of the lists, by its start.
        bodies: End of each of these that is an organisation.
        told: Whether the text that a place stands in has a name elsewhere too.
        blanks: Where the page has a blank inside a span, by the start of the span.
    """
    for span in spans:
        start, end, label, score = span
        if start in blanks:
            pieces = list(_between(text, (start, *blanks[start], end), known, told, generic))
            if label == PERSON:
                # Behind the blank a dateline begins.
                yield (*pieces[0], label, score)
                continue
        elif label == PERSON:
            yield span
            continue
        else:
            pieces = list(_side_by_side(text, start, end, bodies))
        for piece in pieces:
            begin, stop = piece
            joined = ANY_JOINS.search(text, begin + SHORTEST, stop - SHORTEST) is not None
            for first, last in _joined(text, begin, stop, known, told) if joined else (piece,):
                last = _route_end(text, first, last, known)
                name = trimmed(text, first, last, lexemes, titles, in_titles, generic)
                if name is not None:
                    yield (*name, label, score)


def _between(
    text: str, places: Sequence[int], known: Mapping[int, int], told: Callable[[int, str], bool], generic: Set[str]
) -> Iterator[tuple[int, int]]:
    """The names between the first and the last place: a blank at one of the others parts two if one of them is known."""
    start, end = places[0], places[-1]
    for at in places[1:-1]:
        left, right = text[start:at], text[at:end]
        if min(len(left), len(right)) < SHORTEST:
            continue
        dateline, empty = left.endswith(REPORTED), right in generic
        if dateline or empty or known.get(at) == end or known.get(start) == at or told(at, right) or told(at, left):
            if not dateline:
                yield start, at
            if empty:
                return
            start = at
    yield start, end


def _side_by_side(text: str, start: int, end: int, bodies: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """The organisations of the lists that stand side by side in a span and fill it, each for itself; else the span.

    >>> list(_side_by_side("国家审计署财政部", 0, 8, {2: 5, 5: 8}))
    [(0, 5), (5, 8)]
    """
    first = start + len(STATE) * text.startswith(STATE, start, end)
    at = bodies.get(first, end)
    if at < end and bodies.get(at) == end:
        yield start, at
        yield at, end
    elif at < end and TEAM.fullmatch(text, at, end):
        yield start, at
    else:
        yield start, end


def _joined(
    text: str, start: int, end: int, known: Mapping[int, int], told: Callable[[int, str], bool]
) -> Iterator[tuple[int, int]]:
    """The names that a word joins in a span, where it is known of one of them that it is a name."""
    match = SURELY_JOINS.search(text, start + SHORTEST, end - SHORTEST)
    if match is None:
        for match in JOINS.finditer(text, start + SHORTEST, end - SHORTEST):
            at = match.start()
            named = known.get(start) == at or told(start, text[start:at])
            other = known.get(match.end()) == end or told(start, text[match.end() : end])
            if (named and other) or (other if match[0] == TOGETHER else (named or other) and match[0] != "和"):
                break
        else:
            yield start, end
            return
    yield start, match.start()
    yield from _joined(text, match.end(), end, known, told)


def _route_end(text: str, start: int, end: int, known: Mapping[int, int]) -> int:
    """End of a span without the place from which a section of its route goes (贵南高铁 | 荔波至南宁段)."""
    route = ROUTE.search(text, start + SHORTEST, end)
    return route.end() if route is not None and known.get(route.end()) == end else end


def trimmed(
    text: str,
    start: int,
    end: int,
    lexemes: Lexemes,
    titles: ahocorasick_rs.AhoCorasick,
    in_titles: Set[str],
    generic: Set[str],
) -> tuple[int, int] | None:
    """Start and end of a span of an organisation or a place without the words around its name; None when nothing is left.

    Args:
        text: The joined text.
        start: First character of the span.
        end: One past its last character.
        lexemes: Words of the text.
        titles: Words for office and rank.
        in_titles: Each two characters that stand side by side in one.
        generic: Words that name nothing on their own.
    """
    if text[start].isdigit() and COUNTED.match(text, start, end):
        return None
    if ADDRESS.search(text, start, end) is not None or text.endswith(NO_BODIES, start, end):
        return None
    if text[end - 1] == "其" and end - start > SHORTEST:
        # 逼近其 | 下限
        return None
    edges = lexemes.edges
    if (
        end - start > SHORTEST
        and text[start] in LEADING
        and edges[start]
        and (edges[start + 1] or lexemes.at(start) in lexemes.unlisted)
    ):
        start += 1
    if text[start] in SIDES and (lying := LYING.match(text, start, end - SHORTEST)) is not None and edges[lying.end()]:
        start = lying.end()
    counted = ACTED.search(text, start + SHORTEST, end)
    end = end if counted is None else counted.start()
    if end - start > SHORTEST and text[end - 1] in TRAILING and (edges[end - 1] or text[end - 2] in BODY_ENDS):
        end -= 1
    owned = ANY_OWNED.search(text, start + SHORTEST, end + LONGEST_OWNED - 1)
    for match in OWNED_FIRST.finditer(text, start + SHORTEST, end) if owned is not None else ():
        if (
            text.startswith(OWNED, match.start())
            and edges[match.start()]
            and text[start : match.start()] not in generic
        ):
            end = match.start()
            break
    cut = _title(text, start, end, titles) if text[end - SHORTEST : end] in in_titles else end
    if cut < end and text[end - 1] == HEADS:
        return None
    return (start, cut) if cut - start >= SHORTEST else None if end - start > SHORTEST else (start, end)


def _title(text: str, start: int, end: int, titles: ahocorasick_rs.AhoCorasick) -> int:
    """Where the title begins that a span ends with; its end if there is none."""
    low = max(start + SHORTEST, end - LONGEST_TITLE)
    last = [low + begin for _, begin, stop in titles.find_matches_as_indexes(text[low:end]) if low + stop == end]
    return next((begin for begin in last if end - begin >= SHORTEST), end)
