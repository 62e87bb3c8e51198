"""Speed of quotes and events on the sample page, copied with fresh ids: `python -m tests.benchmarks.bench_events [COPIES]`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pyarrow as pa

from flows.annotate import extract
from seeds.load import SEEDS_DIR, load_seeds
from transforms.events import find_events
from transforms.quotes import find_quotes

INPUTS = ("documents", "articles", "blocks", "sentences", "mentions", "times", "metrics")
KEPT_IDS = {"entity_id", "fact_id", "part_of_metric_id"}


def copies_of(table: pa.Table, count: int) -> pa.Table:
    """The table `count` times, each copy with row ids of its own."""
    parts = []
    for number in range(count):
        columns = {}
        for name in table.column_names:
            column = table.column(name)
            if name.endswith("_id") and name not in KEPT_IDS | {"rule_id"}:
                ids = [None if value is None else f"{value[:-4]}{number:04x}" for value in column.to_pylist()]
                column = pa.array(ids, pa.string())
            columns[name] = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        parts.append(pa.table(columns))
    return pa.concat_tables(parts)


def main() -> None:
    """Print MB of UTF-8 text per second of processor time for both stages."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    seeds = load_seeds()
    page = next(Path(SEEDS_DIR, "pages").glob("*.txt")).read_text(encoding="utf-8")
    one = extract([{"id": "page", "text": page, "issue_date": "2018-12-03"}], seeds=seeds, until="metrics")
    many = {name: copies_of(one[name], count) for name in INPUTS}
    size = len(page.encode()) * count / 1e6
    begin = time.process_time()
    quotes = find_quotes(*(many[name] for name in INPUTS[:5]), seeds=seeds)
    middle = time.process_time()
    events = find_events(*(many[name] for name in INPUTS if name != "blocks"), seeds=seeds)
    end = time.process_time()
    print(f"{size:.2f} MB: {quotes.table.num_rows} quotes {size / (middle - begin):.1f} MB/s, ", end="")
    print(
        f"{events.tables['events'].num_rows} events {size / (end - middle):.1f} MB/s, both {size / (end - begin):.2f} MB/s"
    )


if __name__ == "__main__":
    main()
