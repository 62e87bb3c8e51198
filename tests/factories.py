"""Rows that fulfil a contract, derived from it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa

from warehouse.contracts import Column, Kind, Table, arrow_schema, conform


def make_rows(table: Table, *, rows: int = 3, **fixed: Any) -> list[dict[str, Any]]:
    """Rows of a table; `fixed` sets columns to one value, or to a list with a value per row."""
    made = []
    for number in range(rows):
        row = {column.name: make_value(column, number) for column in table.columns}
        row |= {name: value[number] if isinstance(value, list) else value for name, value in fixed.items()}
        made.append(row)
    return made


def make_table(table: Table, *, rows: int = 3, **fixed: Any) -> pa.Table:
    """The same as an Arrow table."""
    return conform(pa.Table.from_pylist(make_rows(table, rows=rows, **fixed), schema=arrow_schema(table)), table)


def make_value(column: Column, number: int) -> Any:
    """A value the column allows, another one for each row."""
    if column.values:
        return column.values[number % len(column.values)]
    if column.name in {"char_end", "trigger_end", "indicator_end", "change_end", "speaker_end"}:
        return 10 * number + 5
    match column.kind:
        case Kind.TEXT:
            return _text(column, number)
        case Kind.TEXTS:
            return [f"词{number}"]
        case Kind.INTEGERS:
            return []
        case Kind.INTEGER | Kind.BIGINT:
            return 10 * number + int(column.low or 0)
        case Kind.DECIMAL:
            return Decimal(number).quantize(Decimal("0.000000001"))
        case Kind.REAL:
            return min(column.high or 1.0, 0.5 + number / 100)
        case Kind.DATE:
            return dt.date(2018, 1, 1 + number % 28)
        case Kind.TIMESTAMP:
            return dt.datetime(2018, 1, 1 + number % 28, tzinfo=dt.UTC)
        case Kind.BOOLEAN:
            return number % 2 == 0
        case Kind.BYTES:
            return f"字节{number}".encode()


def _text(column: Column, number: int) -> str:
    pattern = column.pattern or ""
    if pattern.startswith("^[a-z]+_"):
        return f"{column.name[:3]}_{number:016x}"
    if "{64}" in pattern:
        return f"{number:064x}"
    if "{6}" in pattern:
        return f"{130000 + number:06d}"
    if pattern.startswith("^P"):
        return f"P{number + 1}Y"
    return f"{column.name} {number}"
