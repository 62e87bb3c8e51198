"""Label lines with the line model, the layout rules having their say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seeds.types import ModelArrays
from transforms.engine.line_features import line_features
from transforms.engine.line_model import LABELS, best_labels, score_lines
from transforms.engine.lines import NUMBERED, Line

AT = {label: number for number, label in enumerate(LABELS)}
SURE = 30.0
HINT = 3.0
# What no article opens with: the model never saw such lines.
CONTACTS = {"editor", "department", "phone", "email", "link", "furniture"}
# What a line may look like by itself, as numbers for the model; the order belongs to the trained weights.
LOOKS = (
    "body",
    "heading",
    "byline",
    "credit",
    "caption",
    "editor",
    "department",
    "phone",
    "email",
    "link",
    "furniture",
)
OPENING_ROLES = {"T": "heading", "U": "heading", "S": "section_head", "Y": "byline"}


def looks_of(lines: Sequence[Line]) -> NDArray[np.int64]:
    """What each line looks like by itself, as a number."""
    return np.array([LOOKS.index(line.role) for line in lines], dtype=np.int64)


def label_lines(lines: Sequence[Line], text: str, model: ModelArrays) -> None:
    """Set `label`, and with it `role`, of every line.

    Args:
        lines: Lines of the batch with their looks.
        text: The pages, joined.
        model: Arrays of the line model.
    """
    if not lines:
        return
    starts = np.array([line.start + line.mark for line in lines], dtype=np.int64)
    ends = np.array([line.end for line in lines], dtype=np.int64)
    pages = np.array([line.page for line in lines], dtype=np.int64)
    firsts = np.flatnonzero(np.diff(pages, prepend=-1))
    scores = score_lines(line_features(text, starts, ends, firsts, looks=looks_of(lines)), model)
    _add_hints(scores, lines)
    for line, code in zip(lines, best_labels(scores, model, firsts).tolist(), strict=True):
        line.label = chr(code)
        if line.mark or line.role in CONTACTS:
            continue
        if line.role == "body" and (line.label == "S" or "。" in line.text):
            # Running text may open an article, but it is no headline.
            continue
        if line.label in OPENING_ROLES:
            line.role = OPENING_ROLES[line.label]
        elif line.role == "byline" or (line.role == "heading" and line.label in "BC"):
            line.role = "body"


def _add_hints(scores: NDArray[np.float32], lines: Sequence[Line]) -> None:
    """What a mark or a contact line says outweighs the model, what a byline looks like weighs with it."""
    before = ""
    page = -1
    for number, line in enumerate(lines):
        if line.page != page:
            page, before = line.page, ""
        if line.mark:
            scores[number, AT["S" if NUMBERED.match(line.text) else "T"]] += SURE
        elif line.role in CONTACTS:
            scores[number, AT["P"]] += SURE
        elif line.role == "byline":
            scores[number, AT["Y"]] += HINT
        elif before in CONTACTS and before != "furniture" and line.role in {"heading", "body"}:
            scores[number, [AT["T"], AT["B"]]] += HINT
        before = line.role
