"""Figures: measured quantities joined with what their sentence says about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seeds.types import Seeds
from transforms.engine.changes import change_of, continued
from transforms.engine.deals import deal_of, dealt_indicator, dealt_subject, dealt_time
from transforms.engine.figure import Figure
from transforms.engine.figure_clues import DEALT, MOVED, UNSETTLED, surroundings_of
from transforms.engine.figure_indicators import indicator_of, left_to, of_measure
from transforms.engine.figure_links import attach, link_whole, with_shared_qualifier
from transforms.engine.growths_ahead import lead_up
from transforms.engine.indicators import ends_in_word, has_word
from transforms.engine.metric_kinds import kind_of, status_of
from transforms.engine.periods import governing_time, time_behind
from transforms.engine.quantities import Quantity
from transforms.engine.scenes import COPY_ROLES, Mention, Scene, Subject
from transforms.engine.subjects import subject_of

LOOK_BACK = 8
MANY = 100
# Money that no list of units knows.
UNIT_LIKE = re.compile(
    "里拉|比索|盾|铢|克朗|福林|兹罗提|第纳尔|谢克尔|先令|里亚尔|奈拉|图格里克|列弗|列伊|法郎|马克|卢比|卢布|雷亚尔"
)
# 豪掷3.5亿, 融资2亿
SPENT = re.compile(
    "(?:豪掷|斥资|耗资|投资|出资|融资|拨款|拨付|拿出|捐款|募资|增资|注资|砸下?|套现|净赚|营收|亏损|盈利|市值|总价|奖励?|补[贴助])[约近超达]?$"
)
# What is counted in 亿 that is no money.
COUNTED = re.compile(
    "人(?!民币|均|民政府)|[用农]?户|观众|粉丝|网民|受众|次|播放|阅读|点击|下载|件|票(?!房)|条|台|辆|颗|株|亩|吨|斤|千瓦|度|立方|平方|设备|终端|元|神经|细胞|光年|年前|参数|像素|份|篇|步|岁"
)
NEAR = 16
# 人口增量152万
COUNT_OF = re.compile("(?:数量|(?<!人)数|总数|增量|净增量?|增加量|总量|规模)$")
HOUSEHOLDS = re.compile("(?:建档立卡)?(?:贫困|特困|困难|脱贫|低保|养殖|种植|示范|移民|个体|专业|[农住用商牧渔])户")
TIMES_TOLD = re.compile("[人车架艘]次$")
VIEWED = re.compile(
    "(?:浏览|播放|点播|点击|阅读|下载|访问|曝光|搜索|检索|转发|点赞|观看|展示|登录|调用)总?(?:量|次数)$"
)
SUM_OF = re.compile("(?:净增|新增|合计|规模)+$")
PLACE_WORDS = frozenset("省市县区州")


def figures_of(text: str, measured: Sequence[tuple[Quantity, Scene]], seeds: Seeds) -> list[Figure]:
    """Every measured quantity as a figure, with changes attached to levels and parts to wholes.

    Args:
        text: The joined text.
        measured: Quantities with their sentences, in order of the text.
        seeds: Loaded seeds.
    """
    figures: list[Figure] = []
    quantities = [quantity for quantity, _ in measured]
    clauses, clues = surroundings_of(text, measured, seeds)
    before_in_scene, whole = 0, None
    for number, (quantity, scene) in enumerate(measured):
        before_in_scene = before_in_scene + 1 if figures and figures[-1].scene is scene else 0
        if not before_in_scene:
            last = figures[-1] if figures and figures[-1].scene.row == scene.row - 1 else None
            whole = None if last is None else (last.level or last).subject
        previous = figures[number - min(before_in_scene, LOOK_BACK) : number]
        quantity = with_shared_qualifier(text, previous, quantity)
        after = quantities[number + 1] if number + 1 < len(quantities) else None
        change = change_of(text, quantity, scene.start, seeds, after=after) if clues[number] & MOVED else None
        figure = Figure(quantity, scene, clauses[number], change)
        if previous and (before := previous[-1].change) is not None and before.shared:
            figure.change = continued(text, previous[-1].quantity, quantity, before, figure.change)
        following = quantities[number + 1 : number + LOOK_BACK]
        if previous:
            attach(text, figure, previous, following)
        if figure.level is None:
            _describe(text, figure, previous, following, clues[number], seeds, whole=whole)
            if previous:
                lead_up(text, figure, previous, following)
                link_whole(text, figure, previous)
        figures.append(figure)
    return figures


def _describe(
    text: str,
    figure: Figure,
    previous: Sequence[Figure],
    following: Sequence[Quantity],
    clues: int,
    seeds: Seeds,
    *,
    whole: Subject | None,
) -> None:
    """Indicator, governing time, subject, status and kind."""
    quantity, scene = figure.quantity, figure.scene
    figure.indicator = indicator_of(text, figure, previous, seeds)
    figure.quantity = quantity = _with_unit_of_noun(text, figure, seeds)
    figure.time = time_behind(text, scene, quantity.end) or governing_time(text, scene, quantity.start)
    deal = deal_of(text, figure, previous, following) if clues & DEALT else None
    if deal is not None:
        figure.indicator = dealt_indicator(text, scene, deal, seeds) or figure.indicator
        figure.time = dealt_time(text, scene, figure.time, deal)
    last = next((other for other in reversed(previous) if other.owned), None) if previous else None
    figure.subject = subject_of(text, figure, seeds, whole=whole, last=last)
    figure.indicator = _without_owner(text, figure)
    if figure.indicator is None:
        figure.indicator, figure.left = left_to(text, figure, previous, seeds), True
    figure.indicator, figure.ending = of_measure(text, figure, previous, seeds)
    if deal is not None:
        figure.subject = dealt_subject(text, scene, figure.subject, deal)
    clause = text[figure.clause : quantity.start]
    if clues & UNSETTLED or scene.lead is not None:
        figure.status = status_of(text, figure, previous, clause, seeds)
    figure.kind = kind_of(text, figure, clause, clues, seeds)
    if figure.change is not None:
        figure.kind = "difference" if figure.change.absolute else "growth"


def _with_unit_of_noun(text: str, figure: Figure, seeds: Seeds) -> Quantity:
    """A number without unit in that of what it counts (174万贫困人口, 612万诉讼费)."""
    quantity = figure.quantity
    if quantity.unit is not None or quantity.dimension != "count":
        return quantity
    # 近3个亿 is money.
    counted = text[quantity.start : quantity.end].endswith("个亿")
    if counted or SPENT.search(text, max(0, quantity.start - 4), quantity.start):
        return quantity._replace(unit="CNY", dimension="money")
    if figure.indicator is None:
        return quantity._replace(unit="CNY", dimension="money") if _hundreds_of_millions(text, figure) else quantity
    name = text[slice(*figure.indicator)]
    if (times := TIMES_TOLD.search(name)) is not None:
        # 旅游人次达到10万
        return quantity._replace(unit=times[0])
    if VIEWED.search(name) is not None:
        # 浏览量608亿
        return quantity._replace(unit="次")
    # 存款净增150亿, 资金规模5000万, 每年44亿的人才资金
    summed = ends_in_word(SUM_OF.sub("", name), "sum", seeds)
    people = COUNT_OF.sub("", name)
    behind = figure.indicator[0] >= quantity.end
    if (behind and not summed and has_word(name, "people", seeds)) or ends_in_word(people, "people", seeds):
        return quantity._replace(unit="人")
    if figure.indicator[0] < quantity.start and ends_in_word(people, "staffing", seeds):
        # 裁员100万
        return quantity._replace(unit="人")
    if behind and HOUSEHOLDS.match(name) is not None:
        # 5000多贫困户
        return quantity._replace(unit="户")
    if people != name and ends_in_word(people, "household", seeds):
        # 用户数达4.5亿
        return quantity._replace(unit="户")
    # 收入13.5万里拉 is money that no list knows, not yuan.
    told = behind or UNIT_LIKE.match(text, quantity.outer_end) is None
    money = told and (summed or _hundreds_of_millions(text, figure))
    return quantity._replace(unit="CNY", dimension="money") if money else quantity


def _hundreds_of_millions(text: str, figure: Figure) -> bool:
    """Whether a figure is told in 亿 and nothing else that is counted so stands near it (拟投7亿建厂, 产值过百亿)."""
    quantity = figure.quantity
    if text[quantity.end - 1] != "亿":
        return False
    return COUNTED.search(text, max(figure.clause, quantity.start - NEAR), quantity.outer_end + NEAR // 2) is None


def _without_owner(text: str, figure: Figure) -> tuple[int, int] | None:
    """The indicator without the subject at its head (招商银行不良贷款率)."""
    if figure.indicator is None or figure.subject is None:
        return figure.indicator
    start, end = figure.indicator
    owner = figure.subject.surface
    if not text.startswith(owner, start):
        return start, end
    start += len(owner) + text.startswith("的", start + len(owner))
    return (start, end) if end - start >= 2 else figure.indicator


def without_level(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that become rows."""
    return [figure for figure in figures if figure.level is None]


