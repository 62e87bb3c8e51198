"""Heads between two texts without a byline: headlines open articles, section heads do not."""

from __future__ import annotations

import re

import pytest

from flows.annotate import text_documents
from seeds.load import load_seeds
from transforms.articles import split_articles
from transforms.engine.head_evidence import evidence
from transforms.engine.head_settings import mark_settings
from transforms.engine.lines import read_lines

SEEDS = {models: load_seeds(models=models) for models in (True, False)}
both = pytest.mark.parametrize("models", [True, False], ids=["model", "rules"])
PARAMS = SEEDS[True].rules["articles.news"].params

ORCHARD = [
    "记者从县农业农村局了解到，青石县今年苹果种植面积达到8.2万亩，预计产量16万吨，果农户均增收三千多元。",
    "在柳树镇的果园里，果农正忙着采摘。镇上新建的冷库一次能存放六千吨苹果，客商直接到地头收购。",
]
METRO = [
    "昨天上午，滨江地铁三号线二期工程进入空载试运行阶段，全长21.4公里，设车站15座，计划年底开通。",
    "三号线二期开通后，从江北客运站到大学城只需35分钟，沿线二十多个小区的居民出行更加方便。",
]
LIBRARY = [
    "市图书馆新馆9月1日起向读者开放，藏书120万册，阅览座位2400个，开放时间延长到晚上十点。",
    "新馆设有少儿阅览区和盲文阅览室，读者凭身份证即可借阅，每人一次最多借十本。",
]
HEADS = ["青石县苹果迎来丰收年", "滨江地铁三号线二期进入空载试运行", "市图书馆新馆下月起向读者开放"]
# A report with section heads, all of it about one firm.
REPORT = [
    "海东轴承厂靠新产品走出困境",
    "在北山脚下的海东轴承厂，新建的装配车间里机器轰鸣。厂长赵立群说，三年前海东轴承厂还欠着银行两千万元贷款，如今订单排到了明年。",
    "海东轴承厂建于上世纪七十年代，产品曾经销往二十多个省份。由于设备老化，轴承厂一度连年亏损。",
    "从老设备到新车间",
    "赵立群上任后做的第一件事，就是卖掉轴承厂闲置的厂房，用这笔钱买来数控磨床。海东轴承厂的工人重新走进课堂，学习操作新设备。",
    "技术员们为轴承厂设计了新的热处理工艺，产品寿命延长了一倍，老客户陆续回来了。",
    "把工人留下来",
    "海东轴承厂还为工人盖了宿舍，办起了夜校。赵立群说，没有熟练工人，新产品就做不出来，轴承厂也就没有出路。",
    "去年海东轴承厂销售收入达到一亿二千万元，还清了全部贷款，工人的收入也增加了三成。",
]


PAGE_HEAD = "滨江日报　2019年8月28日　星期三　第2版　要闻"


def titles(page: str, *, models: bool) -> list[str | None]:
    documents = text_documents([{"id": "page", "text": page, "issue_date": "2019-08-28"}])
    return [row["title"] for row in split_articles(documents, seeds=SEEDS[models]).tables["articles"].to_pylist()]


def laid_out(*articles: tuple[str, list[str]], indent: str = "\u3000\u3000", gap: str = "\n\n") -> str:
    return gap.join(line for head, texts in articles for line in (head, *(indent + text for text in texts)))


PAGE = tuple(zip(HEADS, (ORCHARD, METRO, LIBRARY), strict=True))


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\n\n\n"], ids=["blank", "tight", "wide"])
@pytest.mark.parametrize("indent", ["\u3000\u3000", "    ", "\t"], ids=["wide", "blanks", "tab"])
def test_heads_without_indentation_above_indented_texts_open_articles(indent: str, gap: str) -> None:
    assert titles(laid_out(*PAGE, indent=indent, gap=gap), models=True) == HEADS


@pytest.mark.parametrize("width", [20, 22, 26])
def test_headlines_of_a_hard_wrapped_page_without_blank_lines_open_articles(width: int) -> None:
    articles = tuple(
        (head, [text[at : at + width] for text in texts for at in range(0, len(text), width)])
        for head, texts in zip(HEADS, (ORCHARD, METRO, LIBRARY), strict=True)
    )
    begins = {text[:width] for texts in (ORCHARD, METRO, LIBRARY) for text in texts}
    lines = [PAGE_HEAD]
    for head, parts in articles:
        lines += [head, *(f"\u3000\u3000{part}" if part in begins else part for part in parts)]
    assert titles("\n".join(lines), models=True) == [None, *HEADS]


def test_headlines_open_articles_where_nothing_is_indented() -> None:
    page = laid_out(*PAGE, indent="")
    assert titles(page, models=True) == HEADS
    assert titles(f"{PAGE_HEAD}\n\n{page}", models=True) == [None, *HEADS]


@pytest.mark.parametrize("byline", ["（作者：王小明）", "滨江新闻记者 王小明", "（作者：见习记者,王小明）"])
@pytest.mark.parametrize("indent", ["\u3000\u3000", ""], ids=["indented", "plain"])
def test_a_head_above_a_byline_opens_an_article(indent: str, byline: str) -> None:
    page = laid_out(*((head, [byline, *texts]) for head, texts in PAGE), indent=indent)
    assert titles(f"{PAGE_HEAD}\n\n{page}", models=True) == [None, *HEADS]


