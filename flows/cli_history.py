"""Commands on the warehouse as a whole: snapshots, rollback, gc, doctor."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli_options import BuildOption, JsonOption
from flows.errors import DataError, UsageError
from flows.language import told

if TYPE_CHECKING:
    from warehouse.history import Snapshot


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (snapshots, rollback, gc, doctor):
        app.command()(command)


def _lake(build: Path | None) -> Path:
    from flows.settings import load_settings
    from warehouse.lake import has_lake

    folder = build or load_settings().build
    if not has_lake(folder):
        raise UsageError(told("no lake in {folder} yet; `kechuang run` first", folder=folder))
    return folder


def _line(snapshot: Snapshot) -> str:
    return f"{snapshot.snapshot_id:>6}  {snapshot.committed_at:%Y-%m-%d %H:%M:%S}  {snapshot.message}\n"


def snapshots(build: BuildOption = None, as_json: JsonOption = False) -> None:
    """List the states the warehouse has been in, oldest first.

    Example:
        kechuang snapshots
    """
    from warehouse.history import list_snapshots

    for snapshot in list_snapshots(_lake(build)):
        if as_json:
            sys.stdout.write(json.dumps(dataclasses.asdict(snapshot), ensure_ascii=False, default=str) + "\n")
        else:
            sys.stdout.write(_line(snapshot))


def rollback(
    snapshot_id: Annotated[int, typer.Argument(metavar="ID", help="A number that `kechuang snapshots` lists.")],
    build: BuildOption = None,
) -> None:
    """Make an older state the newest one again and publish it; nothing is lost, the rollback itself is a snapshot.

    Example:
        kechuang rollback 1
    """
    from flows.driver import new_run_id
    from warehouse.history import find_snapshot
    from warehouse.history import rollback as restore
    from warehouse.lock import hold_lock

    folder = _lake(build)
    find_snapshot(folder, snapshot_id)
    with hold_lock(folder, run_id=new_run_id()):
        made = restore(folder, snapshot_id)
    sys.stdout.write(
        told("Snapshot {made} holds the state of snapshot {old} and is published.", made=made, old=snapshot_id) + "\n"
    )


def gc(
    keep: Annotated[int, typer.Option("--keep", min=1, help="How many of the newest snapshots stay.")] = 10,
    merge: Annotated[
        bool, typer.Option("--merge", help="First merge small files of the lake into larger ones and publish anew.")
    ] = False,
    build: BuildOption = None,
) -> None:
    """Forget all but the newest snapshots, and remove the files that none of them needs.

    Example:
        kechuang gc --keep 5
    """
    from flows.driver import new_run_id
    from flows.progress import show_work
    from warehouse.compaction import merge_files
    from warehouse.history import collect_garbage
    from warehouse.lock import hold_lock

    folder = _lake(build)
    with hold_lock(folder, run_id=new_run_id()), show_work(told("Removing old snapshots …")):
        merged = merge_files(folder) if merge else 0
        gone = collect_garbage(folder, keep=keep)
    if merge:
        sys.stdout.write(told("Merged {count} small files into larger ones.", count=merged) + "\n")
    sys.stdout.write(
        told("Forgot {snapshots} snapshots and removed {files} files.", snapshots=len(gone.snapshots), files=gone.files)
        + "\n"
    )


def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="Set aside what is damaged; the next run makes it anew.")
    ] = False,
    build: BuildOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check catalog, files, checksums and leftovers, and say what to do.

    Example:
        kechuang doctor
    """
    from flows.driver import new_run_id
    from flows.progress import show_work
    from warehouse.doctor import Area, set_aside, verify_build
    from warehouse.lock import hold_lock

    folder = _lake(build)
    with hold_lock(folder, run_id=new_run_id()):
        with show_work(told("Verifying every file …")):
            problems = verify_build(folder)
        for problem in problems:
            if as_json:
                sys.stdout.write(json.dumps(dataclasses.asdict(problem), ensure_ascii=False, default=str) + "\n")
            else:
                sys.stdout.write(f"{problem.area}: {problem.path}: {problem.detail}\n  {problem.advice}\n")
        if repair and problems:
            gone = set_aside(folder, problems)
            if not as_json:
                lines = [*(told("set aside: {path}", path=path) for path in gone), told("Run `kechuang run` now.")]
                sys.stdout.write("".join(f"{line}\n" for line in lines))
            return
    harmful = [problem for problem in problems if problem.area is not Area.LEFTOVER]
    if harmful:
        raise DataError(
            told("{count} problems found; `kechuang doctor --repair` sets aside what is damaged", count=len(harmful))
        )
    if not as_json:
        sys.stdout.write(told("{folder} is sound.", folder=folder) + "\n")
