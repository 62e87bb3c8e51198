"""Marts: what analysts read first, each one SQL file in `warehouse/models/marts`."""

from __future__ import annotations

from warehouse.contracts import fields as f
from warehouse.contracts.tables_facts import EVENT_STATUS, METRIC_KINDS, METRIC_STATUS, QUALIFIERS
from warehouse.contracts.types import Column, Kind, Table

EVENT_TYPE = Column(
    name="event_type", kind=Kind.TEXT, about="Type of the event or relation.", ref="event_types.event_type"
)
STATUS = f.code("status", "Whether it has happened.", *EVENT_STATUS)
EVENT_ID = f.parent("event_id", "events")
METRIC_ID = f.parent("metric_id", "metrics")
FACT_ID = f.parent("fact_id", "facts")
PLACE = (f.SENTENCE_ID, f.ARTICLE_ID, f.DOCUMENT_ID)
PERIOD = (f.PERIOD_START, f.PERIOD_END)
QUALIFIER = f.code("qualifier", "How exact the value is.", *QUALIFIERS)
VALUES = (
    f.decimal("value", "The value; NULL for ranges and vague values."),
    f.decimal("value_min", "Lower bound."),
    f.decimal("value_max", "Upper bound."),
    f.text("unit", "CNY or ISO 4217 code, %, pp, or the printed unit in its canonical spelling."),
)
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


