"""The vocabulary of a contract: columns and tables as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Logical column types; `arrow.py` and `ddl.py` translate them."""

    TEXT = "text"
    TEXTS = "list of text"
    INTEGER = "integer"
    INTEGERS = "list of integer"
    BIGINT = "bigint"
    DECIMAL = "decimal"
    REAL = "real"
    DATE = "date"
    TIMESTAMP = "timestamp"
    BOOLEAN = "boolean"
    BYTES = "bytes"


class Severity(StrEnum):
    """What a broken rule does: critical stops the stage, warning is recorded."""

    CRITICAL = "critical"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes:
        name: Column name; one name means one thing in every table.
        kind: Logical type.
        about: One sentence for the data dictionary.
        null: Whether NULL is allowed.
        unique: Whether a value may occur once only.
        values: The closed set of codes, if there is one.
        low: Smallest allowed value.
        high: Largest allowed value.
        pattern: Anchored regular expression that the whole value matches.
        ref: `table.column` that holds every non-null value.
    """

    name: str
    kind: Kind
    about: str
    null: bool = False
    unique: bool = False
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    pattern: str | None = None
    ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class Check:
    """A rule over several columns of one table, as a DuckDB condition that every row fulfils.

    Attributes:
        name: Short name, shown in `checks.expectation`.
        condition: SQL condition over the table's columns; NULL counts as fulfilled.
        severity: What a violation does.
        about: Why the rule holds.
    """

    name: str
    condition: str
    about: str
    severity: Severity = Severity.CRITICAL


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of the public contract.

    Attributes:
        name: Plural table name.
        layer: `core` (extracted), `reference` (from seeds), `audit` (runs, checks, rejects), `mart` (SQL over the others,
            made on publishing) or `internal` (between stages, not published).
        grain: What one row is.
        key: Columns that identify a row.
        columns: The columns in order.
        checks: Rules over several columns.
        span: Whether `surface` must equal the slice of the raw text.
    """

    name: str
    layer: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    checks: tuple[Check, ...] = ()
    span: bool = False

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(names) != len(set(names)):
            raise ValueError(f"table {self.name}: a column is declared twice")
        for name in self.key:
            if name not in names:
                raise ValueError(f"table {self.name}: key column {name} is not declared")

    def column(self, name: str) -> Column:
        """Return the column of that name; raise KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")

    def __contains__(self, name: object) -> bool:
        return any(column.name == name for column in self.columns)
