"""No room, no permission, no memory: a clear error, the published data untouched, and the next run is fine."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.tools import (
    ROOT,
    State,
    as_plain_user,
    environment,
    run_to_end,
    see_database,
    see_everywhere,
    see_lake,
    see_parquet,
    write_pages,
)

pytestmark = pytest.mark.reliability
MEGABYTE = 1_000_000


def command(build: Path, pages: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "flows.cli", "run", "--direct", *options, str(pages), "--build", str(build)]


def attempt(build: Path, pages: Path, *options: str, **popen: object) -> subprocess.CompletedProcess[str]:
    env = environment(batch_bytes=4_000_000)
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        command(build, pages, *options), capture_output=True, text=True, check=False, env=env, cwd=ROOT, **popen
    )


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the first edition and the pages of the second, to be copied."""
    folder = tmp_path_factory.mktemp("resources")
    write_pages(folder / "pages", edition=2, count=2)
    run_to_end(folder / "build", write_pages(folder / "old", edition=1, count=2), batch_bytes=4_000_000)
    return folder


@pytest.fixture
def disk(tmp_path: Path, old: Path) -> Iterator[Path]:
    """A file system of its own that holds the build."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = sum(path.lstat().st_blocks * 512 for path in (old / "build").rglob("*"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={2 * size + 24 * MEGABYTE}", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a file system can be mounted by root only")
    try:
        subprocess.run(["cp", "-a", str(old / "build"), str(folder / "build")], check=True)
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def assert_refused(done: subprocess.CompletedProcess[str], build: Path, before: State, *words: str) -> None:
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert any(word in done.stderr for word in words), done.stderr
    # The lake may have committed already; what people open is as it was, and the lake is whole.
    assert see_database(build) == see_parquet(build) == before
    assert see_lake(build)


def test_a_full_disk_at_any_moment(disk: Path, old: Path) -> None:
    build = disk / "build"
    before = see_everywhere(build)
    filler = disk / "filler"
    refused = 0
    for room in (0, 40_000, 200_000, MEGABYTE, 3 * MEGABYTE, 8 * MEGABYTE):
        filler.unlink(missing_ok=True)
        free = shutil.disk_usage(disk).free
        with filler.open("wb") as handle:
            handle.write(b"\0" * max(0, free - room))
        done = attempt(build, old / "pages")
        if done.returncode == 0:
            break
        assert_refused(done, build, before, "disk is full", "No space left", "not enough")
        refused += 1
    assert refused >= 3
    filler.unlink()
    assert attempt(build, old / "pages").returncode == 0
    assert see_everywhere(build) != before


def test_a_file_system_that_was_remounted_read_only(disk: Path, old: Path) -> None:
    build = disk / "build"
    before = see_everywhere(build)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert_refused(attempt(build, old / "pages"), build, before, "Read-only file system")
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert attempt(build, old / "pages").returncode == 0


def test_a_folder_without_permission(tmp_path: Path, old: Path) -> None:
    drop = as_plain_user()
    build = tmp_path / "build"
    shutil.copytree(old / "build", build, symlinks=True)
    before = see_everywhere(build)
    folders = [path for path in (build, *build.rglob("*")) if path.is_dir() and not path.is_symlink()]
    for folder in folders:
        folder.chmod(0o555)
    done = subprocess.run(
        [*drop, *command(build, old / "pages")],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
        cwd=ROOT,
    )
    for folder in folders:
        folder.chmod(0o755)
    assert_refused(done, build, before, "Permission denied")
    assert "permission is missing" in done.stderr
    assert attempt(build, old / "pages").returncode == 0


@pytest.mark.parametrize("megabytes", [700, 1100])
def test_too_little_memory(tmp_path: Path, old: Path, megabytes: int) -> None:
    build = tmp_path / "build"
    shutil.copytree(old / "build", build, symlinks=True)
    before = see_everywhere(build)
    limit = megabytes * MEGABYTE

    def confine() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    pages = write_pages(tmp_path / "pages", edition=40, count=8)
    try:
        done = attempt(build, pages, preexec_fn=confine, timeout=60)
    except subprocess.TimeoutExpired:
        # A library's threads may wait for memory for ever; the run is killed then, as the system would do.
        pass
    else:
        # A library that cannot be loaded, or aborts, leaves no message.
        assert done.returncode in {1, -6, -11, 101}, done.stderr
    assert see_database(build) == see_parquet(build) == before
    assert attempt(build, old / "pages").returncode == 0


def test_files_larger_than_allowed(tmp_path: Path, old: Path) -> None:
    build = tmp_path / "build"
    shutil.copytree(old / "build", build, symlinks=True)
    before = see_everywhere(build)

    def confine() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = attempt(build, old / "pages", preexec_fn=confine)
    # The catalog's engine says of any write that the system turns down that it is a disk I/O error.
    assert_refused(done, build, before, "File too large", "disk I/O error")


@pytest.mark.parametrize("forked", [True, False], ids=["worker", "process that workers are forked from"])
def test_a_worker_that_dies_for_want_of_memory(tmp_path: Path, old: Path, forked: bool) -> None:
    """The system kills the largest process: here a worker, in the middle of its batch."""
    import signal
    import time

    from tests.reliability.tools import end, session_members, start_run, wait_for_line

    build = tmp_path / "build"
    shutil.copytree(old / "build", build, symlinks=True)
    before = see_everywhere(build)
    run = start_run(build, write_pages(tmp_path / "pages", edition=3), "--direct", "--workers", "2")
    wait_for_line(run, "stage documents")
    workers: list[int] = []
    while not workers and run.poll() is None:
        processes = [int(line.split()[0]) for line in session_members(run) if "multiprocessing.forkserver" in line]
        workers = [process for process in processes if (parent_of(process) in processes) == forked]
        time.sleep(0.01)
    os.kill(workers[0], signal.SIGKILL)
    message = end(run)
    assert run.returncode == 1
    assert "a worker process died" in message
    assert "Traceback" not in message
    assert see_everywhere(build) == before


def parent_of(process: int) -> int | None:
    """Id of the process that has started this one; None when it is gone."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return int(status.rpartition(")")[2].split()[1])
