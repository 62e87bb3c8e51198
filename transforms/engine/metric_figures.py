"""Figures: measured quantities joined with what their sentence says about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from seeds.types import Seeds
from transforms.engine.changes import Change, belongs_to, change_of, continued
from transforms.engine.indicators import indicator_after, indicator_before, names_indicator
from transforms.engine.metric_kinds import kind_of, status_of
from transforms.engine.periods import governing_time
from transforms.engine.quantities import Quantity
from transforms.engine.scenes import Scene, Subject, Time
from transforms.engine.subjects import subject_of

LOOK_BACK = 8
LOOK_AROUND = 60
LONG_PHRASE = 12
NAMES = ("LOC", "ORG", "PRODUCT")
# Shares, ages and lengths of time are no sums of parts; neither are balances and averages.
UNDIVIDED = {"ratio", "duration", "age", "rank", "multiple", "price", "rate", "temperature"}
NO_PART = re.compile(r"顺差|逆差|差额|人均|平均|日均|最[大高低小]")


@dataclass(slots=True)
class Figure:
    """A measured quantity with what its sentence says about it.

    Attributes:
        quantity: The quantity.
        scene: Its sentence.
        change: The movement it tells, if any.
        level: The figure whose change it is; such a figure is no row of its own.
        moved: The figure that tells its change.
        whole: The figure of which it is a part.
        indicator: Span of its indicator in the joined text.
        time: Governing time expression.
        subject: Whose figure it is.
        status: Code of `metrics.status`.
        kind: Code of `metrics.kind`.
    """

    quantity: Quantity
    scene: Scene
    change: Change | None
    level: Figure | None = None
    moved: Figure | None = None
    whole: Figure | None = None
    indicator: tuple[int, int] | None = None
    time: Time | None = None
    subject: Subject | None = None
    status: str = "actual"
    kind: str = "level"


def figures_of(text: str, measured: Sequence[tuple[Quantity, Scene]], seeds: Seeds) -> list[Figure]:
    """Every measured quantity as a figure, with changes attached to levels and parts to wholes.

    Args:
        text: The joined text.
        measured: Quantities with their sentences, in order of the text.
        seeds: Loaded seeds.
    """
    figures: list[Figure] = []
    for quantity, scene in measured:
        previous: list[Figure] = []
        for other in reversed(figures[-LOOK_BACK:]):
            if other.scene is not scene:
                break
            previous.insert(0, other)
        figure = Figure(quantity, scene, change_of(text, quantity, scene.start, seeds))
        if previous and (before := previous[-1].change) is not None and before.shared:
            figure.change = continued(text, previous[-1].quantity, quantity, before, figure.change)
        _attach(text, figure, previous)
        if figure.level is None:
            _describe(text, figure, previous, seeds)
            _link_whole(text, figure, previous)
        figures.append(figure)
    return figures


def _attach(text: str, figure: Figure, previous: Sequence[Figure]) -> None:
    """Make a figure the change of its level."""
    change = figure.change
    if change is None or change.absolute or not previous:
        return
    last = previous[-1]
    if last.change is not None and last.quantity.unit == "%" and (change.of_speed or figure.quantity.unit == "pp"):
        # How a growth rate moved stays with that growth rate.
        figure.level = last.level or last
        if last.level is None and last.moved is None:
            last.moved = figure
        return
    levels = [other for other in previous if other.level is None and other.kind not in {"growth", "difference"}]
    if not levels:
        return
    if change.shared:
        waiting = _enumerated(text, levels)
        if waiting:
            figure.level, waiting[0].moved = waiting[0], figure
            return
    level = levels[-1]
    if last.level is level and len(text[last.quantity.end : change.start].strip("，,、（(")) <= 1:
        # 比上年减少25.5亿斤，下降0.9%: the same change in other words.
        figure.level = level
        return
    if level.moved is None and belongs_to(text, level.quantity, change):
        figure.level, level.moved = level, figure


def _enumerated(text: str, levels: Sequence[Figure]) -> list[Figure]:
    """The levels of the last enumeration that still wait for their change (分别为3亿元和2亿元)."""
    group = [levels[-1]]
    for other in reversed(levels[:-1]):
        if len(text[other.quantity.end : group[0].quantity.start]) > 3:
            break
        group.insert(0, other)
    return [figure for figure in group if figure.moved is None]


def _link_whole(text: str, figure: Figure, previous: Sequence[Figure]) -> None:
    """Link a part to its whole: behind 其中, and the further parts up to a semicolon."""
    unit = figure.quantity.unit
    name = "" if figure.indicator is None else text[slice(*figure.indicator)]
    if figure.quantity.dimension in UNDIVIDED or NO_PART.search(name):
        return
    for other in reversed(previous):
        if other.level is not None or other.quantity.unit != unit or other.kind in {"growth", "difference"}:
            continue
        between = text[other.quantity.end : figure.quantity.start]
        if "其中" in between or "包括" in between:
            figure.whole = other
            return
        if other.whole is not None and "；" not in between and "。" not in between:
            figure.whole = other.whole
            return


def _describe(text: str, figure: Figure, previous: Sequence[Figure], seeds: Seeds) -> None:
    """Indicator, governing time, subject, status and kind."""
    quantity, scene = figure.quantity, figure.scene
    figure.indicator = _indicator(text, figure, previous, seeds)
    figure.time = governing_time(text, scene, quantity.start)
    figure.subject = subject_of(text, scene, quantity.start, quantity.end, quantity.dimension, figure.indicator, seeds)
    figure.indicator = _without_owner(text, figure)
    figure.subject = _own_share(text, figure, previous)
    figure.status = status_of(text, scene, quantity.start, seeds)
    figure.kind = kind_of(quantity, text, scene, figure.status, seeds)
    if figure.change is not None:
        figure.kind = "difference" if figure.change.absolute or figure.change.against == "other" else "growth"


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


def _own_share(text: str, figure: Figure, previous: Sequence[Figure]) -> Subject | None:
    """The one of joint subjects to which an enumerated figure belongs (甲、乙分别为3亿元和2亿元)."""
    subject = figure.subject
    if subject is None or len(subject.entity_ids) < 2:
        return subject
    place, at = 0, figure.quantity.start
    for other in reversed(previous):
        if other.level is not None or len(text[other.quantity.end : at].strip()) > 1:
            break
        place, at = place + 1, other.quantity.start
    if "分别" not in text[max(figure.scene.start, at - 8) : at] or place >= len(subject.entity_ids):
        return subject
    surfaces = subject.surface.split("、")
    if len(surfaces) != len(subject.entity_ids):
        return subject
    return Subject(surfaces[place], (subject.entity_ids[place],), subject.coarse)


def _indicator(text: str, figure: Figure, previous: Sequence[Figure], seeds: Seeds) -> tuple[int, int] | None:
    quantity, scene = figure.quantity, figure.scene
    floor = max([scene.start, *(max(other.quantity.after, other.quantity.end) for other in previous)])
    edge = (
        figure.change.start
        if figure.change is not None
        else quantity.before
        if quantity.before >= 0
        else quantity.start
    )
    reach = max(scene.start, edge - LOOK_AROUND)
    names = [m for m in scene.mentions_in(reach, edge) if m.entity_type.startswith(NAMES) and m.end <= edge]
    breaks = [(time.start, time.end) for time in scene.times_in(reach, edge)]
    breaks += [(name.start, name.end) for name in names]
    before = indicator_before(text, min(floor, edge), edge, breaks, seeds)
    after = None
    if figure.change is None:
        after = indicator_after(text, max(quantity.after, quantity.end), scene.end, seeds)
    if before is not None and after is not None and not names_indicator(text[slice(*before)]):
        # 已有26家企业, 97%风险, 3000万元的资金池: what is counted stands right behind; 软件著作权29项 has nothing there.
        before = after
    found = before or after or _behind_time(text, scene, min(floor, edge), edge, breaks, seeds)
    if found is None and previous:
        last = previous[-1]
        between = text[last.quantity.end : quantity.start]
        listed = len(between) <= LONG_PHRASE
        if figure.change is not None or between in {"至", "到"} or (listed and last.quantity.unit == quantity.unit):
            found = (last.level or last).indicator
    return found


def _behind_time(
    text: str, scene: Scene, floor: int, edge: int, breaks: Sequence[tuple[int, int]], seeds: Seeds
) -> tuple[int, int] | None:
    """The phrase before a time that stands right before the figure (就业人数由2022年的45.2万人)."""
    for time in scene.times_in(max(scene.start, edge - LOOK_AROUND), edge):
        if time.end == edge or (time.end == edge - 1 and text[time.end] == "的"):
            return indicator_before(text, floor, time.start, [span for span in breaks if span[1] <= time.start], seeds)
    return None


def without_level(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that become rows."""
    return [figure for figure in figures if figure.level is None]


def signed(figure: Figure) -> Quantity:
    """The quantity of a figure, negative where a bare growth or difference says so."""
    quantity = figure.quantity
    if figure.change is None or figure.change.sign > 0 or figure.kind not in {"growth", "difference"}:
        return quantity
    value, low, high = (None if x is None else -x for x in (quantity.value, quantity.value_max, quantity.value_min))
    return quantity._replace(value=value, value_min=low, value_max=high)
