"""Numerals: the grammar that finds them and the arithmetic that reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

DIGITS = "0-9０-９"
CHINESE = "〇零一二三四五六七八九十百千万亿两俩半廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億"
ARABIC = rf"(?:[{DIGITS}]{{1,3}}(?:[,，][{DIGITS}]{{3}})+(?![{DIGITS}])|[{DIGITS}]+|(?<![{DIGITS}A-Za-z.．一-鿿])(?=[.．][{DIGITS}]))(?:[.．][{DIGITS}]+|·[{DIGITS}]+(?=[余多]?[%％万亿千倍]|[元个米公吨人名套台亩户家斤度厘岁点秒平立毫分顷升克瓦吋寸年月小天株只头间件次]|级(?:[地强余]|左右|的?地?震)))?"
# 1.1兆元 and 1兆1,520亿: 兆 counts before a currency or more of the numeral, elsewhere it is a unit.
SCALE = r"(?:[十百千]?(?:万亿|亿|万)|[百千](?![克米瓦卡帕升])|兆(?=(?:多|余)?[元美港欧日圆韩]|[0-9０-９][0-9０-９,，]{0,6}[亿万元]))"
# 15k元, 5k-20k and 30w上下 count in thousands and ten thousands; 4K is a size of screens.
LETTER = r"(?:(?<=[0-9０-９.．][0-9０-９])[kKｋＫ](?![A-Za-z0-9０-９跑超高屏])|[kKｋＫ](?=[元块个]|[-~～—－至到][0-9])|[wｗ](?=[元块左上以]|\+|\Z))"
# 6000余万, 3.3亿, 25万6千, 7万5千4百, 1千零1, 3万4000, 30余
MIXED = rf"{ARABIC}(?:[余多]?{SCALE}(?:[零〇]?{ARABIC}(?:[百千万](?![克米瓦卡帕]))?){{0,3}}|{LETTER})?"
# 千 of 千克 and 千瓦 and 两 of 二两 are units; 兆 counts only before more of the numeral. A single formal digit (陆地, 收拾) is a word.
# 幺 is one only among digits (幺二三零六).
CHINESE_CHAR = rf"(?:幺(?=[〇零一二三四五六七八九幺])|(?<=[〇零一二三四五六七八九幺])幺|[{CHINESE.translate(str.maketrans('', '', '百千两三'))}]|三(?!峡)|百(?!分[位点])|千(?![克米瓦卡帕伏赫升])|两(?=[十百千仟万萬亿億])|(?<=一)两(?=[分天年个周次名家项种条位句])|(?:(?<![{CHINESE}{DIGITS}])|(?<=零)(?=两(?:个[半多]?[月小]|[天分秒小])))两|(?<=[{CHINESE}])兆(?=[零一二三四五六七八九十])|○(?:(?=[〇零○一二三四五六七八九万亿])|(?<=[〇零○一二三四五六七八九]○)))"
FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"
# Loosely set pages leave blanks inside: 五 十 万.
GAP = r"[ \u3000]{1,3}(?:(?=[十百千万亿])|(?<=[十百千万亿][ \u3000])|(?<=[十百千万亿][ \u3000]{2}))(?=[〇零一二两三四五六七八九十百千万亿])"
WRITTEN = rf"(?![〇零][一二两三四五六七八九][十百千万亿])(?![{FORMAL}](?![{FORMAL}百千十万亿萬億零〇点元圆块]|[百千万]?分之|打(?![一-鿿]))){CHINESE_CHAR}+(?:{GAP}{CHINESE_CHAR}+)*(?:点[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖]++(?![十百千刻分钟])(?:万亿|亿|万)?)?"
VAGUE = r"(?:数|几|好几)[十百千万亿]+(?:[余多](?:万亿|亿|万)?)?|数以[十百千万亿]+计|成[百千]上[千万]|上[百千万亿]+(?=[^一-鿿]|[余多个家名人万亿元只件台项次吨亩])|[十百千万]几(?:万亿|亿|万)?|若干|几(?=[个家名人项年天月次位种类件台只条座所处批场倍成千百十万亿克米毫厘])"
# Bounded, so that a long run of numerals is not searched for 分之 again and again.
FRACTION = rf"负?(?:[{CHINESE}{DIGITS}]{{1,12}}又)?[{CHINESE}{DIGITS}]{{1,12}}分之(?:负|[-−－])?(?:{ARABIC}(?:[kKｋＫ](?![A-Za-z0-9０-９]))?|{WRITTEN}|[{FORMAL}])"
SLASHED = rf"(?<![{DIGITS}/.])(?:[{DIGITS}]{{1,3}} )?[{DIGITS}]{{1,3}}[/／][{DIGITS}]{{1,3}}(?![{DIGITS}/／])"
# Scanned formulas set blanks between digits: $8 5 \\%$
SPACED = r"[0-9](?: [0-9])+(?= ?\\%)"
SIGN = rf"(?:(?<![减肩担背抱胜自欺])负|零下(?=[{DIGITS}一二三四五六七八九十.]{{1,5}}[多余]?\s?(?:摄氏)?[度℃°])|(?<=[为是达和与])[-−－](?=[{DIGITS}.．,，]{{1,12}}(?:[十百千]?[%％‰万亿元℃度]|个百分点))|(?<![{DIGITS}A-Za-z一-鿿%）)—~～\-−－])[-−－])"
# 首批 is the first lot; 首先 and 首都 are words.
FIRST = "首(?=[批届次个家只台座例款场期季艘架列条部轮套项支枚站发段趟笔单本年日月周])|首(?=位(?:[，。；、！的\\n]|$))"
# 打对折 halves a price, while a sheet that is 对折 is only folded; 一半 and 半数 are half of something.
EVEN = rf"(?:(?<=打)|(?<=打了))对折|(?<![{CHINESE}{DIGITS}])(?:一半(?![天夜点路小时儿])|半数(?!字))"
# 壹打 is a dozen.
DOZEN = r"(?:打(?![一-鿿A-Za-z0-9]))?"
# 30来个 is about 30.
NEARLY = "来(?=万?[个家人名户岁亩台辆件次条种项只元斤米里天年座])"
# One look at the first character rules out most places, and one at those behind it most others.
BEGINS = rf"(?=[{DIGITS}{CHINESE}幺负\-−－首几.．数好成上若对])(?=[{DIGITS}{CHINESE}幺负\-−－首几]|[.．][{DIGITS}]|数[十百千万亿以]|好几|成[百千]|上[百千万亿]|若干|对折)"
NUMERAL = re.compile(
    rf"{BEGINS}(?:(?P<power>[0-9][0-9.]{{0,11}} ?(?:×|\\times) ?10\^-?[0-9]{{1,2}})|(?P<fraction>{FRACTION})|(?P<slashed>(?:{SIGN})?{SLASHED})|(?P<vague>{VAGUE})|(?P<spaced>{SPACED})|(?P<first>{FIRST})|(?P<even>{EVEN})|(?P<number>{SIGN}?(?:{MIXED}|{WRITTEN})(?:{NEARLY}|(?:[余多]|几十?)?(?:万亿|亿|万|个亿)?{DOZEN})))"
)
# 5.07×10^8
POWER = re.compile(r" ?(?:×|\\times) ?10\^")
WITHOUT_MORE = str.maketrans("", "", "余多几来个")
WIDE = str.maketrans("０１２３４５６７８９．，／·Kｋ\uff2bｗ○", "0123456789.,/.kkkw〇")
DIGIT_VALUES = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{"两": 2, "俩": 2, "幺": 1},
}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "k": 1000}
LARGE = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8, "兆": 10**12, "w": 10**4}
TENS = {"廿": 20, "卅": 30}
NEIGHBOURS = re.compile(
    r"((?:[〇零一二两三四五六七八九十百千万亿]*[十百千万亿])?)([一二两三四五六七八九])([二三四五六七八九]|(?<=一)两)([十百千万亿]*)"
)
PIECE = re.compile(r"[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
PERCENT_OF = {"百": Decimal(1), "佰": Decimal(1), "千": Decimal("0.1"), "仟": Decimal("0.1"), "万": Decimal("0.01")}


class _Meaning(NamedTuple):
    """A numeral without its place: the columns of `Numeral` after the offsets."""

    form: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    more: bool = False
    arabic: bool = False
    scaled: bool = False
    percent: bool = False


class Numeral(NamedTuple):
    """A numeral as it stands in the text; a plain tuple because a page has thousands.

    Attributes:
        start: First character.
        end: One past the last character.
        form: number, range (two neighbouring digits), percent (百分之五), fraction, ordinal (首) or vague.
        value: Its value; for percent and fraction in percent; None when vague.
        low: Lower bound of two neighbouring digits (七八 → 7).
        high: Upper bound of them.
        more: Whether 余, 多 or 几 inside says that it is more.
        arabic: Whether it holds Arabic digits.
        scaled: Whether 万 or 亿 is part of it.
        percent: Whether it is written as so many of a hundred (thousand, ten thousand).
    """

    start: int
    end: int
    form: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    more: bool = False
    arabic: bool = False
    scaled: bool = False
    percent: bool = False


def scan_numerals(text: str) -> Iterator[Numeral]:
    """Every numeral of a text, left to right, without overlaps; linear in the length of the text."""
    for found in NUMERAL.finditer(text):
        start, end = found.span()
        meaning = _known_meaning if end - start <= LONGEST_KNOWN else _meaning
        # As Numeral(start, end, *…) does, in half the time.
        yield tuple.__new__(Numeral, (start, end, *meaning(found.lastgroup or "", found[0])))


def _meaning(kind: str, surface: str) -> _Meaning:
    """What a numeral of one of the grammar's kinds means, wherever it stands."""
    arabic = any(char.isdecimal() for char in surface)
    if kind in {"number", "spaced"}:
        return _number(surface.replace(" ", "").replace("\u3000", "").replace("零下", "负"), arabic)
    if kind == "power":
        factor, exponent = POWER.split(surface)
        return _Meaning("number", Decimal(factor).scaleb(int(exponent)), arabic=True, scaled=True)
    if kind == "fraction":
        return _fraction(surface, arabic)
    if kind == "slashed":
        return _Meaning("fraction", _slashed(surface.translate(WIDE)), arabic=True)
    if kind == "even":
        return _Meaning("percent", Decimal(50), percent=True)
    if kind == "first":
        return _Meaning("ordinal", Decimal(1))
    return _Meaning("vague", None)


