"""Where speech stands: words of speech with what they introduce, and quotations that stand alone."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from seeds.types import Seeds
from transforms.engine.anchors import Anchors
from transforms.engine.candidates import family_of
from transforms.engine.clauses import Marks
from transforms.engine.speakers import PERSON, Speaker, find_speaker

INTRODUCES = re.compile(r"[，,：:]?\s*(?=[“「『\"])")
FINAL = frozenset("。！？!?…")
CLAUSE = re.compile(r"[，。！？；!?]")
OWN_VOICE = re.compile(r"[我咱]")
AFTERWARDS = re.compile(r"(?:后|以来|之前|时|的(?:建议|意见|要求|主张|方案|目标|问题|观点))$")
NO_CONTENT = frozenset("的了过着到出起")
SHORTEST = 6
LONGEST = 600
ATTRIBUTION = 46
CLASSICAL = re.compile(r"[兮哉矣焉乎]|之[^一-龥]|也[，。”]|者也|其犹|不亦|岂不")
RETOLD = re.compile(
    r"[^，。！？；]{0,14}?(?:阐述|说过?|讲过?|提出|形容|总结|强调|指出|做过|打过|打了|用)[^，。！？；]{0,8}?(?:的|比喻|话|比方)"
)


class Speech(NamedTuple):
    """One piece of speech in the joined text.

    Attributes:
        start: First offset of what was said.
        end: One past it, without the marks around it.
        kind: direct, indirect or citation.
        rule: Rule that found it.
        speaker: Who said it, if known.
    """

    start: int
    end: int
    kind: str
    rule: str
    speaker: Speaker | None


@functools.lru_cache(maxsize=2)
def _compiled(seeds: Seeds) -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    rows = seeds.lexicon("speech_verbs").rows
    verbs = tuple((row[0], row[1]) for row in rows)
    return AhoCorasick(
        [verb for verb, _ in verbs], matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
    ), verbs


def find_speech(text: str, mentions: Anchors, marks: Marks, *, seeds: Seeds) -> list[Speech]:
    """All speech of a joined text, in text order.

    Args:
        text: Blocks joined by line feeds.
        mentions: Named entities in it.
        marks: Its marks.
        seeds: Loaded seeds.
    """
    matcher, verbs = _compiled(seeds)
    found: list[Speech] = []
    taken: set[int] = set()
    covered = -1
    for index, start, end in matcher.find_matches_as_indexes(text):
        use = verbs[index][1]
        if use == "none" or start < covered:
            continue
        for speech in _at_verb(text, start, end, use, mentions, marks, taken, seeds=seeds):
            found.append(speech)
            if speech.kind != "direct":
                found += _literary(text, speech, marks)
            covered = max(covered, speech.end)
    found += _standing_alone(text, mentions, marks, taken, found, seeds=seeds)
    # Words that two rules find, such as verse in reported speech that the next paragraph ascribes to somebody, are told once, by the surer one.
    surest = {(speech.start, speech.end): speech for speech in sorted(found, key=lambda s: seeds.confidence(s.rule))}
    return sorted(surest.values(), key=lambda speech: (speech.start, -speech.end))


def _at_verb(
    text: str, start: int, end: int, use: str, mentions: Anchors, marks: Marks, taken: set[int], *, seeds: Seeds
) -> Iterator[Speech]:
    if marks.quotation(start) is not None:
        return
    sentence, stop = marks.sentence(start)
    floor, before = _last_quotation(text, sentence, start, marks)
    following = text[end : end + 1]
    after_quotation = before is not None and before[0] not in taken and start - before[1] <= ATTRIBUTION
    introduces = INTRODUCES.match(text, end)
    ends_clause = following in "，。；：！,:" or following == "\n" or not following
    if not (introduces or ends_clause or (use in {"say", "state"} and following not in NO_CONTENT)):
        return
    speaker = find_speaker(text, floor, start, mentions, marks, seeds=seeds)
    if speaker is None or (use == "state" and speaker.kind == "pronoun"):
        return
    if after_quotation and before is not None and ends_clause and _is_speech(text, before[0] + 1, before[1]):
        taken.add(before[0])
        yield Speech(
            before[0] + 1,
            _without_comma(text, before[0] + 1, before[1]),
            "direct",
            "quotes.direct_before_speaker",
            speaker,
        )
    if introduces:
        opening = introduces.end()
        closing = marks.opened_at(opening)
        if closing is not None and _whole(text, opening, closing, introduces[0], stop):
            taken.add(opening)
            yield Speech(
                opening + 1,
                _without_comma(text, opening + 1, closing),
                "direct",
                "quotes.direct_after_speaker",
                speaker,
            )
            return
    if following in "。；！\n" or not following:
        return
    if following in "，,：:":
        content, rule = end + 1, "quotes.indirect_after_mark"
    else:
        content, rule = end, "quotes.indirect_at_once"
        adjacent = 0 <= start - speaker.end <= 6 or speaker.kind == "document"
        if use == "mark" or not adjacent or (use == "state" and speaker.kind == "body"):
            return
    if rule == "quotes.indirect_after_mark" and after_quotation and before is not None and before[0] in taken:
        return
    if stop - content < SHORTEST + (2 if rule == "quotes.indirect_at_once" else 0) or stop - content > LONGEST:
        return
    if rule == "quotes.indirect_at_once" and AFTERWARDS.search(text, content, marks.clause_end(content, stop)):
        return
    if speaker.kind == "document":
        rule = "quotes.document"
    yield Speech(content, stop, "indirect", rule, speaker)


def _last_quotation(text: str, sentence: int, start: int, marks: Marks) -> tuple[int, tuple[int, int] | None]:
    """Where to look for the speaker from, and the quotation that closes last before the word of speech."""
    index = bisect_left(marks.opens, start) - 1
    if index < 0:
        return sentence, None
    pair = (marks.opens[index], marks.closes[index])
    if pair[1] < sentence - 1:
        return sentence, None
    if not _is_speech(text, pair[0] + 1, pair[1]):
        return sentence, None
    if pair[1] < sentence:
        # “…。”某人说: the final mark inside ends the sentence before, a mark after the quotation would have been a stop.
        return sentence, pair if pair[1] == sentence - 1 else None
    return (pair[1] + 1, pair) if start - pair[1] <= ATTRIBUTION else (sentence, pair)


def _is_speech(text: str, start: int, end: int) -> bool:
    """Whether quoted words are somebody's sentence rather than a name, a slogan or a figure of speech."""
    content = text[start : min(end, start + LONGEST)]
    if len(content) < SHORTEST:
        return bool(content) and content[-1] in FINAL
    return CLAUSE.search(content) is not None or len(content) >= 14 or OWN_VOICE.search(content) is not None


