"""Topics: the subject that the sentences of an article leave to those behind them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice, repeat

from seeds.types import Seeds
from transforms.engine.anaphors import is_pointed_to
from transforms.engine.article_topics import (
    BODY,
    BUILT,
    people_before,
    section_topics,
    things_before,
    topic_of,
)
from transforms.engine.at_large import at_large, heads_of, names_no_place, prints_again, tells_national_figures
from transforms.engine.class_nouns import BUILT as BUILT_NOUNS
from transforms.engine.class_nouns import ends_in, means, project_called
from transforms.engine.headlines import headed, opening_of_headline, tells_of_industries
from transforms.engine.kinds import group_of, group_of_headline
from transforms.engine.lasting import first_named, is_landmark, lasting_subject, stands_for
from transforms.engine.left import Left
from transforms.engine.reports import is_report, reporting_kind
from transforms.engine.scenes import COPY_ROLES, Mention, Scene, Subject, as_subject
from transforms.engine.seats import NATION, NATIONAL, THE_COUNTRY
from transforms.engine.subject_heads import each_clause_subject
from transforms.engine.subject_tails import of_speaker, speakers_beside, spoken_for
from transforms.engine.told_places import RECENT, ToldPlaces

# So many sentences open an article.
LEDE = 3


class Article:
    """What the sentences of an article leave to those behind them.

    The subject of the sentence before in the same paragraph, else the topic of the article, else the last subject; an article about national
    indicators that names no subject is about the country. Nearly all of it is read only when a figure asks for it, each sentence at most once. What a
    chain of sentences tells that each point to the one before (公司 …。公司 …) is read from its first one on, so that no answer nests deeply.
    """

    def __init__(
        self,
        text: str,
        scenes: Sequence[Scene],
        until: int,
        blocks: Sequence[int],
        page: Callable[[], Mapping[str, Subject]],
        seeds: Seeds,
    ) -> None:
        """Give the sentences up to the last one with a figure their antecedents.

        Args:
            text: The joined text.
            scenes: Sentences of the article.
            until: Row of its last sentence with a figure.
            blocks: Number of the paragraph of each sentence row.
            page: Tells the places of the whole page, for a part of an article that names none.
            seeds: Loaded seeds.
        """
        self.text, self.scenes, self.until, self.page, self.seeds = text, scenes, until, page, seeds
        self.blocks = [blocks[scene.row] for scene in scenes]
        self._told: dict[int, Subject | None] = {}
        self._organisations: list[Subject | None] = [None]
        self._lasting: tuple[dict[int, Subject | None], ...] = ({}, {})
        self._hand_to(0, self._last + 1)

    def _hand_to(self, first: int, stop: int) -> None:
        # As Left(self, number) does for one of them.
        left = map(tuple.__new__, repeat(Left), zip(repeat(self), range(first, stop), strict=False))
        for scene, antecedents in zip(islice(self.scenes, first, stop), left, strict=True):
            scene.antecedents = antecedents

    @functools.cached_property
    def _last(self) -> int:
        """Number of the first sentence from the row of the last figure on."""
        return next((n for n, scene in enumerate(self.scenes) if scene.row >= self.until), len(self.scenes) - 1)

    @functools.cached_property
    def topic(self) -> Subject | None:
        """What the article is about."""
        topic = topic_of(self.text, self.scenes)
        # What a ministry tells is of what its headline names, else of the country.
        by_ministry = topic is not None and topic.surface == NATION and not topic.entity_ids
        return next(iter(self.headed), topic) if by_ministry else topic

    @functools.cached_property
    def _sections(self) -> Sequence[Subject | None]:
        return section_topics(self.text, self.scenes)

    @functools.cached_property
    def group(self) -> Subject | None:
        """The kind of actors that it is about, if it is about one."""
        return self._headline_group or group_of(self.text, self.scenes)

    @functools.cached_property
    def _headline_group(self) -> Subject | None:
        return group_of_headline(self.text, self.scenes)

    @functools.cached_property
    def headed(self) -> Sequence[Subject]:
        """The things that its headings name and its text names again, longest first."""
        return headed(self.text, self.scenes, self.seeds)

    @functools.cached_property
    def opening(self) -> Subject | None:
        """What opens its headline and various phrases of its text."""
        return opening_of_headline(self.text, self.scenes)

    @functools.cached_property
    def at_large(self) -> Subject | None:
        """The place that it calls its own, else the country where it speaks of that."""
        return at_large(self.text, self.scenes, self.page())

    @functools.cached_property
    def of_industries(self) -> bool:
        """Whether it names industry after industry."""
        return tells_of_industries(self.text, self.scenes)

    def repeats(self, name: str) -> bool:
        """Whether it prints a name more than once."""
        return prints_again(self.text, self.scenes, name)

    def topic_at(self, number: int) -> Subject | None:
        """What the section of a sentence is about, else its article."""
        return self._sections[number] or self.topic

    @functools.cached_property
    def _national(self) -> bool:
        """Whether it tells national indicators and has no topic; then sentences without a figure count as well."""
        if self.topic is not None:
            return False
        national = tells_national_figures(self.text, self.scenes, self.seeds)
        if national:
            self._hand_to(self._last + 1, len(self.scenes))
        return national

    @functools.cached_property
    def _reports(self) -> bool:
        """Whether it is what a government tells of its deeds: what none of its sentences names is that of its place."""
        about = self.topic
        if about is not None and about.coarse != "LOC":
            return False
        return is_report(self.text, self.scenes, of_place=about is not None)

    @functools.cached_property
    def _reporting(self) -> Subject | None:
        """The place that a report calls its own, where it is not about one that it names often."""
        kind = reporting_kind(self.text, self.scenes)
        return self.at_large if kind is None else self._told_places.named.get(kind) or Subject(f"全{kind}", (), "LOC")

    @functools.cached_property
    def _place_of_page(self) -> Subject | None:
        """The one place of its page, for a part that names no place at all."""
        if any(mention.entity_type.startswith("LOC") for scene in self.scenes for mention in scene.mentions):
            return None
        places = {place.surface: place for word, place in self.page().items() if word not in {"国", "全国"}}
        return next(iter(places.values())) if len(places) == 1 else None

    @functools.cached_property
    def _nowhere(self) -> bool:
        """Whether no clause of it has a known place but the country at its head."""
        return names_no_place(self.text, self.scenes, self.seeds)

    @functools.cached_property
    def _lede(self) -> Subject | None:
        """The first place or organisation of the first sentences of the text, for headlines that nothing leaves a subject to."""
        body = islice((scene for scene in self.scenes if scene.role not in COPY_ROLES), LEDE)
        return next((head for head in heads_of(self.text, body, self.seeds) if head.coarse in {"LOC", "ORG"}), None)

    def reporting(self, number: int) -> Subject | None:
        """The place whose deeds a sentence tells that names nobody, where the article is a government's report."""
        about = self.topic_at(number)
        if not self._reports or not (about is None or about.coarse == "LOC"):
            return None
        return about or self._reporting or THE_COUNTRY

    def inherited(self, number: int) -> Subject | None:
        """Subject of the figures of a sentence that names none."""
        if BUILT.match(self.text, self.scenes[number].start) is not None:
            built = next((head for head in self._heads_before(number) if head.coarse == "PROJECT"), None)
            if built is not None:
                return built
        if self._national and self._nowhere:
            return THE_COUNTRY
        about, reporting = self.topic_at(number), self.reporting(number)
        if reporting is not None:
            return reporting
        inside = self._lasting_before(number, inside=True)
        if inside is None and about is not None and self._far(about, number):
            nearer = self._lasting_before(number, inside=False)
            inside = nearer if nearer is not None and stands_for(nearer, about, self.repeats) else None
        found = inside or about or self._headline_group or self._lasting_before(number, inside=False)
        if found is not None and found.coarse == "ORG" and NATIONAL.match(found.surface) is not None:
            # What a ministry or the central bank tells is of what its headline names, else of the country.
            return next(iter(self.headed), THE_COUNTRY)
        if found is None:
            found = next(iter(self.headed), None)
        if found is None:
            found = self._lede if self.scenes[number].role in COPY_ROLES else self._told_around(number)
            found = found or self.group or self.opening or self.at_large or self._place_of_page
        return found

    @functools.cached_property
    def _first_named(self) -> Mapping[str, tuple[int, str]]:
        return first_named(self.scenes)

    def _heads_before(self, number: int) -> Iterator[Subject]:
        """What was read as the heads of clauses before a sentence in its paragraph, last first."""
        while number > 0 and not self._opens(number):
            number -= 1
            heads = self.scenes[number].heads
            yield from (subject for _, subject in reversed(heads.found if heads is not None else ()))

    def _told_around(self, number: int) -> Subject | None:
        """Whom the speech of a paragraph is by, else the last person it was about: for paragraphs that nothing else leaves a subject to."""
        end = next((at for at in range(number + 1, len(self.scenes)) if self._opens(at)), len(self.scenes))
        told = next(filter(None, map(self._told_in, range(number, min(end, number + LEDE)))), None)
        if told is not None:
            return told
        for at in range(number - 1, -1, -1) if not self._opens(number) else ():
            heads = each_clause_subject(self.text, self.scenes[at], self.seeds)
            person = next((head for head in heads if head.coarse == "PER"), None)
            if person is not None or self._opens(at):
                return person
        return None

    def _lasting_before(self, number: int, *, inside: bool) -> Subject | None:
        """The last subject before a sentence that holds for those behind it, inside its paragraph or anywhere."""
        known, at = self._lasting[inside], number
        found: Subject | None = None
        while found is None and at > 0 and not (inside and self._opens(at)):
            at -= 1
            found = lasting_subject(
                self.text, self.scenes[at], self.topic, self.seeds, opens=self._opens(at), repeats=self.repeats
            )
            if found is None and at in known:
                found = known[at]
                break
            if not inside and found is not None and is_landmark(found, self._first_named):
                found = None
        known[number] = found
        return found

    def _opens(self, number: int) -> bool:
        """Whether a sentence is the first of its paragraph."""
        return number == 0 or self.blocks[number - 1] != self.blocks[number]

    def organisation(self, number: int) -> Subject | None:
        """Last organisation that was a subject before a sentence."""
        known = self._organisations
        while len(known) <= number:
            known.append(self._told_in(len(known) - 1) or known[-1])
        return known[number]

    def firm(self, number: int) -> Subject | None:
        """The company that the sentence before a sentence in the same paragraph is about."""
        if self._opens(number):
            return None
        first = next(at for at in range(number - 1, -1, -1) if self._opens(at) or at in self._told)
        told = [self._told_in(at) for at in range(first, number)][-1]
        return (
            told
            if told is not None and not BODY.search(told.surface) and NATIONAL.match(told.surface) is None
            else None
        )

    def _told_in(self, number: int) -> Subject | None:
        """The last organisation that a sentence has for a subject, or speaks for through one of its people."""
        if number not in self._told:
            scene = self.scenes[number]
            heads = list(each_clause_subject(self.text, scene, self.seeds))
            told = next(filter(is_pointed_to, reversed(heads)), None)
            companies = [mention for mention in scene.mentions if mention.entity_type == "ORG.COMPANY"]
            if told is None and companies and of_speaker(scene, companies[-1]):
                told = as_subject(companies[-1:])
            self._told[number] = told
        return self._told[number]

    def named(self, number: int, noun: str) -> Subject | None:
        """The last name before a sentence that a class noun (中心) means."""
        if noun in BUILT_NOUNS:
            told = next((head for head in self._heads_before(number) if head.coarse == "PROJECT"), None)
            if told is not None:
                return told
        before = (mention for scene in reversed(self.scenes[:number]) for mention in reversed(scene.mentions))
        found = next((mention for mention in before if means(mention, noun)), None)
        if found is not None:
            return as_subject([found])
        things = chain(self.headed, self._heads_before(number))
        known = next((thing for thing in things if ends_in(thing.surface, noun)), None)
        near = self.scenes[max(0, number - LEDE) : number]
        return known or project_called(self.text, near, noun, self.scenes[number].start)

    @functools.cached_property
    def represented(self) -> Mapping[str, Subject]:
        """The company, or the place that is governed, that each person is named for (某某集团董事长某某), by the person's entity."""
        return spoken_for(self.text, self.scenes)

    def speakers(self, number: int) -> Iterator[Mention]:
        """Who speaks in a sentence, then who does in the next ones of its paragraph, then in the ones before."""
        return speakers_beside(self.text, self._told_places.paragraphs[self.blocks[number]], self.scenes[number])

    @functools.cached_property
    def people(self) -> Sequence[Subject | None]:
        """For each sentence the last person named before it."""
        return people_before(self.scenes)

    @functools.cached_property
    def things(self) -> Sequence[Mapping[str, Subject]]:
        """For each sentence the last things named before it."""
        return things_before(self.scenes)

    @functools.cached_property
    def _told_places(self) -> ToldPlaces:
        return ToldPlaces(self.text, self.scenes, self.blocks, self.page)

    def _far(self, subject: Subject, number: int) -> bool:
        """Whether the sentences right before a sentence do not name a subject any more."""
        near = self.scenes[max(0, number - RECENT) : number + 1]
        if not subject.entity_ids:
            return False
        return number > RECENT and not any(m.entity_id in subject.entity_ids for scene in near for m in scene.mentions)

    def places(self, number: int) -> Mapping[str, Subject]:
        """The place of each kind that the paragraph of a sentence means, else its article, else its page."""
        return self._told_places.at(number)
