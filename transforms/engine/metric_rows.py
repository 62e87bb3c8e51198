"""The tables metrics and numerals by columns."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seeds.types import Seeds
from transforms.engine.changes import Change
from transforms.engine.columns import by_column
from transforms.engine.figure import Figure
from transforms.engine.identity import make_ids
from transforms.engine.left_statuses import status_by_period
from transforms.engine.metric_figures import signed
from transforms.engine.periods import period_of
from transforms.engine.quantities import Quantity, ledger_form
from transforms.engine.spans import TextView
from transforms.times import issue_days

QUANTUM = Decimal("0.000000001")
LIMIT = Decimal(10) ** 29
# The usual 28 digits do not hold joules of a country with nine decimals.
WIDE = Context(prec=38)
PARENTS = ("sentence_id", "article_id", "document_id")
Columns = dict[str, Any]


class Judged(NamedTuple):
    """What each numeral is, by columns.

    Attributes:
        dispositions: Codes of `numerals.disposition`.
        reasons: Why they measure nothing; None where they do.
    """

    dispositions: Sequence[str]
    reasons: Sequence[str | None]


@functools.lru_cache(maxsize=20_000)
def exact(value: Decimal | None) -> Decimal | None:
    """A value in the scale of DECIMAL(38,9), or None when it does not fit.

    >>> exact(Decimal("0.1"))
    Decimal('0.100000000')
    """
    return None if value is None or abs(value) >= LIMIT else value.quantize(QUANTUM, context=WIDE)


def with_bounds(columns: Columns) -> Columns:
    """The same columns, of which value, value_min and value_max are Arrow arrays: a bound that is the value itself is made with it."""
    values = columns["value"]
    known = pa.array(values, pa.decimal128(38, 9))
    arrays = {"value": known}
    for name in ("value_min", "value_max"):
        same = [bound is value for bound, value in zip(columns[name], values, strict=True)]
        others = [None if shared else bound for bound, shared in zip(columns[name], same, strict=True)]
        arrays[name] = pc.if_else(pa.array(same, pa.bool_()), known, pa.array(others, known.type))
    return columns | arrays


def metric_columns(
    view: TextView,
    text: str,
    figures: Sequence[Figure],
    documents: pa.Table,
    articles: pa.Table,
    sentences: pa.Table,
    quotes: pa.Table,
    seeds: Seeds,
) -> Columns:
    """The metrics by columns, all but `fact_id`: one value per figure.

    Args:
        view: View of `sentences`.
        text: Its text as the grammars read it.
        figures: Figures that are no changes of others.
        documents: Contract table `documents`.
        articles: Contract table `articles`.
        sentences: Contract table `sentences`.
        quotes: Contract table `quotes`, for speakers.
        seeds: Loaded seeds.
    """
    told = by_column(Quantity, list(map(signed, figures)))
    rows = np.array([figure.scene.row for figure in figures], dtype=np.int64)
    raw = view.raw_figures(told.start, told.end, rows=rows)
    char_start, char_end = (array.tolist() for array in raw)
    parents = sentences.select(PARENTS).take(pa.array(rows))
    article_ids, document_ids = (parents.column(name).to_pylist() for name in ("article_id", "document_id"))
    metric_ids = make_ids("metric", document_ids, char_start, char_end)
    id_of = {id(figure): metric_id for figure, metric_id in zip(figures, metric_ids, strict=True)}
    issues, speakers = issue_days(documents, articles), Speakers(quotes)
    periods = [
        period_of(text, figure.time, start, figure.clause, issues[article_id])
        for figure, start, article_id in zip(figures, told.start, article_ids, strict=True)
    ]
    bases = (
        None if value is None or factor is None else value * factor
        for value, factor in zip(told.value, told.factor, strict=True)
    )
    indicators = [figure.indicator for figure in figures]
    subjects = [figure.subject for figure in figures]
    indicator_start, indicator_end = _raw_spans(view, indicators)
    return {
        "metric_id": metric_ids,
        "sentence_id": parents.column("sentence_id"),
        "article_id": article_ids,
        "document_id": document_ids,
        "surface": view.surfaces(told.start, told.end, raw=raw),
        "value": list(map(exact, told.value)),
        "value_min": list(map(exact, told.value_min)),
        "value_max": list(map(exact, told.value_max)),
        "unit": told.unit,
        "dimension": [dimension or "other" for dimension in told.dimension],
        "base_value": list(map(exact, bases)),
        "base_unit": told.base_unit,
        "qualifier": told.qualifier,
        "kind": [figure.kind for figure in figures],
        "status": [
            status_by_period(text, figure, period[0], issues[article_id])
            for figure, period, article_id in zip(figures, periods, article_ids, strict=True)
        ],
        "indicator": [
            None if span is None else "".join(view.printed[slice(*part)] for part in (span, figure.ending) if part)
            for figure, span in zip(figures, indicators, strict=True)
        ],
        "indicator_start": indicator_start,
        "indicator_end": indicator_end,
        "subject": [None if subject is None else subject.printed(view.printed) for subject in subjects],
        "subject_entity_ids": [[] if subject is None else list(subject.entity_ids) for subject in subjects],
        "period_start": [period[0] for period in periods],
        "period_end": [period[1] for period in periods],
        "period_source": [period[2] for period in periods],
        **_changes(view, figures),
        "part_of_metric_id": [None if f.whole is None else id_of.get(id(f.whole)) for f in figures],
        "speaker_entity_id": list(map(speakers.at, document_ids, char_start)),
        "char_start": char_start,
        "char_end": char_end,
        "rule_id": told.rule_id,
        "confidence": seeds.confidences(told.rule_id),
    }


def _raw_spans(view: TextView, spans: Sequence[tuple[int, int] | None]) -> tuple[list[int | None], list[int | None]]:
    """Raw starts and ends of spans of the joined text, with gaps where there is none."""
    known = [span for span in spans if span is not None]
    starts, ends = (
        iter(a.tolist()) for a in view.raw_figures([span[0] for span in known], [span[1] for span in known])
    )
    return (
        [None if span is None else next(starts) for span in spans],
        [None if span is None else next(ends) for span in spans],
    )


def _change_value(quantity: Quantity, change: Change) -> Decimal | None:
    """A change with its sign; of a range (同比增长50%-90%) its smaller end, which it reaches at any rate."""
    value = quantity.value_min if quantity.value is None else quantity.value
    return None if value is None else exact(change.sign * value)


def _changes(view: TextView, figures: Sequence[Figure]) -> Columns:
    """What each figure tells of its change."""
    told = [
        None if figure.moved is None or figure.moved.change is None else (figure.moved.quantity, figure.moved.change)
        for figure in figures
    ]
    starts, ends = _raw_spans(view, [None if pair is None else (pair[0].start, pair[0].end) for pair in told])
    return {
        "change_type": [None if pair is None else pair[1].against for pair in told],
        "change_value": [None if pair is None else _change_value(*pair) for pair in told],
        "change_unit": [None if pair is None else pair[0].unit for pair in told],
        "change_start": starts,
        "change_end": ends,
    }


class Speakers:
    """Who speaks where: quotes by document, in order of their starts."""

    def __init__(self, quotes: pa.Table) -> None:
        """Index the quotes whose speaker is a known entity."""
        spoken: dict[str, list[tuple[int, int, str]]] = {}
        columns = ("document_id", "char_start", "char_end", "speaker_entity_id")
        for document_id, start, end, who in zip(*(quotes.column(name).to_pylist() for name in columns), strict=True):
            if who:
                spoken.setdefault(document_id, []).append((start, end, who))
        self._by_document = {
            document_id: ([start for start, _, _ in sorted(spans)], sorted(spans))
            for document_id, spans in spoken.items()
        }

    def at(self, document_id: str, place: int) -> str | None:
        """Entity that says what stands at a place of a document."""
        starts, spans = self._by_document.get(document_id, ((), ()))
        number = bisect_right(starts, place) - 1
        return spans[number][2] if number >= 0 and place < spans[number][1] else None


def numeral_columns(
    view: TextView,
    quantities: Sequence[Quantity],
    judged: Judged,
    rows: Sequence[int],
    metric_of: Mapping[int, str],
    changes: frozenset[int],
    sentences: pa.Table,
    seeds: Seeds,
) -> Columns:
    """The ledger by columns: every numeral with what became of it.

    Args:
        view: View of `sentences`.
        quantities: Every numeral.
        judged: What each is.
        rows: Sentence row of each.
        metric_of: Metric by start of its quantity, or of the quantity that tells its change.
        changes: Starts of the quantities that tell a change.
        sentences: Contract table `sentences`.
        seeds: Loaded seeds.
    """
    forms, values, lows, highs = zip(*map(ledger_form, quantities), strict=True) if quantities else ((), (), (), ())
    told = by_column(Quantity, quantities)
    percent = np.array([form == "percent" for form in forms], dtype=np.bool_)
    starts = np.where(percent, told.start, told.numeral_start)
    ends = np.where(percent, told.end, told.numeral_end)
    places = np.asarray(rows, dtype=np.int64)
    raw = view.raw_figures(starts, ends, rows=places)
    parents = sentences.select(["sentence_id", "document_id"]).take(pa.array(places))
    char_start, char_end = (array.tolist() for array in raw)
    return {
        "numeral_id": make_ids("numeral", parents.column("document_id").to_pylist(), char_start, char_end),
        "sentence_id": parents.column("sentence_id"),
        "document_id": parents.column("document_id"),
        "surface": view.surfaces(starts, ends, raw=raw),
        "form": forms,
        "value": list(map(exact, values)),
        "value_min": list(map(exact, lows)),
        "value_max": list(map(exact, highs)),
        "disposition": [
            "change" if start in changes else disposition
            for start, disposition in zip(told.start, judged.dispositions, strict=True)
        ],
        "metric_id": list(map(metric_of.get, told.start)),
        "reason": judged.reasons,
        "char_start": char_start,
        "char_end": char_end,
        "rule_id": told.rule_id,
        "confidence": seeds.confidences(told.rule_id),
    }
