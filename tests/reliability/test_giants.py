"""Very many files, and files that are being written to: bounded work, and nothing torn."""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.driver import execute
from flows.requests import Request
from tests.reliability.tools import call, tell, write_pages

pytestmark = pytest.mark.reliability
TINY_FILES = int(os.environ.get("KECHUANG_TINY_FILES", "100000"))
LINE = "第{number}家企业获得贷款{number}万元，同比增长7.1%。\n"
# Appends whole lines, and empties the file now and then, until it is killed.
WRITER = """
import sys, time
path, line = sys.argv[1:]
number = 0
while True:
    with open(path, "ab" if number % 50 else "wb", buffering=0) as handle:
        handle.write(line.replace("{number}", str(number)).encode())
    number += 1
    if number == 60:
        print("ready", flush=True)
    time.sleep(0.002)
"""


def measured(folder: Path, count: int) -> float:
    """Processor seconds of a run over that many files of one sentence; every tenth is empty. Checks that none is lost."""
    pages = folder / f"pages{count}"
    for number in range(count):
        place = pages / f"{number // 1000:03d}"
        if number % 1000 == 0:
            place.mkdir(parents=True)
        text = LINE.format(number=number) if number % 10 else ""
        (place / f"{number:06d}.txt").write_text(text, encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = call("run", "--direct", pages, "--build", folder / f"build{count}", batch_bytes=1_000_000)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr[-3000:]
    kept = tell(folder / f"build{count}", "SELECT count(*) FROM documents")
    rejected = tell(folder / f"build{count}", "SELECT reason, count(*) FROM rejects GROUP BY 1")
    assert kept == [(count - count // 10,)]
    assert rejected == [("empty_file", count // 10)]
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_very_many_tiny_files_cost_no_more_each_than_many(tmp_path: Path) -> None:
    few = measured(tmp_path, TINY_FILES // 10)
    many = measured(tmp_path, TINY_FILES)
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{TINY_FILES // 10} files {few:.1f} s, {TINY_FILES} files {many:.1f} s, at most {megabytes:.0f} MB")
    assert many < 12 * few
    assert megabytes < 2500


@contextlib.contextmanager
def written_to(path: Path) -> Iterator[None]:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), LINE], stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        yield
    finally:
        writer.kill()
        writer.wait()


def test_a_file_that_is_written_to_is_kept_as_it_was_at_one_moment_or_rejected(tmp_path: Path) -> None:
    build, pages = tmp_path / "build", write_pages(tmp_path / "pages", edition=1, count=2)
    changing = pages / "changing.txt"
    for _ in range(3):
        with written_to(changing):
            done = call("run", "--direct", pages, "--build", build, batch_bytes=4_000_000)
        assert done.returncode == 0, done.stderr[-3000:]
        kept = tell(build, "SELECT text, sha256 FROM documents WHERE source_uri = 'changing.txt'")
        reasons = {reason for (reason,) in tell(build, "SELECT reason FROM rejects")}
        assert len(kept) + len(reasons) == 1
        assert reasons <= {"changed_while_read", "empty_file", "truncated"}
        for text, digest in kept:
            assert hashlib.sha256(str(text).encode()).hexdigest() == digest
        # The pages beside it are never lost with it.
        assert tell(build, "SELECT count(*) FROM documents WHERE source_uri LIKE 'page%'") == [(2,)]
    done = call("run", "--direct", pages, "--build", build, batch_bytes=4_000_000)
    assert done.returncode == 0
    assert tell(build, "SELECT text FROM documents WHERE source_uri = 'changing.txt'") == [
        (changing.read_text(encoding="utf-8"),)
    ]
    assert tell(build, "SELECT count(*) FROM rejects") == [(0,)]


def test_a_file_that_goes_back_to_what_was_listed_is_read_after_all(tmp_path: Path) -> None:
    """The batch is named after the listed content, so its reject of another content must not count as its result."""
    pages, build = write_pages(tmp_path / "pages", edition=1, count=2), tmp_path / "build"
    page = pages / "page1.txt"
    listed = page.read_bytes()

    def written_to_after_listing(name: str, function: Callable[..., Any], retries: int) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            result = function(*arguments, **options)
            if name == "list inputs":
                page.write_bytes(listed + LINE.format(number=1).encode())
            return result

        return step

    request = Request(sources=(str(pages),), build=build, models=False)
    assert execute(request, step=written_to_after_listing).rejects == 1
    assert tell(build, "SELECT count(*) FROM documents") == [(1,)]
    page.write_bytes(listed)
    assert execute(request).rejects == 0
    assert tell(build, "SELECT count(*) FROM documents") == [(2,)]
