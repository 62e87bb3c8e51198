"""The whole pipeline against jieba.posseg and a naive script: `python -m tests.benchmarks pipeline FOLDER [MEGABYTES] [TURNS]`.

Every measure is a process of its own on the same corpus, in turn, and the median of the turns counts: wall time, processor time of the process and its
workers, and the largest resident memory of any of them. Then the unchanged corpus is run again, and once more with one page added.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from multiprocessing import forkserver
from pathlib import Path

from tests.benchmarks.corpus import page, write_corpus

Measure = dict[str, float]


def child(what: str, corpus: Path, out: Path) -> None:
    """Do one thing and print what it cost."""
    begun = time.perf_counter()
    if what == "posseg":
        import jieba.posseg

        jieba.posseg.lcut("预热")
        texts = [path.read_text(encoding="utf-8") for path in sorted(corpus.rglob("*.*"))]
        begun = time.perf_counter()
        for text in texts:
            for line in text.split("\n"):
                jieba.posseg.lcut(line)
    elif what == "naive":
        from tests.benchmarks import naive

        sys.argv = ["naive", str(corpus), str(out)]
        naive.main()
    else:
        from flows.driver import execute
        from flows.own_process import own_process
        from flows.requests import Request

        # As `kechuang run` does.
        own_process()
        execute(Request(sources=(str(corpus),), build=out, workers=int(what)))
    wall = time.perf_counter() - begun
    # Ends the process that workers were forked from: what nobody has waited for is not counted.
    forkserver._forkserver._stop()  # type: ignore[attr-defined]
    own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in (own, workers))
    memory = max(own.ru_maxrss, workers.ru_maxrss) / 1024
    print("\n" + json.dumps({"wall": wall, "cpu": cpu, "memory": memory}))


def measure(what: str, corpus: Path, out: Path) -> Measure:
    """Run a child and read what it printed last."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_pipeline", "--child", what, str(corpus), str(out)]
    # An installed package has its modules compiled: a first run leaves them so here, whatever the environment says.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def median(measures: Sequence[Measure]) -> Measure:
    """Median of each figure."""
    return {name: statistics.median(one[name] for one in measures) for name in measures[0]}


def main() -> None:
    """Print seconds, MB/s, ratios and memory."""
    folder = Path(sys.argv[1])
    megabytes = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    turns = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    corpus = folder / f"pages-{megabytes:g}"
    size = write_corpus(corpus, megabytes) / 1e6
    extra = corpus / "9999" / "added.txt"
    shutil.rmtree(extra.parent, ignore_errors=True)
    found: dict[str, list[Measure]] = {}
    for _ in range(turns):
        for what in ("posseg", "naive", "1", "2"):
            shutil.rmtree(folder / "out", ignore_errors=True)
            found.setdefault(what, []).append(measure(what, corpus, folder / "out"))
        found.setdefault("unchanged", []).append(measure("1", corpus, folder / "out"))
        extra.parent.mkdir()
        extra.write_text(page(10_000_000)[1], encoding="utf-8")
        found.setdefault("one page added", []).append(measure("1", corpus, folder / "out"))
        shutil.rmtree(extra.parent)
    figures = {what: median(measures) for what, measures in found.items()}
    print(f"{size:.1f} MB, median of {turns}")
    print(f"{'':16s} {'wall s':>8s} {'MB/s':>7s} {'x posseg':>9s} {'x naive':>8s} {'cpu s':>8s} {'MB':>6s}")
    for what, one in figures.items():
        name = f"{what} process{'es' if what == '2' else ''}" if what.isdigit() else what
        print(
            f"{name:16s} {one['wall']:8.1f} {size / one['wall']:7.3f} {figures['posseg']['wall'] / one['wall']:9.2f} "
            f"{figures['naive']['wall'] / one['wall']:8.2f} {one['cpu']:8.1f} {one['memory']:6.0f}"
        )
    first = figures["1"]["wall"]
    print(
        f"unchanged {figures['unchanged']['wall'] / first:.1%}, one page added {figures['one page added']['wall'] / first:.1%} of the first run"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main()
