"""A proof that no row is bad never contradicts the query that counts bad rows."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.expectations.proofs import Proof, all_kept, holds, is_unique

NAMES = st.lists(st.one_of(st.none(), st.sampled_from("abcz")), max_size=8)
NUMBERS = st.lists(st.one_of(st.none(), st.integers(-2, 4)), max_size=8)
REALS = st.lists(st.one_of(st.none(), st.sampled_from([-1.0, 0.0, 0.5, 2.0, float("nan"), float("inf")])), max_size=8)
TEXTS = st.lists(st.one_of(st.none(), st.sampled_from(["a_12", "b_1", "a_12\n", "", "ab_34", "_12"])), max_size=8)
DATABASE = duckdb.connect()
PARENTS = pa.table({"name": ["a", "b", "c"]})


def _bad_rows(condition: str, **tables: pa.Table) -> int:
    with DATABASE.cursor() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        return int(connection.execute(f"SELECT count(*) FROM rows AS t WHERE {condition}").fetchall()[0][0])


@given(NAMES)
def test_names_that_are_proved_to_be_listed_present_or_known_are(names: list[str | None]) -> None:
    rows = pa.table({"name": pa.array(names, pa.string())})
    missing = _bad_rows("t.name IS NULL", rows=rows)
    unlisted = _bad_rows("t.name NOT IN ('a', 'b', 'c')", rows=rows)
    orphans = _bad_rows(
        "t.name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM parents AS p WHERE p.name = t.name)",
        rows=rows,
        parents=PARENTS,
    )
    assert holds(Proof(column="name"), rows, {}) == (missing == 0)
    assert holds(Proof(column="name", values=("a", "b", "c")), rows, {}) == (unlisted == 0)
    assert holds(Proof(column="name", parent="parents", key="name"), rows, {"parents": PARENTS}) == (orphans == 0)


@given(NUMBERS)
def test_whole_numbers_are_proved_to_keep_their_bounds_where_they_do(numbers: list[int | None]) -> None:
    rows = pa.table({"number": pa.array(numbers, pa.int32())})
    bad = _bad_rows("t.number < 0 OR t.number > 3", rows=rows)
    assert holds(Proof(column="number", low=0, high=3), rows, {}) == (bad == 0)


@given(REALS)
def test_real_numbers_are_never_proved_to_keep_bounds_that_one_breaks(numbers: list[float | None]) -> None:
    rows = pa.table({"number": pa.array(numbers, pa.float64())})
    if holds(Proof(column="number", low=0.0, high=1.0), rows, {}):
        assert _bad_rows("t.number < 0 OR t.number > 1", rows=rows) == 0


@given(REALS)
def test_real_numbers_are_proved_to_be_finite_where_they_are(numbers: list[float | None]) -> None:
    rows = pa.table({"number": pa.array(numbers, pa.float64())})
    bad = _bad_rows("isnan(t.number) OR isinf(t.number)", rows=rows)
    assert holds(Proof(column="number", finite=True), rows, {}) == (bad == 0)


@given(TEXTS)
def test_texts_are_proved_to_match_a_pattern_and_to_be_filled_where_they_are(texts: list[str | None]) -> None:
    rows = pa.table({"text": pa.array(texts, pa.string())})
    strange = _bad_rows("NOT regexp_full_match(t.text, '^[a-z]+_[0-9]{2}$')", rows=rows)
    empty = _bad_rows("NOT (length(t.text) > 0)", rows=rows)
    assert holds(Proof(column="text", pattern="^[a-z]+_[0-9]{2}$"), rows, {}) == (strange == 0)
    assert holds(Proof(column="text", filled=True), rows, {}) == (empty == 0)


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 3))] * 2), max_size=6))
def test_numbers_are_proved_to_stand_in_order_where_they_do(pairs: list[tuple[int | None, int | None]]) -> None:
    rows = pa.table(
        {name: pa.array([pair[at] for pair in pairs], pa.int32()) for at, name in enumerate(("low", "high"))}
    )
    unordered = _bad_rows("NOT (t.low < t.high)", rows=rows)
    above = _bad_rows("NOT (t.low <= t.high)", rows=rows)
    neither = _bad_rows("NOT (t.low IS NOT NULL OR t.high IS NOT NULL)", rows=rows)
    assert holds(Proof(column="low", before="high"), rows, {}) == (unordered == 0)
    assert holds(Proof(column="low", up_to="high"), rows, {}) == (above == 0)
    assert holds(Proof(column="low", other="high"), rows, {}) == (neither == 0)


@given(st.lists(st.tuples(st.text("a企🀀", max_size=3), st.integers(0, 3)), max_size=4))
def test_texts_are_proved_to_have_the_characters_counted_where_they_do(counted: list[tuple[str, int]]) -> None:
    rows = pa.table(
        {
            "text": pa.array([text for text, _ in counted], pa.string()),
            "count": pa.array([count for _, count in counted], pa.int32()),
        }
    )
    bad = _bad_rows("t.count <> length(t.text)", rows=rows)
    assert holds(Proof(column="count", counted="text"), rows, {}) == (bad == 0)


@given(st.lists(st.booleans(), max_size=4))
def test_flags_are_proved_to_be_unset_where_they_are(flags: list[bool]) -> None:
    rows = pa.table({"flag": pa.array(flags, pa.bool_())})
    assert holds(Proof(column="flag", unset=True), rows, {}) == (_bad_rows("t.flag", rows=rows) == 0)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 3)), max_size=6))
def test_keys_that_are_proved_to_be_unique_are(keys: list[tuple[str, int]]) -> None:
    rows = pa.table({"name": pa.array([name for name, _ in keys], pa.string()), "place": [at for _, at in keys]})
    rows = rows.set_column(1, "place", rows.column("place").cast(pa.int32()))
    rows = rows.append_column("other", rows.column("name"))
    for key in (["name"], ["name", "place"], ["name", "other"], ["name", "other", "place"]):
        columns = ", ".join(f"t.{name}" for name in key)
        repeated = f"({columns}) IN (SELECT ({columns}) FROM rows AS t GROUP BY ALL HAVING count(*) > 1)"
        if is_unique(rows, key):
            assert _bad_rows(repeated, rows=rows) == 0


@pytest.mark.parametrize(
    ("children", "kept"),
    [
        ([("d1", "a"), ("d1", "b"), ("d1", "b")], True),
        ([("d1", "a")], False),
        ([("d1", "a"), ("d2", "b")], False),
        ([("d2", "a"), ("d2", "b"), ("d1", "b"), ("d1", "a")], True),
        ([], False),
    ],
)
def test_rows_are_kept_where_each_has_one_in_its_document(children: list[tuple[str, str]], kept: bool) -> None:
    parents = pa.table({"document_id": ["d1", "d1"], "name": ["a", "b"]})
    table = pa.table(
        {
            "document_id": pa.array([document for document, _ in children], pa.string()),
            "name": pa.array([name for _, name in children], pa.string()),
        }
    )
    assert all_kept(parents, table, "name") is kept
