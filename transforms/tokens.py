"""Sentences to tokens with part-of-speech tags, as jieba cuts them."""

from __future__ import annotations

import functools

import ahocorasick_rs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seeds.types import SeedError, Seeds
from transforms.engine.code_points import codes_of
from transforms.engine.segment import LINE_FEED, Segmenter, Segments, segmenter
from transforms.engine.segment_runs import BLOCK, Ints, marked, positions_of
from transforms.engine.segment_words import PLANE
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


def plain_segments(tokens: pa.Table, text: str, *, seeds: Seeds) -> Segments:
    """The tokens as jieba's dictionary alone has them: those that models saw in training, whatever words a user adds.

    Only blocks that hold one of the product's own words are cut once more, and those in which a character stands three times over: there
    cuttings are equally probable, and which one is taken hangs on the sum of all frequencies, which own words raise.

    Args:
        tokens: Contract table `tokens` of the sentences.
        text: Their clean texts, joined by line feeds.
        seeds: Loaded seeds.
    """
    plain = segmenter()
    codes = np.minimum(codes_of(text), PLANE - 1)
    breaks = codes == LINE_FEED
    lengths = pc.utf8_length(tokens["token"].combine_chunks()).to_numpy()
    tags = tokens["pos"].combine_chunks().dictionary_encode()
    numbers = {name: number for number, name in enumerate(plain.runs.names)}
    # The tag of a word that a user adds may be none of the dictionary's.
    of_tag = np.array([numbers.get(tag, 0) for tag in tags.dictionary.to_pylist()], dtype=np.int64)
    tag_at = np.full(len(text), -1)
    tag_at[np.flatnonzero(~breaks)[np.cumsum(lengths) - lengths]] = of_tag.take(tags.indices.to_numpy())
    begins, ends = _doubtful(text, codes, seeds)
    tag_at[marked(begins, ends, len(text))] = -1
    again = plain.segment([text[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)])
    tag_at[positions_of(begins, ends - begins)[again.starts]] = again.tags
    starts = np.flatnonzero(tag_at >= 0)
    return Segments(starts - np.cumsum(breaks).take(starts), tag_at[starts], tuple(plain.runs.names))


def _doubtful(text: str, codes: NDArray[np.uint32], seeds: Seeds) -> tuple[Ints, Ints]:
    """Start and end of the blocks of a text, each of which is cut by itself, where own words may have changed something."""
    block = BLOCK.take(codes)
    own = np.array([start for _, start, _ in _own_words(seeds).find_matches_as_indexes(text)], dtype=np.int64)
    thrice = (codes[:-2] == codes[1:-1]) & (codes[1:-1] == codes[2:]) & block[2:]
    bounds = np.concatenate([[-1], np.flatnonzero(~block), [len(text)]])
    before = np.unique(np.searchsorted(bounds, np.append(np.flatnonzero(thrice), own))) - 1
    return bounds[before] + 1, bounds[before + 1]


@functools.lru_cache(maxsize=2)
def _own_words(seeds: Seeds) -> ahocorasick_rs.AhoCorasick:
    return ahocorasick_rs.AhoCorasick(seeds.lexicon("user_dict").column("term"))


def _slices(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> pa.StringArray:
    """Slices of a text as an Arrow column, without a Python string for each; they leave out at most line feeds between them."""
    codes = codes_of(text)
    kept = np.zeros(len(codes) + 1, dtype=np.int64)
    kept[starts] += 1
    np.subtract.at(kept, ends, 1)
    inside = np.cumsum(kept[:-1]).astype(np.bool_)
    widths = (1 + (codes >= 0x80) + (codes >= 0x800) + (codes >= 0x10000)) * inside
    offsets = np.concatenate([[0], np.cumsum(widths)])
    places = np.append(offsets[starts], offsets[-1]).astype(np.int32)
    payload = codes[inside].tobytes().decode("utf-32-le").encode("utf-8")
    return pa.StringArray.from_buffers(len(starts), pa.py_buffer(places), pa.py_buffer(payload))
