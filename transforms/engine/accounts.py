"""What all accounts of events share: bounds, subjects, status, date and figures."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.engine.bare import bare_subject
from transforms.engine.candidates import family_of
from transforms.engine.periods import UNDATING
from transforms.engine.phrases import ACTORS, acting, groups
from transforms.engine.reading import Filler, Reading

GENERIC_FIRM = re.compile(r"(?:该|本|上述)?(?:企业|公司)|这家[一-龥\d]{0,8}?的?(?:企业|公司)|上市公司")
ANNOUNCES = re.compile(r"\s*(?:[（(][^（）()\n]{1,20}[）)])?[^，,。]{0,12}?(?:公告|披露|发布|公布|表示|称|宣布)")
INTERMEDIARIES = frozenset({"ORG.BANK", "ORG.INSURER", "ORG.APPRAISER", "ORG.GUARANTOR"})
FIRM_ENDS = ("公司", "集团", "企业", "厂")


HYPOTHETICAL = re.compile(
    r"鼓励|支持(?!下)|引导|推动|促进|允许|可以|如果|若|应当|应该|不得|禁止|需要|希望|建议|呼吁|倡导|号召|避免|防止|无法|难以|没有|未能|旨在|以便|能够"
)
CALLED_OFF = re.compile(r"终止|取消|放弃|停止|撤销|中止|否认|未能|没有|不再|拒绝|撤回|尚未|从未|并未|暂缓|推迟")


class Role(NamedTuple):
    """A filled role."""

    role: str
    filler: Filler


class Found(NamedTuple):
    """An event in the joined text.

    Attributes:
        event_type: Type code.
        rule: Rule that found it.
        status: Status code.
        start: First offset of the trigger.
        end: One past the trigger.
        roles: Its filled roles.
        metrics: Rows of the metrics that belong to it.
        time: Row of the time expression that dates it, or -1.
    """

    event_type: str
    rule: str
    status: str
    start: int
    end: int
    roles: tuple[Role, ...]
    metrics: tuple[int, ...] = ()
    time: int = -1


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
            family_of(anchor.kind) == "ORG"
            and anchor.kind not in INTERMEDIARIES
            and text[anchor.start : anchor.end].endswith(FIRM_ENDS)
        ):
            return Filler(anchor.start, anchor.end, anchor.row, "ORG", inferred=True)
    if filler.start > sentence:
        opening = bare_subject(reading, sentence, reading.marks.clause_end(sentence, filler.start))
        if opening is not None and ANNOUNCES.match(text, opening.end):
            return opening._replace(inferred=True)
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


def place_fillers(reading: Reading, start: int, end: int, things: list[Filler]) -> list[Filler]:
    """Places after 在 or 于 in a clause."""
    return [
        item
        for group in groups(reading, start, end)
        if group.role == "place" and reading.text[group.end : group.end + 1] != "的"
        for item in group.items
        if item.kind == "LOC" and not any(t.start <= item.start < t.end for t in things)
    ]


def receivers(reading: Reading, start: int, end: int) -> list[Filler]:
    """Names after 对, 向, 为 or 给 in a clause."""
    return [
        item
        for group in groups(reading, start, end)
        if group.role == "receiver"
        for item in group.items
        if item.kind in {"ORG", "LOC", "PER"}
    ]


def called_off(text: str, start: int) -> bool:
    """Whether the words right before a trigger say that it did not happen."""
    return CALLED_OFF.search(text, max(0, start - 8), start) is not None


def status_of(reading: Reading, start: int, sentence: int, clause: int) -> str:
    """Planned, decided or happened, by the words before a trigger."""
    text, lists = reading.text, reading.words
    floor = max(clause, start - 14)
    near = text[floor:start]
    for name in reading.mentions.within(clause, start):
        # 计划 or 将 inside a name says nothing about the event.
        if name.end > floor and family_of(name.kind) == "ORG":
            near = near.replace(text[max(name.start, floor) : name.end], "　")
    if lists.planned.search(near) and not re.search(r"已|了", near[-3:]):
        return "planned"
    if lists.decided.search(text, sentence, start):
        return "decided"
    return "happened"


def time_of(reading: Reading, sentence: int, start: int, close: int) -> int:
    """The time that dates an event: the last one before its trigger in the sentence, else one right after it."""
    before = [a for a in reading.times.within(sentence, start) if a.kind not in UNDATING]
    if before:
        return before[-1].row
    after = [a for a in reading.times.within(start, close) if a.kind not in UNDATING]
    return after[0].row if after else -1
