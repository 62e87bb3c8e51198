"""Places that the words of an article point to (全市, 区内): those of the paragraph, else of the article, else of the page."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from transforms.engine.anaphors import places_of
from transforms.engine.article_topics import POINTING, recent_places
from transforms.engine.papers import OURS
from transforms.engine.scenes import Scene, Subject
from transforms.engine.seats import WORDED

# So many sentences back a place is still near.
RECENT = 12


class ToldPlaces:
    """The place of each kind (省, 市, 区 …) that the sentences of an article mean, read when one asks."""

    def __init__(
        self, text: str, scenes: Sequence[Scene], blocks: Sequence[int], page: Callable[[], Mapping[str, Subject]]
    ) -> None:
        """Keep what the places are read from.

        Args:
            text: The joined text.
            scenes: Sentences of the article.
            blocks: Number of the paragraph of each sentence.
            page: Tells the places of the whole page.
        """
        self.text, self.scenes, self.blocks, self.page = text, scenes, blocks, page
        self._near: dict[int, Mapping[str, Subject]] = {}

    @functools.cached_property
    def named(self) -> Mapping[str, Subject]:
        """The place of each kind that the article, else its page, names most."""
        return {**self.page(), **places_of(self.text, self.scenes), **self.own}

    @functools.cached_property
    def own(self) -> Mapping[str, Subject]:
        """What 市 means where the article speaks of 我市 in a paper of that city, and the like."""
        start, end = self.scenes[0].start, self.scenes[-1].end
        ours = ((word, place) for word, place in self.page().items() if word[0] == OURS and word[1:] in WORDED)
        return {word[1:]: place for word, place in ours if self.text.find(word, start, end) >= 0}

    @functools.cached_property
    def paragraphs(self) -> dict[int, list[Scene]]:
        """Sentences of each paragraph by its number."""
        return {
            block: [s for _, s in group]
            for block, group in groupby(zip(self.blocks, self.scenes, strict=True), itemgetter(0))
        }

    def at(self, number: int) -> Mapping[str, Subject]:
        """The place of each kind that the paragraph of a sentence means, else its article, else its page."""
        block = self.blocks[number]
        if block not in self._near:
            here, before = self.paragraphs[block], self.scenes[max(0, number - RECENT) : number]
            points = POINTING.search(self.text, here[0].start, here[-1].end) is not None
            self._near[block] = (
                {
                    **self.named,
                    **recent_places(self.text, before, self.named),
                    **places_of(self.text, here, only=True),
                    **self.own,
                }
                if points
                else self.named
            )
        return self._near[block]
