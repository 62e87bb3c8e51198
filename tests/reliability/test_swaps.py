"""What people browse is swapped in one step: a reader in another process never finds nothing, nor half of it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.reliability.tools import ROOT, environment
from warehouse.expectations.judge import KEPT_DOCS, Judge
from warehouse.staging import begin_version, swap_version

pytestmark = pytest.mark.reliability
SWAPS = 400
# Looks as fast as it can; tells what it missed and how often it looked.
READER = """
import os, sys
page, stop = sys.argv[1:]
parent = os.getppid()
print("ready", flush=True)
looks = missed = 0
while True:
    looks += 1
    try:
        os.stat(page)
    except OSError:
        missed += 1
    if looks % 5000 == 0 and (os.path.exists(stop) or os.getppid() != parent):
        break
print(missed, looks, flush=True)
"""


def looked_at(page: Path, stop: Path) -> subprocess.Popen[str]:
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(page), str(stop)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=ROOT,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    return reader


def seen(reader: subprocess.Popen[str], stop: Path) -> tuple[int, int]:
    stop.touch()
    missed, looks = reader.communicate(timeout=60)[0].split()
    return int(missed), int(looks)


def test_a_reader_always_finds_a_version(tmp_path: Path) -> None:
    link, versions, stop = tmp_path / "site", tmp_path / ".versions", tmp_path / "stop"

    def swap(number: int) -> None:
        beside = begin_version(link, versions)
        (beside / "index.html").write_text(str(number), encoding="utf-8")
        swap_version(beside, link, keep=3)

    swap(0)
    reader = looked_at(link / "index.html", stop)
    for number in range(1, SWAPS):
        swap(number)
    missed, looks = seen(reader, stop)
    assert looks > SWAPS
    assert missed == 0
    assert (link / "index.html").read_text(encoding="utf-8") == str(SWAPS - 1)
    assert len(list(versions.iterdir())) == 3


def test_data_docs_are_there_and_whole_while_they_are_made_anew(tmp_path: Path) -> None:
    def write() -> None:
        # Each run has a judge of its own.
        with closing(Judge()) as judge:
            judge.open()
            judge.write_docs(tmp_path)
            judge.show_docs(tmp_path)

    write()
    reader = looked_at(tmp_path / "data_docs" / "index.html", tmp_path / "stop")
    for _ in range(4):
        write()
    missed, looks = seen(reader, tmp_path / "stop")
    assert looks > 100
    assert missed == 0
    assert len(list((tmp_path / ".data_docs").iterdir())) == KEPT_DOCS


def test_a_plain_folder_of_an_older_release_becomes_a_version(tmp_path: Path) -> None:
    link = tmp_path / "data_docs"
    link.mkdir()
    (link / "index.html").write_text("old", encoding="utf-8")
    beside = begin_version(link, tmp_path / ".data_docs")
    (beside / "index.html").write_text("new", encoding="utf-8")
    swap_version(beside, link, keep=2)
    assert (link / "index.html").read_text(encoding="utf-8") == "new"
    assert sorted(path.joinpath("index.html").read_text() for path in (tmp_path / ".data_docs").iterdir()) == [
        "new",
        "old",
    ]
