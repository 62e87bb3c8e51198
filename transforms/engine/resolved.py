"""A date expression, the days and the time of day it stands for."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

Period = tuple[dt.date | None, dt.date | None]


class Clock(NamedTuple):
    """A time of day, in seconds after midnight; None is open.

    Attributes:
        first: First second, of the first day.
        last: One past the last second, of the last day.
        moment: It is one time told (15时), not from one to another.
        both: Two times are told, where it begins and where it ends.
    """

    first: int | None
    last: int | None
    moment: bool
    both: bool = False


class Resolved(NamedTuple):
    """A resolved expression; a plain tuple because a page has many.

    Attributes:
        kind: Code of `times.kind`.
        start: First day.
        end: Last day.
        basis: Code of `times.basis`.
        year: Year it names, for expressions after it that name none.
        clock: Time of day told with it.
        onward: It goes on beyond its last day, which is only the last one known (2015年起).
        through: It ends with its last day, which the text itself counts in (7月9日或之前).
    """

    kind: str
    start: dt.date | None
    end: dt.date | None
    basis: str
    year: int | None = None
    clock: Clock | None = None
    onward: bool = False
    through: bool = False
