"""The grammar of dates and periods, as one regular expression over a whole batch."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from seeds.types import Seeds
from transforms.engine.date_feasts import CYCLE_YEAR, Festival

# 1500年的历史 is a length of time, and so are round numbers with 前 or 来 behind them.
OLD_YEAR = r"(?:1[6-8][0-9]{2}|１[６-８][０-９]{2})(?=年(?!的?历史|[来间多余后]|前(?!后)|以上|之久|左右))|一[六七八][〇零一二三四五六七八九]{2}(?=年)"
YEAR = rf"{OLD_YEAR}|(?:19|20)[0-9]{{2}}|(?:１９|２０)[０-９]{{2}}|[一二][〇○零九0０][〇○零一二三四五六七八九0０]{{2}}|[二两]千零(?:一?十)?[一二三四五六七八九](?=年(?![前来多间余后]))"
MONTH = r"1[0-2]|0?[1-9]|１[０-２]|[１-９]|十[一二]?|[一二三四五六七八九]|元"
DAY = r"3[01]|[12][0-9]|0?[1-9]|３[０１]|[１２][０-９]|[１-９]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九]"
SMALL = r"[1-9][0-9]?|[１-９][０-９]?|[一二两三四五六七八九十]{1,3}"
COUNT = r"[0-9]{1,3}|[０-９]{1,3}|[一二两三四五六七八九十百半]{1,4}"
TO = r"\s?(?:\\?[-—－–~～至到]|——|\\sim)\s?"
# 探明, 说明, 证明 and 投产后 end before 年.
RELATIVE_YEAR = r"今年|(?<!日)本年度?|去年|前年|大前年|(?<![探说证表声查阐])明年|大后年|(?<![成产工运用营业通完立])后年|上年度|(?<!基础)上年|上一个?年度|上一年|下一个?年度|下一年|下年|当年(?![代龄])|(?<!不)同年(?![代龄级])|(?<![这每一上首本两几多再人车架艘])次年|翌年|全年(?![一-鿿]{0,2}(?:目标|任务|计划))"
RELATIVE_MONTH = r"(?<!日)本月|上上个?月|下下个?月|上个?月|下个?月|当月|这个月"
THIRD = r"上[、和]?中旬|中上旬|中[、和]?下旬|上旬|中旬|下旬|月?[底末]|月初(?!步)|初(?![一二三四五六七八九十步])|中(?![国央旬])"
# 98年4月 and 07年 are years; 15年 alone is a length of time.
SHORT_YEAR = rf"(?<![0-9０-９〇零一二三四五六七八九十百千万第近过前])(?:(?:[0-9]{{2}}|[０-９]{{2}}|[〇零九八七][〇零一二三四五六七八九])(?=年(?:{MONTH})(?:{TO}(?:{MONTH}))?月|年全年|年第?[一二三四1-4]个?季度|年第[0-9一二三四五六七八九十]{{1,2}}个月|年[上下]半年|年(?:底(?![子蕴部层气线])|末|初(?![步中级期见具显次])))|[0０〇零][0-9０-９〇零一二三四五六七八九](?=年(?![来内间]))|(?<=[较比])[0-9]{{2}}(?=年(?:的[0-9同]|同期|[上下]降|[增减]))|(?<=回顾)[0-9]{{2}}(?=年的)|(?<=进入)[5-9][0-9](?=年以来)|(?:九[〇零一二三四五六七八]|八[〇零一二三四五六七])(?=年(?![来内间多前后以])))"


def _chains(names: Sequence[str], sign: str) -> str:
    """Two and more names that follow each other, with a sign between them: 5、6 and 5、6、7, but not 5、8."""
    chain, chains = "", []
    for name, following in reversed(tuple(pairwise(names))):
        chain = f"{sign}{following}{f'(?:{chain})?' if chain else ''}"
        chains.append(name + chain)
    return "|".join(chains)


HAN_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
ARABIC_MONTHS = tuple(map(str, range(1, 13)))
WIDE_MONTHS = tuple(name.translate(str.maketrans("0123456789", "０１２３４５６７８９")) for name in ARABIC_MONTHS)
# 5、6月份, 二、三季度, 一二季度; 5月、6月 stay two.
NEXT_MONTHS = "|".join(_chains(names, "[、和与]") for names in (ARABIC_MONTHS, WIDE_MONTHS, HAN_MONTHS))
NEXT_QUARTERS = f"{_chains(ARABIC_MONTHS[:4], '[、和与]')}|{_chains(HAN_MONTHS[:4], '[、和与]?')}"
# What may follow a year, or stand by itself. Here and below one look at what comes rules out alternatives in a row.
PART = rf"""
    (?=[0-9０-９一二三四五六七八九十元]{{1,2}}[月份\s\-—－–~～至到])(?:
    (?P<months>(?P<month1>{MONTH})[^\S\n]?月?(?:份)?{TO}(?P<month2>{MONTH})[^\S\n]?月(?:份)?(?:(?<=月)[底末])?)
  | (?P<adjacent>(?P<months_pair>一二|二三|三四|四五|五六|六七|七八|八九)月(?:份|间)?)
  | (?P<days>(?P<dmonth>{MONTH})[^\S\n]?月[^\S\n]?(?P<day1>{DAY})[^\S\n]?[日号]?{TO}(?:(?P<dmonth2>{MONTH})[^\S\n]?月[^\S\n]?)?(?P<day2>{DAY})[^\S\n]?[日号])
  | (?P<date>(?P<month>{MONTH})[^\S\n]?月[^\S\n]?(?P<day>{DAY})[^\S\n]?[日号])
  | (?P<spelt>(?P<smonth>{MONTH})[^\S\n]?月(?P<sday>三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]|(?:3[01]|[12][0-9]|[1-9])(?=$|[^一-鿿0-9A-Za-z.．,:：%％·~～\-—－–/]|[至到]))(?=$|[^一-鿿0-9０-９]|[的那前后至到]))
  | (?P<onemonth>(?P<only>{MONTH})[^\S\n]?月(?:份)?(?P<within>(?:的)?第(?P<week>[一二三四五1-5])个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])?|(?:的)?最后一?个?(?:周|星期|礼拜)(?P<lastday>[一二三四五六日天])|前(?P<ahead>{SMALL})[天日]|最后(?P<behind>{SMALL})(?:[天日]|(?P<behind_weeks>个?(?:周|星期)))|(?P<halfmonth>[上下]半月))?(?P<third>{THIRD})?))
  | (?P<listed>(?=[0-9０-９一二三四五六七八九十]{{1,2}}[、和与])(?:{NEXT_MONTHS})(?:月(?:份|间)?+|(?:两个?|[三四五六]个)月)(?!分别|各))
  | (?P<listedquarters>(?=第?[1-4一二三四][、和与一二三四])第?(?:{NEXT_QUARTERS})季度(?!分别|各))
  | (?P<ordmonth>(?:第(?P<om>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})个|(?P<firstmonth>首))月)
  | (?P<firstmonths>(?!前一个月)(?:(?<!提)前|首|头(?=[^月]{{1,3}}个月))(?P<fm>{SMALL})个?月(?![0-9０-９一二三四五六七八九十]{{1,3}}日))
  | (?P<firstquarters>前(?P<fq>[一二两三1-3])个?季度?)
  | (?P<quarter>(?:第(?P<q>[一二三四1-4])(?:个季度|季度?|财季)|(?P<q2>[一二三四1-4首](?=季度)|首(?=个季度))个?季度|首季|Q(?P<q3>[1-4])(?:季度)?(?![0-9A-Za-z]))(?!节)(?P<quarter_edge>[底末]|初(?!步))?)
  | (?P<half>[上下]半年(?:度|(?P<half_edge>[末底]))?|H[12](?![0-9A-Za-z]))
  | (?P<edge>年?(?:[底末](?![期级部下端座层])|初(?!中[学生考]|[期级步小等始春夏秋冬])|中(?![期级间央国共小学心东西南北等高低和部介药医下原断直华粮信石海铁航兴芯金篇])|终(?![于奖端身止点])))
  | (?P<season>[春夏秋冬](?:[季天](?!节|攻势|行动|战役|奥运|用电|负荷|取暖|供暖|防寒|保暖|稻田|服装|论坛|达沃斯)|(?=[，。；、至到）]|$)))
