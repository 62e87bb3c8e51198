"""Named tuples by column, as tables are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def by_column(kind: type[Any], rows: Sequence[Any]) -> Any:
    """The fields of named tuples under their names, each as the column of its values.

    Args:
        kind: Their class.
        rows: The tuples.

    >>> from typing import NamedTuple
    >>> class Place(NamedTuple):
    ...     start: int
    ...     end: int
    >>> by_column(Place, [Place(1, 2), Place(5, 9)]).end
    (2, 9)
    """
    return kind._make(zip(*rows, strict=True) if rows else [()] * len(kind._fields))
