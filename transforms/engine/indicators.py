"""Indicators: the printed name of what a figure measures, before it or after it."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from seeds.types import Seeds

LONGEST_BEFORE = 40
LONGEST_AFTER = 16
SHORTEST = LOOKED_BACK = 2
LONGEST_BRACKET = 10
LONGEST_QUOTED = 14
OPENING, CLOSING = "“”"
# Prepositions, adverbs, conjunctions and determiners at the head of the phrase, where they are not the first character of a word (从业人员, 对外贸易, 共产党员, 并网容量).
GUARDED = r"从(?![业事])|对(?![外口接应])|其(?![他它余])|本(?![科金币土级])|各(?![类级地])|由|在(?![保建岗校册手线售研产营])|到(?!期)|所(?!得|有)|有(?![色限效机线偿])"
GUARDED += r"|就(?![业诊医学读餐寝地近任职座])|却|他(?![国人乡])|她"
GUARDED += r"|共(?![产青同享建生赢识振和])|还(?![款贷本])|并(?![购网表发轨])|和(?![谐平])|将(?![军士])|与(?!会)|及(?![时格])|以(?!旧)|等(?![级距离同待额高比值候地省市区])"
LEAD_AFTER, LEADS = re.compile(r"(?:[的 $”]|规模的|左右|以上|以下|以内|级(?![别数]))+"), frozenset("的 $”规左以级")
COUNT_MARK = re.compile(
    r"(?:GDP|税收|利税|产值|销量|总量|总数|数量|数|规模|总额|余额|面积|产量|收入|增加值|总值|投资|利润|比重|占比|率|额|量|值|价|指数|人口|成本|能力|高度|长度|里程|距离|成绩|温度|浓度)$"
)
TAIL = re.compile(
    r"(?:的|等|共|已|仍|却|(?<![原规准法总细守])则|也|(?<!水)平均|均|都|又|再|还|就|仅|由|从|约|，|、|和|及|与|\$|\s|最|之)+$"
)
TAIL_ENDS = frozenset("的等共已仍却则也均都又再还就仅由从约，、和及与$最之")
# 比2010年第六次全国人口普查的3.94人减少0.6人: with which one it is compared.
CENSUS = re.compile("第[一二三四五六七八九十]次全国[一-鿿]{2,4}普查的?$")
# 500万在校生
PRESENT = re.compile("在[校职岗读建营册院编]")
# What the figure is called, not what it measures.
GENERIC = re.compile(
    r"(?:发展|奋斗|规划|预期)?(?:目标|任务)|(?:单?季度?|单?月度?|年度|同期)?(?:历史)?(?:新高|新低|最高水平|最高纪录)"
)
GENERIC_FIRST = frozenset("发奋规预目任单季月年同历新最")
SCALE_NOUN = "规模"
# 109个村, 4个县（市）: nouns of one character that are counted.
SHORT_NOUNS = (
    "县市村乡镇省州区国校厂店人站港岛湖房屋井桥塔船车楼书画树羊牛猪鸡鸭鱼马砖灯课歌枪炮水电粮油煤奶肉菜米糖盐药"
)
ONE_NOUNS = frozenset(SHORT_NOUNS)
ONE_NOUN = re.compile(
    f"(?!国有)[{SHORT_NOUNS}](?:[（(][^（）()]{{1,6}}[）)])?(?=[、，。；：！？ \n和与及的在已均都有被实达参完建开通获受全“（(]|$)"
)
# 钢达到1100万吨, 煤2.7亿吨: goods of one character.
ONE_GOOD = re.compile("([钢煤铁粮棉油糖布盐茶烟铜铝纱])(?:已|共|约|近|也)*(?:达到?|为|有|超过?|突破)?")
# 3座500千伏变电站, 2艘5万吨级货轮: the size of what is counted.
SIZED = re.compile(
    "[0-9０-９.．]{1,8}万?(?:千伏|[千兆]瓦|伏|吨|马力|[立平]方米|英寸|[厘毫公]?米|[公毫]?升|公斤|千克|[座轴层匹寸])级?的?(?=[一-鿿]{2})"
)
# 种植密度从原来每亩3000株 …: the name stands before the starting point.
FROM = re.compile(r"(?<=[一-鿿]{2})(?:从|由)(?![业事])")
# 普惠性幼儿园[3]24.47万所: the number of a note.
NOTE = re.compile(r"\[[0-9]{1,3}\]$")
# 第一产业实现增加值3亿元: whose value it is belongs to what is measured.
TRADE = re.compile(
    r"(?:^|[，。；：、（\n年月度]|(?=规[模上]|限[额上]))((?!其中)[一-鿿]{1,10}(?:产业|[农林牧渔工商矿造售饮宿输融险发造输]业|服务业|经济|单位|工业企业))(?:共|已|累计)?(?:实现|完成)$"
)
LONGEST_TRADE, DONE_ENDS = 18, frozenset("现成")
SHARE_OF = re.compile("占[据到]?了?$")
# 户均5万元 measures what each has.
EACH = re.compile("[户日人月亩周季场店校车村桌单班]均$|[出入]超$")
PUNCTUATION = "，。；：、！？（）()“”《》【】—+|$…[]丨｜●■◆▲\n"
MARK = re.compile(f"[{re.escape(PUNCTUATION)}]")
MARK_OR_DIGIT = re.compile(f"[{re.escape(PUNCTUATION)}0-9０-９]")


@functools.lru_cache(maxsize=4)
def _words(seeds: Seeds) -> dict[str, tuple[str, ...]]:
    """Figure words by role, longest first."""
    found: dict[str, list[str]] = {}
    for term, role in seeds.lexicon("figure_words").rows:
        found.setdefault(role, []).append(term)
    return {role: tuple(sorted(terms, key=len, reverse=True)) for role, terms in found.items()}


@functools.lru_cache(maxsize=64)
def any_word(seeds: Seeds, role: str) -> re.Pattern[str]:
    """Any figure word of a role."""
    return re.compile("|".join(map(re.escape, _words(seeds)[role])))


@functools.lru_cache(maxsize=4)
def _edges(seeds: Seeds) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Words before the phrase, verbs behind it, verbs inside that cut it, words that end a phrase after the figure."""
    words = _words(seeds)

    def either(role: str) -> str:
        return "|".join(map(re.escape, words[role]))

    return (
        # 完成率, 成功率: the verb belongs to the noun; the number of a line (20010112-12-001) to no phrase.
        re.compile(rf"(?:\s|(?:{either('lead')})(?!率)|{GUARDED}|[0-9]{{8}}(?:-[0-9]+)+)*"),
        re.compile(rf"(?:{either('verb')}|\s)+$"),
        re.compile(rf"(?:{either('inner')})了?(?![率值量额度期面商]|(?:贸易|交易|合同)?(?:金额|总额|额|量))"),
        # 采购商, 投资者, 服务对象 are counted.
        re.compile(rf"(?!对[外内口])(?:{either('inner')}|{either('end')})(?![商员者象军士领])"),
    )


