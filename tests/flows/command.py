"""The command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def call(
    *arguments: str, environment: Mapping[str, str], text: bool = True, timeout: float | None = None
) -> subprocess.CompletedProcess[Any]:
    """Run `kechuang` with arguments; the environment is this one's and what is given. Output is bytes unless `text`."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=text,
        check=False,
        timeout=timeout,
    )
