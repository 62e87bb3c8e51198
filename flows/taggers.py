"""Taggers of other packages (HanLP, LTP …) in place of the shipped model's: an entry point of a package, or `module:function`.

A package offers one in its `pyproject.toml`:

    [project.entry-points."kechuang.taggers"]
    ltp = "my_package:find_names"

and the function is a `seeds.types.Tagger`. Spans labelled PER, LOC or ORG, or a type of these (ORG.BANK), become mentions.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib
import importlib.metadata
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from flows.errors import DataError, UsageError
from flows.language import told
from seeds.load import digest_seeds, load_seeds
from seeds.types import Seeds, TaggedSpan, Tagger

GROUP = "kechuang.taggers"


def installed_taggers() -> dict[str, importlib.metadata.EntryPoint]:
    """Entry points of the taggers that are installed, by name."""
    return {point.name: point for point in importlib.metadata.entry_points(group=GROUP)}


@functools.cache
def find_tagger(name: str) -> Tagger:
    """The tagger of that name; what it finds is checked.

    Raises:
        UsageError: It is not installed or cannot be imported.
    """
    point = installed_taggers().get(name)
    if point is None and ":" not in name:
        known = ", ".join(sorted(installed_taggers())) or "-"
        raise UsageError(
            told(
                "no tagger {name!r} is installed; there are: {known}. Install a package with an entry point in {group}, or give module:function",
                name=name,
                known=known,
                group=GROUP,
            )
        )
    try:
        if point is not None:
            return _checked(name, cast("Tagger", point.load()))
        module, _, function = name.partition(":")
        return _checked(name, cast("Tagger", getattr(importlib.import_module(module), function)))
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(told("tagger {name!r} cannot be loaded: {error}", name=name, error=error)) from error


def _checked(name: str, tagger: Tagger) -> Tagger:
    def find(texts: Sequence[str]) -> list[list[TaggedSpan]]:
        try:
            found = [[TaggedSpan(*span) for span in spans] for spans in tagger(texts)]
        except Exception as error:
            raise DataError(told("tagger {name!r} failed: {error!r}", name=name, error=error)) from error
        if len(found) != len(texts):
            raise DataError(
                told("tagger {name!r} answered {found} texts of {given}", name=name, found=len(found), given=len(texts))
            )
        for text, spans in zip(texts, found, strict=True):
            for span in spans:
                if not 0 <= span.start < span.end <= len(text):
                    raise DataError(
                        told("tagger {name!r} found {span} outside of {text!r}", name=name, span=span[:3], text=text)
                    )
        return found

    return find


@functools.cache
def tagger_digest(name: str) -> str:
    """Digest of what a tagger is: its package's version, or its module's source.

    Raises:
        UsageError: It is not installed.
    """
    find_tagger(name)
    point = installed_taggers().get(name)
    if point is not None and point.dist is not None:
        what = f"{point.value}\n{point.dist.name}=={point.dist.version}"
    else:
        module, _, function = (point.value if point is not None else name).partition(":")
        spec = importlib.util.find_spec(module)
        origin = spec.origin if spec is not None else None
        source = Path(origin).read_bytes() if origin and Path(origin).is_file() else b""
        what = f"{module}:{function}\n{hashlib.sha256(source).hexdigest()}"
    return hashlib.sha256(what.encode()).hexdigest()


@functools.lru_cache(maxsize=4)
def seeds_of(*, models: bool, tagger: str = "") -> Seeds:
    """The seeds, with the tagger of that name if one is named.

    Raises:
        SeedError: A seed file is malformed.
        UsageError: There is no such tagger.
    """
    seeds = load_seeds(models=models)
    if not tagger:
        return seeds
    return dataclasses.replace(seeds, tagger=find_tagger(tagger))


def digests_of(*, models: bool, tagger: str = "") -> dict[str, str]:
    """Digests of the seeds as they lie on the disk now, and of the tagger."""
    return {**digest_seeds(models=models), **({f"tagger/{tagger}": tagger_digest(tagger)} if tagger else {})}
