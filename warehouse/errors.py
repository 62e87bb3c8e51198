"""What can go wrong between the stages and the reader, typed."""

from __future__ import annotations

from warehouse.contracts import ContractError


class WarehouseError(Exception):
    """Base of all failures of this package; the message is for people."""


class LockHeldError(WarehouseError):
    """Another run works on the same build folder."""


class GuardError(WarehouseError):
    """A critical expectation failed: the stage's tables were not accepted and nothing was published."""


class DriftError(GuardError, ContractError):
    """A stage returned other columns or types than the contract's; the message names table, column and both types."""


class StagedFileError(WarehouseError):
    """A staged file is missing or does not hold what its manifest says."""


class LocationError(WarehouseError):
    """A warehouse's parts cannot lie where a run asks, or lie elsewhere already."""


class LakeError(WarehouseError):
    """The lake could not be opened, read or committed to."""


class PublishError(WarehouseError):
    """The analysts' file or the Parquet export could not be built."""


class MartError(WarehouseError):
    """A mart's file, query or columns are not what its contract says."""


class QuestionError(WarehouseError):
    """There is no such question, or the warehouse cannot answer it."""
