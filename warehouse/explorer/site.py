"""Writing the site: one Jinja environment that escapes everything, names of files, paging."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from warehouse.explorer import formats
from warehouse.explorer.contacts import hidden
from warehouse.explorer.language import translated, translations

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
NAVIGATION = (
    ("index.html", "Overview"),
    ("pages/1.html", "Pages"),
    ("entities/1.html", "Entities"),
    ("metrics.html", "Metrics"),
    ("questions.html", "Questions"),
    ("dictionary.html", "Dictionary"),
    ("runs.html", "Runs"),
    ("rejects/1.html", "Rejects"),
)
# Code points of one page view; a longer document is shown in several.
WINDOW = 40_000


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of a table.

    Attributes:
        text: What is shown.
        href: Where it leads.
        title: What is told beside it.
        zh: Whether it is text of the corpus.
    """

    text: str
    href: str | None = None
    title: str | None = None
    zh: bool = False


@dataclass(frozen=True)
class Site:
    """A folder that pages are written into.

    Attributes:
        folder: The folder.
        about: What every page tells in its foot: snapshot, documents.
        language: Language of the site's own words.
    """

    folder: Path
    about: str
    language: str = "en"

    def told(self, message: str, **values: object) -> str:
        """A message in the site's language."""
        return translated(self.language, message, **values)

    def write(self, path: str, template: str, **values: Any) -> None:
        """Render a template to a file of the site.

        Args:
            path: File, relative to the site.
            template: Name of the template without suffix.
            values: What it shows.
        """
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        root = "../" * path.count("/")
        section = "entities" if path.startswith("entity") else path.split("/")[0].split(".")[0]
        stream = (
            _environment(self.language)
            .get_template(f"{template}.html")
            .stream(
                root=root,
                path=path,
                section=section,
                navigation=NAVIGATION,
                about=self.about,
                language=self.language,
                **values,
            )
        )
        stream.enable_buffering(64)
        with target.open("w", encoding="utf-8", newline="") as file:
            file.writelines(stream)

    def write_data(self, path: str, call: str, *values: object) -> None:
        """Write data as a script that calls `kechuang.<call>(…)`: a page opened from disk may load scripts but fetch nothing."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        packed = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
        target.write_text(f"kechuang.{call}({packed});\n", encoding="utf-8")


@dataclass(frozen=True, kw_only=True)
class Paging:
    """Where a page of a list stands.

    Attributes:
        number: Its number, from 1.
        count: How many pages there are.
        rows: Rows of the whole list.
    """

    number: int
    count: int
    rows: int

    @property
    def near(self) -> list[int]:
        """Numbers worth a link: the first, the last and those beside this one."""
        wanted = {1, self.count, *range(self.number - 2, self.number + 3)}
        return sorted(number for number in wanted if 1 <= number <= self.count)


def in_pages(rows: Iterable[Any], *, total: int, size: int) -> Iterator[tuple[Paging, Sequence[Any]]]:
    """Cut a list into pages, at least one, without holding it whole.

    Args:
        rows: The rows in order.
        total: How many there are.
        size: Rows per page.
    """
    count = max(1, -(-total // size))
    page, number = list[Any](), 1
    for row in rows:
        page.append(row)
        if len(page) == size:
            yield Paging(number=number, count=count, rows=total), page
            page, number = [], number + 1
    if page or number == 1:
        yield Paging(number=number, count=count, rows=total), page


def page_path(document_id: str, char: int = 0) -> str:
    """File of the page view that shows a code point of a document.

    >>> page_path("doc_1", 81_000)
    'page/doc_1-3.html'
    """
    part = char // WINDOW
    return f"page/{document_id}{f'-{part + 1}' if part else ''}.html"


def place(document_id: str, char: int) -> str:
    """Link to a code point that some row begins at."""
    return f"{page_path(document_id, char)}#c{char}"


def _shown(value: object) -> object:
    """What a template prints: contact details are hidden in every text that is not finished HTML."""
    return hidden(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@functools.cache
def _environment(language: str) -> Environment:
    environment: Any = Environment(
        extensions=["jinja2.ext.i18n"],
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.install_gettext_translations(translations(language), newstyle=True)
    environment.filters["cell"] = formats.cell
    environment.filters["period"] = lambda pair: formats.period(*pair)
    environment.filters["thousands"] = lambda value: f"{value:,}"
    return cast("Environment", environment)
