"""Expectations derived from the contract, each as a DuckDB condition that marks a bad row."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.contracts import TABLES, Column, Kind, Severity, Table

# Before the tables are published their parents are found under these names.
STAGED_PARENTS = {"entities": "entity_parts"}
# Every row of the first table has at least one row of the second.
COMPLETENESS = (
    ("documents", "articles", "document_id"),
    ("articles", "blocks", "article_id"),
    ("blocks", "sentences", "block_id"),
    ("sentences", "tokens", "sentence_id"),
    ("facts", "metrics", "fact_id"),
    ("events", "event_roles", "event_id"),
)
SURFACE_MARK = "__surface_differs"


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """One expectation of one table.

    Attributes:
        table: The table.
        name: Short name, unique in the table.
        bad: DuckDB condition over the table (alias `t`) that is true for a bad row.
        about: What is expected, in words.
        severity: Critical stops the stage.
        needs: Other tables the condition reads.
    """

    table: str
    name: str
    bad: str
    about: str
    severity: Severity
    needs: tuple[str, ...] = ()


@functools.cache
def expectations_of(table: Table) -> tuple[Expectation, ...]:
    """Every expectation of a table, in the order of its columns."""
    return (*_key(table), *(rule for column in table.columns for rule in _column(table, column)), *_rows(table))


def _key(table: Table) -> Iterator[Expectation]:
    key = ", ".join(f"t.{name}" for name in table.key)
    yield Expectation(
        table=table.name,
        name=f"unique({', '.join(table.key)})",
        bad=f"count(*) OVER (PARTITION BY {key}) > 1",
        about=f"One row per {table.grain}.",
        severity=Severity.CRITICAL,
    )


def _column(table: Table, column: Column) -> Iterator[Expectation]:
    name = f"t.{column.name}"

    def rule(what: str, bad: str, about: str, needs: tuple[str, ...] = ()) -> Expectation:
        return Expectation(
            table=table.name,
            name=f"{what}({column.name})",
            bad=bad,
            about=about,
            severity=Severity.CRITICAL,
            needs=needs,
        )

    if not column.null:
        yield rule("not_null", f"{name} IS NULL", f"`{column.name}` is never missing.")
    if column.values:
        listed = ", ".join(f"'{value}'" for value in column.values)
        yield rule("in_set", f"{name} NOT IN ({listed})", f"`{column.name}` is one of {', '.join(column.values)}.")
    if column.low is not None:
        yield rule("at_least", f"{name} < {column.low}", f"`{column.name}` is at least {column.low}.")
    if column.high is not None:
        yield rule("at_most", f"{name} > {column.high}", f"`{column.name}` is at most {column.high}.")
    if column.pattern:
        yield rule(
            "matches",
            f"NOT regexp_full_match({name}, '{column.pattern}')",
            f"`{column.name}` matches {column.pattern}.",
        )
    if column.ref:
        parent, _, key = column.ref.partition(".")
        parent = STAGED_PARENTS.get(parent, parent)
        bad = f"{name} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} AS p WHERE p.{key} = {name})"
        if parent != table.name:
            yield rule("parent_exists", bad, f"`{column.name}` names a row of `{parent}`.", (parent,))
    if column.kind is Kind.REAL:
        yield rule("is_number", f"isnan({name}) OR isinf({name})", f"`{column.name}` is a finite number.")


def _rows(table: Table) -> Iterator[Expectation]:
    for check in table.checks:
        yield Expectation(
            table=table.name,
            name=check.name,
            bad=f"NOT ({check.condition})",
            about=check.about,
            severity=check.severity,
        )
    if table.span:
        yield Expectation(
            table=table.name,
            name="surface_is_slice",
            bad=f"t.{SURFACE_MARK}",
            about="`surface` is the slice of the raw text, line breaks and the blanks beside them taken out.",
            severity=Severity.CRITICAL,
        )
    for parent, child, key in COMPLETENESS:
        if parent == table.name:
            yield Expectation(
                table=table.name,
                name=f"has_{child}",
                bad=f"NOT EXISTS (SELECT 1 FROM {child} AS c WHERE c.{key} = t.{key})",
                about=f"Every row has at least one row in `{child}`.",
                severity=Severity.WARNING,
                needs=(child,),
            )


def documented_tables() -> tuple[Table, ...]:
    """Tables that a stage writes."""
    return tuple(table for table in TABLES.values() if table.layer in {"core", "internal"})
