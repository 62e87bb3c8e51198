"""Expectations derived from the contract, each as a DuckDB condition that marks a bad row."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.contracts import TABLES, Column, Kind, Severity, Table
from warehouse.expectations.proofs import Proof
from warehouse.marts import read_header

# Contradictions between rows, each a query that lists the rows in question.
ASSERTIONS = Path(__file__).parent.parent / "models" / "assertions"
# Before the tables are published their parents are found under these names.
STAGED_PARENTS = {"entities": "entity_parts"}
# Every row of the first table has at least one row of the second.
COMPLETENESS = (
    ("facts", "metrics", "fact_id"),
    ("events", "event_roles", "event_id"),
)
# Kept + rejected = input: every row of the first table has at least one row of the second, or a reject that tells why not.
ACCOUNTS = (
    ("documents", "articles", "document_id"),
    ("articles", "blocks", "article_id"),
    ("blocks", "sentences", "block_id"),
    ("sentences", "tokens", "sentence_id"),
    ("mentions", "entity_parts", "entity_id"),
    ("metrics", "facts", "fact_id"),
)
# A numeral is kept as a metric, or the ledger tells why it is none.
NUMERAL_KEPT = "t.metric_id IS NOT NULL OR t.reason IS NOT NULL"
NUMERAL_PROOF = Proof(column="metric_id", other="reason")
# Conditions that can be proved.
COMPARED = re.compile(r"(\w+) (<=?) (\w+)")
FILLED = re.compile(r"length\((\w+)\) > 0")
# References that a row may leave open, so that an id without its row is told but stops nothing.
LOOSE_REFERENCES = (
    ("articles", "repeats_article_id", "articles", "article_id"),
    ("metrics", "part_of_metric_id", "metrics", "metric_id"),
    ("metrics", "speaker_entity_id", "mentions", "entity_id"),
    ("numerals", "metric_id", "metrics", "metric_id"),
    ("quotes", "speaker_entity_id", "mentions", "entity_id"),
    ("event_roles", "entity_id", "mentions", "entity_id"),
    ("event_roles", "metric_id", "metrics", "metric_id"),
)
INTAKE = "kept_plus_rejected_is_input"
# What the stage turned away, as `audit` registers it.
REJECTED = "stage_rejects"
# Columns that `audit` adds to a table before it counts, because SQL would scan a page anew for every row.
SURFACE_MARK = "__surface_differs"
TOKEN_MARK = "__token_differs"
TEXT_MARK = "__text_differs"
CUT_MARK = "__cut_takes_text"
PLACE_MARK = "__outside_parent"


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
        kept: Condition of a kept row, where every row must be kept or rejected; a bad row is neither then.
        apart: Whether to count it in a query of its own, which is faster for a condition that reads whole tables; such come last.
        unique: Whether it is about the table's key.
        proof: What may prove, without a query, that no row breaks it.
        keeper: Table whose rows name the kept rows by `keeper_key`, where every row must be kept or rejected.
        keeper_key: Column that joins them.
    """

    table: str
    name: str
    bad: str
    about: str
    severity: Severity
    needs: tuple[str, ...] = ()
    kept: str = ""
    apart: bool = False
    unique: bool = False
    proof: Proof | None = None
    keeper: str = ""
    keeper_key: str = ""


@functools.cache
def expectations_of(table: Table) -> tuple[Expectation, ...]:
    """Every expectation of a table, in the order of its columns."""
    columns = (rule for column in table.columns for rule in _column(table, column))
    rules = (_key(table), columns, _rows(table), _accounts(table), _slices(table), _places(table), _assertions(table))
    return tuple(itertools.chain.from_iterable(rules))


def _key(table: Table) -> Iterator[Expectation]:
    key = ", ".join(f"t.{name}" for name in table.key)
    yield Expectation(
        table=table.name,
        name=f"unique({', '.join(table.key)})",
        bad=f"count(*) OVER (PARTITION BY {key}) > 1",
        about=f"One row per {table.grain}.",
        severity=Severity.CRITICAL,
        unique=True,
    )


