"""Quotes: what was said, by whom, and what only looks like speech."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pytest

from flows.annotate import text_documents
from seeds.load import load_seeds
from transforms.articles import split_articles
from transforms.outcome import Outcome
from transforms.plain import wrap_plain
from transforms.quotes import find_quotes
from warehouse.contracts import TABLES, arrow_schema

SEEDS = load_seeds()


def quotes_of(text: str, *, split: Callable[..., Outcome] = wrap_plain, **named: str) -> list[dict[str, object]]:
    """Quotes of a text whose entities are given as type by name (ORG_BANK for ORG.BANK); one paragraph, unless a stage splits it."""
    documents = text_documents([{"id": "page", "text": text}])
    tables = split(documents, seeds=SEEDS).tables
    sentence = tables["sentences"].to_pylist()[0]
    rows = [
        {
            "mention_id": f"men_{at:016x}",
            "entity_id": f"ent_{at:016x}",
            "sentence_id": sentence["sentence_id"],
            "article_id": sentence["article_id"],
            "document_id": sentence["document_id"],
            "entity_type": kind,
            "surface": name,
            "mention_kind": "name",
            "char_start": text.index(name),
            "char_end": text.index(name) + len(name),
            "rule_id": "mentions.test",
            "confidence": 1.0,
        }
        for at, (name, kind) in enumerate(named.items())
    ]
    mentions = pa.Table.from_pylist(rows, schema=arrow_schema(TABLES["mentions"]))
    outcome = find_quotes(documents, tables["articles"], tables["blocks"], tables["sentences"], mentions, seeds=SEEDS)
    return outcome.table.to_pylist()


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("某市副市长李明说：“路修好了，车就来了。”", "李明", "路修好了，车就来了。"),
        ("“路修好了，车就来了。”某市副市长李明说。", "李明", "路修好了，车就来了。"),
        ("李明在接受采访时表示，路修好了，车就来了。", "李明", "路修好了，车就来了"),
        ("李明多次谈到交通问题，最近又提出：先修路，再通车，让货出得去。", "李明", "先修路，再通车，让货出得去"),
        ("据李明介绍，全市今年要修一百条路。", "李明", "全市今年要修一百条路"),
    ],
)
def test_speaker_stands_before_after_and_in_an_earlier_clause(text: str, speaker: str, content: str) -> None:
    (quote,) = quotes_of(text, 李明="PER")
    assert (quote["speaker"], quote["content"]) == (speaker, content)
    assert quote["speaker_entity_id"]


def test_office_of_the_speaker_is_read_from_the_words_before_the_name() -> None:
    (quote,) = quotes_of("东湖银行副行长李明表示，贷款明年还会增加。", 东湖银行="ORG.BANK", 李明="PER")
    assert (quote["speaker_organisation"], quote["speaker_title"]) == ("东湖银行", "副行长")


def test_pronoun_is_the_person_who_spoke_before() -> None:
    first, second = quotes_of("李明说，路修好了，车就来了。他还表示，明年再修两条。", 李明="PER")
    assert first["speaker"] == second["speaker"] == "李明"


def test_addressee_is_not_the_speaker() -> None:
    (quote,) = quotes_of("王芳对李明说：“路修好了，车就来了。”", 王芳="PER", 李明="PER")
    assert quote["speaker"] == "王芳"


def test_several_sentences_in_quotation_marks_are_one_quote() -> None:
    (quote,) = quotes_of(
        "一位企业家说：“路修好了。车就来了。”",
    )
    assert quote["content"] == "路修好了。车就来了。"


@pytest.mark.parametrize(
    "text",
    [
        "城里人把这里叫作“后花园”。",
        "据介绍，全市今年要修一百条路。",
        "数据显示，货运量增长了一成。",
        "这本小说，写的是修路的故事。",
        "按照规定，货车不得超载。",
        "专家提出的方案得到采纳。",
    ],
)
def test_no_quote(text: str) -> None:
    assert quotes_of(text) == []


def test_spans_point_at_the_characters_on_the_page() -> None:
    text = "  一位企业家说：“路修\n好了，车就来了。”\n"
    (quote,) = quotes_of(text)
    assert quote["content"] == "路修好了，车就来了。"
    assert text[quote["char_start"] : quote["char_end"]] == "路修\n好了，车就来了。"


def test_words_that_two_rules_find_are_one_quote_of_the_surer_one() -> None:
    text = (
        "大会在临江开幕\n\n　　大会昨日在临江市开幕，来自各地的代表参加了会议。\n\n"
        "　　公司研究员李明介绍，近日两地联合举办“首届长跑。在临江市，修建个体学校，似乎总额最低。\n\n"
        "　　医院主任王芳介绍，备战已经开始，人人有责。\n"
    )
    quotes = quotes_of(text, split=split_articles, 李明="PER", 王芳="PER")
    assert len({quote["quote_id"] for quote in quotes}) == len(quotes)
    (words,) = [quote for quote in quotes if str(quote["content"]).startswith("首届长跑")]
    assert (words["kind"], words["rule_id"]) == ("direct", "quotes.direct_before_speaker")
