"""Train the scorer of event roles on FewFC: `kechuang train roles FOLDER` writes `seeds/models/roles.npz`.

A softmax with an L2 penalty over hashed features, fitted by plain gradient descent with momentum on the sentences that `flows.evaluate_events` does not
hold back; the names are those the product finds. No sentence and no name of the data is in the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flows.annotate import annotate
from flows.evaluate_events import Gold, gold_events, read_sentences
from seeds.load import SEEDS_DIR, load_seeds
from seeds.types import Seeds
from transforms.engine.role_scorer import KINDS, NONE, features, window

MODEL_PATH = SEEDS_DIR / "models" / "roles.npz"
TRIGGERS = "fewfc_triggers"
BUCKETS = 1 << 13
ROUNDS, RATE, MOMENTUM, PENALTY = 300, 0.5, 0.9, 1e-4


def instances(rows: Sequence[Mapping[str, Any]], seeds: Seeds) -> tuple[list[list[int]], list[str]]:
    """Features and role of every name in the sentence of a trigger."""
    types = seeds.lexicon(TRIGGERS).mapping("trigger", "event_type")
    feats: list[list[int]] = []
    roles: list[str] = []
    texts = [{"id": row["id"], "text": row["text"]} for row in rows]
    for row, found in zip(rows, annotate(texts, seeds=seeds, plain=True), strict=True):
        text, golds = row["text"], gold_events(row, seeds)
        names = [
            (m["char_start"], m["char_end"], m["entity_type"])
            for m in found["mentions"]
            if m["entity_type"].split(".")[0] in KINDS
        ]
        for word, kind in types.items():
            at = text.find(word)
            while at >= 0:
                start, stop = window(text, at, at + len(word))
                spans = [n for n in names if n[0] >= start and n[1] <= stop]
                feats += features(text, at, at + len(word), spans, BUCKETS)
                roles += [_role(text[a:b], golds, kind, at, at + len(word)) for a, b, _ in spans]
                at = text.find(word, at + 1)
    return feats, roles


def _role(name: str, golds: Sequence[Gold], kind: str, start: int, end: int) -> str:
    for gold in golds:
        if gold.event_type == kind and gold.start < end and gold.end > start:
            for role, text in sorted(gold.roles):
                if text in name or name in text:
                    return role
    return NONE


def fit(feats: Sequence[Sequence[int]], classes: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    """Weights (buckets x classes) of a softmax over the sums of feature weights."""
    index = np.array(feats, dtype=np.int64)
    weights = np.zeros((BUCKETS, count), dtype=np.float64)
    speed = np.zeros_like(weights)
    truth = np.eye(count)[classes]
    for _ in range(ROUNDS):
        scores = weights[index].sum(axis=1)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        slope = PENALTY * weights
        np.add.at(slope, index.ravel(), np.repeat((odds - truth) / len(index), index.shape[1], axis=0))
        speed = MOMENTUM * speed - RATE * slope
        weights += speed
    return weights.astype(np.float32)


def train_roles(folder: Path, *, out: Path = MODEL_PATH) -> int:
    """Train on the sentences of a folder that are not held back, write the model, and return the number of instances."""
    seeds = load_seeds()
    feats, roles = instances(read_sentences(folder, held_back=False), seeds)
    labels = [NONE, *sorted(set(roles) - {NONE})]
    classes = np.array([labels.index(role) for role in roles], dtype=np.int64)
    types = seeds.lexicon(TRIGGERS).rows
    weights = fit(feats, classes, len(labels)).astype(np.float16)
    with out.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            triggers=np.array([row[0] for row in types]),
            types=np.array([row[1] for row in types]),
            labels=np.array(labels),
            weights=weights,
        )
    return len(roles)
