"""Words and tags of the text that names stand in are those that rjieba gives."""

from __future__ import annotations

import random

import pytest
import rjieba

from seeds.load import SEEDS_DIR
from transforms.engine.lexemes import read_lexemes

CHARACTERS = (
    "中国人民银行发展科技公司张王李赵的了在是和年月日第一二三，。、；：？！“”‘’（）《》【】「」…—·"
    " \t\u3000abcXYZ0123456789.%+-#&_,/()@éΩя囧㐀龥龦𠀀ａ１\n"
)


def invented(seed: int) -> str:
    chooser = random.Random(seed)
    return "".join(chooser.choice(CHARACTERS) for _ in range(5000))


def printed() -> str:
    return "\n".join(
        line
        for path in sorted((SEEDS_DIR / "pages").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )


@pytest.mark.parametrize(
    "text", ["", "字", "\n\n", "甲\n\n乙", "他说A股3.5%。\n阳婷浩(AI)说", printed(), *map(invented, range(5))]
)
def test_words_and_tags_are_those_of_rjieba(text: str) -> None:
    found = read_lexemes(text)
    assert list(zip(found.words, found.tags, strict=True)) == (rjieba.tag(text) if text else [])


def test_words_are_found_by_place_and_by_tag() -> None:
    found = read_lexemes("上海和北京")
    assert [found.at(place) for place in range(6)] == [0, 0, 1, 2, 2, 3]
    assert [found.first(place) for place in range(6)] == [0, 1, 1, 2, 3, 3]
    assert found.tagged({"ns"}) == [0, 2]
