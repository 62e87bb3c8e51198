"""Sentences to metrics, the ledger of all numerals, and facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.changes import Change, belongs_to, change_of
from transforms.engine.figures import Mention, Scene, Time, first_chain, governing_time, kind_of, status_of, subject_of
from transforms.engine.identity import make_ids
from transforms.engine.indicators import indicator_after, indicator_before, names_indicator
from transforms.engine.quantities import Quantity, scan_quantities
from transforms.engine.spans import TextView
from transforms.facts import join_facts
from transforms.outcome import Outcome, reject_table
from transforms.times import issue_days
from warehouse.contracts import TABLES, arrow_schema, conform

# Roles whose numbers are about the paper, not the news.
SILENT_ROLES = {"byline", "editor", "department", "phone", "email", "link", "credit", "furniture"}
QUANTUM = Decimal("0.000000001")
LIMIT = Decimal(10) ** 29


@dataclass(slots=True)
class Figure:
    """A measured quantity with what its sentence says about it."""

    quantity: Quantity
    scene: Scene
    change: Change | None
    level: Figure | None = None
    moved: Figure | None = None
    whole: Figure | None = None
    indicator: tuple[int, int] | None = None
    time: Time | None = None
    subject: Mention | None = None
    status: str = "actual"
    kind: str = "level"


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
        Tables metrics, numerals and facts; numbers beyond DECIMAL(38,9) are rejected.
    """
    view = TextView.of(sentences, documents)
    scenes = _scenes(view, sentences, times, mentions)
    quantities = scan_quantities(view.text, seeds)
    roles = sentences.column("block_role").to_pylist()
    rows = view.rows([quantity.start for quantity in quantities]).tolist()
    judged = [_judge(quantity, scenes[row], roles[row]) for quantity, row in zip(quantities, rows, strict=True)]
    figures = _figures(view.text, judged, rows, scenes, sentences, seeds)
    kept, rejects = _fitting(figures)
    metrics = _metric_rows(view, kept, documents, articles, sentences, quotes, seeds)
    facts = join_facts(metrics, view.text, [figure.quantity for figure in kept if figure.level is None], seeds)
    numerals = _numeral_rows(view, judged, rows, kept, metrics, sentences, seeds)
    tables = {"metrics": metrics, "numerals": numerals, "facts": facts}
    return Outcome({name: _table(name, found) for name, found in tables.items()}, reject_table(rejects))


def _table(name: str, rows: Sequence[dict[str, Any]]) -> pa.Table:
    schema = arrow_schema(TABLES[name])
    columns = {key: pa.array([row.get(key) for row in rows], schema.field(key).type) for key in schema.names}
    return conform(pa.table(columns), TABLES[name])


def _scenes(view: TextView, sentences: pa.Table, times: pa.Table, mentions: pa.Table) -> list[Scene]:
    """Every sentence with its times and mentions, placed in the joined text."""
    scenes = [
        Scene(row, start, end)
        for row, (start, end) in enumerate(zip(view.starts.tolist(), view.ends.tolist(), strict=True))
    ]
    place = {name: row for row, name in enumerate(sentences.column("sentence_id").to_pylist())}
    for item in times.select(
        ["sentence_id", "surface", "kind", "period_start", "period_end", "char_start", "char_end"]
    ).to_pylist():
        scene = scenes[place[item["sentence_id"]]]
        start, end = view.clean(scene.row, item["char_start"], item["char_end"])
        scene.times.append(Time(start, end, item["surface"], item["kind"], (item["period_start"], item["period_end"])))
    columns = ["sentence_id", "entity_id", "entity_type", "surface", "mention_kind", "char_start", "char_end"]
    for item in mentions.select(columns).to_pylist():
        scene = scenes[place[item["sentence_id"]]]
        start, end = view.clean(scene.row, item["char_start"], item["char_end"])
        scene.mentions.append(
            Mention(start, end, item["entity_id"], item["entity_type"], item["surface"], item["mention_kind"])
        )
    for scene in scenes:
        scene.times.sort(key=lambda time: time.start)
        scene.mentions.sort(key=lambda mention: mention.start)
    return scenes


def _judge(quantity: Quantity, scene: Scene, role: str) -> tuple[str, str, Quantity]:
    """Disposition, reason and quantity: what the numeral is, before changes are known."""
    if any(time.start < quantity.end and quantity.start < time.end for time in scene.times):
        return "time", "inside a time expression", quantity
    if quantity.disposition is not None:
        return quantity.disposition, quantity.reason or quantity.rule_id, quantity
    if role in SILENT_ROLES:
        return "layout", f"in a {role} line", quantity
    return "metric", "", quantity


