"""From which folder a file's name is told: its own source, or the folders above it that tell its day."""

from __future__ import annotations

import glob
import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path, PurePath
from typing import TypeVar

from transforms.engine.issue_date import named_day
from warehouse.location import is_remote

AnyPath = TypeVar("AnyPath", bound=PurePath)
YEAR = re.compile(r"(?:19|20)\d\d")
MONTH = re.compile(r"(?:19|20)\d\d-?(?:0[1-9]|1[0-2])")
MONTH_OF_YEAR = re.compile(r"0[1-9]|1[0-2]")
DEEPEST = 4


def named_from(root: Path) -> Path:
    """The folder that names of files below a source are told relative to.

    That is the source itself, unless it is a dated folder, lies in one of a day, or is the folder of a year or a month: those folders
    belong to the name. So a page has the same name, day and id whether `pages` or `pages/1998-01-05` is the source, and pages of one name
    and two days stay two.
    """
    whole = root if is_remote(root) else root.absolute()
    for _ in range(dated_depth(whole.parts)):
        whole = whole.parent
    return whole


def dated_depth(parts: Sequence[str]) -> int:
    """How many of the last folders belong to the name because they tell a day, a month or a year.

    >>> [dated_depth(path.split("/")) for path in ("in/1998-01-05", "in/1998/01/05", "in/2018-12/03/txt", "in/1998", "in/txt")]
    [1, 3, 3, 1, 0]
    >>> dated_depth(["backups", "2024-05-01", "home", "pages"])
    0
    """
    for depth in range(1, min(DEEPEST, len(parts)) + 1):
        tail = parts[-depth:]
        told = next((number for number in range(1, depth + 1) if named_day("/".join(tail[:number]))), None)
        # One folder below the day is a part of the paper (a page, a format); further down the day is that of something else.
        if told is not None:
            return depth if depth - told <= 1 else 0
    if parts and (YEAR.fullmatch(parts[-1]) or MONTH.fullmatch(parts[-1])):
        return 1
    return 2 if len(parts) > 1 and YEAR.fullmatch(parts[-2]) and MONTH_OF_YEAR.fullmatch(parts[-1]) else 0


def fixed_part(pattern: AnyPath) -> AnyPath:
    """The folders of a glob pattern before its first part with magic.

    >>> fixed_part(PurePath("in/2018*/*.txt")).as_posix()
    'in'
    """
    return type(pattern)(*takewhile(lambda part: not glob.has_magic(part), pattern.parts))
