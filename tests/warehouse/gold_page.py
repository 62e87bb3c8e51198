"""The hand-made gold of the sample page as contract tables, so that SQL is tested on inputs known to be right."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.contracts import PUBLISHED_TABLES, TABLES, Kind, Table, arrow_schema
from warehouse.contracts.ddl import create_table, name_sql
from warehouse.marts import build_marts

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "seeds" / "gold" / "seed_page"
MACROS = ROOT / "warehouse" / "models" / "macros"
ISSUE = dt.date(2018, 12, 3)
DOCUMENT = "document_0000000000000001"
Row = dict[str, Any]

_PLAIN: dict[Kind, Any] = {
    Kind.TEXT: "",
    Kind.TEXTS: [],
    Kind.INTEGER: 0,
    Kind.INTEGERS: [],
    Kind.BIGINT: 1,
    Kind.REAL: 1.0,
    Kind.BOOLEAN: False,
    Kind.TIMESTAMP: dt.datetime(2018, 12, 3, tzinfo=dt.UTC),
}


def table_of(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as a table of the contract; columns not given are NULL, or a plain value where NULL is not allowed."""
    defaults = {column.name: None if column.null else _PLAIN.get(column.kind) for column in table.columns}
    known = set(defaults)
    filled = []
    for row in rows:
        assert set(row) <= known, f"{table.name}: {set(row) - known}"
        filled.append(defaults | dict(row))
    return pa.Table.from_pylist(filled, schema=arrow_schema(table))


