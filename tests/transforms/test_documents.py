"""Bytes to documents: encodings, issue dates, duplicates, and what is turned away."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.load import load_seeds
from transforms.documents import decode_documents
from transforms.engine.encoding import DecodingError, decode
from transforms.engine.issue_date import find_issue_date
from transforms.outcome import Outcome
from warehouse.contracts import TABLES, arrow_schema

SEEDS = load_seeds(models=False)
SIMPLE = "本报讯 记者今天从有关部门获悉，全省经济运行平稳，主要指标增长较快，结构继续优化。"
TRADITIONAL = "本報訊 記者今天從有關部門獲悉，經濟運行平穩，主要指標增長較快，結構繼續優化。"


def raw(*payloads: bytes, **columns: Any) -> pa.Table:
    """Raw files named 0.txt, 1.txt …"""
    rows = [
        {
            "source_uri": f"{number}.txt",
            "content_name": f"{number}.txt",
            "payload": payload,
            "media_type": "text/plain",
            "option_date": None,
            "metadata_title": None,
            "metadata_date": None,
            "metadata_source": None,
            **columns,
        }
        for number, payload in enumerate(payloads)
    ]
    return pa.Table.from_pylist(rows, schema=arrow_schema(TABLES["raw_files"]))


def decoded(*payloads: bytes, **columns: Any) -> Outcome:
    return decode_documents(raw(*payloads, **columns), seeds=SEEDS)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (SIMPLE, "utf-8", "utf-8"),
        (SIMPLE, "utf-8-sig", "utf-8"),
        (SIMPLE, "utf-16", "utf-16"),
        (SIMPLE, "utf-16-le", "utf-16-le"),
        (SIMPLE, "utf-16-be", "utf-16-be"),
        (SIMPLE, "utf-32", "utf-32"),
        (SIMPLE, "utf-32-be", "utf-32-be"),
        (SIMPLE, "gb2312", "gb2312"),
        (SIMPLE + "朱镕基", "gbk", "gbk"),
        (SIMPLE + "㐀𠀀", "gb18030", "gb18030"),
        (SIMPLE, "hz", "hz"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "gbk", "gbk"),
        (TRADITIONAL + "€", "cp950", "cp950"),
        (TRADITIONAL + "啲", "big5hkscs", "big5hkscs"),
    ],
)
def test_every_encoding_gives_the_text_and_its_name(text: str, codec: str, name: str) -> None:
    assert decode(text.encode(codec)) == (text, name)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (SIMPLE.encode()[:-1], "truncated"),
        (SIMPLE.encode("gbk")[:-1], "truncated"),
        (SIMPLE.encode("utf-16")[:-1], "truncated"),
        (SIMPLE.encode()[:30] + b"\xff" + SIMPLE.encode()[30:], "undecodable"),
        (SIMPLE.encode()[:9] + b"\xed\xa0\x80" + SIMPLE.encode()[9:], "undecodable"),
        (SIMPLE.encode()[1:], "undecodable"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3, "undecodable"),
        (b"PK\x03\x04" + bytes(400), "binary"),
    ],
)
def test_what_is_no_text_is_rejected_with_its_reason(payload: bytes, reason: str) -> None:
    with pytest.raises(DecodingError) as caught:
        decode(payload)
    assert caught.value.reason == reason


@given(st.binary(max_size=400))
def test_any_bytes_are_a_document_or_a_readable_reject(payload: bytes) -> None:
    outcome = decoded(payload)
    assert outcome.table.num_rows + outcome.rejects.num_rows == 1
    for row in outcome.rejects.to_pylist():
        assert row["surface"] is None
        assert json.loads(row["payload"]) == {"source_uri": "0.txt", "bytes": len(payload)}
        assert str(row["detail"]).isprintable()


@given(
    st.text(min_size=1, max_size=80).filter(lambda text: text.strip() and text[0] != "\ufeff" and text.isprintable())
)
def test_utf8_text_comes_out_unchanged(text: str) -> None:
    outcome = decoded(text.encode())
    if outcome.table.num_rows:
        assert outcome.table.column("text").to_pylist() == [text]


def test_line_ends_and_blanks_stay_as_they_are() -> None:
    text = "\n\n\u3000\u3000今天。\r\n明天。\t \n"
    assert decoded(text.encode()).table.column("text").to_pylist() == [text]


def test_ids_follow_name_and_content_only() -> None:
    first, again = (decoded(SIMPLE.encode()).table.column("document_id")[0] for _ in range(2))
    other = decoded(TRADITIONAL.encode()).table.column("document_id")[0]
    assert first == again != other


def issue(text: str = "今天天气很好。", name: str = "page.txt", metadata: str | None = None, option: Any = None) -> Any:
    found = find_issue_date(option=option, content_name=name, metadata=metadata, text=text)
    return found.source, str(found.earliest), str(found.latest)


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2018-12-03", "2018-12-03"),
        ('"2018-12-03 09:12"', "2018-12-03"),
        ("Sun, 02 Dec 2018 20:35:28 GMT", "2018-12-03"),
    ],
)
def test_front_matter_tells_the_day_of_a_markdown_file(date: str, day: str) -> None:
    text = f"---\ntitle: 新区产业升级\ndate: {date}\n---\n今天天气很好。\n"
    assert issue(text) == ("metadata", day, day)
    assert issue(text, name="20190101.md")[0] == "file_name"
    assert issue(text.replace("---\n今", "今"))[0] != "metadata"


def test_the_paper_behind_a_byline_tells_the_day() -> None:
    text = "> 本报记者  王小明  李  雷  韩梅梅  欧阳小红《江州日报》（2018年12月03日第 02 版）\n今天天气很好。"
    assert issue(text) == ("text", "2018-12-03", "2018-12-03")


def test_the_option_outweighs_every_other_date() -> None:
    day = dt.date(2018, 12, 3)
    assert issue(name="20190101.txt", option=day) == ("option", "2018-12-03", "2018-12-03")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("rmrb_20181203_1-11.txt", "file_name"),
        ("2018-12-03.txt", "file_name"),
        ("2018年12月3日要闻.txt", "file_name"),
        ("rmrb2018120301.txt", "file_name"),
        ("20181203/01.txt", "folder"),
        ("2018/12/03/page.txt", "folder"),
        ("2018-12/03/page.txt", "folder"),
        ("201812/03/page.txt", "folder"),
        ("2018/12/03.txt", "folder"),
        ("2018-12-3/page.txt", "folder"),
        ("2018年12月3日/page.txt", "folder"),
    ],
)
def test_the_name_tells_the_date(name: str, source: str) -> None:
    assert issue(name=name) == (source, "2018-12-03", "2018-12-03")


@pytest.mark.parametrize(
    ("name", "source", "first", "last"),
    [
        ("ChinaXiv-201803.01527V1.md", "file_name", "2018-03-01", "2018-03-31"),
        ("2018年2月要闻.txt", "file_name", "2018-02-01", "2018-02-28"),
        ("2018年政府工作报告.txt", "file_name", "2018-01-01", "2018-12-31"),
        ("pages/2018/a.txt", "folder", "2018-01-01", "2018-12-31"),
        ("2018.txt", "file_name", "2018-01-01", "2018-12-31"),
    ],
)
def test_a_month_or_year_in_the_name_gives_an_interval(name: str, source: str, first: str, last: str) -> None:
    assert issue(name=name) == (source, first, last)


def test_metadata_may_tell_an_interval() -> None:
    assert issue(metadata="2018-12") == ("metadata", "2018-12-01", "2018-12-31")


@pytest.mark.parametrize(
    "head",
    [
        "２０１８年１２月３日　星期一　第二版",
        "公司新闻 / 2018年12月3日 星期一 / B2",
        "二〇一八年十二月三日　星期一",
        "# 晚间新闻联播文字稿（2018年12月3日）",
        "2018年12月3日",
    ],
)
def test_the_head_of_a_page_tells_the_date(head: str) -> None:
    assert issue(f"{head}\n\n今天，新区举行了产业大会。") == ("text", "2018-12-03", "2018-12-03")


@pytest.mark.parametrize(
    "head",
    [
        "2018年12月3日　星期一　第11版",
        "晨光日报 二〇一八年十二月三日 要闻",
        "发布时间：2018年12月3日 08:15",
        "（2018年12月3日）",
    ],
)
def test_the_date_of_the_masthead_outweighs_names_and_folders(head: str) -> None:
    text = f"{head}\n\n今天，新区举行了产业大会。"
    for name in ("20190102.txt", "2019-01-02/a.txt", "2019/01/02/a.txt"):
        assert issue(text, name=name) == ("text", "2018-12-03", "2018-12-03")


@pytest.mark.parametrize(
    "head",
    ["新华社北京2018年12月2日电", "2018年12月1日起施行", "据晨光日报2018年12月1日报道", "2018年12月1日讯 记者江河"],
)
def test_a_date_of_something_else_does_not_outweigh_the_name(head: str) -> None:
    assert issue(f"{head}\n\n新区举行了产业大会。", name="20181203.txt") == ("file_name", "2018-12-03", "2018-12-03")


def test_the_date_of_a_row_outweighs_the_name_of_its_table() -> None:
    found = find_issue_date(
        option=None, content_name="export_20240101.csv#3", metadata=None, column="2018/12/3", text=SIMPLE
    )
    assert (found.source, found.day) == ("metadata", dt.date(2018, 12, 3))


def test_a_day_in_running_text_is_no_date_of_issue() -> None:
    assert issue("2017年5月3日，新区成立了产业联盟，企业代表到会并发言，会上发布了三份报告，形势喜人。")[0] == "unknown"


def test_numbers_that_are_no_dates_tell_nothing() -> None:
    assert issue(name="000_20181399.txt")[0] == "unknown"


def test_metadata_tells_the_date() -> None:
    assert issue(metadata="2018-12-03T08:00:00") == ("metadata", "2018-12-03", "2018-12-03")


def test_the_text_gives_bounds() -> None:
    text = "2018年前三季度完成投资。1月-10月，收入增长。今年8月出台政策。"
    assert issue(text) == ("text", "2018-11-01", "2018-12-31")


def test_a_far_target_year_is_no_bound() -> None:
    assert issue("2018年完成投资。今年8月出台政策，到2035年建成。2018年以来增长。")[2] == "2018-12-31"


def test_duplicates_are_marked_and_kept() -> None:
    long = "".join(f"第{number}条：{SIMPLE}" for number in range(30))
    pages = [long, long.replace("，", " ，\n"), long + "完。", TRADITIONAL]
    table = decoded(*(page.encode() for page in pages)).table
    assert table.num_rows == 4
    kinds = dict(zip(table.column("source_uri").to_pylist(), table.column("duplicate_kind").to_pylist(), strict=True))
    assert kinds["3.txt"] is None
    assert sorted(str(kinds[f"{number}.txt"]) for number in range(3)) == ["None", "exact", "near"]


def test_html_gives_its_main_text_and_date() -> None:
    paragraphs = "".join(f"<p>{SIMPLE}第{number}段说明情况。</p>" for number in range(5))
    page = (
        "<!DOCTYPE html><html><head><title>经济运行平稳</title><meta name='publishdate' content='2018-12-03'></head><body>"
        f"<nav><a href='/'>首页</a></nav><article><h1>经济运行平稳</h1>{paragraphs}</article></body></html>"
    )
    (row,) = decoded(page.encode()).table.to_pylist()
    assert row["media_type"] == "text/html"
    assert row["text"].startswith("经济运行平稳\n")
    assert "<p>" not in row["text"]
    assert str(row["issue_date"]) == "2018-12-03"


def pdf_of(rows: list[list[str]]) -> bytes:
    """A PDF file of one page with a Chinese text layer, row by row, the parts of a row side by side."""
    texts = (
        f"BT /F1 12 Tf {40 + 280 * column} {760 - 16 * n} Td <{part.encode('utf-16-be').hex()}> Tj ET"
        for n, row in enumerate(rows)
        for column, part in enumerate(row)
    )
    stream = "\n".join(texts).encode()
    font = "/BaseFont /STSong-Light"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream.decode()}\nendstream",
        f"<< /Type /Font /Subtype /Type0 {font} /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        f"<< /Type /Font /Subtype /CIDFontType0 {font} /DW 1000 /FontDescriptor 7 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    body = "".join(f"{number} 0 obj\n{content}\nendobj\n" for number, content in enumerate(objects, start=1))
    return f"%PDF-1.4\n{body}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n%%EOF\n".encode()


def test_the_text_layer_of_a_pdf_is_read_line_by_line() -> None:
    lines = ["新区产业升级提速", "今天，新区举行了产业大会，企业代", "表到会，投资3.5亿元。"]
    (row,) = decoded(pdf_of([[line] for line in lines]), media_type="application/pdf").table.to_pylist()
    assert row["text"].split("\n") == lines
    assert (row["media_type"], row["encoding"]) == ("application/pdf", "pdf")


def test_columns_of_a_pdf_are_read_one_after_another() -> None:
    left = [f"左栏第{n}行有十来个字的正文" for n in "一二三四五六"]
    right = [f"右栏第{n}行也有十来个字正文" for n in "一二三四五六"]
    page = pdf_of(
        [
            ["通栏标题"],
            *([a, b] for a, b in zip(left, right, strict=True)),
            ["责任编辑：王小明　本版电话：010-12345678　地址：某市某区某路一百二十号"],
        ]
    )
    (row,) = decoded(page, media_type="application/pdf").table.to_pylist()
    assert row["text"].split("\n")[:-1] == ["通栏标题", *left, *right]


def test_tables_of_a_pdf_stay_in_rows() -> None:
    rows = [[f"{n}市", f"{n}.5%"] for n in range(1, 9)]
    (row,) = decoded(pdf_of(rows), media_type="application/pdf").table.to_pylist()
    assert [line.split() for line in row["text"].split("\n")] == rows


def test_title_and_source_of_a_table_are_kept() -> None:
    (row,) = decoded(SIMPLE.encode(), metadata_title="经济运行平稳", metadata_source="某报").table.to_pylist()
    assert (row["title"], row["source"]) == ("经济运行平稳", "某报")


def test_a_pdf_without_text_is_rejected() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    out = io.BytesIO()
    document.save(out)
    outcome = decoded(out.getvalue(), media_type="application/pdf")
    assert outcome.rejects.column("reason").to_pylist() == ["no_text_layer"]


def test_a_broken_pdf_is_rejected() -> None:
    outcome = decoded(b"%PDF-1.7 nothing", media_type="application/pdf")
    assert outcome.rejects.column("reason").to_pylist() == ["unreadable_pdf"]
