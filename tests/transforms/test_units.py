"""Units: every example holds, and factors agree with an independent source."""

from __future__ import annotations

from decimal import Decimal

import pytest

from seeds.load import load_seeds
from seeds.types import Unit
from transforms.engine.quantities import scan_quantities

SEEDS = load_seeds()
# SI definitions and the legal Chinese market units (Order on Measurement of 1984).
KNOWN = {"亩": Decimal(2000) / 3, "斤": Decimal("0.5"), "两": Decimal("0.05"), "公里": 1000, "公顷": 10000, "千瓦时": 3600000, "海里": 1852, "英里": Decimal("1609.344")}  # fmt: skip


@pytest.mark.parametrize("unit", [unit for unit in SEEDS.units if unit.examples], ids=lambda unit: str(unit.unit))
def test_examples_hold(unit: Unit) -> None:
    for text, expected in unit.examples:
        found = [
            f"{q.value.normalize():f} {q.unit}" for q in scan_quantities(f"{text}。", SEEDS) if q.value is not None
        ]
        assert expected in found


@pytest.mark.parametrize("name", KNOWN)
def test_factors(name: str) -> None:
    (factor,) = {unit.factor for unit in SEEDS.units if unit.unit == name and unit.factor is not None}
    assert abs(factor - KNOWN[name]) <= abs(KNOWN[name]) * Decimal("1e-6")
