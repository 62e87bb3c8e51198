"""The data dictionary, generated: `python -m warehouse.contracts.dictionary` rewrites `warehouse/DICTIONARY.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from warehouse.contracts.codes import CODES, codes_of
from warehouse.contracts.ddl import SQL_TYPES
from warehouse.contracts.tables import READABLE_TABLES, TABLES
from warehouse.contracts.types import Column, Table

# What holds in every table.
RULES = (
    "- Ids are derived from content: the same input gives the same id on every machine and in every run.",
    "- `char_start` and `char_end` are code points of `documents.text`, 0-based, end exclusive; `surface` is that slice without line breaks.",
    "- Values are `DECIMAL(38,9)`; money is in whole units of its currency, 万 and 亿 are multiplied into the value.",
    "- Periods are closed: `period_end` is their last day.",
    "- Every extracted row names the rule or model that made it (`rule_id`, explained in `rules`) and how sure that is (`confidence`).",
    "- Layers: core (extracted), reference (vocabularies of the seeds), audit (runs, checks, rejects), mart (made from the others by SQL).",
)
PATH = Path(__file__).parent.parent / "DICTIONARY.md"


def dictionary() -> str:
    """The dictionary as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        "Generated from `warehouse/contracts` by `kechuang docs --write`.",
        "",
        *RULES,
        "",
        "| table | layer | one row per |",
        "|---|---|---|",
        *(f"| [{name}](#{name}) | {TABLES[name].layer} | {TABLES[name].grain} |" for name in READABLE_TABLES),
    ]
    for name in READABLE_TABLES:
        lines += ["", *_section(TABLES[name])]
    lines += [
        "",
        "## Codes",
        "",
        "What the codes of closed sets mean; open sets have a table each: `entity_types`, `event_types`, `roles`, `units`, `rules`.",
    ]
    for name, meanings in CODES.items():
        lines += ["", *_codes(name, meanings)]
    return "\n".join(lines) + "\n"


def section(name: str) -> str:
    """One table's part of the dictionary as Markdown, with the meanings of its codes."""
    lines = list(_section(TABLES[name]))
    sets = [codes_of(column.values) for column in TABLES[name].columns]
    for title, meanings in dict(found for found in sets if found is not None).items():
        lines += ["", *_codes(title, meanings)]
    return "\n".join(lines) + "\n"


def _codes(title: str, meanings: Mapping[str, str]) -> Iterator[str]:
    yield f"### {title}"
    yield ""
    yield "| code | meaning |"
    yield "|---|---|"
    yield from (f"| `{code}` | {meaning} |" for code, meaning in meanings.items())


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
        known = codes_of(column.values)
        title = f"[{known[0]}](#{known[0].lower().replace(' ', '-')}): " if known else "One of "
        parts.append(title + ", ".join(f"`{value}`" for value in column.values) + ".")
    if column.ref:
        parts.append(f"References `{column.ref}`.")
    if column.unique:
        parts.append("Unique.")
    return " ".join(parts).replace("|", "\\|")


if __name__ == "__main__":
    PATH.write_text(dictionary(), encoding="utf-8")
