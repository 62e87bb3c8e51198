"""The fingerprint ledger: which stage has finished which batch, and with what result.

A finished stage batch is a folder `stage/<stage>/<batch>/` with one Parquet file per table, its checks and rejects, and last of all
`manifest.json`. Without a manifest there is no result, so a crash at any moment leaves a batch done or not done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse.location import remove_folder
from warehouse.staging import encode_parquet, read_parquet, write_atomic, write_together

STAGE_FOLDER = "stage"
MANIFEST = "manifest.json"
AUDIT_TABLES = ("checks", "rejects")


@dataclass(frozen=True)
class StagedBatch:
    """The result of one stage on one batch.

    Attributes:
        stage: The stage.
        batch_id: The batch.
        fingerprint: Everything the result depends on, as a digest.
        folder: Folder of the files.
        digests: SHA-256 of each table's file, `checks` and `rejects` included.
        rows: Rows of each table.
    """

    stage: str
    batch_id: str
    fingerprint: str
    folder: Path
    digests: Mapping[str, str]
    rows: Mapping[str, int]

    def path(self, table: str) -> Path:
        """File of a table."""
        return self.folder / f"{table}.parquet"

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the staged tables, without checks and rejects."""
        return tuple(name for name in self.digests if name not in AUDIT_TABLES)


def batch_folder(build: Path, stage: str, batch_id: str) -> Path:
    """Folder of one stage batch."""
    return build / STAGE_FOLDER / stage / batch_id


def write_staged(
    build: Path,
    *,
    stage: str,
    batch_id: str,
    fingerprint: str,
    tables: Mapping[str, pa.Table],
    checks: pa.Table,
    rejects: pa.Table,
) -> StagedBatch:
    """Write the tables of a stage batch; it counts as finished only once sealed.

    A cluster computes a batch a second time when the worker that had done it dies, perhaps while the first result is sealed: the same
    bytes leave the folder as it is, so that neither takes the other's manifest away.

    Args:
        build: The build folder.
        stage: The stage.
        batch_id: The batch.
        fingerprint: Everything the result depends on.
        tables: Conforming tables by name.
        checks: Outcome of the guard.
        rejects: Rows turned away.
    """
    folder = batch_folder(build, stage, batch_id)
    everything = {**tables, "checks": checks, "rejects": rejects}
    encoded = {name: encode_parquet(table) for name, table in everything.items()}
    digests = {name: digest for name, (_, digest) in encoded.items()}
    told = read_manifest(folder / MANIFEST)
    if told is None or (told["fingerprint"], told["digests"]) != (fingerprint, digests):
        if told is not None:
            (folder / MANIFEST).unlink(missing_ok=True)
        write_together(folder, {f"{name}.parquet": payload for name, (payload, _) in encoded.items()})
    rows = {name: table.num_rows for name, table in everything.items()}
    return StagedBatch(stage, batch_id, fingerprint, folder, digests, rows)


def seal(
    staged: StagedBatch, *, parts: Mapping[str, str] | None = None, inputs: Mapping[str, str] | None = None
) -> None:
    """Declare a stage batch finished, after its guard has passed it.

    Args:
        staged: The stage batch.
        parts: What the stage was made of, as `kind:name` to digest or version; told when it becomes stale.
        inputs: SHA-256 of each staged input table.
    """
    manifest = {
        "stage": staged.stage,
        "batch_id": staged.batch_id,
        "fingerprint": staged.fingerprint,
        "digests": dict(staged.digests),
        "rows": dict(staged.rows),
        "parts": dict(parts or {}),
        "inputs": dict(inputs or {}),
    }
    manifest["manifest_digest"] = _digest(manifest)
    write_atomic(staged.folder / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())


def _digest(manifest: Mapping[str, object]) -> str:
    told = {key: value for key, value in manifest.items() if key != "manifest_digest"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def find_staged(build: Path, *, stage: str, batch_id: str, fingerprint: str | None = None) -> StagedBatch | None:
    """The finished stage batch, if there is one under that fingerprint (any fingerprint when None)."""
    folder = batch_folder(build, stage, batch_id)
    told = read_manifest(folder / MANIFEST)
    if told is None:
        return None
    if fingerprint is not None and told["fingerprint"] != fingerprint:
        return None
    if any(not (folder / f"{name}.parquet").is_file() for name in told["digests"]):
        return None
    return StagedBatch(stage, batch_id, told["fingerprint"], folder, told["digests"], told["rows"])


def read_manifest(path: Path) -> dict[str, Any] | None:
    """A manifest, or None when there is none or it is damaged: the batch counts as not finished then and is computed again."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return told if isinstance(told, dict) and told.get("manifest_digest") == _digest(told) else None


def read_staged(staged: StagedBatch, table: str, *, columns: Sequence[str] | None = None) -> pa.Table:
    """Read one table of a staged batch, or some of its columns, its SHA-256, page checksums and contract verified.

    Raises:
        StagedFileError: The file is damaged or has drifted from the contract.
    """
    return read_parquet(staged.path(table), name=table, digest=staged.digests[table], columns=columns)


def all_staged(build: Path) -> Iterator[StagedBatch]:
    """Every finished stage batch below the build folder."""
    for manifest in sorted((build / STAGE_FOLDER).glob(f"*/*/{MANIFEST}")):
        staged = find_staged(build, stage=manifest.parent.parent.name, batch_id=manifest.parent.name)
        if staged is not None:
            yield staged


def drop_stale(build: Path, *, keep: frozenset[str]) -> int:
    """Remove the staged folders of batches that are not in `keep`; return how many."""
    stale = [path for path in (build / STAGE_FOLDER).glob("*/*") if path.is_dir() and path.name not in keep]
    for path in stale:
        remove_folder(path)
    return len(stale)
