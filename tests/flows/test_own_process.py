"""What the product's own processes leave out."""

from __future__ import annotations

import subprocess
import sys

import pytest

FIRST_LIST = """
import sys

import pyarrow as pa

from flows.own_process import leave_pandas_out, own_process

if sys.argv[1] == "own":
    own_process()
leave_pandas_out()
assert pa.array(["a", None]).to_pylist() == ["a", None]
print("pandas" in sys.modules)
import pandas
"""


@pytest.mark.parametrize(("process", "imported"), [("own", "False"), ("somebody's", "True")])
def test_arrow_does_without_pandas_in_processes_of_our_own(process: str, imported: str) -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_LIST, process], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == imported
