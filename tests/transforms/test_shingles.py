"""What is counted in one walk is what looking for every shingle in every text would find."""

from __future__ import annotations

import random

import numpy as np
import pytest

from transforms.engine.shingles import containments, first_places


def plain(text: str, whole: str, size: int) -> float:
    """Share of a text's shingles that occur in another, one by one."""
    shingles = {text[at : at + size] for at in range(max(1, len(text) - size + 1))}
    return sum(shingle in whole for shingle in shingles) / len(shingles)


def texts(chance: random.Random, letters: str) -> list[str]:
    return ["".join(chance.choices(letters, k=chance.choice([0, 1, 3, 8, 40]))) for _ in range(chance.randint(1, 6))]


@pytest.mark.parametrize("letters", ["一二", "一二三四五六", "甲乙丙丁戊𠀀"])
@pytest.mark.parametrize("size", [2, 8])
def test_containments_are_those_of_single_looks(letters: str, size: int) -> None:
    chance = random.Random(size)
    for _ in range(50):
        quotes, wholes = texts(chance, letters), texts(chance, letters)
        wanted = [[plain(quote, whole, size) for whole in wholes] for quote in quotes]
        assert containments(quotes, wholes, size).tolist() == wanted


@pytest.mark.parametrize("letters", ["一二", "一二三四五六", "甲乙丙丁戊𠀀\n"])
def test_first_places_are_those_that_a_look_from_the_start_finds(letters: str) -> None:
    chance = random.Random(1)
    for size in (1, 2, 8):
        text = "".join(chance.choices(letters, k=300))
        assert first_places(text, size).tolist() == [text.find(text[at : at + size]) for at in range(300 - size + 1)]


def test_no_text_has_no_places() -> None:
    assert first_places("一二三", 3).tolist() == [0]
    assert containments(["一"], [""], 2).tolist() == [[0.0]]
    assert np.array_equal(containments([""], ["一", ""], 2), [[1.0, 1.0]])
