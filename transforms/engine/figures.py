"""The sentence around a figure: its governing time, its subject, its kind and status."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from seeds.types import Seeds
from transforms.engine.indicators import has_word
from transforms.engine.quantities import Quantity

SUBJECT_TYPES = ("ORG", "LOC", "FUND", "PLATFORM", "PROJECT", "FIN_PRODUCT", "MECHANISM", "POLICY", "PRODUCT", "PER")
COMPARED = re.compile(r"(?:比|较|与|同)$")
NOT_GOVERNING = {"最新", "每年", "每月", "每天", "每日", "每周"}
ATTRIBUTE = re.compile(r"的|出台|发布|印发|实施|批转|设立的")
PLAN_SUFFIX = ("期间", "时期", "初期", "末", "以来")


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression in the joined text."""

    start: int
    end: int
    surface: str
    kind: str
    period: tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention in the joined text."""

    start: int
    end: int
    entity_id: str
    entity_type: str
    surface: str
    kind: str


@dataclass(slots=True)
class Scene:
    """A sentence with its times and mentions, in order.

    Attributes:
        row: Row of the sentence.
        start: First character in the joined text.
        end: One past its last character.
        times: Its time expressions.
        mentions: Its mentions.
        subject: Subject it leaves to the sentences after it.
    """

    row: int
    start: int
    end: int
    times: list[Time] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    subject: Mention | None = None


def governing_time(text: str, scene: Scene, at: int) -> Time | None:
    """The time expression that governs a place: the nearest before it in the sentence that is no comparison and no attribute.

    A sentence-initial time word governs to the full stop, across ；, unless another one intervenes (gold conventions, rule 12).
    """
    for time in reversed(scene.times):
        if time.end > at:
            continue
        if time.surface in NOT_GOVERNING or time.kind in {"set", "duration"}:
            continue
        if COMPARED.search(text[max(scene.start, time.start - 1) : time.start]):
            continue
        if time.kind == "plan_period" and not time.surface.endswith(PLAN_SUFFIX):
            continue
        follows = text[time.end : time.end + 3]
        if ATTRIBUTE.match(follows) and (time.kind == "vague" or not follows.startswith("的")):
            continue
        return time
    return None


def subject_of(scene: Scene, at: int, earlier: Mention | None) -> Mention | None:
    """Whose figure it is: the last link of the first chain of names before it in the sentence, else the subject of the sentences before."""
    before = [m for m in scene.mentions if m.end <= at and m.entity_type.startswith(SUBJECT_TYPES)]
    chain = first_chain(before)
    if chain is not None:
        return chain
    return earlier


def first_chain(mentions: Sequence[Mention]) -> Mention | None:
    """The last of the names that stand side by side at the beginning (河北省|固安县 → 固安县)."""
    best: Mention | None = None
    for mention in mentions:
        if mention.entity_type.startswith("PER"):
            continue
        if best is None or (mention.start <= best.end + 1 and best.entity_type.startswith("LOC")):
            best = mention
        else:
            break
    return best


def kind_of(quantity: Quantity, text: str, scene: Scene, status: str, seeds: Seeds) -> str:
    """Code of `metrics.kind`, from unit and the words of the clause."""
    clause = clause_before(text, scene, quantity.start)
    after = text[quantity.end : min(scene.end, quantity.end + 12)]
    if quantity.rule_id == "quantities.rank":
        return "rank"
    if quantity.dimension in {"duration", "age"}:
        return "term" if has_word(clause[-8:] + after[:4], "term", seeds) else "duration"
    if quantity.dimension == "multiple":
        return "multiple"
    if quantity.dimension == "price" or has_word(clause[-10:], "price", seeds):
        return "price"
    if status == "target":
        return "target"
    if quantity.qualifier == "at_most" or has_word(clause[-10:], "cap", seeds):
        return "cap"
    if quantity.dimension == "money" and has_word(after, "fund", seeds):
        return "fund_size"
    if quantity.dimension == "ratio":
        return "share"
    return "cumulative" if has_word(clause, "cumulative", seeds) else "level"


def status_of(quantity: Quantity, text: str, scene: Scene, seeds: Seeds) -> str:
    """Code of `metrics.status`: what is planned, aimed at or foretold never passes as actual."""
    clause = clause_before(text, scene, quantity.start)
    head = text[scene.start : quantity.start]
    if has_word(clause, "target", seeds) or ("目标" in head and "：" in head):
        return "target"
    if has_word(clause, "forecast", seeds):
        return "forecast"
    if re.search(r"拟|(?:计划|规划|准备|打算)(?!单列|经济|生育)|(?<!即)将(?!近|士|军|其|该|来)", clause):
        return "planned"
    if re.search(r"应当|不得|规定，|的，[^，。]{0,20}$", clause) and quantity.qualifier != "exact":
        return "rule"
    return "actual"


def clause_before(text: str, scene: Scene, at: int) -> str:
    """The text from the last comma, semicolon or full stop to a place."""
    begin = max(text.rfind(mark, scene.start, at) for mark in "，；。")
    return text[max(scene.start, begin + 1) : at]


def scene_at(scenes: Sequence[Scene], starts: Sequence[int], at: int) -> Scene:
    """The sentence that holds a place."""
    return scenes[bisect_right(starts, at) - 1]
