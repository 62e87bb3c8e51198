"""What the entity tagger sees at each character, as 64-bit keys of whole batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of
from transforms.engine.key_table import Keys, mix, mix_in, word_hashes
from transforms.engine.segment import Segments
from transforms.engine.segment_runs import classes, positions_of
from transforms.engine.tagger_windows import Window, WindowKeys, shape_window, tag_window

# Characters of padding between texts: no window reaches into a neighbour.
PAD = 2
# Templates: kind of n-gram and the offset of its first character from the character labelled.
WINDOWS: tuple[tuple[str, int], ...] = (
    *(("char", offset) for offset in (-2, -1, 0, 1, 2)),
    *(("pair", offset) for offset in (-2, -1, 0, 1)),
    ("gap", -1),
    *(("triple", offset) for offset in (-2, -1, 0)),
    *(("quad", offset) for offset in (-2, -1)),
    *(("shape", offset) for offset in (-1, 0, 1)),
    ("word", 0),
    ("word_before", 0),
    ("word_after", 0),
    ("words_back", 0),
    ("words_on", 0),
    ("tag", 0),
    ("tag_before", 0),
    ("tag_after", 0),
    ("tags", 0),
    ("tail_after", 0),
    ("mark_before", 0),
    ("mark_after", 0),
)
HAN_NUMERALS = "〇零一二三四五六七八九十百千万亿两"
OPENING, CLOSING = "《〈“「『（(【", "》〉”」』）)】"


@dataclass(frozen=True, eq=False)
class Features:
    """Keys of a batch laid out with padding between texts.

    Attributes:
        places: Position of each real character in the padded layout, ascending.
        starts: Number of the first real character of each text.
        keys: Key of each kind at each padded position; key 0 stands for nothing.
    """

    places: NDArray[np.int64]
    starts: NDArray[np.int64]
    keys: WindowKeys


def _code_table() -> NDArray[np.uint32]:
    """Code points of the basic plane folded: width, case, every digit to 0, every blank to a space."""
    table = np.arange(0x10000, dtype=np.uint32)
    table[0xFF01:0xFF5F] -= 0xFEE0
    table[0x3000] = table[9] = table[0xA0] = 32
    table = np.where((table >= 48) & (table <= 57), 48, table)
    return np.where((table >= 65) & (table <= 90), table + 32, table).astype(np.uint32)


def _shape_table() -> NDArray[np.uint8]:
    """Class of each code point of the basic plane before case folding."""
    table = np.full(0x10000, 1, dtype=np.uint8)
    table[0x4E00:0xA000] = 2
    for start in (48, 0xFF10):
        table[start : start + 10] = 3
    for start, shape in ((65, 4), (97, 5), (0xFF21, 4), (0xFF41, 5)):
        table[start : start + 26] = shape
    for characters, shape in (
        (HAN_NUMERALS, 6),
        (OPENING, 7),
        (CLOSING, 8),
        ("，。；！？、：,.;!?:", 9),
        ("·•・-－—", 10),
    ):
        table[[ord(character) for character in characters]] = shape
    table[:33] = table[0x3000] = 11
    return table


_CODES, _SHAPES = _code_table(), _shape_table()


def code_points(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Code points of the texts joined with padding of zeros before, between and after."""
    glue = "\0" * PAD
    joined = glue + glue.join(texts) + glue
    return codes_of(joined)


def text_features(texts: Sequence[str], segments: Segments) -> Features:
    """Keys of every template at every character.

    Args:
        texts: The texts, one sequence each.
        segments: Their tokens, as `segment.segment_texts(texts)` makes them.
    """
    raw = code_points(texts)
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64) if len(texts) else lengths
    rows = np.repeat(np.arange(len(texts)), lengths)
    places = np.arange(len(rows)) + PAD * (rows + 1)
    basic = np.minimum(raw, 0xFFFF)
    codes = _CODES.take(basic).astype(np.uint64)
    shapes = _SHAPES.take(basic)
    shapes[raw == 0] = 0
    keys = {"char": codes, "pair": mix(codes, _ahead(codes, 1))}
    keys["gap"] = mix(codes, _ahead(codes, 2), np.full_like(codes, 1))
    keys["triple"] = mix(keys["pair"], _ahead(codes, 2))
    keys["quad"] = mix(keys["triple"], _ahead(codes, 3))
    word_keys, tags = _word_keys(codes, places, starts, segments)
    keys |= word_keys | _mark_keys(basic, codes, keys["pair"])
    return Features(places=places, starts=starts, keys=WindowKeys(keys, (shape_window(shapes), tags)))


