"""Figures are found in time that grows with the text, whatever the text."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from seeds.load import load_seeds
from tests.timing import cpu_seconds
from transforms.metrics import extract_metrics

SEEDS = load_seeds(models=False)
INPUTS = ("documents", "articles", "sentences", "mentions", "times", "quotes")
# Kilobytes of one endless sentence: a quarter of 100 KB of UTF-8, and all of it.
SMALL, LARGE = 8_300, 33_200
UNITS = [
    "同比增长5%，", "分别增长5%和6%，", "环比", "比上年同期增长", "比上年", "高于", "预计", "目标", "其中3家、", "其中：3家；", "3亿元和", "3万元", "约3家", "3-", "1:",
    "第一二三四五六七八九", "占比", "北京、", "公司", "某某股份（", "运河", "2018年1月增长3%，",
]  # fmt: skip


def seconds(text: str) -> float:
    """CPU time of the stage of metrics on one sentence with a figure at both ends, the better of two runs."""
    texts = [{"id": "t", "text": f"新增3万元，{text}，增长5%", "issue_date": "2024-03-20"}]
    tables = extract(texts, seeds=SEEDS, plain=True, until="quotes")
    return cpu_seconds(lambda: extract_metrics(*(tables[name] for name in INPUTS), seeds=SEEDS))


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_of_one_endless_sentence(unit: str) -> None:
    small, large = seconds(unit * (SMALL // len(unit))), seconds(unit * (LARGE // len(unit)))
    assert large < 10 * max(small, 0.005)
