"""64-bit keys of n-grams and words, and their numbers, for whole batches."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
_ONE, _TWO = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_SEED, _SHIFT = np.uint64(0x51), np.uint64(29)
_BASE = 0x100000001B3
# The few keys that share a bucket with another one get room, so that hardly any of them shares one again.
SPARE = 4
_SPREAD = np.uint64(0xD6E8FEB86659FD93)


def mix(*parts: Keys) -> Keys:
    """One key from several; the order counts."""
    result: Keys = parts[0] ^ _SEED
    _stir(result)
    for part in parts[1:]:
        mix_in(result, part)
    return result


def mix_in(keys: Keys, part: Keys) -> None:
    """Make each of the keys, which `mix` made, the one with one part more."""
    keys ^= part
    _stir(keys)


def _stir(keys: Keys) -> None:
    keys *= _ONE
    keys ^= keys >> _SHIFT
    keys *= _TWO


def distinct(keys: Keys) -> Keys:
    """The distinct ones of some keys, ascending; NumPy's own search for them hashes, which takes ten times as long."""
    ordered = np.sort(keys)
    found: Keys = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return found


@dataclass(frozen=True, eq=False)
class WordHashes:
    """Prefix sums of a text, of which the hash of any word in it is a difference, modulo 2^64.

    Attributes:
        sums: Sum of the characters before each place, each multiplied by a power of its own.
        inverse: Inverse of that power, and of further ones.
    """

    sums: Keys
    inverse: Keys

    @classmethod
    def of(cls, codes: Keys) -> WordHashes:
        """Prefix sums of code points."""
        # As many powers as the next power of two: texts of like length share them.
        powers, inverse = _powers(1 << len(codes).bit_length())
        sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        terms = codes + np.uint64(7)
        terms *= powers[: len(codes)]
        np.cumsum(terms, out=sums[1:])
        return cls(sums, inverse)

    def words(self, first: Ints, last: Ints) -> Keys:
        """Hash of the words with these first and last characters."""
        return mix((self.sums[last + 1] - self.sums[first]) * self.inverse[first], (last - first).astype(np.uint64))


@functools.lru_cache(maxsize=4)
def _powers(count: int) -> tuple[Keys, Keys]:
    """The first powers of the base and their inverses."""
    base, inverse = (np.full(count, each, dtype=np.uint64).cumprod() for each in (_BASE, pow(_BASE, -1, 2**64)))
    return base, inverse


def word_hashes(codes: Keys, first: Ints, last: Ints) -> Keys:
    """Hash of the words of a text, from the numbers of their first and last characters."""
    return WordHashes.of(codes).words(first, last)


def list_hashes(codes: Keys, first: Ints, lengths: Ints) -> Keys:
    """The same hashes for a list of words, none of them long: without the sums of all that stands before a word.

    Args:
        codes: Code points of the words.
        first: Number of the first character of each word.
        lengths: How many characters each has, at least one.

    >>> codes = np.array([19977, 24180, 32423], dtype=np.uint64)
    >>> first, last = np.array([0, 1]), np.array([0, 2])
    >>> bool((list_hashes(codes, first, last - first + 1) == word_hashes(codes, first, last)).all())
    True
    """
    hashes = np.zeros(len(first), dtype=np.uint64)
    power = 1
    for at in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > at)
        hashes[longer] += (codes.take(first.take(longer) + at) + np.uint64(7)) * np.uint64(power)
        power = power * _BASE % 2**64
    return mix(hashes, (lengths - 1).astype(np.uint64))


@dataclass(frozen=True, eq=False)
class KeyTable:
    """Numbers of known keys, found in a few array operations for a whole batch.

    A key's highest bits say its bucket, and a bucket is one word of memory: to look there once is enough for nearly every key.

    Attributes:
        slots: What each bucket holds, from its highest bits down: the rest of a key, whether further keys share the bucket, the key's number.
        bits: Bits of a bucket's number.
        others: The further keys, if there are any.
        numbers_of_others: Number of each of these.
    """

    slots: Keys
    bits: int
    others: KeyTable | None
    numbers_of_others: Numbers

    @classmethod
    def of(cls, keys: Keys, *, spare: int = 1) -> KeyTable:
        """A table of distinct keys; a key's number is its position plus 1.

        Args:
            keys: The keys.
            spare: Bits of a bucket's number beyond those that the keys need, at least 1.
        """
        bits = max(4, int(np.ceil(np.log2(len(keys) + 1))) + spare)
        spread = keys * _SPREAD
        buckets = (spread >> np.uint64(64 - bits)).astype(np.int64)
        numbers = np.arange(1, len(keys) + 1)
        owners = np.zeros(2**bits, dtype=np.int64)
        owners[buckets] = numbers
        owns = owners[buckets] == numbers
        slots = np.zeros(2**bits, dtype=np.uint64)
        slots[buckets[owns]] = (spread[owns] << np.uint64(bits)) | numbers[owns].astype(np.uint64)
        slots[buckets[~owns]] |= np.uint64(1 << (bits - 1))
        others = None if owns.all() else cls.of(keys[~owns] * _ONE, spare=SPARE)
        return cls(slots, bits, others, np.append(0, numbers[~owns]).astype(np.int32))

    def numbers(self, keys: Keys) -> Numbers:
        """Number of each key, 0 if unknown."""
        spread = keys * _SPREAD
        rest = self.slots.take((spread >> np.uint64(64 - self.bits)).view(np.int64))
        spread <<= np.uint64(self.bits)
        # Of a slot whose key this is the lowest bits are left.
        rest ^= spread
        met = rest < np.uint64(1 << self.bits)
        low = rest.astype(np.uint32)
        low &= np.uint32((1 << self.bits) - 1)
        shared = np.uint32(1 << (self.bits - 1))
        found: Numbers = (low & (shared - np.uint32(1))).view(np.int32)
        found *= met
        if self.others is not None:
            open_ = np.flatnonzero((low >= shared) > met)
            if len(open_):
                found[open_] = self.numbers_of_others.take(self.others.numbers(keys[open_] * _ONE))
        return found
