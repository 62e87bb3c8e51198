"""Columns that several marts share."""

from __future__ import annotations

from warehouse.contracts import fields as f
from warehouse.contracts.tables_facts import EVENT_STATUS, QUALIFIERS
from warehouse.contracts.types import Column, Kind, Table

EVENT_TYPE = Column(
    name="event_type", kind=Kind.TEXT, about="Type of the event or relation.", ref="event_types.event_type"
)
STATUS = f.code("status", "Whether it has happened.", *EVENT_STATUS)
EVENT_ID = f.parent("event_id", "events")
EVENT = (EVENT_ID, EVENT_TYPE, STATUS)
METRIC_ID = f.parent("metric_id", "metrics")
FACT_ID = f.parent("fact_id", "facts")
PLACE = (f.SENTENCE_ID, f.ARTICLE_ID, f.DOCUMENT_ID)
PAGE = (f.ARTICLE_ID, f.DOCUMENT_ID)
SPOT = (*PLACE, *f.SPAN)
PERIOD = (f.PERIOD_START, f.PERIOD_END)
QUALIFIER = f.code("qualifier", "How exact the value is.", *QUALIFIERS)
VALUES = (
    f.decimal("value", "The value; NULL for ranges and vague values."),
    f.decimal("value_min", "Lower bound."),
    f.decimal("value_max", "Upper bound."),
    f.text("unit", "CNY or ISO 4217 code, %, pp, or the printed unit in its canonical spelling."),
)
PLATFORM_KIND = f.code("platform_kind", "level (totals and their parts), incubation (stages), roadshow or voucher.", "level", "incubation", "roadshow", "voucher")  # fmt: skip
LINKED_BY = f.code("linked_by", "event (one of its own figures), role (of a filler), or sentence (no event claims it and this one is nearest).", "event", "role", "sentence")  # fmt: skip
AHEAD = f.code("status", "How far it is: planned, decided, target (aimed at) or forecast (expected).", "planned", "decided", "target", "forecast")  # fmt: skip
CURRENCY = f.text("currency", "ISO 4217 code of the amounts.")


def flag(name: str, about: str) -> Column:
    """A yes-or-no column."""
    return Column(name=name, kind=Kind.BOOLEAN, about=about)


def big(name: str, about: str) -> Column:
    """A count that may pass two billion."""
    return Column(name=name, kind=Kind.BIGINT, about=about, low=0)


def mart(name: str, grain: str, key: tuple[str, ...], *columns: Column) -> Table:
    """A table of layer `mart`."""
    return Table(name=name, layer="mart", grain=grain, key=key, columns=columns)