def _figures(
    text: str,
    judged: Sequence[tuple[str, str, Quantity]],
    rows: Sequence[int],
    scenes: list[Scene],
    sentences: pa.Table,
    seeds: Seeds,
) -> list[Figure]:
    article_ids = sentences.column("article_id").to_pylist()
    figures: list[Figure] = []
    subject: Mention | None = None
    article = row_seen = None
    for (disposition, _, quantity), row in zip(judged, rows, strict=True):
        while row_seen is None or row_seen < row:
            row_seen = 0 if row_seen is None else row_seen + 1
            if article_ids[row_seen] != article:
                article, subject = article_ids[row_seen], None
            scenes[row_seen].subject = subject
            subject = (
                first_chain([m for m in scenes[row_seen].mentions if m.entity_type.startswith(("ORG", "LOC"))])
                or subject
            )
        if disposition != "metric":
            continue
        scene = scenes[row]
        figure = Figure(quantity, scene, change_of(text, quantity, scene.start, seeds))
        previous = [other for other in figures[-6:] if other.scene is scene]
        _relate(text, figure, previous)
        _describe(text, figure, previous, seeds)
        figures.append(figure)
    return figures


def _relate(text: str, figure: Figure, previous: Sequence[Figure]) -> None:
    """Attach a change to its level, and a part to its whole."""
    levels = [other for other in previous if other.level is None]
    if figure.change is not None and not figure.change.absolute and levels:
        level = levels[-1]
        if level.moved is None and belongs_to(text, level.quantity, figure.change):
            figure.level, level.moved = level, figure
            return
    for other in reversed(levels):
        between = text[other.quantity.end : figure.quantity.start]
        if "其中" in between and other.quantity.unit == figure.quantity.unit:
            figure.whole = other
            return
        if other.whole is not None and "；" not in between and other.quantity.unit == figure.quantity.unit:
            figure.whole = other.whole
            return


def _describe(text: str, figure: Figure, previous: Sequence[Figure], seeds: Seeds) -> None:
    """Indicator, governing time, subject, status and kind."""
    quantity, scene = figure.quantity, figure.scene
    floor = max(
        [
            scene.start,
            *(other.quantity.after for other in previous if other.quantity.after > 0),
            *(other.quantity.end for other in previous),
        ]
    )
    edge = (
        figure.change.start
        if figure.change is not None
        else quantity.before
        if quantity.before >= 0
        else quantity.start
    )
    chain = [
        mention for mention in scene.mentions if mention.entity_type.startswith(("LOC", "ORG")) and mention.end <= edge
    ]
    breaks = [(time.start, time.end) for time in scene.times] + [(mention.start, mention.end) for mention in chain]
    before = indicator_before(text, floor, edge, breaks, seeds)
    after = (
        indicator_after(text, max(quantity.after, quantity.end), scene.end, seeds) if figure.change is None else None
    )
    if before is not None and after is not None and not names_indicator(text[slice(*before)]):
        # 已有26家企业, 97%风险, 3000万元的资金池: what is counted stands right behind; 软件著作权29项 has nothing there.
        before = after
    figure.indicator = before or after
    if figure.indicator is None and figure.change is not None and previous:
        figure.indicator = previous[-1].indicator
    figure.time = governing_time(text, scene, quantity.start)
    figure.subject = subject_of(scene, quantity.start, scene.subject)
    figure.status = status_of(quantity, text, scene, seeds)
    figure.kind = kind_of(quantity, text, scene, figure.status, seeds)
    if figure.change is not None and figure.level is None:
        figure.kind = "difference" if figure.change.absolute or figure.change.against == "other" else "growth"


def _fitting(figures: Sequence[Figure]) -> tuple[list[Figure], list[dict[str, object]]]:
    """Figures whose values fit the column, and rejects of the others."""
    kept, rejects = [], []
    for figure in figures:
        quantity = figure.quantity
        values = (quantity.value, quantity.value_min, quantity.value_max)
        if any(value is not None and abs(value) >= LIMIT for value in values):
            rejects.append({"reason": "number_too_large", "detail": "the value does not fit DECIMAL(38,9)"})
        else:
            kept.append(figure)
    return kept, rejects


