"""Speed of the token stage against jieba in the same run: `python -m tests.benchmarks.bench_tokens [TEXT_FILE...]`.

Every line is cut once, and the memory for runs is emptied between rounds; the text is varied news (`tests.benchmarks.corpus`) unless files are given.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from tests.benchmarks.measure import size_of, texts_of
from transforms.engine.segment import segmenter
from transforms.engine.segment_routes import private_tokenizer
from transforms.engine.segment_tags import forget_runs

MEGABYTES = 2.0


def seconds(work: Callable[[], object]) -> float:
    """CPU time of one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Print MB/s of UTF-8 text and ratios."""
    from jieba.posseg import POSTokenizer

    lines = [line for text in texts_of(sys.argv[1:], MEGABYTES) for line in text.splitlines() if line]
    megabytes = size_of(lines)
    tokenizer = private_tokenizer()
    tagger = POSTokenizer(tokenizer)
    speeds = {}
    plain = segmenter()
    plain.cut(["预热一下"])
    speeds["tokens alone, rjieba underneath"] = megabytes / seconds(lambda: plain.cut(lines))
    for name, compiled in (("tokens and tags, rjieba underneath", True), ("tokens and tags, jieba underneath", False)):
        ours = segmenter(compiled=compiled)
        ours.segment(["预热一下"])
        forget_runs()
        speeds[name] = megabytes / seconds(lambda ours=ours: ours.segment(lines))
    speeds["jieba.lcut"] = megabytes / seconds(lambda: [tokenizer.lcut(line) for line in lines])
    speeds["jieba.posseg.lcut"] = megabytes / seconds(lambda: [tagger.lcut(line) for line in lines])
    print(f"{len(lines)} lines, {megabytes:.2f} MB")
    for name, speed in speeds.items():
        print(f"{name:36s} {speed:6.2f} MB/s  {speed / speeds['jieba.posseg.lcut']:5.1f} x posseg  ", end="")
        print(f"{speed / speeds['jieba.lcut']:5.1f} x lcut")


if __name__ == "__main__":
    main()
