"""Strict decoding of Chinese text in any encoding it comes in."""

from __future__ import annotations

import codecs
import functools
import re

import numpy as np
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HZ_MARK = re.compile(rb"~\{[\x21-\x7e]+~\}")
# Lead bytes of the punctuation rows and of the level of everyday characters (GB 2312 level 1, Big5 level 1).
EVERYDAY = {"gb18030": (0xA1, 0xA3, 0xB0, 0xD7), "big5": (0xA1, 0xA3, 0xA4, 0xC6)}
SAMPLE = 20_000
WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
# Characters of a Chinese page in Unicode: ASCII, general and CJK punctuation, ideographs, full-width forms.
PAGE_RANGES = (
    (0x09, 0x0D),
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x2010, 0x2642),
    (0x3000, 0x303F),
    (0x4E00, 0x9FFF),
    (0xFF00, 0xFFEF),
)
FEWEST = 4
FEWEST_FOREIGN = 6
# Big5 with the euro sign and lines of Windows, and with the characters of Hong Kong.
WIDER = {"big5": ("cp950", "big5hkscs")}


class DecodingError(ValueError):
    """Bytes that are no text in any known encoding; `reason` is a short code."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def decode(payload: bytes) -> tuple[str, str]:
    """Decode text bytes strictly; nothing is replaced or guessed away.

    The order is: byte order mark, HZ, UTF-16/32 without a mark where there are many NULs, UTF-8, UTF-16/32 of ideographs, then GB 18030 (which
    holds GB 2312 and GBK) against Big5 by which of them gives the more usual characters.

    Args:
        payload: The bytes.

    Returns:
        The text without a byte order mark, and the name of the encoding.

    Raises:
        DecodingError: Truncated or binary input, or bytes of no known encoding.

    >>> decode("今天天气很好".encode("gbk"))
    ('今天天气很好', 'gb2312')
    """
    for mark, name in BOMS:
        if payload.startswith(mark):
            return _strict(payload, name), name.removesuffix("-sig")
    if HZ_MARK.search(payload) and payload.isascii():
        return _checked(_strict(payload, "hz")), "hz"
    if payload.count(0) * 8 > len(payload):
        return _wide(payload) or _not_text(payload.count(0))
    try:
        return _checked(payload.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as error:
        utf8_error = error
    if (wide := _wide(payload)) is not None:
        return wide
    if _mostly_utf8(payload):
        cut = utf8_error.start >= len(payload) - 3 and utf8_error.reason == "unexpected end of data"
        raise DecodingError(
            "truncated" if cut else "undecodable",
            "the text ends inside a character" if cut else f"UTF-8 with a fault at byte {utf8_error.start}",
        )
    score, text, name = max((_candidate(payload, name) for name in ("gb18030", "big5")), key=lambda found: found[0])
    if score < 0.6:
        if _truncated(payload, utf8_error):
            raise DecodingError("truncated", "the text ends inside a character")
        raise DecodingError("undecodable", f"no known encoding fits; as UTF-8 it fails at byte {utf8_error.start}")
    return _checked(text), _narrow(payload, name)


def _mostly_utf8(payload: bytes) -> bool:
    """Whether nearly all bytes beyond ASCII belong to whole UTF-8 characters: such a text is damaged, not in another encoding."""
    foreign = sum(byte >= 0x80 for byte in payload[:SAMPLE])
    whole = sum(byte >= 0x80 for byte in payload[:SAMPLE].decode("utf-8", "ignore").encode())
    return foreign >= FEWEST_FOREIGN and whole >= 0.8 * foreign


def _not_text(controls: int) -> tuple[str, str]:
    raise DecodingError("binary", f"the bytes are not text ({controls} control characters)")


def _wide(payload: bytes) -> tuple[str, str] | None:
    """UTF-32 or UTF-16 without a mark: nearly all characters are those of a Chinese page."""
    for name in WIDE:
        text = _try(payload, name) if len(payload) >= FEWEST else None
        if text and _page_share(text[:SAMPLE]) >= 0.95:
            return text, name
    return None


def _page_share(text: str) -> float:
    codes = codes_of(text)
    return float(sum(((codes >= low) & (codes <= high)).sum() for low, high in PAGE_RANGES) / len(codes))


def _truncated(payload: bytes, error: UnicodeDecodeError) -> bool:
    """Whether the bytes are text but for the last, unfinished character."""
    if error.start >= len(payload) - 3 and error.reason == "unexpected end of data":
        return True
    return any(_candidate(payload[:-cut], name)[0] >= 0.6 for name in EVERYDAY for cut in (1, 2, 3))


def _strict(payload: bytes, name: str) -> str:
    try:
        return payload.decode(name)
    except UnicodeError as error:
        raise DecodingError(
            "truncated" if len(payload) % 2 else "undecodable", f"marked as {name}, but it is not: {error}"
        ) from error


def _checked(text: str) -> str:
    controls = sum(text.count(chr(code)) for code in (0, 1, 2, 3, 4, 5, 6, 14, 15, 16))
    if controls * 20 > len(text):
        _not_text(controls)
    return text


def _try(payload: bytes, name: str) -> str | None:
    try:
        return payload.decode(name)
    except UnicodeError:
        return None


@functools.cache
def _everyday() -> NDArray[np.bool_]:
    """For each code point of the basic plane whether it is an everyday character, simplified or traditional."""
    table = np.zeros(0x10000, dtype=np.bool_)
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    for name, (first, last, low, high) in EVERYDAY.items():
        for lead in (*range(first, last + 1), *range(low, high + 1)):
            pairs = b"".join(bytes((lead, trail)) for trail in trails if trail >= 0xA1 or name == "big5")
            table[codes_of(pairs.decode(name, "ignore"))] = True
    table[:0x80] = False
    return table


def _usual(text: str) -> float:
    """Share of everyday characters among all characters that are not ASCII."""
    codes = codes_of(text[:SAMPLE])
    foreign = codes[codes >= 0x80]
    return float(_everyday()[np.minimum(foreign, 0xFFFF)].mean()) if len(foreign) else 0.0


def _candidate(payload: bytes, name: str) -> tuple[float, str, str]:
    for wider in (name, *WIDER.get(name, ())):
        text = _try(payload, wider)
        if text is not None:
            return _usual(text), text, wider
    return -1.0, "", name


def _narrow(payload: bytes, name: str) -> str:
    """The narrowest encoding of the family that decodes the bytes."""
    return next(
        (narrow for narrow in ("gb2312", "gbk") if name == "gb18030" and _try(payload, narrow) is not None), name
    )
