"""Editions of fairs and games: the year or number that a name of an event begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.engine.candidates import Candidate

EVENT = "EVENT.NAME"
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


def of_editions(text: str, names: Sequence[Candidate], documents: Sequence[int]) -> Iterator[Candidate]:
    """The names; a fair named without its edition, behind the only one of its document that tells it, is that edition (第133届广交会 …，广交会 …).

    Args:
        text: The joined text.
        names: Names found, in text order.
        documents: Document of each.
    """
    told: dict[int, set[str]] = {}
    for name, document in zip(names, documents, strict=True):
        if name.entity_type != EVENT:
            yield name
            continue
        printed = text[name.start : name.end]
        known = told.setdefault(document, set())
        if printed[0] == "第" or printed[0].isdigit():
            known.add(printed)
        whole = [other for other in known if other.endswith(printed) and other != printed]
        yield name._replace(canonical=whole[0], kind="short") if len(whole) == 1 else name
