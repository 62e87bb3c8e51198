"""Write tables for people and for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping

import pyarrow as pa

from flows.annotate import json_value
from warehouse.contacts import CONTACT_TYPE, hidden

FORMS = ("table", "json", "csv")
FORMULA_STARTS = "=+-@＝＋－＠"
# Columns that hold an entity's name.
NAMES = {"surface", "canonical_name", "aliases", "text"}


def shown_rows(table: pa.Table, *, show_contacts: bool = False) -> list[dict[str, object]]:
    """A table's rows with JSON-ready values, contacts hidden unless wanted."""
    rows = [{key: json_value(value) for key, value in row.items()} for row in table.to_pylist()]
    return rows if show_contacts else [dict(hide_contacts(row)) for row in rows]


def write_table(table: pa.Table, *, form: str, show_contacts: bool = False) -> None:
    """Write a table to standard output.

    Args:
        table: Any Arrow table.
        form: `table` (aligned, for people), `json` (one object per line) or `csv`.
        show_contacts: Leave phone numbers, mail addresses and identity numbers as they are.
    """
    rows = shown_rows(table, show_contacts=show_contacts)
    if form == "json":
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(table.column_names)
        writer.writerows([csv_cell(value) for value in row.values()] for row in rows)
    else:
        _draw(table.column_names, rows)


def hide_contacts(row: Mapping[str, object]) -> dict[str, object]:
    """The row with contact details in its texts as dots; ids and numbers stay.

    >>> hide_contacts({"surface": "13812345678", "value": 13812345678})
    {'surface': '•••••••••••', 'value': 13812345678}
    """
    # An entity of these types is a contact detail, whatever its shape.
    whole = str(row.get("entity_type") or "").startswith(CONTACT_TYPE)
    return {
        key: _hidden_cell(value, whole=whole and key in NAMES) if isinstance(value, str | list) else value
        for key, value in row.items()
    }


def _hidden_cell(value: str | list[object], *, whole: bool) -> object:
    if isinstance(value, list):
        return [_hidden_cell(item, whole=whole) if isinstance(item, str) else item for item in value]
    return hidden(value, [(0, len(value))] if whole else ())


def csv_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula, also after blanks or in full width.

    >>> csv_cell("=1+1"), csv_cell("-3.5"), csv_cell(" ＝HYPERLINK(1)")
    ("'=1+1", '-3.5', "' ＝HYPERLINK(1)")
    """
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and not _is_number(value):
        first = value.lstrip()[:1]
        if (first and first in FORMULA_STARTS) or value[:1] in {"\t", "\r", "\n"}:
            return "'" + value
    return value


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def _drawn_cell(value: object) -> str:
    """A cell for people: nothing for null, a list's items side by side.

    >>> _drawn_cell(["高新区", "洛阳高新区"])
    '高新区、洛阳高新区'
    """
    if isinstance(value, list):
        return "、".join(map(_drawn_cell, value))
    return "" if value is None else str(value)


def _draw(names: list[str], rows: list[dict[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(show_edge=False, header_style="bold")
    for name in names:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(_drawn_cell(value)) for value in row.values()))
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    console.print(drawn)
    console.print(f"{len(rows)} rows")
