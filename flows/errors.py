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
