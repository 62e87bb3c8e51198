"""A process that commits and publishes alternating states, to be killed at any moment; and a reader that must never see a mixture."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import duckdb
import pyarrow.dataset as ds

import warehouse.update
from tests.warehouse.test_lake import commit, stage
from warehouse.lake import open_lake
from warehouse.lock import hold_lock

EVEN, ODD = ("1", "2", "3"), ("4", "5", "6", "7", "8")


def write(build: Path, first: int) -> None:
    """Commit states for ever: even numbers hold three documents and three entity parts, odd ones five of each."""
    # So few rows would be written anew, but what is to be killed is also the way in which a large file is brought up to date.
    warehouse.update.WHOLE_FROM = 100
    print("go", flush=True)
    number = first
    while True:
        with hold_lock(build, run_id=f"r{number}"):
            names = EVEN if number % 2 == 0 else ODD
            commit(build, f"r{number}", stage(build, f"b{number % 2}", *names))
        print(number, flush=True)
        number += 1


def read(build: Path, until: Path) -> None:
    """Look at all three outputs until the file `until` exists; print one line per mixture or error."""
    looks = 0
    while not until.exists():
        looks += 1
        for name, look in (("duckdb", look_at_database), ("parquet", look_at_parquet), ("lake", look_at_lake)):
            try:
                seen = look(build)
            except Exception as error:  # whatever a reader meets is what this is about
                print(f"{name}: {type(error).__name__}: {error}", flush=True)
                continue
            if seen not in {(3, 3), (5, 5)}:
                print(f"{name}: a mixture: {seen}", flush=True)
        time.sleep(0.01)
    print(f"looks {looks}", flush=True)


def look_at_database(build: Path) -> tuple[int, int]:
    """Documents, and documents that the entity was seen in."""
    with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as connection:
        row = connection.execute("SELECT (SELECT count(*) FROM documents), (SELECT document_count FROM entities)")
        return row.fetchone() or (0, 0)


def look_at_parquet(build: Path) -> tuple[int, int]:
    """The same from one generation of the export."""
    folder = (build / "parquet").resolve()
    documents = ds.dataset(folder / "documents", format="parquet").count_rows()
    entities = ds.dataset(folder / "entities", format="parquet").to_table()
    return documents, entities.column("document_count")[0].as_py()


def look_at_lake(build: Path) -> tuple[int, int]:
    """The same from the newest snapshot."""
    with open_lake(build, read_only=True) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM lake.documents), (SELECT document_count FROM lake.entities)"
        )
        return row.fetchone() or (0, 0)


if __name__ == "__main__":
    place = Path(sys.argv[2])
    if sys.argv[1] == "write":
        write(place, int(sys.argv[3]))
    else:
        read(place, Path(sys.argv[3]))
