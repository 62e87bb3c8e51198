"""A quantity: a numeral and what it means."""

from __future__ import annotations

import functools
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple


class Quantity(NamedTuple):
    """A numeral and what it means; a plain tuple because a page has thousands.

    Attributes:
        start: First character of the surface (numeral, scale, inner 余/多, unit).
        end: One past the surface.
        numeral_start: First character of the numeral.
        numeral_end: One past the numeral.
        form: number, percent, ordinal, range, fraction or vague.
        value: Value with scale and unit scale multiplied in; None for ranges and vague ones.
        value_min: Lower bound.
        value_max: Upper bound.
        number: The bare numeral.
        unit: Canonical unit, or None.
        dimension: Its dimension, or None.
        factor: Multiplier to the base unit, or None.
        base_unit: The base unit, or None.
        qualifier: exact, approx, more_than, less_than, at_least, at_most, range or vague.
        disposition: None for a measured value, else a code of the contract.
        reason: Why it measures nothing.
        rule_id: The rule.
        before: First character of a qualifier before it, or -1.
        after: One past a qualifier behind it, or -1.
    """

    start: int
    end: int
    numeral_start: int
    numeral_end: int
    form: str
    value: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    number: Decimal | None
    unit: str | None = None
    dimension: str | None = None
    factor: Decimal | None = None
    base_unit: str | None = None
    qualifier: str = "exact"
    disposition: str | None = None
    reason: str | None = None
    rule_id: str = "quantities.unit"
    before: int = -1
    after: int = -1

    @property
    def outer_start(self) -> int:
        """First character of it and of a qualifier before it."""
        return self.before if self.before >= 0 else self.start

    @property
    def outer_end(self) -> int:
        """One past it and a qualifier behind it."""
        return self.after if self.after > self.end else self.end


# Makes a quantity of all its fields in half the time that the class takes.
quantity_of: Callable[[tuple[object, ...]], Quantity] = functools.partial(tuple.__new__, Quantity)


def bounds_of(value: Decimal, qualifier: str) -> tuple[Decimal | None, Decimal | None]:
    """Bounds that a qualifier sets around a value."""
    if qualifier in {"more_than", "at_least"}:
        return value, None
    if qualifier in {"less_than", "at_most"}:
        return None, value
    return (value, value) if qualifier == "exact" else (None, None)


def ledger_form(quantity: Quantity) -> tuple[str, Decimal | None, Decimal | None, Decimal | None]:
    """Form, value and bounds of the numeral itself: percent in percent, a fraction as such, a bounded one as a range."""
    form, number, value = quantity.form, quantity.number, quantity.value
    itself = form in {"percent", "range"}
    if not itself and (number is None or not value):
        return form, number, number, number
    low, high = quantity.value_min, quantity.value_max
    if not itself and number is not None and value is not None and number != value:
        scale = number / value
        low, high = (None if bound is None else bound * scale for bound in (low, high))
    # 230余万 has a lower bound and no upper one, as 超过230万 has.
    if (low is None) != (high is None) and (
        quantity.qualifier == "more_than"
        or form == "range"
        or quantity.before < quantity.start
        or quantity.after > quantity.end
    ):
        return "range", None, low, high
    return form, value if itself else number, low, high
