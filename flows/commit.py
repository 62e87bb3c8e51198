"""The last step of a run: one commit to the lake, then publish."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from flows.plan import LISTING, STAGES
from flows.summary import Summary
from warehouse.contracts import CORE_TABLES, PUBLISHED_TABLES, TABLES, arrow_schema, conform
from warehouse.database import DATABASE
from warehouse.expectations.audit import failed_checks
from warehouse.identity import reject_id
from warehouse.lake import commit_run
from warehouse.lake_files import data_file_name
from warehouse.ledger import StagedBatch, drop_stale, read_staged
from warehouse.location import find_location
from warehouse.memory import ROWS_PER_THREAD
from warehouse.preparation import Preparation
from warehouse.publish import publish, published_snapshot
from warehouse.query import connect

Staged = Mapping[str, Mapping[str, StagedBatch]]


def finish_run(
    *,
    build: Path,
    run_id: str,
    started: dt.datetime,
    code_version: str,
    batches: Sequence[str],
    staged: Staged,
    unlisted: Sequence[Mapping[str, object]],
    reference: Mapping[str, pa.Table],
    computed: int,
    reused: int,
    prepared: Preparation | None = None,
) -> Summary:
    """Commit and publish what the stages made, unless it is published already.

    Args:
        build: The build folder.
        run_id: The run.
        started: When it started (UTC).
        code_version: Version of code and seeds.
        batches: Ids of all batches of the corpus.
        staged: Staged batches by stage and batch id.
        unlisted: Reject rows of inputs that never reached a batch.
        reference: The reference tables.
        computed: Stage batches computed.
        reused: Stage batches reused.
        prepared: What was copied ahead into the file that is going to be published.
    """
    files = lake_files(staged)
    checks = [read_staged(one, "checks") for stage in STAGES for one in staged[stage.name].values()]
    rejects = [_unlisted_rejects(unlisted, run_id)]
    rejects += [read_staged(one, "rejects") for stage in STAGES for one in staged[stage.name].values()]
    replaced = {
        **reference,
        "checks": pa.concat_tables(checks) if checks else arrow_schema(TABLES["checks"]).empty_table(),
        "rejects": pa.concat_tables(rejects),
    }
    content = _content_digest(files, replaced)
    failed = failed_checks(checks)
    snapshot = published_snapshot(build, content)
    changed = snapshot is None
    if changed:
        run = _run_row(
            run_id, started, code_version, batches, staged, replaced["rejects"].num_rows, failed, computed, reused
        )
        expected = {
            name: sum(one.rows[name] for one in staged[stage.name].values())
            for stage in STAGES
            for name in stage.outputs
        }
        if prepared is not None:
            # Few rows are made ready beside the commit, many would take too much memory there.
            prepared.settle(few=ROWS_PER_THREAD)
        commit_run(build, files=files, replaced=replaced, run=run, run_id=run_id, content=content, expected=expected)
        if prepared is not None:
            prepared.settle()
        snapshot = publish(build, content=content, prepared=prepared, rows=sum(expected.values()))
        drop_stale(find_location(build).root(build), keep=frozenset(batches))
    passed = sum(table.column("success").to_pylist().count(True) for table in checks)
    return Summary(
        run_id=run_id,
        published=changed,
        snapshot_id=snapshot,
        computed=computed,
        reused=reused,
        batches=len(batches),
        rows=_row_counts(build),
        checks={"passed": passed, "warning": len(failed)},
        rejects=replaced["rejects"].num_rows,
        failed_checks=failed,
        seconds=(dt.datetime.now(dt.UTC) - started).total_seconds(),
    )


def lake_files(staged: Staged) -> dict[str, dict[str, Path]]:
    """For each table of these stages its staged files by the names that they have in the lake."""
    files: dict[str, dict[str, Path]] = {}
    for stage in STAGES:
        for batch_id, one in sorted(staged.get(stage.name, {}).items()):
            for name in stage.outputs:
                files.setdefault(name, {})[data_file_name(stage.name, batch_id, one.digests[name])] = one.path(name)
    return files


def _content_digest(files: Mapping[str, Mapping[str, Path]], replaced: Mapping[str, pa.Table]) -> str:
    """Digest of everything a snapshot holds but the runs that made it."""
    parts: list[object] = [sorted(names) for _, names in sorted(files.items())]
    for name, table in sorted(replaced.items()):
        unnamed = table.drop_columns(["run_id"]) if "run_id" in table.column_names else table
        parts.append([name, unnamed.to_pylist()])
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def _unlisted_rejects(rows: Sequence[Mapping[str, object]], run_id: str) -> pa.Table:
    schema = arrow_schema(TABLES["rejects"])
    full = [
        {"stage": LISTING, **row, "run_id": run_id, "reject_id": reject_id(LISTING, number, row)}
        for number, row in enumerate(rows)
    ]
    return conform(
        pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in full], schema=schema),
        TABLES["rejects"],
    )


def _run_row(
    run_id: str,
    started: dt.datetime,
    code_version: str,
    batches: Sequence[str],
    staged: Staged,
    reject_count: int,
    failed: Sequence[object],
    computed: int,
    reused: int,
) -> pa.Table:
    per_stage = [one.rows for batches_of in staged.values() for one in batches_of.values()]
    row = {
        "run_id": run_id,
        "started_at": started,
        "finished_at": dt.datetime.now(dt.UTC),
        "state": "completed",
        "code_version": code_version,
        "document_count": sum(rows.get("documents", 0) for rows in per_stage),
        "batch_count": len(batches),
        "computed_count": computed,
        "reused_count": reused,
        "row_count": sum(count for rows in per_stage for name, count in rows.items() if name in CORE_TABLES),
        "reject_count": reject_count,
        "failed_check_count": len(failed),
    }
    return pa.Table.from_pylist([row], schema=arrow_schema(TABLES["runs"]))


def _row_counts(build: Path) -> dict[str, int]:
    path = build / DATABASE
    if not path.is_file():
        return {}
    with connect(path) as connection:
        counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in PUBLISHED_TABLES)
        return {str(name): int(rows) for name, rows in connection.execute(counts).fetchall()}
