"""Varied Chinese news of any size, the same on every machine: `python -m tests.benchmarks corpus FOLDER MEGABYTES [PAGE_BYTES]`.

Sentences come from three sources: the sample page and the gold sentences with names and numbers exchanged, and a grammar whose words are
drawn by their frequency from the segmenter's dictionary (so that words, unknown words and runs vary as in real text). Page N of a seed is a function
of N alone. Repeated text would flatter every memo, so no sentence is printed twice.
"""

from __future__ import annotations

import functools
import itertools
import json
import random
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jieba

from seeds.load import SEEDS_DIR

SLOT = re.compile(r"\{(\w+)\}")
DIGITS = re.compile(r"(?<![0-9])[0-9]+(?![0-9年月日])")
WORD_TAGS = {"N": ("n", "vn", "nz"), "V": ("v",), "A": ("a",), "D": ("d",)}
WORD = re.compile(r"[一-鿿]{2,4}")
# Of ten sentences: words only, figures, speech, events, varied sentences of the sample page.
MIX = ("narrative",) * 5 + ("figures",) * 2 + ("speech", "events", "page")
PAGE_BYTES = 14_000
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Material:
    """What sentences are made of: lists by name, dictionary words with cumulative frequencies, gold sentences, sample sentences."""

    lists: dict[str, Any]
    words: dict[str, tuple[list[str], list[int]]]
    metrics: list[str]
    page: list[str]
    names: re.Pattern[str]
    kinds: dict[str, str]


