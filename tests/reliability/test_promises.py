"""Bit rot, time travel, rejects and drift, through the commands that people use."""

from __future__ import annotations

import csv
import importlib
import io
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from flows.cli import run
from flows.plan import STAGES
from tests.reliability.tools import see_everywhere, write_pages
from transforms.outcome import Outcome
from warehouse.contracts import PUBLISHED_TABLES
from warehouse.doctor import Area, verify_build
from warehouse.ledger import MANIFEST, all_staged, read_manifest, read_staged, seal, write_staged

pytestmark = pytest.mark.reliability
FLIPS = 52


@pytest.fixture(autouse=True, scope="module")
def rules_alone() -> Iterator[None]:
    """Without models the tests are quicker; for the whole module, because the setting is part of every fingerprint."""
    from flows.settings import load_settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KECHUANG_MODELS", "off")
        load_settings.cache_clear()
        yield
    load_settings.cache_clear()


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    capsys.readouterr()
    code = run([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return code, shown.out + shown.err


def publish(build: Path, pages: Path) -> None:
    assert run(["run", "--direct", str(pages), "--build", str(build)]) == 0


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, rules_alone: None) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    publish(folder / "build", write_pages(folder / "pages", edition=1, count=2))
    return folder / "build"


def test_every_flipped_byte_is_found_wherever_it_lies(sound: Path) -> None:
    assert verify_build(sound) == []
    chance = random.Random(3)
    files = [
        sound / "kechuang.duckdb",
        sound / "lake" / "catalog.sqlite",
        sound / "lake" / "catalog.sqlite.sha256",
        *sorted((sound / "lake" / "data").rglob("*.parquet"))[::6],
        *sorted((sound / "stage").rglob("*.parquet"))[::7],
        *sorted((sound / "stage").rglob(MANIFEST))[::3],
        *sorted((sound / "parquet").resolve().rglob("*"))[::9],
    ]
    files = [path for path in files if path.is_file()]
    flips = [(files[number % len(files)], chance.random()) for number in range(FLIPS)]
    missed = []
    for path, place in flips:
        payload = path.read_bytes()
        at = int(place * len(payload))
        path.write_bytes(payload[:at] + bytes([payload[at] ^ (1 << chance.randrange(8))]) + payload[at + 1 :])
        if {problem.area for problem in verify_build(sound)} <= {Area.LEFTOVER}:
            missed.append((path, at))
        path.write_bytes(payload)
    assert missed == []
    assert verify_build(sound) == []


def test_a_changed_letter_in_the_catalog_is_found_and_stops_the_next_commit(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build = tmp_path / "build"
    shutil.copytree(sound, build, symlinks=True)
    catalog = build / "lake" / "catalog.sqlite"
    catalog.write_bytes(catalog.read_bytes().replace(b"documents-", b"documentz-", 1))
    code, text = told(capsys, "doctor", "--build", build)
    assert code == 1
    assert "SHA-256" in text
    code, text = told(capsys, "run", "--direct", write_pages(tmp_path / "new", edition=2, count=2), "--build", build)
    assert code == 1
    assert "kechuang doctor" in text
    assert told(capsys, "doctor", "--repair", "--build", build)[0] == 0
    publish(build, tmp_path / "new")
    assert told(capsys, "doctor", "--build", build)[0] == 0


def test_time_travel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build = tmp_path / "build"
    states = []
    for edition in (0, 1, 2):
        publish(build, write_pages(tmp_path / str(edition), edition=edition, count=2))
        states.append(see_everywhere(build))
    ids = [line.split()[0] for line in told(capsys, "snapshots", "--build", build)[1].splitlines() if line.strip()]
    assert len(ids) == 3

    def sentences(snapshot: str) -> int:
        query = ["sql", "SELECT count(*) FROM sentences", "--as-of", snapshot, "--format", "csv", "--build", build]
        return int(told(capsys, *query)[1].splitlines()[1])

    assert [sentences(snapshot) for snapshot in ids] == [state[1] for state in states]
    assert told(capsys, "rollback", ids[0], "--build", build)[0] == 0
    assert see_everywhere(build) == states[0]
    assert told(capsys, "gc", "--keep", "2", "--build", build)[0] == 0
    assert sentences(ids[2]) == states[2][1]
    assert see_everywhere(build) == states[0]
    code, text = told(capsys, "sql", "SELECT 1", "--as-of", ids[0], "--build", build)
    assert code == 1
    assert f"no snapshot {ids[0]}" in text
    publish(build, tmp_path / "2")
    assert see_everywhere(build) == states[2]
    assert told(capsys, "doctor", "--build", build)[0] == 0


def test_rejects_are_explained_and_retried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build, pages = tmp_path / "build", write_pages(tmp_path / "pages", edition=1, count=2)
    cut = pages / "cut.txt"
    cut.write_bytes("新闻".encode()[:-1])
    (pages / "picture.jpg").write_bytes(b"\xff\xd8")
    publish(build, pages)
    code, text = told(capsys, "rejects", "--format", "csv", "--build", build)
    assert code == 0
    rows = {row["stage"]: row for row in csv.DictReader(io.StringIO(text))}
    assert {stage: row["reason"] for stage, row in rows.items()} == {
        "documents": "truncated",
        "inputs": "unknown_suffix",
    }
    assert all(row["detail"] for row in rows.values())
    # Nothing has changed: the same rows are rejected again, and told so.
    code, text = told(capsys, "retry", "--build", build)
    assert code == 0
    assert "2 rejected before, 2 now" in text
    cut.write_text("高新区前三季度营收120亿元。\n", encoding="utf-8")
    code, text = told(capsys, "retry", "--build", build)
    assert code == 0
    assert "2 rejected before, 1 now" in text
    assert "documents: truncated: 1 before, 0 now" in text
    assert "3\n" in told(capsys, "sql", "SELECT count(*) FROM documents", "--format", "csv", "--build", build)[1]


def test_the_accounts_of_every_stage_add_up(sound: Path) -> None:
    staged = list(all_staged(sound))
    assert {one.stage for one in staged} == {stage.name for stage in STAGES}
    for one in staged:
        accounts = [
            row
            for row in read_staged(one, "checks").to_pylist()
            if row["expectation"].startswith(("kept_plus_rejected_is_input", "all_staged_rows_were_read"))
        ]
        assert accounts, one.stage
        for row in accounts:
            figures = [int(word) for word in re.findall(r"\d+", row["observed"])]
            assert row["severity"] == "critical"
            assert figures[0] == sum(figures[1:]) > 0, row
    with duckdb.connect(str(sound / "kechuang.duckdb"), read_only=True) as published:
        for stage in STAGES:
            for name in set(stage.outputs) & set(PUBLISHED_TABLES):
                rows = sum(one.rows[name] for one in staged if one.stage == stage.name)
                assert published.execute(f"SELECT count(*) FROM {name}").fetchone() == (rows,), name


def without_last(table: pa.Table, key: str) -> pa.Table:
    """The table without the rows of its last key: what a defect may lose without a word."""
    return table.filter(pc.not_equal(table[key], table[key][-1]))


LOSSES = {
    "a page": ("transforms.articles", "split_articles", ("articles", "blocks", "sentences"), "document_id", "documents: kept_plus"),
    "a block": ("transforms.articles", "split_articles", ("sentences",), "block_id", "blocks: kept_plus"),
    "a sentence": ("transforms.tokens", "segment_sentences", ("tokens",), "sentence_id", "sentences: kept_plus"),
    "an entity": ("transforms.mentions", "find_mentions", ("entity_parts",), "entity_id", "mentions: kept_plus"),
}  # fmt: skip


@pytest.mark.parametrize("loss", LOSSES)
def test_a_stage_that_loses_a_row_is_stopped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    module, function, names, key, words = LOSSES[loss]
    real = getattr(importlib.import_module(module), function)

    def losing(*tables: pa.Table, **options: object) -> Outcome:
        outcome = real(*tables, **options)
        return Outcome(
            {**outcome.tables, **{name: without_last(outcome.tables[name], key) for name in names}}, outcome.rejects
        )

    monkeypatch.setattr(f"{module}.{function}", losing)
    build = tmp_path / "build"
    code, text = told(capsys, "run", "--direct", write_pages(tmp_path / "pages", edition=1, count=2), "--build", build)
    assert code == 1, text
    assert words in text
    assert re.search(r"[1-9]\d* lost", text)
    assert "Traceback" not in text
    assert not (build / "kechuang.duckdb").exists()


def restage(build: Path, stage: str, name: str, drift: Callable[[pa.Table], pa.Table]) -> None:
    """Change a table of a finished stage as another version would have written it: its checksum is right, what it holds is not."""
    (one,) = [staged for staged in all_staged(build) if staged.stage == stage]
    manifest = read_manifest(one.folder / MANIFEST)
    assert manifest is not None
    tables = {name: read_staged(one, name) for name in (*one.tables, "checks", "rejects")}
    tables[name] = drift(tables[name])
    checks, rejects = tables.pop("checks"), tables.pop("rejects")
    changed = write_staged(
        build,
        stage=stage,
        batch_id=one.batch_id,
        fingerprint=one.fingerprint,
        tables=tables,
        checks=checks,
        rejects=rejects,
    )
    seal(changed, parts=manifest["parts"], inputs=manifest["inputs"])


@pytest.mark.parametrize(
    ("drift", "words"),
    [
        (lambda table: table.set_column(table.schema.get_field_index("char_start"), "char_start", pa.array([str(n) for n in range(table.num_rows)])), ["table sentences", "column char_start", "int32", "string"]),
        (lambda table: table.drop_columns(["text"]), ["table sentences", "missing columns", "text"]),
        (lambda table: table.append_column("mood", pa.array(["good"] * table.num_rows)), ["table sentences", "mood"]),
    ],
    ids=["another type", "a missing column", "an unknown column"],
)  # fmt: skip
def test_a_drifted_staged_file_stops_the_run(
    sound: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    drift: Callable[[pa.Table], pa.Table],
    words: list[str],
) -> None:
    build = tmp_path / "build"
    shutil.copytree(sound, build, symlinks=True)
    restage(build, "articles", "sentences", drift)
    before = see_everywhere(build)
    shutil.rmtree(build / "stage" / "tokens")
    code, text = told(capsys, "run", "--direct", sound.parent / "pages", "--build", build)
    assert code == 1, text
    for word in words:
        assert word in text
    assert see_everywhere(build) == before


def test_an_unknown_code_in_a_staged_file_stops_the_run(
    sound: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build = tmp_path / "build"
    shutil.copytree(sound, build, symlinks=True)
    before = see_everywhere(build)

    def drift(table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index("entity_type")
        codes = pc.if_else(pc.equal(table["entity_type"], table["entity_type"][0]), "LOC.PLANET", table["entity_type"])
        return table.set_column(at, table.schema.field(at), codes)

    restage(build, "mentions", "mentions", drift)
    code, text = told(capsys, "run", "--direct", sound.parent / "pages", "--build", build)
    assert code == 1, text
    for words in (
        "table mentions",
        "column entity_type (VARCHAR)",
        "entity_types.entity_type (VARCHAR)",
        "'LOC.PLANET'",
    ):
        assert words in text
    assert "Traceback" not in text
    assert see_everywhere(build) == before
    assert told(capsys, "doctor", "--build", build)[0] == 0