def lend_subjects(text: str, figures: Sequence[Figure], pages: Sequence[int]) -> None:
    """Give figures of headlines and pull quotes that name no subject that of the same figure in the text of the page.

    Args:
        text: The joined text.
        figures: Figures that become rows.
        pages: Number of the document of each sentence row.
    """
    copies = (f for f in figures if f.scene.role in COPY_ROLES and f.quantity.value is not None)
    lacking = [f for f in copies if f.subject is None or (_telling(f.quantity) and not _names(text, f))]
    if not lacking:
        return

    def told(figure: Figure) -> tuple[object, ...]:
        return pages[figure.scene.row], figure.quantity.value, figure.quantity.unit

    known: dict[tuple[object, ...], Figure] = {}
    values = {figure.quantity.value for figure in lacking}
    for figure in figures:
        if figure.subject is not None and figure.quantity.value in values and figure.scene.role not in COPY_ROLES:
            known.setdefault(told(figure), figure)
    for figure in lacking:
        if (lender := known.get(told(figure))) is not None:
            figure.subject, figure.indicator = lender.subject, figure.indicator or lender.indicator


def _telling(quantity: Quantity) -> bool:
    """Whether hardly two things have a figure (3002亿元, 4.61%, not 3家)."""
    value = quantity.value
    return value is not None and (abs(value) >= MANY or value != value.to_integral_value())


