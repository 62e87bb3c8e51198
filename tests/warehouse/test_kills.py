"""`kill -9` at random moments: readers see an old or a new state, and the next run completes."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.warehouse.test_lake import commit, stage
from tests.warehouse.writer import EVEN, look_at_database, look_at_lake, look_at_parquet
from warehouse.doctor import Area, verify_build
from warehouse.history import collect_garbage, list_snapshots
from warehouse.lock import hold_lock

pytestmark = pytest.mark.reliability
KILLS = 40


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.warehouse.writer", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_readers_see_whole_states_while_writers_are_killed(tmp_path: Path) -> None:
    build, stop = tmp_path / "build", tmp_path / "stop"
    began = time.monotonic()
    commit(build, "r0", stage(build, "b0", *EVEN))
    duration = time.monotonic() - began
    reader = start("read", build, stop)
    chance = random.Random(7)
    finished = 0
    try:
        for number in range(KILLS):
            writer = start("write", build, 1000 * number + 1)
            assert writer.stdout is not None
            assert writer.stdout.readline() == "go\n"
            time.sleep(chance.random() * 2 * duration)
            writer.kill()
            told, _ = writer.communicate()
            finished += len(told.split())
    finally:
        stop.touch()
        seen, _ = reader.communicate(timeout=300)
    assert finished >= KILLS // 10
    complaints = [line for line in seen.splitlines() if not line.startswith("looks")]
    assert complaints == []
    assert int(seen.rsplit("looks ", 1)[1]) >= 10

    with hold_lock(build, run_id="final"):
        commit(build, "final", stage(build, "b0", *EVEN))
        assert {problem.area for problem in verify_build(build)} <= {Area.LEFTOVER}
        assert look_at_database(build) == look_at_parquet(build) == look_at_lake(build) == (3, 3)
        assert len(list_snapshots(build)) >= finished
        collect_garbage(build, keep=2)
        assert verify_build(build) == []
    assert look_at_database(build) == look_at_parquet(build) == look_at_lake(build) == (3, 3)
