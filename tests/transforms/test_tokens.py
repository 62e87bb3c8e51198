"""Tokens are jieba's own, whatever cuts them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seeds.load import SEEDS_DIR, load_seeds
from tests.benchmarks.corpus import pages
from transforms.engine.segment import UserWords, segmenter
from transforms.engine.segment_routes import private_tokenizer
from transforms.tokens import plain_segments, segment_sentences

USER_WORDS: UserWords = (("新质生产力", 500, "n"), ("同比", 2000, "d"), ("中国", 90000, "ns"), ("5G", 300, "eng"))
# What jieba treats in its own ways: Latin runs, mixed dictionary words, numbers, blanks, rare ideographs, carriage returns.
PIECES = [
    *"的一了在是和中国王李小明新质生产力同比增长研大厦杭于不人有年月日",
    *"aBz059.%-+#&_，。《》“” \t\r\n　鿖㐂𠮷é０Ａ",
    *("\r\n", "T恤", "卡拉OK", "C++", "PC机", "5G", "7.1%", "B-52", "3.14", "A股", "29,970户", "网易杭研", "高新区"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@functools.lru_cache(maxsize=4)
def reference(user_words: UserWords) -> tuple[Any, Any]:
    from jieba.posseg import POSTokenizer

    tokenizer = private_tokenizer()
    for word in user_words:
        tokenizer.add_word(*word)
    return tokenizer, POSTokenizer(tokenizer)


def check(texts: Sequence[str], user_words: UserWords, *, compiled: bool) -> None:
    tokenizer, tagger = reference(user_words)
    ours = segmenter(user_words, compiled=compiled)
    segments = ours.segment(texts)
    assert ours.cut(texts).tolist() == segments.starts.tolist()
    ends = [*segments.starts[1:].tolist(), sum(map(len, texts))]
    joined = "".join(texts)
    found = [joined[start:end] for start, end in zip(segments.starts.tolist(), ends, strict=False)]
    assert found == [word for text in texts for word in tokenizer.lcut(text)]
    tag_at = [flag for text in texts for word, flag in tagger.lcut(text) for _ in word]
    assert [segments.names[tag] for tag in segments.tags] == [tag_at[start] for start in segments.starts]


@pytest.mark.parametrize("compiled", [True, False], ids=["rjieba", "jieba"])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(TEXTS, max_size=4), own_words=st.booleans())
def test_tokens_and_tags_of_random_text_are_those_of_jieba(compiled: bool, texts: list[str], own_words: bool) -> None:
    check(texts, USER_WORDS if own_words else (), compiled=compiled)


@pytest.mark.parametrize("compiled", [True, False], ids=["rjieba", "jieba"])
@pytest.mark.parametrize("user_words", [(), USER_WORDS], ids=["plain", "own words"])
def test_tokens_and_tags_of_pages_are_those_of_jieba(user_words: UserWords, compiled: bool) -> None:
    lines = [line for path in sorted(Path(SEEDS_DIR, "pages").glob("*.txt")) for line in path.read_text().splitlines()]
    check(lines, user_words, compiled=compiled)


@pytest.mark.parametrize(
    "run", ["日丨鼎胜", "窦啟玲", "氹", "氹仔", "單身", "一緣", "㗎", "犇犇氹啟", "鎏", "龘龘龘", "囧囧囧囧"]
)
def test_characters_that_the_model_lists_no_states_for_have_the_tags_of_posseg(run: str) -> None:
    check([run, f"在{run}里", f"{run}说", f"他叫{run}，"], (), compiled=True)


def test_tokens_and_tags_of_generated_news_are_those_of_jieba() -> None:
    check([line for _, text in pages(0.1, seed=5) for line in text.splitlines()], USER_WORDS, compiled=True)


def sentences_of(raw: str, rows: Sequence[tuple[str, int, list[int]]]) -> tuple[pa.Table, pa.Table]:
    documents = pa.table({"document_id": ["doc_0000000000000000"], "text": [raw]})
    sentences = pa.table(
        {
            "sentence_id": [f"sen_{number:016x}" for number in range(len(rows))],
            "document_id": ["doc_0000000000000000"] * len(rows),
            "text": [text for text, _, _ in rows],
            "char_start": pa.array([start for _, start, _ in rows], pa.int32()),
            "cuts": pa.array([cuts for _, _, cuts in rows], pa.list_(pa.int32())),
        }
    )
    return documents, sentences


def test_tokens_lead_back_to_the_page_and_stay_within_their_sentence() -> None:
    raw = "今年同比增\n长7.1%。𠮷林银行来了"
    documents, sentences = sentences_of(raw, [("今年同比增长7.1%。", 0, [5, 1]), ("𠮷林银行来了", 12, [])])
    rows = segment_sentences(documents, sentences, seeds=load_seeds()).table.to_pylist()
    assert [raw[row["char_start"] : row["char_end"]].replace("\n", "") for row in rows] == [
        row["token"] for row in rows
    ]
    assert "".join(row["token"] for row in rows) == raw.replace("\n", "")
    assert "增长" in [row["token"] for row in rows]
    assert next(row["position"] for row in rows if row["sentence_id"].endswith("1")) == 0
    assert {row["sentence_id"] for row in rows if row["char_start"] >= 12} == {"sen_0000000000000001"}


def test_tokens_lead_back_to_those_of_the_dictionary_alone() -> None:
    seeds = load_seeds()
    own = seeds.lexicon("user_dict").column("term")
    lines = [line for _, text in pages(0.1, seed=7) for line in text.splitlines() if line]
    texts = [
        *lines,
        *(f"某市{word}，{word}的{word}增长7.1%" for word in own),
        "",
        "雄安安安信息技术大学",
        "𠮷林银行来了",
    ]
    tokens = segment_sentences(*sentences_of("字", [(text, 0, []) for text in texts]), seeds=seeds).table
    assert set(own) & set(tokens.column("token").to_pylist())
    found, wanted = plain_segments(tokens, "\n".join(texts), seeds=seeds), segmenter().segment(texts)
    assert found.starts.tolist() == wanted.starts.tolist()
    assert [found.names[tag] for tag in found.tags] == [wanted.names[tag] for tag in wanted.tags]


def test_no_sentences_make_no_tokens() -> None:
    documents, sentences = sentences_of("字", [])
    assert segment_sentences(documents, sentences, seeds=load_seeds()).table.num_rows == 0


def test_loading_the_dictionary_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert private_tokenizer().lcut("来到北京") == ["来到", "北京"]
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr().err == ""
