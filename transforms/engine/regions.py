"""Administrative divisions: which one a name stands for, and what contains it."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from seeds.types import Seeds


@dataclass(frozen=True, slots=True)
class Region:
    """A division of GB/T 2260."""

    code: str
    name: str
    level: str
    parent: str
    short: str


@dataclass(frozen=True, slots=True)
class Regions:
    """All divisions by code."""

    by_code: dict[str, Region]

    def chain(self, code: str) -> tuple[str, ...]:
        """The codes of the division and of what contains it, innermost first.

        A parent that the table lacks ends the chain.
        """
        codes = []
        while code in self.by_code:
            codes.append(code)
            code = self.by_code[code].parent
        return tuple(codes)

    def contains(self, outer: str, inner: str) -> bool:
        """Whether a division lies inside another one (or is it)."""
        return outer in self.chain(inner)

    def resolve(
        self, codes: Sequence[str], *, before: str | None, document: Collection[str]
    ) -> tuple[str | None, str | None]:
        """The division a name stands for, and how that was decided.

        Args:
            codes: Divisions of that name, the highest level first.
            before: Code of the place printed right before it, if any.
            document: Codes named without ambiguity in the document.

        Returns:
            Code, and a note; no code when the name stays ambiguous.
        """
        if len(codes) == 1:
            return codes[0], None
        if before is not None:
            inside = [code for code in codes if code != before and self.contains(before, code)]
            if len(inside) == 1:
                return inside[0], "resolved by the place printed before it"
        # A city or province goes before counties of the same name.
        top = [code for code in codes if self.by_code[code].level != "county"]
        if len(top) == 1:
            return top[0], None
        if len(top) > 1:
            return top[0], "the province of that name, not the city"
        near = [code for code in codes if any(outer in document for outer in self.chain(code)[1:])]
        if len(near) == 1:
            return near[0], "resolved by a place that contains it, named in the document"
        names = "、".join(
            f"{self.by_code[self.by_code[code].parent].name}{self.by_code[code].name}"
            for code in codes
            if self.by_code[code].parent in self.by_code
        )
        return None, f"ambiguous: {names}"


@functools.lru_cache(maxsize=2)
def load_regions(seeds: Seeds) -> Regions:
    """Lexicon regions by code."""
    return Regions({row[0]: Region(*row) for row in seeds.lexicon("regions").rows})


@functools.lru_cache(maxsize=2)
def city_names(seeds: Seeds) -> frozenset[str]:
    """Short names of the cities, the municipalities among them."""
    return frozenset(
        short for _, name, level, _, short in seeds.lexicon("regions").rows if level != "county" and name[-1] == "市"
    )
