"""What the shell offers, asked as bash asks, and set up as `--install-completion` sets it up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.command import ROOT, call


def complete(*words: str, shell: str = "bash", **environment: str) -> list[str]:
    asked = {
        "_KECHUANG_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    asked |= {"_TYPER_COMPLETE_ARGS": " ".join(words), "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = call(environment={**asked, **environment}, timeout=120)
    assert "Traceback" not in done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("eva",), ["evaluate"]),
        (("train", "n"), ["ner"]),
        (("plan", "--is"), ["--issue-date"]),
        (("docs", "metr"), ["metrics"]),
        (("export", "quotes", "mart_people"), ["mart_people_quotes"]),
        (("export", "--format", "p"), ["parquet"]),
        (("diff", "a", "b", "--table", "ment"), ["mentions"]),
        (("ask", "zone"), ["zone_gdp"]),
        (("sql", "--format", "j"), ["json"]),
        (("rejects", "--stage", "in"), ["inputs"]),
    ],
)
def test_the_shell_completes_commands_options_and_values(words: tuple[str, ...], offered: list[str]) -> None:
    assert complete("kechuang", *words) == offered


def test_questions_are_offered_with_what_they_ask() -> None:
    (english,) = complete("kechuang", "ask", "who_", shell="fish")
    assert english == "who_said_what\tWho said what?"
    (chinese,) = complete("kechuang", "ask", "who_", shell="fish", KECHUANG_LANG="zh")
    assert chinese == "who_said_what\t谁说了什么？"


def test_bash_completes_after_the_installation(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "kechuang"
    program.parent.mkdir()
    program.write_text(f'#!/bin/bash\nexec {sys.executable} -m flows.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = """
        kechuang --install-completion
        source ~/.bashrc
        COMP_WORDS=(kechuang stat) COMP_CWORD=1
        $(complete -p kechuang | sed -E 's/.*-F ([^ ]+) .*/\\1/') kechuang
        echo "offers: ${COMPREPLY[*]}"
        kechuang --show-completion > shown
        true
    """
    env = {
        **os.environ,
        "HOME": str(tmp_path),
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(["bash", "-c", script], env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "offers: status" in done.stdout.splitlines(), done.stderr
    assert "complete -o default" in (tmp_path / "shown").read_text(encoding="utf-8")
