"""Run a stage over all batches; with several processes a batch goes on to its next stage while others are still in this one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

import pyarrow as pa

from flows.batches import Batch
from flows.fingerprint import fingerprint
from flows.interrupt import raise_if_stopped
from flows.plan import SOURCE_TABLE, STAGES, Stage
from flows.requests import Request
from flows.runner import Work, run_batch, store, transform
from flows.sources import CHANGED
from warehouse.expectations.audit import has_critical
from warehouse.expectations.judge import Judge
from warehouse.ledger import StagedBatch, find_staged, read_staged, seal

log = logging.getLogger("kechuang")
# Staged batch that holds each table, of the tables of one batch.
Holders = Mapping[str, StagedBatch]
# A disk flushes several files in hardly more time than one.
SEALED_TOGETHER = 8
FOLLOWING = dict(zip((stage.name for stage in STAGES), STAGES[1:], strict=False))


@dataclass
class State:
    """What the stages of a run have staged so far, by stage and batch, and how many stage batches were computed and reused."""

    staged: dict[str, dict[str, StagedBatch]] = field(default_factory=dict)
    computed: int = 0
    reused: int = 0


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is the same for every stage batch of a run.

    Attributes:
        request: The request.
        run_id: The run.
        root: Folder below which staged files lie.
        parts: `stage_parts` of each stage.
        digests: `stage_digest` of each stage.
    """

    request: Request
    run_id: str
    root: Path
    parts: Mapping[str, Mapping[str, str]]
    digests: Mapping[str, str]

    def find(self, stage: Stage, batch: Batch, have: Holders) -> tuple[Work, StagedBatch | None]:
        """What has to be done for a stage batch, and its result where an earlier run has left it."""
        inputs = {name: have[name] for name in stage.inputs if name != SOURCE_TABLE}
        mark = fingerprint(self.digests[stage.name], batch.batch_id, input_digests(inputs))
        work = Work(
            stage=stage.name,
            batch=batch,
            fingerprint=mark,
            inputs=inputs,
            root=self.root,
            run_id=self.run_id,
            models=self.request.models,
            tagger=self.request.tagger,
        )
        found = find_staged(self.root, stage=stage.name, batch_id=batch.batch_id, fingerprint=mark)
        if found is not None and found.rows["rejects"] and (self.request.retry or _met_changes(found)):
            found = None
        return work, found


def input_digests(inputs: Holders) -> dict[str, str]:
    """SHA-256 of each input table."""
    return {name: staged.digests[name] for name, staged in inputs.items()}


def _met_changes(staged: StagedBatch) -> bool:
    """Whether an input of the batch was being written to when it was read."""
    return staged.stage == STAGES[0].name and CHANGED in read_staged(staged, "rejects").column("reason").to_pylist()


@dataclass(frozen=True)
class Done:
    """A stage batch that was computed, with the guard's counts."""

    staged: StagedBatch
    checks: pa.Table


