"""Entities found by linear-chain CRFs, applied to whole batches: n-gram look-ups in arrays and a batched Viterbi.

A model is a mapping of arrays (`seeds/models/ner.npz`) of one or more parts, each a CRF with labels of its own; the arrays of part
`news` are called `news_labels` and so on:

- `labels` (L,) text: O, B-x, M-x, E-x, S-x, or O, B-x, I-x;
- `transitions` (L, L) float32: weight of label j after label i;
- `templates` (T,) text `kind:offset`, as in `tagger_features.WINDOWS`;
- `keys` (A,) uint64, `template` (A,) uint8, `counts` (A,) uint8: each n-gram known, the template it belongs to, and how many labels have
  a weight for it;
- `label` (W,) uint8, `weight` (W,) float32: these weights, n-gram by n-gram.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seeds.types import ModelArrays
from transforms.engine.segment import Segments, segmenter
from transforms.engine.tagger_features import Features, text_features
from transforms.engine.viterbi import viterbi

Ints = NDArray[np.int64]
Scores = NDArray[np.float32]
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
# Texts tagged together, in characters: few enough for their scores to stay in the processor's cache.
BATCH = 50_000


@dataclass(frozen=True, eq=False)
class Entities:
    """Spans as columns, by row and start; spans of different parts may overlap.

    Attributes:
        rows: Number of the text.
        starts: Offset in the text.
        ends: One past the last character.
        labels: Entity type, in the words of the part's training data.
        scores: Probability of the labels of both ends given their neighbours' labels, 0 to 1.
        parts: Part of the model that found it.
    """

    rows: Ints
    starts: Ints
    ends: Ints
    labels: list[str]
    scores: NDArray[np.float64]
    parts: list[str]


@dataclass(frozen=True, eq=False)
class KeyTable:
    """Numbers of known keys, found in a few array operations for a whole batch.

    Attributes:
        keys: Keys multiplied by an odd constant, ascending.
        buckets: Position in `keys` of the first key of each bucket, and the end of the last.
        shift: A key's bucket is its highest bits.
        order: Number of each key, in the order of `keys`.
    """

    keys: NDArray[np.uint64]
    buckets: Ints
    shift: np.uint64
    order: Ints

    @classmethod
    def of(cls, keys: NDArray[np.uint64]) -> KeyTable:
        """A table of distinct keys; a key's number is its position plus 1."""
        spread = keys * _SPREAD
        order = np.argsort(spread)
        bits = max(4, int(np.ceil(np.log2(len(keys) + 1))) + 1)
        shift = np.uint64(64 - bits)
        edges = np.searchsorted(spread[order] >> shift, np.arange(2**bits + 1, dtype=np.uint64))
        return cls(keys=spread[order], buckets=edges, shift=shift, order=order + 1)

    def numbers(self, keys: NDArray[np.uint64]) -> Ints:
        """Number of each key, 0 if unknown."""
        spread = keys * _SPREAD
        bucket = (spread >> self.shift).astype(np.int64)
        at, end = self.buckets[bucket], self.buckets[bucket + 1]
        found = np.zeros(len(keys), dtype=np.int64)
        # Few buckets hold more than one or two keys: each round looks at the next key of those still open.
        open_ = np.flatnonzero(at < end)
        while len(open_):
            place = at[open_]
            hit = self.keys[place] == spread[open_]
            found[open_[hit]] = self.order[place[hit]]
            at[open_] += 1
            open_ = open_[~hit & (place + 1 < end[open_])]
        return found


@dataclass(frozen=True, eq=False)
class Kind:
    """Weights of the n-grams of one kind.

    Attributes:
        table: Known n-grams.
        offsets: Offset of each template.
        rows: For each template the row of `weights` of each n-gram number; row 0 is zeros.
        weights: For each template, its rows of label weights.
    """

    table: KeyTable
    offsets: tuple[int, ...]
    rows: tuple[Ints, ...]
    weights: tuple[Scores, ...]


