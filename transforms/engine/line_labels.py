"""Label lines with the line model, the layout rules having their say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from seeds.types import ModelArrays, Seeds
from transforms.engine.line_features import line_features
from transforms.engine.line_model import LABELS, best_labels, score_lines
from transforms.engine.lines import BRACKETED, COLUMN_HEAD, DATELINE, NUMBERED, SECTION, SPEAKER, Line
from transforms.engine.openings import reconsider
from transforms.engine.signatures import signed_names

AT = {label: number for number, label in enumerate(LABELS)}
SURE = 30.0
HINT = 3.0
# What no article opens with: the model never saw such lines.
CONTACTS = {"editor", "department", "phone", "email", "link", "pull_quote"}
FIXED = CONTACTS | {"list_item", "dateline", "furniture"}
# So many headlines that are marked as such tell of a page where all are.
MARKED = 2
# A drawn rule parts articles, a page number does not.
DRAWN = re.compile(r"[-—=_*─━]{3,}")
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
    "dispatch",
    "names",
    "bracketed",
    "part",
    "bullet",
    "item",
    "signature",
)
BULLET = re.compile(r"[□■◎○●◆▲△☆★▼◇※]")
LONGEST_NAMES = 24
# Columns of pictures have short names.
LONGEST_COLUMN = 8
# Papers and reports number their parts 2 and 2.1; where there is the one, the other is a part as well.
CHAPTER, DECIMAL = re.compile(r"\d{1,2}(?=[一-鿿])"), re.compile(r"\d{1,2}\.\d{1,2}(?=[ .、]?[一-鿿])")
NUMBER_OF = {look: number for number, look in enumerate(LOOKS)}
# Parts of papers and books that bear no number.
PART = re.compile(
    r"摘[ \u3000]*要|关键词|参考文献|致[ \u3000]*谢|附录[一二三四五A-E]?|引[ \u3000]*言|前[ \u3000]*言|结[ \u3000]*[论语]|注释"
)
OPENING_ROLES = {"T": "heading", "U": "heading", "S": "section_head", "Y": "byline"}


def looks_of(lines: Sequence[Line], seeds: Seeds) -> NDArray[np.int64]:
    """What each line looks like by itself, as a number."""
    return np.array([NUMBER_OF[_look(line, seeds)] for line in lines], dtype=np.int64)


def _look(line: Line, seeds: Seeds) -> str:
    """The line's role, or what running text and headings begin with or consist of."""
    text = line.text
    if line.role == "byline" and BRACKETED.fullmatch(text):
        return "signature"
    if line.role not in {"body", "heading"}:
        return line.role if line.role in NUMBER_OF else "item" if line.role == "list_item" else "body"
    if DATELINE.match(text):
        return "dispatch"
    if BULLET.match(text):
        return "bullet"
    if BRACKETED.fullmatch(text):
        return "bracketed"
    if line.role == "heading" and SECTION.match(text):
        return "part"
    return "names" if len(text) <= LONGEST_NAMES and signed_names(text, seeds) else line.role


def label_lines(lines: Sequence[Line], text: str, model: ModelArrays, seeds: Seeds) -> None:
    """Set `label`, and with it `role`, of every line.

    Args:
        lines: Lines of the batch with their looks.
        text: The pages, joined.
        model: Arrays of the line model.
        seeds: Loaded seeds (lexicon of surnames).
    """
    # The model never saw contacts, furniture and rundowns: it reads the page as if they were not there.
    read = [line for line in lines if line.role not in FIXED]
    for line in lines:
        line.label = "P"
    if not read:
        return
    starts = np.array([line.start + line.mark for line in read], dtype=np.int64)
    ends = np.array([line.end for line in read], dtype=np.int64)
    firsts = np.flatnonzero(np.diff(np.array([line.page for line in read], dtype=np.int64), prepend=-1))
    scores = score_lines(line_features(text, starts, ends, firsts, looks=looks_of(read, seeds)), model)
    hints = np.zeros((len(lines), len(LABELS)), dtype=np.float32)
    _add_hints(hints, lines, re.compile(str(seeds.rules["articles.news"].params["briefs"])))
    scores += hints[[number for number, line in enumerate(lines) if line.role not in FIXED]]
    others = np.maximum.reduce([scores[:, at] for label, at in AT.items() if label != "T"])
    labels = [chr(code) for code in best_labels(scores, model, firsts).tolist()]
    labels = reconsider(read, labels, (scores[:, AT["T"]] - others).tolist(), text, seeds)
    for line, label in zip(read, labels, strict=True):
        line.label = label
        if line.level and line.role == "heading" and line.label == "S":
            line.role = "section_head"
        if line.level or (line.role == "caption" and line.label in "USY"):
            continue
        told = "。" in line.text or DATELINE.match(line.text) or SPEAKER.match(line.text)
        if line.role == "body" and (line.label == "S" or told):
            # Running text may open an article, but it is no headline.
            continue
        if line.label in OPENING_ROLES:
            line.role = OPENING_ROLES[line.label]
        elif (line.role == "byline" and not BRACKETED.fullmatch(line.text)) or (
            line.role == "heading" and line.label in "BC"
        ):
            line.role = "body"


def _add_hints(scores: NDArray[np.float32], lines: Sequence[Line], briefs: re.Pattern[str]) -> None:
    """What a mark or a contact line says outweighs the model, what a byline or a head over briefs looks like weighs with it."""
    papers = {line.page for line in lines if line.role == "heading" and DECIMAL.match(line.text)}
    marked = Counter(line.page for line in lines if line.level and line.role == "heading")
    before = ""
    page = -1
    for number, line in enumerate(lines):
        if line.page != page:
            page, before = line.page, ""
        parted = bool(number) and line.role == "heading" and DRAWN.fullmatch(lines[number - 1].text) is not None
        if line.runs_on:
            scores[number, AT["C"]] += SURE
        elif line.opens:
            scores[number, AT["T" if line.role == "heading" else "B"]] += SURE
        elif line.level and line.role in {"heading", "section_head"}:
            section = line.role == "section_head" or (before and NUMBERED.match(line.text))
            scores[number, AT["S" if section else "T"]] += SURE
        elif line.role == "byline" and not BRACKETED.fullmatch(line.text):
            # 2006年11月01日　江口早报 looks like the head of a page to the model.
            scores[number, AT["Y"]] += SURE if line.text[0].isdigit() else HINT
        elif (before in CONTACTS or parted) and line.role in {"heading", "body"}:
            scores[number, [AT["T"], AT["B"]]] += 2 * HINT if parted else HINT
        if (
            before
            and line.role == "heading"
            and (SECTION.match(line.text) or PART.fullmatch(line.text) or (page in papers and CHAPTER.match(line.text)))
        ):
            scores[number, AT["S"]] += HINT
            scores[number, [AT["T"], AT["U"]]] -= HINT
        if line.role == "heading" and len(line.text) <= LONGEST_COLUMN and briefs.search(line.text):
            scores[number, AT["T"]] += 3 * HINT
        if line.role == "body" and marked[line.page] >= MARKED and before == "body" and not DATELINE.match(line.text):
            # Where headlines are marked as such no text opens an article by itself.
            scores[number, AT["B"]] -= 3 * HINT
        above = lines[number - 1].text if before == "heading" else ""
        if line.role == "heading" and COLUMN_HEAD.fullmatch(above):
            scores[number - 1, AT["T"]] += 2 * HINT
            scores[number, AT["U"]] += 2 * HINT
        if before == "heading" and line.role == "caption" and len(lines[number - 1].text) <= LONGEST_COLUMN:
            scores[number - 1, AT["T"]] += HINT
        before = line.role
