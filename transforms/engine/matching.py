"""The form of a text that rules and models are matched against: the printed text, or its simplified form where a page is in traditional characters."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import opencc
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of

# Ideographs of the basic plane; rarer ones have no simplified form of the same length that a rule would know.
FIRST, LAST = 0x3400, 0x9FFF
# Corner brackets quote in traditional print.
QUOTES = str.maketrans("「」『』", "“”‘’")
# Share of traditional characters above which a page is one in traditional characters. Such pages have about a third, others nearly none.
LEAST = 0.15
SAMPLE = 20_000


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@functools.cache
def _traditional() -> NDArray[np.bool_]:
    """For each code point of the basic plane whether it is a character that simplified print does not use."""
    table = np.zeros(0x10000, dtype=np.bool_)
    printed = list(map(chr, range(FIRST, LAST + 1)))
    # Converted in one call; the line feeds keep the characters apart.
    simple = str(_converter().convert("\n".join(printed))).split("\n")
    table[FIRST : LAST + 1] = [
        before != after and len(after) == 1 for before, after in zip(printed, simple, strict=True)
    ]
    return table


def _simple(char: str) -> str:
    converted = str(_converter().convert(char))
    return converted if len(converted) == 1 else char


def is_traditional(text: str) -> bool:
    """Whether a page is in traditional characters.

    >>> is_traditional("記者從有關部門獲悉"), is_traditional("朱镕基总理谈到乾隆年间")
    (True, False)
    """
    codes = codes_of(text[:SAMPLE])
    ideographs = np.count_nonzero((codes >= FIRST) & (codes <= LAST))
    # Code points beyond the table are taken for its last one, which is none of these.
    traditional = np.count_nonzero(_traditional().take(codes, mode="clip"))
    return bool(traditional >= LEAST * ideographs > 0)


def matching_form(text: str) -> str:
    """The simplified form of a text, character by character the same length; quotation marks in their simplified shape.

    >>> matching_form("記者說：「經濟運行平穩，乾隆年間也乾淨。」")
    '记者说：“经济运行平稳，乾隆年间也干净。”'
    """
    if text.isascii():
        return text
    # NUL ends a C string and half a surrogate pair has no UTF-8: such texts are converted by the character.
    whole = None if "\0" in text or not _encodable(text) else str(_converter().convert(text))
    if whole is None or len(whole) != len(text):
        table = _traditional()
        whole = "".join(_simple(char) if ord(char) <= LAST and table[ord(char)] else char for char in text)
    return whole.translate(QUOTES)


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def matching_forms(texts: Sequence[str]) -> list[str]:
    """The form of each page that rules are matched against: printed pages in simplified characters are returned unchanged."""
    return [matching_form(text) if is_traditional(text) else text for text in texts]
