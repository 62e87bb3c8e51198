"""Pages to articles: the sample page as a reader sees it, and small pages of every layout."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.annotate import text_documents
from seeds.load import SEEDS_DIR, load_seeds
from transforms.articles import split_articles

SEEDS = {models: load_seeds(models=models) for models in (True, False)}
GOLD = SEEDS_DIR / "gold" / "seed_page"
PAGE = (SEEDS_DIR / "pages" / "000_cf4d125c36e7af24.txt").read_bytes().decode("utf-8")
both = pytest.mark.parametrize("models", [True, False], ids=["model", "rules"])


def gold(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def split(text: str, *, models: bool, table: str = "articles") -> list[dict[str, Any]]:
    documents = text_documents([{"id": "page", "text": text, "issue_date": "2018-12-03"}])
    return list(split_articles(documents, seeds=SEEDS[models]).tables[table].to_pylist())


def outline(text: str, *, models: bool) -> list[tuple[str, str | None]]:
    return [(row["kind"], row["title"]) for row in split(text, models=models)]


def solid(text: str | None) -> str:
    return "".join((text or "").split())


@both
def test_the_sample_page_has_its_seven_units_with_titles_and_authors(models: bool) -> None:
    found = {(row["char_start"], row["char_end"]): row for row in split(PAGE, models=models)}
    wanted = gold("articles")
    assert set(found) == {(row["start"], row["end"]) for row in wanted}
    for row in wanted:
        unit = found[row["start"], row["end"]]
        assert solid(unit["title"]) == solid(row["title"])
        assert solid(unit["subtitle"]) == solid(row["subtitle"])
        assert unit["column_name"] == row["column"]
        assert unit["authors"] == [solid(author["text"]) for author in row["authors"]]


@both
def test_the_sample_page_has_the_sentences_of_the_gold(models: bool) -> None:
    found = {(row["char_start"], row["char_end"]) for row in split(PAGE, models=models, table="sentences")}
    assert found == {(row["start"], row["end"]) for row in gold("sentences")}


@both
def test_a_pull_quote_is_linked_to_the_article_it_repeats(models: bool) -> None:
    units = split(PAGE, models=models)
    (quote,) = [row for row in units if row["kind"] == "pull_quote"]
    (repeated,) = [row for row in units if row["article_id"] == quote["repeats_article_id"]]
    assert repeated["title"].startswith("以知识产权质押")


@both
def test_markdown_items_and_their_rundown_are_units(models: bool) -> None:
    page = """# 晚间新闻

## 新闻摘要

- 各地加快推进秋收
- 老城区改造完成

## 详细新闻

### 各地加快推进秋收

<p><strong>本台消息</strong>：各地加快推进秋收工作，夯实粮食丰收基础。<br></p><p>东北地区秋粮收获已过六成半。</p>

