"""Marts: SQL files with a header, built in the order of what they read, checked against their contracts."""

from __future__ import annotations

import graphlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.contracts import MART_TABLES, TABLES
from warehouse.contracts.ddl import SQL_TYPES, comments, create_table, name_sql
from warehouse.contracts.types import Table
from warehouse.errors import MartError

FOLDER = Path(__file__).parent / "models" / "marts"
HEADER = re.compile(r"^-- (?P<key>[^:\n]+): (?P<value>.*)$")
DOCUMENT = "document"
READS = re.compile(r"\bmart_[a-z_]+\b")


@dataclass(frozen=True, kw_only=True)
class Mart:
    """One mart: a query over core tables, reference tables and other marts.

    Attributes:
        name: Table name.
        about: What it is for.
        grain: What one row is.
        query: One SELECT.
        reads: Marts that must exist before it.
        within_document: Whether each row, told by its `document_id`, is made from the rows of one document and the names of its
            entities alone; it stays then as long as they do.
    """

    name: str
    about: str
    grain: str
    query: str
    reads: frozenset[str]
    within_document: bool = False


def read_header(text: str, *, path: Path) -> tuple[dict[str, str], str]:
    """Split an SQL file into its `-- key: value` head and the statement below it.

    Args:
        text: The file's text.
        path: Where it was read from, for the message.

    Raises:
        MartError: The file has no header or nothing below it.

    >>> read_header("-- name: a\\n-- grain: day\\nSELECT 1;\\n", path=Path("a.sql"))
    ({'name': 'a', 'grain': 'day'}, 'SELECT 1')
    """
    lines = text.splitlines()
    head: dict[str, str] = {}
    for line in lines:
        found = HEADER.match(line)
        if found is None:
            break
        head[found["key"]] = found["value"].strip()
    body = "\n".join(lines[len(head) :]).strip().removesuffix(";").strip()
    if not head or not body:
        raise MartError(f"{path}: a header of `-- key: value` lines and one statement are needed")
    return head, body


def load_marts(folder: Path = FOLDER) -> tuple[Mart, ...]:
    """All marts in build order.

    Raises:
        MartError: A header is incomplete, a file is named differently from its mart, marts read each other in a circle, or one that is
            made within documents reads one that is not.
    """
    marts: dict[str, Mart] = {}
    for path in sorted(folder.glob("*.sql")):
        head, query = read_header(path.read_text(encoding="utf-8"), path=path)
        if missing := {"name", "about", "grain"} - head.keys():
            raise MartError(f"{path}: the header lacks {', '.join(sorted(missing))}")
        if head["name"] != path.stem:
            raise MartError(f"{path}: the header names {head['name']}")
        reads = frozenset(READS.findall(query)) - {path.stem}
        if head.get("within", DOCUMENT) != DOCUMENT:
            raise MartError(f"{path}: a mart is made within: {DOCUMENT}, or within nothing")
        marts[path.stem] = Mart(
            name=path.stem,
            about=head["about"],
            grain=head["grain"],
            query=query,
            reads=reads,
            within_document="within" in head,
        )
    for mart in marts.values():
        if mart.within_document and any(name in marts and not marts[name].within_document for name in mart.reads):
            raise MartError(f"mart {mart.name}: it is made within documents, but reads marts that are not")
    return tuple(marts[name] for name in _ordered(marts.values()))


def _ordered(marts: Iterable[Mart]) -> list[str]:
    graph = {mart.name: sorted(mart.reads) for mart in marts}
    if unknown := {name for reads in graph.values() for name in reads} - graph.keys():
        raise MartError(f"no such mart: {', '.join(sorted(unknown))}")
    try:
        return list(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        raise MartError(f"marts read each other: {' → '.join(error.args[1])}") from error


def tables_of(mart: Mart) -> frozenset[str]:
    """Names of the tables and marts that a mart is made of, and perhaps of some that its query names without reading them."""
    return frozenset(re.findall(r"\w+", mart.query)).intersection(TABLES) - {mart.name}


def build_marts(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Build every mart as a table of the current schema, replacing older ones.

    Args:
        connection: A connection whose current schema holds the core and reference tables and the macros.

    Returns:
        Names of the marts in build order.

    Raises:
        MartError: A mart has no contract, its query fails, or its columns are not those of its contract.
    """
    marts = load_marts()
    if differing := {mart.name for mart in marts} ^ set(MART_TABLES):
        raise MartError(f"marts and contracts do not match: {', '.join(sorted(differing))}")
    for mart in marts:
        build_mart(connection, mart)
    return tuple(mart.name for mart in marts)


def build_mart(connection: duckdb.DuckDBPyConnection, mart: Mart, *, schema: str = "") -> None:
    """Build one mart as a table, replacing an older one.

    Args:
        connection: What the query names is in its search path.
        mart: The mart.
        schema: Where the table goes, with a dot at its end; empty for the current schema.

    Raises:
        MartError: The query fails, or its columns are not those of its contract.
    """
    table = TABLES[mart.name]
    try:
        _verify(connection, mart, table)
        connection.execute(f"DROP TABLE IF EXISTS {schema}{name_sql(mart.name)}")
        connection.execute(create_table(table, schema=schema))
        connection.execute(f"INSERT INTO {schema}{name_sql(mart.name)} {mart.query}")
        connection.execute(";".join(comments(table, schema=schema)))
    except duckdb.Error as error:
        raise MartError(f"mart {mart.name}: {error}") from error


def _verify(connection: duckdb.DuckDBPyConnection, mart: Mart, table: Table) -> None:
    """Raise unless the query yields the contract's columns, in its order and types."""
    found = [(row[0], row[1]) for row in connection.execute(f"DESCRIBE {mart.query}").fetchall()]
    wanted = [
        (column.name, SQL_TYPES[column.kind].replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"))
        for column in table.columns
    ]
    for have, want in zip(found, wanted, strict=False):
        if have != want:
            raise MartError(f"mart {mart.name}: expected column {want[0]} {want[1]}, got {have[0]} {have[1]}")
    if len(found) != len(wanted):
        raise MartError(f"mart {mart.name}: expected {len(wanted)} columns, got {len(found)}")
