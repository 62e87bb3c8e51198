"""People: surname and context, titles, bylines, credits, foreign names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import ahocorasick_rs

from seeds.types import Seeds
from transforms.engine.candidates import Candidate
from transforms.engine.lexemes import Lexemes

PERSON = "PER"
NAME_TAGS = frozenset({"nr", "nrt", "nrfg"})
FOREIGN_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nz", "zg", "g"})
WORD_TAGS = frozenset({"v", "d", "p", "c", "r", "m", "t", "u", "a", "ad"})
UNSEEN = -3.0
LIKELY = 1.0
PLAIN = 1.5
DOTS = "·•・"
SURE = 2.0
HAN = re.compile(r"[\u4e00-\u9fff]+")
SPEECH_AHEAD = re.compile(
    r"(?:说|表示|介绍|告诉|认为|指出|强调|称|坦言|透露|回忆|直言|感慨|笑着说|呼吁|建议|解释|分析)"
)


# Their first characters.
SPEAKING = frozenset("说表介告认指强称坦透回直感笑呼建解分")


@dataclass(frozen=True, slots=True)
class NameParts:
    """Surnames, with the characters that one may begin with, and titles, compiled."""

    common: frozenset[str]
    rare: frozenset[str]
    compound: frozenset[str]
    openers: frozenset[str]
    titles: ahocorasick_rs.AhoCorasick
    title_words: tuple[str, ...]
    sides: tuple[frozenset[str], ...]
    stop: frozenset[str]
    odds: Mapping[str, float]
    foreign: re.Pattern[str]
    foreign_run: re.Pattern[str]

    def given_score(self, name: str, surname: int) -> float:
        """How telling the given name's characters are, summed."""
        score, odds = 0.0, self.odds
        for character in name[surname:]:
            score += odds.get(character, UNSEEN)
        return score


@functools.lru_cache(maxsize=2)
def compile_names(seeds: Seeds) -> NameParts:
    """Compile lexicons names_surnames and names_titles."""
    surnames: dict[str, set[str]] = {"common": set(), "rare": set(), "compound": set()}
    for surname, use in seeds.lexicon("names_surnames").rows:
        surnames[use].add(surname)
    sides: dict[str, set[str]] = {}
    for title, side, _ in seeds.lexicon("names_titles").rows:
        sides.setdefault(title, set()).update(("before", "after") if side == "both" else (side,))
    letters = "".join(seeds.lexicon("names_transliteration").column("character"))
    return NameParts(
        common=frozenset(surnames["common"]),
        rare=frozenset(surnames["rare"]),
        compound=frozenset(surnames["compound"]),
        openers=frozenset(surname[0] for own in surnames.values() for surname in own),
        titles=ahocorasick_rs.AhoCorasick(
            tuple(sides),
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.DFA,
        ),
        title_words=tuple(sides),
        sides=tuple(frozenset(side) for side in sides.values()),
        stop=frozenset(word for word, use in seeds.lexicon("names_words").rows if use in ("stop", "generic", "keep")),
        odds={character: float(odds) for character, odds in seeds.lexicon("names_given").rows},
        foreign=re.compile(rf"[{letters}]{{1,6}}(?:[{DOTS}][{letters}A-Z]{{1,8}})+"),
        foreign_run=re.compile(rf"[{letters}]{{2,7}}"),
    )


def surname_length(text: str, parts: NameParts) -> int:
    """Length of the surname that a text starts with, 0 when there is none."""
    if text[:2] in parts.compound:
        return 2
    return 1 if text[:1] in parts.common or text[:1] in parts.rare else 0


def find_people(text: str, lexemes: Lexemes, *, seeds: Seeds) -> list[Candidate]:
    """Candidates for people by title, by words of speech and by the shape of the name."""
    parts = compile_names(seeds)
    found = list(_beside_titles(text, lexemes, parts))
    found.extend(_name_words(text, lexemes, parts))
    found.extend(_dotted_names(text, lexemes, parts))
    return found


def name_after(text: str, lexemes: Lexemes, start: int, parts: NameParts) -> int:
    """End of a Chinese name of two to four characters that starts at an offset, or `start` when there is none."""
    if start >= len(text) or text[start] not in parts.openers or not lexemes.edges[start]:
        return start
    number = lexemes.at(start)
    words, starts = lexemes.words, lexemes.starts
    first = words[number]
    surname = surname_length(first, parts) if HAN.fullmatch(first) else 0
    if not surname:
        return start
    longest = surname + 2
    end = starts[number] + len(first)
    if len(first) > surname:
        tag = lexemes.tags[number]
        if len(first) > longest or first in parts.stop:
            return start
        if tag not in NAME_TAGS and (tag in WORD_TAGS or parts.given_score(first, surname) < LIKELY):
            return start
        # A cut after the first given character (陈杰 | 明): one more single character belongs to the name.
        follower = words[number + 1] if number + 1 < len(words) else ""
        if (
            len(first) < longest
            and len(follower) == 1
            and lexemes.tags[number + 1] in ("zg", "g", "ng", "nr", "ag", "vg", "nz")
            and HAN.fullmatch(follower)
        ):
            return end + 1
        return end
    for step in (1, 2):
        if number + step >= len(words):
            break
        word, tag = words[number + step], lexemes.tags[number + step]
        size = end - start + len(word)
        if (
            not HAN.fullmatch(word)
            or size > longest
            or tag in ("p", "c", "u", "uj", "ul", "y", "r", "d", "m")
            or word in parts.stop
        ):
            break
        end += len(word)
        if len(word) == 2:
            break
    if end == start + surname:
        return start
    # Two or three separate words are a name only when their characters are those of names.
    needed = LIKELY if first in parts.common or surname == 2 else SURE
    return end if parts.given_score(text[start:end], surname) >= needed else start


