"""Where a tagged name ends."""

from __future__ import annotations

import pytest

from transforms.engine.lexemes import Lexemes
from transforms.engine.tagged_spans import settled


def words(*pairs: tuple[str, str]) -> tuple[str, Lexemes]:
    text = "".join(word for word, _ in pairs)
    starts = [sum(len(word) for word, _ in pairs[:number]) for number in range(len(pairs) + 1)]
    edges = bytes(at in starts for at in range(len(text) + 1))
    numbers = [sum(edges[: at + 1]) - 1 for at in range(len(text) + 1)]
    return text, Lexemes([word for word, _ in pairs], [tag for _, tag in pairs], starts, edges, numbers)


@pytest.mark.parametrize(
    ("pairs", "tagged", "name"),
    [
        ([("晶华", "nr"), ("太阳能", "n"), ("亏损", "v")], "晶华太阳", "晶华太阳能"),
        ([("南岭", "nt"), ("A", "eng"), ("实现", "v")], "南岭", "南岭A"),
        ([("南岭", "nt"), ("AI", "eng"), ("实验室", "n")], "南岭", "南岭"),
        ([("江口", "ns"), ("汽车", "n"), ("收报", "n"), ("2.15", "m")], "江口汽车收", "江口汽车"),
        ([("江口", "ns"), ("科技报", "n"), ("68", "m")], "江口科技", "江口科技"),
        ([("晶华", "nr"), ("(", "x"), ("JH.N", "eng")], "晶华(JH", "晶华"),
    ],
)
def test_an_organisation_ends_with_its_words(pairs: list[tuple[str, str]], tagged: str, name: str) -> None:
    text, lexemes = words(*pairs)
    end = settled(text, 0, len(tagged), organisation=True, lexemes=lexemes)
    assert text[:end] == name


def test_what_measures_a_place_is_no_organisation() -> None:
    text, lexemes = words(("江口", "ns"), ("GDP", "eng"), ("增长", "v"))
    assert settled(text, 0, 5, organisation=True, lexemes=lexemes) is None


def test_the_head_of_a_common_noun_is_no_place() -> None:
    text, lexemes = words(("太阳能", "n"), ("电池", "n"))
    assert settled(text, 0, 2, organisation=False, lexemes=lexemes) is None
