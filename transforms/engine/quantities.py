"""Quantities: numerals with unit and qualifier, and for every other numeral the reason why it measures nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from seeds.types import Seeds
from transforms.engine.blocked import Span, Touched, find_blocked, find_words, walk
from transforms.engine.indicators import has_word
from transforms.engine.numerals import DIGIT_VALUES, Numeral, scan_numerals
from transforms.engine.qualifiers import BLANK, COMPARED, cap_of, is_within, qualify
from transforms.engine.quantity import Quantity, bounds_of, ledger_form, quantity_of
from transforms.engine.quantity_joins import beside, join, links, share_unit
from transforms.engine.ranks import find_ranks, rank_of
from transforms.engine.unitless import is_index
from transforms.engine.units import FoundUnit, currency_before, pieces_or_money, unit_at

BLANKS = frozenset(" \t\u3000$\\")
__all__ = ["Quantity", "ledger_form", "scan_quantities"]

ONE = Decimal(1)
EXTENTS = {"duration", "length"}

# 25万吨多晶硅, 3套多功能设备: 多 begins the noun.
OF_MANY = frozenset("晶功层元媒边维种孔样级重用肽糖酚彩联式粮款额热")
ROUND = {"百", "千", "万", "十万", "百万", "亿"}
TOP = {"家", "名", "位", "强", "大", "所", "城"}
# After 一 these still measure: 一亿元, 一公里.
MEASURED_AFTER_ONE = {"money", "ratio", "multiple", "length", "area", "volume", "mass", "energy", "power"}
# Units of one character that are as often a part of a word (一方, 一块, 一角).
WORDY_UNITS = frozenset("方里块角毛分担卡度成折")
WORDY_CLASSIFIERS = frozenset("眼字句章分班门对段道点期届强首面口")
WITHIN = re.compile("[以之]?内|龄|游|均")
INNER = {"中", "里"}
# 每炼一吨铁用煤两吨: what is counted per so much.
EACH_DEED = re.compile(
    "每(?:生?产|炼|消?耗|加工|处理|燃烧|行驶|投入|销售|增加|新增|提高|降低|下降|减少|节约|提升|上升)(?:出|了)?$"
)
LONGEST_DEED = 5
# 一亩增产100多斤, 一公斤卖20元: so much of each.
PER_ONE = re.compile("[地田]?[^，。；：、（(\\n0-9０-９一两多半的以之左]{1,8}[0-9０-９一二两三四五六七八九十几百千]")
PER_DIMENSIONS = {"area", "mass", "volume"}
SPANNED = re.compile("间(?![隔歇距断])|均[速增]|(?:累计)?(?:增长|提升|下降|翻[了一两])")
# 期限一年 and 为期一个月 last; 一年一度 does not.
LASTING = re.compile(r"(?:期限?为?|为期|历时|用时|耗时|长达|持续|约|近|超过|不到|不足)$")
# 一年六个月, 一年零一天: a year and more, not each year (一年两次, 一年12个月).
AND_MORE = re.compile(
    "[多余]?(?:[零又]?(?:[1-9]|1[01]|[一二两三四五六七八九]|十一?)个月|[零又](?:[0-9]{1,3}|[一二两三四五六七八九十]{1,3})天)"
)
HUNDRED_MILLION = 10**8
# What may stand behind a unit and belong to the value: 三元半, 五成多.
MORE = {"半", "多", "余"}
RATE = re.compile("(?:人民币)?(?:大?约|可)?(?:合|兑换?|折合)(?:约)?[0-9０-９]")
HALVED = {"ratio", "multiple", "duration", "age", "length", "mass", "area", "volume", "money"}
# 七成六 is 76%; 七成六个 goes on otherwise.
HUNDREDTHS = re.compile("[一二三四五六七八九](?=$|[^一-鿿0-9０-９A-Za-z]|[的左以])")
# Two ideographs that begin no verb, particle or unit of time.
NOUN = re.compile(
    "(?![的了是在和与及或到至比来分里年月日时点号则而也就都又再还被把向从对之其中上下前后内外间])[一-鿿]{2}"
)
LONGEST_GROUP = 8
PHRASE = re.compile("[一-鿿]+")
# 3.1人均收入: what a section is about.
HEADING = re.compile("人[均口才民工类物文]|家[庭电居]|个[人体]|年[均度]")
LEAD_MARKS = "、.．，"


def scan_quantities(text: str, seeds: Seeds) -> list[Quantity]:
    """Every numeral of a text, measured or with the reason why not; sorted and without overlaps.

    Args:
        text: The joined text of a batch.
        seeds: Loaded seeds (units, lexicons qualifiers and numeral_words, rules of the areas quantities and blocked).
    """
    blocked, words = walk(find_blocked(text, seeds)), walk(find_words(text, seeds))
    found: list[Quantity] = []
    ranks = find_ranks(text)
    for numeral in scan_numerals(text):
        if found and numeral.start < found[-1].end:
            continue
        quantity = _read(text, numeral, blocked, words, ranks, seeds)
        if quantity.dimension == "duration" and len(found) > 1 and links(text, found[-2], found[-1], quantity):
            found.pop()
        if found and beside(text, found[-1], quantity) and (joined := join(text, found[-1], quantity)) is not None:
            found[-1] = joined
        else:
            found.append(quantity)
    for number in range(len(found) - 2, -1, -1):
        if found[number].reason == "no unit" or found[number + 1].unit == "pp":
            found[number] = share_unit(text, found[number], found[number + 1])
    return found


def _read(
    text: str,
    numeral: Numeral,
    blocked: Touched[Span],
    words: Touched[Span],
    ranks: Mapping[int, re.Match[str]],
    seeds: Seeds,
) -> Quantity:
    start, end = numeral.start, numeral.end
    if numeral.value is None and numeral.form != "vague" and numeral.low is None:
        return _refused(numeral, "lexical", "reads as no number", "quantities.unit")
    rank = ranks.get(start)
    if rank is not None:
        return rank_of(rank)
    hit = blocked(start, end)
    if hit is not None and not (hit[3] in {"blocked.lead", "blocked.model"} and _measures(text, hit, end, seeds)):
        if hit[2] == "ordinal" and text[start - 1 : start] == "第":
            numeral = numeral._replace(start=start - 1)
        return _refused(numeral, hit[2], hit[3], hit[3])
    if not numeral.arabic:
        word = words(start, end)
        if (
            word is not None
            and word[0] <= start
            and word[1] >= end
            and (word[1] - word[0]) > (end - start)
            and not _spells_amount(text, word, numeral, seeds)
        ):
            # A numeral that is a part of a word has no value.
            return quantity_of((
                start, end, start, end, numeral.form, None, None, None, None,
                None, None, None, None, "exact", word[2], "part of a word", "blocked.word", -1, -1,
            ))  # fmt: skip
    before = text[start - 1 : start]
    if before == "每" and numeral.value not in {None, 1} and (not numeral.scaled or text[start:end] in ROUND):
        # 每10股派1.2元, 每万人: what is counted per so many.
        return _refused(numeral, "lexical", "a denominator", "quantities.word")
    if numeral.value == 1 and EACH_DEED.search(text, start - LONGEST_DEED, start) is not None:
        return _refused(numeral, "lexical", "a denominator", "quantities.word")
    follows = text[end : end + 2]
    if follows in {"个半", "个多"} and (more := unit_at(text, end + 2, seeds)) and more.dimension == "duration":
        numeral = _plus_half(numeral) if follows == "个半" else numeral._replace(more=True)
        return _measured(text, numeral, more, more.end, seeds, "quantities.unit")
    first = follows[:1]
    behind = BLANK.match(text, end).end() if first in BLANKS else end  # type: ignore[union-attr]
    unit = unit_at(text, behind, seeds)
    if unit is None or (unit.dimension == "count" and (first.isspace() or numeral.form == "fraction")):
        return _without_unit(text, numeral, seeds)
    if before == "比" and text[end : unit.end] in COMPARED:
        # 比三十大 compares; 十大 alone counts.
        return _without_unit(text, numeral, seeds)
    return _with_unit(text, numeral, unit, seeds)


def _spells_amount(text: str, word: tuple[int, int, str, str], numeral: Numeral, seeds: Seeds) -> bool:
    """Whether a word of the lexicon is nothing but an amount (十块)."""
    if word[0] != numeral.start or text[numeral.start : numeral.end] == "一":
        return False
    unit = unit_at(text, numeral.end, seeds)
    return unit is not None and unit.end == word[1] and unit.dimension in {"money", "length", "mass"}


def _measures(text: str, hit: tuple[int, int, str, str], end: int, seeds: Seeds) -> bool:
    """Whether what looks like a list number or a model is a number with a unit (2cm, 3.9米)."""
    if hit[3] == "blocked.lead" and (text[hit[1] - 1] in LEAD_MARKS or HEADING.match(text, end) is not None):
        return False
    if hit[3] == "blocked.model" and not text[hit[0]].isdecimal():
        return False
    unit = unit_at(text, BLANK.match(text, end).end(), seeds)  # type: ignore[union-attr]
    if unit is None or (
        text[unit.end - 1].isascii() and text[unit.end : unit.end + 1].isalnum() and text[unit.end].isascii()
    ):
        return False
    return end < hit[1] or not text[end : end + 1].isspace() or unit.dimension != "count"


def _plus_half(numeral: Numeral) -> Numeral:
    value = None if numeral.value is None else numeral.value + Decimal("0.5")
    return numeral._replace(value=value)


def _refused(numeral: Numeral, disposition: str, reason: str, rule_id: str) -> Quantity:
    form = "ordinal" if disposition == "ordinal" else numeral.form
    return Quantity(
        numeral.start, numeral.end, numeral.start, numeral.end, form, numeral.value, numeral.low, numeral.high, _number(numeral),
        None, None, None, None, "exact", disposition, reason, rule_id,
    )  # fmt: skip


def _number(numeral: Numeral) -> Decimal | None:
    """The bare numeral: a fraction as such, not in percent."""
    return numeral.value / 100 if numeral.form == "fraction" and numeral.value is not None else numeral.value


def _rounded(percent: Decimal | None) -> Decimal | None:
    """A share in percent to four places, as far as four places show it (三分之一 is 33.3333 %)."""
    return percent if percent is None or abs(percent) < Decimal("0.01") else round(percent, 4)


def _without_unit(text: str, numeral: Numeral, seeds: Seeds) -> Quantity:
    currency = currency_before(text, numeral.start)
    if currency is not None and numeral.value is not None:
        unit = FoundUnit(currency, "money", numeral.end, Decimal(1))
        return _measured(text, numeral, unit, numeral.end, seeds, "quantities.unit")
    if numeral.form == "fraction" or numeral.percent:
        unit = FoundUnit("%", "ratio", numeral.end, Decimal(1))
        found = _measured(text, numeral, unit, numeral.end, seeds, "quantities.ratio")
        return found._replace(
            value=_rounded(found.value), value_min=_rounded(found.value_min), value_max=_rounded(found.value_max)
        )
    sum_like = numeral.scaled and (numeral.arabic or _ends_line(text, numeral) or _counts_people(text, numeral, seeds))
    sum_like = sum_like or (numeral.arabic and is_index(text, numeral.start, numeral.end))
    if numeral.form == "number" and (sum_like or _counts_noun(text, numeral)):
        return _measured(text, numeral, None, numeral.end, seeds, "quantities.bare")
    bare = _refused(numeral, "vague" if numeral.form == "vague" else "lexical", "no unit", "quantities.no_unit")
    before, after, qualifier = qualify(text, numeral.start, numeral.end, seeds)
    if qualifier == "exact" and numeral.more:
        qualifier = "more_than"
    if qualifier == "exact" or numeral.value is None:
        return bare
    low, high = bounds_of(numeral.value, qualifier)
    return bare._replace(qualifier=qualifier, value_min=low, value_max=high, before=before, after=after)


def _ends_line(text: str, numeral: Numeral) -> bool:
    """Whether a spelt numeral of a hundred million or more ends its line or clause, or is a mark to be passed (存款净增一百五十亿, 突破千亿大关)."""
    if numeral.value is None or numeral.value < HUNDRED_MILLION:
        return False
    behind = text[numeral.end : numeral.end + 1]
    return behind in {"", "\n", "，", "。", "；", "　", " "} or text.startswith(("大关", "关口"), numeral.end)


def _counts_people(text: str, numeral: Numeral, seeds: Seeds) -> bool:
    """Whether a spelt round number stands right before people (四万下岗职工)."""
    behind = PHRASE.match(text, numeral.end, numeral.end + LONGEST_GROUP)
    return behind is not None and has_word(behind[0], "people", seeds)


def _counts_noun(text: str, numeral: Numeral) -> bool:
    """Whether a round number with 余 or 多 stands right before a noun (300多医务人员, 九百余万市民)."""
    if not numeral.more or numeral.value is None or numeral.value < 10 or text.startswith("万多", numeral.start):
        return False
    return NOUN.match(text, numeral.end) is not None


def _with_unit(text: str, numeral: Numeral, unit: FoundUnit, seeds: Seeds) -> Quantity:
    surface, printed = text[numeral.start : numeral.end], text[numeral.end : unit.end]
    if surface == "一" and not _measures_one(text, numeral, unit):
        return _refused(numeral, "lexical", "一 as an article", "quantities.word")
    if surface == "一" and unit.dimension in PER_DIMENSIONS and PER_ONE.match(text, unit.end) is not None:
        return _refused(numeral, "lexical", "a denominator", "quantities.word")
    spelt = not numeral.arabic and not numeral.scaled and numeral.form != "vague"
    if spelt and unit.dimension == "count" and unit.unit in WORDY_CLASSIFIERS:
        return _refused(numeral, "lexical", "part of a word", "quantities.word")
    of_class = printed == "届" and surface.isdecimal() and len(surface) == 4
    if of_class or (printed in TOP and text[numeral.start - 1 : numeral.start] == "前"):
        # 排名前10家企业: a group, not a number of them; 2026届毕业生: the year of a class.
        return _refused(numeral, "ordinal", "the first so many, or of a year", "quantities.word")
    if printed in {"日", "月"} and _is_date(text, numeral, unit.end):
        return _refused(numeral, "time", "a date", "quantities.date")
    if unit.dimension == "duration" and SPANNED.match(text, unit.end) and not text.endswith("连续", 0, numeral.start):
        return _refused(numeral, "time", "the time that something took place in", "quantities.date")
    if unit.dimension == "duration" and text[numeral.start - 1] == "的" and text[unit.end : unit.end + 1] in INNER:
        # 从一九五八年到一九七八年的二十年中
        return _refused(numeral, "time", "the time that something took place in", "quantities.date")
    if numeral.form == "fraction" and numeral.value is not None:
        numeral = numeral._replace(form="number", value=numeral.value / 100)
    if printed[0] in "度°" and text[numeral.start - 1 : numeral.start] in {"纬", "经"}:
        return _refused(numeral, "lexical", "a place on the globe", "quantities.word")
    if numeral.value == 1 and unit.dimension == "money" and RATE.match(text, unit.end) is not None:
        # 1元人民币约合5.11泰铢: what a rate of exchange is told for.
        return _refused(numeral, "lexical", "a denominator", "quantities.word")
    if unit.unit == "CNY":
        unit = pieces_or_money(text, numeral.start, numeral.end, unit, seeds)
    if printed == "折" and numeral.value is not None and numeral.value > 10:
        unit = unit._replace(scale=Decimal(1))
    elif printed == "折" and surface == "半":
        # 半折 is half of the price, not half of a tenth.
        unit = unit._replace(scale=Decimal(100))
    rule = "quantities.ratio" if unit.dimension in {"ratio", "multiple"} else "quantities.unit"
    return _measured(text, numeral, unit, unit.end, seeds, rule)


def _measures_one(text: str, numeral: Numeral, unit: FoundUnit) -> bool:
    """Whether 一 before a unit is a measure (一公里, 为期一年, 一个小时, 增长一成) and no article."""
    if unit.dimension == "duration":
        before = max(0, numeral.start - 6)
        return (
            text[numeral.end] == "个"
            or LASTING.search(text, before, numeral.start) is not None
            or (unit.unit == "年" and AND_MORE.match(text, unit.end) is not None)
        )
    if text[numeral.end : unit.end] == "成":
        return not text[unit.end : unit.end + 1].isalpha() or text[unit.end] in "左多以"
    return unit.dimension in MEASURED_AFTER_ONE and text[numeral.end : unit.end] not in WORDY_UNITS


def _is_date(text: str, numeral: Numeral, end: int) -> bool:
    """Whether 3月 or 30日 is a point in the calendar and no length of time (60日内, 半月)."""
    if numeral.value is None or numeral.value != numeral.value.to_integral_value():
        return False
    return numeral.value <= (12 if text[end - 1] == "月" else 31) and not WITHIN.match(text, end)


def _measured(text: str, numeral: Numeral, unit: FoundUnit | None, end: int, seeds: Seeds, rule_id: str) -> Quantity:
    scale = unit.scale if unit is not None else ONE
    value = None if numeral.value is None else numeral.value * scale
    dimension = unit.dimension if unit is not None else "count"
    start, form, more = numeral.start, numeral.form, numeral.more
    if unit is not None and value is not None and (text[end : end + 1] in MORE or text[end - 1] == "成"):
        if text[end : end + 1] == "半" and dimension in HALVED:
            value, end = value + scale / 2, end + 1
        elif text[end - 1] == "成" and unit.unit == "%" and (hundredths := HUNDREDTHS.match(text, end)) is not None:
            value, end = value + DIGIT_VALUES[hundredths[0]], end + 1
        if (
            text[end : end + 1] in {"多", "余"}
            and text[end + 1 : end + 2] not in OF_MANY
            and (dimension != "ratio" or text[end - 1] in {"成", "倍"})
        ):
            more, end = True, end + 1
    before, after, qualifier = qualify(text, start, end, seeds)
    if form in {"vague", "range"}:
        qualifier = form
    elif more:
        qualifier = "approx" if text[numeral.end - 1] == "来" else "more_than"
    elif qualifier == "exact":
        within = dimension in EXTENTS and is_within(text, start, end)
        qualifier = "at_most" if within else cap_of(text, start)
    if value is not None:
        low, high = (value, value) if qualifier == "exact" else bounds_of(value, qualifier)
    else:
        low, high = (None if bound is None else bound * scale for bound in (numeral.low, numeral.high))
    if dimension == "ratio" and form not in {"fraction", "range"}:
        form = "percent"
    name, factor, base = (unit.unit, unit.factor, unit.base_unit) if unit is not None else (None, None, None)
    return quantity_of((
        start, end, start, numeral.end, form, value, low, high, _number(numeral),
        name, dimension, factor, base, qualifier, None, None, rule_id, before, after,
    ))  # fmt: skip
