"""The text as the grammars of numbers and dates read it: simplified characters and full-width marks, same offsets."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import opencc

from transforms.engine.code_points import translator

# Half-width marks beside an ideograph end clauses as the full-width ones do; inside 29,970, 3:2 and links they do not.
# The mark itself comes first, so that the engine skips from one to the next.
HALF = re.compile(
    r"[,:;?!()](?:(?<=[一-鿿%）)”][,:;?!])(?=\s?[一-鿿“（(0-9])|(?<=[0-9A-Za-z][,;])(?=\s?[一-鿿“])|(?<=\()(?=[一-鿿])|(?<=[一-鿿]\)))"
)
FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}


@functools.lru_cache(maxsize=1)
def _simple() -> Callable[[str], str]:
    """What simplifies the traditional characters that simplified text does not use."""
    chars = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    pairs = zip(chars, simple, strict=True)
    return translator(
        {char: other for char, other in pairs if other != char and len(other) == 1 and not _everyday(char)}
    )


def _everyday(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def simplified(text: str) -> str:
    """A text of the same length in which traditional characters are simplified and clause marks are full-width.

    >>> simplified("營收3.5億元,較去年同期增長5%:29,970戶")
    '营收3.5亿元，较去年同期增长5%：29,970户'
    """
    return HALF.sub(lambda mark: FULL[mark[0]], _simple()(text))
