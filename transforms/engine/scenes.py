"""Scenes: every sentence of a batch with its times and mentions, placed in the joined text."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from transforms.engine.spans import TextView

CLAUSE_MARKS = "，；：。！？!?;"
LONGEST_CLAUSE = 200
# Roles whose lines repeat what the body says.
COPY_ROLES = frozenset({"title", "subtitle", "section_head", "caption", "pull_quote"})


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


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure it is: printed form, entities (several when they share it), and coarse type."""

    surface: str
    entity_ids: tuple[str, ...] = ()
    coarse: str = ""


@dataclass(slots=True)
class Scene:
    """A sentence with its times and mentions, in order.

    Attributes:
        row: Row of the sentence.
        start: First character in the joined text.
        end: One past its last character.
        role: Role of its block.
        times: Its time expressions.
        mentions: Its mentions.
        inherited: Subject that the sentences before leave to it.
        topic: What its article is about.
        clause_subjects: Clause starts with the subject at their head, filled when first asked for.
        exists_from: Start of the first clause that only says that something is there, filled when first asked for.
    """

    row: int
    start: int
    end: int
    role: str
    times: list[Time] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    inherited: Subject | None = None
    topic: Subject | None = None
    clause_subjects: list[tuple[int, Subject]] | None = None
    exists_from: int | None = None

    def times_in(self, start: int, end: int) -> list[Time]:
        """Times that begin in a stretch of text."""
        first = bisect_left(self.times, start, key=lambda time: time.start)
        return self.times[first : bisect_left(self.times, end, lo=first, key=lambda time: time.start)]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin in a stretch of text."""
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        return self.mentions[first : bisect_left(self.mentions, end, lo=first, key=lambda mention: mention.start)]


def scenes_of(view: TextView, sentences: pa.Table, times: pa.Table, mentions: pa.Table) -> list[Scene]:
    """One scene per sentence row.

    Args:
        view: View of `sentences`.
        sentences: Contract table `sentences`.
        times: Contract table `times`.
        mentions: Contract table `mentions`.
    """
    roles = sentences.column("block_role").to_pylist()
    scenes = [
        Scene(row, *span) for row, span in enumerate(zip(view.starts.tolist(), view.ends.tolist(), roles, strict=True))
    ]
    place = {name: row for row, name in enumerate(sentences.column("sentence_id").to_pylist())}
    columns = ("sentence_id", "char_start", "char_end", "surface", "kind", "period_start", "period_end")
    for owner, start, end, surface, kind, first, last in _rows(times, columns):
        scene = scenes[place[owner]]
        scene.times.append(Time(*view.clean(scene.row, start, end), surface, kind, (first, last)))
    columns = ("sentence_id", "char_start", "char_end", "entity_id", "entity_type", "surface", "mention_kind")
    for owner, start, end, entity_id, entity_type, surface, kind in _rows(mentions, columns):
        scene = scenes[place[owner]]
        scene.mentions.append(Mention(*view.clean(scene.row, start, end), entity_id, entity_type, surface, kind))
    for scene in scenes:
        scene.times.sort(key=lambda time: time.start)
        scene.mentions.sort(key=lambda mention: mention.start)
    return scenes


def _rows(table: pa.Table, columns: Sequence[str]) -> zip[tuple]:  # type: ignore[type-arg]
    return zip(*(table.column(name).to_pylist() for name in columns), strict=True)


def clause_start(text: str, scene: Scene, at: int) -> int:
    """First character of the clause that holds a place."""
    begin = max(scene.start, at - LONGEST_CLAUSE)
    return max(begin, 1 + max(text.rfind(mark, begin, at) for mark in CLAUSE_MARKS))


def clause_before(text: str, scene: Scene, at: int) -> str:
    """The text from the last mark that ends a clause to a place."""
    return text[clause_start(text, scene, at) : at]
