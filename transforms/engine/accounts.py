"""What all accounts of events share: bounds, subjects, status, date and figures."""

from __future__ import annotations

import re
from dataclasses import replace

from transforms.engine.bare import bare_subject
from transforms.engine.frames import Found, Role, status_of, time_of
from transforms.engine.phrases import ACTORS, acting
from transforms.engine.reading import Filler, Reading
from transforms.engine.speakers import coarse

GENERIC_FIRM = re.compile(r"(?:该|本|上述)?(?:企业|公司)|这家[一-龥\d]{0,8}?的?(?:企业|公司)|上市公司")
ANNOUNCES = re.compile(r"\s*(?:[（(][^（）()\n]{1,20}[）)])?[^，,。]{0,12}?(?:公告|披露|发布|公布|表示|称|宣布)")
FIRM_ENDS = ("公司", "集团", "企业", "厂")


def bounds(reading: Reading, start: int, end: int) -> tuple[int, int, int, int]:
    """Sentence start, clause start, clause end and sentence end around a trigger."""
    sentence, stop = reading.marks.sentence(start)
    return sentence, reading.marks.clause_start(start, sentence), reading.marks.clause_end(end, stop), stop


def subjects(
    reading: Reading,
    sentence: int,
    clause: int,
    start: int,
    *,
    kinds: frozenset[str] = ACTORS,
    bare: bool = False,
) -> list[Filler]:
    """Actors before a trigger in its clause, else the subject that governs from an earlier clause; a bare 企业 is the last firm named.

    Args:
        reading: The text and what is known of it.
        sentence: Start of the sentence.
        clause: Start of the clause.
        start: Start of the trigger.
        kinds: Entity types that can act.
        bare: As for `acting`.
    """
    return [
        firm_meant(reading, filler, sentence)
        for filler in acting(reading, sentence, clause, start, kinds=kinds, bare=bare)
    ]


def firm_meant(reading: Reading, filler: Filler, sentence: int) -> Filler:
    """The firm that a bare 企业 or 这家成立不久的公司 stands for: the last one named in its article, else who opens the sentence."""
    text = reading.text
    if filler.mention >= 0 or not GENERIC_FIRM.fullmatch(text, filler.start, filler.end):
        return filler
    floor = max(reading.article_start(filler.start), filler.start - 500)
    for anchor in reversed(reading.mentions.within(floor, filler.start)):
        if anchor.kind == "ORG.COMPANY" or (
            coarse(anchor.kind) == "ORG" and text[anchor.start : anchor.end].endswith(FIRM_ENDS)
        ):
            return Filler(anchor.start, anchor.end, anchor.row, "ORG", inferred=True)
    if filler.start > sentence:
        opening = bare_subject(reading, sentence, reading.marks.clause_end(sentence, filler.start))
        if opening is not None and ANNOUNCES.match(text, opening.end):
            return replace(opening, inferred=True)
    return filler


def build(
    reading: Reading,
    event_type: str,
    rule: str,
    start: int,
    end: int,
    roles: list[Role],
    *,
    status: str = "",
    metrics: tuple[int, ...] = (),
) -> Found:
    """An event with its status, date and the figures of its clause."""
    sentence, clause, close, _ = bounds(reading, start, end)
    figures = metrics or tuple(a.row for a in reading.metrics.within(clause, close))
    return Found(
        event_type,
        rule,
        status or status_of(reading, start, sentence, clause),
        start,
        end,
        tuple(roles),
        figures,
        time_of(reading, sentence, start, close),
    )
