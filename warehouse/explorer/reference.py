"""What explains the rows: the data dictionary, the questions with their answers, runs and rejects."""

from __future__ import annotations

from typing import Any

import duckdb

from warehouse.contracts import READABLE_TABLES, TABLES
from warehouse.contracts.ddl import SQL_TYPES, name_sql
from warehouse.errors import QuestionError
from warehouse.explorer import formats
from warehouse.explorer.contacts import hidden
from warehouse.explorer.overview import rows_of
from warehouse.explorer.pages import stream
from warehouse.explorer.site import Cell, Site, in_pages, page_path, place
from warehouse.questions import Question, ask, list_questions

ANSWERS = 200
LISTED = 200


def write_dictionary(site: Site, connection: duckdb.DuckDBPyConnection) -> None:
    """Write the data dictionary with the number of rows of every table."""
    tables = []
    for name in READABLE_TABLES:
        rows = connection.execute(f"SELECT count(*) FROM {name_sql(name)}").fetchone()
        columns = [(column, SQL_TYPES[column.kind]) for column in TABLES[name].columns]
        tables.append((TABLES[name], int((rows or (0,))[0]), columns))
    site.write("dictionary.html", "dictionary", tables=tables)


def write_questions(site: Site, connection: duckdb.DuckDBPyConnection) -> None:
    """Write every question with its query and the first rows of its answer."""
    answered: list[tuple[Question, tuple[str, ...], list[list[Cell]], int, str]] = []
    for question in list_questions():
        try:
            table = ask(connection, question.name)
        except QuestionError as error:
            answered.append((question, (), [], 0, str(error)))
            continue
        places = bool({"document_id", "char_start"} <= set(table.column_names))
        rows = [_answer(row, places=places) for row in table.slice(0, ANSWERS).to_pylist()]
        answered.append((question, tuple(table.column_names), rows, table.num_rows, ""))
    site.write("questions.html", "questions", answered=answered, limit=ANSWERS)


def _answer(row: dict[str, Any], *, places: bool) -> list[Cell]:
    cells = []
    for name, value in row.items():
        href = None
        if name == "document_id" and value:
            href = page_path(value, (row["char_start"] or 0) if places else 0)
        elif name == "char_start" and places and value is not None and row["document_id"]:
            href = place(row["document_id"], value)
        cells.append(Cell(text=formats.cell(value), href=href))
    return cells


def write_runs(site: Site, connection: duckdb.DuckDBPyConnection) -> None:
    """Write the run history."""
    site.write("runs.html", "runs", runs=rows_of(connection, "SELECT * FROM runs ORDER BY finished_at DESC LIMIT 500"))


def write_rejects(site: Site, connection: duckdb.DuckDBPyConnection) -> None:
    """Write the rejects, paged, with their number by stage and reason."""
    reasons = rows_of(
        connection, "SELECT stage, reason, count(*) AS rows FROM rejects GROUP BY ALL ORDER BY rows DESC, stage, reason"
    )
    query = """
        SELECT r.*, d.document_id IS NOT NULL AS known
        FROM rejects AS r LEFT JOIN documents AS d USING (document_id) ORDER BY r.stage, r.reason, r.document_id, r.char_start, r.reject_id
    """
    total = sum(row["rows"] for row in reasons)
    for paging, page in in_pages(stream(connection.cursor(), query, size=LISTED), total=total, size=LISTED):
        entries = [
            {
                **row,
                "surface": hidden(row["surface"] or "")[:200],
                "href": f"../{page_path(row['document_id'], row['char_start'] or 0)}" if row["known"] else None,
            }
            for row in page
        ]
        site.write(f"rejects/{paging.number}.html", "rejects", paging=paging, entries=entries, reasons=reasons)
