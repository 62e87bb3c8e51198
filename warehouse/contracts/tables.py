"""Every table, declared once, in the order of the data's way."""

from __future__ import annotations

from warehouse.contracts.tables_audit import AUDIT_TABLES
from warehouse.contracts.tables_facts import FACT_TABLES
from warehouse.contracts.tables_marts import MARTS
from warehouse.contracts.tables_reference import REFERENCE_TABLES
from warehouse.contracts.tables_text import TEXT_TABLES
from warehouse.contracts.types import Table

ALL: tuple[Table, ...] = (
    *TEXT_TABLES,
    *FACT_TABLES,
    *REFERENCE_TABLES,
    *AUDIT_TABLES,
    *MARTS,
)
TABLES: dict[str, Table] = {table.name: table for table in ALL}
CORE_TABLES: tuple[str, ...] = tuple(name for name, table in TABLES.items() if table.layer == "core")
# Tables of the lake that readers see; marts are made from them on publishing.
PUBLISHED_TABLES: tuple[str, ...] = tuple(
    name for name, table in TABLES.items() if table.layer not in {"internal", "mart"}
)
MART_TABLES: tuple[str, ...] = tuple(name for name, table in TABLES.items() if table.layer == "mart")
# What readers of the published outputs see.
READABLE_TABLES: tuple[str, ...] = (*PUBLISHED_TABLES, *MART_TABLES)
