"""Contact details and numbers of persons in texts: found by shape and checksum, hidden wherever texts are shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

# Full-width signs count as their ASCII counterparts; one character stays one character, so places stay what they are.
NARROW = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
# A number before a unit or ending in many zeros counts something.
COUNTS = r"(?![0-9A-Za-z]|\.[0-9]|[元万亿美余多人家个户吨台件])"
PHONE = re.compile(
    rf"(?<![0-9A-Za-z.,])(?:(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{{4}}[- ]?[0-9]{{4}}{COUNTS}|"
    rf"\(?0[0-9]{{2,3}}\)?[-—– ]{{0,2}}[0-9]{{7,8}}(?:-[0-9]{{1,6}})?{COUNTS}|[48]00[- ][0-9]{{3,4}}[- ][0-9]{{3,4}}{COUNTS})"
)
ZEROS = re.compile(r"0{6}$")
# GB 11643: region, day of birth, serial number, check character; the form of 1984 has a year of two digits and no check character.
IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-8][0-9]{5}(?:[0-9]{11}[0-9Xx]|[0-9]{9})(?![0-9A-Za-z])")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
# Entities of these types are contact details.
CONTACT_TYPE = "CONTACT."
SHOWN = re.compile(r"[0-9A-Za-z]")
HINT = re.compile(r"@|[0-9]{4}")


def hidden(text: str, places: Iterable[tuple[int, int]] = ()) -> str:
    """The text with the letters and digits of phone numbers, mail addresses and identity numbers as dots; its length stays.

    Args:
        text: Any text of the corpus.
        places: Where the warehouse knows of contact details that have no shape of their own.

    >>> hidden("电话：（010）56805059，a.b@c.cn，营收15000000000元")
    '电话：（•••）••••••••，•.•@•.••，营收15000000000元'
    """
    narrow = text.translate(NARROW)
    found = [*places, *find_contacts(narrow)]
    if not found:
        return text
    shown = list(text)
    for start, end in found:
        for at in range(start, min(end, len(shown))):
            if SHOWN.match(narrow[at]):
                shown[at] = "•"
    return "".join(shown)


def find_contacts(text: str) -> list[tuple[int, int]]:
    """Spans of phone numbers, mail addresses and identity numbers in a text of half-width signs, in order."""
    if not HINT.search(text):
        return []
    found = [match.span() for match in MAIL.finditer(text)] if "@" in text else []
    found += [match.span() for match in PHONE.finditer(text) if not ZEROS.search(match[0])]
    found += [match.span() for match in IDENTITY.finditer(text) if is_identity_number(match[0])]
    return sorted(found)


def is_identity_number(text: str) -> bool:
    """Whether a number of 18 or 15 places is an identity number: a possible day of birth and, with 18, the right check character.

    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    """
    born = text[6:14] if len(text) == 18 else f"19{text[6:12]}"
    try:
        day = dt.date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    if not 1870 <= day.year <= 2100:
        return False
    if len(text) == 15:
        return True
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, text, strict=False))
    return CHECKS[total % 11] == text[-1].upper()
