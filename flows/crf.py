"""Linear-chain CRFs trained with CRFsuite and exported as arrays for `transforms.engine.tagger`."""

from __future__ import annotations

import itertools
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.engine.tagger_features import Features

Windows = Sequence[tuple[str, int]]
# A model without these would see neither character nor word.
ALWAYS = frozenset({("char", 0), ("word", 0)})


@dataclass(frozen=True)
class Training:
    """How a CRF is trained.

    Attributes:
        c1: Weight of the L1 penalty, which prunes n-grams.
        c2: Weight of the L2 penalty.
        rounds: L-BFGS iterations.
        least: How often an n-gram must occur.
        models: How many models are averaged, each trained without some of the templates.
        dropped: Share of the templates that each of several models is trained without.
    """

    c1: float
    c2: float
    rounds: int
    least: int = 2
    models: int = 1
    dropped: float = 0.0


@dataclass(frozen=True)
class Weights:
    """Weights of a CRF: of (template, key, label) and of (label before, label)."""

    state: Mapping[tuple[int, int, str], float]
    moves: Mapping[tuple[str, str], float]


def attributes(
    features: Features, windows: Windows, *, least: int, without: frozenset[int] = frozenset()
) -> Iterator[list[list[str]]]:
    """Attributes of each character of each text, as `template:key` with the key in hexadecimal; rare ones are left out.

    Args:
        features: Keys of the texts.
        windows: Templates, by number.
        least: How often an n-gram must occur.
        without: Numbers of templates to leave out.
    """
    columns = []
    for number, (kind, offset) in enumerate(windows):
        if number in without:
            continue
        keys, of, counts = np.unique(
            features.keys[kind][features.places + offset], return_inverse=True, return_counts=True
        )
        names = [f"{number}:{key:x}" for key in keys.tolist()]
        kept = (counts >= least) & (keys != 0)
        columns.append(np.where(kept, np.array(names, dtype=object), "")[of])
    edges = [*features.starts.tolist(), len(features.places)]
    for start, end in itertools.pairwise(edges):
        cells = zip(*(column[start:end].tolist() for column in columns), strict=True)
        yield [[name for name in character if name] for character in cells]


def train_crf(
    features: Features, labels: Sequence[Sequence[str]], windows: Windows, training: Training
) -> dict[str, NDArray[Any]]:
    """Arrays of a part, named without the part's prefix; see `transforms.engine.tagger`.

    Args:
        features: Keys of the texts, none of which is empty.
        labels: Labels of each text's characters.
        windows: Templates.
        training: How to train; the number of an averaged model decides which templates it goes without.
    """
    models = []
    for number in range(training.models):
        chance = random.Random(number)
        drawn = [chance.random() < training.dropped for _ in windows]
        without = {index for index, window in enumerate(windows) if drawn[index] and window not in ALWAYS}
        models.append(_train_one(features, labels, windows, training, frozenset(without)))
    return exported(models, windows)


def _train_one(
    features: Features,
    labels: Sequence[Sequence[str]],
    windows: Windows,
    training: Training,
    without: frozenset[int],
) -> Weights:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": training.c1, "c2": training.c2, "max_iterations": training.rounds})
    rows = attributes(features, windows, least=training.least, without=without)
    for row, own in zip(rows, labels, strict=True):
        trainer.append(pycrfsuite.ItemSequence(row), own)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "ner.crfsuite")
        trainer.train(path)
        return read_weights(path)


def read_weights(path: str) -> Weights:
    """Weights of a CRFsuite model file whose attributes are `template:key`."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    info = tagger.info()
    state = {}
    for (name, label), weight in info.state_features.items():
        template, key = name.split(":")
        state[int(template), int(key, 16), label] = weight
    return Weights(state, dict(info.transitions))


def weights_of(arrays: Mapping[str, NDArray[Any]]) -> Weights:
    """Weights of a part's arrays, named without its prefix; the inverse of `exported`."""
    labels = [str(label) for label in arrays["labels"]]
    owner = np.repeat(np.arange(len(arrays["keys"])), arrays["counts"].astype(np.int64))
    columns = (arrays["template"][owner], arrays["keys"][owner], arrays["label"], arrays["weight"])
    cells = zip(*(column.tolist() for column in columns), strict=True)
    moves = arrays["transitions"]
    return Weights(
        {(template, key, labels[label]): weight for template, key, label, weight in cells},
        {(labels[a], labels[b]): float(moves[a, b]) for a, b in zip(*np.nonzero(moves), strict=True)},
    )


def exported(models: Sequence[Weights], windows: Windows) -> dict[str, NDArray[Any]]:
    """Arrays of the mean of some models."""
    state: dict[tuple[int, int, str], float] = {}
    moves: dict[tuple[str, str], float] = {}
    for model in models:
        for place, weight in model.state.items():
            state[place] = state.get(place, 0.0) + weight
        for move, weight in model.moves.items():
            moves[move] = moves.get(move, 0.0) + weight
    labels = sorted({label for _, _, label in state} | {label for move in moves for label in move})
    number = {label: index for index, label in enumerate(labels)}
    transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (before, after), weight in moves.items():
        transitions[number[before], number[after]] = weight / len(models)
    rows = sorted((template, key, number[label], weight) for (template, key, label), weight in state.items())
    template = np.array([row[0] for row in rows], dtype=np.uint8)
    keys = np.array([row[1] for row in rows], dtype=np.uint64)
    new = np.ones(len(rows), dtype=np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (template[1:] != template[:-1])
    first = np.flatnonzero(new)
    return {
        "labels": np.array(labels),
        "transitions": transitions,
        "templates": np.array([f"{kind}:{offset}" for kind, offset in windows]),
        "keys": keys[first],
        "template": template[first],
        "counts": np.diff(np.append(first, len(rows))).astype(np.uint8),
        "label": np.array([row[2] for row in rows], dtype=np.uint8),
        "weight": np.array([row[3] / len(models) for row in rows], dtype=np.float32),
    }
