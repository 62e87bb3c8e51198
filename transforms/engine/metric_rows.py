"""Rows of the tables metrics and numerals."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from typing import Any

import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.figure import Figure
from transforms.engine.identity import make_ids
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
Judged = tuple[str, str, Quantity]


@functools.lru_cache(maxsize=20_000)
def exact(value: Decimal | None) -> Decimal | None:
    """A value in the scale of DECIMAL(38,9), or None when it does not fit.

    >>> exact(Decimal("0.1"))
    Decimal('0.100000000')
    """
    return None if value is None or abs(value) >= LIMIT else value.quantize(QUANTUM, context=WIDE)


def metric_rows(
    view: TextView,
    text: str,
    figures: Sequence[Figure],
    documents: pa.Table,
    articles: pa.Table,
    sentences: pa.Table,
    quotes: pa.Table,
    seeds: Seeds,
) -> list[dict[str, Any]]:
    """One row per figure.

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
    starts, ends = [f.quantity.start for f in figures], [f.quantity.end for f in figures]
    char_start, char_end = (array.tolist() for array in view.raw(starts, ends))
    surfaces = view.surfaces(starts, ends)
    parents = {name: sentences.column(name).to_pylist() for name in PARENTS}
    document_ids = [parents["document_id"][figure.scene.row] for figure in figures]
    metric_ids = make_ids("metric", document_ids, char_start, char_end)
    id_of = {id(figure): metric_id for figure, metric_id in zip(figures, metric_ids, strict=True)}
    issues = issue_days(documents, articles)
    speakers = Speakers(quotes)
    indicators = _raw_spans(view, [figure.indicator for figure in figures])
    changes = _raw_spans(
        view, [None if f.moved is None else (f.moved.quantity.start, f.moved.quantity.end) for f in figures]
    )
    rows = []
    for number, figure in enumerate(figures):
        quantity, row = signed(figure), figure.scene.row
        start, end, source = period_of(
            text, figure.time, quantity.start, figure.clause, issues[parents["article_id"][row]]
        )
        base = None if quantity.value is None or quantity.factor is None else quantity.value * quantity.factor
        subject = figure.subject
        rows.append(
            {
                "metric_id": metric_ids[number],
                **{name: parents[name][row] for name in PARENTS},
                "surface": surfaces[number],
                "value": exact(quantity.value),
                "value_min": exact(quantity.value_min),
                "value_max": exact(quantity.value_max),
                "unit": quantity.unit,
                "dimension": quantity.dimension or "other",
                "base_value": exact(base),
                "base_unit": quantity.base_unit,
                "qualifier": quantity.qualifier,
                "kind": figure.kind,
                "status": figure.status,
                "indicator": None if figure.indicator is None else view.printed[slice(*figure.indicator)],
                "indicator_start": indicators[number][0],
                "indicator_end": indicators[number][1],
                "subject": None if subject is None else subject.printed(view.printed),
                "subject_entity_ids": [] if subject is None else list(subject.entity_ids),
                "period_start": start,
                "period_end": end,
                "period_source": source,
                **_change(figure, changes[number]),
                "part_of_metric_id": None if figure.whole is None else id_of.get(id(figure.whole)),
                "speaker_entity_id": speakers.at(document_ids[number], char_start[number]),
                "char_start": char_start[number],
                "char_end": char_end[number],
                "rule_id": quantity.rule_id,
                "confidence": seeds.confidence(quantity.rule_id),
            }
        )
    return rows


def _raw_spans(view: TextView, spans: Sequence[tuple[int, int] | None]) -> list[tuple[int | None, int | None]]:
    known = [span for span in spans if span is not None]
    starts, ends = view.raw([span[0] for span in known], [span[1] for span in known])
    found = iter(zip(starts.tolist(), ends.tolist(), strict=True))
    return [(None, None) if span is None else next(found) for span in spans]


def _change(figure: Figure, span: tuple[int | None, int | None]) -> dict[str, Any]:
    moved = figure.moved
    if moved is None or moved.change is None:
        return {}
    value = moved.quantity.value
    return {
        "change_type": moved.change.against,
        "change_value": exact(None if value is None else moved.change.sign * value),
        "change_unit": moved.quantity.unit,
        "change_start": span[0],
        "change_end": span[1],
    }


class Speakers:
    """Who speaks where: quotes by document, in order of their starts."""

    def __init__(self, quotes: pa.Table) -> None:
        """Index the quotes whose speaker is a known entity."""
        self._by_document: dict[str, list[tuple[int, int, str]]] = {}
        columns = ("document_id", "char_start", "char_end", "speaker_entity_id")
        for document_id, start, end, who in zip(*(quotes.column(name).to_pylist() for name in columns), strict=True):
            if who:
                self._by_document.setdefault(document_id, []).append((start, end, who))
        for spans in self._by_document.values():
            spans.sort()

    def at(self, document_id: str, place: int) -> str | None:
        """Entity that says what stands at a place of a document."""
        spans = self._by_document.get(document_id, [])
        number = bisect_right(spans, place, key=lambda span: span[0]) - 1
        return spans[number][2] if number >= 0 and place < spans[number][1] else None


def numeral_columns(
    view: TextView,
    judged: Sequence[Judged],
    rows: Sequence[int],
    metric_of: Mapping[int, str],
    changes: frozenset[int],
    sentences: pa.Table,
    seeds: Seeds,
) -> dict[str, Sequence[Any]]:
    """The ledger by columns: every numeral with what became of it.

    Args:
        view: View of `sentences`.
        judged: Disposition, reason and quantity of each numeral.
        rows: Sentence row of each.
        metric_of: Metric by start of its quantity, or of the quantity that tells its change.
        changes: Starts of the quantities that tell a change.
        sentences: Contract table `sentences`.
        seeds: Loaded seeds.
    """
    forms = [ledger_form(quantity) for _, _, quantity in judged]
    spans = [
        (q.start, q.end) if form[0] == "percent" else (q.numeral_start, q.numeral_end)
        for (_, _, q), form in zip(judged, forms, strict=True)
    ]
    starts, ends = [span[0] for span in spans], [span[1] for span in spans]
    char_start, char_end = (array.tolist() for array in view.raw(starts, ends))
    surfaces = view.surfaces(starts, ends)
    sentence_ids, document_ids = (sentences.column(name).to_pylist() for name in ("sentence_id", "document_id"))
    owners = [document_ids[row] for row in rows]
    quantities = [quantity for _, _, quantity in judged]
    return {
        "numeral_id": make_ids("numeral", owners, char_start, char_end),
        "sentence_id": [sentence_ids[row] for row in rows],
        "document_id": owners,
        "surface": surfaces,
        "form": [form[0] for form in forms],
        "value": [exact(form[1]) for form in forms],
        "value_min": [exact(form[2]) for form in forms],
        "value_max": [exact(form[3]) for form in forms],
        "disposition": ["change" if q.start in changes else disposition for disposition, _, q in judged],
        "metric_id": [metric_of.get(quantity.start) for quantity in quantities],
        "reason": [reason or None for _, reason, _ in judged],
        "char_start": char_start,
        "char_end": char_end,
        "rule_id": [quantity.rule_id for quantity in quantities],
        "confidence": [seeds.confidence(quantity.rule_id) for quantity in quantities],
    }
