"""A warehouse of the sample page and a hostile one, and the explorer over it, built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from flows.cli import run
from seeds.load import SEEDS_DIR
from warehouse.explorer.build import build_site

HOSTILE_TITLE = "<script>document.title='owned'</script><img src=x onerror=alert(1)>"
HOSTILE_PAGE = f"""{HOSTILE_TITLE}

本报讯 （记者 李明）今年前三季度，某某县实现地区生产总值190.7亿元，同比增长7.1%。"><svg onload=alert(2)>

联系电话：010-66668888 邮箱：someone@example.com
"""


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explorer")
    pages = folder / "pages"
    shutil.copytree(SEEDS_DIR / "pages", pages)
    (pages / "hostile<b>'&.txt").write_text(HOSTILE_PAGE, encoding="utf-8")
    (pages / "cut.txt").write_bytes("新闻".encode()[:-1])
    assert run(["run", "--direct", str(pages), "--issue-date", "2018-12-03", "--build", str(folder / "build")]) == 0
    return folder / "build"


@pytest.fixture(scope="session")
def database(build: Path) -> Path:
    return build / "kechuang.duckdb"


@pytest.fixture(scope="session")
def site(build: Path, database: Path) -> Path:
    return build_site(database, build / "explorer").out


@pytest.fixture(scope="session")
def documents(database: Path) -> dict[str, tuple[str, str]]:
    """Id and text of the documents by the name of their file."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("SELECT source_uri, document_id, text FROM documents").fetchall()
    return {Path(uri).name: (one, text) for uri, one, text in rows}
