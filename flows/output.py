"""Write tables for people and for programs."""

from __future__ import annotations

import csv
import json
import sys

import pyarrow as pa

from flows.annotate import json_value

FORMS = ("table", "json", "csv")


def write_table(table: pa.Table, *, form: str) -> None:
    """Write a table to standard output.

    Args:
        table: Any Arrow table.
        form: `table` (aligned, for people), `json` (one object per line) or `csv`.
    """
    rows = [{key: json_value(value) for key, value in row.items()} for row in table.to_pylist()]
    if form == "json":
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(table.column_names)
        writer.writerows([_csv_cell(value) for value in row.values()] for row in rows)
    else:
        _draw(table.column_names, rows)


def _csv_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value[:1] in "=+-@\t\r" and not _is_number(value):
        return "'" + value
    return value


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def _draw(names: list[str], rows: list[dict[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(show_edge=False, header_style="bold")
    for name in names:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text("" if value is None else str(value)) for value in row.values()))
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    console.print(drawn)
    console.print(f"{len(rows)} rows")
