"""Guards find what breaks a contract, say where, and stop the stage when it is critical."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.factories import make_table
from transforms.outcome import reject_table
from warehouse.contracts import TABLES, ContractError
from warehouse.errors import GuardError
from warehouse.expectations import audit, expectations_of
from warehouse.expectations.audit import failed_checks
from warehouse.expectations.gate import Gate
from warehouse.expectations.judge import Judge
from warehouse.expectations.rules import ACCOUNTS

TEXT = "目前已有26家企业获得\n贷款。"


def page(**metric: Any) -> tuple[dict[str, pa.Table], dict[str, pa.Table]]:
    """Tables of a stage that made one metric, and the tables before it."""
    documents = make_table(
        TABLES["documents"], rows=1, text=TEXT, char_count=len(TEXT), document_id="doc_0000000000000001"
    )
    ids = {"document_id": "doc_0000000000000001", "rule_id": "rule"}
    articles = make_table(TABLES["articles"], rows=1, **ids)
    sentences = make_table(TABLES["sentences"], rows=1, char_start=0, char_end=len(TEXT), **ids)
    rules = make_table(TABLES["rules"], rows=1, rule_id="rule")
    facts = make_table(TABLES["facts"], rows=1, **ids)
    given = {
        **ids,
        "article_id": articles.column("article_id")[0].as_py(),
        "sentence_id": sentences.column("sentence_id")[0].as_py(),
        "fact_id": facts.column("fact_id")[0].as_py(),
        "surface": "26家",
        "char_start": 4,
        "char_end": 7,
        "part_of_metric_id": None,
        "speaker_entity_id": None,
        **metric,
    }
    made = {"metrics": make_table(TABLES["metrics"], rows=1, **given), "facts": facts}
    return made, {"documents": documents, "articles": articles, "sentences": sentences, "rules": rules}


def run(made: dict[str, pa.Table], context: dict[str, pa.Table], **more: Any) -> Any:
    return audit("metrics", "batch", made, context=context, rejects=reject_table(), run_id="run", **more)


def failures(found: Any) -> set[str]:
    return {row["expectation"] for row in found.checks.to_pylist() if not row["success"]}


def test_a_clean_stage_passes_every_expectation() -> None:
    found = run(*page())
    assert failures(found) == set()
    assert not found.critical
    assert found.rejects.num_rows == 0
    assert found.checks.num_rows > 30


@pytest.mark.parametrize(
    ("metric", "expectation"),
    [
        ({"surface": "27家"}, "surface_is_slice"),
        ({"char_end": 8}, "surface_is_slice"),
        ({"confidence": 1.5}, "at_most(confidence)"),
        ({"confidence": float("nan")}, "is_number(confidence)"),
        ({"qualifier": "perhaps"}, "in_set(qualifier)"),
        ({"sentence_id": "sen_00000000000000ff"}, "parent_exists(sentence_id)"),
        ({"rule_id": "nobody"}, "parent_exists(rule_id)"),
        ({"metric_id": "M1"}, "matches(metric_id)"),
        ({"char_start": 7, "char_end": 7, "surface": ""}, "span_order"),
        ({"value_min": 5, "value_max": 3}, "bounds_order"),
    ],
)
def test_a_bad_row_is_found_and_named(metric: dict[str, Any], expectation: str) -> None:
    found = run(*page(**metric))
    assert expectation in failures(found)
    assert found.critical
    told = [row for row in found.rejects.to_pylist() if expectation in row["reason"]]
    assert told
    assert "row 0 of metrics" in told[0]["detail"]


def test_a_surface_across_a_line_break_is_the_joined_slice() -> None:
    start = TEXT.index("获得")
    found = run(*page(surface="获得贷款", char_start=start, char_end=start + 5))
    assert failures(found) == set()


def test_duplicate_ids_are_found() -> None:
    made, context = page()
    made["metrics"] = pa.concat_tables([made["metrics"], made["metrics"]])
    assert "unique(metric_id)" in failures(run(made, context))


def test_a_warning_is_recorded_and_stops_nothing() -> None:
    found = run(*page(unit="%", kind="share", value=150, value_min=1, value_max=2))
    assert failures(found) == {"plausible_share"}
    assert not found.critical
    assert found.rejects.to_pylist()[0]["detail"].endswith("the row was kept")


def test_input_rows_are_kept_or_rejected() -> None:
    made, context = page()
    assert failures(run({"metrics": made["metrics"]}, {**context, "facts": made["facts"]}, intake=1)) == set()
    lost = run({"metrics": made["metrics"]}, {**context, "facts": made["facts"]}, intake=3)
    assert failures(lost) == {"kept_plus_rejected_is_input"}
    assert lost.critical


def test_a_drifted_table_is_a_contract_error() -> None:
    made, context = page()
    with pytest.raises(ContractError, match=r"table metrics: missing columns \['unit'\]"):
        run({"metrics": made["metrics"].drop_columns(["unit"])}, context)
    number = made["metrics"].schema.get_field_index("char_start")
    drifted = made["metrics"].set_column(number, "char_start", pa.array(["four"]))
    with pytest.raises(
        GuardError, match="stage metrics, batch batch: table metrics, column char_start: expected int32, got string"
    ):
        run({"metrics": drifted}, context)


def test_a_clean_text_is_its_slice_without_the_cuts() -> None:
    _, context = page()
    ids = {"document_id": "doc_0000000000000001", "rule_id": "rule"}
    blocks = make_table(TABLES["blocks"], rows=1, article_id=context["articles"].column("article_id")[0].as_py(), **ids)
    good = {"text": "目前已有26家企业获得贷款。", "cuts": [[11, 1]], "char_start": 0, "char_end": len(TEXT)}
    given = {**ids, **good, "block_id": blocks.column("block_id")[0].as_py()}
    given["article_id"] = context["articles"].column("article_id")[0].as_py()
    upstream = {
        "documents": context["documents"],
        "articles": context["articles"],
        "blocks": blocks,
        "rules": context["rules"],
    }
    whole = make_table(TABLES["sentences"], rows=1, **given)
    assert failures(run({"sentences": whole}, upstream)) == set()
    short = make_table(TABLES["sentences"], rows=1, **{**given, "text": "目前已有26家企业获得贷款"})
    assert failures(run({"sentences": short}, upstream)) == {"text_is_slice"}
    early = {**given, "text": "目前已有26家企业获\n贷款。", "cuts": [[10, 1]]}
    taking = make_table(TABLES["sentences"], rows=1, **early)
    assert failures(run({"sentences": taking}, upstream)) == {"cuts_are_blank"}


def test_a_span_outside_its_sentence_is_told() -> None:
    made, context = page()
    narrow = make_table(
        TABLES["sentences"], rows=1, char_start=0, char_end=6, document_id="doc_0000000000000001", rule_id="rule"
    )
    found = run(made, {**context, "sentences": narrow})
    assert failures(found) == {"inside(sentence_id)"}
    assert not found.critical


def test_a_loose_reference_leads_somewhere_or_is_told() -> None:
    found = run(*page(part_of_metric_id="met_00000000000000ff"))
    assert failures(found) == {"leads_to_metrics(part_of_metric_id)"}
    assert not found.critical


@pytest.mark.parametrize(("parent", "child", "key"), ACCOUNTS)
def test_every_row_is_kept_or_rejected_or_stops_the_stage(parent: str, child: str, key: str) -> None:
    one, two = "doc_0000000000000001", "doc_0000000000000002"
    ids = [f"{key[:3]}_{number:016x}" for number in (1, 2)]
    parents = make_table(TABLES[parent], rows=2, **{"document_id": [one, two], key: ids})
    kept = {"document_id": one} if "document_id" in TABLES[child] else {}
    children = make_table(TABLES[child], rows=1, **{**kept, key: ids[0]})
    if key == "document_id":
        parents, children = (
            make_table(TABLES[parent], rows=2, document_id=[one, two]),
            make_table(TABLES[child], rows=1, document_id=one),
        )

    def account(*rejects: dict[str, object]) -> tuple[bool, str]:
        found = audit(
            "stage", "b", {child: children}, context={parent: parents}, rejects=reject_table(rejects), run_id="r"
        )
        (row,) = [
            row for row in found.checks.to_pylist() if row["expectation"] == f"kept_plus_rejected_is_input({child})"
        ]
        assert row["severity"] == "critical"
        assert row["table_name"] == parent
        return row["success"], row["observed"]

    assert account() == (False, "2 in, 1 kept, 0 rejected, 1 lost")
    assert account({"document_id": one, "reason": "r", "detail": "d"}) == (False, "2 in, 1 kept, 0 rejected, 1 lost")
    assert account({"document_id": two, "reason": "r", "detail": "d"}) == (True, "2 in, 1 kept, 1 rejected")


def test_a_numeral_without_metric_or_reason_is_lost() -> None:
    numerals = make_table(TABLES["numerals"], rows=3, metric_id=["m", None, None], reason=[None, "ordinal", None])
    found = audit("metrics", "b", {"numerals": numerals}, context={}, rejects=reject_table(), run_id="r")
    (row,) = [row for row in found.checks.to_pylist() if row["expectation"].startswith("kept_plus")]
    assert row["observed"] == "3 in, 2 kept, 0 rejected, 1 lost"


def test_rows_that_were_staged_but_not_read_stop_the_stage() -> None:
    made, context = page()
    assert failures(run(made, context, staged={"sentences": 1, "articles": 1})) == set()
    found = run(made, context, staged={"sentences": 2, "articles": 1})
    assert failures(found) == {"all_staged_rows_were_read"}
    assert found.critical


def test_great_expectations_judges_the_counts(tmp_path: Path) -> None:
    gate = Gate()
    gate.judge("clean", run(*page()).checks)
    gate.judge("clean", run(*page()).checks)  # a retried stage is judged again
    gate.judge("warned", run(*page(unit="%", kind="share", value=150, value_min=1, value_max=2)).checks)
    with pytest.raises(GuardError, match="stage metrics was stopped") as caught:
        gate.judge("metrics", run(*page(surface="<script>")).checks)
    assert "metrics: surface_is_slice: 1 of 1 rows break it" in str(caught.value)
    docs = gate.write_data_docs(tmp_path)
    pages = "".join(path.read_text(encoding="utf-8") for path in docs.rglob("*.html"))
    assert (docs / "index.html").is_file()
    assert "surface_is_slice" in pages
    assert "26家" not in pages


def test_a_process_judges_while_the_stages_go_on(tmp_path: Path) -> None:
    with closing(Judge()) as judge:
        judge.judge("clean", run(*page()).checks)
        judge.judge("warned", run(*page(unit="%", kind="share", value=150, value_min=1, value_max=2)).checks)
        judge.write_docs(tmp_path)
        judge.show_docs(tmp_path)
        assert "plausible_share" in "".join(path.read_text() for path in (tmp_path / "data_docs").rglob("*.html"))
        judge.judge("clean", run(*page()).checks)
        with pytest.raises(GuardError, match=r"(?s)stage metrics was stopped.*surface_is_slice: 1 of 1 rows break it"):
            judge.judge("metrics", run(*page(surface="<script>")).checks)


def test_a_judge_that_dies_stops_the_run() -> None:
    with closing(Judge()) as judge:
        judge.open()
        assert judge._process is not None
        judge._process.kill()
        judge._process.wait()
        with pytest.raises(GuardError, match="process of Great Expectations died"):
            judge.judge("clean", run(*page()).checks)
            judge.settle()


def test_a_judge_that_has_nothing_to_do_starts_no_process(tmp_path: Path) -> None:
    with closing(Judge()) as judge:
        judge.settle()
        judge.write_docs(tmp_path)
        judge.show_docs(tmp_path)
        assert judge._process is None
    assert list(tmp_path.iterdir()) == []


def test_failed_checks_are_summed_over_batches() -> None:
    checks = run(*page(surface="27家")).checks
    assert failed_checks([checks, checks]) == [("metrics", "metrics", "surface_is_slice", 2)]


def test_every_extracted_table_has_expectations_of_its_own() -> None:
    for table in TABLES.values():
        names = [rule.name for rule in expectations_of(table)]
        assert len(names) == len(set(names)), table.name
