"""Copies of published tables as Parquet, CSV or JSON Lines, with contact details hidden."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.annotate import json_value
from flows.errors import DataError, UsageError
from flows.language import told
from flows.output import csv_cell, hide_contacts
from warehouse.contracts.ddl import name_sql

FORMS = {"parquet": ".parquet", "csv": ".csv", "jsonl": ".jsonl"}
BATCH_ROWS = 50_000


def export_tables(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], out: Path, *, form: str, show_contacts: bool = False
) -> dict[str, int]:
    """Write tables or marts to files, each whole or not at all, a batch of rows at a time.

    Args:
        connection: The published warehouse.
        names: Tables and marts; none means all.
        out: Folder; a file is called `<table>.<form>`.
        form: parquet, csv (formulas escaped) or jsonl.
        show_contacts: Leave phone numbers, mail addresses and identity numbers as they are.

    Returns:
        Rows written, by table.

    Raises:
        UsageError: There is no such table or form.
        DataError: A file could not be written; what was there before is untouched.
    """
    if form not in FORMS:
        raise UsageError(told("--format takes {forms}, not {form!r}", forms=", ".join(FORMS), form=form))
    known = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise UsageError(
            told("no table {table!r}; there are: {known}", table=", ".join(unknown), known=", ".join(known))
        )
    written = {}
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in names or known:
            path = out / f"{name}{FORMS[form]}"
            part = path.with_name(f".{path.name}.part")
            reader = connection.execute(f"SELECT * FROM {name_sql(name)}").to_arrow_reader(BATCH_ROWS)
            written[name] = _write(reader, part, form=form, show_contacts=show_contacts)
            part.replace(path)
    except OSError as error:
        raise DataError(told("cannot write to {out}: {error}", out=out, error=error)) from error
    return written


def _write(reader: pa.RecordBatchReader, path: Path, *, form: str, show_contacts: bool) -> int:
    batches = _batches(reader, show_contacts=show_contacts)
    if form == "parquet":
        with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
            return sum(_written(writer, batch) for batch in batches)
    rows = 0
    with path.open("w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\r\n")
        if form == "csv":
            table.writerow(reader.schema.names)
        for batch in batches:
            for row in batch.to_pylist():
                cells = {key: json_value(value) for key, value in row.items()}
                if form == "csv":
                    table.writerow([csv_cell(value) for value in cells.values()])
                else:
                    file.write(json.dumps(cells, ensure_ascii=False, default=str) + "\n")
            rows += batch.num_rows
    return rows


def _written(writer: pq.ParquetWriter, batch: pa.RecordBatch) -> int:
    writer.write_batch(batch)
    return int(batch.num_rows)


def _batches(reader: pa.RecordBatchReader, *, show_contacts: bool) -> Iterator[pa.RecordBatch]:
    for batch in reader:
        if show_contacts:
            yield batch
            continue
        rows: list[Mapping[str, Any]] = [hide_contacts(row) for row in batch.to_pylist()]
        yield pa.RecordBatch.from_pylist(rows, schema=reader.schema)
