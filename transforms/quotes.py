"""Quotes: who said what, in quotation marks or reported."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from seeds.types import Seeds
from transforms.engine.anchors import Anchors, place
from transforms.engine.candidates import family_of
from transforms.engine.clauses import read_marks
from transforms.engine.identity import make_ids
from transforms.engine.offices import office_after, offices_before
from transforms.engine.spans import TextView
from transforms.engine.speakers import PERSON, Speaker
from transforms.engine.speech import Speech, find_speech
from transforms.outcome import Outcome, reject_table
from warehouse.contracts import TABLES, conform

SPOKEN_ROLES = ("body", "list_item", "caption", "dateline")


def find_quotes(
    documents: pa.Table, articles: pa.Table, blocks: pa.Table, sentences: pa.Table, mentions: pa.Table, *, seeds: Seeds
) -> Outcome:
    """Direct and reported speech of running text; headlines and pull quotes repeat it and are left out.

    Args:
        documents: Contract table `documents`.
        articles: Contract table `articles`.
        blocks: Contract table `blocks`; speech may run over sentence ends, so paragraphs are read whole.
        sentences: Contract table `sentences` (part of the stage's interface; not read).
        mentions: Contract table `mentions`.
        seeds: Loaded seeds.
    """
    repeats = articles.filter(pc.is_valid(articles.column("repeats_article_id"))).column("article_id")
    spoken = pc.and_(
        pc.is_in(blocks.column("role"), value_set=pa.array(SPOKEN_ROLES)),
        pc.invert(pc.is_in(blocks.column("article_id"), value_set=repeats.combine_chunks())),
    )
    held = blocks.filter(spoken)
    if not held.num_rows:
        return Outcome(
            {"quotes": conform(_table([], [], held, mentions, None, Anchors((), ()), seeds), TABLES["quotes"])},
            reject_table(),
        )
    view = TextView.of(held, documents)
    named = place(mentions, mentions.column("entity_type").to_pylist(), view, held)
    found = find_speech(view.text, named, read_marks(view.text), seeds=seeds)
    rows = view.rows([speech.start for speech in found]).tolist() if found else []
    found, speakers = _resolve(found, rows, held, named, view)
    return Outcome(
        {"quotes": conform(_table(found, speakers, held, mentions, view, named, seeds), TABLES["quotes"])},
        reject_table(),
    )


def _resolve(
    found: Sequence[Speech], rows: Sequence[int], held: pa.Table, named: Anchors, view: TextView
) -> tuple[list[Speech], list[Speaker | None]]:
    """Replace pronouns by the last person who spoke in the article, else the last person named before."""
    article_ids = held.column("article_id").to_pylist()
    first_row: dict[str, int] = {}
    for row, article in enumerate(article_ids):
        first_row.setdefault(article, row)
    last: dict[str, Speaker] = {}
    speakers: list[Speaker | None] = []
    for speech, row in zip(found, rows, strict=True):
        speaker = speech.speaker
        article = article_ids[row]
        if speaker is not None and speaker.kind == "pronoun":
            speaker = (
                _person_before(view.text, named, int(view.starts[first_row[article]]), speaker.start)
                or last.get(article)
                or speaker
            )
        elif speaker is not None and speaker.kind in {"person", "anonymous"}:
            last[article] = speaker
        speakers.append(speaker)
    return list(found), speakers


def _person_before(text: str, named: Anchors, floor: int, at: int) -> Speaker | None:
    """The person a pronoun means: the first one named in its sentence, else the first one of the sentence before that names one."""
    end = at
    while end > max(floor, at - 240):
        start = max(floor, max(text.rfind(mark, floor, end) for mark in "。！？\n") + 1)
        for anchor in named.within(start, end):
            if family_of(anchor.kind) == PERSON and text[max(0, anchor.start - 1)] not in "对向给据":
                return Speaker(anchor.start, anchor.end, "person", anchor.row)
        end = start - 1
    return None


def _table(
    found: Sequence[Speech],
    speakers: Sequence[Speaker | None],
    held: pa.Table,
    mentions: pa.Table,
    view: TextView | None,
    named: Anchors,
    seeds: Seeds,
) -> pa.Table:
    names = [column.name for column in TABLES["quotes"].columns]
    if view is None or not found:
        return pa.table({name: pa.nulls(0) for name in names})
    rows = view.rows([speech.start for speech in found])
    starts, ends = [s.start for s in found], [s.end for s in found]
    char_start, char_end = view.raw(starts, ends)
    take = pa.array(rows)
    document_ids = held.column("document_id").take(take).to_pylist()
    entity_ids = mentions.column("entity_id").to_pylist()
    known = [s is not None for s in speakers]
    first = [s.start if s else 0 for s in speakers]
    last = [s.end if s else 1 for s in speakers]
    raw_first, raw_last = view.raw(first, last)
    printed = view.surfaces(first, last)
    floors = view.starts[view.rows(first)].tolist()
    offices = [
        _office(view, floor, s, named, seeds) if s else (None, None) for s, floor in zip(speakers, floors, strict=True)
    ]
    return pa.table(
        {
            "quote_id": make_ids("quote", document_ids, char_start.tolist(), char_end.tolist()),
            "article_id": held.column("article_id").take(take),
            "document_id": document_ids,
            "kind": [s.kind for s in found],
            "content": view.surfaces(starts, ends),
            "speaker": pa.array([p if k else None for p, k in zip(printed, known, strict=True)], pa.string()),
            "speaker_entity_id": pa.array(
                [entity_ids[s.mention] if s and s.mention >= 0 else None for s in speakers], pa.string()
            ),
            "speaker_organisation": pa.array([office[0] for office in offices], pa.string()),
            "speaker_title": pa.array([office[1] for office in offices], pa.string()),
            "speaker_start": pa.array(
                [int(p) if k else None for p, k in zip(raw_first, known, strict=True)], pa.int32()
            ),
            "speaker_end": pa.array([int(p) if k else None for p, k in zip(raw_last, known, strict=True)], pa.int32()),
            "char_start": char_start,
            "char_end": char_end,
            "rule_id": [s.rule for s in found],
            "confidence": [seeds.confidence(s.rule) for s in found],
        }
    )


def _office(
    view: TextView, floor: int, speaker: Speaker, named: Anchors, seeds: Seeds
) -> tuple[str | None, str | None]:
    """Organisation and title printed beside a person's name."""
    if speaker.kind != "person":
        return None, None
    text, printed = view.text, view.printed
    offices = offices_before(text, floor, speaker.start, named, seeds=seeds)
    if not offices:
        after = office_after(text, speaker.end, seeds=seeds)
        return None, printed[after[0] : after[1]] or None
    nearest = offices[0]
    return (printed[slice(*nearest.body[:2])] if nearest.body else None), printed[nearest.start : nearest.end]
