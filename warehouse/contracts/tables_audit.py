"""What the pipeline did: runs, checks and rows turned away."""

from __future__ import annotations

from warehouse.contracts import fields as f
from warehouse.contracts.types import Column, Kind, Severity, Table

RUN_ID = f.text("run_id", "Run that wrote the row.", null=False)
STAGE = f.text("stage", "Stage of the pipeline.", null=False)

REJECTS = Table(
    name="rejects",
    layer="audit",
    grain="row turned away by a stage or its guard",
    key=("reject_id",),
    columns=(
        f.identity("reject_id", "reject"),
        RUN_ID,
        STAGE,
        f.text("document_id", "Document it came from; NULL when the input never became one."),
        f.text("reason", "Short code of the reason.", null=False),
        f.text("detail", "What was wrong, in words.", null=False),
        f.text("surface", "The text concerned."),
        Column(name="char_start", kind=Kind.INTEGER, about="First code point concerned.", null=True, low=0),
        Column(name="char_end", kind=Kind.INTEGER, about="One past the last code point concerned.", null=True, low=0),
        f.text("payload", "The rejected row as JSON."),
    ),
)
CHECKS = Table(
    name="checks",
    layer="audit",
    grain="expectation outcome for one batch of one table",
    key=("stage", "table_name", "batch_id", "expectation"),
    columns=(
        RUN_ID,
        STAGE,
        f.text("table_name", "Table that was checked.", null=False),
        f.text("batch_id", "Batch that was checked.", null=False),
        f.text("expectation", "What was expected.", null=False),
        f.code("severity", "What a failure does.", *(severity.value for severity in Severity)),
        Column(name="success", kind=Kind.BOOLEAN, about="Whether it held."),
        f.text("observed", "What was seen."),
        Column(name="failed_rows", kind=Kind.BIGINT, low=0, about="Rows that broke it."),
    ),
)
RUNS = Table(
    name="runs",
    layer="audit",
    grain="pipeline run that published",
    key=("run_id",),
    columns=(
        RUN_ID,
        Column(name="started_at", kind=Kind.TIMESTAMP, about="When it started (UTC)."),
        Column(name="finished_at", kind=Kind.TIMESTAMP, about="When it published (UTC)."),
        f.code("state", "How it ended.", "completed"),
        f.text("code_version", "Version of the code and seeds.", null=False),
        f.count("document_count", "Documents in the warehouse after the run."),
        f.count("batch_count", "Batches in the corpus."),
        f.count("computed_count", "Stage batches computed."),
        f.count("reused_count", "Stage batches taken from an earlier run."),
        Column(name="row_count", kind=Kind.BIGINT, low=0, about="Rows of all core tables after the run."),
        f.count("reject_count", "Rejects of the corpus."),
        f.count("failed_check_count", "Checks that failed as warnings."),
    ),
)

AUDIT_TABLES = (REJECTS, CHECKS, RUNS)
