"""The stage graph as data: what runs, on which tables, from which seeds."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from transforms.outcome import Outcome

SOURCE_TABLE = "raw_files"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of the pipeline.

    Attributes:
        name: Stage name, shown in `checks` and `rejects`.
        function: `module:function`; a pure function of the input tables and the seeds.
        inputs: Tables it reads, in the order of its parameters.
        outputs: Tables it writes.
        seeds: Prefixes of the seed names it reads; a change of any of them makes its batches stale.
        columns: Of inputs of which it needs few columns these; of others it reads all.
        retries: How often a failure to read or write files is tried again.
    """

    name: str
    function: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    seeds: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    retries: int = 2

    @property
    def module(self) -> str:
        """Module that holds the function."""
        return self.function.partition(":")[0]

    def load(self) -> Callable[..., Outcome]:
        """Import the function."""
        module, _, name = self.function.partition(":")
        return cast("Callable[..., Outcome]", getattr(importlib.import_module(module), name))


def in_order(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Stages in an order in which each finds its inputs; as declared where that leaves a choice.

    Raises:
        ValueError: A stage reads a table that none makes, or stages wait for each other.
    """
    waiting, ready, made = list(stages), [], {SOURCE_TABLE}
    while waiting:
        chosen = next((stage for stage in waiting if made.issuperset(stage.inputs)), None)
        if chosen is None:
            missing = {f"{stage.name} ({', '.join(sorted(set(stage.inputs) - made))})" for stage in waiting}
            raise ValueError(f"stages without their inputs: {'; '.join(sorted(missing))}")
        waiting.remove(chosen)
        ready.append(chosen)
        made.update(chosen.outputs)
    return tuple(ready)


DECLARED: tuple[Stage, ...] = (
    Stage(
        name="documents",
        function="transforms.documents:decode_documents",
        inputs=(SOURCE_TABLE,),
        outputs=("documents",),
        seeds=("rules/documents",),
    ),
    Stage(
        name="articles",
        function="transforms.articles:split_articles",
        inputs=("documents",),
        outputs=("articles", "blocks", "sentences"),
        seeds=("rules/articles", "rules/layout", "rules/sentences", "models/lines", "lexicon/names_surnames"),
    ),
    Stage(
        name="tokens",
        function="transforms.tokens:segment_sentences",
        inputs=("documents", "sentences"),
        outputs=("tokens",),
        seeds=("lexicon/user_dict",),
    ),
    Stage(
        name="mentions",
        function="transforms.mentions:find_mentions",
        inputs=("documents", "articles", "sentences", "tokens"),
        outputs=("mentions", "entity_parts"),
        seeds=(
            "rules/mentions",
            "rules/entities",
            "lexicon/names",
            "lexicon/regions",
            "lexicon/entity_types",
            "lexicon/user_dict",
            "models/ner",
            "tagger",
            "corrections",
        ),
        columns={"tokens": ("token", "pos")},
    ),
    Stage(
        name="times",
        function="transforms.times:resolve_times",
        inputs=("documents", "articles", "sentences"),
        outputs=("times",),
        seeds=("rules/times", "rules/quantities", "lexicon/times"),
    ),
    Stage(
        name="quotes",
        function="transforms.quotes:find_quotes",
        inputs=("documents", "articles", "blocks", "sentences", "mentions"),
        outputs=("quotes",),
        seeds=("rules/quotes", "lexicon/speech"),
    ),
    Stage(
        name="metrics",
        function="transforms.metrics:extract_metrics",
        inputs=("documents", "articles", "sentences", "mentions", "times", "quotes"),
        outputs=("metrics", "numerals", "facts"),
        seeds=("rules/metrics", "rules/quantities", "lexicon", "units"),
    ),
    Stage(
        name="events",
        function="transforms.events:find_events",
        inputs=("documents", "articles", "sentences", "mentions", "times", "metrics"),
        outputs=("events", "event_roles"),
        seeds=("rules/events", "lexicon/events", "lexicon/speech_speakers", "lexicon/speech_titles", "models/roles"),
    ),
)

STAGES = in_order(DECLARED)
# Listing turns inputs away before the first stage reads one.
LISTING = "inputs"
REJECTING: tuple[str, ...] = (LISTING, *(stage.name for stage in STAGES))
PRODUCERS: dict[str, Stage] = {table: stage for stage in STAGES for table in stage.outputs}
