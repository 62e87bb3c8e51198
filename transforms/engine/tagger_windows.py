"""Small windows of the tagger: of a word's tags and of characters' classes there are few, so their weights are added up once for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from transforms.engine.key_table import Keys, mix

if TYPE_CHECKING:
    from transforms.engine.tagger_model import Kind, Scores

Numbers = NDArray[np.int32]
# Classes of characters, 0 for padding among them, and places in a word.
SHAPES, PLACES = 12, 4
# Kinds of n-grams that the windows hold, and where in them.
IN_SHAPES: Mapping[str, tuple[int, ...]] = {"shape": (-1, 0, 1)}
IN_TAGS: Mapping[str, tuple[int, ...]] = dict.fromkeys(("tag", "tag_before", "tag_after", "tags"), (0,))
SMALL = (IN_SHAPES, IN_TAGS)
# Windows remembered from batch to batch: a bound on memory.
REMEMBERED = 100_000


@dataclass(frozen=True, eq=False)
class Window:
    """A window at each padded position.

    Attributes:
        kinds: Offsets of each kind of n-gram that lies in it.
        numbers: Its number at each padded position.
        size: How many there may be.
        says: What tells these windows from others of other texts.
        key: Keys of the n-grams of a kind at an offset in the windows of these numbers.
    """

    kinds: Mapping[str, tuple[int, ...]]
    numbers: Numbers
    size: int
    says: tuple[str, ...]
    key: Callable[[str, int, Numbers], Keys]


class WindowKeys(dict[str, Keys]):
    """Keys of each kind at each padded position; those of kinds that windows hold are made when they are asked for."""

    def __init__(self, keys: Mapping[str, Keys], windows: Sequence[Window]) -> None:
        super().__init__(keys)
        self.windows = tuple(windows)

    def __missing__(self, kind: str) -> Keys:
        """Make the keys of a kind."""
        window = next((window for window in self.windows if kind in window.kinds), None)
        if window is None:
            raise KeyError(kind)
        self[kind] = window.key(kind, 0, window.numbers)
        return self[kind]

    def beside(self, keys: Mapping[str, Keys]) -> WindowKeys:
        """These keys and further ones."""
        return WindowKeys({**self, **keys}, self.windows)


def shape_window(shapes: NDArray[np.uint8]) -> Window:
    """The classes of a character, of the two before it and the two behind it."""
    numbers: Numbers = np.zeros(len(shapes), dtype=np.int32)
    for by in (2, 1, 0, -1, -2):
        numbers *= np.int32(SHAPES)
        numbers += np.roll(shapes, by)
    return Window(IN_SHAPES, numbers, SHAPES**5, (), _shape_key)


def _shape_key(kind: str, offset: int, numbers: Numbers) -> Keys:
    before, own, after = (
        (numbers // SHAPES ** (2 - at) % SHAPES).astype(np.uint64) for at in (offset - 1, offset, offset + 1)
    )
    return mix(own, after, before)


def tag_window(
    tags: NDArray[np.int64],
    names: tuple[str, ...],
    *,
    opening: NDArray[np.bool_],
    closing: NDArray[np.bool_],
    words: NDArray[np.int64],
    parts: Keys,
    places: NDArray[np.int64],
    size: int,
) -> Window:
    """The tags of a character's word and of its neighbours, and where in the word the character stands; 0 for padding.

    Args:
        tags: Tag of each word, as an index into `names`.
        names: Tags.
        opening: Which words open a text.
        closing: Which words close one.
        words: Word of each character.
        parts: Where in its word each character stands, a number below `PLACES`.
        places: Padded position of each character.
        size: How many padded positions there are.
    """
    base = np.int32(len(names) + 1)
    own = tags.astype(np.int32) + np.int32(1)
    before, after = np.roll(own, 1), np.roll(own, -1)
    before[opening] = after[closing] = 0
    windows = ((before * base + own) * base + after) * np.int32(PLACES)
    numbers: Numbers = np.zeros(size, dtype=np.int32)
    numbers[places] = windows.take(words) + parts.astype(np.int32)
    # A word has a tag: only padding has number 0.
    hashes = np.array([0, *(int.from_bytes(name.encode()[:8], "big") for name in names)], dtype=np.uint64)

    def key(kind: str, offset: int, some: Numbers) -> Keys:
        rest, part = np.divmod(some, np.int32(PLACES))
        others, last = np.divmod(rest, base)
        first, middle = (hashes[each] for each in np.divmod(others, base))
        last = hashes[last]
        columns = {
            "tag": (middle,),
            "tag_before": (middle, first),
            "tag_after": (middle, last),
            "tags": (first, middle, last),
        }
        keys = mix(mix(*columns[kind]), part.astype(np.uint64))
        keys[some == 0] = 0
        return keys

    return Window(IN_TAGS, numbers, int(base) ** 3 * PLACES, names, key)


class WindowScores:
    """Scores of windows of one make, remembered by their numbers.

    Attributes:
        kinds: N-grams that they hold.
    """

    def __init__(self, kinds: Iterable[Kind], width: int) -> None:
        self.kinds = tuple(kinds)
        self._says: tuple[str, ...] | None = None
        self._rows: Numbers = np.zeros(0, dtype=np.int32)
        self._scores: Scores = np.zeros((0, width), dtype=np.float32)

    def of(self, window: Window, numbers: Numbers) -> tuple[Scores, Numbers]:
        """Scores of the labels in all windows known, and the row of each of some windows among them."""
        if self._says != window.says or len(self._scores) > REMEMBERED:
            self._says, self._scores = window.says, self._scores[:0]
            self._rows = np.full(window.size, -1, dtype=np.int32)
        rows = self._rows.take(numbers)
        if rows.min(initial=0) < 0:
            fresh = np.unique(numbers[rows < 0])
            self._rows[fresh] = np.arange(len(self._scores), len(self._scores) + len(fresh))
            self._scores = np.concatenate([self._scores, self._added_up(window, fresh)])
            rows = self._rows.take(numbers)
        return self._scores, rows

    def _added_up(self, window: Window, numbers: Numbers) -> Scores:
        scores = np.zeros((len(numbers), self._scores.shape[1]), dtype=np.float32)
        for kind in self.kinds:
            for template in kind.templates:
                known = kind.table.numbers(window.key(kind.name, template.offset, numbers))
                scores += template.weights.take(template.rows.take(known), axis=0)
        return scores
