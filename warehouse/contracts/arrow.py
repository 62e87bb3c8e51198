"""Arrow schemas derived from the contract, and the gate that enforces them."""

from __future__ import annotations

import functools

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.contracts.types import Column, Kind, Table

ARROW_TYPES: dict[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.INTEGER: pa.int32(),
    Kind.INTEGERS: pa.list_(pa.int32()),
    Kind.BIGINT: pa.int64(),
    Kind.DECIMAL: pa.decimal128(38, 9),
    Kind.REAL: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.TIMESTAMP: pa.timestamp("us", tz="UTC"),
    Kind.BOOLEAN: pa.bool_(),
    Kind.BYTES: pa.large_binary(),
}


class ContractError(ValueError):
    """A table breaks its contract; the message names table, column and both types."""


def arrow_field(column: Column) -> pa.Field:
    """Arrow field of a column; `about` travels in the field metadata."""
    return pa.field(column.name, ARROW_TYPES[column.kind], nullable=column.null, metadata={"about": column.about})


@functools.cache
def arrow_schema(table: Table) -> pa.Schema:
    """Arrow schema of a table, with `grain` in the schema metadata."""
    return pa.schema(
        [arrow_field(column) for column in table.columns], metadata={"table": table.name, "grain": table.grain}
    )


def empty_table(table: Table) -> pa.Table:
    """A table of the contract's schema without rows."""
    return arrow_schema(table).empty_table()


def conform(data: pa.Table, table: Table) -> pa.Table:
    """Return `data` in the contract's column order and types.

    pyarrow itself does not enforce `nullable=False`, so NULLs are checked here. Only lossless casts pass.

    Args:
        data: Table with exactly the contract's columns, in any order.
        table: The contract.

    Raises:
        ContractError: A column is missing or unknown, has a type that cannot be cast without loss, or holds a NULL it must not.
    """
    wanted = arrow_schema(table)
    missing = [name for name in wanted.names if name not in data.column_names]
    unknown = [name for name in data.column_names if name not in wanted.names]
    if missing or unknown:
        raise ContractError(f"table {table.name}: missing columns {missing}, unknown columns {unknown}")
    columns = [_conform_column(data.column(field.name), field, table) for field in wanted]
    return pa.Table.from_arrays(columns, schema=wanted)


def _conform_column(values: pa.ChunkedArray, field: pa.Field, table: Table) -> pa.ChunkedArray:
    if values.type != field.type:
        try:
            values = values.cast(field.type, safe=True)
        except pa.ArrowException as error:
            message = f"table {table.name}, column {field.name}: expected {field.type}, got {values.type} ({error})"
            raise ContractError(message) from error
    if not field.nullable and values.null_count:
        row = pc.index(pc.is_null(values), True).as_py()
        raise ContractError(
            f"table {table.name}, column {field.name}: {values.null_count} NULL values in a column of {field.type} that allows none, first in row {row}"
        )
    return values
