"""Metrics to facts: repeats of the same figure inside a document are one fact."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from seeds.types import Seeds
from transforms.engine.figure import Figure
from transforms.engine.identity import hash_keys
from transforms.engine.scenes import COPY_ROLES

TELLING_DIGITS = 4
NOUN = 2
PHRASE = 4
# Of endlessly repeated equal values only the last facts are compared.
NEAREST = 12
ROUNDING = Decimal("0.05")
RULE = "facts.same_figure"
# What measures something named before it.
OF_ANOTHER = frozenset(
    {"增速", "增幅", "涨幅", "降幅", "跌幅", "占比", "比重", "排名", "规模", "总量", "户均", "人均", "日均"}
)
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
# What the metrics of one fact share.
VALUE = ("document_id", "value", "value_min", "value_max", "unit", "qualifier")
# What one that contradicts another measures as well.
MEASURED = ("indicator", "qualifier", "kind", "status", "period_start", "period_end")
Columns = dict[str, Any]


def join_facts(
    metrics: Columns, text: str, figures: Sequence[Figure], seeds: Seeds
) -> tuple[list[str], list[int], Columns]:
    """The fact of every metric, and the facts.

    Two metrics of a document state one fact when value, bounds, unit and qualifier agree and the number is telling (four significant digits), or the
    noun behind it or the indicator is the same. A headline, caption or pull quote also repeats a figure of its article that it rounds (近万亿 for
    9597.4亿元); one that gives another value for the same indicator, subject and unit makes the fact one that does not agree.

    Args:
        metrics: Table `metrics` by columns.
        text: The joined text.
        figures: The figure of each row.
        seeds: Loaded seeds.

    Returns:
        Column `fact_id` of the metrics; for each fact the row that tells it first, whose columns `COPIED` are the fact's; and the other columns of
        table `facts`.
    """
    facts: list[list[int]] = []
    groups: dict[tuple[object, ...], list[list[int]]] = {}
    for number, key in enumerate(zip(*(metrics[name] for name in VALUE), strict=True)):
        places = groups.setdefault(key, [])
        for fact in places[-NEAREST:]:
            if _repeats(metrics, text, figures, fact[-1], number) or _repeats(metrics, text, figures, fact[0], number):
                fact.append(number)
                break
        else:
            places.append([number])
            facts.append(places[-1])
    facts = [sorted(fact) if len(fact) > 1 else fact for fact in _join_copies(metrics, figures, facts)]
    metric_ids, article_ids = metrics["metric_id"], metrics["article_id"]
    fact_ids = hash_keys("fact", [metric_ids[fact[0]] for fact in facts])
    id_of = {number: fact_id for fact, fact_id in zip(facts, fact_ids, strict=True) for number in fact}
    return (
        [id_of[number] for number in range(len(figures))],
        [fact[0] for fact in facts],
        {
            "fact_id": fact_ids,
            "mention_count": [len(fact) for fact in facts],
            "article_count": [1 if len(fact) == 1 else len({article_ids[number] for number in fact}) for fact in facts],
            "agrees": [len(fact) == 1 or _agree(metrics, fact) for fact in facts],
            "rule_id": [RULE] * len(facts),
            "confidence": [seeds.confidence(RULE)] * len(facts),
        },
    )


def _agree(metrics: Columns, fact: Sequence[int]) -> bool:
    """Whether the metrics of a fact tell no two periods and no two exact values."""
    starts, ends, sources = (metrics[name] for name in ("period_start", "period_end", "period_source"))
    periods = {(starts[number], ends[number]) for number in fact if sources[number] != "default"}
    values = {metrics["value"][number] for number in fact if metrics["qualifier"][number] == "exact"}
    return len(periods) <= 1 and len(values) <= 1


def _repeats(metrics: Columns, text: str, figures: Sequence[Figure], first: int, second: int) -> bool:
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
            or _same_subject(metrics, first, second)
        )
    indicators = metrics["indicator"]
    if figures[first].scene is figures[second].scene and indicators[first] in OF_ANOTHER:
        # 收入增长7%，增速全省第一；支出增长9%，增速全省第一: of what stands before each.
        return False
    return alike(indicators[first], indicators[second]) and _same_subject(metrics, first, second)


def _same_subject(metrics: Columns, first: int, second: int) -> bool:
    left, right = (metrics["subject_entity_ids"][number] or metrics["subject"][number] for number in (first, second))
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


def _join_copies(metrics: Columns, figures: Sequence[Figure], facts: list[list[int]]) -> list[list[int]]:
    """Join what headlines, captions and pull quotes round or contradict with the figure of the body."""
    article_ids, units = metrics["article_id"], metrics["unit"]
    copied = [figure.scene.role in COPY_ROLES for figure in figures]
    body: dict[tuple[object, ...], list[list[int]]] = {}
    copying = {article for article, copy in zip(article_ids, copied, strict=True) if copy}
    for fact in facts:
        if not copied[fact[0]] and article_ids[fact[0]] in copying:
            body.setdefault((article_ids[fact[0]], units[fact[0]]), []).append(fact)
    kept = []
    for fact in facts:
        first, target = fact[0], None
        if copied[first] and all(copied[number] for number in fact):
            candidates = body.get((article_ids[first], units[first]), [])
            target = next((other for other in candidates if _rounds(metrics, first, other[0])), None)
            target = target or next((other for other in candidates if _contradicts(metrics, first, other[0])), None)
        if target is None:
            kept.append(fact)
        else:
            target.extend(fact)
    return kept


def _rounds(metrics: Columns, copy: int, row: int) -> bool:
    """Whether a copy gives the rounded value of a body figure (近万亿 for 9597.4亿元)."""
    value, full = metrics["value"][copy], metrics["value"][row]
    if value is None or not full or metrics["kind"][copy] != metrics["kind"][row]:
        return False
    telling = len(full.normalize().as_tuple().digits) >= TELLING_DIGITS - 1
    if not telling and not alike(metrics["indicator"][copy], metrics["indicator"][row]):
        return False
    off = (value - full) / abs(full)
    match metrics["qualifier"][copy]:
        case "approx" | "less_than":
            return bool(-ROUNDING / 10 <= off <= ROUNDING)
        case "more_than":
            return bool(-ROUNDING <= off < 0)
        case _:
            return False


def _contradicts(metrics: Columns, copy: int, row: int) -> bool:
    """Whether a copy gives another exact value for what a body figure measures."""
    named = len(metrics["indicator"][copy] or "") >= TELLING_DIGITS and metrics["qualifier"][copy] == "exact"
    same = named and all(metrics[name][copy] == metrics[name][row] for name in MEASURED)
    return same and _same_subject(metrics, copy, row)
