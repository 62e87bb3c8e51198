"""Content-derived ids: the same input gives the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

SEPARATOR = "\x1f"
# Prefixes that are not the first three letters.
PREFIXES = {"block": "blk", "event": "evt"}


def make_id(what: str, *parts: object) -> str:
    """An id from its parts: prefix, underscore, 16 hexadecimal digits (64 bits of BLAKE2b).

    >>> make_id("document", "a", 1) == make_id("document", "a", 1) != make_id("document", "a1")
    True
    """
    digest = hashlib.blake2b(SEPARATOR.join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"{_prefix(what)}_{digest.hexdigest()}"


def make_ids(
    what: str,
    document_ids: Iterable[str],
    starts: Iterable[int],
    ends: Iterable[int],
    *,
    extra: Sequence[object] | None = None,
) -> list[str]:
    """Ids of rows that are places in documents.

    Args:
        what: What the rows are, in the singular; tells the prefix.
        document_ids: Document of each row.
        starts: Raw start of each row.
        ends: Raw end of each row.
        extra: A further distinguishing value per row, when several rows share a span.
    """
    keys: Iterable[str] = [
        f"{d}{SEPARATOR}{s}{SEPARATOR}{e}" for d, s, e in zip(document_ids, starts, ends, strict=True)
    ]
    if extra is not None:
        keys = (f"{key}{SEPARATOR}{x}" for key, x in zip(keys, extra, strict=True))
    return hash_keys(what, keys)


def hash_keys(what: str, keys: Iterable[str]) -> list[str]:
    """Ids as `make_id` makes them, from parts that are joined already."""
    prefix, empty = _prefix(what), hashlib.blake2b(digest_size=8)
    ids = []
    for key in keys:
        # A copy takes half the time that a new state does.
        state = empty.copy()
        state.update(key.encode("utf-8", "surrogatepass"))
        ids.append(f"{prefix}_{state.hexdigest()}")
    return ids


def _prefix(what: str) -> str:
    return PREFIXES.get(what, what[:3])
