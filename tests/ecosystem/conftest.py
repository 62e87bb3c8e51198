"""One published warehouse, with characters that byte, UTF-16 and grapheme counts would get wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import RunResult, run_pipeline
from seeds.load import SEEDS_DIR

# Beyond the basic plane, joined and combining characters stand before what is measured.
WIDE = "𠮷田商会👨‍👩‍👧é㐂今年前三季度实现营收２２７４亿元，同比增长7.1%。\r\n董事长李明说：“我们将新增岗位1200个。”\r\n"
LEGACY = "去年，全省出口额达3.5亿美元，比上年下降0.8个百分点。\r\n"


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    folder = tmp_path_factory.mktemp("ecosystem")
    pages = folder / "pages"
    pages.mkdir()
    (pages / "wide.txt").write_bytes(WIDE.encode("utf-8-sig"))
    (pages / "legacy.txt").write_bytes(LEGACY.encode("gb18030"))
    sources: list[str | Path] = [SEEDS_DIR / "pages", pages]
    return run_pipeline(sources, build=folder / "build", issue_date="2018-12-03")
