"""Form batches of inputs: bounded in size, the same on every machine, and stable when an input comes or goes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from flows.sources import Input
from flows.tables_in import TABLE_TYPES
from flows.text_parts import count_parts

# Parts of the limit between which a batch ends.
LEAST, MOST = 1 / 8, 3 / 8


@dataclass(frozen=True)
class Batch:
    """Inputs that go through the stages together.

    Attributes:
        batch_id: 16 hexadecimal digits, derived from the names and contents of the inputs.
        inputs: The inputs, in order of their names.
        issue_date: Issue date given by the caller (ISO), which enters the documents.
    """

    batch_id: str
    inputs: tuple[Input, ...]
    issue_date: str | None = None

    @property
    def size(self) -> int:
        """Raw bytes."""
        return sum(item.size // (item.part[1] if item.part else 1) for item in self.inputs)


def form_batches(inputs: Sequence[Input], *, limit: int, issue_date: str | None = None) -> list[Batch]:
    """Cut the inputs, in order of name, into batches of at most `limit` bytes.

    A batch ends between an eighth and three eighths of the limit, behind the input there whose name has the smallest hash: an added or removed input then
    changes one batch and mostly none of those that follow (content-defined chunking with local minima), and batches are nearly of one size, so that
    the memory a run takes does not grow with the number of its inputs.

    Args:
        inputs: Listed inputs.
        limit: Upper bound of a batch's bytes; a larger input is a batch of its own, and a larger table of rows as many as it takes.
        issue_date: ISO date given by the caller.
    """
    batches: list[Batch] = []
    members: list[Input] = []
    size = 0

    def close(count: int) -> None:
        nonlocal members, size
        closed, members = members[:count], members[count:]
        size = sum(item.size for item in members)
        if closed:
            batch_id = _hash("\n".join([issue_date or "", *map(_told, closed)])).hex()
            batches.append(Batch(batch_id, tuple(closed), issue_date))

    for item in sorted(inputs, key=lambda one: (one.content_name, one.source_uri)):
        if size >= limit * LEAST and size + item.size > limit * MOST:
            close(_boundary(members, limit))
        if size + item.size > limit:
            close(len(members))
        # Rows go into as many batches as they take; where a text is cut does not depend on the limit, because it makes documents.
        by_rows = -(-item.size // limit) if item.media_type in TABLE_TYPES else 1
        count = max(by_rows, count_parts(item.size, item.media_type))
        if count > 1:
            for number in range(count):
                members.append(replace(item, part=(number, count)))
                close(len(members))
            continue
        members.append(item)
        size += item.size
    close(len(members))
    return batches


def _told(item: Input) -> str:
    part = "\t{}/{}".format(*item.part) if item.part else ""
    return f"{item.content_name}\t{item.source_uri}\t{item.digest}{part}"


def _boundary(members: Sequence[Input], limit: int) -> int:
    """How many of the members make a batch: up to the one with the smallest hash of those behind which there are enough."""
    sizes = list(accumulate(item.size for item in members))
    enough = [number for number, size in enumerate(sizes) if size >= limit * LEAST]
    return 1 + min(enough, key=lambda number: _hash(members[number].content_name))


def _hash(told: str) -> bytes:
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).digest()
