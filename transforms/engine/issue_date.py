"""When a page was printed: from the caller, its name, its metadata, or bounds that its own text gives."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from transforms.engine.numerals import read_number

# Two digits behind a day without separators are the number of the page.
DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=(?:\d\d)?(?!\d))")
SHORT_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
# Folders of electronic papers: 2018-12/03, 201812/03.
MONTH_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])(?!\d)")
PRINTED_DAY = re.compile(r"((?:19|20)\d\d)年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日")
WRITTEN_DAY = re.compile(
    r"([一二][〇零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-_./]?(0[1-9]|1[0-2])(?!\d)|年(1[0-2]|0?[1-9])月)")
WHOLE_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年(?!代)|(?=/|$|\.[a-z]{2,8}$))")
DATELINE = re.compile(
    r"讯|电|日期|发布时间|来源|星期[一二三四五六日天]|文字稿|联播|[日晚早周时]报|周刊|第.{1,6}[期号]|第.{1,4}版"
)
# What else stands in the line of a masthead that tells the day; a line with more than that tells of something that happened.
MASTHEAD_REST = re.compile(
    r"(?:[\s()\[\]【】《》〈〉|/·:,.。-]|—|星期[一二三四五六日天]|第?[\d一二三四五六七八九十]{1,5}[期号版]|[\u4e00-\u9fff]{0,4}(?:时间|日期)"
    r"|来源(?:[: ]{0,2}[\u4e00-\u9fff]{1,8})?|\d{1,2}:\d\d(?::\d\d)?|[\u4e00-\u9fff]{1,8}[报网]|[\u4e00-\u9fff]{1,6}周刊|要闻|农历[\u4e00-\u9fff]{2,10})*"
)
ZEROS = str.maketrans("○ＯO", "〇〇〇")
YEAR = re.compile(r"((?:19|20)(?<!\d..)\d\d)年(?!代)(?:(1[0-2]|0?[1-9])月(?:(3[01]|[12]\d|0?[1-9])日)?)?")
THIS_YEAR = re.compile(r"今年|本年度|年内|近日|日前|目前")
MONTHS = re.compile(r"(?:[1一](?<![\d年].)月?\s*[-—–~～至到]\s*)(1[0-2]|[1-9])月(?:份)?")
HEAD = 300
CHINA = dt.timezone(dt.timedelta(hours=8))
# 本报记者 某某《某某日报》（2025年06月02日第 02 版）: where and when something was printed, behind who wrote it.
PRINTED_IN = re.compile(r"》\([^()]{6,18}日[^()]{0,3}第.{1,4}版\)$")
# The date in the front matter of a Markdown file.
FRONT_MATTER = re.compile(r"\s*---[ \t]*\r?\n(?P<lines>(?:.*\n){1,60}?)---[ \t]*\r?\n")
# 19980101-01-003-002 before each line of a corpus of newspapers.
LINE_DAY = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-\d\d-\d{3}-\d{3}")
FRONT_DATE = re.compile(r"^(?:date|pubDate|published|publish_date|created):[ \t]*(.+)$", re.MULTILINE)
# A text that its page takes over: the day in a line of its own, or behind its wire (某某网2009年8月31日电), so many days before that of the page.
WIRED = re.compile(r"[一-鿿]{2,14}((?:19|20)\d\d)年(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日(?:专?电|[消讯]|报道)")
TAKEN_OVER, FIRST_LINES, LONGEST_LINE = 31, 4, 50
# 1949年10月1日 heads a chronicle.
LONG_AGO = 30 * 365


@dataclass(frozen=True)
class IssueDate:
    """An issue date, or the days between which it lies.

    Attributes:
        day: The date when it is known to the day.
        earliest: Earliest possible day.
        latest: Latest possible day.
        source: option, file_name, folder, metadata, text or unknown.
    """

    day: dt.date | None
    earliest: dt.date | None
    latest: dt.date | None
    source: str


def _exact(day: dt.date, source: str) -> IssueDate:
    return IssueDate(day, day, day, source)


def find_issue_date(
    *, option: dt.date | None, content_name: str, metadata: str | None, text: str, column: str | None = None
) -> IssueDate:
    """Decide the issue date; the first source that tells a day wins.

    The order is: the caller, the date column of the table that the text is a row of, the line of the masthead on the page, the file
    name, the folders, the metadata of an HTML page or the front matter of a Markdown file, the ids that a corpus prints before its lines,
    a dateline in the first lines. A month or a year counts only where none tells a day.

    Args:
        option: Day given by the caller.
        content_name: File name with its folders; 20180301, 2018-03-01, 2018-3-1, 2018年3月1日 and folders 2018/03/01 or 2018-03/01 are
            read, and months and years as intervals.
        metadata: Date from an HTML page; a month or a year is an interval.
        text: Decoded text; a line in its head that holds a full date and else only what mastheads hold is the day of issue, and so is,
            with less weight, a full date beside a dateline word; otherwise the latest year that the text names as a year gives an interval.
        column: Date from a table's column.
    """
    if option is not None:
        return _exact(option, "option")
    folder, _, name = content_name.rpartition("/")
    head = [line.strip() for line in unicodedata.normalize("NFKC", text[:HEAD]).splitlines()]
    own = metadata or _front_date(text)
    told = ((name, "file_name"), (folder, "folder"), (content_name, "folder"), (own, "metadata"))
    printed = [(line, *_printed_day(line)) for line in head]
    days = [
        (named_day(column or ""), "metadata"),
        (next((day for _, day, rest in printed if day is not None and MASTHEAD_REST.fullmatch(rest)), None), "text"),
        *((named_day(part), source) for part, source in told),
        (next((_day(*found.groups()) for line in head if (found := LINE_DAY.match(line)) is not None), None), "text"),
        (next((day for line, day, _ in printed if day is not None and _is_dateline(line)), None), "text"),
    ]
    for day, source in days:
        if day is not None:
            return _exact(day, source)
    for part, source in ((column or "", "metadata"), *told):
        interval = _interval(part)
        if interval is not None:
            return IssueDate(None, *interval, source)
    return _bounds(text)


def own_day(lines: Sequence[str], issue: dt.date | None) -> dt.date | None:
    """The day of an article that a later page takes over, else the day of the page.

    Args:
        lines: First lines of the article.
        issue: Day of the page.

    >>> page = dt.date(2025, 11, 20)
    >>> own_day(["重庆破题融资难", "时间：2019-07-04 来源：网络整理"], page), own_day(["某某网2025年11月19日电 昨日"], page)
    (datetime.date(2019, 7, 4), datetime.date(2025, 11, 20))
    """
    if issue is None:
        return None
    for line in lines[:FIRST_LINES]:
        text = unicodedata.normalize("NFKC", line.strip())
        if wired := WIRED.match(text):
            day, rest = _day(*wired.groups()), ""
        elif len(text) > LONGEST_LINE:
            continue
        elif dashed := SHORT_DAY.search(text):
            day, rest = _day(dashed[1], dashed[3], dashed[4]), text[: dashed.start()] + text[dashed.end() :]
        else:
            day, rest = _printed_day(text)
        if day is not None and MASTHEAD_REST.fullmatch(rest) and TAKEN_OVER < (issue - day).days < LONG_AGO:
            return day
    return issue


def _is_dateline(line: str) -> bool:
    brief = len(line) <= 40 and (len(line) <= 16 or DATELINE.search(line) is not None)
    return brief or PRINTED_IN.search(line) is not None


def _front_date(text: str) -> str:
    """The date that front matter tells, one in the format of mails (Thu, 19 Aug 2021 20:35:28 GMT) as the day in China; else nothing."""
    front = FRONT_MATTER.match(text.removeprefix("\ufeff"))
    found = FRONT_DATE.search(front["lines"]) if front is not None else None
    if found is None:
        return ""
    try:
        return parsedate_to_datetime(found[1].strip("\"' \r")).astimezone(CHINA).date().isoformat()
    except ValueError:
        return found[1]


def named_day(text: str) -> dt.date | None:
    """The day that a name, a folder or a table's cell tells."""
    found = DAY.search(text) or SHORT_DAY.search(text)
    if found:
        return _day(found[1], found[3], found[4])
    parts = MONTH_DAY.search(text)
    return _day(parts[1], parts[2], parts[3]) if parts else _printed_day(text)[0]


