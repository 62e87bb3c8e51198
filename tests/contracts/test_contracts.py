"""What is derived from a contract says the same as the contract."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from tests.factories import make_table
from warehouse.contracts import PUBLISHED_TABLES, TABLES, ContractError, Table, arrow_schema, conform, empty_table
from warehouse.contracts.codes import CODES, codes_of
from warehouse.contracts.ddl import comments, create_table
from warehouse.contracts.dictionary import PATH, dictionary, section

ALL = sorted(TABLES)


@pytest.mark.parametrize("name", ALL)
def test_arrow_duckdb_and_back(name: str) -> None:
    table = TABLES[name]
    made = make_table(table, rows=5)
    with duckdb.connect() as connection:
        connection.execute(create_table(table))
        for comment in comments(table):
            connection.execute(comment)
        connection.register("made", made)
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM made")
        back = connection.execute(f"SELECT * FROM {name}").to_arrow_table()
        told = dict(
            connection.execute(
                "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [name]
            ).fetchall()
        )
    assert conform(back, table).to_pylist() == made.to_pylist()
    assert told == {column.name: column.about for column in table.columns}


@pytest.mark.parametrize("name", ALL)
def test_field_metadata_tells_what_a_column_means(name: str) -> None:
    for field, column in zip(arrow_schema(TABLES[name]), TABLES[name].columns, strict=True):
        assert field.metadata == {b"about": column.about.encode()}
        assert field.nullable == column.null


@pytest.mark.parametrize("name", ALL)
def test_a_null_where_none_is_allowed_is_refused(name: str) -> None:
    table = TABLES[name]
    made = make_table(table, rows=3)
    for number, column in enumerate(table.columns):
        holed = made.set_column(number, column.name, pa.nulls(3, made.schema.field(number).type))
        if column.null:
            conform(holed, table)
        else:
            with pytest.raises(ContractError, match=rf"table {name}, column {column.name}: 3 NULL"):
                conform(holed, table)


def test_missing_unknown_and_wrongly_typed_columns_are_refused() -> None:
    table = TABLES["sentences"]
    made = make_table(table, rows=2)
    with pytest.raises(ContractError, match=r"missing columns \['text'\]"):
        conform(made.drop_columns(["text"]), table)
    with pytest.raises(ContractError, match=r"unknown columns \['extra'\]"):
        conform(made.append_column("extra", pa.array([1, 2])), table)
    at = made.schema.get_field_index("char_start")
    with pytest.raises(ContractError, match="column char_start: expected int32, got string"):
        conform(made.set_column(at, "char_start", pa.array(["a", "b"])), table)


def test_conform_sets_order_and_casts_without_loss() -> None:
    table = TABLES["sentences"]
    made = make_table(table, rows=2)
    at = made.schema.get_field_index("char_start")
    wide = made.set_column(at, "char_start", made.column("char_start").cast(pa.int64()))
    turned = wide.select(list(reversed(wide.column_names)))
    assert conform(turned, table).equals(made)


def test_every_reference_names_a_table_and_column() -> None:
    for table in TABLES.values():
        for column in table.columns:
            if column.ref:
                parent, _, key = column.ref.partition(".")
                assert key in TABLES[parent], f"{table.name}.{column.name}"


def test_a_table_cannot_declare_a_column_twice() -> None:
    column = TABLES["sentences"].columns[0]
    with pytest.raises(ValueError, match="declared twice"):
        Table(name="x", layer="core", grain="x", key=(), columns=(column, column))


def test_empty_tables_have_the_schema() -> None:
    for name in PUBLISHED_TABLES:
        assert empty_table(TABLES[name]).schema.equals(arrow_schema(TABLES[name]))


def test_the_dictionary_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == dictionary(), "run `kechuang docs --write`"


def test_every_code_is_explained() -> None:
    for table in TABLES.values():
        for column in table.columns:
            if len(column.values) > 1 and codes_of(column.values) is None:
                unexplained = [value for value in column.values if value not in column.about]
                assert not unexplained, f"{table.name}.{column.name}: {unexplained}"


def test_no_meaning_is_left_over() -> None:
    used = {frozenset(column.values) for table in TABLES.values() for column in table.columns}
    assert [name for name, meanings in CODES.items() if frozenset(meanings) not in used] == []


def test_the_part_of_a_table_explains_its_codes() -> None:
    assert "| `more_than` | More than `value_min`" in section("metrics")
