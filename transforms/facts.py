"""Metrics to facts: repeats of the same figure inside a document are one fact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seeds.types import Seeds
from transforms.engine.identity import make_id
from transforms.engine.quantities import Quantity

TELLING_DIGITS = 4
NOUN = 2
NAME = 4
RULE = "facts.same_figure"


def join_facts(
    metrics: Sequence[dict[str, Any]], text: str, quantities: Sequence[Quantity], seeds: Seeds
) -> list[dict[str, Any]]:
    """Give every metric the id of its fact, and return the facts.

    Two metrics of a document state one fact when value, bounds, unit and qualifier agree and either the number has at least four significant digits, or
    the noun right behind it is the same, or subject and indicator are. A repeat with another value of the same subject, indicator and period makes the
    fact one that does not agree.

    Args:
        metrics: Rows of table `metrics`; `fact_id` is filled in.
        text: The joined text.
        quantities: The quantity of each row.
        seeds: Loaded seeds.
    """
    facts: list[dict[str, Any]] = []
    groups: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for row, quantity in zip(metrics, quantities, strict=True):
        key = (row["document_id"], row["value"], row["value_min"], row["value_max"], row["unit"], row["qualifier"])
        noun = text[quantity.end : quantity.end + NOUN]
        telling = quantity.number is not None and len(quantity.number.normalize().as_tuple().digits) >= TELLING_DIGITS
        for fact in groups.setdefault(key, []):
            same_noun = noun.isalpha() and noun == fact["noun"]
            same_name = row["indicator"] is not None and (row["indicator"], row["subject"]) == fact["name"]
            if telling or (same_noun and _alike(row["indicator"], fact["name"][0])) or same_name:
                fact["rows"].append(row)
                break
        else:
            fact = {"rows": [row], "noun": noun, "name": (row["indicator"], row["subject"])}
            groups[key].append(fact)
            facts.append(fact)
    return [_fact(fact["rows"], seeds) for fact in facts]


def _alike(left: str | None, right: str | None) -> bool:
    """Whether two indicators begin with the same words (what follows a counted noun varies)."""
    return left == right or (left is not None and right is not None and left[:NAME] == right[:NAME])


def _fact(rows: Sequence[dict[str, Any]], seeds: Seeds) -> dict[str, Any]:
    first = rows[0]
    fact_id = make_id("fact", first["metric_id"])
    for row in rows:
        row["fact_id"] = fact_id
    periods = {(row["period_start"], row["period_end"]) for row in rows if row["period_source"] != "default"}
    return {
        "fact_id": fact_id,
        **{
            name: first[name]
            for name in (
                "document_id",
                "subject",
                "indicator",
                "value",
                "value_min",
                "value_max",
                "unit",
                "qualifier",
                "period_start",
                "period_end",
            )
        },
        "mention_count": len(rows),
        "article_count": len({row["article_id"] for row in rows}),
        "agrees": len(periods) <= 1,
        "rule_id": RULE,
        "confidence": seeds.confidence(RULE),
    }
