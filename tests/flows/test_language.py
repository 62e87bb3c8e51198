"""Messages in Chinese and English: the catalogue is whole, and what is shown is in the reader's language."""

from __future__ import annotations

import ast
import re
import string
import subprocess
from pathlib import Path

import pytest
import typer

from flows import cli_plan, failures
from flows.cli import app
from flows.cli_language import summary_of, walk
from flows.language import DOMAIN, LOCALE, load_language
from tests.catalogues import assert_compiled, read_catalogue
from tests.flows.command import ROOT, call

PO = LOCALE / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"
CHINESE = re.compile(r"[一-鿿]")
ERRORS = {"UsageError", "DataError", "SourceError"}


def calls() -> list[tuple[Path, str, ast.Call]]:
    return [
        (path, node.func.id, node)
        for path in sorted((ROOT / "flows").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]


def messages_in_code() -> set[str]:
    literal = {
        str(node.args[0].value)
        for _, name, node in calls()
        if name == "told" and isinstance(node.args[0], ast.Constant)
    }
    return literal | {
        *cli_plan.REASONS.values(),
        *failures.ADVICE.values(),
        *failures.LEADS.values(),
        failures.UNTOUCHED,
    }


def help_texts() -> set[str]:
    own = {summary_of(part.help) for part in walk(typer.main.get_command(app)) if part.help}
    return own


@pytest.mark.parametrize("message", sorted(messages_in_code() | help_texts()))
def test_every_message_has_a_chinese_form_with_the_same_fields(message: str) -> None:
    chinese = read_catalogue(PO).get(message)
    assert chinese, f"not in {PO.relative_to(ROOT)}: {message!r}"
    if re.search(r"[a-z]{3}", message):
        assert CHINESE.search(chinese)
    if message in messages_in_code():
        assert fields(chinese) == fields(message)


def fields(template: str) -> set[tuple[str, str, str]]:
    return {(name, form or "", how or "") for _, name, form, how in string.Formatter().parse(template) if name}


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    assert_compiled(PO, domain=DOMAIN)


def test_failures_are_told_in_the_readers_language() -> None:
    for path, name, node in calls():
        if name in ERRORS and node.args:
            assert not isinstance(node.args[0], ast.JoinedStr | ast.Constant), f"{path.name}:{node.lineno}: use told()"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"KECHUANG_LANG": "zh"}, "zh"),
        ({"KECHUANG_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"KECHUANG_LANG": "fr"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_follows_the_setting_then_the_locale(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KECHUANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert load_language() == language


def in_chinese(*arguments: str) -> subprocess.CompletedProcess[str]:
    return call(*arguments, environment={"KECHUANG_LANG": "zh", "NO_COLOR": "1", "COLUMNS": "160"})


def test_a_run_and_its_failures_speak_chinese(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("今年前三季度，全市营收2274亿元，同比增长7.1%。", encoding="utf-8")
    build = str(tmp_path / "build")
    done = in_chinese("run", "--direct", str(page), "--build", build)
    assert done.returncode == 0, done.stderr
    assert "已发布快照 1" in done.stdout
    assert "已发布快照 1" in in_chinese("status", "--build", build).stdout
    missing = in_chinese("run", "--direct", str(tmp_path / "nowhere"))
    assert missing.returncode == 2
    assert "没有这个文件或文件夹" in missing.stderr
    unknown = in_chinese("sql", "SELECT 1", "--as-of", "99", "--build", build)
    assert unknown.returncode == 1
    assert CHINESE.search(unknown.stderr)


def test_help_speaks_chinese_and_keeps_its_examples() -> None:
    told = in_chinese("run", "--help").stdout
    assert "kechuang run seeds/pages --issue-date 2018-12-03" in told
    assert CHINESE.search(told)
    assert "Run the pipeline over pages" not in told
    for english in ("Options", "Arguments", "Show this message"):
        assert english not in told
    for english in ("Commands", "Install completion", "Show completion"):
        assert english not in in_chinese("--help").stdout
    wrong = in_chinese("run", "--wrong")
    assert wrong.returncode == 2
    assert "错误" in wrong.stderr
    assert "查看帮助" in wrong.stderr
