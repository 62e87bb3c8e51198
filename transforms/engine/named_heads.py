"""Subjects of clauses that a name heads: the name, the place it speaks for, or the thing it leads up to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from seeds.types import Seeds
from transforms.engine.anaphors import PLACE, place_of
from transforms.engine.bare import STANDING, STANDING_FIRST, acting_name, firm_named_after
from transforms.engine.designations import designates
from transforms.engine.head_looks import CORPORATE, FAR, TOLD_BY
from transforms.engine.indicators import has_word
from transforms.engine.leading_names import FIRMS, chain_from
from transforms.engine.printed_names import COUNTED, COUNTED_LAST, SOURCE, behind_standing
from transforms.engine.public_bodies import banks_of, debtor, is_bare, place_of_committee
from transforms.engine.scenes import NATIONS, Mention, Scene, Subject, as_subject, coarse_type
from transforms.engine.seats import THE_COUNTRY, is_office, seat_of
from transforms.engine.subject_phrases import BEFALLEN, BEFALLEN_FIRST, DISASTER, product_of
from transforms.engine.subject_tails import OBSERVER, bearer, own_firm, speaks

SPEAKING = re.compile(r"[^，。；：]{0,10}?(?:说|表示|认为|指出|称|强调|告诉|预计|预测|提出|要求|坦言|直言|：)")
OWN_FIRM, OFFICE_ENDS = ("公司", "该公司", "企业", "集团"), frozenset("长理裁人监师任")
# 从某国引进, 以某地为例: such a name only opens the clause.
LED_BY = frozenset("从到至以由")
WITH, SIGNED = frozenset("与同和"), re.compile("签订|签约|签署|达成")
FRAMED = re.compile(r"(?:为例|来看|来说|而言|为样本)$")
# What a short name of a firm goes on with.
GOES_ON, SHORT = re.compile("(?:国际|控股|集团|股份|实业|重工)(?=[在将已于自与和，]|开通|累计|宣布|公告)"), 4
AROUND = re.compile("及其?周边(?:地区|区域)")
# What a place itself does with its figures.
TOLD = ("公布", "发布", "通报")
# 改革开放以来 is a time.
SINCE = ("以来", "期间", "之后", "之前", "以前", "以后", "后", "前", "时", "中", "上")
# 全会《决定》提出 tells of others.
DECIDING = ("《", "提出", "指出", "强调", "通过", "审议", "明确", "部署")
NOT_OF_EVENT = SINCE + DECIDING
TELLS = re.compile("[^，。；：]{0,6}?(?:指出|显示|提出|称|认为|强调|披露|分析|预测|明确|要求|提到|表明)")
PROJECT = re.compile("(?:项目|工程)(?=是|于|将|总|已|投资|建成|占地|位于|计划|分|规划|由)")
# 某某公司智能化升级项目总投资2亿元: the whole name; 全市重点建设项目 has none.
OWN_PROJECT = re.compile(
    r"(?!已|共|全面|累计|完成|实现|新增|新建|建成|开工|投入|推进|实施|签约|引进|落地)[一-鿿A-Za-z0-9（）()·“”、\-]{2,40}?(?:项目|工程)(?=(?:计划|预计|规划)?(?:总投资|投资|总?占地|总?用地|总建筑|建筑面积)|位于|选址|建设(?:规模|内容|年限|地点)|全长)"
)
ANY_PROJECT = re.compile(
    "(?:[省市县区]级?|全部|各类|一批|年|新|续|在|已|拟|的|个|等)*(?:重点|重大|在建|新建|续建|签约|开工|竣工|引进|招商|投资|建设|产业|工业|民生|基础设施|交通|水利|环保|扶贫|合作|储备)+(?:项目|工程)"
)
COUNTED_LIST = re.compile("等?[0-9０-９两一二三四五六七八九十]{1,3}[家个所][央国民车药房险]?[企业]")
CLOCK = "时间"
# 晋冀蒙三省交界处: where something lies.
BORDERS = ("交界", "毗邻", "接壤", "结合部", "交汇")
AS, FROM_THERE = ("作为", "成为", "变成", "跻身", "打造成", "建设成"), "来自"
# 江苏境内全长385公里, 江苏段全长150公里: how much of a line lies there.
ON_LINE = re.compile("(?:境内|段)(?:正线|线路|路线)?(?:[全总]?长(?!期)|总?里程|共?设桥)")
ON_LINE_FIRST = frozenset("境段")
# 扬州到上海只要1.5小时, 自上海引出: how far and from where a line goes.
ROUTE, STARTS_AT = frozenset("到至"), frozenset("引出始起向经")
LINES = ("高铁", "铁路", "高速公路", "公路", "通道", "隧道")
# 在北京、上海建设4家研究院: where somebody makes something.
MADE_AT = re.compile(
    "(?:、[一-鿿]{2,8}?)*(?:等地?)?(?:分别|先后|试点|率先)?(?:建设|建立|设立|布局|新建|开展|启动|举办|实施|推广|部署)"
)
# 世卫组织近日公布全球十大死因: whose figures a body of the world tells.
WORLDWIDE, LONGEST_TOLD = "ORG.INTL", 60
WORLD = re.compile("全球|全世界|世界(?=各|上|[一-鿿]{0,4}(?:人口|产量|经济|贸易|总))")
TELLS_OF = re.compile(
    "(?:[（(][^（）()]{1,20}[）)])?[^，。；：]{0,8}?(?:公布|发布|报告|统计|估计|预测|数据|称|表示|警告)"
)
# 东盟继续为我国第一大贸易伙伴: whose trade is told of.
PARTNER = re.compile(
    "(?:继续|仍然?|连续[^，。；]{1,6}|已|一直|保持)*(?:是|为|成为)(?:我国|中国)的?[^，。；]{0,8}(?:贸易伙伴|出口市场|进口来源|投资来源)"
)
# 亚洲最大的毛毯企业———某某公司: the name behind the stroke.
MOST_OF = re.compile("最[一-鿿]{1,2}的[^，。；—]{2,16}—{1,4}")
SUPERLATIVES = ("最", "首个", "首座", "首家", "首条", "第一", "唯一")
LINE = re.compile("[0-9０-９]{1,2}号线(?:[一二三四]期|[东南西北]延(?:段|线)?)?")
SHOWN = ("结果表明", "结果显示", "数据表明", "数据显示", "报告显示", "统计显示", "资料显示", "统计表明")
OFFICES = (
    "常委", "书记", "副书记", "委员", "主任", "副主任", "局长", "副局长", "厅长", "市长", "县长", "区长", "镇长", "乡长", "省长",
)  # fmt: skip
# 某某公司、某某公司等13个内资项目: names of projects.
OF_PROJECTS = re.compile(
    r"(?:[一二三四五]期)?(?:、[^，。；、]{2,12}){0,6}等[0-9０-９一二三四五六七八九十]{1,4}[个项][^，。；]{0,8}?项目"
)
OF_PROJECTS_FIRST = frozenset("一二三四五、等")
# 北京、广州等地猪肉企业: where they are.
OF_PLACES = re.compile(
    "等(?:地|省市?|市|国家?|(?=(?:[一-鿿]{0,2}(?:车辆|游客|客商|客源))))(?:和地区)?的?(?!累计|共|已|分别|均|都|也|同比|先后|相继|继续|率先)[一-鿿]{2}"
)


def of_bodies(chain: Sequence[Mention]) -> bool:
    """Whether all names of a list are those of organisations."""
    return all(mention.entity_type.startswith("ORG") for mention in chain)


def _goes_to_place(mention: Mention, following: Sequence[Mention]) -> bool:
    """Whether one character behind a mention another place begins."""
    return any(other.start == mention.end + 1 and coarse_type(other) == "LOC" for other in following)


def _worldwide(text: str, scene: Scene, teller: Mention) -> Subject | None:
    """The world, where what a body of the world tells names it."""
    found = WORLD.search(text, teller.end, min(scene.end, teller.end + LONGEST_TOLD))
    return None if found is None else Subject(found[0], (), "LOC", found.start())


def _line_before(scene: Scene) -> Subject | None:
    """The railway or road that the sentences before name last, if any."""
    return next((line for noun in LINES if (line := scene.antecedents.named(noun)) is not None), None)


def named_subject(
    text: str, scene: Scene, inside: Sequence[Mention], number: int, start: int, end: int, seeds: Seeds
) -> Subject | None:
    """The subject of a clause that a mention heads.

    Args:
        text: The joined text.
        scene: Sentence of the clause.
        inside: Mentions of the clause that can be a subject.
        number: Which of them heads it.
        start: First character of the clause.
        end: End of the clause.
        seeds: Lexicons events_heads and figure_words.
    """
    mention, chain = inside[number], chain_from(text, inside, number)
    if len(chain) > 1 and all(map(is_bare, chain[1:])):
        # 某市委、市政府: of one place.
        chain = chain[:1]
    if len(chain) > 1 and of_bodies(chain) and COUNTED_LIST.match(text, chain[-1].end) is not None:
        # 某集团、某集团3家央企总部…, 首批4所高校…: they are only counted.
        return None
    if text.startswith(CLOCK, mention.end):
        # 北京时间19日凌晨
        return None
    if mention.surface in NATIONS and text.startswith(SUPERLATIVES, mention.end):
        # 我国最大的水电站某某电站: the name behind it.
        return as_subject([inside[number + 1]]) if number + 1 < len(inside) and inside[number + 1].end <= end else None
    if mention.surface in NATIONS and text[mention.start - 1 : mention.start] == "在":
        # 在全国所有城市中排名第19: what it is one of.
        return None
    if text.endswith(FROM_THERE, start, mention.start):
        # 来自全球30多个国家的嘉宾
        return None
    if text.endswith(AS, start, mention.start) and chain[-1].end < end:
        # 作为某市首个综合体, 作为某省重要的工业城市: what something is there.
        return None
    if PARTNER.match(text, mention.end, end) is not None:
        return THE_COUNTRY
    if mention.entity_type == WORLDWIDE and TELLS_OF.match(text, mention.end, end) is not None:
        return _worldwide(text, scene, mention)
    of_place, of_body = mention.entity_type.startswith("LOC"), mention.entity_type.startswith("ORG")
    # What each pattern begins with, looked at first, for it is quicker.
    follows, listed = text[mention.end : mention.end + 1], text[chain[-1].end : chain[-1].end + 1]
    if of_place and listed == "及" and (around := AROUND.match(text, chain[-1].end)) is not None:
        # 京津冀及周边地区
        return Subject(text[mention.start : around.end()], (), "LOC", mention.start)
    if of_place and designates(text, mention, scene):
        return None
    if of_place and text.startswith(BORDERS, chain[-1].end):
        return None
    if of_place and follows == "最" and (most := MOST_OF.match(text, mention.end, end)) is not None:
        # 亚洲最大的毛毯企业———某某公司
        return next((as_subject([other]) for other in inside[number + 1 :] if other.start == most.end()), None)
    if of_place and follows in ON_LINE_FIRST and ON_LINE.match(text, mention.end) is not None:
        return _line_before(scene)
    if (
        of_place
        and len(chain) > 1
        and text[mention.start - 1 : mention.start] == "在"
        and MADE_AT.match(text, chain[-1].end)
    ):
        return None
    if of_place and follows in STARTS_AT and text[mention.start - 1 : mention.start] == "自":
        # 某某铁路自上海引出
        return None
    if of_place and follows in ROUTE and _goes_to_place(mention, inside[number + 1 : number + 2]):
        # 扬州到上海只要1.5小时
        return _line_before(scene)
    if of_place and listed == "等" and OF_PLACES.match(text, chain[-1].end):
        return None
    if of_body and listed in OF_PROJECTS_FIRST and OF_PROJECTS.match(text, chain[-1].end):
        return None
    if of_place and text[mention.start - 1] in WITH and SIGNED.search(text, chain[-1].end, end) is not None:
        # 与某省、某省等省市签订项目5个: with whom.
        return None
    if text[mention.start - 1 : mention.start] in LED_BY and mention.start > start:
        # 以某行为例, 从某市拍地结果来看: what the sentence goes on to tell of.
        return as_subject(chain) if FRAMED.search(text, chain[-1].end, end) is not None else None
    if of_place:
        if follows in BEFALLEN_FIRST and BEFALLEN.match(text, mention.end, end) is not None:
            return None
    elif mention.entity_type.startswith(("WORK", "POLICY", "ORG.MEDIA")) and (
        text[mention.start - 1] == "据" or TELLS.match(text, mention.end) is not None
    ):
        # 《报告》指出, …
        return None
    elif mention.entity_type.startswith("EVENT") and (
        text.startswith(NOT_OF_EVENT, mention.end) or DISASTER.search(mention.surface) is not None
    ):
        return None
    if mention.surface[0] == "全" and (whole := PLACE.match(text, mention.start)) and whole["kind"] != "国":
        # 全省大中型水库 is no name.
        return place_of(whole, scene.antecedents, scene.mentions_in(scene.start, mention.start))
    if text[mention.start - 1] == "“" and "”" not in text[mention.start : mention.end + 1]:
        # “中欧班列”: a place inside a name in quotation marks.
        return None
    if of_body and text[end - 1] in COUNTED_LAST and COUNTED.fullmatch(text, mention.end, end) is not None:
        return None
    last = inside.index(chain[-1])
    if len(chain) == 1 and (behind := bearer(text, inside, last, end)) != last:
        chain = chain_from(text, inside, behind)
    alone, after = len(chain) == 1, chain[-1].end
    governs = chain[0].entity_type == "ORG.GOV" or (of_body and is_office(chain[0].surface))
    seat = seat_of(chain[0], scene.antecedents) if governs else None
    if any(m.entity_type == "PER" for m in inside[inside.index(chain[-1]) :]) and speaks(text, after, end):
        return seat or own_firm(text, chain[0]) or scene.antecedents.represented_by(chain[0].entity_id)
    if alone and of_body and OBSERVER.search(mention.surface) is not None and speaks(text, after, end):
        # 某某证券认为，…
        return seat
    if chain[0].entity_type.startswith("ORG") and text.startswith(OFFICES, after):
        # 市委常委、副市长某某出席: people, not the body.
        return seat if chain[0].entity_type == "ORG.GOV" else None
    if coarse_type(chain[0]) == "PER" and (SPEAKING.match(text, after, end) or text.startswith("：“", end)):
        # 公司董事长某某算了一笔账：“…”: he speaks of the firm told of before.
        of_firm = text.startswith(OWN_FIRM, start) and text[mention.start - 1] in OFFICE_ENDS
        return scene.antecedents.represented_by(chain[0].entity_id) or (
            scene.antecedents.organisation if of_firm else None
        )
    if chain[0].surface == "全国" and "全国" in scene.antecedents.places:
        return scene.antecedents.places["全国"]
    if alone and (place := debtor(text, chain[0], scene) or place_of_committee(chain[0], scene)) is not None:
        return place
    if alone and chain[0].entity_type == "ORG.BANK" and (banks := banks_of(text, chain[0], scene)) is not None:
        return banks
    source = SOURCE.match(text, after, end) if scene.looks[after] & TOLD_BY else None
    own = chain[0].entity_type in FIRMS and source is not None and source[0].endswith(("公布", "发布"))
    if seat is not None and alone and (is_bare(chain[0]) or text.endswith(SHOWN, after, end)):
        # 某国某部汇总的自查结果表明，…: of its place.
        return seat
    if text.startswith(("：", ":"), after) and chain[0].entity_type == "ORG.GOV":
        # ●市人社局：… tells of its place, else of itself.
        return seat or as_subject(chain)
    if of_place and source is not None and source[0].endswith(TOLD):
        # 某市公布上半年数据
        return as_subject(chain)
    if chain[0].entity_type.startswith("ORG.MEDIA") or (source is not None and not own):
        return seat
    stands = text[after : after + 1] in STANDING_FIRST and STANDING.match(text, after, end) is not None
    if stands and (dealer := acting_name(text, after, end)) is not None:
        return Subject(text[slice(*dealer)], (), "PER", dealer[0])
    if (
        alone
        and chain[0].entity_type.startswith("LOC")
        and (scene.looks[after] & CORPORATE or end - after > FAR)
        and has_word(text[after:end], "corporate", seeds)
    ):
        stops = {time.start for time in scene.times_in(chain[0].end, end)}
        firm = firm_named_after(text, chain[0].start, chain[0].end, end, stops)
        if firm is not None and not has_word(text[chain[0].end : firm[1]], "corporate", seeds):
            return Subject(text[slice(*firm)], (), "ORG", firm[0])
    if alone and (bare := behind_standing(chain[0])) is not None:
        return bare
    project = OWN_PROJECT.match(text, after, end) if alone and (of_body or of_place) else None
    if project is not None and ANY_PROJECT.fullmatch(project[0]) is None:
        # 在某地举行开工仪式的某某公司扩能项目
        there = text.rfind("的", mention.end, project.end()) + 1 if text[mention.start - 1] == "在" else 0
        begin = there or mention.start
        return Subject(text[begin : project.end()], (), "PROJECT", begin)
    if alone and coarse_type(chain[0]) == "LOC" and PROJECT.match(text, after, end) is not None:
        # 南昌航空城项目
        return Subject(text[chain[0].start : chain[0].end + 2], (), "PROJECT", chain[0].start)
    if alone and of_body and len(mention.surface) <= SHORT and (longer := GOES_ON.match(text, after, end)):
        # 中通国际在柬埔寨开通 …, where only 中通 is known.
        return Subject(text[mention.start : longer.end()], (), "ORG", mention.start)
    if alone and follows.isdigit() and (line := LINE.match(text, after, end)) is not None:
        # 深圳地铁16号线
        return Subject(text[mention.start : line.end()], (), "PROJECT", mention.start)
    made = chain[-1].entity_type == "ORG.COMPANY" and product_of(text, chain[0].start, chain[-1].end, end, seeds)
    return made or as_subject(chain)
