"""Several machines' parts give what one machine gives: Dask workers, sources and data on S3, the catalog in PostgreSQL."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import duckdb
import pytest

from flows.driver import Progress, execute
from flows.requests import Request
from tests.benchmarks.corpus import write_corpus
from warehouse.contracts import PUBLISHED_TABLES
from warehouse.database import DATABASE
from warehouse.history import collect_garbage, list_snapshots, rollback
from warehouse.ledger import AUDIT_TABLES, all_staged
from warehouse.location import Location, find_location, place

pytestmark = pytest.mark.scale
BATCH = 30_000


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus") / "pages"
    write_corpus(folder, 0.12, size=6_000)
    return folder


@pytest.fixture(scope="module")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = tmp_path_factory.mktemp("alone") / "build"
    execute(Request(sources=(str(corpus),), build=build, batch_bytes=BATCH))
    return build


def staged_digests(build: Path) -> dict[tuple[str, str, str], str]:
    """SHA-256 of every staged table; checks and rejects name the run and differ."""
    root = find_location(build).root(build)
    return {
        (one.stage, one.batch_id, name): digest
        for one in all_staged(root)
        for name, digest in one.digests.items()
        if name not in AUDIT_TABLES
    }


def published_rows(build: Path) -> dict[str, list[str]]:
    with duckdb.connect(str(build / DATABASE), read_only=True) as connection:
        return {
            name: sorted(
                str({key: value for key, value in row.items() if key != "run_id"})
                for row in connection.execute(f"SELECT * FROM {name}").to_arrow_table().to_pylist()
            )
            for name in PUBLISHED_TABLES
            if name != "runs"
        }


def test_dask_s3_and_postgres_give_what_one_process_gives(
    corpus: Path, alone: Path, bucket: str, postgres: str, tmp_path: Path
) -> None:
    for path in corpus.rglob("*.*"):
        (place(f"{bucket}/pages") / path.relative_to(corpus).as_posix()).write_bytes(path.read_bytes())
    location = Location(
        storage=f"{bucket}/warehouse", catalog=f"postgres:{postgres}", endpoint=os.environ["AWS_ENDPOINT_URL"]
    )
    build = tmp_path / "build"
    request = Request(
        sources=(f"{bucket}/pages",), build=build, batch_bytes=BATCH, dask="local", workers=2, location=location
    )
    first = execute(request)
    assert first.batches > 2
    assert staged_digests(build) == staged_digests(alone)
    assert published_rows(build) == published_rows(alone)
    assert not (build / "stage").exists()
    assert not list((build / "lake").rglob("*.parquet"))

    again = execute(Request(sources=(f"{bucket}/pages",), build=build, batch_bytes=BATCH))
    assert (again.computed, again.published) == (0, False)

    # Other commands find the lake where the run has put it.
    (snapshot,) = list_snapshots(build)
    rollback(build, snapshot.snapshot_id)
    collect_garbage(build, keep=1)
    assert published_rows(build) == published_rows(alone)


class KillOnce(Progress):
    """Kills one worker process after the first finished batch of a stage."""

    def __init__(self, stage: str, victim: int) -> None:
        self.stage, self.victim, self.killed = stage, victim, False

    def advance(self, stage: str) -> None:
        if stage == self.stage and not self.killed:
            self.killed = True
            os.kill(self.victim, signal.SIGKILL)


def test_a_killed_worker_is_survived(corpus: Path, alone: Path, tmp_path: Path) -> None:
    from distributed import Client, LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster.scheduler_address) as client:
            victim = next(iter(client.run(os.getpid).values()))
        watch = KillOnce("mentions", victim)
        request = Request(
            sources=(str(corpus),), build=tmp_path / "build", batch_bytes=BATCH, dask=cluster.scheduler_address
        )
        execute(request, progress=watch)
    assert watch.killed
    assert staged_digests(tmp_path / "build") == staged_digests(alone)
    assert published_rows(tmp_path / "build") == published_rows(alone)
