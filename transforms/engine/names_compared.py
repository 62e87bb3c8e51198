"""Names right before a figure that it is compared with, set against, picked out by or enumerated behind."""

from __future__ import annotations

import re

from transforms.engine.owners import MARKS
from transforms.engine.scenes import Mention, Scene, coarse_type

# 力压武汉的1232.6万人: the other one's figure.
OUTDONE = ("超过", "超", "高于", "低于", "多于", "少于", "大于", "小于", "力压", "压", "赶超", "反超", "追平", "不及", "逊于", "领先", "落后于")  # fmt: skip
# 前20强中江苏有5家
AMONG, HAS = (
    frozenset("中里内"),
    re.compile("(?:就|也|共|则|仅|只|已|还)?(?:有|占据?了?|拥有|入围|上榜)(?:约|近|超|超过|多达)?"),
)
THIS = ("这个", "这家", "这座", "这所", "这一", "这支", "这片")
# 高于美国的比重（26.76%）: the other one's figure in brackets.
WHOSE_FIGURE = re.compile("的(?:这一|该|上述)?[一-鿿]{1,12}$")
# 沙坡头区增长27.4%、彭阳县增长27.4%: a name right behind an enumerated figure.
BEHIND_FIGURE = re.compile(r"(?:[0-9０-９][%％]|[0-9０-９万亿](?:美?元|[家个户人吨亩台辆]))、$")
# 为全国人均收入23821元的77%: what a share is of.
BASE_OF = frozenset("为是有于达占到过足当")
BASE = re.compile(
    r"的(?:近|约|不到)?(?:[0-9０-９.]+\s?(?:[%％倍]|个百分点|多倍)|百分之|[一二两三四五六七八九十几]+[成倍分]|一半)"
)
# 与全国8个主类、31个亚类相比
SET_AGAINST = re.compile("[^，。；：]{0,24}?相比")


def in_comparison(text: str, scene: Scene, last: Mention, stop: int) -> bool:
    """Whether the last name before a bracket is one that something is compared with by the figure in it."""
    return text.endswith(OUTDONE, scene.start, last.start) and WHOSE_FIGURE.fullmatch(text, last.end, stop) is not None


def measured_against(text: str, last: Mention, start: int, end: int) -> bool:
    """Whether a figure is the one of the last name before it that another is set against (为全国人均收入23821元的77%, 与全国8个主类相比)."""
    if coarse_type(last) not in {"LOC", "ORG"}:
        return False
    if text[last.start - 1] in BASE_OF and BASE.match(text, end) is not None:
        return MARKS.search(text, last.end, start) is None
    return (
        text[last.start - 1] in "与同和跟"
        and SET_AGAINST.match(text, end) is not None
        and text.find("，", last.end, start) < 0
    )


def told_beside(text: str, scene: Scene, last: Mention, start: int, end: int) -> bool:
    """Whether the last name before a figure is compared by it (力压武汉的1232万人), has it among others (20强中江苏有5家), or is described with it (某厂这个成立不到五年的企业)."""
    if coarse_type(last) not in {"LOC", "ORG"}:
        return False
    if text[last.start - 1] in AMONG and HAS.fullmatch(text, last.end, start) is not None:
        return True
    if last.end == start - 1:
        return text.endswith(OUTDONE, scene.start, last.start)
    return text.startswith(THIS, last.end) and "的" in text[end : end + 3] and "，" not in text[last.end : start]


def enumerated(text: str, start: int) -> bool:
    """Whether a name stands right behind an enumerated figure (沙坡头区增长27.4%、彭阳县增长27.4%)."""
    return text[start - 1] in "、\n" and BEHIND_FIGURE.search(text, max(0, start - 6), start) is not None
