"""Train the entity tagger: linear-chain CRFs, one per label set, exported as arrays without pickle.

Training data are JSON Lines (see `flows.ner_data`): `msra_train.jsonl` (part `news`: PER, LOC, ORG), `cluener_train.jsonl` (part `fine`: ten
types), and the firms and people of the company news in `fewfc_train_*.jsonl` and `finre_*.jsonl` (part `firms`). The sets disagree about what
an entity is (MSRA marks 日 and 京 in 日寇在京, CLUENER marks positions and titles of games), so each has a model of its own and none spoils
another.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from prefect import flow

from flows.ner_data import FIRM, PERSON, Example, read_examples
from seeds.load import SEEDS_DIR
from seeds.types import ModelArrays
from transforms.engine.tagger import Part, compile_model, label_characters, segment_plain, spans
from transforms.engine.tagger_features import WINDOWS, Features, text_features

MODEL_PATH = SEEDS_DIR / "models" / "ner.npz"
# Held-back sentences come in runs, so that most of them belong to articles not seen in training.
RUN, EVERY = 50, 10


@dataclass(frozen=True)
class Recipe:
    """How a part is trained.

    Attributes:
        part: Name of the part.
        sources: Files of its training data, and of each the every how manieth example is used.
        labels: Types of the data that it learns, by its own name for them; the others are no entities to it. None keeps all as they are.
        undecided: Types of the data that may be one of its own or not; examples with them are left out.
        scheme: BMES or BIO.
        c1: Weight of the L1 penalty, which prunes n-grams.
        c2: Weight of the L2 penalty.
        rounds: L-BFGS iterations.
        least: How often an n-gram must occur.
    """

    part: str
    sources: Mapping[str, int]
    scheme: str
    c1: float
    c2: float
    rounds: int
    least: int = 2
    labels: Mapping[str, str] | None = None
    undecided: frozenset[str] = frozenset()


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
    Recipe(part="fine", sources={"cluener_train.jsonl": 1}, scheme="BIO", c1=0.1, c2=0.01, rounds=60),
    Recipe(
        part="firms",
        sources=FIRM_SOURCES,
        scheme="BIO",
        c1=0.1,
        c2=0.05,
        rounds=80,
        labels=FIRM_LABELS,
        undecided=frozenset({"ORG"}),
    ),
    Recipe(part="news", sources={"msra_train.jsonl": 1}, scheme="BMES", c1=0.1, c2=0.01, rounds=60),
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


def held_back(count: int) -> NDArray[np.bool_]:
    """Which of so many examples serve for the score: every tenth run of fifty."""
    chosen: NDArray[np.bool_] = np.arange(count) // RUN % EVERY == 7
    return chosen


def attributes(features: Features, texts: Sequence[str], *, least: int) -> Iterator[list[list[str]]]:
    """Attributes of each character of each text, as `template:key` with the key in hexadecimal; rare ones are left out."""
    columns = []
    for number, (kind, offset) in enumerate(WINDOWS):
        keys, of, counts = np.unique(
            features.keys[kind][features.places + offset], return_inverse=True, return_counts=True
        )
        names = [f"{number}:{key:x}" for key in keys.tolist()]
        kept = (counts >= least) & (keys != 0)
        columns.append(np.where(kept, np.array(names, dtype=object), "")[of])
    edges = [*features.starts.tolist(), len(features.places)]
    for (start, end), _ in zip(itertools.pairwise(edges), texts, strict=True):
        cells = zip(*(column[start:end].tolist() for column in columns), strict=True)
        yield [[name for name in character if name] for character in cells]


def train_part(examples: Sequence[Example], recipe: Recipe) -> dict[str, NDArray[Any]]:
    """Arrays of a part, named without the part's prefix; see `transforms.engine.tagger`."""
    import pycrfsuite

    texts = [example.text for example in examples if example.text]
    features = text_features(texts, segment_plain(texts))
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": recipe.c1, "c2": recipe.c2, "max_iterations": recipe.rounds})
    rows = attributes(features, texts, least=recipe.least)
    for row, example in zip(rows, (example for example in examples if example.text), strict=True):
        trainer.append(pycrfsuite.ItemSequence([list(names) for names in row]), labels_of(example, recipe.scheme))
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "ner.crfsuite")
        trainer.train(path)
        return exported(path)


