"""The site's own words in the reader's language; English is the language of the source, and the corpus stays as it is."""

from __future__ import annotations

import functools
import gettext
from pathlib import Path

DOMAIN = "explorer"
LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh")


@functools.cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; messages that it lacks stay English."""
    return gettext.translation(DOMAIN, LOCALE, languages=[language], fallback=True)


def translated(language: str, message: str, **values: object) -> str:
    """A message in a language, with its values filled in.

    >>> translated("en", "%(rows)s rows", rows="1,234")
    '1,234 rows'
    """
    template = translations(language).gettext(message)
    return template % values if values else template
