"""Who bears a figure when a name only leads up to them: the shareholder of a firm, the athlete of a country, the person of an age."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from transforms.engine.bare import STANDING_WORDS
from transforms.engine.scenes import NATIONS, Mention, Scene, Subject, as_subject
from transforms.engine.seats import place_in

# 公司控股股东某某, 某某股份实际控制人某某: the name stands behind what it is to the firm.
STANDING = re.compile(STANDING_WORDS + "[“”]?")
# 中国选手某某, 某镇农民某某, 某市原市长某某: who a person is, short of an office that speaks for a body.
CALLING = re.compile(
    r"(?:的|[一-鿿]{0,6}?(?:选手|外援|主力|门将|新秀|棋手|车手|骑手|泳将|名将|老将|小将|运动员|队员|球员|姑娘|射手|中锋|前锋|后卫|农民|村民|市民|居民|职工|工人|个体户|专业户|企业家|股民|投资者|大户|养殖户|种植户|果农|菜农|茶农|棉农|蔗农|牧民|渔民|店主|党员|团员|社员|教师|老师|医生|青年|妇女|老人|老汉|大妈|大学生|研究生|创业者|退役军人|退伍军人|残疾人|贫困户|脱贫户|种粮能手|经纪人|养蜂人|护林员)|[原前][一-鿿]{0,8}(?:书记|[市县区镇乡村局厅处科部院校所厂行社]长|主任|主席|经理|总裁|会长|总监))[“”]?"
)
# 创业板一哥某某股份, 国内锂电龙头某某公司: whom such words stand for.
LEADER = re.compile("的?[一-鿿]{0,6}?(?:一哥|一姐|龙头(?:企业|股|公司)?|巨头|霸主|新贵|独角兽|老大)[“”]?")
BRACKETED = re.compile(r"[（(][^（）()\n]{1,40}[）)]")
WHOLE, WORLDS = 12, {*NATIONS, "全球", "世界"}
# What a clause of speech ends with, up to its comma or colon (就此分析时认为).
SPOKEN = re.compile(r"(?:认为|表示|指出|强调|介绍|透露|告诉记者|(?<![小传学听])说|称|坦言|直言)(?:道)?$")
SAYS = re.compile("[^，。；：]{0,8}?(?:认为|表示|指出|强调|介绍|透露|告诉|说|称|坦言|直言|：)")
GOVERNING = {"ORG.GOV", "ORG.PARTY"}
# 某区区长某某, 某村党支部书记某某: who speaks for a place.
GOVERNS = re.compile(
    "(?:委|政府|党[委组]|党?总?支部?|村?委会|工委|管委会)?(?:(?:常委|副?书记|第一书记|支书|副?[省市区县州旗镇乡村]长|副?主席|副?主任)、?)+"
)
# Their people speak of markets and other firms.
OBSERVER = re.compile(
    "证券|咨询|研究|分析|首席|经济学|专家|智库|资产|资本|期货|基金|投行|数据|评级|律师|会计|顾问|中金|高盛|瑞银|国泰君安"
)
# Between a firm and its man stands his office.
OFFICE, MARK = 14, re.compile("[，。；：、]")
AGED = re.compile(r"(?:高龄)?(?:的|、[^，。；]{1,12}的)")
# 全球约60%的小家电产自这里: whose share of the whole it is stands behind it.
WORLD = re.compile("(?:全球|世界|全国|国内|我国|中国|全省)[一-鿿]{0,6}?(?:约|近|超|超过|逾)?$")
MADE_AT = re.compile(
    "的[^，。；：、0-9]{1,14}?(?:产自|来自|出自|源自|产于|出产于)(?P<here>这里|此地|此处|当地|我们这里)?"
)
REACH = 40
# So many sentences away who speaks is named.
NEAR = 3


ROUTED = {"至", "到", "—", "-"}


def bearer(text: str, mentions: Sequence[Mention], at: int, end: int) -> int:
    """Place of the mention that bears what is said of the mention at a place: itself, or the one it only leads up to.

    Args:
        text: The joined text.
        mentions: Mentions of the clause, in order.
        at: Place of the mention at its head.
        end: End of the clause.
    """
    while at + 1 < len(mentions):
        first, follower = mentions[at], mentions[at + 1]
        gap = text[first.end : follower.start]
        if gap in ROUTED and at + 2 < len(mentions) and text[follower.end : mentions[at + 2].start] == "的":
            # 绵竹至茂县的绵茂公路
            at += 2
            continue
        if not gap or len(gap) > REACH or follower.end > end:
            return at
        bracket = BRACKETED.match(gap)
        rest = gap[bracket.end() :] if bracket is not None else gap
        person = follower.entity_type == "PER"
        owned = first.entity_type.startswith("ORG") and (person or follower.entity_type.startswith("ORG"))
        # 位于某市的某某公司 acts itself.
        seated = rest == "的" and first.entity_type.startswith("LOC") and follower.entity_type.startswith("ORG")
        if seated:
            at += 1
            continue
        leads = follower.entity_type.startswith("ORG") and LEADER.fullmatch(rest) is not None
        if not leads and not (owned and STANDING.fullmatch(rest)) and not (person and CALLING.fullmatch(rest)):
            return at
        at += 1
    return at


def speaks(text: str, start: int, end: int) -> bool:
    """Whether a clause only says who speaks."""
    return SPOKEN.search(text, start, end) is not None


def own_firm(text: str, company: Mention) -> Subject | None:
    """A company whose people speak of it, none that speaks of others (证券, 研究院)."""
    own = company.entity_type == "ORG.COMPANY" and OBSERVER.search(text, company.start, company.end + 8) is None
    return as_subject([company]) if own else None


def _seat(body: Mention) -> Subject | None:
    """The place that a body of government names."""
    name = place_in(body.surface) if body.entity_type in GOVERNING else None
    return None if name is None else Subject(name, (), "LOC", body.start)


def spoken_for(text: str, scenes: Sequence[Scene]) -> dict[str, Subject]:
    """The company, or the place that is governed, that each person is named for (某某集团董事长某某), by the person's entity.

    Args:
        text: The joined text.
        scenes: Sentences of an article.
    """
    firms: dict[str, Subject] = {}
    for scene in scenes:
        if len(scene.mentions) < 2 or "PER" not in [mention.entity_type for mention in scene.mentions]:
            continue
        for place, person in pairwise(scene.mentions):
            heads = place.entity_type.startswith("LOC") and person.entity_type == "PER"
            if heads and GOVERNS.fullmatch(text, place.end, person.start) is not None:
                firms.setdefault(person.entity_id, as_subject([place]))
        # 某某国际泰国品牌经理某某: where he works is no name of what he works for.
        named = [mention for mention in scene.mentions if not mention.entity_type.startswith("LOC")]
        for company, person in pairwise(named):
            if person.entity_type != "PER" or not 0 <= person.start - company.end <= OFFICE:
                continue
            firm = own_firm(text, company) or _seat(company)
            if firm is not None and MARK.search(text, company.end, person.start) is None:
                firms.setdefault(person.entity_id, firm)
    return firms


def speakers_beside(text: str, paragraph: Sequence[Scene], scene: Scene) -> Iterator[Mention]:
    """Who speaks in a sentence, then who does in the next ones of its paragraph, then in the ones before.

    Args:
        text: The joined text.
        paragraph: Sentences of the paragraph.
        scene: Which of them is the sentence.
    """
    number = next(at for at, other in enumerate(paragraph) if other is scene)
    near = (*paragraph[number : number + NEAR], *reversed(paragraph[max(0, number - NEAR) : number]))
    for other in near:
        for mention in other.mentions:
            if mention.entity_type == "PER" and SAYS.match(text, mention.end, other.end) is not None:
                yield mention


def maker_of(text: str, scene: Scene, start: int, end: int) -> Subject | None:
    """Where a share of the whole country or world is made (全球约60%的小家电产自这里).

    Args:
        text: The joined text.
        scene: Sentence of the share.
        start: First character of the share.
        end: One past it.
    """
    made = MADE_AT.match(text, end, scene.end) if text.startswith("的", end) else None
    if made is None or WORLD.search(text, max(scene.start, start - WHOLE), start) is None:
        return None
    if made["here"]:
        places = [m for m in scene.mentions_in(scene.start, start) if m.entity_type.startswith("LOC")]
        places = [m for m in places if m.surface not in WORLDS]
        return as_subject(places[-1:]) if places else scene.antecedents.topic
    at, maker = made.end(), None
    for mention in scene.mentions_in(at, at + REACH):
        # 浙江慈溪: the last one of a chain.
        if mention.start == at:
            at, maker = mention.end, mention
    return None if maker is None else as_subject([maker])


def person_before(text: str, scene: Scene, at: int) -> Subject | None:
    """The person that 他 or 她 at a place means: the last one named before; 他们 means none."""
    if text.startswith("们", at + 1):
        return None
    people = [m for m in scene.mentions_in(scene.start, at) if m.entity_type == "PER"]
    return as_subject(people[-1:]) if people else scene.antecedents.person


def person_of_age(text: str, scene: Scene, start: int, end: int) -> Subject | None:
    """The person who is so old: right behind the age (今年七十三岁的某某), else the last one named before it.

    Args:
        text: The joined text.
        scene: Sentence of the age.
        start: First character of the age.
        end: One past it.
    """
    behind = AGED.match(text, end, scene.end)
    if behind is not None:
        for mention in scene.mentions_in(behind.end(), behind.end() + REACH):
            if mention.entity_type == "PER" and not re.search("[，。；]", text[behind.end() : mention.start]):
                return as_subject([mention])
    people = [m for m in scene.mentions_in(max(scene.start, start - 2 * REACH), start) if m.entity_type == "PER"]
    return as_subject(people[-1:]) if people else None


def locates(text: str, scene: Scene, start: int, end: int, subject: Subject) -> bool:
    """Whether a clause only says where the organisation before it does something (于某市设立分公司)."""
    if subject.coarse != "LOC" or text[start : start + 1] not in {"在", "于"}:
        return False
    place = scene.mentions_in(start, end)
    return bool(place) and place[0].start == start + 1 and not text.startswith(("，", "、"), place[0].end)


def of_speaker(scene: Scene, company: Mention) -> bool:
    """Whether a company is named for one of its people (某某公司董事长某某)."""
    return any(m.entity_type == "PER" and 0 <= m.start - company.end <= OFFICE for m in scene.mentions)
