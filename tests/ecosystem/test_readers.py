"""The published files read by other tools: the same rows, types and spans, not merely files that open."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pytest

from flows import RunResult
from warehouse.contracts import PUBLISHED_TABLES, TABLES, Kind, arrow_schema
from warehouse.contracts.ddl import SQL_TYPES
from warehouse.expectations.slices import joined

CLI = Path(sys.executable).parent / "duckdb"
POLARS_TYPES: Mapping[Kind, Any] = {
    Kind.TEXT: pl.String(),
    Kind.TEXTS: pl.List(pl.String()),
    Kind.INTEGER: pl.Int32(),
    Kind.INTEGERS: pl.List(pl.Int32()),
    Kind.BIGINT: pl.Int64(),
    Kind.DECIMAL: pl.Decimal(38, 9),
    Kind.REAL: pl.Float64(),
    Kind.DATE: pl.Date(),
    Kind.TIMESTAMP: pl.Datetime("us", "UTC"),
    Kind.BOOLEAN: pl.Boolean(),
    Kind.BYTES: pl.Binary(),
}
# Tables whose rows have a span of their own and the surface that stands there.
SPANNED = ("mentions", "times", "metrics", "numerals")
SPANS = """
    SELECT count(*) AS spans, count(*) FILTER (
        regexp_replace(substring(d.text, t.char_start + 1, t.char_end - t.char_start), '[ \\t　]*[\\r\\n]+[ \\t　]*', '', 'g') = t.surface
    ) AS matches
    FROM {table} AS t JOIN {documents} AS d USING (document_id)
"""
Rows = list[dict[str, Any]]


def published(result: RunResult, name: str) -> pa.Table:
    """A table as DuckDB in Python reads it from the published file, in the contract's schema."""
    with duckdb.connect(str(result.database), read_only=True) as connection:
        return connection.table(name).to_arrow_table().cast(plain(name))


def plain(name: str) -> pa.Schema:
    """The contract's types, nulls allowed and without metadata, as readers outside give them."""
    return pa.schema([pa.field(field.name, field.type) for field in arrow_schema(TABLES[name])])


def same(rows: Rows, others: Rows) -> bool:
    return sorted(map(repr, rows)) == sorted(map(repr, others))


def python_value(value: Any) -> Any:
    """A cell of a pandas frame with what pandas puts in place of None, lists and timestamps undone."""
    if hasattr(value, "tolist") and not isinstance(value, pd.Timestamp):
        return value.tolist()
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return None if not isinstance(value, list) and pd.isna(value) else value


@pytest.mark.parametrize("name", PUBLISHED_TABLES)
def test_pandas_reads_the_same_rows_and_types_from_parquet(name: str, warehouse: RunResult) -> None:
    frame = pd.read_parquet(warehouse.parquet / name, dtype_backend="pyarrow")
    read = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    assert read.schema == plain(name)
    assert same(read.to_pylist(), published(warehouse, name).to_pylist())


@pytest.mark.parametrize("name", ["metrics", "entities", "documents", "runs"])
def test_pandas_with_its_own_types_keeps_decimals_dates_and_lists(name: str, warehouse: RunResult) -> None:
    frame = pd.read_parquet(warehouse.parquet / name)
    rows = [{key: python_value(value) for key, value in row.items()} for row in frame.to_dict("records")]
    expected = published(warehouse, name).to_pylist()
    integers = {column.name for column in TABLES[name].columns if column.kind in {Kind.INTEGER, Kind.BIGINT}}
    # Integers with gaps are floats in numpy's world; all offsets are far below 2**53.
    rows = [
        {key: int(value) if key in integers and value is not None else value for key, value in row.items()}
        for row in rows
    ]
    assert sorted(map(normal, rows)) == sorted(map(normal, expected))


def normal(row: Mapping[str, Any]) -> str:
    return repr(
        {key: value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value for key, value in row.items()}
    )


@pytest.mark.parametrize("name", PUBLISHED_TABLES)
def test_polars_reads_the_same_rows_and_types(name: str, warehouse: RunResult) -> None:
    frame = pl.read_parquet(warehouse.parquet / name / "*.parquet")
    assert dict(frame.schema) == {column.name: POLARS_TYPES[column.kind] for column in TABLES[name].columns}
    read = frame.to_arrow().cast(plain(name)).to_pylist()
    assert same(read, published(warehouse, name).to_pylist())


def test_polars_lazily_adds_up_what_sql_adds_up(warehouse: RunResult) -> None:
    lazy = (
        pl.scan_parquet(warehouse.parquet / "metrics" / "*.parquet")
        .filter(pl.col("period_end") <= pl.date(2018, 12, 31), pl.col("value").is_not_null())
        .group_by("unit")
        .agg(pl.col("value").sum(), pl.len().alias("rows"))
        .collect()
    )
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        summed = connection.execute(
            "SELECT unit, sum(value), count(*) FROM metrics WHERE period_end <= DATE '2018-12-31' AND value IS NOT NULL GROUP BY unit"
        ).fetchall()
    assert summed
    assert {unit: (value, rows) for unit, value, rows in lazy.rows()} == {u: (v, n) for u, v, n in summed}


