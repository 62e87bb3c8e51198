"""Periods: the time expression that governs a figure."""

from __future__ import annotations

import datetime as dt
import re

from transforms.engine.scenes import Scene, Time

COMPARED = re.compile(r"(?:比|较|与|同|由|相比|自|[比较]起|较于|按|[高低大小多少快慢优强弱]于|超过?)$")
# 是去年同期的2.4倍: what a figure is measured by.
# 2005年的42.9%、33.8%和5.7%: right behind its time, or enumerated behind such a figure.
# 由2014年的不足120张: how exact the figure is stands between.
HEDGES = "(?:近|约|将近|大约|超过?|不足|不到|逾|仅|只有)?"
BESIDE = re.compile(rf"[的为]?{HEDGES}(?:[0-9０-９.．]{{1,8}}(?:[%％]|[万亿]{{0,2}}[元吨家个人户])[、和])*")
# 比1957年的钢产量535万吨增加一倍: the level that is compared with, behind its name.
# 较上年同期（25亿元）增长20%: in brackets.
COMPARED_LEVEL = re.compile(
    f"第[一二三四五六七八九]次全国(?:人口|经济|农业)普查的{HEDGES}|的[^，。；：、增减升降高低多少大小快慢翻涨跌提]{{1,8}}|(?:同[期时][一-鿿]?)?[（(]{HEDGES}"
)
# 恢复到2019年同期的83.8%
EQUALS = re.compile("(?:是|(?<![整升降加少化高低小大变增减展])为|达|相当于|恢复[到至]|不及)$")
LONGEST_EQUAL = 3
# 相当于目前规模的80倍, 是2000年产值的4.3倍, 不低于我市上年度人均可支配收入的60%
TIMES_OVER, IS = (
    re.compile(f"[^，。；：、的]{{1,16}}的{HEDGES}"),
    re.compile("(?:是|相当于|[不高低]于[^，。；：、的]{0,6})$"),
)
LONGEST_IS = 9
TIMES_BASE = re.compile(f"[^，。；：、的]{{1,12}}的{HEDGES}[0-9０-９一二三四五六七八九十几.．]{{1,6}}多?倍")
IS_ENDS, BESIDE_FIRST = frozenset("是于"), frozenset("的为近约将大超不逾仅只.．0123456789０１２３４５６７８９")
# What comes back, lasts or is longer than a life dates neither a figure nor an event.
UNDATING = frozenset({"set", "duration", "century"})
NOT_GOVERNING = {"最新", "每年", "每月", "每天", "每日", "每周"}
# 2014年出台的办法: the year belongs to the document.
ATTRIBUTE = re.compile(
    r"的|预算(?![内外])|(?:出台|发布|印发|实施|批转)[^，；。]{0,6}的|(?:出台|发布|印发|批转)|(?:计划|目标|任务|预算)的|设立的|成立的|生的|起"
)
# 本报合肥1月17日电: the day on which a report was filed; 5月份电冰箱 is none.
FILED = ("电", "讯", "专电")
# 创近13年新高, 4年来首次, 自2009年以来再次: how long nothing was like it.
RECORD = re.compile(
    "(?:以?来)?(?:的?新[高低]|[的之]?最(?![高低多少大小长短]?[奖补罚可不只])|再[次度]|首[次见度现个批场轮位]|[所的]?(?:[少罕未仅]见|未有|不遇)|[的中]?较[一-鿿]的)"
)
RECORD_FIRST, AGAIN = frozenset("以来的新之最再首所少罕未仅不中较"), frozenset("再首")
# 今年首次安排资金: something was done then.
DAYS = frozenset({"date", "day"})
DATED = frozenset({"year", "month", "quarter", "season", "date", "day"})
# Of an endless enumeration of times only the nearest are looked at.
NEAREST = 12
# 展会将持续到5月5日，设55个展区: how long something lasts.
LASTING = ("持续到", "持续至", "延续到", "延续至", "开放到", "开放至", "举行到", "举行至")
# 连续9年稳定在1.3万亿斤, 连续两年: what the years that it counts themselves tell.
STEADY, LONGEST_STEADY = re.compile("连续(?:[0-9０-９一二两三四五六七八九十]{1,3}年(?:均|都)?[一-鿿]{0,4})?$"), 12
NEAR = 60
NEARBY = 4
LONGEST_SENTENCE = 400
MARK, CLAUSE_MARKS = re.compile("[，；：]"), "，；：。"
CONCEDED = re.compile("(?:尽管|(继)(?!续))[^，；：。]{0,6}$")
PLAN_SUFFIX = ("期间", "时期", "初期", "末", "以来", "年内")
# “十二五”拟增九倍
PLANNED = re.compile(
    "”?(?:[我他咱]们|全[国省市县区]|本[省市县区])?(?:拟|将|力争|要|预计|(?:规划|纲要)?(?:提出|明确|要求|确定))"
)
# 明年1月交货的原油, 2025年到期的债券: the day is one of the thing's own.
OWN_DAY = re.compile("(?:交货|交割|到期|发行|出厂|上市)的")
OWN_DAY_FIRST = frozenset("交到发出上")
# 在上年高位增长的基础上: what is built on.
GROUNDED = re.compile("[^，。；：\n]{0,20}基础上")
REPORTED = re.compile("[^，。；：\n]{0,24}(?:获悉|了解到|得知|透露)[^，。；：\n]{0,16}[，：]")
# 此次二期总投资: what follows is of the present occasion.
PRESENT = re.compile("[，；：](?:此次|本次|这次|此番)")
# 去年收入21.4亿元，现有员工2350人: what there is now.
EXISTING = re.compile("[，；：]现有")
MOVED = re.compile("(?:分别)?(?:增加|减少|净增|增收)")
# 预计全年完成投资3亿元；… sums up the year.
ALL_YEAR = {"全年", "今年", "上半年", "下半年"}
# 工厂预计7月底投产；…: so does the time of what is expected.
EXPECTED = ("预计", "预计于", "预计将于", "计划", "计划于", "拟于", "将于", "力争")
BARE_SEASON = 2
SEASON_FIRST, NORMAL = frozenset("春夏秋冬"), ("平均", "最高", "最低", "气温", "均温")
# 1294户（均为2015年度新开户），占20%: a time in brackets is of what stands there.
BRACKETS = (("（", "）"), ("(", ")"))
OPENING, CLOSING = frozenset("（("), frozenset("）)")
# 由20年前的全国近80位提升至19位: where something has got to is no longer of the time it came from.
REACHED = re.compile("[^，。；\\n]{0,30}[升增提扩降减缩压跃涨跌变展拓][一-鿿]{0,3}[至到为成]")
FIGURED = re.compile(f"的?{HEDGES}[0-9０-９一二三四五六七八九十](?![0-9０-９一二三四五六七八九十]*年)")
ORIGINS = frozenset("从由自")
FROM = frozenset("从由")
# 由11月份下降13.1%转为增长5.3%
FROM_THEN = re.compile("的?(?:同比|环比)?(?:下降|增长|下滑|上涨|下跌|回落|增加|减少|亏损|盈利)(?:了|约|近)?")
# 600MW于2010年达产: how far behind a figure its time may stand.
PLACING, BEHIND, PAUSE = frozenset("在于"), 16, re.compile("[，。；：、！？\\s]")
HEADS = frozenset("，。；：、\n“ \u3000")
COUNTED = re.compile(
    "[0-9０-９一二三四五六七八九十百千万余多]{1,8}[家个名位户所只支][一-鿿]{1,10}(?<![在于到至从自比较与同的和])"
)
# 2020年度企业研究开发资助计划: the year is part of a programme's name.
NAMED_FOR = re.compile("度?[一-鿿]{2,14}?(?:资助|扶持|奖励|补助|补贴|培养|培育)(?:计划|项目|专项|资金)")
POSSESSIVE_KINDS = {"vague"}
NOT_PLACED, NOT_OF_HEAD = UNDATING | POSSESSIVE_KINDS, UNDATING | POSSESSIVE_KINDS | {"as_of"}


