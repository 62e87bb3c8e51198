"""How fast names are found: `python -m tests.benchmarks names [TEXT_FILE...]`.

Processor time of the tagger (segmentation, features, both parts of the pipeline, Viterbi) and of the whole stage `mentions`, with and without the
models, beside jieba.posseg and python-crfsuite with features made in Python, all on the same text in the same run: the ratios hold on other machines,
the MB/s do not. The text is varied news (`tests.benchmarks.corpus`) unless files are given.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows.annotate import extract
from seeds.load import load_seeds
from tests.benchmarks.measure import seconds, size_of, texts_of
from transforms.engine.segment_routes import private_tokenizer
from transforms.engine.tagged_names import MODEL, PARTS
from transforms.engine.tagger import tag_entities
from transforms.mentions import find_mentions

MEGABYTES, SLOW_SHARE = 1.0, 8
STAGE = ("documents", "articles", "sentences", "tokens")


def python_features(text: str, tagger: Any) -> list[list[str]]:
    """Features of each character as one writes them in Python: n-grams around it, and jieba's words and tags."""
    padded = f"\0\0{text}\0\0\0"
    words = [(pair.word, pair.flag) for pair in tagger.lcut(text)]
    around = [("", ""), *words, ("", "")]
    rows = []
    for number, (word, tag) in enumerate(words):
        (before, tag_before), (after, tag_after) = around[number], around[number + 2]
        for place in range(len(word)):
            at = len(rows) + 2
            row = [f"{offset}:{padded[at + offset]}" for offset in (-2, -1, 0, 1, 2)]
            row += [f"{offset}::{padded[at + offset : at + offset + 2]}" for offset in (-2, -1, 0, 1)]
            row += [f"{offset}:::{padded[at + offset : at + offset + 3]}" for offset in (-2, -1, 0)]
            part = f"{place == 0}{place == len(word) - 1}"
            row += [f"w:{word}:{part}", f"b:{before}:{part}", f"a:{after}:{part}", f"bw:{before}:{word}:{part}"]
            row += [f"wa:{word}:{after}:{part}", f"t:{tag}:{part}", f"tb:{tag_before}:{tag}", f"ta:{tag}:{tag_after}"]
            row += [f"tt:{tag_before}:{tag}:{tag_after}", f"d:{padded[at].isdigit()}", f"l:{padded[at].isascii()}"]
            rows.append(row)
    return rows


def crfsuite_tagger(texts: list[str], model: Any, words: Any) -> Callable[[str], list[str]] | None:
    """A python-crfsuite tagger trained on what the shipped model finds in texts; None without the extra `train`."""
    try:
        import pycrfsuite
    except ImportError:
        return None
    labels = [["O"] * len(text) for text in texts]
    found = tag_entities(texts, model, names=("news",))
    for row, start, end, kind in zip(
        found.rows.tolist(), found.starts.tolist(), found.ends.tolist(), found.labels, strict=True
    ):
        labels[row][start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 10})
    for text, own in zip(texts, labels, strict=True):
        trainer.append(python_features(text, words), own)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "small.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
    return lambda text: list(tagger.tag(python_features(text, words)))


def main() -> None:
    """Print MB/s of UTF-8 text and ratios."""
    from jieba.posseg import POSTokenizer

    raw = texts_of(sys.argv[1:], MEGABYTES)
    seeds, bare = load_seeds(), load_seeds(models=False)
    rows = [{"id": number, "text": text, "issue_date": "2019-03-01"} for number, text in enumerate(raw)]
    tables = extract(rows, seeds=seeds, until="tokens")
    stage = tuple(tables[name] for name in STAGE)
    texts = [text for text in tables["sentences"].column("text").to_pylist() if text]
    few = texts[::SLOW_SHARE]
    tagger = POSTokenizer(private_tokenizer())
    first = tuple(extract(rows[:1], seeds=seeds, until="tokens")[name] for name in STAGE)
    for loaded in (seeds, bare):
        find_mentions(*first, seeds=loaded)
    speeds = {
        "tagger (segments, features, two parts)": size_of(texts)
        / seconds(lambda: tag_entities(texts, seeds.models[MODEL], names=PARTS)),
        "stage mentions with models": size_of(texts) / seconds(lambda: find_mentions(*stage, seeds=seeds)),
        "stage mentions without models": size_of(texts) / seconds(lambda: find_mentions(*stage, seeds=bare)),
        "jieba.posseg": size_of(few) / seconds(lambda: [tagger.lcut(text) for text in few]),
    }
    crf = crfsuite_tagger(few[::4], seeds.models[MODEL], tagger)
    if crf is not None:
        speeds["python-crfsuite, Python features"] = size_of(few) / seconds(lambda: [crf(text) for text in few])
    print(f"{len(texts)} sentences, {size_of(texts):.2f} MB")
    for name, speed in speeds.items():
        print(f"{name:40s} {speed:6.2f} MB/s  {speed / speeds['jieba.posseg']:5.1f} x jieba.posseg")


if __name__ == "__main__":
    main()
