"""Is a text what stands between its offsets? An independent reading of the rules, on whole columns at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
BLANK_RUN = re.compile(r"\s+")
BREAK = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# What may be cut out of a text: blanks and quotation marks as entities, invisible characters, tags left by a converter, and the marks of figures set as formulas.
CUT_OUT = re.compile(
    r"\s|[\u00ad\u200b-\u200f\u2060\ufeff]|<[^<>]*>|&(?:nbsp|e[nm]sp|thinsp|[lr][ds]quo|quot|middot|zwnj|zwj|shy|#160|#3[49]|#8203|#822[01]);|(?:(?<=&)|^)amp;|\\(?:mathrm|mathbf|mathsf|text|rm|bf)(?![a-zA-Z])|\\(?=[%#& ~])|[${}^~]"
)
NO_TEXT = re.compile(rf"(?:{CUT_OUT.pattern})*")
BLANKS = np.array([code for code in range(0x3001) if chr(code).isspace()], dtype=np.uint32)


def joined(text: str) -> str:
    r"""The rule for `surface`: line breaks and the blanks beside them taken out.

    >>> joined("同比 增\n 长 7%")
    '同比 增长 7%'
    """
    return BLANK_RUN.sub(lambda run: "" if BREAK.search(run[0]) else run[0], text)


def unspaced(text: str) -> str:
    """The rule for `token`: stray blanks, invisible characters, tags left by a converter and the marks of formulas do not count.

    >>> unspaced("高 新<N>区")
    '高新区'
    """
    return CUT_OUT.sub("", text)


def codes_text(codes: NDArray[np.uint32]) -> str:
    """Code points as text."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@dataclass(frozen=True, eq=False)
class RawTexts:
    """The raw texts of a batch as one array of code points.

    Attributes:
        ids: Document ids.
        texts: Their texts.
        codes: Code points of all texts, end to end.
        starts: Where each text starts in `codes`.
        lengths: Code points of each text.
    """

    ids: pa.Array
    texts: list[str]
    codes: NDArray[np.uint32]
    starts: Ints
    lengths: Ints

    @classmethod
    def of(cls, documents: pa.Table) -> RawTexts:
        """From columns document_id and text."""
        texts = documents.column("text").to_pylist()
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if texts else lengths
        return cls(documents.column("document_id").combine_chunks(), texts, code_points(texts), starts, lengths)

    def rows(self, table: pa.Table) -> Ints:
        """Number of each row's document, -1 where it is not here."""
        found = pc.fill_null(pc.index_in(table.column("document_id"), value_set=self.ids), -1)
        return np.asarray(found.to_numpy(), dtype=np.int64)


def code_points(texts: list[str]) -> NDArray[np.uint32]:
    """All texts end to end as code points."""
    return np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def slice_differs(table: pa.Table, raw: RawTexts, column: str, rule: Callable[[str], str]) -> pa.Array:
    """Whether a column is something else than the slice between `char_start` and `char_end`.

    Args:
        table: Columns document_id, char_start, char_end and `column`.
        raw: The documents' texts.
        column: The text column.
        rule: What is taken out of slice and text before they are compared, where they are not equal at once.

    Returns:
        One boolean per row; true also where the document is missing or the span is not inside it.
    """
    texts = pc.fill_null(table.column(column).combine_chunks(), "")
    sizes = np.asarray(pc.utf8_length(texts).to_numpy(), dtype=np.int64)
    documents, starts, ends = raw.rows(table), _ints(table, "char_start"), _ints(table, "char_end")
    inside = _inside(raw, documents, starts, ends)
    plain = inside & (ends - starts == sizes)
    differs = ~inside
    places = np.flatnonzero(plain)
    if places.size:
        codes = code_points([_end_to_end(texts.filter(pa.array(plain)))])
        at = raw.starts[documents[places]] + starts[places]
        differs[places] = _any_by_row(raw.codes[_ranges(at, sizes[places])] != codes, sizes[places])
    for place in np.flatnonzero(inside & (differs | ~plain)).tolist():
        printed = raw.texts[documents[place]][starts[place] : ends[place]]
        differs[place] = rule(printed) != rule(texts[place].as_py())
    return pa.array(differs)


def _end_to_end(texts: pa.Array) -> str:
    """All texts as one, without an object for each."""
    return str(pc.binary_join(pa.ListArray.from_arrays([0, len(texts)], texts), "")[0].as_py())


def cuts_differ(table: pa.Table, raw: RawTexts) -> tuple[pa.Array, pa.Array]:
    """Whether a clean text is something else than its slice without the cuts, and whether a cut took out more than blanks.

    Args:
        table: Columns document_id, char_start, char_end, text, cuts (sentences, blocks).
        raw: The documents' texts.
    """
    table = table.select(["document_id", "char_start", "char_end", "text", "cuts"])
    cut = np.asarray(pc.list_value_length(table.column("cuts")).to_numpy(), dtype=np.int64) > 0
    differs, taken = np.zeros(len(cut), bool), np.zeros(len(cut), bool)
    # Most texts have no cuts: they are their slice.
    differs[~cut] = slice_differs(table.filter(pa.array(~cut)), raw, "text", str).to_numpy(zero_copy_only=False)
    found = _cuts_differ(table.filter(pa.array(cut)), raw)
    differs[cut], taken[cut] = (flags.to_numpy(zero_copy_only=False) for flags in found)
    return pa.array(differs), pa.array(taken)


