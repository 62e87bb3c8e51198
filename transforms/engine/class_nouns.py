"""Bare class nouns in the place of a subject (中心, 平台, 园区): they mean the last name before them that ends so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.engine.scenes import Mention, Scene, Subject, as_subject

NOUN = re.compile(
    r"(?:该|本|这[家个座所条只])?(?P<noun>基金会|交易所|研究院|研究所|研究中心|服务中心|实验室|开发区|高新区|经开区|自贸区|自贸港|试验区|示范区|保税区|产业园(?!区)|科技园(?!区)|科技城|科学城|软件园|工业园(?!区)|科创园|合作社|俱乐部|代表团"
    r"|中心(?!城|区|村|镇|线|组)|平台(?!经济|企业)|基地(?!建设)|园区|景区|港口|口岸(?!岸线)|机场(?!建设)|医院|学校|大学(?!生|城)|学院|协会|商会|联盟|展团|博览会|展会|大会|峰会|论坛|路演|联社|农场|林场|果园|茶园|牧场|灌区|电站|油田|煤矿|水库|大桥|铁路(?!局|部|新线|建设|营业|运营|里程|[客货]运|运输)|高铁|计划(?!投资|总|到|在|于|新|用|将|年)|基金(?!经理|公司|业|份额|净值|产品|管理|投资|会|规模|发行)|工程|项目)"
)
FIRSTS = frozenset(
    "该本这基交研服实开高经自试示保产科软果茶牧灌合俱代中平园景港口机医学大峰协商联展博论路农林电油煤水铁计工项"
)
BUILT = frozenset(("项目", "工程"))
# So far before it in its sentence, and so many clauses, what a noun means is looked for.
NEAR, MOST_HEADS = 240, 20
# “某某生产线扩能项目”项目总投资1亿元, 项目分两期建设
QUOTED = re.compile("“(?P<name>[^“”，。；]{4,40}(?:项目|工程))”")
SET_UP = {"平台": "PLATFORM", "基金": "FUND", "基地": "LOC", "中心": "ORG", "联盟": "ORG", "实验室": "ORG"}
BROUGHT = re.compile(
    rf"(?:建立|建成|上线|推出|打造|搭建|成立|设立|启用|开通|组建)(?:了|起)?(?:全[国省市区]首[个家]|首[个家])?“?(?P<name>[一-鿿A-Za-z]{{2,16}}?(?P<noun>{'|'.join(SET_UP)}))(?=”?[，。；])"
)
ZONES = {"开发区", "高新区", "经开区", "自贸区", "保税区"}
# Class nouns that names of a type need not end in: 某某大学 is a 学校.
OF_TYPE = {"学校": ("ORG.UNIVERSITY", "ORG.SCHOOL"), "医院": ("ORG.HOSPITAL",)}


def named_before(text: str, at: int, end: int, scene: Scene) -> Subject | None:
    """The name that a class noun at the head of a clause points back to, if its article has one before it.

    Args:
        text: The joined text.
        at: First character of the clause behind times and openings.
        end: End of the clause.
        scene: Sentence of the clause.
    """
    if text[at : at + 1] not in FIRSTS or (found := NOUN.match(text, at, end)) is None:
        return None
    noun = found["noun"]
    for mention in reversed(scene.mentions_in(scene.start, at)):
        if means(mention, noun):
            return as_subject([mention])
    told = _project_told(text, scene, noun, at) or _brought(text, scene, noun, at)
    known = told or project_called(text, [scene], noun, at) or scene.antecedents.named(noun)
    if known is None and found[0] in ZONES:
        # 经开区 on a page that does not say which.
        return Subject(noun, (), "LOC", at)
    return known


def _project_told(text: str, scene: Scene, noun: str, at: int) -> Subject | None:
    """The last project that a sentence prints in quotation marks, else at the head of a clause, before a noun that means it."""
    if noun not in BUILT:
        return None
    quoted = next(reversed(list(QUOTED.finditer(text, max(scene.start, at - NEAR), at))), None)
    if quoted is not None:
        return Subject(quoted["name"], (), "PROJECT", quoted.start("name"))
    heads = scene.heads.found if scene.heads is not None else ()
    return next((subject for _, subject in reversed(heads[-MOST_HEADS:]) if subject.coarse == "PROJECT"), None)


def _brought(text: str, scene: Scene, noun: str, at: int) -> Subject | None:
    """What a sentence says that somebody has set up, before a noun that means it (建立全国首个小微金融服务平台，…，平台已注册企业11万家)."""
    if noun not in SET_UP:
        return None
    near = list(BROUGHT.finditer(text, max(scene.start, at - NEAR), at))
    found = next((brought for brought in reversed(near) if brought["noun"] == noun), None)
    return None if found is None else Subject(found["name"], (), SET_UP[noun], found.start("name"))


def project_called(text: str, scenes: Sequence[Scene], noun: str, until: int) -> Subject | None:
    """The last project that some sentences up to a place call by a name and its kind (某地项目), if the kind is meant by a noun."""
    if noun not in BUILT:
        return None
    named = (m for scene in reversed(scenes) for m in reversed(scene.mentions_in(scene.start, until)))
    found = next((mention for mention in named if text.startswith(noun, mention.end)), None)
    return None if found is None else Subject(found.surface + noun, (), "PROJECT", found.start)


def means(mention: Mention, noun: str) -> bool:
    """Whether a class noun can point back to a name: one that ends in it, or one of its type."""
    return ends_in(mention.surface, noun) or mention.entity_type in OF_TYPE.get(noun, ())


def ends_in(surface: str, noun: str) -> bool:
    """Whether a name ends in a class noun and says more than it.

    >>> ends_in("北京市贷款服务中心", "中心"), ends_in("“春蕾计划”", "计划"), ends_in("中心", "中心")
    (True, True, False)
    """
    bare = surface.strip("“”")
    return bare.endswith(noun) and len(bare) > len(noun)
