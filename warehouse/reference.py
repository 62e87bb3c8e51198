"""Reference tables: the open vocabularies of the seeds as contract tables."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import duckdb
import pyarrow as pa

from seeds.types import Seeds
from warehouse.contracts import TABLES, arrow_schema, conform
from warehouse.contracts.ddl import SQL_TYPES, name_sql

# Unknown codes that a message lists per column.
SHOWN_CODES = 5


@functools.lru_cache(maxsize=2)
def reference_tables(seeds: Seeds) -> Mapping[str, pa.Table]:
    """Contract tables rules, entity_types, event_types, roles, units and regions.

    Args:
        seeds: Loaded seeds; the lexicons entity_types, event_types, roles (code, about) and regions (region_code, about, level,
            parent_code) may be missing, their tables are empty then.
    """
    rules = [
        {"rule_id": rule.rule_id, "about": rule.about, "area": rule.area, "rule_confidence": rule.confidence}
        for rule in seeds.rules.values()
    ]
    units = {
        unit.unit: {
            "unit": unit.unit,
            "about": unit.about or f"{unit.unit} ({unit.dimension})",
            "dimension": unit.dimension,
            "factor": unit.factor,
            "base_unit": unit.base_unit,
        }
        for unit in reversed(seeds.units)
    }
    tables: dict[str, Sequence[Mapping[str, object]]] = {"rules": rules, "units": list(units.values())}
    for name in ("entity_types", "event_types", "roles", "regions"):
        tables[name] = _lexicon_rows(seeds, name)
    # Every guard of every batch asks for them.
    return MappingProxyType({name: _table(name, rows) for name, rows in tables.items()})


def find_unknown_codes(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """Codes that no reference table explains, one line per column; empty when there are none.

    A stage's guard sees the rows of its own run; this sees what a commit would make of them, of rows kept from earlier runs, and of today's
    reference tables.

    Args:
        connection: Sees all tables.
        schema: Where they are, such as `lake.main`.
    """
    coded = [
        (table, column, parent, key)
        for table in TABLES.values()
        if table.layer in {"core", "internal"}
        for column in table.columns
        for parent, _, key in [(column.ref or "").partition(".")]
        if parent and TABLES[parent].layer == "reference"
    ]
    # Table by table: a query of all of them holds buffers of all their files.
    queries: dict[str, list[str]] = {}
    for number, (table, column, parent, key) in enumerate(coded):
        queries.setdefault(table.name, []).append(
            f"SELECT {number} AS place, {column.name} AS code, count(*) FROM {schema}.{name_sql(table.name)} AS t WHERE {column.name} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM {schema}.{parent} AS p WHERE p.{key} = t.{column.name}) GROUP BY ALL"
        )
    found: dict[int, list[str]] = {}
    for of_table in queries.values():
        for number, code, rows in connection.execute(f"{' UNION ALL '.join(of_table)} ORDER BY place, code").fetchall():
            found.setdefault(number, []).append(f"{code!r} ({rows} rows)")
    lines = []
    for number, codes in found.items():
        table, column, parent, key = coded[number]
        kinds = (SQL_TYPES[column.kind], SQL_TYPES[TABLES[parent].column(key).kind])
        lines.append(
            f"table {table.name}, column {column.name} ({kinds[0]}): not among {parent}.{key} ({kinds[1]}): "
            + ", ".join(codes[:SHOWN_CODES])
        )
    return lines


def _lexicon_rows(seeds: Seeds, name: str) -> list[dict[str, object]]:
    if name not in seeds.lexicons:
        return []
    lexicon = seeds.lexicons[name]
    return [{key: value or None for key, value in zip(lexicon.columns, row, strict=True)} for row in lexicon.rows]


def _table(name: str, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    schema = arrow_schema(TABLES[name])
    key = TABLES[name].key[0]
    ordered = sorted(rows, key=lambda row: str(row[key]))
    return conform(
        pa.Table.from_pylist([{field: row.get(field) for field in schema.names} for row in ordered], schema=schema),
        TABLES[name],
    )
