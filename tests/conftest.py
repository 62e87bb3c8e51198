"""Settings for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Messages are asserted in the language of the source; tests of other languages start processes of their own.
os.environ["KECHUANG_LANG"] = "en"

# The hundreds of commands that tests start read compiled modules instead of compiling each anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Shared machines make single examples slow now and then; time is not what these tests are about.
settings.register_profile("kechuang", deadline=None, derandomize=True)
settings.load_profile("kechuang")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two processes for the quick tests; none beside this one where markers choose heavy tests, which need the machine alone."""
    return 2 if config.option.markexpr.startswith("not ") else 0


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One temporary Prefect server for every test of a flow."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
