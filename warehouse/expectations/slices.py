"""An independent reading of the rule for `surface`: the raw slice without line breaks and the blanks beside them."""

from __future__ import annotations

import re

import pyarrow as pa

BLANK_RUN = re.compile(r"\s+")
BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def _kept(run: re.Match[str]) -> str:
    return "" if BREAK.search(run[0]) else run[0]


def surface_differs(table: pa.Table, documents: pa.Table) -> pa.Array:
    """Whether `surface` is something else than the slice of its document.

    Args:
        table: Columns document_id, surface, char_start, char_end.
        documents: Columns document_id and text.

    Returns:
        One boolean per row; true also where the document is missing.
    """
    texts = dict(zip(documents.column("document_id").to_pylist(), documents.column("text").to_pylist(), strict=True))
    columns = (table.column(name).to_pylist() for name in ("document_id", "surface", "char_start", "char_end"))
    differs = []
    for document_id, surface, start, end in zip(*columns, strict=True):
        printed = texts[document_id][start:end] if document_id in texts else None
        # The common case needs no regular expression; one page of line breaks must not cost a scan per row.
        differs.append(printed is None or (printed != surface and BLANK_RUN.sub(_kept, printed) != surface))
    return pa.array(differs, pa.bool_())
