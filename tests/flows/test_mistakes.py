"""What people get wrong: each mistake ends with a message that says what to do and a stable exit code, never with a stack trace."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from flows import run_pipeline
from flows.cli import run
from tests.flows.command import ROOT, call

PAGE = "2018年前三季度，河东开发区实现营收2274亿元，同比增长7.1%。联系电话：010-12345678👍。"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mistakes")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    return run_pipeline(folder / "page.txt", build=folder / "build", models=False).build


MISTAKES = [
    # Queries
    (["sql", ""], 2, "the query is empty"),
    (["sql", "/* nothing */"], 2, "the query is empty"),
    (["sql", "SELEC 1"], 1, 'syntax error at or near "SELEC"'),
    (["sql", "SELECT valu FROM metrics"], 1, 'Referenced column "valu" not found'),
    (["sql", "SELECT * FROM metric"], 1, 'Did you mean "metrics"'),
    (["sql", "DROP TABLE metrics"], 1, "read-only"),
    (["sql", "SELECT 1; DROP TABLE metrics"], 1, "read-only"),
    (["sql", "COPY metrics TO 'out.csv'"], 1, "Permission Error"),
    (["sql", "SELECT 1", "--format", "xml"], 2, "--format takes table, json, csv, not 'xml'"),
    (["sql", "SELECT 1", "--as-of", "99"], 1, "no snapshot 99; there are 1"),
    (["sql", "SELECT '\udcff'"], 2, "QUERY is not text in this terminal's encoding"),
    (["entity", ""], 2, "the name is empty"),
    (["entity", "\udcff"], 2, "NAME is not text in this terminal's encoding"),
    (["entity", "不存在的名字"], 1, "no entity is called '不存在的名字'"),
    (["ask", "nothing"], 2, "no question 'nothing'; there are: "),
    (["rejects", "--stage", "metric"], 2, "no stage 'metric'; there are: inputs, documents, "),
    (["docs", "metric"], 2, "no table 'metric'; there are: "),
    # Outputs
    (["export", "metric", "--out", "out"], 2, "no table 'metric'; there are: "),
    (["export", "metrics", "--out", "out", "--format", "xls"], 2, "--format takes"),
    (["diff", "nowhere", "nowhere"], 2, "no such build folder or database: nowhere"),
    (["evaluate", "nowhere"], 2, "no gold page in nowhere"),
    (["explore", "--out", "file"], 1, "file is no site that was built here"),
    # States
    (["rollback", "99"], 1, "no snapshot 99; there are 1"),
    (["gc", "--keep", "0"], 2, "Invalid value for '--keep'"),
]
RUNS = [
    (["nowhere"], 2, "no such file or folder: nowhere"),
    (["empty"], 2, "nothing to read in empty"),
    (["file.docx"], 2, "the suffix .docx is none of .txt"),
    (["s3://"], 2, "s3:// names no bucket"),
    (["page.txt", "--issue-date", "3.12.2018"], 2, "--issue-date takes a day as YYYY-MM-DD, not '3.12.2018'"),
    (["page.txt", "--workers", "many"], 2, "Invalid value for '--workers'"),
    (["page.txt", "--build", "file"], 1, "A file stands where a folder is wanted"),
    (["page.txt", "--build", "file/below"], 1, "A file stands where a folder is wanted"),
    (["page.txt", "--storage", "disk"], 2, "--storage takes an URL"),
    (["page.txt", "--catalog", "mysql:"], 2, "--catalog takes postgres:"),
    (["page.txt", "--publish", "all"], 2, "--publish takes copies or views, not 'all'"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), MISTAKES, ids=[" ".join(m[0]).strip() for m in MISTAKES])
def test_a_mistake_at_a_published_warehouse(
    arguments: list[str],
    code: int,
    message: str,
    build: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    if arguments[0] == "diff":
        arguments = [*arguments[:2], str(build)]
    elif arguments[0] != "docs":
        arguments = [*arguments, "--build", str(build)]
    assert run(arguments) == code
    assert_told(message, capsys)


@pytest.mark.parametrize(("arguments", "code", "message"), RUNS, ids=[" ".join(m[0]) for m in RUNS])
def test_a_mistake_at_a_run(
    arguments: list[str],
    code: int,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    for name in ("file", "file.docx"):
        (tmp_path / name).write_text("text", encoding="utf-8")
    assert run(["run", "--direct", *arguments, *([] if "--build" in arguments else ["--build", "build"])]) == code
    assert_told(message, capsys)
    assert not (tmp_path / "build" / "kechuang.duckdb").exists()


def assert_told(message: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = " ".join(capsys.readouterr().err.split())
    assert message in told
    assert "Traceback" not in told


def test_a_port_that_is_taken(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(["explore", "--serve", "--port", port, "--build", str(build)]) == 2
    assert_told(f"cannot serve on port {port}", capsys)


def test_no_prefect_server_where_one_is_configured(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    arguments = ["run", str(tmp_path / "page.txt"), "--build", str(tmp_path / "build")]
    done = call(
        *arguments,
        text=False,
        environment={"PREFECT_API_URL": "http://127.0.0.1:9/api", "KECHUANG_MODELS": "off"},
    )
    assert done.returncode == 2
    assert b"no Prefect server answers" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_a_terminal_that_lacks_characters_gets_escapes_and_true_json(encoding: str, build: Path) -> None:
    query = "SELECT text FROM documents"
    arguments = ["sql", query, "--format", "json", "--show-contacts", "--build", str(build)]
    done = call(*arguments, text=False, environment={"PYTHONIOENCODING": encoding})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode(encoding)) == {"text": PAGE}
    drawn = call("ask", "--list", text=False, environment={"PYTHONIOENCODING": encoding})
    assert drawn.returncode == 0, drawn.stderr
    helped = call("--help", text=False, environment={"PYTHONIOENCODING": encoding, "KECHUANG_LANG": "zh"})
    assert helped.returncode == 0, helped.stderr


def test_a_reader_that_leaves_early_sees_no_trace(build: Path) -> None:
    line = (
        f"{sys.executable} -m flows.cli sql 'SELECT range FROM range(200000)' --format csv --build {build} | head -n 1"
    )
    done = subprocess.run(
        ["bash", "-c", line], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.stdout == "range\n"
    assert done.stderr == ""
