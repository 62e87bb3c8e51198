"""jieba.posseg's tags of the runs that its dictionary does not know."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

# posseg's pieces of what is not Han.
PIECES = re.compile(r"([.0-9]+|[a-zA-Z0-9]+)")
# Runs remembered: enough for a batch of some megabytes, and a bound on memory.
REMEMBERED = 20_000


class RunTagger:
    """Tags runs with posseg's own model and remembers the latest ones.

    Attributes:
        names: Tags; grows when a run brings a tag that no dictionary word has.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(names)
        self._indexes = {name: index for index, name in enumerate(self.names)}
        self.tag = functools.lru_cache(maxsize=REMEMBERED)(self._tag)

    def index(self, name: str) -> int:
        """Number of a tag."""
        index = self._indexes.get(name)
        if index is None:
            index = self._indexes[name] = len(self.names)
            self.names.append(name)
        return index

    def _tag(self, run: str, han: bool) -> tuple[int, ...]:
        """Tag at each character of a run of Han characters, or of none."""
        return tuple(self.index(tag) for tag in (_han_tags(run) if han else _other_tags(run)))


def _other_tags(run: str) -> list[str]:
    tags: list[str] = []
    for piece in PIECES.split(run):
        if piece:
            tag = "m" if piece[0] in ".0123456789" else "eng" if piece[0].isalnum() else "x"
            tags.extend([tag] * len(piece))
    return tags


def _han_tags(run: str) -> list[str]:
    from jieba import posseg

    _, states = posseg.viterbi(run, posseg.char_state_tab_P, posseg.start_P, posseg.trans_P, posseg.emit_P)
    # A token has the tag of the character that closes it.
    tags: list[str] = []
    for at, (part, tag) in enumerate(states):
        if part in "ES":
            tags.extend([tag] * (at + 1 - len(tags)))
    if len(tags) < len(run):
        tags.extend([states[len(tags)][1]] * (len(run) - len(tags)))
    return tags
