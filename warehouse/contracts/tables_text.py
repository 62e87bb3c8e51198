"""From the raw file to tokens: what was printed, and where."""

from __future__ import annotations

from warehouse.contracts import fields as f
from warehouse.contracts.types import Check, Column, Kind, Table

RAW_FILES = Table(
    name="raw_files",
    layer="internal",
    grain="raw input as read from its source, before decoding",
    key=("source_uri",),
    columns=(
        f.text(
            "source_uri",
            "Path relative to its source, with the member of an archive after `!` and the row of a table after `#`.",
            null=False,
        ),
        f.text(
            "content_name",
            "Name that enters the document id: file name and member, without the folder it was found in.",
            null=False,
        ),
        Column(name="payload", kind=Kind.BYTES, about="The bytes as read."),
        f.text("media_type", "text/plain, text/html, text/markdown or application/pdf.", null=False),
        f.date("option_date", "Issue date given by the caller."),
        f.text("metadata_title", "Title from a table's title column."),
        f.text("metadata_date", "Date from a table's date column, as printed there."),
        f.text("metadata_source", "Source from a table's source column."),
    ),
)

DOCUMENTS = Table(
    name="documents",
    layer="core",
    grain="raw input",
    key=("document_id",),
    columns=(
        f.identity("document_id", "document"),
        f.text("source_uri", "Where it was read from.", null=False),
        f.text("sha256", "SHA-256 of the bytes as read.", null=False, pattern=r"^[0-9a-f]{64}$"),
        f.text("media_type", "Media type the bytes were decoded as.", null=False),
        f.text("encoding", "Encoding the bytes were decoded with, strictly.", null=False),
        Column(name="byte_count", kind=Kind.BIGINT, low=1, about="Bytes of the raw input."),
        Column(name="char_count", kind=Kind.INTEGER, low=1, about="Code points of `text`."),
        f.text("title", "Title from the table or HTML page that holds the text; null for plain files."),
        f.text("source", "Source from the table that holds the text; null for files."),
        f.date("issue_date", "Date of the issue when it is known to the day; relative times resolve against it."),
        f.date("issue_date_earliest", "Earliest possible issue date."),
        f.date("issue_date_latest", "Latest possible issue date."),
        f.code("issue_date_source", "What the issue date was read from.", *f.DATE_SOURCES),
        f.text("duplicate_of", "The document of which this one is an exact or near duplicate."),
        f.code("duplicate_kind", "exact (same normalised text) or near.", "exact", "near", null=True),
        f.text("text", "Decoded text, unchanged; every span of the warehouse points into it.", null=False),
        *f.PROVENANCE,
    ),
)

ARTICLE_KINDS = (
    "news",
    "commentary",
    "pull_quote",
    "photo_caption",
    "editorial_box",
    "orphan_fragment",
    "rundown",
    "report",
)
BLOCK_ROLES = (
    "title",
    "kicker",
    "subtitle",
    "byline",
    "dateline",
    "section_head",
    "body",
    "list_item",
    "table",
    "caption",
    "credit",
    "pull_quote",
    "column",
    "department",
    "editor",
    "phone",
    "email",
    "link",
    "furniture",
)

ARTICLES = Table(
    name="articles",
    layer="core",
    grain="editorial unit on the page",
    key=("article_id",),
    columns=(
        f.identity("article_id", "article"),
        f.DOCUMENT_ID,
        f.POSITION,
        f.code("kind", "What kind of unit it is.", *ARTICLE_KINDS),
        f.text("title", "Headline, lines of one headline joined by a blank."),
        f.text("subtitle", "Subtitle."),
        f.text("column_name", "Name of the column it appears in."),
        f.texts("authors", "Names in the byline, blanks inside a name removed."),
        f.date("issue_date", "The item's own date where the page holds items of several days, else the document's."),
        f.text("repeats_article_id", "Article that this pull quote or repeat copies."),
        *f.SPAN,
        f.CLEAN_TEXT,
        *f.PROVENANCE,
    ),
    checks=(f.SPAN_ORDER,),
)

BLOCKS = Table(
    name="blocks",
    layer="core",
    grain="paragraph or layout element after repair",
    key=("block_id",),
    columns=(
        f.identity("block_id", "block"),
        f.ARTICLE_ID,
        f.DOCUMENT_ID,
        f.POSITION,
        f.code("role", "What the block is on the page.", *BLOCK_ROLES),
        *f.SPAN,
        f.CLEAN_TEXT,
        f.CUTS,
        *f.PROVENANCE,
    ),
    checks=(f.SPAN_ORDER,),
)

SENTENCES = Table(
    name="sentences",
    layer="core",
    grain="sentence",
    key=("sentence_id",),
    columns=(
        f.identity("sentence_id", "sentence"),
        f.parent("block_id", "blocks"),
        f.ARTICLE_ID,
        f.DOCUMENT_ID,
        f.POSITION,
        f.code("block_role", "Role of the block the sentence stands in.", *BLOCK_ROLES),
        *f.SPAN,
        f.CLEAN_TEXT,
        f.CUTS,
        *f.PROVENANCE,
    ),
    checks=(f.SPAN_ORDER,),
)

TOKENS = Table(
    name="tokens",
    layer="core",
    grain="token",
    key=("sentence_id", "position"),
    columns=(
        f.SENTENCE_ID,
        f.DOCUMENT_ID,
        f.POSITION,
        f.text("token", "Token as jieba cuts it.", null=False),
        f.text("pos", "Part-of-speech tag of jieba.", null=False),
        *f.SPAN,
    ),
    checks=(
        f.SPAN_ORDER,
        Check(name="token_not_empty", condition="length(token) > 0", about="A token has characters."),
    ),
)

TEXT_TABLES = (RAW_FILES, DOCUMENTS, ARTICLES, BLOCKS, SENTENCES, TOKENS)
