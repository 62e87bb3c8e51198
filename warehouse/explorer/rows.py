"""The rows that a page view shows beside the text, per layer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.explorer import formats
from warehouse.explorer.contacts import CONTACT_TYPE, shown_name
from warehouse.explorer.site import Cell
from warehouse.explorer.spans import Span

Record = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the warehouse on a page view: its place, its cells, and whether it is a contact detail."""

    span: Span
    cells: tuple[Cell, ...]
    contact: bool = False


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One kind of row that is highlighted.

    Attributes:
        name: What the style sheet and the filters call it.
        table: Table of the warehouse.
        title: Heading.
        columns: Column headings, the place in the text first.
        query: SELECT with the parameter `documents`; row_id, document_id, char_start, char_end and what `cells` reads.
        cells: Cells after the first.
    """

    name: str
    table: str
    title: str
    columns: tuple[str, ...]
    query: str
    cells: Callable[[Record, Collection[str]], tuple[Cell, ...]]


WHERE = "WHERE document_id IN (SELECT unnest($documents))"


def entity_cell(name: str | None, entity_id: str | None, shown: Collection[str]) -> Cell:
    """An entity's name, a link where it has a page."""
    href = f"../entity/{entity_id}.html" if entity_id in shown else None
    return Cell(text=name or "", href=href, zh=True)


def rule_cell(row: Record) -> Cell:
    """The rule that made a row and how sure it is."""
    return Cell(text=f"{row['rule_id']} · {row['confidence']:.2f}")


def _mention(row: Record, shown: Collection[str]) -> tuple[Cell, ...]:
    name = shown_name(row["canonical_name"] or "", row["entity_type"])
    return (
        entity_cell(name, row["entity_id"], shown),
        Cell(text=row["entity_type"]),
        Cell(text=row["mention_kind"]),
        rule_cell(row),
    )


def _metric(row: Record, shown: Collection[str]) -> tuple[Cell, ...]:
    ids = row["subject_entity_ids"]
    return (
        Cell(
            text=formats.amount(row["value"], row["value_min"], row["value_max"], row["unit"]),
            title=formats.cell(row["value"]),
        ),
        Cell(text=row["indicator"] or "", zh=True),
        entity_cell(row["subject"], ids[0] if ids else None, shown),
        Cell(text=formats.period(row["period_start"], row["period_end"]), title=row["period_source"]),
        Cell(text=formats.change(row["change_value"], row["change_unit"], row["change_type"])),
        Cell(text=f"{row['kind']} · {row['status']} · {row['qualifier']}"),
        rule_cell(row),
    )


def _time(row: Record, _: Collection[str]) -> tuple[Cell, ...]:
    return (
        Cell(
            text=formats.period(row["period_start"], row["period_end"]) or row["duration"] or row["time_of_day"] or ""
        ),
        Cell(text=f"{row['kind']} · {row['basis']}"),
        rule_cell(row),
    )


def _event(row: Record, _: Collection[str]) -> tuple[Cell, ...]:
    return (
        Cell(text=row["event_type"]),
        Cell(text=row["trigger"], zh=True),
        Cell(text=row["roles"] or "", zh=True),
        Cell(text=formats.period(row["period_start"], row["period_end"])),
        Cell(text=row["status"]),
        rule_cell(row),
    )


def _quote(row: Record, shown: Collection[str]) -> tuple[Cell, ...]:
    told = "，".join(part for part in (row["speaker_organisation"], row["speaker_title"]) if part)
    speaker = entity_cell(row["speaker"], row["speaker_entity_id"], shown)
    return (speaker, Cell(text=told, zh=True), Cell(text=row["kind"]), rule_cell(row))


LAYERS: tuple[Layer, ...] = (
    Layer(
        name="mention",
        table="mentions",
        title="Mentions",
        columns=("printed", "entity", "type", "named by", "rule"),
        query=f"SELECT mention_id AS row_id, m.*, e.canonical_name FROM (SELECT * FROM mentions {WHERE}) AS m LEFT JOIN entities AS e USING (entity_id)",
        cells=_mention,
    ),
    Layer(
        name="metric",
        table="metrics",
        title="Metrics",
        columns=("printed", "value", "indicator", "subject", "period", "change", "kind", "rule"),
        query=f"SELECT metric_id AS row_id, * FROM metrics {WHERE}",
        cells=_metric,
    ),
    Layer(
        name="time",
        table="times",
        title="Times",
        columns=("printed", "resolved", "kind", "rule"),
        query=f"SELECT time_id AS row_id, * FROM times {WHERE}",
        cells=_time,
    ),
    Layer(
        name="event",
        table="events",
        title="Events",
        columns=("printed", "event", "trigger", "roles", "period", "status", "rule"),
        query=f"""
            WITH found AS (SELECT * FROM events {WHERE}),
            filled AS (
                SELECT event_id, string_agg(role || ' ' || text, ' · ' ORDER BY role, position) AS roles
                FROM event_roles WHERE event_id IN (SELECT event_id FROM found) GROUP BY event_id
            )
            SELECT event_id AS row_id, found.*, filled.roles FROM found LEFT JOIN filled USING (event_id)
        """,
        cells=_event,
    ),
    Layer(
        name="quote",
        table="quotes",
        title="Quotes",
        columns=("printed", "speaker", "of", "kind", "rule"),
        query=f"SELECT quote_id AS row_id, * FROM quotes {WHERE}",
        cells=_quote,
    ),
)


def read_rows(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[str], shown: Collection[str]
) -> dict[str, dict[str, list[Row]]]:
    """Rows of some documents in the order of the text.

    Args:
        connection: The published warehouse.
        documents: Ids of the documents.
        shown: Entities that have a page.

    Returns:
        Rows per document and layer name; the first cell is left to the view, which knows the text.
    """
    found: dict[str, dict[str, list[Row]]] = {one: {layer.name: [] for layer in LAYERS} for one in documents}
    for layer in LAYERS:
        query = f"SELECT * FROM ({layer.query}) ORDER BY document_id, char_start, char_end, row_id"
        for row in connection.execute(query, {"documents": list(documents)}).to_arrow_table().to_pylist():
            span = Span(row_id=row["row_id"], layer=layer.name, start=row["char_start"], end=row["char_end"])
            contact = str(row.get("entity_type", "")).startswith(CONTACT_TYPE)
            found[row["document_id"]][layer.name].append(Row(span=span, cells=layer.cells(row, shown), contact=contact))
    return found


def read_articles(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[str]
) -> dict[str, list[tuple[Record, list[Record]]]]:
    """Articles of some documents with their blocks, in the order of the page."""
    articles = f"SELECT article_id, document_id, kind, title, authors, issue_date, repeats_article_id, char_start, char_end FROM articles {WHERE} ORDER BY document_id, position"
    blocks = f"SELECT article_id, role, char_start, char_end, text, cuts FROM blocks {WHERE} ORDER BY document_id, char_start, position"
    within: dict[str, list[Record]] = defaultdict(list)
    for row in connection.execute(blocks, {"documents": list(documents)}).to_arrow_table().to_pylist():
        within[row["article_id"]].append(row)
    found: dict[str, list[tuple[Record, list[Record]]]] = {one: [] for one in documents}
    for row in connection.execute(articles, {"documents": list(documents)}).to_arrow_table().to_pylist():
        found[row["document_id"]].append((row, within[row["article_id"]]))
    return found
