"""What every stage returns: its tables and the rows it turned away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.contracts import TABLES, arrow_schema, conform

REJECT_SCHEMA = pa.schema(
    [
        ("document_id", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("surface", pa.string()),
        ("char_start", pa.int32()),
        ("char_end", pa.int32()),
        ("payload", pa.string()),
    ]
)


@dataclass(frozen=True)
class Outcome:
    """Tables of a stage by name, and its rejects.

    Attributes:
        tables: By table name, each in its contract's schema.
        rejects: Rows of `REJECT_SCHEMA`; nothing disappears without one.
    """

    tables: Mapping[str, pa.Table]
    rejects: pa.Table

    @property
    def table(self) -> pa.Table:
        """The table of a stage that makes just one; raise ValueError when it makes several."""
        (table,) = self.tables.values()
        return table


def table_of(name: str, columns: Mapping[str, Any]) -> pa.Table:
    """A contract table from its columns by name, each an Arrow array or a sequence of values.

    Raises:
        ContractError: The columns break the contract.
    """
    schema = arrow_schema(TABLES[name])
    arrays = [
        values
        if isinstance(values := columns[field.name], (pa.Array, pa.ChunkedArray))
        else pa.array(values, type=field.type)
        for field in schema
    ]
    return conform(pa.Table.from_arrays(arrays, names=schema.names), TABLES[name])


def reject_table(rows: Sequence[Mapping[str, object]] = ()) -> pa.Table:
    """Rejects as a table.

    Args:
        rows: Each with `reason` (short code) and `detail` (words), and what is known of document_id, surface, char_start, char_end and
            payload (JSON text).
    """
    return pa.Table.from_pylist([dict(row) for row in rows], schema=REJECT_SCHEMA)


def reject_unkept(
    parents: pa.Table, children: pa.Table, *, key: str, reason: str, detail: str
) -> list[dict[str, object]]:
    """Reject rows of the parents that have no child, so that kept and rejected rows add up to the input.

    Args:
        parents: Table with `key`, document_id and, unless its rows are documents, a span.
        children: Table with `key`.
        key: Column that joins them.
        reason: Short code of the reject.
        detail: Why a parent may have no child, in words.
    """
    kept = pc.is_in(parents[key], value_set=children[key].combine_chunks())
    return reject_rows(parents.filter(pc.invert(kept)), reason=reason, detail=detail)


def reject_rows(lost: pa.Table, *, reason: str, detail: str) -> list[dict[str, object]]:
    """Rejects of rows with a document_id and, unless they are documents, a span."""
    spans = [name for name in ("document_id", "char_start", "char_end") if name in lost.column_names]
    return [{**row, "reason": reason, "detail": detail} for row in lost.select(spans).to_pylist()]
