"""Subjects: the organisation or place a figure belongs to, its owner beside it, at the head of its clause or inherited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile

from seeds.types import Seeds
from transforms.engine.anaphors import place_of
from transforms.engine.class_subjects import exchange_of, is_class
from transforms.engine.figure import Figure
from transforms.engine.kinds import kind_before
from transforms.engine.leading_names import LONGEST_LIST, SIZED, SIZES, chain_from, sized_from
from transforms.engine.names_compared import enumerated, in_comparison, measured_against, told_beside
from transforms.engine.owners import MARKS, OWNERS, owner_beside
from transforms.engine.reports import BARE
from transforms.engine.scenes import NATIONS, Mention, Scene, Subject, as_subject, clause_start, coarse_type
from transforms.engine.seats import NATIONAL, THE_COUNTRY
from transforms.engine.subject_heads import clause_subjects, clauses_of
from transforms.engine.subject_tails import maker_of, person_of_age

SET_APART = frozenset("的有占")
# 高于全省平均水平（4.6%）, with the groups of `anaphors.PLACE`
WHOLE_KIND = r"全(?P<kind>[省市区县国])(?P<inside>)(?P<here>)(?P<own>)(?P<urban>)(?=(?:平均水平|平均)?$)"
WHOSE_AVERAGE, LONGEST_WHOLE = re.compile(WHOLE_KIND), 12
# 比全国7.4%、全省7.6%平均水平分别高0.3、0.1个百分点
COMPARED_WHOLE = re.compile(f"(?:(?<=[比较、])|(?<=[高低]于)){WHOLE_KIND}")
ABOVE, ABOVE_FIRST = re.compile("、全[省市区县国]|的?平均水平|(?:分别)?[高低快慢]"), frozenset("、的平分高低快慢")
SHARES, SHARES_FIRST = re.compile(r"的?(?:股权|股份|出资额)"), frozenset("的股出")
# 面积仅40平方公里、人口不足4万的某镇: the size of what is named behind.
SIZE_BEHIND, SIZE_FIRST = (
    re.compile("(?:、[一-鿿]{2,5}[0-9０-９.．]{1,6}[^，。；：、的]{1,6}){0,2}的“?"),
    frozenset("、的"),
)
EXISTS = re.compile(
    r"(?:目前|截至目前|迄今|现)?[，,]?(?:共(?!计?[0-9０-９][^，。]{0,9}[，。])|总共|累计|已|已累计|已有|共有|有|现有)(?!向|为|对|与|同|给|在|由|被)"
)
# 某国（人均水资源量15832立方米）
WITHIN = re.compile("[（(][^（）()，。；：、0-9]{2,16}")
FIGURED = re.compile("[^，；]*[0-9０-９]")
# 人均预期寿命82.58岁 is of a place.
AVERAGE_AGE = re.compile("寿命|平均|受访|人员|[职员]工|队员|选手|成员|者(?:的|们的)?年龄|们(?:的)?年龄")
OWN_DEEDS = {"ORG", "LOC", "PROJECT", "EVENT"}
COUNTING = re.compile("(?:目前|由此|其中|现)?(?:共计?|总共|合计|已?有|共有|这)?")
FIRMS, OWN_FIRMS = (
    ("公司", "企业", "银行", "机构", "险企", "券商", "药企", "车企"),
    ("子公司", "分公司", "孙公司", "分支机构", "附属公司"),
)
CONDITION_FIRST = frozenset("大小高低超不")
CONDITION = re.compile(r"(?:大于|小于|高于|低于|超过|不超过|不足|不满)[^，。；]{2,24}的(?=，)")
PARTS = "其中"
COUNTED_ON = re.compile(
    "(?P<board>深市|沪市|沪深两市|北交所|科创板|创业板|新三板|A股)(?!指数|总)[一-鿿]{0,10}?(?:公司|企业)"
)
BOARD_FIRST = frozenset("深沪北科创新A")
# What only a country or a region has.
MACRO = re.compile(
    "社会消费品零售|生产总值|GDP|广义货币|社会融资规模|居民消费价格|人民币贷款|工业增加值|进出口总[额值]|失业率|城镇新增就业"
)
# 占整个安徽GDP（42959亿元）的四分之一
OUTPUT = re.compile("(?:GDP|地区生产总值|生产总值|经济总量)[（(]")
# 风险补偿基金规模达到31亿元，累计为844家企业发放贷款20亿元: what covers losses lends nothing itself.
COVERING = re.compile("(?:风险补偿|补偿|风险池|担保|保证)(?:基金|资金|金)$")
LENT, LONGEST_LENT = re.compile("发放|放贷|授信|贷款"), 8
# 入围全国首批10家试点: how many the whole country has.
FIRST_BATCH = re.compile("(?:全国|国家)(?:首批|第[一二三四五六]批)$")
REACH = 80
# A person's figures stand so near.
PERSONAL = 120
PROVINCES = ("省份", "省区市", "个省")
OF_COUNTRY = re.compile("[一-鿿]{1,6}?(?:约|大约|仅|就|已)?占(?:我国|中国)(?!市场)")


def subject_of(
    text: str, figure: Figure, seeds: Seeds, *, whole: Subject | None = None, last: Figure | None = None
) -> Subject | None:
    """Whose figure it is; kinds of bodies and trades have none, theirs are those of the place or the country.

    Args:
        text: The joined text.
        figure: A figure whose indicator is known; ages are those of persons.
        seeds: Lexicon figure_words.
        whole: Subject of the last figure of the sentence before, of which a sentence that begins with 其中 tells parts.
        last: The last figure before it in its sentence whose owner stands beside it (主营养殖的某某公司海域面积10万亩，产量5万吨).
    """
    found = _bearer_of(text, figure, seeds, whole=whole, last=last)
    if found is None:
        return None
    if (exchange := exchange_of(found)) is not None:
        return exchange
    if found.coarse == "ORG" and figure.indicator is not None and NATIONAL.match(found.surface) is not None:
        # 商务部组织购物节，全年社会消费品零售总额50万亿元: no ministry's.
        return THE_COUNTRY if MACRO.search(text, *figure.indicator) is not None else found
    if not is_class(found, seeds):
        return found
    antecedents = figure.scene.antecedents
    if found.coarse == "LOC":
        return antecedents.at_large
    # 担保公司 where one is named before.
    return antecedents.named(found.surface) or antecedents.at_large or THE_COUNTRY


def _bearer_of(
    text: str, figure: Figure, seeds: Seeds, *, whole: Subject | None, last: Figure | None
) -> Subject | None:
    """The name, the kind of bodies or the trade that a figure is told of."""
    scene, indicator, dimension = figure.scene, figure.indicator, figure.quantity.dimension
    start, end = figure.quantity.start, figure.quantity.end
    for mention in scene.mentions_in(end, end + 5):
        if (
            mention.entity_type.startswith("FUND")
            and 0 <= mention.start - end <= 4
            and "，" not in text[end : mention.start]
        ):
            return as_subject([mention])
    if (
        indicator is not None
        and text[end : end + 1] in SIZE_FIRST
        and (text.startswith(SIZES, indicator[0]) or SIZED.fullmatch(text, *indicator) is not None)
        and (described := SIZE_BEHIND.match(text, end, scene.end)) is not None
    ):
        named = described.end()
        behind = scene.mentions_in(named, named + REACH)
        if behind and behind[0].start == named and coarse_type(behind[0]) in OWNERS:
            sized = sized_from(text, behind, 0)
            if sized:
                return as_subject(sized)
    if text[end : end + 1] in BOARD_FIRST and (board := COUNTED_ON.match(text, end, scene.end)) is not None:
        # 561家深市数字经济领域公司实现营收 …: those of the exchange.
        figure.owned = True
        return Subject(board["board"], (), "ORG", board.start("board"))
    if dimension == "rank" and text.startswith("的", end):
        behind = scene.mentions_in(end + 1, end + 2)
        if behind and coarse_type(behind[0]) in OWNERS:
            return as_subject(chain_from(text, behind, 0))
    if text[start - 1] == "批" and FIRST_BATCH.search(text, max(scene.start, start - 5), start) is not None:
        return THE_COUNTRY
    if (averaged := _of_whole(text, scene, start, end)) is not None:
        return THE_COUNTRY if averaged["kind"] == "国" else place_of(averaged, scene.antecedents)
    if (maker := maker_of(text, scene, start, end)) is not None:
        return maker
    near = scene.mentions_in(start - REACH, start)
    bracketed = bool(near) and text[start - 1] in "（(" and coarse_type(near[-1]) in {"LOC", "ORG"}
    if near and coarse_type(near[-1]) in {"LOC", "ORG"} and WITHIN.fullmatch(text, near[-1].end, start) is not None:
        # 除某国（人均水资源量15832立方米）外
        return as_subject(near[-1:])
    if bracketed and (
        OUTPUT.fullmatch(text, near[-1].end, start) is not None
        or (near[-1].end == start - 1 and text[end : end + 1] in "）)")
        or in_comparison(text, scene, near[-1], start - 1)
    ):
        # 广东（59518亿元）、江苏（56909亿元）
        return as_subject(near[-1:])
    if near and measured_against(text, near[-1], start, end):
        return as_subject(near[-1:])
    if (
        near
        and (text[start - 1] in SET_APART or near[-1].end < start - 2)
        and told_beside(text, scene, near[-1], start, end)
    ):
        return as_subject(near[-1:])
    listed = next((m for m in reversed(near) if enumerated(text, m.start)), None) if near else None
    if listed is not None and coarse_type(listed) in {"LOC", "ORG"} and MARKS.search(text, listed.end, start) is None:
        return as_subject([listed])
    if dimension == "age" and not (indicator is not None and AVERAGE_AGE.search(text, *indicator)):
        return person_of_age(text, scene, start, end) or scene.antecedents.person
    if indicator is not None and indicator[1] <= figure.clause:
        # 投资增速前三名：甲市增长3%，乙市增长2%: the name of its own clause, where the indicator stands in another one.
        heads = clause_subjects(text, scene, seeds, until=start)
        own = next((subject for clause, subject in reversed(heads) if clause == figure.clause), None)
        if own is not None:
            return own
    outer = figure.quantity.outer_start
    edge = outer if text[outer - 1] == "等" else start
    owner = owner_beside(text, scene, near, edge, dimension, indicator) or _held(text, near, start, end)
    if owner is not None and owner.coarse == "ORG" and NATIONAL.match(owner.surface) is not None:
        # 新增工信部卓越级智能工厂4家 in a province's report: who gives the title.
        owner = scene.antecedents.reporting or owner
    if owner is not None:
        figure.owned = True
        return _own_project(text, figure, owner, seeds) or owner
    heads = clause_subjects(text, scene, seeds, until=start)
    known = len(heads)
    if heads and heads[-1][0] > start:
        known = bisect_right(heads, start, key=lambda head: head[0])
    if text[figure.clause] in CONDITION_FIRST and CONDITION.match(text, figure.clause, scene.end) is not None:
        # 大于15万元而小于500万元的，…: the case of what has the limit, not of who acts on it.
        limited = next((subject for _, subject in reversed(heads[:known]) if subject.coarse == "FIN_PRODUCT"), None)
        if limited is not None:
            return limited
    if indicator is not None and text.startswith(PROVINCES, indicator[0]) and _of_nation(text, figure.clause, start):
        return THE_COUNTRY
    of_country = OF_COUNTRY.match(text, figure.clause, start)
    if of_country is not None and not any(clause == figure.clause for clause, _ in heads[:known]):
        # 夏粮约占我国粮食总产量的四分之一
        return THE_COUNTRY
    for clause, subject in reversed(heads[max(0, known - LONGEST_LIST) : known]):
        if last is not None and last.clause > clause:
            break
        if (
            subject.coarse == "LOC"
            and text[start - 1 : start] == "等"
            and _of_list(text, scene, subject, clause, start)
        ):
            # 某县、某县等12个县 counts them for the place that they lie in.
            continue
        if clause < figure.clause and _covers(text, subject, figure):
            continue
        if subject.coarse in OWN_DEEDS and (place := _deed_of_place(text, scene, subject, clause, figure.clause)):
            return place
        if not (subject.coarse == "PER" and clause < start - PERSONAL):
            return _kind_behind(text, scene, clause, start, subject, seeds) or subject
    if last is not None:
        return last.subject
    if indicator is not None and text.startswith(PROVINCES, indicator[0]):
        return scene.antecedents.reporting or THE_COUNTRY
    if whole is not None and text.startswith(PARTS, scene.start):
        return whole
    topic = scene.antecedents.topic
    if topic is not None and topic.coarse == "LOC" and topic.surface not in NATIONS and _exists(text, scene, start):
        return topic
    inherited = scene.antecedents.inherited
    if inherited is not None and inherited.coarse == "ORG" and _counts_firms(text, figure):
        return scene.antecedents.at_large or THE_COUNTRY
    return _kind_behind(text, scene, scene.start - 1, start, inherited, seeds) or inherited


def _of_whole(text: str, scene: Scene, start: int, end: int) -> re.Match[str] | None:
    """The whole province or country that a figure is the average of, in brackets (高于全省平均水平（4.6%）) or compared with (比全省7.6%平均水平高)."""
    floor = max(scene.start, start - LONGEST_WHOLE)
    if text[start - 1] in "（(":
        return WHOSE_AVERAGE.search(text, floor, start - 1)
    compared = text[end : end + 1] in ABOVE_FIRST and ABOVE.match(text, end) is not None
    return COMPARED_WHOLE.search(text, floor, start) if compared else None


def _covers(text: str, subject: Subject, figure: Figure) -> bool:
    """Whether a fund covers the losses of what a later clause says was lent."""
    if COVERING.search(subject.surface) is None:
        return False
    return LENT.search(text, figure.clause, figure.quantity.end + LONGEST_LENT) is not None


def _of_nation(text: str, clause: int, start: int) -> bool:
    """Whether a clause counts provinces of the whole country (——全国共有6个省份…)."""
    return any(text.find(nation, max(clause, start - REACH), start) >= 0 for nation in NATIONS)


def _deed_of_place(text: str, scene: Scene, subject: Subject, clause: int, until: int) -> Subject | None:
    """The place that an article is about, where a later clause tells a deed of its government again.

    Behind a semicolon (某公司收入192万元；稳步推进7个景区…), in a government's report behind any clause that something else heads.
    """
    if clause < until and (reporting := scene.antecedents.reporting) is not None:
        # 某市计划投资232亿元，完成63.5%: who has a figure in his own clause goes on to the next item.
        own = subject.surface not in NATIONS and NATIONAL.match(subject.surface) is None
        figured = own and FIGURED.match(text, clause, until) is not None
        return subject if figured and text.find("；", clause, until) < 0 else reporting
    topic = scene.antecedents.topic
    behind = text.rfind("；", clause, until) + 1 if subject.coarse == "ORG" else 0
    if not behind or topic is None or topic.coarse != "LOC" or BARE.match(text, behind, scene.end) is None:
        return None
    return topic


def _own_project(text: str, figure: Figure, owner: Subject, seeds: Seeds) -> Subject | None:
    """The project that an owner at the head of the clause only lends its name to (某某公司扩能项目占地53亩)."""
    heads = clause_subjects(text, figure.scene, seeds, until=figure.quantity.start)
    last = heads[-1][1] if heads and heads[-1][0] == figure.clause else None
    return last if last is not None and last.coarse == "PROJECT" and last.surface.startswith(owner.surface) else None


def _of_list(text: str, scene: Scene, subject: Subject, clause: int, start: int) -> bool:
    """Whether a place is one of those that 等 before a figure ends the list of, or where the first of what is listed lies (甲省某水库、乙省某水库等6处)."""
    if len(subject.entity_ids) > 1:
        return True
    behind = text.find(subject.surface, clause, start) + len(subject.surface)
    others = scene.mentions_in(behind, start)
    return text.startswith("、", behind) or any(
        m.entity_type.startswith("LOC") and text[m.start - 1] == "、" for m in others
    )


def _counts_firms(text: str, figure: Figure) -> bool:
    """Whether a figure at the head of its clause counts firms at large (共计12家保险公司在…), no parts of one."""
    if figure.indicator is None or figure.indicator[0] < figure.quantity.end:
        return False
    name = text[slice(*figure.indicator)]
    counted = name.endswith(FIRMS) and not name.endswith(OWN_FIRMS)
    return counted and COUNTING.fullmatch(text, figure.clause, figure.quantity.outer_start) is not None


def _kind_behind(
    text: str, scene: Scene, clause: int, start: int, known: Subject | None, seeds: Seeds
) -> Subject | None:
    """The kind of actors at the head of a clause behind the one that a subject heads; those of a place are figures of the place."""
    if known is not None and known.coarse == "LOC":
        return None
    # Of an endless sentence only what stands near is looked at.
    near = clause_start(scene, max(scene.start, start - PERSONAL))
    until_here = takewhile(lambda bounds: bounds[0] <= start, clauses_of(scene, max(near, clause)))
    behind = [bounds for bounds in until_here if clause < bounds[0]]
    return kind_before(text, scene, behind, counted=clause >= scene.start, seeds=seeds)


def _held(text: str, before: Sequence[Mention], start: int, end: int) -> Subject | None:
    """The company whose shares are counted (收购某公司51%股权), of the names before them."""
    if text[end : end + 1] not in SHARES_FIRST or SHARES.match(text, end) is None:
        return None
    return as_subject(before[-1:]) if before and before[-1].end == start and coarse_type(before[-1]) == "ORG" else None


def _exists(text: str, scene: Scene, start: int) -> bool:
    """Whether the sentence only says that something is there (共有26家企业): then the place of the article has it."""
    if scene.exists_from is None:
        clauses = list(clauses_of(scene, scene.start))
        found = next((at for at, end in clauses if _says_there_is(text, scene, at, end)), scene.end)
        # 已确定的名单中，共有 …: of what is told before.
        part_of = any(end <= found and text[end - 1] in "中里" for _, end in clauses)
        scene.exists_from = scene.end if part_of else found
    return scene.exists_from <= start


def _says_there_is(text: str, scene: Scene, at: int, end: int) -> bool:
    for time in scene.times_in(at, end):
        if time.start <= at < time.end:
            at = time.end
    return EXISTS.match(text, at, end) is not None
