"""The grammar of dates and periods, as one regular expression over a whole batch."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from seeds.types import Seeds

# 1500年的历史 is a length of time, and so are round numbers with 前 or 来 behind them.
OLD_YEAR = r"1[6-8][0-9]{2}(?=年(?!的?历史|[前来间多余后]|以上|之久|左右))|一[六七八][〇零一二三四五六七八九]{2}(?=年)"
YEAR = rf"{OLD_YEAR}|(?:19|20)[0-9]{{2}}|(?:１９|２０)[０-９]{{2}}|[一二][〇○零九０][〇○零一二三四五六七八九０]{{2}}"
MONTH = r"1[0-2]|0?[1-9]|１[０-２]|[１-９]|十[一二]?|[一二三四五六七八九]|元"
DAY = r"3[01]|[12][0-9]|0?[1-9]|３[０１]|[１２][０-９]|[１-９]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
SMALL = r"[1-9][0-9]?|[１-９][０-９]?|[一二两三四五六七八九十]{1,3}"
COUNT = r"[0-9]{1,3}|[０-９]{1,3}|[一二两三四五六七八九十百半]{1,4}"
TO = r"\s?(?:[-—－–~～至到]|——)\s?"
# 探明, 说明, 证明 and 投产后 end before 年.
RELATIVE_YEAR = r"今年|本年度|本年|去年|前年|大前年|(?<![探说证表声查阐])明年|(?<![成产工运用营业通完立])后年|上年度|上年|上一年|下一年|下年|当年|同年|次年|翌年|全年"
RELATIVE_MONTH = r"本月|上个?月|下个?月|当月|这个月"
THIRD = r"上旬|中旬|下旬|月?[底末]|月初|初(?![一二三四五六七八九十])|中(?![国央旬])"
# 98年4月 and 07年 are years; 15年 alone is a length of time.
SHORT_YEAR = rf"(?<![0-9０-９〇零一二三四五六七八九十百千万第近过前])(?:(?:[0-9]{{2}}|[０-９]{{2}}|[〇零九八七][〇零一二三四五六七八九])(?=年(?:{MONTH})月|年第?[一二三四1-4]个?季度|年第[0-9一二三四五六七八九十]{{1,2}}个月|年[上下]半年)|[0０〇零][0-9０-９〇零一二三四五六七八九](?=年(?![来内间])))"
# What may follow a year, or stand by itself. Here and below one look at what comes rules out alternatives in a row.
PART = rf"""
    (?=[0-9０-９一二三四五六七八九十元]{{1,2}}[月份\s\-—－–~～至到])(?:
    (?P<months>(?P<month1>{MONTH})月?(?:份)?{TO}(?P<month2>{MONTH})月(?:份)?)
  | (?P<days>(?P<dmonth>{MONTH})月(?P<day1>{DAY})[日号]?{TO}(?:(?P<dmonth2>{MONTH})月)?(?P<day2>{DAY})[日号])
  | (?P<date>(?P<month>{MONTH})月[^\S\n]?(?P<day>{DAY})[日号])
  | (?P<spelt>(?P<smonth>{MONTH})月(?P<sday>三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]|(?:3[01]|[12][0-9]|[1-9])(?=$|[^一-鿿0-9A-Za-z.．,:：%％·~～\-—－–/]|[至到]))(?=$|[^一-鿿0-9０-９]|[的那前后至到]))
  | (?P<onemonth>(?P<only>{MONTH})月(?:份)?(?P<within>(?:的)?第(?P<week>[一二三四五1-5])个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])?|(?:的)?最后一?个?(?:周|星期|礼拜)(?P<lastday>[一二三四五六日天])|前(?P<ahead>{SMALL})[天日]|最后(?P<behind>{SMALL})[天日]|(?P<halfmonth>[上下]半月))?(?P<third>{THIRD})?))
  | (?P<ordmonth>(?:第(?P<om>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})个|(?P<firstmonth>首))月)
  | (?P<firstmonths>(?:前|头|首)(?P<fm>{SMALL})个?月)
  | (?P<firstquarters>前(?P<fq>[一二两三1-3])个?季度?)
  | (?P<quarter>(?:第(?P<q>[一二三四1-4])季度?|(?P<q2>[一二三四1-4首])个?季度|首季|Q(?P<q3>[1-4])(?:季度)?(?![0-9A-Za-z]))(?!节))
  | (?P<half>[上下]半年|H[12](?![0-9A-Za-z]))
  | (?P<edge>年?(?:底|末|初|中|终)(?![期级间央国共小学心东西南北等高低和部介药医下原]))
  | (?P<season>[春夏秋冬][季天](?!节))
