"""Run the extraction on texts in memory: the same stages as the pipeline, without a warehouse."""

from __future__ import annotations

import datetime as dt
import decimal
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import pyarrow as pa

from flows.errors import UsageError
from flows.language import told
from flows.plan import STAGES
from seeds.types import Seeds, TaggedSpan
from transforms.engine.candidates import TAGGED
from transforms.engine.entity_parts import POINTING
from transforms.engine.identity import make_id
from transforms.engine.tagged_names import MODEL
from transforms.plain import wrap_plain
from warehouse.contracts import TABLES, conform

ROW_TABLES = ("numerals", "metrics", "times", "mentions", "articles", "events", "quotes")
# Mentions that point to a name printed elsewhere; they stand apart from the names.
REFERENCES = "references"
LINE = re.compile(r"[^\n]+")
# Parts of the shipped tagger; any other name is that of a tagger of another package.
SHIPPED_PARTS = ("news", "fine", "firms")


def text_documents(texts: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Contract table `documents` of texts given in memory.

    Args:
        texts: Mappings with `id`, `text` and optionally `issue_date` (ISO). Texts without a character are left out.
    """
    rows = []
    for number, item in enumerate(texts):
        text = str(item["text"])
        if not text:
            continue
        day = issue_day(item)
        payload = text.encode("utf-8", "surrogatepass")
        rows.append(
            {
                "document_id": make_id("document", number, item["id"], hashlib.sha256(payload).hexdigest()),
                "source_uri": str(item["id"]),
                "sha256": hashlib.sha256(payload).hexdigest(),
                "media_type": "text/plain",
                "encoding": "utf-8",
                "byte_count": len(payload),
                "char_count": len(text),
                "title": None,
                "source": None,
                "issue_date": day,
                "issue_date_earliest": day,
                "issue_date_latest": day,
                "issue_date_source": "option" if day else "unknown",
                "duplicate_of": None,
                "duplicate_kind": None,
                "text": text,
                "rule_id": "documents.text",
                "confidence": 1.0,
            }
        )
    schema = {column.name for column in TABLES["documents"].columns}
    table = pa.Table.from_pylist(rows) if rows else pa.table({name: pa.nulls(0) for name in schema})
    return conform(table, TABLES["documents"])


def issue_day(item: Mapping[str, Any]) -> dt.date | None:
    """The day in `issue_date`, or None where there is none or it is no ISO date."""
    try:
        return dt.date.fromisoformat(str(item.get("issue_date") or "")[:10])
    except ValueError:
        return None


def extract(
    texts: Sequence[Mapping[str, Any]], *, seeds: Seeds, plain: bool = False, until: str | None = None
) -> dict[str, pa.Table]:
    """All tables of the given texts.

    Args:
        texts: As for `text_documents`.
        seeds: Loaded seeds.
        plain: Each text is body text without page layout.
        until: Name of the last stage to run.

    Returns:
        Contract tables by name.
    """
    tables = {"documents": text_documents(texts)}
    for stage in STAGES[1:]:
        if plain and stage.name == "articles":
            outcome = wrap_plain(tables["documents"], seeds=seeds)
        else:
            outcome = stage.load()(*(tables[name] for name in stage.inputs), seeds=seeds)
        tables.update(outcome.tables)
        if stage.name == until:
            break
    return tables


def annotate(texts: Sequence[Mapping[str, Any]], *, seeds: Seeds, plain: bool = False) -> Iterator[dict[str, Any]]:
    """One mapping per text with its rows: numerals, metrics, times, mentions, references, articles, events (with roles), quotes.

    Columns are those of the contract; values are JSON-ready (decimals and dates as text). The order of `texts` is kept. `mentions` are
    the places where something is named; those that only point to a name (该公司, 我国, 三地) are in `references`.
    """
    tables = extract(texts, seeds=seeds, plain=plain)
    ids = dict(
        zip(*(tables["documents"].column(name).to_pylist() for name in ("document_id", "source_uri")), strict=True)
    )
    by_text: dict[tuple[str, str], list[dict[str, Any]]] = {}
    roles: dict[str, list[dict[str, Any]]] = {}
    for row in _json_rows(tables["event_roles"]):
        roles.setdefault(row["event_id"], []).append(row)
    for name in ROW_TABLES:
        for row in _json_rows(tables[name]):
            if name == "events":
                row["roles"] = roles.get(row["event_id"], [])
            pointing = name == "mentions" and row["mention_kind"] in POINTING
            by_text.setdefault((row["document_id"], REFERENCES if pointing else name), []).append(row)
    document_of = iter(ids)
    for item in texts:
        document_id = next(document_of) if item["text"] else ""
        row = {"id": item["id"], **{name: by_text.get((document_id, name), []) for name in (*ROW_TABLES, REFERENCES)}}
        if item.get("issue_date") and issue_day(item) is None:
            row["warnings"] = [f"issue_date {item['issue_date']!r} is no ISO date and was left out"]
        yield row


def tag(texts: Sequence[Mapping[str, Any]], tagger: str, *, seeds: Seeds) -> Iterator[dict[str, Any]]:
    """One mapping per text with the mentions that a tagger finds by itself, without the rules.

    Args:
        texts: As for `annotate`; each line of a text is labelled for itself.
        tagger: Part of model `ner`, or a tagger of another package (`flows.taggers`); `entity_type` is in its own words.
        seeds: Loaded seeds.

    Raises:
        UsageError: There is neither such a part (or the model is off) nor such a tagger.
    """
    lines = [(number, match) for number, item in enumerate(texts) for match in LINE.finditer(str(item["text"]))]
    rows: list[list[dict[str, Any]]] = [[] for _ in texts]
    found = _tagged([match[0] for _, match in lines], tagger, seeds=seeds)
    for (number, match), spans in zip(lines, found, strict=True):
        at = match.start()
        for start, end, label, score in spans:
            rows[number].append(
                {
                    "entity_type": label,
                    "surface": match[0][start:end],
                    "char_start": at + start,
                    "char_end": at + end,
                    "rule_id": TAGGED,
                    "confidence": round(score, 4),
                }
            )
    for item, mentions in zip(texts, rows, strict=True):
        yield {"id": item["id"], "mentions": mentions}


def _tagged(lines: Sequence[str], tagger: str, *, seeds: Seeds) -> Iterable[Sequence[TaggedSpan]]:
    from flows.taggers import find_tagger
    from transforms.engine.tagger import tag_entities
    from transforms.engine.tagger_model import part_names

    model = seeds.models.get(MODEL)
    if tagger not in SHIPPED_PARTS:
        return find_tagger(tagger)(lines)
    parts = part_names(model or {})
    if model is None or tagger not in parts:
        raise UsageError(told("no tagger {part!r}; there are: {known}", part=tagger, known=", ".join(parts) or "-"))
    found = tag_entities(lines, model, names=(tagger,))
    spans: list[list[TaggedSpan]] = [[] for _ in lines]
    columns = (found.rows.tolist(), found.starts.tolist(), found.ends.tolist(), found.labels, found.scores.tolist())
    for row, start, end, label, score in zip(*columns, strict=True):
        spans[row].append(TaggedSpan(start, end, label, score))
    return spans


def _json_rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for row in table.to_pylist():
        yield {key: json_value(value) for key, value in row.items()}


def json_value(value: object) -> object:
    """A cell as JSON has it: decimals without trailing zeros and dates as text, the rest unchanged.

    >>> json_value(decimal.Decimal("427180000.000000000"))
    '427180000'
    """
    match value:
        case decimal.Decimal():
            return format(value.normalize(), "f")
        case dt.date():
            return value.isoformat()
        case _:
            return value


def read_lines(stream: BinaryIO, *, limit: int = 4_000_000) -> Iterator[list[dict[str, Any]]]:
    """Texts of a JSON Lines stream, in groups of about `limit` bytes.

    Raises:
        UsageError: A line is not a JSON object with `id` and `text`; the message names the line.
    """
    group: list[dict[str, Any]] = []
    size = 0
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            text = item["text"]
            if not isinstance(text, str) or "id" not in item:
                raise UsageError(told("line {number}: needs `id` and a text in `text`", number=number))
            text.encode("utf-8")  # half a surrogate pair is no text
        except (ValueError, TypeError, KeyError) as error:
            raise UsageError(
                told("line {number}: not a JSON object with `id` and `text` ({error})", number=number, error=error)
            ) from error
        group.append(item)
        size += len(line)
        if size >= limit:
            yield group
            group, size = [], 0
    if group:
        yield group


def to_json(row: Mapping[str, Any]) -> str:
    """One line of JSON, Chinese kept readable."""
    return json.dumps(row, ensure_ascii=False)
