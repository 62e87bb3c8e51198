"""Names: found whole, typed, one span each."""

import itertools

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.annotate import extract
from seeds.load import load_seeds
from transforms.engine.candidates import TAGGED, Candidate, choose, choose_beside
from transforms.engine.spans import surface_of

SEEDS = load_seeds(models=False)


def mentions(text: str) -> list[dict[str, object]]:
    rows = extract([{"id": "a", "text": text}], seeds=SEEDS, plain=True, until="mentions")["mentions"]
    return sorted(rows.to_pylist(), key=lambda row: row["char_start"])


def named(text: str) -> list[tuple[str, str]]:
    return [(str(row["surface"]), str(row["entity_type"])) for row in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("山东省寿光市的农户", [("山东省", "LOC.PROVINCE"), ("寿光市", "LOC.CITY")]),
        ("青藏高寒区草原广阔。该区干旱少雨。", [("青藏高寒区", "LOC.REGION"), ("该区", "LOC.REGION")]),
        ("湖南浏阳的企业", [("湖南", "LOC.PROVINCE"), ("浏阳", "LOC.CITY")]),
        ("南京高新区的企业", [("南京高新区", "LOC.ZONE")]),
        ("他在厦门大学读书", [("厦门大学", "ORG.UNIVERSITY")]),
        ("经中国证监会批准", [("中国证监会", "ORG.GOV")]),
        ("四川省成都市中级人民法院判决", [("四川省成都市中级人民法院", "ORG.GOV")]),
        ("市长李建国说", [("李建国", "PER")]),
        ("印发《关于支持创新的若干意见》", [("《关于支持创新的若干意见》", "POLICY")]),
        ("小说《平凡的世界》", [("《平凡的世界》", "WORK")]),
        ("兰州市民排起长队", [("兰州", "LOC.CITY")]),
        ("每二十位温州人中就有一位党员", [("温州", "LOC.CITY")]),
        ("基层党支部和党总支部共3家", []),
        ("保险公司和评估公司都来了", []),
        ("苏州高新区内企业", [("苏州高新区", "LOC.ZONE")]),
        ("重庆水务部门供水", [("重庆", "LOC.PROVINCE")]),
        ("北京时间13日凌晨", []),
        ("拿到一枚奥运金牌", []),
        ("成都市容整洁", [("成都", "LOC.CITY")]),
        ("部队已赶赴汤阴、淇县等地", [("汤阴", "LOC.COUNTY"), ("淇县", "LOC.COUNTY")]),
        ("其中衡芯光电增长10%", [("衡芯光电", "ORG.COMPANY")]),
        ("新增冷链物流企业20家", []),
        ("实施“海上粮仓”科技示范工程", [("“海上粮仓”科技示范工程", "PROJECT")]),
        ("参加“雨露计划”，雨露计划很好", [("“雨露计划”", "PROJECT"), ("雨露计划", "PROJECT")]),
        ("第十七届西部家居博览会闭幕", [("第十七届西部家居博览会", "EVENT.NAME")]),
        ("科创板上市公司达500家", [("科创板", "ORG.EXCHANGE")]),
        ("江西铜业在新三板挂牌", [("江西铜业", "ORG.COMPANY"), ("新三板", "ORG.EXCHANGE")]),
        ("新华·波罗的海国际航运中心发展指数升至全球第18位", [("波罗的海国际航运中心发展指数", "INDEX")]),
        ("阿列克谢·波罗申科到访", [("阿列克谢·波罗申科", "PER")]),
        ("大坪商圈的品牌，城市商圈活跃", [("大坪商圈", "LOC.SITE")]),
        ("大众创业、万众创新蓬勃发展", []),
        ("西藏实现乡镇通邮", [("西藏", "LOC.PROVINCE")]),
        ("江阴市长来访，江阴市长江大桥通车", [("江阴", "LOC.CITY"), ("江阴市", "LOC.CITY"), ("长江大桥", "LOC.SITE")]),
    ],
)
def test_names_are_found_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "firm", "expected"),
    [
        ("湖南省株洲市天元区发布公告", 9, ["湖南省", "株洲市", "天元区"]),
        ("湖南省株洲市长河股份发布公告", 10, ["湖南省株洲市长河股份"]),
    ],
)
def test_a_tagged_firm_is_more_than_a_chain_of_places(
    text: str, firm: int, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transforms.engine.tagged_names._spans", lambda *_: [(0, firm, "firm", 0.99)])
    rows = extract([{"id": "a", "text": text}], seeds=load_seeds(), plain=True, until="mentions")["mentions"]
    assert sorted(rows.column("surface").to_pylist(), key=text.index) == expected


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("董事会决定发行债券", [(0, 3)], []),
        ("双塘村党支部书记到会", [(0, 4)], ["双塘村党支部"]),
        ("青田县联合青田农商银行推出", [(0, 11)], ["青田县", "青田农商银行"]),
        ("上海联合产权交易所公告", [(0, 9)], ["上海联合产权交易所"]),
    ],
)
def test_a_tagged_body_is_neither_cut_short_nor_joined_to_its_partner(
    text: str, spans: list[tuple[int, int]], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(start, end, "ORG", 0.9) for start, end in spans]
    monkeypatch.setattr("transforms.engine.tagged_names._spans", lambda *_: found)
    rows = extract([{"id": "a", "text": text}], seeds=load_seeds(), plain=True, until="mentions")["mentions"]
    assert sorted(rows.column("surface").to_pylist(), key=text.index) == expected