"""
# 底 and 初 are a time by themselves only after 年; a day by itself is one only in the calendar (11日), not as a length of time (5日内).
ALONE = PART.replace("(?P<", "(?P<a_").replace("年?(?:底", "年(?:底").replace("|H[12](?![0-9A-Za-z])", "")
# 9月10号，11号: behind a day with 号 another one is no number of a house or a line.
LISTED = r"号(?:(?<=号[、，,].号)|(?<=号[、，,]..号)|(?<=号[、，,]...号))(?![楼线文院门令馆台厅车])"
ALONE_DAY = rf"""
    (?P<onlydays>(?P<od1>3[01]|[12][0-9]|[1-9]|３[０１]|[１２][０-９]|[１-９])日?\s?[-—－–~～至到]\s?(?P<od2>3[01]|[12][0-9]|[1-9]|３[０１]|[１２][０-９]|[１-９])日(?![内龄游均元报期常照用间]|之内|以内))
  | (?P<onlyday>(?<![每续期时长达共满约超牌余逾近过了])(?P<od>3[01]|[12][0-9]|[1-9]|３[０１]|[１２][０-９]|[１-９]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九])(?:日|{LISTED})(?![内龄游均元报期常照用间]|[之以][内后]|[0-9](?![0-9]?[时点:：])))
