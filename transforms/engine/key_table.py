"""Numbers of 64-bit keys, looked up for a whole batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
_SPREAD = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, eq=False)
class KeyTable:
    """Numbers of known keys, found in a few array operations for a whole batch.

    Attributes:
        keys: Keys multiplied by an odd constant, ascending, with the highest number behind them.
        buckets: Position in `keys` of the first key of each bucket or of a later one.
        shift: A key's bucket is its highest bits.
        order: Number of each key, in the order of `keys`.
    """

    keys: NDArray[np.uint64]
    buckets: Numbers
    shift: np.uint64
    order: Numbers

    @classmethod
    def of(cls, keys: NDArray[np.uint64]) -> KeyTable:
        """A table of distinct keys; a key's number is its position plus 1."""
        spread = keys * _SPREAD
        order = np.argsort(spread)
        bits = max(4, int(np.ceil(np.log2(len(keys) + 1))) + 1)
        shift = np.uint64(64 - bits)
        ascending = spread[order]
        counts = np.bincount((ascending >> shift).astype(np.int64), minlength=2**bits)
        return cls(
            keys=np.append(ascending, ~np.uint64(0)),
            buckets=(np.cumsum(counts) - counts).astype(np.int32),
            shift=shift,
            order=np.append(order + 1, 0).astype(np.int32),
        )

    def numbers(self, keys: NDArray[np.uint64]) -> Numbers:
        """Number of each key, 0 if unknown."""
        spread = keys * _SPREAD
        place = self.buckets.take((spread >> self.shift).view(np.int64))
        met = self.keys.take(place)
        found: Numbers = np.where(met == spread, self.order.take(place), np.int32(0))
        # Few buckets hold more than one or two keys: each round looks at the next key of those still open.
        open_ = np.flatnonzero(met < spread)
        place, spread = place[open_], spread[open_]
        while len(open_):
            place += 1
            met = self.keys.take(place)
            hit = met == spread
            found[open_[hit]] = self.order[place[hit]]
            more = met < spread
            open_, place, spread = open_[more], place[more], spread[more]
        return found
