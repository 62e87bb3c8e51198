"""Every bad input has the outcome that was foreseen for it, and random text breaks no span."""

from __future__ import annotations

import json

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.annotate import extract
from seeds.load import load_seeds
from tests.bad_inputs.make import ANY, KEPT, NEWS, REFUSED, make_corpus
from tests.reliability.tools import as_plain_user, call
from transforms.outcome import reject_table
from warehouse.contracts import TABLES
from warehouse.expectations import audit
from warehouse.reference import reference_tables

pytestmark = pytest.mark.reliability
PIECES = [
    "前三季度", "2018年12月3日", "营业收入", "120亿元", "同比增长", "7.1%", "％", "“", "”", "（", "）", "。", "，", "\n", "\r\n", "　", " ",
    "临江市", "高新区", "李建国", "表示", "企业", "万", "亿", "3", "１２", "一百二十", "-", "—", "～", "/", ".", "\u200b", "\u202e", "\0",
    "<b>", "■", "（上接A1版）", "本报讯", "记者", "据介绍", "其中", "达到", "获得", "A轮", "投资", "\u0301", "𠮷", "👨‍👩‍👧", "\x85", "\u2028",
]  # fmt: skip


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, set[str]]]:
    """What was expected and what came out: `kept` and reasons of rejects, by name of the input."""
    folder = tmp_path_factory.mktemp("bad")
    expected = make_corpus(folder / "pages")
    command = ("run", "--direct", folder / "pages", "--build", folder / "build")
    done = call(*command, prefix=as_plain_user(), batch_bytes=4_000_000)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
    found: dict[str, set[str]] = {}
    with duckdb.connect(str(folder / "build" / "kechuang.duckdb"), read_only=True) as connection:
        for (uri,) in connection.execute("SELECT source_uri FROM documents").fetchall():
            found.setdefault(file_of(uri), set()).add(KEPT)
        query = "SELECT reason, payload, detail FROM rejects WHERE detail NOT LIKE '%the row was kept'"
        for reason, payload, detail in connection.execute(query).fetchall():
            assert reason
            assert detail
            found.setdefault(file_of(json.loads(payload or "{}").get("source_uri", "")), set()).add(reason)
    return expected, found


def file_of(uri: str) -> str:
    """The file of an input: without the member of an archive or the row of a table."""
    return uri.split("!", 1)[0].split("#", 1)[0]


def test_the_corpus_is_large_enough(outcomes: tuple[dict[str, str], dict[str, set[str]]]) -> None:
    assert len(outcomes[0]) >= 60


def test_every_input_has_its_outcome(outcomes: tuple[dict[str, str], dict[str, set[str]]]) -> None:
    expected, found = outcomes
    wrong = {}
    for name, outcome in expected.items():
        got = found.get(name, set())
        fits = {
            KEPT: KEPT in got,
            ANY: bool(got),
            REFUSED: bool(got) and KEPT not in got,
        }.get(outcome, outcome in got and KEPT not in got)
        if not fits:
            wrong[name] = (outcome, got)
    assert wrong == {}


def test_nothing_came_that_was_not_put_in(outcomes: tuple[dict[str, str], dict[str, set[str]]]) -> None:
    expected, found = outcomes
    assert found.keys() - expected.keys() - {"again"} == set()


def check(text: str) -> None:
    """The whole extraction of a text, held against every expectation: ids, spans, slices, parents."""
    seeds = load_seeds(models=False)
    tables = extract([{"id": 1, "text": text, "issue_date": "2018-12-03"}], seeds=seeds)
    found = audit("fuzz", "b", tables, context=reference_tables(seeds), rejects=reject_table(), run_id="r")
    bad = [row for row in found.checks.to_pylist() if not row["success"] and row["severity"] == "critical"]
    assert bad == [], bad[:3]
    assert set(tables) <= set(TABLES)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_random_news_breaks_no_span(text: str) -> None:
    check(text)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=200))
def test_random_text_breaks_no_span(text: str) -> None:
    check(text + NEWS)
