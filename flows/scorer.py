"""Compare rows of a warehouse with hand-made gold of the same page; pure functions over rows.

Gold of tier 1 must be found; gold of tier 2 is neither a miss nor a false alarm. Spans are code points of the document's text.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
Span = tuple[int, int]
# Mentions that point instead of naming are a task of their own.
NOT_NAMES = frozenset({"deictic", "anaphor", "collective", "doc_no"})
WRAPPED = {"“": "”", "《": "》", "‘": "’", "「": "」"}
# A quotation counts as found when its span and the gold's share this much of their union.
QUOTE_OVERLAP = 0.8
SIGNED_KINDS = frozenset({"growth", "difference"})


@dataclass(frozen=True, kw_only=True)
class Score:
    """Counts of one comparison.

    Attributes:
        hit: Gold items of tier 1 that were found.
        need: Gold items of tier 1.
        right: Found items that are gold of any tier.
        found: Found items, those of tier 2 left out.
    """

    hit: int = 0
    need: int = 0
    right: int = 0
    found: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            hit=self.hit + other.hit,
            need=self.need + other.need,
            right=self.right + other.right,
            found=self.found + other.found,
        )

    @property
    def recall(self) -> float | None:
        """Share of the gold that was found; None without gold."""
        return self.hit / self.need if self.need else None

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None when nothing was found, or where only recall makes sense."""
        return self.right / self.found if self.found else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall.

        >>> Score(hit=1, need=2, right=1, found=1).f1
        0.6666666666666666
        """
        if self.recall is None or self.precision is None:
            return None
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def score_metrics(gold: Sequence[Row], rows: Iterable[Row], *, issue: str | None) -> dict[str, Score]:
    """Spans of measured values, and whether value, unit and period are right where the span is.

    Args:
        gold: Lines of `metrics.jsonl`.
        rows: Rows of table `metrics`.
        issue: ISO date that `@issue` stands for.
    """
    known = {_span(item): item for item in gold}
    changes = {_span(item["change"]) for item in gold if (item.get("change") or {}).get("start") is not None}
    pred = {span: row for row in rows if (span := _row_span(row)) not in changes}
    scores = {"metric span": _spans(known, pred)}
    for name, same in (
        ("metric value", _same_value),
        ("metric unit", lambda item, row, _: item["unit"] == row["unit"]),
        ("metric period", _same_period),
    ):
        judged = [same(known[span], pred[span], issue) for span in _needed(known) if span in pred]
        scores[name] = Score(hit=sum(judged), need=len(judged))
    return scores


def _same_value(item: Row, row: Row, _: str | None) -> bool:
    if item["value"] is None:
        return all(_number(item.get(name)) == _number(row[name]) for name in ("value_min", "value_max"))
    want, have = Decimal(item["value"]), _number(row["value"])
    # Gold prints the magnitude of a growth; its sign is in the direction.
    return have is not None and (abs(want) == abs(have) if item.get("kind") in SIGNED_KINDS else want == have)


def _same_period(item: Row, row: Row, issue: str | None) -> bool:
    wanted = [item.get("period"), *([item["period_alt"]] if item.get("period_alt") else [])]
    have = (_day(row["period_start"]), _day(row["period_end"]))
    return any(
        have == days(period.get("start"), period.get("end"), issue=issue)
        if isinstance(period, Mapping)
        else row["period_start"] is None or row["period_source"] in {"default", "document"}
        for period in wanted
    )


def score_times(gold: Sequence[Row], rows: Iterable[Row], *, issue: str | None) -> dict[str, Score]:
    """Spans of time expressions, and whether they resolve to the right days."""
    known, pred = {_span(item): item for item in gold}, {_row_span(row): row for row in rows}
    judged = [
        (_day(pred[span]["period_start"]), _day(pred[span]["period_end"]))
        == days(known[span].get("resolved_start"), known[span].get("resolved_end"), issue=issue)
        for span in _needed(known)
        if span in pred
    ]
    return {"time span": _spans(known, pred), "time resolved": Score(hit=sum(judged), need=len(judged))}


def score_mentions(gold: Sequence[Row], rows: Iterable[Row], *, text: str) -> dict[str, Score]:
    """Spans of names, and spans with the coarse type (the part before the dot).

    Args:
        gold: Lines of `entities.jsonl`.
        rows: Rows of table `mentions`.
        text: The document's text; quotation and title marks that wrap a span whole are left out of it.
    """
    known: dict[Span, Row] = {}
    for entity in gold:
        for mention in entity["mentions"]:
            named = entity.get("tier", 1) == 1 and mention.get("kind") not in NOT_NAMES
            types = {_coarse(name) for name in (entity["type"], *(entity.get("alt_types") or ()))}
            known[_bare(text, _span(mention))] = {"tier": 1 if named else 2, "types": types}
    pred = {_bare(text, _row_span(row)): row for row in rows}
    typed = {span: row for span, row in pred.items() if span not in known or _typed(known[span], row)}
    wrong = {span: row for span, row in pred.items() if span not in typed}
    with_type = _spans(known, typed) + Score(found=sum(known[span]["tier"] == 1 for span in wrong))
    return {"mention span": _spans(known, pred), "mention span and type": with_type}


def _typed(item: Row, row: Row) -> bool:
    return _coarse(row["entity_type"]) in item["types"]


def score_events(gold: Sequence[Row], rows: Iterable[Row], roles: Iterable[Row], entities: Row) -> dict[str, Score]:
    """Events (same type, overlapping, at least one role filled right) and their roles.

    Args:
        gold: Lines of `events.jsonl`.
        rows: Rows of table `events`.
        roles: Rows of table `event_roles` with the column `canonical_name` of the entity.
        entities: Names by the gold's entity id.
    """
    found = list(rows)
    fillers: dict[str, list[Row]] = {row["event_id"]: [] for row in found}
    for role in roles:
        fillers[role["event_id"]].append(role)
    pairs = [
        (_filled(item, fillers[row["event_id"]], entities), number, row["event_id"])
        for number, item in enumerate(gold)
        for row in found
        if row["event_type"] in (item["type"], *(item.get("alt_types") or ())) and _overlap(_span(item), _row_span(row))
    ]
    matched: dict[int, tuple[int, str]] = {}
    used: set[str] = set()
    for hits, number, event_id in sorted(pairs, key=lambda pair: -pair[0]):
        if hits and number not in matched and event_id not in used:
            matched[number] = (hits, event_id)
            used.add(event_id)
    need = [number for number, item in enumerate(gold) if item.get("tier", 1) == 1]
    optional = {matched[number][1] for number in matched if number not in need}
    counted = [row["event_id"] for row in found if row["event_id"] not in optional]
    right = sum(matched[number][0] for number in need if number in matched)
    return {
        "event": Score(
            hit=sum(number in matched for number in need),
            need=len(need),
            right=sum(event_id in used for event_id in counted),
            found=len(counted),
        ),
        "event role": Score(
            hit=right,
            need=sum(len(gold[number]["roles"]) for number in need),
            right=right,
            found=sum(len(fillers[matched[number][1]]) for number in need if number in matched),
        ),
    }


def _filled(item: Row, fillers: Sequence[Row], entities: Row) -> int:
    hits = 0
    for role in item["roles"]:
        wanted = set(entities.get(str(role.get("entity_id")), ()))
        wanted |= {_plain(role[name]) for name in ("text", "text_value") if isinstance(role.get(name), str)}
        hits += any(
            filler["role"] == role["role"] and {_plain(filler["canonical_name"]), _plain(filler["text"])} & wanted
            for filler in fillers
        )
    return hits


def score_quotes(gold: Sequence[Row], rows: Iterable[Row], entities: Row) -> dict[str, Score]:
    """Quotations by the overlap of their spans, and whether the speaker of those found is right."""
    found = list(rows)
    hits, speakers, used = 0, [], set()
    for item in gold:
        ends = {item["end"], item.get("alt_end") or item["end"]}
        best = max(
            found, key=lambda row: max(_shared((item["start"], end), _row_span(row)) for end in ends), default=None
        )
        if best is None or max(_shared((item["start"], end), _row_span(best)) for end in ends) < QUOTE_OVERLAP:
            continue
        used.add(best["quote_id"])
        if item.get("tier", 1) == 1:
            hits += 1
            wanted = {
                *entities.get(str(item.get("speaker_entity")), ()),
                _plain((item.get("speaker_span") or {}).get("text")),
            }
            speakers.append(_plain(best["speaker"]) in wanted - {""})
    need = sum(item.get("tier", 1) == 1 for item in gold)
    return {
        "quote": Score(hit=hits, need=need, right=len(used), found=len(found)),
        "quote speaker": Score(hit=sum(speakers), need=len(speakers)),
    }


def entity_names(gold: Iterable[Row]) -> dict[str, set[str]]:
    """Every name of each gold entity: canonical, aliases, and as printed."""
    return {
        item["entity_id"]: {
            _plain(name)
            for name in (
                item["canonical"],
                *(
                    alias if isinstance(alias, str) else alias.get("text")
                    for alias in item.get("aliases_in_page") or ()
                ),
                *(mention["text"] for mention in item["mentions"]),
            )
        }
        for item in gold
    }


def days(start: str | None, end: str | None, *, issue: str | None) -> tuple[str | None, str | None]:
    """Gold dates may be years or months; the closed interval of days they mean.

    >>> days("2018", "2018-02", issue=None)
    ('2018-01-01', '2018-02-28')
    >>> days("@issue", None, issue="2018-12-03")
    ('2018-12-03', None)
    """
    first, last = (issue if value == "@issue" else value for value in (start, end))
    if first is not None:
        first += "-01-01"[: 10 - len(first)] if len(first) == 4 else "-01"[: 10 - len(first)]
    if last is not None and len(last) == 4:
        last += "-12-31"
    elif last is not None and len(last) == 7:
        last += f"-{calendar.monthrange(int(last[:4]), int(last[5:]))[1]}"
    return first, last


def _spans(known: Mapping[Span, Row], pred: Mapping[Span, Row]) -> Score:
    needed = _needed(known)
    counted = [span for span in pred if span not in known or known[span].get("tier", 1) == 1]
    return Score(
        hit=sum(span in pred for span in needed),
        need=len(needed),
        right=sum(span in known for span in counted),
        found=len(counted),
    )


def _needed(known: Mapping[Span, Row]) -> list[Span]:
    return [span for span, item in known.items() if item.get("tier", 1) == 1]


def _span(item: Row) -> Span:
    return item["start"], item["end"]


def _row_span(row: Row) -> Span:
    return row["char_start"], row["char_end"]


def _overlap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _shared(one: Span, other: Span) -> float:
    return _overlap(one, other) / (max(one[1], other[1]) - min(one[0], other[0]))


def _bare(text: str, span: Span) -> Span:
    start, end = span
    while end - start > 2 and WRAPPED.get(text[start]) == text[end - 1]:
        start, end = start + 1, end - 1
    return start, end


def _plain(name: str | None) -> str:
    return "".join((name or "").split())


def _coarse(entity_type: str | None) -> str:
    return (entity_type or "").split(".")[0].upper()


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(value: object) -> str | None:
    return None if value is None else str(value)[:10]
