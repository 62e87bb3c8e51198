"""The columnwise comparison of texts with their slices agrees with the plain rule, row by row."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from warehouse.expectations.slices import RawTexts, cuts_differ, joined, outside, slice_differs, unspaced

LETTERS = st.text(alphabet="企业ab1 \n　\r𠮷", max_size=12)


def documents(*texts: str) -> RawTexts:
    return RawTexts.of(pa.table({"document_id": [str(n) for n in range(len(texts))], "text": list(texts)}))


def rows(*spans: tuple[str, int, int, str], **more: Any) -> pa.Table:
    ids, starts, ends, texts = zip(*spans, strict=True) if spans else ((), (), (), ())
    return pa.table(
        {
            "document_id": pa.array(ids, pa.string()),
            "char_start": pa.array(starts, pa.int32()),
            "char_end": pa.array(ends, pa.int32()),
            "text": pa.array(texts, pa.string()),
            **more,
        }
    )


@given(st.lists(LETTERS, min_size=1, max_size=3), st.data())
def test_a_slice_is_compared_as_python_would(texts: list[str], data: st.DataObject) -> None:
    spans = []
    expected = []
    for _ in range(data.draw(st.integers(0, 6))):
        number = data.draw(st.integers(0, len(texts)))
        start, end = data.draw(st.integers(0, 13)), data.draw(st.integers(0, 13))
        printed = texts[number][start:end] if number < len(texts) else ""
        surface = data.draw(st.sampled_from([printed, joined(printed), printed + "x", "企", ""]))
        spans.append((str(number), start, end, surface))
        inside = number < len(texts) and start <= end <= len(texts[number])
        expected.append(not inside or joined(printed) != joined(surface))
    assert slice_differs(rows(*spans), documents(*texts), "text", joined).to_pylist() == expected


def test_a_token_may_be_printed_around_a_tag_that_a_converter_left() -> None:
    table = rows(("0", 0, 5, "自年"))
    assert slice_differs(table, documents("自<N>年"), "text", unspaced).to_pylist() == [False]


def test_a_token_may_be_printed_with_a_stray_blank() -> None:
    raw = documents("高 新\n区")
    table = rows(("0", 0, 5, "高新区"), ("0", 0, 5, "高新"))
    assert slice_differs(table, raw, "text", unspaced).to_pylist() == [False, True]
    assert slice_differs(table, raw, "text", joined).to_pylist() == [True, True]


@given(st.lists(st.tuples(LETTERS, st.lists(st.integers(0, 11), max_size=4)), min_size=1, max_size=4), st.booleans())
def test_cutting_the_listed_characters_gives_the_text(pages: list[tuple[str, list[int]]], broken: bool) -> None:
    spans, cuts, foreign = [], [], []
    for number, (text, gone) in enumerate(pages):
        taken = {place for place in gone if place < len(text)}
        clean = "".join(letter for place, letter in enumerate(text) if place not in taken)
        flat: list[int] = []
        kept = 0
        for place in range(len(text)):
            if place in taken:
                if flat and flat[-2] == kept:
                    flat[-1] += 1
                else:
                    flat += [kept, 1]
            else:
                kept += 1
        spans.append((str(number), 0, len(text), clean + ("x" if broken else "")))
        cuts.append(flat)
        foreign.append(any(not text[place].isspace() for place in taken) and not broken)
    table = rows(*spans, cuts=pa.array(cuts, pa.list_(pa.int32())))
    differs, takes_text = cuts_differ(table, documents(*(text for text, _ in pages)))
    assert differs.to_pylist() == [broken] * len(pages)
    assert takes_text.to_pylist() == foreign


def test_cuts_that_are_no_pairs_or_lie_outside_are_found_and_not_followed() -> None:
    raw = documents("一二三")
    table = rows(("0", 0, 3, "一二三"), ("0", 0, 3, "一三"), cuts=pa.array([[], [9, 1]], pa.list_(pa.int32())))
    assert cuts_differ(table, raw)[0].to_pylist() == [False, True]
    odd = rows(("0", 0, 3, "一二三"), cuts=pa.array([[1]], pa.list_(pa.int32())))
    assert cuts_differ(odd, raw)[0].to_pylist() == [True]


def test_one_changed_character_is_enough() -> None:
    raw = documents("目前已有26家企业")
    table = rows(("0", 0, 4, "目前已有"), ("0", 0, 4, "目前已無"), cuts=pa.array([[], []], pa.list_(pa.int32())))
    assert cuts_differ(table, raw)[0].to_pylist() == [False, True]
    assert slice_differs(table, raw, "text", joined).to_pylist() == [False, True]


def test_a_tag_may_be_cut_out_and_a_word_may_not() -> None:
    raw = documents("消息</b>称")
    table = rows(("0", 0, 7, "消息称"), ("0", 0, 7, "消称"), cuts=pa.array([[2, 4], [1, 5]], pa.list_(pa.int32())))
    differs, takes_text = cuts_differ(table, raw)
    assert differs.to_pylist() == [False, False]
    assert takes_text.to_pylist() == [False, True]


def test_a_span_lies_inside_the_row_that_its_key_names() -> None:
    sentences = pa.table(
        {"sentence_id": ["a", "b"], "document_id": ["1", "2"], "char_start": [5, 0], "char_end": [9, 4]}
    )
    spans = [
        (("a", "1", 5, 9), False),
        (("a", "1", 4, 9), True),
        (("a", "1", 5, 10), True),
        (("a", "2", 5, 9), True),
        (("b", "2", 0, 4), False),
        (("c", "1", 5, 9), True),
        ((None, "1", 5, 9), True),
        (("a", "1", None, 9), True),
    ]
    names = ("sentence_id", "document_id", "char_start", "char_end")
    table = pa.table({name: [span[number] for span, _ in spans] for number, name in enumerate(names)})
    assert outside(table, sentences, "sentence_id").to_pylist() == [expected for _, expected in spans]


def test_a_span_lies_inside_its_document() -> None:
    documents = pa.table({"document_id": ["1", "2"], "char_count": [3, 8]})
    table = pa.table({"document_id": ["1", "1", "2", "3"], "char_start": [0, 0, 0, 0], "char_end": [3, 4, 8, 1]})
    assert outside(table, documents, "document_id").to_pylist() == [False, True, False, True]
