"""Staged tables that a process of our own has made or read, kept for the stages that read them next: a text is read by seven of eight stages."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence

import pyarrow as pa

from flows.own_process import is_own
from flows.plan import STAGES
from warehouse.ledger import StagedBatch, read_staged

# What the tables kept may take: those of a few batches of full size, which go through the stages one after the other.
KEPT_BYTES = 50_000_000
READ_WHOLE = frozenset(name for stage in STAGES for name in stage.inputs if name not in stage.columns)
# Whole tables and their bytes by name and digest of their files, the one read last at the end.
_kept: OrderedDict[tuple[str, str], tuple[pa.Table, int]] = OrderedDict()


def read_recent(staged: StagedBatch, table: str, *, columns: Sequence[str] | None = None) -> pa.Table:
    """`read_staged`, or the same table again where this process has lately made or read it.

    Raises:
        StagedFileError: The file is damaged or has drifted from the contract.
    """
    # Some columns are what a single stage reads.
    if columns is not None or not is_own():
        return read_staged(staged, table, columns=columns)
    key = table, staged.digests[table]
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key][0]
    found = read_staged(staged, table)
    _keep(key, found)
    return found


def keep_made(staged: StagedBatch, tables: Mapping[str, pa.Table]) -> None:
    """Keep those of the tables just staged that a later stage reads whole."""
    if is_own():
        for name in READ_WHOLE & tables.keys():
            _keep((name, staged.digests[name]), tables[name])


def _keep(key: tuple[str, str], table: pa.Table) -> None:
    _kept[key] = table, table.nbytes
    while sum(size for _, size in _kept.values()) > KEPT_BYTES:
        _kept.popitem(last=False)
