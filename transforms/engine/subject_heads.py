"""Heads: the subject at the head of each clause of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from seeds.types import Seeds
from transforms.engine.acting_nouns import acting_noun
from transforms.engine.anaphors import ANAPHORIC, anaphor_at, is_pointed_to
from transforms.engine.bare import STANDING, STANDING_FIRST, acting_name, announcing_name
from transforms.engine.bearers import bears, next_bearers
from transforms.engine.class_nouns import named_before
from transforms.engine.clause_openings import behind_openings
from transforms.engine.head_looks import (
    ACTING,
    ANNOUNCED,
    CODED,
    DEED,
    FAR,
    HEAD,
    HELD,
    INDUSTRY,
    LONGEST_INDUSTRY,
    LONGEST_LEAD,
    PARTLY,
    PRINTED,
    THING,
    may_head,
)
from transforms.engine.headlines import begins_with, industry_at
from transforms.engine.indicators import has_word
from transforms.engine.inverted import named_last
from transforms.engine.leading_names import FIRMS, STOCK_CODE, leading_name
from transforms.engine.named_heads import SPEAKING, named_subject
from transforms.engine.printed_names import printed_name
from transforms.engine.scenes import NATIONS, Heads, Scene, Subject, as_subject, coarse_type
from transforms.engine.seats import THE_COUNTRY
from transforms.engine.subject_phrases import BETWEEN_SIGNS, event_or_route, held_end, product_of_short, thing_at
from transforms.engine.subject_tails import locates, person_before

LISTED = re.compile(
    r"([一-鿿A-Za-z＊*]{2,8})" + STOCK_CODE + r"(?:[.．](?:SH|SZ|HK|BJ))?(?:[，,、][^（）()]{0,20})?[）)]"
)
LATTER, DASH, LONGEST_APPOSITION, LONGEST_CALL = "后者", "——", 40, 8
# 31个省（自治区、直辖市）和新疆生产建设兵团报告: the whole country.
ALL_PROVINCES, ALL_FIRST = re.compile("(?:31|３１|三十一)个?省"), frozenset("3３三")
# 中央已下拨1000万元
CENTRE, OF_CENTRE = "中央", re.compile("中央(?:共|累计|先后|还|又)?(?:已|将|安排|下拨|拨付|拨款|投入|下达)")
# 4家公司中有3家——…
COUNTED = re.compile("[0-9０-９一二两三四五六七八九十][家个名位所项种款]$")
CLASSES = ("企业", "公司", "集团", "机构", "工厂", "平台", "园区")
# 根据某市统一核算结果，…: who tells has no figure.
BASES, HEARD = ("根据", "按照", "依据"), ("传出消息", "传来消息", "传来捷报", "传来喜讯", "传出捷报")
AIDED = re.compile("(?:领导|指导|支持|帮助|监督|推动|带领|关心|关怀|配合|努力|统筹|部署|共同努力)下[,，]?$")
# What lies around a place has no figure of it.
NEIGHBOURS = re.compile(
    r"[东西南北][东西南北]?[部面边侧]?(?:[与同和]|[连接邻临靠毗濒枕依望抵距界傍倚隔](?![^，。；、]{0,4}(?:集团|公司|银行|股份)))|毗邻|紧邻|邻近|濒临|[与同和][^，。；]{2,20}(?:接壤|相邻|毗邻|为邻|交界|相连|相望|毗连|相接)"
)
NEIGHBOURING = frozenset("东西南北毗紧邻濒与同和")
# 全国骨干工程之一的某某水库
ONE_OF = "之一的"
# Who speaks for a firm.
WE, SPEAKING_FIRST = ("我们", "咱们", "我公司", "我司"), frozenset("我咱")
FIRM = "公司"
# 本届博览会: the one named before.
THIS = ("本届", "本次", "此次", "这次", "这届", "该届")
# 我家去年收入3万元, 我种了10亩
MYSELF = re.compile("我(?![们国省市县区州乡镇村局厅院校军方司公行厂所队党会部委边站馆台办社港旗盟])")
# What a firm issues about itself.
ISSUED = re.compile("公告|[年季中财]报|招股|说明书|草案|预案|披露")


def clauses_of(scene: Scene, since: int) -> Iterator[tuple[int, int]]:
    """Bounds of the clauses of a sentence from the start of one of them on."""
    start, marks, stop = since, scene.marks, scene.mark_stop
    for number in range(bisect_left(marks, start, scene.first_mark, stop), stop):
        at = marks[number]
        if at > start:
            yield start, at
        start = at + 1
    if start < scene.end:
        yield start, scene.end


def _head_subject(text: str, scene: Scene, heads: Heads, start: int, end: int, seeds: Seeds) -> Subject | None:
    """The subject at the head of a clause, behind times, openings and an introducing verb."""
    at = behind_openings(text, scene, start, end, seeds)
    if text[at : at + 1] in ALL_FIRST and ALL_PROVINCES.match(text, at, end) is not None:
        return THE_COUNTRY
    if text.startswith(CENTRE, at) and OF_CENTRE.match(text, at, end) is not None:
        return THE_COUNTRY
    inside = next_bearers(text, heads, start, end) if heads.bearers else []
    near = scene.looks[at]
    if not inside and not may_head(text, near, at, end, first=not heads.found):
        return begins_with(text, at, scene.antecedents.headed) or product_of_short(text, scene, at, end, seeds)
    if near & PARTLY and (one_of := text.find(ONE_OF, at, min(end, at + LONGEST_LEAD))) >= 0:
        at = one_of + len(ONE_OF)
        near = scene.looks[at]
    dash = text.find(DASH, at, min(end, at + LONGEST_APPOSITION)) if inside else -1
    apposed = None if dash < 0 else next((m for m in inside if m.start == dash + len(DASH)), None)
    if apposed is not None and COUNTED.search(text, at, dash) is not None:
        # 某市上市的4家公司中有3家——某某公司、…: those that are counted.
        apposed = None
    calling = apposed is not None and ("的" in text[at:dash] or text.endswith(CLASSES, at, dash))
    if apposed is not None and (calling or (apposed is inside[0] and dash - at <= LONGEST_CALL)):
        # 某地上市的电池制造商——某某公司发布…, 走进某省首家独角兽企业——某某公司调试车间, 那就补充——某市以…
        return as_subject([apposed])
    # All that a character of its own begins.
    headed = near & HEAD
    if headed and text[at : at + 1] in NEIGHBOURING and NEIGHBOURS.match(text, at, end) is not None:
        # 东连某市、西邻某县: where it lies.
        return None
    if text.startswith("在", at - 1) and AIDED.search(text, at, end) is not None:
        # 在县人大、县政协的监督支持下: with whose help it was done.
        return None
    if (headed and text.startswith(BASES, at)) or (text.startswith("从", start) and text.endswith(HEARD, start, end)):
        # 根据某市统一核算结果，…
        return None
    held = held_end(text, at - (text[at - 1 : at] == "由"), end) if near & HELD else None
    if held is not None:
        named = next((m for m in inside if m.start == held), None)
        thing = event_or_route(text, held, end, seeds) or (None if named is None else as_subject([named]))
        if thing is not None:
            return thing
    standing = STANDING.match(text, at, end) if headed and text[at : at + 1] in STANDING_FIRST else None
    if standing is not None:
        at = standing.end()
        near = scene.looks[at]
        headed = near & HEAD
    first = text[at : at + 1]
    if headed and text.startswith(NATIONS, at) and text.find("业", at, at + LONGEST_INDUSTRY) > 0:
        # 全国软件业 in an article about that industry.
        industry = begins_with(text, at + 2, scene.antecedents.headed)
        if industry is not None:
            return industry
    last = named_last(text, inside, at, end) if inside and inside[0].start > at else None
    if last is not None:
        return last
    if inside and inside[0].start == at and text[inside[0].end] in BETWEEN_SIGNS:
        # 甲县至乙县高速全长 …
        route = event_or_route(text, at, end, seeds)
        if route is not None:
            return route
    number = leading_name(text, inside, at, seeds)
    if number is not None:
        return named_subject(text, scene, inside, number, start, end, seeds)
    if inside and inside[0].start <= at and any(m.start <= at < m.end for m in inside):
        return None
    # 该 and 这家 are also openings.
    back = at
    if at > start:
        back = at - (text[at - 1] in {"该", "本", "我", "这"})
        back = at - 2 if text[max(start, at - 2) : at] in {"这家", "这个"} else back
    pointed = named_before(text, back, end, scene)
    if pointed is not None:
        return pointed
    known = begins_with(text, at, scene.antecedents.headed)
    if known is not None:
        return known
    thing = event_or_route(text, back, end, seeds) if back != at else None
    if thing is None:
        any_thing = near & (HEAD | THING) or text[at - 1] == "“"
        thing = (thing_at if any_thing else product_of_short)(text, scene, at, end, seeds)
    if thing is not None and thing.start >= 0:
        # 陪伴京沪高铁: the known name at its end is the thing.
        stop = thing.start + len(thing.surface)
        inner = next((m for m in inside if m.end == stop and m.start > thing.start + 1), None)
        thing = thing if inner is None else as_subject([inner])
    if thing is not None:
        return (_this_one(scene, thing.surface[2:]) if thing.surface.startswith(THIS) else None) or thing
    listed = LISTED.match(text, at, end) if near & CODED else None
    if listed is not None:
        named = next((m for m in inside if m.end == listed.end(1)), None)
        return Subject(listed[1], (), "ORG", listed.start(1)) if named is None else as_subject([named])
    if headed and text.startswith(LATTER, at):
        bodies = [m for m in scene.mentions_in(scene.start, at) if coarse_type(m) == "ORG"]
        return as_subject(bodies[-1:]) if bodies else None
    if first in SPEAKING_FIRST and text.startswith(WE, at):
        return scene.antecedents.represented_here()
    if first in SPEAKING_FIRST and MYSELF.match(text, at) is not None and _in_quote(text, scene, at):
        return scene.antecedents.speaker()
    if first in {"他", "她"} and not SPEAKING.match(text, at + 1, end):
        return person_before(text, scene, at)
    if text.startswith(FIRM, at) and _in_quote(text, scene, at):
        # “公司年产2000台。”某某公司总经理某某说: who speaks behind.
        spoken = scene.antecedents.represented_here()
        if spoken is not None:
            return spoken
    found = None
    if back != at or first in ANAPHORIC:
        before = scene.mentions_in(scene.start, at)
        found = anaphor_at(text, back, end, heads.organisation, scene.antecedents, before)
        if found is None and back != at:
            found = anaphor_at(text, at, end, heads.organisation, scene.antecedents, before)
    if found is None and (standing is not None or not heads.found) and (near & DEED or end - at > FAR):
        acting = acting_name(text, at, end)
        if acting is not None and (not inside or inside[0].start >= acting[1]):
            return Subject(text[slice(*acting)], (), "ORG", acting[0])
    if found is None and near & INDUSTRY:
        found = industry_at(text, at, end, scene)
    if found is None and near & (HEAD | PRINTED):
        found = printed_name(text, at, end, inside, seeds)
    if found is None and near & (HEAD | ACTING):
        found = acting_noun(text, at, end, inside, seeds)
    alone = found is None and near & ANNOUNCED and not inside and not heads.found
    if alone and has_word(text[at:end], "corporate", seeds):
        told = announcing_name(text, at, end)
        return None if told is None else Subject(text[slice(*told)], (), "ORG", told[0])
    return found


def _this_one(scene: Scene, noun: str) -> Subject | None:
    """What was named before that 本届 and a noun mean, be it a short form of the name (本届文博会)."""
    known = scene.antecedents.named(noun)
    event = scene.antecedents.things.get("EVENT") if known is None else None
    rest = iter(event.surface if event is not None else "")
    return event if event is not None and all(character in rest for character in noun) else known


def _in_quote(text: str, scene: Scene, at: int) -> bool:
    return text.rfind("“", scene.start, at) > text.rfind("”", scene.start, at)


def clause_subjects(text: str, scene: Scene, seeds: Seeds, *, until: int) -> list[tuple[int, Subject]]:
    """Clauses of a sentence that have a subject at their head, with it: all that begin up to a place, and those read before."""
    heads = _heads_of(scene)
    if heads.read <= until:
        for start, end in clauses_of(scene, heads.read):
            if start > until:
                break
            _read_clause(text, scene, heads, start, end, seeds)
    return heads.found


def each_clause_subject(text: str, scene: Scene, seeds: Seeds) -> Iterator[Subject]:
    """The subjects at the heads of the clauses of a sentence, in order; clauses are read as they are asked for."""
    heads = _heads_of(scene)
    yield from [subject for _, subject in heads.found]
    for start, end in clauses_of(scene, heads.read):
        known = len(heads.found)
        _read_clause(text, scene, heads, start, end, seeds)
        yield from [subject for _, subject in heads.found[known:]]


def _heads_of(scene: Scene) -> Heads:
    if scene.heads is None:
        types = {mention.entity_type for mention in scene.mentions}
        bearers = [mention for mention in scene.mentions if bears(mention.entity_type, mention.surface)]
        scene.heads = Heads(scene.start, bearers, firms=not FIRMS.isdisjoint(types))
    return scene.heads


def _read_clause(text: str, scene: Scene, heads: Heads, start: int, end: int, seeds: Seeds) -> None:
    """Add the subject at the head of the next clause of a sentence, if it has one."""
    subject = _head_subject(text, scene, heads, start, end, seeds)
    heads.read = end + 1
    if subject is None and heads.firms and ISSUED.search(text, start, end) is not None:
        # 据某某食品年报显示，公司…
        own = [m for m in scene.mentions_in(start, end) if m.entity_type in FIRMS]
        heads.organisation = as_subject(own[:1]) if own else heads.organisation
    if subject is not None and not (heads.organisation is not None and locates(text, scene, start, end, subject)):
        heads.found.append((start, subject))
        heads.organisation = subject if is_pointed_to(subject) else heads.organisation
