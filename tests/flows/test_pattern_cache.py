"""Compiled patterns that are kept from process to process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.pattern_cache import DIGEST_BYTES

# The grammars are compiled, and what some of them find is told.
PROGRAM = """
import json, sys
from pathlib import Path
from flows.pattern_cache import use_compiled_patterns
cache = use_compiled_patterns(Path(sys.argv[1]))
known = len(cache.known)
import re
from transforms.engine import changes, numerals, periods, subject_heads
text = "2018年营业收入3.3116亿元，比上年增长7.1%，（第三）名，约占四分之一。"
found = [(m.group(), m.groupdict(), m.span()) for m in numerals.NUMERAL.finditer(text)]
flags = [re.compile("a(?P<x>b)?", re.I).flags, re.compile(b"ab").flags, re.compile("(?x) a b").flags]
cache.keep()
print(json.dumps([known, found, flags, numerals.NUMERAL.groups, re.split("(,)", "1,2"), re.sub("(?P<d>[0-9])", r"<\\\\g<d>>", "a1")]))
"""


def told(file: Path, **environment: str) -> list[Any]:
    """What the program tells: how many patterns it knew, and what it found."""
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", PROGRAM, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=plain | environment)
    found: list[Any] = json.loads(done.stdout)
    return found


def test_a_second_process_takes_what_the_first_has_compiled(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "patterns.bin"
    first = told(file)
    kept = file.stat().st_mtime_ns
    second = told(file)
    assert first[0] == 0
    assert second[0] > 100
    assert second[1:] == first[1:]
    assert file.stat().st_mtime_ns == kept
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize("at", [0, DIGEST_BYTES + 100, -1])
def test_a_damaged_file_is_made_anew(tmp_path: Path, at: int) -> None:
    file = tmp_path / "patterns.bin"
    first = told(file)
    whole = file.read_bytes()
    damaged = bytearray(whole)
    damaged[at] ^= 1
    file.write_bytes(damaged)
    again = told(file)
    assert again == first
    assert told(file)[0] > 100


def test_nothing_is_kept_where_python_may_write_no_modules(tmp_path: Path) -> None:
    file = tmp_path / "patterns.bin"
    told(file, PYTHONDONTWRITEBYTECODE="1")
    assert not file.exists()


def test_a_folder_that_may_not_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    assert told(tmp_path / "taken" / "patterns.bin")[0] == 0
