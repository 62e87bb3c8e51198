"""The CRFs of a model compiled for look-ups: several of them together, for they see the same n-grams.

A model is a mapping of arrays (`seeds/models/ner.npz`) of one or more parts, each a CRF with labels of its own; the arrays of part
`news` are called `news_labels` and so on:

- `labels` (L,) text: O, B-x, M-x, E-x, S-x, or O, B-x, I-x;
- `transitions` (L, L) float32: weight of label j after label i;
- `templates` (T,) text `kind:offset`, as in `tagger_features.WINDOWS`;
- `keys` (A,) uint64, `template` (A,) uint8, `counts` (A,) uint8: each n-gram known, the template it belongs to, and how many labels have
  a weight for it;
- `label` (W,) uint8, `weight` (W,) float32: these weights, n-gram by n-gram;
- `sees` () text, if present: the part whose labels this one sees.

Parts that see clusters of words (`tagger_context`) share `clusters_words` (C,) uint64 and `clusters_numbers` (C, grains) uint16.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seeds.types import ModelArrays
from transforms.engine.key_table import Keys, KeyTable, Numbers, distinct
from transforms.engine.tagger_context import Clusters
from transforms.engine.tagger_features import PAD, Features
from transforms.engine.tagger_windows import SMALL, WindowScores

Scores = NDArray[np.float32]
# Templates of which most characters have no known n-gram are added where one is known only.
SELDOM = 8
# Numbers in a line of the processor's cache.
LINE = 16


@dataclass(frozen=True, eq=False)
class Template:
    """Weights of the n-grams of a kind that stand at an offset.

    Attributes:
        offset: Where the n-gram starts, from the character labelled.
        rows: Row of `weights` of each n-gram's number; row 0 is zeros.
        weights: Weight of each label, float32.
    """

    offset: int
    rows: Numbers
    weights: Scores


@dataclass(frozen=True, eq=False)
class Kind:
    """The n-grams of one kind that any part knows."""

    name: str
    table: KeyTable
    templates: tuple[Template, ...]


@dataclass(frozen=True, eq=False)
class Part:
    """One CRF.

    Attributes:
        name: Its name.
        labels: Its labels.
        transitions: Weight of label j after label i.
        columns: Where its labels but the first stand among those of all parts compiled together.
    """

    name: str
    labels: tuple[str, ...]
    transitions: Scores
    columns: slice


@dataclass(frozen=True, eq=False)
class Parts:
    """CRFs compiled together.

    The score of a part's first label is 0 and those of the others are told from there: with one label less to each part the rows of weights of
    two parts fit a line of the processor's cache.

    Attributes:
        parts: The CRFs.
        kinds: Their n-grams, save those of small windows.
        windows: These, for each of the windows that `tagger_features` makes.
        clusters: Clusters of words, if they see them.
        seen: Part whose labels they see, if any.
    """

    parts: tuple[Part, ...]
    kinds: tuple[Kind, ...]
    windows: tuple[WindowScores, ...]
    clusters: Clusters | None
    seen: Parts | None

    @property
    def width(self) -> int:
        """Number of labels of all parts but their first ones."""
        return sum(len(part.labels) - 1 for part in self.parts)

    def emissions(self, features: Features, out: Scores | None = None) -> Scores:
        """Score of each label but the first at each character, put into `out` if it is given; the columns of a part are `part.columns`."""
        # Scores are summed up over the padded layout, in which an offset is a slice.
        size = len(features.keys["char"]) - 2 * PAD
        scores = np.zeros((size, self.width), dtype=np.float32)
        buffer = np.empty_like(scores)
        for window, sums in zip(features.keys.windows, self.windows, strict=True):
            if not sums.kinds:
                continue
            summed, rows = sums.of(window, window.numbers[PAD : PAD + size])
            np.take(summed, rows, axis=0, out=buffer, mode="clip")
            scores += buffer
        for kind in self.kinds:
            numbers = _numbers(kind.table, features.keys[kind.name])
            for template in kind.templates:
                rows = numbers[PAD + template.offset : PAD + template.offset + size]
                # With one template to its kind the row is the number.
                rows = rows if len(kind.templates) == 1 else template.rows.take(rows)
                if np.count_nonzero(rows) * SELDOM > size:
                    np.take(template.weights, rows, axis=0, out=buffer, mode="clip")
                    scores += buffer
                else:
                    known = np.flatnonzero(rows != 0)
                    some = scores.take(known, axis=0)
                    some += template.weights.take(rows.take(known), axis=0)
                    scores[known] = some
        return scores.take(features.places - PAD, axis=0, out=out, mode="clip")


def _numbers(table: KeyTable, keys: Keys) -> Numbers:
    """Number of each key; where few characters have one (in a title or quotation), only theirs are looked up."""
    if np.count_nonzero(keys) * SELDOM > len(keys):
        return table.numbers(keys)
    numbers: Numbers = np.zeros(len(keys), dtype=np.int32)
    some = np.flatnonzero(keys)
    numbers[some] = table.numbers(keys[some])
    return numbers


_compiled: list[tuple[ModelArrays, dict[tuple[str, ...], Parts]]] = []


def part_names(model: ModelArrays) -> list[str]:
    """Names of the parts of a model."""
    return sorted(name.removesuffix("_labels") for name in model if name.endswith("_labels"))


def compile_parts(model: ModelArrays, names: Sequence[str]) -> Parts:
    """Parts of a model that see the same, compiled once per model."""
    known = next((parts for kept, parts in _compiled if kept is model), None)
    if known is None:
        known = {}
        _compiled[:] = [*_compiled[-1:], (model, known)]
    key = tuple(names)
    if key not in known:
        known[key] = _compile(model, key)
    return known[key]


def groups_of(model: ModelArrays, names: Sequence[str]) -> list[tuple[str, ...]]:
    """Names of parts that can be compiled together: those that see nothing besides the text, and each other by itself."""
    alone = [(name,) for name in names if f"{name}_sees" in model or _clustered(model, name)]
    together = tuple(name for name in names if (name,) not in alone)
    return [*([together] if together else []), *alone]


def read_clusters(model: ModelArrays) -> Clusters:
    """The clusters of words that a model holds."""
    return Clusters(KeyTable.of(model["clusters_words"]), model["clusters_numbers"])


def _clustered(model: ModelArrays, name: str) -> bool:
    return any(str(text).startswith("cluster") for text in model[f"{name}_templates"])


def _compile(model: ModelArrays, names: tuple[str, ...]) -> Parts:
    parts, at = [], 0
    for name in names:
        labels = tuple(str(label) for label in model[f"{name}_labels"])
        transitions = model[f"{name}_transitions"].astype(np.float32)
        parts.append(Part(name, labels, transitions, slice(at, at + len(labels) - 1)))
        at += len(labels) - 1
    texts = list(dict.fromkeys(str(text) for name in names for text in model[f"{name}_templates"]))
    by_kind: dict[str, list[str]] = {}
    for text in texts:
        by_kind.setdefault(text.partition(":")[0], []).append(text)
    grams_of = [_grams(model, part.name) for part in parts]
    grams = {text: [own.get(text, NO_GRAMS) for own in grams_of] for text in texts}
    kinds = []
    for kind, own in by_kind.items():
        known = distinct(np.concatenate([keys for text in own for keys, *_ in grams[text]]))
        if len(known):
            table, size = KeyTable.of(known), len(known) + 1
            templates = tuple(_template(int(text.partition(":")[2]), table, size, grams[text], parts) for text in own)
            kinds.append(Kind(kind, table, templates))
    small: list[list[Kind]] = [[] for _ in SMALL]
    for held, offsets_of in zip(small, SMALL, strict=True):
        held += [k for k in kinds if {template.offset for template in k.templates} <= set(offsets_of.get(k.name, ()))]
    sees = [str(model[f"{name}_sees"]) for name in names if f"{name}_sees" in model]
    return Parts(
        parts=tuple(parts),
        kinds=tuple(kind for kind in kinds if not any(kind in held for held in small)),
        windows=tuple(WindowScores(held, at) for held in small),
        clusters=read_clusters(model) if any(_clustered(model, name) for name in names) else None,
        seen=compile_parts(model, sees) if sees else None,
    )


Grams = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64], Scores]


NO_GRAMS: Grams = (
    np.zeros(0, dtype=np.uint64),
    np.zeros(0, dtype=np.int64),
    np.zeros(0, dtype=np.int64),
    np.zeros(0, dtype=np.float32),
)


def _grams(model: ModelArrays, name: str) -> dict[str, Grams]:
    """N-grams of each template of a part: their keys, and of each weight the number of its n-gram, its label and its value."""
    templates, template, counts, keys, labels, weights = (
        model[f"{name}_{what}"] for what in ("templates", "template", "counts", "keys", "label", "weight")
    )
    # The n-grams stand template by template.
    bounds = np.searchsorted(template, np.arange(len(templates) + 1))
    ends = np.append(0, np.cumsum(counts, dtype=np.int64))[bounds]
    found: dict[str, Grams] = {}
    for number, (low, high) in enumerate(itertools.pairwise(bounds.tolist())):
        weighted = slice(*ends[number : number + 2].tolist())
        owner = np.repeat(np.arange(high - low), counts[low:high])
        label, weight = labels[weighted].astype(np.int64), weights[weighted].astype(np.float32)
        found[str(templates[number])] = keys[low:high], owner, label, weight
    return found


def _template(offset: int, table: KeyTable, size: int, grams: Sequence[Grams], parts: Sequence[Part]) -> Template:
    """A template's n-grams, numbered in the order of their numbers in the table of all n-grams of their kind, which are below `size`."""
    numbers = [table.numbers(keys) for keys, *_ in grams]
    rows = np.zeros(size, dtype=np.int32)
    for own in numbers:
        rows[own] = 1
    known = np.flatnonzero(rows)
    rows[known] = np.arange(1, len(known) + 1)
    weights = _in_lines(len(known) + 1, sum(len(part.labels) - 1 for part in parts))
    for (_, owner, label, weight), part, own in zip(grams, parts, numbers, strict=True):
        places, other = rows[own][owner], label > 0
        weights[places[other], part.columns.start + label[other] - 1] = weight[other]
        weights[places[~other], part.columns] -= weight[~other, None]
    return Template(offset, rows, weights)


def _in_lines(rows: int, width: int) -> Scores:
    """Zeros that begin where a line of the processor's cache does."""
    room = np.zeros(rows * width + LINE, dtype=np.float32)
    first = -room.ctypes.data // room.itemsize % LINE
    return room[first : first + rows * width].reshape(rows, width)