# The same numerals come again and again; long ones seldom do.
_known_meaning = lru_cache(maxsize=20_000)(_meaning)
LONGEST_KNOWN = 20


def _slashed(plain: str) -> Decimal | None:
    """A fraction with a stroke in percent, with its sign and the whole number before it (-3/2, 1 3/5)."""
    printed, below = plain.lstrip("负-−－").split("/")
    whole, _, above = printed.rpartition(" ")
    share = _share(Decimal(above), Decimal(below))
    if share is None:
        return None
    value = share + 100 * Decimal(whole or 0)
    return -value if plain[0] in "负-−－" else value


def _fraction(surface: str, arabic: bool) -> _Meaning:
    below, above = surface.split("分之")
    form = "percent" if below in PERCENT_OF else "fraction"
    sign = -1 if below[0] == "负" or above[0] in "负-−－" else 1
    whole, _, below = below.lstrip("负").rpartition("又")
    above = above.lstrip("负-−－")
    pair = neighbours(above) if form == "percent" else None
    if pair is not None:
        unit = PERCENT_OF[below]
        return _Meaning("range", None, pair[0] * unit, pair[1] * unit, arabic=arabic, percent=True)
    value, added = percent_of(below, above), read_number(whole.translate(WIDE)) if whole else Decimal(0)
    if value is None or added is None:
        return _Meaning(form, None, arabic=arabic)
    return _Meaning(form, sign * (value + 100 * added), arabic=arabic, percent=form == "percent")


