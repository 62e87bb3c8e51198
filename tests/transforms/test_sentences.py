"""Sentences end outside quotations and brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sentences import split_blocks, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
        ("他说：“好。行！”大家笑了。散会！", ["他说：“好。行！”大家笑了。", "散会！"]),
        ("他问：“去吗？”", ["他问：“去吗？”"]),
        ("会议（第一阶段。）结束了。", ["会议（第一阶段。）结束了。"]),
        ("真的吗？！真的。", ["真的吗？！", "真的。"]),
        ("他说到这里……后来呢？", ["他说到这里……", "后来呢？"]),
        ("见 https://a.cn/?b=1 一文。", ["见 https://a.cn/?b=1 一文。"]),
        ("增长7.1%；下降2%。", ["增长7.1%；下降2%。"]),
        ("没有收尾的引号：“甲。乙。", ["没有收尾的引号：“甲。", "乙。"]),
        ("无标点", ["无标点"]),
        ("  ", []),
    ],
)
def test_sentences_of_a_text(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_a_headline_is_one_sentence_and_blocks_keep_apart() -> None:
    text = "去哪儿？回家！\n第一句。第二句"
    owner, starts, ends = split_blocks(text, [0, 8], [7, 15], whole=[True, False])
    assert [(block, text[start:end]) for block, start, end in zip(owner, starts, ends, strict=True)] == [
        (0, "去哪儿？回家！"),
        (1, "第一句。"),
        (1, "第二句"),
    ]


@given(st.text(st.sampled_from("甲。！？“”（）《》… a?=\t"), max_size=80))
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = list(split_sentences(text))
    assert all(start < end for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