EVENT_FILLERS = mart(
    "mart_event_fillers",
    "filled role of an event",
    ("event_id", "role", "position"),
    EVENT_ID,
    EVENT_TYPE,
    STATUS,
    Column(name="role", kind=Kind.TEXT, about="Role in the event.", ref="roles.role"),
    f.POSITION,
    f.text("entity_id", "Entity that fills it."),
    f.text("entity_type", "Type of the entity."),
    f.text("name", "Canonical name of the entity, or the filler as printed.", null=False),
    f.text("text", "The filler as printed.", null=False),
    flag("inferred", "Whether the filler is inferred."),
    f.text("metric_id", "Metric that counts or sizes the filler."),
    *PERIOD,
    *PLACE,
    *f.SPAN,
)
EVENT_FIGURES = mart(
    "mart_event_figures",
    "figure of an event",
    ("event_id", "metric_id"),
    EVENT_ID,
    EVENT_TYPE,
    STATUS,
    f.text("role", "Role whose filler it counts or sizes."),
    f.code(
        "linked_by",
        "event (one of its own figures), role (of a filler), or sentence (no event claims it and this one is nearest).",
        "event", "role", "sentence",
    ),
    f.POSITION,
    METRIC_ID,
    FACT_ID,
    f.text("indicator", "The indicator's printed name."),
    f.code("kind", "What kind of figure it is.", *METRIC_KINDS),
    f.code("figure_status", "Whether the figure has happened.", *METRIC_STATUS),
    *VALUES,
    f.text("dimension", "What is measured.", null=False),
    QUALIFIER,
    *PERIOD,
    f.text("period_source", "Where the figure's period comes from."),
    *PLACE,
    *f.SPAN,
)  # fmt: skip
REGION_INDICATORS = mart(
    "mart_region_indicators",
    "region, indicator and period of a document",
    ("region_entity_id", "metric_id"),
    f.text("region_entity_id", "The region or zone.", null=False),
    f.text("region", "Its canonical name.", null=False),
    f.text("region_type", "Its type.", null=False),
    f.text("region_code", "GB/T 2260 code."),
    f.text("indicator", "The indicator's printed name.", null=False),
    *PERIOD,
    f.text("period_source", "Where the period comes from."),
    *VALUES,
    QUALIFIER,
    f.code("kind", "What kind of figure it is.", *METRIC_KINDS),
    f.text("change_type", "Against what the change is measured."),
    f.decimal("change_value", "Signed change."),
    f.text("change_unit", "Unit of the change: %, pp or the unit of the level."),
    f.decimal("implied_previous_value", "value / (1 + change / 100), or value - change, in the unit of the value."),
    FACT_ID,
    METRIC_ID,
    *PLACE,
    *f.SPAN,
)
LOANS = mart(
    "mart_loans",
    "loan or loan programme of a document, repeats of the same figures joined",
    ("event_id",),
    EVENT_ID,
    STATUS,
    f.texts("lenders", "Who lends."),
    f.texts("borrowers", "Who borrows."),
    flag("borrower_is_named", "Whether a borrower is a named entity."),
    f.text("product", "Financial product."),
    f.texts("collateral", "What secures the loan."),
    f.texts("insurers", "Who insures."),
    f.texts("appraisers", "Who appraises the collateral."),
    f.texts("guarantors", "Who guarantees."),
    f.decimal("borrower_count", "Borrowers of a programme."),
    f.text("borrower_count_qualifier", "How exact their number is."),
    f.decimal("amount", "Amount in whole units of the currency."),
    CURRENCY,
    f.text("amount_qualifier", "How exact the amount is."),
    f.decimal("average_amount", "amount / borrower_count."),
    f.decimal("term", "Term in its unit."),
    f.text("term_unit", "Unit of the term."),
    *PERIOD,
    f.count("mention_count", "How often the document tells of it."),
    *PLACE,
)
FUNDS = mart(
    "mart_funds",
    "fund of a document",
    ("document_id", "fund"),
    f.optional(EVENT_ID),
    f.text("fund", "The fund's name.", null=False),
    f.text("fund_entity_id", "The fund."),
    flag("is_pool", "Whether it is a pool of money that covers risks."),
    STATUS,
    f.texts("sponsors", "Who set it up."),
    f.text("purpose", "What it is for."),
    f.decimal("size", "Size in whole units of the currency."),
    f.decimal("size_min", "Lower bound of the size."),
    f.decimal("size_max", "Upper bound of the size."),
    CURRENCY,
    f.text("size_qualifier", "How exact the size is."),
    f.optional(METRIC_ID),
    *PERIOD,
    *PLACE,
    f.CHAR_START,
)
INCENTIVES = mart(
    "mart_incentives",
    "incentive event",
    ("event_id",),
    EVENT_ID,
    STATUS,
    f.texts("granters", "Who grants."),
    f.texts("beneficiaries", "Who receives."),
    f.text("policy", "Policy under which it is granted."),
    f.decimal("beneficiary_count", "How many firms, households or people."),
    f.text("counted", "What is counted."),
    f.decimal("amount", "Amount in whole units of the currency."),
    f.decimal("amount_min", "Lower bound of the amount."),
    f.decimal("amount_max", "Upper bound of the amount."),
    CURRENCY,
    f.text("amount_qualifier", "How exact the amount is."),
    *PERIOD,
    *PLACE,
)
FINANCING_SCHEMES = mart(
    "mart_financing_schemes",
    "article that describes a risk-sharing scheme",
    ("article_id",),
    f.ARTICLE_ID,
    f.DOCUMENT_ID,
    f.text("scheme", "Name of the mechanism."),
    f.texts("initiators", "Who set it up."),
    f.texts("banks", "Banks that take part."),
    f.texts("insurers", "Insurers that take part."),
    f.texts("appraisers", "Appraisers that take part."),
    f.texts("guarantors", "Guarantors that take part."),
    f.text("pool", "Name of the risk pool."),
    f.decimal("pool_size", "Size of the risk pool."),
    f.text("pool_currency", "ISO 4217 code of the pool."),
    f.decimal("risk_cap_pct", "Highest share of the risk that is shared, percent."),
    f.text("risk_cap_qualifier", "How exact the cap is."),
    f.date("launch_start", "First possible day of the launch."),
    f.date("launch_end", "Last possible day of the launch."),
    f.decimal("borrower_count", "Borrowers in total."),
    f.decimal("loan_amount", "Loans in total."),
    f.text("loan_currency", "ISO 4217 code of the loans."),
    f.count("event_count", "Risk-sharing events of the article."),
)
POLICIES = mart(
    "mart_policies",
    "step of a policy",
    ("event_id",),
    EVENT_ID,
    Column(name="step", kind=Kind.TEXT, about="Type of the event.", ref="event_types.event_type"),
    STATUS,
    f.texts("issuers", "Who issued, published, launched or granted."),
    f.text("document", "The document, policy or mechanism."),
    f.texts("fields", "What it covers."),
    f.text("trigger", "The words that name the event.", null=False),
    *PERIOD,
    f.text("sentence", "The sentence that tells of it.", null=False),
    *PLACE,
    Column(name="trigger_start", kind=Kind.INTEGER, about="First code point of the trigger.", low=0),
)
ALLIANCES = mart(
    "mart_alliances",
    "alliance of a document",
    ("document_id", "alliance"),
    f.optional(EVENT_ID),
    f.text("alliance", "The alliance's name.", null=False),
    f.text("alliance_entity_id", "The alliance."),
    f.texts("founders", "Who founded it."),
    f.code("status", "Status of its founding; NULL when it is only named.", *EVENT_STATUS, null=True),
    *PERIOD,
    *PLACE,
)
PLATFORMS = mart(
    "mart_platforms",
    "figure of a platform, or platform without a figure",
    ("platform_kind", "metric_id", "event_id"),
    f.code(
        "platform_kind",
        "level (totals and their parts), incubation (stages), roadshow or voucher.",
        "level", "incubation", "roadshow", "voucher",
    ),
    f.text("platform", "Name of the platform, or what is counted."),
    f.text("owner", "Whose figure it is."),
    f.text("part", "Level or stage; NULL for a total."),
    f.count("part_order", "Place in the incubation chain.", null=True),
    f.texts("parties", "Who runs the platform together."),
    f.texts("places", "Places that take part."),
    f.code("status", "Status of the platform's event.", *EVENT_STATUS, null=True),
    f.text("indicator", "The indicator's printed name."),
    *VALUES,
    f.text("qualifier", "How exact the value is."),
    f.text("kind", "What kind of figure it is."),
    *PERIOD,
    f.optional(METRIC_ID),
    f.text("total_metric_id", "The total of which the figure is a part."),
    f.optional(EVENT_ID),
    f.ARTICLE_ID,
    f.DOCUMENT_ID,
    f.CHAR_START,
)  # fmt: skip
PRODUCTS = mart(
    "mart_products",
    "product launch and product",
    ("event_id", "product"),
    EVENT_ID,
    f.text("product", "The product's name.", null=False),
    f.text("product_entity_id", "The product."),
    f.text("product_type", "Its type."),
    f.texts("actors", "Who put it on offer."),
    STATUS,
    *PERIOD,
    *PLACE,
    f.CHAR_START,
)
PEOPLE_QUOTES = mart(
    "mart_people_quotes",
    "quotation",
    ("quote_id",),
    f.parent("quote_id", "quotes"),
    f.text("kind", "direct, indirect or citation.", null=False),
    f.text("speaker", "Canonical name of the speaker, or the speaker as printed."),
    f.text("speaker_entity_id", "Entity of the speaker."),
    f.text("speaker_type", "Type of the speaker."),
    f.text("organisation", "Organisation of the speaker."),
    f.text("title", "Title of the speaker."),
    f.text("content", "What was said.", null=False),
    f.text("article_title", "Headline of the article."),
    f.date("issue_date", "Date of the article."),
    f.ARTICLE_ID,
    f.DOCUMENT_ID,
    *f.SPAN,
)
TARGETS = mart(
    "mart_targets",
    "event that has not happened, with its main figure, or figure that is none yet",
    ("document_id", "event_id", "metric_id"),
    f.optional(EVENT_ID),
    f.optional(METRIC_ID),
    f.code("status", "How far it is.", "planned", "decided", "target", "forecast"),
    f.text("kind", "Type of the event, or `figure`.", null=False),
    f.texts("actors", "Who plans, decides or aims at it."),
    f.text("goal", "What is planned, decided or aimed at.", null=False),
    f.text("document", "Document that says so."),
    *VALUES,
    f.text("qualifier", "How exact the value is."),
    *PERIOD,
    f.text("sentence", "The sentence that tells of it.", null=False),
    *PLACE,
    f.CHAR_START,
)
ENTITY_NETWORK = mart(
    "mart_entity_network",
    "pair of entities, their roles and the type of the event",
    ("source_entity_id", "source_role", "target_entity_id", "target_role", "event_type"),
    f.text("source_entity_id", "One entity.", null=False),
    f.text("source", "Its name.", null=False),
    f.text("source_role", "Its role.", null=False),
    f.text("target_entity_id", "The other entity.", null=False),
    f.text("target", "Its name.", null=False),
    f.text("target_role", "Its role.", null=False),
    EVENT_TYPE,
    f.count("event_count", "Events that tie them."),
    f.count("document_count", "Documents that do."),
    flag("inferred", "Whether a filler is inferred in all of them."),
)
KEYWORDS = mart(
    "mart_keywords",
    "issue and token, the fifty highest of each issue",
    ("issue", "token"),
    f.text("issue", "Issue date, or the source of a document without one.", null=False),
    f.date("issue_date", "Date of the issue."),
    f.text("token", "Token as jieba cuts it.", null=False),
    f.count("place", "Rank in the issue, 1 is highest."),
    f.count("token_count", "How often it stands in the issue."),
    f.count("issue_count", "Issues that hold it."),
    Column(name="tf_idf", kind=Kind.REAL, about="Term frequency times inverse issue frequency.", low=0.0),
)
DAILY_VOLUME = mart(
    "mart_daily_volume",
    "issue date",
    ("issue_date",),
    f.date("issue_date", "Date of the issue, NULL for documents without one."),
    big("document_count", "Documents."),
    big("duplicate_count", "Documents that repeat another one, counted nowhere else."),
    big("char_count", "Code points."),
    big("article_count", "Articles."),
    big("sentence_count", "Sentences."),
    big("mention_count", "Mentions of entities."),
    big("metric_count", "Measured values."),
    big("event_count", "Events and relations."),
    big("quote_count", "Quotations."),
)

MARTS = (
    REGION_INDICATORS, FINANCING_SCHEMES, LOANS, FUNDS, INCENTIVES, POLICIES, ALLIANCES, PLATFORMS, PRODUCTS, PEOPLE_QUOTES, TARGETS,
    ENTITY_NETWORK, KEYWORDS, DAILY_VOLUME, EVENT_FILLERS, EVENT_FIGURES,
)  # fmt: skip
