"""Numerals are found and read in every writing, in time linear in the text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.timing import cpu_seconds
from transforms.engine.numerals import read_number, scan_numerals

WRITTEN = [
    ("29,970", "29970"), ("5.07×10^8", "507000000"), (r"30\times10^8", "3000000000"), ("2.5×10^-2", "0.025"), ("１２３４", "1234"), ("3.3116亿", "331160000"), ("25万6千", "256000"), ("3万4000", "34000"),
    ("两百三", "230"), ("二十万亿", "20000000000000"), ("一万零十二", "10012"), ("十万零十", "100010"), ("10万万", "1000000000"),
    ("五兆六十二亿四万五千二", "5006200045200"), ("壹佰贰拾叁", "123"), ("二〇一八", "2018"), ("廿二", "22"), ("负3.9", "-3.9"),
    ("贰拾点伍陆", "20.56"), ("三点五万", "35000"), ("百亿亿", "1000000000000000000"), ("12.5亿亿", "125000000000000000"), ("两个亿", "200000000"),
    ("7万5千4百", "75400"), ("1千零1", "1001"), ("2千零30万", "20300000"), ("15k", "15000"), ("３k元", "3000"), ("30w上下", "300000"), (".5", "0.5"),
    ("壹打", "12"), ("拾万零五十六点叁叁", "100056.33"), ("九幺幺", "911"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), WRITTEN)
def test_reads_every_writing(text: str, value: str) -> None:
    (numeral,) = scan_numerals(text)
    assert (numeral.start, numeral.end, numeral.value) == (0, len(text.rstrip("元上下")), Decimal(value))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("三四十", 30, 40), ("十五六", 15, 16), ("七百三四十", 730, 740), ("三五百", 300, 500), ("百分之二三十", 20, 30)],
)
def test_reads_two_neighbouring_digits_as_bounds(text: str, low: int, high: int) -> None:
    (numeral,) = scan_numerals(text)
    assert (numeral.low, numeral.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "form", "percent"),
    [
        ("四分之一", "fraction", "25"), ("1/4", "fraction", "25"), ("三又五分之一", "fraction", "320"), ("千分之一", "percent", "0.1"),
        ("百分之十点五", "percent", "10.5"), ("负十二分之三", "fraction", "-25"),
        ("-3/2", "fraction", "-150"), ("1 3/5", "fraction", "160"), ("仟分之贰", "percent", "0.2"), ("百分之3.2k", "percent", "3200"),
        ("百分之七十百分位", "percent", "70"),
    ],
)  # fmt: skip
def test_reads_fractions_in_percent(text: str, form: str, percent: str) -> None:
    (numeral,) = scan_numerals(text)
    assert (numeral.form, numeral.value) == (form, Decimal(percent))


@pytest.mark.parametrize("text", ["收拾", "登陆", "放肆", "队伍"])
def test_a_lone_formal_digit_is_a_word(text: str) -> None:
    assert not list(scan_numerals(text))


def spelled(number: int) -> str:
    """A number below 10 000 in Chinese, spelled place by place."""
    digits, out = "零一二三四五六七八九", ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            out += digits[digit] + name
        elif out and number % place and not out.endswith("零"):
            out += "零"
    return out


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_reads_back_what_is_spelled(high: int, low: int) -> None:
    between = "零" if 0 < low < 1000 else ""
    assert read_number(f"{spelled(high)}万{between}{spelled(low)}") == high * 10**4 + low


def seconds(text: str) -> float:
    return cpu_seconds(lambda: list(scan_numerals(text)), runs=3)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "十",
        "两",
        "1,234",
        "1.",
        "一分之",
        "百分",
        "3万",
        "1/2",
        "-1",
        "零点",
        "几",
        "一又",
        "第一",
        "壹",
        "1k",
        "1万2千",
        "1 1/2",
        ".1",
        "幺",
        "打了对折",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    small, large = unit * (25_000 // len(unit)), unit * (100_000 // len(unit))
    assert seconds(large) < 10 * max(seconds(small), 0.002)