def _column(table: Table, column: Column) -> Iterator[Expectation]:
    name = f"t.{column.name}"

    def rule(what: str, bad: str, about: str, needs: tuple[str, ...] = (), proof: Proof | None = None) -> Expectation:
        return Expectation(
            table=table.name,
            name=f"{what}({column.name})",
            bad=bad,
            about=about,
            severity=Severity.CRITICAL,
            needs=needs,
            proof=proof,
        )

    if not column.null:
        missing = Proof(column=column.name)
        yield rule("not_null", f"{name} IS NULL", f"`{column.name}` is never missing.", proof=missing)
    if column.values:
        listed = ", ".join(f"'{value}'" for value in column.values)
        about = f"`{column.name}` is one of {', '.join(column.values)}."
        yield rule("in_set", f"{name} NOT IN ({listed})", about, proof=Proof(column=column.name, values=column.values))
    if column.low is not None:
        low = Proof(column=column.name, low=column.low)
        yield rule("at_least", f"{name} < {column.low}", f"`{column.name}` is at least {column.low}.", proof=low)
    if column.high is not None:
        high = Proof(column=column.name, high=column.high)
        yield rule("at_most", f"{name} > {column.high}", f"`{column.name}` is at most {column.high}.", proof=high)
    if column.pattern:
        yield rule(
            "matches",
            f"NOT regexp_full_match({name}, '{column.pattern}')",
            f"`{column.name}` matches {column.pattern}.",
            proof=Proof(column=column.name, pattern=column.pattern),
        )
    if column.ref:
        parent, _, key = column.ref.partition(".")
        parent = STAGED_PARENTS.get(parent, parent)
        bad = f"{name} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} AS p WHERE p.{key} = {name})"
        if parent != table.name:
            named = Proof(column=column.name, parent=parent, key=key)
            yield rule("parent_exists", bad, f"`{column.name}` names a row of `{parent}`.", (parent,), named)
    if column.kind is Kind.REAL:
        finite = Proof(column=column.name, finite=True)
        yield rule("is_number", f"isnan({name}) OR isinf({name})", f"`{column.name}` is a finite number.", proof=finite)


def _rows(table: Table) -> Iterator[Expectation]:
    for check in table.checks:
        yield Expectation(
            table=table.name,
            name=check.name,
            bad=f"NOT ({check.condition})",
            about=check.about,
            severity=check.severity,
            proof=_proof_of(check.condition),
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
                proof=Proof(column=key, parent=child, key=key),
            )


def _proof_of(condition: str) -> Proof | None:
    """A proof of a condition that compares two columns, or asks for text."""
    if compared := COMPARED.fullmatch(condition):
        column, sign, other = compared.groups()
        return Proof(column=column, before=other) if sign == "<" else Proof(column=column, up_to=other)
    if filled := FILLED.fullmatch(condition):
        return Proof(column=filled[1], filled=True)
    return None


def account_name(child: str) -> str:
    """Name of the expectation that every row is kept in a table or rejected."""
    return f"{INTAKE}({child})"


def _accounts(table: Table) -> Iterator[Expectation]:
    own: list[tuple[str, str, tuple[str, ...], str]] = []
    for parent, child, key in ACCOUNTS:
        if parent == table.name:
            same = " AND c.document_id = t.document_id" if "document_id" in TABLES[child] else ""
            own.append((child, f"EXISTS (SELECT 1 FROM {child} AS c WHERE c.{key} = t.{key}{same})", (child,), key))
    if table.name == "numerals":
        own.append(("metrics", f"({NUMERAL_KEPT})", (), ""))
    # A document is rejected as a whole, everything below it by its span.
    within = " AND (r.char_start IS NULL OR (r.char_start <= t.char_start AND t.char_end <= r.char_end))"
    span = within if "char_start" in table else ""
    for child, kept, needs, key in own:
        rejected = f"EXISTS (SELECT 1 FROM {REJECTED} AS r WHERE r.document_id = t.document_id{span})"
        yield Expectation(
            table=table.name,
            name=account_name(child),
            bad=f"NOT {kept} AND NOT {rejected}",
            about=f"Every row is kept in `{child}` or rejected with a reason.",
            severity=Severity.CRITICAL,
            needs=(*needs, REJECTED),
            kept=kept,
            proof=None if key else NUMERAL_PROOF,
            keeper=child if key else "",
            keeper_key=key,
        )


