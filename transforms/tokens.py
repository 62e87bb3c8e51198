"""Sentences to tokens with part-of-speech tags, as jieba cuts them."""

from __future__ import annotations

import functools

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seeds.types import SeedError, Seeds
from transforms.engine.segment import Segmenter, segmenter
from transforms.engine.spans import TextView
from transforms.outcome import Outcome, reject_rows, reject_table
from warehouse.contracts import TABLES, conform


@functools.lru_cache(maxsize=2)
def _segmenter(seeds: Seeds) -> Segmenter:
    """jieba's dictionary with the product's own words."""
    words = []
    for word, frequency, tag in seeds.lexicon("user_dict").rows:
        if frequency == "0" or not word.isalnum():
            raise SeedError(
                f"lexicon user_dict: {word} needs a frequency above 0 and letters only: jieba cuts at anything else"
            )
        words.append((word, int(frequency) if frequency else None, tag or None))
    return segmenter(tuple(words))


def segment_sentences(documents: pa.Table, sentences: pa.Table, *, seeds: Seeds) -> Outcome:
    """Cut each sentence's clean text into tokens; together they cover it without a gap.

    Args:
        documents: Contract table `documents`.
        sentences: Contract table `sentences`.
        seeds: Loaded seeds; lexicon user_dict extends jieba's dictionary.

    Returns:
        Table `tokens`.
    """
    view = TextView.of(sentences, documents)
    segments = _segmenter(seeds).segment(view.text.split("\n") if sentences.num_rows else [])
    lengths = view.ends - view.starts
    # Number of a sentence's first character where sentences stand end to end; in the view a line feed parts them.
    row_starts = np.cumsum(lengths) - lengths
    first = np.searchsorted(segments.starts, row_starts)
    counts = np.diff(first, append=len(segments.starts))
    rows = np.repeat(np.arange(len(lengths)), counts)
    starts = segments.starts + rows
    ends = np.append(segments.starts[1:], lengths.sum())[: len(rows)] + rows
    char_start, char_end = view.raw(starts, ends, rows=rows)
    places = pa.array(rows)
    table = pa.table(
        {
            "sentence_id": sentences.column("sentence_id").combine_chunks().take(places),
            "document_id": sentences.column("document_id").combine_chunks().take(places),
            "position": pa.array((np.arange(len(rows)) - first[rows]).astype(np.int32)),
            "token": _slices(view.printed, starts, ends),
            "pos": pa.DictionaryArray.from_arrays(segments.tags.astype(np.int32), pa.array(segments.names)).cast(
                pa.string()
            ),
            "char_start": pa.array(char_start.astype(np.int32)),
            "char_end": pa.array(char_end.astype(np.int32)),
        }
    )
    rejects = reject_rows(
        sentences.filter(pa.array(counts == 0)),
        reason="no_token",
        detail="the sentence holds nothing that a token is made of",
    )
    return Outcome({"tokens": conform(table, TABLES["tokens"])}, reject_table(rejects))


def _slices(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> pa.StringArray:
    """Slices of a text as an Arrow column, without a Python string for each; they leave out at most line feeds between them."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    kept = np.zeros(len(codes) + 1, dtype=np.int64)
    kept[starts] += 1
    np.subtract.at(kept, ends, 1)
    inside = np.cumsum(kept[:-1]).astype(np.bool_)
    widths = (1 + (codes >= 0x80) + (codes >= 0x800) + (codes >= 0x10000)) * inside
    offsets = np.concatenate([[0], np.cumsum(widths)])
    places = np.append(offsets[starts], offsets[-1]).astype(np.int32)
    payload = codes[inside].tobytes().decode("utf-32-le").encode("utf-8")
    return pa.StringArray.from_buffers(len(starts), pa.py_buffer(places), pa.py_buffer(payload))
