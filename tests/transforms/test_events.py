"""Events: types, roles, status and figures, from texts whose names, times and figures are given."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from flows.annotate import extract, text_documents
from seeds.load import load_seeds
from transforms.events import find_events
from transforms.plain import wrap_plain
from warehouse.contracts import TABLES, arrow_schema

SEEDS = load_seeds()
Row = dict[str, object]


def table(name: str, rows: list[Row]) -> pa.Table:
    schema = arrow_schema(TABLES[name])
    return pa.Table.from_pylist([{field: row.get(field) for field in schema.names} for row in rows], schema=schema)


def events_of(
    text: str, *, names: dict[str, str], money: str | None = None, day: str | None = None
) -> list[tuple[Row, dict[str, list[str]]]]:
    """Events with their fillers by role; `names` maps printed names to entity types."""
    documents = text_documents([{"id": "page", "text": text}])
    tables = wrap_plain(documents, seeds=SEEDS).tables
    sentence = tables["sentences"].to_pylist()[0]
    place = {key: sentence[key] for key in ("sentence_id", "article_id", "document_id")}

    def span(words: str) -> Row:
        return {"surface": words, "char_start": text.index(words), "char_end": text.index(words) + len(words), **place}

    made = {"rule_id": "test.given", "confidence": 1.0}
    mentions = [
        {"mention_id": f"men_{n:016x}", "entity_id": f"ent_{n:016x}", "entity_type": kind, "mention_kind": "name"}
        | span(name)
        | made
        for n, (name, kind) in enumerate(names.items())
        if name in text
    ]
    times = [
        {"time_id": f"tim_{0:016x}", "kind": "date", "basis": "explicit", "period_start": dt.date(2018, 5, 4)}
        | {"period_end": dt.date(2018, 5, 4)}
        | span(words)
        | made
        for words in ([day] if day else [])
    ]
    metrics = [
        {"metric_id": f"met_{0:016x}", "fact_id": f"fac_{0:016x}", "value": Decimal(1), "unit": "CNY", "kind": "level"}
        | {"dimension": "money", "qualifier": "exact", "status": "actual", "subject_entity_ids": []}
        | {"period_source": "default"}
        | span(words)
        | made
        for words in ([money] if money else [])
    ]
    outcome = find_events(
        documents,
        tables["articles"],
        tables["sentences"],
        table("mentions", sorted(mentions, key=lambda row: str(row["char_start"]).zfill(6))),
        table("times", times),
        table("metrics", metrics),
        seeds=SEEDS,
    )
    found = []
    roles = outcome.tables["event_roles"].to_pylist()
    for event in outcome.tables["events"].to_pylist():
        fillers: dict[str, list[str]] = {}
        for role in roles:
            if role["event_id"] == event["event_id"]:
                fillers.setdefault(role["role"], []).append(role["text"])
        found.append((event, fillers))
    return found


BANKS = {"东湖银行": "ORG.BANK", "西山银行": "ORG.BANK"}


def test_each_bank_that_sets_up_a_branch_of_its_own_is_one_event() -> None:
    found = events_of("东湖银行、西山银行已经设立了科技支行。", names=BANKS)
    assert [fillers for _, fillers in found] == [
        {"founder": ["东湖银行"], "organisation": ["科技支行"]},
        {"founder": ["西山银行"], "organisation": ["科技支行"]},
    ]


def test_joint_founders_share_one_event() -> None:
    ((event, fillers),) = events_of(
        "东湖银行与西山银行联合发起成立科创联盟。", names={**BANKS, "科创联盟": "ORG.ALLIANCE"}
    )
    assert (event["event_type"], event["status"]) == ("establishment", "happened")
    assert fillers == {"founder": ["东湖银行", "西山银行"], "organisation": ["科创联盟"]}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("东湖银行计划设立科技支行。", "planned"),
        ("东湖银行决定设立科技支行。", "decided"),
        ("东湖银行日前设立了科技支行。", "happened"),
    ],
)
def test_status_is_read_from_the_words_before_the_trigger(text: str, status: str) -> None:
    ((event, _),) = events_of(text, names=BANKS)
    assert event["status"] == status


def test_what_was_called_off_is_no_event() -> None:
    assert not events_of("东湖银行终止收购西山银行。", names=BANKS)


def test_passive_puts_the_buyer_second() -> None:
    ((event, fillers),) = events_of("东湖银行被西山银行收购。", names=BANKS)
    assert event["event_type"] == "investment"
    assert fillers == {"investor": ["西山银行"], "investee": ["东湖银行"]}


def test_subject_of_an_earlier_clause_governs_the_sentence() -> None:
    ((_, fillers),) = events_of("东湖银行深入调研，广泛听取意见，出台《服务细则》。", names=BANKS)
    assert fillers == {"issuer": ["东湖银行"], "document": ["《服务细则》"]}


def test_relative_clause_and_preposed_document_name_the_same_roles() -> None:
    ((_, relative),) = events_of("东湖银行发布的《服务细则》很受欢迎。", names=BANKS)
    ((_, preposed),) = events_of("由东湖银行起草，《服务细则》日前出台。", names=BANKS)
    assert relative["document"] == preposed["document"] == ["《服务细则》"]
    assert relative["issuer"] == ["东湖银行"]


def test_listed_funds_are_one_event_each() -> None:
    found = events_of("当地政府设立了母基金、天使基金。", names={"母基金": "FUND", "天使基金": "FUND"})
    assert [fillers["fund"] for _, fillers in found] == [["母基金"], ["天使基金"]]


def test_loan_has_lender_borrower_product_and_sum() -> None:
    ((event, fillers),) = events_of(
        "5月4日，东湖银行向长青公司发放知识产权质押贷款500万元。",
        names={**BANKS, "长青公司": "ORG.COMPANY", "知识产权质押贷款": "FIN_PRODUCT"},
        money="500万元",
        day="5月4日",
    )
    assert fillers == {"lender": ["东湖银行"], "borrower": ["长青公司"], "product": ["知识产权质押贷款"]}
    assert event["metric_ids"] == [f"met_{0:016x}"]
    assert event["period_start"] == dt.date(2018, 5, 4)


def test_partners_of_a_risk_scheme_fill_their_own_roles() -> None:
    ((event, fillers),) = events_of(
        "市政府与东湖银行、南岭财险、正信资产评估有限公司构建风险共担机制。",
        names={**BANKS, "市政府": "ORG.GOV", "南岭财险": "ORG.INSURER", "正信资产评估有限公司": "ORG.APPRAISER"},
    )
    assert event["event_type"] == "risk_sharing"
    assert fillers == {
        "initiator": ["市政府"],
        "bank": ["东湖银行"],
        "insurer": ["南岭财险"],
        "appraiser": ["正信资产评估有限公司"],
    }


def test_office_before_a_name_is_a_relation() -> None:
    ((event, fillers),) = events_of("东湖银行副行长李明出席。", names={**BANKS, "李明": "PER"})
    assert event["event_type"] == "person_title"
    assert fillers == {"person": ["李明"], "org": ["东湖银行"], "title": ["副行长"]}


def test_adjacent_places_lie_in_each_other() -> None:
    ((event, fillers),) = events_of("他来自浙江舟山。", names={"浙江": "LOC.PROVINCE", "舟山": "LOC.CITY"})
    assert event["event_type"] == "located_in"
    assert fillers == {"inner": ["舟山"], "outer": ["浙江"]}


@pytest.mark.parametrize(
    "text",
    [
        "要建立良好的工作机制。",
        "东湖银行成立以来发展很快。",
        "鼓励企业设立研发中心。",
        "东湖银行建设银行家队伍。",
        "大会的召开很成功。",
        "东湖银行说，“成立新公司”是旧话。",
    ],
)
def test_no_event(text: str) -> None:
    assert not events_of(text, names={name: kind for name, kind in BANKS.items() if name in text})


def test_an_event_told_twice_is_one_event() -> None:
    assert len(events_of("东湖银行出台《服务细则》。东湖银行出台《服务细则》。", names={"东湖银行": "ORG.BANK"})) == 1


def test_unknown_firms_are_read_where_a_purchase_must_name_them() -> None:
    ((event, fillers),) = events_of("东岸动力以3亿元收购青柠网络80%股权。", names={}, money="3亿元")
    assert (event["event_type"], event["rule_id"]) == ("investment", "events.investment")
    assert fillers == {"investor": ["东岸动力"], "investee": ["青柠网络"]}


def test_a_bare_company_is_who_announces_in_the_sentence() -> None:
    ((_, fillers),) = events_of("东岸动力公告，公司拟收购青柠网络80%股权。", names={})
    assert fillers == {"investor": ["东岸动力"], "investee": ["青柠网络"]}


def test_the_buyer_of_a_stake_stands_behind_the_transfer() -> None:
    ((event, fillers),) = events_of(
        "长青公司将所持东湖银行5%股权转让给西山银行。", names={**BANKS, "长青公司": "ORG.COMPANY"}
    )
    assert (event["rule_id"], fillers) == (
        "events.share_transfer",
        {"investor": ["西山银行"], "investee": ["东湖银行"]},
    )


def test_pledged_shares_have_owner_lender_and_collateral() -> None:
    ((event, fillers),) = events_of(
        "长青公司将3000万股股份质押给东湖银行。", names={**BANKS, "长青公司": "ORG.COMPANY"}
    )
    assert event["event_type"] == "loan"
    assert fillers == {"borrower": ["长青公司"], "lender": ["东湖银行"], "collateral": ["股份"]}


@pytest.mark.parametrize("text", ["长青公司解除质押3000万股。", "长青公司的股权质押率为5%。"])
def test_released_pledges_and_rates_are_no_loans(text: str) -> None:
    assert not events_of(text, names={"长青公司": "ORG.COMPANY"})


def test_a_guarantor_secures_the_borrower() -> None:
    ((_, fillers),) = events_of(
        "长青公司为子公司蓝海公司提供连带责任担保。", names={"长青公司": "ORG.COMPANY", "蓝海公司": "ORG.COMPANY"}
    )
    assert fillers == {"guarantor": ["长青公司"], "borrower": ["蓝海公司"]}


def test_coordinated_offices_are_one_relation_each() -> None:
    names = {"东湖集团": "ORG.COMPANY", "西山学会": "ORG.ASSOCIATION", "李明": "PER"}
    found = events_of("东湖集团董事长、西山学会副会长李明出席会议。", names=names)
    assert sorted((*f["org"], *f["title"]) for _, f in found) == [("东湖集团", "董事长"), ("西山学会", "副会长")]


def test_a_country_is_the_body_of_its_office() -> None:
    ((_, fillers),) = events_of("东兰外交部长李明抵京。", names={"东兰": "LOC.COUNTRY", "李明": "PER"})
    assert fillers == {"person": ["李明"], "org": ["东兰"], "title": ["外交部长"]}


def test_the_place_of_a_dateline_does_not_act() -> None:
    names = {"新华社": "ORG.MEDIA", "南京": "LOC.CITY", "东湖银行": "ORG.BANK"}
    ((_, fillers),) = events_of("新华社南京5月4日电　东湖银行发布《服务细则》。", names=names)
    assert fillers == {"issuer": ["东湖银行"], "document": ["《服务细则》"]}


def test_the_agent_of_a_passive_founds_what_stands_before_it() -> None:
    found = events_of("天使基金由东湖银行、西山银行共同发起设立。", names={**BANKS, "天使基金": "FUND"})
    assert [fillers for _, fillers in found] == [{"sponsor": ["东湖银行", "西山银行"], "fund": ["天使基金"]}]


def test_what_a_plan_says_is_to_become_is_a_target() -> None:
    ((event, fillers),) = events_of(
        "东湖市发布的《产业规划》提出，东湖市成为全国首批试点地区。", names={"东湖市": "LOC.CITY"}
    )[-1:]
    assert (event["event_type"], event["status"]) == ("target", "target")
    assert fillers["document"] == ["《产业规划》"]


def test_two_aims_under_one_trigger_are_two_events() -> None:
    text = "该市确定了今年的目标：出口额增长12%，进口额达到20亿美元。"
    rows = extract([{"id": "a", "text": text}], seeds=load_seeds(), plain=True)["events"].to_pylist()
    ids = [row["event_id"] for row in rows]
    assert len(ids) == len(set(ids))
    assert len([row for row in rows if row["event_type"] == "target"]) == 2
