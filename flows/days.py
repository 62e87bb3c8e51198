"""Days as people write them in options and arguments."""

from __future__ import annotations

import datetime as dt

from flows.errors import UsageError
from flows.language import told


def read_day(text: str, *, option: str) -> dt.date:
    """The day of an ISO text.

    Args:
        text: YYYY-MM-DD.
        option: What it was given as, for the message.

    Raises:
        UsageError: The text is no such day.

    >>> read_day("2018-12-03", option="--from")
    datetime.date(2018, 12, 3)
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(told("{option} takes a day as YYYY-MM-DD, not {text!r}", option=option, text=text)) from error
