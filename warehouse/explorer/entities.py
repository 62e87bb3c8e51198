"""Entity pages and the paged list of entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import duckdb

from warehouse.explorer import formats
from warehouse.explorer.contacts import hidden, shown_name
from warehouse.explorer.pages import stream
from warehouse.explorer.site import Cell, Site, in_pages, page_path, place

# Entities with a page of their own, the most mentioned first; the others are in the list and lead to their first mention.
MOST = 20_000
LISTED = 200
BATCH = 250
# Rows of one kind on an entity page.
SHOWN = 50
LIST = """
    WITH first_places AS (
        SELECT entity_id, arg_min(document_id, (document_id, char_start)) AS document_id, arg_min(char_start, (document_id, char_start)) AS char_start
        FROM mentions GROUP BY entity_id
    )
    SELECT e.*, f.document_id, f.char_start
    FROM entities AS e LEFT JOIN first_places AS f USING (entity_id)
    ORDER BY e.mention_count DESC, e.canonical_name, e.entity_id
"""
MENTIONS = """
    SELECT m.*, s.text AS sentence, d.source_uri, d.issue_date
    FROM (
        SELECT entity_id, sentence_id, document_id, surface, char_start FROM mentions
        WHERE entity_id IN (SELECT unnest($entities))
        QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY document_id, char_start) <= $shown
    ) AS m
    JOIN sentences AS s USING (sentence_id) JOIN documents AS d ON d.document_id = m.document_id
    ORDER BY d.issue_date DESC NULLS LAST, m.document_id, m.char_start
"""
METRICS = """
    SELECT u.entity_id, m.*
    FROM metrics AS m, unnest(m.subject_entity_ids) AS u (entity_id)
    WHERE u.entity_id IN (SELECT unnest($entities))
    QUALIFY row_number() OVER (PARTITION BY u.entity_id ORDER BY m.period_end DESC NULLS LAST, m.document_id, m.char_start) <= $shown
    ORDER BY m.period_end DESC NULLS LAST, m.document_id, m.char_start
"""
EVENTS = """
    SELECT r.entity_id, r.role, e.event_id, e.event_type, e.trigger, e.status, e.period_start, e.period_end, e.document_id, e.char_start
    FROM event_roles AS r JOIN events AS e USING (event_id)
    WHERE r.entity_id IN (SELECT unnest($entities))
    QUALIFY row_number() OVER (PARTITION BY r.entity_id ORDER BY e.document_id, e.char_start, e.event_id) <= $shown
    ORDER BY e.document_id, e.char_start, e.event_id
"""


def most_mentioned(connection: duckdb.DuckDBPyConnection, most: int = MOST) -> frozenset[str]:
    """Ids of the entities that get a page of their own."""
    query = "SELECT entity_id FROM entities ORDER BY mention_count DESC, canonical_name, entity_id LIMIT $most"
    return frozenset(row[0] for row in connection.execute(query, {"most": most}).fetchall())


def write_entities(site: Site, connection: duckdb.DuckDBPyConnection, shown: Collection[str]) -> None:
    """Write the list of entities and the pages of those in `shown`."""
    counted = connection.execute("SELECT count(*), max(mention_count) FROM entities").fetchone()
    total, largest = counted or (0, 0)
    for paging, page in in_pages(stream(connection.cursor(), LIST, size=LISTED), total=total, size=LISTED):
        entries = [
            {**_named(row), "href": _list_link(row, shown), "share": row["mention_count"] / max(1, largest)}
            for row in page
        ]
        site.write(f"entities/{paging.number}.html", "entities", paging=paging, entries=entries)
        with_page = [row for row in page if row["entity_id"] in shown]
        for start in range(0, len(with_page), BATCH):
            _write_batch(site, connection, with_page[start : start + BATCH])


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """The entity with its names as they may be shown."""
    kind = row["entity_type"]
    aliases = [shown_name(alias, kind) for alias in row["aliases"]]
    return {**row, "canonical_name": shown_name(row["canonical_name"], kind), "aliases": aliases}


def _list_link(row: dict[str, Any], shown: Collection[str]) -> str | None:
    if row["entity_id"] in shown:
        return f"../entity/{row['entity_id']}.html"
    return f"../{place(row['document_id'], row['char_start'])}" if row["document_id"] else None


def _write_batch(site: Site, connection: duckdb.DuckDBPyConnection, entities: Sequence[dict[str, Any]]) -> None:
    ids = [row["entity_id"] for row in entities]
    mentions, metrics, events = (_by_entity(connection, query, ids) for query in (MENTIONS, METRICS, EVENTS))
    for row in entities:
        one = row["entity_id"]
        site.write(
            f"entity/{one}.html",
            "entity",
            entity=_named(row),
            shown=SHOWN,
            mentions=[_mention(found) for found in mentions[one]],
            tables=(
                (
                    "Metrics",
                    ("value", "indicator", "period", "change", "status"),
                    [_metric(found) for found in metrics[one]],
                ),
                ("Events", ("event", "role", "trigger", "period", "status"), [_event(found) for found in events[one]]),
            ),
        )


def _by_entity(connection: duckdb.DuckDBPyConnection, query: str, ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(query, {"entities": ids, "shown": SHOWN}).to_arrow_table().to_pylist():
        found[row["entity_id"]].append(row)
    return found


def _mention(row: dict[str, Any]) -> dict[str, Any]:
    before, found, after = hidden(row["sentence"]).partition(row["surface"])
    return {
        "before": before,
        "surface": found,
        "after": after,
        "source": hidden(row["source_uri"]),
        "issue_date": row["issue_date"],
        "href": f"../{place(row['document_id'], row['char_start'])}",
    }


def _metric(row: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        Cell(
            text=formats.amount(row["value"], row["value_min"], row["value_max"], row["unit"]) or row["surface"],
            href=f"../{page_path(row['document_id'], row['char_start'])}#{row['metric_id']}",
            title=row["surface"],
        ),
        Cell(text=row["indicator"] or "", zh=True),
        Cell(text=formats.period(row["period_start"], row["period_end"])),
        Cell(text=formats.change(row["change_value"], row["change_unit"], row["change_type"])),
        Cell(text=row["status"]),
    )


def _event(row: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        Cell(
            text=row["event_type"],
            href=f"../{page_path(row['document_id'], row['char_start'])}#{row['event_id']}",
        ),
        Cell(text=row["role"]),
        Cell(text=row["trigger"], zh=True),
        Cell(text=formats.period(row["period_start"], row["period_end"])),
        Cell(text=row["status"]),
    )
