"""Messages in the reader's language, from gettext catalogues below `locale/`; English is the language of the source."""

from __future__ import annotations

import functools
import gettext
from pathlib import Path

DOMAIN = "kechuang"
LOCALE = Path(__file__).parent / "locale"


def told(message: str, /, **values: object) -> str:
    """A message in the reader's language, with its values filled in.

    Args:
        message: English template with named fields in braces; it is the key of the catalogue.
        **values: The fields.

    >>> told("{count} rows", count=3)
    '3 rows'
    """
    # Settings take longer to import than all else that a process needs which has nothing to tell.
    from flows.settings import load_language

    template = _catalogue(load_language()).gettext(message) if message else message
    return template.format(**values) if values else template


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, languages=[language], fallback=True)