@dataclass(frozen=True, eq=False)
class Part:
    """One CRF, compiled for look-ups."""

    name: str
    labels: tuple[str, ...]
    transitions: Scores
    kinds: Mapping[str, Kind]


_compiled: list[tuple[ModelArrays, dict[str, Part]]] = []


def compile_model(model: ModelArrays, names: Sequence[str] | None = None) -> tuple[Part, ...]:
    """The parts of a model (or those of these names) in the order of their names, each compiled once per model."""
    parts = next((parts for known, parts in _compiled if known is model), None)
    if parts is None:
        parts = {}
        _compiled[:] = [*_compiled[-1:], (model, parts)]
    found = sorted(name.removesuffix("_labels") for name in model if name.endswith("_labels"))
    wanted = [name for name in found if names is None or name in names]
    for name in wanted:
        if name not in parts:
            parts[name] = _part(model, name)
    return tuple(parts[name] for name in wanted)


def _part(model: ModelArrays, name: str) -> Part:
    def array(what: str) -> NDArray[Any]:
        return model[f"{name}_{what}"]

    labels = tuple(str(label) for label in array("labels"))
    keys, template, counts = array("keys"), array("template"), array("counts").astype(np.int64)
    owner = np.repeat(np.arange(len(keys)), counts)
    label, weight = array("label").astype(np.int64), array("weight").astype(np.float32)
    by_kind: dict[str, list[tuple[int, int]]] = {}
    for number, text in enumerate(array("templates")):
        kind, offset = str(text).split(":")
        by_kind.setdefault(kind, []).append((number, int(offset)))
    kinds = {}
    for kind, templates in by_kind.items():
        known = np.unique(keys[np.isin(template, [number for number, _ in templates])])
        if not len(known):
            continue
        rows, weights = [], []
        for number, _ in templates:
            mine = np.flatnonzero(template == number)
            row_of = np.zeros(len(known) + 1, dtype=np.int64)
            row_of[np.searchsorted(known, keys[mine]) + 1] = np.arange(1, len(mine) + 1)
            table = np.zeros((len(mine) + 1, len(labels)), dtype=np.float32)
            if len(mine):
                of = np.isin(owner, mine)
                table[np.searchsorted(mine, owner[of]) + 1, label[of]] = weight[of]
            rows.append(row_of)
            weights.append(table)
        kinds[kind] = Kind(
            table=KeyTable.of(known),
            offsets=tuple(offset for _, offset in templates),
            rows=tuple(rows),
            weights=tuple(weights),
        )
    return Part(name=name, labels=labels, transitions=array("transitions").astype(np.float32), kinds=kinds)


def emissions(features: Features, part: Part) -> Scores:
    """Score of each label at each character."""
    scores = np.zeros((len(features.places), len(part.labels)), dtype=np.float32)
    buffer = np.empty_like(scores)
    for name, kind in part.kinds.items():
        numbers = kind.table.numbers(features.keys[name])
        for offset, row_of, weights in zip(kind.offsets, kind.rows, kind.weights, strict=True):
            rows = row_of[numbers[features.places + offset]]
            known = np.flatnonzero(rows)
            if len(known) > len(rows) // 2:
                np.take(weights, rows, axis=0, out=buffer, mode="clip")
                scores += buffer
            else:
                scores[known] += weights[rows[known]]
    return scores


def label_characters(features: Features, part: Part) -> tuple[Ints, Scores]:
    """Best label of each character, and the scores of all."""
    scores = emissions(features, part)
    return viterbi(scores, part.transitions, features.starts), scores


