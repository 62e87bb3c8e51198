"""A dbt project over the published database and the Parquet export, built in an environment of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import venv
from pathlib import Path

import duckdb
import pytest

from flows import RunResult

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).parent / "dbt_project"
# dbt asks for older releases of libraries that the product uses too.
PACKAGES = ("dbt-core<1.11", "dbt-duckdb<1.11", "duckdb==1.5.5")


@pytest.fixture(scope="module")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dbt") / "venv"
    venv.create(folder, with_pip=True)
    install = [str(folder / "bin" / "pip"), "install", "--quiet", "-c", str(PROJECT / "constraints.txt"), *PACKAGES]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "bin" / "dbt"


@pytest.fixture(scope="module")
def target(dbt: Path, warehouse: RunResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own database after `dbt build`."""
    project = tmp_path_factory.mktemp("project") / "press"
    shutil.copytree(PROJECT, project)
    database = project / "press.duckdb"
    env = {
        **os.environ,
        "PRESS_TARGET": str(database),
        "PRESS_BUILD": str(warehouse.build),
        "DO_NOT_TRACK": "1",
        "DBT_PROFILES_DIR": str(project),
    }
    # The product's modules are not there for dbt: it has the files only.
    env.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(dbt), "build", "--no-use-colors"], cwd=project, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    results = json.loads((project / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert {result["status"] for result in results} == {"success", "pass"}
    assert len(results) >= 13
    return database


def test_dbts_tables_hold_the_published_values(target: Path, warehouse: RunResult) -> None:
    columns = "metric_id, value, unit, period_start, period_end, change_value, subject_entity_ids"
    with duckdb.connect(str(target), read_only=True) as connection:
        read = connection.execute(f"SELECT {columns} FROM stg_figures ORDER BY metric_id").to_arrow_table()
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        expected = connection.execute(f"SELECT {columns} FROM metrics ORDER BY metric_id").to_arrow_table()
    assert read.num_rows > 20
    assert read.schema.equals(expected.schema)
    assert read.equals(expected)


def test_dbt_cuts_the_printed_text_at_the_spans(target: Path, warehouse: RunResult) -> None:
    with duckdb.connect(str(target), read_only=True) as connection:
        printed = dict(connection.execute("SELECT metric_id, printed FROM stg_figures").fetchall())
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        expected = dict(
            connection.execute(
                "SELECT metric_id, source_text(document_id, char_start, char_end) FROM metrics"
            ).fetchall()
        )
    assert printed == expected


def test_dbt_unnests_lists_and_joins_entities(target: Path, warehouse: RunResult) -> None:
    with duckdb.connect(str(target), read_only=True) as connection:
        counted = connection.execute("SELECT entity_id, sum(figure_count) FROM subject_figures GROUP BY ALL").fetchall()
    with duckdb.connect(str(warehouse.database), read_only=True) as connection:
        expected = connection.execute(
            "SELECT entity_id, count(*) FROM (SELECT unnest(subject_entity_ids) AS entity_id FROM metrics) GROUP BY ALL"
        ).fetchall()
    assert counted
    assert sorted(counted) == sorted(expected)