@functools.lru_cache(maxsize=4)
def _verb_ends(seeds: Seeds) -> frozenset[str]:
    """Last characters of the verbs behind a phrase, and blanks."""
    return frozenset(verb[-1] for verb in _words(seeds)["verb"]) | frozenset(" \t\n\u3000\xa0")


def figure_words(seeds: Seeds, role: str) -> tuple[str, ...]:
    """The figure words of a role, longest first."""
    return _words(seeds)[role]


@functools.lru_cache(maxsize=64)
def _firsts(seeds: Seeds, role: str) -> frozenset[str]:
    """First characters of the figure words of a role."""
    return frozenset(word[0] for word in _words(seeds)[role])


def has_word(text: str, role: str, seeds: Seeds) -> bool:
    """Whether a text holds a figure word of that role."""
    return any_word(seeds, role).search(text) is not None


def ends_in_word(text: str, role: str, seeds: Seeds) -> bool:
    """Whether a text ends in a figure word of that role."""
    return text.endswith(_words(seeds)[role])


def indicator_before(
    text: str, floor: int, end: int, breaks: Sequence[tuple[int, int]], seeds: Seeds
) -> tuple[int, int] | None:
    """Span of the noun phrase between the last mark, figure or time and the figure, verbs at its edges left out.

    Args:
        text: The joined text.
        floor: First character that may belong to it (sentence start, or end of the figure before).
        end: Where the figure or its qualifier begins.
        breaks: Spans (times, subjects) that no indicator crosses.
        seeds: Lexicon figure_words.
    """
    while end > floor and text[end - 1] in " $":
        end -= 1
    if text[end - 1] in "的查" and CENSUS.search(text, floor, end) is not None:
        return None
    if text[end - 1 : end] == "]" and (note := NOTE.search(text, floor, end)) is not None:
        end = note.start()
    begin = _last_mark(text, max(floor, end - LONGEST_BEFORE), end)
    if text[begin - 1 : begin] == "、":
        begin = _industry(text, floor, begin, end, seeds)
    for start, stop in breaks:
        # 产值占全省的比重, GDP占某市的四成: what it is a share of belongs to the name.
        if start < end and begin < stop <= end and SHARE_OF.search(text, begin, start) is None:
            begin = stop
    # A pattern looks at two characters before the phrase.
    ahead = min(begin, LOOKED_BACK)
    found = _core(text[begin - ahead : end], ahead, seeds) if end - begin >= SHORTEST else None
    if found is None:
        good = ONE_GOOD.fullmatch(text, begin, end)
        return _quoted(text, floor, begin, breaks) if good is None else good.span(1)
    start, end = begin - ahead + found[0], begin - ahead + found[1]
    if start == begin and (quoted := _quoted(text, floor, begin, breaks)) is not None:
        # “新三样”出口额
        return quoted[0] - 1, end
    if text[start - 1 : start] in DONE_ENDS:
        owned = max((stop for _, stop in breaks if stop <= start), default=floor)
        trade = TRADE.search(text, max(floor, owned, start - LONGEST_TRADE), start)
        if trade is not None:
            return trade.start(1), end
    return start, end


