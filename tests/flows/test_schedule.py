"""Options of scheduled runs and of backfills."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import run
from flows.errors import UsageError
from flows.schedule import expand_days, next_times, sources_of_days


def test_the_cron_fields_are_read_in_the_time_zone() -> None:
    start = dt.datetime(2024, 3, 1, 0, 0, tzinfo=dt.UTC)
    times = next_times("0 6 * * *", "Asia/Shanghai", start=start)
    # 06:00 in Shanghai (UTC+8) is 22:00 UTC of the day before.
    assert [time.isoformat() for time in times] == [f"2024-03-0{day}T06:00:00+08:00" for day in (2, 3, 4)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--cron", "every day"], "--cron takes five fields"),
        (["--cron", "61 6 * * *"], "--cron takes five fields"),
        (["--timezone", "Mars/Olympus"], "--timezone takes a name"),
        (["--timezone", "../etc"], "--timezone takes a name"),
        (["--on-failure-url", "ftp://x"], "--on-failure-url takes an http"),
    ],
)
def test_a_wrong_option_of_schedule_is_a_usage_error(
    arguments: list[str], message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["schedule", "--check", *arguments]) == 2
    assert message in capfd.readouterr().err


def test_a_schedule_without_a_server_says_how_to_get_one(tmp_path: Path) -> None:
    # In a process of its own: here a server of another test may be in force.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "schedule"],
        env={**env, "PREFECT_HOME": str(tmp_path)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "prefect server start" in done.stderr


@pytest.mark.parametrize("pattern", ["pages", "{day}", "{date", "{}"])
def test_a_pattern_without_a_day_is_a_usage_error(pattern: str) -> None:
    with pytest.raises(UsageError, match="date"):
        expand_days(pattern, dt.date(2020, 1, 1), dt.date(2020, 1, 2))


def test_a_range_that_ends_before_it_begins_is_a_usage_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["backfill", "--from", "2020-01-02", "--to", "2020-01-01", "{date}"]) == 2
    assert "comes before" in capfd.readouterr().err


def test_days_without_pages_are_named(tmp_path: Path) -> None:
    (tmp_path / "20200101.txt").write_text("一")
    found, missing = sources_of_days([f"{tmp_path}/{{date:%Y%m%d}}*"], dt.date(2020, 1, 1), dt.date(2020, 1, 2))
    assert found == [f"{tmp_path}/20200101*"]
    assert missing == [dt.date(2020, 1, 2)]
