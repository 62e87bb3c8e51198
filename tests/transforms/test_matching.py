"""Pages in traditional characters are read as those in simplified ones, and kept as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.annotate import extract
from seeds.load import load_seeds
from transforms.engine.matching import is_traditional, matching_form, matching_forms

SEEDS = load_seeds(models=False)
PAGE = """財經要聞　2016年8月12日　星期五

遠山紡織中期營業額增兩成

【本報訊】成衣製造商遠山紡織有限公司昨日公布中期業績，營業額42.6億港元，按年增長21.3%。

主席王小明說：「最壞的時間已經過去，下半年訂單將上升3%。」

截至6月30日，集團員工共1,600人。

▲遠山紡織主席王小明出席簽約儀式。（李大同攝）
"""
SPANNED = ("articles", "blocks", "sentences", "tokens", "times", "numerals", "metrics", "mentions", "events", "quotes")


def spans(text: str, name: str) -> list[tuple[int, int]]:
    table = extract([{"id": "page", "text": text, "issue_date": "2016-08-12"}], seeds=SEEDS)[name]
    return sorted(zip(table.column("char_start").to_pylist(), table.column("char_end").to_pylist(), strict=True))


@pytest.mark.parametrize("name", SPANNED)
def test_a_traditional_page_gives_the_spans_of_its_simplified_form(name: str) -> None:
    found = spans(PAGE, name)
    assert found == spans(matching_form(PAGE), name)
    assert found


def test_what_is_found_is_kept_as_printed() -> None:
    tables = extract([{"id": "page", "text": PAGE, "issue_date": "2016-08-12"}], seeds=SEEDS)
    rows = {name: table.to_pylist() for name, table in tables.items()}
    assert "遠山紡織中期營業額增兩成" in {row["title"] for row in rows["articles"]}
    assert ["李大同"] in [row["authors"] for row in rows["articles"]]
    assert "營業額" in {row["token"] for row in rows["tokens"]}
    assert ("42.6億港元", "HKD", "營業額") in {(r["surface"], r["unit"], r["indicator"]) for r in rows["metrics"]}
    assert "最壞的時間已經過去，下半年訂單將上升3%。" in {row["content"] for row in rows["quotes"]}
    assert "遠山紡織有限公司" in {row["canonical_name"] for row in rows["entity_parts"]}


def test_pages_in_simplified_characters_are_matched_as_they_are() -> None:
    text = "本报讯 朱镕基总理会见了台湾同胞，谈到乾隆年间的「旧事」。"
    assert matching_forms([text, PAGE]) == [text, matching_form(PAGE)]
    assert not is_traditional("")


@given(st.text(st.sampled_from("記者說經濟運行平穩乾隆干后後「」『』abc，。\n\0\ud800𠀀㐀裡裏著"), max_size=40))
def test_the_matching_form_has_the_same_length_and_is_stable(text: str) -> None:
    form = matching_form(text)
    assert len(form) == len(text)
    assert [char for char in form if char == "\n"] == [char for char in text if char == "\n"]
    assert len(matching_form(form)) == len(form)
