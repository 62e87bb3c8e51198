"""One writer at a time, and readers that neither wait nor keep a writer waiting."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability.tools import (
    ROOT,
    call,
    end,
    environment,
    run_to_end,
    see_everywhere,
    start_run,
    wait_for_line,
    write_pages,
)

pytestmark = pytest.mark.reliability
# Opens all outputs, looks, waits for a line, looks again with the same connections.
READER = """
import sys
from pathlib import Path
import duckdb
from tests.reliability.tools import see_parquet
from warehouse.lake import open_lake
build = Path(sys.argv[1])
export = (build / "parquet").resolve()
query = "SELECT count(*), sum(length(surface)) FROM metrics"
with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as base, open_lake(build, read_only=True) as lake:
    lake.execute("BEGIN")
    lake.execute("USE lake.main")
    cursor = base.cursor().execute("SELECT * FROM metrics")
    for _ in range(2):
        seen = [base.execute(query).fetchone(), lake.execute(query).fetchone()]
        seen.append(duckdb.execute(query.replace("metrics", f"'{export}/metrics/*.parquet'")).fetchone())
        print(*seen, sep="|", flush=True)
        sys.stdin.readline()
    print(len(cursor.fetchall()), flush=True)
"""


def test_the_second_run_leaves_at_once_and_names_the_first(tmp_path: Path) -> None:
    build, pages = tmp_path / "build", write_pages(tmp_path / "pages", edition=1)
    first = start_run(build, pages, "--direct")
    wait_for_line(first, "stage documents")
    # Stopped, it cannot finish before the second has tried.
    first.send_signal(signal.SIGSTOP)
    try:
        second = call("run", "--direct", pages, "--build", build)
        assert second.returncode == 75
        assert f"process {first.pid} on" in second.stderr
        assert "stage" not in second.stderr
        for other in (["retry"], ["gc"], ["doctor"]):
            held = call(*other, "--build", build)
            assert held.returncode in {75, 2}, held.stderr  # 2: nothing is published yet
    finally:
        first.send_signal(signal.SIGCONT)
    end(first)
    assert first.returncode == 0


def test_a_dead_holder_blocks_nobody(tmp_path: Path) -> None:
    build, pages = tmp_path / "build", write_pages(tmp_path / "pages", edition=1)
    run_to_end(build, write_pages(tmp_path / "old", edition=0))
    first = start_run(build, pages, "--direct", "--workers", "2")
    wait_for_line(first, "stage documents")
    assert json.loads(call("status", "--json", "--build", build).stdout)["holder"]
    first.kill()
    end(first)
    assert json.loads(call("status", "--json", "--build", build).stdout)["holder"] is None
    run_to_end(build, pages)


def test_open_readers_keep_their_state_and_keep_no_run_waiting(tmp_path: Path) -> None:
    build = tmp_path / "build"
    run_to_end(build, write_pages(tmp_path / "old", edition=1))
    before = see_everywhere(build)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(build)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=ROOT,
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    first = reader.stdout.readline()
    run_to_end(build, write_pages(tmp_path / "new", edition=2))
    assert see_everywhere(build) != before
    reader.stdin.write("\n")
    reader.stdin.flush()
    assert reader.stdout.readline() == first
    assert len(set(first.strip().split("|"))) == 1
    rest, _ = reader.communicate("\n", timeout=60)
    assert int(rest) > 0
    assert reader.returncode == 0
    assert call("doctor", "--build", build).returncode == 0
