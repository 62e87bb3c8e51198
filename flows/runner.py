"""One stage on one batch: read, transform, guard, stage. No Prefect here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from flows.batches import Batch
from flows.memory import keep_freed_memory
from flows.own_process import leave_pandas_out
from flows.plan import SOURCE_TABLE, STAGES, Stage
from flows.taggers import seeds_of
from warehouse.collection import without_collection
from warehouse.expectations import audit
from warehouse.ledger import StagedBatch, read_staged, write_staged
from warehouse.memory import release_unused
from warehouse.reference import reference_tables

# Before a batch of this size it pays to give back what others have freed.
LARGE_BYTES = 500_000
# What a process may hold before it gives back what it has freed.
HELD_BYTES = 500_000_000
STAGE_BY_NAME = {stage.name: stage for stage in STAGES}


@dataclass(frozen=True)
class Work:
    """What a worker process needs to run one stage on one batch.

    Attributes:
        stage: Name of the stage.
        batch: The batch.
        fingerprint: Under which the result is recorded.
        inputs: Staged batch that holds each input table.
        root: Folder below which staged files lie, seen by all workers.
        run_id: The run, for checks and rejects.
        models: Whether models are used.
        tagger: Name of the tagger in place of the shipped model's, or empty.
    """

    stage: str
    batch: Batch
    fingerprint: str
    inputs: dict[str, StagedBatch]
    root: Path
    run_id: str
    models: bool
    tagger: str = ""


@without_collection()
def run_batch(work: Work) -> StagedBatch:
    """Run one stage on one batch and write its tables, not yet sealed; safe to call in another process.

    The guard's counts come with the result; the driver judges them and seals what passes.

    Raises:
        ContractError: The stage returned a table that is not of its contract.
        OSError: A file could not be read or written.
    """
    keep_freed_memory()
    if not work.tagger:
        leave_pandas_out()
    if work.batch.size >= LARGE_BYTES:
        release_unused(above=HELD_BYTES)
    stage = STAGE_BY_NAME[work.stage]
    seeds = seeds_of(models=work.models, tagger=work.tagger)
    context = {name: read_staged(staged, name) for name, staged in work.inputs.items()}
    inputs, unread = _inputs(stage, work.batch, context)
    outcome = stage.load()(*(inputs[name] for name in stage.inputs), seeds=seeds)
    rejects = outcome.rejects if unread is None else pa.concat_tables([unread, outcome.rejects])
    counted = audit(
        stage.name,
        work.batch.batch_id,
        outcome.tables,
        context={**context, **reference_tables(seeds)},
        rejects=rejects,
        run_id=work.run_id,
        intake=inputs[SOURCE_TABLE].num_rows + unread.num_rows if unread is not None else None,
        staged={name: staged.rows[name] for name, staged in work.inputs.items()},
    )
    return write_staged(
        work.root,
        stage=stage.name,
        batch_id=work.batch.batch_id,
        fingerprint=work.fingerprint,
        tables=outcome.tables,
        checks=counted.checks,
        rejects=counted.rejects,
    )


def _inputs(stage: Stage, batch: Batch, context: dict[str, pa.Table]) -> tuple[dict[str, pa.Table], pa.Table | None]:
    if SOURCE_TABLE not in stage.inputs:
        return context, None
    from flows.sources import read_inputs

    raw, rejects = read_inputs(batch.inputs, option_date=batch.issue_date)
    return {**context, SOURCE_TABLE: raw}, rejects
