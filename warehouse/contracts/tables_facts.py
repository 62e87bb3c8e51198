"""What was extracted: names, times, numbers, events and speech."""

from __future__ import annotations

from warehouse.contracts import fields as f
from warehouse.contracts.types import Check, Column, Kind, Severity, Table

MENTION_KINDS = ("name", "short", "alias", "abbrev", "collective", "anaphor", "deictic")
TIME_KINDS = (
    "date",
    "month",
    "quarter",
    "year",
    "range",
    "as_of",
    "since",
    "until",
    "season",
    "vague",
    "duration",
    "set",
    "time_of_day",
    "plan_period",
    "century",
)
TIME_BASES = ("explicit", "relative", "inherited", "deictic", "vague")
QUALIFIERS = ("exact", "approx", "more_than", "less_than", "at_least", "at_most", "range", "vague")
METRIC_KINDS = (
    "level", "cumulative", "share", "rank", "duration", "term", "flow", "cap", "target", "fund_size", "growth", "difference",
    "multiple", "price", "enumeration", "threshold",
)  # fmt: skip
METRIC_STATUS = ("actual", "planned", "target", "forecast", "rule")
DIMENSIONS = (
    "money", "ratio", "count", "rank", "duration", "length", "area", "volume", "mass", "energy", "power", "data", "speed", "temperature",
    "frequency", "pressure", "voltage", "current", "angle", "age", "price", "rate", "multiple", "other",
)  # fmt: skip
DISPOSITIONS = ("metric", "change", "time", "ordinal", "name", "contact", "idiom", "fraction_of_name", "document_number", "reference", "layout", "vague", "lexical", "clock", "anniversary", "url")  # fmt: skip
FORMS = ("number", "percent", "ordinal", "range", "fraction", "vague")
EVENT_STATUS = ("happened", "in_force", "planned", "decided", "target")
EVENT_TYPES = (
    "loan", "risk_sharing", "investment", "fund_setup", "incentive", "policy_issue", "agreement", "cooperation", "establishment", "project",
    "product_launch", "publication", "gathering", "designation", "expedition", "target", "milestone", "person_title", "located_in",
    "subsidiary_of", "develops", "part_of",
)  # fmt: skip
VALUE_COLUMNS = (
    f.decimal("value", "The value; NULL for ranges and vague values."),
    f.decimal("value_min", "Lower bound."),
    f.decimal("value_max", "Upper bound."),
)