def _slices(table: Table) -> Iterator[Expectation]:
    def rule(name: str, mark: str, about: str, severity: Severity = Severity.CRITICAL) -> Expectation:
        proof = Proof(column=mark, unset=True)
        return Expectation(table=table.name, name=name, bad=f"t.{mark}", about=about, severity=severity, proof=proof)

    if table.span:
        about = "`surface` is the slice of the raw text, line breaks and the blanks beside them taken out."
        yield rule("surface_is_slice", SURFACE_MARK, about)
    if "token" in table:
        yield rule("token_is_slice", TOKEN_MARK, "`token` is the slice of the raw text without stray blanks.")
    if "cuts" in table:
        yield rule("text_is_slice", TEXT_MARK, "`text` is the slice of the raw text without what `cuts` lists.")
        about = "What was cut out of a text is blank, invisible or a tag."
        yield rule("cuts_are_blank", CUT_MARK, about, Severity.WARNING)


def _places(table: Table) -> Iterator[Expectation]:
    """Rows lie inside their parents, and loose references lead somewhere."""

    def rule(name: str, bad: str, about: str, need: str, severity: Severity, proof: Proof | None = None) -> Expectation:
        needs = () if need == table.name else (need,)
        return Expectation(
            table=table.name, name=name, bad=bad, about=about, severity=severity, needs=needs, proof=proof
        )

    if table.name == "documents":
        bad = "t.char_count <> length(t.text)"
        proof = Proof(column="char_count", counted="text")
        yield rule("char_count_is_length", bad, "`char_count` counts `text`.", "documents", Severity.CRITICAL, proof)
    elif "char_end" in table and "document_id" in table and table.layer == "core":
        parent, key = place_of(table)
        severity = Severity.CRITICAL if parent == "documents" else Severity.WARNING
        about = f"A span lies inside its row of `{parent}`."
        yield rule(f"inside({key})", f"t.{PLACE_MARK}", about, parent, severity, Proof(column=PLACE_MARK, unset=True))
    for name, column, parent, key in LOOSE_REFERENCES:
        if name == table.name:
            bad = f"t.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} AS p WHERE p.{key} = t.{column})"
            about, proof = f"`{column}` names a row of `{parent}`.", Proof(column=column, parent=parent, key=key)
            yield rule(f"leads_to_{parent}({column})", bad, about, parent, Severity.WARNING, proof)


def _assertions(table: Table) -> Iterator[Expectation]:
    """Queries over whole documents whose rows contradict each other or the text: told, never stopped at."""
    for head, query in _contradictions():
        if head["table"] == table.name:
            (key,) = table.key
            yield Expectation(
                table=table.name,
                name=head["name"],
                bad=f"t.{key} IN (SELECT {key} FROM ({query}))",
                about=head["about"],
                severity=Severity.WARNING,
                needs=tuple(head.get("reads", "").replace(",", " ").split()),
                apart=True,
            )


@functools.cache
def _contradictions() -> tuple[tuple[dict[str, str], str], ...]:
    """Header and query of each file of assertions."""
    paths = sorted(ASSERTIONS.glob("*.sql"))
    return tuple(read_header(path.read_text(encoding="utf-8"), path=path) for path in paths)


def place_of(table: Table) -> tuple[str, str]:
    """The table whose row holds a row's span, and the column that names that row."""
    in_sentence = "sentence_id" in table and table.name != "sentences"
    return ("sentences", "sentence_id") if in_sentence else ("documents", "document_id")


def documented_tables() -> tuple[Table, ...]:
    """Tables that a stage writes."""
    return tuple(table for table in TABLES.values() if table.layer in {"core", "internal"})
