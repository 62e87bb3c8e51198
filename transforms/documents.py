"""Raw bytes to decoded documents."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.duplicates import mark_duplicates
from transforms.engine.encoding import DecodingError, decode
from transforms.engine.formats import PageMetadata, html_text, pdf_text
from transforms.engine.identity import make_id
from transforms.engine.issue_date import find_issue_date
from transforms.outcome import Outcome, reject_table
from warehouse.contracts import TABLES, arrow_schema, conform

RULE = "documents.decoded"
HTML = re.compile(rb"^\s*(?:<!doctype html|<html)", re.IGNORECASE)

BREAK = re.compile(r"[。！？!?…\r\n\v\f\x85\u2028\u2029]+")
# No page prints a sentence of this length (characters), and rules that look back to its beginning would take for ever.
LONGEST_RUN = 100_000


def decode_documents(raw: pa.Table, *, seeds: Seeds) -> Outcome:
    """Decode every raw input strictly and find its issue date.

    Args:
        raw: Contract table `raw_files`.
        seeds: Loaded seeds.

    Returns:
        Table `documents`; input that is no text is rejected with its reason. Exact and near duplicates are marked, not dropped.
    """
    rows: list[dict[str, Any]] = []
    rejects: list[dict[str, object]] = []
    for item in raw.to_pylist():
        try:
            rows.append(_document(item, seeds))
        except DecodingError as error:
            where = {"source_uri": item["source_uri"], "bytes": len(item["payload"])}
            rejects.append(
                {
                    "reason": error.reason,
                    "detail": f"{item['source_uri']}: {error}",
                    "payload": json.dumps(where, ensure_ascii=False),
                }
            )
    schema = arrow_schema(TABLES["documents"])
    table = pa.Table.from_pylist(mark_duplicates(rows), schema=schema)
    return Outcome({"documents": conform(table, TABLES["documents"])}, reject_table(rejects))


def _document(item: Mapping[str, Any], seeds: Seeds) -> dict[str, Any]:
    payload: bytes = item["payload"]
    text, encoding, media_type, page = _text(payload, item["media_type"])
    if not text.strip():
        raise DecodingError("empty_text", "there is no text in it")
    longest = max(map(len, BREAK.split(text)))
    if longest > LONGEST_RUN:
        told = f"{longest} characters without a line break or the end of a sentence, the limit is {LONGEST_RUN}"
        raise DecodingError("endless_line", told)
    sha256 = hashlib.sha256(payload).hexdigest()
    issue = find_issue_date(
        option=item["option_date"],
        content_name=item["content_name"],
        metadata=page.date,
        column=item["metadata_date"],
        text=text,
    )
    return {
        "document_id": make_id("document", item["content_name"], sha256),
        "source_uri": item["source_uri"],
        "sha256": sha256,
        "media_type": media_type,
        "encoding": encoding,
        "byte_count": len(payload),
        "char_count": len(text),
        "title": item["metadata_title"] or page.title,
        "source": item["metadata_source"],
        "issue_date": issue.day,
        "issue_date_earliest": issue.earliest,
        "issue_date_latest": issue.latest,
        "issue_date_source": issue.source,
        "duplicate_of": None,
        "duplicate_kind": None,
        "text": text,
        "rule_id": RULE,
        "confidence": seeds.confidence(RULE),
    }


def _text(payload: bytes, media_type: str) -> tuple[str, str, str, PageMetadata]:
    """Text, encoding and media type of the bytes, and what an HTML page tells about itself."""
    if media_type == "application/pdf" or payload.startswith(b"%PDF-"):
        return pdf_text(payload), "pdf", "application/pdf", PageMetadata()
    text, encoding = decode(payload)
    if media_type == "text/html" or (media_type == "text/plain" and HTML.match(payload)):
        plain, found = html_text(text)
        return plain, encoding, "text/html", found
    return text, encoding, media_type, PageMetadata()
