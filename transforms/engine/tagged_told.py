"""What a document has for a name elsewhere: evidence for the tagger's spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.engine.candidates import Candidate
from transforms.engine.tagged_parts import Tagged


def longer_places(
    found: Sequence[Candidate], text: str, starts: Sequence[int], documents: NDArray[np.int64]
) -> list[Candidate]:
    """The candidates, a place by the longer name that stands there and that its document has for a place elsewhere (罗家 | 坡, 罗家坡)."""
    places = [at for at, name in enumerate(found) if name.entity_type == "LOC"]
    spans = [(found[at].start, found[at].end) for at in places]
    told = list(told_names(text, spans, starts, documents))
    names, longer = set(told), list(found)
    for at, (document, _) in zip(places, told, strict=True):
        start, end = found[at].start, found[at].end
        if end < len(text) and (document, text[start : end + 1]) in names:
            longer[at] = found[at].moved(end=end + 1)
    return longer


def told_of(
    text: str, spans: Sequence[Tagged], starts: Sequence[int], documents: NDArray[np.int64]
) -> Callable[[int, str], bool]:
    """Whether the document of a place has one of the spans for just this name; most batches never ask."""
    names: set[tuple[int, str]] = set()

    def told(at: int, name: str) -> bool:
        if not names:
            names.update(told_names(text, spans, starts, documents))
        return (int(documents[bisect_right(starts, at) - 1]), name) in names

    return told


def told_names(
    text: str, spans: Sequence[tuple[Any, ...]], starts: Sequence[int], documents: NDArray[np.int64]
) -> Iterator[tuple[int, str]]:
    """Document and text of spans, each of which begins with its start and its end."""
    rows = np.searchsorted(starts, [span[0] for span in spans], side="right") - 1
    for document, span in zip(documents[rows].tolist(), spans, strict=True):
        yield document, text[span[0] : span[1]]
