"""Columns of briefs: their name is a unit, and so is each text below it."""

from __future__ import annotations

import pytest

from flows.annotate import text_documents
from seeds.load import load_seeds
from transforms.articles import split_articles

SEEDS = load_seeds()
STORY = (
    "滨江银行不良率降至1.2%\n\n本报讯（记者 王小明）截至6月末，滨江银行不良贷款率为1.2%，比年初下降两成。"
    "该行表示，下半年将继续处置不良资产。\n\n"
)
NOTICES = [
    "东湖医药：控股子公司获投资基金增资2亿元。",
    "北山矿业：上半年亏损1.8亿元，上年同期盈利六千万元。",
    "海东环保：8月26日中标污水处理厂项目，中标金额4.3亿元。",
]


def units(page: str) -> list[tuple[str, str, str | None]]:
    documents = text_documents([{"id": "page", "text": page, "issue_date": "2019-08-28"}])
    rows = split_articles(documents, seeds=SEEDS).tables["articles"].to_pylist()
    return [(row["kind"], row["text"][:4], row["title"]) for row in rows]


@pytest.mark.parametrize("name", ["公告速递", "公司快讯", "港口快报", "简讯"])
def test_each_text_below_the_name_of_a_column_of_briefs_is_a_unit(name: str) -> None:
    found = units(STORY + "\n\n".join([name, *NOTICES]))
    assert found[1:] == [("editorial_box", name, None), *(("news", text[:4], None) for text in NOTICES)]


def test_a_text_that_goes_on_belongs_to_the_brief_above() -> None:
    page = STORY + "\n\n".join(["港口快报", NOTICES[0], "同日，公司宣布更换总经理。", NOTICES[1]])
    assert [text for _, text, _ in units(page)[1:]] == ["港口快报", "东湖医药", "北山矿业"]


def test_texts_behind_marks_below_a_short_name_are_units() -> None:
    page = STORY + "\n\n".join(["数字消费", *(f"▲{text}" for text in NOTICES)])
    assert units(page)[1:] == [
        ("editorial_box", "数字消费", None),
        *(("news", f"▲{text[:3]}", None) for text in NOTICES),
    ]


@pytest.mark.parametrize(
    ("head", "texts"),
    [
        ("滨江市前三季度工业经济运行简报", NOTICES),
        ("公告速递", [NOTICES[0] * 12, NOTICES[1]]),
        ("公告速递", [NOTICES[0], "一、重大合同", NOTICES[1]]),
    ],
    ids=["a report's title", "a long text", "parts"],
)
def test_what_is_no_column_of_briefs_stays_one_article(head: str, texts: list[str]) -> None:
    assert len(units("\n\n".join([head, *texts]))) == 1
