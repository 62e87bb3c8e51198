"""What is shown cannot run, leak or reach out: formulas, markup, contact details, files."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.cli import run
from flows.output import csv_cell
from warehouse.contacts import CHECKS, WEIGHTS, hidden

pytestmark = pytest.mark.reliability
NASTY = """<script>alert('临江')</script>高新区营收增长

本报讯 12月3日，<img src=x onerror=alert(1)>临江市高新区前三季度营业收入120亿元，同比增长7.1%。
联系电话：13812345678、（010）56805059，邮箱：zhang.san@example.com，身份证号11010519491231002X。
'; DROP TABLE documents; --企业“=cmd|' /C calc'!A0”获得贷款300万元。
"""
SECRETS = ("13812345678", "56805059", "zhang.san", "11010519491231002X")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("safe")
    pages = folder / "pages"
    pages.mkdir()
    # The name of a file is shown as well.
    (pages / "<script>alert(2)<'; DROP TABLE documents;--.txt").write_text(NASTY, encoding="utf-8")
    (pages / "=1+1.exe").write_bytes(b"MZ")
    assert run(["run", "--direct", str(pages), "--build", str(folder / "build")]) == 0
    return folder / "build"


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = run(list(arguments))
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def test_no_page_of_the_outputs_holds_markup_of_the_input(build: Path) -> None:
    pages = list(build.rglob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for piece in ("<script>alert(", "<img src=x", *SECRETS):
            assert piece not in text, page


def test_the_site_shows_markup_as_text_and_hides_contacts(build: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert run(["explore", "--build", str(build), "--out", str(site)]) == 0
    pages = [page.read_text(encoding="utf-8") for page in site.rglob("*.html")]
    assert any("&lt;script&gt;alert(" in page for page in pages)
    for page in pages:
        for piece in ("<script>alert(", "<img src=x", *SECRETS):
            assert piece not in page


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_contacts_are_hidden_unless_asked_for(build: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    query = ["sql", "SELECT text FROM documents", "--build", str(build), "--format", form]
    code, hidden_text = told(capsys, *query)
    assert code == 0
    assert "临江市高新区" in hidden_text
    assert not [secret for secret in SECRETS if secret in hidden_text]
    _, shown = told(capsys, *query, "--show-contacts")
    assert [secret for secret in SECRETS if secret in shown] == list(SECRETS)


def test_a_cell_of_csv_is_no_formula(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT '=1+1' AS a, '＝HYPERLINK(1)' AS b, ' @SUM(1)' AS c, '-3.5' AS d, -3.5 AS e, ['=x'] AS f"
    _, text = told(capsys, "sql", query, "--build", str(build), "--format", "csv")
    row = next(csv.DictReader(io.StringIO(text)))
    assert list(row.values()) == ["'=1+1", "'＝HYPERLINK(1)", "' @SUM(1)", "-3.5", "-3.5", '["=x"]']


@given(st.text(max_size=12))
def test_no_text_at_all_is_a_formula(text: str) -> None:
    cell = str(csv_cell(text))
    first = cell.lstrip()[:1]
    assert not first or first not in "=+@＝＋＠" or cell.startswith("'")
    assert cell in {text, "'" + text}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "COPY (SELECT 1) TO '/tmp/kechuang_escape.csv'",
        "ATTACH '/tmp/kechuang_escape.db' AS other",
        "EXPORT DATABASE '/tmp/kechuang_escape'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "RESET lock_configuration",
        "DROP TABLE documents",
        "UPDATE documents SET text = ''",
        "CREATE TABLE other AS SELECT 1",
    ],
)
@pytest.mark.parametrize("options", [[], ["--as-of", "1"]], ids=["newest", "as of"])
def test_sql_neither_writes_nor_reaches_out(
    build: Path, capsys: pytest.CaptureFixture[str], query: str, options: list[str]
) -> None:
    before = (build / "kechuang.duckdb").read_bytes()
    code, text = told(capsys, "sql", query, "--build", str(build), *options)
    assert code == 1, text
    assert "Traceback" not in text
    assert (build / "kechuang.duckdb").read_bytes() == before
    assert not list(Path("/tmp").glob("kechuang_escape*"))


def test_external_access_is_a_choice(build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.csv").write_text("a\n7\n", encoding="utf-8")
    query = f"SELECT a FROM read_csv('{tmp_path}/other.csv')"
    assert told(capsys, "sql", query, "--build", str(build))[0] == 1
    assert told(capsys, "sql", query, "--build", str(build), "--allow-external", "--format", "csv") == (0, "a\n7\n")


def test_names_with_quotes_and_sql_are_only_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / 'it\'s a "folder"; DROP TABLE documents;--'
    folder.mkdir()
    (folder / "a'b.txt").write_text(NASTY, encoding="utf-8")
    place = folder / "bui'ld"
    assert run(["run", "--direct", str(folder / "a'b.txt"), "--build", str(place)]) == 0
    assert told(capsys, "sql", "SELECT source_uri FROM documents", "--build", str(place), "--format", "csv")[1] == (
        "source_uri\na'b.txt\n"
    )
    assert told(capsys, "sql", "SELECT count(*) FROM documents", "--build", str(place), "--as-of", "1")[0] == 0
    assert told(capsys, "entity", "x' OR '1'='1", "--build", str(place))[0] == 1
    assert told(capsys, "doctor", "--build", str(place))[0] == 0


def identity_number(chance: random.Random) -> str:
    body = f"1101{chance.randrange(1, 20):02d}{chance.randrange(1930, 2020)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}{chance.randrange(1000):03d}"
    return body + CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True)) % 11]


def test_identity_numbers_are_told_by_their_check_character() -> None:
    chance = random.Random(5)
    for _ in range(200):
        number = identity_number(chance)
        assert number not in hidden(f"身份证{number}。")
        wrong = number[:-1] + ("5" if number[-1] != "5" else "6")
        assert wrong in hidden(f"编号{wrong}。")


@pytest.mark.parametrize(
    "text",
    [
        "营收15000000000元",
        "产值13912345678元",
        "2018年12月3日",
        "增长7.1%",
        "编号为20181203",
        "邮编100010",
        "第12345678号",
    ],
)
def test_figures_are_no_contacts(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "１３８１２３４５６７８",
        "+86 138-1234-5678",
        "010-56805059",
        "（0571）87654321转801",
        "400-810-8888",
        "a＠b．cn",
        "wang_1@mail.gov.cn",
    ],
)
def test_contacts_are_hidden_in_every_spelling(text: str) -> None:
    shown = hidden(f"请致电{text}。")
    assert len(shown) == len(text) + 4
    assert shown.count("•") >= 4
    assert not set("12345678") & set(shown.translate(str.maketrans("１２３４５６７８", "12345678"))[3:14])