"""
# 去年内需, 2021年内蒙古: 内 belongs to what follows.
INSIDE = "[地蒙需部外销容资贸河陆科存衣涵控循塔政阁卷饰生江乡参环测购因在行心战乱幕脏镜燃径胆置层退丘服源向]"
# Days of the lunar calendar: 农历八月十五, 正月十五, 五月初五.
LUNAR_DAY = "初[一二三四五六七八九十0-9]|廿[一二三四五六七八九]?|(?:三十|二十[一二三四五六七八九]?|十[一二三四五六七八九]?)[日号]?|(?:30|[12]?[0-9])[日号]"
LUNAR = rf"(?:农历|阴历|旧历){CYCLE_YEAR}(?:(?:{YEAR})年)?闰?(?:[正冬腊]|{MONTH})月(?:{LUNAR_DAY}|[一二三四五六七八九](?![十月]))?|(?:闰?[正腊]|闰(?:{MONTH}))月(?:{LUNAR_DAY})?|闰?(?:{MONTH})月(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?)日?"
# Filled in from the seeds: names of festivals (those that are a time always, and those between marks or behind a year), reigns, events.
FEASTS, ALWAYS, BOUNDED, ERAS, EPOCHS, BEGUN = "@feasts@", "@always@", "@bounded@", "@eras@", "@epochs@", "@begun@"
# One look at two characters, or one behind a quotation mark, rules out nearly all names.
NAMED = '(?=@first@@second@|[“"]@first@)'
# 春节联欢晚会, 国庆70周年, 国庆路
NO_FEAST = "(?!联[欢谊]|晚[会宴]|团拜|快乐|大典|阅兵|档|庙会|文化|[民习]俗|传说|礼[品盒物]|贺[词卡]|献[词辞]|慰问|特[别辑]|主题|第?[0-9一二三四五六七八九十]+周年|[路街镇村乡岛]|大[街道]|广场|社区|上河)"
# 春节7天 are its days off, and so is what is sold or travelled at a festival.
SOME_DAYS = "[二两三四五六七八2-8２-８]天(?![之以]?[前后内])"
FEAST_SPAN = rf"""(?P<feast>[“"]?(?P<feast_name>{FEASTS})[”"]?(?P<feast_span>(?:节日)?(?:(?:小?长假|假期|假日|黄金周)(?:期间|{SOME_DAYS})?|期间)|{SOME_DAYS}(?:小?长假|假期|假日)?|节气|时节|(?=旅游(?![节局年])|出游|出行|消费|票房|客流|销售|总?预订)))"""
DATED_FEAST = rf"{FEAST_SPAN}|(?P<feast_day>(?:{ALWAYS}|{BOUNDED}){NO_FEAST}|[“\"](?:{FEASTS})[”\"])"
ALONE_FEAST = rf"""{FEAST_SPAN.replace("P<", "P<a_")}
  | (?P<a_feast_day>(?:{ALWAYS}){NO_FEAST}|(?<![一-鿿])(?:{BOUNDED})(?=[^一-鿿0-9]|$|当[天日]|前[夕后]|过后|之[前后]|这[一天]|来临|到来|以来)|[“"](?:{FEASTS})[”"](?=当[天日]|前[夕后]|这[一天]|来临|到来))"""
# What began behind 自, where no date tells when: 自公司成立以来.
BEGINNING = "[一-鿿“”《》A-Za-z]{1,18}?"
# 2025年第一天, 今年第三周; without the year they count from elsewhere.
NTH = r"(?P<nth>第(?P<nth_no>[0-9０-９]{1,3}|[一二三四五六七八九十百]{1,5})(?:个?(?P<nth_week>周|星期)(?P<nth_weekday>[一二三四五六日天])?|天))"
# 今年最后一天, 去年最后三个月, 去年后四个月
LAST = rf"(?P<tail>(?:最后|后(?=.{{1,2}}个月))(?P<tail_no>{SMALL})(?P<tail_unit>[天日]|个?月|个?(?:周|星期|季度)))"
# 底 and 初 are a time by themselves only after 年; a day by itself is one only in the calendar (11日), not as a length of time (5日内).
ALONE = (
    PART.replace("(?P<", "(?P<a_")
    .replace("年?(?:[底", "(?<![少青老壮成中童几多些整当两数])年(?:[底")
    .replace("|H[12](?![0-9A-Za-z])", "")
    .replace("|(?=[，。；、至到）]|$)", "")
)
# 9月10号，11号: behind a day with 号 another one is no number of a house or a line.
LISTED = r"号(?:(?<=号[、，,].号)|(?<=号[、，,]..号)|(?<=号[、，,]...号))(?![楼线文院门令馆台厅车])"
ALONE_DAY = rf"""
    (?P<onlydays>(?P<od1>3[01]|[12][0-9]|[1-9]|３[０１]|[１２][０-９]|[１-９])日?\s?[-—－–~～至到]\s?(?P<od2>3[01]|[12][0-9]|[1-9]|３[０１]|[１２][０-９]|[１-９])日(?![内龄游均元报期常照用间]|之内|以内))
  | (?P<onlyday>(?<![每续期时长达共满约超牌余逾近过了])(?P<od>3[01]|[12][0-9]|[1-9]|３[０１]|[１２][０-９]|[１-９]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九])(?:[^\S\n]?两?日|{LISTED})(?![内龄游均元报期常照用间]|[之以][内后]|[0-9](?![0-9]?[时点:：])))
