"""The whole run as plain steps; `pipeline.py` wraps the same steps in Prefect tasks."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from flows.batches import Batch, form_batches
from flows.commit import finish_run
from flows.errors import DataError
from flows.executors import open_executor
from flows.fingerprint import code_version, fingerprint, stage_digest, stage_parts
from flows.language import told
from flows.lineage import PUBLISH, traced
from flows.plan import PRODUCERS, SOURCE_TABLE, STAGES, Stage
from flows.requests import Request, remember_request
from flows.runner import Work, run_batch
from flows.sources import CHANGED, list_inputs
from flows.summary import Summary
from flows.taggers import digests_of, seeds_of
from warehouse.expectations.judge import Judge
from warehouse.ledger import StagedBatch, find_staged, read_staged, seal
from warehouse.location import find_location, settle_location
from warehouse.lock import hold_lock

log = logging.getLogger("kechuang")
Step = Callable[[str, Callable[..., Any], int], Callable[..., Any]]


class Progress:
    """Progress of a run; this one stays silent."""

    def start(self, total: int) -> None:
        """`total` stage batches lie ahead."""

    def advance(self, stage: str) -> None:
        """One batch of a stage is done."""

    def finish(self) -> None:
        """The run is over."""


def direct_step(name: str, function: Callable[..., Any], retries: int) -> Callable[..., Any]:
    """A step that is just the function; Prefect's counterpart makes a task of it."""
    return function


def new_run_id() -> str:
    """Sortable run id: UTC time and eight random digits."""
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"


def plan_batches(request: Request) -> tuple[list[Batch], tuple[dict[str, object], ...]]:
    """List the inputs and cut them into batches.

    Returns:
        The batches, and reject rows of inputs that were not read.

    Raises:
        SourceError: A source does not exist or holds nothing usable.
    """
    listing = list_inputs(request.sources)
    batches = form_batches(listing.inputs, limit=request.batch_bytes, issue_date=request.issue_date)
    return batches, listing.rejects


@dataclass
class State:
    """What the stages of a run have staged so far, by stage and batch."""

    staged: dict[str, dict[str, StagedBatch]] = field(default_factory=dict)
    computed: int = 0
    reused: int = 0


def run_stage(
    stage: Stage,
    batches: Sequence[Batch],
    state: State,
    *,
    request: Request,
    run_id: str,
    parts: Mapping[str, str],
    pool: Executor | None,
    judge: Judge,
    progress: Callable[[str], None],
) -> tuple[int, int]:
    """Run one stage over all batches that are not staged under their fingerprint yet.

    Args:
        stage: The stage.
        batches: All batches of the corpus.
        state: Receives the staged batches.
        request: The request.
        run_id: The run.
        parts: `stage_parts` of the stage.
        pool: Executor, or None for this process.
        judge: Judges the counted violations.
        progress: Called with the stage's name once per finished batch.

    Returns:
        Number of batches computed and reused.

    Raises:
        GuardError: A critical expectation failed in some batch.
    """
    digest = stage_digest(stage.name, parts)
    done: dict[str, StagedBatch] = {}
    pending: list[Work] = []
    read: dict[str, dict[str, str]] = {}
    root = find_location(request.build).root(request.build)
    for batch in batches:
        sources = {
            name: state.staged[PRODUCERS[name].name][batch.batch_id] for name in stage.inputs if name != SOURCE_TABLE
        }
        read[batch.batch_id] = {name: staged.digests[name] for name, staged in sources.items()}
        mark = fingerprint(digest, batch.batch_id, read[batch.batch_id])
        found = find_staged(root, stage=stage.name, batch_id=batch.batch_id, fingerprint=mark)
        if found is not None and not (found.rows["rejects"] and (request.retry or _met_changes(found))):
            done[batch.batch_id] = found
            progress(stage.name)
            continue
        pending.append(
            Work(
                stage=stage.name,
                batch=batch,
                fingerprint=mark,
                inputs=sources,
                root=root,
                run_id=run_id,
                models=request.models,
                tagger=request.tagger,
            )
        )
    if pending:
        judge.open()
    fresh: list[StagedBatch] = []
    for staged in _run_all(pending, pool):
        fresh.append(staged)
        progress(stage.name)
    if fresh:
        judge.judge(stage.name, pa.concat_tables([read_staged(staged, "checks") for staged in fresh]))
    for staged in fresh:
        seal(staged, parts=parts, inputs=read[staged.batch_id])
        done[staged.batch_id] = staged
    state.staged[stage.name] = {batch.batch_id: done[batch.batch_id] for batch in batches}
    state.computed += len(pending)
    state.reused += len(batches) - len(pending)
    log.info("stage %s: %d batches computed, %d unchanged", stage.name, len(pending), len(batches) - len(pending))
    return len(pending), len(batches) - len(pending)


