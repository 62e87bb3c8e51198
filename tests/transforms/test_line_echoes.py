"""Echoes of headlines: looked up in sorted pairs, they are what a plain search finds."""

from __future__ import annotations

import random

import numpy as np

from transforms.engine.line_echoes import WINDOW, echo_shares


def test_the_pairs_of_a_headline_are_found_in_the_text_below_it_and_above() -> None:
    """今天开会 holds three pairs; the line below repeats two of them and the line above none."""
    text = "昨日有雨\n今天开会\n大家今天有会开，开会好"
    starts, ends = np.array([0, 5, 10]), np.array([4, 9, 21])
    ahead, behind = echo_shares(text, starts, ends, np.zeros(3, dtype=np.int64), heads=np.array([1]))
    assert ahead.tolist() == [-1, 5 * 2 // 3, -1]
    assert behind.tolist() == [-1, 0, -1]


def test_windows_end_with_the_page_and_span_line_feeds() -> None:
    """Random pages of a few letters, a code point beyond the basic plane among them, against a search pair by pair."""
    letters = random.Random(7)
    for _ in range(60):
        pages = [
            [
                "".join(letters.choices("甲乙丙丁\U00020000", k=letters.randint(1, 90)))
                for _ in range(letters.randint(1, 9))
            ]
            for _ in range(letters.randint(1, 4))
        ]
        lines = [line for page in pages for line in page]
        page = np.repeat(np.arange(len(pages)), [len(one) for one in pages])
        text = "\n".join(lines)
        ends = np.cumsum([len(line) + 1 for line in lines]) - 1
        starts = ends - [len(line) for line in lines]
        heads = np.flatnonzero(ends - starts >= 2)
        ahead, behind = echo_shares(text, starts, ends, page, heads=heads)
        for line in range(len(lines)):
            start, end = int(starts[line]), int(ends[line])
            pairs = [text[at : at + 2] for at in range(start, end - 1)]
            if not pairs:
                assert ahead[line] == behind[line] == -1
                continue
            own = np.flatnonzero(page == page[line])
            after = text[end : min(end + WINDOW, int(ends[own[-1]]))].replace("\n", "")
            before = text[max(start - WINDOW, int(starts[own[0]])) : start].replace("\n", "")
            assert ahead[line] == 5 * sum(pair in after for pair in pairs) // len(pairs)
            assert behind[line] == 5 * sum(pair in before for pair in pairs) // len(pairs)


def test_a_text_without_headlines_has_no_echo() -> None:
    """Every line is told apart by -1."""
    ahead, behind = echo_shares(
        "正文。", np.array([0]), np.array([3]), np.zeros(1, dtype=np.int64), heads=np.array([], dtype=np.int64)
    )
    assert ahead.tolist() == behind.tolist() == [-1]
