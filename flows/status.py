"""What is published, and what the last run did."""

from __future__ import annotations

from pathlib import Path

from flows.errors import UsageError
from warehouse.lock import LOCK_NAME, read_holder
from warehouse.publish import DATABASE, published_state
from warehouse.query import open_read_only


def describe_status(build: Path) -> str:
    """The state of a build folder in lines for a terminal.

    Raises:
        UsageError: Nothing has been published there yet.
    """
    path = build / DATABASE
    if not path.is_file():
        raise UsageError(f"nothing published at {path} yet; `kechuang run` first")
    snapshot, _ = published_state(build)
    with open_read_only(path) as connection:
        last = connection.execute(
            "SELECT run_id, started_at::VARCHAR, document_count, batch_count, computed_count, reused_count, row_count, reject_count, "
            "failed_check_count, code_version FROM runs ORDER BY finished_at DESC LIMIT 1"
        ).fetchone()
    assert last is not None
    lines = [
        f"Published snapshot {snapshot} at {path} ({path.stat().st_size / 1e6:.1f} MB).",
        f"Last run that published: {last[0]}, started {last[1]}, code {last[9]}.",
        f"  {last[2]} documents in {last[3]} batches; {last[4]} stage batches computed, {last[5]} unchanged.",
        f"  {last[6]:,} rows, {last[7]} rejects, {last[8]} warnings.",
    ]
    holder = read_holder(build)
    if (build / LOCK_NAME).exists() and holder != "holder not known":
        lines.append(f"A run is at work: {holder}.")
    return "\n".join(lines) + "\n"
