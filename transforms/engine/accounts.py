"""What all accounts of events share: bounds, subjects, status, date and figures."""

from __future__ import annotations

from transforms.engine.frames import Found, Role, status_of, time_of
from transforms.engine.phrases import ACTORS, acting
from transforms.engine.reading import Filler, Reading
from transforms.engine.speakers import coarse

GENERIC_FIRMS = frozenset({"企业", "公司", "该企业", "该公司", "这家企业", "这家公司"})
FIRM_ENDS = ("公司", "集团", "企业", "厂")


def bounds(reading: Reading, start: int, end: int) -> tuple[int, int, int, int]:
    """Sentence start, clause start, clause end and sentence end around a trigger."""
    sentence, stop = reading.marks.sentence(start)
    return sentence, reading.marks.clause_start(start, sentence), reading.marks.clause_end(end, stop), stop


def subjects(
    reading: Reading, sentence: int, clause: int, start: int, *, kinds: frozenset[str] = ACTORS
) -> list[Filler]:
    """Actors before a trigger in its clause, else the subject that governs from an earlier clause; a bare 企业 is the last firm named."""
    return [_firm(reading, filler) for filler in acting(reading, sentence, clause, start, kinds=kinds)]


def _firm(reading: Reading, filler: Filler) -> Filler:
    text = reading.text
    if filler.mention >= 0 or text[filler.start : filler.end] not in GENERIC_FIRMS:
        return filler
    for anchor in reversed(reading.mentions.within(max(0, filler.start - 500), filler.start)):
        if anchor.kind == "ORG.COMPANY" or (
            coarse(anchor.kind) == "ORG" and text[anchor.start : anchor.end].endswith(FIRM_ENDS)
        ):
            return Filler(anchor.start, anchor.end, anchor.row, "ORG", inferred=True)
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