def _printed_day(text: str) -> tuple[dt.date | None, str]:
    """The first full date of a text and what else the text holds."""
    found = PRINTED_DAY.search(text)
    if found:
        return _day(found[1], found[2], found[3]), text[: found.start()] + text[found.end() :]
    written = WRITTEN_DAY.search(text.translate(ZEROS))
    if written is None:
        return None, text
    day = _day(*(str(read_number(part)) for part in written.groups()))
    return day, text[: written.start()] + text[written.end() :]


def _interval(text: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of the month, or else the year, that a name or a table's date tells."""
    found = MONTH.search(text)
    if found:
        year, month = int(found[1]), int(found[2] or found[3])
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    whole = WHOLE_YEAR.search(text)
    return (dt.date(int(whole[1]), 1, 1), dt.date(int(whole[1]), 12, 31)) if whole else None


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _bounds(text: str) -> IssueDate:
    """The interval the text itself allows: not before the latest day it tells as past, not after the end of the latest year it names.

    A page that speaks of 今年 and names years is of the latest of them; a complete range of months (1月-10月) ends before the page.
    """
    named = [(int(found[1]), int(found[2] or 0), int(found[3] or 0)) for found in YEAR.finditer(text)]
    if not named or not THIS_YEAR.search(text):
        return IssueDate(None, None, None, "unknown")
    years = sorted({year for year, _, _ in named})
    # A plan's far year (到2035年) is no year of issue: the latest year that is named with a month, or the most frequent late one.
    dated = [year for year, month, _ in named if month]
    counts = {year: sum(1 for other, _, _ in named if other == year) for year in years}
    plausible = [year for year in years if year in dated or counts[year] > 1 or year <= max(dated, default=0) + 1]
    year = max(plausible or years[:1])
    earliest = dt.date(year, 1, 1)
    for other, month, day in named:
        if other == year and month:
            earliest = max(earliest, _safe(other, month, day or 1))
    for found in MONTHS.finditer(text):
        last = int(found[1])
        if last < 12:
            earliest = max(earliest, dt.date(year, last + 1, 1))
    return IssueDate(None, earliest, dt.date(year, 12, 31), "text")


def _safe(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
