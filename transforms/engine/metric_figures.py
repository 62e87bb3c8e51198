"""Figures: measured quantities joined with what their sentence says about them."""

from __future__ import annotations

from collections.abc import Sequence

from seeds.types import Seeds
from transforms.engine.changes import change_of, continued
from transforms.engine.deals import deal_of, dealt_indicator, dealt_subject, dealt_time
from transforms.engine.figure import Figure
from transforms.engine.figure_clues import DEALT, MOVED, UNSETTLED, surroundings_of
from transforms.engine.figure_indicators import indicator_of, left_to, of_measure
from transforms.engine.figure_links import attach
from transforms.engine.figure_shares import link_whole, with_shared_qualifier
from transforms.engine.growths_ahead import lead_up
from transforms.engine.metric_kinds import kind_of, status_of
from transforms.engine.periods import governing_time, time_behind
from transforms.engine.quantities import Quantity
from transforms.engine.scenes import COPY_ROLES, Mention, Scene, Subject
from transforms.engine.subjects import subject_of
from transforms.engine.units_meant import with_unit_meant

LOOK_BACK = 8
MANY = 100
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
    figure.quantity = quantity = with_unit_meant(text, figure, previous, following, seeds)
    figure.time = time_behind(text, scene, quantity.end) or governing_time(text, scene, quantity.start)
    deal = deal_of(text, figure, previous, following) if clues & DEALT else None
    shared = None
    if deal is not None:
        dealt, shared = dealt_indicator(text, scene, deal, seeds)
        figure.indicator = dealt or figure.indicator
        figure.time = dealt_time(text, scene, figure.time, deal)
    last = next((other for other in reversed(previous) if other.owned), None) if previous else None
    figure.subject = subject_of(text, figure, seeds, whole=whole, last=last)
    figure.indicator = _without_owner(text, figure)
    if figure.indicator is None:
        figure.indicator, figure.left = left_to(text, figure, previous, seeds), True
    figure.indicator, ending = of_measure(text, figure, previous, seeds)
    figure.ending = ending or shared
    if deal is not None:
        figure.subject = dealt_subject(text, scene, figure.subject, deal)
    clause = text[figure.clause : quantity.start]
    if clues & UNSETTLED or scene.lead is not None:
        figure.status = status_of(text, figure, previous, clause, seeds)
    figure.kind = kind_of(text, figure, clause, clues, seeds)
    if figure.change is not None:
        figure.kind = "difference" if figure.change.absolute else "growth"


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
