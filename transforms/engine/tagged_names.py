"""Names that the trained taggers find, as candidates beside those of the rules."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from seeds.types import ModelArrays, Seeds
from transforms.engine.candidates import TAGGED, Candidate
from transforms.engine.name_walk import compile_endings

MODEL = "ner"
# Part trained on news decides people, places and organisations; the finer part says what kind of organisation.
NEWS_PART = "news"
COARSE: Mapping[str, str] = {"PER": "PER", "LOC": "LOC", "ORG": "ORG"}
FINE: Mapping[str, str] = {"company": "ORG.COMPANY", "government": "ORG.GOV", "scene": "LOC.SITE"}
SURE = 0.5
LONGEST_ENDING = 10


def find_tagged(
    text: str, starts: Sequence[int], ends: Sequence[int], known: Sequence[Candidate], *, seeds: Seeds
) -> list[Candidate]:
    """Candidates of model `ner`, none when models are off.

    Args:
        text: The joined text.
        starts: Start of each sentence in it.
        ends: End of each sentence.
        known: Gazetteer candidates; a tagged place that is a chain of them is left to them.
        seeds: Loaded seeds.
    """
    model = seeds.models.get(MODEL)
    if model is None:
        return []
    spans = _spans(text, starts, ends, model)
    fine = {(start, end): FINE[label] for start, end, label, _ in spans if label in FINE}
    places = {candidate.start: candidate for candidate in known if candidate.family == "LOC" and candidate.rank > 0}
    endings = {ending.text: ending.entity_type for ending in compile_endings(seeds).endings}
    found = []
    for start, end, label, score in spans:
        if label not in COARSE or score < SURE or end - start < 2:
            continue
        if label == "LOC" and _is_chain(start, end, places):
            continue
        kind = fine.get((start, end), "")
        entity_type = _by_ending(text[start:end], COARSE[label], endings)
        if entity_type == COARSE[label] and kind.startswith(entity_type):
            entity_type = kind
        found.append(Candidate(start=start, end=end, entity_type=entity_type, rule_id=TAGGED))
    return found


def _spans(
    text: str, starts: Sequence[int], ends: Sequence[int], model: ModelArrays
) -> list[tuple[int, int, str, float]]:
    from transforms.engine.tagger import tag_entities

    found = tag_entities([text[start:end] for start, end in zip(starts, ends, strict=True)], model)
    return [
        (starts[row] + start, starts[row] + end, label, score)
        for row, start, end, label, score in zip(
            found.rows.tolist(),
            found.starts.tolist(),
            found.ends.tolist(),
            found.labels,
            found.scores.tolist(),
            strict=True,
        )
    ]


def _is_chain(start: int, end: int, places: Mapping[int, Candidate]) -> bool:
    """Whether known places cover the span end to end (浙江舟山): each is a mention of its own."""
    at = start
    while at < end and at in places:
        at = places[at].end
    return at == end


def _by_ending(name: str, coarse: str, endings: Mapping[str, str]) -> str:
    for size in range(min(LONGEST_ENDING, len(name) - 1), 0, -1):
        entity_type = endings.get(name[-size:], "")
        if entity_type.partition(".")[0] == coarse:
            return entity_type
    return coarse


def confirmed(candidates: Iterable[Candidate], tagged: Sequence[Candidate]) -> Iterator[Candidate]:
    """Weigh the rules' candidates by what the tagger found: the same name is as sure as any, the shape of a word alone is not enough.

    Args:
        candidates: What the rules propose.
        tagged: What the tagger found; when it found nothing at all (or is off), every candidate stays as it is.
    """
    if not tagged:
        yield from candidates
        return
    spans = {(name.start, name.end): name for name in tagged}
    people = sorted((name.start, name.end) for name in tagged if name.entity_type == "PER")
    for candidate in candidates:
        same = spans.get((candidate.start, candidate.end))
        if same is not None and same.family == candidate.family:
            yield candidate.moved(rank=max(candidate.rank, same.rank))
            continue
        if candidate.rule_id == "mentions.person_word":
            at = bisect_left(people, (candidate.end, 0)) - 1
            if at < 0 or people[at][1] <= candidate.start:
                continue
        yield candidate
