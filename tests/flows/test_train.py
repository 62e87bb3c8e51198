"""Training reads the shapes of public sets and writes a model that tags."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.cli import run
from flows.cli_train import train_names
from flows.ner_data import Example, read_examples
from seeds.load import read_model
from tests.flows.examples import arguments_of

pytest.importorskip("pycrfsuite")
FIRMS = ("大山智能", "长河股份", "东岭科技", "北原电子", "南湖药业", "西江重工")


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_three_shapes_of_labels_become_flat_spans(tmp_path: Path) -> None:
    entities = write(tmp_path / "a.jsonl", [{"text": "来上海", "entities": [{"start": 1, "end": 3, "type": "LOC"}]}])
    argument = {"role": "sub-org", "text": "大山智能", "start": 0, "end": 4}
    other = {"role": "money", "text": "3亿元"}
    events = write(tmp_path / "b.jsonl", [{"text": "大山智能出资3亿元", "events": [{"args": [argument, other]}]}])
    pair = {"text": "<N>日,大山智能并购大山", "head": "大山智能", "tail": "大山"}
    relations = write(tmp_path / "c.jsonl", [pair, {**pair, "head": "大山", "tail": "大山智能"}])
    assert read_examples([entities, events, relations]) == [
        Example(text="来上海", spans=((1, 3, "LOC"),)),
        Example(text="大山智能出资3亿元", spans=((0, 4, "firm"),)),
        Example(text="0日,大山智能并购大山", spans=((3, 7, "firm"), (9, 11, "firm"))),
    ]


def test_missing_training_files_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["train", "ner", str(tmp_path)]) == 2
    assert "msra_train.jsonl" in capsys.readouterr().err
    assert run(["train", "lines", str(tmp_path)]) == 2
    assert "artsplit_" in capsys.readouterr().err
    assert run(["train", "roles", str(tmp_path)]) == 2
    assert "fewfc_train_base.jsonl" in capsys.readouterr().err


def test_the_command_trains_a_scorer_of_roles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def labelled(number: int) -> dict[str, object]:
        a, b = FIRMS[number % 6] + "有限公司", FIRMS[(number + 1) % 6] + "有限公司"
        text = f"{number}日，{a}收购{b}的全部股权。"
        start = text.index("收购")
        args = [
            {"role": "trigger", "text": "收购", "start": start, "end": start + 2},
            {"role": "sub-org", "text": a},
            {"role": "obj-org", "text": b},
        ]
        return {"id": str(number), "text": text, "events": [{"type": "收购", "args": args}]}

    write(tmp_path / "fewfc_train_base.jsonl", [labelled(number) for number in range(30)])
    write(tmp_path / "fewfc_train_trans.jsonl", [])
    out = tmp_path / "roles.npz"
    assert run(["train", "roles", str(tmp_path), "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "instances" in told
    assert "all          event R" in told
    assert set(read_model(out)) == {"labels", "triggers", "types", "weights"}


@pytest.mark.usefixtures("prefect_server")
def test_the_command_trains_a_model_that_scores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"text": f"昨日{a}收购{b}的股权", "head": a, "tail": b}
        for a in FIRMS
        for b in FIRMS
        if a != b
        for _ in range(20)
    ]
    named = [
        {
            "text": row["text"],
            "entities": [{"start": 2, "end": 6, "type": "ORG"}, {"start": 8, "end": 12, "type": "ORG"}],
        }
        for row in rows
    ]
    for name in ("msra_train", "cluener_train"):
        write(tmp_path / f"{name}.jsonl", named)
    for name in ("fewfc_train_base", "fewfc_train_trans", "finre_valid"):
        write(tmp_path / f"{name}.jsonl", [])
    # Rows of one text are joined: a number in each keeps them apart.
    write(
        tmp_path / "finre_train.jsonl", [{**row, "text": f"{number}号{row['text']}"} for number, row in enumerate(rows)]
    )
    monkeypatch.chdir(tmp_path)
    assert run(arguments_of(train_names, DATA_DIR=tmp_path)) == 0
    told = capsys.readouterr().out
    assert "news: all 1.0000" in told
    assert "firms: all " in told
    assert (tmp_path / "ner.npz").stat().st_size > 1000
