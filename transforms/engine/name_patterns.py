"""Names that a pattern of the rule file finds, and names that stand in telling lines of the page."""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from seeds.types import Rule, Seeds
from transforms.engine.aliases import Scope
from transforms.engine.candidates import Candidate, family_of
from transforms.engine.lexemes import Lexemes

TOWN = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:街道|镇|乡|村)(?![长民里委庄级办企容镇区])")
STARTS_LATE = re.compile(r"^(?:的|和|与|各|全|农|等|在|是|有|新|多|个|某|该|这|一)")
MANY_TOWNS = ("乡镇", "村镇", "镇村", "乡村")
# What the next two begin with.
OPENING = frozenset("（(")
DEFINED = re.compile(
    r"[（(](?:以下|下文|下)?(?:均|统)?(?:简称|下称|称)[为:：]?\s?[“”\"「]?(?P<name>[A-Za-z\u4e00-\u9fff]{2,12})[“”\"」]?(?:或[^（）()]{1,12})?[）)]"
)
ABBREVIATION = re.compile(r"[（(](?P<name>[A-Z][A-Za-z&]{1,9})[）)]")
VERBAL = frozenset({"v", "d", "p", "r", "m", "c", "f", "t", "u", "uj", "y"})
BLANK = " \u3000"
WITHOUT_BLANKS = str.maketrans("", "", BLANK)
BRANCHES = ("分行", "支行", "分公司", "营业部", "营业所", "分理处")
AUTHOR_ROLES = frozenset({"byline", "credit", "editor", "dateline"})
TELLING_ROLES = AUTHOR_ROLES | {"column", "department"}
DONE = re.compile(
    "(?:先后|累计|正在|已|将|重点|集中)?(?:建成|投产|开工|建设|推进|加快|启动|实施|签约|引进|竣工|新建|续建|完成)+"
)
DEPARTMENT = re.compile(r"^[\u4e00-\u9fff]{2,14}(?:部|室|中心|组)$", re.M)


@functools.lru_cache(maxsize=2)
def _patterns(seeds: Seeds) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(rule.pattern, re.M)) for rule in seeds.area("mentions") if rule.pattern)


def find_by_pattern(text: str, lexemes: Lexemes, known: Sequence[Candidate], *, seeds: Seeds) -> Iterator[Candidate]:
    """Candidates of the rules that carry a pattern.

    A rule's params may hold `entity_type`, `rank`, `kind`, `begins_with` (family of a known name that the match must begin with),
    `nominal` (the first word is no verb, adverb or the like) and `anchors` (words of which a line must hold one).
    """
    heads = {(candidate.start, family_of(candidate.entity_type)) for candidate in known if candidate.rank > 0}
    # Several rules have the same anchors.
    lines: dict[tuple[str, ...], list[tuple[int, int]]] = {(): [(0, len(text))]}
    for rule, pattern in _patterns(seeds):
        params = rule.params
        anchors = tuple(params.get("anchors", ()))
        if anchors not in lines:
            lines[anchors] = _lines_with(text, anchors)
        for match in itertools.chain.from_iterable(pattern.finditer(text, *line) for line in lines[anchors]):
            spans = list(_listed(match, lexemes)) if "list" in pattern.groupindex else [match.span("name")]
            for start, end in spans:
                if "begins_with" in params and (start, params["begins_with"]) not in heads:
                    continue
                if params.get("nominal") and lexemes.tags[lexemes.at(start)] in VERBAL:
                    continue
                yield Candidate(
                    start=start,
                    end=end,
                    entity_type=params["entity_type"],
                    rule_id=rule.rule_id,
                    kind=params.get("kind", "name"),
                    rank=params.get("rank", 5),
                )


