"""The front page: how much there is, about whom, what grew, and whether the checks held."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import duckdb

from warehouse.contracts import CORE_TABLES
from warehouse.explorer import charts, formats
from warehouse.explorer.contacts import shown_name
from warehouse.explorer.site import Site, page_path

COUNTED = tuple(name for name in CORE_TABLES if name not in {"tokens", "numerals", "event_roles", "blocks"})
DAYS = """
    SELECT issue_date, document_count, article_count, metric_count, event_count, quote_count
    FROM mart_daily_volume WHERE issue_date IS NOT NULL ORDER BY issue_date DESC LIMIT 366
"""
TOP = "SELECT * FROM entities ORDER BY mention_count DESC, canonical_name LIMIT 15"
GROWTH = """
    SELECT * FROM mart_region_indicators
    WHERE change_value IS NOT NULL AND change_unit IN ('%', 'pp')
    ORDER BY period_end DESC NULLS LAST, value DESC NULLS LAST, document_id, char_start LIMIT 20
"""
CHECKS = """
    SELECT stage, count(*) AS checks, count_if(success) AS passed, count_if(NOT success) AS failed
    FROM checks GROUP BY stage ORDER BY failed DESC, stage
"""
FAILED = "SELECT stage, table_name, expectation, severity, sum(failed_rows)::BIGINT AS failed_rows FROM checks WHERE NOT success GROUP BY ALL ORDER BY ALL LIMIT 100"


def rows_of(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """A small result as records."""
    found: list[dict[str, Any]] = connection.execute(query).to_arrow_table().to_pylist()
    return found


def write_overview(site: Site, connection: duckdb.DuckDBPyConnection, shown: Collection[str]) -> None:
    """Write the front page."""
    counts = [
        (name, int((connection.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,))[0])) for name in COUNTED
    ]
    days, growth = rows_of(connection, DAYS), [_grown(row) for row in rows_of(connection, GROWTH)]
    top = rows_of(connection, TOP)
    largest = max((row["mention_count"] for row in top), default=1)
    site.write(
        "index.html",
        "overview",
        counts=counts,
        days=days,
        days_chart=charts.volume(days, site.told),
        top=[
            {
                **row,
                "canonical_name": shown_name(row["canonical_name"], row["entity_type"]),
                "href": f"entity/{row['entity_id']}.html" if row["entity_id"] in shown else None,
                "share": row["mention_count"] / largest,
            }
            for row in top
        ],
        growth=growth,
        growth_chart=charts.growth(growth, site.told),
        checks=rows_of(connection, CHECKS),
        failed=rows_of(connection, FAILED),
    )


def _grown(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "region": row["region"],
        "indicator": row["indicator"],
        "period": formats.period(row["period_start"], row["period_end"]),
        "value": formats.amount(row["value"], row["value_min"], row["value_max"], row["unit"]),
        "change": formats.change(row["change_value"], row["change_unit"], row["change_type"]),
        "growth": float(row["change_value"]),
        "href": f"{page_path(row['document_id'], row['char_start'])}#{row['metric_id']}",
    }