def _exact(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(QUANTUM)


def _metric_rows(
    view: TextView,
    figures: Sequence[Figure],
    documents: pa.Table,
    articles: pa.Table,
    sentences: pa.Table,
    quotes: pa.Table,
    seeds: Seeds,
) -> list[dict[str, Any]]:
    levels = [figure for figure in figures if figure.level is None]
    starts, ends = [f.quantity.start for f in levels], [f.quantity.end for f in levels]
    char_start, char_end = (array.tolist() for array in view.raw(starts, ends))
    surfaces = view.surfaces(starts, ends)
    ids = {name: sentences.column(name).to_pylist() for name in ("sentence_id", "article_id", "document_id")}
    document_ids = [ids["document_id"][figure.scene.row] for figure in levels]
    metric_ids = make_ids("metric", document_ids, char_start, char_end)
    by_figure = {id(figure): metric_id for figure, metric_id in zip(levels, metric_ids, strict=True)}
    issues = issue_days(documents, articles)
    speakers = _speakers(quotes)
    rows = []
    for number, figure in enumerate(levels):
        quantity, row = figure.quantity, figure.scene.row
        start, end, source = _period(figure, issues[ids["article_id"][row]])
        place = (
            None
            if figure.indicator is None
            else [int(x[0]) for x in view.raw([figure.indicator[0]], [figure.indicator[1]])]
        )
        speaker = next(
            (who for a, b, who in speakers.get(document_ids[number], ()) if a <= char_start[number] < b), None
        )
        sign = figure.change.sign if figure.change is not None and figure.kind in {"growth", "difference"} else 1
        base = None if quantity.value is None or quantity.factor is None else quantity.value * quantity.factor
        rows.append(
            {
                "metric_id": metric_ids[number],
                **{name: ids[name][row] for name in ids},
                "surface": surfaces[number],
                "value": _exact(None if quantity.value is None else sign * quantity.value),
                "value_min": _exact(
                    quantity.value_min if sign > 0 else None if quantity.value_max is None else -quantity.value_max
                ),
                "value_max": _exact(
                    quantity.value_max if sign > 0 else None if quantity.value_min is None else -quantity.value_min
                ),
                "unit": quantity.unit,
                "dimension": quantity.dimension or "other",
                "base_value": _exact(base) if base is not None and abs(base) < LIMIT else None,
                "base_unit": quantity.base_unit,
                "qualifier": quantity.qualifier,
                "kind": figure.kind,
                "status": figure.status,
                "indicator": None if figure.indicator is None else view.text[slice(*figure.indicator)],
                "indicator_start": None if place is None else place[0],
                "indicator_end": None if place is None else place[1],
                "subject": None if figure.subject is None else figure.subject.surface,
                "subject_entity_ids": [] if figure.subject is None else [figure.subject.entity_id],
                "period_start": start,
                "period_end": end,
                "period_source": source,
                **_change_columns(view, figure),
                "part_of_metric_id": None if figure.whole is None else by_figure.get(id(figure.whole)),
                "speaker_entity_id": speaker,
                "char_start": char_start[number],
                "char_end": char_end[number],
                "rule_id": quantity.rule_id,
                "confidence": seeds.confidence(quantity.rule_id),
            }
        )
    return rows


def _period(figure: Figure, issue: dt.date | None) -> tuple[dt.date | None, dt.date | None, str]:
    if figure.time is None:
        return issue, issue, "default"
    start, end = figure.time.period
    clause_start = figure.time.end > figure.quantity.start - 30
    return start, end, "explicit" if clause_start else "inherited"


def _speakers(quotes: pa.Table) -> dict[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = {}
    for row in quotes.select(["document_id", "speaker_entity_id", "char_start", "char_end"]).to_pylist():
        if row["speaker_entity_id"]:
            found.setdefault(row["document_id"], []).append(
                (row["char_start"], row["char_end"], row["speaker_entity_id"])
            )
    return found


def _change_columns(view: TextView, figure: Figure) -> dict[str, Any]:
    moved = figure.moved
    if moved is None or moved.change is None:
        return {}
    quantity = moved.quantity
    start, end = view.raw([quantity.start], [quantity.end])
    return {
        "change_type": moved.change.against,
        "change_value": _exact(None if quantity.value is None else moved.change.sign * quantity.value),
        "change_unit": quantity.unit,
        "change_start": int(start[0]),
        "change_end": int(end[0]),
    }


def _numeral_rows(
    view: TextView,
    judged: Sequence[tuple[str, str, Quantity]],
    rows: Sequence[int],
    figures: Sequence[Figure],
    metrics: Sequence[dict[str, Any]],
    sentences: pa.Table,
    seeds: Seeds,
) -> list[dict[str, Any]]:
    """The ledger: every numeral with what became of it."""
    levels = [figure for figure in figures if figure.level is None]
    metric_of = {figure.quantity.start: row["metric_id"] for figure, row in zip(levels, metrics, strict=True)}
    change_of_metric = {f.quantity.start: metric_of.get(f.level.quantity.start) for f in figures if f.level is not None}
    starts, ends = [q.numeral_start for _, _, q in judged], [q.numeral_end for _, _, q in judged]
    char_start, char_end = (array.tolist() for array in view.raw(starts, ends))
    surfaces = view.surfaces(starts, ends)
    sentence_ids, document_ids = (sentences.column(name).to_pylist() for name in ("sentence_id", "document_id"))
    owners = [document_ids[row] for row in rows]
    numeral_ids = make_ids("numeral", owners, char_start, char_end)
    found = []
    for number, (disposition, reason, quantity) in enumerate(judged):
        change = quantity.start in change_of_metric
        metric_id = change_of_metric.get(quantity.start) if change else metric_of.get(quantity.start)
        value, low, high = (
            _exact(x) if x is None or abs(x) < LIMIT else None
            for x in (quantity.value, quantity.value_min, quantity.value_max)
        )
        found.append(
            {
                "numeral_id": numeral_ids[number],
                "sentence_id": sentence_ids[rows[number]],
                "document_id": owners[number],
                "surface": surfaces[number],
                "form": quantity.form,
                "value": value,
                "value_min": low,
                "value_max": high,
                "disposition": "change" if change else disposition,
                "metric_id": metric_id,
                "reason": reason or None,
                "char_start": char_start[number],
                "char_end": char_end[number],
                "rule_id": quantity.rule_id,
                "confidence": seeds.confidence(quantity.rule_id),
            }
        )
    return found
