"""DuckDB DDL derived from the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from warehouse.contracts.types import Kind, Table

SQL_TYPES: dict[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.TEXTS: "VARCHAR[]",
    Kind.INTEGER: "INTEGER",
    Kind.INTEGERS: "INTEGER[]",
    Kind.BIGINT: "BIGINT",
    Kind.DECIMAL: "DECIMAL(38,9)",
    Kind.REAL: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.TIMESTAMP: "TIMESTAMPTZ",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.BYTES: "BLOB",
}


def quote(text: str) -> str:
    """A text as an SQL literal.

    >>> quote("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def name_sql(name: str) -> str:
    """A name as an SQL identifier.

    >>> name_sql('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def create_table(table: Table, *, schema: str = "", packed: Mapping[str, str] = MappingProxyType({})) -> str:
    """`CREATE TABLE` with types and NOT NULL.

    Args:
        table: The table.
        schema: Where it goes, with a dot at its end; empty for the current schema.
        packed: Compression method of columns for which DuckDB is not to try them all.
    """
    columns = ", ".join(
        f"{name_sql(column.name)} {SQL_TYPES[column.kind]}{'' if column.null else ' NOT NULL'}"
        + (f" USING COMPRESSION {packed[column.name]}" if column.name in packed else "")
        for column in table.columns
    )
    return f"CREATE TABLE IF NOT EXISTS {schema}{name_sql(table.name)} ({columns})"


def comments(table: Table, *, schema: str = "", kind: str = "TABLE") -> Iterator[str]:
    """`COMMENT ON` for the table (or the view that stands for it) and each column."""
    yield f"COMMENT ON {kind} {schema}{name_sql(table.name)} IS {quote(f'One row per {table.grain}.')}"
    for column in table.columns:
        yield f"COMMENT ON COLUMN {schema}{name_sql(table.name)}.{name_sql(column.name)} IS {quote(column.about)}"