def _names(text: str, figure: Figure) -> bool:
    """Whether the sentence of a figure names its subject."""
    subject, scene = figure.subject, figure.scene
    return subject is not None and text.find(subject.surface, scene.start, scene.end) >= 0


def link_subjects(figures: Sequence[Figure], scenes: Sequence[Scene], pages: Sequence[int]) -> None:
    """Give subjects that were read off the text the entity that their document names by the same name.

    A place that it names only without its last word is called as it calls it (深圳市统计局公布, 全市…: 深圳).

    Args:
        figures: Figures that become rows.
        scenes: Every sentence.
        pages: Number of the document of each sentence row.
    """
    loose: list[tuple[Figure, Subject, int, str]] = []
    wanted: dict[int, set[str]] = {}
    for figure in figures:
        subject = figure.subject
        if subject is not None and not subject.entity_ids:
            name, page = subject.surface, pages[figure.scene.row]
            bare = name[:-1] if name[-1:] in PLACE_WORDS and len(name) > 2 else name
            loose.append((figure, subject, page, bare))
            wanted.setdefault(page, set()).update((name, bare))
    known: dict[tuple[int, str], Mention] = {}
    names = set().union(*wanted.values())
    named = [(scene.row, m) for scene in scenes for m in scene.mentions if m.surface in names]
    for row, mention in named:
        if mention.surface in wanted.get(pages[row], ()):
            known.setdefault((pages[row], mention.surface), mention)
    for figure, subject, page, bare in loose:
        if (whole := known.get((page, subject.surface))) is not None:
            figure.subject = subject._replace(entity_ids=(whole.entity_id,))
        elif (place := known.get((page, bare))) is not None:
            figure.subject = Subject(bare, (place.entity_id,), subject.coarse, place.start)


def signed(figure: Figure) -> Quantity:
    """The quantity of a figure, negative where a bare growth or difference says so."""
    quantity = figure.quantity
    if figure.change is None or figure.change.sign > 0 or figure.kind not in {"growth", "difference"}:
        return quantity
    value, low, high = (None if x is None else -x for x in (quantity.value, quantity.value_max, quantity.value_min))
    return quantity._replace(value=value, value_min=low, value_max=high)
