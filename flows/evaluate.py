"""Score a published warehouse against hand-made gold of some of its pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from flows.errors import DataError, UsageError
from flows.language import told
from flows.scorer import (
    Score,
    entity_names,
    score_events,
    score_mentions,
    score_metrics,
    score_quotes,
    score_times,
)

SAMPLE_GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "seed_page"
PAGE_FILE = "doc.json"
ROLES = """
    SELECT r.*, e.canonical_name
    FROM event_roles AS r
    JOIN events AS v USING (event_id)
    LEFT JOIN entities AS e ON e.entity_id = r.entity_id
    WHERE v.document_id = ?
"""


def gold_folders(paths: Sequence[Path]) -> list[Path]:
    """The gold pages in the given folders; a folder of such folders stands for all of them.

    Raises:
        UsageError: A folder holds none.
    """
    found: list[Path] = []
    for path in paths:
        pages = [path] if (path / PAGE_FILE).is_file() else sorted(page.parent for page in path.glob(f"*/{PAGE_FILE}"))
        if not pages:
            raise UsageError(told("no gold page in {path}: a page is a folder with {file}", path=path, file=PAGE_FILE))
        found += pages
    return found


def evaluate(connection: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> dict[str, Score]:
    """Scores over all given pages, in the order metrics, times, mentions, events, quotes.

    Args:
        connection: A connection to the published warehouse.
        folders: Gold pages: `doc.json` with the SHA-256 of the page's text, and any of metrics, times, entities, events, quotes (.jsonl).

    Raises:
        DataError: A page is not in the warehouse.
        UsageError: A gold file is malformed.
    """
    total: dict[str, Score] = {}
    for folder in folders:
        try:
            page = _score_page(connection, folder)
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(told("{path}: malformed gold: {error}", path=folder, error=repr(error))) from error
        for name, score in page.items():
            total[name] = total.get(name, Score()) + score
    return total


def _score_page(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, Score]:
    page = json.loads((folder / PAGE_FILE).read_text(encoding="utf-8"))
    document, text, issue = _find_page(connection, str(page["sha256"]), folder)
    issue = issue or page.get("issue_date") or page.get("issue_date_nominal")

    def rows(table: str) -> list[dict[str, Any]]:
        return _fetch(connection, f"SELECT * FROM {table} WHERE document_id = ?", document)

    entities = _lines(folder, "entities")
    names = entity_names(entities or [])
    scores: dict[str, Score] = {}
    if (metrics := _lines(folder, "metrics")) is not None:
        scores |= score_metrics(metrics, rows("metrics"), issue=issue)
    if (times := _lines(folder, "times")) is not None:
        scores |= score_times(times, rows("times"), issue=issue)
    if entities is not None:
        scores |= score_mentions(entities, rows("mentions"), text=text)
    if (events := _lines(folder, "events")) is not None:
        scores |= score_events(events, rows("events"), _fetch(connection, ROLES, document), names)
    if (quotes := _lines(folder, "quotes")) is not None:
        scores |= score_quotes(quotes, rows("quotes"), names)
    return scores


def _find_page(connection: duckdb.DuckDBPyConnection, digest: str, folder: Path) -> tuple[str, str, str | None]:
    query = "SELECT document_id, text, issue_date::VARCHAR FROM documents WHERE sha256(text) = ?"
    found = connection.execute(query, [digest]).fetchone()
    if found is None:
        raise DataError(told("the page of {path} is not in the warehouse; run the pipeline over it first", path=folder))
    return found[0], found[1], found[2]


def _fetch(connection: duckdb.DuckDBPyConnection, query: str, document: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = connection.execute(query, [document]).to_arrow_table().to_pylist()
    return rows


def _lines(folder: Path, name: str) -> list[dict[str, Any]] | None:
    path = folder / f"{name}.jsonl"
    if not path.is_file():
        return None
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def as_rows(scores: dict[str, Score]) -> list[dict[str, object]]:
    """One mapping per score, for people and programs; shares are rounded to four digits."""

    def share(value: float | None) -> float | None:
        return None if value is None else round(value, 4)

    return [
        {
            "score": name,
            "recall": share(score.recall),
            "precision": share(score.precision),
            "f1": share(score.f1),
            "hit": score.hit,
            "need": score.need,
            "right": score.right,
            "found": score.found,
        }
        for name, score in scores.items()
    ]
