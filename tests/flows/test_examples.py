"""The examples of the README and of every `--help` run as printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import app, run
from seeds.load import SEEDS_DIR
from tests.flows.examples import COMMAND, command_names, examples_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def readme_examples() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("kechuang ")]


def help_examples() -> list[str]:
    return examples_of(app)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    assert run(["run", "--direct", str(SEEDS_DIR / "pages"), "--build", str(folder)]) == 0
    return folder


@pytest.mark.parametrize("example", [*readme_examples(), *help_examples()])
def test_example_runs(example: str, build: Path) -> None:
    line = COMMAND.sub(f"{sys.executable} -m flows.cli ", example)
    env = {**os.environ, "KECHUANG_BUILD": str(build), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", line], env=env, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_examples_that_run_are_those_of_every_command() -> None:
    shown = {line[match.end() :].split()[0] for line in help_examples() for match in COMMAND.finditer(line)}
    assert shown == set(command_names(app))


def test_every_subcommand_shows_an_example_too() -> None:
    # Those of `train` run beside the tests of training, which make data for them.
    for group in app.registered_groups:
        assert group.typer_instance is not None
        assert examples_of(group.typer_instance)


def test_every_command_stands_in_the_readme() -> None:
    names = command_names(app)
    assert len(names) >= 18
    for name in [*names, *(group.name for group in app.registered_groups)]:
        assert f"kechuang {name}" in README, name


def test_the_readme_opens_with_its_two_commands() -> None:
    first_screen = "\n".join(README.splitlines()[:25])
    assert "pip install -c constraints.txt -e . && kechuang run" in first_screen
    assert "pip install -c constraints.txt -e '.[test]' && pytest" in first_screen
