"""Clean offsets lead back to the raw characters, and back again."""

from __future__ import annotations

import itertools

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from transforms.engine.repair import clean_blocks, clean_slice
from transforms.engine.spans import TextView, surface_of
from transforms.sentences import split_blocks
from warehouse.expectations.slices import RawTexts, joined, slice_differs


def lines_of(raw: str) -> list[tuple[int, int]]:
    """Spans of the lines that hold something, without the blanks around them."""
    pieces, at = [], 0
    for line in raw.split("\n"):
        start, end = at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        if start < end:
            pieces.append((start, end))
        at += len(line) + 1
    return pieces


def view_of(raws: list[str]) -> tuple[TextView, list[tuple[int, int, str, list[int]]]]:
    """Each raw text as one block made of its lines."""
    blocks = [clean_slice(raw, lines_of(raw), blanks=True) for raw in raws]
    documents = pa.table({"document_id": [str(i) for i in range(len(raws))], "text": raws})
    table = pa.table(
        {
            "document_id": [str(i) for i in range(len(raws))],
            "text": [block[2] for block in blocks],
            "char_start": pa.array([block[0] for block in blocks], pa.int32()),
            "cuts": pa.array([block[3] for block in blocks], pa.list_(pa.int32())),
        }
    )
    return TextView.of(table, documents), blocks


PAGE = st.text(st.sampled_from("甲乙丙。，“”（） \t\n12%a"), min_size=1, max_size=60).filter(
    lambda text: text.strip() != ""
)


@given(st.lists(PAGE, min_size=1, max_size=4))
def test_every_clean_span_maps_to_the_raw_characters_and_back(raws: list[str]) -> None:
    view, blocks = view_of(raws)
    for row, (_, _, clean, _) in enumerate(blocks):
        base = int(view.starts[row])
        for start in range(len(clean)):
            for end in range(start + 1, len(clean) + 1):
                (raw_start,), (raw_end,) = view.raw([base + start], [base + end])
                raw = raws[row][raw_start:raw_end]
                assert "".join(raw.split()) == "".join(clean[start:end].split())
                assert raw[0] == clean[start]
                assert raw[-1] == clean[end - 1]
                assert view.clean_spans([row], [raw_start], [raw_end]) == ([base + start], [base + end])


@given(st.lists(PAGE, min_size=1, max_size=4))
def test_offsets_are_monotone(raws: list[str]) -> None:
    view, _ = view_of(raws)
    for row in range(len(raws)):
        places = list(range(int(view.starts[row]), int(view.ends[row])))
        raw_starts, _ = view.raw(places, [place + 1 for place in places])
        assert all(earlier < later for earlier, later in itertools.pairwise(raw_starts))


@given(PAGE)
def test_surfaces_agree_with_the_independent_check_of_the_guard(raw: str) -> None:
    view, _ = view_of([raw])
    start, end = int(view.starts[0]), int(view.ends[0])
    (char_start,), (char_end,) = view.raw([start], [end])
    surface = view.surfaces([start], [end])
    assert surface == [surface_of(raw, int(char_start), int(char_end))]
    documents = pa.table({"document_id": ["0"], "text": [raw]})
    row = pa.table(
        {"document_id": ["0"], "surface": surface, "char_start": [int(char_start)], "char_end": [int(char_end)]}
    )
    assert slice_differs(row, RawTexts.of(documents), "surface", joined).to_pylist() == [False]
    wrong = row.set_column(1, "surface", pa.array([surface[0] + "丁"]))
    assert slice_differs(wrong, RawTexts.of(documents), "surface", joined).to_pylist() == [True]


@given(PAGE)
def test_sentences_cover_the_block_and_keep_their_own_cuts(raw: str) -> None:
    starts, ends = zip(*lines_of(raw), strict=True)
    block = clean_blocks(raw, starts, ends, [0] * len(starts), spaced=[False])
    clean = block.text
    owner, begins, stops = split_blocks(clean, block.starts, block.ends, whole=[False])
    raw_starts, raw_ends, firsts, lasts = block.raw_spans(owner, begins, stops)
    covered = 0
    for start, end, first, last, cut, cut_end in zip(begins, stops, raw_starts, raw_ends, firsts, lasts, strict=True):
        assert not clean[covered:start].strip()
        covered = end
        assert "".join(raw[first:last].split()) == "".join(clean[start:end].split())
        assert last - first == end - start + sum(block.cut_size[cut:cut_end])
    assert not clean[covered:].strip()
