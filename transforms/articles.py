"""Documents to articles, blocks and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, groupby
from typing import Any

import numpy as np
import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.asides import split_asides
from transforms.engine.containers import mark_rundowns, split_containers
from transforms.engine.front_matter import mark_front_matter
from transforms.engine.head_settings import mark_settings
from transforms.engine.identity import make_id, make_ids
from transforms.engine.issue_date import own_day
from transforms.engine.items import mark_items
from transforms.engine.layout import Unit, group_units, join_lines
from transforms.engine.line_ids import mark_articles
from transforms.engine.line_labels import label_lines
from transforms.engine.lines import read_lines
from transforms.engine.matching import matching_forms
from transforms.engine.repair import CleanBlocks, clean_blocks
from transforms.engine.roles import assign_roles, find_authors, find_repeats
from transforms.outcome import Outcome, reject_table, reject_unkept, table_of
from transforms.sentences import split_blocks
from warehouse.contracts import TABLES, arrow_schema

# Roles whose blanks part phrases or names and stay.
SPACED_ROLES = {
    "title",
    "dateline",
    "kicker",
    "subtitle",
    "byline",
    "section_head",
    "column",
    "editor",
    "credit",
    "phone",
    "email",
    "link",
}
BRACKETS = "【】［］[]〔〕"
COLUMN_TITLE = re.compile(r"【([^】]{2,12})】")
SENTENCE_RULE = "sentences.end_mark"


def split_articles(documents: pa.Table, *, seeds: Seeds) -> Outcome:
    """Split pages into editorial units, their elements into blocks, and blocks into sentences.

    Args:
        documents: Contract table `documents`.
        seeds: Loaded seeds (rules of the areas layout, articles and sentences; the line model where there is one).

    Returns:
        Tables articles, blocks and sentences; every clean character maps to its raw offset through `cuts`.
    """
    texts = documents.column("text").to_pylist()
    page_starts = list(accumulate((len(text) + 1 for text in texts), initial=0))[:-1]
    printed, matched = "\n".join(texts), matching_forms(texts)
    text = "\n".join(matched)
    traditional = [form is not page for form, page in zip(matched, texts, strict=True)]
    lines = read_lines(text, page_starts, seeds)
    mark_front_matter(lines)
    mark_settings(lines)
    mark_rundowns(lines, seeds)
    mark_items(lines, seeds)
    model = seeds.models.get("lines")
    if model is not None:
        label_lines(lines, text, model, seeds)
    mark_articles(lines, text)
    units: list[tuple[int, Unit]] = []
    for page, found in groupby(lines, key=lambda line: line.page):
        grouped = split_asides(split_containers(group_units(join_lines(list(found))), seeds))
        units += [(page, unit) for unit in assign_roles(grouped, seeds)]
    paragraphs = [paragraph for _, unit in units for paragraph in unit.paragraphs]
    roles = [paragraph.role for paragraph in paragraphs]
    spaced = [role in SPACED_ROLES for role in roles]
    pieces = [
        (line.start + line.mark, line.end, block)
        for block, paragraph in enumerate(paragraphs)
        for line in paragraph.lines
    ]
    columns = zip(*pieces, strict=True) if pieces else ((), (), ())
    clean = clean_blocks(printed, *columns, spaced=spaced)
    contents = [clean.text[a:b] for a, b in zip(clean.starts.tolist(), clean.ends.tolist(), strict=True)]
    articles = _articles(documents, page_starts, units, roles, contents, traditional, seeds)
    pages = np.repeat([page for page, _ in units], [len(unit.paragraphs) for _, unit in units]).astype(np.int64)
    base = np.array(page_starts, dtype=np.int64)[pages]
    blocks = _blocks(documents, articles, units, roles, contents, clean, pages, base, seeds)
    sentences = _sentences(blocks, clean, base, spaced, seeds)
    rejects = reject_unkept(
        documents,
        articles,
        key="document_id",
        reason="no_article",
        detail="the page holds nothing that an article is made of",
    )
    rejects += reject_unkept(
        blocks,
        sentences,
        key="block_id",
        reason="no_sentence",
        detail="the block holds nothing that a sentence is made of",
    )
    return Outcome({"articles": articles, "blocks": blocks, "sentences": sentences}, reject_table(rejects))


def _articles(
    documents: pa.Table,
    page_starts: Sequence[int],
    units: Sequence[tuple[int, Unit]],
    roles: Sequence[str],
    contents: Sequence[str],
    traditional: Sequence[bool],
    seeds: Seeds,
) -> pa.Table:
    """Contract table `articles`."""
    ids, days = (documents.column(name).to_pylist() for name in ("document_id", "issue_date"))
    rows: list[dict[str, Any]] = []
    at = 0
    for page, unit in units:
        stop = at + len(unit.paragraphs)
        elements = list(zip(roles[at:stop], contents[at:stop], strict=True))
        at = stop
        start, end = unit.paragraphs[0].start - page_starts[page], unit.paragraphs[-1].end - page_starts[page]
        named = {
            role: " ".join(content for own, content in elements if own == role) or None
            for role in ("title", "subtitle", "column")
        }
        bracketed = COLUMN_TITLE.match(named["title"] or "")
        rule = f"articles.{unit.kind}"
        rows.append(
            {
                "article_id": make_id("article", ids[page], start, end),
                "document_id": ids[page],
                "position": rows[-1]["position"] + 1 if rows and rows[-1]["document_id"] == ids[page] else 0,
                "kind": unit.kind,
                "title": named["title"],
                "subtitle": named["subtitle"],
                "column_name": (named["column"] or (bracketed[1] if bracketed else "")).strip(BRACKETS) or None,
                "authors": find_authors(elements, seeds, traditional=traditional[page]),
                "issue_date": own_day([content for _, content in elements], days[page]),
                "repeats_article_id": None,
                "char_start": start,
                "char_end": end,
                "text": "\n".join(content for _, content in elements),
                "rule_id": rule,
                "confidence": seeds.confidence(rule),
            }
        )
    _link_repeats(rows)
    _title_alone(rows, documents)
    return table_of("articles", {name: [row[name] for row in rows] for name in arrow_schema(TABLES["articles"]).names})


def _title_alone(rows: Sequence[dict[str, Any]], documents: pa.Table) -> None:
    """Where a document is one article without a printed headline, its title is the one that the table it came from tells."""
    told = dict(zip(*(documents.column(name).to_pylist() for name in ("document_id", "title")), strict=True))
    for document_id, found in groupby(rows, key=lambda row: row["document_id"]):
        page = [row for row in found if row["kind"] != "editorial_box"]
        if told[document_id] and len(page) == 1 and page[0]["title"] is None:
            page[0]["title"] = told[document_id]


def _link_repeats(rows: Sequence[dict[str, Any]]) -> None:
    """Link each pull quote to the article of its document that it repeats."""
    for _, found in groupby(rows, key=lambda row: row["document_id"]):
        page = list(found)
        if any(row["kind"] == "pull_quote" for row in page):
            repeats = find_repeats([row["text"] for row in page], [row["kind"] for row in page])
            for number, repeated in repeats.items():
                page[number]["repeats_article_id"] = page[repeated]["article_id"]


def _blocks(
    documents: pa.Table,
    articles: pa.Table,
    units: Sequence[tuple[int, Unit]],
    roles: Sequence[str],
    contents: Sequence[str],
    clean: CleanBlocks,
    pages: np.ndarray[Any, np.dtype[np.int64]],
    base: np.ndarray[Any, np.dtype[np.int64]],
    seeds: Seeds,
) -> pa.Table:
    """Contract table `blocks`."""
    sizes = np.array([len(unit.paragraphs) for _, unit in units], dtype=np.int64)
    article = np.repeat(np.arange(len(units)), sizes)
    starts, ends = clean.raw_starts - base, clean.raw_ends - base
    document_ids = documents.column("document_id").combine_chunks().take(pa.array(pages)) if len(pages) else []
    rules = {role: f"layout.{role}" if f"layout.{role}" in seeds.rules else "articles.block" for role in set(roles)}
    owner = np.searchsorted(clean.starts, clean.cut_at, side="right") - 1
    return table_of(
        "blocks",
        {
            "block_id": make_ids("block", [str(name) for name in document_ids], starts.tolist(), ends.tolist()),
            "article_id": articles.column("article_id").combine_chunks().take(pa.array(article))
            if len(article)
            else [],
            "document_id": document_ids,
            "position": np.arange(len(article)) - np.repeat(np.cumsum(sizes) - sizes, sizes),
            "role": roles,
            "char_start": starts,
            "char_end": ends,
            "text": contents,
            "cuts": _cut_lists(
                np.searchsorted(owner, np.arange(len(article) + 1)), clean.cut_at - clean.starts[owner], clean.cut_size
            ),
            "rule_id": [rules[role] for role in roles],
            "confidence": [seeds.confidence(rules[role]) for role in roles],
        },
    )


def _cut_lists(offsets: Any, at: Any, size: Any) -> pa.Array:
    """Lists of flat pairs from cuts laid end to end."""
    flat = np.stack([at, size], axis=1).ravel().astype(np.int32)
    return pa.ListArray.from_arrays(pa.array((offsets * 2).astype(np.int32)), pa.array(flat))


def _sentences(
    blocks: pa.Table,
    clean: CleanBlocks,
    base: np.ndarray[Any, np.dtype[np.int64]],
    spaced: Sequence[bool],
    seeds: Seeds,
) -> pa.Table:
    """Contract table `sentences`."""
    owner, starts, ends = split_blocks(clean.text, clean.starts, clean.ends, whole=spaced)
    raw_starts, raw_ends, first, last = clean.raw_spans(owner, starts, ends)
    counts = last - first
    offsets = np.concatenate([[0], np.cumsum(counts)])
    inside = np.arange(offsets[-1]) - np.repeat(offsets[:-1], counts) + np.repeat(first, counts)
    rows = pa.array(owner)
    parents = {
        name: blocks.column(name).combine_chunks().take(rows) for name in ("block_id", "article_id", "document_id")
    }
    char_starts, char_ends = raw_starts - base[owner], raw_ends - base[owner]
    return table_of(
        "sentences",
        {
            **parents,
            "sentence_id": make_ids(
                "sentence", parents["document_id"].to_pylist(), char_starts.tolist(), char_ends.tolist()
            ),
            "position": np.arange(len(owner)) - np.searchsorted(owner, owner, side="left"),
            "block_role": blocks.column("role").combine_chunks().take(rows),
            "char_start": char_starts,
            "char_end": char_ends,
            "text": [clean.text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)],
            "cuts": _cut_lists(offsets, clean.cut_at[inside] - np.repeat(starts, counts), clean.cut_size[inside]),
            "rule_id": [SENTENCE_RULE] * len(owner),
            "confidence": np.full(len(owner), seeds.confidence(SENTENCE_RULE)),
        },
    )
