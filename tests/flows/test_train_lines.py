"""Training the line model: labels and rewritten layouts of invented pages, and a small model that learns them."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from flows.cli import run
from flows.cli_train import train_layout
from flows.line_pages import LabelledPage, label_page, modernise, rewrap
from flows.train_lines import mean_weights, train_lines
from tests.flows.examples import arguments_of

TITLES = ("新区产业升级提速", "老城区改造全部完成", "各地加快推进秋收", "工厂扩大出口规模", "山乡公路年底通车")
BODIES = (
    "记者从有关部门获悉，这项工作今年以来进展顺利，各项指标均好于预期，群众普遍感到满意。",
    "据介绍，下一步将继续完善政策措施，加大资金投入，帮助企业和农户解决生产中遇到的困难。",
    "专家认为，要把好的做法及时总结推广，让更多的地方从中受益，形成你追我赶的良好局面。",
)


def page(day: int, *, width: int | None) -> dict[str, Any]:
    """A page of three articles: whole paragraphs, or hard-wrapped lines of a width."""
    chance = random.Random(day)
    text, lines, articles = "", [], []
    for number, title in enumerate(chance.sample(TITLES, 3)):
        start = len(text)
        bodies = chance.sample(BODIES, 2)
        paragraphs = [
            ("title", title),
            *(("body", f"本报讯　{body}" if at == 0 else body) for at, body in enumerate(bodies)),
        ]
        for kind, content in paragraphs:
            for at in range(0, len(content), width or len(content)):
                part = content[at : at + (width or len(content))]
                lines.append({"start": len(text), "end": len(text) + len(part), "article": number, "kind": kind})
                text += part + "\n"
        articles.append({"start": start, "end": len(text) - 1})
    layout = "torn" if width else "whole"
    return {"id": f"xx199801{day:02d}-01-{layout}", "text": text, "articles": articles, "lines": lines}


def labelled(day: int) -> LabelledPage:
    return label_page(page(day, width=None), page(day, width=17))


def joined(found: LabelledPage) -> str:
    return "".join(found.line(number) for number in range(len(found.labels)))


def test_lines_of_a_torn_page_know_where_paragraphs_begin() -> None:
    torn = label_page(page(1, width=17), page(1, width=None))
    assert "".join(torn.labels).count("T") == 3
    assert "".join(torn.labels).count("P") == 6
    assert set(torn.labels) == {"T", "P", "C"}


@pytest.mark.parametrize("seed", range(12))
def test_a_rewrapped_page_holds_the_same_characters_and_articles(seed: int) -> None:
    whole = labelled(1)
    wrapped = rewrap(whole, random.Random(seed))
    assert joined(wrapped) == joined(whole)
    assert "".join(wrapped.labels).count("T") == 3
    assert all(label != "C" or wrapped.labels[number - 1] in "PC" for number, label in enumerate(wrapped.labels))
    assert all(line == line.strip() for line in map(wrapped.line, range(len(wrapped.labels))))


@pytest.mark.parametrize("seed", range(12))
def test_a_page_in_todays_layout_opens_as_many_articles(seed: int) -> None:
    modern = modernise(labelled(1), random.Random(seed))
    assert "".join(modern.labels).count("T") == 3
    assert all(modern.line(number) for number in range(len(modern.labels)))


def test_bare_pages_begin_their_texts_at_once() -> None:
    whole = labelled(1)
    filed = [modernise(whole, random.Random(seed)) for seed in range(12)]
    bare = [modernise(whole, random.Random(seed), bare=1.0) for seed in range(12)]
    assert any("本报讯" in joined(modern) for modern in filed)
    assert not any("本报讯" in joined(modern) for modern in bare)
    assert all("".join(modern.labels).count("T") == 3 for modern in bare)


def test_a_small_model_learns_the_pages_and_is_the_same_each_time(tmp_path: Path) -> None:
    for name, width in (("torn", 17), ("whole", None)):
        rows = (json.dumps(page(day, width=width), ensure_ascii=False) for day in (*range(1, 9), 20, 21))
        (tmp_path / f"{name}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    paths = [tmp_path / "torn.jsonl", tmp_path / "whole.jsonl"]
    scores = [
        train_lines.fn(
            paths, tmp_path / f"{turn}.npz", held_out=("20", "21"), rounds=30, seeds=(1,), bare=((0.4, 1.0),)
        )
        for turn in "ab"
    ]
    assert scores[0] == scores[1]
    assert scores[0].article_f1 > 0.9
    first, again = (np.load(tmp_path / f"{turn}.npz") for turn in "ab")
    assert all(np.array_equal(first[name], again[name]) for name in first.files)


@pytest.mark.usefixtures("prefect_server")
def test_the_command_trains_as_its_example_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (json.dumps(page(day, width=17), ensure_ascii=False) for day in (*range(1, 9), 20, 21))
    (tmp_path / "artsplit_pages.jsonl").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(arguments_of(train_layout, DATA_DIR=tmp_path)) == 0
    assert "held-out days: article F1 " in capsys.readouterr().out
    assert (tmp_path / "lines.npz").stat().st_size > 1000


def test_the_mean_of_models_holds_the_features_of_all() -> None:
    models = [
        {
            "features": np.array(features, dtype=np.int32),
            "weights": np.full((len(features), 7), 2.0, dtype=np.float16),
            "transitions": np.zeros((7, 7), dtype=np.float32),
        }
        for features in ([1, 5], [5, 9])
    ]
    mean = mean_weights(models)
    assert mean["features"].tolist() == [1, 5, 9]
    assert mean["weights"][:, 0].tolist() == [1.0, 2.0, 1.0]
    assert mean_weights(models, [3.0, 1.0])["weights"][:, 0].tolist() == [1.5, 2.0, 0.5]
