"""Count, in DuckDB, the rows of a stage's tables that break an expectation."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.contracts import TABLES, ContractError, Severity, Table, arrow_schema, conform
from warehouse.errors import DriftError
from warehouse.expectations.proofs import all_kept, holds, is_unique
from warehouse.expectations.rules import (
    ACCOUNTS,
    COMPLETENESS,
    CUT_MARK,
    INTAKE,
    PLACE_MARK,
    REJECTED,
    SURFACE_MARK,
    TEXT_MARK,
    TOKEN_MARK,
    Expectation,
    account_name,
    expectations_of,
    place_of,
)
from warehouse.expectations.slices import RawTexts, cuts_differ, joined, outside, slice_differs, unspaced
from warehouse.identity import reject_id
from warehouse.query import draw_no_bar

SHOWN_ROWS = 20
READ = "all_staged_rows_were_read"


@dataclass(frozen=True)
class Audit:
    """What a guard found.

    Attributes:
        checks: Contract table `checks`, one row per expectation.
        rejects: Contract table `rejects`: the stage's rejects and examples of bad rows.
    """

    checks: pa.Table
    rejects: pa.Table

    @property
    def critical(self) -> bool:
        """Whether a critical expectation failed."""
        return has_critical(self.checks)


def has_critical(checks: pa.Table) -> bool:
    """Whether a critical expectation failed in the contract table `checks`."""
    critical = pc.equal(checks.column("severity"), Severity.CRITICAL.value)
    return bool(pc.any(pc.and_not(critical, checks.column("success"))).as_py())


def audit(
    stage: str,
    batch_id: str,
    tables: Mapping[str, pa.Table],
    *,
    context: Mapping[str, pa.Table],
    rejects: pa.Table,
    run_id: str,
    intake: int | None = None,
    staged: Mapping[str, int] | None = None,
) -> Audit:
    """Hold the tables of one stage batch against every expectation of their contracts.

    Args:
        stage: The stage.
        batch_id: The batch.
        tables: The stage's tables by name.
        context: Tables of the same batch that hold parents and raw texts, reference tables included.
        rejects: Rows the stage turned away (columns of `rejects` without run_id, stage and reject_id).
        run_id: The run.
        intake: Number of input rows, where each must be kept or rejected.
        staged: Rows that the stages before have staged of each input table in `context`.

    Raises:
        DriftError: A table has missing, unknown or wrongly typed columns; that is a defect of the stage, not bad rows.
    """
    everything = {**context, **_conforming(stage, batch_id, tables), REJECTED: rejects}
    raw = RawTexts.of(everything["documents"]) if "documents" in everything else None
    checks: list[dict[str, object]] = []
    bad_rows: list[dict[str, object]] = []
    with _database().cursor() as connection:
        for name in tables:
            rules = _applicable(name, everything, tables)
            if raw is not None:
                everything[name] = _marked(everything[name], TABLES[name], raw, everything)
            else:
                rules = [rule for rule in rules if "t.__" not in rule.bad]
            rows = everything[name].num_rows
            checks.append(_check(_schema_rule(name), 0, rows))
            asked = [rule for rule in rules if not _proved(rule, everything)]
            for need in {need for rule in asked for need in (rule.table, *rule.needs)}:
                connection.register(need, everything[need])
            counts = _count(connection, [rule for rule in asked if not (rule.kept or rule.apart)])
            for rule in rules:
                # What reads whole tables is asked once, for the number of bad rows and for examples.
                bad = _bad_places(connection, rule) if rule.apart else None
                failed = counts.get(rule, 0) if bad is None else len(bad)
                total = everything[rule.table].num_rows
                kept = _account(connection, rule, total, proved=rule not in asked) if rule.kept else None
                found = kept or _check(rule, failed, rows)
                checks.append(found)
                if failed := cast("int", found["failed_rows"]):
                    bad = _bad_places(connection, rule, limit=SHOWN_ROWS) if bad is None else bad
                    bad_rows += _examples(everything[rule.table], bad[:SHOWN_ROWS], rule, failed)
    if intake is not None:
        kept = next(iter(tables.values())).num_rows
        lost = abs(intake - kept - rejects.num_rows)
        checks.append(_row(next(iter(tables)), INTAKE, lost, f"{intake} in, {kept} kept, {rejects.num_rows} rejected"))
    for name, rows in (staged or {}).items():
        read = context[name].num_rows
        checks.append(_row(name, READ, abs(rows - read), f"{rows} staged, {read} read"))
    common = {"run_id": run_id, "stage": stage, "batch_id": batch_id}
    turned_away = [_reject(row, run_id, stage, number) for number, row in enumerate([*rejects.to_pylist(), *bad_rows])]
    return Audit(
        conform(_table("checks", [{**common, **row} for row in checks]), TABLES["checks"]),
        conform(_table("rejects", turned_away), TABLES["rejects"]),
    )


@functools.cache
def _database() -> duckdb.DuckDBPyConnection:
    """An empty database in memory for all guards of a process: to open one costs more than to check a page.

    Batches run side by side already; more threads in each only wait for each other.
    """
    connection = duckdb.connect(config={"threads": 1})
    draw_no_bar(connection)
    return connection


def _conforming(stage: str, batch_id: str, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    try:
        return {name: conform(table, TABLES[name]) for name, table in tables.items()}
    except ContractError as error:
        raise DriftError(f"stage {stage}, batch {batch_id}: {error}") from error


def _marked(table: pa.Table, contract: Table, raw: RawTexts, everything: Mapping[str, pa.Table]) -> pa.Table:
    """The table with columns that say of each row whether its text is not what stands between its offsets, or its span not where it belongs."""
    parent, key = place_of(contract)
    if "char_end" in contract and key in contract and parent in everything:
        table = table.append_column(PLACE_MARK, outside(table, everything[parent], key))
    if contract.span:
        table = table.append_column(SURFACE_MARK, slice_differs(table, raw, "surface", joined))
    if "token" in contract:
        table = table.append_column(TOKEN_MARK, slice_differs(table, raw, "token", unspaced))
    if "cuts" in contract:
        text, cut = cuts_differ(table, raw)
        table = table.append_column(TEXT_MARK, text).append_column(CUT_MARK, cut)
    return table


def _schema_rule(name: str) -> Expectation:
    about = "Columns, order and types are the contract's."
    return Expectation(table=name, name="schema", bad="false", about=about, severity=Severity.CRITICAL)


def _applicable(name: str, everything: Mapping[str, pa.Table], own: Mapping[str, pa.Table]) -> list[Expectation]:
    """Expectations whose other tables are at hand; a child table is judged where parent and child are, once the child is new."""
    at_hand = {*everything, REJECTED}
    rules = [rule for rule in expectations_of(TABLES[name]) if at_hand.issuperset(rule.needs)]
    for parent, child, _ in (*COMPLETENESS, *ACCOUNTS):
        if child == name and parent not in own and parent in everything:
            names = {f"has_{child}", account_name(child)}
            rules += [rule for rule in expectations_of(TABLES[parent]) if rule.name in names]
    return rules


def _proved(rule: Expectation, tables: Mapping[str, pa.Table]) -> bool:
    """Whether no row can break an expectation, as far as that shows without a query."""
    if rule.unique:
        return is_unique(tables[rule.table], TABLES[rule.table].key)
    if rule.keeper:
        return all_kept(tables[rule.table], tables[rule.keeper], rule.keeper_key)
    return rule.proof is not None and holds(rule.proof, tables[rule.table], tables)


def _count(connection: duckdb.DuckDBPyConnection, rules: Sequence[Expectation]) -> dict[Expectation, int]:
    """Rows that break each expectation; those of one table that need no grouping are counted in one query."""
    counts = {rule: _count_repeated(connection, rule.table) for rule in rules if rule.unique}
    for name in dict.fromkeys(rule.table for rule in rules):
        own = [rule for rule in rules if rule.table == name and not rule.unique]
        if own:
            sums = ", ".join(f"count(*) FILTER (WHERE {rule.bad})" for rule in own)
            row = connection.execute(f"SELECT {sums} FROM {name} AS t").fetchone()
            counts |= zip(own, row or (), strict=True)
    return counts


def _count_bad(connection: duckdb.DuckDBPyConnection, rule: Expectation) -> int:
    row = connection.execute(f"SELECT count(*) FROM {rule.table} AS t WHERE {rule.bad}").fetchone()
    return int(row[0]) if row else 0


def _count_repeated(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Rows whose key occurs more than once; grouping is cheaper than a window."""
    key = ", ".join(TABLES[name].key)
    groups = f"SELECT count(*) AS n FROM {name} GROUP BY {key} HAVING n > 1"
    row = connection.execute(f"SELECT coalesce(sum(n), 0)::BIGINT FROM ({groups})").fetchone()
    return int(row[0]) if row else 0


