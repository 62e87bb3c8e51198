"""One stage on one batch: read, transform, guard, stage. No Prefect here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from flows.batches import Batch
from flows.memory import give_back, keep_freed_memory
from flows.own_process import keep_compiled, leave_pandas_out
from flows.plan import SOURCE_TABLE, STAGES, Stage
from flows.recent import keep_made, read_recent
from flows.taggers import seeds_of
from transforms.outcome import Outcome
from warehouse.collection import without_collection
from warehouse.expectations import audit
from warehouse.ledger import StagedBatch, write_staged
from warehouse.reference import reference_tables

# Before a batch of this size it pays to give back what others have freed.
LARGE_BYTES = 500_000
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


@dataclass(frozen=True)
class Made:
    """What a stage has made of one batch.

    Attributes:
        outcome: Its tables and rejects.
        context: The tables that it was made from, by name.
        unread: Reject rows of inputs that could not be read, None where the stage reads none.
        intake: Inputs, read or not; None where the stage reads none.
    """

    outcome: Outcome
    context: Mapping[str, pa.Table]
    unread: pa.Table | None
    intake: int | None


def run_batch(work: Work) -> StagedBatch:
    """Run one stage on one batch and write its tables, not yet sealed; safe to call in another process.

    The guard's counts come with the result; the driver judges them and seals what passes.

    Raises:
        ContractError: The stage returned a table that is not of its contract.
        OSError: A file could not be read or written.
    """
    made = transform(work)
    staged = store(work, made)
    keep_made(staged, made.outcome.tables)
    return staged


@without_collection()
def transform(work: Work) -> Made:
    """Read a batch and run the stage on it."""
    keep_freed_memory()
    if not work.tagger:
        leave_pandas_out()
    if work.batch.size >= LARGE_BYTES:
        give_back(work.stage)
    stage = STAGE_BY_NAME[work.stage]
    context = {name: read_recent(staged, name, columns=stage.columns.get(name)) for name, staged in work.inputs.items()}
    inputs, unread = _inputs(stage, work.batch, context)
    seeds = seeds_of(models=work.models, tagger=work.tagger)
    outcome = stage.load()(*(inputs[name] for name in stage.inputs), seeds=seeds)
    keep_compiled(stage.name)
    intake = inputs[SOURCE_TABLE].num_rows + unread.num_rows if unread is not None else None
    return Made(outcome, context, unread, intake)


@without_collection()
def store(work: Work, made: Made) -> StagedBatch:
    """Count what the guard forbids and write the tables; hardly any of it is Python's work, so it goes on well beside `transform`."""
    rejects = made.outcome.rejects
    counted = audit(
        work.stage,
        work.batch.batch_id,
        made.outcome.tables,
        context={**made.context, **reference_tables(seeds_of(models=work.models, tagger=work.tagger))},
        rejects=rejects if made.unread is None else pa.concat_tables([made.unread, rejects]),
        run_id=work.run_id,
        intake=made.intake,
        staged={name: staged.rows[name] for name, staged in work.inputs.items()},
    )
    return write_staged(
        work.root,
        stage=work.stage,
        batch_id=work.batch.batch_id,
        fingerprint=work.fingerprint,
        tables=made.outcome.tables,
        checks=counted.checks,
        rejects=counted.rejects,
    )


def _inputs(stage: Stage, batch: Batch, context: dict[str, pa.Table]) -> tuple[dict[str, pa.Table], pa.Table | None]:
    if SOURCE_TABLE not in stage.inputs:
        return context, None
    from flows.sources import read_inputs

    raw, rejects = read_inputs(batch.inputs, option_date=batch.issue_date)
    return {**context, SOURCE_TABLE: raw}, rejects
