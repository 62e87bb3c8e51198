"""One look at what stands near a place rules out only what is not there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from seeds.types import Seeds
from tests.benchmarks.corpus import pages
from transforms.engine.figure_clues import Surroundings
from transforms.engine.looks import Sought, looks_of
from transforms.engine.quantity import Quantity
from transforms.engine.scenes import Scene, clause_start
from transforms.metrics import extract_metrics

INPUTS = ("documents", "articles", "sentences", "mentions", "times", "quotes")
GOLD = Path("seeds/gold")
# All of it met at every place.
ANYTHING = (Sought("", but=True),) * 32


def texts() -> list[str]:
    lines = (GOLD / "metric_sentences.jsonl").read_text(encoding="utf-8").splitlines()
    return [text for _, text in pages(0.1)] + ["\n\n".join(json.loads(line)["text"] for line in lines)]


def with_every_clue(text: str, measured: Sequence[tuple[Quantity, Scene]], _: Seeds) -> Surroundings:
    """Surroundings that rule nothing out."""
    return Surroundings([clause_start(scene, quantity.start) for quantity, scene in measured], [-1] * len(measured))


@pytest.mark.parametrize("models", [True, False], ids=["with models", "without"])
def test_what_is_ruled_out_by_a_look_is_not_there(monkeypatch: pytest.MonkeyPatch, models: bool) -> None:
    seeds = load_seeds(models=models)
    items = [{"id": number, "text": text, "issue_date": "2018-12-03"} for number, text in enumerate(texts())]
    tables = extract(items, seeds=seeds, until="quotes")
    inputs = [tables[name] for name in INPUTS]
    quick = extract_metrics(*inputs, seeds=seeds).tables["metrics"]
    with monkeypatch.context() as patch:
        patch.setattr("transforms.metrics.sought_ahead", lambda _: ANYTHING)
        patch.setattr("transforms.engine.metric_figures.surroundings_of", with_every_clue)
        slow = extract_metrics(*inputs, seeds=seeds).tables["metrics"]
    assert quick.num_rows > 300
    assert quick.equals(slow)


def near(text: str, *sought: Sought) -> list[list[int]]:
    """Numbers of the things met from each place of a text on."""
    codes = np.array([ord(char) for char in text], dtype=np.uint32)
    return [[number for number in range(32) if bits >> number & 1] for bits in looks_of(codes, sought)]


def test_a_pair_is_met_within_its_reach() -> None:
    assert near("甲乙丙丁", Sought("丙", "丁", 2), Sought("丙", "乙", 2)) == [[], [0], [0], [], []]
    assert near("甲乙", Sought("乙"), Sought("乙", reach=9)) == [[1], [0, 1], []]


def test_any_but_some_characters_can_be_sought() -> None:
    assert near("甲乙业", Sought("乙", "业", 3, but=True), Sought("甲", "乙", but_second=True)) == [[], [], [], []]
    assert near("乙甲业😀", Sought("乙", "业", 2, but=True), Sought("业", "乙", but_second=True)) == [
        [0],
        [0],
        [1],
        [],
        [],
    ]