def _industry(text: str, floor: int, begin: int, end: int, seeds: Seeds) -> int:
    """Where a phrase begins that a mark inside the name of an industry would cut (电力、热力、燃气及水生产和供应业增加值); else where it is cut."""
    reach = max(floor, begin - LONGEST_BEFORE)
    found = any_word(seeds, "industry").search(text, reach, end)
    if found is None or not found.start() < begin < found.end():
        return begin
    return _last_mark(text, reach, found.start())


def _quoted(text: str, floor: int, end: int, breaks: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """What stands in quotation marks that close at a place (“首位度”达到12%, 发放“助农贷”2亿元)."""
    if text[end - 1 : end] != CLOSING:
        return None
    begin = text.rfind(OPENING, max(floor, end - LONGEST_QUOTED), end) + 1
    if not begin or end - 1 - begin < SHORTEST or MARK.search(text, begin, end - 1) is not None:
        return None
    return None if any(start < end and begin < stop for start, stop in breaks) else (begin, end - 1)


@functools.lru_cache(maxsize=4_000)
def _core(text: str, begin: int, seeds: Seeds) -> tuple[int, int] | None:
    """Span of the noun phrase in the words before a figure, from a place on; the same words come again and again.

    >>> from seeds.load import load_seeds
    >>> _core("其中营业收入约为", 0, load_seeds(models=False))
    (2, 6)
    """
    end = len(text)
    lead, verb, inner, _ = _edges(seeds)
    closing = _verb_ends(seeds)
    origin = FROM.search(text, begin, end)
    end = origin.start() if origin is not None and origin.start() - begin >= SHORTEST else end
    moved = True
    while moved and begin < end:
        moved = False
        if EACH.search(text, begin, end) is not None:
            break
        behind = verb.search(text, begin, end) if text[end - 1] in closing else None
        if behind is not None and behind.end() == end:
            end, moved = behind.start(), True
        before = lead.match(text, begin, end)
        if before is not None and before.end() > begin:
            begin, moved = before.end(), True
        tail = TAIL.search(text, begin, end) if text[end - 1] in TAIL_ENDS or text[end - 1].isspace() else None
        if tail is not None:
            end, moved = tail.start(), True
    for cut in inner.finditer(text, begin, end):
        if end - cut.end() >= SHORTEST:
            begin = cut.end()
    before = lead.match(text, begin, end)
    begin = before.end() if before is not None else begin
    return (begin, end) if end - begin >= SHORTEST else None


def _last_mark(text: str, begin: int, end: int) -> int:
    """One past the last mark before the figure; a short bracket inside the phrase is none (广义货币（M2）余额)."""
    limit = end
    while True:
        last = MARK.search(text[begin:limit][::-1])
        place = begin if last is None else limit - last.start()
        if place <= begin or text[place - 1] not in "）)":
            return place
        opened = max(text.rfind("（", begin, place), text.rfind("(", begin, place))
        if opened <= begin or place - opened > LONGEST_BRACKET or text[opened - 1] in PUNCTUATION:
            return place
        limit = opened


def indicator_after(
    text: str, start: int, ceiling: int, seeds: Seeds, *, counted: bool = False
) -> tuple[int, int] | None:
    """Span of the noun that a figure counts: what follows it up to a mark or a verb.

    Args:
        text: The joined text.
        start: One past the figure and its qualifier.
        ceiling: End of the sentence.
        seeds: Lexicon figure_words.
        counted: Whether things are counted, so that levels and stages can be what is (三个阶段).
    """
    if text.startswith(SCALE_NOUN, start):
        return start, start + len(SCALE_NOUN)
    if text[start : start + 1] in LEADS and (lead := LEAD_AFTER.match(text, start, ceiling)) is not None:
        start = lead.end()
    first = text[start : start + 1]
    if first.isdecimal() and (sized := SIZED.match(text, start, ceiling)) is not None:
        start = sized.end()
        first = text[start : start + 1]
    if first in ONE_NOUNS and (one := ONE_NOUN.match(text, start, ceiling)) is not None:
        return one.span()
    end = min(ceiling, start + LONGEST_AFTER)
    if first in GENERIC_FIRST and GENERIC.match(text, start, end):
        return None
    # 以3亿元位居第一, 由30%提至50%, 4000亿元大关: what the figure does, or what it is called.
    led = first in _firsts(seeds, "led") and any_word(seeds, "led").match(text, start, end) is not None
    if led and PRESENT.match(text, start) is None:
        return None
    # 521家“倍增计划”试点企业
    inside = max(start, text.find(CLOSING, start, end) + 1) if first == OPENING else start
    for closing in (MARK_OR_DIGIT, _edges(seeds)[-1]):
        closed = closing.search(text, inside, end)
        end = end if closed is None else closed.start()
    last = text[end - 1 : end]
    tail = TAIL.search(text, start, end) if last in TAIL_ENDS or last.isspace() else None
    if tail is not None:
        end = tail.start()
    if not counted and text[start:end] in _words(seeds)["vague"]:
        return None
    return (start, end) if end - start >= SHORTEST else None


def names_indicator(phrase: str) -> bool:
    """Whether a phrase ends as indicators do (总量, 增加值, 占比 …)."""
    return COUNT_MARK.search(phrase) is not None
