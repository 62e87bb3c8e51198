"""Where worker processes come from."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.executors import FORKED, WARM, open_executor
from tests.flows.command import ROOT

pytestmark = pytest.mark.skipif(not FORKED, reason="workers are not forked here")
PROGRAM = """
import sys

from flows.cli import main

if __name__ == "__main__":
    sys.argv[0] = "kechuang"
    main()
"""


def is_loaded(module: str) -> bool:
    """Whether this process has imported it."""
    return module in sys.modules


def test_workers_find_loaded_what_all_need() -> None:
    with open_executor(2) as executor:
        assert executor is not None
        assert executor.submit(is_loaded, WARM).result()
        assert executor.submit(os.getppid).result() != os.getpid()


def test_a_folder_of_the_same_name_where_the_user_works_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "kechuang.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "__init__.py").write_text("raise SystemExit('not this one')", encoding="utf-8")
    run = ["run", "--direct", "--workers", "2", "--build", str(tmp_path / "build")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(tmp_path / "bin" / "kechuang.py"), *run],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "build" / "kechuang.duckdb").exists()