def _met_changes(staged: StagedBatch) -> bool:
    """Whether an input of the batch was being written to when it was read."""
    return staged.stage == STAGES[0].name and CHANGED in read_staged(staged, "rejects").column("reason").to_pylist()


def _run_all(pending: Sequence[Work], pool: Executor | None) -> Iterator[StagedBatch]:
    if pool is None:
        yield from map(run_batch, pending)
        return
    # The largest first, so that no worker is left with a large one at the end.
    largest_first = sorted(pending, key=lambda work: -work.batch.size)
    futures = {pool.submit(run_batch, work) for work in largest_first}
    try:
        for future in as_completed(futures):
            # A cluster computes a result anew as long as somebody holds its future.
            futures.discard(future)
            staged = future.result()
            del future
            yield staged
    finally:
        for future in futures:
            future.cancel()


def all_stage_parts(request: Request) -> dict[str, dict[str, str]]:
    """`stage_parts` of every stage; loading the seeds validates them before anything runs."""
    seeds_of(models=request.models, tagger=request.tagger)
    seeds = digests_of(models=request.models, tagger=request.tagger)
    return {stage.name: stage_parts(stage, seeds) for stage in STAGES}


def _require_documents(staged: Iterable[StagedBatch]) -> None:
    """Raise DataError, before anything is published, when not one input could be read."""
    reasons: list[str] = []
    for one in staged:
        if one.rows["documents"]:
            return
        reasons += read_staged(one, "rejects").column("detail").to_pylist()
    raise DataError(told("no input could be read, nothing was published:") + "\n  " + "\n  ".join(reasons[:10]))


def execute(request: Request, *, step: Step = direct_step, progress: Progress | None = None) -> Summary:
    """Run the whole pipeline: list, stages, one commit, publish.

    Args:
        request: What to do.
        step: Wraps each step; Prefect's makes tasks of them.
        progress: Told how many stage batches there are and when each is done.

    Raises:
        SourceError: A source is missing or empty.
        GuardError: A critical expectation failed; nothing was published.
        LockHeldError: Another run works on the same build folder.
    """
    started = dt.datetime.now(dt.UTC)
    run_id = new_run_id()
    watch = progress or Progress()
    with hold_lock(request.build, run_id=run_id), traced(request, run_id, started) as trace, closing(Judge()) as judge:
        settle_location(request.build, request.location)
        remember_request(request)
        parts = all_stage_parts(request)
        batches, turned_away = step("list inputs", plan_batches, 2)(request)
        watch.start(len(batches) * len(STAGES))
        state = State()
        trace.staged = state.staged
        with open_executor(request.workers, dask=request.dask) as pool:
            for stage in STAGES:
                with trace.step(stage.name):
                    step(stage.name, run_stage, stage.retries)(
                        stage,
                        batches,
                        state,
                        request=request,
                        run_id=run_id,
                        parts=parts[stage.name],
                        pool=pool,
                        judge=judge,
                        progress=watch.advance,
                    )
                    if stage is STAGES[0]:
                        _require_documents(state.staged[stage.name].values())
        judge.write_docs(request.build)
        with trace.step(PUBLISH):
            summary: Summary = step(PUBLISH, finish_run, 0)(
                build=request.build,
                run_id=run_id,
                started=started,
                code_version=code_version({name: stage_digest(name, of) for name, of in parts.items()}),
                batches=batches,
                staged=state.staged,
                unlisted=turned_away,
                seeds=seeds_of(models=request.models, tagger=request.tagger),
                computed=state.computed,
                reused=state.reused,
            )
        trace.summary = summary
        if state.computed:
            step("data docs", judge.show_docs, 0)(request.build)
        watch.finish()
    return summary
