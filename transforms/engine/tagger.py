"""Entities found by linear-chain CRFs, applied to whole batches: n-gram look-ups in arrays and a batched Viterbi (`tagger_model`)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seeds.types import ModelArrays
from transforms.engine.segment import Segments, segmenter
from transforms.engine.tagger_context import Clusters, with_clusters, with_labels
from transforms.engine.tagger_features import Features, text_features
from transforms.engine.tagger_model import Part, Parts, Scores, compile_parts, groups_of, part_names
from transforms.engine.viterbi import decode, viterbi

Ints = NDArray[np.int64]
# Characters scored together, few enough for their scores to stay in the processor's cache, and characters labelled together: many, for
# Viterbi steps through sentences of like length at once, and few enough to bound the memory.
BLOCK, BATCH = 60_000, 400_000


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


def part_features(
    features: Features, segments: Segments, *, clusters: Clusters | None = None, seen: Parts | None = None
) -> Features:
    """Features of texts with what parts see besides: clusters of words, the labels of another part."""
    if clusters is not None:
        features = with_clusters(features, segments, clusters)
    if seen is not None:
        labels = viterbi(seen.emissions(features), seen.parts[0].transitions, features.starts)
        features = with_labels(features, labels)
    return features


def score_texts(texts: Sequence[str], parts: Parts, segments: Segments | None = None) -> tuple[Scores, Ints]:
    """Score of each label but the first of the parts at each character of texts that stand end to end, and the number of each text's first character."""
    segments = segments or segment_plain(texts)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    starts = np.cumsum(lengths) - lengths
    scores = np.empty((int(lengths.sum()), parts.width), dtype=np.float32)
    for low, high in _blocks(lengths, BLOCK):
        first, last = int(starts[low]), int(starts[high - 1] + lengths[high - 1])
        some, own = texts[low:high], segments.between(first, last)
        features = part_features(text_features(some, own), own, clusters=parts.clusters, seen=parts.seen)
        parts.emissions(features, out=scores[first:last])
    return scores, starts


def label_texts(
    texts: Sequence[str], parts: Parts, segments: Segments | None = None
) -> Iterator[tuple[Part, Ints, Scores]]:
    """Best label of each character of texts that stand end to end, and the scores of all, part by part."""
    scores, starts = score_texts(texts, parts, segments)
    labels = decode(scores, [(part.columns, part.transitions) for part in parts.parts], starts)
    for part, own in zip(parts.parts, labels, strict=True):
        yield part, own, scores[:, part.columns]


def _blocks(lengths: Ints, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of texts of about so many characters."""
    group = (np.cumsum(lengths) - lengths) // size
    yield from itertools.pairwise([*np.flatnonzero(np.diff(group, prepend=-1)).tolist(), len(lengths)])


def tag_entities(
    texts: Sequence[str],
    model: ModelArrays,
    *,
    names: Sequence[str] | None = None,
    segments: Segments | None = None,
) -> Entities:
    """Find the entities of texts, one sentence each.

    Args:
        texts: Sentences; each is labelled for itself.
        model: Arrays as `tagger_model` describes them.
        names: Parts that label; None means all.
        segments: Tokens of the texts as `segment_plain` makes them, if they are known.
    """
    wanted = [name for name in part_names(model) if names is None or name in names]
    groups = [compile_parts(model, group) for group in groups_of(model, wanted)]
    found: list[tuple[Ints, Ints, Ints, list[str], NDArray[np.float64], list[str]]] = []
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    for low, high in _blocks(lengths, BATCH):
        starts = np.cumsum(lengths[low:high]) - lengths[low:high]
        first, last = int(lengths[:low].sum()), int(lengths[:high].sum())
        own_segments = segments.between(first, last) if segments is not None else segment_plain(texts[low:high])
        for parts in groups:
            for part, labels, own in label_texts(texts[low:high], parts, own_segments):
                rows, begins, ends, types = spans(labels, lengths[low:high], part.labels)
                sure = _sureness(rows, begins, ends, labels, own, starts, part.transitions)
                found.append((rows + low, begins, ends, types, sure, [part.name] * len(rows)))
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
    kinds = sorted({name[2:] for name in names if name != "O"})
    number = {kind: index for index, kind in enumerate(kinds)}
    type_of = np.array([number.get(name[2:], -1) for name in names])
    # Few characters are part of a name: only these are looked at.
    inside = np.flatnonzero((type_of >= 0).take(labels))
    own = labels[inside]
    types = type_of[own]
    starts = np.cumsum(lengths) - lengths
    rows = np.searchsorted(starts, inside, side="right") - 1
    opens = np.array([name[0] in "BS" for name in names])[own]
    closes = np.array([name[0] in "ES" for name in names])[own]
    apart = (np.diff(inside) > 1) | (np.diff(rows) > 0) | (np.diff(types) != 0) | closes[:-1] | opens[1:]
    first, last = np.flatnonzero(np.append(True, apart)[: len(own)]), np.flatnonzero(np.append(apart, True)[: len(own)])
    row = rows[first]
    return (
        row,
        inside[first] - starts[row],
        inside[last] + 1 - starts[row],
        [kinds[kind] for kind in types[first].tolist()],
    )


def _sureness(
    rows: Ints, starts: Ints, ends: Ints, labels: Ints, scores: Scores, texts: Ints, transitions: Scores
) -> NDArray[np.float64]:
    """The smaller of the probabilities of a span's first and last label, its neighbours' labels given."""
    sure = np.ones(len(rows))
    last_of_text = np.zeros(len(labels) + 1, dtype=np.bool_)
    last_of_text[texts] = last_of_text[-1] = True
    for places in (texts[rows] + starts, texts[rows] + ends - 1):
        # Labels run down and spans across, so that every operation works on contiguous memory.
        local = np.zeros((len(transitions), len(places)))
        local[1:] = scores[places].T
        for moves, beside, edge in ((transitions.T, places - 1, places), (transitions, places + 1, places + 1)):
            added = moves.take(labels.take(beside, mode="wrap"), axis=1)
            added[:, last_of_text[edge]] = 0
            local += added
        local -= local.max(axis=0)
        likely = np.exp(local)
        chosen = likely[labels[places], np.arange(len(places))] / likely.sum(axis=0)
        sure = np.minimum(sure, chosen)
    return sure
