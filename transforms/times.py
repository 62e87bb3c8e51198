"""Sentences to time expressions, resolved against the day of issue."""

from __future__ import annotations

import datetime as dt
import re

import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.blocked import find_blocked, walk
from transforms.engine.date_clock import interval, time_of_day, with_clock
from transforms.engine.date_context import DATELINE, Known
from transforms.engine.date_grammar import date_pattern, date_words
from transforms.engine.date_joins import TO_DAY, after, join, repeats
from transforms.engine.date_resolve import resolve
from transforms.engine.identity import make_ids
from transforms.engine.numerals import WIDE
from transforms.engine.resolved import Resolved
from transforms.engine.simplified import simplified
from transforms.engine.spans import TextView
from transforms.outcome import Outcome, reject_table
from warehouse.contracts import TABLES, conform

TITLE_YEAR = re.compile("(?<![0-9０-９])((?:19|20)[0-9]{2}|(?:１９|２０)[０-９]{2})年")
# Papers of the nineties print all digits full-width (２１世纪).
DIGITS = re.compile("[０-９]+")
# Links hold no dates, and titles no plans, words for a time or centuries.
DATELESS = frozenset({"blocked.url", "blocked.title"})
# 比2022年增长: the year compared with is not the one that the text goes on about.
COMPARING = {"比", "较", "与", "同"}
ORIGINS = {"由", "从"}
# Years that a newspaper can have.
FIRST_PAPERS, LAST_PAPERS = 1600, 2600
# Kinds that tell where they begin and end, which 从 then is a part of.
BOTH_ENDS = {"since", "until", "range"}


def _plausible(day: dt.date | None) -> dt.date | None:
    """A day of issue that a newspaper can have; at the ends of the calendar nothing can be counted from it."""
    return day if day is not None and FIRST_PAPERS <= day.year <= LAST_PAPERS else None


def issue_days(documents: pa.Table, articles: pa.Table) -> dict[str, dt.date | None]:
    """Day that relative times of each article resolve against: the item's own, else the document's, else the latest it can be."""
    known: dict[str, dt.date | None] = {}
    columns = ("document_id", "issue_date", "issue_date_latest")
    for document_id, day, latest in zip(*(documents.column(name).to_pylist() for name in columns), strict=True):
        known[document_id] = _plausible(day or latest)
    columns = ("article_id", "document_id", "issue_date")
    return {
        article_id: _plausible(day) or known[document_id]
        for article_id, document_id, day in zip(*(articles.column(name).to_pylist() for name in columns), strict=True)
    }


def _reported_years(articles: pa.Table, issues: dict[str, dt.date | None]) -> dict[str, int]:
    """The one past year that the headline of an article names (2023年统计公报), by article."""
    found = {}
    for article_id, title in zip(*(articles.column(name).to_pylist() for name in ("article_id", "title")), strict=True):
        years = {int(year.translate(WIDE)) for year in TITLE_YEAR.findall(title or "")}
        day = issues[article_id]
        if len(years) == 1 and day is not None and max(years) < day.year:
            found[article_id] = years.pop()
    return found