"""
CORE = rf"""
    (?P<years>(?P<year1>{YEAR})年?(?:{TO}|(?P<pair>[和与]))(?P<year2>{YEAR})年(?(pair)(?:之间|期间|间)))
  | (?=[0-9]{{1,4}}[-/.\ ]|[0-9]{{8}})(?:
    (?P<iso>(?P<iy>(?:1[6-9]|20)[0-9]{{2}})(?P<sep>[-/.])(?P<im>0?[1-9]|1[0-2])(?P=sep)(?P<id>3[01]|[12][0-9]|0?[1-9])(?![0-9]))
  | (?P<dmy>(?<![0-9/.])(?:(?<!-)|(?=[0-9]{{1,2}}/))(?P<dd>3[01]|[12][0-9]|0?[1-9])(?P<dsep>[/.\-])(?P<dm>3[01]|[12][0-9]|0?[1-9])(?P=dsep)(?P<dy>(?:19|20)[0-9]{{2}})(?!(?P=dsep)|[0-9]))
  | (?P<shortdmy>(?<![0-9/])(?P<sdd>3[01]|[12][0-9]|0[1-9])/(?P<sdm>1[0-2]|0[1-9])/(?P<sdy>[0-9]{{2}})(?![0-9/]))
  | (?P<pointed>(?<![0-9.])(?P<py1>(?:19|20)[0-9]{{2}})\.(?P<pm1>1[0-2]|0?[1-9])(?:{TO})(?P<py2>(?:19|20)[0-9]{{2}})(?:\.(?P<pm2>1[0-2]|0?[1-9]))?(?![0-9.,%％年个元万亿吨家人]))
  | (?P<spaced>(?<![0-9A-Za-z.\-/])(?<![0-9]\ )(?P<sy>(?:19|20)[0-9]{{2}})\ (?P<sm>0[1-9]|1[0-2])\ (?P<sd>0[1-9]|[12][0-9]|3[01])(?!\ ?[0-9A-Za-z.%％\-/年月个元万亿]))
  | (?P<twodigit>(?<![0-9A-Za-z.\-/])(?P<ty>[0-9]{{2}})-(?P<tm>0[1-9]|1[0-2])-(?P<td>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z.\-/]))
  | (?P<compact>(?<![0-9A-Za-z.\-/])(?P<cy>(?:19|20)[0-9]{{2}})(?P<cm>0[1-9]|1[0-2])(?P<cd>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z.\-/])))
  | (?P<dated>(?:(?P<year>{YEAR})(?:年(?!代)(?:度)?|[-－]?(?=[^\S\n]?(?:Q[1-4]|H[12])(?![0-9A-Za-z])))|(?P<short>{SHORT_YEAR})年|(?P<relative>{RELATIVE_YEAR}))(?:的?[^\S\n]?(?P<part>(?P<same>同期)|{PART}))?)
  | (?P<alone>(?<![0-9０-９一二三四五六七八九十第.．])(?:{ALONE}|{ALONE_DAY}))
  | (?![0-9０-９])(?:
    (?P<inmonth>(?P<relmonth>{RELATIVE_MONTH})(?:的)?(?:(?P<rday>{DAY})[日号]|(?P<rthird>{THIRD})|第(?P<rweek>[一二三四五1-5])个?(?:周|星期|礼拜)(?P<rweekday>[一二三四五六日天])?|前(?P<rahead>{SMALL})[天日]|最后(?P<rbehind>{SMALL})[天日]))
  | (?P<monthhalf>[上下]半月(?!刊|谈))
  | (?P<relquarter>(?P<rq>本|当|上上个?|下下个?|上个?|上一|下个?|下一)季度)
  | (?P<plan>(?:[“"](?=[^“”"]{{1,4}}[”"])|(?<![一二三四五六七八九十百千])(?=十[一二三四五六]?五(?:规划|计划|期间|时期|初期|以来|末))|(?<![一二三四五六七八九十百千])(?=十[一二三四五六]五(?![一二三四五六七八九十百千万亿个家名人年岁天元项户亩吨斤米公])))(?P<plan_no>二?十[一二三四五六七八九]?|[一二三四五六七八九])五[”"]?(?P<plan_part>期间|时期|初期|末|以来)?)
  | (?P<back>(?P<back_word>近|过去|最近|这|前)(?:的)?(?P<back_no>{SMALL}|(?<=[近去这])半(?=年(?!报))|几|数)(?P<back_unit>年|个月|月|天|日|周)(?:多)?(?:来|间|以来|里|内)?)
  | (?P<ahead_of>(?:未来|今后|接下来)(?:的)?(?P<ahead_no>{SMALL}|几)(?:到[一二三四五六七八九十])?(?P<ahead_unit>年|个月|月|天|日|周|个?星期|个?季度)(?:内|里|间)?)
  | (?P<turn>(?<![一-鿿0-9０-９])(?P<turn_word>[上下后])(?P<turn_no>(?!一[年季周天个])(?:[1-9]|[二两三四五六七八九十])|(?<=后)一)(?P<turn_unit>年|个?季度|个月|天|日|周|个?星期)(?![一-鿿]?[期级]))
  | (?P<both>(?:今明两|去今两|今明后三)年))
  | (?P<offset>(?<![0-9０-９.．〇零一二三四五六七八九十百千万近过第每续])(?P<off_no>{COUNT})(?P<off_unit>年|个月|月|天|日|周|个星期|星期|个?季度|个半月|个?(?:工作|交易)日)(?P<off_half>半)?(?P<off_side>[之以]?[前后]))
  | (?P<since_event>(?P<event>改革开放|建[国党院校军市省区厂社]|成立|创[建立办]|开业|解放|入世)(?P<event_no>[0-9０-９]{{1,4}}|[一二三四五六七八九十]{{1,4}})(?:多)?年来)
  | (?P<come>(?<![0-9０-９.．〇零一二三四五六七八九十百千万近])(?P<come_no>{COUNT}|几|数)(?:多)?(?P<come_unit>年|个月|天|周)(?:多|半)?以?来(?![自源到往说看回]))
  | (?P<decade>(?:(?P<century>20|21|二十|二十一|[上本])世纪|(?<![0-9])(?P<cc>19|20)(?=[0-9]0)|(?<![0-9０-９第世纪]))(?P<decade_no>[1-9１-９][0０]|[一二三四五六七八九]十|(?<=20)00)年代(?:初期|中期|末期|初|末)?)
  | (?P<hundred>(?<![0-9０-９一二三四五六七八九十])(?P<cent>[12][0-9]|二?十[一二三四五六七八九]?)世纪)
  | (?![0-9０-９])(?:
    (?P<weekend>(?P<we>上上|下下|[上下本这])个?周末)
  | (?P<weekly>(?:(?P<wk>上上|下下|上一|下一|上|下|本|这)个?(?:周(?=周|星期|礼拜))?)?(?:周|星期|礼拜)(?P<wday>[一二三四五六日天])(?![一-鿿]?[岁围边年]|[一二三四五六七八九十]|[个次天日]|[至到]周)))
  | (?P<lone>(?<![0-9A-Za-z.\-/·])(?:(?P<lone_month>0[1-9]|1[0-2])-(?P<lone_day>0[1-9]|[12][0-9]|3[01])|(?P<lone_m>1[0-2]|[1-9])·(?P<lone_d>3[01]|[12][0-9]|[1-9])|(?P<lone_year>[0-9]{{2}})年)(?![0-9A-Za-z一-鿿.\-/·]))
"""

# How an expression may begin, behind an opening word: one look at the first two or three characters rules out nearly every place.
STARTS = r"""
    [0-9０-９]{1,4}(?:[年月日号世周星礼季天个多工交·\-—–－~～/.至到和与QH\s]|[0-9]{4})
  | [〇○零０一二三四五六七八九十两几数百半]{1,6}[年月日世周星礼季天个多工交\-—–－~～至到和与\s]
  | [0０〇零][0-9０-９〇零一二三四五六七八九]年
  | (?:[今本去前明后上下当同次翌全]|大前|[上下]一)年
  | (?:[本当元]|[上下这]个?)月
  | 第[0-9一二三四五六七八九十] | [前头首][0-9０-９一二两三四五六七八九十月季] | Q[1-4] | [上下]半[年月] | 年[底末初中终] | [春夏秋冬][季天]
  | (?:[本当上下]个?|[上下]一|上上个?|下下个?)季 | [上下后][0-9二两三四五六七八九十一]
  | [“"]?[一二三四五六七八九十]{1,3}五 | [“"]五
  | (?:近|过去|最近|这|前)的?[0-9０-９一二两三四五六七八九十几数半]
  | 未来|今后|接下来|今明|去今|[上本]世纪
  | (?:改革开放|建[国党院校军市省区厂社]|成立|创[建立办]|开业|解放|入世)[0-9０-９一二三四五六七八九十]
  | (?:(?:上上|下下|[上下]一?|[本这])个?)?(?:周|星期|礼拜)
"""

CLOSE = r"(?P<close>(?:或|及)?(?:之前|以前|之后|以后)|以来|起?至今(?!年)|起|开始|[前后](?=[^一-鿿0-9]|$|完成|建成|实现|基本|全面|力争|达到|必须|要|将|就|开工|投产|投用|竣工|交付|开通|通车|启动|到位|上线|办结|落实|关闭)|止|为止)"


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


def _by_first(words: Iterable[str]) -> str:
    """Words as one expression, those with the same first character together."""
    ordered = sorted(words)
    groups = ((first, [re.escape(word[1:]) for word in group]) for first, group in groupby(ordered, key=itemgetter(0)))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups)


@functools.lru_cache(maxsize=4)
def date_pattern(seeds: Seeds, *, look: bool = True) -> re.Pattern[str]:
    """The whole grammar: an opening word (自, 截至 …), a core, a closing word (以来, 起 …).

    Args:
        seeds: Loaded seeds; lexicon times_words.
        look: Look at the first characters before anything else; without it the same is found, slower.
    """
    words = date_words(seeds)
    start = "".join(sorted({word[0] for word in words.kinds}))
    first = rf"(?=[0-9０-９〇零一二三四五六七八九十百两半几数元今本去前首大明后上下当次同翌全第头年春夏秋冬“\"Q周星礼未接近过最这截自从改建成创开入解{start}])"
    ahead = f"{first}(?=(?:截至|截止到?|自从?|从)?(?:{STARTS}|{_by_first(words.kinds)}))" if look else ""
    return re.compile(
        rf"{ahead}(?P<open>截至|截止到?|自从?|从)?(?:{CORE}|(?!至今年|(?<=光)明日)(?<!探)(?P<word>{words.pattern})(?!进行时|头条|候|开放|营业|供应|24|二十四)){CLOSE}?",
        re.VERBOSE,
    )
