"""Numbers that print no unit take that of a neighbour, or of the people that they tell of."""

from __future__ import annotations

import pytest

from flows.annotate import extract
from tests.transforms.test_subjects import SEEDS


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("两种车型的销量分别为25.6万、13.1万辆。", {"25.6万": "辆", "13.1万辆": "辆"}),
        ("三座煤矿年产40万、35万、30万吨。", {"40万": "吨", "35万": "吨", "30万吨": "吨"}),
        ("两地常住人口分别为812.4万、706.2万。", {"812.4万": "人", "706.2万": "人"}),
        ("东川市常住人口增加30万人、年均增量为3万，湖南同期增长不到7万。", {"3万": "人", "7万": "人"}),
        ("东川市人口增幅上升，增量从15万升至超过20万。", {"15万": "人", "20万": "人"}),
        ("出口额为2.5万亿、3.1万亿元。", {"2.5万亿": "CNY", "3.1万亿元": "CNY"}),
        ("平台聚集了近三千万从业者，服务500万求职者。", {"三千万": "人", "500万": "人"}),
        # What stands in another clause shares nothing.
        ("产量为25.6万吨，点击数为30万。", {"25.6万吨": "吨", "30万": None}),
    ],
)
def test_a_number_shares_a_unit(text: str, units: dict[str, str | None]) -> None:
    table = extract([{"id": "t", "text": text, "issue_date": "2021-06-14"}], seeds=SEEDS, until="metrics")
    found = {row["surface"]: row["unit"] for row in table["metrics"].to_pylist()}
    assert {surface: found[surface] for surface in units} == units
