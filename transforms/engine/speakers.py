"""Who speaks: the person, body, document or anonymous noun phrase before or after a word of speech."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from seeds.types import Seeds
from transforms.engine.anchors import Anchor, Anchors, spans_in
from transforms.engine.candidates import family_of
from transforms.engine.clauses import Marks

PERSON = "PER"
BODIES = frozenset({"ORG"})
SPEAKING = frozenset({"EVENT", "POLICY", "WORK"})
SPEAKER_KINDS = {"EVENT": "meeting", "POLICY": "document", "WORK": "document"}
PLACES = frozenset({"LOC"})
REACH = 90
PREPOSITIONS = frozenset("对向同与和给为让跟当把被将在按从于")
LEADING = re.compile(
    r"(?:对此|为此|不过|但是|但|而|同时|此外|另外|随后|其中|近日|日前|目前|昨日|今日|昨天|今天|当日|当天|会上|有|据|此前|一位|一名|多位|多名|几位|两位|某|另一位|许多|很多|不少|也有)+"
)
ADVERBS = re.compile(
    r"(?:曾经?|还|又|也|都|均|则|便|就此|再次|多次|最近|近日|日前|明确|特别|进一步|一致|普遍|纷纷|反复|同时|随后|对此|首先|最后|并|而且|但|却|则是|坦率地|欣喜地|自豪地|激动地|感慨地|严肃|郑重|公开|率先|共同|联合|分别|同样|正式|已经?|不断|着重|重点|专门|直接|晚间|连续|发布公告|公告|发文|通告|日前在[^，。]{0,20}|此前|当天|当日|昨日|今日|昨天|今天|[0-9０-９]{1,2}日|[上下]午|晚间?)+"
)
PHRASE = re.compile(
    r"(?:[在就对向从于据围绕针对谈及接受时]|谈到|说到|提到|关于|面对|出席|会见|主持|听取|考察|调研|指着|看着|拿着|笑着|站在|代表|介绍|总结|回忆|展望)"
)
GOVERNED = re.compile(r"[对向给被][^外岸]|[，,]")
PRONOUN = re.compile(r"(?:他们|她们|他|她)(?=[^的们])")
CITED = frozenset({"根据", "依据", "按照", "依照"})
ISSUED = re.compile(r"(?:[\d年月日]+|今日|当日|晚间|近日|日前|早间|午间|盘后|发布|披露|刊登|发出|曾)+$")
ANNOUNCED = frozenset({"公告", "声明"})
COORDINATORS = frozenset({"", "、", "和", "与", "及", "以及", "，"})
CITING = frozenset("据照在从")
TITLE = re.compile(r"《[^《》\n]{2,60}》(?:[（(][^（）()\n]{1,30}[）)])?")


class Speaker(NamedTuple):
    """A speaker found in the text.

    Attributes:
        start: First offset of the name or noun phrase; -1 when there is none.
        end: One past its last offset.
        kind: person, body, meeting, document, anonymous or pronoun.
        mention: Row of the mention that names it, or -1.
    """

    start: int
    end: int
    kind: str
    mention: int = -1


@functools.lru_cache(maxsize=2)
def _compiled(seeds: Seeds) -> tuple[AhoCorasick, dict[str, str]]:
    heads = seeds.lexicon("speech_speakers").mapping("head", "kind")
    return AhoCorasick(list(heads), matchkind=MatchKind.LeftmostLongest), heads


def find_speaker(text: str, start: int, end: int, mentions: Anchors, marks: Marks, *, seeds: Seeds) -> Speaker | None:
    """The speaker named in text[start:end], the words before (or after a quotation: up to) a word of speech.

    The last clause is asked first, then the clauses before it: a subject governs its sentence.

    Args:
        text: The joined text.
        start: Start of the sentence, or the place after a closed quotation.
        end: Start of the word of speech.
        mentions: Named entities.
        marks: Marks of `text`.
        seeds: Loaded seeds.
    """
    start = max(start, end - REACH * 2)
    clause = marks.clause_start(end, start)
    found = _in_clause(text, clause, end, mentions, seeds=seeds)
    if found or clause <= start:
        return found
    tail = text[clause:end].strip()
    if len(tail) > 40 or (tail and not ADVERBS.match(tail) and not PHRASE.match(tail) and len(tail) > 8):
        return None
    for anchor in mentions.within(start, clause):
        if family_of(anchor.kind) == PERSON and not _governed(text, anchor, start):
            return Speaker(anchor.start, anchor.end, "person", anchor.row)
    first = marks.clause_end(start, clause)
    for anchor in mentions.within(start, first):
        if family_of(anchor.kind) in BODIES | SPEAKING and not _governed(text, anchor, start):
            return Speaker(anchor.start, anchor.end, SPEAKER_KINDS.get(family_of(anchor.kind), "body"), anchor.row)
    return _in_clause(text, start, first, mentions, seeds=seeds, loose=True)


def _governed(text: str, anchor: Anchor, floor: int) -> bool:
    """Whether a preposition takes the mention: it is spoken to or about."""
    before = text[max(floor, anchor.start - 1) : anchor.start]
    after = text[anchor.end : anchor.end + 1]
    return before in PREPOSITIONS or after in {"的", "》", "”"}


def _in_clause(
    text: str, start: int, end: int, mentions: Anchors, *, seeds: Seeds, loose: bool = False
) -> Speaker | None:
    anchors = mentions.within(start, end)
    for anchor in anchors:
        if family_of(anchor.kind) == PERSON and not _governed(text, anchor, start):
            return Speaker(anchor.start, anchor.end, "person", anchor.row)
    heads, kinds = _compiled(seeds)
    if document := _titled(text, start, end, mentions):
        return document
    spans = spans_in(heads, text, start, end)
    first, end_of_head = spans[-1] if spans else (-1, -1)
    head = text[first:end_of_head] if spans else ""
    named = [a for a in anchors if family_of(a.kind) in BODIES | SPEAKING and not _governed(text, a, start)]
    if named and head in ANNOUNCED:
        # 某公司公告称: the company speaks, the announcement is how.
        head = ""
    if head and _plain_tail(text[end_of_head:end], loose):
        covering = mentions.covering(first, end_of_head)
        if covering is not None and family_of(covering.kind) in BODIES | SPEAKING and covering.start >= start:
            return Speaker(
                covering.start, covering.end, SPEAKER_KINDS.get(family_of(covering.kind), "body"), covering.row
            )
        begin = _phrase_start(text, start, first, anchors)
        if GOVERNED.search(text, begin, end_of_head) or text[max(start, begin - 2) : begin] in CITED:
            return None
        if head in ANNOUNCED:
            begin, end_of_name = _announcer(text, begin, first)
            return Speaker(begin, end_of_name, "body") if end_of_name - begin >= 2 else None
        if begin < end_of_head and text[begin:end_of_head] not in {"记者", "本报记者"}:
            return Speaker(begin, end_of_head, kinds[head] if kinds[head] == "document" else "anonymous")
    for anchor in reversed(named):
        if _plain_tail(text[anchor.end : end], loose):
            return Speaker(anchor.start, anchor.end, SPEAKER_KINDS.get(family_of(anchor.kind), "body"), anchor.row)
    for anchor in reversed(anchors):
        if (
            family_of(anchor.kind) in PLACES
            and not _governed(text, anchor, start)
            and _plain_tail(text[anchor.end : end], False)
            and anchor.start - start <= 6
        ):
            return Speaker(anchor.start, anchor.end, "body", anchor.row)
    pronoun = PRONOUN.search(text, start, min(end, start + 12)) if end > start else None
    if pronoun is None and text[start:end] in {"他", "她", "他们", "她们"}:
        return Speaker(start, end, "pronoun")
    return Speaker(pronoun.start(), pronoun.end(), "pronoun") if pronoun else None


def _titled(text: str, start: int, end: int, mentions: Anchors) -> Speaker | None:
    """The document whose title in 《 》 ends the clause; of coordinated documents the first."""
    first = last = None
    for match in TITLE.finditer(text, start, end):
        if last is None or text[last.end() : match.start()] not in COORDINATORS:
            first = match
        last = match
    if first is None or last is None:
        return None
    rest = text[last.end() : end]
    if rest.startswith(("上", "中", "里", "的")) or len(rest) > 12 or text[first.start() - 1 : first.start()] in CITING:
        return None
    found = mentions.covering(first.start() + 1, first.start() + 2)
    return Speaker(first.start(), text.index("》", first.start()) + 1, "document", found.row if found else -1)


def _plain_tail(tail: str, loose: bool) -> bool:
    """Whether nothing but adverbs and prepositional phrases stands between the speaker and the word of speech."""
    if loose or not tail:
        return True
    rest = ADVERBS.sub("", tail, count=1) if ADVERBS.match(tail) else tail
    return not rest or (len(rest) <= 40 and PHRASE.match(rest) is not None)


def _announcer(text: str, start: int, end: int) -> tuple[int, int]:
    """Who issued an announcement: the words before it without date and verb (某公司今日发布|公告)."""
    issued = ISSUED.search(text, start, end)
    return start, issued.start() if issued else end


def _phrase_start(text: str, start: int, head: int, anchors: list[Anchor]) -> int:
    """Start of the noun phrase that ends in a head: after the last 的 or mark, without leading adverbs and counts."""
    begin = start
    for at in range(head - 1, start - 1, -1):
        if text[at] in "的，。；：”“、（(）)——…" or head - at > 16:
            begin = at + 1
            break
    for anchor in anchors:
        if anchor.start < begin < anchor.end:
            begin = anchor.start
    lead = LEADING.match(text, begin, head + 1)
    return lead.end() if lead and lead.end() <= head else begin
