"""The data dictionary, generated: `python -m warehouse.contracts.dictionary` rewrites `warehouse/DICTIONARY.md`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from warehouse.contracts.ddl import SQL_TYPES
from warehouse.contracts.tables import MART_TABLES, PUBLISHED_TABLES, TABLES
from warehouse.contracts.types import Column, Table

PATH = Path(__file__).parent.parent / "DICTIONARY.md"


def dictionary() -> str:
    """The dictionary as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from `warehouse/contracts` by `python -m warehouse.contracts.dictionary`.",
        "",
        "| table | layer | one row per |",
        "|---|---|---|",
        *(
            f"| [{name}](#{name}) | {TABLES[name].layer} | {TABLES[name].grain} |"
            for name in (*PUBLISHED_TABLES, *MART_TABLES)
        ),
    ]
    for name in (*PUBLISHED_TABLES, *MART_TABLES):
        lines += ["", *_section(TABLES[name])]
    return "\n".join(lines) + "\n"


def section(name: str) -> str:
    """One table's part of the dictionary as Markdown."""
    return "\n".join(_section(TABLES[name])) + "\n"


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"One row per {table.grain}. Key: {', '.join(f'`{name}`' for name in table.key)}."
    yield ""
    yield "| column | type | null | meaning |"
    yield "|---|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {SQL_TYPES[column.kind]} | {'yes' if column.null else 'no'} | {_meaning(column)} |"


def _meaning(column: Column) -> str:
    parts = [column.about]
    if column.values:
        parts.append("One of " + ", ".join(f"`{value}`" for value in column.values) + ".")
    if column.ref:
        parts.append(f"References `{column.ref}`.")
    if column.unique:
        parts.append("Unique.")
    return " ".join(parts).replace("|", "\\|")


if __name__ == "__main__":
    PATH.write_text(dictionary(), encoding="utf-8")
