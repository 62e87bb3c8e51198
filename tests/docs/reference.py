"""The page of all commands, made from their help; `python -m tests.docs.reference` makes it anew."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import GUIDES, ROOT

PAGE = GUIDES / "commands.md"
EXAMPLE = re.compile(r"^Example:\n(?P<lines>(?: {4}\S.*\n)+)", re.MULTILINE)
HEAD = """\
# Commands

Made from the help of the commands by `python -m tests.docs.reference`. Every example is run by a test, except those of `train`, which need data that
does not come with the product.
"""


def reference() -> str:
    """The page, as typer writes it, with examples as console blocks."""
    command = Path(sys.executable).parent / "typer"
    done = subprocess.run(
        [command, "flows.cli", "utils", "docs", "--name", "kechuang"],
        cwd=ROOT,
        env={**os.environ, "KECHUANG_LANG": "en", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    text = html.unescape(done.stdout)
    text = re.sub(r"\[(\[\w+\]\.\.\.)\]\.\.\.", r"\1", text)
    text = EXAMPLE.sub(
        lambda found: f"```console\n{re.sub('^ {4}', '$ ', found['lines'], flags=re.MULTILINE)}```\n", text
    )
    body = text.partition("\n## ")[2]
    return HEAD + "\n## " + body.rstrip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
