"""Figures are found in time that grows with the text, whatever the text."""

from __future__ import annotations

import time

import pytest

from flows.annotate import extract
from seeds.load import load_seeds

UNITS = ["同比增长5%，", "其中3家、", "3亿元和", "比上年", "第一二三四五六七八九", "占比", "北京、"]


def seconds(text: str) -> float:
    start = time.process_time()
    extract([{"id": "t", "text": text, "issue_date": "2024-03-20"}], seeds=load_seeds(), plain=True, until="metrics")
    return time.process_time() - start


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_of_one_endless_sentence(unit: str) -> None:
    size = 5_000 // len(unit)
    small = min(seconds(unit * size) for _ in range(1))
    large = seconds(unit * size * 4)
    assert large < 10 * small + 0.5
