"""The whole run as plain steps; `pipeline.py` wraps the same steps in Prefect tasks."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from flows.batches import Batch, form_batches
from flows.errors import DataError
from flows.executors import open_executor, open_server
from flows.fingerprint import code_version, stage_digest, stage_parts
from flows.interrupt import raise_if_stopped
from flows.language import told
from flows.lineage import PUBLISH, load_client, traced
from flows.own_process import leave_pandas_out
from flows.plan import STAGES
from flows.publisher import Publisher
from flows.requests import Request, remember_request
from flows.sources import list_inputs
from flows.stages import Order, Pool, State, run_stage
from flows.summary import Summary
from flows.taggers import digests_of, seeds_of
from warehouse.collection import without_collection
from warehouse.expectations.judge import Judge
from warehouse.ledger import STAGE_FOLDER, StagedBatch, read_staged
from warehouse.location import find_location, settle_location
from warehouse.lock import hold_lock
from warehouse.reference import reference_tables

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


@without_collection()
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
    if not request.tagger:
        leave_pandas_out()
    with (
        hold_lock(request.build, run_id=run_id),
        traced(request, run_id, started) as trace,
        closing(Judge()) as judge,
        closing(Publisher(request.build)) as publisher,
    ):
        settle_location(request.build, request.location)
        remember_request(request)
        root = find_location(request.build).root(request.build)
        if not (root / STAGE_FOLDER).is_dir():
            # Nothing to reuse: these processes may start while seeds are loaded.
            judge.open()
            if request.workers > 1 and not request.dask:
                open_server()
        parts = all_stage_parts(request)
        batches, turned_away = step("list inputs", plan_batches, 2)(request)
        watch.start(len(batches) * len(STAGES))
        state = State()
        trace.staged = state.staged
        digests = {name: stage_digest(name, of) for name, of in parts.items()}
        order = Order(request=request, run_id=run_id, root=root, parts=parts, digests=digests)
        with open_executor(request.workers, dask=request.dask) as executor:
            pool = Pool(executor, order) if executor is not None else None
            for stage in STAGES:
                raise_if_stopped()
                with trace.step(stage.name):
                    computed = step(stage.name, run_stage, stage.retries)(
                        stage,
                        batches,
                        state,
                        order=order,
                        pool=pool,
                        judge=judge,
                        progress=watch.advance,
                    )
                    if stage is STAGES[0]:
                        _require_documents(state.staged[stage.name].values())
                publisher.follow(batches, state, computed)
        if state.computed:
            # Whoever needs it sooner waits for it, as for every import.
            threading.Thread(target=load_client).start()
        judge.write_docs(request.build)
        raise_if_stopped()
        with trace.step(PUBLISH):
            summary: Summary = step(PUBLISH, publisher.finish, 0)(
                build=request.build,
                run_id=run_id,
                started=started,
                code_version=code_version(digests),
                batches=[batch.batch_id for batch in batches],
                staged=state.staged,
                unlisted=turned_away,
                reference=dict(reference_tables(seeds_of(models=request.models, tagger=request.tagger))),
                computed=state.computed,
                reused=state.reused,
            )
        trace.summary = summary
        if state.computed:
            step("data docs", judge.show_docs, 0)(request.build)
        watch.finish()
    return summary