def is_record(kind: str, text: str, end: int) -> bool:
    """Whether a time only says how long nothing was like something (近13年新高, 4年来首次).

    Args:
        kind: Kind of the time.
        text: The joined text.
        end: One past the time's last character.
    """
    first = text[end : end + 1]
    if first not in RECORD_FIRST or (first in AGAIN and kind in DATED) or (first == "最" and kind in DAYS):
        # 1月19日最高达13.79亿千瓦
        return False
    return RECORD.match(text, end) is not None


def governing_time(text: str, scene: Scene, at: int) -> Time | None:
    """The time expression that governs a place: the nearest before it in the sentence that is no comparison and no attribute.

    A sentence-initial time word governs to the full stop, across ；, unless another one intervenes; so does that of a sentence that ends in a colon.
    """
    if STEADY.search(text, max(scene.start, at - LONGEST_STEADY), at) is not None:
        return None
    if not scene.times:
        lead = scene.lead
        return governing_time(text, lead, lead.end - 1) if lead is not None and lead.times else None
    # Running text may hold several sentences in one row; no time crosses a full stop.
    begin = max(scene.start, text.rfind("。", max(scene.start, at - LONGEST_SENTENCE), at) + 1)
    for time in reversed(scene.times_in(begin, at)[-NEAREST:]):
        if time.end > at:
            continue
        if _is_base(text, scene, time) or (time.kind == "season" and _dated_before(scene, time)):
            continue
        told = IS.search(text, max(scene.start, time.start - LONGEST_IS), time.start)
        if told is not None and TIMES_OVER.fullmatch(text, time.end, at):
            continue
        if time.kind == "as_of" and text[at - 1 : at] in FROM:
            # 截至年底，企业由214家增至457家: where it began is not of that day.
            return None
        near = time.end == at or text[time.end] in BESIDE_FIRST
        beside = near and BESIDE.fullmatch(text, time.end, at) is not None and time.kind not in UNDATING
        beside = beside or (text[time.start - 1] in FROM and FROM_THEN.fullmatch(text, time.end, at) is not None)
        compared = text[time.start - 1] in "比较与"
        beside = beside or (compared and COMPARED_LEVEL.fullmatch(text, time.end, at) is not None)
        if beside or _governs(text, scene, time, at):
            return time
    return _placed_behind(text, scene, at)