def _number(surface: str, arabic: bool) -> _Meaning:
    plain = surface.translate(WIDE)
    more = any(mark in plain for mark in "余多几来")
    bare = plain.translate(WITHOUT_MORE)
    scaled = any(char in "万亿萬億" for char in plain)
    pair = neighbours(bare)
    if pair is not None:
        return _Meaning("range", None, *pair, arabic=arabic, scaled=scaled)
    value = read_number(bare.removesuffix("打"))
    if value is not None and bare[-1] == "打":
        value *= 12
    return _Meaning("number", value, more=more, arabic=arabic, scaled=scaled)


def percent_of(below: str, above: str) -> Decimal | None:
    """A written fraction in percent.

    >>> percent_of("四", "一"), percent_of("百", "十点五")
    (Decimal('25'), Decimal('10.5'))
    """
    upper = read_number(above.translate(WIDE))
    if upper is None:
        return None
    if below in PERCENT_OF:
        return upper * PERCENT_OF[below]
    lower = read_number(below.translate(WIDE))
    return _share(upper, lower) if lower is not None else None


def _share(upper: Decimal, lower: Decimal) -> Decimal | None:
    if not lower:
        return None
    return upper * 100 / lower


def neighbours(text: str) -> tuple[Decimal, Decimal] | None:
    """Bounds of two neighbouring digits that stand for "one or the other" (and of 三五, the only such pair with a gap).

    >>> [tuple(map(str, neighbours(x))) for x in ("三四十", "十五六", "七百三四十", "三万四五", "三五百")]
    [('30', '40'), ('15', '16'), ('730', '740'), ('34000', '35000'), ('300', '500')]
    >>> neighbours("二三四") is None
    True
    """
    found = NEIGHBOURS.fullmatch(text)
    if found is None:
        return None
    first, second = DIGIT_VALUES[found[2]], DIGIT_VALUES[found[3]]
    if second - first != 1 and (first, second) != (3, 5):
        return None
    low, high = (read_number(found[1] + digit + found[4]) for digit in (found[2], found[3]))
    return (low, high) if low is not None and high is not None else None


