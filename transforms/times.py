"""Sentences to time expressions, resolved against the day of issue."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.blocked import find_blocked, walk
from transforms.engine.code_points import translator
from transforms.engine.columns import by_column, numbered
from transforms.engine.date_clock import interval, time_of_day, with_clock
from transforms.engine.date_context import ATTRIBUTE, DATELINE, LAST_COUNTS, Known
from transforms.engine.date_grammar import date_words, find_dates
from transforms.engine.date_joins import TO_DAY, after, join, repeats
from transforms.engine.date_resolve import resolve
from transforms.engine.identity import make_ids
from transforms.engine.numerals import WIDE
from transforms.engine.periods import EQUALS, GROUNDED, is_record
from transforms.engine.reports import SPOKEN_TO
from transforms.engine.resolved import Resolved
from transforms.engine.simplified import simplified
from transforms.engine.spans import IntArray, TextView
from transforms.outcome import Outcome, reject_table, table_of

TITLE_YEAR = re.compile("(?<![0-9０-９])((?:19|20)[0-9]{2}|(?:１９|２０)[０-９]{2})年")
# Papers of the nineties print all digits full-width (２１世纪).
narrow_digits = translator({digit: digit.translate(WIDE) for digit in "０１２３４５６７８９"})
# 2023年工作回顾 heads a part of a report, the items behind it have heads of their own.
LOOK_BACK = re.compile("回顾|总结|工作情况|完成情况|执行情况")
# 现将2003年国民经济和社会发展情况公报如下
ANNOUNCED = re.compile("现[将就把]((?:19|20)[0-9]{2})年[^。\n]{0,40}?(?:公报|公布|公告|报告|汇报|通报)如下")
# Links hold no dates, and titles no plans, words for a time or centuries.
DATELESS, DATELESS_BEGINS = frozenset({"blocked.url", "blocked.title"}), re.compile("[h《]")
# 比2022年增长: the year compared with is not the one that the text goes on about.
COMPARING = {"比", "较", "与", "同"}
ORIGINS = {"由", "从"}
# 由上年的第四位, 从2012年54万亿元增长到…: where something began.
FROM = re.compile(
    "的|[^，。；：\n]{0,24}?(?:上升|提高|提升|下降|降低|回落|扩大|增加|增长|减少|缩小|缩短|升|降|增|发展|跃升|转变|变)(?:到|至|为)"
)
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
    """The one past year that the headline of an article names (2023年统计公报), by article; a look back holds for the parts behind it."""
    found: dict[str, int] = {}
    looked: tuple[str, int] | None = None
    columns = (articles.column(name).to_pylist() for name in ("article_id", "document_id", "title"))
    for article_id, document_id, title in zip(*columns, strict=True):
        years = {int(year.translate(WIDE)) for year in TITLE_YEAR.findall(title or "")}
        day = issues[article_id]
        if len(years) == 1 and day is not None and max(years) < day.year:
            found[article_id] = years.pop()
            looked = (document_id, found[article_id]) if LOOK_BACK.search(title) else None
        elif years or looked is None or looked[0] != document_id:
            looked = None
        else:
            found[article_id] = looked[1]
    return found


def _covers(plan: Resolved, day: dt.date | None) -> bool:
    """Whether a day lies in a plan."""
    return day is not None and plan.start is not None and plan.end is not None and plan.start <= day <= plan.end


def _in_articles(
    pattern: re.Pattern[str], text: str, rows: IntArray, article_ids: Sequence[str]
) -> Iterator[tuple[re.Match[str], str]]:
    """Every match of a pattern with the article that it stands in; `rows` are the ends of the sentences in the text."""
    found = list(pattern.finditer(text))
    owners = np.searchsorted(rows, [match.start() for match in found], side="right")
    yield from zip(found, (article_ids[row] for row in owners), strict=True)


def _announced_years(
    text: str, rows: IntArray, article_ids: Sequence[str], issues: dict[str, dt.date | None]
) -> dict[str, int]:
    """The past year whose figures an article announces, by article; `rows` are the ends of the sentences in the text."""
    told = ((int(match[1]), owner, issues[owner]) for match, owner in _in_articles(ANNOUNCED, text, rows, article_ids))
    return {owner: year for year, owner, day in told if day is not None and year < day.year}


def _closed(text: str, rows: IntArray, article_ids: Sequence[str], issues: dict[str, dt.date | None]) -> set[str]:
    """Articles of the first months of a year that print the year before or speak to a congress; `rows` are the ends of the sentences in the text."""
    early = {day.year - 1 for day in issues.values() if day is not None and day.month <= LAST_COUNTS}
    if not early:
        return set()
    printed = re.compile(rf"(?<![0-9])(?:{'|'.join(map(str, sorted(early)))})(?=年)|{SPOKEN_TO}")
    told = ((match[0], owner, issues[owner]) for match, owner in _in_articles(printed, text, rows, article_ids))
    return {
        owner
        for words, owner, day in told
        if day is not None and day.month <= LAST_COUNTS and words in {SPOKEN_TO, str(day.year - 1)}
    }


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
    text = narrow_digits(simplified(view.text))
    words = date_words(seeds)
    article_ids, blocks = sentences.column("article_id").to_pylist(), numbered(sentences.column("block_id")).tolist()
    issues = issue_days(documents, articles)
    reported = _announced_years(text, view.ends, article_ids, issues) | _reported_years(articles, issues)
    closed = _closed(text, view.ends, article_ids, issues)
    row, last_block, last_article, last_row, known, named = 0, None, None, -1, Known(), -1
    starts: list[int] = []
    ends: list[int] = []
    rows: list[int] = []
    loose: set[int] = set()
    found: list[Resolved] = []
    limits, starts_of_rows = view.ends.tolist(), view.starts.tolist()
    blocked = walk(find_blocked(text, seeds, only=DATELESS, begins=DATELESS_BEGINS))
    for match in find_dates(text, seeds):
        start, stop = match.span()
        inside = blocked(start, stop)
        # A link holds no date, and a plan's number or a word inside a title is a part of the name.
        if inside and (inside[3] == "blocked.url" or match["plan"] or match["word"] or match["hundred"]):
            continue
        if ends and start < ends[-1]:
            continue
        while start >= limits[row]:
            row += 1
        if row != last_row:
            last_row, article = row, article_ids[row]
            if blocks[row] != last_block:
                last_block, same_item, last_article = blocks[row], article == last_article, article
                headed = (known.headed or known.period) if same_item else None
                dateline = known.dateline if same_item else None
                earlier = (known.named or known.earlier) if same_item else None
                told = (known.year or known.told) if same_item else None
                plan = known.plan if same_item else None
                known = Known(
                    dateline=dateline,
                    reported=reported.get(article),
                    headed=headed,
                    earlier=earlier,
                    told=told,
                    plan=plan,
                    closed=article in closed,
                )
            issue = issues[article]
            if known.day is not None or known.issue != issue:
                known = known._replace(day=None, issue=issue)
        if known.loose and not known.faded and "。" in text[ends[-1] : start]:
            known = known._replace(faded=True)
        elif (
            (text[start] == "截" or text[start].isdecimal())
            and known.year
            and named >= 0
            and ATTRIBUTE.match(text, named)
            and "。" in text[named:start]
        ):
            known = known._replace(loose="attribute", faded=True)
        resolved = resolve(match, words, known)
        if resolved is None or stop > limits[row]:
            continue
        if match["lone"] and (start > starts_of_rows[row] or stop < limits[row]):
            continue
        # 近年来开始 and 刚刚开始 begin at no day, and 在第一个五年计划期间开始施工 in none of its days.
        closes = not (resolved.basis == "vague" or resolved.kind == "plan_period") or match["close"] not in {
            "开始",
            "起",
        }
        resolved, end = with_clock(text, stop if closes else match.start("close"), limits[row], resolved, seeds)
        again = bool(rows) and rows[-1] == row
        if again and repeats(text, found[-1], ends[-1], start, end):
            continue
        # 由2008年的2.6平方公里扩大到 …: where something began dates nothing behind it, and neither does what it is compared with.
        before = text[start - 1 : start]
        origin = before in ORIGINS and FROM.match(text, end) is not None
        grounded = before == "在" and GROUNDED.match(text, end) is not None
        # 增速为1985年以来最高, 是2010年的2.2倍: neither does what it is measured by.
        measure = is_record(resolved.kind, text, end) or (
            text.startswith("的", end) and EQUALS.search(text, max(0, start - 3), start) is not None
        )
        compared = origin or grounded or measure or before in COMPARING or text.startswith("同期", end - 2)
        known = after(known, resolved, compared=compared)
        if resolved.year and not compared:
            named = end if resolved.kind == "year" else -1
        if resolved.kind == "plan_period" and _covers(resolved, known.issue):
            known = known._replace(plan=(resolved.start, resolved.end))
        if resolved.kind == "date" and DATELINE.match(text, end):
            known = known._replace(dateline=resolved.start)
        if resolved.kind == "since" and resolved.start is not None and TO_DAY.match(text, end):
            # 自5月19日起至20日
            known = known._replace(day=resolved.start)
        if again and (joined := join(text, ends[-1], found[-1], start, end, resolved)):
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
    places = np.array(rows, dtype=np.int64)
    char_start, char_end = raw = view.raw(starts, ends, rows=places)
    told = by_column(Resolved, found)
    rules = [f"times.{basis}" for basis in told.basis]
    parents = sentences.select(["sentence_id", "article_id", "document_id"]).take(pa.array(places))
    document_ids = parents.column("document_id")
    table = table_of(
        "times",
        {
            "time_id": make_ids("time", document_ids.to_pylist(), char_start.tolist(), char_end.tolist()),
            "sentence_id": parents.column("sentence_id"),
            "article_id": parents.column("article_id"),
            "document_id": document_ids,
            "surface": view.surfaces(starts, ends, raw=raw),
            "kind": told.kind,
            "period_start": told.start,
            "period_end": told.end,
            "basis": told.basis,
            "duration": [interval(item) if item.clock or item.onward or item.through else None for item in found],
            "time_of_day": list(map(time_of_day, told.clock)),
            "char_start": char_start,
            "char_end": char_end,
            "rule_id": rules,
            "confidence": seeds.confidences(rules),
        },
    )
    return Outcome({"times": table}, reject_table())
