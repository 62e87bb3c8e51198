"""Quick proofs, in Arrow, that no row of a table breaks an expectation; what they cannot prove is counted in DuckDB.

Nearly every batch keeps nearly every expectation, and to plan and run a query for each costs more than the answer is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What every value of a column is: in a set, in bounds, a key of another table …, or, without any of these, not missing.

    Attributes:
        column: The column; missing values count only where none of the others is given, or `other`.
        values: The closed set of values.
        low: Smallest value.
        high: Largest value.
        parent: Table whose rows the values name.
        key: Column of that table.
        pattern: Regular expression, from `^` to `$`, that the values match.
        finite: Whether the values are finite numbers.
        filled: Whether the values are texts with characters.
        unset: Whether the values are flags and false.
        before: Column of the same table whose values are larger.
        up_to: Column of the same table whose values are as large or larger.
        counted: Text column of the same table whose characters the values count.
        other: Column of the same table that has a value where this one has none.
    """

    column: str
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    parent: str = ""
    key: str = ""
    pattern: str = ""
    finite: bool = False
    filled: bool = False
    unset: bool = False
    before: str = ""
    up_to: str = ""
    counted: str = ""
    other: str = ""


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
    if proof.other:
        return _all(pc.or_(pc.is_valid(column), pc.is_valid(table.column(proof.other))))
    flags = _flags(proof, column, table)
    if flags is not None:
        # A missing value breaks nothing.
        return bool(pc.all(flags, skip_nulls=True, min_count=0).as_py())
    if proof.low is None and proof.high is None:
        return not column.null_count
    if pa.types.is_floating(column.type) and not _all(pc.is_finite(column)):
        return False
    least, most = pc.min_max(column).as_py().values()
    too_low = least is not None and proof.low is not None and least < proof.low
    too_high = most is not None and proof.high is not None and most > proof.high
    return not (too_low or too_high)


def _flags(proof: Proof, column: pa.ChunkedArray, table: pa.Table) -> pa.ChunkedArray | None:
    """Of each value whether it is what the proof says, None where that is not told value by value."""
    if proof.pattern:
        return pc.match_substring_regex(column, proof.pattern)
    if proof.finite:
        return pc.is_finite(column)
    if proof.filled:
        return pc.greater(pc.binary_length(column), 0)
    if proof.unset:
        return pc.invert(column)
    if proof.before:
        return pc.less(column, table.column(proof.before))
    if proof.up_to:
        return pc.less_equal(column, table.column(proof.up_to))
    if proof.counted:
        return pc.equal(column, pc.utf8_length(table.column(proof.counted)))
    return None


def is_unique(table: pa.Table, key: Sequence[str]) -> bool:
    """Whether the values of one column, or of several together, differ in all rows; none of them may be missing."""
    columns = [table.column(name).combine_chunks() for name in key]
    if any(column.null_count for column in columns):
        return False
    if len(key) == 1:
        return int(pc.count_distinct(columns[0]).as_py()) == len(columns[0])
    if len(key) == 2 and pa.types.is_integer(columns[1].type):
        # The second one ascends wherever the first stays.
        runs = pc.run_end_encode(columns[0])
        steps = np.diff(columns[1].to_numpy()) > 0
        steps[runs.run_ends.to_numpy()[:-1] - 1] = True
        return bool(steps.all()) and int(pc.count_distinct(runs.values).as_py()) == len(runs.values)
    numbers = _numbers([(column, pc.unique(column)) for column in columns])
    return numbers is not None and len(np.unique(numbers)) == len(numbers)


def all_kept(parents: pa.Table, children: pa.Table, key: str) -> bool:
    """Whether every row of a table is named by one of another table in its document."""
    own = [key] if key == "document_id" or "document_id" not in children.column_names else ["document_id", key]
    known = [pc.unique(children.column(name)) for name in own]
    wanted, there = (
        _numbers([(rows.column(name), of) for name, of in zip(own, known, strict=True)]) for rows in (parents, children)
    )
    return wanted is not None and there is not None and bool(np.isin(wanted, there).all())


def _numbers(columns: Sequence[tuple[pa.ChunkedArray, pa.Array]]) -> NDArray[np.int64] | None:
    """One number for what stands in a row of columns, each given with the distinct values it may have, or None where it has others."""
    numbers: NDArray[np.int64] = np.zeros(len(columns[0][0]), dtype=np.int64)
    for column, values in columns:
        places = pc.index_in(column, value_set=values, skip_nulls=True)
        if places.null_count:
            return None
        numbers = numbers * len(values) + places.to_numpy()
    return numbers


def _among(column: pa.ChunkedArray, values: pa.Array | pa.ChunkedArray) -> bool:
    """Whether all values but missing ones are among others."""
    known = pc.sum(pc.is_in(column, value_set=values, skip_nulls=True)).as_py() or 0
    return bool(known == len(column) - column.null_count)


def _all(flags: pa.ChunkedArray) -> bool:
    """Whether all flags are true, none of them missing."""
    return bool(pc.all(flags, skip_nulls=False, min_count=0).as_py())