@functools.cache
def material() -> Material:
    """The material, read once."""
    lists = tomllib.loads(Path(__file__).with_name("corpus.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[list[str], list[int]]] = {}
    lines = [line.split(" ") for line in jieba.get_dict_file().read().decode("utf-8").splitlines()]
    for slot, tags in WORD_TAGS.items():
        chosen = [(word, int(count)) for word, count, tag in lines if tag in tags and WORD.fullmatch(word)]
        # A little flatter than their frequencies, so that rare words come in.
        found[slot] = (
            [word for word, _ in chosen],
            list(itertools.accumulate(int(count**0.85) + 1 for _, count in chosen)),
        )
    gold = (SEEDS_DIR / "gold" / "metric_sentences.jsonl").read_text(encoding="utf-8").splitlines()
    metrics = [json.loads(line)["text"].rstrip("。") for line in gold]
    text = next((SEEDS_DIR / "pages").glob("*.txt")).read_text(encoding="utf-8")
    page = [part for part in re.split(r"[。\n]+", text) if 12 <= len(part) <= 120]
    kinds = {name: kind for kind in ("places", "orgs", "people") for name in lists[f"page_{kind}"]}
    names = re.compile("|".join(sorted(kinds, key=len, reverse=True)))
    return Material(lists, found, metrics, page, names, kinds)


class Writer:
    """Writes sentences from one stream of random numbers."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._from = material()
        self._slots: dict[str, Callable[[], str]] = {
            "place": lambda: self._pick("places"),
            "org": self._org,
            "person": self._person,
            "office": lambda: self._pick("offices"),
            "stem": lambda: self._pick("stems"),
            "u": lambda: self._pick("units"),
            "n": self._number,
            "p": lambda: f"{chance.uniform(0.1, 60):.1f}",
            "y": lambda: str(chance.randint(2005, 2024)),
            "m": lambda: str(chance.randint(2, 12)),
            "d": lambda: str(chance.randint(1, 28)),
            "metric": lambda: self._renumber(chance.choice(self._from.metrics)),
            "inner": lambda: self.fill(self._pick("narrative" if chance.random() < 0.8 else "figures")),
            **{slot: functools.partial(self._word, slot) for slot in WORD_TAGS},
        }

    def _pick(self, name: str) -> str:
        return str(self._chance.choice(self._from.lists[name]))

    def _word(self, slot: str) -> str:
        words, weights = self._from.words[slot]
        return self._chance.choices(words, cum_weights=weights)[0]

    def _org(self) -> str:
        place = self._pick("places")[:2] if self._chance.random() < 0.6 else ""
        return f"{place}{self._pick('stems')}{self._pick('stems')}{self._pick('trades')}{self._pick('forms')}"

    def _person(self) -> str:
        count = 2 if self._chance.random() < 0.75 else 1
        return self._pick("surnames") + "".join(self._pick("given") for _ in range(count))

    def _number(self) -> str:
        whole = self._chance.randint(1, 10 ** self._chance.randint(1, 5))
        draw = self._chance.random()
        return f"{whole}.{self._chance.randint(1, 99)}" if draw < 0.3 else f"{whole:,}" if draw < 0.4 else str(whole)

    def _renumber(self, text: str) -> str:
        return DIGITS.sub(lambda run: self._digits(len(run[0])), text)

    def _digits(self, count: int) -> str:
        return str(self._chance.randint(10 ** (count - 1), 10**count - 1))

    def _rename(self, text: str) -> str:
        made = {"places": lambda: self._pick("places")[:-1], "orgs": self._org, "people": self._person}
        swap: dict[str, str] = {}
        for name in self._from.names.findall(text):
            swap.setdefault(name, made[self._from.kinds[name]]())
        return self._from.names.sub(lambda found: swap[found[0]], text)

    def fill(self, pattern: str) -> str:
        """A pattern with its slots filled."""
        return SLOT.sub(lambda slot: self._slots[slot[1]](), pattern)

    def sentence(self) -> str:
        """One sentence with its stop."""
        kind = self._chance.choice(MIX)
        if kind == "page":
            body = self._renumber(self._rename(self._chance.choice(self._from.page)))
            # A name and a place of its own make the sentence unlike every other that has the same words.
            body = f"{self.fill('{org}{office}{person}介绍')}，{body}"
        else:
            body = self.fill(self._pick(kind))
        if kind != "speech" and self._chance.random() < 0.5:
            body = f"{self.fill(self._pick('openings'))}，{body}"
        return body if body.endswith("”") else f"{body}。"

    def paragraph(self) -> str:
        """One to four sentences."""
        return "".join(self.sentence() for _ in range(self._chance.randint(1, 4)))

    def article(self) -> list[str]:
        """Lines of an article: title, byline, paragraphs, section heads."""
        lines = [self.fill(self._pick("titles")), f"□ 本报记者 {self._person()}"]
        for number in range(self._chance.randint(3, 12)):
            if number and self._chance.random() < 0.15:
                lines.append(self.fill(self._pick("heads")))
            lines.append(self.paragraph())
        return lines


def _plain(lines: list[str], chance: random.Random) -> str:
    return "\n\n".join(lines)


def _wrapped(lines: list[str], chance: random.Random) -> str:
    width = chance.randint(16, 42)
    return "\n\n".join("\n".join(line[at : at + width] for at in range(0, len(line), width)) for line in lines)


def _indented(lines: list[str], chance: random.Random) -> str:
    return "\n".join([*lines[:2], *(f"　　{line}" for line in lines[2:])])


def _markdown(lines: list[str], chance: random.Random) -> str:
    return "\n\n".join([f"# {lines[0]}", *lines[1:]])


LAYOUTS = (_plain, _plain, _wrapped, _indented, _markdown)


def page(number: int, *, size: int = PAGE_BYTES, seed: int = 1) -> tuple[str, str]:
    """Suffix and text of page `number`, about `size` bytes of UTF-8 in a layout of its own."""
    chance = random.Random(seed * 1_000_003 + number)
    writer = Writer(chance)
    layout = chance.choice(LAYOUTS)
    parts: list[str] = []
    room = size
    while room > 0:
        lines = writer.article()
        while len(lines) > 3 and len("".join(lines).encode()) > room:
            lines.pop()
        parts.append(layout(lines, chance))
        room -= len(parts[-1].encode())
    return (".md" if layout is _markdown else ".txt"), "\n\n\n".join(parts)


def pages(megabytes: float, *, size: int = PAGE_BYTES, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Pages until their UTF-8 fills `megabytes`."""
    total = 0
    for number in itertools.count():
        if total >= megabytes * MEGABYTE:
            return
        suffix, text = page(number, size=size, seed=seed)
        total += len(text.encode())
        yield suffix, text


def write_corpus(folder: Path, megabytes: float, *, size: int = PAGE_BYTES, seed: int = 1) -> int:
    """Write the pages below `folder`, a hundred to a folder; a folder that is whole already is left as it is.

    Returns:
        Bytes of the corpus.
    """
    told = folder.with_name(f"{folder.name}.json")
    plan = {"megabytes": megabytes, "size": size, "seed": seed, "version": 1}
    if told.is_file() and (known := json.loads(told.read_text())) and known["plan"] == plan:
        return int(known["bytes"])
    total = 0
    for number, (suffix, text) in enumerate(pages(megabytes, size=size, seed=seed)):
        target = folder / f"{number // 100:04d}" / f"{number:06d}{suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        total += target.write_bytes(text.encode())
    told.write_text(json.dumps({"plan": plan, "bytes": total}))
    return total


def main() -> None:
    """Write a corpus."""
    folder, megabytes, *rest = sys.argv[1:]
    size = int(rest[0]) if rest else PAGE_BYTES
    print(f"{write_corpus(Path(folder), float(megabytes), size=size):,} bytes in {folder}")


if __name__ == "__main__":
    main()
