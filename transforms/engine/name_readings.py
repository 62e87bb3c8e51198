"""Names of the rules and of the tagger weighed against each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from transforms.engine.candidates import Candidate, family_of
from transforms.engine.family_endings import FAMILIES

GROUP = "LOC.GROUP"
PERSON_RULES = frozenset(
    {"mentions.person_word", "mentions.person_title", "mentions.person_speech", "mentions.person_foreign"}
)


def confirmed(candidates: Iterable[Candidate], tagged: Sequence[Candidate]) -> Iterator[Candidate]:
    """Weigh the rules' candidates by what the tagger found: the same name is as sure as any, the shape of a word alone is not enough.

    Args:
        candidates: What the rules propose.
        tagged: What the tagger found; when it found nothing at all (or is off), every candidate stays as it is.
    """
    if not tagged:
        yield from candidates
        return
    spans = {name[:2]: name for name in tagged}
    ends = {name.end: name for name in tagged}
    single = {name.start for name in tagged if name.end - name.start == 1 and family_of(name.entity_type) == "LOC"}
    people = sorted((name.start, name.end) for name in tagged if name.entity_type == "PER")
    for candidate in candidates:
        same = spans.get(candidate[:2])
        if same is not None and family_of(same.entity_type) == family_of(candidate.entity_type):
            yield candidate if candidate.rank >= same.rank else candidate.moved(rank=same.rank)
        elif candidate.rule_id in PERSON_RULES:
            # Of two readings of a person's name the tagger's is the better one.
            touched = touches(candidate.start, candidate.end, people)
            if not touched and candidate.rule_id != "mentions.person_word":
                yield candidate
        elif candidate.entity_type == GROUP and all(at in single for at in range(candidate.start, candidate.end)):
            # 中美 names two countries; the tagger has both.
            continue
        elif candidate.rule_id == "mentions.suffix" and _reads_otherwise(candidate, same, ends.get(candidate.end)):
            continue
        else:
            yield candidate


def beside_things(tagged: Iterable[Candidate], proposals: Iterable[Candidate]) -> list[Candidate]:
    """The tagged names without organisations whose last words say that they are something else (芯片基金 is a fund)."""
    things = {
        candidate.end: candidate.start for candidate in proposals if family_of(candidate.entity_type) not in FAMILIES
    }
    return [
        name for name in tagged if things.get(name.end, name.end) >= name.end or family_of(name.entity_type) != "ORG"
    ]


def touches(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the flat spans, which are sorted, overlaps a span."""
    at = bisect_left(spans, (end, 0)) - 1
    return at >= 0 and spans[at][1] > start


def _reads_otherwise(candidate: Candidate, same: Candidate | None, ending: Candidate | None) -> bool:
    """Whether the tagger says that a name found by its last word is of another family, or begins elsewhere."""
    if same is not None:
        return {same.family, candidate.family} == {"ORG", "LOC"}
    return ending is not None and family_of(ending.entity_type) == family_of(candidate.entity_type) == "ORG"
