"""Seed files are validated on load, with the file and the entry in the message."""

from __future__ import annotations

from pathlib import Path

import pytest

from seeds.load import digest_seeds, load_seeds
from seeds.types import SeedError

RULE = """
[[rule]]
id = "times.year"
about = "A year."
confidence = 0.9
pattern = '[0-9]{4}年'
matches = [["2018年很好", "2018年"]]
rejects = ["很好"]
"""


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


def test_a_rule_is_read_with_its_examples(tmp_path: Path) -> None:
    seeds = load_seeds(write(tmp_path, "rules/times.toml", RULE))
    assert seeds.rules["times.year"].matches == (("2018年很好", "2018年"),)
    assert seeds.confidence("times.year") == 0.9
    assert [rule.rule_id for rule in seeds.area("times")] == ["times.year"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('rejects = ["很好"]', "rejects = []", "needs examples"),
        ('matches = [["2018年很好", "2018年"]]', "matches = []", "needs examples"),
        ("confidence = 0.9", "confidence = 2", "confidence"),
        ("'[0-9]{4}年'", "'[0-9'", "does not compile"),
        ('id = "times.year"', 'id = "year"', "area.name"),
        ('about = "A year."', 'about = "A year."\nbaout = 1', "unknown keys"),
        ('about = "A year."', "", "`about` is missing"),
    ],
)
def test_a_malformed_rule_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    write(tmp_path, "rules/times.toml", RULE.replace(old, new))
    with pytest.raises(SeedError, match=message) as caught:
        load_seeds(tmp_path)
    assert "rules/times.toml" in str(caught.value)


def test_a_rule_is_declared_once(tmp_path: Path) -> None:
    write(tmp_path, "rules/a.toml", RULE)
    write(tmp_path, "rules/b.toml", RULE)
    with pytest.raises(SeedError, match=r"b\.toml.*declared in rules/a\.toml already"):
        load_seeds(tmp_path)


def test_a_lexicon_follows_its_schema(tmp_path: Path) -> None:
    write(
        tmp_path,
        "lexicon/SCHEMA.toml",
        '[titles]\nabout = "Titles."\ncolumns = ["term", "rank"]\nvalues = { rank = ["high", "low"] }\n',
    )
    write(tmp_path, "lexicon/titles.tsv", "# comment\nterm\trank\n书记\thigh\n干事\tlow\n")
    titles = load_seeds(tmp_path).lexicon("titles")
    assert titles.rows == (("书记", "high"), ("干事", "low"))
    assert titles.mapping("term", "rank") == {"书记": "high", "干事": "low"}
    assert titles.where(rank="low") == (("干事", "low"),)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("term\trank\n书记\tmiddle\n", "line 2: rank 'middle'"),
        ("term\trank\n书记\n", "line 2: needs 2 cells"),
        ("term\trank\n书记\thigh\n书记\tlow\n", "stands in line 2 already"),
        ("term\n书记\n", "header"),
        ("# nothing\n", "no header line"),
    ],
)
def test_a_malformed_lexicon_is_refused(tmp_path: Path, lines: str, message: str) -> None:
    write(
        tmp_path,
        "lexicon/SCHEMA.toml",
        '[titles]\nabout = "Titles."\ncolumns = ["term", "rank"]\nvalues = { rank = ["high", "low"] }\n',
    )
    write(tmp_path, "lexicon/titles.tsv", lines)
    with pytest.raises(SeedError, match=message):
        load_seeds(tmp_path)


def test_an_undeclared_lexicon_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "lexicon/titles.tsv", "term\n书记\n")
    with pytest.raises(SeedError, match="not declared"):
        load_seeds(tmp_path)


def test_a_unit_needs_factor_and_base_together(tmp_path: Path) -> None:
    write(
        tmp_path,
        "units/length.toml",
        '[[unit]]\nunit = "公里"\ndimension = "length"\nsurfaces = ["公里"]\nfactor = "1000"\n',
    )
    with pytest.raises(SeedError, match="factor and base_unit go together"):
        load_seeds(tmp_path)


def test_digests_change_with_the_file_they_name(tmp_path: Path) -> None:
    write(tmp_path, "rules/times.toml", RULE)
    before = digest_seeds(tmp_path)
    write(tmp_path, "rules/times.toml", RULE.replace("0.9", "0.8"))
    assert set(before) == {"rules/times"}
    assert digest_seeds(tmp_path) != before
