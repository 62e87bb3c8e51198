"""A date expression and the days it stands for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

Period = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolved expression.

    Attributes:
        kind: Code of `times.kind`.
        start: First day.
        end: Last day.
        basis: Code of `times.basis`.
        year: Year it names, for expressions after it that name none.
    """

    kind: str
    start: dt.date | None
    end: dt.date | None
    basis: str
    year: int | None = None
