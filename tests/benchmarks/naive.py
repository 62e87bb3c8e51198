"""The script a user would write instead: jieba.posseg, regular expressions, pandas to Parquet: `python -m tests.benchmarks naive FOLDER OUT`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

NUMBER = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s*(万亿元|亿元|万元|元|%|万人次|人次|万人|人|家|个|项|吨|公里|亩|平方米|户|台|辆|名|所|起)"
)
CHANGE = re.compile(r"(同比|环比|比上年)[^，。]{0,6}?(增长|下降|增加|减少)(\d[\d.,]*)(%|个百分点)?")
DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年")
QUOTE = re.compile(r"“([^”]{6,})”")
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
NAME_TAGS = {"nr", "ns", "nt", "nz"}


def main() -> None:
    """Read every text file below a folder, write one Parquet file per table."""
    import jieba.posseg
    import pandas as pd

    source, out = map(Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    tokens, names, numbers, dates, quotes, sentences = [], [], [], [], [], []
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8")
        for quote in QUOTE.finditer(text):
            quotes.append({"file": path.name, "start": quote.start(), "text": quote[1]})
        for found in SENTENCE.finditer(text):
            sentence = found[0].strip()
            if not sentence:
                continue
            sentences.append({"file": path.name, "start": found.start(), "text": sentence})
            for pair in jieba.posseg.lcut(sentence):
                row = {"file": path.name, "start": found.start(), "token": pair.word, "pos": pair.flag}
                tokens.append(row)
                if pair.flag in NAME_TAGS and len(pair.word) > 1:
                    names.append(row)
            for number in NUMBER.finditer(sentence):
                value = float(number[1].replace(",", ""))
                change = CHANGE.search(sentence, number.end())
                numbers.append(
                    {
                        "file": path.name,
                        "value": value,
                        "unit": number[2],
                        "change": change[0] if change else None,
                        "text": sentence,
                    }
                )
            dates += [{"file": path.name, "date": date[0]} for date in DATE.finditer(sentence)]
    tables = {
        "tokens": tokens,
        "names": names,
        "numbers": numbers,
        "dates": dates,
        "quotes": quotes,
        "sentences": sentences,
    }
    for name, rows in tables.items():
        pd.DataFrame(rows).to_parquet(out / f"{name}.parquet")
    print({name: len(rows) for name, rows in tables.items()})


if __name__ == "__main__":
    main()
