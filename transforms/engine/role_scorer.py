"""Who buys, pledges, signs or wins, judged by a trained scorer where no rule found the event.

A softmax over hashed features of a trigger and a name in its sentence; weights, triggers and labels are in `seeds/models/roles.npz`.
"""

from __future__ import annotations

import functools
import re
import zlib
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from seeds.types import ModelArrays
from transforms.engine.accounts import HYPOTHETICAL, Found, Role, build
from transforms.engine.candidates import family_of
from transforms.engine.reading import Filler, Reading

RULE = "events.scored"
MODEL = "roles"
NONE = "none"
SURE = 0.5
LONGEST_WINDOW = 300
STOPS = "。！？\n"
STAKE = re.compile(r"[\d.]*[%％]?的?(?:股权|股份)")
SHARES = re.compile(r"股权|股份|股票")
UNDONE = re.compile(r"解除?$|解除本次$|未曾?$|不$|反$")
NOWHERE: tuple[list[int], list[int]] = ([], [])
KINDS = frozenset({"ORG", "PER"})
Span = tuple[int, int, str]


def scored_events(reading: Reading, known: Sequence[Found]) -> Iterator[Found]:
    """Events of triggers at which no rule found an event of their type; none when models are off."""
    arrays = reading.seeds.models.get(MODEL)
    if arrays is None:
        return
    pattern, types = _triggers(tuple(arrays["triggers"].tolist()), tuple(arrays["types"].tolist()))
    taken = _extents(known, frozenset(types.values()))
    for match in pattern.finditer(reading.text):
        kind, at, end = types[match[0]], match.start(), match.end()
        sentence, clause = reading.marks.sentence(at)[0], reading.marks.clause_start(at, 0)
        close = reading.marks.clause_end(end, len(reading.text))
        firsts, reach = taken.get(kind, NOWHERE)
        before = bisect_left(firsts, close)
        if before and reach[before - 1] > max(sentence, clause):
            continue
        if (
            reading.marks.quotation(at)
            or reading.mentions.covering(at, end)
            or UNDONE.search(reading.text, max(0, at - 4), at)
            or HYPOTHETICAL.search(reading.text, max(sentence, clause), at)
        ):
            continue
        start, stop = window(reading.text, at, end)
        anchors = [a for a in reading.mentions.within(start, stop) if family_of(a.kind) in KINDS]
        roles = [
            Role(label, Filler(anchor.start, anchor.end, anchor.row, family_of(anchor.kind)))
            for anchor, label in zip(
                anchors, labels(reading.text, at, end, [(a.start, a.end, a.kind) for a in anchors], arrays), strict=True
            )
            if label != NONE
        ]
        if roles:
            yield build(reading, kind, RULE, at, end, roles)


def _extents(known: Sequence[Found], kinds: Collection[str]) -> dict[str, tuple[list[int], list[int]]]:
    """By event type, of those wanted, where events start, ascending, and how far all up to each of them reach."""
    extents: dict[str, list[tuple[int, int]]] = {}
    for event in known:
        if event.event_type not in kinds:
            continue
        first = min([event.start, *[role.filler.start for role in event.roles]])
        last = max([event.end, *[role.filler.end for role in event.roles]])
        extents.setdefault(event.event_type, []).append((first, last))
    ordered = {kind: sorted(spans) for kind, spans in extents.items()}
    return {
        kind: ([first for first, _ in spans], list(accumulate((last for _, last in spans), max)))
        for kind, spans in ordered.items()
    }


@functools.lru_cache(maxsize=2)
def _triggers(words: tuple[str, ...], types: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    return pattern, dict(zip(words, types, strict=True))


def window(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a trigger, at most `LONGEST_WINDOW` characters to either side."""
    floor, ceiling = max(0, start - LONGEST_WINDOW), min(len(text), end + LONGEST_WINDOW)
    first = max(text.rfind(mark, floor, start) for mark in STOPS) + 1
    lasts = [at for at in (text.find(mark, end, ceiling) for mark in STOPS) if at >= 0]
    return max(floor, first), min([*lasts, ceiling])


def labels(text: str, start: int, end: int, spans: Sequence[Span], arrays: ModelArrays) -> list[str]:
    """Role of each name (start, end, entity type) of the sentence for the trigger text[start:end]; `none` where it has none."""
    if not spans:
        return []
    weights = arrays["weights"]
    names = arrays["labels"].tolist()
    found = []
    for row in features(text, start, end, spans, len(weights)):
        scores: NDArray[np.float32] = weights[row].astype(np.float32).sum(axis=0)
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        best = int(odds[1:].argmax()) + 1
        found.append(names[best] if odds[best] > SURE else NONE)
    return found


def features(text: str, start: int, end: int, spans: Sequence[Span], size: int) -> list[list[int]]:
    """Hashed features of each name for a trigger: sides, ranks, distances and the characters around both.

    Args:
        text: The text that holds trigger and names.
        start: Start of the trigger.
        end: End of the trigger.
        spans: Names of its sentence.
        size: Number of hash buckets.
    """
    word = text[start:end]
    rows = []
    near = {
        side: sorted(abs(first - start) for first, last, _ in spans if (last <= start) == side)
        for side in (True, False)
    }
    for first, last, kind in spans:
        before = last <= start
        between = text[last:start] if before else text[end:first]
        rank = bisect_left(near[before], abs(first - start))
        side = "b" if before else "a"
        plain = (
            f"side{side}",
            f"rank{side}{min(rank, 4)}",
            f"far{side}{min(len(between) // 4, 10)}",
            f"pre{side}{text[first - 1 : first]}",
            f"pre2{side}{text[max(0, first - 2) : first]}",
            f"post{side}{text[last : last + 1]}",
            f"post2{side}{text[last : last + 2]}",
            f"comma{side}{min(between.count(',') + between.count('，'), 3)}",
            f"kind{kind}",
            f"tpre{text[start - 1 : start]}",
            f"tpost{text[end : end + 1]}",
            f"tpost2{text[end : end + 2]}",
            f"shares{SHARES.search(between) is not None}",
            f"stake{STAKE.match(text, last) is not None}",
        )
        rows.append([zlib.crc32(part.encode()) % size for name in plain for part in (name, name + word)])
    return rows
