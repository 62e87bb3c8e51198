"""Subjects that no list names: the event, the route or the product at the head of a clause, by its last word."""

from __future__ import annotations

import functools
import re

from seeds.types import Seeds
from transforms.engine.scenes import Scene, Subject

# 本届博览会, 第十七届某某博览会, 此次比赛.
WHICH = r"(?:第[0-9０-９一二三四五六七八九十百]{1,5}[届次]|首届|[本这该历上]届|[本这此]次|(?:19|20|１９|２０)[0-9０-９]{2}年?(?=[一-鿿]{2})(?![多余]))"
WHICH_FIRST = frozenset("第首本这该历上此0123456789０１２３４５６７８９")
# What a route ends with, looked for first, for it is quicker.
ROUTE_END, LONGEST_ROUTE = re.compile("运河|高铁|铁路|高速|大桥|水库|电站|机场|油田|气田|煤矿|港|地铁|号线|班列"), 16
# 平原运河, 某某至某某段: what is built and named, with the name before it.
ROUTE = re.compile(
    r"(?:(?:地铁|轻轨)?[0-9０-９一二三四五六七八九十]{1,3}号线|(?![这该此本两三四几多各一全新旧老另])[一-鿿]{2,6}?(?:运河|高铁|铁路|高速公路|高速|大桥|水库|水电站|核电站|机场|油田|气田|煤矿|港|(?<=中[欧亚老越蒙俄])班列|(?<=[海铁]联运)班列|地铁[0-9０-９一二三四五六七八九十]{1,3}号线))"
    r"(?:[一-鿿]{2,4}至[一-鿿]{2,4}段)?(?=[，,]|全长|线路|总|年|今|去|已|将|累计|完成|共|设计|于|也|又|在|自|首|日|单|估算|概算|预计|投资|全线|通车|运营|客流|旅客|货邮|吞吐|起降|日均|[0-9０-９]|发送|开通|开行|货运|通过)"
)
# 甲县至乙县高速
BETWEEN = re.compile(
    "[一-鿿]{2,8}?[至到—－-][一-鿿]{2,8}?(?:高速公路|高速|铁路|高铁|公路|城际|客专|航线|航班|专列|班列)(?=[，,（(]|全长|线路|总|年|今|已|将|累计|完成|共|设计|于|在|自|首|日均|预计|投资|全线|通车|建成|运营|客流|发送|开通)"
)
BETWEEN_SIGNS = frozenset("至到—－-")
# 某某指数 before how it moved.
INDEX = re.compile(
    r"(?![这该此本两三四几多各一])[一-鿿A-Za-z0-9]{2,8}?(?:指数|综指|成指|恒指|国指|道指|纳指)(?=收|报|大?涨|大?跌|微[涨跌]|上涨|下跌|上升|下降|回落|攀升|升|降|站上|失守|突破)"
)
# 复兴号列车, 进步号已: what bears a name of its own.
CALLED = re.compile(
    r"(?![这该此本两三四几多各一第])[一-鿿]{2,3}[0-9一二三四五六七八九十]{0,3}号(?=列车|动车组|飞船|卫星|火箭|货船|货运|已|将|共|累计|首|在|自|覆盖)"
)
# 履约贷是某地开发的信贷产品: what a sentence defines.
DEFINED = re.compile(
    r"(?![这该此本其那])(?P<what>[一-鿿]{2,8}?(?:贷|通|宝|保险|补贴|基金|计划|平台|机制|担保|券))是(?=[^，。；]{0,40}(?:产品|政策|基金|业务|项目|平台|机制|服务|模式|工具))"
)
# 某某苏阀是核工业系统的首家上市公司: what a sentence says to be of a kind.
IS_KIND = re.compile(
    r"(?![这该此本其那我他她它两三几多各每有不但而且])(?P<what>[一-鿿A-Za-z0-9]{2,12}?)(?:作为|(?<![只正便就仅都也还又或可])是)(?!否|不是|由|因|指|在|从|为了|将|按)[^，。；：]{1,40}?(?:公司|企业|集团|银行|机构|平台|龙头|[造应营服发]商|品牌|基金|项目|工程|城市|[大强]省|[大强]市|[大强]县|村庄|小镇|港口|枢纽|基地)(?:之一)?$"
)
# 以二千万元现金作为扶植某矿基金
NO_KIND = re.compile("[以将把用]|[万亿]?元|现金|资金")
IS = re.compile("是|作为")
# Last characters of what such a clause ends with.
KIND_ENDS = frozenset("司业团行构台头商牌金目程市省县庄镇口纽地一")
# 某某贷款最高贷款额度, 不同点在于某某项目最高贷款额.
LIMITED = re.compile(
    r"(?:[一-鿿]{1,6}在于)?(?P<what>(?![一-鿿]{0,2}(?:单|每|人均|户均|个人|全年|历史|一次))(?![一-鿿]{0,6}(?:公积金|住房|按揭|消费|助学)贷款)[一-鿿A-Za-z0-9（）()]{3,16}?(?:贷款|项目|业务|产品|保险|债券|基金|补贴|补助|存款|理财|车型|机型|列车))最[高低大小长](?=[^，。；]{0,6}(?:额|限|率|度|期|比例|速|里程))"
)
# 某某挖掘机从…: what a maker makes acts by itself before a preposition.
MADE_ENDS = re.compile(r"(?:从|由|在|以|自|凭借|已|首次|正式|率先|成功)")
# 由某协会主办的某奖: who holds it only leads up to it.
HELD = re.compile(
    r"由?[^，。；：的“”]{2,24}?(?:主办|承办|举办|联办|组织|创办|创立|创建|组建|兴建|研发|开发|研制|制造|生产|出品|承建|建设|投资建设|投资|运营|发起|发起设立|设立|管理|牵头)的"
)
# What stands before the first 的 of such a phrase.
HELD_ENDS = frozenset("办织发制造产品建设资营起立理头")
# “某某党”共有: a name in quotation marks that counts its own.
QUOTED = re.compile(r"“?(?P<name>[^“”，。；\n]{2,10})”(?=共有|共|已|累计|拥有|现有|总|年|实现|完成|吸引|覆盖)")
# 某某公司产品 names none.
ANY = "产品"
INDICATOR = re.compile("价格|消费|生产|采购|景气|信心|发展")
# 浙江11号台风, 新疆地震: what befell a place.
BEFALLEN = re.compile(
    r"(?:[0-9０-９]{1,2}号|第[0-9０-９]{1,2}号|特大|强烈|大|严重)?(?:台风|地震|洪水|洪灾|洪涝|旱灾|雪灾|冰雹|疫情|空难|火灾|矿难|泥石流|暴雨)"
)
BEFALLEN_FIRST = frozenset("0123456789０１２３４５６７８９第特强大严台地洪旱雪冰疫空火矿泥暴")
DISASTER = re.compile("地震|战争|事件|危机|疫情|洪水|洪灾|台风|事故|战役|革命|运动$")
LOOKED_AT = 32
LONGEST_EVENT = 18
LONGEST_MADE = 8
SHORT = 2
REACH = 120
NO_EVENT = re.compile("[的在了于和与]")


