"""Typed seeds: rules, lexicons, units and models as frozen data. A leaf: imports nothing of the product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from numpy.typing import NDArray

ModelArrays = Mapping[str, NDArray[Any]]


class SeedError(ValueError):
    """A seed file is malformed; the message names file, line or entry, and what is wrong."""


class TaggedSpan(NamedTuple):
    """A name that a tagger finds in a text.

    Attributes:
        start: Its first character.
        end: One past its last.
        label: PER, LOC or ORG, or an entity type of these families; others are left out.
        score: How sure the tagger is, 0 to 1.
    """

    start: int
    end: int
    label: str
    score: float = 1.0


class Tagger(Protocol):
    """Finds names in a batch of sentences: for each text, in order, its flat spans."""

    def __call__(self, texts: Sequence[str], /) -> Iterable[Sequence[TaggedSpan]]:
        """The spans of each text; plain tuples (start, end, label) or (start, end, label, score) will do."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One extraction rule.

    Attributes:
        rule_id: `area.name`; every extracted row names the rule that made it.
        about: What the rule finds, for the `rules` table.
        confidence: Confidence of its rows unless the code says otherwise, 0 to 1.
        matches: Pairs (text, surface): the text must yield a row of this rule with that surface.
        rejects: Texts that must yield no row of this rule.
        pattern: Regular expression, where the rule is one.
        params: Whatever else the engine of the area reads.
        path: Seed file, relative to the seeds folder.
    """

    rule_id: str
    about: str
    confidence: float
    matches: tuple[tuple[str, str], ...]
    rejects: tuple[str, ...]
    pattern: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""

    @property
    def area(self) -> str:
        """The part of `rule_id` before the first dot."""
        return self.rule_id.split(".", 1)[0]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """A list of terms with their columns, in file order.

    Attributes:
        name: File name without suffix.
        about: What it holds.
        columns: Column names; the first one is the key.
        rows: One tuple of texts per line.
    """

    name: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> tuple[str, ...]:
        """All values of a column, in file order."""
        at = self.columns.index(name)
        return tuple(row[at] for row in self.rows)

    def mapping(self, key: str, value: str) -> dict[str, str]:
        """A column as a function of another; later lines win."""
        return dict(zip(self.column(key), self.column(value), strict=True))

    def where(self, **wanted: str) -> tuple[tuple[str, ...], ...]:
        """Rows whose columns have the given values."""
        places = [(self.columns.index(name), value) for name, value in wanted.items()]
        return tuple(row for row in self.rows if all(row[at] == value for at, value in places))


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit, currency or classifier.

    Attributes:
        unit: Canonical spelling, as written into `metrics.unit`.
        dimension: Code of `metrics.dimension`.
        surfaces: Printed forms, the canonical one among them.
        factor: Multiplier from the printed unit to `base_unit`; None where there is no base unit.
        base_unit: SI or UCUM unit.
        scale: Multiplier into the value when the printed form carries one (角 → 0.1 CNY).
        only_before: Pattern of what must follow a printed form that has a second reading (块 counts before a noun, else it is money).
        examples: Pairs (text, value and unit as `value unit`) that must come out.
        path: Seed file, relative to the seeds folder.
    """

    unit: str
    dimension: str
    surfaces: tuple[str, ...]
    factor: Decimal | None = None
    base_unit: str | None = None
    scale: Decimal = Decimal(1)
    only_before: str = ""
    about: str = ""
    examples: tuple[tuple[str, str], ...] = ()
    path: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Seeds:
    """Everything the transforms read besides their input tables. Identity hash: usable as a cache key.

    Attributes:
        rules: By rule id.
        lexicons: By name.
        units: In file order.
        models: By name; empty when models are switched off.
        corrections: Parsed correction files, by name.
        tagger: Finds names in place of model `ner`, if one is plugged in.
    """

    rules: Mapping[str, Rule]
    lexicons: Mapping[str, Lexicon]
    units: tuple[Unit, ...]
    models: Mapping[str, ModelArrays]
    corrections: Mapping[str, Mapping[str, Any]]
    tagger: Tagger | None = None

    def lexicon(self, name: str) -> Lexicon:
        """The lexicon of that name; raise SeedError when there is none."""
        try:
            return self.lexicons[name]
        except KeyError:
            raise SeedError(f"no lexicon named {name}; known: {', '.join(sorted(self.lexicons))}") from None

    def area(self, area: str) -> tuple[Rule, ...]:
        """Rules of an area in file order."""
        return tuple(rule for rule in self.rules.values() if rule.area == area)

    def confidence(self, rule_id: str) -> float:
        """Declared confidence of a rule; raise SeedError when it is not declared."""
        try:
            return self.rules[rule_id].confidence
        except KeyError:
            raise SeedError(f"rule {rule_id} is used but not declared in seeds/rules") from None

    def confidences(self, rule_ids: Sequence[str]) -> list[float]:
        """Declared confidence of each rule; raise SeedError when one is not declared."""
        declared = {rule_id: self.confidence(rule_id) for rule_id in set(rule_ids)}
        return [declared[rule_id] for rule_id in rule_ids]
