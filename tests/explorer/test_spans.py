"""Overlapping spans become pieces that lose nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warehouse.explorer.spans import CleanText, Span, cut

TEXT = "企业获得贷款三千万元，同比增长7.1%。"
SPANS = st.lists(
    st.tuples(st.integers(0, len(TEXT) + 5), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=12,
)


@given(SPANS, st.integers(0, 6))
def test_pieces_join_to_the_text_and_cover_exactly_the_spans(places: list[tuple[int, int]], start: int) -> None:
    spans = [Span(row_id=f"r{at}", layer="metric", start=left, end=right) for at, (left, right) in enumerate(places)]
    pieces = list(cut(TEXT, spans, start=start))
    assert "".join(piece.text for piece in pieces) == TEXT
    for span in spans:
        covered = {
            at for piece in pieces if span in piece.spans for at in range(piece.start, piece.start + len(piece.text))
        }
        assert covered == set(range(max(span.start, start), min(span.end, start + len(TEXT))))


def test_a_piece_opens_where_a_span_begins_and_names_the_shortest_first() -> None:
    outer = Span(row_id="e", layer="event", start=0, end=10)
    inner = Span(row_id="m", layer="metric", start=6, end=10)
    pieces = list(cut(TEXT, [outer, inner]))
    assert [(piece.text, [span.row_id for span in piece.spans], piece.opens) for piece in pieces] == [
        ("企业获得贷款", ["e"], True),
        ("三千万元", ["m", "e"], True),
        ("，同比增长7.1%。", [], False),
    ]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4)), max_size=4, unique_by=lambda pair: pair[0]))
def test_clean_offsets_are_those_of_the_raw_characters_left(pairs: list[tuple[int, int]]) -> None:
    cuts = dict(sorted(pairs))
    clean = "零一二三四五六七八九"
    raw = "".join("·" * cuts.get(at, 0) + sign for at, sign in enumerate(clean))
    text = CleanText(clean, 100, [number for pair in cuts.items() for number in pair])
    for at, sign in enumerate(raw):
        expected = len(raw[:at].replace("·", ""))
        assert text.offset(100 + at) == expected, (raw, at, sign)
