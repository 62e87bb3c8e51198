"""Open vocabularies, loaded from the seeds, so that a join explains every code."""

from __future__ import annotations

from warehouse.contracts import fields as f
from warehouse.contracts.types import Column, Kind, Table


def _vocabulary(name: str, key: str, grain: str, *columns: Column) -> Table:
    code = Column(name=key, kind=Kind.TEXT, about="The code.", unique=True)
    about = f.text("about", "What the code means.", null=False)
    return Table(name=name, layer="reference", grain=grain, key=(key,), columns=(code, about, *columns))


RULES = _vocabulary(
    "rules",
    "rule_id",
    "rule or model",
    f.text("area", "Table or stage the rule works for.", null=False),
    Column(
        name="rule_confidence",
        kind=Kind.REAL,
        low=0.0,
        high=1.0,
        about="Confidence of its rows unless a row says otherwise.",
    ),
)
ENTITY_TYPES = _vocabulary("entity_types", "entity_type", "type of entity")
EVENT_TYPES = _vocabulary("event_types", "event_type", "type of event or relation")
ROLES = _vocabulary("roles", "role", "role in an event")
UNITS = _vocabulary(
    "units",
    "unit",
    "unit or currency in its canonical spelling",
    f.text("dimension", "What it measures.", null=False),
    f.decimal("factor", "How many base units it is."),
    f.text("base_unit", "SI or UCUM base unit."),
)
REGIONS = _vocabulary(
    "regions",
    "region_code",
    "administrative division, GB/T 2260",
    f.text("level", "province, city or county.", null=False),
    f.text("parent_code", "Code of the division that contains it."),
)

REFERENCE_TABLES = (RULES, ENTITY_TYPES, EVENT_TYPES, ROLES, UNITS, REGIONS)
