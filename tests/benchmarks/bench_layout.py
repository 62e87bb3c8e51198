"""How fast pages become sentences: `python -m tests.benchmarks.bench_layout`.

Processor time of decoding, splitting, repair and sentences, with and without the line model, beside one `str.splitlines` pass and `jieba.lcut` on
the same machine at the same moment: the ratios hold on other machines, the MB/s do not.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable

import jieba
import pyarrow as pa

from seeds.load import SEEDS_DIR, load_seeds
from tests.benchmarks.measure import seconds, size_of
from transforms.articles import split_articles
from transforms.documents import decode_documents
from warehouse.contracts import TABLES, arrow_schema

PAGE = (SEEDS_DIR / "pages" / "000_cf4d125c36e7af24.txt").read_text(encoding="utf-8")
MEGABYTES = 2.0


def varied_pages() -> list[str]:
    """Pages of the sample page's paragraphs in changing order, half of them hard-wrapped, no two alike."""
    paragraphs = [line for line in PAGE.split("\n") if line]
    pages, size = [], 0.0
    while size < MEGABYTES:
        chance = random.Random(len(pages))
        page = [f"{number}号{line[chance.randrange(9) :]}" for number, line in enumerate(chance.sample(paragraphs, 40))]
        if chance.random() < 0.5:
            width = chance.randint(14, 40)
            page = [line[at : at + width] for line in page for at in range(0, len(line), width)]
        pages.append("\n\n".join(page))
        size += len(pages[-1].encode()) / 1e6
    return pages


def megabytes_per_second(work: Callable[[], object], size: float, *, turns: int = 3) -> float:
    """The best of some turns, in processor time."""
    best = min(seconds(work) for _ in range(turns))
    return size / best


def main() -> None:
    """Print MB/s and ratios."""
    pages = varied_pages()
    size = size_of(pages)
    rows = [
        {
            "source_uri": f"{number}.txt",
            "content_name": f"{number}.txt",
            "payload": page.encode(),
            "media_type": "text/plain",
        }
        for number, page in enumerate(pages)
    ]
    raw = pa.Table.from_pylist(rows, schema=arrow_schema(TABLES["raw_files"]))
    jieba.initialize()
    text = "\n".join(pages)
    splitlines = megabytes_per_second(text.splitlines, size)
    part = text[: len(text) // 4]
    lcut = megabytes_per_second(lambda: jieba.lcut(part), len(part.encode()) / 1e6, turns=1)
    out = [f"{size:.1f} MB; splitlines {splitlines:.0f} MB/s, jieba.lcut {lcut:.2f} MB/s"]
    for models in (False, True):
        seeds = load_seeds(models=models)
        decode = megabytes_per_second(lambda seeds=seeds: decode_documents(raw, seeds=seeds), size)  # type: ignore[misc]
        documents = decode_documents(raw, seeds=seeds).table
        split = megabytes_per_second(
            lambda seeds=seeds, documents=documents: split_articles(documents, seeds=seeds), size
        )  # type: ignore[misc]
        speed = 1 / (1 / decode + 1 / split)
        out.append(
            f"{'with' if models else 'without'} the model: decode {decode:.1f}, split {split:.1f}, together {speed:.2f} MB/s = "
            f"1/{splitlines / speed:.0f} of splitlines, {speed / lcut:.2f} of jieba.lcut"
        )
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
