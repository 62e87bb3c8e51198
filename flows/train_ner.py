"""Train the entity tagger: linear-chain CRFs, one per label set, exported as arrays without pickle.

Training data are JSON Lines (see `flows.ner_data`): `msra_train.jsonl` (part `news`: PER, LOC, ORG), `cluener_train.jsonl` (part `fine`: ten
types), and the firms and people of the company news in `fewfc_train_*.jsonl` and `finre_*.jsonl` (part `firms`). The sets disagree about what
an entity is (MSRA marks 日 and 京 in 日寇在京, CLUENER marks positions and titles of games), so each has a model of its own and none spoils
another. Every part is trained twice: without a tenth of the sentences, on which it is scored, and on all. What is shipped is the mean of both, for
one model alone owes much to chance; a part that is a mean already is shipped as trained on all.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from prefect import flow

from flows.crf import Training, Windows, exported, train_crf, weights_of
from flows.ner_data import FIRM, PERSON, Example, read_examples
from flows.word_clusters import learn_clusters
from seeds.load import SEEDS_DIR
from seeds.types import ModelArrays
from transforms.engine.tagger import label_texts, part_features, segment_plain, spans
from transforms.engine.tagger_context import CLUSTERS_SEEN, LABELS_SEEN
from transforms.engine.tagger_features import WINDOWS, Features, text_features
from transforms.engine.tagger_model import Parts, compile_parts, read_clusters

MODEL_PATH = SEEDS_DIR / "models" / "ner.npz"
# Held-back sentences come in runs, so that most of them belong to articles not seen in training.
RUN, EVERY = 50, 10
Arrays = dict[str, NDArray[Any]]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recipe:
    """How a part is trained.

    Attributes:
        part: Name of the part.
        sources: Files of its training data, and of each the every how manieth example is used.
        scheme: BMES or BIO.
        training: Penalties, rounds and averaging.
        labels: Types of the data that it learns, by its own name for them; the others are no entities to it. None keeps all as they are.
        undecided: Types of the data that may be one of its own or not; examples with them are left out.
        sees: Part whose labels it sees, which has a recipe before it.
        clustered: Whether it sees clusters of words.
    """

    part: str
    sources: Mapping[str, int]
    scheme: str
    training: Training
    labels: Mapping[str, str] | None = None
    undecided: frozenset[str] = frozenset()
    sees: str | None = None
    clustered: bool = False

    @property
    def windows(self) -> Windows:
        """Its templates."""
        return (*WINDOWS, *(LABELS_SEEN if self.sees else ()), *(CLUSTERS_SEEN if self.clustered else ()))


# Company news alone would teach that every sentence names a firm: other news shows what is none.
FIRM_SOURCES = {
    "fewfc_train_base.jsonl": 1,
    "fewfc_train_trans.jsonl": 1,
    "finre_train.jsonl": 1,
    "finre_valid.jsonl": 1,
    "cluener_train.jsonl": 1,
    "msra_train.jsonl": 4,
}
FIRM_LABELS = {FIRM: FIRM, PERSON: PERSON, "company": FIRM, "name": PERSON, "PER": PERSON}
RECIPES = (
    Recipe(
        part="news",
        sources={"msra_train.jsonl": 1},
        scheme="BMES",
        training=Training(c1=0.1, c2=0.01, rounds=60),
    ),
    Recipe(
        part="firms",
        sources=FIRM_SOURCES,
        scheme="BIO",
        training=Training(c1=0.1, c2=0.05, rounds=80),
        labels=FIRM_LABELS,
        undecided=frozenset({"ORG"}),
    ),
    Recipe(
        part="fine",
        sources={"cluener_train.jsonl": 1},
        scheme="BIO",
        training=Training(c1=0.1, c2=0.05, rounds=80, models=3, dropped=0.4),
        sees="news",
        clustered=True,
    ),
)


def examples_of(data_dir: Path, recipe: Recipe) -> list[Example]:
    """The examples that a recipe trains and scores on, with its own types."""
    found = []
    for source, step in recipe.sources.items():
        for example in read_examples([data_dir / source])[::step]:
            if any(kind in recipe.undecided for _, _, kind in example.spans):
                continue
            if recipe.labels is not None:
                known = ((start, end, recipe.labels.get(kind)) for start, end, kind in example.spans)
                example = replace(example, spans=tuple((start, end, kind) for start, end, kind in known if kind))
            found.append(example)
    return found


def held_back(count: int) -> NDArray[np.bool_]:
    """Which of so many examples serve for the score: every tenth run of fifty."""
    chosen: NDArray[np.bool_] = np.arange(count) // RUN % EVERY == 7
    return chosen


def labels_of(example: Example, scheme: str) -> list[str]:
    """Label of each character.

    >>> labels_of(Example(text="来上海了", spans=((1, 3, "LOC"),)), "BMES")
    ['O', 'B-LOC', 'E-LOC', 'O']
    """
    labels = ["O"] * len(example.text)
    for start, end, kind in example.spans:
        if scheme == "BIO":
            labels[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
        elif end - start == 1:
            labels[start] = f"S-{kind}"
        else:
            labels[start:end] = [f"B-{kind}", *[f"M-{kind}"] * (end - start - 2), f"E-{kind}"]
    return labels


def seen_features(texts: Sequence[str], recipe: Recipe, arrays: ModelArrays) -> Features:
    """What a recipe sees in texts, given the clusters and the parts trained before it."""
    segments = segment_plain(texts)
    return part_features(
        text_features(texts, segments),
        segments,
        clusters=read_clusters(arrays) if recipe.clustered else None,
        seen=compile_parts(arrays, [recipe.sees]) if recipe.sees else None,
    )


def train_part(examples: Sequence[Example], recipe: Recipe, arrays: ModelArrays) -> Arrays:
    """Arrays of a part, named with its prefix; see `transforms.engine.tagger`.

    Args:
        examples: Labelled sentences.
        recipe: How to train.
        arrays: Clusters and parts trained before, as far as the recipe needs them.
    """
    some = [example for example in examples if example.text]
    features = seen_features([example.text for example in some], recipe, arrays)
    labels = [labels_of(example, recipe.scheme) for example in some]
    trained: Arrays = train_crf(features, labels, recipe.windows, recipe.training)
    if recipe.sees:
        trained["sees"] = np.array(recipe.sees)
    return {f"{recipe.part}_{name}": array for name, array in trained.items()}


def score_part(examples: Sequence[Example], parts: Parts) -> dict[str, float]:
    """Strict F1 over spans with their type, micro-averaged (`all`) and by type, of a part compiled by itself."""
    texts = [example.text for example in examples]
    ((part, labels, _),) = label_texts(texts, parts)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    rows, starts, ends, types = spans(labels, lengths, part.labels)
    found = set(zip(rows.tolist(), starts.tolist(), ends.tolist(), types, strict=True))
    gold = {(row, *span) for row, example in enumerate(examples) for span in example.spans}
    scores = {}
    for kind in ("all", *sorted({span[3] for span in gold})):
        mine, wanted = ({span for span in group if kind in ("all", span[3])} for group in (found, gold))
        scores[kind] = round(2 * len(mine & wanted) / max(1, len(mine) + len(wanted)), 4)
    return scores


def train_parts(
    examples: Mapping[str, Sequence[Example]],
    recipes: Sequence[Recipe],
    texts: Sequence[str],
    *,
    beside: ModelArrays | None = None,
) -> Arrays:
    """Arrays of a model with all parts.

    Args:
        examples: Labelled sentences of each part.
        recipes: How to train the parts; one that sees another comes after it.
        texts: Sentences for the clusters of words.
        beside: Another model of these recipes; a part that is a single model becomes the mean of both.
    """
    arrays: Arrays = {}
    if any(recipe.clustered for recipe in recipes):
        arrays.update({f"clusters_{name}": array for name, array in learn_clusters(texts).items()})
    for recipe in recipes:
        log.info("training part %s on %d sentences", recipe.part, len(examples[recipe.part]))
        trained = train_part(examples[recipe.part], recipe, arrays)
        if beside is not None and recipe.training.models == 1:
            trained = mean_part(recipe, trained, beside)
        arrays.update(trained)
    return arrays


def mean_part(recipe: Recipe, *models: ModelArrays) -> Arrays:
    """Arrays of the mean of a part of some models."""
    prefix = f"{recipe.part}_"
    weights = [
        weights_of({name.removeprefix(prefix): array for name, array in model.items() if name.startswith(prefix)})
        for model in models
    ]
    return {f"{prefix}{name}": array for name, array in exported(weights, recipe.windows).items()}


@flow(name="train-ner")
def train_ner(
    data_dir: Path, *, out: Path = MODEL_PATH, recipes: Sequence[Recipe] = RECIPES, on_all: bool = True
) -> dict[str, dict[str, float]]:
    """Train all parts, write the model, and return the scores on the sentences held back of a model that has not seen them.

    Args:
        data_dir: Folder of the training files.
        out: Model file to write.
        recipes: What to train; a part without a recipe is not in the model.
        on_all: Train a second time, on all sentences, and write what comes of both instead of the model scored.
    """
    every = {recipe.part: examples_of(data_dir, recipe) for recipe in recipes}
    held = {part: held_back(len(examples)).tolist() for part, examples in every.items()}
    seen, back = (
        {part: [each for each, out_ in zip(every[part], held[part], strict=True) if out_ is side] for part in every}
        for side in (False, True)
    )
    unseen = {example.text for examples in back.values() for example in examples}
    sources = sorted({data_dir / source for recipe in recipes for source in recipe.sources})
    texts = [example.text for example in read_examples(sources)]
    arrays = train_parts(seen, recipes, [text for text in texts if text not in unseen])
    scores = {part: score_part(examples, compile_parts(arrays, [part])) for part, examples in back.items()}
    write_model(train_parts(every, recipes, texts, beside=arrays) if on_all else arrays, out)
    return scores


def write_model(arrays: ModelArrays, out: Path) -> None:
    """Write a model file: compressed, no pickle."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
