"""A file published with views answers like one that holds the rows."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from flows.driver import execute
from flows.requests import Request
from flows.settings import SAMPLE
from warehouse.contracts import CORE_TABLES, PUBLISHED_TABLES
from warehouse.database import DATABASE
from warehouse.errors import LocationError
from warehouse.location import ON_THIS_DISK, Location, settle_location


def rows_and_views(build: Path) -> tuple[dict[str, int], set[str]]:
    with duckdb.connect(str(build / DATABASE), read_only=True) as connection:
        rows = {
            name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]) for name in PUBLISHED_TABLES
        }
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NOT NULL")
        return rows, {str(name) for (name,) in views.fetchall()}


def test_views_answer_like_copies(tmp_path: Path) -> None:
    for publish in ("copies", "views"):
        location = Location(publish=publish)
        execute(Request(sources=(str(SAMPLE),), build=tmp_path / publish, issue_date="2018-12-03", location=location))
    copied, no_views = rows_and_views(tmp_path / "copies")
    viewed, views = rows_and_views(tmp_path / "views")
    assert not no_views
    assert {"tokens", "metrics", "mentions"} <= views <= set(CORE_TABLES)
    assert viewed == copied


@pytest.mark.parametrize(
    "location",
    [
        Location(storage="ftp://host/x"),
        Location(catalog="mysql:x"),
        Location(catalog="postgres:host=x password=y"),
        Location(publish="mirrors"),
    ],
)
def test_what_is_not_supported_is_refused(location: Location, tmp_path: Path) -> None:
    with pytest.raises(LocationError):
        settle_location(tmp_path, location)
    assert settle_location(tmp_path, ON_THIS_DISK) == ON_THIS_DISK


def test_a_folder_with_a_lake_keeps_its_place(tmp_path: Path) -> None:
    settle_location(tmp_path, Location(storage="s3://press/a"))
    with pytest.raises(LocationError, match="elsewhere"):
        settle_location(tmp_path, Location(storage="s3://press/b"))
