"""The scorer of event roles: where it looks, what it adds, and that nothing needs it."""

from __future__ import annotations

from flows.annotate import extract
from seeds.load import load_seeds
from transforms.engine.role_scorer import features, labels, window

SEEDS = load_seeds()
TEXT = "先说别的。东湖科技收购西山电子80%股权。再说别的。"


def test_the_window_is_the_sentence_of_the_trigger() -> None:
    at = TEXT.index("收购")
    start, stop = window(TEXT, at, at + 2)
    assert TEXT[start:stop] == "东湖科技收购西山电子80%股权"


def test_each_name_has_features_of_its_own_within_the_buckets() -> None:
    rows = features(TEXT, 9, 11, [(5, 9, "ORG.COMPANY"), (11, 15, "ORG.COMPANY")], 64)
    assert len(rows) == 2
    assert rows[0] != rows[1]
    assert all(0 <= bucket < 64 for row in rows for bucket in row)


def test_who_buys_stands_before_and_what_is_bought_behind() -> None:
    spans = [(5, 9, "ORG.COMPANY"), (11, 15, "ORG.COMPANY")]
    assert labels(TEXT, 9, 11, spans, SEEDS.models["roles"]) == ["investor", "investee"]


def test_the_scorer_adds_nothing_where_models_are_off() -> None:
    text = [{"id": 1, "text": "与北京银行达成一致后，中国石油集团昨日在京宣布签约。"}]
    with_model = extract(text, seeds=SEEDS, plain=True)["events"].column("rule_id").to_pylist()
    without = extract(text, seeds=load_seeds(models=False), plain=True)["events"].column("rule_id").to_pylist()
    assert "events.scored" in with_model
    assert "events.scored" not in without
