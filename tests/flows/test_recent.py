"""Staged tables that a process of our own has read are kept for the stages that read them next."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import pytest

from flows import recent
from flows.recent import keep_made, read_recent
from tests.factories import make_table
from warehouse.contracts import TABLES, empty_table
from warehouse.errors import StagedFileError
from warehouse.ledger import StagedBatch, write_staged

AUDIT = {name: empty_table(TABLES[name]) for name in ("checks", "rejects")}


def stage(build: Path, batch: str) -> StagedBatch:
    tables = {name: make_table(TABLES[name]) for name in ("documents", "sentences")}
    return write_staged(build, stage="all", batch_id=batch, fingerprint="f", tables=tables, **AUDIT)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "_kept", OrderedDict())


def test_a_process_of_our_own_reads_a_table_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "is_own", lambda: True)
    staged = stage(tmp_path, "a")
    first = read_recent(staged, "documents")
    assert read_recent(staged, "sentences").schema != first.schema
    assert read_recent(staged, "documents") is first
    assert read_recent(staged, "documents", columns=["text"]).column_names == ["text"]


def test_a_table_just_made_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "is_own", lambda: True)
    staged = stage(tmp_path, "a")
    tables = {name: make_table(TABLES[name]) for name in ("documents", "numerals")}
    keep_made(staged, tables)
    assert read_recent(staged, "documents") is tables["documents"]
    # No stage reads numerals.
    assert len(recent._kept) == 1


def test_the_tables_kept_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "is_own", lambda: True)
    monkeypatch.setattr(recent, "KEPT_BYTES", 1)
    staged = stage(tmp_path, "a")
    assert read_recent(staged, "documents").num_rows == 3
    assert not recent._kept


def test_elsewhere_the_file_is_read_and_verified_again(tmp_path: Path) -> None:
    staged = stage(tmp_path, "a")
    read_recent(staged, "documents")
    staged.path("documents").write_bytes(b"damaged")
    with pytest.raises(StagedFileError):
        read_recent(staged, "documents")
