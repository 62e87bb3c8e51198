"""The site as files: spans, escaping, contacts, links, paging, swap."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from flows.cli import run
from tests.explorer.conftest import HOSTILE_TITLE
from warehouse.errors import WarehouseError
from warehouse.explorer import charts
from warehouse.explorer import site as site_module
from warehouse.explorer.build import build_site
from warehouse.explorer.contacts import hidden
from warehouse.explorer.entities import most_mentioned
from warehouse.explorer.pages import batches
from warehouse.explorer.rows import LAYERS
from warehouse.explorer.site import in_pages

SAMPLE = "000_cf4d125c36e7af24.txt"
HOSTILE = "hostile<b>'&.txt"


class Marks(HTMLParser):
    """Raw text of a page view with the offset of every marked piece."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.pieces: list[tuple[int, str, list[str]]] = []
        self.inside = False
        self.rows: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and given.get("class") == "raw":
            self.inside = True
        elif self.inside and tag == "a":
            self.rows = str(given["data-rows"]).split()

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self.inside = False
        elif tag == "a":
            self.rows = []

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.pieces.append((len(self.text), data, self.rows))
            self.text += data


def marks(path: Path) -> Marks:
    parser = Marks()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def test_highlights_are_the_spans_of_the_warehouse(
    site: Path, database: Path, documents: dict[str, tuple[str, str]]
) -> None:
    document, text = documents[SAMPLE]
    found = marks(site / "page" / f"{document}.html")
    assert found.text == hidden(text)
    with duckdb.connect(str(database), read_only=True) as connection:
        for layer in LAYERS:
            query = f"SELECT {layer.name}_id, char_start, char_end FROM {layer.table} WHERE document_id = ?"
            rows = connection.execute(query, [document]).fetchall()
            assert rows
            for row_id, start, end in rows:
                places = [(at, at + len(piece)) for at, piece, ids in found.pieces if row_id in ids]
                assert places[0][0] == start
                assert places[-1][1] == end
                assert all(left[1] == right[0] for left, right in pairwise(places))


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    ids: dict[Path, set[str]] = {}
    for path in site.rglob("*.html"):
        ids[path.resolve()] = set(re.findall(r'\sid="([^"]+)"', path.read_text(encoding="utf-8")))
    for path in ids:
        for link in re.findall(r'\s(?:href|src)="([^"]+)"', path.read_text(encoding="utf-8")):
            file, _, anchor = unescape(link).partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.exists(), (path, link)
            assert not anchor or target.suffix != ".html" or anchor in ids[target], (path.name, link)


def test_nothing_of_a_hostile_page_becomes_markup(site: Path, documents: dict[str, tuple[str, str]]) -> None:
    document, _ = documents[HOSTILE]
    assert HOSTILE_TITLE in marks(site / "page" / f"{document}.html").text
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert "<script>" not in html
        assert not re.search(r"<(?:img|b>'|svg onload)", html), path
        assert "Content-Security-Policy" in html


def test_contact_details_are_hidden_everywhere(site: Path) -> None:
    for path in [*site.rglob("*.html"), *site.rglob("data/*.js")]:
        text = path.read_text(encoding="utf-8")
        assert "66668888" not in text, path
        assert "someone@example.com" not in text, path


@pytest.mark.parametrize(
    "text", ["手机13812345678，", "（010）56805059", "热线 400-810-1234", "0571-87654321转", "a.b-c@mail.example.com"]
)
def test_contacts_lose_their_digits_and_nothing_else(text: str) -> None:
    assert len(hidden(text)) == len(text)
    assert "•••" in hidden(text)


@pytest.mark.parametrize(
    "text", ["总额1234567890元", "29,970户", "2018-12-03", "增长7.1%", "2018年1-10月", "编号2018110512345678901"]
)
def test_numbers_that_are_no_contacts_stay(text: str) -> None:
    assert hidden(text) == text


def test_the_site_asks_nothing_of_the_network(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', path.read_text(encoding="utf-8")), path


def test_finder_chunks_hold_every_metric(site: Path, database: Path) -> None:
    rows = []
    for path in sorted((site / "data").glob("metrics-*.js")):
        packed = re.fullmatch(r"kechuang\.receive\((\d+),(.*)\);\n", path.read_text(encoding="utf-8"))
        assert packed
        rows += json.loads(packed[2])
    with duckdb.connect(str(database), read_only=True) as connection:
        wanted = {row[0] for row in connection.execute("SELECT metric_id FROM metrics").fetchall()}
    assert {row[0].partition("#")[2] for row in rows} == wanted
    assert len(rows) == len(wanted)


def test_charts_are_drawn_in_the_page_s_own_colours(site: Path) -> None:
    overview = (site / "index.html").read_text(encoding="utf-8")
    assert overview.count('<svg role="img"') == 2
    assert "var(--metric)" in overview


def test_without_the_chart_library_the_site_has_tables(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: Path
) -> None:
    monkeypatch.setattr(charts.importlib.util, "find_spec", lambda name: None)
    built = build_site(database, tmp_path / "plain")
    assert not built.charts
    assert "<svg" not in (built.out / "index.html").read_text(encoding="utf-8")
    assert "unsafe-eval" not in (built.out / "metrics.html").read_text(encoding="utf-8")


def test_a_rebuild_swaps_and_keeps_the_last_site_for_its_readers(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "site"
    first = build_site(database, out).out.resolve()
    second = build_site(database, out).out.resolve()
    assert first != second
    assert first.is_dir()
    monkeypatch.setattr("warehouse.explorer.build.write_rejects", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build_site(database, out)
    assert out.resolve() == second
    assert sorted(path.name for path in (tmp_path / ".explorer").iterdir()) == sorted([first.name, second.name])
    monkeypatch.undo()
    build_site(database, out)
    assert not first.exists()


def test_a_folder_that_is_no_site_is_left_alone(database: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(WarehouseError, match="no site that was built here"):
        build_site(database, tmp_path / "mine")


def test_a_long_document_is_shown_in_parts(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: dict[str, tuple[str, str]]
) -> None:
    monkeypatch.setattr(site_module, "WINDOW", 1_000)
    monkeypatch.setattr("warehouse.explorer.pages.WINDOW", 1_000)
    out = build_site(database, tmp_path / "site").out
    document, text = documents[SAMPLE]
    files = [out / "page" / f"{document}{suffix}.html" for suffix in ("", "-2", "-3", "-4", "-5")]
    assert "".join(marks(file).text for file in files) == hidden(text)
    test_every_link_of_the_site_leads_somewhere(out)


def test_lists_are_cut_into_pages_and_an_empty_one_has_a_page() -> None:
    assert [
        (paging.number, paging.count, list(rows)) for paging, rows in in_pages(iter(range(5)), total=5, size=2)
    ] == [
        (1, 3, [0, 1]),
        (2, 3, [2, 3]),
        (3, 3, [4]),
    ]
    assert [(paging.count, list(rows)) for paging, rows in in_pages([], total=0, size=2)] == [(1, [])]


def test_documents_come_in_bounded_groups(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.explorer.pages.BATCH_CHARS", 1_000)
    with duckdb.connect(str(database), read_only=True) as connection:
        assert [len(batch) for batch in batches(connection)] == [1, 1]
        assert len(most_mentioned(connection, 5)) == 5


def test_explore_needs_a_published_warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explore", "--build", str(tmp_path)]) == 2
    assert "nothing published" in capsys.readouterr().err
