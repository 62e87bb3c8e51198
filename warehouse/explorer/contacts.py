"""The one place where the explorer hides contact details."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
PHONE = re.compile(
    r"(?<![0-9A-Za-z.,])(?:(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}|[(（]?0[0-9]{2,3}[)）]?[-—– ]{0,2}[0-9]{7,8}|[48]00[- ][0-9]{3,4}[- ][0-9]{3,4})(?![0-9A-Za-z])"
)
# Entities of these types are contact details.
CONTACT_TYPE = "CONTACT."
SHOWN = re.compile(r"[0-9A-Za-z]")


def hidden(text: str, places: Iterable[tuple[int, int]] = ()) -> str:
    """The text with the letters and digits of phone numbers and mail addresses as dots; its length stays.

    Args:
        text: Any text of the corpus.
        places: Where the warehouse knows of contact details that have no shape of their own.

    >>> hidden("电话：（010）56805059，a.b@c.cn")
    '电话：（•••）••••••••，•.•@•.••'
    """
    for start, end in places:
        text = text[:start] + SHOWN.sub("•", text[start:end]) + text[end:]
    if "@" in text:
        text = MAIL.sub(_dots, text)
    return PHONE.sub(_dots, text)


def _dots(found: re.Match[str]) -> str:
    return SHOWN.sub("•", found.group())


def shown_name(name: str, entity_type: str) -> str:
    """An entity's name, hidden where it is a contact detail.

    >>> shown_name("56805059", "CONTACT.PHONE")
    '••••••••'
    """
    return hidden(name, [(0, len(name))] if entity_type.startswith(CONTACT_TYPE) else ())
