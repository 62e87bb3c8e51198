"""`kechuang entity` tells who is meant, where a place lies, and why a place stays open."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.cli import run

PAGE = """全省工作会议召开

　　本报讯　吉林省长春市朝阳区的企业营收增长了7.1%。鼓楼区也举行了比赛。记者王建国采访了朝阳区的负责人。
"""


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("entity")
    (folder / "page.txt").write_text(PAGE, encoding="utf-8")
    out = folder / "build"
    assert run(["run", str(folder / "page.txt"), "--build", str(out), "--issue-date", "2019-03-01", "--direct"]) == 0
    return out


@pytest.fixture
def ask(build: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], dict[str, list[dict[str, Any]]]]:
    def answer(name: str) -> dict[str, list[dict[str, Any]]]:
        capsys.readouterr()
        assert run(["entity", name, "--build", str(build), "--json"]) == 0
        found: dict[str, list[dict[str, Any]]] = json.loads(capsys.readouterr().out)
        return found

    return answer


def test_a_place_has_its_code_and_what_contains_it(ask: Callable[[str], dict[str, list[dict[str, Any]]]]) -> None:
    found = ask("朝阳区")
    (place,) = found["entities"]
    assert (place["region_code"], place["region"]) == ("220104", "吉林省 > 长春市 > 朝阳区")
    assert place["region_note"]
    assert [(row["canonical_name"], row["surface"]) for row in found["mentions"]] == [("朝阳区", "朝阳区")] * 2


def test_an_ambiguous_place_stays_open_and_says_why(ask: Callable[[str], dict[str, list[dict[str, Any]]]]) -> None:
    (place,) = ask("鼓楼区")["entities"]
    assert (place["region_code"], place["region"]) == (None, None)
    assert "ambiguous" in place["region_note"]


def test_a_part_of_a_name_finds_all_that_hold_it(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["entity", "区", "--build", str(build)]) == 0
    told = capsys.readouterr().out
    assert "朝阳区" in told
    assert "鼓楼区" in told
    assert "['" not in told
    assert run(["entity", "没有的名字", "--build", str(build)]) == 1
