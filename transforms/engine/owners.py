"""Owners: the name, or the list of names, that stands right beside an indicator or a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.engine.anaphors import PLACE, place_of
from transforms.engine.bearers import is_part
from transforms.engine.designations import designates
from transforms.engine.head_looks import LONGEST_SCOPE, POINTED
from transforms.engine.headlines import begins_with
from transforms.engine.leading_names import chain_from, noted_end
from transforms.engine.public_bodies import banks_of, debtor
from transforms.engine.scenes import NATIONS, Mention, Scene, Subject, as_subject, clause_start, coarse_type
from transforms.engine.subject_tails import CALLING

# What owns a figure right behind it.
OWNERS = {"LOC", "ORG", "PRODUCT", "PER"}
# What somebody's 的 may stand before (某某公司的23亿元贷款); a share behind it is a share of theirs.
OWNED = {"money"}
# What stands before a name that is compared with, addressed or only touched.
GOVERNED = (
    "占", "比", "较", "来", "赴", "驻", "访", "援", "高于", "低于", "优于", "快于", "慢于", "到", "向", "往", "从", "从所属", "向所属", "对", "与", "同", "和", "跟",
    "给", "在", "为", "经", "通过", "获", "获得", "办理", "接受", "引入", "提请", "报请", "提交", "居", "列", "被", "将", "把", "给予", "拉动", "带动", "促进", "覆盖", "惠及", "面向", "集聚了", "来自", "支持", "服务", "至",
    "相当于", "较同期", "比同期", "高于同期", "低于同期", "超过", "超越", "赶超", "反超", "力压", "追平", "仅次于", "领先", "落后于", "逊于", "不及", "不如",
)  # fmt: skip
# 建立某研究院等3家平台: the listed ones are what somebody made or brought.
BROUGHT = ("有", "共有", "已有", "现有", "建立", "建成", "组建", "成立", "设立", "新设", "创建", "引进", "引入", "培育", "培育出", "培育了", "扶持", "打造", "吸引", "吸引了", "认定", "签约", "走访", "拥有", "形成", "涌现出", "孵化", "投用", "启用", "开工", "启动", "实施", "推进", "新建", "建设", "改造", "挂牌", "落地", "上线", "获批", "集聚", "举办", "承办", "竣工", "投产", "开通", "新增", "完成", "推出", "布局", "创成")  # fmt: skip
BROUGHT_AT, LONGEST_ITEMS = re.compile(f"(?:{'|'.join(word for word in BROUGHT if len(word) > 1)})"), 40
LIST_MARKS = {"、", "和", "与", "及"}
WHOLE = ("全省", "全市", "全区", "全县", "全州", "全镇", "全乡", "全村")
# 全省夏粮总产量: a word behind 全省 owns nothing.
SCOPED = re.compile(r"(?:全|我|该|本)(?:自治区|[省市区县州旗镇乡村])$")
SCOPED_ENDS = frozenset("省市区县州旗镇乡村")
# What a word for a place holds, looked for first, for it is quicker.
POINTING = re.compile("[全我该本当]|[省市区县州旗镇乡村][内域级财集]")
COUNTED_FIRMS = re.compile(
    "(?:超过?|近|约|逾|共)?(?:[0-9０-９]{3,}|[0-9０-９.]+[万千百])[多余]?[家户个](?:企业|公司|单位|商户)"
)
RANKS = ("排名", "排位", "位次", "第", "前", "首位")
# 江苏境内, 江苏段正线全长150公里: what of a line lies there.
ON_LINE = ("境内", "段正线", "段全长", "段总长", "段长")
LOCATING = {"在", "于"}
# 全市 stands so close before the indicator.
SCOPE = 6
MARKS = re.compile("[，；：、和与]")


def owner_beside(
    text: str,
    scene: Scene,
    near: Sequence[Mention],
    start: int,
    dimension: str | None,
    indicator: tuple[int, int] | None,
) -> Subject | None:
    """A name right before the indicator (我国2020年专利申请量), or the listed bodies of 某局等多个部门, of the names near a figure."""
    scoped = _scoped(text, scene, start, indicator)
    if scoped is not None:
        return scoped
    listing = text[start - 1 : start] in {"等", "的"}
    before = -1 if indicator is None or indicator[0] > start or indicator[1] > start else indicator[0]
    if before < 0 and not listing:
        return None
    for number, mention in enumerate(near):
        if mention.end > start:
            break
        beside = mention.end <= before and _beside(text, scene, mention.end, before)
        if not (beside or listing) or not _owns(text, scene, mention):
            continue
        if text[mention.end : mention.end + 1] in {"）", ")"}:
            # 向中国（包括香港）出口
            continue
        joint = _listed(text, scene, near, number, start, dimension) if listing else None
        if joint is not None:
            return None if _brought(text, scene, mention.start) or _governed(text, scene, near, number) else joint
        if beside and not text.startswith(ON_LINE, mention.end) and not _governed(text, scene, near, number):
            following = near[number + 1 : number + 2]
            # 细湾村果农某某家种苹果12亩: the person of the place.
            called = (
                following
                and following[0].entity_type == "PER"
                and CALLING.fullmatch(text, mention.end, following[0].start)
            )
            # 全国软件业 in an article about that industry.
            headed = scene.antecedents.headed if mention.surface in NATIONS else ()
            known = begins_with(text, mention.end, headed) or debtor(text, mention, scene)
            if known is None and mention.entity_type == "ORG.BANK":
                # 省农行存款余额
                known = banks_of(text, mention, scene)
            return known or as_subject(following if called else _joint(text, near, number))
    return None


def _brought(text: str, scene: Scene, start: int) -> bool:
    """Whether somebody made or brought what a list names from a place on, or from an item before it on (建成企业技术中心、某某中心等平台16家)."""
    begin = max(clause_start(scene, start), start - LONGEST_ITEMS)
    item = text.rfind("、", begin, start) == start - 1 and BROUGHT_AT.search(text, begin, start) is not None
    return item or text.endswith(BROUGHT, max(scene.start, start - 4), start)


def _joint(text: str, near: Sequence[Mention], number: int) -> Sequence[Mention]:
    """The names of the list that a mention ends (甲市、乙市和丙市产值分别为 …)."""
    joint = [near[number]]
    for before in reversed(near[:number]):
        end = noted_end(text, before.end)
        if text[end : joint[0].start] in LIST_MARKS and coarse_type(before) == coarse_type(joint[0]):
            joint.insert(0, before)
        elif text[before.end] != "）":
            break
    return joint


def _governed(text: str, scene: Scene, near: Sequence[Mention], number: int) -> bool:
    """Whether a name, or the list that it ends, is only compared with, addressed or touched (对某国、某国出口)."""
    ends = [near[number].start]
    while number and text[near[number - 1].end : ends[-1]] in LIST_MARKS:
        number -= 1
        ends.append(near[number].start)
    return any(text.endswith(GOVERNED, max(scene.start, at - 4), at) for at in (ends[0], ends[-1]))


def _owns(text: str, scene: Scene, mention: Mention) -> bool:
    """Whether a name can own what stands behind it; 全省 and a word behind it own nothing by themselves."""
    if coarse_type(mention) not in OWNERS or mention.surface.startswith(WHOLE):
        return False
    if is_part(text, mention):
        return False
    at = mention.start
    if mention.surface in NATIONS and text.startswith(RANKS, mention.end):
        # 区域创新能力全国排名提升4位
        return False
    if mention.entity_type.startswith("LOC") and designates(text, mention, scene):
        return False
    if mention.entity_type == "ORG.GOV" and text.startswith("投资", mention.end):
        # 市政府投资项目: a kind of projects.
        return False
    if len(mention.surface) == 1 and any(m.end == at for m in scene.mentions_in(at - 1, at)):
        # 中缅边境线
        return False
    if text.endswith(NATIONS, scene.start, at):
        return False
    return text[at - 1] not in SCOPED_ENDS or SCOPED.search(text, max(scene.start, at - SCOPE), at) is None


def _listed(
    text: str, scene: Scene, near: Sequence[Mention], number: int, start: int, dimension: str | None
) -> Subject | None:
    """The names of a list that ends in 等 right before the figure, or whose money it is (某某公司的23亿元贷款)."""
    chain = chain_from(text, near, number)
    if chain[-1].end != start - 1:
        return None
    if text[start - 1] == "等":
        # Three of 1180 firms are only examples.
        few = COUNTED_FIRMS.match(text, start) is None
        return as_subject(chain) if coarse_type(near[number]) == "ORG" and few else None
    owned = dimension in OWNED and near[number].entity_type.startswith("ORG") and chain[-1].start > scene.start
    return as_subject(chain) if owned else None


def _beside(text: str, scene: Scene, start: int, end: int) -> bool:
    """Whether nothing but times and 的 stands between a name and the indicator."""
    if start == end:
        return True
    inner = [time for time in scene.times_in(start, end) if time.end <= end]
    if end - start - sum(time.end - time.start for time in inner) > 1:
        return False
    return text[end - 1] == "的" or any(time.surface[-1] == text[end - 1] for time in inner)


def _scoped(text: str, scene: Scene, start: int, indicator: tuple[int, int] | None) -> Subject | None:
    """The place that 全省, 区内 and the like name at the head of what is counted."""
    if indicator is None or indicator[0] > start:
        return None
    begin = max(scene.start, indicator[0] - SCOPE)
    if indicator[1] - begin <= LONGEST_SCOPE and not scene.looks[begin] & POINTED:
        return None
    if POINTING.search(text, begin, indicator[1]) is None:
        return None
    found = next(reversed(list(PLACE.finditer(text, begin, indicator[1]))), None)
    if found is None or not indicator[0] - 1 <= found.end() <= indicator[1] - 2:
        return None
    # 占某省全省耕地面积的 …
    whole = (m.start for m in scene.mentions_in(begin - LONGEST_SCOPE, found.start()) if m.end == found.start())
    at = next(whole, found.start())
    if text.endswith(GOVERNED, max(scene.start, at - 4), at):
        return None
    if MARKS.search(text, found.end(), indicator[1]):
        return None
    if text[found.start() - 1] in LOCATING and any(
        coarse_type(m) == "ORG" for m in scene.mentions_in(clause_start(scene, start), found.start())
    ):
        # 某某公司在区内处理订单: who acts is named before.
        return None
    return place_of(found, scene.antecedents, scene.mentions_in(scene.start, found.start()))
