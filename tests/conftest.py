"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# Messages are asserted in the language of the source; tests of other languages start processes of their own.
os.environ["KECHUANG_LANG"] = "en"

# Shared machines make single examples slow now and then; time is not what these tests are about.
settings.register_profile("kechuang", deadline=None, derandomize=True)
settings.load_profile("kechuang")
