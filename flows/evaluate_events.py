"""Measure events on the labelled company news of FewFC: `python -m flows.evaluate_events FOLDER`.

The data's types and roles are laid on ours: a pledge or guarantee is a loan, a purchase, stake or takeover an investment, a bid won a project, a
signing an agreement. Sales without a buyer have no counterpart and are left out. The labels are partial (a sentence is annotated for the types it
was collected for), so precision counts only events of a type that the sentence has labels of; it is a lower bound.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.annotate import annotate
from seeds.load import load_seeds
from seeds.types import Seeds

FILES = ("fewfc_train_base.jsonl", "fewfc_train_trans.jsonl")
EVERY = 5
LABELS = "fewfc_roles"
Roles = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Gold:
    """A labelled event: our type, span of its trigger, and its (role, text) pairs."""

    event_type: str
    start: int
    end: int
    roles: Roles


@dataclass
class Score:
    """Counts of one event type: gold events, found ones that match, found ones, and the same of roles."""

    gold: int = 0
    hit: int = 0
    found: int = 0
    gold_roles: int = 0
    hit_roles: int = 0
    found_roles: int = 0

    def line(self, name: str) -> str:
        """Recall, precision and F1 of events and roles."""
        return f"{name:12} event {_prf(self.hit, self.gold, self.found)}  role {_prf(self.hit_roles, self.gold_roles, self.found_roles)}"


def _prf(hit: int, gold: int, found: int) -> str:
    recall, precision = hit / max(1, gold), hit / max(1, found)
    f1 = 2 * recall * precision / (recall + precision) if hit else 0.0
    return f"R {recall:.3f} P {precision:.3f} F1 {f1:.3f} ({hit}/{gold}, {hit}/{found})"


def read_sentences(folder: Path, *, held_back: bool = True) -> list[dict[str, Any]]:
    """Labelled sentences of a folder; those whose id's CRC-32 is a multiple of five are held back from rule writing."""
    rows = [json.loads(line) for name in FILES for line in (folder / name).read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if (zlib.crc32(row["id"].encode()) % EVERY == 0) == held_back]


def gold_events(row: Mapping[str, Any], seeds: Seeds) -> list[Gold]:
    """Events of a sentence in our types; labels of several types on one trigger are one event."""
    known = {(label, role): (kind, ours) for label, role, kind, ours in seeds.lexicon(LABELS).rows if role != "-"}
    sales = {label for label, role, _, _ in seeds.lexicon(LABELS).rows if role == "-"}
    merged: dict[tuple[str, int, int], set[tuple[str, str]]] = {}
    for event in row["events"]:
        trigger = next(a for a in event["args"] if a["role"] == "trigger")
        if trigger["text"] in sales:
            continue
        for argument in event["args"]:
            if (event["type"], argument["role"]) in known:
                kind, role = known[event["type"], argument["role"]]
                merged.setdefault((kind, trigger["start"], trigger["end"]), set()).add((role, argument["text"]))
    return [Gold(*key, frozenset(roles)) for key, roles in merged.items()]


def score(
    golds: Iterable[Sequence[Gold]], found: Iterable[Sequence[Mapping[str, Any]]], roles: frozenset[str]
) -> dict[str, Score]:
    """Scores by event type and in total (`all`).

    An event matches a label of its type that it overlaps and with which it shares a role; names match when one holds the other.

    Args:
        golds: Labelled events by sentence.
        found: Events of `annotate` by sentence, in the same order.
        roles: Our roles that the labels know; others are not counted as found.
    """
    scores: dict[str, Score] = {"all": Score()}
    for wanted, events in zip(golds, found, strict=True):
        kinds = {gold.event_type for gold in wanted}
        mine = [event for event in events if event["event_type"] in kinds]
        pairs = sorted(
            ((_shared(gold, event), g, f) for g, gold in enumerate(wanted) for f, event in enumerate(mine)),
            key=lambda pair: -pair[0],
        )
        taken: dict[int, int] = {}
        hits: dict[int, int] = {}
        for shared, g, f in pairs:
            if shared and g not in taken and f not in hits:
                taken[g], hits[f] = f, shared
        for g, gold in enumerate(wanted):
            for part in (scores.setdefault(gold.event_type, Score()), scores["all"]):
                part.gold += 1
                part.hit += g in taken
                part.gold_roles += len(gold.roles)
        for f, event in enumerate(mine):
            for part in (scores[event["event_type"]], scores["all"]):
                part.found += 1
                if f in hits:
                    part.hit_roles += hits[f]
                    part.found_roles += sum(role["role"] in roles for role in event["roles"])
    return scores


def _shared(gold: Gold, event: Mapping[str, Any]) -> int:
    """How many labelled roles an event has; 0 when type or place differ."""
    if event["event_type"] != gold.event_type or event["char_start"] >= gold.end or event["char_end"] <= gold.start:
        return 0
    return sum(
        any(role["role"] == name and (role["text"] in text or text in role["text"]) for role in event["roles"])
        for name, text in gold.roles
    )


def evaluate_events(folder: Path, *, held_back: bool = True, seeds: Seeds | None = None) -> dict[str, Score]:
    """Run the product over the labelled sentences of a folder and score its events.

    Args:
        folder: Folder of the FewFC files.
        held_back: Whether to use the sentences that no rule was written from.
        seeds: Rules and models to use instead of the shipped ones.
    """
    seeds = seeds or load_seeds()
    rows = read_sentences(folder, held_back=held_back)
    found = [
        row["events"] for row in annotate([{"id": r["id"], "text": r["text"]} for r in rows], seeds=seeds, plain=True)
    ]
    roles = frozenset(seeds.lexicon(LABELS).column("our_role"))
    return score([gold_events(row, seeds) for row in rows], found, roles)


if __name__ == "__main__":
    for name, part in sorted(evaluate_events(Path(sys.argv[1])).items()):
        sys.stdout.write(part.line(name) + "\n")
