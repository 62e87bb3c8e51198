"""Build the explorer beside the old one and swap it in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import WarehouseError
from warehouse.explorer import charts
from warehouse.explorer.entities import most_mentioned, write_entities
from warehouse.explorer.finder import write_finder
from warehouse.explorer.language import translated
from warehouse.explorer.overview import write_overview
from warehouse.explorer.pages import write_index, write_pages
from warehouse.explorer.reference import write_dictionary, write_questions, write_rejects, write_runs
from warehouse.explorer.site import ASSETS, Site
from warehouse.query import open_read_only
from warehouse.staging import begin_version, swap_version

FOLDER = "explorer"
VERSIONS = ".explorer"
KEPT = 2


@dataclass(frozen=True, kw_only=True)
class Built:
    """What was built.

    Attributes:
        out: The site's folder; `index.html` in it is the front page.
        documents: Page views.
        entities: Entity pages.
        charts: Whether it has charts.
    """

    out: Path
    documents: int
    entities: int
    charts: bool


def build_site(database: Path, out: Path, *, language: str = "en") -> Built:
    """Build the site from the published database; readers see the old one until it is whole.

    Args:
        database: The published `kechuang.duckdb`; only read.
        out: Link to the newest site. Its versions lie beside it, so the folder above must take links.
        language: Language of the site's own words, `en` or `zh`.

    Raises:
        WarehouseError: The database cannot be opened, or `out` is something else than a site built before.
    """
    if out.exists() and not out.is_symlink():
        raise WarehouseError(f"{out} is no site that was built here; name another folder with --out")
    beside = begin_version(out, out.parent / VERSIONS)
    try:
        built = _write(database, beside, out, language)
        swap_version(beside, out, keep=KEPT)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return built


def _write(database: Path, folder: Path, out: Path, language: str) -> Built:
    with open_read_only(database) as connection:
        published = connection.execute(
            "SELECT snapshot_id, (SELECT count(*) FROM documents), (SELECT max(finished_at)::VARCHAR FROM runs) FROM published"
        ).fetchone()
        if published is None:
            raise WarehouseError(f"{database} tells no snapshot; publish it again with `kechuang run`")
        snapshot, documents, finished = published
        about = translated(
            language,
            "Snapshot %(snapshot)s · %(documents)s documents · run of %(finished)s",
            snapshot=snapshot,
            documents=f"{documents:,}",
            finished=str(finished)[:16],
        )
        site = Site(folder, about, language)
        shutil.copytree(ASSETS, folder / "assets")
        library = charts.library()
        if library is not None:
            (folder / "assets" / "vega.js").write_text(library, encoding="utf-8")
        shown = most_mentioned(connection)
        write_overview(site, connection, shown)
        write_index(site, connection, documents)
        write_pages(site, connection, shown)
        write_entities(site, connection, shown)
        write_finder(site, connection, charts=library is not None)
        write_questions(site, connection)
        write_dictionary(site, connection)
        write_runs(site, connection)
        write_rejects(site, connection)
    return Built(out=out, documents=documents, entities=len(shown), charts=library is not None)
