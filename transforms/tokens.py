"""Sentences to tokens with part-of-speech tags, as jieba cuts them."""

from __future__ import annotations

import functools
import logging

import numpy as np
import pyarrow as pa

from seeds.types import Seeds
from transforms.engine.spans import TextView
from transforms.outcome import Outcome, reject_table
from warehouse.contracts import TABLES, conform


@functools.lru_cache(maxsize=2)
def _tagger(seeds: Seeds) -> object:
    """jieba's tagger on a tokenizer of its own: no other code's dictionary changes reach it, and it writes no cache file."""
    import jieba
    from jieba.posseg import POSTokenizer

    logging.getLogger("jieba").setLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word, frequency, tag in seeds.lexicon("user_dict").rows:
        tokenizer.add_word(word, int(frequency) if frequency else None, tag or None)
    return POSTokenizer(tokenizer)


def segment_sentences(documents: pa.Table, sentences: pa.Table, *, seeds: Seeds) -> Outcome:
    """Cut each sentence's clean text into tokens; together they cover it without a gap.

    Args:
        documents: Contract table `documents`.
        sentences: Contract table `sentences`.
        seeds: Loaded seeds; lexicon user_dict extends jieba's dictionary.

    Returns:
        Table `tokens`.
    """
    tagger = _tagger(seeds)
    words: list[str] = []
    tags: list[str] = []
    counts: list[int] = []
    for text in sentences.column("text").to_pylist():
        before = len(words)
        for pair in tagger.cut(text):  # type: ignore[attr-defined]
            words.append(pair.word)
            tags.append(pair.flag)
        counts.append(len(words) - before)
    view = TextView.of(sentences, documents)
    rows = np.repeat(np.arange(len(counts)), counts)
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    # Tokens of a row stand end to end; rows are parted by one line feed.
    ends = np.cumsum(lengths) + rows
    starts = ends - lengths
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]) if counts else np.zeros(0, dtype=np.int64)
    char_start, char_end = view.raw(starts, ends)
    places = pa.array(rows)
    table = pa.table(
        {
            "sentence_id": sentences.column("sentence_id").combine_chunks().take(places),
            "document_id": sentences.column("document_id").combine_chunks().take(places),
            "position": pa.array((np.arange(len(words)) - first[rows]).astype(np.int32)),
            "token": pa.array(words, pa.string()),
            "pos": pa.array(tags, pa.string()),
            "char_start": pa.array(char_start.astype(np.int32)),
            "char_end": pa.array(char_end.astype(np.int32)),
        }
    )
    return Outcome({"tokens": conform(table, TABLES["tokens"])}, reject_table())
