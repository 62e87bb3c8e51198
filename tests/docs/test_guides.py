"""The guides do what they say, in a copy of the repository: their files are written, their commands run, their outputs compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.console import agrees, commands, environment, perform
from tests.docs.pages import GUIDES, blocks, copy_repository, follow

HOW_TO = sorted(GUIDES.glob("add-*.md"))


@pytest.mark.slow
@pytest.mark.parametrize("page", [*HOW_TO, GUIDES / "tutorial.md"], ids=lambda page: page.stem)
def test_the_page_does_what_it_says(page: Path, tmp_path: Path) -> None:
    copy_repository(tmp_path)
    env = environment(tmp_path)
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.language != "console":
            assert follow(block, tmp_path), f"nothing says what becomes of:\n{block.body}"
            continue
        for command in commands(block.body):
            printed = perform(command.line, folder=tmp_path, env=env)
            assert agrees(command.shown, printed), f"{command.line}\nshown:\n{command.shown}\nprinted:\n{printed}"