def _ahead(values: Keys, distance: int) -> Keys:
    return np.roll(values, -distance)


def _word_keys(
    codes: Keys, places: NDArray[np.int64], starts: NDArray[np.int64], segments: Segments
) -> tuple[dict[str, Keys], Window]:
    """Keys of the word a character stands in and of its neighbours, and their tags."""
    first, last = word_ends(segments, len(places))
    of, part = word_parts(first, last, len(places))
    opens = np.zeros(len(places) + 1, dtype=np.bool_)
    opens[starts] = True
    opening = opens[first]
    closing = np.append(opening[1:], True)[: len(first)]
    window = tag_window(
        segments.tags,
        segments.names,
        opening=opening,
        closing=closing,
        words=of,
        parts=part,
        places=places,
        size=len(codes),
    )
    if len(first) == 0:
        return {kind: np.zeros_like(codes) for kind in WORD_KINDS}, window
    inner = codes.take(places)
    words = word_hashes(inner, first, last)
    names = np.array([int.from_bytes(name.encode()[:8], "big") for name in segments.names], dtype=np.uint64)
    tails = inner[last]
    before, after = np.roll(words, 1), np.roll(words, -1)
    nothing = np.uint64(0)
    # No feature reaches beyond its text: behind the last word but one there is one word.
    second = np.where(np.append(closing[1:], True), nothing, np.roll(tails, -2))
    tails_on = mix(np.roll(tails, -1), second)
    before[opening] = after[closing] = tails_on[closing] = nothing
    columns = {
        "word": (words,),
        "word_before": (before,),
        "word_after": (after,),
        "words_back": (before, words),
        "words_on": (words, after),
        "tail_after": (names[segments.tags], tails_on),
    }
    # Token of each padded position; the padding takes any one's, and then nothing.
    padded, padding = np.zeros(len(codes), dtype=np.int64), np.ones(len(codes), dtype=np.bool_)
    padded[places], padding[places] = of, False
    inside, outside = np.zeros_like(codes), np.flatnonzero(padding)
    inside[places] = part
    keys = {}
    for kind, parts in columns.items():
        keys[kind] = mix(mix(*parts)).take(padded)
        mix_in(keys[kind], inside)
        keys[kind][outside] = nothing
    return keys, window


def word_ends(segments: Segments, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of the first and the last character of each token of texts that have so many characters."""
    first = segments.starts
    return first, np.append(first[1:], count)[: len(first)] - 1


def word_parts(first: NDArray[np.int64], last: NDArray[np.int64], count: int) -> tuple[NDArray[np.int64], Keys]:
    """Number of the token of each character, and where in it the character stands: B 1, M 0, E 2, S 3."""
    of = np.zeros(count, dtype=np.int64)
    of[first[1:]] = 1
    of = np.cumsum(of)
    index = np.arange(count)
    part = (index == first[of]).astype(np.uint64) + np.uint64(2) * (index == last[of]).astype(np.uint64)
    return of, part


WORD_KINDS = tuple(kind for kind, _ in WINDOWS if kind.startswith(("word", "tail")))


def _mark_keys(basic: NDArray[np.uint32], codes: Keys, pairs: Keys) -> dict[str, Keys]:
    """Keys of what stands around a title or quotation, at each of its characters and marks; 0 outside of marks."""
    opening, closing = np.flatnonzero(_OPENS.take(basic)), _CLOSES.take(basic)
    # What stands in marks goes on to the first closing mark, if no text ends before, or to where further marks open; padding surrounds all texts.
    stops = np.flatnonzero(closing | (basic == 0))
    closes = stops[np.searchsorted(stops, opening)]
    ends = np.minimum(np.append(opening[1:], len(basic)), closes + 1)
    closed = closing[closes]
    lengths = (ends - opening)[closed]
    inside = positions_of(opening[closed], lengths)
    first, last = np.repeat(opening[closed], lengths), np.repeat(closes[closed], lengths)
    before, after = np.zeros_like(codes), np.zeros_like(codes)
    before[inside] = mix(codes[first], pairs[first - 2])
    after[inside] = mix(codes[first], pairs[last + 1])
    return {"mark_before": before, "mark_after": after}


_OPENS, _CLOSES = classes("《“「『〈", han=False), classes("》”」』〉", han=False)
