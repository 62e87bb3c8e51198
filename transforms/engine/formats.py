"""Text of HTML pages and of PDF files with a text layer."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.engine.encoding import DecodingError


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
    """Text layer of a PDF file, pages parted by a blank line.

    Raises:
        DecodingError: The file is no PDF, is locked, or has no text layer.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(payload) as document:
            pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    except pypdfium2.PdfiumError as error:
        raise DecodingError("unreadable_pdf", f"the PDF cannot be read: {error}") from error
    text = "\n\n".join(pages)
    if not text.strip():
        raise DecodingError("no_text_layer", "the PDF has no text layer")
    return text
