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


COMPILED = r"""
import re
from re import _compiler

from flows.own_process import own_process
from seeds.load import load_seeds
from transforms.engine.date_grammar import date_pattern
from transforms.engine.numerals import NUMERAL

seeds = load_seeds(models=False)
patterns = [(rule.pattern, 0) for rule in seeds.rules.values() if rule.pattern]
patterns += [(found.pattern, found.flags) for found in (date_pattern(seeds), NUMERAL)]
patterns += [("[^一二三四五]+[a-zé十百千]", re.IGNORECASE), ("[一二三四五][^一二三四五]", 0), ("[一二三四五]", re.IGNORECASE)]


def codes():
    return [_compiler._code(_compiler._parser.parse(pattern, flags), flags) for pattern, flags in patterns]


plain = codes()
own_process()
assert _compiler._optimize_charset.__wrapped__
# The second time every set is known.
assert codes() == plain
assert codes() == plain
print(len(patterns))
"""


def test_patterns_compile_to_the_same_in_processes_of_our_own() -> None:
    done = subprocess.run([sys.executable, "-c", COMPILED], capture_output=True, check=True, text=True)
    assert int(done.stdout) > 50
