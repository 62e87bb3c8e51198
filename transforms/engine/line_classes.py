"""Classes of characters for the line model: kinds of punctuation, ideographs, figures, Latin letters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from transforms.engine.code_points import codes_of

IntArray = NDArray[np.int64]
PUNCTUATION = {
    "stop": "。！？!?…",
    "comma": "，,、；;",
    "colon": "：:",
    "open": "“「『‘《〈",
    "close": "”」』’》〉",
    "bracket": "（([【〔",
    "unbracket": "）)]】〕",
    "bullet": "□■◎○●◆▲△☆★▼◇※*#",
    "dash": "—-–·．.~～",
    "blank": " \t\u3000\xa0",
}
CLASSES = {name: number for number, name in enumerate(PUNCTUATION, start=1)}
HAN, DIGIT, LATIN, NUMBER_WORD, NONE = 11, 12, 13, 14, 15


def _class_table() -> NDArray[np.uint8]:
    table = np.zeros(0x10000, dtype=np.uint8)
    table[0x3400:0xA000] = HAN
    table[ord("a") : ord("z") + 1] = table[ord("A") : ord("Z") + 1] = LATIN
    table[ord("0") : ord("9") + 1] = DIGIT
    table[[ord(char) for char in "一二三四五六七八九十百零〇"]] = NUMBER_WORD
    for name, chars in PUNCTUATION.items():
        table[[ord(char) for char in chars]] = CLASSES[name]
    return table


def _folded() -> IntArray:
    """Code points of the basic plane, widths folded and digits alike."""
    codes = np.arange(0x10000)
    wide = (codes >= 0xFF01) & (codes <= 0xFF5E) & (codes != ord("，")) & (codes != ord("："))
    codes = np.where(wide, codes - 0xFEE0, codes)
    return np.where(CLASS_OF[codes] == DIGIT, ord("0"), codes)


CLASS_OF = _class_table()
FOLDED = _folded()
FOLDED_CLASS: IntArray = CLASS_OF[FOLDED].astype(np.int64)


def folded_codes(text: str) -> tuple[IntArray, IntArray]:
    """Code points, widths folded and digits alike, and their classes."""
    printed = codes_of(text)
    basic = np.minimum(printed, 0xFFFF)
    codes = FOLDED.take(basic)
    rare = np.flatnonzero(printed > 0xFFFF)
    codes[rare] = printed[rare]
    return codes, FOLDED_CLASS.take(basic)
