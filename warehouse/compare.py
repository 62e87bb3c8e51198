"""What two published warehouses say differently: rows won, lost and changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.contracts import CORE_TABLES, TABLES
from warehouse.contracts.ddl import name_sql, quote
from warehouse.errors import WarehouseError

# What a person recognises a row by, in the order in which the tables have them.
TOLD = ("document_id", "entity_type", "event_type", "role", "kind", "surface", "canonical_name", "trigger", "text", "content", "title", "token", "value", "unit", "indicator", "char_start")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Rows of one table by what became of them.

    Attributes:
        table: The table.
        won: Rows whose key only the new warehouse has.
        lost: Rows whose key only the old one has.
        changed: Rows of both with other values.
    """

    table: str
    won: int
    lost: int
    changed: int


def compare(old: Path, new: Path) -> list[Difference]:
    """Count the differences of every table of extracted rows.

    Args:
        old: A published database.
        new: Another one.

    Returns:
        One item per table that both have, in the order of the contract.

    Raises:
        WarehouseError: A file is no database that this DuckDB can open.
    """
    with _both(old, new) as connection:
        return [_count(connection, table) for table in _shared(connection)]


def examples(old: Path, new: Path, table: str, *, limit: int) -> list[dict[str, object]]:
    """Rows won and lost of one table: `change` (won or lost) and the columns that people recognise a row by.

    Args:
        old: A published database.
        new: Another one.
        table: A table of the contract.
        limit: The most rows of each kind.

    Raises:
        WarehouseError: There is no such table in both, or a file cannot be opened.
    """
    with _both(old, new) as connection:
        if table not in _shared(connection):
            raise WarehouseError(f"{table} is no table of extracted rows in both warehouses")
        shown = ", ".join(f"x.{name_sql(name)}" for name in TOLD if name in TABLES[table])
        using = ", ".join(map(name_sql, TABLES[table].key))
        query = " UNION ALL ".join(
            f"(SELECT {quote(change)} AS change, {shown} FROM {mine}.{name_sql(table)} AS x "
            f"ANTI JOIN {other}.{name_sql(table)} USING ({using}) ORDER BY ALL LIMIT {int(limit)})"
            for change, mine, other in (("won", "new", "old"), ("lost", "old", "new"))
        )
        rows: list[dict[str, object]] = connection.execute(query).to_arrow_table().to_pylist()
        return rows


def _both(old: Path, new: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    try:
        for name, path in (("old", old), ("new", new)):
            connection.execute(f"ATTACH {quote(str(path))} AS {name} (READ_ONLY)")
    except duckdb.Error as error:
        connection.close()
        raise WarehouseError(f"cannot compare {old} with {new}: {error}") from error
    return connection


def _shared(connection: duckdb.DuckDBPyConnection) -> list[str]:
    query = (
        "SELECT table_name FROM duckdb_tables() WHERE database_name IN ('old', 'new') GROUP BY 1 HAVING count(*) = 2"
    )
    here = {name for (name,) in connection.execute(query).fetchall()}
    return [name for name in CORE_TABLES if name in here]


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> Difference:
    name, using = name_sql(table), ", ".join(map(name_sql, TABLES[table].key))
    columns = [
        {row[0] for row in connection.execute(f"DESCRIBE {database}.{name}").fetchall()} for database in ("old", "new")
    ]
    values = [column.name for column in TABLES[table].columns if all(column.name in found for found in columns)]
    differs = " OR ".join(f"o.{name_sql(value)} IS DISTINCT FROM n.{name_sql(value)}" for value in values) or "false"
    row = connection.execute(
        f"SELECT (SELECT count(*) FROM new.{name} ANTI JOIN old.{name} USING ({using})), "
        f"(SELECT count(*) FROM old.{name} ANTI JOIN new.{name} USING ({using})), "
        f"(SELECT count(*) FROM old.{name} AS o JOIN new.{name} AS n USING ({using}) WHERE {differs})"
    ).fetchone()
    won, lost, changed = row or (0, 0, 0)
    return Difference(table=table, won=won, lost=lost, changed=changed)