@pytest.mark.parametrize("name", PUBLISHED_TABLES)
def test_a_pyarrow_dataset_has_the_contracts_schema_and_rows(name: str, warehouse: RunResult) -> None:
    dataset = ds.dataset(warehouse.parquet / name, format="parquet")
    assert dataset.schema.equals(arrow_schema(TABLES[name]))
    assert same(dataset.to_table().to_pylist(), published(warehouse, name).to_pylist())


def test_a_pyarrow_dataset_filters_and_explains_its_columns(warehouse: RunResult) -> None:
    dataset = ds.dataset(warehouse.parquet / "metrics", format="parquet")
    wanted = (pc.field("unit") == "CNY") & (pc.field("value") >= pa.scalar(Decimal("1e9"), pa.decimal128(38, 9)))
    read = dataset.to_table(columns=["value", "period_end"], filter=wanted)
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        expected = connection.execute("SELECT value, period_end FROM metrics WHERE unit = 'CNY' AND value >= 1e9")
        assert sorted(map(repr, read.to_pylist())) == sorted(map(repr, expected.to_arrow_table().to_pylist()))
    assert read.num_rows > 0
    abouts = {field.name: (field.metadata or {}).get(b"about", b"").decode() for field in dataset.schema}
    assert abouts == {column.name: column.about for column in TABLES["metrics"].columns}


def in_cli(database: Path | None, query: str) -> Rows:
    """Rows of a query in the stand-alone shell of DuckDB."""
    arguments = [str(CLI), "-json", *(["-readonly", str(database)] if database else []), "-c", query]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout or "[]", parse_float=Decimal)


@pytest.mark.parametrize("name", PUBLISHED_TABLES)
def test_the_duckdb_shell_reads_the_same_rows_and_types(name: str, warehouse: RunResult) -> None:
    query = f"SELECT CAST(to_json(t) AS VARCHAR) AS line FROM {name} AS t"
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        expected = [line for (line,) in connection.execute(query).fetchall()]
    assert sorted(row["line"] for row in in_cli(warehouse.database, query)) == sorted(expected)
    types = {row["column_name"]: row["column_type"] for row in in_cli(warehouse.database, f"DESCRIBE {name}")}
    assert types == {column.name: str(duckdb.type(SQL_TYPES[column.kind])) for column in TABLES[name].columns}


def test_the_duckdb_shell_reads_the_parquet_export_and_the_macros(warehouse: RunResult) -> None:
    files = f"read_parquet('{warehouse.parquet}/metrics/*.parquet')"
    query = "SELECT unit, CAST(sum(value) AS VARCHAR) AS total, max(period_end) AS latest FROM {} GROUP BY unit ORDER BY unit"
    assert in_cli(None, query.format(files)) == in_cli(warehouse.database, query.format("metrics")) != []
    (comment,) = in_cli(
        warehouse.database,
        "SELECT comment FROM duckdb_columns() WHERE table_name = 'metrics' AND column_name = 'period_end'",
    )
    assert comment["comment"] == next(c.about for c in TABLES["metrics"].columns if c.name == "period_end")


def frames() -> Iterator[tuple[str, Callable[[RunResult, str], Rows]]]:
    yield (
        "pandas",
        lambda result, name: pd.read_parquet(result.parquet / name, dtype_backend="pyarrow").to_dict("records"),
    )
    yield "polars", lambda result, name: pl.read_parquet(result.parquet / name / "*.parquet").to_dicts()
    yield "pyarrow", lambda result, name: ds.dataset(result.parquet / name).to_table().to_pylist()


@pytest.mark.parametrize("name", SPANNED)
@pytest.mark.parametrize(("reader", "read"), [*frames()])
def test_spans_are_code_points_wherever_they_are_read(
    reader: str, read: Callable[[RunResult, str], Rows], name: str, warehouse: RunResult
) -> None:
    texts = {row["document_id"]: row["text"] for row in read(warehouse, "documents")}
    assert any("\U00020bb7" in text for text in texts.values())
    rows = read(warehouse, name)
    assert rows
    for row in rows:
        piece = texts[row["document_id"]][row["char_start"] : row["char_end"]]
        assert joined(piece) == row["surface"]


def test_spans_are_code_points_in_polars_and_in_the_shell(warehouse: RunResult) -> None:
    documents = pl.scan_parquet(warehouse.parquet / "documents" / "*.parquet").select("document_id", "text")
    for name in SPANNED:
        spans = (
            pl.scan_parquet(warehouse.parquet / name / "*.parquet")
            .join(documents, on="document_id")
            .select(
                "surface",
                piece=pl.col("text")
                .str.slice(pl.col("char_start"), pl.col("char_end") - pl.col("char_start"))
                .str.replace_all(r"[ \t　]*[\r\n]+[ \t　]*", ""),
            )
            .collect()
        )
        assert spans.filter(pl.col("surface") != pl.col("piece")).is_empty()
        (counts,) = in_cli(warehouse.database, SPANS.format(table=name, documents="documents"))
        assert counts["spans"] == counts["matches"] == spans.height > 0
