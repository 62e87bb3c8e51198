"""The batched tagger gives the labels that the trainer's own tagger gives."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from transforms.engine.tagger import (
    KeyTable,
    compile_model,
    emissions,
    label_characters,
    segment_plain,
    spans,
    tag_entities,
)
from transforms.engine.tagger_features import text_features

pycrfsuite = pytest.importorskip("pycrfsuite", reason="the extra `train` is not installed")
train_ner = pytest.importorskip("flows.train_ner")

SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", ["建国", "小明", "丽", "志强", "海燕", "文"]
PLACES = ["石家庄", "温州市", "苏州", "嘉定区", "黑龙江省", "临港"]
COMPANIES = ["银行", "科技有限公司", "保险公司", "大学", "研究院"]
FRAMES = [
    "{p}昨天在{l}说，{o}增长了７.1%。",
    "据{o}介绍，“{l}基金”由{p}管理",
    "{l}{o}的{p}来到{l}",
    "本报讯　没有名字的一句话",
    "{p}《{l}记》",
]


def invented(count: int, *, seed: int) -> list[Any]:
    """Sentences with labelled people, places and organisations."""
    chance = random.Random(seed)
    examples = []
    for _ in range(count):
        text, found = "", []
        for piece in chance.choice(FRAMES).replace("{", "\0{").replace("}", "}\0").split("\0"):
            name = {
                "{p}": chance.choice(SURNAMES) + chance.choice(GIVEN),
                "{l}": chance.choice(PLACES),
                "{o}": chance.choice(PLACES) + chance.choice(COMPANIES),
            }.get(piece, piece)
            if name != piece:
                found.append((len(text), len(text) + len(name), {"p": "PER", "l": "LOC", "o": "ORG"}[piece[1]]))
            text += name
        examples.append(train_ner.Example(text=text, spans=tuple(found)))
    return examples


@pytest.fixture(scope="module", params=["BMES", "BIO"])
def trained(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A small model file of the trainer, and its arrays."""
    recipe = train_ner.Recipe(part="news", sources={}, scheme=request.param, c1=0.05, c2=0.01, rounds=30)
    examples = invented(150, seed=1)
    texts = [example.text for example in examples]
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": recipe.c1, "c2": recipe.c2, "max_iterations": recipe.rounds})
    for row, example in zip(
        train_ner.attributes(text_features(texts, segment_plain(texts)), texts, least=2), examples, strict=True
    ):
        trainer.append(pycrfsuite.ItemSequence(row), train_ner.labels_of(example, recipe.scheme))
    path = tmp_path_factory.mktemp("crf") / "small.crfsuite"
    trainer.train(str(path))
    return path, {f"news_{name}": array for name, array in train_ner.exported(str(path)).items()}


def test_labels_are_those_of_the_trainers_tagger(trained: tuple[Path, Any]) -> None:
    path, arrays = trained
    texts = [example.text for example in invented(300, seed=2)]
    texts += ["𠮷田　ＡＢ", "", "王", "\t", "李\n明在温州市"]
    features = text_features(texts, segment_plain(texts))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    (part,) = compile_model(arrays)
    labels, scores = label_characters(features, part)
    theirs: list[str] = []
    for row in train_ner.attributes(features, texts, least=1):
        theirs.extend(tagger.tag(pycrfsuite.ItemSequence(row)) if row else [])
    assert [part.labels[label] for label in labels] == theirs
    assert len(set(theirs)) > 4
    assert scores.shape == (sum(map(len, texts)), len(part.labels))


def test_spans_carry_their_text_type_and_score(trained: tuple[Path, Any]) -> None:
    examples = invented(200, seed=3)
    found = tag_entities([example.text for example in examples], trained[1])
    mine = set(zip(found.rows.tolist(), found.starts.tolist(), found.ends.tolist(), found.labels, strict=True))
    gold = {(row, *span) for row, example in enumerate(examples) for span in example.spans}
    assert len(mine & gold) / len(mine | gold) > 0.9
    assert ((found.scores > 0) & (found.scores <= 1)).all()
    assert found.rows.tolist() == sorted(found.rows.tolist())
    assert set(found.parts) == {"news"}


def test_a_sentence_is_labelled_for_itself(trained: tuple[Path, Any]) -> None:
    texts = [example.text for example in invented(20, seed=4)]
    together = tag_entities(texts, trained[1])
    for row, text in enumerate(texts):
        alone = tag_entities([text], trained[1])
        here = together.rows == row
        assert alone.starts.tolist() == together.starts[here].tolist()
        assert np.array_equal(alone.scores, together.scores[here])


def test_nothing_is_found_in_nothing(trained: tuple[Path, Any]) -> None:
    assert len(tag_entities([], trained[1]).rows) == 0
    assert len(tag_entities(["", ""], trained[1]).rows) == 0


def test_a_key_table_finds_all_its_keys_and_no_other() -> None:
    keys = np.unique(np.random.default_rng(0).integers(0, 2**63, 5000, dtype=np.uint64))
    keys = np.concatenate([np.arange(3000, dtype=np.uint64), keys[keys > 10_000]])
    table = KeyTable.of(keys)
    assert table.numbers(keys).tolist() == list(range(1, len(keys) + 1))
    assert not table.numbers(np.arange(3000, 9000, dtype=np.uint64)).any()


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (["B-PER", "E-PER", "S-LOC", "O"], [(0, 2, "PER"), (2, 3, "LOC")]),
        (["B-PER", "B-PER", "O", "M-LOC"], [(0, 1, "PER"), (1, 2, "PER"), (3, 4, "LOC")]),
        (["I-ORG", "I-ORG", "B-ORG", "I-LOC"], [(0, 2, "ORG"), (2, 3, "ORG"), (3, 4, "LOC")]),
        (["E-PER", "E-PER", "M-PER", "O"], [(0, 1, "PER"), (1, 2, "PER"), (2, 3, "PER")]),
    ],
)
def test_spans_are_read_from_any_labels(labels: list[str], found: list[tuple[int, int, str]]) -> None:
    names = sorted({*labels, "O"})
    numbers = np.array([names.index(label) for label in labels])
    _, starts, ends, types = spans(numbers, np.array([len(labels)]), names)
    assert list(zip(starts.tolist(), ends.tolist(), types, strict=True)) == found


def test_emissions_add_up_the_weights_of_known_ngrams(trained: tuple[Path, Any]) -> None:
    (part,) = compile_model(trained[1])
    features = text_features(["犇犇"], segment_plain(["犇犇"]))
    scores: NDArray[np.float32] = emissions(features, part)
    assert scores.dtype == np.float32
    assert scores.shape == (2, len(part.labels))
