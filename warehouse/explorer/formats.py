"""Values as people read them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

MULTIPLES = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"))
CURRENCIES = {"CNY": "元"}


def number(value: Decimal | None) -> str:
    """A number with 万 or 亿 from ten thousand on, without trailing zeros.

    >>> number(Decimal("19070000000.000000000")), number(Decimal("29970")), number(Decimal("7.100"))
    ('190.7亿', '2.997万', '7.1')
    """
    if value is None:
        return ""
    for factor, sign in MULTIPLES:
        if abs(value) >= factor:
            return _plain(value / factor) + sign
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = f"{value:,.9f}"
    return text.rstrip("0").rstrip(".")


def amount(value: Decimal | None, low: Decimal | None, high: Decimal | None, unit: str | None) -> str:
    """A value or a range with its unit.

    >>> amount(None, Decimal(20), Decimal(30), "家")
    '20–30 家'
    """
    if value is not None:
        text = number(value)
    elif low is None and high is None:
        return ""
    else:
        text = f"{number(low) or '…'}–{number(high) or '…'}"
    return f"{text} {CURRENCIES.get(unit or '', unit or '')}".strip()


def change(value: Decimal | None, unit: str | None, kind: str | None) -> str:
    """A signed change.

    >>> change(Decimal("7.1"), "%", "yoy")
    '+7.1 % yoy'
    """
    if value is None:
        return ""
    return f"{'+' if value > 0 else ''}{number(value)} {unit or ''} {kind or ''}".strip()


def period(start: dt.date | None, end: dt.date | None) -> str:
    """A closed period, as short as it can be said.

    >>> period(dt.date(2018, 1, 1), dt.date(2018, 9, 30))
    '2018-01 – 2018-09'
    >>> period(dt.date(2017, 1, 1), dt.date(2017, 12, 31))
    '2017'
    """
    if start is None or end is None:
        known = start or end
        return "" if known is None else f"from {known}" if start else f"until {known}"
    if start == end:
        return start.isoformat()
    if start.day == 1 and (end + dt.timedelta(days=1)).day == 1:
        if (start.month, end.month) == (1, 12):
            return str(start.year) if start.year == end.year else f"{start.year} – {end.year}"
        first, last = f"{start:%Y-%m}", f"{end:%Y-%m}"
        return first if first == last else f"{first} – {last}"
    return f"{start} – {end}"


def cell(value: object) -> str:
    """Any value of a query's result as text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return "、".join(cell(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {cell(one)}" for key, one in value.items())
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)
