"""What a run did, for people and programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flows.language import told


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a run did.

    Attributes:
        run_id: The run.
        published: Whether a new snapshot was published.
        snapshot_id: The snapshot that is now published.
        computed: Stage batches computed.
        reused: Stage batches taken from earlier runs.
        batches: Batches of the corpus.
        rows: Rows per published table.
        checks: Number of checks by outcome: passed, warning.
        rejects: Number of rejected rows.
        failed_checks: Failed warnings, as (stage, table, expectation, failed rows).
        seconds: Duration.
    """

    run_id: str
    published: bool
    snapshot_id: int | None
    computed: int
    reused: int
    batches: int
    rows: Mapping[str, int] = field(default_factory=dict)
    checks: Mapping[str, int] = field(default_factory=dict)
    rejects: int = 0
    failed_checks: Sequence[tuple[str, str, str, int]] = ()
    seconds: float = 0.0


def data_docs_page(build: Path) -> Path:
    """The page with the results of all expectations."""
    return build / "data_docs" / "index.html"


def describe(summary: Summary, build: Path) -> str:
    """The run in lines for a terminal."""
    if summary.published:
        done = told(
            "Published snapshot {snapshot} in {seconds:.1f} s: {computed} stage batches computed, {reused} unchanged.",
            snapshot=summary.snapshot_id,
            seconds=summary.seconds,
            computed=summary.computed,
            reused=summary.reused,
        )
    else:
        done = told(
            "Nothing changed: {reused} stage batches were up to date, nothing was published ({seconds:.1f} s).",
            reused=summary.reused,
            seconds=summary.seconds,
        )
    width = max((len(name) for name in summary.rows), default=0)
    return "\n".join(
        [
            done,
            *(f"  {name:<{width}} {rows:>9,}" for name, rows in summary.rows.items()),
            told(
                "Checks: {passed} passed, {warnings} warnings. Rejects: {rejects}.",
                passed=summary.checks.get("passed", 0),
                warnings=summary.checks.get("warning", 0),
                rejects=summary.rejects,
            ),
            *(
                "  "
                + told(
                    "warning: {table}: {expectation} ({rows} rows, stage {stage})",
                    table=table,
                    expectation=expectation,
                    rows=rows,
                    stage=stage,
                )
                for stage, table, expectation, rows in summary.failed_checks
            ),
            told("Outputs:") + f" {build / 'kechuang.duckdb'}, {build / 'parquet'}, {data_docs_page(build)}",
            told("Next:") + ' kechuang sql "SELECT subject, indicator, value, unit, period_end FROM metrics LIMIT 10"',
            "",
        ]
    )


def run_markdown(summary: Summary) -> str:
    """The run in Markdown: rows per table, checks, rejects."""
    return "\n".join(
        [
            f"# Run {summary.run_id}",
            "",
            f"{summary.computed} stage batches computed, {summary.reused} unchanged, {summary.rejects} rejects, "
            f"{summary.checks.get('passed', 0)} checks passed, {summary.checks.get('warning', 0)} warnings.",
            "",
            "| table | rows |",
            "|---|---:|",
            *(f"| {name} | {rows} |" for name, rows in summary.rows.items()),
        ]
    )
