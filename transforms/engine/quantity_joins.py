"""Two quantities side by side that are one: sums, pairs of bounds, ranges."""

from __future__ import annotations

import re
from decimal import Decimal

from transforms.engine.numerals import read_number
from transforms.engine.quantity import Quantity, bounds_of

RANGE_SIGN = re.compile(r"[^\S\n]?(?:——|---?|\\(?:sim|~)|[-—–~～－至到]|(?P<between>[和与跟及]))[^\S\n]?")
RANGE_FIRST = frozenset("—-–~～－至到和与跟及\\")
# Blank, sign, blank.
LONGEST_SIGN = 6
BETWEEN = re.compile(r"[^\S\n]?之?间(?!隔)")
CENTS = re.compile("分钱?(?![一-鿿])")
# 8天又20个小时, 两年零三个月.
LINKS = {"又", "零"}
JOINING_FIRST = RANGE_FIRST | LINKS
MONTHS = 12
MINUTES = 60
# Months in a year or a month. In a sum with days or less a month counts 30 of them and a year 365; alone they have no factor, because their
# lengths vary.
CALENDAR = {"年": MONTHS, "个月": 1}
YEAR, MONTH = 365 * 86400, 30 * 86400
# 8天20时: hours, no time of day; 连续三天20时 is one.
HOURS = re.compile(r"时(?=$|[^一-鿿0-9])")
REPEATED = re.compile("(?:连续|[每第近前后])[^，。]{0,4}$")
DAY_HOURS = 24
# 7.6和2.7个百分点, 分别为300、50万吨: what stands between numbers that share the last one's unit, and what deals them out.
ENUMERATION = re.compile("[、和与及] ?|以及")
DEALT = re.compile("(?:分别|各)[^，。；]*$")
SHARING = {"number", "percent"}
POINTS = {"pp"}
POINT = "个"
REACH = 24
# 从1元到20元不等 lies between its bounds; 从2亿到163亿 has grown so many times.
SPREAD, GROWN, HAN = re.compile("[的不之各左]|美?元(?:不等|之间|的)"), 3, re.compile("[一-鿿]")
LOWER, UPPER = {"more_than", "at_least"}, {"less_than", "at_most"}
# 43秒70, 67米51: results of sports.
HUNDREDTHS = {"秒", "米"}


def beside(text: str, left: Quantity, right: Quantity) -> bool:
    """Whether two quantities stand so near each other, with so little between them, that they can be one."""
    gap = right.numeral_start - left.end
    if not gap or (left.after == right.before and left.after >= 0):
        return True
    return gap <= LONGEST_SIGN and (text[left.end] in JOINING_FIRST or text[left.end].isspace())


def links(text: str, left: Quantity, zero: Quantity, right: Quantity) -> bool:
    """Whether a zero between two lengths of time only links them (3年零5个月)."""
    return (
        left.dimension == right.dimension == "duration"
        and text[left.end : right.numeral_start] in LINKS
        and (zero.start, zero.end) == (left.end, right.numeral_start)
    )


