"""The command line: messages for people, exit codes for programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import run


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "--direct", "nowhere.txt"], "no such file or folder: nowhere.txt"),
        (["run", "--direct", "--issue-date", "tomorrow"], "--issue-date takes a day as YYYY-MM-DD"),
        (["sql", "SELECT 1", "--build", "nowhere"], "nothing published"),
        (["status", "--build", "nowhere"], "nothing published"),
        (["annotate", "nowhere.jsonl"], "no such file: nowhere.jsonl"),
        (["run", "--wrong"], "No such option"),
        (["fly"], "No such command"),
    ],
)
def test_a_user_mistake_is_exit_code_2_and_one_message(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    told = capsys.readouterr().err
    assert message in told
    assert "Traceback" not in told


def test_an_empty_folder_is_a_user_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", "--direct", str(tmp_path), "--build", str(tmp_path / "build")]) == 2
    assert "nothing to read" in capsys.readouterr().err


def test_a_wrong_setting_names_its_variable(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "status"],
        env={**os.environ, "KECHUANG_WORKERS": "many"},
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 2
    assert "KECHUANG_WORKERS" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    for command in ("run", "status", "sql", "annotate"):
        assert command in told


def test_annotate_gives_one_line_per_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "texts.jsonl"
    texts = [
        {"id": "a", "text": "前三季度营收2274亿元，同比增长7.1%。", "issue_date": "2018-12-03"},
        {"id": 2, "text": ""},
        {"id": 3, "text": "今天天气很好。", "issue_date": "someday"},
    ]
    path.write_text("\n".join(json.dumps(text, ensure_ascii=False) for text in texts) + "\n", encoding="utf-8")
    assert run(["annotate", "--plain", str(path)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["id"] for row in rows] == ["a", 2, 3]
    (metric,) = rows[0]["metrics"]
    assert (metric["value"], metric["unit"], metric["change_value"], metric["period_start"]) == (
        "227400000000",
        "CNY",
        "7.1",
        "2018-01-01",
    )
    assert rows[1]["metrics"] == []
    assert "someday" in rows[2]["warnings"][0]


def test_annotate_names_the_line_that_is_not_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text('{"id": 1, "text": "好"}\nnot json\n', encoding="utf-8")
    assert run(["annotate", "--plain", str(path)]) == 2
    assert "line 2" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["docs"], ["docs", "metrics"], ["--help"]])
def test_a_reader_that_leaves_early_is_no_failure(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        command = [sys.executable, "-m", "flows.cli", *arguments]
        done = subprocess.run(
            command,
            cwd=Path(__file__).parents[2],
            stdout=gone,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_help_shows_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", "--help"]) == 0
    assert "default: warehouse/build" in " ".join(capsys.readouterr().out.replace("│", " ").split())
