"""The dictionary's words, looked up by place in a text, without a string for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of
from transforms.engine.key_table import Keys, KeyTable, WordHashes, list_hashes
from transforms.engine.segment_runs import Flags, Ints

PLANE = 0x10000


@dataclass(frozen=True, eq=False)
class HashedWords:
    """A list of words as a table holds them.

    Attributes:
        long: Whether each has two or more characters.
        ends: Code point of the last character of each.
        hashes: Hashes of the long ones.
    """

    long: Flags
    ends: NDArray[np.uint32]
    hashes: Keys

    @classmethod
    def of(cls, words: pa.StringArray) -> HashedWords:
        """Hash words, none of them empty."""
        joined = pc.binary_join(pa.ListArray.from_arrays([0, len(words)], words), "")[0].as_py()
        lengths = pc.utf8_length(words).to_numpy().astype(np.int64)
        codes = codes_of(joined)
        last = np.cumsum(lengths) - 1
        long = lengths > 1
        hashes = list_hashes(codes.astype(np.uint64), (last - lengths + 1)[long], lengths[long])
        return cls(long, codes[last], hashes)


@dataclass(frozen=True, eq=False)
class WordTable:
    """Words and their tags.

    Attributes:
        keys: Words of two and more characters.
        tags: Tag of each of them by its number; -1, which is no tag, for number 0.
        singles: Tag of each code point of the basic plane, -1 for none.
    """

    keys: KeyTable
    tags: Ints
    singles: Ints

    @classmethod
    def of(cls, lists: Sequence[HashedWords], tags: Ints) -> WordTable:
        """A table of the words of some lists with their tags; of a word that comes several times the last one counts."""
        long = np.concatenate([words.long for words in lists])
        singles = np.full(PLANE, -1)
        ends = np.concatenate([words.ends for words in lists])
        alone = ~long & (ends < PLANE)
        singles[ends[alone]] = tags[alone]
        return cls(KeyTable.of(np.concatenate([words.hashes for words in lists])), np.append(-1, tags[long]), singles)


@dataclass(frozen=True, eq=False)
class WordPlaces:
    """A text whose words are looked up.

    Attributes:
        table: The words.
        codes: Code points of the text, all of the basic plane.
        hashes: Its hashes.
    """

    table: WordTable
    codes: NDArray[np.uint32]
    hashes: WordHashes

    @classmethod
    def of(cls, table: WordTable, codes: NDArray[np.uint32]) -> WordPlaces:
        """Words of a table in a text."""
        return cls(table, codes, WordHashes.of(codes.astype(np.uint64)))

    def tags(self, first: Ints, lengths: Ints) -> Ints:
        """Tag of each word from its first character and its length; -1 is none."""
        tags = self.table.singles.take(self.codes.take(first))
        long = np.flatnonzero(lengths > 1)
        first = first[long]
        tags[long] = self.table.tags.take(self.table.keys.numbers(self.hashes.words(first, first + lengths[long] - 1)))
        return tags

    def known(self, first: Ints, last: Ints) -> Flags:
        """Whether spans of two and more characters are words, from their starts and ends."""
        known: Flags = self.table.keys.numbers(self.hashes.words(first, last - 1)) > 0
        return known
