"""Reports: texts in which a government tells what it does, in sentences that begin with a verb and leave out who acts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from transforms.engine.scenes import COPY_ROLES, Scene

# 深入推进…, 新增…: the manner and the deed of one who need not be named.
MANNER = "全面|大力|积极|扎实|深入|持续|着力|加快|进一步|坚持|坚决|稳步|有序|严格|依法|切实|认真|不断|滚动|有效|统筹|率先|成功|大幅度?|狠|协同|同步|继续|重点|主动|高标准|高质量|新"  # fmt: skip
DEED = "推进|推动|推行|推广|实施|出台|加大|加快|加强|深化|增加|增|建成|建|完成|启动|开展|开工|成立|优化|完善|强化|落实|支持|引进|培育|打造|建设|建立|健全|组织|制定|提高|提升|扩大|发放|减免|取消|清理|整治|整顿|改造|改建|投入|安排|筹集|争取|抓好|抓紧|抓|巩固|促进|鼓励|引导|举办|办理|办好|兑现|创建|实现|确保|调整|保障|解决|改革|治理|发展|压减|淘汰|化解|盘活|设立|布局|构建|做好|做强|围绕|聚焦|突出|把握|坚持"  # fmt: skip
BARE = re.compile(
    rf"\s*(?:[一二三四五]是|同时，?|此外，?|全年|(?:过去)?[一三四五]年来?，)?(?:我们)?(?:{MANNER})*(?:{DEED})(?!的)"
)
SPOKEN_TO = "各位代表"
# 我代表省人民政府，向全省人民…; 五年来，我们坚持…
FOR_GOVERNMENT = re.compile("我代表(?:[省市县区州旗]|自治区)(?:人民)?政府")
WE_DO = re.compile(
    rf"(?<=[。，；\n])我们(?:{MANNER}|{DEED}|锚定|把|以|始终|全力|奋力|深化|统筹|协同)|^我们(?:坚持|把|以)"
)
FEWEST_WE = 2
# 一、2025年和“十四五”时期工作回顾
HEADINGS = {"title", "subtitle", "section_head"}
HEADED = re.compile("工作回顾|工作的?总?体?安排|政府工作报告$|[年期](?:主要|重点)工作")
FEWEST, SHARE = 4, 0.25
# Of so many clauses this share begins with a deed, and nobody is heard (a report is no reportage).
FEWEST_CLAUSES, SHARE_OF_CLAUSES = 40, 0.17
HEARD = re.compile("记者|表示|介绍|(?<![小传学听图述])说[，：“道]|告诉")
MARK = re.compile("[，；](?=.)")
# 市委、市政府, 全市: what kind of place reports.
OWN = re.compile(
    "[全我](?P<whole>[省市区县州旗])|(?:(?<![一-鿿])|(?<=[和在经由向行受理对照]))(?P<seat>[省市区县州旗])(?:委|政府|人大|政协)"
)


def is_report(text: str, scenes: Sequence[Scene], *, of_place: bool) -> bool:
    """Whether an article speaks to a congress, is headed as a report, or many of its sentences begin with a deed.

    Args:
        text: The joined text.
        scenes: Sentences of the article; headings and captions do not count as deeds.
        of_place: Whether it is about a place that it names; only then a heading tells.
    """
    body = [scene for scene in scenes if scene.role not in COPY_ROLES]
    start, end = scenes[0].start, scenes[-1].end
    if text.find(SPOKEN_TO, start, end) >= 0 or FOR_GOVERNMENT.search(text, start, end) is not None:
        return True
    heard = HEARD.search(text, start, end) is not None
    if not heard and OWN.search(text, start, end) and len(WE_DO.findall(text, start, end)) >= FEWEST_WE:
        return True
    headed = of_place and any(
        HEADED.search(text, scene.start, scene.end) is not None
        for scene in scenes
        if scene is scenes[0] or scene.role in HEADINGS
    )
    if headed and not heard:
        return True
    bare = sum(BARE.match(text, scene.start, scene.end) is not None for scene in body)
    return bare >= max(FEWEST, SHARE * len(body)) or _tells_deeds(text, body)


def _tells_deeds(text: str, body: Sequence[Scene]) -> bool:
    """Whether many clauses of a text that speaks of its own province, city or county begin with a deed, and nobody is heard in it."""
    if not body:
        return False
    start, end = body[0].start, body[-1].end
    if OWN.search(text, start, end) is None or HEARD.search(text, start, end) is not None:
        return False
    clauses = [
        (at, scene.end)
        for scene in body
        for at in (scene.start, *(mark.end() for mark in MARK.finditer(text, scene.start, scene.end)))
    ]
    bare = sum(BARE.match(text, at, stop) is not None for at, stop in clauses)
    return len(clauses) >= FEWEST_CLAUSES and bare >= SHARE_OF_CLAUSES * len(clauses)


def reporting_kind(text: str, scenes: Sequence[Scene]) -> str | None:
    """The word for the kind of place (省, 市, 县 …) that a report calls its own most, if it does."""
    found = OWN.finditer(text, scenes[0].start, scenes[-1].end)
    counts = Counter(match["whole"] or match["seat"] for match in found)
    return counts.most_common(1)[0][0] if counts else None