def _dated_before(scene: Scene, season: Time) -> bool:
    """Whether a day or a month stands before a season that prints no year (1月20日，用电负荷首次在冬季突破14亿千瓦)."""
    bare = len(season.surface) <= BARE_SEASON
    return bare and any(time.kind in DAYS or time.kind == "month" for time in scene.times_in(scene.start, season.start))


def _is_base(text: str, scene: Scene, time: Time) -> bool:
    """Whether a figure is measured by what was so at a time (是去年同期的2.4倍)."""
    if not text.startswith("的", time.end):
        return False
    return EQUALS.search(text, max(scene.start, time.start - LONGEST_EQUAL), time.start) is not None


def time_behind(text: str, scene: Scene, end: int) -> Time | None:
    """The time that stands alone in brackets right behind a figure (890例（3日）、731例（4日）).

    Args:
        text: The joined text.
        scene: Sentence of the figure.
        end: One past the figure.
    """
    if end >= len(text) or text[end] not in OPENING:
        return None
    for time in scene.times_in(end + 1, end + 2):
        if time.start == end + 1 and text[time.end : time.end + 1] in CLOSING and time.kind not in NOT_PLACED:
            return time
    return None


def _placed_behind(text: str, scene: Scene, at: int) -> Time | None:
    """The time that 在 or 于 puts behind a figure in its clause (19个项目在今年上半年落户)."""
    first = text[at - 1 : at] in HEADS or at == scene.start
    for time in scene.times_in(at, at + BEHIND):
        if first and time.start > at and time.kind not in NOT_OF_HEAD:
            # 140家公司上半年实现收入2000亿元: those that are counted at the head of a clause did so then.
            return time if COUNTED.fullmatch(text, at, time.start) and not text.startswith("的", time.end) else None
        if time.start > at and text[time.start - 1] in PLACING and time.kind not in NOT_PLACED:
            return None if PAUSE.search(text, at, time.start) else time
    return None


