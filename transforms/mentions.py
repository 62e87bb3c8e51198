"""Where people, organisations, places, documents, products and other things are named."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seeds.types import Seeds
from transforms.engine.abbreviations import explain_short
from transforms.engine.aliases import (
    POINTERS,
    SETS,
    ZONES,
    Scope,
    anchored,
    find_called,
    find_pointers,
    find_sets,
    find_zone_aliases,
)
from transforms.engine.candidates import Candidate, choose, choose_beside
from transforms.engine.editions import of_editions
from transforms.engine.entity_parts import Part
from transforms.engine.gazetteer import compile_gazetteer
from transforms.engine.identity import make_ids
from transforms.engine.lexemes import Lexemes, read_lexemes
from transforms.engine.local_bodies import find_local_bodies
from transforms.engine.name_lists import find_listed
from transforms.engine.name_patterns import (
    find_abbreviations,
    find_by_pattern,
    find_page_names,
    find_towns,
    join_branches,
)
from transforms.engine.name_readings import beside_things, confirmed
from transforms.engine.name_repeats import find_repeats
from transforms.engine.name_walk import compile_endings, find_by_ending
from transforms.engine.people import find_people
from transforms.engine.regions import Regions, load_regions
from transforms.engine.segment import Segments
from transforms.engine.spans import TextView
from transforms.engine.tagged_names import find_tagged
from transforms.entities import link_mentions
from transforms.outcome import Outcome, reject_table, table_of
from transforms.tokens import plain_segments
from warehouse.contracts import TABLES, conform, empty_table

SILENT_ROLES = frozenset({"link", "furniture"})
# jieba's tag of places, and the marks of a list.
PLACE_TAG, LISTING = "ns", "、和及"


def find_mentions(
    documents: pa.Table, articles: pa.Table, sentences: pa.Table, tokens: pa.Table, *, seeds: Seeds
) -> Outcome:
    """Find and link names: the longest flat spans, typed, each with its entity.

    Args:
        documents: Contract table `documents`.
        articles: Contract table `articles`; the authors name the people of the bylines.
        sentences: Contract table `sentences`.
        tokens: Contract table `tokens`.
        seeds: Loaded seeds; with model `ner` its spans join those of the rules.

    Returns:
        Tables `mentions` and `entity_parts`, and as rejects the mentions that a correction takes away.
    """
    if not sentences.num_rows:
        return Outcome({name: empty_table(TABLES[name]) for name in ("mentions", "entity_parts")}, reject_table())
    view = TextView.of(sentences, documents)
    segments = plain_segments(tokens, view.text, seeds=seeds)
    candidates, scopes, known = _candidates(view, articles, sentences, segments, seeds=seeds)
    linked = link_mentions(
        view.text,
        candidates,
        scopes,
        known,
        documents=_scope_documents(view, scopes),
        document_ids=documents.column("document_id").to_pylist(),
        seeds=seeds,
    )
    spans = [mention.span for mention in linked.mentions]
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    rows = view.rows(starts)
    raw_starts, raw_ends = view.raw(starts, ends, rows=rows)
    rule_ids = [span.rule_id for span in spans]
    take = pa.array(rows)
    document_ids = sentences.column("document_id").combine_chunks().take(take)
    table = (
        pa.table(
            {
                "mention_id": make_ids("mention", document_ids.to_pylist(), raw_starts.tolist(), raw_ends.tolist()),
                "entity_id": [mention.entity_id for mention in linked.mentions],
                "sentence_id": sentences.column("sentence_id").combine_chunks().take(take),
                "article_id": sentences.column("article_id").combine_chunks().take(take),
                "document_id": document_ids,
                "entity_type": [mention.entity_type for mention in linked.mentions],
                "surface": view.surfaces(starts, ends),
                "mention_kind": [span.kind for span in spans],
                "char_start": raw_starts,
                "char_end": raw_ends,
                "rule_id": rule_ids,
                "confidence": seeds.confidences(rule_ids),
            }
        )
        if linked.mentions
        else empty_table(TABLES["mentions"])
    )
    printed = _printed_names(view, starts, ends, view.documents[rows].tolist())
    names = documents.column("document_id").to_pylist()
    columns = list(zip(*linked.parts, strict=True)) or [()] * len(Part._fields)
    parts: dict[str, Sequence[Any]] = dict(zip(Part._fields, columns, strict=True))
    if printed:
        own = [printed.get(document, {}) for document in parts["document"]]
        parts["canonical_name"] = [of.get(name, name) for of, name in zip(own, parts["canonical_name"], strict=True)]
        parts["aliases"] = [
            sorted(of.get(alias, alias) for alias in aliases) for of, aliases in zip(own, parts["aliases"], strict=True)
        ]
    parts["document_id"] = [names[document] for document in parts.pop("document")]
    parts_table = table_of("entity_parts", {**parts, "confidence": seeds.confidences(parts["rule_id"])})
    turned_away = view.raw(*([reject[side] for reject in linked.rejects] for side in ("start", "end")))
    rejects = [
        {
            "document_id": names[reject["document"]],
            "char_start": start,
            "char_end": end,
            **{column: reject[column] for column in ("reason", "detail", "surface")},
        }
        for reject, start, end in zip(linked.rejects, *(side.tolist() for side in turned_away), strict=True)
    ]
    return Outcome(
        {
            "mentions": conform(table, TABLES["mentions"]),
            "entity_parts": parts_table,
        },
        reject_table(rejects),
    )


def _printed_names(
    view: TextView, starts: Sequence[int], ends: Sequence[int], documents: Sequence[int]
) -> dict[int, dict[str, str]]:
    """For each document the printed form of each name whose matching form differs: names of pages in traditional characters."""
    printed: dict[int, dict[str, str]] = {}
    if view.text is not view.printed:
        for start, end, document in zip(starts, ends, documents, strict=True):
            name = view.text[start:end]
            if name != view.printed[start:end]:
                printed.setdefault(document, {})[name] = view.printed[start:end]
    return printed


def _candidates(
    view: TextView, articles: pa.Table, sentences: pa.Table, segments: Segments, *, seeds: Seeds
) -> tuple[list[Candidate], list[Scope], list[Candidate]]:
    """All mentions of the batch in text order, the articles' scopes, and the gazetteer's finds."""
    text = view.text
    lexemes = read_lexemes(text, segments)
    regions = load_regions(seeds)
    roles = sentences.column("block_role").to_pylist()
    starts, ends = view.starts.tolist(), view.ends.tolist()
    scopes, scope_articles = _scopes(sentences, view)
    authors = dict(zip(articles.column("article_id").to_pylist(), articles.column("authors").to_pylist(), strict=True))
    scanned = compile_gazetteer(seeds).scan(text, lexemes)
    opening = [candidate for candidate in scanned if candidate.rank < 0]
    known = _settle_chained([candidate for candidate in scanned if candidate.rank >= 0], view, regions, lexemes)
    proposals = [*known, *find_towns(text, known)]
    proposals.extend(find_by_ending(text, lexemes, [*opening, *proposals], seeds=seeds))
    proposals.extend(find_by_pattern(text, lexemes, known, seeds=seeds))
    proposals.extend(find_people(text, lexemes, seeds=seeds))
    proposals.extend(find_page_names(text, starts, ends, roles, scopes, [authors.get(name) for name in scope_articles]))
    found = find_tagged(text, starts, ends, lexemes, known, view=view, segments=segments, seeds=seeds)
    tagged = beside_things(found, proposals)
    proposals = [*confirmed(proposals, tagged), *tagged]
    silent = [(s, e) for s, e, role in zip(starts, ends, roles, strict=True) if role in SILENT_ROLES]
    proposals = _outside(proposals, silent)
    chosen = choose(proposals)
    chosen = choose_beside(chosen, [*find_abbreviations(text, chosen), *join_branches(text, chosen)])
    chosen = choose_beside(chosen, find_listed(text, lexemes, chosen, common=compile_endings(seeds).common))
    chosen = choose_beside(chosen, find_repeats(text, lexemes, chosen, view))
    chosen = choose_beside(chosen, find_local_bodies(text, lexemes, chosen, scopes, seeds=seeds))
    chosen = explain_short(text, chosen, _documents(view, chosen), seeds=seeds)
    chosen = list(of_editions(text, chosen, _documents(view, chosen)))
    chosen = _with_articles(text, lexemes, chosen, scopes)
    return _outside(chosen, silent), scopes, known


def _documents(view: TextView, candidates: Sequence[Candidate]) -> list[int]:
    rows = view.rows([candidate.start for candidate in candidates])
    found: list[int] = view.documents[rows].tolist()
    return found


def _outside(candidates: Iterable[Candidate], silent: Sequence[tuple[int, int]]) -> list[Candidate]:
    if not silent:
        return list(candidates)
    starts = [start for start, _ in silent]
    kept = []
    for candidate in candidates:
        at = bisect_right(starts, candidate.start) - 1
        if at < 0 or candidate.start >= silent[at][1]:
            kept.append(candidate)
    return kept


def _with_articles(text: str, lexemes: Lexemes, chosen: list[Candidate], scopes: Sequence[Scope]) -> list[Candidate]:
    """Add what only the article explains: how people are called, zone aliases, sets, anaphors and deictics."""
    chosen = choose_beside(chosen, find_called(text, scopes, chosen, lexemes))
    added: list[Candidate] = []
    positions = [candidate.start for candidate in chosen]
    for scope, places in anchored(text, scopes):
        own = chosen[bisect_left(positions, scope.start) : bisect_left(positions, scope.end)]
        extra = list(find_zone_aliases(text, scope, places[ZONES], own, lexemes)) if ZONES in places else []
        own = choose_beside(own, extra)
        sets = list(find_sets(text, scope, own)) if SETS in places else []
        pointers = list(find_pointers(text, scope, places.get(POINTERS, ()), own))
        # A set is known by its members; what stands in its span is a part of it.
        added.extend((*(each.moved(rank=4) for each in (*extra, *pointers)), *(each.moved(rank=6) for each in sets)))
    return choose_beside(chosen, added)


def _scopes(sentences: pa.Table, view: TextView) -> tuple[list[Scope], list[str]]:
    """The stretches of the joined text that articles cover, and their ids."""
    runs = pc.run_end_encode(sentences.column("article_id").combine_chunks())
    ends = runs.run_ends.to_numpy()
    bounds = zip(view.starts[np.append(0, ends[:-1])].tolist(), view.ends[ends - 1].tolist(), strict=True)
    return [Scope(start, end) for start, end in bounds], runs.values.to_pylist()


def _scope_documents(view: TextView, scopes: Sequence[Scope]) -> list[int]:
    rows = view.rows([scope.start for scope in scopes])
    return [int(number) for number in view.documents[rows]]


def _settle_chained(found: list[Candidate], view: TextView, regions: Regions, lexemes: Lexemes) -> list[Candidate]:
    """Keep a chained name only right after what contains it, where its document has its full name or its city too, or in a list with others of its province."""
    documents = _documents(view, found)
    full: set[tuple[int, str]] = set()
    told: set[tuple[int, str]] = set()
    for candidate, document in zip(found, documents, strict=True):
        if candidate.rank:
            for code in candidate.codes:
                told.add((document, code))
                if candidate.kind == "name":
                    full.add((document, code))
    kept: list[Candidate] = []
    for number, (candidate, document) in enumerate(zip(found, documents, strict=True)):
        if candidate.rank:
            kept.append(candidate)
            continue
        previous = kept[-1] if kept and kept[-1].end == candidate.start else None
        inside = tuple(
            code
            for code in candidate.codes
            if previous is not None and any(outer != code and regions.contains(outer, code) for outer in previous.codes)
        )
        named = tuple(code for code in candidate.codes if (document, code) in full)
        codes = inside or named or _placed(found, number, view.text, told, document, regions, lexemes)
        if codes:
            kept.append(candidate.moved(rank=5, codes=codes))
    return kept


def _placed(
    found: Sequence[Candidate],
    number: int,
    text: str,
    told: Set[tuple[int, str]],
    document: int,
    regions: Regions,
    lexemes: Lexemes,
) -> tuple[str, ...]:
    """Codes of a short name of a county that its document and its neighbours tell: a word for a place whose city is named, or one of a list."""
    candidate = found[number]
    word = lexemes.at(candidate.start)
    if not lexemes.fits(candidate.start, candidate.end) or candidate.end - candidate.start != len(lexemes.words[word]):
        return ()
    if lexemes.tags[word] == PLACE_TAG:
        cities = [regions.by_code[regions.by_code[code].parent] for code in candidate.codes]
        near = tuple(
            code
            for code, city in zip(candidate.codes, cities, strict=True)
            if city.level == "city" and (document, city.code) in told
        )
        if near:
            return near
    for other in (number - 1, number + 1):
        if 0 <= other < len(found):
            left, right = sorted((candidate, found[other]), key=lambda each: each.start)
            if left.end + 1 == right.start and text[left.end] in LISTING:
                provinces = {code[:2] for code in found[other].codes}
                listed = tuple(code for code in candidate.codes if code[:2] in provinces)
                if listed:
                    return listed
    return ()