@pytest.mark.parametrize("head", ["滨江地铁三号线二期，年底开通！", "12.5亿元！滨江地铁三号线二期进入试运行"])
def test_a_headline_may_call_out(head: str) -> None:
    page = laid_out((HEADS[0], ORCHARD), (head, METRO), (HEADS[2], LIBRARY))
    assert titles(page, models=True) == [HEADS[0], head, HEADS[2]]
    for order in ((0, 1, 2), (1, 0, 2), (2, 0, 1)):
        articles = [((HEADS[0], ORCHARD), (head, METRO), (HEADS[2], LIBRARY))[at] for at in order]
        plain = laid_out(*articles, indent="")
        assert titles(f"{PAGE_HEAD}\n\n{plain}", models=True) == [None, *(title for title, _ in articles)]


@pytest.mark.parametrize("indent", ["\u3000\u3000", ""], ids=["indented", "plain"])
def test_a_short_paragraph_may_call_out_as_well(indent: str) -> None:
    page = laid_out((REPORT[0], [REPORT[1], "海东轴承厂活过来了！", REPORT[5], REPORT[8]]), indent=indent)
    assert titles(f"{PAGE_HEAD}\n\n{page}", models=True) == [None, REPORT[0]]


@both
def test_heads_indented_like_the_text_stay_in_their_article(models: bool) -> None:
    page = laid_out(
        (HEADS[0], [ORCHARD[0], "冷库建到地头边", ORCHARD[1]]),
        (HEADS[1], [METRO[0], "一、从江北到大学城", METRO[1]]),
        (HEADS[2], LIBRARY),
    )
    assert titles(page, models=models) == HEADS


def test_section_heads_of_one_report_open_nothing_however_they_are_set() -> None:
    flush = "\n\n".join(line if len(line) < 20 else f"\u3000\u3000{line}" for line in REPORT)
    for page in (flush, "\n\n".join(REPORT), "\n".join(REPORT)):
        assert titles(page, models=True) == [REPORT[0]]
        assert titles(f"{PAGE_HEAD}\n\n{page}", models=True) == [None, REPORT[0]]


@both
@pytest.mark.parametrize("indent", ["\u3000\u3000", ""], ids=["indented", "plain"])
def test_numbered_parts_open_nothing(indent: str, models: bool) -> None:
    page = laid_out(
        ("全县工业经济运行情况", [ORCHARD[0]]),
        ("一、总体情况", [METRO[0]]),
        ("二、存在的问题", [LIBRARY[0], ORCHARD[1]]),
        indent=indent,
    )
    assert titles(page, models=models) == ["全县工业经济运行情况"]


@pytest.mark.parametrize("below", ["冷库建到地头边", "一、总体情况", "青石县农业农村局", "种植情况："])
def test_an_indented_head_right_below_a_headline_is_none_of_it(below: str) -> None:
    page = laid_out((HEADS[0], [below, ORCHARD[0], ORCHARD[1]]), (HEADS[1], METRO))
    assert titles(page, models=True) == [HEADS[0], HEADS[1]]


@pytest.mark.parametrize(
    ("above", "setting"),
    [(PAGE_HEAD, "paper"), ("首页 > 新闻 > 本地", "flush"), ("", "flush")],
    ids=["paper", "web", "bare"],
)
def test_the_head_of_a_paper_promises_several_articles(above: str, setting: str) -> None:
    lines = read_lines(f"{above}\n\n{laid_out(*PAGE)}", [0], SEEDS[False])
    mark_settings(lines)
    assert [line.text for line in lines if line.setting == setting] == HEADS


def test_settings_tell_headlines_from_heads_inside_articles() -> None:
    page = laid_out((HEADS[0], [ORCHARD[0], "冷库建到地头边", ORCHARD[1]]), (HEADS[1], METRO))
    lines = read_lines(page, [0], SEEDS[False])
    mark_settings(lines)
    assert {line.text: line.setting for line in lines if line.setting} == {
        HEADS[0]: "headline",
        "冷库建到地头边": "inner",
        HEADS[1]: "headline",
    }


@pytest.mark.parametrize(
    "page",
    [
        laid_out(*PAGE, indent=""),
        laid_out(("\u3000\u3000\u3000\u3000" + HEADS[0], ORCHARD), ("\u3000\u3000\u3000\u3000" + HEADS[1], METRO)),
        "\n".join(ORCHARD[0][at : at + 16] for at in range(0, len(ORCHARD[0]), 16)),
    ],
    ids=["nothing indented", "headlines indented", "broken lines"],
)
def test_settings_tell_nothing_on_other_pages(page: str) -> None:
    lines = read_lines(page, [0], SEEDS[False])
    mark_settings(lines)
    assert not any(line.setting for line in lines)


def test_texts_about_something_else_are_evidence_for_a_headline() -> None:
    fresh, weights = re.compile(str(PARAMS["fresh"])), PARAMS["evidence"]
    headline = evidence(HEADS[0], "".join(ORCHARD), HEADS[1], "".join(METRO), fresh, weights)
    section = evidence(REPORT[0], "".join(REPORT[1:3]), REPORT[3], "".join(REPORT[4:6]), fresh, weights)
    assert headline > 3 > -3 > section


@both
def test_where_headlines_are_marked_no_text_opens_an_article_by_itself(models: bool) -> None:
    heads = ("1至4月青石县苹果外运8.2万吨", HEADS[1])
    link = "[查看原文](https://news.example.com/2025/05/20/a.shtml)"
    texts = ([*ORCHARD, "不仅产量更高，销路也更加多元。县里联合推出三条采摘路线，客流增长三成。"], METRO)
    page = "\n\n".join(line for head, text in zip(heads, texts, strict=True) for line in (f"### {head}", *text, link))
    assert titles(page, models=models) == list(heads)


@both
def test_a_line_of_day_and_paper_stands_below_a_headline(models: bool) -> None:
    page = laid_out((HEADS[0], ORCHARD), (HEADS[1], ["2006年11月01日\u3000江口早报", *METRO]))
    assert titles(page, models=models) == HEADS[:2]