"""
CORE = rf"""
    (?P<years>(?P<year1>{YEAR}|1[0-9]{{3}})年?(?:{TO}|(?<=[0-9年])一(?=[0-9])|(?P<pair>[和与]))(?P<year2>{YEAR}|1[0-9]{{3}})[^\S\n]?年度?(?(pair)(?:之间|期间|间(?!隔))|(?:之间|期间|间(?![隔接断歇或]))?))
  | (?=[0-9]{{1,4}}[-/.\ ]|[0-9]{{8}})(?:
    (?P<iso>(?P<iy>(?:1[6-9]|20)[0-9]{{2}})(?P<sep>[-/.])(?P<im>0?[1-9]|1[0-2])(?P=sep)(?P<id>3[01]|[12][0-9]|0?[1-9])(?![0-9]))
  | (?P<dmy>(?<![0-9/.])(?:(?<!-)|(?=[0-9]{{1,2}}/))(?P<dd>3[01]|[12][0-9]|0?[1-9])(?P<dsep>[/.\-])(?P<dm>3[01]|[12][0-9]|0?[1-9])(?P=dsep)(?P<dy>(?:19|20)[0-9]{{2}})(?!(?P=dsep)|[0-9]))
  | (?P<shortdmy>(?<![0-9/])(?P<sdd>3[01]|[12][0-9]|0[1-9])/(?P<sdm>1[0-2]|0[1-9])/(?P<sdy>[0-9]{{2}})(?![0-9/]))
  | (?P<pointed>(?<![0-9.])(?P<py1>(?:19|20)[0-9]{{2}})\.(?P<pm1>1[0-2]|0?[1-9])(?:{TO})(?P<py2>(?:19|20)[0-9]{{2}})(?:\.(?P<pm2>1[0-2]|0?[1-9]))?(?![0-9.,%％年个元万亿吨家人]))
  | (?P<spaced>(?<![0-9A-Za-z.\-/])(?<![0-9]\ )(?P<sy>(?:19|20)[0-9]{{2}})\ (?P<sm>0[1-9]|1[0-2])\ (?P<sd>0[1-9]|[12][0-9]|3[01])(?!\ ?[0-9A-Za-z.%％\-/年月个元万亿]))
  | (?P<twodigit>(?<![0-9A-Za-z.\-/])(?P<ty>[0-9]{{2}})-(?P<tm>0[1-9]|1[0-2])-(?P<td>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z.\-/]))
  | (?P<compact>(?<![0-9A-Za-z.\-/])(?P<cy>(?:19|20)[0-9]{{2}})(?P<cm>0[1-9]|1[0-2])(?P<cd>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z.\-/])))
  | (?P<dated>(?:(?P<year>{YEAR})(?:[^\S\n]?(?:财(?:政年度|年)|年(?!代(?![表理替办为工购言价码]))(?:度)?)|[-－]?(?=[^\S\n]?(?:Q[1-4]|H[12])(?![0-9A-Za-z]))|(?<![0-9.．]....)(?=[上下]半年|第?[一二三四]季度|前[一二三]季度))|(?P<short>{SHORT_YEAR})年|(?P<relative>{RELATIVE_YEAR})|公元(?P<bc>前)?(?P<ad>[0-9０-９]{{1,4}}|[〇○零一二三四五六七八九]{{1,4}})年(?!代)|{NAMED}(?P<era>{ERAS})(?P<era_no>元|[0-9０-９]{{1,3}}|[〇○零一二三四五六七八九十百廿卅]{{1,4}})年(?![代来间]))(?:的?[^\S\n]?(?P<part>(?P<same>同期)|(?P<whole>全年|年内(?!{INSIDE})|内(?!{INSIDE}))|(?P<today>今[天日])|{NTH}|{LAST}|{DATED_FEAST}|(?P<lunar>{LUNAR})|{PART}))?)
  | (?P<alone>(?:(?<![0-9０-９一二三四五六七八九十第.．])|(?=[农阴旧]))(?:{NAMED}(?:{ALONE_FEAST})|(?=[农阴旧正腊闰]|[0-9０-９一二三四五六七八九十元]{{1,2}}月[初廿])(?P<a_lunar>{LUNAR})|{ALONE}|{ALONE_DAY}))
  | (?![0-9０-９])(?:
    (?P<inmonth>(?P<relmonth>{RELATIVE_MONTH})(?:的)?(?:(?P<rday>{DAY})[日号]|(?P<rthird>{THIRD})|第(?P<rweek>[一二三四五1-5])个?(?:周|星期|礼拜)(?P<rweekday>[一二三四五六日天])?|前(?P<rahead>{SMALL})[天日]|最后(?P<rbehind>{SMALL})(?:[天日]|(?P<rbehind_weeks>个?(?:周|星期)))))
  | (?P<seasons>(?<![春夏秋冬])(?P<season_year>[今去])(?P<season1>[春夏秋冬])(?:(?P<season_year2>[今明])(?P<season2>[春夏秋冬]))?(?![季天来]))
  | (?P<monthhalf>[上下]半月(?!刊|谈))
  | (?P<relquarter>(?P<rq>本|当|上上个?|下下个?|上个?|上一个?|下个?|下一个?)季(?:度|(?=[，,的按分净营盈亏同环增升跌]|出口|进口|收入|销[售量])))
  | (?P<plan>(?:[“"](?=[^“”"]{{1,4}}[”"])|(?<![一二三四五六七八九十百千])(?=十[一二三四五六]?五(?:规划|计划|期间|时期|初期|以来|末))|(?<![一二三四五六七八九十百千])(?=十[一二三四五六]五(?![一二三四五六七八九十百千万亿个家名人年岁天元项户亩吨斤米公])))(?P<plan_no>二?十[一二三四五六七八九]?|[一二三四五六七八九])五[”"]?(?P<plan_part>期间|时期|初期|末|以来)?)
  | (?:第(?P<plan_count>二?十[一二三四五六七八九]?|[一二三四五六七八九])个五年(?:[计规]划|(?=的[一-鿿]{{0,6}}计划))(?P<plan_nth_part>期间|时期|初期|末|以来)?)
  | (?P<back>(?P<back_word>(?<![过经历时了达有花约用])近|(?<!刚)过去|最近|这(?!一[天日])|(?<!提)前)(?:的)?(?P<back_no>{SMALL}|(?<=[近去这])半(?=年(?!报)|个月)|几|数)[多余]?(?P<back_unit>年|个月|月|天|日|周|个季度)(?!的?(?:历史|时间|光阴|生涯|艰苦|努力|奋斗))(?:多)?(?:来|间|以来|里|内)?)
  | (?P<hours>(?P<hours_word>过去|最近|未来|今后|接下来)(?:的)?(?P<hours_no>[0-9０-９]{{1,3}}|[一二三四五六七八九十]{{1,4}})个?小时(?:[之以]?内|里|间)?)
  | (?P<ahead_of>(?:未来|今后|接下来)(?:的)?(?P<ahead_no>{SMALL}|几|半(?=年|个月))(?:(?:[到至~～\-—－–]|——)(?P<ahead_to>{SMALL}))?(?P<ahead_unit>年|个月|月|天|日|周|个?星期|个?季度)(?:内|里|间)?)
  | (?P<turn>(?<![一-鿿0-9０-９])(?P<turn_word>[上下后])(?P<turn_no>(?!一[年季周天个])(?:[1-9]|[二两三四五六七八九十])|(?<=后)一)(?P<turn_unit>年|个?季度|个月|天|日|周|个?星期)(?![一-鿿]?[期级]))
  | (?P<both>(?:今明两|去今两|今明后三)年|(?P<both_days>(?:今明|明后|昨今)两?|今明后三)天))
  | (?P<offset>(?<![0-9０-９.．〇零一二三四五六七八九十百千万近过第每续大])(?P<off_no>[0-9０-９]{{1,4}}[多余]|[一二三四五六七八九十百千]{{1,6}}[多余几]|{COUNT}|[几数]十?|十几)(?P<off_unit>年|个多?月|月|天|日|周|个多?星期|星期|个?季度|个半月|个?(?:工作|交易)日)(?P<off_more>多)?(?P<off_half>半)?(?P<off_side>[之以]?[前后])(?P<off_today>的今天)?)
  | (?P<since_event>(?P<event>改革开放|建[国党院校军市省区厂社]|成立|创[建立办]|开业|解放|入世)(?P<event_no>[0-9０-９]{{1,4}}|[一二三四五六七八九十]{{1,4}})(?:多)?年来)
  | (?P<come>(?<![0-9０-９.．〇零一二三四五六七八九十百千万近])(?P<come_no>{COUNT}|几|数)(?:多)?(?P<come_unit>年|个多?月|天|周)(?:(?:多|(?P<come_half>半))?以?来(?![自源到往说看回])|(?<=[0-9０-９一二三四五六七八九十余多]年)(?<![12][0-9]{{3}}年)(?:间(?![断歇接隙隔的或])|(?<![^，。；：\n].年)(?P<come_in>内)(?![部外在需将要力拟])|(?:(?<![^，。；：\n　].年)(?=累计|新增|净增|增加|建成(?!后)|新建|完成|共)|(?=累计|[增翻](?:长|加)?了?[0-9一二三四五六七八九十两]{{1,3}}[倍番])))))
  | (?P<decade>(?:(?P<century>(?<![0-9])(?:1[0-9]|2[01])|(?<![一二三四五六七八九十])(?:二?十[一二三四五六七八九]|二十|十)|[上本])世纪|(?<![0-9])(?P<cc>19|20)(?=[0-9]0)|(?<![0-9０-９第世纪]))(?:(?P<decade_from>[二三四五六七八](?=[三四五六七八九]十年代)|(?:[2-8]0|[二三四五六七八]十)(?=[、和至到\-](?:[3-9]0|[三四五六七八九]十)年代))[、和至到\-]?)?(?P<decade_no>[1-9１-９][0０]|[一二三四五六七八九]十|(?<=20)00)年代(?P<decade_part>初期|早期|中[前后]?期|末期|后期|初(?![级中步])|中(?![国央华原小学])|末)?)
  | (?P<hundred>(?:(?<![0-9０-９一二三四五六七八九十])(?P<cent>[12][0-9]|二?十[一二三四五六七八九]?)世纪|(?P<cent_side>[上下本])一?个?世纪)(?!经济报道|环球|证券|互联|华联|金源|海上丝|不动产|房地产|教育委员会|议程)(?P<cent_part>[上下前后]半(?:叶|期)|初[期叶]?|末[期叶]?|早期|中后期|后期|中[叶期])?)
  | (?=[报本昨今明月]|@first@@second@)(?:
    (?P<reign>(?P<reign_name>{ERAS})(?:年间|时期))|(?P<begun>(?P<epoch>{EPOCHS})以来)
  | (?P<report>本?报告期(?:(?P<report_end>末)|内)?(?![限数]))
  | (?P<noted>(?P<noted_word>[昨今明])[（(](?P<noted_day>[0-9０-９]{{1,2}})[）)]日)
  | (?P<month_edge>(?<![0-9０-９一二三四五六七八九十个本上下每当该同次元正腊冬])月(?:[底末]|[初内](?![0-9]))(?![一二三四五六七八九十步])))
  | (?<=[自从])(?![古治主然己我身动由愿贸行助立觉强信律救尊习])(?P<unnamed>{BEGINNING}以来)
  | (?![0-9０-９])(?:
    (?P<each>每周(?!一[歌课练讲题篇文图报刊款部场遍趟回例测考查评星些家本版份批条组])(?:[一二三四五六](?=[二三四五六日])(?![二三四五六日]次))*[一二三四五六日天](?:[、和及至到]周?[一二三四五六日天])*(?![一-鿿]?[岁围边年]|[一二三四五六七八九十均]|[个次天日审级期])|每月(?:{DAY})号(?![楼线文院门令馆台厅车]))
  | (?P<weekend>(?P<we>上上|下下|[上下本这])个?周末)
  | (?P<weekly>(?<!每)(?<!每个)(?<![^上下本这个一周]周[一二三四五六日天][至到])(?<![^上下本这个一周]星期[一二三四五六日天][至到])(?:(?P<wk>上上|下下|上一|下一|上|下|本|这)个?(?:周的?(?=周|星期|礼拜))?)?(?:周|星期|礼拜)(?P<wday>[一二三四五六日天])(?![一-鿿]?[岁围边年]|[一二三四五六七八九十]|[个次天日审级])(?(wk)|(?![至到]周))))
  | (?P<lone>(?<![0-9A-Za-z.\-/·])(?:(?P<lone_month>0[1-9]|1[0-2])-(?P<lone_day>0[1-9]|[12][0-9]|3[01])|(?P<lone_m>1[0-2]|[1-9])·(?P<lone_d>3[01]|[12][0-9]|[1-9])|(?P<lone_year>[0-9]{{2}})年|(?P<lone_ym>(?:19|20)[0-9]{{2}}[-/.](?:0[1-9]|1[0-2])))(?![0-9A-Za-z一-鿿.\-/·]))
"""

# First characters of expressions, and the second ones of those that begin with no digit, beside those of words and names.
FIRST = '0-9０-９〇零一二三四五六七八九十百两半几数元今本去前首大明后上下当次同翌全第头年月春夏秋冬“"Q周星礼未接近过最这截自从改建成创开入解农阴旧闰正腊报公'
SECOND = r"0-9０-９〇○零一二两三四五六七八九十几数百千半年月日世周星礼季天工交\-—–－~～至到和与\s个多余、的前上下底末初终中去近后来接今明历元拜期告报革国党院校军市省区厂社立建办业放（(春夏秋冬正腊止"
# How an expression may begin, behind an opening word: one look at the first two or three characters rules out nearly every place. Each alternative
# begins with a character or a set of them, by which the engine passes over those that cannot match.
FEW, WEEK = "0-9０-９一二两三四五六七八九十", "(?:周|星期|礼拜)"
STARTS = rf"""
    [0-9０-９][0-9０-９]{{0,3}}+(?:[年财月日号世周星礼季天工交·\-—–－~～/\\至到和与QH\s]|一[0-9]{{4}}|两日|个[半多月季星周礼工交]|[多余]个?[年月天周]|、[0-9０-９]{{1,2}}[月、和与季两三]|[上下]半|第?[一二三四]季|前[一二三]季|\.[0-9]{{1,2}}[.\s\-—–－~～至到]|[0-9]{{4}})
  | [〇○零０一二三四五六七八九十两几数百半][〇○零0０一二三四五六七八九十两几数百千半]{{0,5}}+(?:[年月日世周星礼季天工交\-—–－~～至到和与\s]|个[半多月季星周礼工交]|[多余]个?[年月天周]|、[一二三四五六七八九十]{{1,2}}[月、和与季两三])
  | [0０〇零][0-9０-９〇零一二三四五六七八九]年
  | [今本去前明后上下当同次翌全]年 | 大[前后]年 | [上下]一个?年
  | [本当元]月 | [上下这]个?月 | 上上个?月 | 下下个?月
  | 第[0-9一二三四五六七八九十] | 首个 | [前头首][{FEW}月季] | Q[1-4] | [上下]半[年月] | 年[底末初中终] | [春夏秋冬][季天]
  | [本当上下]个?季 | [上下]一个?季 | 上上个?季 | 下下个?季 | [上下后][{FEW}]
  | [一二三四五六七八九十][一二三四五六七八九十]{{0,2}}五 | [“"](?:[一二三四五六七八九十]{{0,3}}五|@starts@)
  | 近的?[{FEW}几数半] | 过去的?[{FEW}几数半] | 最近的?[{FEW}几数半] | [这前]的?[{FEW}几数半]
  | 未来|今后|接下来|今明|明后|昨今|去今|[上下本]一?个?世纪
  | 改革开放[{FEW}] | 建[国党院校军市省区厂社][{FEW}] | 成立[{FEW}] | 创[建立办][{FEW}] | 开业[{FEW}] | 解放[{FEW}] | 入世[{FEW}]
  | 每[周月] | 周 | 星期 | 礼拜 | 上上个?{WEEK} | 下下个?{WEEK} | [上下]一?个?{WEEK} | [本这]个?{WEEK}
  | [昨今明][（(] | 月[底末初内] | [今去][春夏秋冬]
  | 公元 | 农历 | 阴历 | 旧历 | [正腊]月 | 闰[正腊0-9０-９一二三四五六七八九十] | 报告期 | 本报告期
"""

CLOSE = rf"(?P<close>(?!是)[一-鿿]{{0,8}}?(?:{BEGUN})[一-鿿]{{0,12}}?(?:以来|至今)|(?:或|及)?(?:之前|以前|之后|以后)|或更[早晚]|以来|来(?<=今年来)(?![自到往访临华京沪津渝港澳台我本此这])|来(?<=年来)(?=[，、“”\s]|增|累|已|共|首|最|持|不断|一直|先后)|起?至今(?![年日天晚晨早])|起(?![诉草源点飞步价码家航跑征降])|开始|[前后](?=[^一-鿿0-9]|$|完成|建成|实现|基本|全面|力争|达到|必须|要|将|就|开工|投产|投用|竣工|交付|开通|通车|启动|到位|上线|办结|落实|关闭)|止|为止)"


# 现已恢复 at the head of a clause tells of now; 现有 is what there is. 这天气 tells of no day.
CLOSELY = {"现": "(?<![一-鿿])现(?=已|注册|拥有|共有|下?辖)", "这天": "(?<![一-鿿])这天(?![气然空地下性生赋理])"}


@dataclass(frozen=True, slots=True)
class DateWords:
    """Words of time by their printed form.

    Attributes:
        kinds: Kind of each deictic word.
        pattern: The deictic words, longest first.
        festivals: Festivals and solar terms.
        eras: First and last year of reigns.
        epochs: Day of events that everybody counts from.
    """

    kinds: dict[str, str]
    pattern: str
    festivals: dict[str, Festival]
    eras: dict[str, tuple[int, int]]
    epochs: dict[str, dt.date]


@functools.lru_cache(maxsize=4)
def date_words(seeds: Seeds) -> DateWords:
    """Words like 目前 and 春节 with what they stand for."""
    kinds = seeds.lexicon("times_words").mapping("term", "kind")
    events = seeds.lexicon("times_events").mapping("event", "day").items()
    return DateWords(
        kinds,
        "|".join(CLOSELY.get(word) or re.escape(word) for word in sorted(kinds, key=len, reverse=True)),
        {
            name: Festival(calendar, int(month), day, int(days), holiday)
            for name, calendar, month, day, days, holiday, _ in seeds.lexicon("times_festivals").rows
        },
        {era: (int(first), int(last)) for era, first, last in seeds.lexicon("times_eras").rows},
        {event: dt.date.fromisoformat(day) for event, day in events if day != "-"},
    )


def _by_first(words: Iterable[str]) -> str:
    """Words as one expression, those with the same first character together, the longest before others that begin it."""
    ordered = sorted(words, key=lambda word: (word[0], -len(word), word))
    groups = ((first, [re.escape(word[1:]) for word in group]) for first, group in groupby(ordered, key=itemgetter(0)))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups)


@functools.lru_cache(maxsize=4)
def date_pattern(seeds: Seeds, *, look: bool = True) -> re.Pattern[str]:
    """The whole grammar: an opening word (自, 截至 …), a core, a closing word (以来, 起 …).

    Args:
        seeds: Loaded seeds; lexicons times_words, times_festivals, times_eras and times_events.
        look: Look at the first characters of a core before its alternatives; without it the same is found, slower.
    """
    words = date_words(seeds)
    begins = rf"(?={STARTS}|(?=@first@@second@)(?:@starts@)|(?<=[自从]))" if look else ""
    whole = rf"(?P<open>截至|截止[到至]?|(?<![摘选录])自从?|从)?(?:{begins}(?:{CORE})|(?!至今[年日天晚晨早]|(?<=光)明日)(?<!探)(?!(?<=日)本|(?<=一)下|(?<=[半游0-9０-９一二两三四五六七八九十几数])年内)(?P<word>{words.pattern})(?!(?<=当日)本(?!报)|(?<=后天)下(?![午周])|(?<=全天)然|(?<=每日)[一-鿿]{{0,2}}(?:新闻|邮报|电讯|商报|新报)|进行时|头条|候|开放|营业|供应|24|二十四|[一二三四五六七八九十0-9]{{1,2}}版|一[期次])){CLOSE}?"
    return _with_names(whole, seeds)


@functools.lru_cache(maxsize=4)
def _beginnings(seeds: Seeds) -> re.Pattern[str]:
    """The first character of what may be an expression: it is one of a set, which the engine skips to, and what stands from it on is looked at."""
    kinds = date_words(seeds).kinds
    first, second = ("".join(sorted({word[place : place + 1] for word in kinds})) for place in (0, 1))
    alone = "".join(word for word in kinds if len(word) == 1)
    # Inside a number only a year begins.
    look = rf"(?=[0-9０-９自从“\"周{alone}]|.[{SECOND}{second}]|@first@@second@)(?!(?<=[0-9])(?!1[6-9]|20)[0-9])"
    starts = rf"{STARTS}|{_by_first(kinds)}|(?=@first@@second@)(?:@starts@)"
    look += rf"(?=(?:截(?:至|止[到至]?)|自从?|从)?(?:{starts})|[自从]从?{BEGINNING}以来)"
    return _with_names(rf"(?:[{FIRST}{first}]|@first@)(?<=(?={look}).)", seeds)


def _with_names(pattern: str, seeds: Seeds) -> re.Pattern[str]:
    """A pattern with the names of festivals, reigns and events filled in."""
    words, feasts = date_words(seeds), seeds.lexicon("times_festivals")
    listed = {
        FEASTS: words.festivals,
        ALWAYS: {row[0] for row in feasts.where(use="always")},
        BOUNDED: {row[0] for row in feasts.where(use="bounded")},
        ERAS: words.eras,
        EPOCHS: words.epochs,
        "@starts@": [*words.festivals, *words.eras, *words.epochs],
        BEGUN: {row[0] for row in seeds.lexicon("times_events").where(day="-")},
    }
    for place, mark in enumerate(("@first@", "@second@")):
        characters = sorted({word[place] for word in listed["@starts@"]})
        pattern = pattern.replace(mark, f"[{''.join(characters)}]")
    for mark, names in listed.items():
        pattern = pattern.replace(mark, _by_first(names))
    return re.compile(pattern, re.VERBOSE)


def find_dates(text: str, seeds: Seeds) -> Iterator[re.Match[str]]:
    """Every match of the grammar in a text, left to right, without overlaps."""
    pattern, end = date_pattern(seeds), 0
    for begin in _beginnings(seeds).finditer(text):
        if begin.start() >= end and (found := pattern.match(text, begin.start())) is not None:
            yield found
            end = found.end()
