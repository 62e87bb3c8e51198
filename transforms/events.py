"""Events and relations: what happens, who takes part, and how sure it is."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seeds.types import Seeds
from transforms.engine.accounts import Found, Role, called_off
from transforms.engine.aims import aims
from transforms.engine.anchors import clean_spans, place
from transforms.engine.clauses import read_marks
from transforms.engine.columns import by_column, numbered
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
        return _outcome([], sentences, mentions, times, metrics, None, seeds)
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
    rows = view.rows([event.start for event in found]).tolist() if found else []
    kept = _once(found, rows, articles, sentences, mentions.column("entity_id").to_pylist(), reading)
    return _outcome(kept, sentences, mentions, times, metrics, view, seeds)


def _read(
    view: TextView, sentences: pa.Table, mentions: pa.Table, times: pa.Table, metrics: pa.Table, seeds: Seeds
) -> Reading:
    named = place(mentions, mentions.column("entity_type").to_pylist(), view, sentences)
    dated = place(times, times.column("kind").to_pylist(), view, sentences)
    figures = place(metrics, metrics.column("dimension").to_pylist(), view, sentences)
    shown = np.flatnonzero(metrics.column("indicator_start").is_valid().to_numpy())
    spans = metrics.select(["document_id", "indicator_start", "indicator_end"]).take(pa.array(shown))
    rows, starts, ends = clean_spans(spans.rename_columns(["document_id", "char_start", "char_end"]), view, sentences)
    indicators = dict(zip(shown[rows].tolist(), zip(starts.tolist(), ends.tolist(), strict=True), strict=True))
    return Reading(
        view.text,
        read_marks(view.text),
        named,
        dated,
        figures,
        metrics.column("status").to_pylist(),
        indicators,
        view.starts[_article_changes(sentences)].tolist(),
        seeds,
    )


def _article_changes(sentences: pa.Table) -> NDArray[np.int64]:
    """Rows of the sentences that begin an article."""
    return np.flatnonzero(np.diff(numbered(sentences.column("article_id")), prepend=-1))


class _Kept(NamedTuple):
    """An event that is told, the row of its sentence, and what it says as far as names and words tell."""

    event: Found
    row: int
    said: str


def _once(
    found: Sequence[Found],
    rows: Sequence[int],
    articles: pa.Table,
    sentences: pa.Table,
    entity_ids: Sequence[str],
    reading: Reading,
) -> list[_Kept]:
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
    kept: list[_Kept] = []
    for event, row, (block_role, article_id, document_id) in zip(found, rows, owners, strict=True):
        wanted = OFFICE_ROLES if event.event_type == "person_title" else TOLD_ROLES
        if block_role not in wanted or article_id in repeated or called_off(reading.text, event.start):
            continue
        roles = _distinct(event.roles, entity_ids, reading.text)
        if not roles:
            continue
        if len(roles) < len(event.roles):
            event = event._replace(roles=tuple(roles.values()))
        main = MAIN_ROLES.get(event.event_type)
        # What makes two events of a type the same: their main roles, by entity or wording.
        names = [f"{role}={name}" for role, name in roles if main is None or role in main]
        key = (document_id, event.event_type, *names)
        if event.event_type == "milestone":
            key = (row, *key)
        if event.event_type == "target":
            key = (*event.metrics, *key)
        # Who bears a title without a body is known with one; without a body the two keys are the same.
        if key in seen:
            continue
        seen.add(key)
        if any(role == "org" for role, _ in roles):
            seen.add((document_id, *(part for part in key[1:] if not str(part).startswith("org="))))
        kept.append(_Kept(event, row, "|".join([event.event_type, *[f"{role}:{name}" for role, name in roles]])))
    return kept


def _distinct(roles: Iterable[Role], entity_ids: Sequence[str], text: str) -> dict[tuple[str, str], Role]:
    """The roles by their name and that of the entity, or the wording, that fills them; the first of those that repeat each other."""
    kept: dict[tuple[str, str], Role] = {}
    for role in roles:
        start, end, mention = role.filler[:3]
        if end > start:
            kept.setdefault((role.role, entity_ids[mention] if mention >= 0 else text[start:end]), role)
    return kept


def _outcome(
    kept: Sequence[_Kept],
    sentences: pa.Table,
    mentions: pa.Table,
    times: pa.Table,
    metrics: pa.Table,
    view: TextView | None,
    seeds: Seeds,
) -> Outcome:
    if view is None or not kept:
        empty = {
            name: pa.table({c.name: pa.nulls(0) for c in TABLES[name].columns}) for name in ("events", "event_roles")
        }
        return Outcome({name: conform(table, TABLES[name]) for name, table in empty.items()}, reject_table())
    metric_ids = metrics.column("metric_id").to_pylist()
    # Two readings of one trigger that say the same are one event.
    said = {
        (event.start, event.end, "|".join([told, *[metric_ids[m] for m in event.metrics]])): (event, row)
        for event, row, told in kept
    }
    keys, found, rows = [key for _, _, key in said], [e for e, _ in said.values()], [row for _, row in said.values()]
    places = np.array(rows, dtype=np.int64)
    take = pa.array(places)
    document_ids = sentences.column("document_id").take(take).to_pylist()
    owner = np.repeat(np.arange(len(found)), [len(e.roles) for e in found])
    names, fillers = zip(*itertools.chain.from_iterable(e.roles for e in found), strict=True)
    filled, told = by_column(Filler, fillers), by_column(Found, found)
    starts, ends = np.array(filled.start), np.array(filled.end)
    # A role may stand in an earlier sentence; the event spans its own.
    firsts, lasts = np.array(told.start), np.array(told.end)
    before, behind = starts < view.starts[rows][owner], ends > view.ends[rows][owner]
    np.minimum.at(firsts, owner[~before], starts[~before])
    np.maximum.at(lasts, owner[~behind], ends[~behind])
    char_start, char_end = view.raw(firsts, lasts)
    trigger = view.raw(told.start, told.end, rows=places)
    event_ids = make_ids("event", document_ids, *(array.tolist() for array in trigger), extra=keys)
    events = pa.table(
        {
            "event_id": event_ids,
            "event_type": told.event_type,
            "status": told.status,
            "sentence_id": sentences.column("sentence_id").take(take),
            "article_id": sentences.column("article_id").take(take),
            "document_id": document_ids,
            "trigger": view.surfaces(told.start, told.end, raw=trigger),
            "trigger_start": trigger[0],
            "trigger_end": trigger[1],
            "period_start": _looked_up(times.column("period_start"), told.time),
            "period_end": _looked_up(times.column("period_end"), told.time),
            "metric_ids": pa.array([[metric_ids[m] for m in rows] for rows in told.metrics], pa.list_(pa.string())),
            "char_start": char_start,
            "char_end": char_end,
            "rule_id": told.rule,
            "confidence": seeds.confidences(told.rule),
        }
    )
    raw = view.raw(starts, ends)
    inferred = np.array(filled.inferred, dtype=np.bool_)
    roles = pa.table(
        {
            "event_id": pa.array(event_ids).take(pa.array(owner)),
            "role": names,
            "position": _positions(names, owner.tolist()),
            "entity_id": _looked_up(mentions.column("entity_id"), filled.mention),
            "metric_id": _looked_up(metrics.column("metric_id"), filled.metric),
            "text": view.surfaces(starts, ends, raw=raw),
            "inferred": inferred,
            "char_start": raw[0],
            "char_end": raw[1],
            "rule_id": events.column("rule_id").take(pa.array(owner)),
            "confidence": events.column("confidence").to_numpy()[owner] * np.where(inferred, 0.7, 1.0),
        }
    )
    return Outcome(
        {"events": conform(events, TABLES["events"]), "event_roles": conform(roles, TABLES["event_roles"])},
        reject_table(),
    )


def _positions(names: Iterable[str], owners: Iterable[int]) -> list[int]:
    """Number of each role among those of its name in its event."""
    counts: defaultdict[tuple[str, int], Iterator[int]] = defaultdict(itertools.count)
    return [next(counts[key]) for key in zip(names, owners, strict=True)]


def _looked_up(column: pa.ChunkedArray, rows: Sequence[int]) -> pa.ChunkedArray:
    """Values of a column at given rows, null where a row is -1."""
    places = np.array(rows, dtype=np.int64)
    return column.take(pa.array(places, mask=places < 0))
