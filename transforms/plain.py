"""Running text without page layout: each document becomes one article with one body block."""

from __future__ import annotations

import re

import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.identity import make_ids
from transforms.engine.repair import formula_marks
from transforms.engine.spans import BLANKS, LINE_BREAKS
from transforms.outcome import Outcome, reject_table
from warehouse.contracts import TABLES, conform

# Between these a blank parts no words: scanned text prints 两千 四 百 五 and 1000 万.
NUMERAL_LEFT = frozenset(
    "〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟分之又点成半个余0123456789０１２３４５６７８９"
)
NUMERAL_RIGHT = frozenset("〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟分之又点折余半")
# 7万 5千, 百分 之 2, 三百五十 又 3
RESUMED = re.compile(r"(?:万\s+[0-9０-９][千百]|千\s+[0-9０-９]百|分\s*之\s+[0-9０-９].?|又\s+[0-9０-９].?)\Z")


def _parts_nothing(text: str, start: int, end: int) -> bool:
    """Whether a blank is layout: it holds a line break, or stands inside a numeral."""
    if LINE_BREAKS.search(text, start, end):
        return True
    if not 0 < start < end < len(text):
        return False
    left, right = text[start - 1], text[end]
    if left in NUMERAL_LEFT and right in NUMERAL_RIGHT:
        return True
    return right.isdecimal() and RESUMED.search(text, max(0, start - 4), end + 2) is not None


def _clean(text: str) -> tuple[str, list[int]]:
    """The text without line breaks, the blanks beside them, the blanks inside numerals and the marks of formulas, and its cuts."""
    parts: list[str] = []
    cuts: list[int] = []
    at = last = 0
    gone = [run.span() for run in BLANKS.finditer(text) if _parts_nothing(text, *run.span())]
    for start, end in sorted([*gone, *formula_marks(text)]):
        if end <= last:
            continue
        begin = max(start, last)
        parts.append(text[last:begin])
        at, size = at + begin - last, end - begin
        last = end
        if cuts and cuts[-2] == at:
            cuts[-1] += size
        else:
            cuts += [at, size]
    parts.append(text[last:])
    return "".join(parts), cuts


def wrap_plain(documents: pa.Table, *, seeds: Seeds) -> Outcome:
    """Articles, blocks and sentences of plain texts, one each per document.

    Args:
        documents: Contract table `documents`.
        seeds: Loaded seeds.
    """
    ids, texts = documents.column("document_id").to_pylist(), documents.column("text").to_pylist()
    stripped = [(len(t) - len(t.lstrip()), len(t.rstrip())) for t in texts]
    kept = [i for i, (a, b) in enumerate(stripped) if a < b]
    doc_ids = [ids[i] for i in kept]
    starts, ends = [stripped[i][0] for i in kept], [stripped[i][1] for i in kept]
    cleaned = [_clean(texts[i][a:b]) for i, a, b in zip(kept, starts, ends, strict=True)]
    article_ids = make_ids("article", doc_ids, starts, ends)
    block_ids = make_ids("block", doc_ids, starts, ends)
    size = len(kept)
    common = {
        "document_id": doc_ids,
        "position": [0] * size,
        "char_start": starts,
        "char_end": ends,
        "text": [text for text, _ in cleaned],
        "rule_id": ["articles.plain"] * size,
        "confidence": [seeds.confidence("articles.plain")] * size,
    }
    cuts = pa.array([cuts for _, cuts in cleaned], pa.list_(pa.int32()))
    articles = {
        **common,
        "article_id": article_ids,
        "kind": ["news"] * size,
        **{name: pa.nulls(size, pa.string()) for name in ("title", "subtitle", "column_name", "repeats_article_id")},
        "authors": pa.array([[]] * size, pa.list_(pa.string())),
        "issue_date": documents.column("issue_date").take(pa.array(kept, pa.int64())),
    }
    blocks = {**common, "article_id": article_ids, "block_id": block_ids, "role": ["body"] * size, "cuts": cuts}
    sentences = {
        **common,
        "article_id": article_ids,
        "block_id": block_ids,
        "sentence_id": make_ids("sentence", doc_ids, starts, ends),
        "block_role": ["body"] * size,
        "cuts": cuts,
    }
    tables = {"articles": articles, "blocks": blocks, "sentences": sentences}
    return Outcome({name: conform(pa.table(columns), TABLES[name]) for name, columns in tables.items()}, reject_table())
