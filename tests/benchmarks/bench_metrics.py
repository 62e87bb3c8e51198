"""Speed of numerals, times and metrics against jionlp in the same run: `python -m tests.benchmarks.bench_metrics [TEXT_FILE...]`.

jionlp is no dependency: where it is not installed its lines are left out and the output says so. CPU time of one core, megabytes of UTF-8
text; the stages before (sentences, mentions) are not counted.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flows.annotate import extract
from seeds.load import load_seeds
from tests.benchmarks.corpus import pages
from transforms.engine.quantities import scan_quantities
from transforms.engine.simplified import simplified
from transforms.metrics import extract_metrics
from transforms.times import resolve_times

MEGABYTES = 2
# jionlp is slow enough for a part of the text to do.
PART = 0.1
INPUTS = ("documents", "articles", "sentences", "mentions", "times", "quotes")


def seconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def texts_of(names: list[str]) -> list[str]:
    """Texts of files, or varied generated news."""
    if names:
        return [Path(name).read_text(encoding="utf-8") for name in names]
    return [page for _, page in pages(MEGABYTES)]


def jionlp_speeds(texts: list[str]) -> dict[str, float]:
    """MB/s of jionlp's extractors of times and amounts of money."""
    import jionlp

    part: list[str] = []
    while texts and sum(len(text.encode()) for text in part) < PART * 1e6:
        part.append(texts[len(part)])
    size = sum(len(text.encode()) for text in part) / 1e6
    jionlp.ner.extract_time("2018年3月5日")
    jionlp.ner.extract_money("3万元")
    return {
        "jionlp.ner.extract_time": size / seconds(lambda: [jionlp.ner.extract_time(text) for text in part]),
        "jionlp.ner.extract_money": size / seconds(lambda: [jionlp.ner.extract_money(text) for text in part]),
    }


def main() -> None:
    """Print MB/s of UTF-8 text."""
    seeds = load_seeds()
    texts = texts_of(sys.argv[1:])
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    items = [{"id": number, "text": text, "issue_date": "2018-12-03"} for number, text in enumerate(texts)]
    tables = extract(items, seeds=seeds, until="quotes")
    inputs = [tables[name] for name in INPUTS]
    whole = "\n".join(tables["sentences"].column("text").to_pylist())
    scan_quantities("预热3万元。", seeds)
    speeds = {
        "numerals": megabytes / seconds(lambda: scan_quantities(simplified(whole), seeds)),
        "times": megabytes / seconds(lambda: resolve_times(*inputs[:3], seeds=seeds)),
        "metrics with ledger and facts": megabytes / seconds(lambda: extract_metrics(*inputs, seeds=seeds)),
    }
    times, metrics = speeds["times"], speeds["metrics with ledger and facts"]
    # The stage of metrics scans the numerals itself.
    speeds["numerals + times + metrics"] = 1 / (1 / times + 1 / metrics)
    if importlib.util.find_spec("jionlp") is not None:
        speeds |= jionlp_speeds(texts)
    print(f"{len(texts)} texts, {megabytes:.2f} MB")
    for name, speed in speeds.items():
        print(f"{name:32s} {speed:7.2f} MB/s")
    if importlib.util.find_spec("jionlp") is None:
        print("jionlp is not installed: no comparison")


if __name__ == "__main__":
    main()
