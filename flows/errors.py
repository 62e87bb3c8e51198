"""Errors a user sees, each with its stable exit code."""

from __future__ import annotations

DATA_FAILURE = 1
USAGE_FAILURE = 2
LOCKED = 75


class KechuangError(Exception):
    """A failure with a message for people and an exit code for programs."""

    exit_code = DATA_FAILURE


class UsageError(KechuangError):
    """A wrong option, path or setting."""

    exit_code = USAGE_FAILURE


class DataError(KechuangError):
    """Input or extracted data that a guard stopped."""


class StoppedError(KechuangError):
    """A signal stopped the run; the exit code is 128 plus the signal's number."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code
