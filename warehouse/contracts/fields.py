"""Shared columns: a column name means one thing in every table."""

from __future__ import annotations

from dataclasses import replace

from warehouse.contracts.types import Check, Column, Kind

ID_PATTERN = r"^[a-z]+_[0-9a-f]{16}$"
DATE_SOURCES = ("option", "file_name", "folder", "metadata", "text", "unknown")


def identity(name: str, of: str) -> Column:
    """The id column of a table whose rows are `of`."""
    about = f"Stable id of the {of}, derived from its content and place."
    return Column(name=name, kind=Kind.TEXT, about=about, unique=True, pattern=ID_PATTERN)


def parent(name: str, table: str, *, null: bool = False) -> Column:
    """A reference to the row of another table."""
    return Column(
        name=name, kind=Kind.TEXT, about=f"Row of `{table}` this belongs to.", null=null, ref=f"{table}.{name}"
    )


def text(
    name: str, about: str, *, null: bool = True, values: tuple[str, ...] = (), pattern: str | None = None
) -> Column:
    """A text column."""
    return Column(name=name, kind=Kind.TEXT, about=about, null=null, values=values, pattern=pattern)


def code(name: str, about: str, *values: str, null: bool = False) -> Column:
    """A column with a closed set of codes."""
    return Column(name=name, kind=Kind.TEXT, about=about, null=null, values=values)


def decimal(name: str, about: str) -> Column:
    """A nullable DECIMAL(38,9)."""
    return Column(name=name, kind=Kind.DECIMAL, about=about, null=True)


def date(name: str, about: str) -> Column:
    """A nullable DATE."""
    return Column(name=name, kind=Kind.DATE, about=about, null=True)


def count(name: str, about: str, *, null: bool = False) -> Column:
    """A count that is never negative."""
    return Column(name=name, kind=Kind.INTEGER, about=about, null=null, low=0)


def texts(name: str, about: str) -> Column:
    """A list of texts, empty when there are none."""
    return Column(name=name, kind=Kind.TEXTS, about=about)


def span_of(name: str, of: str, *, null: bool = True) -> tuple[Column, Column]:
    """Columns `<name>_start` and `<name>_end`: where something stands in `documents.text`."""
    return (
        Column(name=f"{name}_start", kind=Kind.INTEGER, about=f"First code point of {of}.", null=null, low=0),
        Column(name=f"{name}_end", kind=Kind.INTEGER, about=f"One past the last code point of {of}.", null=null, low=1),
    )


DOCUMENT_ID = parent("document_id", "documents")
ARTICLE_ID = parent("article_id", "articles")
SENTENCE_ID = parent("sentence_id", "sentences")
POSITION = count("position", "0-based order inside the parent.")
CHAR_START = Column(name="char_start", kind=Kind.INTEGER, low=0, about="First code point in `documents.text`, 0-based.")
CHAR_END = Column(name="char_end", kind=Kind.INTEGER, low=1, about="One past the last code point in `documents.text`.")
SURFACE = text("surface", "The slice of the raw text, line breaks and the blanks beside them taken out.", null=False)
CLEAN_TEXT = text("text", "Clean text: line breaks and stray blanks inside Chinese text removed.", null=False)
CUTS = Column(
    name="cuts",
    kind=Kind.INTEGERS,
    about="Flat pairs (clean offset, count): how many raw characters were removed right before that clean offset.",
)
RULE_ID = Column(name="rule_id", kind=Kind.TEXT, about="Rule or model that made the row.", ref="rules.rule_id")
CONFIDENCE = Column(name="confidence", kind=Kind.REAL, low=0.0, high=1.0, about="How sure the rule is, 0 to 1.")
PERIOD_START = date("period_start", "First day of the closed period.")
PERIOD_END = date("period_end", "Last day of the closed period.")
SPAN = (CHAR_START, CHAR_END)
PROVENANCE = (RULE_ID, CONFIDENCE)

SPAN_ORDER = Check(name="span_order", condition="char_start < char_end", about="A span holds at least one character.")
PERIOD_ORDER = Check(
    name="period_order", condition="period_start <= period_end", about="A period does not end before it starts."
)


def optional(column: Column) -> Column:
    """The same column with NULL allowed."""
    return replace(column, null=True)
