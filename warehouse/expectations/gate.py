"""Great Expectations judges the counted violations of every stage and documents them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from warehouse.errors import GuardError
from warehouse.expectations.engine import import_great_expectations
from warehouse.expectations.rules import documented_tables, expectations_of
from warehouse.staging import begin_version, swap_version

# No cell value enters the documents: they would be printed unescaped, and may hold personal data.
RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": 0}
DOCS_FOLDER = "data_docs"
DOCS_VERSIONS = ".data_docs"
KEPT_DOCS = 2
SAFE_NAME = re.compile(r"[^0-9A-Za-z_.,() -]")


class Gate:
    """One Great Expectations context for a run: a checkpoint per stage, and Data Docs at the end.

    The rows were counted in DuckDB; here the counts are held against "none" with the severity of each expectation, one column per
    expectation and one row per batch. Importing Great Expectations takes seconds, so a run makes one gate.
    """

    def __init__(self) -> None:
        gx = import_great_expectations()
        from great_expectations.data_context.types.base import ProgressBarsConfig

        self._gx = gx
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = ProgressBarsConfig(globally=False)
        self._source = self._context.data_sources.add_pandas("kechuang")
        self._names: set[str] = set()

    def judge(self, stage: str, checks: pa.Table) -> None:
        """Judge the checks of one stage over all its batches.

        Args:
            stage: The stage.
            checks: Contract table `checks` of all batches of the stage.

        Raises:
            GuardError: A critical expectation failed; the message names stage, table, expectation, batches and number of bad rows.
        """
        if checks.num_rows == 0:
            return
        frame = _counts_frame(checks)
        severities = {_column(row): row["severity"] for row in checks.to_pylist()}
        result = self._run(stage, frame, severities)
        if str(result.get_max_severity_failure() or "").lower().endswith("critical"):
            raise GuardError(_failure_message(stage, checks))

    def _run(self, stage: str, frame: pd.DataFrame, severities: dict[str, str]) -> Any:
        gx, context = self._gx, self._context
        about = _abouts()
        name = self._new_name(stage)
        suite = context.suites.add(
            gx.ExpectationSuite(
                name=name,
                expectations=[
                    gx.expectations.ExpectColumnMaxToBeBetween(
                        column=column,
                        min_value=0,
                        max_value=0,
                        severity=severity,
                        meta={"about": about.get(column, column)},
                    )
                    for column, severity in severities.items()
                ],
            )
        )
        batch = self._source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all batches")
        definition = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batch, suite=suite))
        checkpoint = context.checkpoints.add(
            gx.Checkpoint(name=name, validation_definitions=[definition], result_format=RESULT_FORMAT)
        )
        outcome = checkpoint.run(batch_parameters={"dataframe": frame})
        (result,) = outcome.run_results.values()
        for row in result.results:
            if row.exception_info and row.exception_info.get("raised_exception"):
                raise GuardError(
                    f"stage {stage}: the guard itself failed: {row.exception_info.get('exception_message')}"
                )
        return result

    def _new_name(self, stage: str) -> str:
        """The stage's name, numbered when it is judged again, as after a retry."""
        name, number = stage, 1
        while name in self._names:
            number += 1
            name = f"{stage} ({number})"
        self._names.add(name)
        return name

    def build_data_docs(self, build: Path) -> Path:
        """Write the results of all judged stages as HTML and show them in place of the documents of the last run, in one step.

        Returns:
            The index page.
        """
        target = build / DOCS_FOLDER
        beside = begin_version(target, build / DOCS_VERSIONS)
        self._context.add_data_docs_site(
            site_name="local",
            site_config={
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(beside.resolve())},
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            },
        )
        self._context.build_data_docs(site_names=["local"])
        swap_version(beside, target, keep=KEPT_DOCS)
        return target / "index.html"


def _column(row: dict[str, Any]) -> str:
    return SAFE_NAME.sub("_", f"{row['table_name']}: {row['expectation']}")


def _counts_frame(checks: pa.Table) -> pd.DataFrame:
    """Failed rows by batch (rows) and expectation (columns); an expectation that does not apply to a batch counts 0."""
    rows = checks.select(["table_name", "expectation", "batch_id", "failed_rows"]).to_pylist()
    frame = pd.DataFrame(
        [{"batch": row["batch_id"], "what": _column(row), "failed": row["failed_rows"]} for row in rows]
    )
    return frame.pivot_table(index="batch", columns="what", values="failed", aggfunc="sum", fill_value=0).reset_index(
        drop=True
    )


def _abouts() -> dict[str, str]:
    return {
        _column({"table_name": rule.table, "expectation": rule.name}): rule.about
        for table in documented_tables()
        for rule in expectations_of(table)
    }


def _failure_message(stage: str, checks: pa.Table) -> str:
    failed = [row for row in checks.to_pylist() if not row["success"] and row["severity"] == "critical"]
    lines = [f"stage {stage} was stopped by its guard; nothing was published"]
    lines += [
        f"  {row['table_name']}: {row['expectation']}: {row['observed']} (batch {row['batch_id']})"
        for row in failed[:20]
    ]
    return "\n".join(lines)


def failed_checks(checks: Sequence[pa.Table]) -> list[tuple[str, str, str, int]]:
    """Failed checks as (stage, table, expectation, failed rows), summed over batches."""
    counts: dict[tuple[str, str, str], int] = {}
    for table in checks:
        for row in table.to_pylist():
            if not row["success"]:
                key = (row["stage"], row["table_name"], row["expectation"])
                counts[key] = counts.get(key, 0) + row["failed_rows"]
    return [(*key, rows) for key, rows in sorted(counts.items())]
