"""Labelled sentences for the entity tagger, read from the three shapes in which public sets come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Span = tuple[int, int, str]
FIRM, PERSON = "firm", "person"
# Roles of company events that firms and people fill.
ROLES: Mapping[str, str] = {
    **dict.fromkeys(("sub-org", "obj-org", "target-company"), FIRM),
    **dict.fromkeys(("sub-per", "obj-per"), PERSON),
}
# FinRE prints numbers as a mark, which no news text holds.
NUMBER_MARK, DIGIT = "<N>", "0"


@dataclass(frozen=True)
class Example:
    """A labelled sentence: its text and its flat spans (start, end, type)."""

    text: str
    spans: tuple[Span, ...]


def read_examples(paths: Sequence[Path]) -> list[Example]:
    """Examples of JSON Lines files, in the order in which their texts come first.

    A row has `text` and one of `entities` (start, end, type: spans as they are), `events` (arguments with role and text: firms and
    people at every place where the text prints them), or `head` and `tail` (two firms, likewise). Rows of one text are joined.
    """
    spans: dict[tuple[str, int], list[Span]] = {}
    names: dict[str, dict[str, str]] = {}
    for number, row in enumerate(_rows(paths)):
        text = str(row["text"]).replace(NUMBER_MARK, DIGIT)
        if "entities" in row:
            # A sentence that a set holds twice counts twice.
            spans[text, number] = [(int(e["start"]), int(e["end"]), str(e["type"])) for e in row["entities"]]
        else:
            names.setdefault(text, {}).update(_names(row))
    labelled = [Example(text=text, spans=_flat(found)) for (text, _), found in spans.items()]
    return labelled + [Example(text=text, spans=_flat(_places(text, found))) for text, found in names.items()]


def _rows(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    if "events" in row:
        arguments = [argument for event in row["events"] for argument in event["args"]]
        return {argument["text"]: ROLES[argument["role"]] for argument in arguments if argument["role"] in ROLES}
    return {str(row[end]).replace(NUMBER_MARK, DIGIT): FIRM for end in ("head", "tail")}


def _places(text: str, names: Mapping[str, str]) -> Iterator[Span]:
    for name, kind in names.items():
        at = text.find(name)
        while at >= 0:
            yield at, at + len(name), kind
            at = text.find(name, at + len(name))


def _flat(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans without overlaps; of overlapping ones the longest stays."""
    kept: list[Span] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if start < end and all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end, kind))
    return tuple(sorted(kept))