def test_no_tagged_name_ends_inside_a_latin_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.engine.tagged_names._spans", lambda *_: [(0, 3, "ORG", 0.9), (7, 12, "ORG", 0.9)])
    rows = extract([{"id": "a", "text": "Acmetex与Beta公司"}], seeds=load_seeds(), plain=True, until="mentions")[
        "mentions"
    ]
    surfaces = rows.column("surface").to_pylist()
    assert not any(surface.startswith("Acm") for surface in surfaces)


def test_a_longer_name_hides_the_names_in_it() -> None:
    assert named("上海海洋大学的学生") == [("上海海洋大学", "ORG.UNIVERSITY")]


WORDS = [
    "河北省",
    "石家庄",
    "高新区",
    "管委会",
    "国务院",
    "李建国",
    "说",
    "，",
    "。",
    "“",
    "”",
    "《",
    "》",
    "有限公司",
    "银行",
    "的",
    "和",
    "·",
    "(",
    ")",
    "（",
    "）",
    "三地",
    "该公司",
    "我国",
    "12",
    "A",
    "\n",
    "某",
    "基金",
    "亿元",
    "质押贷款",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_spans_are_flat_whole_and_repeatable(text: str) -> None:
    tables = extract([{"id": "a", "text": text}], seeds=SEEDS, plain=True, until="mentions") if text else {}
    if not tables:
        return
    rows = sorted(tables["mentions"].to_pylist(), key=lambda row: row["char_start"])
    for before, after in itertools.pairwise(rows):
        assert before["char_end"] <= after["char_start"]
    for row in rows:
        assert row["surface"] == surface_of(text, row["char_start"], row["char_end"]) != ""
    assert {row["entity_id"] for row in rows} == set(tables["entity_parts"].column("entity_id").to_pylist())
    again = extract([{"id": "a", "text": text}], seeds=SEEDS, plain=True, until="mentions")
    assert again["mentions"].equals(tables["mentions"])


@pytest.mark.parametrize(
    ("models", "texts"),
    [
        (False, ["石家庄高新区推出新政。高新区的企业很多。", "高新区的企业很多。", "市长李建国说，三地合作。"]),
        # That 俄 is no name of the first text is no evidence on the second one.
        (True, ["据俄方宣布，俄打算办理。", "叶利钦说，俄日关系会改善。"]),
    ],
)
def test_a_batch_gives_what_its_texts_give_alone(models: bool, texts: list[str]) -> None:
    seeds = load_seeds(models=models)

    def found(texts: list[str]) -> dict[str, list[str]]:
        rows = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
        tables = extract(rows, seeds=seeds, plain=True, until="mentions")
        ids = tables["documents"].column("document_id").to_pylist()
        of: dict[str, list[str]] = {}
        for row in tables["mentions"].to_pylist():
            of.setdefault(texts[ids.index(row["document_id"])], []).append(row["surface"])
        return of

    alone: dict[str, list[str]] = {}
    for text in texts:
        alone |= found([text])
    assert alone == found(texts)


def test_no_sentence_means_empty_tables() -> None:
    tables = extract([{"id": "a", "text": "\n"}], seeds=SEEDS, plain=True, until="mentions")
    assert isinstance(tables["mentions"], pa.Table)
    assert tables["mentions"].num_rows == 0


def test_a_fund_among_funds_is_no_firm() -> None:
    rows = extract(
        [{"id": "a", "text": "该区设立了20亿元规模的母基金及5亿元的新材料基金。"}],
        seeds=load_seeds(),
        plain=True,
        until="mentions",
    )["mentions"].to_pylist()
    assert {row["surface"]: row["entity_type"] for row in rows}["新材料基金"] == "FUND"


def test_a_fair_named_without_its_edition_is_the_edition_that_its_page_tells() -> None:
    def entities(text: str) -> list[str]:
        rows = extract([{"id": "a", "text": text}], seeds=SEEDS, plain=True, until="mentions")["entity_parts"]
        return sorted(rows.column("canonical_name").to_pylist())

    assert entities("第133届广交会15日开幕。广交会面积增加。") == ["第133届广交会"]
    assert entities("第133届广交会15日开幕，第132届广交会已闭幕。广交会面积增加。") == [
        "广交会",
        "第132届广交会",
        "第133届广交会",
    ]


def test_all_the_ports_of_a_country_are_no_name() -> None:
    rows = extract([{"id": "a", "text": "全国港口完成吞吐量5亿吨。"}], seeds=SEEDS, plain=True, until="mentions")[
        "mentions"
    ]
    assert rows.column("surface").to_pylist() == ["全国"]


@pytest.mark.parametrize(
    ("text", "fund"),
    [
        ("珠海市人才创新创业投资基金规模达到10亿元。", "珠海市人才创新创业投资基金"),
        ("浙江知识产权质押融资风险补偿基金成立。", "浙江知识产权质押融资风险补偿基金"),
        ("银行创新知识产权质押贷款。", None),
    ],
)
def test_a_fund_is_named_with_its_place_and_its_aims(text: str, fund: str | None) -> None:
    rows = extract([{"id": "a", "text": text}], seeds=SEEDS, plain=True, until="mentions")["mentions"].to_pylist()
    assert [row["surface"] for row in rows if row["entity_type"] == "FUND"] == ([fund] if fund else [])


proposals = st.lists(
    st.builds(
        lambda start, size, kind, rule_id, rank, name: Candidate(start, start + size, kind, rule_id, name, rank=rank),
        st.integers(0, 30),
        st.integers(1, 6),
        st.sampled_from(["ORG", "ORG.BANK", "LOC", "PER"]),
        st.sampled_from(["mentions.suffix", "mentions.region", TAGGED]),
        st.sampled_from([3, 5, 6]),
        st.text("甲乙", max_size=2),
    ),
    max_size=9,
)


@given(proposals, proposals)
def test_names_chosen_before_and_a_few_more_are_chosen_as_if_all_were_new(
    first: list[Candidate], more: list[Candidate]
) -> None:
    chosen = choose(first)
    assert choose_beside(chosen, more) == choose([*chosen, *more])


@given(proposals)
def test_of_names_that_are_chosen_no_two_overlap(first: list[Candidate]) -> None:
    chosen = choose(first)
    assert all(left.end <= right.start for left, right in itertools.pairwise(chosen))


def test_a_name_begins_behind_the_bracket_of_who_reports() -> None:
    rows = extract(
        [{"id": "a", "text": "本报讯（记者 许安琪）闽南农村商业银行计划新增小微信贷投放25亿元。"}],
        seeds=load_seeds(),
        plain=True,
        until="mentions",
    )["mentions"].to_pylist()
    assert {row["surface"] for row in rows} == {"许安琪", "闽南农村商业银行"}


@pytest.mark.parametrize("span", [(1, 6), (5, 6), (1, 8)])
def test_brackets_around_a_tagged_name_are_no_part_of_it(
    span: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transforms.engine.tagged_names._spans", lambda *_: [(*span, "firm", 0.99)])
    rows = extract([{"id": "a", "text": "【vivo】您预约的游戏首发"}], seeds=load_seeds(), plain=True, until="mentions")
    assert not any("】" in surface for surface in rows["mentions"].column("surface").to_pylist())


def test_a_name_in_traditional_characters_names_its_own_page_only() -> None:
    pages = [{"id": "a", "text": "中國經濟增長。"}, {"id": "b", "text": "中国经济增长。"}]
    tables = extract(pages, seeds=SEEDS, plain=True, until="mentions")
    names = {row["document_id"]: row["canonical_name"] for row in tables["entity_parts"].to_pylist()}
    assert sorted(names.values()) == sorted(["中國", "中国"])


def test_a_branch_behind_its_place_is_one_name() -> None:
    assert named("农行天津分行发放贷款") == [("农行天津分行", "ORG.BANK")]


def test_what_stands_in_a_list_of_firms_is_one() -> None:
    assert named("与宝钢、禾钢、鞍钢、大连大雪等20余家企业合作")[1:] == [
        ("禾钢", "ORG.COMPANY"),
        ("鞍钢", "ORG.COMPANY"),
        ("大连大雪", "ORG.COMPANY"),
    ]
    assert named("与宝钢、高校、鞍钢等20余家单位合作") == [("宝钢", "ORG.COMPANY"), ("鞍钢", "ORG.COMPANY")]
    assert named("与宝钢、鞍钢、上海等单位合作")[2] == ("上海", "LOC.PROVINCE")


def test_a_body_named_by_its_level_is_that_of_the_place_of_its_article() -> None:
    def bodies(text: str) -> list[str]:
        tables = extract([{"id": "a", "text": text}], seeds=SEEDS, plain=True, until="mentions")
        names = {row["entity_id"]: row["canonical_name"] for row in tables["entity_parts"].to_pylist()}
        rows = sorted(tables["mentions"].to_pylist(), key=lambda row: row["char_start"])
        return [names[row["entity_id"]] for row in rows if row["rule_id"] == "mentions.local_body"]

    assert bodies("海南的生猪增产。省政府拿出1500万元，省农业厅核查。") == ["海南省政府", "海南省农业厅"]
    assert bodies("广东省深圳市增产。市人社局介绍。各市政府、楚江省政府和市委书记都到会。") == ["深圳市人社局"]
    assert bodies("省政府拿出1500万元。") == []