def _beside_titles(text: str, lexemes: Lexemes, parts: NameParts) -> Iterator[Candidate]:
    for number, start, end in parts.titles.find_matches_as_indexes(text):
        sides = parts.sides[number]
        if "before" in sides:
            first = end
            while first < len(text) and text[first] in " :：":
                first += 1
            stop = name_after(text, lexemes, first, parts)
            if stop > first and _ends_name(text, lexemes, stop, first, parts):
                yield Candidate(start=first, end=stop, entity_type=PERSON, rule_id="mentions.person_title")
            elif (stop := _foreign_after(text, lexemes, first, parts)) > first:
                yield Candidate(start=first, end=stop, entity_type=PERSON, rule_id="mentions.person_foreign")
        if "after" in sides and start > 0:
            last = start
            while last > 0 and text[last - 1] == " ":
                last -= 1
            word = lexemes.at(last - 1) if last else 0
            if last and lexemes.edges[last]:
                for back in (word, word - 1, word - 2):
                    if back < 0 or last - lexemes.starts[back] > 4:
                        break
                    first = lexemes.starts[back]
                    if lexemes.words[back] in parts.stop:
                        break
                    if (
                        name_after(text, lexemes, first, parts) == last
                        and (last - first >= 2)
                        and _strong(text[first:last], lexemes.tags[back], parts)
                    ):
                        yield Candidate(start=first, end=last, entity_type=PERSON, rule_id="mentions.person_title")
                        break


def _foreign_after(text: str, lexemes: Lexemes, first: int, parts: NameParts) -> int:
    """End of a foreign name right after a title: whole words of its characters, the first one tagged as a name."""
    match = parts.foreign_run.match(text, first) if lexemes.edges[first] else None
    if match is None:
        return first
    end = match.end()
    while end > first and not lexemes.edges[end]:
        end -= 1
    number = lexemes.at(first)
    if end - first < 2 or lexemes.tags[number] not in FOREIGN_TAGS or text[end : end + 1] in DOTS:
        return first
    last = lexemes.at(end - 1)
    if any(lexemes.tags[at] not in FOREIGN_TAGS for at in range(number, last + 1)):
        return first
    return end if end - first >= 3 else first


def _dotted_names(text: str, lexemes: Lexemes, parts: NameParts) -> Iterator[Candidate]:
    """Names with a middle dot; the dot is sought first, few lines have one."""
    for dot in DOTS:
        at = text.find(dot)
        while at >= 0:
            window = max(0, at - 6)
            match = parts.foreign.search(text, window, min(len(text), at + 40))
            if match is not None and match.start() < at < match.end():
                start = match.start()
                while start < at and not lexemes.edges[start]:
                    start += 1
                if start == at:
                    start = match.start()
                if not _runs_into_a_place(lexemes, match.end()):
                    yield Candidate(
                        start=start, end=match.end(), entity_type=PERSON, rule_id="mentions.person_foreign", rank=6
                    )
                at = text.find(dot, max(match.end(), at + 1))
            else:
                at = text.find(dot, at + 1)


def _runs_into_a_place(lexemes: Lexemes, end: int) -> bool:
    """Tell whether the letters of a name stop inside the name of a place (新华·波罗|的海)."""
    number = lexemes.at(end - 1)
    return lexemes.starts[number + 1] > end and lexemes.tags[number] == "ns"


def _strong(name: str, tag: str, parts: NameParts) -> bool:
    return tag in NAME_TAGS or (len(name) == 3 and name[0] in parts.common)


def _ends_name(text: str, lexemes: Lexemes, stop: int, first: int, parts: NameParts) -> bool:
    tag = lexemes.tags[lexemes.at(first)]
    rest = text[stop : stop + 4]
    if rest[:1] and rest[0] in DOTS:
        return False
    if tag in NAME_TAGS or not rest or rest[0] in "，。、；：:（(）) \n“”！？":
        return True
    if SPEECH_AHEAD.match(rest):
        return True
    number = lexemes.first(stop)
    if number < len(lexemes.tags) and lexemes.tags[number] in ("v", "p", "c", "d", "u", "uj", "x", "t", "r", "vn", "m"):
        return text[first] in parts.common and stop - first >= 3
    return False


def _name_words(text: str, lexemes: Lexemes, parts: NameParts) -> Iterator[Candidate]:
    """Words that jieba tags as a person's name and that look like one."""
    words, starts = lexemes.words, lexemes.starts
    for number in lexemes.tagged(NAME_TAGS):
        word = words[number]
        size = len(word)
        if size < 2 or size > 4 or word in parts.stop:
            continue
        surname = surname_length(word, parts)
        if not surname or size - surname not in (1, 2):
            continue
        start = starts[number]
        end = start + size
        if text[end : end + 1] in SPEAKING and SPEECH_AHEAD.match(text, end, end + 4):
            yield Candidate(start=start, end=end, entity_type=PERSON, rule_id="mentions.person_speech")
        elif size - surname == 2 and parts.given_score(word, surname) >= (
            PLAIN if surname == 2 or word[0] in parts.common else SURE
        ):
            yield Candidate(start=start, end=end, entity_type=PERSON, rule_id="mentions.person_word", rank=3)
