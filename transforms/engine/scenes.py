"""Scenes: every sentence of a batch with its times and mentions, placed in the joined text."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from transforms.engine.candidates import family_of
from transforms.engine.segment_runs import classes

CLAUSE_MARKS = "，；：。！？!?;丨｜●■◆▲"
# Whether a code point is such a mark.
MARKING = classes(CLAUSE_MARKS, han=False)
LONGEST_CLAUSE = 200
NATIONS = ("我国", "全国", "中国")
# Roles whose lines repeat what the body says.
COPY_ROLES = frozenset({"title", "subtitle", "section_head", "caption", "pull_quote"})


class Time(NamedTuple):
    """A time expression in the joined text; a plain tuple because a page has many."""

    start: int
    end: int
    surface: str
    kind: str
    period: tuple[dt.date | None, dt.date | None]


class Mention(NamedTuple):
    """A mention in the joined text; a plain tuple because a page has many."""

    start: int
    end: int
    entity_id: str
    entity_type: str
    surface: str
    kind: str


NAMING = ("entity_id", "entity_type", "surface", "mention_kind")


class Subject(NamedTuple):
    """Whose figure it is: printed form, entities (several when they share it), coarse type, and place of a form read off the text."""

    surface: str
    entity_ids: tuple[str, ...] = ()
    coarse: str = ""
    start: int = -1

    def printed(self, text: str) -> str:
        """The form as the page prints it."""
        return self.surface if self.start < 0 else text[self.start : self.start + len(self.surface)]


class Antecedents(Protocol):
    """What the sentences before leave to a sentence, read when it asks."""

    @property
    def organisation(self) -> Subject | None:
        """Last organisation that was a subject before the sentence."""

    @property
    def person(self) -> Subject | None:
        """Last person named before the sentence."""

    @property
    def places(self) -> Mapping[str, Subject]:
        """The place that the article, else its page, names most of each kind (省, 市, 区, 县 …)."""

    @property
    def firm(self) -> Subject | None:
        """The company that the sentence before in the same paragraph is about."""

    @property
    def things(self) -> Mapping[str, Subject]:
        """Last project, fund, platform, product and event named before the sentence, by coarse type."""

    @property
    def topic(self) -> Subject | None:
        """What the article is about."""

    @property
    def reporting(self) -> Subject | None:
        """The place whose deeds the sentence tells, where the article is a government's report."""

    @property
    def group(self) -> Subject | None:
        """The kind of actors that the article is about."""

    @property
    def opening(self) -> Subject | None:
        """What opens the headline of the article and various phrases of its text."""

    @property
    def at_large(self) -> Subject | None:
        """The place that the article is about, else the country whose figures it tells."""

    @property
    def of_industries(self) -> bool:
        """Whether the article names industry after industry."""

    @property
    def headed(self) -> Sequence[Subject]:
        """The things that the headings of the article name and its text names again, longest first."""

    def named(self, noun: str) -> Subject | None:
        """The last name before the sentence that ends in a class noun."""

    def represented_by(self, person: str) -> Subject | None:
        """The company, or the place that is governed, that the article names a person for, if it does, by the person's entity."""

    def represented_here(self) -> Subject | None:
        """The company or place that speaks in the sentence or beside it (我们), through one of its people."""

    def speaker(self) -> Subject | None:
        """The person who speaks there (我家)."""

    def repeats(self, name: str) -> bool:
        """Whether the article prints a name more than once."""

    @property
    def inherited(self) -> Subject | None:
        """Subject of the figures of a sentence that names none."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The antecedents of a sentence to which nothing is left."""

    organisation: Subject | None = None
    person: Subject | None = None
    reporting: Subject | None = None
    places: Mapping[str, Subject] = field(default_factory=dict)
    firm: Subject | None = None
    things: Mapping[str, Subject] = field(default_factory=dict)
    topic: Subject | None = None
    group: Subject | None = None
    headed: Sequence[Subject] = ()
    opening: Subject | None = None
    of_industries: bool = False
    at_large: Subject | None = None
    inherited: Subject | None = None

    def named(self, noun: str) -> Subject | None:
        """Nothing."""
        return None

    def represented_by(self, person: str) -> Subject | None:
        """Nobody is named."""
        return None

    def represented_here(self) -> Subject | None:
        """Nobody speaks."""
        return None

    def speaker(self) -> Subject | None:
        """Nobody speaks."""
        return None

    def repeats(self, name: str) -> bool:
        """Nothing is repeated."""
        return False


