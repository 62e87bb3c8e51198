"""Strict decoding of Chinese text in any encoding it comes in."""

from __future__ import annotations

import codecs
import re

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


class DecodingError(ValueError):
    """Bytes that are no text in any known encoding; `reason` is a short code."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def decode(payload: bytes) -> tuple[str, str]:
    """Decode text bytes strictly; nothing is replaced or guessed away.

    The order is: byte order mark, UTF-8, HZ, UTF-16/32 without a mark (many NULs), then GB 18030 (which holds GB 2312 and GBK) against Big5 by
    which of them gives the more usual characters.

    Args:
        payload: The bytes.

    Returns:
        The text without a byte order mark, and the name of the encoding.

    Raises:
        DecodingError: Truncated or binary input, or bytes of no known encoding.
    """
    for mark, name in BOMS:
        if payload.startswith(mark):
            return _strict(payload, name), name.removesuffix("-sig")
    if HZ_MARK.search(payload) and payload.isascii():
        return _checked(_strict(payload, "hz")), "hz"
    try:
        return _checked(payload.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as error:
        utf8_error = error
    if payload.count(0) * 8 > len(payload):
        for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
            text = _try(payload, name)
            if text is not None and _usual(text, "gb18030") > 0.5:
                return text, name
        raise DecodingError("binary", "the bytes are not text (many NULs)")
    best = max((_candidate(payload, name) for name in ("gb18030", "big5")), key=lambda candidate: candidate[0])
    score, text, name = best
    if score < 0.6:
        if _truncated(payload, utf8_error):
            raise DecodingError("truncated", f"UTF-8 text that ends inside a character at byte {utf8_error.start}")
        raise DecodingError("undecodable", f"no known encoding fits; as UTF-8 it fails at byte {utf8_error.start}")
    return _checked(text), _narrow(payload, name)


def _truncated(payload: bytes, error: UnicodeDecodeError) -> bool:
    return error.start >= len(payload) - 3 and error.reason == "unexpected end of data"


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
        raise DecodingError("binary", f"the bytes are not text ({controls} control characters)")
    return text


def _try(payload: bytes, name: str) -> str | None:
    try:
        return payload.decode(name)
    except UnicodeError:
        return None


def _usual(text: str, name: str) -> float:
    """Share of everyday characters of an encoding among all characters that are not ASCII."""
    first, last, low, high = EVERYDAY[name]
    foreign = [char for char in text[:SAMPLE] if not char.isascii()]
    pairs = (char.encode(name, "ignore") for char in foreign)
    usual = sum(len(pair) == 2 and (first <= pair[0] <= last or low <= pair[0] <= high) for pair in pairs)
    return usual / len(foreign) if foreign else 0.0


def _candidate(payload: bytes, name: str) -> tuple[float, str, str]:
    text = _try(payload, name)
    return (-1.0, "", name) if text is None else (_usual(text, name), text, name)


def _narrow(payload: bytes, name: str) -> str:
    """The narrowest encoding of the family that decodes the bytes."""
    return next(
        (narrow for narrow in ("gb2312", "gbk") if name == "gb18030" and _try(payload, narrow) is not None), name
    )
