"""Copies of published tables, and what two builds say differently."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.cli import run

PAGE = "新区举行产业大会\n\n本报讯 记者 王小明 新区今年实现营业收入{value}亿元，同比增长7.1%。咨询电话13812345678。\n"


def build_of(folder: Path, value: str) -> Path:
    folder.mkdir()
    (folder / "page.txt").write_text(PAGE.format(value=value), encoding="utf-8")
    build = folder / "build"
    assert run(["run", "--direct", str(folder / "page.txt"), "--issue-date", "2020-05-06", "--build", str(build)]) == 0
    return build


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_of(tmp_path_factory.mktemp("export") / "one", "12")


@pytest.mark.parametrize("form", ["parquet", "csv", "jsonl"])
def test_every_form_holds_every_row(build: Path, tmp_path: Path, form: str) -> None:
    assert run(["export", "metrics", "--format", form, "--out", str(tmp_path), "--build", str(build)]) == 0
    path = tmp_path / f"metrics.{form}"
    if form == "parquet":
        surfaces = pq.read_table(path).column("surface").to_pylist()
    elif form == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            surfaces = [row["surface"] for row in csv.DictReader(file)]
    else:
        surfaces = [json.loads(line)["surface"] for line in path.read_text(encoding="utf-8").splitlines()]
    with duckdb.connect(str(build / "kechuang.duckdb"), read_only=True) as connection:
        assert surfaces == [row for (row,) in connection.execute("SELECT surface FROM metrics").fetchall()]
    assert "12亿元" in surfaces


def test_contacts_are_hidden_unless_asked_for(build: Path, tmp_path: Path) -> None:
    for name, options in (("hidden", []), ("shown", ["--show-contacts"])):
        out = tmp_path / name
        assert run(["export", "documents", *options, "--out", str(out), "--build", str(build)]) == 0
        text = pq.read_table(out / "documents.parquet").column("text").to_pylist()[0]
        assert ("13812345678" in text) == (name == "shown")


def test_all_tables_and_marts_are_exported_by_default(build: Path, tmp_path: Path) -> None:
    assert run(["export", "--out", str(tmp_path), "--build", str(build)]) == 0
    names = {path.stem for path in tmp_path.iterdir()}
    assert {"documents", "metrics", "units", "mart_region_indicators"} <= names


def test_an_unknown_table_or_form_is_a_usage_error(
    build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "nothing", "--out", str(tmp_path), "--build", str(build)]) == 2
    assert "no table 'nothing'" in capsys.readouterr().err
    assert run(["export", "--format", "xlsx", "--out", str(tmp_path), "--build", str(build)]) == 2
    assert not list(tmp_path.iterdir())


def test_a_build_does_not_differ_from_itself(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", str(build), str(build), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"documents", "mentions", "metrics", "events"} <= {row["table"] for row in rows}
    assert all(row["won"] == row["lost"] == row["changed"] == 0 for row in rows)


def test_rows_won_and_lost_are_counted_and_shown(
    build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = build_of(tmp_path / "two", "34")
    capsys.readouterr()
    assert run(["diff", str(build), str(other / "kechuang.duckdb"), "--table", "metrics", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = {(row["change"], row["surface"]) for row in rows}
    assert {("won", "34亿元"), ("lost", "12亿元")} <= told
    assert run(["diff", str(build), str(tmp_path / "nowhere")]) == 2
