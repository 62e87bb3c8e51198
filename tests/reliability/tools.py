"""Pages, runs in processes of their own, and what a reader sees of a build folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow.dataset as ds
import pytest

from warehouse.history import open_snapshot
from warehouse.lake import open_lake

ROOT = Path(__file__).parents[2]
ARTICLE = """临江市高新区前三季度营收{number}亿元

本报讯（记者 王小明）{month}月3日，临江市高新技术产业开发区管委会发布消息，前三季度全区营业收入{number}亿元，同比增长7.{edition}%。
目前已有{count}家企业获得贷款，贷款总额超过{count}00万元。
管委会主任李建国表示：“明年我们将新建{count}个孵化器，引进{count}0名高层次人才。”
"""
# Tables whose rows together tell a state; a reader that sees rows of two states sees another sum.
WATCHED = ("documents", "sentences", "tokens", "mentions", "metrics", "numerals", "events")
COUNTS = ", ".join(f"(SELECT count(*) FROM {{0}}{name})" for name in WATCHED)
TEXTS = "(SELECT bit_xor(hash(text)) FROM {0}documents), (SELECT bit_xor(hash(surface)) FROM {0}metrics)"
State = tuple[int, ...]


def write_pages(folder: Path, *, edition: int, count: int = 3) -> Path:
    """Invented news pages; every edition holds other numbers, and one article more per page than the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        articles = [
            ARTICLE.format(
                number=100 * edition + 10 * number + part, month=1 + edition % 12, edition=edition, count=2 + part
            )
            for part in range(1 + edition)
        ]
        (folder / f"page{number}.txt").write_text("\n\n".join(articles), encoding="utf-8")
    return folder


def environment(**settings: object) -> dict[str, str]:
    """The environment of a run that is quick to start: rules alone, three small batches."""
    told = {
        f"KECHUANG_{name.upper()}": str(value)
        for name, value in {"models": "off", "batch_bytes": 1, **settings}.items()
    }
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **told}


def start_run(build: Path, source: Path, *options: str, **settings: object) -> subprocess.Popen[str]:
    """Start `kechuang run` in a session of its own, as a terminal would."""
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "run", *options, str(source), "--build", str(build)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**settings),
        cwd=ROOT,
        start_new_session=True,
    )


def as_plain_user() -> list[str]:
    """Words before a command that keep root from reading and writing what its modes forbid; skip the test where that is impossible."""
    if os.getuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root without setpriv may read and write anywhere")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def call(*arguments: object, prefix: Sequence[str] = (), **settings: object) -> subprocess.CompletedProcess[str]:
    """One command to its end; `prefix` stands before it."""
    return subprocess.run(
        [*prefix, sys.executable, "-m", "flows.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(**settings),
        cwd=ROOT,
    )


def run_to_end(build: Path, source: Path, *options: str, **settings: object) -> str:
    """A run that must succeed; returns what it told on both outputs."""
    done = call("run", "--direct", *options, source, "--build", build, **settings)
    assert done.returncode == 0, done.stderr
    return done.stderr + done.stdout


def wait_for_line(process: subprocess.Popen[str], text: str) -> None:
    """Read the process's standard error up to a line that holds `text`."""
    assert process.stderr is not None
    for line in process.stderr:
        if text in line:
            return
    raise AssertionError(f"the run ended ({process.wait()}) before it told {text!r}")


def end(process: subprocess.Popen[str]) -> str:
    """Wait for the end of a process; returns the rest of its standard error."""
    told = process.communicate(timeout=120)[1]
    return str(told)


def session_members(process: subprocess.Popen[str]) -> list[str]:
    """Living processes of the session that `start_run` made, its servers and workers included."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                status = (place / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                line = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except OSError:
                continue
            if status[3] == str(process.pid) and status[0] != "Z":
                found.append(f"{place.name} {line[:200]}")
    return found


def see_database(build: Path) -> State:
    """The state that the analysts' file shows."""
    with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as connection:
        return _state(connection, "")


def see_parquet(build: Path) -> State:
    """The state that one generation of the Parquet export shows."""
    folder = (build / "parquet").resolve()
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA export")
        for name in WATCHED:
            rows = ds.dataset(folder / name, format="parquet").to_table()
            connection.register("rows", rows)
            connection.execute(f"CREATE TABLE export.{name} AS SELECT * FROM rows")
        return _state(connection, "export.")


def see_lake(build: Path) -> State:
    """The state that the newest snapshot of the lake shows."""
    with open_lake(build, read_only=True) as connection:
        return _state(connection, "lake.")


def see_named_snapshot(build: Path) -> State:
    """The state of the snapshot that the analysts' file says it was made from; raise AssertionError where the file holds another."""
    with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as connection:
        shown = _state(connection, "")
        row = connection.execute("SELECT snapshot_id FROM published").fetchone()
    assert row is not None
    with open_snapshot(build, row[0]) as connection:
        named = _state(connection, "")
    assert named == shown, f"snapshot {row[0]} holds {named}, the file made from it {shown}"
    return named


VIEWS = {"database": see_database, "parquet": see_parquet, "lake": see_lake, "named snapshot": see_named_snapshot}


def see_everywhere(build: Path) -> State:
    """The one state that all outputs show."""
    states = {name: see(build) for name, see in VIEWS.items()}
    assert len(set(states.values())) == 1, states
    return states["database"]


def _state(connection: duckdb.DuckDBPyConnection, prefix: str) -> State:
    row = connection.execute("SELECT " + COUNTS.format(prefix) + ", " + TEXTS.format(prefix)).fetchone()
    assert row is not None
    return tuple(int(value or 0) for value in row)


def tell(build: Path, query: str) -> list[tuple[object, ...]]:
    """Rows of a query over the published database."""
    with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()