@dataclass(slots=True)
class Heads:
    """The subjects at the heads of the clauses of a sentence, as far as its clauses are read.

    Attributes:
        read: Where the next clause begins.
        bearers: The mentions that can be a subject.
        firms: Whether a firm is among the mentions of the sentence.
        passed: How many of them begin before the clause read last.
        found: Clause starts with the subject at their head.
        organisation: Last organisation among these.
    """

    read: int
    bearers: list[Mention]
    firms: bool
    passed: int = 0
    found: list[tuple[int, Subject]] = field(default_factory=list)
    organisation: Subject | None = None


@dataclass(slots=True)
class Scene:
    """A sentence with its times and mentions, in order.

    Attributes:
        row: Row of the sentence.
        start: First character in the joined text.
        end: One past its last character.
        role: Role of its block.
        marks: Offsets of the marks that end a clause, those of all sentences.
        looks: For each place of the text bits of what stands near, as `looks_of` tells them.
        first_mark: Number of its first one among them.
        mark_stop: One past the number of its last one.
        times: Its time expressions.
        mentions: Its mentions.
        time_starts: First character of each time.
        mention_starts: First character of each mention.
        antecedents: What the sentences before leave to it.
        heads: The subjects at the heads of its clauses, as far as they were asked for.
        exists_from: Start of the first clause that only says that something is there, filled when first asked for.
        told_of: Its places and organisations without the places where reports were filed; None until they are first asked for.
        lead: The sentence before it that ends in a colon and leads up to it (今年的主要预期目标是：), also past items of the same list.
    """

    row: int
    start: int
    end: int
    role: str
    marks: Sequence[int]
    looks: Sequence[int]
    first_mark: int
    mark_stop: int
    times: Sequence[Time] = ()
    mentions: Sequence[Mention] = ()
    time_starts: Sequence[int] = ()
    mention_starts: Sequence[int] = ()
    antecedents: Antecedents = Nothing()
    heads: Heads | None = None
    exists_from: int | None = None
    told_of: Sequence[Mention] | None = ()
    lead: Scene | None = None

    def times_in(self, start: int, end: int) -> Sequence[Time]:
        """Times that begin in a stretch of text."""
        starts = self.time_starts
        if not starts or starts[-1] < start:
            return []
        return self.times[bisect_left(starts, start) : bisect_left(starts, end)]

    def mentions_in(self, start: int, end: int) -> Sequence[Mention]:
        """Mentions that begin in a stretch of text."""
        starts = self.mention_starts
        if not starts or starts[-1] < start:
            return []
        return self.mentions[bisect_left(starts, start) : bisect_left(starts, end)]


def coarse_type(mention: Mention) -> str:
    """The entity type of a mention without its finer part."""
    return family_of(mention.entity_type)


def as_subject(mentions: Sequence[Mention]) -> Subject:
    """Mentions as one, possibly joint, subject."""
    if len(mentions) == 1:
        (only,) = mentions
        return Subject(only.surface, (only.entity_id,), coarse_type(only))
    ids = tuple(dict.fromkeys(mention.entity_id for mention in mentions))
    return Subject("、".join(dict.fromkeys(mention.surface for mention in mentions)), ids, coarse_type(mentions[0]))


def clause_start(scene: Scene, at: int) -> int:
    """First character of the clause that holds a place."""
    before = bisect_left(scene.marks, at, scene.first_mark, scene.mark_stop)
    begin = scene.marks[before - 1] + 1 if before > scene.first_mark else scene.start
    return begin if begin > at - LONGEST_CLAUSE else at - LONGEST_CLAUSE
