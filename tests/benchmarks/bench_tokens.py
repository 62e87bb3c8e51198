"""Speed of the token stage against jieba in the same run: `python -m tests.benchmarks.bench_tokens [TEXT_FILE...]`.

Every line is cut once, so nothing is remembered from an earlier round; give varied text, for repeated text flatters the memory for runs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from seeds.load import SEEDS_DIR
from transforms.engine.segment import private_tokenizer, segmenter


def seconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Print MB/s of UTF-8 text and ratios."""
    from jieba.posseg import POSTokenizer

    paths = [Path(name) for name in sys.argv[1:]] or sorted((SEEDS_DIR / "pages").glob("*.txt"))
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]
    megabytes = sum(len(line.encode()) for line in lines) / 1e6
    tokenizer = private_tokenizer()
    tagger = POSTokenizer(tokenizer)
    speeds = {}
    for name, compiled in (("tokens and tags, rjieba underneath", True), ("tokens and tags, jieba underneath", False)):
        ours = segmenter(compiled=compiled)
        ours.segment(["预热一下"])
        speeds[name] = megabytes / seconds(lambda ours=ours: ours.segment(lines))
    speeds["jieba.lcut"] = megabytes / seconds(lambda: [tokenizer.lcut(line) for line in lines])
    speeds["jieba.posseg.lcut"] = megabytes / seconds(lambda: [tagger.lcut(line) for line in lines])
    print(f"{len(lines)} lines, {megabytes:.2f} MB")
    for name, speed in speeds.items():
        print(f"{name:36s} {speed:6.2f} MB/s  {speed / speeds['jieba.posseg.lcut']:5.1f} x posseg  ", end="")
        print(f"{speed / speeds['jieba.lcut']:5.1f} x lcut")


if __name__ == "__main__":
    main()