def resolve_times(documents: pa.Table, articles: pa.Table, sentences: pa.Table, *, seeds: Seeds) -> Outcome:
    """Find dates, periods and deictic times.

    A month or quarter without a year takes the year named last before it in the paragraph, else the year of issue (the year before when it would lie
    ahead). Durations (用了13年) are metrics, not times.

    Args:
        documents: Contract table `documents`.
        articles: Contract table `articles`.
        sentences: Contract table `sentences`.
        seeds: Loaded seeds; lexicons times_words and times_dayparts.

    Returns:
        Table `times`.
    """
    view = TextView.of(sentences, documents)
    text = DIGITS.sub(lambda run: run[0].translate(WIDE), simplified(view.text))
    words, pattern = date_words(seeds), date_pattern(seeds)
    ids = {
        name: sentences.column(name).to_pylist() for name in ("sentence_id", "article_id", "document_id", "block_id")
    }
    issues = issue_days(documents, articles)
    reported = _reported_years(articles, issues)
    row, last_block, last_article, last_row, known = 0, None, None, -1, Known()
    starts: list[int] = []
    ends: list[int] = []
    rows: list[int] = []
    loose: set[int] = set()
    found: list[Resolved] = []
    limits, starts_of_rows = view.ends.tolist(), view.starts.tolist()
    blocked = walk(find_blocked(text, seeds, only=DATELESS))
    for match in pattern.finditer(text):
        inside = blocked(match.start(), match.end())
        # A link holds no date, and a plan's number or a word inside a title is a part of the name.
        if inside and (inside[3] == "blocked.url" or match["plan"] or match["word"] or match["hundred"]):
            continue
        if ends and match.start() < ends[-1]:
            continue
        while match.start() >= limits[row]:
            row += 1
        if ids["block_id"][row] != last_block:
            last_block = ids["block_id"][row]
            same_item = ids["article_id"][row] == last_article
            last_article = ids["article_id"][row]
            headed = (known.headed or known.period) if same_item else None
            dateline = known.dateline if same_item else None
            earlier = (known.named or known.earlier) if same_item else None
            told = (known.year or known.told) if same_item else None
            known = Known(
                dateline=dateline, reported=reported.get(last_article), headed=headed, earlier=earlier, told=told
            )
        if row != last_row:
            last_row, issue = row, issues[ids["article_id"][row]]
            if known.day is not None or known.issue != issue:
                known = known._replace(day=None, issue=issue)
        resolved = resolve(match, words, known)
        if resolved is None or match.end() > limits[row]:
            continue
        if match["lone"] and (match.start() > starts_of_rows[row] or match.end() < limits[row]):
            continue
        start = match.start()
        # 近年来开始 and 刚刚开始 begin at no day.
        closes = resolved.basis != "vague" or match["close"] not in {"开始", "起"}
        resolved, end = with_clock(text, match.end() if closes else match.start("close"), limits[row], resolved, seeds)
        if rows and rows[-1] == row and repeats(text, found[-1], ends[-1], start, end):
            continue
        # 由2008年的2.6平方公里扩大到 …: where something began dates nothing behind it, and neither does what it is compared with.
        origin = text[start - 1 : start] in ORIGINS and text.startswith("的", end)
        compared = origin or text[start - 1 : start] in COMPARING or text[end - 2 : end] == "同期"
        known = after(known, resolved, compared=compared)
        if resolved.kind == "date" and DATELINE.match(text, end):
            known = known._replace(dateline=resolved.start)
        if resolved.kind == "since" and resolved.start is not None and TO_DAY.match(text, end):
            # 自5月19日起至20日
            known = known._replace(day=resolved.start)
        if rows and rows[-1] == row and (joined := join(text, ends[-1], found[-1], start, end, resolved)):
            found[-1], ends[-1] = with_clock(text, joined[1], limits[row], joined[0], seeds)
            loose.discard(len(rows) - 1)
        else:
            if (
                match["open"] == "从"
                and resolved.kind not in BOTH_ENDS
                and not (resolved.clock and resolved.clock.both)
            ):
                loose.add(len(rows))
            starts.append(start)
            ends.append(end)
            rows.append(row)
            found.append(resolved)
    # 从今年财政中: with no end behind it 从 opens nothing.
    starts = [start + (place in loose) for place, start in enumerate(starts)]
    char_start, char_end = view.raw(starts, ends)
    rules = [f"times.{item.basis}" for item in found]
    document_ids = [ids["document_id"][at] for at in rows]
    table = pa.table(
        {
            "time_id": pa.array(make_ids("time", document_ids, char_start.tolist(), char_end.tolist()), pa.string()),
            "sentence_id": pa.array([ids["sentence_id"][at] for at in rows], pa.string()),
            "article_id": pa.array([ids["article_id"][at] for at in rows], pa.string()),
            "document_id": pa.array(document_ids, pa.string()),
            "surface": pa.array(view.surfaces(starts, ends), pa.string()),
            "kind": pa.array([item.kind for item in found], pa.string()),
            "period_start": pa.array([item.start for item in found], pa.date32()),
            "period_end": pa.array([item.end for item in found], pa.date32()),
            "basis": pa.array([item.basis for item in found], pa.string()),
            "duration": pa.array([interval(item) for item in found], pa.string()),
            "time_of_day": pa.array([time_of_day(item.clock) for item in found], pa.string()),
            "char_start": pa.array(char_start.astype("int32")),
            "char_end": pa.array(char_end.astype("int32")),
            "rule_id": pa.array(rules, pa.string()),
            "confidence": pa.array(seeds.confidences(rules), pa.float64()),
        }
    )
    return Outcome({"times": conform(table, TABLES["times"])}, reject_table())
