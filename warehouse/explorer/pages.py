"""Page views: a document as printed beside its articles, every row highlighted where it was read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from markupsafe import Markup, escape

from warehouse.explorer.contacts import hidden
from warehouse.explorer.rows import LAYERS, Record, Row, read_articles, read_rows
from warehouse.explorer.site import WINDOW, Cell, Site, in_pages, page_path
from warehouse.explorer.spans import CleanText, Span, cut

# Documents and code points read at a time: what bounds the memory of a build.
BATCH_DOCUMENTS = 100
BATCH_CHARS = 1_000_000
LISTED = 100
LIST = """
    SELECT
        document_id, source_uri, issue_date, char_count, duplicate_of,
        (SELECT count(*) FROM metrics AS m WHERE m.document_id = d.document_id) AS metrics,
        (SELECT count(*) FROM events AS e WHERE e.document_id = d.document_id) AS events,
        (SELECT list(coalesce(title, kind) ORDER BY title IS NULL, position)[:3] FROM articles AS a WHERE a.document_id = d.document_id) AS titles
    FROM documents AS d
    ORDER BY issue_date DESC NULLS LAST, source_uri, document_id
"""


@dataclass(frozen=True, kw_only=True)
class ArticleView:
    """An article as shown: what is told above it and its blocks as (role, HTML)."""

    kind: str
    title: str
    href: str
    notes: tuple[str, ...]
    repeats: bool
    blocks: tuple[tuple[str, Markup], ...]


def write_index(site: Site, connection: duckdb.DuckDBPyConnection, total: int) -> None:
    """Write the paged list of documents, newest first."""
    rows = stream(connection.cursor(), LIST, size=LISTED)
    for paging, page in in_pages(rows, total=total, size=LISTED):
        entries = [{**row, "href": f"../{page_path(row['document_id'])}", "name": row["source_uri"]} for row in page]
        site.write(f"pages/{paging.number}.html", "pages", paging=paging, entries=entries)


def write_pages(site: Site, connection: duckdb.DuckDBPyConnection, shown: Collection[str]) -> None:
    """Write the page view of every document, some documents at a time.

    Args:
        site: Where to.
        connection: The published warehouse.
        shown: Entities that have a page.
    """
    for batch in batches(connection):
        ids = [row["document_id"] for row in batch]
        rows, articles = read_rows(connection, ids, shown), read_articles(connection, ids)
        texts = connection.execute(
            "SELECT document_id, text FROM documents WHERE document_id IN (SELECT unnest($documents))",
            {"documents": ids},
        ).fetchall()
        of = dict(texts)
        for document in batch:
            one = document["document_id"]
            _write_page(site, document, of[one], rows[one], articles[one])


def batches(connection: duckdb.DuckDBPyConnection) -> Iterator[list[Record]]:
    """Documents without their text, in groups of bounded size."""
    query = "SELECT document_id, source_uri, issue_date, issue_date_source, char_count, encoding, duplicate_of FROM documents ORDER BY document_id"
    batch, chars = list[Record](), 0
    for row in stream(connection.cursor(), query, size=BATCH_DOCUMENTS):
        if batch and (len(batch) == BATCH_DOCUMENTS or chars + row["char_count"] > BATCH_CHARS):
            yield batch
            batch, chars = [], 0
        batch.append(row)
        chars += row["char_count"]
    if batch:
        yield batch


def stream(connection: duckdb.DuckDBPyConnection, query: str, *, size: int) -> Iterator[dict[str, Any]]:
    """Rows of a query, `size` at a time; the connection must be used for nothing else meanwhile."""
    for batch in connection.execute(query).to_arrow_reader(size):
        yield from batch.to_pylist()


def _write_page(
    site: Site, document: Record, text: str, rows: dict[str, list[Row]], articles: Sequence[tuple[Record, list[Record]]]
) -> None:
    spans = [row.span for layer in LAYERS for row in rows[layer.name]]
    contacts = [row.span for row in rows["mention"] if row.contact]
    text = hidden(text, [(span.start, span.end) for span in contacts])
    parts = max(1, -(-len(text) // WINDOW))
    for part in range(parts):
        begin, end = part * WINDOW, min(len(text), (part + 1) * WINDOW)
        here = [span for span in spans if span.start < end and span.end > begin]
        elsewhere = {
            span.row_id: page_path(document["document_id"], span.start).removeprefix("page/")
            for span in here
            if span.start < begin
        }
        tables = [
            (layer, [(row, _printed(row, text)) for row in rows[layer.name] if begin <= row.span.start < end])
            for layer in LAYERS
        ]
        views = [_view(article, blocks, here, contacts, elsewhere, begin, end) for article, blocks in articles if article["char_start"] < end and article["char_end"] > begin]  # fmt: skip
        site.write(
            page_path(document["document_id"], begin),
            "page",
            document=document,
            name=document["source_uri"],
            part=part + 1,
            windows=[page_path(document["document_id"], one * WINDOW).removeprefix("page/") for one in range(parts)],
            raw=_marked(text[begin:end], here, elsewhere=elsewhere, start=begin, anchors=True),
            articles=views,
            tables=tables,
        )


def _printed(row: Row, text: str) -> Cell:
    surface = " ".join(text[row.span.start : row.span.end].split())
    short = surface if len(surface) <= 60 else f"{surface[:40]}…{surface[-15:]}"
    return Cell(text=short, href=f"#c{row.span.start}", title=f"{row.span.start}–{row.span.end}", zh=True)


def _view(
    article: Record,
    blocks: Iterable[Record],
    spans: Sequence[Span],
    contacts: Sequence[Span],
    elsewhere: Mapping[str, str],
    begin: int,
    end: int,
) -> ArticleView:
    shown = []
    for block in blocks:
        if block["char_start"] >= end or block["char_end"] <= begin:
            continue
        clean = CleanText(block["text"], block["char_start"], block["cuts"])
        inside = [span for span in spans if span.start < block["char_end"] and span.end > block["char_start"]]
        told = hidden(clean.text, [(span.start, span.end) for span in clean.clip(contacts)])
        shown.append((block["role"], _marked(told, clean.clip(inside), elsewhere=elsewhere)))
    notes = [
        "、".join(article["authors"]),
        str(article["issue_date"] or ""),
    ]
    return ArticleView(
        kind=article["kind"].replace("_", " "),
        title=article["title"] or "",
        href=f"#c{article['char_start']}" if any(span.start == article["char_start"] for span in spans) else "#raw",
        notes=tuple(note for note in notes if note),
        repeats=article["repeats_article_id"] is not None,
        blocks=tuple(shown),
    )


def _marked(
    text: str, spans: Iterable[Span], *, elsewhere: Mapping[str, str], start: int = 0, anchors: bool = False
) -> Markup:
    """The text as HTML in which every covered piece is a link to the row of its shortest span.

    Args:
        text: The characters from `start` on.
        spans: What covers them.
        elsewhere: Files of the rows that are not on this page.
        start: Code point of the first character.
        anchors: Whether the places where spans begin get an anchor.
    """
    out = list[str]()
    for piece in cut(text, spans, start=start):
        if not piece.spans:
            out.append(str(escape(piece.text)))
            continue
        layers = " ".join(sorted({span.layer for span in piece.spans}))
        nearest = piece.spans[0].row_id
        ids = " ".join(span.row_id for span in piece.spans)
        anchor = f' id="c{piece.start}"' if anchors and piece.opens else ""
        # One stop for the Tab key per span, where it begins.
        skip = "" if piece.opens else ' tabindex="-1"'
        out.append(
            f'<a class="{layers}" href="{elsewhere.get(nearest, "")}#{nearest}" data-rows="{ids}"{anchor}{skip}>{escape(piece.text)}</a>'
        )
    return Markup("".join(out))
