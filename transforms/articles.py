"""Documents to articles, blocks and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.identity import make_id
from transforms.engine.layout import Paragraph, Unit, group_units, join_lines
from transforms.engine.lines import read_lines
from transforms.engine.repair import clean_slice
from transforms.engine.roles import assign_roles, find_authors, find_repeats
from transforms.outcome import Outcome, reject_table
from transforms.sentences import raw_span, split_sentences
from warehouse.contracts import TABLES, arrow_schema, conform

# Roles whose blanks part phrases or names and stay.
SPACED_ROLES = {
    "title",
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
COLUMN_TITLE = re.compile(r"【([^】]{2,12})】")
Rows = dict[str, list[dict[str, Any]]]


def split_articles(documents: pa.Table, *, seeds: Seeds) -> Outcome:
    """Split pages into editorial units, their elements into blocks, and blocks into sentences.

    Args:
        documents: Contract table `documents`.
        seeds: Loaded seeds (rules of the areas layout, articles and sentences).

    Returns:
        Tables articles, blocks and sentences; every clean character maps to its raw offset through `cuts`.
    """
    rows: Rows = {"articles": [], "blocks": [], "sentences": []}
    for document in documents.select(["document_id", "text", "issue_date"]).to_pylist():
        lines = read_lines(document["text"], seeds)
        for position, unit in enumerate(assign_roles(group_units(join_lines(lines)))):
            _add_article(rows, document, unit, position, seeds)
    _link_repeats(rows)
    return Outcome({name: _table(name, found) for name, found in rows.items()}, reject_table())


def _table(name: str, rows: Sequence[dict[str, Any]]) -> pa.Table:
    schema = arrow_schema(TABLES[name])
    return conform(
        pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in rows], schema=schema), TABLES[name]
    )


def _add_article(rows: Rows, document: dict[str, Any], unit: Unit, position: int, seeds: Seeds) -> None:
    document_id, text = document["document_id"], document["text"]
    start, end = unit.paragraphs[0].start, unit.paragraphs[-1].end
    article_id = make_id("article", document_id, start, end)
    blocks = [
        _block(document_id, article_id, text, paragraph, number, seeds)
        for number, paragraph in enumerate(unit.paragraphs)
    ]
    for block in blocks:
        _add_sentences(rows["sentences"], block, seeds)
    rows["blocks"] += blocks

    def joined(role: str) -> str | None:
        return " ".join(block["text"] for block in blocks if block["role"] == role) or None

    title, column = joined("title"), joined("column")
    bracketed = COLUMN_TITLE.match(title) if title else None
    rule = f"articles.{unit.kind}"
    rows["articles"].append(
        {
            "article_id": article_id,
            "document_id": document_id,
            "position": position,
            "kind": unit.kind,
            "title": title,
            "subtitle": joined("subtitle"),
            "column_name": column or (bracketed[1] if bracketed else None),
            "authors": find_authors(blocks),
            "issue_date": document["issue_date"],
            "repeats_article_id": None,
            "char_start": start,
            "char_end": end,
            "text": "\n".join(block["text"] for block in blocks),
            "rule_id": rule,
            "confidence": seeds.confidence(rule),
        }
    )


def _block(
    document_id: str, article_id: str, text: str, paragraph: Paragraph, position: int, seeds: Seeds
) -> dict[str, Any]:
    pieces = [(line.start + line.mark, line.end) for line in paragraph.lines]
    start, end, clean, cuts = clean_slice(text, pieces, blanks=paragraph.role not in SPACED_ROLES)
    rule = f"layout.{paragraph.role}" if f"layout.{paragraph.role}" in seeds.rules else "articles.block"
    return {
        "block_id": make_id("block", document_id, start, end),
        "article_id": article_id,
        "document_id": document_id,
        "position": position,
        "role": paragraph.role,
        "char_start": start,
        "char_end": end,
        "text": clean,
        "cuts": cuts,
        "rule_id": rule,
        "confidence": seeds.confidence(rule),
    }


def _add_sentences(rows: list[dict[str, Any]], block: dict[str, Any], seeds: Seeds) -> None:
    whole = block["role"] in SPACED_ROLES
    spans = [(0, len(block["text"]))] if whole else split_sentences(block["text"])
    for position, (start, end) in enumerate(spans):
        char_start, char_end, cuts = raw_span(block["char_start"], block["cuts"], start, end)
        rows.append(
            {
                **{key: block[key] for key in ("block_id", "article_id", "document_id")},
                "sentence_id": make_id("sentence", block["document_id"], char_start, char_end),
                "position": position,
                "block_role": block["role"],
                "char_start": char_start,
                "char_end": char_end,
                "text": block["text"][start:end],
                "cuts": cuts,
                "rule_id": "sentences.end_mark",
                "confidence": seeds.confidence("sentences.end_mark"),
            }
        )


def _link_repeats(rows: Rows) -> None:
    """Link each pull quote to the article of its document that it repeats."""
    by_document: dict[str, list[dict[str, Any]]] = {}
    for article in rows["articles"]:
        by_document.setdefault(article["document_id"], []).append(article)
    for articles in by_document.values():
        for number, repeated in find_repeats(
            [article["text"] for article in articles], [article["kind"] for article in articles]
        ).items():
            articles[number]["repeats_article_id"] = articles[repeated]["article_id"]
