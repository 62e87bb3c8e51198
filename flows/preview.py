"""What a run would do and why, decided from the ledger without running anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flows.driver import all_stage_parts, plan_batches
from flows.fingerprint import fingerprint, stage_digest
from flows.plan import PRODUCERS, SOURCE_TABLE, STAGES, Stage
from flows.requests import Request
from warehouse.ledger import MANIFEST, STAGE_FOLDER, StagedBatch, batch_folder, find_staged, read_manifest
from warehouse.location import find_location


class Action(StrEnum):
    """What a run would do with one stage batch."""

    COMPUTE = "compute"
    REUSE = "reuse"
    DEPENDS = "depends"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One stage on one batch.

    Attributes:
        stage: The stage.
        batch_id: The batch.
        action: `depends` waits for an earlier stage: the batch is computed only if that stage's result differs.
        reasons: Why it is not reused, as (kind, name); kinds are input (new), code, seed, contract, library, upstream and result.
    """

    stage: str
    batch_id: str
    action: Action
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a run would do.

    Attributes:
        steps: One per stage and batch, in the order of the run.
        inputs: Number of inputs.
        batches: Number of batches they form.
        turned_away: Inputs that are rejected before any stage.
        dropped: Batches of the last run that this corpus no longer has.
    """

    steps: tuple[Step, ...]
    inputs: int
    batches: int
    turned_away: int
    dropped: int


def preview_run(request: Request) -> Preview:
    """Decide for every stage and batch whether a run would compute it.

    Raises:
        SourceError: A source is missing or empty.
        SeedError: The seeds are malformed.
    """
    parts = all_stage_parts(request)
    batches, turned_away = plan_batches(request)
    root = find_location(request.build).root(request.build)
    steps: list[Step] = []
    for batch in batches:
        known: dict[str, StagedBatch] = {}
        for stage in STAGES:
            step, staged = _decide(root, stage, batch.batch_id, parts[stage.name], known)
            steps.append(step)
            if staged is not None:
                known[stage.name] = staged
    order = {stage.name: number for number, stage in enumerate(STAGES)}
    here = {batch.batch_id for batch in batches}
    there = {path.parent.name for path in (root / STAGE_FOLDER).glob(f"*/*/{MANIFEST}")}
    return Preview(
        steps=tuple(sorted(steps, key=lambda step: order[step.stage])),
        # Parts of one large table are one input.
        inputs=len({item.source_uri for batch in batches for item in batch.inputs}),
        batches=len(batches),
        turned_away=len(turned_away),
        dropped=len(there - here),
    )


def _decide(
    root: Path, stage: Stage, batch_id: str, parts: Mapping[str, str], known: Mapping[str, StagedBatch]
) -> tuple[Step, StagedBatch | None]:
    """The step, and the staged batch where it is reused."""
    producers = {name: PRODUCERS[name].name for name in stage.inputs if name != SOURCE_TABLE}
    waits = sorted({producer for producer in producers.values() if producer not in known})
    inputs = {name: known[producer].digests[name] for name, producer in producers.items() if producer in known}
    if not waits:
        mark = fingerprint(stage_digest(stage.name, parts), batch_id, inputs)
        staged = find_staged(root, stage=stage.name, batch_id=batch_id, fingerprint=mark)
        if staged is not None:
            return Step(stage=stage.name, batch_id=batch_id, action=Action.REUSE), staged
    recorded = read_manifest(batch_folder(root, stage.name, batch_id) / MANIFEST)
    if recorded is None:
        reasons: tuple[tuple[str, str], ...] = (("input", "new"),)
    else:
        reasons = explain(recorded["parts"], parts, recorded["inputs"], inputs)
        if not reasons and waits:
            waiting = tuple(("upstream", name) for name in waits)
            return Step(stage=stage.name, batch_id=batch_id, action=Action.DEPENDS, reasons=waiting), None
    return Step(
        stage=stage.name, batch_id=batch_id, action=Action.COMPUTE, reasons=reasons or (("result", "missing"),)
    ), None


def explain(
    old: Mapping[str, str], new: Mapping[str, str], old_inputs: Mapping[str, str], inputs: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """What has changed between two states of a stage batch, as (kind, name).

    Args:
        old: Parts the stage was made of, as `kind:name` to digest or version.
        new: Parts it is made of now.
        old_inputs: SHA-256 of the input tables it has read.
        inputs: SHA-256 of those input tables that are known now.

    >>> explain({"seed:units/money": "1"}, {"seed:units/money": "2"}, {"times": "a"}, {"times": "b"})
    (('seed', 'units/money'), ('upstream', 'times'))
    """
    changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    reasons = [(kind, name) for kind, _, name in (part.partition(":") for part in changed)]
    return (*reasons, *(("upstream", name) for name in sorted(inputs) if old_inputs.get(name) != inputs[name]))


def summarise(preview: Preview) -> list[dict[str, object]]:
    """One row per stage: batches by action, and the reasons with the number of batches each concerns."""
    return [_stage_row(stage.name, [s for s in preview.steps if s.stage == stage.name]) for stage in STAGES]


def _stage_row(name: str, steps: Sequence[Step]) -> dict[str, object]:
    actions = Counter(step.action for step in steps)
    reasons = Counter(reason for step in steps for reason in step.reasons)
    return {
        "stage": name,
        **{action.value: actions[action] for action in Action},
        "reasons": [{"kind": kind, "name": what, "batches": count} for (kind, what), count in sorted(reasons.items())],
    }
