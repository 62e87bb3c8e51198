"""Times: what a printed date means on the day of issue."""

from __future__ import annotations

import datetime as dt

from flows.annotate import extract
from seeds.load import load_seeds

SEEDS = load_seeds(models=False)


def periods(text: str, issue: str) -> list[tuple[object, object]]:
    times = extract([{"id": 1, "text": text, "issue_date": issue}], seeds=SEEDS, plain=True, until="times")["times"]
    return [(row["period_start"], row["period_end"]) for row in times.to_pylist()]


def test_what_starts_after_the_day_of_issue_has_no_end_yet() -> None:
    assert periods("办法自2024年9月1日起施行。", "2024-08-24") == [(dt.date(2024, 9, 1), None)]


def test_what_has_started_runs_to_the_day_of_issue() -> None:
    assert periods("办法自2024年1月1日起施行。", "2024-08-24") == [(dt.date(2024, 1, 1), dt.date(2024, 8, 24))]
