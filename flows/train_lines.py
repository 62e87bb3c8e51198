"""Train the line model from labelled newspaper pages.

A page is a JSON object with `id`, `text`, `articles` (start, end) and `lines` (start, end, article, kind: title, byline or body). Files of the same
pages in two layouts (hard-wrapped, one paragraph per line) are used together: the second tells where the paragraphs of the first begin.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from prefect import flow

from flows.line_pages import LabelledPage, label_page, modernise, rewrap
from seeds.load import load_seeds
from seeds.types import ModelArrays
from transforms.engine.line_features import BITS, LineFeatures, line_features
from transforms.engine.line_labels import looks_of
from transforms.engine.line_model import LABELS, best_labels, score_lines
from transforms.engine.lines import read_lines

Page = dict[str, Any]
SMALLEST = 0.02
FIRST = np.array([0])
# Datelines tell most headlines of the pages, and nothing on pages that print none: a third of the mean comes from models that saw such pages.
BARE = ((0.0, 2.0), (0.4, 1.0))


@dataclass(frozen=True)
class Score:
    """How well held-out pages were split.

    Attributes:
        article_f1: Articles with both ends right.
        start_f1: Articles with the right start.
    """

    article_f1: float
    start_f1: float


def read_pages(paths: Sequence[Path]) -> dict[str, list[Page]]:
    """Pages by id without the layout's name, which is what follows the last hyphen."""
    found: dict[str, list[Page]] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            page = json.loads(line)
            found.setdefault(page["id"].rsplit("-", 1)[0], []).append(page)
    return found


def labelled_pages(
    pages: Mapping[str, Sequence[Page]], *, rewritten: int, seed: int, bare: float = 0.0
) -> Iterator[LabelledPage]:
    """Labelled lines of all pages in all layouts, and of `rewritten` versions of each in today's layout and hard-wrapped anew.

    A share `bare` of those in today's layout have no datelines.
    """
    for name, layouts in sorted(pages.items()):
        for page in layouts:
            other = next((layout for layout in layouts if layout is not page), page)
            labelled = label_page(page, other)
            yield labelled
        whole = min(layouts, key=lambda page: len(page["lines"]))
        torn = max(layouts, key=lambda page: len(page["lines"]))
        for turn in range(rewritten):
            yield modernise(label_page(whole, torn), random.Random(f"{seed} {name} {turn}"), bare=bare)
            yield rewrap(label_page(whole, torn), random.Random(f"w{seed} {name} {turn}"))


def train_weights(pages: Sequence[LabelledPage], *, c1: float, c2: float, rounds: int) -> dict[str, NDArray[Any]]:
    """Weights of a linear-chain CRF as arrays: features (ascending), weights (features by labels), transitions."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for page in pages:
        features = _features(page)
        trainer.append(pycrfsuite.ItemSequence(list(features)), list(page.labels))
    trainer.set_params({"c1": c1, "c2": c2, "max_iterations": rounds, "feature.possible_transitions": True})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "lines.crf")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    number = {label: at for at, label in enumerate(LABELS)}
    transitions = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    for (before, after), weight in info.transitions.items():
        transitions[number[before], number[after]] = weight
    dense = np.zeros((1 << BITS, len(LABELS)), dtype=np.float32)
    for (feature, label), weight in info.state_features.items():
        dense[int(feature), number[label]] = weight
    kept = np.flatnonzero(np.abs(dense).max(axis=1) >= SMALLEST)
    return {
        "features": kept.astype(np.int32),
        "weights": dense[kept].astype(np.float16),
        "transitions": transitions,
    }


def mean_weights(
    models: Sequence[Mapping[str, NDArray[Any]]], parts: Sequence[float] | None = None
) -> dict[str, NDArray[Any]]:
    """The mean of several models, weighted by `parts`: each saw other rewritten pages, and their chance errors cancel out."""
    shares = np.array(parts or [1.0] * len(models), dtype=np.float32)
    shares /= shares.sum()
    kept = np.unique(np.concatenate([model["features"] for model in models]))
    weights = np.zeros((len(kept), len(LABELS)), dtype=np.float32)
    for model, share in zip(models, shares, strict=True):
        weights[np.searchsorted(kept, model["features"])] += share * model["weights"].astype(np.float32)
    return {
        "features": kept,
        "weights": weights.astype(np.float16),
        "transitions": np.average([model["transitions"] for model in models], axis=0, weights=shares).astype(
            np.float32
        ),
    }


def _features(page: LabelledPage) -> LineFeatures:
    seeds = load_seeds(models=False)
    found = {line.start: line for line in read_lines(page.text, [0], seeds)}
    lines = [found[start] for start in page.starts.tolist()]
    return line_features(page.text, page.starts, page.ends, FIRST, looks=looks_of(lines, seeds))


def score_pages(pages: Sequence[LabelledPage], model: ModelArrays) -> Score:
    """Article and start F1 of the model alone, without the layout rules."""
    right = started = found = wanted = 0
    for page in pages:
        guess = _articles([chr(code) for code in best_labels(score_lines(_features(page), model), model, FIRST)])
        truth = _articles(page.labels)
        right += len(guess & truth)
        started += len({start for start, _ in guess} & {start for start, _ in truth})
        found, wanted = found + len(guess), wanted + len(truth)
    return Score(2 * right / (found + wanted), 2 * started / (found + wanted))


def _articles(labels: Sequence[str]) -> set[tuple[int, int]]:
    """First and last line of each article."""
    starts = [number for number, label in enumerate(labels) if label in "TB" or number == 0]
    return set(zip(starts, [*starts[1:], len(labels)], strict=True))


@flow(name="train-lines")
def train_lines(
    paths: Sequence[Path],
    out: Path,
    *,
    held_out: Sequence[str] = ("20", "21", "22"),
    rewritten: int = 1,
    c1: float = 0.08,
    c2: float = 0.6,
    rounds: int = 90,
    seeds: Sequence[int] = (1, 2),
    bare: Sequence[tuple[float, float]] = BARE,
) -> Score:
    """Train and store the line model.

    Args:
        paths: Labelled pages.
        out: Where the arrays go.
        held_out: Days of the month whose pages are kept for validation.
        rewritten: Rewritten versions per page, in today's layout and hard-wrapped anew.
        c1: L1 regularisation.
        c2: L2 regularisation.
        rounds: L-BFGS iterations.
        seeds: Of the rewriting; one model per seed and share of bare pages, whose mean is stored.
        bare: Shares of pages in today's layout that have no datelines, and the part that the models which saw them have in the mean.

    Returns:
        The score on the held-out days.
    """
    pages = read_pages(paths)
    kept = {name: layouts for name, layouts in pages.items() if name[8:10] not in held_out}
    tried = {name: layouts for name, layouts in pages.items() if name[8:10] in held_out}
    weights = mean_weights(
        [
            train_weights(
                list(labelled_pages(kept, rewritten=rewritten, seed=seed, bare=share)), c1=c1, c2=c2, rounds=rounds
            )
            for share, _ in bare
            for seed in seeds
        ],
        [part for _, part in bare for _ in seeds],
    )
    np.savez_compressed(out, allow_pickle=False, **weights)
    return score_pages(list(labelled_pages(tried, rewritten=0, seed=0)), weights)
