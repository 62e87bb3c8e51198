"""Sentences to metrics, the ledger of all numerals, and facts."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from itertools import groupby

import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.blocked import walk
from transforms.engine.columns import numbered
from transforms.engine.currencies import with_local_currency
from transforms.engine.figure import Figure
from transforms.engine.head_looks import sought_ahead
from transforms.engine.left_indicators import lend_indicators
from transforms.engine.metric_figures import figures_of, lend_subjects, link_subjects, without_level
from transforms.engine.metric_rows import LIMIT, Judged, metric_columns, numeral_columns, with_bounds
from transforms.engine.papers import place_of_paper, places_of_page
from transforms.engine.quantities import Quantity, scan_quantities
from transforms.engine.regions import city_names
from transforms.engine.scene_rows import scenes_of
from transforms.engine.scenes import Nothing, Scene, Time
from transforms.engine.simplified import simplified
from transforms.engine.spans import TextView
from transforms.engine.topics import Article
from transforms.facts import COPIED, join_facts
from transforms.outcome import Outcome, reject_table, table_of

# Roles whose numbers are about the paper, not the news.
SILENT_ROLES = {"byline", "editor", "department", "phone", "email", "link", "credit", "furniture"}


def extract_metrics(
    documents: pa.Table,
    articles: pa.Table,
    sentences: pa.Table,
    mentions: pa.Table,
    times: pa.Table,
    quotes: pa.Table,
    *,
    seeds: Seeds,
) -> Outcome:
    """Turn every numeral into a metric, a change of a metric, or a ledger row with the reason why it measures nothing.

    Args:
        documents: Contract table `documents`.
        articles: Contract table `articles`.
        sentences: Contract table `sentences`.
        mentions: Contract table `mentions`, for subjects.
        times: Contract table `times`; a numeral inside a time is no metric.
        quotes: Contract table `quotes`, for speakers.
        seeds: Loaded seeds.

    Returns:
        Tables metrics, numerals and facts; numbers beyond DECIMAL(38,9), and those that became no metric, are rejected.
    """
    view = TextView.of(sentences, documents)
    text = simplified(view.text)
    quantities = scan_quantities(text, seeds)
    # What ends the last sentence has a line feed behind it, as what ends the others has.
    text += "\n"
    scenes = scenes_of(view, text, sentences, times, mentions, sought_ahead(seeds))
    rows = view.rows([quantity.start for quantity in quantities]).tolist()
    held = [scenes[row] for row in rows]
    judged = _judged(quantities, held, [time for scene in scenes for time in scene.times])
    measured = [
        (quantity, scene)
        for quantity, scene, disposition in zip(quantities, held, judged.dispositions, strict=True)
        if disposition == "metric"
    ]
    measured = with_local_currency(view, text, measured, sentences, seeds)
    pages: list[int] = numbered(sentences.column("document_id")).tolist()
    _inherit(text, scenes, measured, pages, sentences, seeds)
    fitting = [(quantity, scene) for quantity, scene in measured if fits(quantity)]
    figures = figures_of(text, fitting, seeds)
    lend_indicators(text, figures, numbered(sentences.column("block_id")).tolist())
    levels = without_level(figures)
    lend_subjects(text, levels, pages)
    link_subjects(levels, scenes, pages)
    metrics = metric_columns(view, text, levels, documents, articles, sentences, quotes, seeds)
    metrics["fact_id"], told_first, facts = join_facts(metrics, text, levels, seeds)
    metric_of = dict(zip((figure.quantity.start for figure in levels), metrics["metric_id"], strict=True))
    changes = {f.quantity.start: metric_of[_level(f).quantity.start] for f in figures if f.level is not None}
    placed = metric_of | changes
    numerals = numeral_columns(view, quantities, judged, rows, placed, frozenset(changes), sentences, seeds)
    table = table_of("metrics", with_bounds(metrics))
    facts |= dict(zip(COPIED, table.select(COPIED).take(pa.array(told_first, pa.int64())).columns, strict=True))
    tables = {
        "metrics": table,
        "numerals": table_of("numerals", with_bounds(numerals)),
        "facts": table_of("facts", facts),
    }
    rejects = [
        _reject(view, quantity, scene, sentences) for quantity, scene in measured if quantity.start not in placed
    ]
    _part(scenes, figures)
    return Outcome(tables, reject_table(rejects))


def _part(scenes: Iterable[Scene], figures: Iterable[Figure]) -> None:
    """Part what knows each other, sentences and their article, figures and their changes: it is freed at once then, without a search for garbage."""
    nothing = Nothing()
    for scene in scenes:
        scene.antecedents = nothing
    for figure in figures:
        figure.moved = None


def _judged(quantities: Sequence[Quantity], scenes: Sequence[Scene], times: Sequence[Time]) -> Judged:
    """Disposition and reason of each numeral, before changes are known; it measures something where it is a metric.

    Args:
        quantities: The numerals, in order of the text.
        scenes: Sentence of each.
        times: The times, in order of the text.
    """
    timed = walk(times)
    dispositions: list[str] = []
    reasons: list[str | None] = []
    for quantity, scene in zip(quantities, scenes, strict=True):
        disposition, reason = quantity.disposition, quantity.reason
        if timed(quantity.start, quantity.end) is not None:
            disposition, reason = "time", "inside a time expression"
        elif disposition is not None:
            reason = reason or quantity.rule_id
        elif scene.role in SILENT_ROLES:
            disposition, reason = "layout", f"in a {scene.role} line"
        else:
            disposition = "metric"
        dispositions.append(disposition)
        reasons.append(reason)
    return Judged(dispositions, reasons)


def _inherit(
    text: str,
    scenes: Sequence[Scene],
    measured: Sequence[tuple[Quantity, Scene]],
    pages: Sequence[int],
    sentences: pa.Table,
    seeds: Seeds,
) -> None:
    """Hand subjects down inside every article that holds a figure; every sentence has the number of its page."""
    items, blocks = (numbered(sentences.column(name)).tolist() for name in ("article_id", "block_id"))
    wanted = {items[scene.row]: scene.row for _, scene in measured}
    cities = city_names(seeds)
    for _, rows_on_page in groupby(range(len(scenes)), key=pages.__getitem__):
        on_page = [scenes[row] for row in rows_on_page]
        places = functools.cache(functools.partial(places_of_page, text, on_page, cities))
        first = on_page[0].row
        for item, rows in groupby(range(first, first + len(on_page)), key=items.__getitem__):
            if item in wanted:
                of_article = [scenes[row] for row in rows]
                # The places of a page of one article are those of the article, but for the one that the paper is named after.
                alone = len(of_article) == len(on_page)
                others = functools.partial(place_of_paper, text, on_page, cities) if alone else places
                Article(text, of_article, wanted[item], blocks, others, seeds)


def fits(quantity: Quantity) -> bool:
    """Whether all values of a quantity fit DECIMAL(38,9)."""
    value, low, high = quantity.value, quantity.value_min, quantity.value_max
    return (
        (value is None or abs(value) < LIMIT)
        and (low is None or low is value or abs(low) < LIMIT)
        and (high is None or high is value or abs(high) < LIMIT)
    )


def _level(figure: Figure) -> Figure:
    while figure.level is not None:
        figure = figure.level
    return figure


def _reject(view: TextView, quantity: Quantity, scene: Scene, sentences: pa.Table) -> dict[str, object]:
    start, end = view.raw([quantity.start], [quantity.end])
    reason, detail = ("number_too_large", "the value does not fit DECIMAL(38,9)")
    if fits(quantity):
        reason, detail = "numeral_without_metric", "the number was measured, but belongs to no metric"
    return {
        "document_id": sentences.column("document_id")[scene.row].as_py(),
        "reason": reason,
        "detail": detail,
        "surface": view.surfaces([quantity.start], [quantity.end])[0],
        "char_start": int(start[0]),
        "char_end": int(end[0]),
    }
