"""Kinds of actors that no name names, in the place of a subject: 140家券商, 百强房企, 部分餐饮商家."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from seeds.types import Seeds
from transforms.engine.clause_openings import behind_openings
from transforms.engine.scenes import Scene, Subject

# What only bounds or counts a kind.
BOUNDS = (
    r"(?:(?:全国|全球|国内|目前|去年|今年|沪深两市|沪深|A股|其余|其他|其它|剩余|更多|至少|共有|共|有|还有|约|近|超|超过|逾|仅)*"
    r"(?:[0-9０-９,，.]+[万千百]?[多余]?[家个只支名位户所大]|[0-9０-９]+(?=强)|[一二三四五六七八九十两几数百]{1,3}[多余]?[家个只支名位户所]"
    r"|多数|大多数|绝大多数|大部分|绝大部分|部分|不少|许多|众多|多家|少数|各家|各大|各|所有|全部|上述|这些|这类|此类|某些|一些|一批|其余|其他|其它|剩余)(?:以上)?(?:的)?)"
)
# Last words of kinds of actors; a bare 企业 or 公司 needs a word or a number before it.
LAST = (
    r"(?:[公私]募基金|企业|公司|机构|银行|行业|[房车药险央国民外船酒煤钢建物校影乳猪肉]企|券商股|概念股|[券厂销营应造发务备理包售电代]商(?![品业务场标量贸学])|商家|商户|农户|门店|餐厅|酒店"
    r"|院校|高校|医院|学校|个股|基金|险资|私募|公募|平台)"
)
KIND = re.compile(rf"(?P<bounds>{BOUNDS})?(?P<kind>[一-鿿A-Za-z]{{0,8}}?{LAST})(?![家债法章卡业券])")
# What is done for a kind, or what a kind is told by, is no figure of it.
OTHERS = re.compile(
    "占|年金|贷款|信贷|授信|客户|数|名单|存款|融资|职工|员工|用户|主(?![营要动])|内部|所得税|注册|总部|类|板块|指数|信用|债券|会(?!计)|间|协会|法人|账户|代表|负责|相关|人士|经理|公告|报告|财报|研报"
)
# Looked for first, for it is quicker.
LAST_CHARACTERS = re.compile("[业司构行企商家户店厅校院股金资募台]")
BARE = frozenset(
    ("企业", "公司", "机构", "银行", "行业", "基金", "医院", "学校", "门店", "高校", "酒店", "餐厅", "平台", "个股")
)
# A firm's own parts, what is done to a kind, and who is pointed to.
NO_KIND = re.compile(
    r"[的从向与为对被把将由占其及了第是在使让受获给按据和]|子公司|旗下|控股|参股|关联|下属|目标|标的|^(?:[该本我某此两]|一家|公司|集团|有限|责任|股份|上市公司(?=.)|服务|支持|培育|扶持|帮助|推动|促进|引导|鼓励|组织|带动|新增|引进|引入|吸引|覆盖|惠及|面向|走访|拜访|调研|建设|成立|设立|包括|涉及|发放|投放|投资|入股|合作|签约|接入|联合|携手|认定|评选|挂牌|培训|检查|查处|关闭|取缔|淘汰|整合|规模以?上|规上|限额以上)"
)
# 排名前10家企业, 百强房企, 百亿企业: what bounds them is a part of their name.
RANKED = re.compile(
    rf"(?:排名|排行|位列|位居)?(?P<name>(?:前[0-9０-９一二三四五六七八九十百]{{1,3}}[家名位大强]?|[百千]强|[0-9０-９]{{2,4}}强|[百千]亿级?|头部)(?:代表|上榜|重点)?[一-鿿]{{0,4}}?{LAST})(?![家债法章卡业券])"
)
REACH = 24
# 百强房企, 140家券商 in a headline: what its article is about.
TITLED = re.compile(rf"(?:百强|[0-9０-９]+[多余]?[家只支])(?P<kind>[一-鿿A-Za-z]{{0,6}}?{LAST})")
SHORT_KINDS = "[房车药险央国民外酒煤]企|券商"
# 证券公司, 险企 wherever they are spoken of.
COMMON = re.compile(
    rf"(?P<kind>[A-Z一-鿿]{{2}}(?:企业|公司|机构|银行)|{SHORT_KINDS}|[一-鿿]{{1,2}}[销营应造发务备售]商)(?![家债法章业])"
)
OPENING = frozenset(" 　：，！？")
SHORT = re.compile(rf"(?P<kind>{SHORT_KINDS})(?![业股])")
MIN_GROUP = 3
SHORTEST = 4


def kind_at(text: str, at: int, end: int) -> re.Match[str] | None:
    """The kind of actors whose name begins at a place: group `kind`, behind what counts it, group `bounds`.

    Args:
        text: The joined text.
        at: First character of the clause behind times and openings.
        end: End of the clause.
    """
    if LAST_CHARACTERS.search(text, at, min(end, at + REACH)) is None:
        return None
    # 已发布业绩预告的14只券商股: what describes it stands before the number.
    of = text.find("的", at, min(end, at + REACH)) + 1
    for start in (at, of) if of else (at,):
        found = KIND.match(text, start, end)
        if found is None or NO_KIND.search(found["kind"]) is not None:
            continue
        if found["bounds"] or (start == at and OTHERS.match(text, found.end(), end) is None):
            return found
    return None


def kind_before(
    text: str, scene: Scene, clauses: Sequence[tuple[int, int]], *, counted: bool, seeds: Seeds
) -> Subject | None:
    """The kind of actors at the head of the last of some clauses that has one; 7家公司 means that of the article.

    Args:
        text: The joined text.
        scene: Sentence of the clauses.
        clauses: Bounds of clauses without a name at their head.
        counted: Whether only kinds that are counted are told of.
        seeds: Lexicon figure_words.
    """
    for start, end in reversed(clauses):
        at = behind_openings(text, scene, start, end, seeds)
        opening = None if counted else scene.antecedents.opening
        if opening is not None and text.startswith(opening.surface, at):
            return opening
        ranked = RANKED.match(text, at, end)
        if ranked is not None and NO_KIND.search(ranked["name"][1:]) is None:
            return Subject(ranked["name"], (), "GROUP", ranked.start("name"))
        found = kind_at(text, at, end)
        if found is None or (counted and not found["bounds"]):
            continue
        kind, begin = found["kind"], found.start("kind")
        if kind in BARE or kind == "上市公司":
            if found["bounds"] and (group := scene.antecedents.group) is not None:
                return group
            continue
        if scene.mentions_in(begin, found.end()):
            continue
        if found["bounds"] or scene.antecedents.repeats(kind):
            return Subject(kind, (), "GROUP", begin)
    return None


def group_in(text: str, heading: Scene) -> Subject | None:
    """The kind of actors that a heading names, if it names one.

    Args:
        text: The joined text.
        heading: A headline or the heading of a section.
    """
    for pattern in (TITLED, SHORT, COMMON):
        for found in pattern.finditer(text, heading.start, heading.end):
            begin = found.start("kind")
            opens = pattern is not COMMON or begin == heading.start or text[begin - 1] in OPENING
            if opens and found["kind"] not in BARE and NO_KIND.search(found["kind"]) is None:
                return Subject(found["kind"], (), "GROUP", begin)
    return None


def group_of(text: str, scenes: Sequence[Scene]) -> Subject | None:
    """The kind of actors that an article speaks of most.

    Args:
        text: The joined text.
        scenes: Sentences of the article.
    """
    counts = Counter(COMMON.findall(text, scenes[0].start, scenes[-1].end))
    named = {mention.surface[-SHORTEST:] for scene in scenes for mention in scene.mentions}
    kinds = (kind for kind, count in counts.most_common(3) if count >= MIN_GROUP)
    most = next((kind for kind in kinds if kind not in named and NO_KIND.search(kind) is None), None)
    return None if most is None else Subject(most, (), "GROUP")


def group_of_headline(text: str, scenes: Sequence[Scene]) -> Subject | None:
    """The kind of actors that one of the first two lines of an article's headline names."""
    titles = islice((scene for scene in scenes if scene.role == "title"), 2)
    return next(filter(None, (group_in(text, title) for title in titles)), None)
