"""Names at the head of a clause: the one that heads it, behind what only describes it, and the list that it opens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seeds.types import Seeds
from transforms.engine.indicators import has_word
from transforms.engine.printed_names import WORDY
from transforms.engine.scenes import NATIONS, Mention, coarse_type

JOINED = re.compile(r"\s?(?:、|和|与|及|以及|，)\s?$")
# 甲市（不含某县）、乙市
NOTED = re.compile("（[^（）0-9]{1,16}）(?=[、和与])")
# 某某股份（002986）: the name before a stock code.
STOCK_CODE = r"[（(](?:[一-鿿]{0,4}[：:]\s?)?(?:SH|SZ|HK|BJ)?\s?[.：:]?[0-9]{4,6}"
CODED = re.compile(STOCK_CODE)
# 内房股某某置业（3366）: what a firm is, before its name.
LONGEST_CALLING = 6
FIGURE = re.compile(r"[0-9０-９两%]")
# 只有4万人口的某某镇, 成立仅5年的某某公司
MEASURED = re.compile("[一-鿿]{0,8}?[0-9０-９.]{1,6}[万亿]?[一-鿿]{1,6}的")
# 排在第2位的某某集团
RANKED = re.compile("(?:排在|位居|位列|排名|居|是)?第[0-9０-９一二三四五六七八九十]{1,3}[位名]?的")
# These announce their own figures.
FIRMS = {"ORG.COMPANY", "ORG.BANK", "ORG.INSURER"}
LONGEST_LIST = 20
# 直辖市重庆, 第四经济大省浙江, 光伏龙头某某集团: the kind of what the name names.
APPOSED = re.compile(
    "(?:第[一二三四五六七八九十])?[一-鿿A-Za-z]{0,8}?(?:直辖市|省会|首府|[大强]省|[大强名]城|[大强]市|[大强]县|省份|城市|企业|巨头|龙头|厂商|[造应营销发]商|券商|[房车药]企|互联网公司|独角兽)"
)
# 私募明星某某, 种粮大户某某: who a person is, before the name.
CALLED = re.compile(
    "[一-鿿]{0,6}?(?:明星|大佬|首富|富豪|掌门人?|创始人|老板|董事长|总裁|经理人|投资人|教练|选手|名将|老将|小将|运动员|农民|村民|居民|市民|[菜果茶棉花药粮蔗]农|养殖户|种植户|大户|店主|个体户|职工|工人|司机|渔民|牧民|老人|青年)[“”]?"
)
# Behind these stands what a clause only touches; before these no one acts.
PREPOSED, NOT_ACTING, LONGEST_RELATIVE = (
    frozenset("在从于以对向为给与同由被把将据比较至到"),
    frozenset("的，、。；："),
    40,
)
DONE_THERE = re.compile("(?:举行|召开|举办|落户|落地|投产|开工|建设|兴建|投资|创办|开业|注册)[^，。；：的]{0,8}的$")
# 总投资45亿元的某某工程: its size stands before it.
SIZED = re.compile(
    "(?:一[条座片个道])?(?:总|平均|规划|计划|首期|设计|年|总规划|建筑|已建成|现有|拥有|注册|占地)*(?:投资额?|面积|资本|资金|市值|估值|人口|产能|装机容量|库容|里程|全长|长|宽|占地|长度|高度)$"
)
SIZES = ("总投资", "投资", "注册资本", "注册资金", "市值", "估值", "总建筑面积", "占地")
# Behind the name of what has a size; 占地15亩的法国温棚 is no country.
SIZED_ENDS = re.compile(r"$|”?[，。；：、\n的是为将已在于由与和开建正即竣投完落启]|[一二三四五六]期|工程|项目")


def chain_from(text: str, mentions: Sequence[Mention], at: int) -> list[Mention]:
    """The names that stand side by side from a mention on: the last link of a chain of places, all of an enumeration."""
    kept = [mentions[at]]
    for follower in mentions[at + 1 : at + LONGEST_LIST]:
        last = kept[-1]
        end = noted_end(text, last.end)
        if follower.start < end:
            continue
        between = text[end : follower.start]
        if last.surface in NATIONS and follower.entity_type == "LOC.SITE":
            break
        if not between and coarse_type(last) == "LOC" and coarse_type(follower) in {"LOC", "ORG"}:
            kept[-1] = follower
        elif (
            len(between) <= 3
            and JOINED.fullmatch(between)
            and coarse_type(follower) == coarse_type(last)
            and between.strip() != "，"
        ):
            kept.append(follower)
        else:
            break
    return kept


def noted_end(text: str, end: int) -> int:
    """Where a note in brackets inside a list ends that stands behind a name (甲市（不含某县）、乙市), else the end of the name."""
    noted = NOTED.match(text, end) if text[end : end + 1] == "（" else None
    return end if noted is None else noted.end()


def sized_from(text: str, mentions: Sequence[Mention], at: int) -> list[Mention]:
    """The names side by side from a mention on, where a size before them is theirs; else none."""
    chain = chain_from(text, mentions, at)
    return chain if SIZED_ENDS.match(text, chain[-1].end) is not None else []


def leading_name(text: str, inside: Sequence[Mention], at: int, seeds: Seeds) -> int | None:
    """Number of the mention that heads a clause, if one does: at its head, or behind what only describes it.

    Args:
        text: The joined text.
        inside: Mentions of the clause that can be a subject.
        at: First character of the clause behind times and openings.
        seeds: Lexicon figure_words.
    """
    for number, mention in enumerate(inside):
        if mention.end <= at:
            # Where the report was filed.
            continue
        if mention.start <= at:
            return number if text[at - 1] != "在" else _situated(text, inside, number, at)
        lead = text[at : mention.start]
        listed = len(lead) <= LONGEST_CALLING and mention.entity_type in FIRMS and CODED.match(text, mention.end)
        measured = MEASURED.fullmatch(lead) is not None and bool(sized_from(text, inside, number))
        called = mention.entity_type == "PER" and CALLED.fullmatch(lead) is not None
        if not (listed or measured or called or _describes(lead, seeds)):
            return _relative(text, inside, number, at, seeds)
        if lead.startswith(SIZES) and not sized_from(text, inside, number):
            return None
        return number
    return None


def _relative(text: str, inside: Sequence[Mention], number: int, at: int, seeds: Seeds) -> int | None:
    """Number of the organisation, or the place alone, behind a relative clause that opens a clause (过去一年未在某市拿地的某某地产), if one does."""
    if text[at - 1 : at] in PREPOSED or text[at : at + 1] in PREPOSED or has_word(text[at : at + 4], "inner", seeds):
        return None
    for behind in range(number, len(inside)):
        mention = inside[behind]
        if mention.start - at > LONGEST_RELATIVE:
            return None
        if text[mention.start - 1] != "的":
            continue
        if mention.entity_type.startswith("LOC") and text.startswith("，", mention.end):
            # 水热条件优于某省的某省，…
            return behind
        if mention.entity_type.startswith("ORG"):
            return behind if "了" not in text[at : mention.start] and text[mention.end] not in NOT_ACTING else None
    return None


def _situated(text: str, inside: Sequence[Mention], number: int, at: int) -> int:
    """Number of the organisation that does something at a place (在某地举行开工仪式的某某公司), else of the place."""
    for behind in range(number + 1, len(inside)):
        mention = inside[behind]
        if mention.start - at > LONGEST_RELATIVE:
            break
        if mention.entity_type.startswith("ORG") and text[mention.start - 1] == "的":
            return behind if DONE_THERE.search(text, at, mention.start) is not None else number
    return number


def _describes(lead: str, seeds: Seeds) -> bool:
    """Whether what stands before a name only describes it (排在第2位的, 总投资45亿元的, 直辖市, 光伏龙头)."""
    if RANKED.fullmatch(lead) is not None:
        return True
    if APPOSED.fullmatch(lead) is not None:
        return not (has_word(lead, "inner", seeds) or WORDY.search(lead.removeprefix("第")))
    if not lead.endswith("的") or len(lead) > 12 or has_word(lead, "inner", seeds):
        return False
    return lead.startswith(SIZES) or FIGURE.search(lead) is None