def exported(path: str) -> dict[str, NDArray[Any]]:
    """Weights of a CRFsuite model file whose attributes are `template:key`."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    info = tagger.info()
    labels = sorted(info.labels, key=lambda label: int(info.labels[label]))
    number = {label: index for index, label in enumerate(labels)}
    transitions = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (before, after), weight in info.transitions.items():
        transitions[number[before], number[after]] = weight
    rows = []
    for (name, label), weight in info.state_features.items():
        template, key = name.split(":")
        rows.append((int(template), int(key, 16), number[label], weight))
    rows.sort()
    return packed(rows, labels, transitions)


def packed(
    rows: Sequence[tuple[int, int, int, float]], labels: Sequence[str], transitions: NDArray[np.float32]
) -> dict[str, NDArray[Any]]:
    """Arrays of rows (template, key, label, weight), which are sorted."""
    template = np.array([row[0] for row in rows], dtype=np.uint8)
    keys = np.array([row[1] for row in rows], dtype=np.uint64)
    new = np.ones(len(rows), dtype=np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (template[1:] != template[:-1])
    first = np.flatnonzero(new)
    return {
        "labels": np.array(labels),
        "transitions": transitions,
        "templates": np.array([f"{kind}:{offset}" for kind, offset in WINDOWS]),
        "keys": keys[first],
        "template": template[first],
        "counts": np.diff(np.append(first, len(rows))).astype(np.uint8),
        "label": np.array([row[2] for row in rows], dtype=np.uint8),
        "weight": np.array([row[3] for row in rows], dtype=np.float32),
    }


def score_part(examples: Sequence[Example], part: Part) -> dict[str, float]:
    """Strict F1 over spans with their type, micro-averaged (`all`) and by type."""
    texts = [example.text for example in examples]
    features = text_features(texts, segment_plain(texts))
    labels, _ = label_characters(features, part)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    rows, starts, ends, types = spans(labels, lengths, part.labels)
    found = set(zip(rows.tolist(), starts.tolist(), ends.tolist(), types, strict=True))
    gold = {(row, *span) for row, example in enumerate(examples) for span in example.spans}
    scores = {}
    for kind in ("all", *sorted({span[3] for span in gold})):
        mine, wanted = ({span for span in group if kind in ("all", span[3])} for group in (found, gold))
        scores[kind] = round(2 * len(mine & wanted) / max(1, len(mine) + len(wanted)), 4)
    return scores


@flow(name="train-ner")
def train_ner(
    data_dir: Path, *, out: Path = MODEL_PATH, recipes: Sequence[Recipe] = RECIPES
) -> dict[str, dict[str, float]]:
    """Train all parts, write the model, and return its scores on the sentences held back.

    Args:
        data_dir: Folder of the training files.
        out: Model file to write.
        recipes: What to train; a part without a recipe is not in the model.
    """
    arrays: dict[str, NDArray[Any]] = {}
    back: dict[str, list[Example]] = {}
    for recipe in recipes:
        examples = examples_of(data_dir, recipe)
        held = held_back(len(examples)).tolist()
        back[recipe.part] = [example for example, out_ in zip(examples, held, strict=True) if out_]
        seen = [example for example, out_ in zip(examples, held, strict=True) if not out_]
        for name, array in train_part(seen, recipe).items():
            arrays[f"{recipe.part}_{name}"] = array
    write_model(arrays, out)
    return {part.name: score_part(back[part.name], part) for part in compile_model(arrays)}


def write_model(arrays: ModelArrays, out: Path) -> None:
    """Write a model file: compressed, no pickle."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
