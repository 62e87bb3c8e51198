"""Label lines with the line model, the layout rules having their say."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seeds.types import ModelArrays
from transforms.engine.line_features import line_features
from transforms.engine.line_model import LABELS, best_labels, score_lines
from transforms.engine.lines import DATELINE, NUMBERED, SECTION, Line

AT = {label: number for number, label in enumerate(LABELS)}
SURE = 30.0
HINT = 3.0
# What no article opens with: the model never saw such lines.
CONTACTS = {"editor", "department", "phone", "email", "link", "furniture"}
FIXED = CONTACTS | {"list_item", "dateline"}
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
# Papers and reports number their parts 2 and 2.1; where there is the one, the other is a part as well.
CHAPTER, DECIMAL = re.compile(r"\d{1,2}(?=[一-鿿])"), re.compile(r"\d{1,2}\.\d{1,2}(?=[ .、]?[一-鿿])")
OPENING_ROLES = {"T": "heading", "U": "heading", "S": "section_head", "Y": "byline"}


def looks_of(lines: Sequence[Line]) -> NDArray[np.int64]:
    """What each line looks like by itself, as a number."""
    return np.array([LOOKS.index(line.role) if line.role in LOOKS else 0 for line in lines], dtype=np.int64)


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
        if line.level and line.role == "heading" and line.label == "S":
            line.role = "section_head"
        if line.level or line.role in FIXED or (line.role == "caption" and line.label in "USY"):
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
    papers = {line.page for line in lines if line.role == "heading" and DECIMAL.match(line.text)}
    before = ""
    page = -1
    for number, line in enumerate(lines):
        if line.page != page:
            page, before = line.page, ""
        if line.level and line.role in {"heading", "section_head"}:
            section = line.role == "section_head" or (before and NUMBERED.match(line.text))
            scores[number, AT["S" if section else "T"]] += SURE
        elif line.role in FIXED:
            scores[number, AT["P"]] += SURE
        elif line.role == "byline":
            scores[number, AT["Y"]] += HINT
        elif before in CONTACTS and before != "furniture" and line.role in {"heading", "body"}:
            scores[number, [AT["T"], AT["B"]]] += HINT
        if (
            before
            and line.role == "heading"
            and (SECTION.match(line.text) or (page in papers and CHAPTER.match(line.text)))
        ):
            scores[number, AT["S"]] += HINT
            scores[number, [AT["T"], AT["U"]]] -= HINT
        if number and before == "heading" and line.role == "body" and DATELINE.match(line.text):
            scores[number - 1, [AT["T"], AT["U"]]] += HINT
        before = line.role
