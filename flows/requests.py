"""What a run is asked to do, and what the last one was asked."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.errors import UsageError
from flows.language import told
from flows.settings import SAMPLE, load_settings
from warehouse.location import ON_THIS_DISK, Location, is_url
from warehouse.staging import write_atomic

LAST_REQUEST = ".request.json"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What one run is asked to do.

    Attributes:
        sources: Files, folders, globs or archives.
        build: Folder of all outputs.
        issue_date: Issue date of every input (ISO), or None.
        workers: Processes; 1 works in this one.
        models: Whether models are used.
        tagger: Name of the tagger in place of the shipped model's, or empty.
        batch_bytes: Upper bound of a batch.
        dask: Address of a Dask scheduler that gives out the batches, or `local`; empty for processes of this machine.
        location: Where staged files, the lake's data and its catalog shall lie.
        retry: Whether finished batches that turned something away are worked on again.
    """

    sources: tuple[str, ...]
    build: Path
    issue_date: str | None = None
    workers: int = 1
    models: bool = True
    tagger: str = ""
    batch_bytes: int = 4_000_000
    dask: str = ""
    location: Location = ON_THIS_DISK
    retry: bool = False


def make_request(
    sources: Sequence[str] = (),
    *,
    build: Path | None = None,
    issue_date: str | None = None,
    workers: int | None = None,
    models: bool | None = None,
    tagger: str | None = None,
    dask: str = "",
    storage: str | None = None,
    catalog: str | None = None,
    publish: str | None = None,
) -> Request:
    """A request in which the settings decide what is left open, and the sample page is the corpus where no source is named.

    Raises:
        UsageError: A setting has a value that it cannot take.
    """
    settings = load_settings()
    return Request(
        sources=tuple(sources) or (str(SAMPLE),),
        build=build or settings.build,
        issue_date=issue_date,
        workers=workers or settings.workers,
        models=settings.models if models is None else models,
        tagger=settings.tagger if tagger is None else tagger,
        batch_bytes=settings.batch_bytes,
        dask=dask,
        location=Location(
            storage=storage or settings.storage,
            catalog=catalog or settings.catalog,
            endpoint=settings.s3_endpoint,
            publish=publish or "",
        ),
    )


def absolute_source(source: str) -> str:
    """The source as processes in other folders find it; URLs stay."""
    return source if is_url(source) else str(Path(source).absolute())


def remember_request(request: Request) -> None:
    """Keep the request beside its outputs; the caller holds the lock."""
    kept = {
        "sources": list(map(absolute_source, request.sources)),
        "issue_date": request.issue_date,
        "models": request.models,
        "tagger": request.tagger,
        "batch_bytes": request.batch_bytes,
    }
    write_atomic(request.build / LAST_REQUEST, json.dumps(kept, indent=1).encode("utf-8", "surrogateescape"))


def recall_request(build: Path, *, workers: int) -> Request:
    """The last run's request, to be done again with what was rejected.

    Raises:
        UsageError: There was no run yet, or its request cannot be read.
    """
    path = build / LAST_REQUEST
    try:
        kept = json.loads(path.read_bytes().decode("utf-8", "surrogateescape"))
        request = Request(sources=tuple(kept.pop("sources")), build=build, workers=workers, **kept)
    except FileNotFoundError as error:
        raise UsageError(told("no run in {build} yet; `kechuang run` first", build=build)) from error
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError(
            told("{path} cannot be read ({error}); run with the sources once more", path=path, error=error)
        ) from error
    return dataclasses.replace(request, retry=True)
