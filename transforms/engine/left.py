"""What the sentences of an article leave to one of them, read when it asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from transforms.engine.scenes import Subject, as_subject

if TYPE_CHECKING:
    from transforms.engine.topics import Article


class Left(NamedTuple):
    """What the sentences of an article leave to one of them; a plain tuple because a page has many."""

    article: Article
    number: int

    @property
    def organisation(self) -> Subject | None:
        """Last organisation that was a subject before the sentence."""
        return self.article.organisation(self.number)

    @property
    def person(self) -> Subject | None:
        """Last person named before the sentence."""
        return self.article.people[self.number]

    @property
    def places(self) -> Mapping[str, Subject]:
        """The place of each kind that the sentence means."""
        return self.article.places(self.number)

    @property
    def firm(self) -> Subject | None:
        """The company that the sentence before is about."""
        return self.article.firm(self.number)

    @property
    def things(self) -> Mapping[str, Subject]:
        """Last project, fund, platform, product and event named before the sentence."""
        return self.article.things[self.number]

    @property
    def topic(self) -> Subject | None:
        """What the article or its section is about."""
        return self.article.topic_at(self.number)

    @property
    def reporting(self) -> Subject | None:
        """The place whose deeds the sentence tells, where the article is a government's report."""
        return self.article.reporting(self.number)

    @property
    def group(self) -> Subject | None:
        """The kind of actors that the article is about."""
        return self.article.group

    @property
    def opening(self) -> Subject | None:
        """What opens the headline of the article and various phrases of its text."""
        return self.article.opening

    @property
    def at_large(self) -> Subject | None:
        """The place that the article is about, else the country whose figures it tells."""
        about = self.topic
        return about if about is not None and about.coarse == "LOC" else self.article.at_large

    @property
    def of_industries(self) -> bool:
        """Whether the article names industry after industry."""
        return self.article.of_industries

    @property
    def headed(self) -> Sequence[Subject]:
        """The things that the headings of the article name and its text names again, longest first."""
        return self.article.headed

    def named(self, noun: str) -> Subject | None:
        """The last name before the sentence that ends in a class noun."""
        return self.article.named(self.number, noun)

    def represented_by(self, person: str) -> Subject | None:
        """The company, or the place that is governed, that the article names a person for."""
        return self.article.represented.get(person)

    def represented_here(self) -> Subject | None:
        """The company or place that speaks in the sentence or beside it."""
        bodies = (self.article.represented.get(speaker.entity_id) for speaker in self.article.speakers(self.number))
        return next((body for body in bodies if body is not None), None)

    def speaker(self) -> Subject | None:
        """The person who speaks there."""
        return next((as_subject([speaker]) for speaker in self.article.speakers(self.number)), None)

    def repeats(self, name: str) -> bool:
        """Whether the article prints a name more than once."""
        return self.article.repeats(name)

    @property
    def inherited(self) -> Subject | None:
        """Subject of the figures of the sentence, if it names none."""
        return self.article.inherited(self.number)
