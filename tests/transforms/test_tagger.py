"""The batched tagger gives the labels that the trainer's own tagger gives."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from seeds.load import SEEDS_DIR, load_seeds
from transforms.engine.key_table import KeyTable, word_hashes
from transforms.engine.tagger import label_texts, score_texts, segment_plain, spans, tag_entities
from transforms.engine.tagger_context import CLUSTERS_SEEN, LABELS_SEEN
from transforms.engine.tagger_features import WINDOWS, text_features
from transforms.engine.tagger_model import compile_parts

pycrfsuite = pytest.importorskip("pycrfsuite", reason="the extra `train` is not installed")
train_ner = pytest.importorskip("flows.train_ner")
crf = pytest.importorskip("flows.crf")
word_clusters = pytest.importorskip("flows.word_clusters")

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


def real_lines() -> list[str]:
    """Lines of the sample page, and the gold sentences."""
    lines = [line for path in sorted((SEEDS_DIR / "pages").glob("*.txt")) for line in path.read_text().splitlines()]
    gold = (SEEDS_DIR / "gold" / "metric_sentences.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in (*lines, *(json.loads(row)["text"] for row in gold)) if line]


def labelled_by_the_product() -> list[Any]:
    """Real lines with the people, places and organisations that the shipped model finds in them."""
    lines = real_lines()
    found = tag_entities(lines, load_seeds().models["ner"], names=("news",))
    spans_of: list[list[tuple[int, int, str]]] = [[] for _ in lines]
    for row, start, end, label in zip(
        found.rows.tolist(), found.starts.tolist(), found.ends.tolist(), found.labels, strict=True
    ):
        spans_of[row].append((start, end, label))
    return [train_ner.Example(text=text, spans=tuple(own)) for text, own in zip(lines, spans_of, strict=True)]


def train_small(examples: list[Any], scheme: str, path: Path) -> dict[str, Any]:
    """Train with CRFsuite, leave its model at a path, and return the arrays."""
    texts = [example.text for example in examples]
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.05, "c2": 0.01, "max_iterations": 30})
    rows = crf.attributes(text_features(texts, segment_plain(texts)), WINDOWS, least=2)
    for row, example in zip(rows, examples, strict=True):
        trainer.append(pycrfsuite.ItemSequence(row), train_ner.labels_of(example, scheme))
    trainer.train(str(path))
    arrays: dict[str, Any] = crf.exported([crf.read_weights(str(path))], WINDOWS)
    return {f"news_{name}": array for name, array in arrays.items()}


@pytest.fixture(scope="module", params=["BMES", "BIO"])
def trained(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A small model file of the trainer, and its arrays."""
    path = tmp_path_factory.mktemp("crf") / "small.crfsuite"
    return path, train_small(invented(150, seed=1), request.param, path)


