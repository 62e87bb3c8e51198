"""The sentences of a batch as scenes: their times and mentions put into place."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.engine.code_points import codes_of
from transforms.engine.columns import numbered
from transforms.engine.looks import Sought, looks_of
from transforms.engine.scenes import MARKING, NAMING, Heads, Mention, Scene, Time
from transforms.engine.spans import IntArray, TextView

Placed = TypeVar("Placed", Time, Mention)
# 公司在科创板上市, 某市科创板公司: a market where firms are listed has no figures of theirs.
MARKET, LISTING = "ORG.EXCHANGE", ("在", "于", "赴", "登陆", "登录", "冲刺", "闯关")
# （牵头单位：市财政局，配合单位：市民政局）, （市科技局牵头，市财政局配合）: who has to see to what a plan says has no figures of it.
ASSIGNED = re.compile(
    r"(?:牵头|责任|配合|主办|协办|承办|参与)(?:单位|部门)[:：][^。；\n）)】]*"
    r"|[（(【][^（）()【】。；]{2,80}(?:牵头|配合|(?:按职责)?分工负责|(?<!人)负责)[^（）()【】。；]{0,60}[）)】]"
)
BRACKET = 2
ASSIGNING = ("单位：", "单位:", "部门：", "部门:", "牵头", "负责）", "负责)")
# 今年的预期目标是…。工业总产值完成4200亿元。: sentences that go on with what is aimed at, up to one that tells what is or was.
AIMED = re.compile("(?:预期|奋斗|发展)目标[是为]")
SETTLED = re.compile("已|目前|去年|上年|此前|累计|截至|20[0-9]{2}年|[0-9]月|过去|近年|实际|了(?!解)")
NUMBER, MEASURED = re.compile("[0-9０-９一二三四五六七八九十]"), re.compile("元|%|％|人|个百分点")
# A colon, and what parts the items behind it.
LEADING = (ord("："), ord("；"))


def scenes_of(
    view: TextView,
    text: str,
    sentences: pa.Table,
    times: pa.Table,
    mentions: pa.Table,
    sought: tuple[Sought, ...],
) -> list[Scene]:
    """One scene per sentence row.

    Args:
        view: View of `sentences`.
        text: Its text as the grammars read it.
        sentences: Contract table `sentences`.
        times: Contract table `times`.
        mentions: Contract table `mentions`.
        sought: What is looked for near each place.
    """
    roles = sentences.column("block_role").to_pylist()
    codes = codes_of(text)
    places = np.flatnonzero(MARKING.take(codes, mode="clip"))
    marks: list[int] = places.tolist()
    looks = looks_of(codes, sought)
    bounds = (np.searchsorted(places, ends).tolist() for ends in (view.starts, view.ends))
    spans = zip(view.starts.tolist(), view.ends.tolist(), roles, *bounds, strict=True)
    scenes = [
        Scene(row, start, end, role, marks, looks, first, stop)
        for row, (start, end, role, first, stop) in enumerate(spans)
    ]
    lasts = codes[np.maximum(view.ends - 1, 0)]
    articles = numbered(sentences.column("article_id"))
    for row in np.flatnonzero(np.isin(lasts[:-1], LEADING) & (articles[1:] == articles[:-1])).tolist():
        scenes[row + 1].lead = scenes[row] if lasts[row] == LEADING[0] else scenes[row].lead
    if "目标" in text:
        _lead_by_aims(text, scenes, numbered(sentences.column("block_id")).tolist())
    for row, starts, found in _by_row(view, sentences, times, ("surface", "kind"), _periods(times), Time):
        scenes[row].time_starts, scenes[row].times = starts, found
    assigned = [found.span() for found in ASSIGNED.finditer(text)] if any(word in text for word in ASSIGNING) else []
    for first, last in assigned:
        row = int(np.searchsorted(view.starts, first, side="right")) - 1
        if row >= 0 and scenes[row].start + BRACKET >= first and last + BRACKET >= scenes[row].end:
            scenes[row].heads = Heads(scenes[row].end, [], firms=False)
    markets = pc.any(pc.equal(mentions.column("entity_type"), MARKET)).as_py()
    for row, starts, named in _by_row(view, sentences, mentions, NAMING, (), Mention):
        if markets and any(mention.entity_type == MARKET for mention in named):
            named = _without_listings(text, named)
        if assigned:
            named = _without_assigned(assigned, named)
        if len(named) < len(starts):
            starts = [mention.start for mention in named]
        scenes[row].mention_starts, scenes[row].mentions, scenes[row].told_of = starts, named, None
    return scenes


def _lead_by_aims(text: str, scenes: Sequence[Scene], blocks: Sequence[int]) -> None:
    """Let each sentence that tells what is aimed at lead up to those of its paragraph that go on with it."""
    starts = [scene.start for scene in scenes]
    for found in AIMED.finditer(text):
        aimed = bisect_right(starts, found.start()) - 1
        row = aimed + 1
        while (
            row < len(scenes)
            and blocks[row] == blocks[aimed]
            and scenes[row].lead is None
            and _goes_on(text, scenes[row])
        ):
            scenes[row].lead = scenes[aimed]
            row += 1


def _goes_on(text: str, scene: Scene) -> bool:
    """Whether a sentence holds an amount and tells nothing of how things are or were."""
    if SETTLED.search(text, scene.start, scene.end) is not None:
        return False
    number = NUMBER.search(text, scene.start, scene.end)
    return number is not None and MEASURED.search(text, number.end(), scene.end) is not None


def _without_listings(text: str, named: Sequence[Mention]) -> list[Mention]:
    """The mentions without the markets that are only where firms are listed."""
    places = {mention.end for mention in named if mention.entity_type.startswith("LOC")}
    return [
        mention
        for mention in named
        if mention.entity_type != MARKET or not (mention.start in places or text.endswith(LISTING, 0, mention.start))
    ]


def _without_assigned(assigned: Sequence[tuple[int, int]], named: Sequence[Mention]) -> list[Mention]:
    """The mentions that stand in none of the spans that tell who has to see to something."""
    inside = (bisect_right(assigned, mention.start, key=itemgetter(0)) - 1 for mention in named)
    return [mention for mention, at in zip(named, inside, strict=True) if at < 0 or assigned[at][1] <= mention.start]


def _periods(times: pa.Table) -> tuple[list[tuple[dt.date | None, dt.date | None]]]:
    """First and last day of each time as one column; by way of numpy, for Arrow makes each date anew at ten times the cost."""
    days = (times.column(name).to_numpy().astype("datetime64[D]").tolist() for name in ("period_start", "period_end"))
    return (list(zip(*days, strict=True)),)


def _by_row(
    view: TextView,
    sentences: pa.Table,
    table: pa.Table,
    columns: Sequence[str],
    more: Sequence[Sequence[Any]],
    kind: type[Placed],
) -> Iterator[tuple[int, list[int], list[Placed]]]:
    """For each sentence that holds spans of a table its row, their starts, ascending, and the spans: start, end and other columns."""
    owners = pc.index_in(table.column("sentence_id"), value_set=sentences.column("sentence_id").combine_chunks())
    rows = owners.to_numpy().astype(np.int64)
    starts, ends = view.clean_spans(rows, *(table.column(name).to_numpy() for name in ("char_start", "char_end")))
    others = (table.column(name).to_pylist() for name in columns)
    # As `kind._make` does for one at a time.
    spans = list(map(tuple.__new__, repeat(kind), zip(starts, ends, *others, *more, strict=True)))
    keys = (rows << 32) + np.asarray(starts, dtype=np.int64)
    if (np.diff(keys) < 0).any():
        order = np.argsort(keys, kind="stable")
        starts, spans, rows = [starts[at] for at in order], [spans[at] for at in order], rows[order]
    first: IntArray = np.flatnonzero(np.diff(rows, prepend=-1))
    bounds = pairwise([*first.tolist(), len(spans)])
    for row, (begin, end) in zip(rows[first].tolist(), bounds, strict=True):
        yield row, starts[begin:end], spans[begin:end]