MENTIONS = Table(
    name="mentions",
    layer="core",
    grain="place where an entity is named",
    key=("mention_id",),
    span=True,
    columns=(
        f.identity("mention_id", "mention"),
        f.parent("entity_id", "entities"),
        f.SENTENCE_ID,
        f.ARTICLE_ID,
        f.DOCUMENT_ID,
        Column(name="entity_type", kind=Kind.TEXT, about="Type of the entity.", ref="entity_types.entity_type"),
        f.SURFACE,
        f.code("mention_kind", "How it is named.", *MENTION_KINDS),
        *f.SPAN,
        *f.PROVENANCE,
    ),
    checks=(f.SPAN_ORDER,),
)
ENTITY_PARTS = Table(
    name="entity_parts",
    layer="internal",
    grain="entity as seen in one document",
    key=("document_id", "entity_id"),
    columns=(
        f.DOCUMENT_ID,
        Column(name="entity_id", kind=Kind.TEXT, about="The entity.", pattern=f.ID_PATTERN),
        Column(name="entity_type", kind=Kind.TEXT, about="Type of the entity.", ref="entity_types.entity_type"),
        f.text("canonical_name", "Canonical name.", null=False),
        f.texts("aliases", "Other names seen in the document."),
        f.text("region_code", "GB/T 2260 code of a place, or of the place in the name.", pattern=r"^[0-9]{6}$"),
        f.text("region_note", "Why a place has no code, or how an ambiguous one was resolved."),
        f.count("mention_count", "Mentions in the document."),
        *f.PROVENANCE,
    ),
)
ENTITIES = Table(
    name="entities",
    layer="core",
    grain="thing named",
    key=("entity_id",),
    columns=(
        f.identity("entity_id", "entity"),
        Column(name="entity_type", kind=Kind.TEXT, about="Type of the entity.", ref="entity_types.entity_type"),
        f.text("canonical_name", "Canonical name.", null=False),
        f.texts("aliases", "Other names seen, sorted."),
        f.text("region_code", "GB/T 2260 code of a place, or of the place in the name.", pattern=r"^[0-9]{6}$"),
        f.text("region_note", "Why a place has no code, or how an ambiguous one was resolved."),
        f.count("mention_count", "Mentions in the corpus."),
        f.count("document_count", "Documents that mention it."),
        *f.PROVENANCE,
    ),
)
TIMES = Table(
    name="times",
    layer="core",
    grain="date, period or duration expression",
    key=("time_id",),
    span=True,
    columns=(
        f.identity("time_id", "time expression"),
        f.SENTENCE_ID,
        f.ARTICLE_ID,
        f.DOCUMENT_ID,
        f.SURFACE,
        f.code("kind", "Kind of expression.", *TIME_KINDS),
        f.PERIOD_START,
        f.PERIOD_END,
        f.code("basis", "What the resolution rests on.", *TIME_BASES),
        f.text(
            "duration",
            "ISO 8601 interval (start/end, .. where open) of an expression with a time of day, one that goes on, or one that counts its last day in. "
            "A bound with a time of day is an instant (an end is exclusive), a bound that is a day holds all of it.",
            pattern=r"^(\.\.|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8})/(\.\.|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{5,8})?)$",
        ),
        f.text("time_of_day", "Clock time (HH:MM[:SS], or start/end) of an expression that carries one."),
        *f.SPAN,
        *f.PROVENANCE,
    ),
    checks=(f.SPAN_ORDER, f.PERIOD_ORDER),
)
METRICS = Table(
    name="metrics",
    layer="core",
    grain="measured value as printed",
    key=("metric_id",),
    span=True,
    columns=(
        f.identity("metric_id", "metric"),
        f.parent("fact_id", "facts"),
        f.SENTENCE_ID,
        f.ARTICLE_ID,
        f.DOCUMENT_ID,
        f.SURFACE,
        *VALUE_COLUMNS,
        Column(
            name="unit",
            kind=Kind.TEXT,
            about="CNY or ISO 4217 code, %, pp, or the printed unit in its canonical spelling.",
            null=True,
        ),
        f.code("dimension", "What is measured.", *DIMENSIONS),
        f.decimal("base_value", "Value in `base_unit`."),
        f.text("base_unit", "SI or UCUM unit of physical quantities."),
        f.code("qualifier", "How exact the value is.", *QUALIFIERS),
        f.code("kind", "What kind of figure it is.", *METRIC_KINDS),
        f.code("status", "Whether it has happened.", *METRIC_STATUS),
        f.text(
            "indicator", "The indicator's printed name; joined of two parts where its rate or its noun stands apart."
        ),
        *f.span_of("indicator", "the indicator, or of its first part"),
        f.text("subject", "Whose figure it is, as printed."),
        f.texts("subject_entity_ids", "Entities the figure belongs to."),
        f.PERIOD_START,
        f.PERIOD_END,
        f.code("period_source", "Where the period comes from.", "explicit", "inherited", "document", "default"),
        f.code("change_type", "Against what the change is measured.", "yoy", "mom", "qoq", "since", "other", null=True),
        f.decimal("change_value", "Signed change; of a range its smaller end."),
        f.text("change_unit", "Unit of the change: %, pp or the unit of the level."),
        *f.span_of("change", "the change"),
        f.text("part_of_metric_id", "The whole of which this figure is a part."),
        f.text("speaker_entity_id", "Who said it, where it is reported speech."),
        *f.SPAN,
        *f.PROVENANCE,
    ),
    checks=(
        f.SPAN_ORDER,
        f.PERIOD_ORDER,
        Check(
            name="bounds_order", condition="value_min <= value_max", about="A lower bound is not above the upper one."
        ),
        Check(
            name="value_present",
            condition="qualifier IN ('vague', 'range') OR coalesce(value, value_min, value_max) IS NOT NULL",
            about="Only vague figures have no number.",
        ),
        Check(
            name="plausible_share",
            condition="NOT (unit = '%' AND kind = 'share' AND (value < 0 OR value > 100))",
            about="A share lies between 0 and 100 %.",
            severity=Severity.WARNING,
        ),
    ),
)
FACTS = Table(
    name="facts",
    layer="core",
    grain="distinct fact of a document, its mentions joined",
    key=("fact_id",),
    columns=(
        f.identity("fact_id", "fact"),
        f.DOCUMENT_ID,
        f.text("subject", "Whose figure it is."),
        f.text("indicator", "The indicator's name."),
        *VALUE_COLUMNS,
        f.text("unit", "Unit, as in `metrics`."),
        f.code("qualifier", "How exact the value is.", *QUALIFIERS),
        f.PERIOD_START,
        f.PERIOD_END,
        f.count("mention_count", "Metrics that state it."),
        f.count("article_count", "Articles that state it."),
        Column(name="agrees", kind=Kind.BOOLEAN, about="Whether all mentions print compatible values."),
        *f.PROVENANCE,
    ),
)
NUMERALS = Table(
    name="numerals",
    layer="core",
    grain="numeral in the text",
    key=("numeral_id",),
    span=True,
    columns=(
        f.identity("numeral_id", "numeral"),
        f.SENTENCE_ID,
        f.DOCUMENT_ID,
        f.SURFACE,
        f.code("form", "Form of the numeral.", *FORMS),
        *VALUE_COLUMNS,
        f.code("disposition", "What became of it.", *DISPOSITIONS),
        f.text("metric_id", "Metric it became, or whose change it is."),
        f.text("reason", "Why it is not a metric."),
        *f.SPAN,
        *f.PROVENANCE,
    ),
    checks=(f.SPAN_ORDER,),
)
EVENTS = Table(
    name="events",
    layer="core",
    grain="event or relation",
    key=("event_id",),
    columns=(
        f.identity("event_id", "event"),
        Column(name="event_type", kind=Kind.TEXT, about="Type of the event or relation.", ref="event_types.event_type"),
        f.code("status", "Whether it has happened.", *EVENT_STATUS),
        f.SENTENCE_ID,
        f.ARTICLE_ID,
        f.DOCUMENT_ID,
        f.text("trigger", "The words that name the event.", null=False),
        *f.span_of("trigger", "the trigger", null=False),
        f.PERIOD_START,
        f.PERIOD_END,
        f.texts("metric_ids", "Figures of the event: amount, term, size, cap, count; the row of `metrics` says which."),
        *f.SPAN,
        *f.PROVENANCE,
    ),
    checks=(f.SPAN_ORDER, f.PERIOD_ORDER),
)
EVENT_ROLES = Table(
    name="event_roles",
    layer="core",
    grain="filled role of an event",
    key=("event_id", "role", "position"),
    columns=(
        f.parent("event_id", "events"),
        Column(name="role", kind=Kind.TEXT, about="Role in the event.", ref="roles.role"),
        f.POSITION,
        f.text("entity_id", "Entity that fills it."),
        f.text("metric_id", "Metric that counts or sizes the filler (26 firms, a fund of 5 billion)."),
        f.text("text", "The filler as printed.", null=False),
        Column(
            name="inferred",
            kind=Kind.BOOLEAN,
            about="Whether the filler is not printed beside the trigger but inferred.",
        ),
        *f.SPAN,
        *f.PROVENANCE,
    ),
    checks=(f.SPAN_ORDER,),
)
QUOTES = Table(
    name="quotes",
    layer="core",
    grain="direct or reported speech",
    key=("quote_id",),
    columns=(
        f.identity("quote_id", "quote"),
        f.ARTICLE_ID,
        f.DOCUMENT_ID,
        f.code(
            "kind", "Direct (in quotation marks) or indirect speech, or a cited work.", "direct", "indirect", "citation"
        ),
        f.text("content", "What was said.", null=False),
        f.text("speaker", "Who said it, as printed."),
        f.text("speaker_entity_id", "Entity of the speaker."),
        f.text("speaker_organisation", "Organisation of the speaker."),
        f.text("speaker_title", "Title of the speaker."),
        *f.span_of("speaker", "the speaker"),
        *f.SPAN,
        *f.PROVENANCE,
    ),
    checks=(f.SPAN_ORDER,),
)

FACT_TABLES = (MENTIONS, ENTITY_PARTS, ENTITIES, TIMES, QUOTES, METRICS, FACTS, NUMERALS, EVENTS, EVENT_ROLES)