def _governs(text: str, scene: Scene, time: Time, at: int) -> bool:
    if time.surface in NOT_GOVERNING or time.kind in UNDATING or _is_base(text, scene, time):
        return False
    before = text[max(scene.start, time.start - 2) : time.start]
    origin = time.surface[0] in ORIGINS or before[-1:] in ORIGINS
    if origin and (
        FIGURED.match(text, time.end) is not None
        or (text.startswith("的", time.end) and REACHED.fullmatch(text, time.end, at) is not None)
    ):
        # 比重从2009年的7%升至13%: the year of the starting point.
        return False
    if time.kind == "season" and time.surface[0] in SEASON_FIRST and text.startswith(NORMAL, time.end):
        # 夏季平均气温17.9摄氏度: what is so every year.
        return False
    if before[-1:] in IS_ENDS and TIMES_BASE.match(text, time.end) is not None:
        # 是前5年累计面积的4倍，全县年产…: what a multiple is of.
        return False
    if time.surface[-1] == "前" and text.startswith("的", time.end) and MARK.search(text, time.end, at) is not None:
        # 3年前的承诺如期兑现，…
        return False
    conceded = CONCEDED.match(text, _clause_of(text, scene, time), time.start)
    if conceded and (conceded[1] or time.kind == "season") and MARK.search(text, time.end, at) is not None:
        # 尽管今年秋季遭受灾害，…; 继2022年峰会签约后，…
        return False
    if text.endswith(LASTING, scene.start, time.start) or _in_brackets(text, scene, time, at):
        return False
    if time.kind == "year" and NAMED_FOR.match(text, time.end) is not None:
        return False
    grounded = GROUNDED.match(text, time.end) if before[-1:] == "在" else None
    if grounded is not None and grounded.end() <= at:
        return False
    if at - time.end > NEARBY and PRESENT.search(text, time.end, at) is not None:
        return False
    if time.kind != "as_of" and at - time.end > NEARBY and EXISTING.search(text, time.end, at) is not None:
        return False
    if COMPARED.search(before) and not time.surface.startswith(("自", "从")):
        return False
    if time.kind == "plan_period" and not (time.surface.endswith(PLAN_SUFFIX) or PLANNED.match(text, time.end)):
        return False
    # …，到2027年突破3万亿元；…: a goal's year holds for its own clause.
    aimed = text[time.start - 1 : time.start] in {"到", "至"} and time.start - 1 > scene.start
    aimed = aimed or (time.surface not in ALL_YEAR and text.endswith(EXPECTED, scene.start, time.start))
    if aimed and not text.startswith("，", time.end) and "；" in text[time.end : at]:
        return False
    if time.surface in ALL_YEAR and MOVED.match(text, time.end) is not None and "；" in text[time.end : at]:
        # 贷款余额9亿元，全年增加2亿元；存款余额…: the year is that of the movement.
        return False
    follows = text[time.end : time.end + 3]
    if time.kind == "date" and follows.startswith(FILED):
        return False
    if is_record(time.kind, text, time.end) or (
        time.surface[:-2] and time.surface.endswith("同期") and "；" in text[time.end : at]
    ):
        return False
    if follows[:1] in OWN_DAY_FIRST and OWN_DAY.match(text, time.end) is not None:
        return False
    if time.kind in {"date", "day", "vague"} and REPORTED.match(text, time.end, at) is not None:
        # 记者20日从某公司获悉，项目总投资4亿元: the day of the report.
        return False
    return not (ATTRIBUTE.match(follows) and (time.kind in POSSESSIVE_KINDS or not follows.startswith("的")))


def _clause_of(text: str, scene: Scene, time: Time) -> int:
    """First character of the clause of a time."""
    return max(text.rfind(mark, scene.start, time.start) + 1 or scene.start for mark in CLAUSE_MARKS)


def _in_brackets(text: str, scene: Scene, time: Time, at: int) -> bool:
    """Whether a time stands in brackets closed before a place, and not right behind another time (上半年（1-6月）)."""
    for opening, closing in BRACKETS:
        shut = text.find(closing, time.end, at)
        if shut < 0 or text.find(opening, time.end, shut) >= 0:
            continue
        opened = text.rfind(opening, scene.start, time.start)
        if opened >= 0 and text.find(closing, opened, time.start) < 0:
            beside = next((other for other in scene.times_in(scene.start, opened)[-1:] if other.end == opened), None)
            return beside is None or not _governs(text, scene, beside, at)
    return False


def period_of(
    text: str, time: Time | None, at: int, clause: int, issue: dt.date | None
) -> tuple[dt.date | None, dt.date | None, str]:
    """Period of a figure and where it comes from: its own clause, the sentence, or by default the day of issue.

    Args:
        text: The joined text.
        time: The time that governs the figure.
        at: First character of the figure.
        clause: First character of its clause.
        issue: Day of issue.
    """
    if time is None:
        return issue, issue, "default"
    start, end = time.period
    near = time.start >= clause or (at - time.end <= NEAR and not MARK.search(text, time.end + 1, at))
    return start, end, "explicit" if near else "inherited"
