"""Quick proofs, in Arrow, that no row of a table breaks an expectation; what they cannot prove is counted in DuckDB.

Nearly every batch keeps nearly every expectation, and to plan and run a query for each costs more than the answer is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What every value of a column is: in a set, in bounds, a key of another table, or, without any of these, not missing.

    Attributes:
        column: The column; missing values count only where none of the others is given.
        values: The closed set of values.
        low: Smallest value.
        high: Largest value.
        parent: Table whose rows the values name.
        key: Column of that table.
    """

    column: str
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    parent: str = ""
    key: str = ""


def holds(proof: Proof, table: pa.Table, tables: Mapping[str, pa.Table]) -> bool:
    """Whether a proof succeeds; where it fails rows may still be good.

    Args:
        proof: The proof.
        table: The table whose rows are judged.
        tables: Tables by name, for parents.
    """
    column = table.column(proof.column)
    if proof.parent:
        return _among(column, tables[proof.parent].column(proof.key))
    if proof.values:
        return _among(column, pa.array(proof.values, column.type))
    if proof.low is None and proof.high is None:
        return not column.null_count
    if pa.types.is_floating(column.type) and not _all(pc.is_finite(column)):
        return False
    least, most = pc.min_max(column).as_py().values()
    too_low = least is not None and proof.low is not None and least < proof.low
    too_high = most is not None and proof.high is not None and most > proof.high
    return not (too_low or too_high)


def is_unique(table: pa.Table, key: Sequence[str]) -> bool:
    """Whether the values of one column, or of two of which the second ascends wherever the first stays, differ in all rows."""
    first = table.column(key[0]).combine_chunks()
    if len(key) > 2 or first.null_count:
        return False
    if len(key) == 1:
        return int(pc.count_distinct(first).as_py()) == len(first)
    second = table.column(key[1])
    if second.null_count or not pa.types.is_integer(second.type):
        return False
    runs = pc.run_end_encode(first)
    steps = np.diff(second.to_numpy()) > 0
    steps[runs.run_ends.to_numpy()[:-1] - 1] = True
    return bool(steps.all()) and int(pc.count_distinct(runs.values).as_py()) == len(runs.values)


def all_kept(parents: pa.Table, children: pa.Table, key: str) -> bool:
    """Whether every row of a table is named by one of another table in its document."""
    found = pc.index_in(parents.column(key), value_set=children.column(key), skip_nulls=True)
    if found.null_count:
        return False
    if key == "document_id" or "document_id" not in children.column_names:
        return True
    return _all(pc.equal(children.column("document_id").take(found), parents.column("document_id")))


def _among(column: pa.ChunkedArray, values: pa.Array | pa.ChunkedArray) -> bool:
    """Whether all values but missing ones are among others."""
    known = pc.sum(pc.is_in(column, value_set=values, skip_nulls=True)).as_py() or 0
    return bool(known == len(column) - column.null_count)


def _all(flags: pa.ChunkedArray) -> bool:
    """Whether all flags are true, none of them missing."""
    return bool(pc.all(flags, skip_nulls=False, min_count=0).as_py())