def _without_comma(text: str, start: int, end: int) -> int:
    """The end of what was said: a comma before the closing mark belongs to the sentence around it."""
    return end - 1 if end - 1 > start and text[end - 1] in "，," else end


def _whole(text: str, opening: int, closing: int, mark: str, stop: int) -> bool:
    """Whether the quotation is the whole utterance and not a word inside reported speech."""
    inside = text[closing - 1 : closing]
    after = text[closing + 1 : closing + 2]
    if inside in FINAL or after in "。！？；\n" or not after or closing >= stop:
        return closing - opening > 2
    if after in "，,":
        return closing - opening > 2 + (0 if mark.strip() else 10)
    return closing - opening > 20


def _literary(text: str, speech: Speech, marks: Marks) -> Iterator[Speech]:
    """Lines of classical literature quoted inside reported speech."""
    for index in range(bisect_left(marks.opens, speech.start), len(marks.opens)):
        opening, closing = marks.opens[index], marks.closes[index]
        if opening >= speech.end:
            break
        content = text[opening + 1 : closing]
        if 8 <= len(content) <= 60 and "，" in content and CLASSICAL.search(content):
            yield Speech(opening + 1, closing, "citation", "quotes.literary", speech.speaker)


def _standing_alone(
    text: str, mentions: Anchors, marks: Marks, taken: set[int], found: list[Speech], *, seeds: Seeds
) -> Iterator[Speech]:
    """Quotations that are sentences of their own: retold by what follows, or going on after the last speaker's words."""
    last_direct = {speech.start - 1: speech for speech in found if speech.kind == "direct"}
    previous: Speech | None = None
    for opening, closing in zip(marks.opens, marks.closes, strict=True):
        if opening in last_direct:
            previous = last_direct[opening]
            continue
        if opening in taken or closing - opening < 10:
            continue
        before = text[opening - 1 : opening] if opening else "\n"
        complete = text[closing - 1] in FINAL or text[closing + 1 : closing + 2] in ("。", "！", "？", "\n", "")
        if before not in "。！？\n”：" or not complete or CLAUSE.search(text, opening + 1, closing) is None:
            continue
        speaker = _retold(text, closing, mentions, marks, seeds=seeds)
        rule = "quotes.retold"
        if speaker is None:
            gap = text[previous.end : opening] if previous and opening - previous.end < 400 else None
            near = gap is not None and gap.count("\n") <= 1 and text[closing - 1] in FINAL
            if previous is None or not near or (gap is not None and "\n" not in gap and len(gap) > 60):
                continue
            speaker, rule = previous.speaker, "quotes.continued"
        speech = Speech(opening + 1, closing, "direct", rule, speaker)
        previous = speech
        yield speech


def _retold(text: str, closing: int, mentions: Anchors, marks: Marks, *, seeds: Seeds) -> Speaker | None:
    """The speaker when the words after a quotation retell it: 某人阐述的…, 一线干部做过的这个比喻…."""
    begin = closing + 1
    if text[begin : begin + 1] in ("。", "！", "？"):
        begin += 1
    if (match := RETOLD.match(text, begin, begin + 60)) is None:
        return None
    for anchor in mentions.within(begin, match.end()):
        if family_of(anchor.kind) == PERSON and anchor.start - begin <= 12:
            return Speaker(anchor.start, anchor.end, "person", anchor.row)
    for at in range(begin + 2, min(match.end(), begin + 16)):
        speaker = find_speaker(text, begin, at, mentions, marks, seeds=seeds)
        if speaker and speaker.kind in {"anonymous", "body"} and speaker.start == begin and speaker.end == at:
            longer = find_speaker(text, begin, at + 1, mentions, marks, seeds=seeds)
            if longer is None or longer.end == at or longer.start != begin:
                return speaker
    return None
