"""Corpora of newspapers that print an id before each line: it is no text, tells the day, and tells where articles begin."""

from __future__ import annotations

import datetime as dt

from flows.annotate import extract
from tests.transforms.test_subjects import SEEDS
from transforms.engine.issue_date import find_issue_date

PAGE = """19970306-02-004-001临河两岸修起防洪大堤
19970306-02-004-002本报讯临河市投入资金３５００万元，修起大堤１８公里。
19970306-02-004-003１月至２月，全市又清淤４０公里。
19970306-02-005-001本报讯东岭县去年新建乡镇企业２７家，产值达４亿元。（李建国）
19970306-02-006-001西川农民喜买拖拉机
19970306-02-006-002据统计，西川县农民一年买了拖拉机３６０台。
"""


def test_articles_begin_where_the_id_passes_on() -> None:
    tables = extract([{"id": "t", "text": PAGE, "issue_date": "1997-03-06"}], seeds=SEEDS, until="metrics")
    articles = tables["articles"].to_pylist()
    assert [row["title"] for row in articles] == ["临河两岸修起防洪大堤", None, "西川农民喜买拖拉机"]
    assert [PAGE[row["char_start"] :][:19] for row in articles] == [
        "19970306-02-004-001",
        "19970306-02-005-001",
        "19970306-02-006-001",
    ]


def test_an_id_is_no_text() -> None:
    tables = extract([{"id": "t", "text": PAGE, "issue_date": "1997-03-06"}], seeds=SEEDS, until="metrics")
    assert not any("-0" in text for text in tables["sentences"].column("text").to_pylist())
    metrics = {row["surface"]: row for row in tables["metrics"].to_pylist()}
    assert set(metrics) == {"３５００万元", "１８公里", "４０公里", "２７家", "４亿元", "３６０台"}
    assert (metrics["４０公里"]["period_start"], metrics["４０公里"]["period_end"]) == (
        dt.date(1997, 1, 1),
        dt.date(1997, 2, 28),
    )


def test_an_id_tells_the_day() -> None:
    found = find_issue_date(option=None, content_name="page.txt", metadata=None, text=PAGE)
    assert (found.day, found.source) == (dt.date(1997, 3, 6), "text")
