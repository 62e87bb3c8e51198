"""The public tables, declared once; everything else about them is derived from here."""

from warehouse.contracts.arrow import ContractError, arrow_schema, conform, empty_table
from warehouse.contracts.tables import CORE_TABLES, MART_TABLES, PUBLISHED_TABLES, READABLE_TABLES, TABLES
from warehouse.contracts.types import Check, Column, Kind, Severity, Table

__all__ = [
    "CORE_TABLES",
    "MART_TABLES",
    "PUBLISHED_TABLES",
    "READABLE_TABLES",
    "TABLES",
    "Check",
    "Column",
    "ContractError",
    "Kind",
    "Severity",
    "Table",
    "arrow_schema",
    "conform",
    "empty_table",
]