[查看原文](https://example.com/a)

### 老城区改造完成

<p>记者从市政府获悉，老城区改造日前完成，居民开始回迁。</p>
"""
    units = outline(page, models=models)
    assert [unit for unit in units if unit[0] != "editorial_box"] == [
        ("rundown", "新闻摘要"),
        ("news", "各地加快推进秋收"),
        ("news", "老城区改造完成"),
    ]


@both
def test_headings_below_the_only_markdown_title_are_sections(models: bool) -> None:
    page = "# 新区产业升级提速\n\n今天，新区举行了产业大会。\n\n## 项目进展\n\n项目已经开工。\n\n## 下一步\n\n将扩大投资。\n"
    assert outline(page, models=models) == [("news", "新区产业升级提速")]
    roles = [row["role"] for row in split(page, models=models, table="blocks")]
    assert roles == ["title", "body", "section_head", "body", "section_head", "body"]


@both
def test_a_broadcast_transcript_is_split_at_its_datelines(models: bool) -> None:
    page = """本期节目主要内容：
1.各地加快推进秋收；
2.老城区改造完成；
3.国内联播快讯。
各地加快推进秋收工作
央视网消息（新闻联播）：各地加快推进秋收工作，夯实粮食丰收基础。
东北地区秋粮收获已过六成半。
老城区改造完成居民回迁
央视网消息（新闻联播）：最新数据显示，前三季度，全国老城区改造投资同比增长16.4%。
"""
    assert outline(page, models=models) == [
        ("rundown", "本期节目主要内容："),
        ("news", "各地加快推进秋收工作"),
        ("news", "老城区改造完成居民回迁"),
    ]


@both
def test_a_web_page_keeps_path_and_editor_out_of_the_article(models: bool) -> None:
    page = """首页 > 新闻 > 财经
某市前三季度经济运行平稳
2023-10-25 09:12 来源：某某日报 作者：张三 李四
本报讯（记者 张三）10月24日，市统计局发布数据，前三季度全市地区生产总值2345.6亿元，同比增长6.1%。
　　一、工业生产加快
　　规模以上工业增加值同比增长7.2%。
责任编辑：王五
"""
    box, article, editor = split(page, models=models)
    assert (box["kind"], editor["kind"]) == ("editorial_box", "editorial_box")
    assert article["title"] == "某市前三季度经济运行平稳"
    assert article["authors"] == ["张三", "李四"]
    assert editor["authors"] == ["王五"]


@both
def test_a_text_of_one_sentence_is_an_article_without_a_headline(models: bool) -> None:
    assert outline("今天天气很好。", models=models) == [("news", None)]


@both
@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("□ 本报记者 兰 云", ["兰云"]),
        ("□ 何欣荣 郑钧天", ["何欣荣", "郑钧天"]),
        ("本报记者 王小明 通讯员 李雷", ["王小明", "李雷"]),
        ("（记者 王小明、李雷）", ["王小明", "李雷"]),
        ("文/王小明", ["王小明"]),
        ("本报记者 王 明 深圳报道", ["王明"]),
        ("记者王小明／新竹报导", ["王小明"]),
        ("滨江财经见习记者 王小明 实习生 李雷 深圳报道", ["王小明", "李雷"]),
        ("滨江新闻记者", []),
    ],
)
def test_bylines_name_the_authors(line: str, authors: list[str], models: bool) -> None:
    page = f"新区产业升级提速取得新进展\n\n{line}\n\n今天，新区举行了产业大会，企业代表到会并发言。"
    (article,) = split(page, models=models)
    assert article["title"] == "新区产业升级提速取得新进展"
    assert article["authors"] == authors


@both
def test_an_empty_page_has_no_articles(models: bool) -> None:
    assert split("\n \n", models=models) == []


@both
def test_numbered_markdown_headings_of_a_paper_are_sections(models: bool) -> None:
    one = "有关部门陆续出台政策，专利质押贷款工作开始迅速发展，多家企业从中受益，风险也逐步显现。"
    two = "许多国家设立了专门的担保机构，由财政出资分担损失，银行因此愿意放贷，小企业也借得到钱。"
    three = "各省的做法不尽相同，有的补贴保费，有的设立风险池，但评估和处置的难题还没有解决好。"
    page = f"{one}\n\n# 2国内外现状分析\n\n# 2.1国外担保政策\n\n{two}\n\n# 2.2国内担保政策\n\n{three}\n"
    (paper,) = split(page, models=models)
    assert (paper["char_start"], paper["char_end"], paper["title"]) == (0, len(page) - 1, None)


@both
@pytest.mark.parametrize(
    "line",
    [
        *("王", "1", "。", "# 甲", "|产业升级提速企业代表共商大计|", "（王小明）", "▲ 新区举行产业大会"),
        "新的思路\n\u3000\u3000今天，新区举行了产业大会，企业代表到会并发言。",
    ],
)
def test_work_grows_with_the_page_and_not_with_its_square(line: str, models: bool) -> None:
    calls = [calls_for(f"{line}\n" * count, models=models) for count in (300, 1200)]
    assert calls[1] < 8 * calls[0]


def calls_for(page: str, *, models: bool) -> int:
    """Python calls and generator steps that splitting a page takes."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        split(page, models=models)
    finally:
        sys.setprofile(None)
    return steps


BRIEFS = """要闻 2018年12月3日 星期一 第2版

新区产业升级提速取得新进展

今天，新区举行了产业大会，企业代表到会并发言，会上发布了三份报告。

简　讯

△第三钢铁厂今年上半年试制成功二十六种新钢材，其中七种达到先进水平。

△全国乡镇企业产品展销会八月二十日在京开幕，有一万多种产品参展。
"""


@both
def test_briefs_behind_a_mark_are_units_below_their_container(models: bool) -> None:
    units = split(BRIEFS, models=models)
    assert [row["kind"] for row in units] == ["editorial_box", "news", "editorial_box", "news", "news"]
    assert [row["text"][:4] for row in units] == ["要闻20", "新区产业", "简讯", "第三钢铁", "全国乡镇"]
    assert [row["title"] for row in units[3:]] == [None, None]


@both
def test_headlines_behind_a_mark_open_units(models: bool) -> None:
    items = [
        (f"▲ 第{word}公司：拟回购股份", f"第{word}公司昨日公告，拟以自有资金回购股份，金额不超过2亿元。")
        for word in "一二三"
    ]
    page = "\n\n".join(part for item in items for part in item)
    assert outline(page, models=models) == [("news", title.removeprefix("▲ ")) for title, _ in items]


def test_torn_points_of_a_list_stay_in_their_article() -> None:
    page = """巾帼扶贫加大攻坚力度

●自一九八六年以来我国贫困人口已

减少到五千万。

●实施巾帼扶贫行动两年来已帮助数

万户农民脱贫。

今天，全国妇联召开大会，总结十年

扶贫工作的经验，部署今后的任务。
"""
    assert outline(page, models=True) == [("news", "巾帼扶贫加大攻坚力度")]


@both
def test_points_of_a_list_stay_in_their_article(models: bool) -> None:
    page = """新区产业升级提速取得新进展

□ 本报记者 王小明

今天，新区举行了产业大会，会上提出了三项要求：

● 加强组织领导，压实各方责任，确保各项任务落到实处。

● 完善政策措施，加大资金投入，帮助企业解决实际困难。

大会还表彰了先进企业，企业代表到会并发言。
"""
    assert outline(page, models=models) == [("news", "新区产业升级提速取得新进展")]


@both
def test_pull_quotes_and_pictures_behind_an_article_are_units(models: bool) -> None:
    page = """新区产业升级提速取得新进展

□ 本报记者 王小明

今天，新区举行了产业大会，企业代表到会并发言，会上发布了三份报告。

|产业升级提速，三份报告同日发布，企业代表共商发展大计|

图①：12月3日，工人在新区的车间装配零件。 本报记者 李雷 摄
"""
    article, quote, picture = split(page, models=models)
    assert (article["title"], article["authors"]) == ("新区产业升级提速取得新进展", ["王小明"])
    assert (quote["kind"], quote["repeats_article_id"]) == ("pull_quote", article["article_id"])
    assert (picture["kind"], picture["authors"]) == ("photo_caption", ["李雷"])


@both
@pytest.mark.parametrize("end", ["（张雄李占涛）", "\n\n（张雄 李占涛）"])
def test_names_in_brackets_at_the_end_are_the_authors(end: str, models: bool) -> None:
    page = f"新区产业升级提速取得新进展\n\n今天，新区举行了产业大会，企业代表到会并发言，会上发布了三份报告。{end}"
    (article,) = split(page, models=models)
    assert article["authors"] == ["张雄", "李占涛"]


def test_the_telephone_behind_an_editor_is_no_author() -> None:
    (box,) = split("责任编辑：王 明　电话：0731-84326110\n\n新闻热线：0731-84326111", models=False)
    assert box["authors"] == ["王明"]


@both
def test_indentation_tells_what_runs_on(models: bool) -> None:
    page = """　　全省科技大会召开
　　本报讯（记者 王小明）全省科技
大会昨天在省城召开，会议表彰了一批
先进集体和个人，奖励金额共1200万
元。
　　高新区新增三家上市公司
　　本报讯（通讯员 李雷）记者昨天从
高新区管委会获悉，今年以来该区新增
上市公司3家，总数达到21家。
"""
    assert outline(page, models=models) == [("news", "全省科技大会召开"), ("news", "高新区新增三家上市公司")]
    assert [row["authors"] for row in split(page, models=models)] == [["王小明"], ["李雷"]]


@both
def test_a_speech_keeps_its_date_and_speaker_out_of_the_title(models: bool) -> None:
    page = """某市政府工作报告

——2022年1月18日在某市人民代表大会会议上

某市市长 王小明

各位代表：

现在，我代表市人民政府，向大会报告工作，请予审议。

一、去年工作回顾

过去一年，我们坚持稳中求进，全市生产总值增长6.5%，好于预期。
"""
    (speech,) = split(page, models=models)
    assert (speech["title"], speech["authors"]) == ("某市政府工作报告", ["王小明"])
    assert speech["subtitle"] == "——2022年1月18日在某市人民代表大会会议上"


@both
def test_a_list_of_links_is_no_article(models: bool) -> None:
    page = """某市推出科技金融新政

2023-05-06 10:20:33 来源：某市日报 作者：王小明

科技金融新政昨天发布，提出到2025年科技贷款余额达到5000亿元。

【责任编辑：李雷】

相关新闻

某市科技贷款余额突破3000亿元

某市设立百亿科创基金

版权所有 未经授权不得转载
"""
    assert [row["kind"] for row in split(page, models=models)] == [
        "news",
        "editorial_box",
        "rundown",
        "editorial_box",
    ]


@both
def test_a_headline_that_stands_apart_on_a_page_of_broken_lines_goes_on_with_nothing(models: bool) -> None:
    first = [
        "　　本报讯　记者昨天从县统计局获悉，今年一至六月份全",
        "县完成地区生产总值九十八亿元，同比增长百分之十二，其中",
        "工业增加值三十亿元，增长百分之二十一点五，比全省快。",
        "　　工业园区引进项目十九个，合同引资四十二点五亿元，实际",
        "到位资金十五点七亿元，新增就业岗位四千三百余个。",
    ]
    second = [
        "　　本报讯　走进镇上的果园，红彤彤的苹果挂满枝头，村民",
        "们正忙着采摘装箱。这个村有果农六百多户，人均收入超过一",
        "万元，家家户户盖起了新房。村里还建起了两座冷库，错开了",
        "上市的高峰。",
        "　　镇长说，明年要把种植面积扩大到五千亩，再引进一家深",
        "加工企业，让更多的人在家门口就业。",
    ]
    heads = ["上半年生产总值增长百分之十二", "小苹果撑起乡村致富路"]
    page = "\n".join([heads[0], "", *first, "", heads[1], "", *second, ""])
    assert outline(page, models=models) == [("news", heads[0]), ("news", heads[1])]


BODY = "今年以来，江州市高新区企业加快转型，新增机器人企业20家，产值同比增长8%。\n\n“订单排到了年底。”企业负责人说。"


@both
def test_the_head_of_a_markdown_file_is_furniture_and_the_line_over_a_headline_its_subtitle(models: bool) -> None:
    head = '---\ntitle: "江州机器人产业提速"\ndate: 2018-12-03\nsection: "第01版"\nauthor: "王小明"\nkeywords: [机器人, 企业]\n---\n\n'
    signed = "> 本报记者  王小明  李  雷《江州日报》（2018年12月03日第 01 版）"
    text = f"{head}### 前三季度新增企业20家\n\n# 江州机器人产业提速\n\n{signed}\n\n{BODY}\n"
    box, news = split(text, models=models)
    assert (box["kind"], text[box["char_start"] : box["char_end"]]) == ("editorial_box", head.strip())
    assert (news["title"], news["subtitle"], news["authors"]) == (
        "江州机器人产业提速",
        "前三季度新增企业20家",
        ["王小明", "李雷"],
    )


@both
def test_where_only_the_head_of_a_markdown_file_has_a_title_it_is_the_headline(models: bool) -> None:
    text = (
        f"---\ntitle: '江州机器人产业提速'\ncategories: \n - 经济\ndate: Mon, 03 Dec 2018 10:35:28 GMT\n---\n{BODY}\n"
    )
    news = [row for row in split(text, models=models) if row["kind"] == "news"]
    assert [row["title"] for row in news] == ["江州机器人产业提速"]


@both
def test_rules_around_text_are_no_head_of_a_file(models: bool) -> None:
    text = f"---\n\n# 江州机器人产业提速\n\n{BODY}\n\n---\n"
    assert [row["title"] for row in split(text, models=models) if row["kind"] == "news"] == ["江州机器人产业提速"]
