"""Tagged spans that run over more than one name."""

from __future__ import annotations

import ahocorasick_rs
import pytest

from transforms.engine.lexemes import read_lexemes
from transforms.engine.tagged_parts import parted

TITLES = ahocorasick_rs.AhoCorasick(("董秘", "部长", "记者"), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


def names_in(
    text: str, tagged: str, label: str = "ORG", known: tuple[str, ...] = (), told: tuple[str, ...] = (), blank: int = 0
) -> list[str]:
    start = text.index(tagged)
    found = parted(
        [(start, start + len(tagged), label, 0.9)],
        text,
        read_lexemes(text),
        TITLES,
        in_titles={"董秘", "部长", "记者"},
        generic={"证券", "全资"},
        known={text.index(name): text.index(name) + len(name) for name in known},
        bodies={text.index(name): text.index(name) + len(name) for name in known},
        told=lambda _, name: name in told,
        blanks={start: [start + blank]} if blank else {},
    )
    return [text[first:last] for first, last, *_ in found]


@pytest.mark.parametrize(
    ("text", "tagged", "names"),
    [
        ("江口能源跟南岭股份旗下四家子公司签约", "江口能源跟南岭股份旗下四家子公司", ["江口能源", "南岭股份"]),
        ("江口市金融局会同市人社局印发", "江口市金融局会同市人社局", ["江口市金融局", "市人社局"]),
        ("江口股份旗下子公司签约", "江口股份旗下子公司", ["江口股份"]),
        ("全资子公司签约", "全资子公司", ["全资子公司"]),
        ("江口智能董秘王小明", "江口智能董秘", ["江口智能"]),
        ("国防部长王小明", "国防部长", []),
        ("经江口市统计局专家审定", "经江口市统计局", ["江口市统计局"]),
        ("江口铁路煤炭运量完成", "江口铁路煤炭", ["江口铁路"]),
        ("江口海关共监管船舶", "江口海关共监管船舶", ["江口海关"]),
        ("江口市统计局对企业", "江口市统计局对", ["江口市统计局"]),
        ("某州西邻江口国，风景好", "西邻江口国", ["江口国"]),
        ("某州南宁江口国，风景好", "南宁江口国", ["南宁江口国"]),
        ("共售出490辆出租车", "490辆出租车", []),
        ("江口环境与资源保护委员会", "江口环境与资源保护委员会", ["江口环境与资源保护委员会"]),
    ],
)
def test_words_around_a_name_are_no_part_of_it(text: str, tagged: str, names: list[str]) -> None:
    assert names_in(text, tagged) == names


def test_two_names_are_parted_where_one_of_them_is_known() -> None:
    text = "江口光电与南岭研究院签约"
    assert names_in(text, "江口光电与南岭研究院", told=("江口光电",)) == ["江口光电", "南岭研究院"]
    assert names_in(text, "江口光电与南岭研究院") == ["江口光电与南岭研究院"]
    partners = "江口光电联合南岭研究院签约"
    assert names_in(partners, "江口光电联合南岭研究院") == ["江口光电联合南岭研究院"]
    assert names_in(partners, "江口光电联合南岭研究院", known=("南岭研究院",)) == ["江口光电", "南岭研究院"]
    both = "江口光电和南岭研究院签约"
    assert names_in(both, "江口光电和南岭研究院", told=("江口光电",)) == ["江口光电和南岭研究院"]
    assert names_in(both, "江口光电和南岭研究院", known=("南岭研究院",), told=("江口光电",)) == [
        "江口光电",
        "南岭研究院",
    ]


def test_a_blank_of_the_page_parts_what_is_known_and_datelines() -> None:
    assert names_in("江口报道海关总署公布", "江口报道海关总署", blank=4) == ["海关总署"]
    assert names_in("江口光电证券代码", "江口光电证券", blank=4) == ["江口光电"]
    assert names_in("王小明江口报道", "王小明江口", label="PER", known=("江口",), blank=3) == ["王小明"]
    assert names_in("江口光电研究院公布", "江口光电研究院", blank=4) == ["江口光电研究院"]


def test_known_bodies_side_by_side_are_parted_and_what_they_set_up_has_no_name() -> None:
    text = "国家审计署财政部印发，财政部联合调研组到会"
    assert names_in(text, "国家审计署财政部", known=("审计署", "财政部")) == ["国家审计署", "财政部"]
    again = text[10:]
    assert names_in(again, "财政部联合调研组", known=("财政部",)) == ["财政部"]
    assert names_in("江口科学院联合实验室", "江口科学院联合实验室", known=("江口科学院",)) == ["江口科学院联合实验室"]


def test_neither_a_speaker_s_office_nor_an_address_is_part_of_a_name() -> None:
    assert names_in("中信证券资深分析师John Li表示", "中信证券资深分析师John Li") == ["中信证券"]
    assert names_in("中国首席经济学家论坛举行", "中国首席经济学家论坛") == ["中国首席经济学家论坛"]
    assert names_in("见 reut.rs/2wYnahN 。", "reut.rs/2wYnahN") == []