@pytest.fixture(scope="module")
def trained_on_real_text(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """The same, trained on the real lines."""
    path = tmp_path_factory.mktemp("crf") / "real.crfsuite"
    return path, train_small(labelled_by_the_product(), "BMES", path)


def theirs(path: Path, texts: list[str]) -> list[str]:
    """Labels of the trainer's own tagger, character by character."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    labels: list[str] = []
    for row in crf.attributes(text_features(texts, segment_plain(texts)), WINDOWS, least=1):
        labels.extend(tagger.tag(pycrfsuite.ItemSequence(row)) if row else [])
    return labels


def ours(arrays: Any, texts: list[str]) -> list[str]:
    """Labels of the batched tagger, character by character."""
    ((part, labels, _),) = label_texts(texts, compile_parts(arrays, ["news"]))
    return [part.labels[label] for label in labels]


def test_labels_are_those_of_the_trainers_tagger(trained: tuple[Path, Any]) -> None:
    path, arrays = trained
    texts = [example.text for example in invented(300, seed=2)]
    texts += ["𠮷田　ＡＢ", "", "王", "\t", "李\n明在温州市"]
    labels = ours(arrays, texts)
    assert labels == theirs(path, texts)
    assert len(set(labels)) > 4


def test_labels_of_real_text_are_those_of_the_trainers_tagger(
    trained_on_real_text: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, arrays = trained_on_real_text
    texts = real_lines()
    # Several blocks, as in a longer text.
    monkeypatch.setattr("transforms.engine.tagger.BLOCK", 1000)
    assert sum(map(len, texts)) > 8000
    labels = ours(arrays, texts)
    assert labels == theirs(path, texts)
    assert {"B-PER", "E-LOC", "M-ORG"} < set(labels)
    assert sum(label != "O" for label in labels) > 300


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


def test_scores_are_those_of_each_part_by_itself(trained: tuple[Path, Any], trained_on_real_text: Any) -> None:
    texts = ["犇犇", *real_lines()[:40]]
    both = {**trained[1], **{name.replace("news", "other"): array for name, array in trained_on_real_text[1].items()}}
    together, _ = score_texts(texts, compile_parts(both, ["news", "other"]))
    alone = [score_texts(texts, compile_parts(both, [name]))[0] for name in ("news", "other")]
    scores: NDArray[np.float32] = np.concatenate(alone, axis=1)
    assert together.dtype == np.float32
    assert np.array_equal(together, scores)


def test_a_part_sees_clusters_and_the_labels_of_another(trained: tuple[Path, Any]) -> None:
    examples = invented(150, seed=1)
    clusters = word_clusters.learn_clusters([example.text for example in examples])
    arrays = {**trained[1], **{f"clusters_{name}": array for name, array in clusters.items()}}
    training = crf.Training(c1=0.05, c2=0.01, rounds=20, models=2, dropped=0.5)
    recipe = train_ner.Recipe(part="fine", sources={}, scheme="BIO", training=training, sees="news", clustered=True)
    assert {*LABELS_SEEN, *CLUSTERS_SEEN} < set(recipe.windows)
    arrays.update(train_ner.train_part(examples, recipe, arrays))
    test = invented(200, seed=3)
    assert train_ner.score_part(test, compile_parts(arrays, ["fine"]))["all"] > 0.9
    found = tag_entities([example.text for example in test], arrays)
    assert set(found.parts) == {"fine", "news"}


def test_the_mean_of_models_has_their_mean_scores(trained: tuple[Path, Any], trained_on_real_text: Any) -> None:
    recipe = train_ner.Recipe(part="news", sources={}, scheme="BMES", training=crf.Training(c1=0.1, c2=0.1, rounds=1))
    one, other = trained[1], trained_on_real_text[1]
    mean = train_ner.mean_part(recipe, one, other)
    texts = real_lines()[:20]
    scored = [score_texts(texts, compile_parts(arrays, ["news"])) for arrays in (one, other, mean)]
    labels = [[str(label) for label in arrays["news_labels"]] for arrays in (one, other, mean)]
    # Scores are told from the first label's, which is not the same one in every model.
    full = [np.insert(scores, 0, 0, axis=1) for scores, _ in scored]
    shared = sorted(set.intersection(*map(set, labels)) - {"O"})
    assert {"B-LOC", "B-ORG", "B-PER"} <= set(shared)
    for label in shared:
        halves, whole = (
            [scores[:, own.index(label)] - scores[:, own.index("O")] for scores, own in some]
            for some in (zip(full[:2], labels[:2], strict=True), zip(full[2:], labels[2:], strict=True))
        )
        assert np.allclose(whole[0], sum(halves) / 2, atol=1e-4)
    assert train_ner.mean_part(recipe, other)["news_weight"].tolist() == other["news_weight"].tolist()


def test_words_in_like_company_share_a_cluster() -> None:
    frames = ("今天{0}下雨了", "他昨天去了{0}", "{0}的天气很好", "我们吃了{1}", "{1}很好吃", "她买了三斤{1}")
    places, fruits = ("北京", "上海", "广州", "天津", "重庆"), ("苹果", "香蕉", "葡萄", "西瓜", "橙子")
    texts = [frame.format(place, fruit) for frame in frames for place, fruit in itertools.product(places, fruits)]
    # Real lines with these words would tell of their other company.
    others = [line for line in real_lines() if not any(word in line for word in (*places, *fruits))]
    found = word_clusters.learn_clusters([*texts, *(f"{text}。" for text in texts), *others])
    assert found["numbers"].shape == (len(found["words"]), 3)
    words = [hash_of(word) for word in (*places, *fruits)]
    coarse = dict(zip(found["words"].tolist(), found["numbers"][:, 0].tolist(), strict=True))
    clusters = [coarse[word] for word in words]
    assert len(set(clusters[:5])) <= 2
    assert len(set(clusters[5:])) <= 2
    assert not set(clusters[:5]) & set(clusters[5:])


def hash_of(word: str) -> int:
    features = text_features([word], segment_plain([word]))
    (found,) = word_hashes(features.keys["char"][features.places], np.array([0]), np.array([len(word) - 1])).tolist()
    return int(found)