def join(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    """Two quantities beside each other as one: a sum (五元三毛), two bounds (大于10小于20), or a range (两到三万)."""
    return (
        _as_sum(text, left, right)
        or _as_bounds(left, right)
        or _as_range(text, left, right)
        or _as_places(text, left, right)
    )


def share_unit(text: str, left: Quantity, right: Quantity) -> Quantity:
    """A bare number of an enumeration in the unit that only its last number prints (高于全省7.6和2.7个百分点).

    Args:
        text: The joined text.
        left: A numeral right before an enumerating mark.
        right: The quantity behind it.
    """
    if (
        (left.reason != "no unit" and not (left.unit == POINT and right.unit in POINTS))
        or left.form != "number"
        or left.value is None
        or right.disposition is not None
        or right.form not in SHARING
        or right.unit is None
        or right.number is None
        or right.value is None
        or not right.number
        or ENUMERATION.fullmatch(text, left.end, right.numeral_start) is None
    ):
        return left
    if right.unit not in POINTS and DEALT.search(text, max(0, left.start - REACH), left.start) is None:
        return left
    # 1.2个、0.5个百分点
    value = left.value * right.value / right.number * _shared_scale(text, left, right)
    low, high = bounds_of(value, left.qualifier)
    return left._replace(
        value=value, value_min=low, value_max=high, unit=right.unit, dimension=right.dimension, factor=right.factor,
        base_unit=right.base_unit, form=right.form, disposition=None, reason=None, rule_id="quantities.shared_unit",
    )  # fmt: skip


def _is_hundredths(text: str, right: Quantity) -> bool:
    """Whether a number is that of the hundredths in which results of sports are told: two digits without a unit."""
    digits = text[right.numeral_start : right.numeral_end]
    return right.reason == "no unit" and len(digits) == 2 and digits.isascii() and digits.isdigit()


def _as_sum(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    if left.disposition is not None or left.value is None or right.value is None:
        return None
    linked = left.dimension == right.dimension == "duration" and text[left.end : right.numeral_start] in LINKS
    if left.end != right.numeral_start and not linked:
        return None
    unit: str | None
    if left.unit == "CNY" and right.disposition is not None and right.reason == "no unit":
        if text[left.end - 1] != "块" or right.numeral_end - right.numeral_start != 1 or right.form != "number":
            return None
        value, end, unit, factor = left.value + right.value / 10, right.end, left.unit, left.factor
    elif left.unit in HUNDREDTHS and _is_hundredths(text, right):
        # 43秒70, 67米51
        value, end, unit, factor = left.value + right.value / 100, right.end, left.unit, left.factor
    elif (
        left.unit == "CNY"
        and text[left.end - 1] in "元块圆角毛"
        and (cents := CENTS.match(text, right.numeral_end)) is not None
    ):
        value, end = left.value + (right.number or Decimal(0)) / 100, cents.end()
        unit, factor = left.unit, left.factor
    elif left.unit == "小时" and right.unit == "分" and right.disposition is None and right.value < MINUTES:
        # 1小时28分: minutes, no points.
        value, end, unit, factor = left.value * MINUTES + right.value, right.end, "分钟", Decimal(60)
    elif (hours := _hours(text, left, right)) is not None:
        value, end, unit, factor = left.value * DAY_HOURS + right.value, hours, "小时", Decimal(3600)
    elif right.disposition is not None or left.dimension != right.dimension or right.form != "number":
        return None
    elif left.unit == right.unit == "CNY" and text[left.end - 1] in "元块圆角毛" and text[right.end - 1] in "角毛分钱":
        value, end, unit, factor = left.value + right.value, right.end, left.unit, left.factor
    elif left.unit == "年" and right.unit == "个月" and right.value < MONTHS:
        # Years and months have no common factor to seconds, but one to each other.
        value, end, unit, factor = left.value * MONTHS + right.value, right.end, right.unit, right.factor
    elif left.dimension == "duration" and (days := _calendar_sum(text, left, right, linked=linked)) is not None:
        value, end, (unit, factor) = days[0], right.end, days[1]
    elif left.factor and right.factor and right.factor < left.factor and left.dimension != "money":
        value, end, unit, factor = (
            left.value * left.factor / right.factor + right.value,
            right.end,
            right.unit,
            right.factor,
        )
    else:
        return None
    bounds = bounds_of(value, left.qualifier)
    return left._replace(
        end=end, numeral_end=right.numeral_end, value=value, number=value, value_min=bounds[0], value_max=bounds[1],
        unit=unit, factor=factor, after=right.after,
    )  # fmt: skip


def _hours(text: str, left: Quantity, right: Quantity) -> int | None:
    """End of the hours behind whole days (8天20时), where the scanner saw a time of day; None where it is one."""
    if left.unit != "天" or text[left.end - 1] != "天" or right.reason != "blocked.clock" or right.value is None:
        return None
    found = HOURS.match(text, right.numeral_end)
    if found is None or right.value >= DAY_HOURS or REPEATED.search(text, max(0, left.start - 6), left.start):
        return None
    return found.end()


def _calendar_sum(
    text: str, left: Quantity, right: Quantity, *, linked: bool
) -> tuple[Decimal, tuple[str | None, Decimal | None]] | None:
    """Years or months and a shorter time as one, in the unit of the shorter (三个月零五天: 95 days); None where they stay apart.

    一个月三天 without a link is as often a rate (three days a month).
    """
    linked = linked or text[right.numeral_start] == "零"
    if left.value is None or right.value is None:
        return None
    if left.unit in CALENDAR and right.factor and (linked or left.value > 1):
        return _seconds(left.value * CALENDAR[left.unit]) / right.factor + right.value, (right.unit, right.factor)
    if right.unit in CALENDAR and left.factor and linked:
        return left.value + _seconds(right.value * CALENDAR[right.unit]) / left.factor, (left.unit, left.factor)
    return None


def _seconds(months: Decimal) -> Decimal:
    """Seconds of whole years and the months beyond them."""
    years, rest = divmod(months, MONTHS)
    return years * YEAR + rest * MONTH


def _as_bounds(left: Quantity, right: Quantity) -> Quantity | None:
    if left.after < 0 or left.after != right.before or right.before == right.start:
        return None
    pair = (left, right) if left.qualifier in LOWER and right.qualifier in UPPER else (right, left)
    low, high = pair[0].value_min, pair[1].value_max
    if low is None or high is None:
        return None
    if pair[0].qualifier not in LOWER or pair[1].qualifier not in UPPER or low >= high:
        return None
    if left.unit not in {None, right.unit}:
        return None
    return right._replace(
        start=left.start, numeral_start=left.numeral_start, form="range", value=None, value_min=low, value_max=high, number=None,
        qualifier="range", before=left.before,
    )  # fmt: skip


def _as_range(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    """Two quantities around a range sign as one, if they are."""
    first = text[left.end : left.end + 1]
    sign = RANGE_SIGN.match(text, left.end) if first in RANGE_FIRST or first.isspace() else None
    if sign is None or sign.end() != right.numeral_start or (sign["between"] and not _between(text, right)):
        return None
    bare = left.disposition is not None or left.unit is None
    if (
        left.disposition not in {None, "lexical"}
        or left.form not in {"number", "percent", "fraction"}
        or left.value is None
    ):
        return None
    if right.value is None or right.number is None or right.disposition not in {None, "lexical"}:
        return None
    if right.disposition is not None and (not bare or right.reason != "no unit" or left.reason != "no unit"):
        return None
    if left.disposition is None and (left.unit or right.unit) != right.unit:
        return None
    low = left.value
    if bare and right.number:
        low = left.value * right.value / right.number * _shared_scale(text, left, right)
    if right.dimension == "duration" and right.unit in {"年", "月", "日"} and left.value > 1000:
        return None
    if sign[0].strip() in {"-", "－"} and low >= right.value:
        return None
    if sign[0].strip() in {"到", "至"} and _from_to(text, left, right, low):
        return None
    # A fall may be told from its upper bound down (每亩减产5%至2%).
    low, high = sorted((low, right.value))
    return right._replace(
        start=left.start, numeral_start=left.numeral_start, form="range", value=None, value_min=low, value_max=high,
        number=None, qualifier="range", rule_id="quantities.range", before=left.outer_start,
    )  # fmt: skip


def _from_to(text: str, left: Quantity, right: Quantity, low: Decimal) -> bool:
    """Whether something grew or fell from one amount to the other (收入从2亿到163亿), and does not lie between them (从1元到20元不等)."""
    start = left.outer_start
    if (
        text[start - 1 : start] not in {"从", "由"}
        or HAN.match(text, start - 2) is None
        or low <= 0
        or right.value is None
    ):
        return False
    return right.value >= GROWN * low and SPREAD.match(text, right.end) is None


def _as_places(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    """Two ordinals as one range of places (第十和第十五之间)."""
    if left.disposition != "ordinal" or right.disposition != "ordinal" or left.number is None or right.number is None:
        return None
    sign = RANGE_SIGN.match(text, left.end)
    if sign is None or sign.end() != right.numeral_start or not _between(text, right) or left.number >= right.number:
        return None
    return right._replace(
        start=left.start, numeral_start=left.numeral_start, form="range", value=None, value_min=left.number,
        value_max=right.number, number=None, qualifier="range",
    )  # fmt: skip


def _between(text: str, right: Quantity) -> bool:
    return bool(BETWEEN.match(text, right.end) or BETWEEN.match(text, right.numeral_end))


def _shared_scale(text: str, left: Quantity, right: Quantity) -> Decimal:
    """The scale that the second bound prints for both (两到三万, 一百二十到一百五十万)."""
    printed = text[right.numeral_start : right.numeral_end].rstrip("余多几")
    scale = next((s for s in ("万亿", "亿", "万", "千", "百", "仟", "佰", "k", "w") if printed.endswith(s)), "")
    own = text[left.numeral_start : left.numeral_end]
    if not scale or any(s in own for s in ("万亿" if scale in {"万亿", "亿", "万"} else "万亿千百十仟佰kw")):
        return Decimal(1)
    times = read_number(f"一{scale}") or Decimal(1)
    return (
        times
        if left.number is not None and right.number is not None and left.number * times < right.number
        else Decimal(1)
    )