def _cuts_differ(table: pa.Table, raw: RawTexts) -> tuple[pa.Array, pa.Array]:
    texts = table.column("text").to_pylist()
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    lists = table.column("cuts").combine_chunks()
    flat = np.asarray(lists.flatten().to_numpy(zero_copy_only=False), dtype=np.int64)
    per_row = np.asarray(pc.list_value_length(lists).to_numpy(zero_copy_only=False), dtype=np.int64)
    documents, starts, ends = raw.rows(table), _ints(table, "char_start"), _ints(table, "char_end")
    pairs = per_row // 2
    rows = np.repeat(np.arange(len(texts)), pairs)
    if flat.size != 2 * rows.size:
        return pa.array(per_row % 2 == 1), pa.array(np.zeros(len(texts), bool))
    at, counts = flat[0::2], flat[1::2]
    removed = np.bincount(rows, weights=counts, minlength=len(texts)).astype(np.int64)
    sound = np.bincount(rows, weights=(at < 0) | (at > sizes[rows]) | (counts < 0), minlength=len(texts)) == 0
    fits = _inside(raw, documents, starts, ends) & sound & (ends - starts == sizes + removed)
    # One slot more per row than it has characters, for the cuts at its end.
    slots = sizes + 1
    first = np.cumsum(slots) - slots
    shift = np.bincount(
        first[rows[sound[rows]]] + at[sound[rows]], weights=counts[sound[rows]], minlength=int(slots.sum())
    )
    total = np.cumsum(shift).astype(np.int64)
    before = np.where(first > 0, total[np.maximum(first - 1, 0)], 0)
    kept = np.flatnonzero(fits)
    clean = _ranges(first[kept], sizes[kept])
    owner = np.repeat(kept, sizes[kept])
    base = raw.starts[np.maximum(documents, 0)] + starts - first - before
    differs = ~fits
    differs[kept] = _any_by_row(
        raw.codes[base[owner] + clean + total[clean]] != code_points([texts[k] for k in kept]), sizes[kept]
    )
    chosen = np.flatnonzero(fits[rows])
    slot = first[rows[chosen]] + at[chosen]
    stops = base[rows[chosen]] + slot + total[slot]
    taken = raw.codes[_ranges(stops - counts[chosen], counts[chosen])]
    foreign = np.bincount(
        np.repeat(rows[chosen], counts[chosen]), weights=~np.isin(taken, BLANKS), minlength=len(texts)
    )
    for row in np.flatnonzero(foreign > 0).tolist():
        mine = chosen[rows[chosen] == row]
        ends = (base[rows[mine]] + first[rows[mine]] + at[mine] + total[first[rows[mine]] + at[mine]]).tolist()
        pieces = (
            codes_text(raw.codes[end - count : end]) for end, count in zip(ends, counts[mine].tolist(), strict=True)
        )
        foreign[row] = not all(NO_TEXT.fullmatch(piece) for piece in pieces)
    return pa.array(differs), pa.array(foreign > 0)


def outside(table: pa.Table, parents: pa.Table, key: str) -> pa.Array:
    """Whether a span is not inside the row that `key` names; true also where that row or an offset is missing.

    Args:
        table: Columns document_id, char_start, char_end and `key`.
        parents: Sentences, or documents, which begin at 0 and have as many characters as `char_count` says.
        key: Names the row of `parents`.
    """
    whole = "char_count" in parents.column_names
    found = pc.index_in(table.column(key), value_set=parents.column(key), skip_nulls=True)
    rows = parents.select(["char_count"] if whole else ["document_id", "char_start", "char_end"]).take(found)
    inside = pc.less_equal(table.column("char_end"), rows.column("char_count" if whole else "char_end"))
    if not whole:
        inside = pc.and_kleene(inside, pc.less_equal(rows.column("char_start"), table.column("char_start")))
        inside = pc.and_kleene(inside, pc.equal(rows.column("document_id"), table.column("document_id")))
    return pc.invert(pc.fill_null(inside, False))


def _ints(table: pa.Table, name: str) -> Ints:
    return np.asarray(table.column(name).to_numpy(), dtype=np.int64)


def _inside(raw: RawTexts, documents: Ints, starts: Ints, ends: Ints) -> Flags:
    if not raw.texts:
        return np.zeros(len(starts), bool)
    known: Flags = (documents >= 0) & (starts >= 0) & (starts <= ends) & (ends <= raw.lengths[documents])
    return known


def _ranges(starts: Ints, sizes: Ints) -> Ints:
    """The numbers start, start + 1 … of every row, end to end."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if ends.size else 0
    return np.repeat(starts - (ends - sizes), sizes) + np.arange(total)


def _any_by_row(flags: Flags, sizes: Ints) -> Flags:
    if not flags.any():
        return np.zeros(len(sizes), bool)
    counts = np.concatenate([[0], np.cumsum(flags)])
    ends = np.cumsum(sizes)
    found: Flags = counts[ends] > counts[ends - sizes]
    return found