def _lines_with(text: str, anchors: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of each line that holds one of some words.

    A pattern that starts with any Chinese character would try every character of the batch; few lines hold its anchor.
    """
    lines: dict[int, int] = {}
    for anchor in anchors:
        at = text.find(anchor)
        while at >= 0:
            end = text.find("\n", at)
            lines[text.rfind("\n", 0, at) + 1] = end = len(text) if end < 0 else end
            at = text.find(anchor, end)
    return sorted(lines.items())


def _listed(match: re.Match[str], lexemes: Lexemes) -> Iterator[tuple[int, int]]:
    start = match.start("list")
    for part in match["list"].split("、"):
        end = start + len(part)
        # 建成投产某某生产线: what is done to it is no part of its name.
        done = DONE.match(part)
        start += 0 if done is None else done.end()
        if (
            end - start >= 4
            and lexemes.fits(start, end)
            # 某某石化1200万吨炼油, 某区签约某某: whose it is, how large, and what was done are no name.
            and "签约" not in match.string[start:end]
            and not any(map(str.isdigit, match.string[start:end]))
            and lexemes.tags[lexemes.at(end - 1)] in ("n", "nz", "vn", "j", "v")
        ):
            yield start, end
        start = end + 1


def join_branches(text: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
    """A bank or company with the branch that is printed right after it, or after its place (农行天津分行), as one name."""
    for owner, branch in itertools.pairwise(named):
        if owner.end == branch.start and owner.family == "ORG" and branch.family == "LOC":
            word = next((word for word in BRANCHES if text.startswith(word, branch.end)), None)
            if word is not None:
                yield owner.moved(end=branch.end + len(word), rule_id="mentions.suffix", canonical="", kind="name")
        if (
            owner.end == branch.start
            and owner.family == branch.family == "ORG"
            and text[branch.start : branch.end].endswith(BRANCHES)
        ):
            bank = "ORG.BANK" in (owner.entity_type, branch.entity_type) or "银行" in text[owner.start : owner.end]
            yield branch.moved(
                start=owner.start, entity_type="ORG.BANK" if bank else owner.entity_type, canonical="", kind="name"
            )


def find_towns(text: str, places: Sequence[Candidate]) -> Iterator[Candidate]:
    """Towns and villages printed right after a place, and after each other."""
    for place in places:
        if not place.codes:
            continue
        at = place.end
        while (
            (match := TOWN.match(text, at))
            and not STARTS_LATE.match(match[0])
            and len(match[0]) > 1
            and not match[0].endswith(MANY_TOWNS)
        ):
            yield Candidate(start=at, end=match.end(), entity_type="LOC.TOWN", rule_id="mentions.town")
            at = match.end()


def find_abbreviations(text: str, named: Sequence[Candidate]) -> Iterator[Candidate]:
    """Latin abbreviations, and short names that the text defines, in brackets right after a name."""
    for name in named:
        if text[name.end : name.end + 1] not in OPENING or name.family not in ("ORG", "FIN_PRODUCT", "POLICY", "EVENT"):
            continue
        for pattern, rule_id, kind in (
            (ABBREVIATION, "mentions.abbreviation", "abbrev"),
            (DEFINED, "mentions.defined_short", "alias"),
        ):
            if match := pattern.match(text, name.end):
                yield Candidate(
                    start=match.start("name"),
                    end=match.end("name"),
                    entity_type=name.entity_type,
                    rule_id=rule_id,
                    canonical=name.canonical or text[name.start : name.end],
                    kind=kind,
                    rank=6,
                )


def find_page_names(
    text: str,
    starts: Sequence[int],
    ends: Sequence[int],
    roles: Sequence[str],
    scopes: Sequence[Scope],
    authors: Sequence[Sequence[str] | None],
) -> Iterator[Candidate]:
    """Names in telling lines: authors in bylines, credits and editors' lines; columns; departments.

    Args:
        text: The joined text.
        starts: Start of each row.
        ends: End of each row.
        roles: Block role of each row.
        scopes: The articles in text order.
        authors: Names that each article has in its byline.
    """
    scope_starts = [scope.start for scope in scopes]
    for number in (number for number, role in enumerate(roles) if role in TELLING_ROLES):
        start, end, role = starts[number], ends[number], roles[number]
        if role in AUTHOR_ROLES:
            names = authors[bisect_right(scope_starts, start) - 1] or ()
            line = text[start:end]
            # A name may be printed with blanks between its characters.
            places = [at for at, character in enumerate(line) if character not in BLANK]
            squeezed = line.translate(WITHOUT_BLANKS)
            for name in names:
                bare = name.translate(WITHOUT_BLANKS)
                at = squeezed.find(bare)
                if bare and at >= 0:
                    yield Candidate(
                        start=start + places[at],
                        end=start + places[at + len(bare) - 1] + 1,
                        entity_type="PER",
                        rule_id="mentions.person_byline",
                        canonical=name,
                        rank=8,
                    )
        elif role == "column":
            yield Candidate(start=start, end=end, entity_type="COLUMN", rule_id="mentions.column", rank=8)
        elif role == "department" and DEPARTMENT.match(text[start:end]):
            yield Candidate(start=start, end=end, entity_type="ORG.DEPT", rule_id="mentions.department", rank=8)
