"""Times of day."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from tests.transforms.test_times import SEEDS, times

CLOCKS = [
    ("会议昨日下午三点开始。", "昨日下午三点", "15:00", "2021-06-13T15:00/2021-06-13T16:00"),
    ("今晚8点半开赛。", "今晚8点半", "20:30", "2021-06-14T20:30/2021-06-14T20:31"),
    ("今早7点一刻出发。", "今早7点一刻", "07:15", "2021-06-14T07:15/2021-06-14T07:16"),
    ("6月8日23:05:30到达。", "6月8日23:05:30", "23:05:30", "2021-06-08T23:05:30/2021-06-08T23:05:31"),
    ("明天上午9:30-11:30开会。", "明天上午9:30-11:30", "09:30/11:30", "2021-06-15T09:30/2021-06-15T11:30"),
    ("昨晚10点到12点停电。", "昨晚10点到12点", "22:00/24:00", "2021-06-13T22:00/2021-06-14T00:00"),
    ("6月1日4点和6月3日9点之间停电。", "6月1日4点和6月3日9点之间", "04:00/09:00", "2021-06-01T04:00/2021-06-03T09:00"),
    ("今天晚上八点之前交卷。", "今天晚上八点之前", "../20:00", "../2021-06-14T20:00"),
    ("今天一早出发。", "今天一早", "05:00/09:00", "2021-06-14T05:00/2021-06-14T09:00"),
    ("8日早间公告。", "8日早间", "08:00/12:00", "2021-06-08T08:00/2021-06-08T12:00"),
    ("从昨天下午两点到四点停电。", "从昨天下午两点到四点", "14:00/16:00", "2021-06-13T14:00/2021-06-13T16:00"),
    ("昨天晚上9~11点停电。", "昨天晚上9~11点", "21:00/23:00", "2021-06-13T21:00/2021-06-13T23:00"),
    ("6月8日9至11时停电。", "6月8日9至11时", "09:00/11:00", "2021-06-08T09:00/2021-06-08T11:00"),
    ("今晚7点到7点30开会。", "今晚7点到7点30", "19:00/19:30", "2021-06-14T19:00/2021-06-14T19:30"),
    ("今天上午8点30名学生出发。", "今天上午8点", "08:00", "2021-06-14T08:00/2021-06-14T09:00"),
    ("8日晚上九点零九到达。", "8日晚上九点零九", "21:09", "2021-06-08T21:09/2021-06-08T21:10"),
    ("昨天下午三点二十人到场。", "昨天下午三点", "15:00", "2021-06-13T15:00/2021-06-13T16:00"),
    ("明天的9点开会。", "明天的9点", "09:00", "2021-06-15T09:00/2021-06-15T10:00"),
    ("今天大约晚上十点以后停电。", "今天大约晚上十点以后", "22:00/..", "2021-06-14T22:00/.."),
    ("2018-10-15 08:30发布。", "2018-10-15 08:30", "08:30", "2018-10-15T08:30/2018-10-15T08:31"),
    ("2018-10-15T08:30:15发布。", "2018-10-15T08:30:15", "08:30:15", "2018-10-15T08:30:15/2018-10-15T08:30:16"),
    ("昨晚约8时起火。", "昨晚约8时", "20:00", "2021-06-13T20:00/2021-06-13T21:00"),
]


@pytest.mark.parametrize(("text", "surface", "clock", "interval"), CLOCKS)
def test_a_time_of_day_is_told_to_the_minute(text: str, surface: str, clock: str, interval: str) -> None:
    table = extract([{"id": "t", "text": text, "issue_date": "2021-06-14"}], seeds=SEEDS, plain=True, until="times")[
        "times"
    ]
    row = table.select(["surface", "time_of_day", "duration"]).to_pylist()
    assert row == [{"surface": surface, "time_of_day": clock, "duration": interval}]


def test_what_goes_on_is_an_open_interval() -> None:
    texts = ("从2015年起下降。", "2015年以来下降。", "自2015年1月1日起施行。")
    documents = [{"id": text, "text": text, "issue_date": "2021-06-14"} for text in texts]
    rows = extract(documents, seeds=SEEDS, plain=True, until="times")["times"]
    assert rows.column("duration").to_pylist() == ["2015-01-01T00:00/..", None, None]


def test_a_last_day_that_is_counted_in_bounds_an_open_interval() -> None:
    texts = ("2018年7月9日或之前出版。", "2018年7月9日之前出版。", "2018年7月9日或之后出版。")
    documents = [{"id": text, "text": text, "issue_date": "2021-06-14"} for text in texts]
    rows = extract(documents, seeds=SEEDS, plain=True, until="times")["times"]
    assert rows.column("duration").to_pylist() == ["../2018-07-09", None, None]
    assert [str(day) for day in rows.column("period_end").to_pylist()] == ["2018-07-09", "2018-07-08", "None"]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("今天三点意见要落实。", "今天"),
        ("6月8日一时无法通车。", "6月8日"),
        ("今天20时代的歌。", "今天"),
        ("8日早稻开镰。", "8日"),
        ("今天约3万人参加。", "今天"),
        ("今天的3点意见。", "今天"),
        ("6月8日3至5点建议。", "6月8日"),
        ("从今天下午停电。", "今天下午"),
    ],
)
def test_what_only_looks_like_a_clock_time_stays_outside(text: str, surface: str) -> None:
    assert [row[0] for row in times(text)] == [surface]