def _check(rule: Expectation, failed: int, rows: int) -> dict[str, object]:
    observed = f"{failed} of {rows} rows break it" if failed else f"{rows} rows"
    return _row(rule.table, rule.name, failed, observed, rule.severity)


def _row(
    table: str, expectation: str, failed: int, observed: str, severity: Severity = Severity.CRITICAL
) -> dict[str, object]:
    """Own columns of a row of `checks`."""
    return {
        "table_name": table,
        "expectation": expectation,
        "severity": severity.value,
        "success": failed == 0,
        "observed": observed,
        "failed_rows": failed,
    }


def _account(
    connection: duckdb.DuckDBPyConnection, rule: Expectation, total: int, *, proved: bool
) -> dict[str, object]:
    """The check of an account, with all its figures; where every row is kept none can be lost."""
    kept = total
    if not proved:
        (kept,) = connection.execute(f"SELECT count(*) FROM {rule.table} AS t WHERE {rule.kept}").fetchone() or (0,)
    lost = _count_bad(connection, rule) if kept < total else 0
    told = f"{total} in, {kept} kept, {total - kept - lost} rejected" + (f", {lost} lost" if lost else "")
    return {**_check(rule, lost, total), "observed": told}


def _bad_places(connection: duckdb.DuckDBPyConnection, rule: Expectation, *, limit: int | None = None) -> list[int]:
    """Row numbers of the rows that break an expectation, ascending."""
    query = f"""
        SELECT __row FROM (SELECT row_number() OVER () - 1 AS __row, coalesce({rule.bad}, false) AS __bad FROM {rule.table} AS t)
        WHERE __bad {"" if limit is None else f"LIMIT {limit}"}
    """
    return sorted(row for (row,) in connection.execute(query).fetchall())


