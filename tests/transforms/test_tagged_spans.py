"""Where a tagged name ends."""

from __future__ import annotations

import pytest

from transforms.engine.lexemes import read_lexemes
from transforms.engine.tagged_spans import ends_place_before, is_trade, settled


@pytest.mark.parametrize(
    ("text", "tagged", "name"),
    [
        ("晶华太阳能亏损3000万元", "晶华太阳", "晶华太阳能"),
        ("南岭A实现营业收入", "南岭", "南岭A"),
        ("南岭AI实验室实现收入", "南岭", "南岭"),
        ("江口汽车收报2.15元", "江口汽车收", "江口汽车"),
        ("江口科技报68元", "江口科技", "江口科技"),
        ("晶华(JH.N)发布财报", "晶华(JH", "晶华"),
    ],
)
def test_an_organisation_ends_with_its_words(text: str, tagged: str, name: str) -> None:
    end = settled(text, 0, len(tagged), organisation=True, lexemes=read_lexemes(text))
    assert text[:end] == name


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("江口GDP增长6%", "江口GDP"),
        ("江口生猪价格上涨", "江口生猪"),
        ("秋粮亩产400公斤", "秋粮亩产"),
        ("江岭机械化程度达95%", "江岭机械化"),
    ],
)
def test_what_measures_a_place_and_goods_are_no_organisations(text: str, tagged: str) -> None:
    assert settled(text, 0, len(tagged), organisation=True, lexemes=read_lexemes(text)) is None


def test_the_head_of_a_common_noun_is_no_place() -> None:
    text = "太阳能电池项目投产"
    assert settled(text, 0, 2, organisation=False, lexemes=read_lexemes(text)) is None


def test_a_district_keeps_its_word_and_a_town_too() -> None:
    for text, end in (("江岭地区完成产值", 4), ("琶岭工业园区开工", 6), ("琶岭基地开工", 4), ("琶岭居民", 2)):
        assert settled(text, 0, 2, organisation=False, lexemes=read_lexemes(text)) == end
    assert ends_place_before("长坝镇花桥村", 2, 6)
    assert not ends_place_before("长坝花桥村", 2, 5)


@pytest.mark.parametrize(
    ("text", "end", "trade"),
    [
        ("广东制造业增长3%", 5, True),
        ("四川火锅企业达5万家", 4, True),
        ("青海农机补贴品目", 4, True),
        ("江苏电气发布年报", 4, False),
    ],
)
def test_the_trade_of_a_place_is_no_firm(text: str, end: int, trade: bool) -> None:
    assert is_trade(text, 2, end) is trade


def test_the_goods_of_a_place_are_no_body_of_it() -> None:
    text = "江苏省金属矿砂进口增长"
    assert settled(text, 0, 6, organisation=True, lexemes=read_lexemes(text)) is None
    text = "江苏省交通运输厅发布"
    assert settled(text, 0, 8, organisation=True, lexemes=read_lexemes(text)) == 8
