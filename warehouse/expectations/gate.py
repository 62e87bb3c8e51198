"""Great Expectations judges the counted violations of every stage and documents them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from warehouse.collection import without_collection
from warehouse.errors import GuardError
from warehouse.expectations.engine import configured_once, import_great_expectations
from warehouse.expectations.judge import DOCS_FOLDER, DOCS_VERSIONS
from warehouse.expectations.rules import documented_tables, expectations_of
from warehouse.staging import begin_version

# No cell value enters the documents: they would be printed unescaped, and may hold personal data.
RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": 0}
SAFE_NAME = re.compile(r"[^0-9A-Za-z_.,() -]")


class Gate:
    """One Great Expectations context for a run: a suite per stage, and Data Docs at the end.

    The rows were counted in DuckDB; here the counts are held against "none" with the severity of each expectation, one column per
    expectation and one row per batch.
    """

    def __init__(self) -> None:
        gx = import_great_expectations()
        from great_expectations.data_context.types.base import ProgressBarsConfig

        self._gx = gx
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = ProgressBarsConfig(globally=False)
        self._source = self._context.data_sources.add_pandas("kechuang")
        self._names: set[str] = set()
        self._judged: list[tuple[Any, Any]] = []

    @without_collection()
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
        gx = self._gx
        about = _abouts()
        name = self._new_name(stage)
        suite = gx.ExpectationSuite(
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
        definition = self._source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all batches")
        # A checkpoint would write suite, definition and itself to its stores and read them back five times: twice the time of judging.
        batch = definition.get_batch({"dataframe": frame})
        with configured_once():
            result = batch.validate(suite, result_format=RESULT_FORMAT)
        for row in result.results:
            if row.exception_info and row.exception_info.get("raised_exception"):
                raise GuardError(
                    f"stage {stage}: the guard itself failed: {row.exception_info.get('exception_message')}"
                )
        self._judged.append((suite, result))
        return result

    def _new_name(self, stage: str) -> str:
        """The stage's name, numbered when it is judged again, as after a retry."""
        name, number = stage, 1
        while name in self._names:
            number += 1
            name = f"{stage} ({number})"
        self._names.add(name)
        return name

    def _remember_judged(self) -> None:
        """Put the results where the site builder looks for them."""
        from great_expectations.core.run_identifier import RunIdentifier
        from great_expectations.data_context.types.resource_identifiers import (
            ExpectationSuiteIdentifier,
            ValidationResultIdentifier,
        )

        run = RunIdentifier(run_time=dt.datetime.now(dt.UTC))
        for suite, result in self._judged:
            result.meta |= {"run_id": run, "validation_time": run.run_time}
            key = ValidationResultIdentifier(
                expectation_suite_identifier=ExpectationSuiteIdentifier(name=suite.name),
                run_id=run,
                batch_identifier=result.batch_id,
            )
            self._context.validation_results_store.store_validation_results(
                suite_validation_result=result, suite_validation_result_identifier=key
            )
        self._judged.clear()

    @without_collection()
    def write_data_docs(self, build: Path) -> Path:
        """Write the results of all judged stages as HTML beside the documents of the last run.

        Returns:
            The unfinished version's folder, for `Judge.show_docs`.
        """
        beside = begin_version(build / DOCS_FOLDER, build / DOCS_VERSIONS)
        self._remember_judged()
        self._context.add_data_docs_site(
            site_name="local",
            site_config={
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(beside.resolve())},
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                # A page of results tells each expectation together with what was found.
                "site_section_builders": {"expectations": "none", "profiling": "none"},
            },
        )
        self._context.build_data_docs(site_names=["local"])
        return beside


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
