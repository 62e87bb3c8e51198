"""Clean text leads back to the raw characters whatever the page holds."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.annotate import text_documents
from seeds.load import load_seeds
from transforms.articles import split_articles
from transforms.engine.repair import clean_slice, formula_span

SEEDS = {models: load_seeds(models=models) for models in (True, False)}
CHINESE = st.text(
    st.sampled_from("甲乙丙丁，。；：！？“”（）《》□#一二0123%.A<p>/\n\n\n \u3000\t摄图为记者本报讯$$\\{}^"),
    min_size=1,
    max_size=160,
)
ANY = st.text(min_size=1, max_size=120)


def split(text: str, *, models: bool) -> dict[str, pa.Table]:
    documents = text_documents([{"id": "page", "text": text}])
    return dict(split_articles(documents, seeds=SEEDS[models]).tables)


def check_offsets(text: str, tables: dict[str, pa.Table]) -> None:
    """Every clean character of a block or sentence is the raw character that `cuts` lead to."""
    for name in ("blocks", "sentences"):
        for row in tables[name].to_pylist():
            removed = dict(zip(row["cuts"][::2], row["cuts"][1::2], strict=True))
            at = row["char_start"]
            assert all(0 < place < len(row["text"]) and count > 0 for place, count in removed.items())
            for place, char in enumerate(row["text"]):
                at += removed.get(place, 0)
                assert text[at] == char
                at += 1
            assert at == row["char_end"]


def check_order(tables: dict[str, pa.Table]) -> None:
    """Articles, blocks and sentences follow each other without overlap, each inside its parent."""
    for name, parent, key in (
        ("articles", None, ""),
        ("blocks", "articles", "article_id"),
        ("sentences", "blocks", "block_id"),
    ):
        rows = tables[name].to_pylist()
        assert all(before["char_end"] <= after["char_start"] for before, after in pairwise(rows))
        if parent is not None:
            parents = {row[key]: row for row in tables[parent].to_pylist()}
            for row in rows:
                assert (
                    parents[row[key]]["char_start"]
                    <= row["char_start"]
                    < row["char_end"]
                    <= parents[row[key]]["char_end"]
                )


@settings(deadline=None)
@given(st.one_of(CHINESE, ANY), st.booleans())
def test_any_text_is_split_into_spans_that_lead_back(text: str, models: bool) -> None:
    tables = split(text, models=models)
    check_offsets(text, tables)
    check_order(tables)


@pytest.mark.parametrize("break_", "\r\v\f\x1c\x85\u2028")
def test_a_tag_that_a_line_break_tears_is_text(break_: str) -> None:
    text = f"<a{break_}>"
    tables = split(text, models=False)
    check_offsets(text, tables)
    assert "".join(tables["blocks"].column("text").to_pylist()) == "<a>"


@settings(deadline=None)
@given(CHINESE)
def test_no_visible_character_of_plain_text_is_lost(text: str) -> None:
    plain = text.replace("<", "").replace("#", "")
    kept = "".join("".join(row["text"].split()) for row in split(plain, models=False)["blocks"].to_pylist())
    assert kept == "".join(plain.split())


@given(st.text(st.sampled_from("甲乙，。“”（0%a< b>\u3000\t "), min_size=1, max_size=60))
def test_repair_is_idempotent(text: str) -> None:
    line = text.strip()
    if not line or line.startswith("<") or line.endswith(">"):
        return
    _, _, clean, _ = clean_slice(line, [(0, len(line))], blanks=True)
    assert clean_slice(clean, [(0, len(clean))], blanks=True) == (0, len(clean), clean, [])


@given(st.lists(st.text(st.sampled_from("甲乙，。“”（0%a b\u3000\t"), min_size=1, max_size=12), min_size=1, max_size=6))
def test_joined_lines_are_repaired_once_and_for_all(lines: list[str]) -> None:
    kept = [line.strip() for line in lines if line.strip()]
    if not kept:
        return
    raw = "\n".join(kept)
    ends = list(accumulate(len(line) + 1 for line in kept))
    pieces = [(end - len(line) - 1, end - 1) for line, end in zip(kept, ends, strict=True)]
    _, _, clean, _ = clean_slice(raw, pieces, blanks=True)
    assert clean_slice(clean, [(0, len(clean))], blanks=True)[2] == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("同比增\n\n长7.1%，形势喜人。", "同比增长7.1%，形势喜人。"),
        ("各地 加快 推进秋收。", "各地加快推进秋收。"),
        ("增长 7.1% 左右，共 300 家。", "增长7.1%左右，共300家。"),
        ("发布 iPhone X 手机。", "发布 iPhone X 手机。"),
        ("国<b>内</b>生产总值。", "国内生产总值。"),
    ],
)
def test_torn_text_is_joined_and_other_text_is_left(raw: str, clean: str) -> None:
    page = f"新区产业升级提速\n\n□ 本报记者 王小明\n\n今天，新区举行了产业大会，企业代表到会，会上发布了报告，{raw}"
    for models in (True, False):
        assert split(page, models=models)["blocks"].column("text").to_pylist()[-1].endswith(clean)


@pytest.mark.parametrize(
    ("printed", "clean"),
    [
        (r"该值的 $ 2 5 . 8 \% $ ，处于", "该值的25.8%，处于"),
        (r"耕地0.2亿 $\mathrm { h m } ^ { 2 }$ 。", "耕地0.2亿hm2。"),
        (r"共 $5 . 0 7 \times 1 0 ^ { 8 }$ 人次。", r"共5.07\times10^8人次。"),
        (r"水量为 $2 \ 8 1 3 \ \mathrm { k m } ^ { 3 }$ ，很多。", "水量为2813km3，很多。"),
        (r"水量仅 $\mathrm { ~ 1 ~ } 9 9 9 ~ \mathrm { m } ^ { 3 }$ 。", "水量仅1999m3。"),
        (r"为$3 0 \% \sim 5 0 \%$之间", r"为30%\sim50%之间"),
        (r"文献$^ { [ 2 ] }$ 的", r"文献$^ { [ 2 ] }$ 的"),
        (r"共$1 0 ^ { 4 }$元", r"共$1 0 ^ { 4 }$元"),
        ("约合$5.00，即HK$39.00元", "约合$5.00，即HK$39.00元"),
        ("US$ 5 million and HK$ 3 million", "US$ 5 million and HK$ 3 million"),
    ],
)
def test_a_figure_set_as_a_formula_is_a_figure(printed: str, clean: str) -> None:
    assert clean_slice(printed, [(0, len(printed))], blanks=True)[2] == clean


@pytest.mark.parametrize(
    ("text", "start", "end", "span"),
    [
        (r"有50亿 $\mathrm { k g }$ 。", "5", "g", r"50亿 $\mathrm { k g }$"),
        (
            r"仅 $\mathrm { ~ 1 ~ } 9 9 9 \mathrm { m } ^ { 3 }$ 。",
            "1",
            "3",
            r"\mathrm { ~ 1 ~ } 9 9 9 \mathrm { m } ^ { 3 }",
        ),
        ("共50亿元。", "5", "元", "50亿元"),
    ],
)
def test_a_figure_takes_in_the_braces_and_the_formula_of_its_unit(text: str, start: str, end: str, span: str) -> None:
    first, stop = formula_span(text, text.index(start), text.rindex(end) + 1)
    assert text[first:stop] == span


def test_marks_written_as_entities_are_no_text() -> None:
    text = "预计&ldquo;十二五&rdquo;期间，AT&amp;T公司将投资&nbsp;3亿元。"
    tables = split(text, models=False)
    assert [row["text"] for row in tables["sentences"].to_pylist()] == ["预计十二五期间，AT&T公司将投资3亿元。"]
    check_offsets(text, tables)
