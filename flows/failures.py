"""From a failure to its exit code and its message."""

from __future__ import annotations

import errno

from flows.errors import DATA_FAILURE, LOCKED, USAGE_FAILURE, KechuangError
from flows.language import told

UNTOUCHED = "What is published is as it was; run again and the finished stages are not repeated."
ADVICE = {
    errno.ENOSPC: "The disk is full: make room.",
    errno.EDQUOT: "The quota is used up: make room.",
    errno.EFBIG: "The file would be larger than allowed: raise the limit.",
    errno.EROFS: "The folder cannot be written to: choose another one with --build.",
    errno.EACCES: "The permission is missing: change it, or choose another folder with --build.",
    errno.EPERM: "The permission is missing: change it, or choose another folder with --build.",
    errno.EEXIST: "A file stands where a folder is wanted: choose another folder with --build.",
    errno.ENOTDIR: "A file stands where a folder is wanted: choose another folder with --build.",
    errno.EMFILE: "Too many open files: raise `ulimit -n`.",
}
# Failures of the inner packages, whose messages are English.
LEADS = {
    "LockHeldError": "another run is at work",
    "GuardError": "a check failed, nothing was published",
    "QuestionError": "no such question",
    "LakeError": "the lake",
    "PublishError": "not published",
    "StagedFileError": "a staged file is damaged",
    "BotoCoreError": "object storage",
    "ClientError": "object storage",
    "SeedError": "a seed file is malformed",
}


def exit_code_of(error: BaseException) -> int | None:
    """Exit code of a failure a user can act on, None for a defect of the product."""
    import duckdb

    from seeds.types import SeedError
    from warehouse.errors import LocationError, LockHeldError, QuestionError, WarehouseError

    if isinstance(error, KechuangError):
        return error.exit_code
    if isinstance(error, LockHeldError):
        return LOCKED
    if isinstance(error, SeedError | QuestionError | LocationError):
        return USAGE_FAILURE
    # DuckDB's operational errors are those of files and memory.
    if isinstance(error, WarehouseError | OSError | MemoryError | duckdb.OperationalError):
        return DATA_FAILURE
    # Failures of object storage; their package comes with an extra.
    if any(kind.__module__ == "botocore.exceptions" for kind in type(error).__mro__):
        return DATA_FAILURE
    return None


def describe_failure(error: BaseException) -> str:
    """The failure in words, with what to do where the operating system is the cause."""
    if isinstance(error, MemoryError):
        return told("out of memory: use fewer --workers or a smaller KECHUANG_BATCH_BYTES.") + f" {told(UNTOUCHED)}"
    root = _system_error(error)
    if root is None or root.errno not in ADVICE:
        return _lead(error) + str(error)
    return f"{_lead(error)}{error}\n{told(ADVICE[root.errno])} {told(UNTOUCHED)}"


def _lead(error: BaseException) -> str:
    """What kind of failure it is, for readers of another language than that of the message."""
    for kind in type(error).__mro__:
        lead = LEADS.get(kind.__name__, "")
        if told(lead) != lead:
            return told(lead) + told(": ")
    return ""


def _system_error(error: BaseException | None) -> OSError | None:
    while error is not None:
        if isinstance(error, OSError):
            return error
        error = error.__cause__
    return None
