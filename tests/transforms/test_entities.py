"""Linking: one thing, one entity; short forms hold in their article only."""

import dataclasses

import pytest

from flows.annotate import extract
from flows.plan import STAGES
from seeds.load import load_seeds
from seeds.types import SeedError, Seeds
from transforms.engine.aliases import is_short_of
from transforms.engine.corrections import Correction, load_corrections

SEEDS = load_seeds(models=False)


def linked(*texts: str, seeds: Seeds = SEEDS) -> dict[tuple[int, str], tuple[str, str]]:
    """(number of the text, surface) to (entity id, canonical name)."""
    tables = extract(
        [{"id": str(n), "text": t} for n, t in enumerate(texts)], seeds=seeds, plain=True, until="mentions"
    )
    documents = tables["documents"].column("document_id").to_pylist()
    names = {row["entity_id"]: row["canonical_name"] for row in tables["entity_parts"].to_pylist()}
    return {
        (documents.index(row["document_id"]), row["surface"]): (row["entity_id"], names[row["entity_id"]])
        for row in tables["mentions"].to_pylist()
    }


def test_short_and_full_names_of_a_place_are_one_entity_in_all_documents() -> None:
    found = linked("河北的企业", "河北省的企业")
    assert found[0, "河北"] == found[1, "河北省"]
    assert found[0, "河北"][1] == "河北省"


def test_a_zone_alias_holds_only_in_its_article() -> None:
    found = linked("南京高新区推出新政。高新区的企业很多，管委会很忙。", "高新区的企业很多。")
    assert found[0, "高新区"][0] == found[0, "南京高新区"][0]
    assert (1, "高新区") not in found


def test_a_short_company_name_joins_the_full_one() -> None:
    found = linked("与天健资产评估有限公司合作。天健评估公司出具报告。")
    assert found[0, "天健评估公司"] == found[0, "天健资产评估有限公司"]


def test_the_insurer_group_beside_its_insurer_is_the_insurer() -> None:
    found = linked("太平洋财险参加，太平洋保险设立了机构。")
    assert found[0, "太平洋保险"] == found[0, "太平洋财险"]


def test_namesakes_of_different_organisations_are_different_people() -> None:
    found = linked("河北银行行长李建国说", "华夏银行行长李建国说", "河北银行行长李建国表示")
    assert found[0, "李建国"][0] != found[1, "李建国"][0]
    assert found[0, "李建国"][0] == found[2, "李建国"][0]


def test_people_without_an_organisation_are_not_joined_across_documents() -> None:
    found = linked("市长李建国说", "县长李建国说")
    assert found[0, "李建国"][0] != found[1, "李建国"][0]


def test_an_anaphor_points_to_the_last_company() -> None:
    found = linked("河北昌泰集团成立。该公司发展很快。")
    assert found[0, "该公司"] == found[0, "河北昌泰集团"]


def test_a_set_of_places_has_one_entity() -> None:
    found = linked("嘉定区、苏州和温州合作。三地决定出资。嘉苏温三地发起联盟。")
    assert found[0, "三地"] == found[0, "嘉苏温三地"]


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [("天健评估公司", "天健资产评估有限公司", True), ("河北银行", "北京银行", False), ("天健", "天健", False)],
)
def test_short_forms_keep_order_and_beginning(short: str, full: str, expected: bool) -> None:
    assert is_short_of(short, full) is expected


def corrected(**entry: object) -> Seeds:
    return dataclasses.replace(SEEDS, corrections={"test": {"correction": [{"example": "河北昌泰集团成立", **entry}]}})


def test_a_correction_renames() -> None:
    seeds = corrected(
        action="rename",
        names=["河北昌泰集团"],
        family="ORG",
        into="昌泰集团",
        reason="registered name",
        expect="ORG.COMPANY",
    )
    assert linked("河北昌泰集团成立", seeds=seeds)[0, "河北昌泰集团"][1] == "昌泰集团"


def test_a_correction_takes_a_mention_away_with_its_reason() -> None:
    seeds = corrected(
        action="not_an_entity", names=["河北昌泰集团"], family="ORG", reason="invented", expect="ORG.COMPANY"
    )
    assert not linked("河北昌泰集团成立", seeds=seeds)


def test_a_correction_that_expects_something_else_does_not_apply() -> None:
    seeds = corrected(
        action="not_an_entity", names=["河北昌泰集团"], family="ORG", reason="invented", expect="ORG.BANK"
    )
    assert linked("河北昌泰集团成立", seeds=seeds)


def test_a_split_applies_where_its_words_stand() -> None:
    seeds = corrected(
        action="split",
        names=["华夏银行"],
        family="ORG",
        into="华夏银行（旧）",
        where="民国",
        reason="namesake",
        expect="ORG.BANK",
    )
    found = linked("民国的华夏银行", "今天的华夏银行", seeds=seeds)
    assert found[0, "华夏银行"][0] != found[1, "华夏银行"][0]


ENTRIES = list({id(entry): entry for found in load_corrections(SEEDS).entries.values() for entry in found}.values())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.action}-{entry.names[0]}")
def test_each_correction_changes_its_example_as_it_expects(entry: Correction) -> None:
    """An entry whose example comes out right without it has expired."""
    seeds = load_seeds()
    plain = dataclasses.replace(seeds, corrections={})
    before = extract([{"id": "a", "text": entry.example}], seeds=plain, plain=True, until="mentions")
    types = {part["canonical_name"]: part["entity_type"] for part in before["entity_parts"].to_pylist()}
    assert types.get(entry.names[0]) == entry.expect
    after = extract([{"id": "a", "text": entry.example}], seeds=seeds, plain=True, until="mentions")
    names = set(after["entity_parts"].column("canonical_name").to_pylist())
    assert entry.names[0] not in names
    assert not entry.into or entry.into in names


def test_what_is_no_entity_is_turned_away_with_its_reason() -> None:
    seeds = corrected(
        action="not_an_entity", names=["河北昌泰集团"], family="ORG", reason="invented", expect="ORG.COMPANY"
    )
    stage = next(stage for stage in STAGES if stage.name == "mentions")
    tables = extract([{"id": "a", "text": "昨天，河北昌泰集团成立"}], seeds=seeds, plain=True, until="sentences")
    outcome = stage.load()(*(tables[name] for name in stage.inputs), seeds=seeds)
    (reject,) = outcome.rejects.to_pylist()
    assert (reject["reason"], reject["detail"], reject["surface"]) == ("not_an_entity", "invented", "河北昌泰集团")
    assert (reject["char_start"], reject["char_end"]) == (3, 9)


def test_a_correction_without_a_reason_is_refused() -> None:
    with pytest.raises(SeedError, match="correction 1: rename needs expect, reason"):
        linked("河北", seeds=corrected(action="rename", names=["河北省"], family="LOC", into="冀"))
