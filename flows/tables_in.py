"""Rows of JSON Lines, CSV and Parquet files as raw inputs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

import pyarrow as pa

from transforms.engine.encoding import decode

Part = tuple[int, int]
TABLE_TYPES = {"application/jsonl", "text/csv", "application/parquet"}
TEXT_COLUMNS = ("text", "content", "body", "正文", "内容")
METADATA_COLUMNS = {
    "title": ("title", "headline", "标题"),
    "date": ("date", "issue_date", "publish_date", "日期"),
    "source": ("source", "paper", "来源"),
}


@dataclass(frozen=True)
class TextRow:
    """A row with a text, or the reason it has none.

    Attributes:
        number: 0-based number of the row.
        text: Its text; None when it is turned away.
        metadata: Title, date and source, where the table has them.
        detail: Why it is turned away.
    """

    number: int
    text: str | None
    metadata: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""


def read_rows(payload: bytes, media_type: str, part: Part | None = None) -> Iterator[TextRow]:
    """Rows of a table file.

    Args:
        payload: The file.
        media_type: Its type.
        part: Number of a part and how many there are: of four parts, part 1 holds the rows 1, 5, 9 and so on; None for all rows.

    Raises:
        ValueError, pyarrow.ArrowException: The file is no such table or is in no known encoding.
    """
    for number, row in _rows(payload, media_type, part or (0, 1)):
        if isinstance(row, str):
            yield TextRow(number, None, detail=row)
            continue
        text = next((row[name] for name in TEXT_COLUMNS if isinstance(row.get(name), str)), None)
        if text is None:
            yield TextRow(number, None, detail=f"no text in any of the columns {', '.join(TEXT_COLUMNS)}")
        elif not _encodable(str(text)):
            yield TextRow(number, None, detail="the text holds half a surrogate pair")
        else:
            yield TextRow(number, str(text), _metadata(row))


def _rows(payload: bytes, media_type: str, part: Part) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    """The numbered rows of a part."""
    first, step = part
    if media_type == "application/parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(pa.BufferReader(payload))
        numbers = range(first, table.num_rows, step)
        yield from zip(numbers, table.take(pa.array(numbers, pa.int64())).to_pylist(), strict=True)
    elif media_type == "text/csv":
        csv.field_size_limit(2**31 - 1)
        yield from islice(enumerate(csv.DictReader(io.StringIO(decode(payload)[0]))), first, None, step)
    elif media_type == "application/jsonl":
        lines = enumerate(line for line in decode(payload)[0].split("\n") if line.strip())
        yield from ((number, _json_row(line)) for number, line in islice(lines, first, None, step))
    else:
        raise ValueError(f"{media_type} is no table")


def _json_row(line: str) -> Mapping[str, object] | str:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    return row if isinstance(row, dict) else "not a JSON object"


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _metadata(row: Mapping[str, object]) -> dict[str, str]:
    found = {}
    for key, names in METADATA_COLUMNS.items():
        value = next((row[name] for name in names if row.get(name)), None)
        if value is not None and _encodable(str(value)):
            found[key] = str(value)
    return found
