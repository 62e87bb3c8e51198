"""Content-derived ids: the same input gives the same id on every machine and in every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

SEPARATOR = "\x1f"
PREFIXES = {
    "document": "doc",
    "article": "art",
    "block": "blk",
    "sentence": "sen",
    "mention": "men",
    "entity": "ent",
    "time": "tim",
    "quote": "quo",
    "metric": "met",
    "fact": "fac",
    "numeral": "num",
    "event": "evt",
    "reject": "rej",
}


def make_id(what: str, *parts: object) -> str:
    """An id from its parts: prefix, underscore, 16 hexadecimal digits (64 bits of BLAKE2b).

    >>> make_id("document", "a", 1) == make_id("document", "a", 1) != make_id("document", "a1")
    True
    """
    digest = hashlib.blake2b(SEPARATOR.join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"{PREFIXES[what]}_{digest.hexdigest()}"


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
        what: Key of `PREFIXES`.
        document_ids: Document of each row.
        starts: Raw start of each row.
        ends: Raw end of each row.
        extra: A further distinguishing value per row, when several rows share a span.
    """
    if extra is None:
        prefix, digest = PREFIXES[what], hashlib.blake2b
        places = (SEPARATOR.join((d, str(s), str(e))) for d, s, e in zip(document_ids, starts, ends, strict=True))
        return [f"{prefix}_{digest(at.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}" for at in places]
    return [make_id(what, d, s, e, x) for d, s, e, x in zip(document_ids, starts, ends, extra, strict=True)]
