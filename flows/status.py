"""What is published, and what the last run did."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flows.errors import UsageError
from flows.language import told
from flows.settings import load_settings
from warehouse.database import DATABASE
from warehouse.lock import is_held, read_holder
from warehouse.publish import published_state
from warehouse.query import open_read_only

RUN_COLUMNS = (
    "run_id",
    "started_at",
    "finished_at",
    "code_version",
    "document_count",
    "batch_count",
    "computed_count",
    "reused_count",
    "row_count",
    "reject_count",
    "failed_check_count",
)


def published_database(build: Path | None = None) -> Path:
    """The published database of a build folder, the settings' folder if none is named.

    Raises:
        UsageError: Nothing has been published there yet.
    """
    path = (build or load_settings().build) / DATABASE
    if not path.is_file():
        raise UsageError(told("nothing published at {path} yet; `kechuang run` first", path=path))
    return path


def read_status(build: Path) -> dict[str, object]:
    """The state of a build folder.

    Returns:
        `database`, `bytes`, `snapshot_id`, `holder` (who is at work, or None), and the columns of the last row of `runs`.

    Raises:
        UsageError: Nothing has been published there yet.
    """
    path = published_database(build)
    snapshot, _ = published_state(build)
    with open_read_only(path) as connection:
        row = connection.execute(
            f"SELECT {', '.join(f'{name}::VARCHAR' if name.endswith('_at') else name for name in RUN_COLUMNS)} "
            "FROM runs ORDER BY finished_at DESC LIMIT 1"
        ).fetchone()
    assert row is not None
    holder = read_holder(build)
    at_work = is_held(build)
    return {
        "database": str(path),
        "bytes": path.stat().st_size,
        "snapshot_id": snapshot,
        "holder": holder if at_work else None,
        **dict(zip(RUN_COLUMNS, row, strict=True)),
    }


def describe_status(state: Mapping[str, object]) -> str:
    """A state that `read_status` gave, in lines for a terminal."""
    size = state["bytes"]
    assert isinstance(size, int)
    lines = [
        told("Published snapshot {snapshot_id} at {database} ({megabytes:.1f} MB).", megabytes=size / 1e6, **state),
        told("Last run that published: {run_id}, started {started_at}, code {code_version}.", **state),
        "  "
        + told(
            "{document_count} documents in {batch_count} batches; {computed_count} stage batches computed, {reused_count} unchanged.",
            **state,
        ),
        "  " + told("{row_count:,} rows, {reject_count} rejects, {failed_check_count} warnings.", **state),
    ]
    if state["holder"]:
        lines.append(told("A run is at work: {holder}.", **state))
    return "\n".join(lines) + "\n"
