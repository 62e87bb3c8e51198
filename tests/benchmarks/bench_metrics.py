"""Speed of numerals, times and metrics against jionlp in the same run: `python -m tests.benchmarks metrics [--peer PYTHON] [TEXT_FILE...]`.

jionlp is no dependency: `--peer` names a Python that has it (its own virtual environment, say); where neither that nor this Python has it the
comparison is left out and the output says so. Best CPU time of three runs on one core, in megabytes of UTF-8 text; stages run as the pipeline
runs them, without garbage collection. The stages before (sentences, mentions) are not counted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable

from flows.annotate import extract
from seeds.load import load_seeds
from tests.benchmarks.measure import seconds, size_of, texts_of
from transforms.engine.quantities import scan_quantities
from transforms.engine.simplified import simplified
from transforms.metrics import extract_metrics
from transforms.times import resolve_times

MEGABYTES = 2
# jionlp is slow enough for a part of the text to do.
PART = 0.1
RUNS = 3
TOGETHER = "numerals + times + metrics"
INPUTS = ("documents", "articles", "sentences", "mentions", "times", "quotes")


PEER = """
import json, sys, time
texts = json.load(sys.stdin)
import jionlp
size = sum(len(text.encode()) for text in texts) / 1e6
speeds = {}
for name in ("extract_time", "extract_money"):
    work = getattr(jionlp.ner, name)
    work("2018年3月5日花费3万元")
    begun = time.process_time()
    for text in texts:
        work(text)
    speeds["jionlp.ner." + name] = size / (time.process_time() - begun)
print(json.dumps(speeds))
"""


def jionlp_speeds(python: str, texts: list[str]) -> dict[str, float]:
    """MB/s of jionlp's extractors of times and amounts of money, or nothing where that Python has no jionlp."""
    part: list[str] = []
    while len(part) < len(texts) and size_of(part) < PART:
        part.append(texts[len(part)])
    told = subprocess.run([python, "-c", PEER], input=json.dumps(part), capture_output=True, text=True, check=False)
    if told.returncode:
        return {}
    speeds: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return speeds


def measure(texts: list[str]) -> dict[str, float]:
    """MB/s of numerals, times, metrics and all together."""
    seeds = load_seeds()
    megabytes = size_of(texts)
    items = [{"id": number, "text": text, "issue_date": "2018-12-03"} for number, text in enumerate(texts)]
    tables = extract(items, seeds=seeds, until="quotes")
    inputs = [tables[name] for name in INPUTS]
    whole = "\n".join(tables["sentences"].column("text").to_pylist())
    work: dict[str, Callable[[], object]] = {
        "numerals": lambda: scan_quantities(simplified(whole), seeds),
        "times": lambda: resolve_times(*inputs[:3], seeds=seeds),
        "metrics with ledger and facts": lambda: extract_metrics(*inputs, seeds=seeds),
    }
    speeds = {name: megabytes / min(seconds(call) for _ in range(RUNS)) for name, call in work.items()}
    # The stage of metrics scans the numerals itself.
    speeds[TOGETHER] = 1 / (1 / speeds["times"] + 1 / speeds["metrics with ledger and facts"])
    return speeds


def main() -> None:
    """Print MB/s of UTF-8 text, and how many times faster the three together are than each peer."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks metrics")
    parser.add_argument("--peer", default=sys.executable, help="a Python that has jionlp")
    parser.add_argument("texts", nargs="*", help="text files; without any, varied generated news")
    arguments = parser.parse_args()
    texts = texts_of(arguments.texts, MEGABYTES)
    speeds = measure(texts)
    peers = jionlp_speeds(arguments.peer, texts)
    print(f"{len(texts)} texts, {size_of(texts):.2f} MB")
    for name, speed in (speeds | peers).items():
        print(f"{name:32s} {speed:7.2f} MB/s")
    for name, speed in peers.items():
        print(f"{TOGETHER} : {name} = {speeds[TOGETHER] / speed:.1f}")
    if not peers:
        print("jionlp is not installed: no comparison")


if __name__ == "__main__":
    main()
