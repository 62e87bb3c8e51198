"""Whose figure it is: anaphors, places of an article, owners of shares and ages of persons."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from transforms.engine.simplified import simplified

SEEDS = load_seeds(models=False)


def subjects(text: str) -> dict[str, str | None]:
    table = extract([{"id": "t", "text": text, "issue_date": "2021-06-14"}], seeds=SEEDS, plain=True, until="metrics")
    rows = table["metrics"].to_pylist()
    return {row["surface"]: row["subject"] for row in rows}


@pytest.mark.parametrize(
    ("text", "surface", "subject"),
    [
        ("宁海股份（600998）昨日公告，公司拟投资3亿元建厂。", "3亿元", "宁海股份"),
        ("宁海纺织中期盈利。成衣制造商宁海纺织（2698）公布业绩。营业额42亿元，越南厂投产。", "42亿元", "宁海纺织"),
        ("据浙江省海宁市统计局介绍，前五个月全市完成投资120亿元。", "120亿元", "海宁市"),
        ("成都市武侯区科技局局长介绍，今年以来，全区已有63家企业获得贷款。", "63家", "武侯区"),
        ("四川长虹集团有限公司去年盈利。公司今年投入5亿元。", "5亿元", "四川长虹集团有限公司"),
    ],
)
def test_an_anaphor_points_back_to_its_name(text: str, surface: str, subject: str) -> None:
    assert subjects(text)[surface] == subject


def test_traditional_text_is_read_like_simplified_text() -> None:
    assert simplified("營收3.5億元,按年增長5%:29,970戶") == "营收3.5亿元，按年增长5%：29,970户"
    table = extract(
        [{"id": "t", "text": "上月營收3.5億元,較去年同期增長5%。", "issue_date": "2016-08-12"}],
        seeds=SEEDS,
        plain=True,
        until="metrics",
    )
    (row,) = table["metrics"].to_pylist()
    assert (row["surface"], int(row["value"]), row["indicator"], row["change_value"]) == (
        "3.5億元",
        350000000,
        "營收",
        5,
    )