def read_number(text: str) -> Decimal | None:
    """Value of a numeral without 余 or 多, in Arabic, Chinese or mixed writing; None when it has none.

    >>> [str(read_number(x)) for x in ("4.2718亿", "25万6千", "两百三", "3万4000", "二十万亿", "一九九八", "负3.9", "半")]
    ['427180000.0000', '256000', '230', '34000', '20000000000000', '1998', '-3.9', '0.5']
    """
    if not text:
        return None
    if text[0] in "负-−－":
        value = read_number(text[1:])
        return None if value is None else -value
    text = text.replace(",", "").replace("，", "")
    if text.replace(".", "", 1).isdecimal() and text.isascii():
        return Decimal(text)
    if text == "半":
        return Decimal("0.5")
    whole, point, decimals = text.partition("点")
    if point:
        scale = decimals.lstrip("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖")
        digits = "".join(str(DIGIT_VALUES[char]) for char in decimals[: len(decimals) - len(scale)])
        before = read_number(whole)
        times = read_number(f"一{scale}") if scale else Decimal(1)
        return None if before is None or not digits or times is None else (before + Decimal(f"0.{digits}")) * times
    if all(char in DIGIT_VALUES for char in text):
        return Decimal("".join(str(DIGIT_VALUES[char]) for char in text))
    return _multiplied(text)


def _multiplied(text: str) -> Decimal | None:
    """A numeral with 十百千万亿: sections below 万, 万 below 亿; a last bare digit takes the next lower place (两百三 = 230)."""
    total = low = section = Decimal(0)
    number: Decimal | None = None
    last = Decimal(0)
    for piece in PIECE.findall(text):
        if piece[0].isdecimal() and piece.isascii():
            number, last = Decimal(piece), last if Decimal(piece) < 10 and "." not in piece else Decimal(0)
        elif piece in TENS:
            section, last = section + TENS[piece], Decimal(10)
        elif piece in DIGIT_VALUES:
            value = Decimal(DIGIT_VALUES[piece])
            number = value if number is None or not number else number * 10 + value
            last = Decimal(0) if not value else last
        elif piece in SMALL:
            section += (number or Decimal(1)) * SMALL[piece]
            number, last = None, Decimal(SMALL[piece])
        elif piece in LARGE:
            amount = section + (number or 0)
            if last == LARGE[piece] == 10**8 and not low and not amount:
                # 百亿亿
                total *= LARGE[piece]
            elif LARGE[piece] == 10**4:
                low = (low + amount) * 10**4 if low and not amount else low + (amount or Decimal(1)) * 10**4
            else:
                total += ((low + amount) or Decimal(1)) * LARGE[piece]
                low = Decimal(0)
            section, number, last = Decimal(0), None, Decimal(LARGE[piece])
        elif piece == "半" and last:
            section += last / 2
        else:
            return None
    if number is not None:
        section += number * last / 10 if last > 10 and number < 10 else number
    return total + low + section
