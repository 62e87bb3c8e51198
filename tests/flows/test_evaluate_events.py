"""The measure of events on labelled news: what counts as found, and what as wrong."""

from __future__ import annotations

from typing import Any

from flows.evaluate_events import Gold, gold_events, score
from seeds.load import load_seeds

SEEDS = load_seeds(models=False)
ROLES = frozenset({"investor", "investee"})
BOUGHT = Gold("investment", 4, 6, frozenset({("investor", "东湖科技"), ("investee", "西山电子")}))


def event(kind: str, start: int, end: int, **roles: str) -> dict[str, Any]:
    return {
        "event_type": kind,
        "char_start": start,
        "char_end": end,
        "roles": [{"role": role, "text": text} for role, text in roles.items()],
    }


def test_a_longer_name_counts_and_a_missing_role_costs_recall() -> None:
    total = score([[BOUGHT]], [[event("investment", 0, 10, investor="东湖科技公司")]], ROLES)["all"]
    assert (total.hit, total.gold, total.found) == (1, 1, 1)
    assert (total.hit_roles, total.gold_roles, total.found_roles) == (1, 2, 1)


def test_an_event_elsewhere_or_without_a_shared_role_is_wrong() -> None:
    elsewhere = event("investment", 20, 30, investor="东湖科技")
    stranger = event("investment", 0, 10, investor="北岸银行")
    total = score([[BOUGHT]], [[elsewhere, stranger]], ROLES)["all"]
    assert (total.hit, total.found) == (0, 2)


def test_types_without_a_label_in_the_sentence_are_not_counted() -> None:
    assert score([[BOUGHT]], [[event("loan", 0, 10, borrower="东湖科技")]], ROLES)["all"].found == 0


def test_labels_of_two_types_on_one_trigger_are_one_event_and_sales_none() -> None:
    def label(kind: str, trigger: str, **names: str) -> dict[str, Any]:
        args = [{"role": "trigger", "text": trigger, "start": 4, "end": 6}]
        return {"type": kind, "args": args + [{"role": r.replace("_", "-"), "text": t} for r, t in names.items()]}

    row = {
        "events": [
            label("投资", "收购", sub="东湖科技"),
            label("股份股权转让", "收购", target_company="西山电子"),
            label("股份股权转让", "减持", target_company="西山电子"),
        ]
    }
    assert gold_events(row, SEEDS) == [BOUGHT]
