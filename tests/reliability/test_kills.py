"""`kill -9` at every stage boundary, at every step of commit and publish, and at random moments, while readers look on."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.plan import STAGES
from tests.reliability.tools import (
    ROOT,
    State,
    end,
    environment,
    run_to_end,
    see_everywhere,
    see_lake,
    start_run,
    wait_for_line,
    write_pages,
)
from warehouse.doctor import Area, verify_build
from warehouse.history import list_snapshots, open_snapshot
from warehouse.lock import is_held

pytestmark = pytest.mark.reliability
RANDOM_KILLS = 26


def lake_has_grown(build: Path) -> Callable[[], bool]:
    before = len(list((build / "lake" / "data").rglob("*.parquet")))
    return lambda: len(list((build / "lake" / "data").rglob("*.parquet"))) > before


def log_has_grown(build: Path) -> Callable[[], bool]:
    log = build / "lake" / "catalog.sqlite-wal"
    return lambda: log.exists() and log.stat().st_size > 0


def exists(name: str) -> Callable[[Path], Callable[[], bool]]:
    return lambda build: (build / name).exists


def export_begins(build: Path) -> Callable[[], bool]:
    return lambda: any((build / ".generations").glob(".*.part"))


def documents_begin(build: Path) -> Callable[[], bool]:
    return lambda: any((build / ".data_docs").glob(".*.part"))


def export_is_swapped(build: Path) -> Callable[[], bool]:
    before = (build / "parquet").resolve()
    return lambda: (build / "parquet").resolve() != before


def database_is_swapped(build: Path) -> Callable[[], bool]:
    before = (build / "kechuang.duckdb").stat().st_ino
    return lambda: (build / "kechuang.duckdb").stat().st_ino != before


# In the order in which a run passes them.
MOMENTS: dict[str, Callable[[Path], Callable[[], bool]]] = {
    "files enter the lake": lake_has_grown,
    "the lake commits": log_has_grown,
    "the database is built": exists(".kechuang.duckdb.part"),
    "the export is built": export_begins,
    "the export is swapped": export_is_swapped,
    "the database is swapped": database_is_swapped,
    "the documents are written": documents_begin,
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two editions of the pages and a build of the first."""
    folder = tmp_path_factory.mktemp("kills")
    for edition in (1, 2):
        write_pages(folder / str(edition), edition=edition, count=2)
    run_to_end(folder / "build", folder / "1", batch_bytes=4_000_000)
    return folder


@pytest.fixture(scope="module")
def states(place: Path) -> tuple[State, State]:
    """What a reader sees of either edition."""
    run_to_end(place / "other", place / "2", batch_bytes=4_000_000)
    return see_everywhere(place / "build"), see_everywhere(place / "other")


@pytest.fixture
def watched(place: Path, states: tuple[State, State], tmp_path: Path) -> Iterator[None]:
    """Readers loop while the test kills; none may see an error, or anything but one of the two states."""
    stop = tmp_path / "stop"
    command = [sys.executable, "-m", "tests.reliability.watch", str(place / "build"), str(stop)]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT)
    try:
        yield
    finally:
        stop.touch()
        lines = [line.split("\t") for line in reader.communicate(timeout=300)[0].splitlines()]
    assert [line for line in lines if line[0] == "error"] == []
    assert {line[2] for line in lines if line[0] == "state"} <= {str(state) for state in states}
    assert int(lines[-1][1]) >= 5


def check_whole(build: Path, states: tuple[State, State], committed: int) -> int:
    """After a kill: every snapshot is there and readable, nothing is damaged; returns the number of snapshots."""
    snapshots = list_snapshots(build)
    assert len(snapshots) >= committed
    with open_snapshot(build, snapshots[-1].snapshot_id) as connection:
        row = connection.execute("SELECT count(*) FROM documents").fetchone()
    assert row == (2,)
    assert {problem.area for problem in verify_build(build)} <= {Area.LEFTOVER, Area.PUBLISHED}
    assert not is_held(build)
    return len(snapshots)


def start(place: Path, edition: int) -> subprocess.Popen[str]:
    return start_run(place / "build", place / str(edition), "--direct", batch_bytes=4_000_000)


def kill(run: subprocess.Popen[str]) -> None:
    run.kill()
    end(run)


def test_a_run_killed_at_every_stage_boundary_goes_on_where_it_was(
    place: Path, states: tuple[State, State], watched: None
) -> None:
    build = place / "build"
    for number, stage in enumerate(STAGES):
        run = start(place, 2)
        for before in STAGES[:number]:
            wait_for_line(run, f"stage {before.name}: 0 batches computed, 1 unchanged")
        wait_for_line(run, f"stage {stage.name}: 1 batches computed, 0 unchanged")
        kill(run)
        check_whole(build, states, 1)
        assert see_everywhere(build) == states[0]
    assert "stage batches computed, 8 unchanged" in run_to_end(build, place / "2", batch_bytes=4_000_000).replace(
        "0 stage batches", "stage batches"
    )
    assert see_everywhere(build) == states[1]


def test_a_run_killed_while_it_commits_and_publishes_is_finished_by_the_next(
    place: Path, states: tuple[State, State], watched: None
) -> None:
    build = place / "build"
    run_to_end(build, place / "1", batch_bytes=4_000_000)
    committed, reached = 1, 0
    for number, moment in enumerate(MOMENTS.values()):
        # Each run leads to the other state, so there is something to commit and publish.
        edition = 2 - number % 2
        has_come = moment(build)
        run = start(place, edition)
        while not has_come() and run.poll() is None:
            time.sleep(0.0005)
        reached += run.poll() is None
        kill(run)
        committed = check_whole(build, states, committed)
        run_to_end(build, place / str(edition), batch_bytes=4_000_000)
        assert see_everywhere(build) == states[edition - 1]
        committed = check_whole(build, states, committed)
        assert {problem.area for problem in verify_build(build)} <= {Area.LEFTOVER}
    assert reached >= len(MOMENTS) - 1


@pytest.mark.parametrize("moment", ["the database is built", "the export is swapped"])
def test_a_run_that_leads_back_takes_along_what_a_killed_one_had_committed(
    place: Path, states: tuple[State, State], watched: None, moment: str
) -> None:
    """The published file holds what the run wants already, but the lake, or the export too, has gone on."""
    build = place / "build"
    run_to_end(build, place / "1", batch_bytes=4_000_000)
    has_come = MOMENTS[moment](build)
    run = start(place, 2)
    while not has_come() and run.poll() is None:
        time.sleep(0.0005)
    kill(run)
    assert see_lake(build) == states[1]
    run_to_end(build, place / "1", batch_bytes=4_000_000)
    assert see_everywhere(build) == states[0]


def test_a_run_killed_at_random_moments_tears_nothing(place: Path, states: tuple[State, State], watched: None) -> None:
    build = place / "build"
    chance = random.Random(11)
    began = time.monotonic()
    run_to_end(build, place / "1", batch_bytes=4_000_000)
    whole = time.monotonic() - began
    committed = len(list_snapshots(build))
    for number in range(RANDOM_KILLS):
        run = start(place, 1 + number % 2)
        time.sleep(chance.random() * whole)
        kill(run)
        committed = check_whole(build, states, committed)
    run_to_end(build, place / "2", batch_bytes=4_000_000)
    assert see_everywhere(build) == states[1]
    assert {problem.area for problem in verify_build(build)} <= {Area.LEFTOVER}