def tag_entities(texts: Sequence[str], model: ModelArrays, *, names: Sequence[str] | None = None) -> Entities:
    """Find the entities of texts, one sentence each.

    Args:
        texts: Sentences; each is labelled for itself.
        model: Arrays as described above.
        names: Parts that label; None means all.
    """
    parts = compile_model(model, names)
    found: list[tuple[Ints, Ints, Ints, list[str], NDArray[np.float64], list[str]]] = []
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    group = (np.cumsum(lengths) - lengths) // BATCH
    edges = [*np.flatnonzero(np.diff(group, prepend=-1)).tolist(), len(texts)]
    for low, high in itertools.pairwise(edges):
        some = texts[low:high]
        features = text_features(some, segment_plain(some))
        for part in parts:
            labels, scores = label_characters(features, part)
            rows, starts, ends, types = spans(labels, lengths[low:high], part.labels)
            sure = _sureness(rows, starts, ends, labels, scores, features.starts, part.transitions)
            found.append((rows + low, starts, ends, types, sure, [part.name] * len(rows)))
    rows, starts, ends = (
        np.concatenate([np.zeros(0, dtype=np.int64), *(column[i] for column in found)]) for i in range(3)
    )
    order = np.lexsort((ends, starts, rows))
    types = [label for column in found for label in column[3]]
    owners = [name for column in found for name in column[5]]
    return Entities(
        rows=rows[order],
        starts=starts[order],
        ends=ends[order],
        labels=[types[i] for i in order.tolist()],
        scores=np.concatenate([np.zeros(0), *(column[4] for column in found)])[order],
        parts=[owners[i] for i in order.tolist()],
    )


def segment_plain(texts: Sequence[str]) -> Segments:
    """Tokens by jieba's dictionary alone: the words a model saw in training, whatever words a user adds."""
    return segmenter().segment(texts)


def spans(labels: Ints, lengths: Ints, names: Sequence[str]) -> tuple[Ints, Ints, Ints, list[str]]:
    """Rows, starts, ends and types of labelled spans; a span ends where its type or its row ends or a new one begins."""
    parts = np.array([ord(name[0]) for name in names])[labels]
    kinds = sorted({name[2:] for name in names if name != "O"})
    number = {kind: index for index, kind in enumerate(kinds)}
    types = np.array([number.get(name[2:], -1) for name in names])[labels]
    rows = np.repeat(np.arange(len(lengths)), lengths)
    before = np.ones(len(labels), dtype=np.bool_)
    before[1:] = (rows[1:] != rows[:-1]) | (types[1:] != types[:-1]) | np.isin(parts[:-1], [ord("E"), ord("S")])
    begins = np.flatnonzero((types >= 0) & (before | np.isin(parts, [ord("B"), ord("S")])))
    after = np.append(before[1:] | np.isin(parts[1:], [ord("B"), ord("S")]), True)
    ends = np.flatnonzero((types >= 0) & after[: len(types)]) + 1
    offset = (np.cumsum(lengths) - lengths)[rows[begins]]
    return rows[begins], begins - offset, ends - offset, [kinds[kind] for kind in types[begins].tolist()]


def _sureness(
    rows: Ints, starts: Ints, ends: Ints, labels: Ints, scores: Scores, texts: Ints, transitions: Scores
) -> NDArray[np.float64]:
    """The smaller of the probabilities of a span's first and last label, its neighbours' labels given."""
    sure = np.ones(len(rows))
    last_of_text = np.zeros(len(labels) + 1, dtype=np.bool_)
    last_of_text[texts] = last_of_text[-1] = True
    for places in (texts[rows] + starts, texts[rows] + ends - 1):
        local = scores[places].astype(np.float64)
        inner = ~last_of_text[places]
        local[inner] += transitions[labels[places[inner] - 1]]
        inner = ~last_of_text[places + 1]
        local[inner] += transitions.T[labels[places[inner] + 1]]
        local -= local.max(axis=1, keepdims=True)
        likely = np.exp(local)
        chosen = likely[np.arange(len(places)), labels[places]] / likely.sum(axis=1)
        sure = np.minimum(sure, chosen)
    return sure