@functools.lru_cache(maxsize=4)
def _heads(seeds: Seeds) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Events with their number, and the last words of products."""

    def words(wanted: str) -> str:
        found = [
            head
            for head, kind in seeds.lexicon("events_heads").rows
            if kind == wanted and len(head) >= 2 and head != ANY
        ]
        return "|".join(map(re.escape, sorted(found, key=len, reverse=True)))

    return (
        re.compile(
            rf"{WHICH}[一-鿿A-Za-z·（）()“”]{{0,{LONGEST_EVENT}}}?(?:{words('meeting')}|奖(?![金励项牌状品学]))(?![一-鿿]?(?:会|长|委))"
        ),
        re.compile(rf"[一-鿿A-Za-z0-9·-]{{0,{LONGEST_MADE}}}?(?:{words('product')}|机|车|器)(?={MADE_ENDS.pattern})"),
    )


def thing_at(text: str, scene: Scene, at: int, end: int, seeds: Seeds) -> Subject | None:
    """The event, the route, the name in quotation marks, what has a limit, or the product of a maker named before, at a place.

    Args:
        text: The joined text.
        scene: Sentence of the clause.
        at: First character of the clause behind times and openings.
        end: End of the clause.
        seeds: Lexicon events_heads.
    """
    thing = event_or_route(text, at, end, seeds)
    if thing is not None:
        return thing
    # Nearly every clause is ruled out by one character that such a name needs.
    if text[at - 1 : at] == "“" and (thing := _quoted(text, at, end)) is not None:
        return thing
    if "最" in text[at : at + LOOKED_AT] and (thing := _limited(text, at, end)) is not None:
        return thing
    if text.find("号", at, at + LONGEST_MADE) > 0 and (called := CALLED.match(text, at, end)) is not None:
        return Subject(called[0], (), "PRODUCT", at)
    said = IS.search(text, at, at + 2 * LONGEST_MADE)
    if said is not None and (defined := DEFINED.match(text, at, end)) is not None:
        return Subject(defined["what"], (), "FIN_PRODUCT", at)
    is_kind = IS_KIND.match(text, at, end) if said is not None and text[end - 1] in KIND_ENDS else None
    if (
        is_kind is not None
        and text[at - 1] not in "这那该此本"
        and NO_EVENT.search(is_kind["what"]) is None
        and NO_KIND.search(is_kind["what"]) is None
    ):
        return Subject(is_kind["what"], (), "ORG", at)
    return product_of_short(text, scene, at, end, seeds)


def _limited(text: str, at: int, end: int) -> Subject | None:
    """What has an upper or lower limit (某某贷款最高贷款额度为 …)."""
    found = LIMITED.match(text, at, end)
    return None if found is None else Subject(found["what"], (), "FIN_PRODUCT", found.start("what"))


def event_or_route(text: str, at: int, end: int, seeds: Seeds) -> Subject | None:
    """The event or the route at a place.

    Args:
        text: The joined text.
        at: First character of the clause behind times and openings.
        end: End of the clause.
        seeds: Lexicon events_heads.
    """
    event = _heads(seeds)[0].match(text, at, end) if text[at : at + 1] in WHICH_FIRST else None
    if event is not None and NO_EVENT.search(event[0]) is None:
        return Subject(event[0], (), "EVENT", at)
    route = ROUTE.match(text, at, end) if ROUTE_END.search(text, at, at + LONGEST_ROUTE) else None
    if route is not None:
        return Subject(route[0], (), "PROJECT", at)
    between = BETWEEN.match(text, at, end) if not BETWEEN_SIGNS.isdisjoint(text[at : at + LONGEST_MADE]) else None
    if between is not None and NO_EVENT.search(between[0]) is None:
        return Subject(between[0], (), "PROJECT", at)
    index = INDEX.match(text, at, end) if text.find("指", at, at + LONGEST_ROUTE) > 0 else None
    return None if index is None or INDICATOR.search(index[0]) else Subject(index[0], (), "PRODUCT", at)


def held_end(text: str, at: int, end: int) -> int | None:
    """Where what somebody holds, makes or runs begins (由某协会主办的 …), if a clause begins so."""
    of = text.find("的", at, at + LOOKED_AT)
    found = HELD.match(text, at, end) if of > at and text[of - 1] in HELD_ENDS else None
    return None if found is None else found.end()


def _quoted(text: str, at: int, end: int) -> Subject | None:
    """A name in quotation marks, opened right before a place."""
    found = QUOTED.match(text, at, end)
    return None if found is None else Subject(found["name"], (), "ORG", found.start("name"))


def product_of(text: str, start: int, at: int, end: int, seeds: Seeds) -> Subject | None:
    """The product whose maker is named from `start` to `at`, where it goes on as one (某某挖掘机从…)."""
    made = _heads(seeds)[1].match(text, at, end)
    return None if made is None else Subject(text[start : made.end()], (), "PRODUCT", start)


def product_of_short(text: str, scene: Scene, at: int, end: int, seeds: Seeds) -> Subject | None:
    """The product at a place that begins with the short form of a maker named before it in the sentence."""
    if not scene.mentions or scene.mentions[0].start >= at:
        return None
    for maker in reversed(scene.mentions_in(max(scene.start, at - REACH), at)):
        name = maker.surface
        if maker.entity_type == "ORG.COMPANY" and len(name) > SHORT and text.startswith(name[:SHORT], at):
            return product_of(text, at, at + SHORT, end, seeds)
    return None
