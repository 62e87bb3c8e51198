"""Places that the words of an article point to (全市, 区内): those of the paragraph, else of the article, else of the page."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from transforms.engine.anaphors import places_of
from transforms.engine.article_topics import POINTING, recent_places
from transforms.engine.scenes import Scene, Subject

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
        return {**self.page(), **places_of(self.text, self.scenes)}

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
                }
                if points
                else self.named
            )
        return self._near[block]
