"""The pipeline from Python: typed results, typed errors, and readers that see what was just published."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import textwrap
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from flows import RunResult, connect, run_pipeline
from flows.errors import DataError, UsageError
from flows.listing import SourceError
from seeds.load import SEEDS_DIR
from warehouse.errors import LockHeldError
from warehouse.lock import hold_lock

ROOT = Path(__file__).parents[2]
ONE = "今年前三季度，全市工业企业实现营收2274亿元，同比增长7.1%。"
OTHER = "去年，全市工业企业实现利润100亿元。"
VALUES = "SELECT value FROM metrics WHERE unit = 'CNY' ORDER BY value"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(ONE, encoding="utf-8")
    return path


def values(connection: duckdb.DuckDBPyConnection) -> list[Decimal]:
    return [value for (value,) in connection.execute(VALUES).fetchall()]


def test_importing_the_package_loads_no_library() -> None:
    heavy = {"duckdb", "pyarrow", "pandas", "pydantic", "prefect", "jieba", "numpy", "great_expectations"}
    code = f"import flows, sys; print(sorted({heavy!r} & set(sys.modules)), flows.__all__)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[] ['RunResult', 'connect', 'run_pipeline']\n"


def test_the_result_tells_rows_and_paths(tmp_path: Path) -> None:
    result = run_pipeline([SEEDS_DIR / "pages"], build=tmp_path / "build", issue_date=dt.date(2018, 12, 3))
    assert isinstance(result, RunResult)
    assert result.published
    assert result.rows["documents"] == 1
    assert result.rows["metrics"] > 10
    assert result.database.is_file()
    assert result.data_docs.is_file()
    assert len(list((result.parquet / "metrics").glob("*.parquet"))) >= 1
    with connect(result.build) as warehouse:
        run_id, day = warehouse.execute("SELECT run_id, issue_date FROM runs, documents").fetchone() or (None, None)
        assert warehouse.execute("SELECT snapshot_id FROM published").fetchone() == (result.snapshot_id,)
    assert (run_id, day) == (result.run_id, dt.date(2018, 12, 3))
    again = run_pipeline(str(SEEDS_DIR / "pages"), build=str(tmp_path / "build"), issue_date="2018-12-03")
    assert not again.published
    assert (again.snapshot_id, again.rows) == (result.snapshot_id, result.rows)


def test_a_new_connection_reads_what_was_just_published_and_an_open_one_keeps_its_state(
    page: Path, tmp_path: Path
) -> None:
    build = tmp_path / "build"
    first = run_pipeline(page, build=build)
    plain = duckdb.connect(str(first.database), read_only=True)
    with connect(build) as old, plain:
        before = values(old)
        page.write_text(OTHER, encoding="utf-8")
        second = run_pipeline(page, build=build)
        with connect(build) as new:
            assert values(new) == [Decimal(10_000_000_000)]
        assert values(old) == values(plain) == before == [Decimal(227_400_000_000)]
        # The state that the open handle shows is not taken for the published one.
        page.write_text(ONE, encoding="utf-8")
        third = run_pipeline(page, build=build)
    assert first.snapshot_id is not None
    assert third.published
    assert third.snapshot_id != second.snapshot_id


def test_a_connection_joins_frames_and_cannot_write(page: Path, tmp_path: Path) -> None:
    import pandas as pd

    run_pipeline(page, build=tmp_path / "build", models=False)
    rates = pd.DataFrame({"unit": ["CNY"], "usd": [0.15]})
    with connect(tmp_path / "build") as warehouse:
        joined = warehouse.sql("SELECT value::DOUBLE * usd FROM metrics JOIN rates USING (unit)").fetchall()
        assert joined == [(pytest.approx(227_400_000_000 * rates["usd"][0]),)]
        with pytest.raises(duckdb.Error, match="read-only"):
            warehouse.execute("DELETE FROM metrics")


def test_mistakes_raise_typed_errors(page: Path, tmp_path: Path) -> None:
    build = tmp_path / "build"
    with pytest.raises(UsageError, match="nothing published"):
        connect(build)
    with pytest.raises(SourceError, match="no such file or folder"):
        run_pipeline(tmp_path / "nowhere.txt", build=build)
    with pytest.raises(UsageError, match="issue_date takes a day as YYYY-MM-DD, not 'yesterday'"):
        run_pipeline(page, build=build, issue_date="yesterday")
    with pytest.raises(UsageError, match="workers takes a number from 1 on"):
        run_pipeline(page, build=build, workers=0)
    (tmp_path / "zeros.txt").write_bytes(bytes(1000))
    with pytest.raises(DataError, match="no input could be read"):
        run_pipeline(tmp_path / "zeros.txt", build=build)
    with hold_lock(build, run_id="other"), pytest.raises(LockHeldError):
        run_pipeline(page, build=build)


@pytest.mark.usefixtures("prefect_server")
def test_the_same_run_under_prefect(page: Path, tmp_path: Path) -> None:
    direct = run_pipeline(page, build=tmp_path / "direct")
    flow = run_pipeline(page, build=tmp_path / "flow", prefect=True)
    assert flow.published
    # Artifacts of the flow hold no rows of the warehouse.
    assert dict(flow.rows) == dict(direct.rows)


def test_no_bar_is_drawn_over_the_output_of_a_prompt(page: Path, tmp_path: Path) -> None:
    run_pipeline(page, build=tmp_path / "build", models=False)
    code = f"""
        from pathlib import Path
        from flows import connect
        from warehouse.expectations.audit import _database
        from warehouse.lake import open_lake
        asked = "SELECT current_setting('enable_progress_bar')"
        build = Path({str(tmp_path / "build")!r})
        with open_lake(build, read_only=True) as lake, connect(build) as warehouse:
            print([one.execute(asked).fetchall()[0][0] for one in (lake, warehouse, _database())])
    """
    # DuckDB takes `python -c` for a prompt and switches its bars on.
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[False, False, False]\n"


def test_the_readmes_python_runs_as_printed(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*blocks, "print(frame.dtypes['value'], len(frame))"])],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    snapshot, metrics, _, database = done.stdout.splitlines()[0].split()
    assert (int(snapshot) >= 1, database) == (True, "warehouse/build/kechuang.duckdb")
    assert done.stdout.splitlines()[1].split()[1] == metrics