class Pool:
    """Stage batches in the hands of an executor.

    The executor's queue is first in, first out: a batch that is through a stage lines up for the next one behind all that are waiting for
    this one, so no process idles at the end of a stage.
    """

    def __init__(self, executor: Executor, order: Order) -> None:
        self._executor = executor
        self._order = order
        self._finished: SimpleQueue[Future[StagedBatch]] = SimpleQueue()
        self._running: dict[Future[StagedBatch], tuple[Work, Holders]] = {}
        self._begun: set[tuple[str, str]] = set()
        self._done: dict[tuple[str, str], Done | BaseException] = {}

    def run(self, works: Sequence[tuple[Work, Holders]]) -> Iterator[Done]:
        """Results of works of one stage, in the order in which they are ready.

        Args:
            works: Each with the holders of all tables that its batch has so far.
        """
        # The largest first, so that no worker is left with a large one at the end.
        for work, have in sorted(works, key=lambda one: -one[0].batch.size):
            self._begin(work, have)
        waiting = {_key(work) for work, _ in works}
        try:
            while waiting:
                for key in sorted(waiting & self._done.keys()):
                    waiting.discard(key)
                    self._begun.discard(key)
                    done = self._done.pop(key)
                    if isinstance(done, BaseException):
                        raise done
                    yield done
                if waiting:
                    self._take(self._finished.get())
        finally:
            if waiting:
                self._give_up()

    def _begin(self, work: Work, have: Holders) -> None:
        key = _key(work)
        if key not in self._begun:
            self._begun.add(key)
            future = self._executor.submit(run_batch, work)
            self._running[future] = work, have
            future.add_done_callback(self._finished.put)

    def _take(self, future: Future[StagedBatch]) -> None:
        """Note a result; a cluster computes it anew as long as somebody holds its future."""
        if future not in self._running:
            return
        work, have = self._running.pop(future)
        error = future.exception()
        if error is not None:
            self._done[_key(work)] = error
            return
        done = self._done[_key(work)] = _done(future)
        if work.stage in FOLLOWING and not has_critical(done.checks):
            have = {**have, **dict.fromkeys(done.staged.tables, done.staged)}
            follower, found = self._order.find(FOLLOWING[work.stage], work.batch, have)
            if found is None:
                self._begin(follower, have)

    def _give_up(self) -> None:
        for future in self._running:
            future.cancel()
        self._running.clear()
        self._begun.clear()
        self._done.clear()


def _key(work: Work) -> tuple[str, str]:
    return work.stage, work.fingerprint


def _run_here(works: Sequence[tuple[Work, Holders]]) -> Iterator[Done]:
    """Results of works of one stage, one after the other; each is stored while the next one is made."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        storing: list[Future[StagedBatch]] = []
        for work, _ in works:
            made = transform(work)
            yield from map(_done, storing)
            storing = [beside.submit(store, work, made)]
        yield from map(_done, storing)


def _done(future: Future[StagedBatch]) -> Done:
    staged = future.result()
    return Done(staged, read_staged(staged, "checks"))


def run_stage(
    stage: Stage,
    batches: Sequence[Batch],
    state: State,
    *,
    order: Order,
    pool: Pool | None,
    judge: Judge,
    progress: Callable[[str], None],
) -> int:
    """Run one stage over all batches that are not staged under their fingerprint yet.

    Args:
        stage: The stage.
        batches: All batches of the corpus.
        state: Receives the staged batches.
        order: What is the same for all of them.
        pool: Where they are computed, None for this process.
        judge: Judges the counted violations.
        progress: Called with the stage's name once per finished batch.

    Returns:
        Number of batches computed.

    Raises:
        GuardError: A critical expectation failed in some batch.
    """
    done: dict[str, StagedBatch] = {}
    pending: list[tuple[Work, Holders]] = []
    for batch in batches:
        have = {
            name: holder
            for staged in state.staged.values()
            for holder in [staged[batch.batch_id]]
            for name in holder.tables
        }
        work, found = order.find(stage, batch, have)
        if found is None:
            pending.append((work, have))
            continue
        done[batch.batch_id] = found
        progress(stage.name)
    if pending:
        judge.open()
    fresh: list[StagedBatch] = []
    counted: list[pa.Table] = []
    for result in _run_here(pending) if pool is None else pool.run(pending):
        fresh.append(result.staged)
        counted.append(result.checks)
        progress(stage.name)
        raise_if_stopped()
    if fresh:
        judge.judge(stage.name, pa.concat_tables(counted))
    inputs = {work.batch.batch_id: input_digests(work.inputs) for work, _ in pending}
    with ThreadPoolExecutor(SEALED_TOGETHER) as beside:
        parts = order.parts[stage.name]
        list(beside.map(lambda staged: seal(staged, parts=parts, inputs=inputs[staged.batch_id]), fresh))
    done.update((staged.batch_id, staged) for staged in fresh)
    state.staged[stage.name] = {batch.batch_id: done[batch.batch_id] for batch in batches}
    state.computed += len(pending)
    state.reused += len(batches) - len(pending)
    log.info("stage %s: %d batches computed, %d unchanged", stage.name, len(pending), len(batches) - len(pending))
    return len(pending)
