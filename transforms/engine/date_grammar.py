"""The grammar of dates and periods, as one regular expression over a whole batch."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from seeds.types import Seeds

YEAR = r"(?:19|20)[0-9]{2}|(?:１９|２０)[０-９]{2}|[一二][〇○零九０][〇○零一二三四五六七八九０]{2}"
MONTH = r"1[0-2]|0?[1-9]|１[０-２]|[１-９]|十[一二]?|[一二三四五六七八九]|元"
DAY = r"3[01]|[12][0-9]|0?[1-9]|３[０１]|[１２][０-９]|[１-９]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
SMALL = r"[1-9][0-9]?|[１-９][０-９]?|[一二两三四五六七八九十]{1,3}"
TO = r"\s?(?:[-—－–~～至到]|——)\s?"
RELATIVE_YEAR = r"今年|本年度|本年|去年|前年|大前年|明年|后年|上年度|上年|上一年|当年|同年|次年|翌年|全年"
# What may follow a year, or stand by itself.
PART = rf"""
    (?P<months>(?P<month1>{MONTH})月?(?:份)?{TO}(?P<month2>{MONTH})月(?:份)?)
  | (?P<days>(?P<dmonth>{MONTH})月(?P<day1>{DAY})[日号]?{TO}(?:(?P<dmonth2>{MONTH})月)?(?P<day2>{DAY})[日号])
  | (?P<date>(?P<month>{MONTH})月(?P<day>{DAY})[日号])
  | (?P<onemonth>(?P<only>{MONTH})月(?:份)?(?P<third>上旬|中旬|下旬|底|末|初|中)?)
  | (?P<firstmonths>(?:前|头)(?P<fm>{SMALL})个?月)
  | (?P<firstquarters>前(?P<fq>[一二两三1-3])个?季度?)
  | (?P<quarter>第?(?P<q>[一二三四1-4])季度?(?![节]))
  | (?P<half>[上下]半年)
  | (?P<edge>年?(?:底|末|初|中|终)(?![期级间央国共小学心东西南北等高低和部介药医下原]))
  | (?P<season>[春夏秋冬][季天](?!节))
"""
# 底 and 初 are a time by themselves only after 年.
ALONE = PART.replace("(?P<", "(?P<a_").replace("年?(?:底", "年(?:底")
CORE = rf"""
    (?P<years>(?P<year1>{YEAR})年?{TO}(?P<year2>{YEAR})年)
  | (?P<iso>(?P<iy>(?:19|20)[0-9]{{2}})[-/.](?P<im>0?[1-9]|1[0-2])[-/.](?P<id>3[01]|[12][0-9]|0?[1-9])(?![0-9]))
  | (?P<dated>(?:(?P<year>{YEAR})年(?:度)?|(?P<relative>{RELATIVE_YEAR}))(?:的)?\s?(?P<part>{PART})?)
  | (?P<alone>(?<![0-9０-９一二三四五六七八九十第])(?:{ALONE}))
  | (?P<plan>(?:[“"](?=[^“”"]{{1,4}}[”"])|(?<![一二三四五六七八九十百千])(?=十[一二三四五六]?五(?:规划|计划|期间|时期|初期|以来|末))|(?<![一二三四五六七八九十百千])(?=十[一二三四五六]五(?![一二三四五六七八九十百千万亿个家名人年岁天元项户亩吨斤米公])))(?P<plan_no>二?十[一二三四五六七八九]?)五[”"]?(?P<plan_part>期间|时期|初期|末|以来)?)
  | (?P<back>(?:近|过去|最近|这|前)(?P<back_no>{SMALL}|几|数)(?P<back_unit>年|个月|月|天|日|周)(?:多)?(?:来|间|以来|里|内)?)
  | (?P<since_event>(?P<event>[一-鿿]{{2,4}})(?P<event_no>[0-9一二三四五六七八九十]{{1,4}})(?:多)?年来)
  | (?P<decade>(?:(?P<century>20|21|二十|二十一|上)世纪)(?P<decade_no>[1-9]0|[一二三四五六七八九]十)年代(?:初|中期|末|初期|末期)?)
"""


@dataclass(frozen=True, slots=True)
class DateWords:
    """Deictic words by their printed form."""

    kinds: dict[str, str]
    pattern: str


@functools.lru_cache(maxsize=4)
def date_words(seeds: Seeds) -> DateWords:
    """Words like 目前 and 近日 with their kind, longest first."""
    kinds = seeds.lexicon("times_words").mapping("term", "kind")
    return DateWords(kinds, "|".join(map(re.escape, sorted(kinds, key=len, reverse=True))))


@functools.lru_cache(maxsize=4)
def date_pattern(seeds: Seeds) -> re.Pattern[str]:
    """The whole grammar: an opening word (自, 截至 …), a core, a closing word (以来, 起 …)."""
    words = date_words(seeds).pattern
    start = "".join(sorted({word[0] for word in date_words(seeds).kinds}))
    first = (
        rf"[0-9０-９一二三四五六七八九十元今本去前大明后上下当同次翌全第头年春夏秋冬“\"近过最这近改截自从新底{start}]"
    )
    return re.compile(
        rf"(?={first})(?P<open>截至|截止到?|自从?|从)?(?:{CORE}|(?P<word>{words})(?!进行时))(?P<close>以来|至今|起|开始|之前|以前|之后|以后)?",
        re.VERBOSE,
    )
