"""Messages in the reader's language, from gettext catalogues below `locale/`; English is the language of the source."""

from __future__ import annotations

import functools
import gettext
import os
from pathlib import Path

DOMAIN = "kechuang"
LOCALE = Path(__file__).parent / "locale"
VARIABLES = ("KECHUANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def load_language() -> str:
    """The language of messages: zh where the reader asks for any Chinese, else en.

    `KECHUANG_LANG` decides, else the locale by POSIX's rule (LC_ALL, then LC_MESSAGES, then LANG).
    """
    asked = next(filter(None, map(os.environ.get, VARIABLES)), "")
    return "zh" if asked.lower().startswith("zh") else "en"


def told(message: str, /, **values: object) -> str:
    """A message in the reader's language, with its values filled in.

    Args:
        message: English template with named fields in braces; it is the key of the catalogue.
        **values: The fields.

    >>> told("{count} rows", count=3)
    '3 rows'
    """
    template = _catalogue(load_language()).gettext(message) if message else message
    return template.format(**values) if values else template


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, languages=[language], fallback=True)
