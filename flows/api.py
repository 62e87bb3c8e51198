"""The pipeline from Python: run it, and open what it published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.days import read_day
from flows.driver import Progress, execute
from flows.errors import UsageError
from flows.language import told
from flows.requests import make_request
from flows.status import published_database
from flows.summary import Summary, data_docs_page
from warehouse import query
from warehouse.database import DATABASE
from warehouse.publish import PARQUET


@dataclass(frozen=True, kw_only=True)
class RunResult:
    """What a run did, and where its outputs lie.

    Attributes:
        build: Folder of all outputs.
        summary: Everything that is known of the run: checks, warnings, seconds, stage batches computed and reused.
    """

    build: Path
    summary: Summary

    @property
    def run_id(self) -> str:
        """The run; the key of the table `runs` when it published something."""
        return self.summary.run_id

    @property
    def published(self) -> bool:
        """Whether there is a new snapshot; False when nothing had changed."""
        return self.summary.published

    @property
    def snapshot_id(self) -> int | None:
        """The snapshot that is now published."""
        return self.summary.snapshot_id

    @property
    def rows(self) -> Mapping[str, int]:
        """Rows per published table."""
        return self.summary.rows

    @property
    def rejects(self) -> int:
        """Inputs and rows turned away; the table `rejects` gives the reasons."""
        return self.summary.rejects

    @property
    def database(self) -> Path:
        """The DuckDB file with all tables, marts and macros."""
        return self.build / DATABASE

    @property
    def parquet(self) -> Path:
        """Folder with a folder of Parquet files per table."""
        return self.build / PARQUET

    @property
    def data_docs(self) -> Path:
        """The page with the results of all expectations."""
        return data_docs_page(self.build)


def run_pipeline(
    sources: str | Path | Iterable[str | Path] = (),
    *,
    build: str | Path | None = None,
    issue_date: str | dt.date | None = None,
    workers: int | None = None,
    models: bool | None = None,
    tagger: str | None = None,
    prefect: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """Run the pipeline over pages and publish the warehouse, as `kechuang run` does.

    The sources are the whole corpus: pages of earlier runs that they no longer hold leave the newest snapshot. Stage batches that are
    unchanged are not computed again.

    Args:
        sources: Files, folders, globs or archives (one or several); the sample page if empty.
        build: Folder of all outputs; `KECHUANG_BUILD` or `warehouse/build` if None.
        issue_date: Day of issue of every input (a date or YYYY-MM-DD); read from each page if None.
        workers: Processes that work on batches; `KECHUANG_WORKERS` or 1 if None. With more than one a script needs the guard
            `if __name__ == "__main__":`, as with all of Python's process pools.
        models: Whether the trained models are used beside the rules; `KECHUANG_MODELS` or True if None.
        tagger: Tagger in place of the shipped model's (`flows.taggers`); `KECHUANG_TAGGER` or none if None.
        prefect: Run as a Prefect flow, with tasks, retries and artifacts on the configured (or a temporary) server.
        progress: Told about finished stage batches; silent if None.

    Returns:
        Snapshot id, rows per table, and the paths of the outputs. The columns of the tables are those of `warehouse/DICTIONARY.md`;
        `metrics`, say, has `value` (DECIMAL(38,9)), `unit`, `period_start` and `period_end` (DATE, the last day included), and
        `char_start` and `char_end` (code points of `documents.text`).

    Raises:
        flows.errors.UsageError: An argument or a setting has a value that it cannot take, or a source is missing or empty.
        flows.errors.DataError: No input could be read, or a worker process died; nothing was published.
        warehouse.errors.GuardError: A critical expectation failed; nothing was published.
        warehouse.errors.LockHeldError: Another run works on the same build folder.
        warehouse.errors.WarehouseError: The lake or the outputs could not be written.
        seeds.types.SeedError: A seed file is malformed.

    >>> import tempfile
    >>> from flows import connect, run_pipeline
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "page.txt").write_text("今年前三季度，全市工业企业实现营收2274亿元，同比增长7.1%。", encoding="utf-8")
    >>> result = run_pipeline(folder / "page.txt", build=folder / "build", issue_date="2018-12-03")
    >>> result.published, result.rows["documents"], result.rejects
    (True, 1, 0)
    >>> with connect(result.build) as warehouse:
    ...     warehouse.sql("SELECT value::BIGINT, unit, change_value::DOUBLE, period_end FROM metrics").fetchall()
    [(227400000000, 'CNY', 7.1, datetime.date(2018, 9, 30))]
    >>> run_pipeline(folder / "nowhere.txt", build=folder / "build")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    flows.listing.SourceError: no such file or folder: ...
    """
    if workers is not None and workers < 1:
        raise UsageError(told("workers takes a number from 1 on, not {workers}", workers=workers))
    named = [sources] if isinstance(sources, str | Path) else sources
    request = make_request(
        [str(source) for source in named],
        build=None if build is None else Path(build),
        issue_date=_iso_day(issue_date),
        workers=workers,
        models=models,
        tagger=tagger,
    )
    if prefect:
        from flows.pipeline import kechuang_flow
        from flows.temporary_server import start_temporary_server

        start_temporary_server()
        return RunResult(build=request.build, summary=kechuang_flow(request, progress))
    return RunResult(build=request.build, summary=execute(request, progress=progress))


def connect(build: str | Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open what is published, read-only; close it, or use it in a `with` block.

    A connection keeps the state that it has opened while later runs publish newer ones.

    Args:
        build: Folder of all outputs; `KECHUANG_BUILD` or `warehouse/build` if None.

    Returns:
        A DuckDB connection in which tables, marts and macros go by their plain names. Frames of pandas, polars and Arrow that the caller
        has at hand can be joined by name.

    Raises:
        flows.errors.UsageError: Nothing has been published there yet.
        warehouse.errors.WarehouseError: The file is no database that this DuckDB can open.
    """
    return query.connect(published_database(None if build is None else Path(build)))


def _iso_day(day: str | dt.date | None) -> str | None:
    if isinstance(day, str):
        return read_day(day, option="issue_date").isoformat()
    # A datetime is a date too, and its own form has a time of day.
    return None if day is None else f"{day:%Y-%m-%d}"
