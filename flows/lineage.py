"""Lineage of a run as OpenLineage events: which stage read and wrote which tables, in what state, and with what outcome."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flows.plan import PRODUCERS, SOURCE_TABLE, STAGES
from flows.requests import Request
from flows.settings import load_settings
from flows.summary import Summary
from warehouse.collection import without_collection
from warehouse.contacts import hidden
from warehouse.contracts import PUBLISHED_TABLES, TABLES
from warehouse.contracts.ddl import SQL_TYPES
from warehouse.history import LINEAGE
from warehouse.ledger import STAGE_FOLDER, StagedBatch
from warehouse.location import find_location, is_url
from warehouse.publish import PARQUET
from warehouse.staging import write_atomic

if TYPE_CHECKING:
    from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent
    from openlineage.client.generated.base import DatasetFacet, RunFacet

log = logging.getLogger("kechuang")
NAMESPACE = "kechuang"
PUBLISH = "publish"
PRODUCER = "pkg:pypi/kechuang"
# Run ids of OpenLineage are UUIDs; ours, which are the keys of the table `runs`, travel as tags.
RUN_IDS = uuid.uuid5(uuid.NAMESPACE_URL, PRODUCER)


@dataclass
class Trace:
    """What has been seen of a run.

    Attributes:
        request: What was asked for.
        run_id: The run.
        started: When it started (UTC).
        steps: Name, start and end (UTC) of the steps so far, the end None in the one that failed.
        staged: Staged batches by stage and batch id.
        summary: What the run did, once it is over.
        error: What ended it, if something did.
    """

    request: Request
    run_id: str
    started: dt.datetime
    steps: list[tuple[str, dt.datetime, dt.datetime | None]] = field(default_factory=list)
    staged: Mapping[str, Mapping[str, StagedBatch]] = field(default_factory=dict)
    summary: Summary | None = None
    error: BaseException | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step."""
        start = dt.datetime.now(dt.UTC)
        self.steps.append((name, start, None))
        yield
        self.steps[-1] = (name, start, dt.datetime.now(dt.UTC))


@contextmanager
def traced(request: Request, run_id: str, started: dt.datetime) -> Iterator[Trace]:
    """Trace a run and write its lineage when it ends, however it ends."""
    trace = Trace(request, run_id, started)
    try:
        yield trace
    except BaseException as error:
        trace.error = error
        raise
    finally:
        write_lineage(trace)


def load_client() -> None:
    """Import what lineage is written with, which takes a while; best done while a run waits for something else."""
    with suppress(ImportError), without_collection():
        from openlineage.client import event_v2, facet_v2, serde  # noqa: F401


def write_lineage(trace: Trace) -> None:
    """Write the events to `lineage/<run id>.jsonl` and, where `OPENLINEAGE_URL` is set, send them there.

    A run that had nothing to do leaves none. Lineage tells of a run and never fails it: what goes wrong here is logged.
    """
    idle = trace.summary is not None and not (trace.summary.published or trace.summary.computed)
    if idle or not trace.steps:
        return
    try:
        from openlineage.client.serde import Serde

        events = lineage_events(trace)
        path = trace.request.build / LINEAGE / f"{trace.run_id}.jsonl"
        write_atomic(path, "".join(Serde.to_json(event) + "\n" for event in events).encode())
    except Exception as error:
        log.warning("no lineage: %s", error)
        return
    if load_settings().openlineage_url and not isinstance(trace.error, KeyboardInterrupt):
        _send(events)


def lineage_events(trace: Trace) -> list[RunEvent]:
    """START and COMPLETE, FAIL or ABORT of the run and of each of its steps, in the order of their times.

    The run reads the sources and writes the published tables. A stage reads and writes staged tables, whose version is a digest of their
    files; `publish` reads those and writes the published ones, whose version is the snapshot.
    """
    from openlineage.client.event_v2 import RunEvent, RunState, set_producer

    set_producer(PRODUCER)
    now = dt.datetime.now(dt.UTC)
    failed = RunState.ABORT if isinstance(trace.error, KeyboardInterrupt) else RunState.FAIL
    root = find_location(trace.request.build).root(trace.request.build)
    sources = _sources(trace.request)
    results = _published(trace) if trace.summary else []

    def event(
        name: str,
        when: dt.datetime,
        state: RunState,
        inputs: Sequence[InputDataset] = (),
        outputs: Sequence[OutputDataset] = (),
    ) -> RunEvent:
        return RunEvent(
            eventType=state,
            eventTime=when.isoformat(),
            run=_run(trace, name, ended=state not in {RunState.START, RunState.COMPLETE}),
            job=_job(name),
            inputs=list(inputs),
            outputs=list(outputs),
            producer=PRODUCER,
        )

    events = [event("", trace.started, RunState.START, sources)]
    for name, start, end in trace.steps:
        inputs = _staged_inputs(trace, root, name) or sources
        outputs = results if name == PUBLISH else _staged_outputs(trace, root, name)
        events.append(event(name, start, RunState.START, inputs))
        if end is not None:
            events.append(event(name, end, RunState.COMPLETE, inputs, outputs))
        else:
            events.append(event(name, now, failed, inputs))
    events.append(event("", now, RunState.COMPLETE if trace.error is None else failed, sources, results))
    return events