def _examples(table: pa.Table, places: Sequence[int], rule: Expectation, failed: int) -> list[dict[str, object]]:
    """The first bad rows of an expectation, with their row numbers, as reject rows."""
    outcome = "the stage was stopped" if rule.severity is Severity.CRITICAL else "the row was kept"
    found = []
    for number, row in zip(places, table.take(pa.array(places, pa.int64())).to_pylist(), strict=True):
        payload = {key: value for key, value in row.items() if not key.startswith("__")}
        found.append(
            {
                **{key: payload.get(key) for key in ("document_id", "surface", "char_start", "char_end")},
                "reason": f"{rule.severity.value}: {rule.table}.{rule.name}",
                "detail": f"row {number} of {rule.table} ({failed} in all): expected: {rule.about} {outcome}",
                "payload": json.dumps(payload, ensure_ascii=False, default=str, sort_keys=True)[:10_000],
            }
        )
    return found


def _reject(row: Mapping[str, object], run_id: str, stage: str, number: int) -> dict[str, object]:
    return {**row, "reject_id": reject_id(stage, number, row), "run_id": run_id, "stage": stage}


def _table(name: str, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    schema = arrow_schema(TABLES[name])
    return pa.Table.from_pylist([{field: row.get(field) for field in schema.names} for row in rows], schema=schema)


def failed_checks(checks: Sequence[pa.Table]) -> list[tuple[str, str, str, int]]:
    """Failed checks as (stage, table, expectation, failed rows), summed over batches."""
    counts: dict[tuple[str, str, str], int] = {}
    for table in checks:
        for row in table.to_pylist():
            if not row["success"]:
                key = (row["stage"], row["table_name"], row["expectation"])
                counts[key] = counts.get(key, 0) + row["failed_rows"]
    return [(*key, rows) for key, rows in sorted(counts.items())]