def warehouse_of(tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> duckdb.DuckDBPyConnection:
    """An in-memory warehouse with all published tables, the given rows, the macros and the marts."""
    connection = duckdb.connect()
    for name in PUBLISHED_TABLES:
        connection.execute(create_table(TABLES[name]))
        if name in tables:
            rows = table_of(TABLES[name], tables[name])
            connection.register("given", rows)
            connection.execute(f"INSERT INTO {name_sql(name)} BY NAME SELECT * FROM given")
            connection.unregister("given")
    for path in sorted(MACROS.glob("*.sql")):
        connection.execute(path.read_text(encoding="utf-8"))
    build_marts(connection)
    return connection


def gold_tables() -> dict[str, list[Row]]:
    """The gold as rows of documents, articles, sentences, mentions, entities, times, metrics, facts, events, event_roles and quotes."""
    entities = _read("entities")
    names = {entity["entity_id"]: entity["canonical"] for entity in entities}
    sentences = _sentences()
    return {
        "documents": [_document()],
        "articles": _articles(),
        "sentences": sentences,
        "mentions": [row for entity in entities for row in _mentions(entity, sentences)],
        "entities": [_entity(entity) for entity in entities],
        "metrics": [_metric(metric, names) for metric in _read("metrics")],
        "facts": [_fact(metric) for metric in _read("metrics") if metric["fact_id"] == metric["metric_id"]],
        "events": [_event(event) for event in _read("events")],
        "event_roles": [row for event in _read("events") for row in _roles(event, names)],
        "quotes": [_quote(quote, names) for quote in _read("quotes")],
    }


def _read(name: str) -> list[Row]:
    return [json.loads(line) for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _day(value: str | None) -> dt.date | None:
    """A gold date; `@issue` stands for the issue date."""
    if value is None:
        return None
    return ISSUE if value == "@issue" else dt.date.fromisoformat(value)


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _document() -> Row:
    path = next((ROOT / "seeds" / "pages").glob("000_*.txt"))
    return {
        "document_id": DOCUMENT,
        "source_uri": path.name,
        "issue_date": ISSUE,
        "text": path.read_bytes().decode("utf-8"),
    }


def _articles() -> list[Row]:
    kinds = {"news_feature": "news"}
    return [
        {
            "article_id": article["article_id"],
            "document_id": DOCUMENT,
            "position": position,
            "kind": kinds.get(article["type"], article["type"]),
            "title": article["title"],
            "subtitle": article["subtitle"],
            "column_name": article["column"],
            "authors": [author.get("canonical", author["text"]) for author in article["authors"]],
            "issue_date": ISSUE,
            "repeats_article_id": article["belongs_to"] if article["type"] == "pull_quote" else None,
            "char_start": article["start"],
            "char_end": article["end"],
        }
        for position, article in enumerate(_read("articles"))
    ]


def _sentences() -> list[Row]:
    return [
        {
            "sentence_id": sentence["sent_id"],
            "block_id": sentence["element_id"],
            "article_id": sentence["article_id"],
            "document_id": DOCUMENT,
            "position": position,
            "block_role": "body",
            "char_start": sentence["start"],
            "char_end": sentence["end"],
            "text": sentence["clean_text"],
        }
        for position, sentence in enumerate(_read("sentences"))
    ]


def _mentions(entity: Row, sentences: list[Row]) -> Iterable[Row]:
    for mention in entity["mentions"]:
        inside = [s for s in sentences if s["char_start"] <= mention["start"] < s["char_end"]]
        if not inside:
            continue
        kind = mention["kind"] if mention["kind"] in TABLES["mentions"].column("mention_kind").values else "name"
        yield {
            "mention_id": f"{entity['entity_id']}@{mention['start']}",
            "entity_id": entity["entity_id"],
            "entity_type": entity["type"],
            "surface": mention["text"].replace("\n", ""),
            "mention_kind": kind,
            "sentence_id": inside[0]["sentence_id"],
            "article_id": mention["article_id"],
            "document_id": DOCUMENT,
            "char_start": mention["start"],
            "char_end": mention["end"],
        }


def _entity(entity: Row) -> Row:
    code = (entity.get("extra") or {}).get("code")
    return {
        "entity_id": entity["entity_id"],
        "entity_type": entity["type"],
        "canonical_name": entity["canonical"],
        "aliases": entity["aliases_in_page"],
        "region_code": code if code and code.isdigit() else None,
        "mention_count": entity["n_mentions"],
        "document_count": 1,
    }


def _metric(metric: Row, names: Mapping[str, str]) -> Row:
    """The printed indicator where there is one, else the annotator's name of it; no period means as of the issue."""
    printed, period, change = metric["indicator_span"], metric["period"], metric["change"] or {}
    speaker = metric["attributed_to"]
    return {
        "metric_id": metric["metric_id"],
        "fact_id": metric["fact_id"],
        "sentence_id": metric["sent_id"],
        "article_id": metric["article_id"],
        "document_id": DOCUMENT,
        "surface": metric["surface"],
        "value": _number(metric["value"]),
        "value_min": _number(metric["value_min"]),
        "value_max": _number(metric["value_max"]),
        "unit": metric["unit"],
        "dimension": metric["dimension"],
        "qualifier": metric["qualifier"],
        "kind": metric["kind"],
        "status": {"plan": "planned"}.get(metric["status"], metric["status"]),
        "indicator": printed["text"] if printed else metric["indicator"],
        "subject": names[metric["subject"][0]],
        "subject_entity_ids": metric["subject"],
        "period_start": _day(period["start"]) if period else ISSUE,
        "period_end": _day(period["end"]) if period else ISSUE,
        "period_source": ("inherited" if period["inherited"] else "explicit") if period else "default",
        "change_type": change.get("type"),
        "change_value": _number(change.get("value")),
        "change_unit": change.get("unit"),
        "part_of_metric_id": metric["part_of"],
        "speaker_entity_id": speaker if speaker in names else None,
        "char_start": metric["start"],
        "char_end": metric["end"],
    }


def _fact(metric: Row) -> Row:
    return {
        "fact_id": metric["fact_id"],
        "document_id": DOCUMENT,
        "indicator": metric["indicator"],
        "value": _number(metric["value"]),
        "unit": metric["unit"],
        "qualifier": metric["qualifier"],
        "agrees": True,
    }


def _event(event: Row) -> Row:
    period = event["time_resolved"] or {}
    trigger = event["trigger"]
    return {
        "event_id": event["event_id"],
        "event_type": event["type"],
        "status": event["status"],
        "sentence_id": event["sent_ids"][-1],
        "article_id": event["article_id"],
        "document_id": DOCUMENT,
        "trigger": trigger["text"].replace("\n", ""),
        "trigger_start": trigger["start"],
        "trigger_end": trigger["end"],
        "period_start": _day(period.get("start")),
        "period_end": _day(period.get("end")),
        "metric_ids": event["metric_ids"],
        "char_start": event["start"],
        "char_end": event["end"],
    }


def _roles(event: Row, names: Mapping[str, str]) -> Iterable[Row]:
    seen: Counter[str] = Counter()
    for filler in event["roles"]:
        role, entity = filler["role"], filler.get("entity_id")
        yield {
            "event_id": event["event_id"],
            "role": role,
            "position": seen[role],
            "entity_id": entity,
            "text": (filler.get("text") or filler.get("text_value") or names.get(entity) or "").replace("\n", ""),
            "inferred": bool(filler.get("implicit") or filler.get("inferred")),
            "char_start": filler.get("start", event["start"]),
            "char_end": filler.get("end", event["end"]),
        }
        seen[role] += 1


def _quote(quote: Row, names: Mapping[str, str]) -> Row:
    kinds = {"document": "citation", "meeting": "indirect", "media": "indirect"}
    return {
        "quote_id": quote["quote_id"],
        "article_id": quote["article_id"],
        "document_id": DOCUMENT,
        "kind": kinds.get(quote["kind"], quote["kind"]),
        "content": quote["content_clean"],
        "speaker": quote["speaker_span"]["text"],
        "speaker_entity_id": quote["speaker_entity"] if quote["speaker_entity"] in names else None,
        "char_start": quote["start"],
        "char_end": quote["end"],
    }