def _run(trace: Trace, step: str, *, ended: bool) -> Run:
    from openlineage.client import facet_v2
    from openlineage.client.event_v2 import Run

    tags = {"run_id": trace.run_id, "batches": str(_batch_count(trace, step))}
    if trace.summary is not None and trace.summary.snapshot_id is not None:
        tags["snapshot_id"] = str(trace.summary.snapshot_id)
    facets: dict[str, RunFacet] = {
        "tags": facet_v2.tags_run.TagsRunFacet(
            [facet_v2.tags_run.TagsRunFacetFields(key, value, NAMESPACE) for key, value in tags.items()]
        )
    }
    if step:
        parent = facet_v2.parent_run
        facets["parent"] = parent.ParentRunFacet(
            run=parent.Run(str(_uuid(trace, ""))), job=parent.Job(NAMESPACE, NAMESPACE)
        )
    if ended:
        message = hidden(str(trace.error) or type(trace.error).__name__)
        facets["errorMessage"] = facet_v2.error_message_run.ErrorMessageRunFacet(message, "PYTHON")
    return Run(str(_uuid(trace, step)), facets)


def _batch_count(trace: Trace, step: str) -> int:
    return len(trace.staged.get(step, {})) or max(map(len, trace.staged.values()), default=0)


def _uuid(trace: Trace, step: str) -> uuid.UUID:
    return uuid.uuid5(RUN_IDS, f"{trace.run_id}/{step}")


def _job(step: str) -> Job:
    from openlineage.client import facet_v2
    from openlineage.client.event_v2 import Job

    kind = facet_v2.job_type_job.JobTypeJobFacet("BATCH", "KECHUANG", jobType="STAGE" if step else "PIPELINE")
    return Job(NAMESPACE, f"{NAMESPACE}.{step}" if step else NAMESPACE, {"jobType": kind})


def _place(text: str) -> tuple[str, str]:
    """Namespace and name of a folder, file or URL, by OpenLineage's rules."""
    from openlineage.client.naming.dataset import S3, LocalFileSystem

    if is_url(text):
        parts = urlsplit(text)
        name: S3 | LocalFileSystem = S3(parts.netloc, parts.path.lstrip("/"))
    else:
        name = LocalFileSystem(str(Path(text).absolute()))
    return name.get_namespace(), name.get_name()


def _sources(request: Request) -> list[InputDataset]:
    from openlineage.client.event_v2 import InputDataset

    return [InputDataset(*_place(source)) for source in request.sources]


def _staged_inputs(trace: Trace, root: Path, step: str) -> list[InputDataset]:
    """What a step reads of the stages before it; nothing for the one that reads the sources."""
    from openlineage.client import facet_v2
    from openlineage.client.event_v2 import InputDataset

    reads = {stage.name: stage.inputs for stage in STAGES} | {PUBLISH: tuple(PRODUCERS)}
    statistics = facet_v2.input_statistics_input_dataset.InputStatisticsInputDatasetFacet
    return [
        InputDataset(*place, {"inputStatistics": statistics(rows, fileCount=files)}, facets=_facets(version))
        for table in reads.get(step, ())
        if table != SOURCE_TABLE
        for place, rows, files, version in [_staged(trace, root, table)]
    ]


def _staged_outputs(trace: Trace, root: Path, step: str) -> list[OutputDataset]:
    from openlineage.client import facet_v2
    from openlineage.client.event_v2 import OutputDataset

    statistics = facet_v2.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet
    return [
        OutputDataset(*place, {"outputStatistics": statistics(rows, fileCount=files)}, facets=_facets(version, table))
        for stage in STAGES
        if stage.name == step
        for table in stage.outputs
        for place, rows, files, version in [_staged(trace, root, table)]
    ]


def _staged(trace: Trace, root: Path, table: str) -> tuple[tuple[str, str], int, int, str]:
    """Place, rows, files and version of a staged table."""
    stage = PRODUCERS[table].name
    batches = trace.staged.get(stage, {})
    version = hashlib.sha256("".join(sorted(one.digests[table] for one in batches.values())).encode())
    place = _place(str(root / STAGE_FOLDER / stage / "*" / f"{table}.parquet"))
    rows = sum(one.rows[table] for one in batches.values())
    return place, rows, len(batches), version.hexdigest()


def _published(trace: Trace) -> list[OutputDataset]:
    from openlineage.client import facet_v2
    from openlineage.client.event_v2 import OutputDataset

    assert trace.summary is not None
    statistics = facet_v2.output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet
    return [
        OutputDataset(
            *_place(str(trace.request.build / PARQUET / name)),
            {"outputStatistics": statistics(trace.summary.rows[name])},
            facets=_facets(str(trace.summary.snapshot_id), name),
        )
        for name in PUBLISHED_TABLES
        if name in trace.summary.rows
    ]


def _facets(version: str, table: str = "") -> dict[str, DatasetFacet]:
    """The version of a dataset and, where it is written, its columns as the contract has them."""
    from openlineage.client import facet_v2

    facets: dict[str, DatasetFacet] = {"version": facet_v2.dataset_version_dataset.DatasetVersionDatasetFacet(version)}
    if table:
        described = facet_v2.schema_dataset
        facets["schema"] = described.SchemaDatasetFacet(
            [
                described.SchemaDatasetFacetFields(column.name, SQL_TYPES[column.kind], column.about, number, None)
                for number, column in enumerate(TABLES[table].columns, start=1)
            ]
        )
    return facets


def _send(events: Sequence[RunEvent]) -> None:
    from openlineage.client import OpenLineageClient

    try:
        # It reads its own settings: the URL, its key, or a whole configuration file.
        client = OpenLineageClient()
        for event in events:
            client.emit(event)
        client.close()
    except Exception as error:
        log.warning("lineage was not sent: %s", error)
