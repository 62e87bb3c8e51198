"""Settings for all tests."""

from __future__ import annotations

from hypothesis import settings

# Shared machines make single examples slow now and then; time is not what these tests are about.
settings.register_profile("kechuang", deadline=None, derandomize=True)
settings.load_profile("kechuang")
