"""Settings from the environment (prefix `KECHUANG_`); the language of messages alone is read in `flows.language`, without what this module imports."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.errors import UsageError

SAMPLE = Path(__file__).parent.parent / "seeds" / "pages"


class Settings(BaseSettings):
    """What a run may be told from outside.

    Every field can be set in the environment, as `KECHUANG_` plus its name in capitals.
    """

    model_config = SettingsConfigDict(env_prefix="KECHUANG_", frozen=True, extra="ignore")

    build: Path = Field(default=Path("warehouse/build"), description="Folder of all outputs.")
    workers: int = Field(default=1, ge=1, le=256, description="Processes that work on batches.")
    models: bool = Field(default=True, description="Whether the trained models are used beside the rules.")
    tagger: str = Field(
        default="", description="Tagger in place of the shipped model's: an entry point or module:function."
    )
    batch_bytes: int = Field(
        default=4_000_000,
        ge=1,
        description="Upper bound of a batch's raw bytes; one larger input is a batch of its own.",
    )
    storage: str = Field(default="", description="URL (s3://…) below which staged files and the lake's data lie.")
    catalog: str = Field(default="", description="postgres: and a connection string; empty for a SQLite file.")
    s3_endpoint: str = Field(
        default="",
        validation_alias=AliasChoices("KECHUANG_S3_ENDPOINT", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"),
        description="URL of an S3 service other than AWS.",
    )
    max_file_bytes: int = Field(default=200_000_000, ge=1, description="Larger inputs are rejected.")
    on_failure_url: str = Field(default="", description="URL that a failed scheduled run is told to, as JSON.")
    on_failure_command: str = Field(
        default="", description="Command that gets a failed scheduled run as JSON on its input."
    )
    openlineage_url: str = Field(
        default="",
        validation_alias="OPENLINEAGE_URL",
        description="URL of a server that each run's lineage is sent to, beside the file.",
    )
    timeout: int = Field(default=60, ge=1, description="Seconds to wait for Prefect's temporary server.")


@functools.cache
def load_settings() -> Settings:
    """Settings from the environment.

    Raises:
        UsageError: A variable has a value that its field does not take.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [f"KECHUANG_{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors()]
        raise UsageError("; ".join(lines)) from error


@contextmanager
def inherited(name: str, value: str) -> Iterator[None]:
    """Set a variable of the environment for the processes that are started meanwhile."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
