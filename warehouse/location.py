"""Where the parts of a warehouse lie: below the build folder, or on object storage with the lake's catalog in PostgreSQL.

The build folder remembers it in `location.json`, so that every command finds the lake. Credentials are never written down: object storage and
PostgreSQL have their usual environment variables and files for them.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import urlsplit

from warehouse.contracts.ddl import quote
from warehouse.errors import LocationError

FILE = "location.json"
STORAGE_SCHEMES = ("s3://",)
CATALOG_PREFIX = "postgres:"
NEEDS_EXTRA = "object storage needs the extra `scale`: pip install 'kechuang[scale]'"


@dataclass(frozen=True, kw_only=True)
class Location:
    """Where the parts of a warehouse lie.

    Attributes:
        storage: URL below which staged files and the lake's data lie; empty for the build folder.
        catalog: `postgres:` and a libpq connection string without a password; empty for a SQLite file in the build folder.
        endpoint: URL of an S3 service other than AWS; empty for AWS.
        publish: `views` when the published file reads the core tables from the lake's files; empty or `copies` when it holds them.
    """

    storage: str = ""
    catalog: str = ""
    endpoint: str = ""
    publish: str = ""

    def root(self, build: Path) -> Path:
        """Folder of staged files and the lake's data."""
        return place(self.storage) if self.storage else build

    @property
    def extensions(self) -> tuple[str, ...]:
        """DuckDB extensions that open the lake."""
        catalog = "postgres_scanner" if self.catalog else "sqlite_scanner"
        return (catalog, *(["httpfs"] if self.storage else []), "ducklake")

    def secret(self) -> str:
        """The statement that lets DuckDB reach the storage, with the credentials that the usual environment variables, files and roles give.

        Raises:
            LocationError: The packages for object storage are not installed.
        """
        try:
            from botocore.session import get_session
        except ImportError as error:
            raise LocationError(NEEDS_EXTRA) from error
        session = get_session()
        known = session.get_credentials()
        options = {"TYPE": "s3", "REGION": str(session.get_config_variable("region") or "us-east-1")}
        if known is not None:
            frozen = known.get_frozen_credentials()
            options |= {"KEY_ID": frozen.access_key, "SECRET": frozen.secret_key}
            options |= {"SESSION_TOKEN": frozen.token} if frozen.token else {}
        if self.endpoint:
            server = urlsplit(self.endpoint)
            options |= {
                "ENDPOINT": server.netloc,
                "URL_STYLE": "path",
                "USE_SSL": str(server.scheme == "https").lower(),
            }
        told = ", ".join(f"{name} {quote(value)}" for name, value in options.items())
        return f"CREATE OR REPLACE SECRET storage ({told})"


ON_THIS_DISK = Location()


def find_location(build: Path) -> Location:
    """The location that a build folder remembers; all below the folder when it remembers none.

    Raises:
        LocationError: The file is damaged.
    """
    try:
        told = json.loads((build / FILE).read_text(encoding="utf-8"))
        return Location(**told)
    except FileNotFoundError:
        return ON_THIS_DISK
    except (ValueError, TypeError) as error:
        raise LocationError(f"{build / FILE}: {error}") from error


def settle_location(build: Path, wanted: Location) -> Location:
    """Make a build folder remember where its parts lie; a folder that has a lake cannot change its mind.

    Args:
        build: The build folder.
        wanted: What a run asks for; empty fields ask for nothing.

    Raises:
        LocationError: The folder's parts lie elsewhere already, or what is asked for is not supported.
    """
    known = find_location(build)
    asked = {name: value for name, value in dataclasses.asdict(wanted).items() if value}
    if asked.get("storage") and not asked["storage"].startswith(STORAGE_SCHEMES):
        raise LocationError(f"--storage takes an URL that starts with s3://, not {asked['storage']!r}")
    if asked.get("catalog") and not asked["catalog"].startswith(CATALOG_PREFIX):
        raise LocationError(f"--catalog takes {CATALOG_PREFIX} and a connection string, not {asked['catalog']!r}")
    if asked.get("publish", "copies") not in {"copies", "views"}:
        raise LocationError(f"--publish takes copies or views, not {asked['publish']!r}")
    if "password" in asked.get("catalog", ""):
        raise LocationError("a password does not belong into --catalog: use PGPASSWORD or ~/.pgpass")
    made = dataclasses.replace(known, **{name: value.rstrip("/") for name, value in asked.items()})
    if made == known:
        return known
    if (known.storage, known.catalog) != (made.storage, made.catalog) and (
        known.storage or known.catalog or (build / "lake").exists()
    ):
        raise LocationError(f"the parts of {build} lie elsewhere already ({known}); take another --build")
    build.mkdir(parents=True, exist_ok=True)
    beside = build / f".{FILE}.part"
    beside.write_text(json.dumps(dataclasses.asdict(made), indent=1), encoding="utf-8")
    beside.replace(build / FILE)
    return made


def is_url(text: str) -> bool:
    """Whether a source or place is an URL of object storage."""
    return text.startswith(STORAGE_SCHEMES)


def place(text: str) -> Path:
    """A local path, or a path on object storage that is used like one.

    Raises:
        LocationError: The packages for object storage are not installed.
    """
    if not is_url(text):
        return Path(text)
    try:
        from upath import UPath
    except ImportError as error:
        raise LocationError(NEEDS_EXTRA) from error
    # Another machine may have written since the folder was last listed.
    return cast("Path", UPath(text, use_listings_cache=False))


def is_remote(path: Path) -> bool:
    """Whether a path lies on object storage."""
    return not isinstance(cast("object", path), PurePosixPath | Path)


def full_name(path: Path) -> str:
    """The name under which DuckDB knows a path."""
    return str(path) if is_remote(path) else str(path.resolve())


def copy_file(source: Path, target: Path) -> None:
    """Link a file where both ends are on one disk, else copy it; on one object storage without passing this machine."""
    if is_remote(source) and is_remote(target):
        remote: Any = source
        remote.fs.copy(remote.path, cast("Any", target).path)
    elif is_remote(source) or is_remote(target):
        target.write_bytes(source.read_bytes())
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)


def remove_folder(path: Path) -> None:
    """Remove a folder with all that is in it."""
    if is_remote(path):
        remote: Any = path
        remote.fs.rm(remote.path, recursive=True)
    else:
        shutil.rmtree(path)
