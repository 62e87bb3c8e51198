"""Editions of fairs and games: the year or number that a name of an event begins with."""

from __future__ import annotations

import re

EDITIONS = re.compile("第[0-9０-９一二三四五六七八九十百]{1,4}届(?P<rest>(?!.*[在的了于将以])[一-鿿—]{0,14})\\Z")
LONGEST_EDITION = 22
YEAR, YEAR_LENGTH = re.compile("(?<![0-9])20[0-9]{2}"), 4


def with_edition(text: str, begin: int | None, start: int) -> int | None:
    """Where the name of an event begins, its edition counted in.

    第十七届西部家居博览会 needs no place for a name.

    Args:
        text: The joined text.
        begin: Where the name begins without it, None where nothing else makes one.
        start: First character of the word that ends the name.

    >>> with_edition("在2023江口国际车展上", 5, 9), with_edition("第133届广交会", None, 5), with_edition("一场车展", None, 2)
    (1, 0, None)
    """
    at = start if begin is None else begin
    edition = EDITIONS.search(text, max(0, at - LONGEST_EDITION), at)
    if edition is not None and (begin is None or not edition["rest"]):
        return edition.start()
    if begin is not None and YEAR.fullmatch(text, begin - YEAR_LENGTH, begin) is not None:
        return begin - YEAR_LENGTH
    return begin
