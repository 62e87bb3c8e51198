"""Whose yuan a bare 元 is: on pages in traditional characters the money of the place that the sentence, article or page speaks of."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.quantities import Quantity
from transforms.engine.scenes import Scene
from transforms.engine.spans import TextView

HOME = "CNY"
# 人民币 beside the figure says it by itself.
NAMED = re.compile("人民币|RMB|CNY|[¥￥]")
BESIDE = 4
# Hong Kong reports mainland firms in 人民币 once named; the yuan of Taiwan is meant whatever stands before it.
BESIDE_HOME = {"HKD", "MOP"}
# So many characters in a thousand are unlike their simplified forms on a traditional page.
TRADITIONAL = 30
LOOKED_AT = 2000


def with_local_currency(
    view: TextView, text: str, measured: Sequence[tuple[Quantity, Scene]], sentences: pa.Table, seeds: Seeds
) -> list[tuple[Quantity, Scene]]:
    """Quantities in bare 元 as dollars of Hong Kong, new dollars of Taiwan or patacas, where a traditional page means these.

    Args:
        view: View of `sentences`.
        text: Its text as the grammars read it.
        measured: Quantities with their sentences, in order of the text.
        sentences: Contract table `sentences`.
        seeds: Lexicon currency_context.
    """
    # No page in traditional characters, nothing to ask.
    if view.text == view.printed or not any(_bare(text, quantity) for quantity, _ in measured):
        return list(measured)
    documents, articles = (_bounds(view, sentences.column(name).to_pylist()) for name in ("document_id", "article_id"))

    @functools.cache
    def traditional(start: int, end: int) -> bool:
        stop = min(end, start + LOOKED_AT)
        pairs = zip(view.printed[start:stop], text[start:stop], strict=True)
        unlike = sum(a >= "一" for a, b in pairs if a != b)
        return unlike * 1000 >= TRADITIONAL * (stop - start) > 0

    @functools.cache
    def spoken_of(start: int, end: int) -> str | None:
        return _currency_of(text[start:end], seeds)

    blocks = sentences.column("block_id").to_pylist()
    found: list[tuple[Quantity, Scene]] = []
    # Paragraph whose last money was printed in 人民币.
    at_home: str | None = None
    for quantity, scene in measured:
        page, block = documents[scene.row], blocks[scene.row]
        if _bare(text, quantity) and traditional(*page):
            scopes = ((scene.start, scene.end), articles[scene.row], page)
            meant = next((code for scope in scopes if (code := spoken_of(*scope)) is not None), HOME)
            if meant not in BESIDE_HOME or block != at_home:
                quantity = quantity._replace(unit=(quantity.unit or HOME).replace(HOME, meant, 1))
        elif quantity.dimension == "money":
            at_home = block if (quantity.unit or "").startswith(HOME) else None
        found.append((quantity, scene))
    return found


def _bounds(view: TextView, owners: Sequence[str]) -> list[tuple[int, int]]:
    """For each sentence row the bounds of the document or article that owns it."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for owner, start, end in zip(owners, view.starts.tolist(), view.ends.tolist(), strict=True):
        first.setdefault(owner, start)
        last[owner] = end
    return [(first[owner], last[owner]) for owner in owners]


def _bare(text: str, quantity: Quantity) -> bool:
    """Whether a quantity is money that only 元 names."""
    if quantity.unit is None or not quantity.unit.startswith(HOME):
        return False
    return NAMED.search(text, max(0, quantity.start - BESIDE), quantity.end + BESIDE) is None


@functools.lru_cache(maxsize=4)
def _words(seeds: Seeds) -> tuple[re.Pattern[str], dict[str, str]]:
    rows = seeds.lexicon("currency_context").mapping("term", "currency")
    return re.compile("|".join(map(re.escape, sorted(rows, key=len, reverse=True)))), rows


def _currency_of(text: str, seeds: Seeds) -> str | None:
    """The currency most of whose places and customs a text names, if one leads."""
    pattern, codes = _words(seeds)
    counts = Counter(codes[match[0]] for match in pattern.finditer(text))
    leading = counts.most_common(2)
    return leading[0][0] if leading and (len(leading) == 1 or leading[0][1] > leading[1][1]) else None
