"""The metric finder: every metric in chunks that the browser loads and filters."""

from __future__ import annotations

from typing import Any

import duckdb

from warehouse.explorer import formats
from warehouse.explorer.contacts import hidden
from warehouse.explorer.pages import stream
from warehouse.explorer.site import Site, in_pages, page_path

CHUNK = 4_000
# Choices offered per filter.
CHOICES = 400
METRICS = """
    SELECT m.*, d.issue_date
    FROM metrics AS m JOIN documents AS d USING (document_id)
    ORDER BY d.issue_date DESC NULLS LAST, m.document_id, m.char_start, m.metric_id
"""
COLUMNS = (
    "href", "surface", "value", "number", "unit", "indicator", "subject", "period", "end", "change", "growth", "kind", "status", "qualifier",
)  # fmt: skip


def write_finder(site: Site, connection: duckdb.DuckDBPyConnection, *, charts: bool) -> None:
    """Write the page, what its filters offer, and the metrics in chunks.

    Args:
        site: Where to.
        connection: The published warehouse.
        charts: Whether the chart library lies in the assets.
    """
    total = int((connection.execute("SELECT count(*) FROM metrics").fetchone() or (0,))[0])
    chunks = 0
    for paging, rows in in_pages(stream(connection.cursor(), METRICS, size=CHUNK), total=total, size=CHUNK):
        chunks = paging.number
        site.write_data(f"data/metrics-{chunks}.js", "receive", chunks, [_packed(row) for row in rows])
    choices = {
        "unit": _choices(connection, "unit"),
        "kind": _choices(connection, "kind"),
        "status": _choices(connection, "status"),
        "year": _choices(connection, "year(period_end)", order="value DESC"),
        "indicator": _choices(connection, "indicator"),
    }
    site.write(
        "metrics.html", "metrics", choices=choices, total=total, chunks=chunks, charts=charts, columns=",".join(COLUMNS)
    )


def _choices(
    connection: duckdb.DuckDBPyConnection, column: str, *, order: str = "rows DESC, value"
) -> list[tuple[str, int]]:
    query = f"SELECT {column}::VARCHAR AS value, count(*) AS rows FROM metrics WHERE {column} IS NOT NULL GROUP BY ALL ORDER BY {order} LIMIT {CHOICES}"
    return [(value, rows) for value, rows in connection.execute(query).fetchall()]


def _packed(row: dict[str, Any]) -> list[object]:
    return [
        f"{page_path(row['document_id'], row['char_start'])}#{row['metric_id']}",
        hidden(row["surface"]),
        formats.amount(row["value"], row["value_min"], row["value_max"], row["unit"]),
        None if row["value"] is None else float(row["value"]),
        row["unit"],
        hidden(row["indicator"] or ""),
        hidden(row["subject"] or ""),
        formats.period(row["period_start"], row["period_end"]),
        None if row["period_end"] is None else row["period_end"].isoformat(),
        formats.change(row["change_value"], row["change_unit"], row["change_type"]),
        None if row["change_value"] is None else float(row["change_value"]),
        row["kind"],
        row["status"],
        row["qualifier"],
    ]
