"""Metrics to facts: repeats of the same figure inside a document are one fact."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from seeds.types import Seeds
from transforms.engine.figure import Figure
from transforms.engine.identity import make_id
from transforms.engine.scenes import COPY_ROLES

TELLING_DIGITS = 4
NOUN = 2
PHRASE = 4
# Of endlessly repeated equal values only the last facts are compared.
NEAREST = 12
ROUNDING = Decimal("0.05")
RULE = "facts.same_figure"
COPIED = (
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
Row = dict[str, Any]


def join_facts(metrics: Sequence[Row], text: str, figures: Sequence[Figure], seeds: Seeds) -> list[Row]:
    """Give every metric the id of its fact, and return the facts.

    Two metrics of a document state one fact when value, bounds, unit and qualifier agree and the number is telling (four significant digits), or the
    noun behind it or the indicator is the same. A headline, caption or pull quote also repeats a figure of its article that it rounds (近万亿 for
    9597.4亿元); one that gives another value for the same indicator, subject and unit makes the fact one that does not agree.

    Args:
        metrics: Rows of table `metrics`; `fact_id` is filled in.
        text: The joined text.
        figures: The figure of each row.
        seeds: Loaded seeds.
    """
    facts: list[list[int]] = []
    groups: dict[tuple[object, ...], list[list[int]]] = {}
    keys = ("document_id", "value", "value_min", "value_max", "unit", "qualifier")
    for number, row in enumerate(metrics):
        places = groups.setdefault(tuple(row[key] for key in keys), [])
        for fact in places[-NEAREST:]:
            if _repeats(metrics, text, figures, fact[-1], number) or _repeats(metrics, text, figures, fact[0], number):
                fact.append(number)
                break
        else:
            places.append([number])
            facts.append(places[-1])
    facts = _join_copies(metrics, figures, facts)
    return [_fact(sorted(fact), metrics, seeds) for fact in facts]


def _repeats(metrics: Sequence[Row], text: str, figures: Sequence[Figure], first: int, second: int) -> bool:
    """Whether two metrics of equal value say the same."""
    left, right = figures[first].quantity, figures[second].quantity
    if figures[first].scene is figures[second].scene and text[left.end : right.start].strip("，、等和及与") == "":
        return False
    if left.number is not None and len(left.number.normalize().as_tuple().digits) >= TELLING_DIGITS:
        return True
    noun = text[left.end : left.end + NOUN]
    if noun.isalpha() and noun == text[right.end : right.end + NOUN] and not noun.startswith(("左右", "以上", "以下")):
        if text[left.end : left.end + PHRASE] == text[right.end : right.end + PHRASE]:
            return True
        return (
            figures[first].scene.role in COPY_ROLES
            or figures[second].scene.role in COPY_ROLES
            or _same_subject(metrics[first], metrics[second])
        )
    return alike(metrics[first]["indicator"], metrics[second]["indicator"]) and _same_subject(
        metrics[first], metrics[second]
    )


def _same_subject(first: Row, second: Row) -> bool:
    left, right = first["subject_entity_ids"] or first["subject"], second["subject_entity_ids"] or second["subject"]
    return (
        not left
        or not right
        or left == right
        or (isinstance(left, list) and isinstance(right, list) and bool(set(left) & set(right)))
    )


def alike(left: str | None, right: str | None) -> bool:
    """Whether two printed indicators name the same thing.

    >>> alike("地区生产总值", "经济增长"), alike("财政收入", "一般公共预算收入"), alike("软件著作权", "实用新型")
    (True, False, False)
    """
    if left is None or right is None:
        return False
    left, right = _plain(left), _plain(right)
    return left == right or (
        len(min(left, right, key=len)) >= NOUN
        and (left.endswith(right) or right.endswith(left) or left[:4] == right[:4])
    )


def _plain(indicator: str) -> str:
    for name in ("国内生产总值", "地区生产总值", "生产总值", "经济总量", "经济增长"):
        indicator = indicator.replace(name, "GDP")
    return indicator.removesuffix("预期目标").removesuffix("目标").removesuffix("总额").removesuffix("的")


def _join_copies(metrics: Sequence[Row], figures: Sequence[Figure], facts: list[list[int]]) -> list[list[int]]:
    """Join what headlines, captions and pull quotes round or contradict with the figure of the body."""
    body: dict[tuple[object, ...], list[list[int]]] = {}
    for fact in facts:
        if figures[fact[0]].scene.role not in COPY_ROLES:
            row = metrics[fact[0]]
            body.setdefault((row["article_id"], row["unit"]), []).append(fact)
    kept = []
    for fact in facts:
        row = metrics[fact[0]]
        target = None
        if all(figures[number].scene.role in COPY_ROLES for number in fact):
            candidates = body.get((row["article_id"], row["unit"]), [])
            target = next((other for other in candidates if _rounds(row, metrics[other[0]])), None)
            target = target or next((other for other in candidates if _contradicts(row, metrics[other[0]])), None)
        if target is None:
            kept.append(fact)
        else:
            target.extend(fact)
    return kept


def _rounds(copy: Row, row: Row) -> bool:
    """Whether a copy gives the rounded value of a body figure (近万亿 for 9597.4亿元)."""
    value, full = copy["value"], row["value"]
    if value is None or not full or copy["kind"] != row["kind"]:
        return False
    telling = len(full.normalize().as_tuple().digits) >= TELLING_DIGITS - 1
    if not telling and not alike(copy["indicator"], row["indicator"]):
        return False
    off = (value - full) / abs(full)
    match copy["qualifier"]:
        case "approx" | "less_than":
            return bool(-ROUNDING / 10 <= off <= ROUNDING)
        case "more_than":
            return bool(-ROUNDING <= off < 0)
        case _:
            return False


def _contradicts(copy: Row, row: Row) -> bool:
    """Whether a copy gives another exact value for what a body figure measures."""
    keys = ("indicator", "qualifier", "kind", "status", "period_start", "period_end")
    named = len(copy["indicator"] or "") >= TELLING_DIGITS and copy["qualifier"] == "exact"
    return named and all(copy[key] == row[key] for key in keys) and _same_subject(copy, row)


def _fact(numbers: Sequence[int], metrics: Sequence[Row], seeds: Seeds) -> Row:
    rows = [metrics[number] for number in numbers]
    first = rows[0]
    fact_id = make_id("fact", first["metric_id"])
    for row in rows:
        row["fact_id"] = fact_id
    periods = {(row["period_start"], row["period_end"]) for row in rows if row["period_source"] != "default"}
    values = {row["value"] for row in rows if row["qualifier"] == "exact"}
    return {
        "fact_id": fact_id,
        **{name: first[name] for name in COPIED},
        "mention_count": len(rows),
        "article_count": len({row["article_id"] for row in rows}),
        "agrees": len(periods) <= 1 and len(values) <= 1,
        "rule_id": RULE,
        "confidence": seeds.confidence(RULE),
    }
