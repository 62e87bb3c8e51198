"""Text of HTML pages and of PDF files with a text layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.engine.encoding import DecodingError
from transforms.engine.reading_order import Run, jumps_across, read_columns

if TYPE_CHECKING:
    import pypdfium2


@dataclass(frozen=True)
class PageMetadata:
    """What an HTML page tells about itself.

    Attributes:
        title: Its headline.
        date: Day it was published (ISO).
    """

    title: str | None = None
    date: str | None = None


def html_text(page: str) -> tuple[str, PageMetadata]:
    """Main text of an HTML page, one paragraph per line, the headline first, and what the page tells about itself.

    Raises:
        DecodingError: The page holds no text.
    """
    import trafilatura

    found = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=True, favor_recall=True, with_metadata=True
    )
    text = str(getattr(found, "text", "") or "")
    if not text.strip():
        raise DecodingError("empty_text", "the HTML page holds no text")
    title = getattr(found, "title", None)
    if title and not text.lstrip().startswith(str(title)):
        text = f"{title}\n{text}"
    date = getattr(found, "date", None)
    return text, PageMetadata(str(title) if title else None, str(date) if date else None)


def pdf_text(payload: bytes) -> str:
    """Text layer of a PDF file in reading order, pages parted by a blank line.

    Raises:
        DecodingError: The file is no PDF, is locked, or has no text layer.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(payload) as document:
            pages = [_page_text(page.get_textpage()) for page in document]
    except pypdfium2.PdfiumError as error:
        raise DecodingError("unreadable_pdf", f"the PDF cannot be read: {error}") from error
    text = "\n\n".join(pages)
    if not text.strip():
        raise DecodingError("no_text_layer", "the PDF has no text layer")
    return text


def _page_text(page: pypdfium2.PdfTextPage) -> str:
    """Text of a page in the file's order, or column by column where the file sets it across the columns."""
    text = str(page.get_text_bounded()).replace("\r\n", "\n")
    boxes = [page.get_rect(number) for number in range(page.count_rects())]
    runs = [Run(a, b, c, d, str(page.get_text_bounded(a, b, c, d)).strip()) for a, b, c, d in boxes]
    runs = [run for run in runs if run.text and run.height > 0]
    if not jumps_across(runs):
        return text
    return "\n".join(" ".join(run.text for run in line) for line in read_columns(runs))
