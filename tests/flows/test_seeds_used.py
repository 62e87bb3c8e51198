"""Every seed that a stage reads is among those it declares: otherwise a changed lexicon would not make its batches stale."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.annotate import text_documents
from flows.plan import STAGES, Stage
from seeds.load import load_seeds

PAGE = next((Path(__file__).parents[2] / "seeds" / "pages").glob("*.txt")).read_text(encoding="utf-8")


class Watched(Mapping[str, Any]):
    """A mapping that remembers which keys were read."""

    def __init__(self, inner: Mapping[str, Any], read: set[str]) -> None:
        self.inner, self.read = inner, read

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return self.inner[key]

    def __iter__(self) -> Iterator[str]:
        for key in self.inner:
            self.read.add(key)
            yield key

    def __len__(self) -> int:
        return len(self.inner)


@pytest.fixture(scope="module")
def tables() -> dict[str, pa.Table]:
    made = {"documents": text_documents([{"id": 1, "text": PAGE, "issue_date": "2018-12-03"}])}
    for stage in STAGES[1:]:
        made.update(stage.load()(*(made[name] for name in stage.inputs), seeds=load_seeds()).tables)
    return made


@pytest.mark.parametrize("stage", STAGES[1:], ids=lambda stage: stage.name)
def test_a_stage_reads_only_the_lexicons_and_models_it_declares(stage: Stage, tables: dict[str, pa.Table]) -> None:
    lexicons: set[str] = set()
    models: set[str] = set()
    seeds = load_seeds()
    watched = dataclasses.replace(
        seeds, lexicons=Watched(seeds.lexicons, lexicons), models=Watched(seeds.models, models)
    )
    stage.load()(*(tables[name] for name in stage.inputs), seeds=watched)
    read = {f"lexicon/{name}" for name in lexicons} | {f"models/{name}" for name in models}
    assert {name for name in read if not name.startswith(stage.seeds)} == set()
