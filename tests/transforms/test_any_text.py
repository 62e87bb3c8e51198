"""Whatever text comes in is read: cut off anywhere, or put together from the pieces that pages are made of."""

from __future__ import annotations

from dataclasses import replace

import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.annotate import extract
from seeds.load import load_seeds
from seeds.types import TaggedSpan
from warehouse.expectations.slices import RawTexts, joined, slice_differs, unspaced

PAGE = """# 晚报 第3版

<p>　　<strong>本报讯</strong>（记者 王小明）今年1-8月，某市外贸进出口值3287.4亿元，同比增长17.1%，其中出口约２０００亿元。</p>
<title><![CDATA[园区“保险贷”试点]]></title>
- 首批8家银行参与，贷款最高500万元；王强说：“三年内放款超10亿元。”（下转第4版）

| 指标 | 数值 |
|---|---|
| 增加值 | 12.5% |

占比为 $2 5 . 8 \\%$ ，水量 $2 \\ 8 1 3 \\ \\mathrm { k m } ^ { 3 }$ ，面积 3.5万 $\\mathrm { k m } ^ { 2 }$ 。<br></p>"""
PIECES = ["<p>", "</p>", "\n", "\n\n", "　", " ", "#", "### ", "- ", "|", "“", "”", "（", "）", "《", "》", "。", "，", "：", "、", "1", "十", "亿元", "%", "年", "至", "2018年", "同比增长", "其中", "记者", "某市", "公司", "王强说", "$", "\\%", "\\ ", "{ \\mathrm { k m } } ^ { 2 }", "\\times 1 0 ^ { 8 }", "×10^4", "①", "<", ">", "&nbsp;", "\u200b", "😀", "㐀"]  # fmt: skip


SURFACES = ("mentions", "times", "numerals", "metrics")
SPANS = ("articles", "sentences", "mentions", "times", "quotes", "metrics", "events")


def read(texts: list[str]) -> None:
    """Run all stages over the texts, and look where their rows stand."""
    items = [{"id": number, "text": text, "issue_date": "2018-12-03"} for number, text in enumerate(texts)]
    tables = extract(items, seeds=load_seeds())
    length = {row["document_id"]: row["char_count"] for row in tables["documents"].to_pylist()}
    for name in SPANS:
        for row in tables[name].select(["document_id", "char_start", "char_end"]).to_pylist():
            assert 0 <= row["char_start"] < row["char_end"] <= length[row["document_id"]], name
    raw = RawTexts.of(tables["documents"])
    assert not pc.any(slice_differs(tables["tokens"], raw, "token", unspaced)).as_py()
    for name in SURFACES:
        assert not pc.any(slice_differs(tables[name], raw, "surface", joined)).as_py(), name


def test_a_page_may_end_anywhere() -> None:
    read([PAGE[:end] for end in range(1, len(PAGE) + 1)])


def test_a_page_may_begin_anywhere() -> None:
    read([PAGE[start:] for start in range(len(PAGE))])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join), min_size=1, max_size=20))
def test_any_pieces_are_read(texts: list[str]) -> None:
    read(texts)


def test_a_figure_ends_with_its_line_and_a_blank_entity_is_no_line() -> None:
    read(
        [
            "本文（2015</p>—2020年）说明情况。",
            "说明情况。</p>&nbsp;",
            "<p>&nbsp;</p>\n说明。",
            "水量 $2 \\ 8 1 3 \\ \\mathrm { k m } ^ { 3 }$",
        ]
    )


def test_a_tagger_may_take_anything_for_a_name() -> None:
    seeds = replace(
        load_seeds(), tagger=lambda texts: [[TaggedSpan(0, len(text), "ORG", 1.0)] for text in texts if text]
    )
    for text in ("他来了。", "他来了。”", "”"):
        mentions = extract([{"id": 1, "text": text}], seeds=seeds, until="mentions")["mentions"]
        assert mentions.column("surface").to_pylist() == []
