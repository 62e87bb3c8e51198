"""Events and relations: what happens, who takes part, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.accounts import Found, Role, called_off
from transforms.engine.aims import aims
from transforms.engine.anchors import Anchor, place
from transforms.engine.clauses import read_marks
from transforms.engine.credit import credit_events
from transforms.engine.frames import framed_events
from transforms.engine.grants import grant_events
from transforms.engine.identity import make_ids
from transforms.engine.pledges import pledge_events
from transforms.engine.reading import Filler, Reading
from transforms.engine.relations import relations
from transforms.engine.role_scorer import scored_events
from transforms.engine.spans import TextView
from transforms.engine.ventures import venture_events
from transforms.outcome import Outcome, reject_table
from warehouse.contracts import TABLES, conform

TOLD_ROLES = frozenset({"body", "list_item", "caption", "dateline"})
OFFICE_ROLES = TOLD_ROLES | {"byline", "credit", "editor"}
MAIN_ROLES = {
    "loan": ("borrower", "product", "collateral", "guarantor"),
    "investment": ("investee",),
    "incentive": ("beneficiary", "granter", "policy"),
    "policy_issue": ("document",),
    "publication": ("document",),
    "agreement": ("document",),
    "gathering": ("name",),
    "cooperation": ("party", "object"),
    "milestone": ("subject",),
    "person_title": ("person", "title", "org"),
    "located_in": ("inner", "outer"),
}


def find_events(
    documents: pa.Table,
    articles: pa.Table,
    sentences: pa.Table,
    mentions: pa.Table,
    times: pa.Table,
    metrics: pa.Table,
    *,
    seeds: Seeds,
) -> Outcome:
    """Events and relations of running text, each once per article; headlines and pull quotes repeat them and are left out.

    Args:
        documents: Contract table `documents`.
        articles: Contract table `articles`.
        sentences: Contract table `sentences`.
        mentions: Contract table `mentions`.
        times: Contract table `times`.
        metrics: Contract table `metrics`.
        seeds: Loaded seeds.
    """
    if not sentences.num_rows:
        return _outcome([], [], sentences, (), times, metrics, None, seeds)
    view = TextView.of(sentences, documents)
    reading = _read(view, sentences, mentions, times, metrics, seeds)
    found = [
        *framed_events(reading),
        *credit_events(reading),
        *pledge_events(reading),
        *grant_events(reading),
        *venture_events(reading),
        *aims(reading),
        *relations(reading),
    ]
    found += scored_events(reading, found)
    found.sort(key=lambda event: (event.start, event.end, event.rule))
    entity_ids = mentions.column("entity_id").to_pylist()
    rows = view.rows([event.start for event in found]).tolist() if found else []
    kept, kept_rows = _once(found, rows, articles, sentences, entity_ids, reading)
    return _outcome(kept, kept_rows, sentences, entity_ids, times, metrics, view, seeds)


def _read(
    view: TextView, sentences: pa.Table, mentions: pa.Table, times: pa.Table, metrics: pa.Table, seeds: Seeds
) -> Reading:
    named = place(mentions, mentions.column("entity_type").to_pylist(), view, sentences)
    dated = place(times, times.column("kind").to_pylist(), view, sentences)
    figures = place(metrics, metrics.column("dimension").to_pylist(), view, sentences)
    marked = metrics.column("indicator_start").is_valid().to_pylist()
    shown = [row for row, yes in enumerate(marked) if yes]
    spans = metrics.take(pa.array(shown, pa.int64())).select(["document_id", "indicator_start", "indicator_end"])
    spans = spans.rename_columns(["document_id", "char_start", "char_end"])
    indicators = {
        shown[a.row]: Anchor(a.start, a.end, a.kind, shown[a.row])
        for a in place(spans, ["indicator"] * len(shown), view, sentences).items
    }
    return Reading(
        view.text,
        read_marks(view.text),
        named,
        dated,
        figures,
        metrics.column("status").to_pylist(),
        indicators,
        [start for start, new in zip(view.starts.tolist(), _article_changes(sentences), strict=True) if new],
        seeds,
    )


def _article_changes(sentences: pa.Table) -> list[bool]:
    articles = sentences.column("article_id").to_pylist()
    return [row == 0 or article != articles[row - 1] for row, article in enumerate(articles)]


def _once(
    found: Sequence[Found],
    rows: Sequence[int],
    articles: pa.Table,
    sentences: pa.Table,
    entity_ids: Sequence[str],
    reading: Reading,
) -> tuple[list[Found], list[int]]:
    """Keep events of running text, the first of those that repeat each other in a document."""
    repeated = {
        article
        for article, original in zip(
            articles.column("article_id").to_pylist(), articles.column("repeats_article_id").to_pylist(), strict=True
        )
        if original is not None
    }
    take = pa.array(rows, pa.int64())
    owners = zip(
        *(sentences.column(name).take(take).to_pylist() for name in ("block_role", "article_id", "document_id")),
        strict=True,
    )
    seen: set[tuple[object, ...]] = set()
    kept: list[Found] = []
    kept_rows: list[int] = []
    for event, row, (block_role, article_id, document_id) in zip(found, rows, owners, strict=True):
        wanted = OFFICE_ROLES if event.event_type == "person_title" else TOLD_ROLES
        if block_role not in wanted or article_id in repeated or called_off(reading.text, event.start):
            continue
        roles = _distinct(event.roles, entity_ids, reading.text)
        if not roles:
            continue
        event = event if len(roles) == len(event.roles) else event._replace(roles=roles)
        key = (document_id, event.event_type, *_main(event, entity_ids, reading.text))
        if event.event_type == "milestone":
            key = (row, *key)
        if event.event_type == "target":
            key = (*event.metrics, *key)
        office = (document_id, *(part for part in key[1:] if not str(part).startswith("org=")))
        if key in seen or (event.event_type == "person_title" and len(office) == len(key) and office in seen):
            continue
        seen |= {key, office}
        kept.append(event)
        kept_rows.append(row)
    return kept, kept_rows


def _distinct(roles: Iterable[Role], entity_ids: Sequence[str], text: str) -> tuple[Role, ...]:
    seen: set[tuple[str, str]] = set()
    kept: list[Role] = []
    for role in roles:
        key = (role.role, _name(role.filler, entity_ids, text))
        if role.filler.end > role.filler.start and key not in seen:
            seen.add(key)
            kept.append(role)
    return tuple(kept)


def _name(filler: Filler, entity_ids: Sequence[str], text: str) -> str:
    return entity_ids[filler.mention] if filler.mention >= 0 else text[filler.start : filler.end]


def _main(event: Found, entity_ids: Sequence[str], text: str) -> tuple[str, ...]:
    """What makes two events of a type the same: their main roles, by entity or wording."""
    main = MAIN_ROLES.get(event.event_type)
    return tuple(
        f"{role.role}={_name(role.filler, entity_ids, text)}"
        for role in event.roles
        if main is None or role.role in main
    )


def _outcome(
    found: Sequence[Found],
    rows: Sequence[int],
    sentences: pa.Table,
    entity_ids: Sequence[str],
    times: pa.Table,
    metrics: pa.Table,
    view: TextView | None,
    seeds: Seeds,
) -> Outcome:
    if view is None or not found:
        empty = {
            name: pa.table({c.name: pa.nulls(0) for c in TABLES[name].columns}) for name in ("events", "event_roles")
        }
        return Outcome({name: conform(table, TABLES[name]) for name, table in empty.items()}, reject_table())
    metric_ids = metrics.column("metric_id").to_pylist()
    # Two readings of one trigger that say the same are one event.
    said = {_said(e, entity_ids, metric_ids, view.text): (e, row) for e, row in zip(found, rows, strict=True)}
    keys, found, rows = [key for _, _, key in said], [e for e, _ in said.values()], [row for _, row in said.values()]
    take = pa.array(rows, pa.int64())
    document_ids = sentences.column("document_id").take(take).to_pylist()
    floors, ceilings = view.starts[rows].tolist(), view.ends[rows].tolist()
    firsts = [
        min([e.start, *[r.filler.start for r in e.roles if floor <= r.filler.start]])
        for e, floor in zip(found, floors, strict=True)
    ]
    lasts = [
        max([e.end, *[r.filler.end for r in e.roles if r.filler.end <= ceiling]])
        for e, ceiling in zip(found, ceilings, strict=True)
    ]
    char_start, char_end = view.raw(firsts, lasts)
    trigger_start, trigger_end = view.raw([e.start for e in found], [e.end for e in found])
    dated = pa.array([e.time if e.time >= 0 else None for e in found], pa.int64())
    event_ids = make_ids("event", document_ids, trigger_start.tolist(), trigger_end.tolist(), extra=keys)
    events = pa.table(
        {
            "event_id": event_ids,
            "event_type": [e.event_type for e in found],
            "status": [e.status for e in found],
            "sentence_id": sentences.column("sentence_id").take(take),
            "article_id": sentences.column("article_id").take(take),
            "document_id": document_ids,
            "trigger": view.surfaces([e.start for e in found], [e.end for e in found]),
            "trigger_start": trigger_start,
            "trigger_end": trigger_end,
            "period_start": times.column("period_start").take(dated),
            "period_end": times.column("period_end").take(dated),
            "metric_ids": pa.array([[metric_ids[m] for m in e.metrics] for e in found], pa.list_(pa.string())),
            "char_start": char_start,
            "char_end": char_end,
            "rule_id": [e.rule for e in found],
            "confidence": [seeds.confidence(e.rule) for e in found],
        }
    )
    roles = _role_table(found, event_ids, metric_ids, entity_ids, view, seeds)
    return Outcome(
        {"events": conform(events, TABLES["events"]), "event_roles": conform(roles, TABLES["event_roles"])},
        reject_table(),
    )


def _said(event: Found, entity_ids: Sequence[str], metric_ids: Sequence[str], text: str) -> tuple[int, int, str]:
    """Trigger, type, roles and figures of an event: what makes it another one."""
    roles = (f"{role.role}:{_name(role.filler, entity_ids, text)}" for role in event.roles)
    return event.start, event.end, "|".join([event.event_type, *roles, *(metric_ids[m] for m in event.metrics)])


def _role_table(
    found: Sequence[Found],
    event_ids: Sequence[str],
    metric_ids: Sequence[str],
    entity_ids: Sequence[str],
    view: TextView,
    seeds: Seeds,
) -> pa.Table:
    owners = [(event, name) for event, name in zip(found, event_ids, strict=True) for _ in event.roles]
    confidences = {rule: seeds.confidence(rule) for rule in {event.rule for event in found}}
    roles = [role for event in found for role in event.roles]
    starts, ends = [r.filler.start for r in roles], [r.filler.end for r in roles]
    char_start, char_end = view.raw(starts, ends)
    positions: list[int] = []
    count: dict[tuple[str, str], int] = {}
    for (_, name), role in zip(owners, roles, strict=True):
        positions.append(count.get((name, role.role), 0))
        count[name, role.role] = positions[-1] + 1
    return pa.table(
        {
            "event_id": [name for _, name in owners],
            "role": [r.role for r in roles],
            "position": positions,
            "entity_id": pa.array(
                [entity_ids[r.filler.mention] if r.filler.mention >= 0 else None for r in roles], pa.string()
            ),
            "metric_id": pa.array(
                [metric_ids[r.filler.metric] if r.filler.metric >= 0 else None for r in roles], pa.string()
            ),
            "text": view.surfaces(starts, ends),
            "inferred": [r.filler.inferred for r in roles],
            "char_start": char_start,
            "char_end": char_end,
            "rule_id": [event.rule for event, _ in owners],
            "confidence": [
                confidences[event.rule] * (0.7 if r.filler.inferred else 1.0)
                for (event, _), r in zip(owners, roles, strict=True)
            ],
        }
    )
