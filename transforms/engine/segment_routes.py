"""The most probable chain of dictionary words, by rjieba or by jieba itself, and the dictionary."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import csv

from transforms.engine.jieba_modules import jieba_module


def private_tokenizer() -> Any:
    """A jieba tokenizer that no other code shares, made without a cache file and without a word on stderr."""
    jieba = jieba_module("jieba")

    logging.getLogger("jieba").setLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


@functools.lru_cache(maxsize=1)
def dictionary() -> tuple[pa.StringArray, pa.DictionaryArray]:
    """The words of jieba's dictionary and their tags."""
    jieba = jieba_module("jieba")

    logging.getLogger("jieba").setLevel(logging.ERROR)
    with jieba.Tokenizer().get_dict_file() as lines:
        table = csv.read_csv(
            lines,
            read_options=csv.ReadOptions(column_names=["word", "frequency", "tag"]),
            parse_options=csv.ParseOptions(delimiter=" ", quote_char=False),
            convert_options=csv.ConvertOptions(
                include_columns=["word", "tag"],
                column_types={"word": pa.string(), "tag": pa.dictionary(pa.int32(), pa.string())},
            ),
        )
    return table["word"].combine_chunks(), table["tag"].combine_chunks()


def compiled_route(entries: Sequence[tuple[str, int, str]]) -> Callable[[str], Sequence[str]]:
    """rjieba's words of a text of blocks and line feeds.

    Args:
        entries: Words of one's own, their frequencies and tags.
    """
    import rjieba

    if not entries:
        # Without words of one's own the library's dictionary, which it loads once, is the one.
        return functools.partial(rjieba.cut, hmm=False)
    cutter = rjieba.Jieba()
    for word, frequency, tag in entries:
        cutter.add_word(word, frequency, tag)

    def route(text: str) -> Sequence[str]:
        words: Sequence[str] = cutter.cut(text, False)
        return words

    return route


def jieba_route(tokenizer: Any, text: str) -> Sequence[str]:
    """jieba's words of a text of blocks and line feeds."""
    words: list[str] = []
    for block in re.split(r"(\n+)", text):
        if block.startswith("\n"):
            words.extend(block)
            continue
        chain: dict[int, tuple[float, int]] = {}
        tokenizer.calc(block, tokenizer.get_DAG(block), chain)
        at = 0
        while at < len(block):
            after = chain[at][1] + 1
            words.append(block[at:after])
            at = after
    return words
